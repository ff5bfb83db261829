"""What a filled sheet says -> answers and outcomes; or everything that is wrong with it, at once.

answered, "Weekly count", Operations director, 1 March     a dated commitment
answered, nothing more                                     an answer
"Weekly count" without an owner, a day or a state          a fault each
no state, nothing                                          not reached
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from briefing import formats
from briefing.errors import DisclosureError, Fault, SourceError
from briefing.meeting.answers import OTHERS, STATES, Answer, SheetQuestion, State
from briefing.meeting.sheet import OUTCOMES, FilledSheet, SheetRow
from briefing.sources.identifiers import screen_text
from briefing.sources.sheets import shown
from briefing.sources.values import Unreadable, parse_date

_DAYS = ("due_on", "closed_on")
LONGEST = 1000
"""Letters in a cell: a page has room for no more, and Excel cuts off what is far longer."""


@dataclass(frozen=True)
class PromiseResult:
    """What became of an earlier promise, as the meeting heard."""

    commitment_id: str
    kept: bool
    closed_on: date | None
    evidence: str | None


@dataclass(frozen=True)
class SheetContent:
    answers: tuple[Answer, ...]
    outcomes: tuple[PromiseResult, ...]


def check_sheet(
    filled: FilledSheet,
    *,
    asked: Mapping[tuple[str, str], SheetQuestion],
    promised: Collection[str],
    day: date,
) -> SheetContent:
    """Reads every line; raises a DisclosureError or a SourceError that lists all it found.

    `promised` are the ids on the register of commitments, `day` is the meeting's.
    """
    _screen([*filled.answers, *filled.promises])
    faults = [*_twice(filled.answers), *_twice(filled.promises)]
    faults += _too_long([*filled.answers, *filled.promises])
    answers = [_answer(line, asked, day, faults) for line in filled.answers]
    outcomes = [_outcome(line, promised, faults) for line in filled.promises]
    if faults:
        raise SourceError(faults)
    return SheetContent(tuple(answers), tuple(outcome for outcome in outcomes if outcome is not None))


def _screen(lines: Iterable[SheetRow]) -> None:
    """Looks for patients, and for names outside the owner's column, before a word is quoted.

    What is found is not repeated. Who promised is a colleague: a name may stand there.
    """
    hits = [
        line.fault(
            column,
            found=f"what looks like {_article(kind)} {kind}",
            wanted="words that identify nobody",
            remedy="Take it out, or write a role such as medical director; then record the sheet again.",
        )
        for line in lines
        for column, text in line.cells.items()
        if not (column in _DAYS and _day(text))
        for kind in dict.fromkeys(hit.kind for hit in screen_text(text))
        if not (column == "owner" and kind == "name")
    ]
    if hits:
        raise DisclosureError("\n".join(str(hit) for hit in hits))


def _article(kind: str) -> str:
    return "an" if kind[:1].lower() in "aeiou" or kind.startswith("NHS") else "a"


def _day(text: str) -> date | None:
    with suppress(Unreadable):
        return parse_date(text)
    return None


def _twice(lines: Iterable[SheetRow]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for line in lines:
        if line.key in seen:
            yield line.fault(
                "commitment_id" if "outcome" in line.cells else "question_id",
                found=f"a second line for {' '.join(filter(None, line.key))}",
                wanted="one line for each question and promise",
                remedy="Put what was said into one line and delete the other.",
            )
        seen.add(line.key)


def _too_long(lines: Iterable[SheetRow]) -> Iterator[Fault]:
    for line in lines:
        for column, text in line.cells.items():
            if len(text) > LONGEST:
                yield line.fault(
                    column,
                    found=f"{len(text):,} letters",
                    wanted=f"at most {LONGEST:,}",
                    remedy="Write what was promised in a sentence; keep the rest in the minutes.",
                )


# Answers ----------------------------------------------------------------------------------------------------


def _answer(
    line: SheetRow, asked: Mapping[tuple[str, str], SheetQuestion], day: date, faults: list[Fault]
) -> Answer:
    cells = {name: text or None for name, text in line.cells.items()}
    known = asked.get(line.key)
    providers = {provider for provider, _ in asked}
    if known is None and not (line.id in OTHERS and line.provider_code in providers):
        faults.append(_unknown(line, asked))
    commitment = cells["commitment"]
    state = _state(line, faults, needed=commitment is not None and known is not None)
    due = _due(line, day, faults)
    faults += _incomplete(line)
    return Answer(
        question_id=line.id,
        provider_code=line.provider_code,
        state=state,
        commitment=commitment,
        owner=cells["owner"],
        due_on=due,
        measure=cells["measure"] or (known.measure if known and commitment else None),
        note=cells["note"],
    )


def _unknown(line: SheetRow, asked: Mapping[tuple[str, str], SheetQuestion]) -> Fault:
    ids = [id for _, id in asked]
    close = get_close_matches(line.id, ids, n=1)
    whose = f"{line.id} of {line.provider_code}" if line.id else ""
    return line.fault(
        "question_id",
        found=f"the question {shown(whose)}, which was not asked" if whose else "answers without a question",
        wanted="a question of this meeting's pack",
        remedy=f"{f'Did you mean {close[0]!r}? ' if close else ''}"
        f"Put the id and provider back as issued, or write it under {OTHERS[0]}.",
    )


def _state(line: SheetRow, faults: list[Fault], *, needed: bool) -> State | None:
    text = line.cells["state"]
    plain = " ".join(text.lower().replace("_", " ").replace("-", " ").split())
    state = next((state for state in STATES if state == plain), None)
    if state is None and (text or needed):
        faults.append(
            line.fault(
                "state",
                found=shown(text) if text else "a commitment without an answer's state",
                wanted=f"one of {formats.listed(STATES, 'or')}",
                remedy="Choose one; leave the whole line empty where the question was not reached.",
            )
        )
    return state


def _due(line: SheetRow, day: date, faults: list[Fault]) -> date | None:
    if not (text := line.cells["due_on"]):
        return None
    due = _read_day(line, "due_on", faults)
    if due is not None and due < day:
        faults.append(
            line.fault(
                "due_on",
                found=f"{formats.day(due)}, which is before the meeting ({shown(text)})",
                wanted=f"{formats.day(day)} or later",
                remedy="Write the day by which it is to be done.",
            )
        )
    return due


def _read_day(line: SheetRow, column: str, faults: list[Fault]) -> date | None:
    try:
        return parse_date(line.cells[column])
    except Unreadable as error:
        faults.append(
            line.fault(column, found=shown(line.cells[column]), wanted=error.wanted, remedy=error.remedy)
        )
        return None


def _incomplete(line: SheetRow) -> Iterator[Fault]:
    """A commitment needs who and by when; an owner or a day needs something to own."""
    if line.cells["commitment"]:
        for column, what, remedy in (
            ("owner", "an owner", "Write who will do it, by role: medical director."),
            ("due_on", "a day", "Write the day as 01/03/2027."),
        ):
            if not line.cells[column]:
                yield line.fault(
                    column, found="nothing", wanted=f"{what} for the commitment of this line", remedy=remedy
                )
        return
    there = [name for name in ("owner", "due_on", "measure") if line.cells[name]]
    if there:
        yield line.fault(
            "commitment",
            found="nothing, beside an owner, a day or a measure",
            wanted="the commitment in words",
            remedy='Write what was promised, such as "Write with the split by specialty", or clear the rest.',
        )


# Earlier promises -------------------------------------------------------------------------------------------


def _outcome(line: SheetRow, promised: Collection[str], faults: list[Fault]) -> PromiseResult | None:
    text, day, evidence = (line.cells[name] for name in ("outcome", "closed_on", "evidence"))
    if not (text or day or evidence):
        return None
    if line.id not in promised:
        close = get_close_matches(line.id, promised, n=1)
        faults.append(
            line.fault(
                "commitment_id",
                found=f"the promise {shown(line.id)}, which is not on the register",
                wanted="an id of registers/commitments",
                remedy=f"{f'Did you mean {close[0]!r}? ' if close else ''}Put the id back as issued.",
            )
        )
    plain = " ".join(text.lower().replace("_", " ").split())
    if plain not in OUTCOMES:
        faults.append(
            line.fault(
                "outcome",
                found=shown(text) if text else "nothing, beside a day or evidence",
                wanted=formats.listed(OUTCOMES, "or"),
                remedy="Choose one; leave the line empty where it is still open.",
            )
        )
    closed = _read_day(line, "closed_on", faults) if day else None
    return PromiseResult(line.id, plain == OUTCOMES[0], closed, evidence or None)
