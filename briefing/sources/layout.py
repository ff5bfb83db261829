"""A published layout: which headings make a sheet this data set, in any order, and where our columns lie.

Headings are compared without regard to case, white space, the length of a dash, or `hs` for `hrs`; a column
of ours may list other headings it has had. A sheet that holds most of a layout is told what it lacks.
`Layout.open` is the one opening for readers: `layout.open(sheet).typed(columns)` is a table to prove things of.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.sources.columns import Column, schema_of
from briefing.sources.conversion import convert
from briefing.sources.sheets import Cells, Sheet, counted, has_values, shown
from briefing.sources.source import Check, Extract

_NEAR = 0.6
_DASHES = re.compile("[‐‑‒–—−]")


@dataclass(frozen=True)
class Reading(Cells):
    """Cells of a known layout: at first the text as it stands, once `typed` our columns in their types, row for row."""

    columns: tuple[Column, ...] = ()
    """What `table` was made of, once it is typed."""

    @classmethod
    def of(cls, cells: Cells, headings: Mapping[str, str], *notes: str) -> "Reading":
        return cls(cells.place, cells.table, cells.rows, (*cells.notes, *notes), cells.american, headings)

    def text(self, name: str) -> pa.ChunkedArray:
        """Return a column as it stands in the file, in capitals and without white space around it."""
        return pc.utf8_upper(pc.utf8_trim_whitespace(self.table[self.headings[name]].cast(pa.string())))

    def typed(self, columns: Sequence[Column]) -> "Reading":
        """Turn the text into these columns, or refuse every value that can't be read. Those not there are null."""
        return replace(self, table=convert(self, columns), columns=tuple(columns))

    def filled(self, **values: pa.Scalar | pa.Array | pa.ChunkedArray) -> "Reading":
        """Return the same with these columns replaced, each by the value of every row or by values of its own."""
        columns = {name: self.table[name] for name in self.table.column_names}
        for name, value in values.items():
            columns[name] = pa.repeat(value, len(self.table)) if isinstance(value, pa.Scalar) else value
        return replace(self, table=pa.table(columns))

    def by_month(self) -> list["Reading"]:
        """Return the rows of each month apart."""
        return [self.where(pc.equal(self.table["period"], month)) for month in self.months]

    @property
    def revised(self) -> bool:
        """Whether the publisher says so in the name of the file, of the zip or of the file in the zip."""
        return "revised" in self.place.file.lower()

    @property
    def months(self) -> list[date]:
        return sorted(month for month in pc.unique(self.table["period"]).to_pylist() if month is not None)

    def extract(
        self,
        source: str,
        checks: Mapping[str, str],
        *,
        period: date | None = None,
        revised: bool = False,
        notes: Sequence[str] = (),
    ) -> Extract:
        """Return what was read, with the proofs made of it. The period is that of its rows unless given."""
        schema = schema_of(self.columns)
        if period is None and "period" in schema.names and len(self.months) == 1:
            period = self.months[0]
        made = tuple(Check(name, detail) for name, detail in checks.items())
        table = self.table.select(schema.names).cast(schema)
        return Extract(source, period, table, revised, made, (*self.notes, *notes))


