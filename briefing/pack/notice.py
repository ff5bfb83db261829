"""The themes notice: what a provider is told some working days ahead, and nothing of what will be said.

It takes names of topics, measures and sources from the pack; never the text of a question.
"""

from collections.abc import Sequence

from briefing import formats
from briefing.challenge.model import Question
from briefing.meeting.model import Meeting
from briefing.pack import agenda
from briefing.pack.editions import NoticeEdition, Theme, masthead
from briefing.pack.method import grouped
from briefing.pack.model import Pack, SourceGroup
from briefing.pack.running_order import brought, deciders
from briefing.pack.words import name_of

TO_DIFFER = 2
"""Working days before the meeting by which figures that differ are wanted, where the notice comes before that."""


def notice_editions(packs: Sequence[Pack], meeting: Meeting) -> tuple[NoticeEdition, ...]:
    """One notice a provider; none knows of another's themes."""
    return tuple(_notice(pack, meeting) for pack in packs)


def _notice(pack: Pack, meeting: Meeting) -> NoticeEdition:
    items = agenda.agenda_of(meeting)
    mine = agenda.items_of(pack.provider_code, items, meeting)
    credit, days = pack.challenge.credit, meeting.notice.themes_notice
    return NoticeEdition(
        meeting=meeting,
        masthead=masthead([pack]),
        provider_name=pack.provider_name,
        send_by=meeting.notice.first_day("themes_notice", meeting.date),
        ahead=f"{formats.counted(days, 'working day')} ahead" if days else "the day of the meeting",
        differ_by=meeting.notice.working_days.before(meeting.date, min(days, TO_DIFFER)),
        starts=agenda.starts_of(items)[mine[0]],
        minutes=sum(items[at].minutes for at in mine),
        themes=_themes(pack, meeting),
        promises=tuple(p for p in pack.challenge.promises if p.state != "kept"),
        credit=name_of(credit.finding.measure) if credit and credit.finding.measure else None,
        data_date=pack.data_date,
        sources=_sources(pack),
        filename=f"themes-notice-{pack.provider_code.lower()}.pdf",
    )


def _themes(pack: Pack, meeting: Meeting) -> tuple[Theme, ...]:
    """Topics in the order in which they are asked about, each once."""
    by_topic: dict[str, list[Question]] = {}
    for question in pack.challenge.questions:
        by_topic.setdefault(question.finding.pattern.topic, []).append(question)
    return tuple(
        Theme(topic, tuple(dict.fromkeys(_about(q) for q in asked)), _bring(topic, pack, meeting))
        for topic, asked in by_topic.items()
    )


def _about(question: Question) -> str:
    """What a question is about, by name: its measure and month, a theme of reports, an earlier promise."""
    found = question.finding
    if found.measure is not None:
        return f"{name_of(found.measure)}, {formats.month(found.measure.latest.period)}"
    if found.concern is not None:
        return f"Practices’ reports on {found.concern.theme}"
    if found.promise is not None:
        return "Progress on what was promised"
    return formats.capital(found.pattern.topic)


def _bring(topic: str, pack: Pack, meeting: Meeting) -> str:
    named = [f"{person.name}, {person.role}" for person in deciders(topic, pack, meeting)]
    if named:
        return formats.listed(named)
    known = "Nobody we know of may decide on this: please b" if brought(pack, meeting) else "Please b"
    return f"{known}ring somebody who can."


def _sources(pack: Pack) -> tuple[str, ...]:
    """The sources of the figures that the themes rest on; of registers a provider sees none."""
    questions = (*pack.challenge.questions, *((pack.challenge.credit,) if pack.challenge.credit else ()))
    used = {q.finding.measure.metric.source for q in questions if q.finding.measure is not None}
    return tuple(_line(group) for group in grouped([s for s in pack.sources if s.source in used]))


def _line(group: SourceGroup) -> str:
    named = group.title if group.publisher in group.title else f"{group.title}, {group.publisher}"
    return named if group.latest.period == "as loaded" else f"{named}: {group.periods}"
