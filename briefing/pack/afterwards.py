"""What goes out after a meeting: the bulletin to practices and the letter to each provider.

Both are made with the pack, with room to write, and again once the clerk's sheet is recorded:

    question + answer   ->   you said | we asked | they said | we will watch
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefing import formats
from briefing.challenge.model import Concern, Promise
from briefing.meeting.answers import OTHERS, Answer, SheetQuestion
from briefing.meeting.model import Meeting
from briefing.pack.asked import DONE, as_asked, counted, named
from briefing.pack.editions import BulletinEdition, BulletinPart, LetterEdition, Outcome, masthead
from briefing.pack.model import Pack
from briefing.pack.parts import reported, reported_too
from briefing.pack.running_order import brought
from briefing.pack.told import Told, told_then

CORRECT_WITHIN = 5
WRITE_WITHIN = 10
OWED = ("repeated", "not_kept", "late", "open")
_STATES = {
    "answered": "Answered",
    "partly": "Partly answered",
    "will write": "They will write",
    "not answered": "Not answered",
}
_NOT_REACHED = "Not reached: asked in writing"

Answers = Mapping[tuple[str, str], Answer]


def bulletin_edition(
    packs: Sequence[Pack],
    meeting: Meeting,
    answers: Sequence[Answer] = (),
    *,
    asked: Sequence[SheetQuestion] | None = None,
    told: Sequence[Told] = (),
) -> BulletinEdition:
    """One bulletin a meeting; with answers it says what came of each question.

    `asked` are the questions that were put, `told` the thanks and earlier promises as the meeting had them: of a
    recorded meeting the packs may say others today.
    """
    known = {answer.key: answer for answer in answers}
    parts = tuple(_part(pack, known, _put(pack, asked), told_then(pack, told)) for pack in packs)
    return BulletinEdition(
        meeting=meeting,
        masthead=masthead(packs),
        parts=parts,
        recorded=bool(answers),
        headline=_headline(answers) if answers else "",
    )


def letter_editions(
    packs: Sequence[Pack],
    meeting: Meeting,
    answers: Sequence[Answer] = (),
    *,
    asked: Sequence[SheetQuestion] | None = None,
    told: Sequence[Told] = (),
) -> tuple[LetterEdition, ...]:
    """One letter a provider, of its own questions alone; `asked` and `told` as in the bulletin."""
    known = {answer.key: answer for answer in answers}
    return tuple(_letter(pack, meeting, known, _put(pack, asked), told_then(pack, told)) for pack in packs)


def _put(pack: Pack, asked: Sequence[SheetQuestion] | None) -> tuple[SheetQuestion, ...]:
    """The questions put to a pack's provider, in the order of their numbers."""
    if asked is None:
        return tuple(as_asked(question, pack) for question in pack.challenge.questions)
    return tuple(one for one in asked if one.provider_code == pack.provider_code)


def _letter(
    pack: Pack, meeting: Meeting, known: Answers, asked: Sequence[SheetQuestion], told: Told
) -> LetterEdition:
    days = meeting.notice.working_days
    return LetterEdition(
        meeting=meeting,
        masthead=masthead([pack]),
        provider_name=pack.provider_name,
        people=tuple(f"{person.name}, {person.role}" for person in brought(pack, meeting)),
        credit=told.credit,
        outcomes=tuple(_outcomes(pack, known, asked)),
        promises=tuple(p for p in told.promises if _owed(p)),
        recorded=any(code == pack.provider_code for code, _ in known),
        correct_by=days.after(meeting.date, CORRECT_WITHIN),
        write_by=days.after(meeting.date, WRITE_WITHIN),
        filename=f"follow-up-letter-{pack.provider_code.lower()}.pdf",
    )


def _owed(promise: Promise) -> bool:
    """Whether something is still to come: what was done late has been done."""
    return promise.state in OWED and promise.closed_on is None


def _part(pack: Pack, known: Answers, asked: Sequence[SheetQuestion], told: Told) -> BulletinPart:
    raised = {said for one in asked for said in one.you_said.split("; ")}
    return BulletinPart(
        provider_name=pack.provider_name,
        credit=told.credit,
        outcomes=tuple(_outcomes(pack, known, asked)),
        promises=told.promises,
        heard=tuple(_heard([c for c in pack.challenge.concerns if counted(c) not in raised])),
    )


def _heard(concerns: Sequence[Concern]) -> Iterator[str]:
    """A sentence a theme whose number may be printed, and one for all the others."""
    yield from (f"{counted(concern)}." for concern in reported(concerns))
    if others := reported_too(concerns):
        yield others


def _outcomes(pack: Pack, known: Answers, asked: Sequence[SheetQuestion]) -> Iterator[Outcome]:
    """What came of each question, then the promises that no question asked for."""
    recorded = any(code == pack.provider_code for code, _ in known)
    for number, one in enumerate(asked, start=1):
        answer = known.get(one.key)
        yield Outcome(
            number=number,
            title=one.title,
            you_said=one.you_said,
            we_asked=one.opener or one.title,
            asked_for=one.settle_for,
            in_writing=one.in_writing,
            state=_state(answer) if recorded else "",
            commitment=(answer.commitment if answer else None) or "",
            owner=(answer.owner if answer else None) or "",
            due_on=answer.due_on if answer else None,
            watch=_watch(one, answer, pack),
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
        watch=named(answer.measure, pack) or DONE,
    )


def _watch(asked: SheetQuestion, answer: Answer | None, pack: Pack) -> str:
    """The measure that the clerk named, or the one the question was about, where it stood when it was asked."""
    if answer is not None and answer.measure and answer.measure != asked.measure:
        return named(answer.measure, pack) or answer.measure
    return asked.watch or named(asked.measure, pack) or DONE


def _headline(answers: Iterable[Answer]) -> str:
    """The measure of a meeting: how many questions brought a dated commitment."""
    asked = [answer for answer in answers if answer.question_id not in OTHERS]
    dated = sum(answer.dated for answer in asked)
    return f"{formats.number(dated)} of {formats.counted(len(asked), 'question')} brought a dated commitment."
