"""The chair's running order: interests, credit, promises, questions, read-back, in the agenda's minutes.

An item's minutes are shared among its steps by weight, whole minutes, none lost:

    20 minutes, three questions (firm 12, firm 12, ask 9)   ->   7, 7, 6
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing import formats
from briefing.challenge.assignment import conflicted
from briefing.challenge.model import Question
from briefing.document.blocks import Block, Paragraph, Run, numeral, strong
from briefing.meeting.model import AgendaItem, Interest, Meeting, Person, ProviderPerson, in_force, same_topic
from briefing.pack import agenda
from briefing.pack.agenda import Numbered
from briefing.pack.model import Pack
from briefing.pack.parts import name_of
from briefing.pack.sections.promises import promise_list, sentence

_QUESTION = {"FIRM": 12, "ASK": 9, "EXPLORE": 6}
"""Against 1 to 3 for what frames them: most of the time is for the questions."""
_NOBODY = "None is on the register. Ask: has anybody an interest to declare?"


@dataclass(frozen=True)
class ChairQuestion:
    """A question as the chair follows it."""

    number: int
    title: str
    fact: str
    lead: str
    """"in writing" where nobody is free to ask it."""
    supporter: str | None
    decides: tuple[str, ...]
    """Who of the provider may decide on it; empty where nobody is named."""
    settle_for: str
    note: str | None

    @property
    def leading(self) -> tuple[str | Run, ...]:
        return (strong(self.lead), *((f", with {self.supporter}",) if self.supporter is not None else ()))


@dataclass(frozen=True)
class Step:
    """A few minutes of an item of the agenda: a question, or what its blocks say."""

    kind: Literal["interests", "credit", "promises", "question", "read_back", "panel", "other"]
    blocks: tuple[Block, ...] = ()
    asked: ChairQuestion | None = None
    starts: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Stage:
    """An item of the agenda, in steps that fill its minutes."""

    title: str
    starts: int
    minutes: int
    private: bool
    steps: tuple[Step, ...]
    opens: Pack | None
    """The pack of the provider who comes in with this item."""


Weighed = tuple[int, Step]


def stages_of(packs: Sequence[Pack]) -> tuple[Stage, ...]:
    """One order over every provider of the meeting, in the order of the agenda."""
    meeting = packs[0].meeting
    items = agenda.agenda_of(meeting)
    stages: list[Stage] = []
    for at, (item, starts) in enumerate(zip(items, agenda.starts_of(items), strict=True)):
        pack = next((p for p in packs if at in agenda.items_of(p.provider_code, items, meeting)), None)
        if pack is None:
            stages.append(_alone(item, starts, packs, meeting))
        else:
            stages.append(_open(at, starts, pack, items))
    return tuple(stages)


def apportion(minutes: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Whole minutes by weight, at least one each while they last, the sum always `minutes`."""
    if minutes < len(weights):
        first = sorted(range(len(weights)), key=lambda at: -weights[at])[:minutes]
        return tuple(int(at in first) for at in range(len(weights)))
    spare, total = minutes - len(weights), sum(weights)
    exact = [spare * weight / total for weight in weights]
    shares = [int(part) for part in exact]
    ahead = sorted(range(len(weights)), key=lambda at: shares[at] - exact[at])
    for at in ahead[: spare - sum(shares)]:
        shares[at] += 1
    return tuple(1 + share for share in shares)


def _said(title: str, *lines: str) -> tuple[Block, ...]:
    """What the chair says in a step, under its title."""
    return (Paragraph(strong(title)), *(Paragraph(line) for line in lines)) if lines else ()


def _alone(item: AgendaItem, starts: int, packs: Sequence[Pack], meeting: Meeting) -> Stage:
    """An item without a provider: the panel's preparation before the first, its wash-up after the last."""
    private = agenda.is_private(item, meeting) and item.title != agenda.IN_HAND
    step = Step("other")
    if private:
        step = _before(packs, meeting) if _precedes(starts, packs, meeting) else _after(meeting)
    steps = (replace(step, starts=starts, minutes=item.minutes),)
    return Stage(item.title, starts, item.minutes, private=private, steps=steps, opens=None)


def _precedes(starts: int, packs: Sequence[Pack], meeting: Meeting) -> bool:
    """Whether a provider is still to come."""
    items = agenda.agenda_of(meeting)
    begin = agenda.starts_of(items)
    return any(begin[agenda.items_of(p.provider_code, items, meeting)[0]] > starts for p in packs)


