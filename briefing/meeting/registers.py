"""Registers as rows: a table as the last load left it becomes plain dictionaries with None for what is blank."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from briefing.meeting.outline import outlines

Row = dict[str, Any]
"""By the names of the register's columns; the types of the cells are those of `sources.schemas`."""


def rows_of(table: pa.Table) -> list[Row]:
    return [
        {name: (cell.strip() or None) if isinstance(cell, str) else cell for name, cell in row.items()}
        for row in table.to_pylist()
    ]


def practices_on_panels(meetings: Path, people: pa.Table, *, since: date, before: date) -> tuple[str, ...]:
    """Return the practices of those who were on a panel between two days: whether or not they reported, they
    have been heard.

    A meeting that was called off heard nobody. A file that can't be read counts for nobody here: it is told of where
    its meeting is opened.
    """
    practice_of = {row["person_id"]: row["practice_code"] for row in rows_of(people)}
    heard = (
        one
        for one in outlines(meetings)
        if one.takes_place and one.day is not None and since < one.day < before
    )
    practices = {practice_of.get(person) for one in heard for person in one.panel}
    return tuple(sorted(code for code in practices if code))
