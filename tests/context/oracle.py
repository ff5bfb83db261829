"""Slow and obvious routes that the SQL is held against: an XmR chart and the slope of inequality."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor, sqrt
from statistics import median

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Comparison:
    mean: float
    lower: float
    upper: float
    rule: str | None
    side: int


def xmr(
    values: list[int | None], *, screen: float | None = 3.267, is_count: bool = False
) -> list[Comparison | None]:
    """One group of one series, exact in fractions; None for a missing month.

    Counts of fewer than five a month: no screening, sigma at least that of chance, a limit of whole events, the
    two-sigma line half an event further out, and runs on one side of the mean and of the median.
    """
    there = [i for i, value in enumerate(values) if value is not None]
    known = [Fraction(values[i]) for i in there]
    if len(known) < 10:
        return [None] * len(values)
    mean = sum(known) / len(known)
    few = is_count and mean < 5
    rare = few or 2 * max(known.count(value) for value in known) > len(known)
    ranges = [abs(known[k + 1] - known[k]) for k in range(len(known) - 1) if there[k + 1] == there[k] + 1]
    typical = mean_of(ranges)
    if screen is not None and not rare and ranges:
        kept = [each for each in ranges if each < Fraction(str(screen)) * typical]
        typical = mean_of(kept) if kept else typical
    if few and typical > 0:
        typical = max(typical, Fraction(1.128 * sqrt(mean)))
    lower, upper = mean - Fraction("2.66") * typical, mean + Fraction("2.66") * typical
    two = Fraction("1.7733") * typical
    if few and typical > 0:
        upper = max(upper, Fraction(floor(mean + 3 * Fraction(sqrt(mean))) + 1))
        two = max(two, Fraction(2 * sqrt(mean) + 0.5))
    middle = median(known) if rare else mean
    rules = judge(known, mean=mean, lower=lower, upper=upper, two=two, middle=middle)
    answer: list[Comparison | None] = [None] * len(values)
    for i, (rule, side) in zip(there, rules, strict=True):
        answer[i] = Comparison(float(mean), float(lower), float(upper), rule, side)
    return answer


def mean_of(ranges: list[Fraction]) -> Fraction:
    return sum(ranges, Fraction(0)) / len(ranges) if ranges else Fraction(0)


def judge(
    known: list[Fraction],
    *,
    mean: Fraction,
    lower: Fraction,
    upper: Fraction,
    two: Fraction,
    middle: Fraction,
) -> list[tuple[str | None, int]]:
    n = len(known)
    side = [(value > mean) - (value < mean) for value in known]
    held = [(value > max(mean, middle)) - (value < min(mean, middle)) for value in known]
    out = [value > upper or value < lower for value in known]
    beyond = [abs(value - mean) > two and not outside for value, outside in zip(known, out, strict=True)]
    trend, three, shift = [0] * n, [False] * n, [False] * n
    for end in range(6, n):
        seven = known[end - 6 : end + 1]
        for way in (1, -1):
            if all(way * (seven[k + 1] - seven[k]) > 0 for k in range(6)):
                trend[end - 6 : end + 1] = [way] * 7
        if held[end] != 0 and len(set(held[end - 6 : end + 1])) == 1:
            shift[end - 6 : end + 1] = [True] * 7
    for end in range(2, n):
        window = range(end - 2, end + 1)
        if side[end] != 0 and len({side[k] for k in window}) == 1 and sum(beyond[k] for k in window) >= 2:
            for k in window:
                three[k] = three[k] or beyond[k]
    answer: list[tuple[str | None, int]] = []
    for k in range(n):
        if n < 13:
            answer.append((None, 0))
        elif out[k]:
            answer.append(("outside_limits", side[k]))
        elif trend[k]:
            answer.append(("trend", trend[k]))
        elif three[k]:
            answer.append(("two_of_three", side[k]))
        elif shift[k]:
            answer.append(("shift", side[k]))
        else:
            answer.append((None, 0))
    return answer


@dataclass(frozen=True)
class Inequality:
    slope: float
    slope_low: float
    slope_high: float
    relative: float


def slope_index(value: ArrayLike, standard_error: ArrayLike, population: ArrayLike) -> Inequality:
    """Slope and relative index of inequality: a line through the fifths, weighted by their people."""
    y, people = np.asarray(value, float), np.asarray(population, float)
    share = people / people.sum()
    middle = np.cumsum(share) - share / 2
    design = np.column_stack([np.ones_like(middle), middle]) * np.sqrt(share)[:, None]
    solve = np.linalg.pinv(design) * np.sqrt(share)
    intercept, slope = (float(each) for each in solve @ y)
    error = 1.959963984540054 * float(np.sqrt((solve[1] ** 2 * np.asarray(standard_error, float) ** 2).sum()))
    return Inequality(slope, slope - error, slope + error, (intercept + slope) / intercept)
