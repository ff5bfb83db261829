"""What an RTT extract proves about itself: bands to totals, functions to C_999, part 2A within part 2."""

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault
from briefing.sources.proofs import Flags, Ints, group_ids, groups_add_up, numbers, row_faults
from briefing.sources.schemas import RTT_BANDS
from briefing.sources.sheets import Cells

BEYOND_DOUBT = 0.05
"""The share of 2A rows that may exceed part 2: trusts report them apart (April 2026: 0.5 % differ)."""


def bands_add_up(cells: Cells, table: pa.Table, headings: Mapping[str, str]) -> list[Fault]:
    """Bands and unknown clock starts must add up to Total All, and the bands to Total where it is given."""
    has_bands = _flags(pc.not_equal(table["part"], "3"))
    bands = np.zeros(table.num_rows, np.int64)
    for name in _bands(headings):
        bands += numbers(table[name])
    with_unknown = bands + numbers(table["unknown_start"])
    total, known = numbers(table["total"]), numbers(table["known_start"])
    faults = row_faults(
        cells,
        (with_unknown != total) & has_bands,
        found=lambda i: (
            f"{total[i]:,}, where the waits by week and unknown clock starts add up to {with_unknown[i]:,}"
        ),
        wanted=lambda _: "their sum",
        column=headings["total"],
    )
    given = _flags(pc.is_valid(table["known_start"]))
    faults += row_faults(
        cells,
        (bands != known) & given & has_bands,
        found=lambda i: f"{known[i]:,}, where the waits by week add up to {bands[i]:,}",
        wanted=lambda _: "their sum",
        column=headings["known_start"],
    )
    return faults


def functions_add_up(cells: Cells, table: pa.Table, headings: Mapping[str, str]) -> list[Fault]:
    """Treatment functions must add up to C_999, for each provider, commissioner, part and column."""
    return groups_add_up(
        cells,
        table,
        by=("provider_code", "commissioner_code", "part"),
        is_total=_flags(pc.equal(table["specialty_code"], "ALL")),
        counts=(*_bands(headings), "unknown_start", "total"),
        headings=headings,
        total="C_999",
    )


def decided_within_waiting(
    cells: Cells, table: pa.Table, headings: Mapping[str, str]
) -> tuple[list[Fault], list[str]]:
    """Part 2A, with a decision to admit, must lie within part 2, but for the few that trusts misreport."""
    keys = group_ids(table, ("provider_code", "commissioner_code", "specialty_code"))
    waiting = _rows_of(table, "2")
    decided = _rows_of(table, "2A")
    partner = np.full(keys.max(initial=0) + 1, -1)
    partner[keys[waiting]] = waiting
    beside = partner[keys[decided]]
    exceeds = beside < 0
    for name in (*_bands(headings), "total"):
        values = numbers(table[name])
        exceeds |= values[decided] > np.where(beside < 0, 0, values[beside])
    n = int(exceeds.sum())
    if n <= BEYOND_DOUBT * len(decided):
        note = (
            f"{n:,} of {len(decided):,} rows of part 2A exceed part 2 in some week, as trusts reported them"
        )
        return [], [note] if n else []
    bad = np.zeros(table.num_rows, np.bool_)
    bad[decided[exceeds]] = True
    faults = row_faults(
        cells,
        bad,
        found=lambda _: "more pathways with a decision to admit (part 2A) than pathways waiting (part 2)",
        wanted=lambda _: "part 2A within part 2",
        remedy="The parts may have been mixed up: download the file again.",
        column=headings["part"],
    )
    return faults, []


def _bands(headings: Mapping[str, str]) -> Iterator[str]:
    return (name for name in (*RTT_BANDS, "weeks_open") if name in headings)


def _flags(column: pa.ChunkedArray) -> Flags:
    flags: Flags = np.asarray(column, dtype=np.bool_)
    return flags


def _rows_of(table: pa.Table, part: str) -> Ints:
    rows: Ints = np.flatnonzero(_flags(pc.equal(table["part"], part)))
    return rows
