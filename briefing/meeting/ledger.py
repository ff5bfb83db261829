"""The register of commitments, read and written back: every row and column that is there stays there.

registers/commitments.xlsx (or .csv, where that is what is there); commitments.xlsx.bak is the one before.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from briefing import formats
from briefing.errors import Fault, SourceError
from briefing.sources import source_named
from briefing.sources.files import open_bytes, open_file
from briefing.sources.layout import same_heading
from briefing.sources.limits import within_limits
from briefing.sources.schemas import SCHEMAS
from briefing.sources.values import Unreadable, parse_date
from briefing.workspace.registers import filled_workbook

SOURCE = "commitments"
_DAYS = ("due_on", "closed_on")
Row = Mapping[str, str]


@dataclass(frozen=True)
class Ledger:
    """The register as it stands. `headings` are the file's own, each with the column of ours that it is."""

    path: Path
    headings: Mapping[str, str | None]
    rows: tuple[Row, ...]
    """By the file's own headings."""

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self.of(row, "commitment_id") for row in self.rows)

    def of(self, row: Row, column: str) -> str:
        return row.get(self.heading(column), "")

    def heading(self, column: str) -> str:
        """What the file calls a column of ours: our own name for one it lacks, which is then added."""
        return next((theirs for theirs, ours in self.headings.items() if ours == column), column)

    def row(self, commitment_id: str) -> Row | None:
        return next((row for row in self.rows if self.of(row, "commitment_id") == commitment_id), None)

    def with_row(self, commitment_id: str, changes: Mapping[str, str]) -> "Ledger":
        """The ledger with cells of one row set, which is added where it is not there."""
        cell = formats.held if self.path.suffix == ".csv" else str
        theirs = {self.heading(column): cell(text) for column, text in changes.items()}
        headings = {**self.headings, **{self.heading(column): column for column in changes}}
        if (row := self.row(commitment_id)) is not None:
            rows = tuple({**other, **theirs} if other is row else other for other in self.rows)
        else:
            rows = (*self.rows, {self.heading("commitment_id"): commitment_id, **theirs})
        return replace(self, headings=headings, rows=rows)

    def without(self, commitment_id: str) -> "Ledger":
        """The ledger without a row."""
        kept = tuple(row for row in self.rows if self.of(row, "commitment_id") != commitment_id)
        return replace(self, rows=kept)


def open_ledger(registers: Path, *, names: Mapping[str, str] | None = None) -> Ledger:
    """Open the register, an empty one where there is none. `names` are the workspace's own for columns."""
    paths = [registers / f"{SOURCE}{ending}" for ending in (".xlsx", ".csv", ".xls")]
    there = [path for path in paths if path.exists()]
    if not there:
        return Ledger(registers / f"{SOURCE}.xlsx", {name: name for name in SCHEMAS[SOURCE].names}, ())
    if len(there) > 1 or there[0].suffix == ".xls":
        found = formats.listed(path.name for path in there)
        raise _refused(there[0], found, "one register, commitments.xlsx or commitments.csv",
                       "Put all rows into one of them and take the other away.")  # fmt: skip
    return within_limits(_read, there[0], names or {})


def _read(path: Path, names: Mapping[str, str]) -> Ledger:
    sheets = open_file(path)
    hidden = [note for sheet in sheets for note in sheet.notes if "hidden sheet" in note]
    if len(sheets) > 1 or hidden:
        raise _refused(path, "further sheets beside the register", "one sheet, so that nothing else is lost",
                       "Move the others into a workbook of their own.")  # fmt: skip
    header, *body = [[cell.strip() for cell in record] for record in sheets[0].records()] or [[]]
    named = [cell for cell in header if cell]
    if not named or len(set(named)) < len(named) or any(
        cell for row in body for cell, heading in zip(row, header, strict=False) if not heading
    ):  # fmt: skip
        raise _refused(path, "columns without a name of their own in row 1", "the column names in row 1",
                       "Give each column its name in row 1, above all rows.")  # fmt: skip
    ours = {same_heading(name): name for name in SCHEMAS[SOURCE].names}
    headings = {cell: ours.get(same_heading(names.get(cell, cell))) for cell in named}
    rows = (dict(zip(header, row, strict=False)) for row in body if any(row))
    return Ledger(path, headings, tuple({name: row[name] for name in named if name in row} for row in rows))


def file_content(ledger: Ledger, *, names: Mapping[str, str] | None = None) -> bytes:
    """The file to be written, once it is shown that it will be read again."""
    if ledger.path.suffix == ".csv":
        file = io.StringIO()
        writer = csv.DictWriter(file, list(ledger.headings), restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(ledger.rows)
        made = file.getvalue().encode("utf-8-sig")
    else:
        made = filled_workbook(SOURCE, headings=ledger.headings, rows=list(_cells(ledger)))
    for sheet in open_bytes(made, file=ledger.path.name):
        source_named(SOURCE).read(sheet.renamed(names or {}))
    return made


def _cells(ledger: Ledger) -> Iterator[Sequence[str | date]]:
    for row in ledger.rows:
        yield [
            _day(text) if ours in _DAYS else text
            for theirs, ours in ledger.headings.items()
            for text in [row.get(theirs, "")]
        ]


def _day(text: str) -> str | date:
    with suppress(Unreadable):
        return parse_date(text)
    return text


def _refused(path: Path, found: str, wanted: str, remedy: str) -> SourceError:
    return SourceError([Fault(path.name, found, wanted, f"{remedy} Nothing has been recorded.")])
