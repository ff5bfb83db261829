"""The contract between a reader and the rest of the house."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from briefing.errors import Fault
from briefing.sources.columns import Column, schema_of
from briefing.sources.sheets import Sheet

if TYPE_CHECKING:
    from briefing.sources.layout import Layout, Reading

LOCAL_FEED = "local feed"
"""The publisher of what a commissioner collects itself."""

Keeping = Literal["period", "rows", "snapshot"]
"""What a second file does to the first. `period`: the latest vintage of each month counts. `rows`: the latest row
of each key counts, whichever file brought it. `snapshot`: the latest file replaces the one before."""


OrganisationType = Literal["provider", "practice", "network", "sub_board", "board", "region"]


@dataclass(frozen=True)
class Codes:
    """A column of organisation codes: what kind of organisation they name, and what else its row says of it.

    Membership, names, parents and the codes that a meeting may use are all made from these
    (`warehouse/organisations.py`). A source that leaves one out leaves those organisations out of England.
    """

    type: OrganisationType | None
    """None: a column `type` says."""
    code: str = ""
    """The column; "" for a parent that is known by its name alone."""
    name: str = ""
    within: tuple["Codes", ...] = ()
    """The organisations above it that the same row names."""
    where: Mapping[str, str] = field(default_factory=dict)
    """Only rows in which these columns hold these values."""
    unless: Mapping[str, str] = field(default_factory=dict)
    """No rows in which one of these columns holds its value."""
    dates: tuple[str, str] | None = None
    """The columns that say since when it is there, and until when."""
    counted: bool = True
    """To be named here is to be one. Without it, the row only tells more of those known from elsewhere."""
    authority: int | None = None
    """Where it is another than its source's."""


@dataclass(frozen=True)
class Check:
    """A proof that a reader made, kept in the ledger: "bands sum to totals", "180,781 rows"."""

    name: str
    detail: str


@dataclass(frozen=True)
class Extract:
    """What one file holds of one source: a table in the schema of that source, for one period."""

    source: str
    period: date | None
    """The first day of the month the file speaks of; None for snapshots and row-level feeds."""
    table: pa.Table
    revised: bool = False
    """The publisher calls it revised, in its name or inside: it outranks a first publication loaded later."""
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()
    """What a manager should know although nothing is wrong: "3 empty columns at the right were left out"."""
    rows_elsewhere: int = 0
    """How many rows stay where they are, of which this is told and the table holds none."""
    readings: tuple["Reading", ...] = field(default=(), repr=False, compare=False)
    """The text it was read from, where a row of its table may yet be named: of registers and small feeds."""

    def fault(self, row: int, *, found: str, wanted: str, remedy: str, column: str) -> Fault:
        """Name a fault by the place the user sees; `row` is an index of the table."""
        if (place := self._place(row)) is None:
            return Fault(self.source, found, wanted, remedy, column=column)
        reading, row = place
        return reading.fault(found=found, wanted=wanted, remedy=remedy, row=row, column=column)

    def cell(self, row: int, column: str) -> str:
        """Return what stands in the file for a value of the table; nothing where that is not kept."""
        place = self._place(row)
        if place is None or column not in place[0].headings:
            return ""
        reading, row = place
        return str(reading.table[reading.headings[column]][row].as_py() or "").strip()

    def file(self, row: int) -> str:
        """Return the name of the file that a row stands in; nothing where that is not kept."""
        place = self._place(row)
        return place[0].place.file if place is not None else ""

    def _place(self, row: int) -> "tuple[Reading, int] | None":
        for reading in self.readings:
            if row < reading.table.num_rows:
                return reading, row
            row -= reading.table.num_rows
        return None


@dataclass(frozen=True)
class Source:
    """A data set that can be read. It is recognised by the content of a sheet, never by a file's name."""

    name: str
    title: str
    publisher: str
    """Printed under every number: "NHS England", "NHS Digital", or "local feed"."""
    keeps: Keeping
    key: tuple[str, ...]
    """The columns that identify a row; duplicates are refused."""
    columns: tuple[Column, ...]
    read: Callable[[Sheet], list[Extract]]
    codes: tuple[Codes, ...]
    """Every column that says which organisations there are; () for what only speaks of those known otherwise."""
    layouts: "tuple[Layout, ...]" = ()
    """The layouts it reads, where headings tell them: a sheet that nearly fits one is told what it lacks."""
    authority: int = 4
    """Whose word on names and parents goes first: 1 the local register, 2 the registers of ODS, 3 the files that
    publish providers by commissioners, 4 other published files, 5 and 6 maps and lists, 9 local feeds."""
    monthly: bool = False
    """It comes out every month: one of which there is no file is missed."""
    fits: Callable[[Sheet], bool] | None = None
    """How a sheet is recognised where it is not by a layout's headings alone."""
    lag: int = 4
    """How many months its latest month usually lies behind today: an older figure is asked for anew, not pressed."""

    def recognises(self, sheet: Sheet) -> bool:
        if self.fits is not None:
            return self.fits(sheet)
        return any(layout.recognises(sheet) for layout in self.layouts)

    @property
    def schema(self) -> pa.Schema:
        """The names and types that its reader produces and queries read."""
        return schema_of(self.columns)