def _before(packs: Sequence[Pack], meeting: Meeting) -> Step:
    said = _said(
        "The panel alone: who leads what",
        "Any interest that is not on the register? Move the question to somebody else, and minute it.",
        f"Agree what is enough. Wanted: {sentence(meeting.decision_wanted)}",
    )
    return Step("panel", (*said, *(block for pack in packs for block in _leads(pack))))


def _leads(pack: Pack) -> Iterator[Block]:
    """Who leads what before one provider, for the panel alone."""
    yield Paragraph(strong(pack.provider_name), kind="leads")
    for number, question in enumerate(pack.challenge.questions, start=1):
        asked = _asked(number, question, pack)
        note = (" ", Run(asked.note, kind="sentence")) if asked.note else ()
        yield Paragraph((numeral(number), f" {asked.title}: ", *asked.leading, *note), kind="leads-line")
    if not pack.challenge.questions:
        yield Paragraph("No question: credit and promises only.")


def _after(meeting: Meeting) -> Step:
    clerk = meeting.clerk.name if meeting.clerk else "The chair"
    said = _said(
        "The panel alone: what was promised",
        f"{clerk} reads out what each provider promised: what, who, by when, measured how.",
        f"Is it enough? Wanted: {sentence(meeting.decision_wanted)}",
        "Who signs the letters, who tells the practices, and by which day?",
    )
    return Step("panel", said)


def _open(at: int, starts: int, pack: Pack, items: Sequence[AgendaItem]) -> Stage:
    """An item with the provider in the room; the first opens its sitting, the last reads back."""
    meeting = pack.meeting
    mine = agenda.items_of(pack.provider_code, items, meeting)
    under = agenda.placed(meeting, items, pack.challenge.questions, provider_code=pack.provider_code)
    first, last = at == mine[0], at == mine[-1]
    weighed = [
        *(_opening(pack) if first else ()),
        *_questions(under[at], pack),
        *((_read_back(meeting),) if last else ()),
    ]
    if not pack.challenge.questions and at == agenda.open_items(items, mine)[0]:
        weighed.insert(len(weighed) - last, (6, Step("other", _said("Nothing to ask", _NOTHING))))
    weighed = weighed or [(1, Step("other"))]
    steps = _timed(weighed, starts=starts, minutes=items[at].minutes)
    return Stage(
        items[at].title, starts, items[at].minutes, private=False, steps=steps, opens=pack if first else None
    )


_NOTHING = (
    "No measure and no report gives a reason for a question. Give the credit, go through the promises, "
    "and ask: what could we do that would help you?"
)


def _timed(weighed: Sequence[Weighed], *, starts: int, minutes: int) -> tuple[Step, ...]:
    found = []
    for (_, step), length in zip(weighed, apportion(minutes, [w for w, _ in weighed]), strict=True):
        found.append(replace(step, starts=starts, minutes=length))
        starts += length
    return tuple(found)


def _opening(pack: Pack) -> Iterator[Weighed]:
    """Interests are read out, then what went well, then what was promised."""
    yield 2, Step("interests", _said("Interests, read out", *(interests(pack) or (_NOBODY,))))
    if pack.challenge.credit is not None:
        yield 1, Step("credit", _said("Credit first", pack.challenge.credit.fact))
    if promises := pack.challenge.promises:
        owed = sum(promise.state != "kept" for promise in promises)
        shares = (Paragraph(pack.shares),) if pack.shares else ()
        said = (Paragraph(strong("Promises first")), *shares, promise_list(promises))
        yield 2 + owed, Step("promises", said)


def interests(pack: Pack) -> tuple[str, ...]:
    """The interests to read out before a provider, and what follows from each."""
    return tuple(_declared(person, interest, pack) for person, interest in _held(pack))


def interests_held(pack: Pack) -> tuple[str, ...]:
    """The same as facts, for the minutes."""
    return tuple(f"{_named(person, interest, pack)}." for person, interest in _held(pack))


def _held(pack: Pack) -> Iterator[tuple[Person, Interest]]:
    """All in force but those in another of today's providers."""
    meeting = pack.meeting
    people = {p.person_id: p for p in (meeting.chair, *meeting.panel, *_clerk(meeting))}
    others = set(meeting.provider_codes) - {pack.provider_code}
    for one in dict.fromkeys(meeting.interests):
        mine = one.person_id in people and one.organisation_code not in others
        if mine and in_force(one, meeting.date):
            yield people[one.person_id], one


