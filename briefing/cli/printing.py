"""Rows for people and for programs: an aligned table, JSON or CSV."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence

import click

from briefing import formats


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
    """Print dates as 2026-04-01; numbers in full, so that a program loses nothing."""
    click.echo(json.dumps(found, indent=2, ensure_ascii=False, default=str))


def _print_table(rows: Sequence[Mapping[str, object]]) -> None:
    columns = [name for name in rows[0] if any(row[name] not in (None, "") for row in rows)]
    cells = [[_cell(row[name]) for name in columns] for row in rows]
    widths = [max(len(name), *(len(line[i]) for line in cells)) for i, name in enumerate(columns)]
    for line in [columns, ["-" * width for width in widths], *cells]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.2f}".removesuffix(".00")
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
