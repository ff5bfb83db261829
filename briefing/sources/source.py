"""The contract between a reader and the rest of the house."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pyarrow as pa

from briefing.sources.layout import Layout
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Sheet

LOCAL_FEED = "local feed"
"""The publisher of what a commissioner collects itself."""

Keeping = Literal["period", "rows", "snapshot"]
"""What a second file does to the first. `period`: the latest vintage of each month counts. `rows`: the latest row
of each key counts, whichever file brought it. `snapshot`: the latest file replaces the one before."""


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


@dataclass(frozen=True)
class Source:
    """A data set that can be read. `recognises` looks at the content of a sheet, never at a file's name."""

    name: str
    title: str
    publisher: str
    """Printed under every number: "NHS England", "NHS Digital", or "local feed"."""
    keeps: Keeping
    key: tuple[str, ...]
    """The columns that identify a row; duplicates are refused."""
    recognises: Callable[[Sheet], bool]
    read: Callable[[Sheet], list[Extract]]
    layouts: tuple[Layout, ...] = ()
    """The layouts it reads, where headings tell them: a sheet that nearly fits one is told what it lacks."""

    @property
    def schema(self) -> pa.Schema:
        return SCHEMAS[self.name]
