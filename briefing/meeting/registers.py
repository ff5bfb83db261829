"""Registers as rows: a table of Arrow or pandas becomes plain dictionaries with None for what is blank.

Whose GPs sat on a panel before: their practices have been heard, whether or not they reported.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from briefing import toml

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


def practices_on_panels(meetings: Path, people: Any, *, since: date, before: date) -> tuple[str, ...]:
    """The practices of those who were on a panel after one day and before another, from the meetings' files.

    A file that can't be read counts for nobody here: it is told of where its meeting is opened.
    """
    practice_of = {row["person_id"]: row["practice_code"] for row in rows_of(people)}
    sat = (practice_of.get(person) for person in _sat(meetings, since=since, before=before))
    return tuple(sorted({code for code in sat if code}))


def _sat(meetings: Path, *, since: date, before: date) -> Iterator[str]:
    for file in sorted(meetings.glob("*/meeting.toml")):
        try:
            written = toml.loads(file.read_text("utf-8-sig"))
        except (toml.TOMLDecodeError, UnicodeDecodeError, OSError):
            continue
        day, panel = written.get("date"), written.get("panel")
        if type(day) is date and since < day < before and isinstance(panel, list):
            yield from (person for person in panel if isinstance(person, str))