def _clerk(meeting: Meeting) -> tuple[Person, ...]:
    return (meeting.clerk,) if meeting.clerk else ()


def _named(person: Person, interest: Interest, pack: Pack) -> str:
    here = interest.organisation_code == pack.provider_code
    place = "this provider" if here else interest.organisation_code
    what = formats.listed([part for part in (place, interest.topic) if part]) or "a matter not stated"
    return f"{person.name}: {interest.kind} interest in {what}"


def _declared(person: Person, interest: Interest, pack: Pack) -> str:
    meeting, said = pack.meeting, _named(person, interest, pack)
    here = interest.organisation_code == pack.provider_code
    if person == meeting.chair and here:
        return f"{said}. Hand the chair to another member for this part."
    if person in meeting.panel or person == meeting.chair:
        return f"{said}; will not lead {'here' if here else 'on it'}."
    return f"{said}."


def _questions(held: Sequence[Numbered], pack: Pack) -> Iterator[Weighed]:
    """The questions that are put in the room; those in writing take no minutes."""
    for number, question in held:
        if _if_free(question.lead, question, pack) is not None:
            yield _QUESTION[question.push], Step("question", asked=_asked(number, question, pack))


def _if_free(person_id: str | None, question: Question, pack: Pack) -> str | None:
    """Who leads or supports, unless they have declared an interest: the chair's copy is the last place to catch it."""
    meeting = pack.meeting
    people = {person.person_id: person for person in (meeting.chair, *meeting.panel)}
    if person_id not in people:
        return None
    kept = conflicted(people[person_id], question.finding, meeting=meeting, provider_code=pack.provider_code)
    return None if kept else person_id


def _asked(number: int, question: Question, pack: Pack) -> ChairQuestion:
    supporter = _if_free(question.supporter, question, pack)
    return ChairQuestion(
        number=number,
        title=question.title,
        fact=formats.first_sentence(question.fact),
        lead=name_of(_if_free(question.lead, question, pack), pack.meeting),
        supporter=None if supporter is None else name_of(supporter, pack.meeting),
        decides=tuple(p.name for p in deciders(question.finding.pattern.topic, pack)),
        settle_for=question.settle_for,
        note=question.assignment_note,
    )


def brought(pack: Pack) -> list[ProviderPerson]:
    """The people whom a provider brings."""
    return [p for p in pack.meeting.provider_people if p.provider_code in (None, pack.provider_code)]


def deciders(topic: str, pack: Pack) -> list[ProviderPerson]:
    """Those of a provider who may decide on a topic."""
    return [p for p in brought(pack) if any(same_topic(topic, other) for other in p.may_decide)]


def _read_back(meeting: Meeting) -> Weighed:
    clerk = meeting.clerk.name if meeting.clerk else "The chair"
    said = f"{clerk} reads each one back: what, who, by when, measured how. They agree or correct it."
    return 3, Step("read_back", _said("Read back aloud", said))


def gaps(pack: Pack) -> list[str]:
    """Topics of questions on which nobody whom a provider brings may decide."""
    topics = dict.fromkeys(question.finding.pattern.topic for question in pack.challenge.questions)
    return [topic for topic in topics if not deciders(topic, pack)]


def in_the_room(pack: Pack) -> list[ChairQuestion]:
    """The questions that somebody asks."""
    return [asked for free, asked in _by_lead(pack) if free]


def in_writing(pack: Pack) -> list[ChairQuestion]:
    """The questions that nobody is free to ask."""
    return [asked for free, asked in _by_lead(pack) if not free]


def _by_lead(pack: Pack) -> Iterator[tuple[bool, ChairQuestion]]:
    for number, question in enumerate(pack.challenge.questions, start=1):
        free = _if_free(question.lead, question, pack) is not None
        yield free, _asked(number, question, pack)


def who_decides(pack: Pack) -> list[str]:
    """Say of each person whom a provider brings what they may decide."""
    return [_may_decide(person) for person in brought(pack)]


def _may_decide(person: ProviderPerson) -> str:
    decides = f"may decide on {formats.listed(person.may_decide)}" if person.may_decide else "may not decide"
    return f"{person.name}, {person.role}: {decides}"
