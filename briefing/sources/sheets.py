"""A sheet of cells as the user sees it: rows counted from 1, columns by the names in their header row.

Whatever file the cells come from, a reader meets them here as text. `Sheet.cells` takes a quicker way to the
same answer, which gives up whenever anything is out of the ordinary; `Sheet.text` then tells what.
"""

import re
import string
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol, Self

import pyarrow as pa

from briefing.errors import Fault, SourceError

HEAD_ROWS = 30
_CHUNK = 20_000
_SHOWN = 20


class Quick(Protocol):
    """Reads the rows under a header row straight into columns of text, or gives None wherever in doubt."""

    def __call__(self, header_row: int, only: Collection[str] = ()) -> pa.Table | None:
        """`only`: the columns to read, of a file with so many that all of them would take all memory."""


@dataclass(frozen=True)
class Place:
    """Where something stands, as the user sees it."""

    file: str
    """As shown to the user: "extract.zip > extract.csv"."""
    sheet: str | None
    """The name of the sheet in a workbook; None elsewhere."""

    def fault(
        self, *, found: str, wanted: str, remedy: str, row: int | None = None, column: str | None = None
    ) -> Fault:
        return Fault(self.file, found, wanted, remedy, sheet=self.sheet, row=row, column=column)


@dataclass(frozen=True)
class Cells:
    """The body of a sheet under its header row: Arrow columns by name, and the number of each row."""

    place: Place
    table: pa.Table
    rows: pa.Array
    """The row each line of `table` has in the file, as a spreadsheet counts."""
    notes: tuple[str, ...] = ()
    american: bool = False
    headings: Mapping[str, str] = field(default_factory=dict)
    """Our names -> the headings of this file, for every column of ours that is there."""

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(self.table.column_names)

    def row(self, index: int) -> int:
        return int(self.rows[index].as_py())

    def where(self, mask: pa.Array) -> Self:
        """Only the rows for which `mask` is true."""
        return replace(self, table=self.table.filter(mask), rows=self.rows.filter(mask))

    def fault(
        self, *, found: str, wanted: str, remedy: str, row: int | None = None, column: str | None = None
    ) -> Fault:
        """Name a fault by the place the user sees: `row` is an index of the table, `column` a name."""
        number = None if row is None else self.row(row)
        heading = self.headings.get(column, column) if column else None
        return self.place.fault(found=found, wanted=wanted, remedy=remedy, row=number, column=heading)


