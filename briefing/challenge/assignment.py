"""Who asks what: nobody leads a topic in which they have declared an interest.

    clinical members free of interests     one of them leads: whoever has fewest, never more than four
    none free, another member is           that one leads, with the opener in plainer words
    no member free                         the chair leads; where the chair isn't free either, nobody does

A newcomer's supporter is an experienced member, from behind the pool where the pool has none.
The work is spread fairly: nobody leads two questions more than a colleague who was free to take one of them.
The same panel and findings always give the same answer.
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
    """Give each question a lead and a supporter, and record whom it was not given to."""
    choices = [_choices(question.finding, meeting, provider_code) for question in questions]
    leads = _from_reserve(_balanced(_from_pools(choices), choices), choices)
    supports: Counter[str] = Counter()
    assigned = []
    for question, choice, lead in zip(questions, choices, leads, strict=True):
        supporter = _supporter(choice, lead, supports)
        lay = lead is not None and not lead.clinical
        assigned.append(
            replace(
                question,
                lead=lead.person_id if lead else None,
                supporter=supporter.person_id if supporter else None,
                opener=in_plain_words(question, provider=provider, today=meeting.date)
                if lay
                else question.opener,
                assignment_note=_note(choice, lead, supporter, chair=meeting.chair),
            )
        )
    return tuple(assigned)


def _choices(finding: Finding, meeting: Meeting, provider_code: str) -> Choices:
    kept = tuple(
        person
        for person in dict.fromkeys((*meeting.panel, meeting.chair))
        if conflicted(person, finding, meeting=meeting, provider_code=provider_code)
    )
    free = [person for person in meeting.panel if person not in kept]
    clinical = tuple(person for person in free if person.clinical)
    lay = tuple(person for person in free if not person.clinical and person != meeting.chair)
    chair = () if meeting.chair in kept else (meeting.chair,)
    pool = clinical or lay
    return Choices(pool, tuple(person for person in (*lay, *chair) if person not in pool), kept)


def _from_pools(choices: Sequence[Choices]) -> list[Person | None]:
    """Fill the questions that fewest can take first, each time by whoever has least to do."""
    leads: list[Person | None] = [None] * len(choices)
    load: Counter[str] = Counter()
    for at in sorted(range(len(choices)), key=lambda at: (len(choices[at].pool), at)):
        if (lead := _least_busy(choices[at].pool, load)) is not None:
            leads[at] = lead
            load[lead.person_id] += 1
    return leads


def _balanced(leads: list[Person | None], choices: Sequence[Choices]) -> list[Person | None]:
    """Move questions from the busy to the less busy until no single move makes it fairer."""
    moved = True
    while moved:
        moved = False
        load = Counter(lead.person_id for lead in leads if lead)
        for at, lead in enumerate(leads):
            other = _least_busy(choices[at].pool, load)
            if lead and other and load[other.person_id] + 1 < load[lead.person_id]:
                leads[at], moved = other, True
                break
    return leads


def _from_reserve(leads: list[Person | None], choices: Sequence[Choices]) -> list[Person | None]:
    """Give what is left to members in plainer words and then to the chair, four each at most."""
    load = Counter(lead.person_id for lead in leads if lead)
    for at, lead in enumerate(leads):
        able = [person for person in choices[at].reserve if load[person.person_id] < A_PERSON]
        if lead is None and able:
            leads[at] = able[0]
            load[able[0].person_id] += 1
    return leads


def _least_busy(pool: Iterable[Person], load: Counter[str]) -> Person | None:
    able = [person for person in pool if load[person.person_id] < A_PERSON]
    return min(able, key=lambda person: load[person.person_id], default=None)


def _supporter(choice: Choices, lead: Person | None, supports: Counter[str]) -> Person | None:
    """Find a free colleague who has supported least; each is counted as they are found."""
    if lead is None:
        return None
    others = [person for person in choice.pool if person != lead]
    if lead.newcomer:
        experienced = [p for p in (*others, *choice.reserve) if p != lead and not p.newcomer]
        others = [p for p in experienced if p in choice.pool] or experienced[:1] or others
    supporter = min(others, key=lambda person: supports[person.person_id], default=None)
    if supporter is not None:
        supports[supporter.person_id] += 1
    return supporter


def _note(choice: Choices, lead: Person | None, supporter: Person | None, *, chair: Person) -> str | None:
    """Record a reassignment as it is printed and minuted."""
    notes = []
    if choice.kept_from:
        names = formats.listed(person.name for person in choice.kept_from)
        has = formats.plural(len(choice.kept_from), "has", "have")
        notes.append(f"Not given to {names}, who {has} declared an interest.")
    if lead is None:
        notes.append("Nobody is free to lead it: ask it in writing.")
    elif lead == chair and lead not in choice.pool:
        busy, nobody = (
            f"every other free member leads {A_PERSON} already",
            "no other member is free to lead it",
        )
        notes.append(f"Left to the chair: {busy if choice.pool else nobody}.")
    elif not lead.clinical:
        notes.append("Worded in plain English: no clinical member is free to lead it.")
    if lead is not None and lead.newcomer:
        support = ", and nobody experienced is free to support"
        if supporter is not None and not supporter.newcomer:
            support = f": {supporter.name} supports"
        notes.append(f"{lead.name} is new to the panel{support}.")
    return " ".join(notes) or None


def conflicted(person: Person, finding: Finding, *, meeting: Meeting, provider_code: str) -> bool:
    """Tell whether somebody has an interest in a finding, in force on the day of the meeting.

    An interest in the provider itself covers every topic there; one in a topic covers it whoever provides it.
    """
    topics = topics_of(finding)
    return any(
        interest.person_id == person.person_id
        and in_force(interest, meeting.date)
        and (
            interest.organisation_code == provider_code
            or any(same_topic(interest.topic or "", topic) for topic in topics)
        )
        for interest in meeting.interests
    )


def topics_of(finding: Finding) -> tuple[str, ...]:
    """Name all that a finding is about: its topic, its metric's, every specialty named in it, its theme."""
    topics = [finding.pattern.topic, finding.pattern.id]
    for measure in (finding.measure, *finding.also):
        if measure is not None:
            specialty = (measure.specialty_code, measure.specialty_name)
            topics += [measure.metric.topic, *(specialty if measure.specialty_code != ALL else ())]
    if finding.concern:
        topics += [finding.concern.theme, finding.concern.specialty_code]
    return tuple(dict.fromkeys(topics))
