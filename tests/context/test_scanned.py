"""The signals as a manager reads them: what is short in the table is whole in JSON."""

from datetime import date
from typing import Any

import pytest

from briefing.cli.figures import for_reading
from briefing.cli.printing import print_rows

SIGNAL = {
    "metric": "ae_4_to_12_hours_from_decision",
    "org_code": "D7T5G",
    "population_code": "ALL",
    "specialty_code": "ALL",
    "group_code": "ALL",
    "period": date(2026, 4, 1),
    "signal": "PEER",
    "rule": "outside_adjusted_funnel_998",
    "direction": "concern",
    "people_affected": 12_398,
    "strength": 9.7241,
    "q_value": 3.2e-9,
}


def read(**changes: Any) -> dict[str, Any]:
    (row,) = for_reading([SIGNAL | changes])
    return row


@pytest.mark.parametrize(
    ("changes", "name", "shown"),
    [
        ({}, "signal", "PEER"),
        ({"signal": "SC-", "rule": "two_of_three"}, "signal", "SC- 2 of 3"),
        ({"signal": "SC+", "rule": "shift", "direction": "improvement"}, "signal", "SC+ shift"),
        ({"signal": "SC+", "rule": "shift", "direction": "improvement"}, "is", "better"),
        ({}, "part", "all"),
        ({"specialty_code": "110", "population_code": "QWO"}, "part", "110 QWO"),
        ({"specialty_code": "110", "group_code": "deprivation:1"}, "part", "110 deprivation:1"),
        ({}, "month", "2026-04"),
        ({}, "q", "<0.001"),
        ({"q_value": 0.0137}, "q", "0.014"),
        ({"q_value": None}, "q", None),
        ({}, "strength", "9.7"),
    ],
)
def test_a_row_in_short(changes: dict[str, Any], name: str, shown: str | None) -> None:
    assert read(**changes)[name] == shown


def test_a_hundred_columns_hold_it(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(for_reading([SIGNAL, SIGNAL | {"signal": "SC-", "rule": "outside_limits"}]), "table")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert max(map(len, lines)) <= 100
