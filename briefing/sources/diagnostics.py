"""Diagnostic waiting times and activity (DM01): fifteen tests by provider, commissioner and month."""

import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.sources.conversion import convert
from briefing.sources.layout import Layout
from briefing.sources.proofs import groups_add_up, no_row_twice, numbers, one_month, sums_match
from briefing.sources.published import (
    CODES,
    PROVIDER_BY_COMMISSIONER,
    is_revised,
    order_note,
    organisation_faults,
)
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Cells, Sheet, counted
from briefing.sources.source import Check, Extract, Source
from briefing.sources.values import Unreadable, parse_count

_SCHEMA = SCHEMAS["diagnostics"]
_BANDS = tuple(f"weeks_{week:02d}" for week in range(13))
_WAITING = (*_BANDS, "weeks_13_plus")
_ACTIVITY = ("waiting_list_activity", "planned_activity", "unscheduled_activity")
_COUNTS = (*_WAITING, "total_waiting", *_ACTIVITY, "total_activity")
ALL_TESTS = 16
KEY = ("provider_code", "commissioner_code", "test_code")
LAYOUT = Layout(
    "the diagnostics (DM01) extract",
    {
        "period": ("PERIOD",),
        **PROVIDER_BY_COMMISSIONER,
        "test_code": ("Diagnostic Tests Sort Order", "Diagnostic Test Sort Order", "Diagnostic ID"),
        "test_name": ("Diagnostic Tests", "Diagnostic Test", "Diagnostic Test Name"),
        **{
            name: (
                f"{week:02d} < {week + 1:02d} Week{'s' if week else ''}",
                f"{week:02d} < {week + 1:02d} Weeks",
            )
            for week, name in enumerate(_BANDS)
        },
        "weeks_13_plus": ("13+ Weeks",),
        "total_waiting": ("Total WL",),
        "waiting_list_activity": ("Waiting List Activity",),
        "planned_activity": ("Planned Activity",),
        "unscheduled_activity": ("Unscheduled Activity",),
        "total_activity": ("Total Activity",),
    },
)


def parse_test(text: str) -> int:
    """1 to 15, and 16 for the row of all tests."""
    code = parse_count(text)
    if not 1 <= code <= ALL_TESTS:
        raise Unreadable(f"a test from 1 to {ALL_TESTS}", "Download the file again.")
    return code


def read(sheet: Sheet) -> list[Extract]:
    """One month; the row of all tests is proved against the fifteen and left out."""
    header_row = LAYOUT.header_row(sheet) or 1
    cells = sheet.text(header_row)
    headings = LAYOUT.found_in(cells.header)
    notes = LAYOUT.check_extras(cells, header_row=header_row)
    notes += order_note(cells, tuple(names[0] for names in LAYOUT.columns.values()))
    table = convert(
        cells,
        _SCHEMA,
        columns=headings,
        required=(*KEY, "test_name", "total_waiting"),
        blank_is_zero=_COUNTS,
        dash_is_zero=_COUNTS,
        parsers={"test_code": parse_test},
    )
    month, faults = one_month(cells, table["period"], heading=headings["period"])
    faults += organisation_faults(cells, table, headings)
    faults += _row_sums(cells, table, headings)
    if not faults:
        faults = [*no_row_twice(cells, table, KEY), *_tests_add_up(cells, table, headings)]
    if faults:
        raise SourceError(faults)
    tests = table.filter(pc.not_equal(table["test_code"], ALL_TESTS))
    checks = (
        Check("rows", counted(tests.num_rows, "row")),
        Check(
            "bands add up", "waits by week add up to Total WL, and activity to Total Activity, in every row"
        ),
        Check("tests add up", "to the TOTAL row of each provider and commissioner"),
    )
    return [Extract("diagnostics", month, tests, is_revised(sheet), checks, (*cells.notes, *notes))]


def _row_sums(cells: Cells, table: pa.Table, headings: dict[str, str]) -> list[Fault]:
    waiting = [numbers(table[name]) for name in _WAITING]
    activity = [numbers(table[name]) for name in _ACTIVITY]
    return [
        *sums_match(
            cells,
            waiting,
            numbers(table["total_waiting"]),
            heading=headings["total_waiting"],
            said="the waits by week",
        ),
        *sums_match(
            cells,
            activity,
            numbers(table["total_activity"]),
            heading=headings["total_activity"],
            said="the three kinds of activity",
        ),
    ]


def _tests_add_up(cells: Cells, table: pa.Table, headings: dict[str, str]) -> list[Fault]:
    """Tests 1 to 15 must add up to test 16, TOTAL, for each provider and commissioner, in every column."""
    return groups_add_up(
        cells,
        table,
        by=("provider_code", "commissioner_code"),
        is_total=table["test_code"].to_numpy() == ALL_TESTS,
        counts=_COUNTS,
        headings=headings,
        total=f"TOTAL (test {ALL_TESTS})",
    )


SOURCES = (
    Source(
        name="diagnostics",
        title="diagnostic waiting times (DM01)",
        publisher="NHS England",
        keeps="period",
        key=("period", *KEY),
        recognises=LAYOUT.recognises,
        read=read,
        codes=CODES,
        authority=3,
        layouts=(LAYOUT,),
    ),
)
