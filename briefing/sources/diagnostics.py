"""Diagnostic waiting times and activity (DM01): fifteen tests by provider, commissioner and month."""

import pyarrow.compute as pc

from briefing.sources.layout import Layout, rows_check
from briefing.sources.proofs import added, groups_add_up, no_row_twice, one_month, refuse, sums_match
from briefing.sources.published import CODES, PROVIDER_BY_COMMISSIONER, organisation_faults
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Sheet
from briefing.sources.source import Extract, Source
from briefing.sources.values import whole_number

_BANDS = tuple(f"weeks_{week:02d}" for week in range(13))
_WAITING = (*_BANDS, "weeks_13_plus")
_ACTIVITY = ("waiting_list_activity", "planned_activity", "unscheduled_activity")
_COUNTS = (*_WAITING, "total_waiting", *_ACTIVITY, "total_activity")
_ALL_TESTS = 16
_KEY = ("provider_code", "commissioner_code", "test_code")
_LAYOUT = Layout(
    "the diagnostics (DM01) extract",
    {
        "period": ("PERIOD",),
        **PROVIDER_BY_COMMISSIONER,
        "test_code": ("Diagnostic Tests Sort Order", "Diagnostic Test Sort Order", "Diagnostic ID"),
        "test_name": ("Diagnostic Tests", "Diagnostic Test", "Diagnostic Test Name"),
        **{
            name: (
                f"{week:02d} < {week + 1:02d} {'Weeks' if week else 'Week'}",
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
_parse_test = whole_number(1, _ALL_TESTS, wanted="a test from 1 to 16", remedy="Download the file again.")


def _read(sheet: Sheet) -> list[Extract]:
    """One month; the row of all tests is proved against the fifteen and left out."""
    reading = _LAYOUT.open(sheet).typed(
        SCHEMAS["diagnostics"],
        required=(*_KEY, "test_name", "total_waiting"),
        blank_is_zero=_COUNTS,
        dash_is_zero=_COUNTS,
        parsers={"test_code": _parse_test},
    )
    refuse(
        one_month(reading),
        organisation_faults(reading),
        sums_match(reading, added(reading, _WAITING), "total_waiting", said="the waits by week"),
        sums_match(reading, added(reading, _ACTIVITY), "total_activity", said="the three kinds of activity"),
    )
    is_total = reading.table["test_code"].to_numpy() == _ALL_TESTS
    by = ("provider_code", "commissioner_code")
    total = f"TOTAL (test {_ALL_TESTS})"
    refuse(
        no_row_twice(reading, _KEY),
        groups_add_up(reading, by=by, is_total=is_total, counts=_COUNTS, total=total),
    )
    tests = reading.where(pc.not_equal(reading.table["test_code"], _ALL_TESTS))
    checks = {
        **rows_check(tests.table),
        "bands add up": "waits by week add up to Total WL, and activity to Total Activity, in every row",
        "tests add up": "to the TOTAL row of each provider and commissioner",
    }
    return [tests.extract("diagnostics", checks, revised=reading.revised)]


SOURCES = (
    Source(
        name="diagnostics",
        title="diagnostic waiting times (DM01)",
        publisher="NHS England",
        keeps="period",
        key=("period", *_KEY),
        read=_read,
        codes=CODES,
        layouts=(_LAYOUT,),
        authority=3,
    ),
)
