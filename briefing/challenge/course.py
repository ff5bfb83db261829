"""How a series has gone of late: since when it is marked, which way its months go, between which levels it stepped.

    70 70 70 55 56 55 54 56      worse since April; a step: about 70 until March, about 55 since
    70 70 70 55 52 50 53 56 59   worse since April, recovering since July
    70 70 70 64 60 55 51 48 44   getting worse
    70 70 70 70 70 70 70 55      worse in August

The engine says that a series has changed; this says how, by its months alone. It marks nothing and takes no mark away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, takewhile
from math import sqrt
from typing import Literal

from briefing.measures import Measure, Point
from briefing.protection.lines import with_lines_of_shown

FEWEST_OF_A_LEVEL = 3
"""Months at a new level, before anybody speaks of a step."""
FEWEST_BEFORE = 7
"""Months at the old one."""
CLEAR = 2.0
"""So many sigmas of the months about their own levels lie between the two."""
_STEPS = 3
_LONG = 6
_T_95 = 2.776
"""Student's t at 95% for the slope of six months."""


@dataclass(frozen=True)
class Levels:
    """Two levels of a series, each the mean of its months."""

    before: float
    since: float
    until: date
    """The last month at the old level."""
    starts: date
    """The first at the new one."""


@dataclass(frozen=True)
class Course:
    """What became of a series since the first month of the run that is marked now."""

    began: date
    months: int
    lately: Literal["on", "back", "level"]
    """Which way the latest months go: further the way of the change, back again, or neither."""
    turned: date | None
    """The first month of the way back."""


def known(points: Sequence[Point]) -> tuple[Point, ...]:
    return tuple(point for point in points if point.value is not None)


