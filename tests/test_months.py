"""Months before, between and in turn."""

from datetime import date

import pytest

from briefing.months import each_month, months_before, months_between


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        (date(2026, 3, 1), 1, date(2026, 2, 1)),
        (date(2026, 1, 1), 1, date(2025, 12, 1)),
        (date(2026, 12, 1), -1, date(2027, 1, 1)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2029, 2, 28), 12, date(2028, 2, 28)),
        (date(2026, 4, 15), 0, date(2026, 4, 15)),
    ],
)
def test_the_same_day_some_months_before(day: date, count: int, before: date) -> None:
    assert months_before(day, count) == before


def test_months_between_two_days_and_each_of_them() -> None:
    first, last = date(2025, 11, 30), date(2026, 2, 1)
    assert months_between(first, last) == 3
    assert each_month(first, last) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert each_month(last, first) == []
