"""Who does what: each reader's questions, their part, their interests, and the order of the day."""

from collections.abc import Iterable, Mapping, Sequence

from briefing import formats
from briefing.challenge.assignment import conflicted
from briefing.challenge.choice import broken_twice
from briefing.challenge.model import Concern, Question
from briefing.document.figure import Figure
from briefing.measures import ALL
from briefing.meeting.model import Interest, Meeting, Person, in_force
from briefing.pack import agenda
from briefing.pack.model import Card, Turn

MOST_QUESTIONS = 4
IN_WRITING = "in writing"
_SUPPORT = "You support"
CHAIR = "You chair."
_LISTEN = "You have no question of your own today. Listen for dates and names, and ask for them."


def name_of(person_id: str | None, meeting: Meeting) -> str:
    """The name of somebody on the panel; a question nobody is free to ask is put in writing."""
    people = {person.person_id: person.name for person in (meeting.chair, *meeting.panel)}
    return IN_WRITING if person_id is None else people.get(person_id, person_id)


def asked_by(question: Question, meeting: Meeting) -> str:
    """Who puts a question, to follow "Asked": "by Dr B", "in writing"."""
    return IN_WRITING if question.lead is None else f"by {name_of(question.lead, meeting)}"


def cards(
    reader: Person,
    questions: Sequence[Question],
    meeting: Meeting,
    figures: Sequence[Figure],
    *,
    provider_code: str,
) -> tuple[Card, ...]:
    """The reader's questions: those they ask, those they support, then those that are put in writing.

    Nobody is invited to ask what nobody was given: it may be theirs to stay out of.
    """
    numbered = list(enumerate(questions, start=1))
    asked = [(n, q, _asking(q, meeting)) for n, q in numbered if q.lead == reader.person_id]
    helped = [
        (n, q, f"{_SUPPORT} {name_of(q.lead, meeting)}")
        for n, q in numbered
        if q.supporter == reader.person_id and q.lead != reader.person_id
    ]
    written = [
        (n, q, q.assignment_note or "Nobody leads this: it is asked in writing.")
        for n, q in numbered
        if q.lead is None
        and q.supporter != reader.person_id
        and not conflicted(reader, q.finding, meeting=meeting, provider_code=provider_code)
    ]
    return tuple(_card(n, q, role, figures) for n, q, role in (asked + helped + written)[:MOST_QUESTIONS])


def _asking(question: Question, meeting: Meeting) -> str:
    if question.supporter is None:
        return "You ask this"
    return f"You ask this, with {name_of(question.supporter, meeting)}"


def _card(number: int, question: Question, role: str, figures: Sequence[Figure]) -> Card:
    mine = [figure for figure in figures if number in figure.questions]
    small = chart_of(number, question, mine)
    own = not role.startswith(_SUPPORT)
    return Card(number, question, role, small, mine[0].id if mine else None, own=own)


def chart_of(number: int, question: Question, figures: Sequence[Figure]) -> Figure | None:
    """The chart beside a question: the gap between groups where it is about one, else the months.

    A question about a plan has the chart that draws it.
    """
    mine = [figure for figure in figures if number in figure.questions]
    grouped = next((figure for figure in mine if figure.kind == "groups"), None)
    kinds = ("trajectory", "spc")
    months = next((figure for kind in kinds for figure in mine if figure.kind == kind), None)
    measure = question.finding.measure or question.finding.beside
    by_group = measure is not None and measure.group_code != ALL
    return grouped or months if by_group else months or grouped


def part(reader: Person, held: Sequence[Card], meeting: Meeting) -> tuple[str, ...]:
    """The reader's part in the meeting, in sentences."""
    mine = [card for card in held if card.question.lead == reader.person_id]
    helped = [card for card in held if card.question.supporter == reader.person_id and card not in mine]
    said = []
    if mine:
        said.append(f"You ask {_numbers(card.number for card in mine)}.")
    if helped:
        whom = formats.listed(dict.fromkeys(name_of(card.question.lead, meeting) for card in helped))
        said.append(f"You support {whom} on {_numbers(card.number for card in helped)}.")
    if not said:
        said.append("You have no question here." if meeting.is_session else _LISTEN)
    if meeting.chair.person_id == reader.person_id:
        said.append(CHAIR)
    return tuple(said)


