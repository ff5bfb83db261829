"""A workbook as sheets of rows, before anyone writes a file: each cell keeps its type, and no formula can be said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from briefing.document.blocks import Masthead


@dataclass(frozen=True)
class Amount:
    """A value in the unit of its metric; per cent is 0 to 100, as everywhere in the program."""

    value: float | None
    unit: str


@dataclass(frozen=True)
class Month:
    """A date that stands for its month."""

    day: date


Cell = str | float | int | date | Amount | Month | None
Row = Mapping[str, Cell]
"""Heading -> value. All rows of a table have the headings of the first, in its order."""


@dataclass(frozen=True)
class Open:
    """What somebody may write into the cells of a column."""

    choices: tuple[str, ...] = ()
    strict: bool = False
    """No other words than the choices are taken."""
    since: date | None = None
    """Of a column of days: the first that is taken."""


@dataclass(frozen=True)
class Sheet:
    """One table with its name and what it holds."""

    name: str
    above: tuple[tuple[str, ...], ...]
    """Lines between its title and its table, cell by cell; the first says what it holds."""
    widths: Mapping[str, int]
    """Heading -> width in characters of the usual type."""
    rows: tuple[Row, ...]
    fixed: int = 1
    """How many of its first columns say what a row is about."""
    open: Mapping[str, Open] = field(default_factory=dict)
    """The columns that are left to be filled in; all others are then locked."""
    lists_files: bool = False
    """It says which files the numbers came from or what changed since: no content of its own."""


@dataclass(frozen=True)
class Workbook:
    """Sheets that belong together. The contents are made from the sheets themselves."""

    filename: str
    title: str
    masthead: Masthead
    dated: date
    """By its meeting: a workbook carries no clock."""
    sheets: tuple[Sheet, ...]
    lines: tuple[str, ...] = ()
    """What stands above the contents; a workbook without has none, and its sheets bear its title."""
