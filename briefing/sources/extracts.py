"""The first and last steps of every register and local feed: its columns found, its rows and keys proved."""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import SourceError
from briefing.sources.layout import Layout
from briefing.sources.proofs import no_row_twice
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Cells, Sheet, counted
from briefing.sources.source import Check, Extract


def under_header(sheet: Sheet, layout: Layout) -> tuple[Cells, dict[str, str], tuple[str, ...]]:
    """The cells under a layout's header row, where our columns are in them, and what was left out."""
    header_row = layout.header_row(sheet)
    if header_row is None:
        raise SourceError(layout.near_miss(sheet))
    cells = sheet.text(header_row)
    notes = layout.check_extras(cells, header_row=header_row)
    return cells, layout.found_in(cells.header), notes


def proved(
    source: str,
    table: pa.Table,
    cells: Cells,
    *,
    key: Sequence[str],
    period: date | None = None,
    checks: tuple[Check, ...] = (),
    notes: tuple[str, ...] = (),
    may_be_empty: bool = False,
) -> Extract:
    """The extract of a table, once it is shown to have rows and no key twice."""
    if not table.num_rows and not may_be_empty:
        remedy = "Check that the right file was saved."
        raise SourceError(
            [cells.fault(found="a header without rows", wanted="at least one row", remedy=remedy)]
        )
    if faults := no_row_twice(cells, table, key):
        raise SourceError(faults)
    checks = (Check("rows", counted(table.num_rows, "row")), Check("no duplicates", " + ".join(key)), *checks)
    return Extract(source, period, table.cast(SCHEMAS[source]), checks=checks, notes=(*cells.notes, *notes))


def early_ends(table: pa.Table, starts: str, ends: str) -> tuple[str, ...]:
    """A note on rows that end before they start: the register's own slips, kept as published."""
    n = pc.sum(pc.less(table[ends], table[starts])).as_py() or 0
    return (f"{counted(n, 'row')} that end before they start, kept as published",) if n else ()
