"""Referral to treatment (RTT) waiting times: the full extract, and the form it had from 2017 to 2019.

Part 1A and 1B are completed pathways, 2 those still waiting, 2A the part of 2 with a decision to admit, 3 new
clock starts, which have no bands. `Total` and unknown starts are blank but for 1A and 1B: use `Total All`.
"""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault
from briefing.sources.columns import Column, count, month, text
from briefing.sources.layout import Layout, Reading, layout_of, rows_check
from briefing.sources.proofs import (
    Ints,
    added,
    flags,
    group_ids,
    groups_add_up,
    no_row_twice,
    numbers,
    one_month,
    refuse,
    row_faults,
    sums_match,
)
from briefing.sources.published import CODES, PROVIDER_BY_COMMISSIONER, STORED, organisation_faults
from briefing.sources.sheets import Sheet, counted
from briefing.sources.source import Extract, Source
from briefing.sources.values import Unreadable

RTT_BANDS = tuple(f"weeks_{week:03d}" for week in range(104))
"""`weeks_017` counts waits over 17 and up to 18 weeks: 120 to 126 days."""
_KEY = ("provider_code", "commissioner_code", "part", "specialty_code")
_FUNCTION = re.compile(r"(?:C_|[A-Z]P)?([1-9][0-9]{2})|(X[0-9]{2})")
_BEYOND_DOUBT = 0.05
"""The share of 2A rows that may exceed part 2: trusts report them apart (April 2026: 0.5% differ)."""


def parse_part(text: str) -> str:
    """`Part_2A` -> `2A`."""
    part = text.upper().removeprefix("PART_").removeprefix("PART ")
    if part not in ("1A", "1B", "2", "2A", "3"):
        raise Unreadable("one of Part_1A, Part_1B, Part_2, Part_2A, Part_3", "Download the file again.")
    return part


def parse_function(text: str) -> str:
    """`C_100` and `IP100` -> `100`, `X02` -> `X02`, `C_999` -> `ALL`."""
    match = _FUNCTION.fullmatch(text.upper())
    if match is None:
        raise Unreadable("a treatment function such as C_100, X02 or C_999", "Download the file again.")
    code = match[1] or match[2]
    return "ALL" if code == "999" else code


def _count(name: str, *headings: str, filled: bool = False, kept: bool = True) -> Column:
    return count(name, *headings, filled=filled, kept=kept, dash_is_zero=True)


def _columns(open_from: int, organisations: tuple[Column, ...]) -> tuple[Column, ...]:
    """`weeks_open` counts waits beyond `open_from` weeks: 104, or 52 in the extracts of 2017-19."""
    bands = [(name, f"Gt {week:02d} To {week + 1:02d} Weeks") for week, name in enumerate(RTT_BANDS)]
    bands = [*bands[:open_from], ("weeks_open", f"Gt {open_from} Weeks")]
    return (
        month("Period"),
        *organisations,
        text("part", "RTT Part Type", filled=True, parse=parse_part),
        text("specialty_code", "Treatment Function Code", filled=True, parse=parse_function),
        *(_count(name, f"{heading} SUM 1", heading) for name, heading in bands),
        _count("known_start", "Total", kept=False),
        Column("open_from", pa.int32()),
        _count("unknown_start", "Patients with unknown clock start date"),
        _count("total", "Total All", filled=True),
    )


_UNUSED = ("RTT Part Description", "Treatment Function Name")
_COLUMNS = _columns(104, STORED)
_LAYOUTS = (
    Layout("the RTT full extract", _columns(104, PROVIDER_BY_COMMISSIONER), _UNUSED),
    Layout("the RTT full extract of 2017-19", _columns(52, PROVIDER_BY_COMMISSIONER), _UNUSED),
)


def _read(sheet: Sheet) -> list[Extract]:
    """The extract of one month, proved row by row and table by table."""
    reading = layout_of(_LAYOUTS, sheet).open(sheet).typed(_COLUMNS)
    refuse(one_month(reading), organisation_faults(reading), _bands_add_up(reading))
    # a row that is wrong in itself would be told again by each of these
    refuse(no_row_twice(reading, _KEY), _functions_add_up(reading))
    exceeding, n_decided, faults = _decided_within_waiting(reading)
    refuse(faults)
    note = (
        f"{exceeding:,} of {n_decided:,} rows of part 2A exceed part 2 in some week, as trusts reported them"
    )
    finished = _finished(reading)
    notes = (note,) if exceeding else ()
    return [finished.extract("rtt", _checks(reading.table), revised=reading.revised, notes=notes)]


