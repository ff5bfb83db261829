"""From values and months to places on a drawing."""

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from statistics import median

from briefing import formats
from briefing.months import each_month, months_between

_ADVANCES = {
    0.25: "Iijl’‘",
    0.3: " !',.:;`·",
    0.35: "()/[\\]ft|",
    0.4: "1r",
    0.45: '"-^_{}“”',
    0.5: "*?–",
    0.55: "7JLacksvxyz",
    0.6: "235689EFbdeghnopqu£",
    0.65: "#$&+04<=>BKPRSTZ~×−",
    0.7: "ADVXY",
    0.75: "CGHNOQU",
    0.8: "w",
    0.85: "↑↓…",
    0.9: "Mm",
    1.0: "@%W—",
}
_ADVANCE = {letter: width for width, letters in _ADVANCES.items() for letter in letters}
"""Of the type size, in Inter, to a twentieth: to read the font itself takes longer than to draw a pack's charts."""


def width_of(words: str, *, size: float = 8.0, bold: bool = False) -> float:
    """Return how wide words come out, within some hundredths."""
    return sum(_ADVANCE.get(letter, 0.62) for letter in words) * size * (1.04 if bold else 1)


@cache
def wrapped(name: str, *, at: int = 38) -> tuple[str, ...]:
    """Break a long name on as few lines as hold it, of about the same length: no line of one short word.

    Kept: the same names come again in every chart, and to try their widths takes longer than to draw it.
    """
    fewest = len(textwrap.wrap(name, at))
    even = next(width for width in range(1, at + 1) if len(textwrap.wrap(name, width)) <= fewest)
    return tuple(textwrap.wrap(name, even, break_long_words=False))


@dataclass(frozen=True)
class Values:
    """A scale between two round numbers, from `start` to `end`: up a drawing or along it."""

    low: float
    high: float
    ticks: tuple[float, ...]
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def within(self, value: float) -> float:
        """Return the place of a value, or the end of the scale that it lies beyond."""
        return self.at(min(max(value, self.low), self.high))

    @property
    def numbers(self) -> tuple[tuple[float, str], ...]:
        """Each tick with its number, in as few decimals as tell all of them: 0.5 never stands there as 1."""
        exact = (all(abs(t - round(t, places)) < 1e-9 for t in self.ticks) for places in range(6))
        places = next((places for places, fit in enumerate(exact) if fit), 6)
        return tuple((tick, formats.number(tick, places)) for tick in self.ticks)


@dataclass(frozen=True)
class Time:
    """A horizontal scale: of months, each with its own even place, reported or not; or of days."""

    first: date
    last: date
    left: float
    right: float
    usual: float | None = None
    """Of what is not monthly: how many days usually lie between one point and the next."""

    def between(self, one: date, other: date) -> int:
        """Count the months, or the days, from one date to another."""
        return months_between(one, other) if self.usual is None else (other - one).days

    def x(self, day: date) -> float:
        span = self.between(self.first, self.last)
        if not span:
            return (self.left + self.right) / 2
        return self.left + self.between(self.first, day) / span * (self.right - self.left)

    @property
    def step(self) -> float:
        """How far one point usually lies from the next."""
        span = max(self.between(self.first, self.last), 1)
        return (self.usual or 1.0) / span * (self.right - self.left)

    def apart(self, one: date, other: date) -> float:
        """Return 1 for points as far apart as usual, 2 where one is missing between them."""
        return self.between(one, other) / (self.usual or 1.0)

    def holds(self, day: date) -> bool:
        """Whether a day lies on the scale."""
        return self.left - 1 <= self.x(day) <= self.right + 1

    @property
    def months(self) -> list[date]:
        """The first day of each month that begins on the scale."""
        return [day for day in each_month(self.first, self.last) if day >= self.first]


def time_of(periods: Sequence[date], *, left: float, right: float) -> Time:
    """Return a scale of months where no month has two points, else one of days."""
    gaps = [(later - earlier).days for earlier, later in pairwise(periods)]
    monthly = all(months_between(*pair) for pair in pairwise(periods))
    usual = None if monthly else float(median(gaps)) or 1.0
    return Time(periods[0], periods[-1], left, right, usual)


def values(
    shown: Iterable[float],
    *,
    start: float,
    end: float,
    unit: str = "",
    floor: float = 0.0,
    steps: int = 4,
    from_zero: bool = False,
    snug: bool = False,
) -> Values:
    """Return a scale with room around what is shown, on round numbers, never below `floor` or above 100 per cent.

    It starts at zero where zero is near anyway (values of 2 to 10): a cut axis would only exaggerate.
    A `snug` scale shows what changes, and so ends where the values do, with the round numbers between.
    """
    known = list(shown)
    low, high = min(known), max(known)
    least = floor if low >= floor else -math.inf
    most = 100.0 if unit == "percent" and high <= 100 else math.inf
    if from_zero or (not snug and low >= 0 and low < (high - low) * 0.6):
        low = min(0.0, low)
    if high - low <= 1e-9 * max(abs(high), 1):
        low, high = low - max(abs(low) * 0.05, 1), high + max(abs(high) * 0.05, 1)
    low = max(low, least)
    step = _round_step((high - low) / steps)
    if snug:
        return _snug(low, high, step, start=start, end=end)
    low = max(math.floor(low / step + 1e-9) * step, least)
    high = min(math.ceil(high / step - 1e-9) * step, most)
    count = round((high - low) / step)
    return Values(low, high, tuple(low + step * index for index in range(count + 1)), start, end)


def _snug(low: float, high: float, step: float, *, start: float, end: float) -> Values:
    first = math.ceil(low / step - 1e-9)
    ticks = tuple(step * number for number in range(first, math.floor(high / step + 1e-9) + 1))
    return Values(low, high, ticks, start, end)


def _round_step(rough: float) -> float:
    """The next of 1, 2, 2.5, 5 and 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step for step in (1, 2, 2.5, 5, 10) if step * power >= rough * (1 - 1e-9)) * power


def spread(wanted: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Move places as little as needed so that neighbours are `gap` apart and all lie within low and high.

    wanted 10, 12, 50 with a gap of 8 becomes 7, 15, 50: without the gaps that the ranks need, 10, 4 and 34, those
    that fall are pooled at their mean.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    blocks: list[tuple[float, int]] = []
    for rank, index in enumerate(order):
        total, count = wanted[index] - rank * gap, 1
        while blocks and blocks[-1][0] * count >= total * blocks[-1][1]:
            before, members = blocks.pop()
            total, count = total + before, count + members
        blocks.append((total, count))
    levels = [total / count for total, count in blocks for _ in range(count)]
    placed = list(wanted)
    for rank, (index, level) in enumerate(zip(order, levels, strict=True)):
        placed[index] = min(max(level, low), high - (len(wanted) - 1) * gap) + rank * gap
    return placed


def runs(
    days: Sequence[date], places: Sequence[tuple[float, float]], time: Time
) -> list[list[tuple[float, float]]]:
    """Split a line where a point is missing: it is not drawn across a month that nobody reported."""
    found: list[list[tuple[float, float]]] = [[*places[:1]]]
    for (before, day), place in zip(pairwise(days), places[1:], strict=True):
        if time.apart(before, day) > 1.5:
            found.append([])
        found[-1].append(place)
    return found
