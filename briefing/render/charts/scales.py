"""From values and months to places on a drawing."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from briefing import formats
from briefing.months import months_between

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


def width_of(words: str, *, size: float = 7.5, bold: bool = False) -> float:
    """How wide words come out, within some hundredths."""
    return sum(_ADVANCE.get(letter, 0.62) for letter in words) * size * (1.04 if bold else 1)


@dataclass(frozen=True)
class Values:
    """A vertical scale, bottom to top, between two round numbers."""

    low: float
    high: float
    ticks: tuple[float, ...]
    top: float
    bottom: float

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)

    @property
    def numbers(self) -> tuple[tuple[float, str], ...]:
        """Each tick with its number, in as few decimals as tell all of them: 0.5 never stands there as 1."""
        exact = (all(abs(t - round(t, places)) < 1e-9 for t in self.ticks) for places in (0, 1))
        places = next((places for places, fit in enumerate(exact) if fit), 2)
        return tuple((tick, formats.number(tick, places)) for tick in self.ticks)


@dataclass(frozen=True)
class Months:
    """A horizontal scale of months, each with its own even place, reported or not."""

    first: date
    count: int
    left: float
    right: float

    def x(self, month: date) -> float:
        if self.count == 1:
            return (self.left + self.right) / 2
        return self.left + months_between(self.first, month) / (self.count - 1) * (self.right - self.left)

    @property
    def step(self) -> float:
        return (self.right - self.left) / max(self.count - 1, 1)

    def apart(self, one: date, other: date) -> float:
        """1 for neighbouring months, 2 where one is missing between them."""
        return months_between(one, other)


class Time(Protocol):
    """What a drawing over time needs to know of its scale: `Months`, or `Days` for what is not monthly."""

    @property
    def left(self) -> float: ...

    @property
    def right(self) -> float: ...

    @property
    def step(self) -> float: ...

    def x(self, month: date, /) -> float: ...

    def apart(self, one: date, other: date) -> float: ...


def months(periods: Sequence[date], *, left: float, right: float) -> Months:
    return Months(periods[0], months_between(periods[0], periods[-1]) + 1, left, right)


def values(
    shown: Iterable[float],
    *,
    top: float,
    bottom: float,
    floor: float | None = 0,
    ceiling: float | None = None,
    steps: int = 4,
    from_zero: bool = False,
) -> Values:
    """A scale with room around what is shown, on round numbers, never below `floor` or above `ceiling`.

    It starts at zero where zero is near anyway (values of 2 to 10): a cut axis would only exaggerate.
    """
    known = list(shown)
    low, high = min(known), max(known)
    if from_zero or (low >= 0 and low < (high - low) * 0.6):
        low = min(0.0, low)
    if high == low:
        low, high = low - max(abs(low) * 0.05, 1), high + max(abs(high) * 0.05, 1)
    if floor is not None:
        low = max(low, floor) if min(known) >= floor else low
    step = _round_step((high - low) / steps)
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    if floor is not None and min(known) >= floor:
        low = max(low, floor)
    if ceiling is not None and max(known) <= ceiling:
        high = min(high, ceiling)
    count = round((high - low) / step)
    return Values(low, high, tuple(low + step * index for index in range(count + 1)), top, bottom)


def _round_step(rough: float) -> float:
    """The next of 1, 2, 2.5, 5 and 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step for step in (1, 2, 2.5, 5, 10) if step * power >= rough * (1 - 1e-9)) * power


def spread(wanted: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Move places as little as needed so that neighbours are `gap` apart and all lie within low and high.

    wanted 10, 12, 50 with a gap of 8 becomes 7, 15, 50.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    clusters: list[tuple[float, list[int]]] = []
    for index in order:
        clusters.append((wanted[index], [index]))
        while len(clusters) > 1 and _touch(clusters[-2], clusters[-1], gap):
            (_, before), (_, after) = clusters[-2:]
            members = before + after
            clusters[-2:] = [(_centre(members, wanted, gap=gap, low=low, high=high), members)]
    placed = list(wanted)
    for centre, members in clusters:
        centre = min(max(centre, low + (len(members) - 1) * gap / 2), high - (len(members) - 1) * gap / 2)
        for rank, index in enumerate(members):
            placed[index] = centre + (rank - (len(members) - 1) / 2) * gap
    return placed


def _touch(before: tuple[float, list[int]], after: tuple[float, list[int]], gap: float) -> bool:
    end = before[0] + (len(before[1]) - 1) * gap / 2
    start = after[0] - (len(after[1]) - 1) * gap / 2
    return start - end < gap


def _centre(members: list[int], wanted: Sequence[float], *, gap: float, low: float, high: float) -> float:
    mean = sum(wanted[index] for index in members) / len(members)
    half = (len(members) - 1) * gap / 2
    return min(max(mean, low + half), high - half)


def runs(items: Iterable[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Split at each None: a line is not drawn across a month nobody reported."""
    found: list[list[tuple[float, float]]] = [[]]
    for item in items:
        if item is None:
            found.append([])
        else:
            found[-1].append(item)
    return [run for run in found if run]


Place = Callable[[float], float]
