"""Diagnostic waiting times and activity (DM01): fifteen tests by provider, commissioner and month."""

import pyarrow.compute as pc

from briefing.sources.columns import Column, count, month, text
from briefing.sources.layout import Layout, rows_check
from briefing.sources.proofs import added, groups_add_up, no_row_twice, one_month, refuse, sums_match
from briefing.sources.published import CODES, PROVIDER_BY_COMMISSIONER, STORED, organisation_faults
from briefing.sources.sheets import Sheet
from briefing.sources.source import Extract, Source
from briefing.sources.values import whole_number

_BANDS = tuple(f"weeks_{week:02d}" for week in range(13))
_WAITING = (*_BANDS, "weeks_13_plus")
_ACTIVITY = ("waiting_list_activity", "planned_activity", "unscheduled_activity")
_ALL_TESTS = 16
_KEY = ("provider_code", "commissioner_code", "test_code")
_parse_test = whole_number(1, _ALL_TESTS, wanted="a test from 1 to 16", remedy="Download the file again.")


def _count(name: str, *headings: str, filled: bool = False) -> Column:
    return count(name, *headings, filled=filled, blank_is_zero=True, dash_is_zero=True)


_COUNTS = (
    *(
        _count(name, f"{week:02d} < {week + 1:02d} Weeks", f"{week:02d} < {week + 1:02d} Week")
        for week, name in enumerate(_BANDS)
    ),
    _count("weeks_13_plus", "13+ Weeks"),
    _count("total_waiting", "Total WL", filled=True),
    _count("waiting_list_activity", "Waiting List Activity"),
    _count("planned_activity", "Planned Activity"),
    _count("unscheduled_activity", "Unscheduled Activity"),
    _count("total_activity", "Total Activity"),
)
_VALUES = (
    count(
        "test_code",
        *("Diagnostic Tests Sort Order", "Diagnostic Test Sort Order", "Diagnostic ID"),
        filled=True,
        parse=_parse_test,
    ),
    text("test_name", "Diagnostic Tests", "Diagnostic Test", "Diagnostic Test Name", filled=True),
    *_COUNTS,
)
_PERIOD = month("PERIOD")
_COLUMNS = (_PERIOD, *STORED, *_VALUES)
_LAYOUT = Layout("the diagnostics (DM01) extract", (_PERIOD, *PROVIDER_BY_COMMISSIONER, *_VALUES))


def _read(sheet: Sheet) -> list[Extract]:
    """One month; the row of all tests is proved against the fifteen and left out."""
    reading = _LAYOUT.open(sheet).typed(_COLUMNS)
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
        groups_add_up(reading, by=by, is_total=is_total, counts=[c.name for c in _COUNTS], total=total),
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
        monthly=True,
        key=("period", *_KEY),
        columns=_COLUMNS,
        read=_read,
        codes=CODES,
        layouts=(_LAYOUT,),
        authority=3,
    ),
)
