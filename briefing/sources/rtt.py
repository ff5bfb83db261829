"""Referral to treatment (RTT) waiting times: the full extract, and the form it had from 2017 to 2019.

Part 1A and 1B are completed pathways, 2 those still waiting, 2A the part of 2 with a decision to admit, 3 new
clock starts, which have no bands. `Total` and unknown starts are blank but for 1A and 1B: use `Total All`.
"""

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault
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
from briefing.sources.published import CODES, PROVIDER_BY_COMMISSIONER, organisation_faults
from briefing.sources.schemas import RTT_BANDS, SCHEMAS
from briefing.sources.sheets import Sheet, counted
from briefing.sources.source import Extract, Source
from briefing.sources.values import Unreadable

_KEY = ("provider_code", "commissioner_code", "part", "specialty_code")
_FUNCTION = re.compile(r"(?:C_|[A-Z]P)?([1-9][0-9]{2})|(X[0-9]{2})")
_BEYOND_DOUBT = 0.05
"""The share of 2A rows that may exceed part 2: trusts report them apart (April 2026: 0.5% differ)."""


def _band(name: str) -> tuple[str, str]:
    return f"Gt {name} SUM 1", f"Gt {name}"


def _layout(title: str, *, open_from: int) -> Layout:
    return Layout(
        title,
        {
            "period": ("Period",),
            **PROVIDER_BY_COMMISSIONER,
            "part": ("RTT Part Type",),
            "specialty_code": ("Treatment Function Code",),
            **{RTT_BANDS[week]: _band(f"{week:02d} To {week + 1:02d} Weeks") for week in range(open_from)},
            "weeks_open": _band(f"{open_from} Weeks"),
            "known_start": ("Total",),
            "unknown_start": ("Patients with unknown clock start date",),
            "total": ("Total All",),
        },
        unused=("RTT Part Description", "Treatment Function Name"),
    )


_LAYOUTS = (
    _layout("the RTT full extract", open_from=104),
    _layout("the RTT full extract of 2017-19", open_from=52),
)
_STORED = SCHEMAS["rtt"]
_SCHEMA = _STORED.remove(_STORED.get_field_index("open_from")).append(pa.field("known_start", pa.int32()))
_COUNTS = [field.name for field in _SCHEMA if pa.types.is_integer(field.type)]


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


def _read(sheet: Sheet) -> list[Extract]:
    """The extract of one month, proved row by row and table by table."""
    reading = (
        layout_of(_LAYOUTS, sheet)
        .open(sheet, quick=_SCHEMA)
        .typed(
            _SCHEMA,
            required=(*_KEY, "total"),
            dash_is_zero=_COUNTS,
            parsers={"part": parse_part, "specialty_code": parse_function},
        )
    )
    refuse(one_month(reading), organisation_faults(reading), _bands_add_up(reading))
    # a row that is wrong in itself would be told again by each of these
    refuse(no_row_twice(reading, _KEY), _functions_add_up(reading))
    exceeding, n_decided, faults = _decided_within_waiting(reading)
    refuse(faults)
    note = (
        f"{exceeding:,} of {n_decided:,} rows of part 2A exceed part 2 in some week, as trusts reported them"
    )
    finished = replace(reading, table=_finished(reading.table, _bands(reading)))
    return [
        finished.extract(
            "rtt", _checks(reading.table), revised=reading.revised, notes=(note,) if exceeding else ()
        )
    ]


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


def _finished(table: pa.Table, bands: list[str]) -> pa.Table:
    """Blank bands as zeros where a part has bands; unknown clock starts as zeros where they are asked for."""
    has_bands = pc.not_equal(table["part"], "3")
    completed = pc.is_in(table["part"], pa.array(["1A", "1B"]))
    zero, nothing = pa.scalar(0, pa.int32()), pa.scalar(None, pa.int32())
    zero_bands = pc.if_else(has_bands, zero, nothing)
    columns = {name: table[name] for name in _STORED.names if name != "open_from"}
    columns |= {name: pc.coalesce(table[name], zero_bands) for name in bands}
    columns["unknown_start"] = pc.coalesce(table["unknown_start"], pc.if_else(completed, zero, nothing))
    columns["open_from"] = pa.array(np.full(table.num_rows, len(bands) - 1), pa.int32())
    return pa.table({name: columns[name] for name in _STORED.names}, schema=_STORED)


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
        key=("period", *_KEY),
        read=_read,
        codes=CODES,
        layouts=_LAYOUTS,
        authority=3,
    ),
)
