"""The chair's running order: interests, credit, promises, questions, read-back, in the agenda's minutes.

An item's minutes are shared among its steps by weight, whole minutes, none lost:

    20 minutes, three questions (firm 12, firm 12, ask 9)   ->   7, 7, 6
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing import formats
from briefing.challenge.assignment import conflicted
from briefing.challenge.model import Question
from briefing.meeting.model import AgendaItem, Interest, Meeting, Person, ProviderPerson, in_force, same_topic
from briefing.pack import agenda
from briefing.pack.agenda import Numbered
from briefing.pack.editions import ChairEdition, ChairQuestion, Leads, Sitting, Stage, Step, masthead
from briefing.pack.model import Pack
from briefing.pack.parts import name_of

_QUESTION = {"FIRM": 12, "ASK": 9, "EXPLORE": 6}
"""Against 1 to 3 for what frames them: most of the time is for the questions."""
_NOBODY = "None is on the register. Ask: has anybody an interest to declare?"

Weighed = tuple[int, Step]


def chair_edition(packs: Sequence[Pack], meeting: Meeting) -> ChairEdition:
    """One order over every provider of the meeting, in the order of the agenda."""
    items = agenda.agenda_of(meeting)
    stages: list[Stage] = []
    for at, (item, starts) in enumerate(zip(items, agenda.starts_of(items), strict=True)):
        pack = next((p for p in packs if at in agenda.items_of(p.provider_code, items, meeting)), None)
        if pack is None:
            stages.append(_alone(item, starts, packs, meeting))
        else:
            stages.append(_open(at, starts, pack, items, meeting))
    over = agenda.overrun(meeting)
    return ChairEdition(meeting, masthead(packs), tuple(stages), cautions=(over,) if over else ())


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


def _alone(item: AgendaItem, starts: int, packs: Sequence[Pack], meeting: Meeting) -> Stage:
    """An item without a provider: the panel's preparation before the first, its wash-up after the last."""
    if not agenda.is_private(item, meeting) or item.title == agenda.IN_HAND:
        step = Step(
            "other", "Time in hand" if item.title == agenda.IN_HAND else item.title, starts, item.minutes
        )
        return Stage(item.title, starts, item.minutes, private=False, steps=(step,), opens=None)
    step = _before(packs, meeting) if _precedes(starts, packs, meeting) else _after(meeting)
    steps = (replace(step, starts=starts, minutes=item.minutes),)
    return Stage(item.title, starts, item.minutes, private=True, steps=steps, opens=None)


def _precedes(starts: int, packs: Sequence[Pack], meeting: Meeting) -> bool:
    """Whether a provider is still to come."""
    items = agenda.agenda_of(meeting)
    begin = agenda.starts_of(items)
    return any(begin[agenda.items_of(p.provider_code, items, meeting)[0]] > starts for p in packs)


def _before(packs: Sequence[Pack], meeting: Meeting) -> Step:
    lines = (
        "Any interest that is not on the register? Move the question to somebody else, and minute it.",
        f"Agree what is enough. Wanted: {_stopped(meeting.decision_wanted)}",
    )
    leads = tuple(_leads(pack, meeting) for pack in packs)
    return Step("panel", "The panel alone: who leads what", 0, 0, lines, leads)


def _leads(pack: Pack, meeting: Meeting) -> Leads:
    numbered = enumerate(pack.challenge.questions, start=1)
    return Leads(pack.provider_name, tuple(_asked(n, q, pack, meeting) for n, q in numbered))


def _after(meeting: Meeting) -> Step:
    clerk = meeting.clerk.name if meeting.clerk else "The chair"
    lines = (
        f"{clerk} reads out what each provider promised: what, who, by when, measured how.",
        f"Is it enough? Wanted: {_stopped(meeting.decision_wanted)}",
        "Who signs the letters, who tells the practices, and by which day?",
    )
    return Step("panel", "The panel alone: what was promised", 0, 0, lines)


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _open(at: int, starts: int, pack: Pack, items: Sequence[AgendaItem], meeting: Meeting) -> Stage:
    """An item with the provider in the room; the first opens its sitting, the last reads back."""
    mine = agenda.items_of(pack.provider_code, items, meeting)
    under = agenda.placed(meeting, items, pack.challenge.questions, provider_code=pack.provider_code)
    first, last = at == mine[0], at == mine[-1]
    weighed = [
        *(_opening(pack, meeting) if first else ()),
        *_questions(under[at], pack, meeting),
        *((_read_back(pack, meeting),) if last else ()),
    ]
    if not pack.challenge.questions and at == agenda.open_items(items, mine)[0]:
        weighed.insert(len(weighed) - last, (6, Step("other", "Nothing to ask", 0, 0, (_NOTHING,))))
    weighed = weighed or [(1, Step("other", items[at].title, 0, 0))]
    sitting = _sitting(pack, items, mine, meeting) if first else None
    steps = _timed(weighed, starts=starts, minutes=items[at].minutes)
    return Stage(items[at].title, starts, items[at].minutes, private=False, steps=steps, opens=sitting)


_NOTHING = (
    "No measure and no report gives a reason for a question. Give the credit, take the promises, "
    "and ask: what would help you that is ours to do?"
)


def _timed(weighed: Sequence[Weighed], *, starts: int, minutes: int) -> tuple[Step, ...]:
    found = []
    for (_, step), length in zip(weighed, apportion(minutes, [w for w, _ in weighed]), strict=True):
        found.append(replace(step, starts=starts, minutes=length))
        starts += length
    return tuple(found)


