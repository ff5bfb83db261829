"""The clerk's sheet: the names of its columns and fields, as they are printed and as they are read back.

workbook    one row a question under HEADINGS, one row an earlier promise under PROMISE_HEADINGS
PDF form    one field a cell: "2026-12-03-rza/RZA/rtt-02/commitment", "2026-12-03-rza/promise/COM01/kept"

A sheet as the clerk filled it in, workbook or PDF form: its cells as text, each with its place. The workbook can be
filled cell by cell too: what is written on a screen in the room is that very file.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, unquote

from briefing.errors import Fault, SourceError
from briefing.meeting.answers import STATES
from briefing.sources.files import open_file
from briefing.sources.layout import same_heading
from briefing.sources.limits import within_limits
from briefing.sources.pdf_forms import read_form
from briefing.sources.sheets import Sheet, one_line, shown
from briefing.sources.values import Unreadable, parse_date
from briefing.workspace.workbooks import Setting, with_cells

STEM = "clerk-answer-sheet"
"""The names of the sheet's files, as a form and as a workbook."""
ANSWERS_SHEET = "Answers"
PROMISES_SHEET = "Last promises"
MEETING_CELL = "Meeting id"
"""The meeting's id stands in the cell beside it."""
HEADINGS = {
    "question_id": "Question id",
    "provider_code": "Provider",
    "topic": "Topic",
    "title": "Question",
    "asked_by": "Asked by",
    "state": "Answer",
    "commitment": "Commitment",
    "owner": "Owner",
    "due_on": "Due",
    "measure": "Measured how",
    "note": "Note",
}
TO_FILL = ("state", "commitment", "owner", "due_on", "measure", "note")
PROMISE_HEADINGS = {
    "commitment_id": "Promise id",
    "provider_code": "Provider",
    "what": "Promised",
    "promised_by": "Owner",
    "was_due": "Was due",
    "standing": "Standing today",
    "outcome": "Kept?",
    "closed_on": "Kept on",
    "evidence": "How we know",
}
PROMISE_TO_FILL = ("outcome", "closed_on", "evidence")
OUTCOMES = ("kept", "not kept")
TICKS = {
    **{state.replace(" ", "_"): ("state", state) for state in STATES},
    **{outcome.replace(" ", "_"): ("outcome", outcome) for outcome in OUTCOMES},
}
"""Tick boxes of the form: field -> the column it fills and the word it stands for."""
DAYS = ("due_on", "closed_on")
PROMISE = "promise"
Spot = tuple[str, str, str]
"""A cell to fill: provider, question and column; of an earlier promise "promise", its id and the column."""


def answer_field(meeting_id: str, provider_code: str, question_id: str, name: str) -> str:
    """Name a field of the form for one cell of one question.

    A full stop would part a field from its children, a slash our names: both are written as %2E, %2F.
    """
    parts = (meeting_id, provider_code, question_id, name)
    return "/".join(quote(part, safe="").replace(".", "%2E") for part in parts)


def promise_field(meeting_id: str, commitment_id: str, name: str) -> str:
    """Name a field for an earlier promise. Provider codes are in capitals: none is taken for this word."""
    return answer_field(meeting_id, PROMISE, commitment_id, name)


def parts_of(field: str) -> tuple[str, str, str, str] | None:
    """Take a field's name apart: meeting, provider (or "promise"), question or promise, column."""
    parts = [unquote(part) for part in field.split("/")]
    return (parts[0], parts[1], parts[2], parts[3]) if len(parts) == 4 else None


@dataclass(frozen=True)
class FilledRow:
    """The cells of one question or one earlier promise that were to be filled, and where they stand."""

    provider_code: str
    id: str
    """Of the question, or of the commitment."""
    cells: Mapping[str, str]
    file: str
    sheet: str | None = None
    row: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.provider_code, self.id

    def fault(self, column: str, *, found: str, wanted: str, remedy: str) -> Fault:
        """A fault of one cell. A form has no rows: its place is the question and the field."""
        heading = (HEADINGS | PROMISE_HEADINGS)[column]
        place = heading if self.row is not None else f"{' '.join(filter(None, self.key))}: {heading}"
        return Fault(self.file, found, wanted, remedy, sheet=self.sheet, row=self.row, column=place)


@dataclass(frozen=True)
class FilledSheet:
    """Everything that was filled in."""

    answers: tuple[FilledRow, ...]
    promises: tuple[FilledRow, ...]

    @property
    def rows(self) -> dict[tuple[str, str], FilledRow]:
        """Every row by its question, or by "promise" and the promise's id."""
        return {row.key: row for row in self.answers} | {(PROMISE, row.id): row for row in self.promises}

    @property
    def texts(self) -> dict[Spot, str]:
        return {(*key, name): text for key, row in self.rows.items() for name, text in row.cells.items()}


def read_sheet(path: Path, *, meeting: Collection[str]) -> FilledSheet:
    """Read a filled sheet of this meeting; any other file is refused."""
    read = _read_form if path.suffix.lower() == ".pdf" else _read_workbook
    return within_limits(read, path, meeting)


def filled_in(path: Path, texts: Mapping[Spot, str], *, meeting: Collection[str]) -> bytes:
    """Return the workbook of this meeting with cells filled in; a cell that it does not have is refused."""
    return within_limits(_fill, path, texts, meeting)


