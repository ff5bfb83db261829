"""What is allowed and yet doubtful about a meeting, said while there is still time to put it right."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from briefing import formats
from briefing.meeting.model import Meeting, in_force, same_topic
from briefing.months import months_between
from briefing.nearest import hint


@dataclass(frozen=True)
class Doubt:
    """What is doubtful, and where in the file: ("agenda", 1, "topic") and the value that stands there."""

    sentence: str
    place: tuple[str | int, ...]
    value: object = None


TopicTitles = Mapping[str, Mapping[str, str]]
"""The topics of each provider's questions, with the title of the first question on each."""


_ALIKE = 0.8
_EARLIEST, _LATEST = 7, 20
"""Hours within which people meet: 02:00 is meant for two in the afternoon."""
MONTHS_OLD = 4
"""Monthly returns are published some ten weeks after their month begins; a file four months behind was forgotten."""

Reading = Mapping[str, int]
"""The minutes that each member of the panel needs for their packs, by person id."""


def check(
    meeting: Meeting,
    *,
    today: date,
    asked: TopicTitles | None = None,
    runs_to: Mapping[str, date] | None = None,
    reading: Reading | None = None,
    unmeasured: Mapping[str, Iterable[str]] | None = None,
    proposed: Sequence[str] = (),
    undecided: Iterable[str] = (),
    unasked: Iterable[tuple[str, str]] = (),
    topics: Collection[str] = (),
) -> list[Doubt]:
    """List doubts about a meeting: its own, topics on which nobody there may decide, figures that are old, and
    members of the panel who have more to read than the minutes planned for it.

    `runs_to` has the last month of each source's figures, by the source's title; `unmeasured`, once the figures are
    known, the names of the matters that a provider has none of, by its code; `proposed` are words of the decision;
    `undecided` asks what a question is to be about; `unasked` are pins that ask nothing, each with the reason;
    `topics` are all that questions have.
    """
    return [
        *(_about_purpose(meeting, unmeasured, proposed) if unmeasured is not None else ()),
        *_about_day(meeting, today),
        *_about_age(runs_to or {}, min(today, meeting.date)),
        *_about_minutes(meeting),
        *_about_reading(meeting, reading or {}),
        *(Doubt(sentence, ("pinned",)) for sentence in undecided),
        *(Doubt(f"{pin} is pinned and asks nothing {why}.", ("pinned",), pin) for pin, why in unasked),
        *_about_topics(meeting, topics),
        *_about_deciders(meeting, asked or {}),
        *_about_panel(meeting),
        *about_interests(meeting),
    ]


def _about_purpose(
    meeting: Meeting, unmeasured: Mapping[str, Iterable[str]], proposed: Sequence[str]
) -> Iterator[Doubt]:
    """A decision that nothing in the pack speaks of is wished for, and not prepared."""
    if meeting.provider_codes and not meeting.about:
        words = ", ".join(f'"{word}"' for word in proposed)
        hint = f"its words suggest about = [{words}]" if words else "add about = [...]"
        nothing = f"Nothing says what the decision wanted is about, so no measure stands for it: {hint}."
        yield Doubt(nothing, ("decision_wanted",))
    for provider, names in unmeasured.items():
        for name in names:
            yield Doubt(f"{name}: no figure of {provider} on it is loaded, and no report.", ("about",))


def _about_day(meeting: Meeting, today: date) -> Iterator[Doubt]:
    if meeting.date < today:
        past = f"The meeting was on {formats.day(meeting.date)}, which is past. Is the date right?"
        yield Doubt(past, ("date",))
    if reason := meeting.notice.working_days.not_worked(meeting.date):
        yield Doubt(f"{formats.day(meeting.date)} is {reason}. Is the date right?", ("date",))
    if (opens := meeting.starts) is not None and not _EARLIEST <= opens.hour < _LATEST:
        yield Doubt(f"It starts at {opens:%H:%M}. Is the time right?", ("starts",))


def _about_age(runs_to: Mapping[str, date], today: date) -> Iterator[Doubt]:
    """A hospital answers an old figure with a newer one."""
    for title, month in runs_to.items():
        behind = months_between(month, today)
        if behind >= MONTHS_OLD:
            end = f"the figures end with {month:%B %Y}, {behind} months ago"
            old = f"{formats.capital(title)}: {end}. Load newer files."
            yield Doubt(old, ("date",))


def _about_minutes(meeting: Meeting) -> Iterator[Doubt]:
    if not meeting.agenda:
        empty = (
            "The agenda is empty: the order of the day cannot be timed. Add [[agenda]] items with minutes."
        )
        yield Doubt(empty, ("agenda",))
        return
    planned = sum(item.minutes for item in meeting.agenda)
    if planned != meeting.minutes:
        apart = f"{abs(planned - meeting.minutes)} {'more' if planned > meeting.minutes else 'fewer'}"
        total = formats.counted(planned, "minute")
        yield Doubt(
            f"The agenda adds up to {total}, {apart} than the meeting's {meeting.minutes}.", ("minutes",)
        )