def _opening(pack: Pack, meeting: Meeting) -> Iterator[Weighed]:
    """Interests are read out, then what went well, then what was promised."""
    yield 2, Step("interests", "Interests, read out", 0, 0, interests(pack, meeting) or (_NOBODY,))
    if pack.challenge.credit is not None:
        yield 1, Step("credit", "Credit first", 0, 0, (pack.challenge.credit.fact,))
    if promises := pack.challenge.promises:
        owed = sum(promise.state != "kept" for promise in promises)
        lines = (pack.shares,) if pack.shares else ()
        yield 2 + owed, Step("promises", "Promises first", 0, 0, lines, promises=promises)


def interests(pack: Pack, meeting: Meeting) -> tuple[str, ...]:
    """The interests to read out before a provider: all in force but those in another of today's providers."""
    people = {p.person_id: p for p in (meeting.chair, *meeting.panel, *_clerk(meeting))}
    others = set(meeting.provider_codes) - {pack.provider_code}
    return tuple(
        _declared(people[i.person_id], i, pack, meeting)
        for i in dict.fromkeys(meeting.interests)
        if i.person_id in people and in_force(i, meeting.date) and i.organisation_code not in others
    )


def _clerk(meeting: Meeting) -> tuple[Person, ...]:
    return (meeting.clerk,) if meeting.clerk else ()


def _declared(person: Person, interest: Interest, pack: Pack, meeting: Meeting) -> str:
    here = interest.organisation_code == pack.provider_code
    place = "this provider" if here else interest.organisation_code
    what = formats.listed([part for part in (place, interest.topic) if part]) or "a matter not stated"
    said = f"{person.name}: {interest.kind} interest in {what}"
    if person == meeting.chair and here:
        return f"{said}. Hand the chair to another member for this part."
    if person in meeting.panel or person == meeting.chair:
        return f"{said}; leads nothing {'here' if here else 'on it'}."
    return f"{said}."


def _questions(held: Sequence[Numbered], pack: Pack, meeting: Meeting) -> Iterator[Weighed]:
    """The questions that are put in the room; those in writing take no minutes."""
    for number, question in held:
        if _free_lead(question, pack, meeting) is not None:
            asked = _asked(number, question, pack, meeting)
            yield _QUESTION[question.push], Step("question", question.title, 0, 0, asked=asked)


def _free_lead(question: Question, pack: Pack, meeting: Meeting) -> str | None:
    """The lead, unless they have declared an interest: the chair's copy is the last place to catch it."""
    return _if_free(question.lead, question, pack, meeting)


def _if_free(person_id: str | None, question: Question, pack: Pack, meeting: Meeting) -> str | None:
    people = {person.person_id: person for person in (meeting.chair, *meeting.panel)}
    if person_id not in people:
        return None
    kept = conflicted(people[person_id], question.finding, meeting=meeting, provider_code=pack.provider_code)
    return None if kept else person_id


def _asked(number: int, question: Question, pack: Pack, meeting: Meeting) -> ChairQuestion:
    supporter = _if_free(question.supporter, question, pack, meeting)
    return ChairQuestion(
        number=number,
        title=question.title,
        fact=formats.first_sentence(question.fact),
        lead=name_of(_free_lead(question, pack, meeting), meeting),
        supporter=None if supporter is None else name_of(supporter, meeting),
        decides=tuple(p.name for p in deciders(question.finding.pattern.topic, pack, meeting)),
        settle_for=question.settle_for,
        note=question.assignment_note,
    )


def brought(pack: Pack, meeting: Meeting) -> list[ProviderPerson]:
    return [p for p in meeting.provider_people if p.provider_code in (None, pack.provider_code)]


def deciders(topic: str, pack: Pack, meeting: Meeting) -> list[ProviderPerson]:
    """Those of a provider who may decide on a topic."""
    return [p for p in brought(pack, meeting) if any(same_topic(topic, other) for other in p.may_decide)]


def _read_back(pack: Pack, meeting: Meeting) -> Weighed:
    clerk = meeting.clerk.name if meeting.clerk else "The chair"
    said = f"{clerk} reads each one back: what, who, by when, measured how. They say yes or mend it."
    return 3, Step("read_back", "Read back aloud", 0, 0, (said,))


def _sitting(pack: Pack, items: Sequence[AgendaItem], mine: Sequence[int], meeting: Meeting) -> Sitting:
    numbered = list(enumerate(pack.challenge.questions, start=1))
    topics = dict.fromkeys(q.finding.pattern.topic for _, q in numbered)
    written = [(n, q) for n, q in numbered if _free_lead(q, pack, meeting) is None]
    return Sitting(
        provider_code=pack.provider_code,
        provider_name=pack.provider_name,
        starts=agenda.starts_of(items)[mine[0]],
        minutes=sum(items[at].minutes for at in mine),
        people=tuple(_may_decide(person) for person in brought(pack, meeting)),
        gaps=tuple(topic for topic in topics if not deciders(topic, pack, meeting)),
        in_writing=tuple(_asked(n, q, pack, meeting) for n, q in written),
        if_short=pack.if_short,
    )


def _may_decide(person: ProviderPerson) -> str:
    decides = f"may decide on {formats.listed(person.may_decide)}" if person.may_decide else "may not decide"
    return f"{person.name}, {person.role}: {decides}"