def _fill(path: Path, texts: Mapping[Spot, str], meeting: Collection[str]) -> bytes:
    rows = _read_workbook(path, meeting).rows
    columns = {
        sheet.sheet: {same_heading(cell): n for n, cell in enumerate(sheet.head[header - 1], start=1)}
        for sheet in open_file(path)
        for headings, needed in ((HEADINGS, TO_FILL), (PROMISE_HEADINGS, PROMISE_TO_FILL))
        if (header := _header_row(sheet, headings, needed))
    }
    by_sheet: dict[str | None, list[Setting]] = defaultdict(list)
    for (group, id, name), text in texts.items():
        row = rows.get((group, id))
        heading = same_heading((HEADINGS | PROMISE_HEADINGS).get(name, ""))
        if row is None or name not in row.cells or row.row is None or heading not in columns[row.sheet]:
            raise _refused(path, f"no cell {name!r} for {id!r}", "a cell of this sheet")
        by_sheet[row.sheet].append(Setting(row.row, columns[row.sheet][heading], _value(name, _plain(text))))
    return with_cells(path, by_sheet)


def _value(name: str, text: str) -> str | date:
    with suppress(Unreadable):
        return parse_date(text) if name in DAYS and text else text
    return text


def _read_workbook(path: Path, meeting: Collection[str]) -> FilledSheet:
    sheets = open_file(path)
    answers = [(sheet, row) for sheet in sheets if (row := _header_row(sheet, HEADINGS, TO_FILL))]
    promises = [
        (sheet, row) for sheet in sheets if (row := _header_row(sheet, PROMISE_HEADINGS, PROMISE_TO_FILL))
    ]
    if len(answers) != 1:
        found = f"{len(answers)} sheets with answers" if answers else "no sheet with a clerk's answers"
        raise _refused(path, found, f"one sheet {ANSWERS_SHEET!r} with the columns it was issued with")
    _check_meeting(path, {_meeting_in(answers[0][0])}, meeting)
    return FilledSheet(
        tuple(line for sheet, row in answers for line in _rows(sheet, row, HEADINGS)),
        tuple(line for sheet, row in promises for line in _rows(sheet, row, PROMISE_HEADINGS)),
    )


def _header_row(sheet: Sheet, headings: Mapping[str, str], needed: tuple[str, ...]) -> int | None:
    """Find the row, counted from 1, with the id and all that was to be filled."""
    wanted = {same_heading(headings[name]) for name in (next(iter(headings)), "provider_code", *needed)}
    rows = enumerate(sheet.head, start=1)
    return next((n for n, row in rows if wanted <= {same_heading(cell) for cell in row}), None)


def _meeting_in(sheet: Sheet) -> str:
    beside = {same_heading(cell): right for row in reversed(sheet.head) for cell, right in pairwise(row)}
    return beside.get(same_heading(MEETING_CELL), "")


def _rows(sheet: Sheet, header_row: int, headings: Mapping[str, str]) -> Iterator[FilledRow]:
    names = {same_heading(heading): name for name, heading in headings.items()}
    header = [names.get(same_heading(cell)) for cell in sheet.head[header_row - 1]]
    for number, record in enumerate(sheet.records(), start=1):
        cells = {name: _plain(cell) for name, cell in zip(header, record, strict=False) if name}
        if number > header_row and any(cells.values()):
            yield FilledRow(
                provider_code=cells.get("provider_code", "").upper(),
                id=cells.get(next(iter(headings)), ""),
                cells={name: cells[name] for name in (*TO_FILL, *PROMISE_TO_FILL) if name in cells},
                file=sheet.file,
                sheet=sheet.sheet,
                row=number,
            )


def _read_form(path: Path, meeting: Collection[str]) -> FilledSheet:
    values = read_form(path)
    places = {field: place for field in values if (place := parts_of(field))}
    _check_meeting(path, {name for name, *_ in places.values()}, meeting)
    grouped: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for field, (_, group, id, name) in places.items():
        column, word = TICKS.get(name, (name, ""))
        cells, text = grouped[group, id], word if values[field] else ""
        if name not in TICKS:
            cells[column] = _plain(values[field])
        else:
            cells[column] = " and ".join(filter(None, [cells.get(column), text]))
    empty, still_open = dict.fromkeys(TO_FILL, ""), dict.fromkeys(PROMISE_TO_FILL, "")
    answers, promises = [], []
    for (group, id), cells in grouped.items():
        if group == PROMISE:
            promises.append(FilledRow("", id, still_open | cells, path.name))
        else:
            answers.append(FilledRow(group, id, empty | cells, path.name))
    return FilledSheet(tuple(answers), tuple(promises))


def _plain(cell: str) -> str:
    """Return one line of what can be seen: forms bring line ends, and now and then a byte that nobody typed."""
    return one_line("".join(letter if letter.isprintable() else " " for letter in cell))


def _check_meeting(path: Path, found: set[str], meeting: Collection[str]) -> None:
    """Refuse a sheet that carries none of a meeting's names, or more than one name."""
    if len(found) != 1 or not found <= set(meeting):
        named = " and ".join(shown(name) for name in sorted(found) if name) or "no meeting named"
        raise _refused(path, f"a sheet of another meeting ({named})", f"the sheet of {' or '.join(meeting)}")


def _refused(path: Path, found: str, wanted: str) -> SourceError:
    remedy = "Take the sheet that was made with the pack, fill it in and save it; don't rename its columns."
    return SourceError([Fault(path.name, found, wanted, remedy)])
