"""Registers as rows: a table of Arrow or pandas becomes plain dictionaries with None for what is blank."""

from datetime import date, datetime
from typing import Any

import pyarrow as pa

Row = dict[str, Any]


def rows_of(table: Any) -> list[Row]:
    """Reads an Arrow table or a data frame, row by row."""
    arrow = table if isinstance(table, pa.Table) else pa.Table.from_pandas(table, preserve_index=False)
    return [{name: _plain(value) for name, value in row.items()} for row in arrow.to_pylist()]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return value.strip() or None
    return value


def as_date(value: Any) -> date | None:
    """Gives the date of a cell that holds one."""
    return value if isinstance(value, date) else None
