"""Confidence intervals of proportions and counts, vectorised. Golden numbers: PHEindicatormethods 2.1.0."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri, ndtri

Numbers = NDArray[np.float64]
Interval = tuple[Numbers, Numbers]

FEW_EVENTS = 10
"""Below this many events Byar's approximation is left for the exact Poisson interval."""


def z_of(confidence: float) -> float:
    """Return the two-sided normal quantile: 1.96 for 0.95, 3.09 for 0.998."""
    return float(ndtri(0.5 + confidence / 2))


def wilson(numerator: ArrayLike, denominator: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Return Wilson's interval of a proportion, 0 to 1. Counts may be halves: a pathway shared by two trusts."""
    x, n = np.asarray(numerator, float), np.asarray(denominator, float)
    z = z_of(confidence)
    spread = z * np.sqrt(np.maximum(z**2 + 4 * x * (1 - _divide(x, n)), 0))
    low = _divide(2 * x + z**2 - spread, 2 * (n + z**2))
    high = _divide(2 * x + z**2 + spread, 2 * (n + z**2))
    return np.where(n > 0, np.clip(low, 0, 1), np.nan), np.where(n > 0, np.clip(high, 0, 1), np.nan)


def exact_poisson(events: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Return the exact interval of a Poisson count, from chi-squared quantiles; it starts at 0 for no events."""
    x = np.asarray(events, float)
    tail = (1 - confidence) / 2
    low = np.where(x > 0, chdtri(2 * np.maximum(x, 0.5), 1 - tail) / 2, 0.0)
    return low, chdtri(2 * x + 2, tail) / 2


def byars(events: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Return Byar's interval of a count, without a change of method for few events.

    For one event at 99.8% the cube would be negative: a count has no such lower bound, so it's 0.
    """
    x = np.asarray(events, float)
    z = z_of(confidence)
    some = np.where(x > 0, x, np.nan)
    low = some * np.maximum(1 - 1 / (9 * some) - z / (3 * np.sqrt(some)), 0) ** 3
    more = x + 1
    return np.where(x > 0, low, 0.0), more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3


def count_interval(events: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Return the exact Poisson interval below 10 events, Byar's from there on, as public health prints it."""
    x = np.asarray(events, float)
    exact, approximate = exact_poisson(x, confidence=confidence), byars(x, confidence=confidence)
    few = x < FEW_EVENTS
    return np.where(few, exact[0], approximate[0]), np.where(few, exact[1], approximate[1])


def newcombe(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    other_numerator: ArrayLike,
    other_denominator: ArrayLike,
    confidence: float = 0.95,
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the difference of two proportions and its interval (Newcombe, from the two Wilson intervals)."""
    x1, n1 = np.asarray(numerator, float), np.asarray(denominator, float)
    x2, n2 = np.asarray(other_numerator, float), np.asarray(other_denominator, float)
    p1, p2 = _divide(x1, n1), _divide(x2, n2)
    low1, high1 = wilson(x1, n1, confidence=confidence)
    low2, high2 = wilson(x2, n2, confidence=confidence)
    difference = p1 - p2
    return (
        difference,
        difference - np.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2),
        difference + np.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2),
    )


def _divide(top: Any, bottom: Any) -> Numbers:
    top, bottom = np.broadcast_arrays(np.asarray(top, float), np.asarray(bottom, float))
    result: Numbers = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0)
    return result