@dataclass(frozen=True)
class Layout:
    """One layout of one data set."""

    title: str
    columns: tuple[Column, ...]
    """In the published order."""
    unused: tuple[str, ...] = ()
    """Headings that may belong to the layout and are not needed."""
    only: bool = False
    """Of many hundred columns it reads its own, and does not look at the others."""
    remedy: str = "Give the columns the names of the published file, or download the file again."
    """What to do about columns that are missing."""

    def header_row(self, sheet: Sheet) -> int | None:
        """Return the row, counted from 1, that holds every required heading."""
        required = self._required().values()
        for number, row in enumerate(sheet.head, start=1):
            there = {same_heading(cell) for cell in row}
            if all(wanted & there for wanted in required):
                return number
        return None

    def recognises(self, sheet: Sheet) -> bool:
        return self.header_row(sheet) is not None

    def open(self, sheet: Sheet) -> Reading:
        """Return the cells under the header row, with a note on columns left out or in another order.

        Columns that hold values the layout doesn't know are refused.
        """
        header_row = self.header_row(sheet)
        if header_row is None:
            raise SourceError(self.near_miss(sheet))
        if self.only:
            header = sheet.head[header_row - 1]
            cells = sheet.cells(header_row, tuple(self.found_in(header).values()))
            return Reading.of(cells, self.found_in(cells.header))
        cells = sheet.cells(header_row)
        notes = (*self._extras(sheet, cells, header_row), *self._order(cells.header))
        return Reading.of(cells, self.found_in(cells.header), *notes)

    def found_in(self, header: Sequence[str]) -> dict[str, str]:
        """Map our names to the headings as they stand in this file, for every column that is there."""
        there = {same_heading(heading): heading for heading in reversed(header)}
        found = {}
        for column in self.columns:
            present = [there[key] for heading in column.headings if (key := same_heading(heading)) in there]
            if present:
                found[column.name] = present[0]
        return found

    def nearness(self, sheet: Sheet) -> tuple[float, int]:
        """Return the largest share of required headings in any row, and that row."""
        required = self._required().values()
        rows = [{same_heading(cell) for cell in row} for row in sheet.head]
        shares = [sum(bool(wanted & there) for wanted in required) / len(required) for there in rows]
        return max(((share, number) for number, share in enumerate(shares, start=1)), default=(0.0, 1))

    def near_miss(self, sheet: Sheet) -> list[Fault]:
        """Say what a sheet lacks that is plainly meant to be of this layout; nothing if it isn't."""
        share, number = self.nearness(sheet)
        if share < _NEAR or share == 1:
            return []
        row = sheet.head[number - 1]
        there = {same_heading(cell) for cell in row}
        missing = [name for name, wanted in self._required().items() if not wanted & there]
        known = self._known()
        extra = [cell for cell in row if cell and same_heading(cell) not in known]
        also = f"; it has these instead: {_listed(extra)}" if extra else ""
        found = f"a sheet like {self.title} without the columns {_listed(missing)}{also}"
        return [sheet.fault(found=found, wanted="every column of the layout", remedy=self.remedy, row=number)]

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return tuple(self._required())

    def _required(self) -> dict[str, set[str]]:
        """Map the usual heading of each required column to every way it may be written."""
        columns = [each.headings for each in self.columns if each.headings and not each.optional]
        return {headings[0]: {same_heading(heading) for heading in headings} for headings in columns}

    def _known(self) -> set[str]:
        known = {same_heading(heading) for column in self.columns for heading in column.headings}
        return known | {same_heading(heading) for heading in self.unused}

    def _extras(self, sheet: Sheet, cells: Cells, header_row: int) -> tuple[str, ...]:
        known = self._known()
        extra = [heading for heading in cells.header if same_heading(heading) not in known]
        if full := [heading for heading in extra if has_values(cells.table[heading])]:
            raise SourceError(
                sheet.fault(
                    found="a column that does not belong to the layout",
                    wanted=f"only the columns of {self.title}",
                    remedy="Delete the column, or leave it empty.",
                    row=header_row,
                    column=heading,
                )
                for heading in full
            )
        return tuple(f"left out: the empty column {shown(heading)}" for heading in extra)

    def _order(self, header: Sequence[str]) -> tuple[str, ...]:
        place = {
            same_heading(heading): index
            for index, column in enumerate(self.columns)
            for heading in column.headings
        }
        places = [place[same_heading(heading)] for heading in header if same_heading(heading) in place]
        if places == sorted(places):
            return ()
        return ("the columns are not in the published order; they were matched by name",)


def layout_of(layouts: Sequence[Layout], sheet: Sheet) -> Layout:
    """Return the first of the layouts that a sheet has."""
    return next(layout for layout in layouts if layout.recognises(sheet))


def rows_check(table: pa.Table, thing: str = "row") -> dict[str, str]:
    return {"rows": counted(table.num_rows, thing)}


@lru_cache(maxsize=10_000)
def same_heading(heading: str) -> str:
    """Return what two headings have in common that a reader would call the same."""
    text = _DASHES.sub("-", heading).casefold()
    words = re.sub(r"[^0-9a-z+<&-]+", " ", text).split()
    return " ".join("hrs" if word == "hs" else word for word in words if word != "-")


def _listed(names: Sequence[str]) -> str:
    first = ", ".join(shown(name) for name in names[:12])
    return first if len(names) <= 12 else f"{first} and {len(names) - 12} more"
