"""The themes notice: what a provider is told some working days ahead, and nothing of what will be said.

It takes names of topics, measures and sources from the pack; never the text of a question.
"""

from collections.abc import Iterator, Sequence

from briefing import formats
from briefing.challenge.model import Question
from briefing.document.blocks import (
    Block,
    Column,
    Cover,
    Document,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Section,
    Table,
    strong,
)
from briefing.pack import agenda
from briefing.pack.editions.edition import Edition, Occasion
from briefing.pack.method import grouped
from briefing.pack.model import Pack, SourceGroup
from briefing.pack.running_order import brought, deciders
from briefing.pack.sections.promises import promise_list
from briefing.pack.words import name_of

STEM = "themes-notice"
TO_DIFFER = 2
"""Working days before the meeting by which figures that differ are wanted, where the notice comes before that."""


def notice_documents(occasion: Occasion) -> Iterator[Document]:
    """One notice a provider; none knows of another's themes."""
    for pack in occasion.packs:
        when = formats.day(pack.meeting.date)
        yield Document(
            edition="notice",
            stem=f"{STEM}-{pack.provider_code.lower()}",
            title=f"Themes for the meeting of {when}: {pack.provider_name}",
            masthead=pack.masthead,
            cover=Cover(
                kicker="For",
                reader=pack.provider_name,
                heading="What we will talk about",
                meeting=f"{pack.meeting.title}, {when}",
                more=(pack.meeting.place, agenda.time_with(pack.provider_code, pack.meeting)),
            ),
            sections=tuple(_sections(pack)),
            dated=pack.meeting.date,
            styles=("packs/editions", "packs/notice"),
            forms=("pdf", "html", "docx"),
        )


def _sections(pack: Pack) -> Iterator[Section]:
    credit = pack.challenge.credit
    well = name_of(credit.finding.measure) if credit and credit.finding.measure else None
    promises = tuple(p for p in pack.challenge.promises if p.state != "kept")
    yield Section("themes", "", (_to_be_sent(pack), *(_themes(pack) or _no_theme(well, bool(promises)))))
    if well is not None:
        better = "has become better" if credit and credit.finding.signal else "is better than in England"
        praise = (
            f"The figure for “{well}” {better}. Please bring somebody who can tell us how it is done, so that others "
            "can learn from it."
        )
        yield Section("went-well", "What went well", (Paragraph(praise),))
    if promises:
        yield Section("promised-earlier", "What was promised earlier", (promise_list(promises),))
    yield Section("figures", "The figures", (_figures(pack), *_todays(pack)))
    if used := _sources(pack):
        yield Section("figures-from", "", (Listing(used, kind="sources-used"),), lists_files=True)
    both_ways = (
        "A meeting works both ways. Please tell us by the same day what we, or practices, could do to help "
        "you."
    )
    yield Section("what-you-may-ask", "What you may ask of us", (Paragraph(both_ways),))


def _to_be_sent(pack: Pack) -> Paragraph:
    notice, day = pack.meeting.notice, pack.meeting.date
    days = notice.themes_notice
    ahead = f"{formats.counted(days, 'working day')} ahead" if days else "the day of the meeting"
    by = strong(formats.day(notice.first_day("themes_notice", day)), "date")
    return Paragraph((f"From {pack.commissioner_name}. To be sent by ", by, f", {ahead}."), kind="send")


def _wanted_by(pack: Pack) -> str:
    notice, day = pack.meeting.notice, pack.meeting.date
    return formats.day(notice.working_days.before(day, min(notice.themes_notice, TO_DIFFER)))


def _todays(pack: Pack) -> Iterator[Block]:
    """Ask for today's figure of each measure of which the latest that was published lies further back than usual."""
    old = [row.measure for row in pack.rows if row.measure.old]
    if old:
        by = strong(_wanted_by(pack), "date")
        yield Paragraph(("Our figures for these are old. Please send today’s by ", by, ":"))
        yield Listing(
            tuple(
                f"{name_of(one)}: the latest we have is for {formats.month(one.latest.period)}."
                for one in old
            )
        )


def _figures(pack: Pack) -> Paragraph:
    return Paragraph((
        "We work from figures to ",
        strong(formats.month(pack.data_date)),
        ", unless a theme names another month. If yours are later or differ, send them by ",
        strong(_wanted_by(pack), "date"),
        ", so that we meet with one set of figures.",
    ))  # fmt: skip


def _themes(pack: Pack) -> tuple[Block, ...]:
    """Topics in the order in which they are asked about, each once."""
    by_topic: dict[str, list[Question]] = {}
    for question in pack.challenge.questions:
        by_topic.setdefault(question.finding.pattern.topic, []).append(question)
    if not by_topic:
        return ()
    columns = (
        Column("Topic", "c-topic"),
        Column("What it is about", "c-about"),
        Column("Please bring", "c-bring"),
    )
    rows = tuple(_theme(topic, asked, pack) for topic, asked in by_topic.items())
    return (Table(columns, rows, kind="themes", caption="Themes, and who can decide"),)


def _theme(topic: str, asked: Sequence[Question], pack: Pack) -> Row:
    about = tuple(Paragraph(one) for one in dict.fromkeys(_about(question) for question in asked))
    return Row((formats.capital(topic), Item(blocks=about), _bring(topic, pack)))


def _no_theme(well: str | None, promised: bool) -> tuple[Block, ...]:
    subjects = [*(["what went well"] if well else []), *(["what was promised earlier"] if promised else [])]
    time = f"We would like to use the time for {formats.listed(subjects)}."
    said = time if subjects else "Tell us what you would like to raise."
    heading = Heading("No theme to press", level=2, kind="large")
    return (
        heading,
        Paragraph(f"Your figures give us no reason for a question this time. {said}", kind="lead"),
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


def _bring(topic: str, pack: Pack) -> str:
    named = [f"{person.name}, {person.role}" for person in deciders(topic, pack)]
    if named:
        return formats.listed(named)
    known = "Nobody we know of may decide on this: please b" if brought(pack) else "Please b"
    return f"{known}ring somebody who can."


def _sources(pack: Pack) -> tuple[str, ...]:
    """The sources of the figures that the themes rest on; of registers a provider sees none."""
    questions = (*pack.challenge.questions, *((pack.challenge.credit,) if pack.challenge.credit else ()))
    used = {q.finding.measure.metric.source for q in questions if q.finding.measure is not None}
    return tuple(_line(group) for group in grouped([s for s in pack.sources if s.source in used]))


def _line(group: SourceGroup) -> str:
    named = group.title if group.publisher in group.title else f"{group.title}, {group.publisher}"
    return named if group.latest.period == "as loaded" else f"{named}: {group.periods}"


NOTICE = Edition("themes notice", STEM, "provider", "before", notice_documents)
