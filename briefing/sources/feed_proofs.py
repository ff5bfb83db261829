"""What the values of a local feed show together: days in order, no year mistyped, age bands apart."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault
from briefing.sources.feed_layouts import Feed
from briefing.sources.feed_values import overlapping
from briefing.sources.proofs import row_faults
from briefing.sources.sheets import Cells
from briefing.sources.source import Check

AHEAD, BEHIND = timedelta(days=366), timedelta(days=20 * 366)
"""How far a day may lie from the feed's latest: appointments are booked ahead, waits began long ago."""
_MANY = 100
_FROM_ROWS = 0.99


def feed_faults(feed: Feed, table: pa.Table, cells: Cells, columns: Mapping[str, str]) -> list[Fault]:
    """Everything the values show to be wrong although each can be read."""
    faults = [fault for pair in feed.in_order for fault in _out_of_order(*pair, table, cells, columns)]
    if feed.happens_on is not None:
        faults += _far_days(feed.happens_on, table, cells, columns)
    if "age_band" in columns:
        faults += _overlaps(table, cells, columns["age_band"])
    return faults


def _out_of_order(
    first: str, second: str, table: pa.Table, cells: Cells, columns: Mapping[str, str]
) -> list[Fault]:
    """A row each for days that run backwards. They would be counted as waits shorter than none."""
    bad = pc.less(table[second], table[first]).fill_null(False).to_numpy()
    return row_faults(
        cells,
        bad,
        found=lambda i: f"{table[second][i]}, before {first}, {table[first][i]}",
        wanted=lambda _: f"a day on or after {first}",
        remedy="Correct one of the two days, clear the wrong one, or remove the row.",
        column=columns.get(second),
    )


def _far_days(happens_on: str, table: pa.Table, cells: Cells, columns: Mapping[str, str]) -> Iterator[Fault]:
    latest = _latest(table[happens_on])
    if latest is None:
        return
    for name in columns:
        if table.schema.field(name).type == pa.date32():
            days = table[name]
            far = pc.or_(pc.greater(days, latest + AHEAD), pc.less(days, latest - BEHIND))
            yield from row_faults(
                cells,
                far.fill_null(False).to_numpy(),
                found=lambda i, days=days: f"{days[i]}, far from the feed's latest {happens_on}, {latest}",  # type: ignore[misc]
                wanted=lambda _: "a day not a year after it, nor twenty years before",
                remedy="Correct the year.",
                column=columns[name],
            )


def _latest(days: pa.ChunkedArray) -> date | None:
    """The feed's latest day; in a large feed the last but one in a hundred, lest a mistyped year set it."""
    ordered = np.sort(pc.drop_null(days).to_numpy())
    if not len(ordered):
        return None
    at = len(ordered) - 1 if len(ordered) < _MANY else int(_FROM_ROWS * (len(ordered) - 1))
    latest: date = ordered[at].astype("datetime64[D]").item()
    return latest


def _overlaps(table: pa.Table, cells: Cells, heading: str) -> Iterator[Fault]:
    both = overlapping(pc.drop_null(table["age_band"].unique()).to_pylist())
    if both is not None:
        yield cells.fault(
            found=f"the bands {both[0]} and {both[1]}",
            wanted="one set of age bands a file, of which none share an age",
            remedy="Use the same bands in every row.",
            column=heading,
        )


def feed_checks(feed: Feed) -> tuple[Check, ...]:
    checks = [Check("days in order", f"{first} to {second}") for first, second in feed.in_order]
    if feed.screened:
        checks.append(Check("no identifiers", "NHS number, name, address, postcode, birth, e-mail, phone"))
    return tuple(checks)


def feed_notes(feed: Feed, columns: Mapping[str, str]) -> Iterator[str]:
    missing = [name for name in feed.layout.columns if name not in columns]
    if missing:
        yield f"without {', '.join(missing)}: what needs them is not measured"
