"""Rows of values as CSV that a spreadsheet and a program both read rightly."""

import csv
import io
from collections.abc import Sequence

from briefing import formats
from briefing.document.workbook import Cell, Row


def attributes(thing: object, *names: str) -> Row:
    """Return the attributes of those names as columns."""
    return {name: getattr(thing, name) for name in names}


def as_csv(rows: Sequence[Row]) -> bytes:
    """Write rows with a mark at the start, so that a spreadsheet reads names with accents rightly."""
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({column: _cell(value) for column, value in row.items()} for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _cell(value: Cell) -> Cell:
    """Whole numbers without a point; an apostrophe holds text that a spreadsheet would run as a formula."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return formats.held(value) if isinstance(value, str) else value
