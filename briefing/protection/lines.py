"""The lines of a control chart again from its shown months alone: a hidden month would lie in the others.

Shares have the limits of a P' chart, wider where fewer were counted; everything else those of an XmR chart.
Moving ranges beyond their own limit are left out once, as the charts do by default.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from math import sqrt

from briefing.measures import Point

FEWEST_MONTHS = 10
"""For trial limits."""
_XMR, _P_PRIME = 2.66, 3 / 1.128
"""So many mean moving ranges lie between the mean and a limit: the usual rounding, and what it rounds."""
_LARGEST_RANGE = 3.267


def with_lines_of_shown(points: Sequence[Point], *, share: bool) -> tuple[Point, ...]:
    """Return the points with mean and limits phase by phase; a phase of too few shown months has none.

    A phase is a run of months with the same mean.
    """
    found: list[Point] = []
    for mean, phase in groupby(points, key=lambda point: point.mean):
        months = list(phase)
        known = [point for point in months if point.value is not None]
        if mean is None or len(known) < FEWEST_MONTHS:
            found += [replace(point, mean=None, lower_limit=None, upper_limit=None) for point in months]
        else:
            found += _with_lines(months, known, share=share)
    return tuple(found)


def _with_lines(months: Sequence[Point], known: Sequence[Point], *, share: bool) -> list[Point]:
    """The mean, and limits so many mean moving ranges from it, counted in the spread of each month."""
    factor, mean, spreads = _XMR, sum(p.value or 0.0 for p in known) / len(known), [1.0] * len(months)
    if share:
        factor, mean, spreads = _P_PRIME, *_share_and_spreads(months, known)
    apart = [
        None if p.value is None else (p.value - mean) / spread if spread else 0.0
        for p, spread in zip(months, spreads, strict=True)
    ]
    reach = factor * _range(apart)
    return [
        replace(p, mean=mean, lower_limit=mean - reach * spread, upper_limit=mean + reach * spread)
        for p, spread in zip(months, spreads, strict=True)
    ]


def _share_and_spreads(months: Sequence[Point], known: Sequence[Point]) -> tuple[float, list[float]]:
    """A hidden month has the limits of its neighbours' mean size: its own would say how many were counted."""
    counted = sum(point.denominator or 0.0 for point in known)
    if not counted:
        return 0.0, [0.0] * len(months)
    share, usual = sum(point.numerator or 0.0 for point in known) / counted, counted / len(known)
    return 100 * share, [100 * sqrt(share * (1 - share) / (p.denominator or usual)) for p in months]


def _range(values: Sequence[float | None]) -> float:
    """The mean moving range between neighbours; across a hidden month there is none."""
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    usual = sum(ranges) / max(len(ranges), 1)
    kept = [each for each in ranges if each <= _LARGEST_RANGE * usual]
    return sum(kept) / len(kept) if kept else 0.0
