"""Rates made comparable: standardised for age, sex or specialty mix. Golden: PHEindicatormethods."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from briefing.statistics.intervals import FEW_EVENTS, byars, count_interval

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A value and its interval; not a number where there is too little to say."""

    value: float
    low: float
    high: float
    events: float


def directly_standardised(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    *,
    per: float = 1.0,
    confidence: float = 0.95,
    squares: ArrayLike | None = None,
) -> Estimate:
    """The rate if the population had the standard's make-up, with Dobson's interval.

    Below 10 events nothing is said. Repeat events (three visits of one patient aren't three independent
    visits) give `squares`, the sum of frequency squared times people in each stratum: a wider interval.
    """
    x, n = np.asarray(events, float), np.asarray(population, float)
    share = np.asarray(standard, float) / np.sum(standard)
    total = float(x.sum())
    if total < FEW_EVENTS:
        return Estimate(np.nan, np.nan, np.nan, total)
    spread = x if squares is None else np.asarray(squares, float)
    value = float((share * x / n).sum())
    variance = float((share**2 * spread / n**2).sum())
    low, high = byars(total, confidence=confidence)
    stretch = float(np.sqrt(variance / total))
    below, above = stretch * (float(low) - total), stretch * (float(high) - total)
    return Estimate(per * value, per * (value + below), per * (value + above), total)


def indirectly_standardised(
    events: float,
    population: ArrayLike,
    *,
    reference_events: ArrayLike,
    reference_population: ArrayLike,
    confidence: float = 0.95,
) -> tuple[Estimate, float]:
    """Observed over expected at the reference's rates, and the number expected."""
    rates = np.asarray(reference_events, float) / np.asarray(reference_population, float)
    expected = float((np.asarray(population, float) * rates).sum())
    low, high = count_interval(events, confidence=confidence)
    return Estimate(events / expected, float(low) / expected, float(high) / expected, events), expected


@dataclass(frozen=True)
class Inequality:
    """The modelled gap from the least to the most advantaged end of a population, and the same as a ratio."""

    slope: float
    slope_low: float
    slope_high: float
    relative: float


def slope_index(
    value: ArrayLike, standard_error: ArrayLike, population: ArrayLike, *, z: float = 1.959963984540054
) -> Inequality:
    """Slope and relative index of inequality: a line through the fifths, weighted by their people.

    The reference simulates its interval; this one is exact for a weighted line: same data, same digits.
    """
    y, people = np.asarray(value, float), np.asarray(population, float)
    share = people / people.sum()
    middle = np.cumsum(share) - share / 2
    design = np.column_stack([np.ones_like(middle), middle]) * np.sqrt(share)[:, None]
    solve = np.linalg.pinv(design) * np.sqrt(share)
    intercept, slope = (float(each) for each in solve @ y)
    error = float(np.sqrt((solve[1] ** 2 * np.asarray(standard_error, float) ** 2).sum()))
    return Inequality(slope, slope - z * error, slope + z * error, (intercept + slope) / intercept)
