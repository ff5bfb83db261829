"""A few practices beside each other, each against the group and against what would be expected of its list.

practice   referrals   expected   ratio   95% interval    reads as
Y1               420        380    1.11    1.00 to 1.22     alike: 1 lies within the interval
Y2               510        400    1.28    1.17 to 1.39     more than expected, by more than chance
Y3                 5         40       *                     too few to print

A year is pooled, since a month of one practice is mostly chance. Nobody is ranked: the group is shown as a
spread of dots, and only where it has enough members that no dot can be anybody's in particular.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing import formats
from briefing.measures import ALL, Measure, Metric
from briefing.meeting.files import LEAST_PRACTICES
from briefing.months import months_before
from briefing.statistics.intervals import count_interval, wilson

METRICS = (
    "practice_referrals_against_expected",
    "practice_referrals_allowing_for_deprivation",
    "referrals_returned",
    "missed_appointments",
    "advice_converted",
    "gp_referrals_per_1000",
)
"""What practices can talk over: what they send, what comes back, who misses it, how advice ends."""
BY_SPECIALTY = "gp_referrals_per_1000"
MOST_SPECIALTIES = 6
MONTHS = 12

Reading = Literal["more", "fewer", "alike", "unknown"]


@dataclass(frozen=True)
class Standing:
    """One practice in one matter, over a year."""

    practice_code: str
    numerator: float
    denominator: float
    value: float | None
    """None where the number behind it may not be printed."""
    low: float | None
    high: float | None

    def reading(self, expected: float | None) -> Reading:
        """Against what was to be expected, by the interval: what lies within it is no difference."""
        if self.low is None or self.high is None or expected is None:
            return "unknown"
        return "more" if self.low > expected else "fewer" if self.high < expected else "alike"


@dataclass(frozen=True)
class Matter:
    """One metric for every practice of the group that has it."""

    metric: Metric
    title: str
    standings: tuple[Standing, ...]
    expected: float | None
    expected_is: str
    first: date
    last: date
    source_line: str
    specialty: bool = False
    """Of one specialty alone."""

    def of(self, practice_code: str | None) -> Standing | None:
        return next((one for one in self.standings if one.practice_code == practice_code), None)

    def others(self, practice_code: str | None) -> tuple[float, ...]:
        """The other practices' values in order of size, so that their order tells nothing; none of too few."""
        values = [one.value for one in self.standings if one.practice_code != practice_code]
        shown = sorted(value for value in values if value is not None)
        return tuple(shown) if len(shown) >= LEAST_PRACTICES - 1 else ()


def compare(measures: Iterable[Measure], *, practices: Sequence[str]) -> tuple[Matter, ...]:
    """Puts the practices of a group beside each other in every metric given.

    `measures` are those of all practices that are to be expected from, the group's among them: the expected
    value is theirs together.
    """
    series: dict[tuple[str, str], list[Measure]] = {}
    for measure in measures:
        if measure.population_code == ALL and measure.group_code == ALL:
            series.setdefault((measure.metric.name, measure.specialty_code), []).append(measure)
    whole = {name: every for (name, specialty), every in series.items() if specialty == ALL}
    split = [
        every for (name, specialty), every in series.items() if specialty != ALL and name == BY_SPECIALTY
    ]
    common = sorted(split, key=lambda every: -_made(every, practices))[:MOST_SPECIALTIES]
    ordered = [*(whole[name] for name in METRICS if name in whole), *common]
    found = (_matter(every, practices) for every in ordered)
    return tuple(matter for matter in found if matter is not None)


def _made(every: Sequence[Measure], practices: Sequence[str]) -> float:
    return sum(point.numerator or 0.0 for one in every if one.org_code in practices for point in one.points)


def _matter(every: Sequence[Measure], practices: Sequence[str]) -> Matter | None:
    last = max(measure.latest.period for measure in every)
    counts = {measure.org_code: _year(measure, last) for measure in every}
    known = {code: count for code, count in counts.items() if count is not None}
    first, metric = every[0], every[0].metric
    standings = [_standing(code, *known[code], metric=metric) for code in practices if code in known]
    if len(standings) < 2:
        return None
    whole = "" if first.specialty_code == ALL else f", {formats.specialty(first.specialty_name)}"
    return Matter(
        metric=metric,
        title=f"{metric.title}{whole}",
        standings=tuple(standings),
        expected=_expected(known, metric),
        expected_is="Expected of the list" if metric.unit == "ratio" else "All our practices",
        first=months_before(last, MONTHS - 1),
        last=last,
        source_line=first.source_line,
        specialty=first.specialty_code != ALL,
    )


def _year(measure: Measure, last: date) -> tuple[float, float] | None:
    """The counts of the last twelve months; a rate's people are those of a usual month."""
    start = months_before(last, MONTHS - 1)
    counts = [
        (point.numerator, point.denominator)
        for point in measure.points
        if point.period >= start and point.numerator is not None and point.denominator
    ]
    if not counts:
        return None
    numerator = sum(top for top, _ in counts)
    denominator = sum(bottom or 0.0 for _, bottom in counts)
    return numerator, denominator / len(counts) if measure.metric.unit == "per_1000" else denominator


def _expected(counts: Mapping[str, tuple[float, float]], metric: Metric) -> float | None:
    top, bottom = sum(top for top, _ in counts.values()), sum(bottom for _, bottom in counts.values())
    if metric.unit == "ratio":
        return 1.0
    return top / bottom * _scale(metric) if bottom else None


def _scale(metric: Metric) -> float:
    return {"percent": 100.0, "per_1000": 1000.0}.get(metric.unit, 1.0)


def _standing(code: str, top: float, bottom: float, *, metric: Metric) -> Standing:
    """Wilson's interval for a share, Byar's or, below ten events, the exact one for a rate or a ratio."""
    people = (top, bottom - top) if metric.unit == "percent" else (top,)
    if not bottom or any(round(count) in formats.SMALL for count in people):
        return Standing(code, top, bottom, None, None, None)
    if metric.unit == "percent":
        (low, high), scale = wilson(top, bottom), 100.0
    else:
        (low, high), scale = count_interval(top), _scale(metric) / bottom
    return Standing(code, top, bottom, top / bottom * _scale(metric), float(low) * scale, float(high) * scale)