def _bands(reading: Reading) -> list[str]:
    return [name for name in (*RTT_BANDS, "weeks_open") if name in reading.headings]


def _bands_add_up(reading: Reading) -> list[Fault]:
    """Bands and unknown clock starts must add up to Total All, and the bands to Total where it is given."""
    has_bands = flags(pc.not_equal(reading.table["part"], "3"))
    given = flags(pc.is_valid(reading.table["known_start"])) & has_bands
    bands = added(reading, _bands(reading))
    with_unknown = bands + numbers(reading.table["unknown_start"])
    said = "the waits by week and unknown clock starts"
    return [
        *sums_match(reading, with_unknown, "total", said=said, rows=has_bands),
        *sums_match(reading, bands, "known_start", said="the waits by week", rows=given),
    ]


def _functions_add_up(reading: Reading) -> list[Fault]:
    """Treatment functions must add up to C_999, for each provider, commissioner, part and column."""
    return groups_add_up(
        reading,
        by=("provider_code", "commissioner_code", "part"),
        is_total=flags(pc.equal(reading.table["specialty_code"], "ALL")),
        counts=(*_bands(reading), "unknown_start", "total"),
        total="C_999",
    )


def _decided_within_waiting(reading: Reading) -> tuple[int, int, list[Fault]]:
    """Part 2A, with a decision to admit, must lie within part 2, but for the few that trusts misreport."""
    table = reading.table
    keys = group_ids(table, ("provider_code", "commissioner_code", "specialty_code"))
    waiting, decided = _rows_of(table, "2"), _rows_of(table, "2A")
    partner = np.full(keys.max(initial=0) + 1, -1)
    partner[keys[waiting]] = waiting
    beside = partner[keys[decided]]
    exceeds = beside < 0
    for name in (*_bands(reading), "total"):
        values = numbers(table[name])
        exceeds |= values[decided] > np.where(beside < 0, 0, values[beside])
    n = int(exceeds.sum())
    if n <= _BEYOND_DOUBT * len(decided):
        return n, len(decided), []
    bad = np.zeros(table.num_rows, np.bool_)
    bad[decided[exceeds]] = True
    faults = row_faults(
        reading,
        bad,
        found=lambda _: "more pathways with a decision to admit (part 2A) than pathways waiting (part 2)",
        wanted="part 2A within part 2",
        remedy="The parts may have been mixed up: download the file again.",
        column="part",
    )
    return n, len(decided), faults


def _rows_of(table: pa.Table, part: str) -> Ints:
    rows: Ints = np.flatnonzero(flags(pc.equal(table["part"], part)))
    return rows


def _finished(reading: Reading) -> Reading:
    """Blank bands as zeros where a part has bands; unknown clock starts as zeros where they are asked for."""
    table, bands = reading.table, _bands(reading)
    has_bands = pc.not_equal(table["part"], "3")
    completed = pc.is_in(table["part"], pa.array(["1A", "1B"]))
    zero, nothing = pa.scalar(0, pa.int32()), pa.scalar(None, pa.int32())
    zero_bands = pc.if_else(has_bands, zero, nothing)
    return reading.filled(
        **{name: pc.coalesce(table[name], zero_bands) for name in bands},
        unknown_start=pc.coalesce(table["unknown_start"], pc.if_else(completed, zero, nothing)),
        open_from=pa.scalar(len(bands) - 1, pa.int32()),
    )


def _checks(table: pa.Table) -> dict[str, str]:
    providers, boards = (
        counted(pc.count_distinct(table[name]).as_py(), thing)
        for name, thing in (
            ("provider_code", "provider"),
            ("commissioner_parent_code", "commissioning board"),
        )
    )
    return {
        **rows_check(table),
        "organisations": f"{providers}, {boards}",
        "bands add up": "waits by week and unknown clock starts add up to Total All in every row",
        "treatment functions add up": "to C_999, for each provider, commissioner, part and week",
        "no row twice": "one row a provider, commissioner, part and treatment function",
    }


SOURCES = (
    Source(
        name="rtt",
        title="RTT waiting times, full extract",
        publisher="NHS England",
        keeps="period",
        monthly=True,
        key=("period", *_KEY),
        columns=_COLUMNS,
        read=_read,
        codes=CODES,
        layouts=_LAYOUTS,
        authority=3,
    ),
)
