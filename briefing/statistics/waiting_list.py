"""Waiting list theory: how large a queue may be, and what it takes. Golden: NHSRwaitinglist 0.1.2.

Demand and capacity are per week and waits are in weeks, everywhere. (The reference divides days by weeks in
one of its tables, which makes its pressure seven times too large there.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]

FACTOR = 4.0
"""The target is this many mean waits: then e^-4 = 1.8% of an exponential queue wait longer."""


def load(demand: ArrayLike, capacity: ArrayLike) -> Numbers:
    """Return demand over capacity: above 1 the list grows, whatever else is done."""
    return _floats(demand) / _floats(capacity)


def target_queue(demand: ArrayLike, target_wait: ArrayLike, *, factor: ArrayLike = FACTOR) -> Numbers:
    """Return the largest list at which nearly everybody is seen within the target."""
    return _floats(demand) * _floats(target_wait) / _floats(factor)


def target_capacity(
    demand: ArrayLike,
    target_wait: ArrayLike,
    *,
    factor: ArrayLike = FACTOR,
    cv_demand: ArrayLike = 1.0,
    cv_capacity: ArrayLike = 1.0,
) -> Numbers:
    """Return the weekly capacity that keeps a list at its target size; unevenness on either side costs extra."""
    unevenness = (_floats(cv_demand) ** 2 + _floats(cv_capacity) ** 2) / 2
    return _floats(demand) + unevenness * _floats(factor) / _floats(target_wait)


def relief_capacity(
    demand: ArrayLike, queue: ArrayLike, target: ArrayLike, *, weeks: ArrayLike = 26.0
) -> Numbers:
    """Return the weekly capacity that brings a list down to its target in so many weeks."""
    excess: Numbers = _floats(queue) - _floats(target)
    return _floats(demand) + excess / _floats(weeks)


def needs_relief(queue: ArrayLike, target: ArrayLike) -> NDArray[np.bool_]:
    """Say whether a list is more than twice its target; a smaller one heals at target capacity."""
    return np.asarray(_floats(queue) > 2 * _floats(target))


def pressure(mean_wait: ArrayLike, target_wait: ArrayLike) -> Numbers:
    """Return twice the mean wait over the target, both in weeks: 1 is where the pressure shows."""
    return 2 * _floats(mean_wait) / _floats(target_wait)


def list_size_for(demand: ArrayLike, *, share: ArrayLike = 0.92, weeks: float = 18.0) -> Numbers:
    """Return the list that a percentage standard implies: 7.13 weeks of demand for 92% within 18 weeks."""
    return _floats(demand) * weeks / -np.log(1 - _floats(share))


def _floats(values: ArrayLike) -> Numbers:
    return np.asarray(values, dtype=np.float64)


@dataclass(frozen=True)
class ListStatistics:
    """A waiting list from its pathways: rates a week, waits in weeks."""

    demand: float
    capacity: float
    load: float
    queue: int
    target_queue: float
    mean_wait: float
    cv_demand: float
    cv_capacity: float
    target_capacity: float | None
    """None where the list needs relief first."""
    relief_capacity: float | None
    pressure: float


def list_statistics(
    referrals: ArrayLike,
    removals: ArrayLike,
    *,
    target_wait: float,
    end: object = None,
    relief_weeks: float = 26.0,
) -> ListStatistics:
    """Return the statistics of a list from its pathways: days of referral and removal (none: waiting) up to `end`."""
    joined = np.asarray(referrals, "datetime64[D]")
    left = np.asarray(removals, "datetime64[D]")
    last = left[~np.isnat(left)].max(initial=joined.max()) if end is None else np.datetime64(str(end), "D")
    left, joined = left[joined <= last], joined[joined <= last]
    first = joined.min()
    waiting = np.isnat(left) | (left > last)
    arrivals = _gaps(np.concatenate(([first], np.sort(joined), [last])))
    departures = _gaps(np.concatenate(([first], np.sort(left[~waiting]))))
    demand, capacity = 7 / arrivals.mean(), 7 / departures.mean() if len(departures) else 0.0
    target = float(target_queue(demand, target_wait))
    queue = int(waiting.sum())
    cv_demand, cv_capacity = _variation(arrivals), _variation(departures)
    mean_wait = float((last - joined[waiting]).astype(float).mean()) / 7 if queue else 0.0
    relief = bool(needs_relief(queue, target))
    steady = target_capacity(demand, target_wait, cv_demand=cv_demand, cv_capacity=cv_capacity)
    return ListStatistics(
        demand=float(demand),
        capacity=float(capacity),
        load=float(demand / capacity) if capacity else float("inf"),
        queue=queue,
        target_queue=target,
        mean_wait=mean_wait,
        cv_demand=cv_demand,
        cv_capacity=cv_capacity,
        target_capacity=None if relief else float(steady),
        relief_capacity=float(relief_capacity(demand, queue, target, weeks=relief_weeks)) if relief else None,
        pressure=float(pressure(mean_wait, target_wait)),
    )


def queue_sizes(
    referrals: ArrayLike, removals: ArrayLike, *, end: object = None
) -> tuple[NDArray[np.datetime64], NDArray[np.int64]]:
    """Return each day from the first referral to the last event (or `end`), and how many waited when it closed."""
    joined = np.sort(np.asarray(referrals, "datetime64[D]"))
    given = np.asarray(removals, "datetime64[D]")
    left = np.sort(given[~np.isnat(given)])
    last = left.max(initial=joined.max()) if end is None else np.datetime64(str(end), "D")
    days = np.arange(joined[0], last + 1)
    return days, np.searchsorted(joined, days, "right") - np.searchsorted(left, days, "right")


def _gaps(days: NDArray[np.datetime64]) -> Numbers:
    return np.diff(days).astype("timedelta64[D]").astype(float)


def _variation(gaps: Numbers) -> float:
    """Return the SD over the mean; nought for a single gap."""
    return float(gaps.std(ddof=1) / gaps.mean()) if len(gaps) > 1 else 0.0
