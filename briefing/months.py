"""Months as first days: how many lie between two days, each in turn, and the same day some months before."""

from calendar import monthrange
from datetime import date


def months_before(day: date, count: int) -> date:
    """Return the same day so many months earlier, or the last of a shorter month: 31 May, 3 -> 28 February."""
    year, month = divmod(_number(day) - count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(earlier: date, later: date) -> int:
    """Return how many months later a day's month is, whatever the days of the two months."""
    return _number(later) - _number(earlier)


def each_month(first: date, last: date) -> list[date]:
    """Return the first day of every month from one day's month to another's."""
    start = first.replace(day=1)
    return [months_before(start, -ahead) for ahead in range(months_between(first, last) + 1)]


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1
