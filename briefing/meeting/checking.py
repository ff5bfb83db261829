"""What a filled sheet says -> answers and results; or everything that is wrong with it, at once.

answered, "Weekly count", Operations director, 1 March     a dated commitment
answered, nothing more                                     an answer
"Weekly count" without an owner, a day or a state          a fault each
no state, nothing                                          not reached
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from briefing import formats
from briefing.errors import DisclosureError, Fault, SourceError
from briefing.legible import MEND_LETTERS, PRINTED, letters_in, unprintable
from briefing.loading.names import MEASURE_WANTED, PERSON_WANTED, Known
from briefing.meeting.answers import OTHERS, STATES, Answer, SheetQuestion
from briefing.meeting.sheet import DAYS, OUTCOMES, FilledRow, FilledSheet
from briefing.nearest import hint, nearest
from briefing.sources.identifiers import screen_text, with_article
from briefing.sources.sheets import shown
from briefing.sources.values import Unreadable, parse_date

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
    results: tuple[PromiseResult, ...]


_REPLACES = re.compile(r"\breplaces[: ]+[\"'“‘]?(\S+?)[\"'”’]?[.,;]?(?:\s|$)", re.IGNORECASE)
Questions = Mapping[tuple[str, str], SheetQuestion]


def replaced(note: str | None) -> str:
    """Return, from a note, the id of the earlier promise in whose place this one was made; nothing without one."""
    found = _REPLACES.search(note or "")
    return found[1] if found else ""


def check_sheet(
    filled: FilledSheet,
    *,
    asked: Questions,
    promised: Collection[str],
    day: date,
    providers: Collection[str],
    known: Known | None = None,
    released: Collection[str] = (),
) -> SheetContent:
    """Read every line; raise a DisclosureError or a SourceError that lists all it found.

    `promised` are the ids on the register of commitments, `day` and `providers` are the meeting's: one that was asked
    nothing may promise something all the same. `known` are the measures and people that there are, where anybody looks.
    """
    if hits := identifiers_in(filled, released):
        raise DisclosureError("\n".join(str(hit) for hit in hits))
    if faults := faults_in(filled, asked=asked, promised=promised, day=day, providers=providers, known=known):
        raise SourceError(faults)
    return SheetContent(
        tuple(_answer(row, asked.get(row.key)) for row in filled.answers),
        tuple(_result(row) for row in filled.promises if any(row.cells.values())),
    )


def identifiers_in(filled: FilledSheet, released: Collection[str] = ()) -> list[Fault]:
    """List every cell that may identify somebody."""
    return [hit for row in (*filled.answers, *filled.promises) for hit in _identifiers(row, released)]


def faults_in(
    filled: FilledSheet,
    *,
    asked: Questions,
    promised: Collection[str],
    day: date,
    providers: Collection[str],
    known: Known | None = None,
) -> list[Fault]:
    """List all else that is wrong with a sheet."""
    faults = [*_shape_faults(filled.answers, "question_id"), *_shape_faults(filled.promises, "commitment_id")]
    faults += [fault for row in filled.answers for fault in _answer_faults(row, asked, day, providers)]
    if known is not None:
        faults += [fault for row in filled.answers for fault in _unknown(row, known)]
    faults += [fault for row in (*filled.answers, *filled.promises) for fault in _unprinted(row)]
    faults += [fault for row in filled.answers for fault in _replaces_nothing(row, promised)]
    results = [row for row in filled.promises if any(row.cells.values())]
    faults += [fault for row in results for fault in _result_faults(row, promised)]
    return faults


def _unknown(row: FilledRow, known: Known) -> Iterator[Fault]:
    """A measure or a person that does not exist would be looked for in vain at the next meeting."""
    measure, owner = row.cells["measure"], row.cells["owner"]
    if measure and (near := known.wrong_measure(measure)) is not None:
        wanted, mend = MEASURE_WANTED
        found = f"the measure {shown(measure)}, which does not exist"
        yield row.fault("measure", found=found, wanted=wanted, remedy=f"{near}{mend}")
    if owner and (near := known.wrong_person(owner)) is not None:
        wanted, mend = PERSON_WANTED
        found = f"the person {shown(owner)}, who is on no record"
        yield row.fault("owner", found=found, wanted=wanted, remedy=f"{near}{mend}")


def _identifiers(row: FilledRow, released: Collection[str]) -> Iterator[Fault]:
    """Look for patients, and for names outside the owner's column, before a word is quoted.

    What is found is not repeated. Who promised is a colleague: a name may stand there.
    """
    for column, text in row.cells.items():
        kinds = dict.fromkeys(hit.kind for hit in screen_text(text, released))
        for kind in kinds if not (column in DAYS and _day(text)) else ():
            if not (column == "owner" and kind == "name"):
                yield row.fault(
                    column,
                    found=f"what looks like {with_article(kind)}",
                    wanted="words that identify nobody",
                    remedy="Take it out, or write a role such as medical director; then record the sheet again.",
                )


def _unprinted(row: FilledRow) -> Iterator[Fault]:
    for column, text in row.cells.items():
        if unprintable(text):
            yield row.fault(column, found=letters_in(text), wanted=PRINTED, remedy=MEND_LETTERS)


def _day(text: str) -> date | None:
    with suppress(Unreadable):
        return parse_date(text)
    return None


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").replace("-", " ").split())


def _shape_faults(rows: tuple[FilledRow, ...], id_column: str) -> Iterator[Fault]:
    """Find two lines for one thing, and cells that are too long."""
    keys = [row.key for row in rows]
    for at, row in enumerate(rows):
        if row.key in keys[:at]:
            yield row.fault(
                id_column,
                found=f"a second line for {' '.join(filter(None, row.key))}",
                wanted="one line for each question and promise",
                remedy="Put what was said into one line and delete the other.",
            )
        for column, text in row.cells.items():
            if len(text) > LONGEST:
                yield row.fault(
                    column,
                    found=f"{len(text):,} letters",
                    wanted=f"at most {LONGEST:,}",
                    remedy="Write what was promised in a sentence; keep the rest in the minutes.",
                )


def _unreadable_day(row: FilledRow, column: str) -> Iterator[Fault]:
    text = row.cells[column]
    try:
        parse_date(text) if text else None
    except Unreadable as error:
        yield row.fault(column, found=shown(text), wanted=error.wanted, remedy=error.remedy)


# Answers ----------------------------------------------------------------------------------------------------


def _answer(row: FilledRow, known: SheetQuestion | None) -> Answer:
    cells = {name: text or None for name, text in row.cells.items()}
    usual = known.measure if known and cells["commitment"] else None
    return Answer(
        question_id=row.id,
        provider_code=row.provider_code,
        state=next((state for state in STATES if state == _plain(row.cells["state"])), None),
        commitment=cells["commitment"],
        owner=cells["owner"],
        due_on=_day(row.cells["due_on"]),
        measure=cells["measure"] or usual,
        note=cells["note"],
    )


def _answer_faults(
    row: FilledRow, asked: Questions, day: date, providers: Collection[str]
) -> Iterator[Fault]:
    known = row.key in asked
    if not known and not (row.id in OTHERS and row.provider_code in providers):
        whose = f"the question {shown(f'{row.id} of {row.provider_code}')}, which was not asked"
        yield row.fault(
            "question_id",
            found=whose if row.id else "answers without a question",
            wanted="a question of this meeting's pack",
            remedy=f"{hint(row.id, [id for _, id in asked])}Put the id and provider back as issued, or "
            f"write it under {OTHERS[0]}.",
        )
    state, commitment, text = (row.cells[name] for name in ("state", "commitment", "due_on"))
    if _plain(state) not in STATES and (state or (commitment and known)):
        yield row.fault(
            "state",
            found=shown(state) if state else "a commitment without an answer's state",
            wanted=f"one of {formats.listed(STATES, 'or')}",
            remedy="Choose one; leave the whole line empty where the question was not reached.",
        )
    yield from _unreadable_day(row, "due_on")
    if (due := _day(text)) is not None and due < day:
        yield row.fault(
            "due_on",
            found=f"{formats.day(due)}, which is before the meeting ({shown(text)})",
            wanted=f"{formats.day(day)} or later",
            remedy="Write the day by which it is to be done.",
        )
    yield from _incomplete(row)


def _replaces_nothing(row: FilledRow, promised: Collection[str]) -> Iterator[Fault]:
    """A mistyped id would leave the earlier promise open. "It replaces the old rota" names none."""
    note = row.cells["note"]
    id = replaced(note)
    if not id or id.casefold() in map(str.casefold, promised):
        return
    meant = note.casefold().startswith("replaces") and any(letter.isdigit() for letter in id)
    if meant or nearest(id, promised):
        yield row.fault(
            "note",
            found=f"the promise {shown(id)}, which is not on the register",
            wanted="the id of the promise that this one replaces",
            remedy=f"{hint(id, promised)}Mend it as it stands in registers/commitments.",
        )


def _incomplete(row: FilledRow) -> Iterator[Fault]:
    """A commitment needs who and by when; an owner or a day needs something to own."""
    needed = {
        "owner": ("an owner", "Write who will do it, by role: medical director."),
        "due_on": ("a day", "Write the day as 01/03/2027."),
    }
    if row.cells["commitment"]:
        for column, (what, remedy) in needed.items():
            if not row.cells[column]:
                wanted = f"{what} for the commitment of this line"
                yield row.fault(column, found="nothing", wanted=wanted, remedy=remedy)
    elif any(row.cells[name] for name in ("owner", "due_on", "measure")):
        yield row.fault(
            "commitment",
            found="nothing, beside an owner, a day or a measure",
            wanted="the commitment in words",
            remedy='Write what was promised, such as "Write with the split by specialty", or clear the rest.',
        )


# Earlier promises -------------------------------------------------------------------------------------------


def _result(row: FilledRow) -> PromiseResult:
    kept = _plain(row.cells["outcome"]) == OUTCOMES[0]
    return PromiseResult(row.id, kept, _day(row.cells["closed_on"]), row.cells["evidence"] or None)


def _result_faults(row: FilledRow, promised: Collection[str]) -> Iterator[Fault]:
    text = row.cells["outcome"]
    if row.id not in promised:
        yield row.fault(
            "commitment_id",
            found=f"the promise {shown(row.id)}, which is not on the register",
            wanted="an id of registers/commitments",
            remedy=f"{hint(row.id, promised)}Put the id back as issued.",
        )
    if _plain(text) not in OUTCOMES:
        yield row.fault(
            "outcome",
            found=shown(text) if text else "nothing, beside a day or evidence",
            wanted=formats.listed(OUTCOMES, "or"),
            remedy="Choose one; leave the line empty where it is still open.",
        )
    yield from _unreadable_day(row, "closed_on")