def _numbers(numbers: Iterable[int]) -> str:
    given = [str(number) for number in numbers]
    return f"{'question' if len(given) == 1 else 'questions'} {formats.listed(given)}"


def interests(reader: Person, meeting: Meeting, names: Mapping[str, str]) -> tuple[str, ...]:
    """What to say when interests are read, or what to do if the register is out of date. `names`: of the providers."""
    held = [_declared(interest, names) for interest in _in_force(reader, meeting)]
    others = "any other" if held else "any"
    known = "" if held else "None on the register. "
    return (*held, f"{known}If you have {others}, tell {meeting.chair.name} first.")


def declared(reader: Person, meeting: Meeting, names: Mapping[str, str]) -> tuple[str, ...]:
    """What the reader has declared in the providers named: at a session the prompt stands on its first page."""
    mine = _in_force(reader, meeting)
    return tuple(_declared(one, names) for one in mine if one.organisation_code in names)


def _declared(one: Interest, names: Mapping[str, str]) -> str:
    return (
        f"You have a declared {one.kind} interest{_where(one, names)}. Say so when interests are read, and leave those "
        "questions to others."
    )


def _in_force(reader: Person, meeting: Meeting) -> list[Interest]:
    return [
        interest
        for interest in meeting.interests
        if interest.person_id == reader.person_id and in_force(interest, meeting.date)
    ]


def _where(interest: Interest, names: Mapping[str, str]) -> str:
    place = names.get(interest.organisation_code or "", interest.organisation_code)
    return (f" in {place}" if place else "") + (f", on {interest.topic}" if interest.topic else "")


def order(meeting: Meeting, questions: Sequence[Question], *, provider_code: str) -> tuple[Turn, ...]:
    """The agenda, each question under the item in which it is asked."""
    items = agenda.agenda_of(meeting)
    under = agenda.placed(meeting, items, questions, provider_code=provider_code)
    return tuple(
        Turn(item.title, starts, item.minutes, tuple((n, q.title, name_of(q.lead, meeting)) for n, q in held))
        for item, starts, held in zip(items, agenda.starts_of(items), under, strict=True)
    )


def reported(concerns: Iterable[Concern]) -> tuple[Concern, ...]:
    """The themes worth a line of their own: clustered, or of a number that may be printed."""
    return tuple(c for c in concerns if c.clustered or c.reports not in formats.SMALL)


def reported_too(concerns: Sequence[Concern]) -> str:
    """The other themes: "A few reports each on contact, results and fit notes."."""
    shown = reported(concerns)
    rest = [concern.theme for concern in concerns if concern not in shown]
    return f"A few reports{' each' if len(rest) > 1 else ''} on {formats.listed(rest)}." if rest else ""


def if_short(questions: Sequence[Question]) -> str:
    """Keep the two heaviest questions, one on safety, what the meeting is for and a promise broken twice; hand over
    the others in writing."""
    if len(questions) < 2:
        return ""
    numbered = list(enumerate(questions, start=1))
    heaviest = sorted(numbered, key=lambda pair: -pair[1].finding.score)[:2]
    safety = [pair for pair in numbered if pair[1].finding.pattern.safety][:1]
    never_dropped = [pair for pair in numbered if pair[1].finding.wanted or broken_twice(pair[1].finding)]
    keep = sorted({number for number, _ in (*heaviest, *safety, *never_dropped)})
    rest = [number for number, _ in numbered if number not in keep]
    if not rest:
        return f"If time is short, keep {_numbers(keep)}."
    others = "the others" if len(rest) > 1 else "the other"
    return f"If time is short, keep {_numbers(keep)}; put {others} in writing and ask for a date."