def _about_reading(meeting: Meeting, reading: Reading) -> Iterator[Doubt]:
    """A session's pack has a chapter for each provider: three can't be read in the time of one."""
    names = {person.person_id: person.name for person in meeting.panel}
    late = {names[id]: minutes for id, minutes in reading.items() if minutes > meeting.reading_minutes}
    if late:
        most = max(late.values())
        who = formats.listed(f"{name} {formats.counted(minutes, 'minute')}" for name, minutes in late.items())
        planned = formats.counted(meeting.reading_minutes, "minute")
        told = (
            f"Reading the core of every pack, at the pace of reading aloud, takes {who}; {planned} "
            f"{formats.plural(meeting.reading_minutes, 'is', 'are')} planned. Plan {most}."
        )
        yield Doubt(told, ("reading_minutes",), meeting.reading_minutes)


def _about_topics(meeting: Meeting, topics: Collection[str]) -> Iterator[Doubt]:
    """A topic that is nearly a question's is misspelt: the question would stand elsewhere, or be nobody's to decide."""
    written: list[tuple[str, tuple[str | int, ...]]] = [
        (item.topic, ("agenda", at, "topic")) for at, item in enumerate(meeting.agenda) if item.topic
    ]
    for at, person in enumerate(meeting.provider_people):
        written += [(topic, ("provider_people", at, "may_decide")) for topic in person.may_decide]
    for topic, place in written:
        known = any(same_topic(topic, other) for other in topics)
        if not known and (near := hint(topic, topics, alike=_ALIKE)):
            yield Doubt(f"found the topic {topic!r}, which no question has. {near}Mend it.", place, topic)


def _about_deciders(meeting: Meeting, asked: TopicTitles) -> Iterator[Doubt]:
    """A question that nobody there can answer for ends in "we will take it back"."""
    for at, provider in enumerate(meeting.provider_codes):
        if any(p.provider_code in (None, provider) for p in meeting.provider_people):
            yield from _undecided(meeting, provider, asked.get(provider, {}))
        else:
            named = f"Nobody is named for {provider}. Ask who they will bring, and add [[provider_people]]."
            yield Doubt(named, ("providers", at), provider)


def _undecided(meeting: Meeting, provider: str, asked: Mapping[str, str]) -> Iterator[Doubt]:
    """Topics of the agenda and of the questions on which nobody from a provider may decide."""
    brought = [
        (at, person)
        for at, person in enumerate(meeting.provider_people)
        if person.provider_code in (None, provider)
    ]
    agenda = {item.topic: ("agenda", at, "topic") for at, item in enumerate(meeting.agenda) if item.topic}
    for topic in dict.fromkeys([*agenda, *asked]):
        if not any(same_topic(topic, other) for _, person in brought for other in person.may_decide):
            about = f", which “{asked[topic]}” asks about" if topic in asked else ""
            told = f"Nobody from {provider} may decide on {topic}{about}. Ask for somebody who can."
            yield Doubt(told, agenda.get(topic, ("provider_people", brought[-1][0], "may_decide")))


def _about_panel(meeting: Meeting) -> Iterator[Doubt]:
    for person in dict.fromkeys((meeting.chair, *meeting.panel)):
        if not person.role:
            unknown = f"{person.name} has no role in the register of people. It chooses their words."
            yield Doubt(unknown, *_seat(meeting, person.person_id))
    if not any(person.clinical for person in meeting.panel):
        lay = "No member of the panel has a clinical role: every question will be put in plainer words."
        yield Doubt(lay, ("panel",))
    if meeting.panel and all(person.newcomer for person in meeting.panel):
        new = "Everybody on the panel is new to it: ask an experienced member to join and support them."
        yield Doubt(new, ("panel",))
    if meeting.clerk is None:
        yield Doubt("There is no clerk: who writes the commitments down?", ("clerk",))
    elif meeting.clerk in meeting.panel:
        both = f"{meeting.clerk.name} is clerk and on the panel: nobody can ask and write at once."
        yield Doubt(both, ("clerk",))


def _seat(meeting: Meeting, person_id: str) -> tuple[tuple[str | int, ...], str]:
    """Where in the file somebody is named: on the panel, or else as its chair."""
    ids = [person.person_id for person in meeting.panel]
    return (("panel", ids.index(person_id)) if person_id in ids else ("chair",)), person_id


def about_interests(meeting: Meeting) -> Iterator[Doubt]:
    names = {person.person_id: person.name for person in (meeting.chair, *meeting.panel)}
    for interest in dict.fromkeys(meeting.interests):
        if interest.person_id not in names or not in_force(interest, meeting.date):
            continue
        in_provider = interest.organisation_code in meeting.provider_codes
        what = interest.organisation_code if in_provider else interest.topic
        if what:
            name = names[interest.person_id]
            declared = f"{name} has declared an interest in {what} ({interest.kind}) and will not lead on it."
            yield Doubt(declared, *_seat(meeting, interest.person_id))
    free = {i.person_id for i in meeting.interests if i.organisation_code in meeting.provider_codes}
    if meeting.panel and all(person.person_id in free for person in meeting.panel):
        nobody = "Every member of the panel has an interest in the provider: ask somebody else to join."
        yield Doubt(nobody, ("panel",))
