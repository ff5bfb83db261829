"""A register as a file, read and written back: every row, column and sheet that is there stays there.

registers/commitments.xlsx (or .csv, where that is what is there). In a workbook only the cells that changed are set, so
formats, lists to choose from, notes and other sheets stay.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from briefing import formats
from briefing.errors import Fault, SourceError
from briefing.sources import source_named
from briefing.sources.columns import Column
from briefing.sources.files import open_bytes
from briefing.sources.layout import same_heading
from briefing.sources.limits import size_of, within_limits
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Sheet
from briefing.sources.values import Unreadable
from briefing.workspace.registers import REGISTERS, filled_workbook
from briefing.workspace.workbooks import Setting, with_cells

Row = Mapping[str, str]
ENDINGS = (".xlsx", ".csv", ".xls")
_TYPED = ("date32[day]", "double")
"""Kinds of column that a workbook holds as days and numbers."""


@dataclass(frozen=True)
class Line:
    number: int | None
    """Its row in the file; None for one that is not there yet."""
    cells: Row
    """By the file's own headings."""


@dataclass(frozen=True)
class Register:
    """The register as it stands. `headings` are the file's own, each with the column of ours that it is."""

    source: str
    path: Path
    headings: Mapping[str, str | None]
    lines: tuple[Line, ...] = ()
    sha256: str = ""
    """Of the file as it was read; nothing where there is none."""
    sheet: str | None = None
    top: int = 1
    """The row of its headings."""

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(line.cells for line in self.lines)

    @property
    def key(self) -> str:
        """The first column that a row is known by."""
        return source_named(self.source).key[0]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self.of(row, self.key) for row in self.rows)

    def of(self, row: Row, column: str) -> str:
        return row.get(self.heading(column), "")

    def ours(self, row: Row) -> dict[str, str]:
        """Return a row by our own columns, all of them."""
        return {column: self.of(row, column) for column in REGISTERS[self.source].meanings}

    def heading(self, column: str) -> str:
        """What the file calls a column of ours: our own name for one it lacks, which is then added."""
        return next((theirs for theirs, ours in self.headings.items() if ours == column), column)

    def row(self, id: str) -> Row | None:
        return next((row for row in self.rows if self.of(row, self.key) == id), None)

    def with_row(self, id: str, changes: Mapping[str, str]) -> "Register":
        """The register with cells of one row set, which is added where it is not there."""
        at = next((n for n, row in enumerate(self.rows) if self.of(row, self.key) == id), None)
        return self.with_cells(at, changes if at is not None else {self.key: id, **changes})

    def with_cells(self, at: int | None, changes: Mapping[str, str]) -> "Register":
        """The register with cells set of the line at a place, or of a new one."""
        cell = formats.held if self.path.suffix == ".csv" else str
        headings = {**self.headings, **{self.heading(column): column for column in changes}}
        theirs = {self.heading(column): cell(text) for column, text in changes.items()}
        return replace(self, headings=headings).with_headings(at, theirs)

    def with_headings(self, at: int | None, cells: Mapping[str, str]) -> "Register":
        """The same, by the file's own headings."""
        lines = list(self.lines)
        if at is None:
            lines.append(Line(None, dict(cells)))
        else:
            lines[at] = replace(lines[at], cells={**lines[at].cells, **cells})
        return replace(self, lines=tuple(lines))

    def without_line(self, at: int) -> "Register":
        return replace(self, lines=(*self.lines[:at], *self.lines[at + 1 :]))

    def without(self, *ids: str) -> "Register":
        """The register without rows."""
        return replace(
            self, lines=tuple(line for line in self.lines if self.of(line.cells, self.key) not in ids)
        )


def open_register(folder: Path, source: str, *, names: Mapping[str, str] | None = None) -> Register:
    """Open a register, an empty one where there is none. `names` are the workspace's own for columns."""
    there = [path for ending in ENDINGS if (path := folder / f"{source}{ending}").exists()]
    if not there:
        return Register(source, folder / f"{source}.xlsx", {name: name for name in SCHEMAS[source].names})
    if len(there) > 1 or there[0].suffix == ".xls":
        found = formats.listed(path.name for path in there)
        raise _refused(there[0], found, f"one register, {source}.xlsx or {source}.csv",
                       "Put all rows into one of them and take the other away.")  # fmt: skip
    size_of(there[0])
    return within_limits(read_register, there[0], source, names or {})


def read_register(path: Path, source: str, names: Mapping[str, str]) -> Register:
    """Read a file that holds a register, whatever it is called."""
    data = path.read_bytes()
    return _parsed(open_bytes(data, file=path.name), path, source, names, sha256(data).hexdigest())


