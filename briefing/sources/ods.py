"""What the two ODS registers without a header share: 27 columns known by their place, dates as yyyymmdd."""

from collections.abc import Callable, Sequence

from briefing.sources.sheets import Cells, Sheet

WIDTH = 27
_NAMES = {
    1: "code",
    2: "name",
    3: "region code",
    4: "board code",
    11: "open date",
    12: "close date",
    13: "status",
    15: "commissioner",
    26: "setting",
}
COLUMNS = tuple(_NAMES.get(place, f"column {place}") for place in range(1, WIDTH + 1))
"""The names shown in messages. Addresses and telephone numbers have none: they are not read."""


def fits(sheet: Sheet, is_row: Callable[[Sequence[str]], bool], *, least: int) -> bool:
    """Whether nearly all of the first rows are the register's. Excel drops empty columns at the right."""
    rows = [row for row in sheet.head if any(row)]
    fitting = sum(least <= len(row) <= WIDTH and is_row(row) for row in rows)
    return fitting > 0 and fitting >= 0.9 * len(rows)


def body(sheet: Sheet) -> Cells:
    """The whole register as text: every row is data."""
    width = max(len(row) for row in sheet.head)
    return sheet.text(0, names=COLUMNS[:width])


def is_day(cell: str) -> bool:
    return len(cell) == 8 and cell.isdigit()
