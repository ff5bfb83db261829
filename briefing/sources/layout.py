"""A published layout: which headings make a sheet this data set, in any order, and where our columns lie.

Headings are compared without regard to case, white space, the length of a dash, or `hs` for `hrs`; a column
of ours may list other headings it has had. A sheet that holds most of a layout is told what it lacks.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefing.errors import Fault, SourceError
from briefing.sources.sheets import Cells, Sheet, has_values, shown

_NEAR = 0.6
_DASHES = re.compile("[‐‑‒–—−]")


@dataclass(frozen=True)
class Layout:
    """One layout of one data set."""

    title: str
    columns: Mapping[str, Sequence[str]]
    """Ours -> the headings it goes by, the usual one first."""
    unused: tuple[str, ...] = ()
    """Headings that belong to the layout, are required, and are not needed."""
    optional: frozenset[str] = frozenset()
    """Those of `columns` and `unused` that a sheet may lack."""
    tolerated: tuple[str, ...] = ()
    """Headings that may be there as well."""
    remedy: str = "Give the columns the names of the published file, or download the file again."
    """What to do about columns that are missing."""

    def header_row(self, sheet: Sheet) -> int | None:
        """The row, counted from 1, that holds every required heading."""
        required = self._required().values()
        for number, row in enumerate(sheet.head, start=1):
            there = {same_heading(cell) for cell in row}
            if all(wanted & there for wanted in required):
                return number
        return None

    def recognises(self, sheet: Sheet) -> bool:
        return self.header_row(sheet) is not None

    def found_in(self, header: Sequence[str]) -> dict[str, str]:
        """Ours -> the heading as it stands in this file, for every column that is there."""
        there = {same_heading(heading): heading for heading in reversed(header)}
        found = {}
        for name, headings in self.columns.items():
            present = [there[same_heading(heading)] for heading in headings if same_heading(heading) in there]
            if present:
                found[name] = present[0]
        return found

    def check_extras(self, cells: Cells, *, header_row: int) -> tuple[str, ...]:
        """Refuse columns that hold values the layout doesn't know; a note for those that are empty."""
        known = {same_heading(heading) for headings in self.columns.values() for heading in headings}
        known |= {same_heading(heading) for heading in (*self.unused, *self.tolerated)}
        extra = [heading for heading in cells.header if same_heading(heading) not in known]
        full = [heading for heading in extra if has_values(cells.table[heading])]
        if full:
            raise SourceError(_extra(cells, heading, self.title, header_row) for heading in full)
        return tuple(f"left out: the empty column {shown(heading)}" for heading in extra)

    def nearness(self, sheet: Sheet) -> tuple[float, int]:
        """The largest share of required headings in any row, and that row."""
        required = self._required().values()
        rows = [{same_heading(cell) for cell in row} for row in sheet.head]
        shares = [sum(bool(wanted & there) for wanted in required) / len(required) for there in rows]
        return max(((share, number) for number, share in enumerate(shares, start=1)), default=(0.0, 1))

    def near_miss(self, sheet: Sheet) -> list[Fault]:
        """What a sheet lacks that is plainly meant to be of this layout; none if it isn't."""
        share, number = self.nearness(sheet)
        if share < _NEAR or share == 1:
            return []
        row = sheet.head[number - 1]
        there = {same_heading(cell) for cell in row}
        missing = [name for name, wanted in self._required().items() if not wanted & there]
        known = {same_heading(h) for headings in self.columns.values() for h in headings}
        known |= {same_heading(h) for h in (*self.unused, *self.tolerated)}
        extra = [cell for cell in row if cell and same_heading(cell) not in known]
        also = f"; it has these instead: {_listed(extra)}" if extra else ""
        found = f"a sheet like {self.title} without the columns {_listed(missing)}{also}"
        return [sheet.fault(found=found, wanted="every column of the layout", remedy=self.remedy, row=number)]

    def _required(self) -> dict[str, set[str]]:
        """The usual heading of each required column -> every way it may be written."""
        columns = [headings for name, headings in self.columns.items() if name not in self.optional]
        columns += [(heading,) for heading in self.unused if heading not in self.optional]
        return {headings[0]: {same_heading(heading) for heading in headings} for headings in columns}


@lru_cache(maxsize=10_000)
def same_heading(heading: str) -> str:
    """What two headings have in common that a reader would call the same."""
    text = _DASHES.sub("-", heading).casefold()
    words = re.sub(r"[^0-9a-z+<&-]+", " ", text).split()
    return " ".join("hrs" if word == "hs" else word for word in words if word != "-")


def _extra(cells: Cells, heading: str, title: str, header_row: int) -> Fault:
    return Fault(
        cells.file,
        found="a column that does not belong to the layout",
        wanted=f"only the columns of {title}",
        remedy="Delete the column, or leave it empty.",
        sheet=cells.sheet,
        row=header_row,
        column=heading,
    )


def _listed(names: Sequence[str]) -> str:
    first = ", ".join(shown(name) for name in names[:12])
    return first if len(names) <= 12 else f"{first} and {len(names) - 12} more"
