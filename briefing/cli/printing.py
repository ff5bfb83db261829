"""Rows for people and for programs: an aligned table, JSON or CSV."""

import csv
import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from itertools import zip_longest

import click

from briefing import formats
from briefing.cli.console import writes_everything

WIDTH = 100
"""Columns of a screen that everybody has."""
_GAP = 2
_NARROWEST = 12
"""A column of words is made no narrower."""


def print_rows(rows: Sequence[Mapping[str, object]], form: str, *, columns: Sequence[str] = ()) -> None:
    """Print the same rows as JSON, CSV or an aligned table; `columns` are the headings where there is no row."""
    if form == "json":
        print_json(rows)
    elif form == "csv" and (rows or columns):
        writer = csv.DictWriter(
            sys.stdout, fieldnames=list(rows[0] if rows else columns), lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows({name: _held(value) for name, value in row.items()} for row in rows)
    elif rows:
        _print_table(rows)
    elif columns:
        click.echo("  ".join(columns))


def _held(value: object) -> object:
    """Hold as text what would run: CSV is opened in a spreadsheet sooner or later."""
    return formats.held(value) if isinstance(value, str) else value


def print_json(found: object) -> None:
    """Print dates as 2026-04-01; numbers and letters in full, so that a program loses nothing."""
    click.echo(json.dumps(found, indent=2, ensure_ascii=not writes_everything(), default=str))


def screen_width() -> int:
    """Return the columns of the terminal; of what is no terminal, those that everybody has."""
    return shutil.get_terminal_size((WIDTH, 24)).columns


def _room() -> int:
    """Return the columns that a table may take: what goes into a file or a pipe is as wide as it is."""
    return screen_width() if sys.stdout.isatty() or "COLUMNS" in os.environ else sys.maxsize


def wrapped(text: str, *, indent: int = 0) -> list[str]:
    """Break a sentence into lines that fit the terminal."""
    room = " " * indent
    return textwrap.wrap(text, max(screen_width(), 40), initial_indent=room, subsequent_indent=room)


def _print_table(rows: Sequence[Mapping[str, object]]) -> None:
    """Print a table that fits the terminal: what is the same in every row stands above it, long cells go over lines.

    Where even that is too wide, each row is a list of its own.
    """
    columns = [name for name in rows[0] if any(row[name] not in (None, "") for row in rows)]
    cells = [[_cell(row[name]) for name in columns] for row in rows]
    if len(rows) > 1 and sum(_widths(columns, cells)) + _GAP * (len(columns) - 1) > _room():
        same = [at for at in range(len(columns)) if len({line[at] for line in cells}) == 1]
        for at in same:
            click.echo("\n".join(wrapped(f"{columns[at]}: {cells[0][at]}")))
        columns = [name for at, name in enumerate(columns) if at not in same]
        cells = [[cell for at, cell in enumerate(line) if at not in same] for line in cells]
    for gap in (_GAP, 1):
        if (widths := _fitted(columns, cells, room=_room() - gap * (len(columns) - 1))) is not None:
            _print_lines(columns, cells, widths, gap=gap)
            return
    _print_lists(columns, cells)


def _print_lines(
    columns: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int], *, gap: int
) -> None:
    for line in [columns, ["-" * width for width in widths], *cells]:
        parts = [_broken(cell, width) for cell, width in zip(line, widths, strict=True)]
        for pieces in zip_longest(*parts, fillvalue=""):
            row = (piece.ljust(width) for piece, width in zip(pieces, widths, strict=True))
            click.echo((" " * gap).join(row).rstrip())


def _broken(cell: str, width: int) -> list[str]:
    """Break a cell between words, and the name of a measure after a "_"."""
    if len(cell) <= width:
        return [cell]
    return [line.replace("_ ", "_") for line in textwrap.wrap(re.sub(r"_(?=\w)", "_ ", cell), width)]


def _widths(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    return [max(len(name), *(len(line[at]) for line in cells)) for at, name in enumerate(columns)]


def _fitted(columns: Sequence[str], cells: Sequence[Sequence[str]], *, room: int) -> list[int] | None:
    """Return widths within the terminal, the widest columns narrowed; None where there are too many of them."""
    widths = _widths(columns, cells)
    least = [max(len(name), min(width, _NARROWEST)) for name, width in zip(columns, widths, strict=True)]
    while sum(widths) > room:
        spare = [width - low for width, low in zip(widths, least, strict=True)]
        if not max(spare, default=0):
            return None
        widths[max(range(len(widths)), key=lambda at: (spare[at] > 0) * widths[at])] -= 1
    return widths


def _print_lists(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    longest = max(map(len, columns))
    for number, line in enumerate(cells):
        if number:
            click.echo()
        for name, cell in zip(columns, line, strict=True):
            indent = " " * (longest + _GAP)
            text = textwrap.fill(
                cell, max(screen_width(), 40), initial_indent=indent, subsequent_indent=indent
            )
            click.echo(f"{name.ljust(longest)}{text[longest:]}")


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.2f}".removesuffix(".00")
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
