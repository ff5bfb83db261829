"""Lines of values as CSV that a spreadsheet and a program both read rightly."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from briefing import formats

Cell = str | float | int | date | None
Line = tuple[Cell, ...]
Lines = list[Line]


def as_csv(lines: Iterable[Line]) -> bytes:
    """With a mark at the start, so that a spreadsheet reads names with accents rightly."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([_cell(value) for value in line] for line in lines)
    return written.getvalue().encode("utf-8-sig")


def _cell(value: Cell) -> Cell:
    """Whole numbers without a point; an apostrophe holds text that a spreadsheet would run as a formula."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return formats.held(value) if isinstance(value, str) else value
