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
    """Mean and limits phase by phase; a phase of too few shown months has none.

    A phase is a run of months with the same mean.
    """
    drawn: list[Point] = []
    for mean, phase in groupby(points, key=lambda point: point.mean):
        months = list(phase)
        known = [point for point in months if point.value is not None]
        if mean is None or len(known) < FEWEST_MONTHS:
            drawn += [replace(point, mean=None, lower_limit=None, upper_limit=None) for point in months]
        else:
            drawn += _p_prime(months, known) if share else _xmr(months, known)
    return tuple(drawn)


def _xmr(months: Sequence[Point], known: Sequence[Point]) -> list[Point]:
    mean = sum(point.value or 0.0 for point in known) / len(known)
    reach = _XMR * _range([point.value for point in months])
    return [replace(p, mean=mean, lower_limit=mean - reach, upper_limit=mean + reach) for p in months]


def _p_prime(months: Sequence[Point], known: Sequence[Point]) -> list[Point]:
    """A hidden month has the limits of its neighbours' mean size: its own would say how many were counted."""
    counted = sum(point.denominator or 0.0 for point in known)
    share = sum(point.numerator or 0.0 for point in known) / counted if counted else 0.0
    usual = counted / len(known)

    def spread(point: Point) -> float:
        return sqrt(share * (1 - share) / (point.denominator or usual)) if counted else 0.0

    z = [
        None if point.value is None else (point.value / 100 - share) / spread(point) if spread(point) else 0.0
        for point in months
    ]
    reach = _P_PRIME * _range(z)
    return [
        replace(
            point,
            mean=100 * share,
            lower_limit=100 * (share - reach * spread(point)),
            upper_limit=100 * (share + reach * spread(point)),
        )
        for point in months
    ]


def _range(values: Sequence[float | None]) -> float:
    """The mean moving range between neighbours; across a hidden month there is none."""
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    usual = sum(ranges) / max(len(ranges), 1)
    kept = [each for each in ranges if each <= _LARGEST_RANGE * usual]
    return sum(kept) / len(kept) if kept else 0.0