def run_of(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the latest months that are marked in one way; none where the latest is ordinary."""
    seen = known(points)
    if not seen or seen[-1].point_type == "common_cause":
        return ()
    kind = seen[-1].point_type
    months = sum(1 for _ in takewhile(lambda point: point.point_type == kind, reversed(seen)))
    return seen[-months:]


def course(measure: Measure) -> Course | None:
    """Say how a marked series has gone; None where its latest month is ordinary."""
    run = run_of(measure.points)
    if not run:
        return None
    values = [point.value or 0.0 for point in known(measure.points)]
    inside, last = values[-len(run) :], run[-1]
    sigma = _sigma_of(last)
    way = _way(values, last)
    if last.rule == "trend" or _moving(values, inside, sigma) == way:
        return Course(run[0].period, len(run), "on", None)
    extreme = max(range(len(inside)), key=lambda month: (way * inside[month], month))
    after = inside[extreme:]
    if len(after) > _STEPS and _moving(after, after, sigma) == -way:
        return Course(run[0].period, len(run), "back", run[extreme + 1].period)
    return Course(run[0].period, len(run), "level", None)


def _sigma_of(point: Point) -> float:
    if point.upper_limit is None or point.lower_limit is None:
        return 0.0
    return (point.upper_limit - point.lower_limit) / 6


def _way(values: Sequence[float], last: Point) -> int:
    """Which way the mark points: of a trend the way it goes, else the side of the mean on which it lies."""
    apart = values[-1] - (last.mean if last.mean is not None and last.rule != "trend" else values[-2])
    return 1 if apart > 0 else -1


def _moving(values: Sequence[float], inside: Sequence[float], sigma: float) -> int:
    """Which way the latest months go, by more than they scatter: 1 up, -1 down, 0 neither.

    Three steps one way, that are a sigma even without the largest of them: a step and what stays where it fell are no
    movement. Or the slope of the latest six marked months, at 95%.
    """
    steps = [b - a for a, b in pairwise(values[-_STEPS - 1 :])]
    if len(steps) == _STEPS and (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
        sizes = [abs(step) for step in steps]
        if sum(sizes) - max(sizes) > sigma:
            return 1 if steps[0] > 0 else -1
    if len(inside) >= _LONG:
        slope, error = _slope(inside[-_LONG:])
        if abs(slope) > _T_95 * error and abs(slope) * (_LONG - 1) > sigma:
            return 1 if slope > 0 else -1
    return 0


def _slope(values: Sequence[float]) -> tuple[float, float]:
    """The slope of a line through equal steps, and its standard error."""
    middle, mean = (len(values) - 1) / 2, sum(values) / len(values)
    spread = sum((at - middle) ** 2 for at in range(len(values)))
    slope = sum((at - middle) * value for at, value in enumerate(values)) / spread
    rest = sum((value - mean - slope * (at - middle)) ** 2 for at, value in enumerate(values))
    return slope, sqrt(rest / (len(values) - 2) / spread)


def levels(measure: Measure) -> Levels | None:
    """Read a series as two levels, where its marked months lie clear of those before and neither drifts."""
    run, phase = run_of(measure.points), _phase(measure.points)
    before = phase[: len(phase) - len(run)]
    if len(run) < FEWEST_OF_A_LEVEL or len(before) < FEWEST_BEFORE:
        return None
    if (found := course(measure)) is None or found.lately != "level":
        return None
    then, now = ([point.value or 0.0 for point in part] for part in (before, run))
    was, is_now = sum(then) / len(then), sum(now) / len(now)
    ranges = [abs(b - a) for part in (then, now) for a, b in pairwise(part)]
    sigma = sum(ranges) / len(ranges) / 1.128
    if abs(is_now - was) <= CLEAR * sigma or _is_line([*then, *now], len(then)):
        return None
    return Levels(was, is_now, before[-1].period, run[0].period)


def _is_line(values: Sequence[float], split: int) -> bool:
    """Whether one line through all months leaves less unexplained than two levels do."""
    parts = (values[:split], values[split:])
    two = sum((value - sum(part) / len(part)) ** 2 for part in parts for value in part)
    slope, _ = _slope(values)
    middle, mean = (len(values) - 1) / 2, sum(values) / len(values)
    one = sum((value - mean - slope * (at - middle)) ** 2 for at, value in enumerate(values))
    return one < two


def _phase(points: Sequence[Point]) -> tuple[Point, ...]:
    """The known months since the last rebase: those that share the latest mean."""
    seen = known(points)
    if not seen:
        return ()
    months = sum(1 for _ in takewhile(lambda point: point.mean == seen[-1].mean, reversed(seen)))
    return seen[-months:]


@dataclass(frozen=True)
class UsualRange:
    """Between which values nearly all ordinary months lie, and of which months that is said."""

    low: float
    high: float
    step: Levels | None = None
    """Where the series stepped: then the range is that of the months on one side."""
    is_of_before: bool = False
    """Of the months before the step, for those since are too few."""


def usual_range(measure: Measure) -> UsualRange | None:
    """Return the range that its months keep to; None without limits, or where no month lies in it.

    After a step it is that of the months since, once they are enough for limits, and of those before until then:
    the limits of both together may hold no month at all.
    """
    phase = _phase(measure.points)
    if not phase:
        return None
    if (step := levels(measure)) is None:
        return _range_of(phase, measure)
    before, since = _sides(phase, measure, step)
    early = since[-1].lower_limit is None
    found = _range_of(before if early else since, measure)
    return found and replace(found, step=step, is_of_before=early)


def in_levels(measure: Measure) -> tuple[Point, ...]:
    """Return the known months, those of a step with the mean and the limits of their own side of it.

    They are marked as before, by the limits of all months together: this is how a step is drawn, not judged.
    """
    seen = known(measure.points)
    if (step := levels(measure)) is None:
        return seen
    phase = _phase(measure.points)
    before, since = _sides(phase, measure, step)
    drawn = [replace(point, mean=step.before) for point in before]
    drawn += [replace(point, mean=step.since) for point in since]
    return (*seen[: len(seen) - len(phase)], *drawn)


Side = tuple[Point, ...]


def _sides(phase: Sequence[Point], measure: Measure, step: Levels) -> tuple[Side, Side]:
    """The months before a step and those since, each with limits of their own; of too few there are none."""
    share = measure.metric.kind == "proportion"
    before = [point for point in phase if point.period < step.starts]
    since = [point for point in phase if point.period >= step.starts]
    return with_lines_of_shown(before, share=share), with_lines_of_shown(since, share=share)


def _range_of(months: Sequence[Point], measure: Measure) -> UsualRange | None:
    last = months[-1]
    if last.lower_limit is None or last.upper_limit is None:
        return None
    low = max(last.lower_limit, 0.0)
    high = min(last.upper_limit, 100.0) if measure.metric.unit == "percent" else last.upper_limit
    if not any(low <= (point.value or 0.0) <= high for point in months):
        return None
    return UsualRange(low, high)