def _parsed(
    sheets: Sequence[Sheet], path: Path, source: str, names: Mapping[str, str], digest: str
) -> Register:
    known = source_named(source)
    fitting = [sheet for sheet in sheets if known.recognises(sheet.renamed(names))] or sheets
    if len(fitting) > 1:
        raise _refused(path, "further sheets beside the register", "one sheet that is this register",
                       "Move the others into a workbook of their own.")  # fmt: skip
    (sheet,) = fitting
    top = _header_row(sheet.renamed(names), source)
    records = [[cell.strip() for cell in record] for record in sheet.records()]
    header, body = records[top - 1] if records else [], records[top:]
    named = [cell for cell in header if cell]
    if not named or len(set(named)) < len(named) or any(
        cell for row in body for cell, heading in zip(row, header, strict=False) if not heading
    ):  # fmt: skip
        raise _refused(path, "columns without a name of their own in row 1", "the column names in row 1",
                       "Give each column its name in row 1, above all rows.")  # fmt: skip
    ours = {same_heading(name): name for name in SCHEMAS[source].names}
    headings = {cell: ours.get(same_heading(names.get(cell, cell))) for cell in named}
    lines = (
        Line(number, {name: cell for name, cell in zip(header, row, strict=False) if name})
        for number, row in enumerate(body, start=top + 1)
        if any(row)
    )
    return Register(source, path, headings, tuple(lines), digest, sheet.sheet, top)


def _header_row(sheet: Sheet, source: str) -> int:
    """Find the row with every heading that is needed; else it is the first."""
    needed = {same_heading(one.name) for one in source_named(source).columns if not one.optional}
    rows = enumerate(sheet.head, start=1)
    return next((n for n, row in rows if needed <= {same_heading(cell) for cell in row}), 1)


def file_content(
    register: Register,
    *,
    names: Mapping[str, str] | None = None,
    released: frozenset[str] = frozenset(),
) -> bytes:
    """The file to be written, once it is shown that it will be read again as it was meant."""
    path = register.path
    if path.suffix == ".csv":
        file = io.StringIO()
        writer = csv.DictWriter(file, list(register.headings), restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(register.rows)
        made = file.getvalue().encode("utf-8-sig")
    elif path.exists():
        made = within_limits(_set_in_place, path, register, names or {})
    else:
        cells = [
            [_value(register, theirs, row.get(theirs, "")) for theirs in register.headings]
            for row in register.rows
        ]
        made = filled_workbook(register.source, headings=register.headings, rows=cells)
    again = _parsed(open_bytes(made, file=path.name), path, register.source, names or {}, "")
    for sheet in open_bytes(made, file=path.name):
        if sheet.sheet == again.sheet:
            source_named(register.source).read(replace(sheet.renamed(names or {}), released=released))
    if not _same(again, register):
        raise _refused(path, "cells that would not be kept as they were typed", "plain text, days and numbers",
                       "Change them in Excel.")  # fmt: skip
    return made


def _set_in_place(path: Path, register: Register, names: Mapping[str, str]) -> bytes:
    """Set what differs from the file, below its last row what is new, and take out the lines that are gone."""
    before = read_register(path, register.source, names)
    if register.sha256 != before.sha256:
        raise _refused(path, "a file that somebody saved meanwhile", "the file as it was opened",
                       "Do it again.")  # fmt: skip
    columns = {heading: n for n, heading in enumerate(_header(path, before), start=1) if heading}
    settings = []
    for heading in register.headings:
        if heading not in columns:
            columns[heading] = max(columns.values()) + 1
            settings.append(Setting(before.top, columns[heading], heading))
    old = {line.number: line.cells for line in before.lines}
    last = max([before.top, *(number for number in old if number is not None)])
    for line in register.lines:
        if (number := line.number) is None:
            number = last = last + 1
        there = old.get(line.number, {})
        settings += [
            Setting(number, columns[heading], _value(register, heading, text))
            for heading, text in line.cells.items()
            if text != there.get(heading, "")
        ]
    gone = {number for number in old if number is not None} - {line.number for line in register.lines}
    return with_cells(path, {before.sheet: settings}, removed=gone, below=before.top)


def _header(path: Path, register: Register) -> Sequence[str]:
    sheets = open_bytes(path.read_bytes(), file=path.name)
    sheet = next(one for one in sheets if one.sheet == register.sheet)
    return [cell.strip() for cell in sheet.head[register.top - 1]]


def _column(register: Register, heading: str) -> Column | None:
    ours = register.headings.get(heading)
    return next((one for one in source_named(register.source).columns if one.name == ours), None)


def _value(register: Register, heading: str, text: str) -> str | float | date:
    """Days and numbers as such, so that Excel sorts them; codes and words as text."""
    column = _column(register, heading)
    if text and column is not None and column.parser is not None and str(column.kind) in _TYPED:
        with suppress(Unreadable):
            value: str | float | date = column.parser(text)
            return value
    return text


def _same(one: Register, other: Register) -> bool:
    def cells(register: Register) -> list[dict[str, object]]:
        return [
            {heading: _value(register, heading, text) for heading, text in row.items() if text}
            for row in register.rows
            if any(row.values())
        ]

    return cells(one) == cells(other)


def _refused(path: Path, found: str, wanted: str, remedy: str) -> SourceError:
    return SourceError([Fault(path.name, found, wanted, f"{remedy} Nothing has been changed.")])