@dataclass(frozen=True)
class Sheet(Place):
    """One sheet of one file. `head` is for recognition; the rest is read when asked for."""

    head: tuple[tuple[str, ...], ...]
    """The first rows, cells stripped."""
    records: Callable[[], Iterator[Sequence[str]]] = field(repr=False)
    """Every row from the first, as text. May raise SourceError where the file is broken further down."""
    quick: Quick | None = field(default=None, repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Columns renamed by the user's settings: their name -> ours."""
    released: frozenset[str] = field(default=frozenset(), repr=False)
    """Fingerprints of words that are held back no longer."""
    notes: tuple[str, ...] = ()
    merged: tuple[tuple[int, str], ...] = ()
    """Row and column letter of each cell merged over several columns."""
    american: bool = False
    """03/04/2026 is the fourth of March, as the settings say."""
    cover: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    """The first rows of the first sheet of its workbook, where a title and a month may stand for all of them."""

    def __reduce__(self) -> tuple[type[Place], tuple[str, str | None]]:
        """Keep the place alone for another process: rows are read where the file was opened."""
        return Place, (self.file, self.sheet)

    def renamed(self, names: Mapping[str, str]) -> "Sheet":
        """The same sheet with the user's column names replaced by ours."""
        if not names:
            return self
        head = tuple(tuple(names.get(cell, cell) for cell in row) for row in self.head)
        return replace(self, head=head, names=dict(names))

    def with_header(self, row: int, names: Sequence[str], *, through: int) -> "Sheet":
        """The same sheet with these headings in the row `through`, and nothing from `row` to it.

        A published workbook often says its headings over two rows: groups of columns, and the columns of each.
        """
        renamed = [self.names.get(name, name) for name in names]
        rows = {number: ("",) * len(names) for number in range(row, through)} | {through: tuple(renamed)}

        def records() -> Iterator[Sequence[str]]:
            for number, cells in enumerate(self.records(), start=1):
                yield rows.get(number, cells)

        head = tuple(rows.get(number, cells) for number, cells in enumerate(self.head, start=1))
        return replace(self, head=head, records=records, quick=None)

    def text(self, header_row: int, *, names: Sequence[str] | None = None) -> Cells:
        """Everything under `header_row` as text; without a header, row 0 and the columns' `names`."""
        body = _Body(self)
        rows = enumerate(self.records(), start=1)
        header = list(names) if names is not None else _header(rows, header_row, self.names)
        for number, cells in rows:
            body.add(number, cells, width=len(header))
        return body.cells(header, header_row)

    def cells(self, header_row: int, only: Collection[str] = ()) -> Cells:
        """The same as `text`, the quick way if every row allows it; then of the columns `only`, where named."""
        theirs = {ours: name for name, ours in self.names.items()}
        wanted = [theirs.get(name, name) for name in only]
        table = self.quick(header_row, wanted) if self.quick is not None else None
        if table is not None:
            table = table.rename_columns([self.names.get(name, name) for name in table.column_names])
        if table is None or len(set(table.column_names)) < table.num_columns or "" in table.column_names:
            return self.text(header_row)
        rows = pa.array(range(header_row + 1, header_row + 1 + table.num_rows), pa.int32())
        return Cells(self, table, rows, self.notes, self.american)


def column_letter(index: int) -> str:
    """The letter a spreadsheet shows above a column: 0 -> A, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = string.ascii_uppercase[rest] + letters
    return letters


def counted(n: int, thing: str) -> str:
    """1 row, 2 rows."""
    return f"{n:,} {thing}" if n == 1 else f"{n:,} {thing}s"


def shown(value: str) -> str:
    """A value as quoted in a message: short, on one line."""
    line = " ".join(value.split())
    return repr(line if len(line) <= 40 else line[:37] + "...")


INVISIBLE = "\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
"""Characters that take no room: soft hyphens, zero-width spaces, marks of direction, byte-order marks."""
_INVISIBLE = re.compile(f"[{INVISIBLE}]")


def visible(text: str) -> str:
    """A text without what nobody sees in it."""
    return _INVISIBLE.sub("", text)


def one_line(cell: str) -> str:
    """A cell as it is seen, without surrounding or repeated white space and line ends."""
    return " ".join(visible(cell).split())


def head_of(rows: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(one_line(cell) for cell in row) for row in islice(rows, HEAD_ROWS))


def refused(
    file: str, found: str, remedy: str, *, wanted: str = "a table as csv, xlsx, xls, zip or parquet"
) -> SourceError:
    """A file that is refused for one reason, before anything of it is read."""
    return SourceError([Fault(file, found, wanted, remedy)])


def _header(
    rows: Iterator[tuple[int, Sequence[str]]], header_row: int, names: Mapping[str, str]
) -> list[str]:
    for number, cells in rows:
        if number == header_row:
            header = [one_line(cell) for cell in cells]
            return [names.get(name, name) for name in header]
    return []


class _Body:
    """Gathers rows into Arrow columns a chunk at a time, and everything wrong with their shape."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._chunk: list[Sequence[str]] = []
        self._done: list[list[pa.Array]] = []
        self._rows: list[int] = []
        self._blank = self._blank_before_last = 0
        self._ragged: list[Fault] = []
        self._n_ragged = 0

    def add(self, number: int, cells: Sequence[str], *, width: int) -> None:
        if not any(cell.strip() for cell in cells):
            self._blank += 1
            return
        self._blank_before_last = self._blank
        surplus = any(cell.strip() for cell in cells[width:])
        if surplus or len(cells) < width:
            self._note_ragged(number, len(cells), width)
            return
        self._chunk.append(cells[:width])
        self._rows.append(number)
        if len(self._chunk) == _CHUNK:
            self._flush()

    def _note_ragged(self, number: int, n_cells: int, width: int) -> None:
        self._n_ragged += 1
        if self._n_ragged <= _SHOWN:
            fault = self._sheet.fault(
                found=f"{n_cells} values",
                wanted=f"{width} values, as in the header row",
                remedy="Remove the row if it is a remark, or mend its commas and quotation marks.",
                row=number,
            )
            self._ragged.append(fault)

    def _flush(self) -> None:
        if self._chunk:
            self._done.append([pa.array(column, pa.string()) for column in zip(*self._chunk, strict=True)])
            self._chunk = []

    def cells(self, header: list[str], header_row: int) -> Cells:
        self._flush()
        if self._n_ragged > _SHOWN:
            more = self._sheet.fault(
                found=f"{self._n_ragged:,} rows of another length, of which the first {_SHOWN} are listed",
                wanted="rows as long as the header row",
                remedy="Download the file again if it was cut or edited.",
            )
            self._ragged.append(more)
        table, notes, faults = _named(self._sheet, header, self._columns(len(header)), header_row)
        if self._ragged or faults:
            raise SourceError([*faults, *self._ragged])
        if self._blank_before_last:
            notes = (*notes, f"left out: {counted(self._blank_before_last, 'blank row')} between others")
        rows = pa.array(self._rows, pa.int32())
        return Cells(self._sheet, table, rows, (*self._sheet.notes, *notes), self._sheet.american)

    def _columns(self, width: int) -> list[pa.ChunkedArray]:
        return [pa.chunked_array([chunk[i] for chunk in self._done], pa.string()) for i in range(width)]


def _named(
    sheet: Sheet, header: list[str], columns: list[pa.ChunkedArray], header_row: int
) -> tuple[pa.Table, tuple[str, ...], list[Fault]]:
    """The columns that have a name of their own; empty ones without a name are left out with a note."""
    faults, notes, kept = [], [], {}
    n_empty = 0
    for index, (name, values) in enumerate(zip(header, columns, strict=True)):
        if name and name not in kept:
            kept[name] = values
        elif not has_values(values):
            n_empty += 1
        else:
            faults.append(_unnameable(sheet, name, column_letter(index), header_row))
        n_empty = n_empty if kept else 0  # a margin at the left is how many workbooks are laid out
    if n_empty:
        notes.append(f"left out: {counted(n_empty, 'empty column')} without a name")
    return pa.table(kept), tuple(notes), faults


def _unnameable(sheet: Sheet, name: str, letter: str, header_row: int) -> Fault:
    found = f"a second column named {shown(name)}" if name else "values under an empty heading"
    return sheet.fault(
        found=found,
        wanted="one name for each column",
        remedy="Give the column its own name, or delete it if it does not belong to the file.",
        row=header_row,
        column=letter,
    )


def has_values(column: pa.ChunkedArray) -> bool:
    """Whether any cell of a text column holds more than white space."""
    return any(value and value.strip() for value in column.unique().to_pylist())
