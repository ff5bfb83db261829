"""What goes out after a meeting: the bulletin to practices and the letter to each provider.

Both are made with the pack, with room to write, and again once the clerk's sheet is recorded:

    question + answer   ->   you said | we asked | they said | we will watch
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefing import formats
from briefing.challenge.model import Concern, Question
from briefing.measures import Measure
from briefing.meeting.answers import OTHERS, Answer
from briefing.meeting.model import Meeting
from briefing.pack.editions import BulletinEdition, BulletinPart, LetterEdition, Outcome, masthead
from briefing.pack.model import Pack
from briefing.pack.notice import working_days_after
from briefing.pack.parts import reported, reported_too
from briefing.pack.running_order import brought
from briefing.pack.words import name_of

CORRECT_WITHIN = 5
WRITE_WITHIN = 10
OWED = ("repeated", "not_kept", "late", "open")
_STATES = {
    "answered": "Answered",
    "partly": "Partly answered",
    "will write": "They will write",
    "not answered": "Not answered",
}
_DONE = "Whether it is done"
_NOT_REACHED = "Not reached: asked in writing"

Answers = Mapping[tuple[str, str], Answer]


def bulletin_edition(
    packs: Sequence[Pack], meeting: Meeting, answers: Sequence[Answer] = ()
) -> BulletinEdition:
    """One bulletin a meeting; with answers it says what came of each question."""
    known = {answer.key: answer for answer in answers}
    parts = tuple(_part(pack, known) for pack in packs)
    return BulletinEdition(
        meeting=meeting,
        masthead=masthead(packs),
        parts=parts,
        recorded=bool(answers),
        headline=_headline(answers) if answers else "",
    )


def letter_editions(
    packs: Sequence[Pack], meeting: Meeting, answers: Sequence[Answer] = ()
) -> tuple[LetterEdition, ...]:
    """One letter a provider, of its own questions alone."""
    known = {answer.key: answer for answer in answers}
    return tuple(_letter(pack, meeting, known) for pack in packs)


def _letter(pack: Pack, meeting: Meeting, known: Answers) -> LetterEdition:
    return LetterEdition(
        meeting=meeting,
        masthead=masthead([pack]),
        provider_name=pack.provider_name,
        people=tuple(f"{person.name}, {person.role}" for person in brought(pack, meeting)),
        credit=pack.praise,
        outcomes=tuple(_outcomes(pack, known)),
        promises=tuple(p for p in pack.challenge.promises if p.state in OWED),
        recorded=any(code == pack.provider_code for code, _ in known),
        correct_by=working_days_after(meeting.date, CORRECT_WITHIN),
        write_by=working_days_after(meeting.date, WRITE_WITHIN),
        filename=f"follow-up-letter-{pack.provider_code.lower()}.pdf",
    )


def _part(pack: Pack, known: Answers) -> BulletinPart:
    raised = {c for q in pack.challenge.questions for c in _concerns(q, pack)}
    return BulletinPart(
        provider_name=pack.provider_name,
        credit=pack.praise,
        outcomes=tuple(_outcomes(pack, known)),
        promises=pack.challenge.promises,
        heard=tuple(_heard([c for c in pack.challenge.concerns if c not in raised])),
    )


def _heard(concerns: Sequence[Concern]) -> Iterator[str]:
    """A sentence a theme whose number may be printed, and one for all the others."""
    yield from (f"{_counted(concern)}." for concern in reported(concerns))
    if others := reported_too(concerns):
        yield others


def _outcomes(pack: Pack, known: Answers) -> Iterator[Outcome]:
    """What came of each question, then the promises that no question asked for."""
    recorded = any(code == pack.provider_code for code, _ in known)
    for number, question in enumerate(pack.challenge.questions, start=1):
        answer = known.get((pack.provider_code, question.id))
        yield Outcome(
            number=number,
            title=question.title,
            you_said="; ".join(_counted(concern) for concern in _concerns(question, pack)),
            we_asked=question.opener,
            asked_for=question.settle_for,
            in_writing=question.lead is None,
            state=_state(answer) if recorded else "",
            commitment=(answer.commitment if answer else None) or "",
            owner=(answer.owner if answer else None) or "",
            due_on=answer.due_on if answer else None,
            watch=_watch(question, answer, pack),
        )
    for name in OTHERS:
        if (extra := known.get((pack.provider_code, name))) is not None and extra.commitment:
            yield _extra(extra, pack)


def _state(answer: Answer | None) -> str:
    return _STATES[answer.state] if answer is not None and answer.state else _NOT_REACHED


def _extra(answer: Answer, pack: Pack) -> Outcome:
    return Outcome(
        number=None,
        title="Also promised",
        you_said="",
        we_asked="",
        asked_for="",
        in_writing=False,
        state="Promised",
        commitment=answer.commitment or "",
        owner=answer.owner or "",
        due_on=answer.due_on,
        watch=_named(answer.measure, pack) or _DONE,
    )


def _concerns(question: Question, pack: Pack) -> tuple[Concern, ...]:
    """The reports a question rests on, and those of a theme it stands beside."""
    own = question.finding.concern
    if own is not None:
        return (own,)
    measure = question.finding.measure
    return tuple(
        concern
        for concern in pack.challenge.concerns
        if concern.theme in question.finding.pattern.themes
        and measure is not None
        and concern.specialty_code in ("ALL", measure.specialty_code)
    )


def _counted(concern: Concern) -> str:
    """The reports by theme, never so few that one could be traced: "9 reports from 8 practices"."""
    reports = formats.several(concern.reports, "report")
    practices = (
        "" if concern.reports in formats.SMALL else f", {formats.counted(concern.practices, 'practice')}"
    )
    return f"{formats.capital(concern.theme)}: {reports}{practices}"


def _watch(question: Question, answer: Answer | None, pack: Pack) -> str:
    """The measure that will show whether it worked, by name, with its standard and where it stands."""
    if answer is not None and answer.measure:
        return _named(answer.measure, pack) or answer.measure
    measure, concern = question.finding.measure, question.finding.concern
    if measure is not None:
        return _standing(measure, pack)
    if concern is not None:
        return f"Practices’ reports on {concern.theme}, counted each month"
    promise = question.finding.promise
    return (_named(promise.measure, pack) or _DONE) if promise is not None else _DONE


def _standing(asked: Measure, pack: Pack) -> str:
    """The measure and where it stands, as the pack shows it: small numbers are hidden there."""
    shown = next((m for m in _measures(pack) if m.key == asked.key), None)
    if shown is None or shown.latest.value is None:
        return name_of(asked)
    unit = shown.metric.unit
    now = f"{formats.amount(shown.latest.value, unit)} in {formats.month(shown.latest.period)}"
    aim = f", standard {formats.standard(shown.standard.value, unit)}" if shown.standard is not None else ""
    return f"{name_of(shown)}: {now}{aim}"


def _named(measure: str | None, pack: Pack) -> str | None:
    """A metric as people know it; the clerk's sheet and the register name it as its file is named."""
    if measure is None:
        return None
    name, _, specialty = measure.partition("/")
    seen = [m for m in _measures(pack) if m.metric.name == name and specialty in ("", m.specialty_code)]
    return _standing(seen[0], pack) if seen else formats.capital(name.replace("_", " "))


def _measures(pack: Pack) -> Iterator[Measure]:
    """Every measure that the pack shows, already protected."""
    yield from (figure.measure for figure in pack.figures)
    yield from (row.measure for row in pack.rows)


def _headline(answers: Iterable[Answer]) -> str:
    """The measure of a meeting: how many questions brought a dated commitment."""
    asked = [answer for answer in answers if answer.question_id not in OTHERS]
    dated = sum(answer.dated for answer in asked)
    return f"{formats.number(dated)} of {formats.counted(len(asked), 'question')} brought a dated commitment."
