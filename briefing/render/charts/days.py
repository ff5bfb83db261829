"""A horizontal scale for what is not monthly: weeks, single days, events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from briefing.months import each_month, months_between
from briefing.render.charts.frame import Room, month_axis
from briefing.render.charts.scales import Months, Time, months
from briefing.render.charts.svg import Shape, strokes, text

_NARROW = 34.0
"""Names of days closer than this would touch."""


@dataclass(frozen=True)
class Days:
    """Each day has its own place; `usual` is the usual number of days from one point to the next."""

    first: date
    last: date
    usual: float
    left: float
    right: float

    def x(self, day: date) -> float:
        return self.left + (day - self.first).days * self._a_day

    @property
    def step(self) -> float:
        return self.usual * self._a_day

    @property
    def _a_day(self) -> float:
        return (self.right - self.left) / max((self.last - self.first).days, 1)

    def apart(self, one: date, other: date) -> float:
        """1 for points as far apart as usual, 2 where one is missing between them."""
        return (other - one).days / self.usual


def time_of(periods: Sequence[date], *, left: float, right: float) -> Time:
    """Months, where no month has two points; else days."""
    if all(months_between(*pair) for pair in pairwise(periods)):
        return months(periods, left=left, right=right)
    gaps = [(later - earlier).days for earlier, later in pairwise(periods)]
    return Days(periods[0], periods[-1], float(median(gaps)) or 1.0, left, right)


def time_axis(scale: Time, space: Room) -> Shape:
    """A tick a month; over less than four months, a tick a week or a day, with its date."""
    if isinstance(scale, Months):
        return month_axis(scale, space)
    assert isinstance(scale, Days)
    return _day_axis(scale, space)


def _day_axis(scale: Days, space: Room) -> Shape:
    shown = list(_named_days(scale))
    ticks = strokes(
        [[(scale.x(day), space.bottom), (scale.x(day), space.bottom + 2.5)] for day, _ in shown],
        stroke="rule",
        width=0.6,
    )
    names, year, end = [], 0, -_NARROW
    for day, name in shown:
        if scale.x(day) - end < _NARROW * 0.7:
            continue
        end = scale.x(day)
        names.append(text(end, space.bottom + 11, name, fill="quiet", anchor="middle"))
        if day.year != year:
            names.append(text(end, space.bottom + 20, str(day.year), fill="quiet", anchor="middle"))
            year = day.year
    return ticks + Shape("").join(names)


def _named_days(scale: Days) -> Iterator[tuple[date, str]]:
    """The first of each month; of a short history, days as far apart as their names need."""
    span = (scale.last - scale.first).days
    if span > 120:
        for day in each_month(scale.first, scale.last):
            if day >= scale.first:
                yield day, f"{day:%b}"
        return
    room = max(int((scale.right - scale.left) / _NARROW), 1)
    every = next(days for days in (1, 2, 7, 14, 28, 56) if span / days <= room)
    for number in range(0, span + 1, every):
        day = scale.first + timedelta(days=number)
        yield day, f"{day.day} {day:%b}"
