"""Who asks what: nobody leads a topic in which they have declared an interest.

    clinical members free of interests     one of them leads: whoever has fewest, never more than four
    none free, another member is           that one leads, with the opener in plainer words
    no member free                         the chair leads; where the chair isn't free either, nobody does

A newcomer's supporter is an experienced member, from behind the pool where the pool has none.
The work is spread fairly: nobody leads two questions more than a colleague who was free to take one of them.
The same panel and findings always give the same answer.

Whose interests keep them from leading a topic.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefing import formats
from briefing.challenge.choice import A_PERSON
from briefing.challenge.model import Finding, Question
from briefing.challenge.questions import in_plain_words
from briefing.measures import ALL
from briefing.meeting.model import Meeting, Person, in_force, same_topic


@dataclass(frozen=True)
class Choices:
    """Who may lead one question: the pool it is drawn from, those behind the pool, and those kept from it."""

    pool: tuple[Person, ...]
    reserve: tuple[Person, ...]
    kept_from: tuple[Person, ...]


def assign(
    questions: Sequence[Question], *, meeting: Meeting, provider_code: str, provider: str
) -> tuple[Question, ...]:
    """Gives each question a lead and a supporter, and records whom it was not given to."""
    choices = [_choices(question, meeting=meeting, provider_code=provider_code) for question in questions]
    leads = _from_reserve(_balanced(_from_pools(choices), choices), choices)
    supports: Counter[str] = Counter()
    given = []
    for question, choice, lead in zip(questions, choices, leads, strict=True):
        supporter = _supporter(choice, lead, supports)
        given.append(_given(question, choice, lead, supporter, meeting=meeting, provider=provider))
    return tuple(given)


def _choices(question: Question, *, meeting: Meeting, provider_code: str) -> Choices:
    everyone = (*meeting.panel, *(() if meeting.chair in meeting.panel else (meeting.chair,)))
    kept = declared(everyone, question.finding, meeting=meeting, provider_code=provider_code)
    free = [person for person in meeting.panel if person not in kept]
    clinical = tuple(person for person in free if person.clinical)
    lay = tuple(person for person in free if not person.clinical and person != meeting.chair)
    chair = () if meeting.chair in kept else (meeting.chair,)
    pool = clinical or lay
    reserve = (*(lay if clinical else ()), *chair)
    return Choices(pool, tuple(person for person in reserve if person not in pool), tuple(kept))


def _from_pools(choices: Sequence[Choices]) -> list[Person | None]:
    """Fills the questions that fewest can take first, each time by whoever has least to do."""
    leads: list[Person | None] = [None] * len(choices)
    load: Counter[str] = Counter()
    for at in sorted(range(len(choices)), key=lambda at: (len(choices[at].pool), at)):
        leads[at] = _least_busy(choices[at].pool, load)
        load[_id(leads[at])] += 1
    return leads


def _balanced(leads: list[Person | None], choices: Sequence[Choices]) -> list[Person | None]:
    """Moves questions from the busy to the less busy until no single move makes it fairer."""
    moved = True
    while moved:
        moved = False
        load = Counter(_id(lead) for lead in leads)
        for at, lead in enumerate(leads):
            other = _least_busy(choices[at].pool, load)
            if lead and other and load[other.person_id] + 1 < load[lead.person_id]:
                leads[at], moved = other, True
                break
    return leads


def _from_reserve(leads: list[Person | None], choices: Sequence[Choices]) -> list[Person | None]:
    """Gives what is left to members in plainer words and then to the chair, four each at most."""
    load = Counter(_id(lead) for lead in leads)
    for at, lead in enumerate(leads):
        if lead is None:
            leads[at] = next((p for p in choices[at].reserve if load[p.person_id] < A_PERSON), None)
            load[_id(leads[at])] += 1
    return leads


def _least_busy(pool: Sequence[Person], load: Counter[str]) -> Person | None:
    able = [person for person in pool if load[person.person_id] < A_PERSON]
    return min(able, key=lambda person: load[person.person_id]) if able else None


def _id(person: Person | None) -> str:
    return person.person_id if person else ""


def _supporter(choice: Choices, lead: Person | None, supports: Counter[str]) -> Person | None:
    """Finds a free colleague who has supported least; each is counted as they are found."""
    if lead is None:
        return None
    others = [person for person in choice.pool if person != lead]
    if lead.newcomer:
        experienced = [p for p in (*others, *choice.reserve) if p != lead and not p.newcomer]
        others = [p for p in experienced if p in choice.pool] or experienced[:1] or others
    if not others:
        return None
    supporter = min(others, key=lambda person: supports[person.person_id])
    supports[supporter.person_id] += 1
    return supporter


def _given(
    question: Question,
    choice: Choices,
    lead: Person | None,
    supporter: Person | None,
    *,
    meeting: Meeting,
    provider: str,
) -> Question:
    plain = lead is not None and not lead.clinical
    return replace(
        question,
        lead=lead.person_id if lead else None,
        supporter=supporter.person_id if supporter else None,
        opener=in_plain_words(question, provider=provider) if plain else question.opener,
        assignment_note=_note(choice, lead, supporter, meeting=meeting),
    )


def _note(choice: Choices, lead: Person | None, supporter: Person | None, *, meeting: Meeting) -> str | None:
    """Records a reassignment as it is printed and minuted."""
    said = []
    if choice.kept_from:
        names = formats.listed(person.name for person in choice.kept_from)
        has = "has" if len(choice.kept_from) == 1 else "have"
        said.append(f"Not given to {names}, who {has} declared an interest.")
    if lead is None:
        said.append("Nobody is free to lead it: ask it in writing.")
    elif lead == meeting.chair and lead not in choice.pool:
        said.append(f"Left to the chair: {_why(choice)}.")
    elif not lead.clinical:
        said.append("In plainer words: no clinical member is free to lead it.")
    if lead is not None and lead.newcomer:
        said.append(_beside(lead, supporter))
    return " ".join(said) or None


def _beside(lead: Person, supporter: Person | None) -> str:
    if supporter is None or supporter.newcomer:
        return f"{lead.name} is new to the panel, and nobody experienced is free to support."
    return f"{lead.name} is new to the panel: {supporter.name} supports."


def _why(choice: Choices) -> str:
    return (
        f"every other free member leads {A_PERSON} already"
        if choice.pool
        else "no other member is free to lead it"
    )


def conflicted(person: Person, finding: Finding, *, meeting: Meeting, provider_code: str) -> bool:
    """Tells whether somebody has an interest in a finding, in force on the day of the meeting.

    An interest in the provider itself covers every topic there; one in a topic covers it whoever provides it.
    """
    return any(
        interest.person_id == person.person_id
        and in_force(interest, meeting.date)
        and (interest.organisation_code == provider_code or _about(interest.topic, finding))
        for interest in meeting.interests
    )


def topics_of(finding: Finding) -> tuple[str, ...]:
    """Names all that a finding is about: its topic, its metric's, every specialty named in it, its theme."""
    measures = (*((finding.measure,) if finding.measure else ()), *finding.also)
    specialties = [
        name
        for measure in measures
        if measure.specialty_code != ALL
        for name in (measure.specialty_code, measure.specialty_name)
    ]
    heard = [finding.concern.theme, finding.concern.specialty_code] if finding.concern else []
    metric_topics = [measure.metric.topic for measure in measures]
    return tuple(
        dict.fromkeys([finding.pattern.topic, finding.pattern.id, *metric_topics, *specialties, *heard])
    )


def _about(topic: str | None, finding: Finding) -> bool:
    return topic is not None and any(same_topic(topic, other) for other in topics_of(finding))


def declared(
    people: Iterable[Person], finding: Finding, *, meeting: Meeting, provider_code: str
) -> list[Person]:
    """Lists those of the panel who may not lead a finding."""
    return [
        person
        for person in people
        if conflicted(person, finding, meeting=meeting, provider_code=provider_code)
    ]
