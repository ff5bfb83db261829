"""Who was to meet when, where and about what, as a version had it; and what of that is another by now.

v2, approved     3 December, Dr A chairs, Dr B leads "Long waits"
today            10 December, Dr B chairs, Dr C leads "Long waits"

    everybody    The meeting is now on 10 December 2026, not on 3 December 2026.
    everybody    Dr B now chairs, in place of Dr A.
    Dr B, Dr C   who leads what: told by `briefing.pack.news`, once the questions are known
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from pydantic import TypeAdapter

from briefing import formats
from briefing.meeting.model import Interest, Meeting, Person, in_force
from briefing.meeting.outline import Status
from briefing.pack.model import Pack


@dataclass(frozen=True)
class Put:
    """A question as it was to be put."""

    provider_code: str
    question_id: str
    number: int
    title: str
    topic: str
    lead: str | None
    """The person's id."""
    supporter: str | None


@dataclass(frozen=True)
class Sitting:
    """The facts of a meeting that a reader plans by."""

    title: str
    date: date
    starts: time | None
    place: str
    minutes: int
    decision_wanted: str
    status: Status
    provider_codes: tuple[str, ...]
    chair: Person
    clerk: Person | None
    panel: tuple[Person, ...]
    interests: tuple[Interest, ...]
    """Those in force on the day."""
    put: tuple[Put, ...] = ()
    gone: tuple[Person, ...] = ()
    """Who had a part in a version before, and has none now."""

    @property
    def people(self) -> dict[str, Person]:
        """Everybody of ours who has a part, by id."""
        clerk = [self.clerk] if self.clerk is not None else []
        return {one.person_id: one for one in (self.chair, *self.panel, *clerk)}


SITTING = TypeAdapter(Sitting)
"""As a part of a version's memory."""


@dataclass(frozen=True)
class Difference:
    """One thing that is another now. The provider hears of it where it is `open`."""

    sentence: str
    open: bool = False
    of: str = ""
    """The person whose it is, by id; nothing where it is everybody's."""


def sitting_of(meeting: Meeting, packs: Sequence[Pack] = (), *, before: Sitting | None = None) -> Sitting:
    """Return a meeting's facts, with the questions of its packs where they are known."""
    made = Sitting(
        title=meeting.title,
        date=meeting.date,
        starts=meeting.starts,
        place=meeting.place,
        minutes=meeting.minutes,
        decision_wanted=meeting.decision_wanted,
        status=meeting.status,
        provider_codes=meeting.provider_codes,
        chair=meeting.chair,
        clerk=meeting.clerk,
        panel=meeting.panel,
        interests=tuple(one for one in meeting.interests if in_force(one, meeting.date)),
        put=tuple(put for pack in packs for put in _put(pack)),
    )
    if before is None:
        return made
    had_a_part = {one.person_id: one for one in before.gone} | before.people
    gone = tuple(one for id, one in had_a_part.items() if id not in made.people)
    return Sitting(**{**vars(made), "gone": gone})


def _put(pack: Pack) -> Iterator[Put]:
    for number, one in enumerate(pack.challenge.questions, start=1):
        topic = one.finding.pattern.topic
        yield Put(pack.provider_code, one.id, number, one.title, topic, one.lead, one.supporter)


def differences(then: Sitting, now: Sitting) -> Iterator[Difference]:
    """Say what of the meeting itself is another now: its day and place first, then its people."""
    yield from _called_off(then, now)
    yield from _day_and_place(then, now)
    yield from _people(then, now)


def _called_off(then: Sitting, now: Sitting) -> Iterator[Difference]:
    if then.status != now.status:
        again = now.status == "planned"
        said = "takes place after all" if again else f"is {now.status}"
        yield Difference(f"The meeting {said}.", open=True)


def _day_and_place(then: Sitting, now: Sitting) -> Iterator[Difference]:
    if then.date != now.date:
        days = f"{formats.day(now.date)}, not on {formats.day(then.date)}"
        yield Difference(f"The meeting is now on {days}.", open=True)
    if then.starts != now.starts:
        yield Difference(_starts(then.starts, now.starts), open=True)
    if then.minutes != now.minutes:
        long = f"{formats.counted(now.minutes, 'minute')}, not {formats.number(then.minutes)}"
        yield Difference(f"It now takes {long}.", open=True)
    if then.place != now.place:
        yield Difference(f"The place is now: {now.place}. It was: {then.place}.", open=True)
    if then.title != now.title:
        yield Difference(f"It is now called “{now.title}”.", open=True)
    if then.provider_codes != now.provider_codes:
        yield Difference(f"Asked are now: {formats.listed(now.provider_codes)}.")
    if then.decision_wanted != now.decision_wanted:
        yield Difference(f"The decision wanted is now: {now.decision_wanted}")


def _starts(then: time | None, now: time | None) -> str:
    if now is None:
        return "The time at which it starts is open again."
    return f"It now starts at {now:%H:%M}{f', not at {then:%H:%M}' if then is not None else ''}."


def _people(then: Sitting, now: Sitting) -> Iterator[Difference]:
    if then.chair.person_id != now.chair.person_id:
        yield Difference(f"{now.chair.name} now chairs, in place of {then.chair.name}.", open=True)
    before, clerk = _name(then.clerk), _name(now.clerk)
    if (then.clerk and then.clerk.person_id) != (now.clerk and now.clerk.person_id):
        place = f", in place of {before}" if before else ""
        yield Difference(
            f"{clerk} now writes the record{place}." if clerk else "Nobody writes the record now."
        )
    were, are = ({one.person_id for one in sitting.panel} for sitting in (then, now))
    for one in now.panel:
        if one.person_id not in were:
            yield Difference(f"{one.name} has joined the panel.")
    for one in then.panel:
        if one.person_id not in are:
            yield Difference(f"{one.name} is no longer on the panel.")
    yield from _registers(then, now)


def _registers(then: Sitting, now: Sitting) -> Iterator[Difference]:
    """What the registers say of those who were there before and still are."""
    for id, person in now.people.items():
        earlier = then.people.get(id)
        if earlier is None:
            continue
        if earlier != person:
            yield Difference(f"The register of people says something else of {person.name} now.", of=id)
        if _declared(then, id) != _declared(now, id):
            yield Difference(f"The interests that {person.name} declares are others now.", of=id)


def _declared(sitting: Sitting, person_id: str) -> set[tuple[str, str | None, str | None]]:
    mine = (one for one in sitting.interests if one.person_id == person_id)
    return {(one.kind, one.organisation_code, one.topic) for one in mine}


def _name(person: Person | None) -> str:
    return person.name if person is not None else ""
