"""Referral to treatment (RTT) waiting times: the full extract, and the form it had from 2017 to 2019.

Part 1A and 1B are completed pathways, 2 those still waiting, 2A the part of 2 with a decision to admit, 3 new
clock starts, which have no bands. `Total` and unknown starts are blank but for 1A and 1B: use `Total All`.
"""

import re

import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import SourceError
from briefing.sources.conversion import convert
from briefing.sources.layout import Layout, same_heading
from briefing.sources.proofs import no_row_twice, one_month
from briefing.sources.published import (
    CODES,
    PROVIDER_BY_COMMISSIONER,
    is_revised,
    order_note,
    organisation_faults,
)
from briefing.sources.rtt_proofs import bands_add_up, decided_within_waiting, functions_add_up
from briefing.sources.schemas import RTT_BANDS, SCHEMAS
from briefing.sources.sheets import Cells, Sheet, counted
from briefing.sources.source import Check, Extract, Source
from briefing.sources.values import Unreadable, parse_month

KEY = ("provider_code", "commissioner_code", "part", "specialty_code")
_NO_BANDS = "3"
_COMPLETED = pa.array(["1A", "1B"])
_NOT_NEEDED = ("RTT Part Description", "Treatment Function Name")
_FUNCTION = re.compile(r"(?:C_|[A-Z]P)?([1-9][0-9]{2})|(X[0-9]{2})")


def _band(week: int) -> str:
    return f"Gt {week:02d} To {week + 1:02d} Weeks SUM 1"


def _layout(title: str, *, open_from: int) -> Layout:
    bands = {RTT_BANDS[week]: (_band(week), _band(week).removesuffix(" SUM 1")) for week in range(open_from)}
    last = f"Gt {open_from} Weeks SUM 1"
    return Layout(
        title,
        columns={
            "period": ("Period",),
            **PROVIDER_BY_COMMISSIONER,
            "part": ("RTT Part Type",),
            "specialty_code": ("Treatment Function Code",),
            **bands,
            "weeks_open": (last, last.removesuffix(" SUM 1")),
            "known_start": ("Total",),
            "unknown_start": ("Patients with unknown clock start date",),
            "total": ("Total All",),
        },
        unused=_NOT_NEEDED,
        optional=frozenset(_NOT_NEEDED),
    )


LAYOUTS = {
    104: _layout("the RTT full extract", open_from=104),
    52: _layout("the RTT full extract of 2017-19", open_from=52),
}
_SCHEMA = (
    SCHEMAS["rtt"]
    .remove(SCHEMAS["rtt"].get_field_index("open_from"))
    .append(pa.field("known_start", pa.int32()))
)


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


def recognises(sheet: Sheet) -> bool:
    return any(layout.recognises(sheet) for layout in LAYOUTS.values())


def read(sheet: Sheet) -> list[Extract]:
    """The extract of one month, proved row by row and table by table."""
    open_from, layout = next((weeks, layout) for weeks, layout in LAYOUTS.items() if layout.recognises(sheet))
    header_row = layout.header_row(sheet) or 1
    cells = sheet.typed(header_row, _quick_types(sheet, layout, header_row))
    headings = layout.found_in(cells.header)
    notes = [*layout.check_extras(cells, header_row=header_row), *order_note(cells, _published_order(layout))]
    table = _typed(cells, headings)
    month, faults = one_month(cells, table["period"], heading=headings["period"])
    faults += organisation_faults(cells, table, headings)
    faults += bands_add_up(cells, table, headings)
    if not faults:  # a row that is wrong in itself would be told again by each of these
        faults += no_row_twice(cells, table, KEY)
        faults += functions_add_up(cells, table, headings)
    more_faults, more_notes = decided_within_waiting(cells, table, headings) if not faults else ([], [])
    faults += more_faults
    if faults:
        raise SourceError(faults)
    checks = _checks(table)
    finished = _finished(table, open_from=open_from)
    return [Extract("rtt", month, finished, is_revised(sheet), checks, (*cells.notes, *notes, *more_notes))]


def _quick_types(sheet: Sheet, layout: Layout, header_row: int) -> dict[str, pa.DataType]:
    codes = pa.dictionary(pa.int32(), pa.string())
    headings = layout.found_in(sheet.head[header_row - 1])
    types = {headings[name]: codes for name in headings} | {
        headings[field.name]: field.type
        for field in _SCHEMA
        if pa.types.is_integer(field.type) and field.name in headings
    }
    unused = {same_heading(heading) for heading in layout.unused}
    return types | {cell: codes for cell in sheet.head[header_row - 1] if same_heading(cell) in unused}


def _typed(cells: Cells, headings: dict[str, str]) -> pa.Table:
    counts = [field.name for field in _SCHEMA if pa.types.is_integer(field.type)]
    return convert(
        cells,
        _SCHEMA,
        columns=headings,
        required=("provider_code", "commissioner_code", "part", "specialty_code", "total"),
        dash_is_zero=counts,
        parsers={"part": parse_part, "specialty_code": parse_function, "period": parse_month},
    )


def _finished(table: pa.Table, *, open_from: int) -> pa.Table:
    """Blank bands as zeros where a part has bands; unknown clock starts as zeros where they are asked for."""
    has_bands = pc.not_equal(table["part"], _NO_BANDS)
    completed = pc.is_in(table["part"], _COMPLETED)
    zeros = {True: pc.if_else(has_bands, pa.scalar(0, pa.int32()), pa.scalar(None, pa.int32()))}
    columns = {name: table[name] for name in SCHEMAS["rtt"].names if name != "open_from"}
    for name in (*RTT_BANDS[:open_from], "weeks_open"):
        columns[name] = pc.coalesce(columns[name], zeros[True])
    unknown = pc.if_else(completed, pa.scalar(0, pa.int32()), pa.scalar(None, pa.int32()))
    columns["unknown_start"] = pc.coalesce(columns["unknown_start"], unknown)
    columns["open_from"] = pa.array([open_from], pa.int32()).take(pa.array([0] * table.num_rows, pa.int32()))
    return pa.table({name: columns[name] for name in SCHEMAS["rtt"].names}, schema=SCHEMAS["rtt"])


def _checks(table: pa.Table) -> tuple[Check, ...]:
    n_providers, n_boards = (
        pc.count_distinct(table[c]).as_py() for c in ("provider_code", "commissioner_parent_code")
    )
    return (
        Check("rows", counted(table.num_rows, "row")),
        Check(
            "organisations", f"{counted(n_providers, 'provider')}, {counted(n_boards, 'commissioning board')}"
        ),
        Check("bands add up", "waits by week and unknown clock starts add up to Total All in every row"),
        Check("treatment functions add up", "to C_999, for each provider, commissioner, part and week"),
        Check("no row twice", "one row a provider, commissioner, part and treatment function"),
    )


def _published_order(layout: Layout) -> tuple[str, ...]:
    return tuple(headings[0] for headings in layout.columns.values())


SOURCES = (
    Source(
        name="rtt",
        title="RTT waiting times, full extract",
        publisher="NHS England",
        keeps="period",
        key=("period", *KEY),
        recognises=recognises,
        read=read,
        codes=CODES,
        authority=3,
        layouts=tuple(LAYOUTS.values()),
    ),
)
