"""The evidence in the shape that `briefing analyse` reads: who doubts a flag computes it again.

spc.csv, pprime.csv     every chart, for the command of that name; months.csv has the limits it gives
funnel-METRIC-...csv    a funnel, whole: every organisation with its counts
gaps.csv                the groups of people behind a gap, for `analyse rates`
removals.csv            the list at the start and the end, starts and treatments: what doesn't balance
plan.csv                plan against actual
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from briefing.challenge.model import Challenge, Question
from briefing.context.building import RECON_METRIC, SCALES
from briefing.measures import Funnel, Measure, Point
from briefing.pack.cells import Lines
from briefing.pack.figures import is_outside
from briefing.statistics.intervals import newcombe

Key = tuple[str, str, str, str, str]
Own = Mapping[Key, Measure]
"""The provider's measures as they may be shown."""

_DIRECTIONS = {"higher": "increase", "lower": "decrease", "neither": "neutral"}
_CHART = ("improvement_direction", "target", "rebase_dates")


def series_name(key: Key) -> str:
    """The metric, organisation, population, specialty and group: the name of a series in every file."""
    return " ".join(key)


def is_share(measure: Measure) -> bool:
    """Shares of counts are judged by p-prime charts, all else by XmR charts."""
    return measure.metric.kind == "proportion"


def pprime(measures: Iterable[Measure], reported: Mapping[str, Sequence[date]]) -> Lines:
    """The input of `analyse pprime`: counts, and the target as a share of one."""
    lines: Lines = [("series", "date", "numerator", "denominator", *_CHART)]
    for measure in filter(is_share, measures):
        target = None if measure.standard is None else measure.standard.value / 100
        for period, point in _months(measure, reported):
            top, bottom = (point.numerator, point.denominator) if point is not None else (None, None)
            lines.append((series_name(measure.key), period, top, bottom, *_chart(measure, target)))
    return lines


def spc(measures: Iterable[Measure], reported: Mapping[str, Sequence[date]]) -> Lines:
    """The input of `analyse spc`: values in the unit of the metric."""
    lines: Lines = [("series", "date", "value", *_CHART, "is_count")]
    for measure in measures:
        if is_share(measure):
            continue
        target = None if measure.standard is None else measure.standard.value
        counted = "yes" if measure.metric.kind == "count" else "no"
        for period, point in _months(measure, reported):
            value = point.value if point is not None else None
            lines.append((series_name(measure.key), period, value, *_chart(measure, target), counted))
    return lines


def _months(measure: Measure, reported: Mapping[str, Sequence[date]]) -> Iterator[tuple[date, Point | None]]:
    """Each month that anybody reported between the first and the last: one that is missing is a hole."""
    points = {point.period: point for point in measure.points}
    first, last = min(points), max(points)
    between = {period for period in reported.get(measure.metric.name, ()) if first < period < last}
    yield from ((period, points.get(period)) for period in sorted({*points, *between}))


def _chart(measure: Measure, target: float | None) -> tuple[str, float | None, str]:
    rebases = "; ".join(f"{note.period}" for note in measure.notes if note.kind == "rebase")
    return (_DIRECTIONS[measure.metric.better], target, rebases)


def funnel_file(funnel: Funnel) -> str:
    return f"funnel-{funnel.metric.name}-{funnel.specialty_code.lower()}.csv"


def funnel(drawn: Funnel) -> Lines:
    """The input of `analyse funnel`, with what it answers. Of a rate, the denominator is the number expected."""
    answer = ("value", "adjusted_z", "low_95", "high_95", "low_998", "high_998", "outlier", "phi", "tau2")
    lines: Lines = [("group", "name", "numerator", "denominator", "size", *answer)]
    for p in drawn.points:
        expected = p.denominator * drawn.centre / SCALES.get(drawn.metric.unit, 1.0)
        bottom = p.denominator if drawn.kind == "proportion" else expected
        counted = (p.org_code, p.org_name, p.numerator, bottom, p.denominator, p.value, p.z)
        limits = (p.low_95, p.high_95, p.low_998, p.high_998)
        lines.append((*counted, *limits, "yes" if is_outside(p) else "no", drawn.phi, drawn.tau2))
    return lines


def gaps(challenge: Challenge, own: Own) -> Lines:
    """For each gap that is asked about, every group of its dimension; the difference beside the one asked about."""
    head = ("question", "group", "role", "numerator", "denominator", "value")
    lines: Lines = [(*head, "difference", "difference_low", "difference_high")]
    for number, question in asked(challenge):
        signal = question.finding.signal
        if signal is None or signal.code != "GAP":
            continue
        against = signal.rule.rpartition("_against_")[2]
        dimension = signal.group_code.partition(":")[0]
        key = (signal.metric, signal.org_code, signal.population_code, signal.specialty_code)
        parts = {
            m.group_code: m.latest
            for m in own.values()
            if m.key[:4] == key and m.latest.period == signal.period
        }
        parts = {
            code: p
            for code, p in parts.items()
            if code.startswith(f"{dimension}:") and p.numerator is not None
        }
        for code, point in sorted(parts.items()):
            role = "asked about" if code == signal.group_code else "against" if code == against else "other"
            told = _difference(code, against, parts) if role == "asked about" else (None, None, None)
            lines.append((number, code, role, point.numerator, point.denominator, point.value, *told))
    return lines


def _difference(code: str, against: str, parts: Mapping[str, Point]) -> tuple[float, ...]:
    """In percentage points, with Newcombe's 95 % interval; against one group or all the others together."""
    others = [point for other, point in parts.items() if other != code and against in (other, "the rest")]
    top, bottom = sum(p.numerator or 0 for p in others), sum(p.denominator or 0 for p in others)
    own = parts[code]
    found = newcombe(own.numerator or 0, own.denominator or 0, other_numerator=top, other_denominator=bottom)
    return tuple(100 * float(each) for each in found)


def removals(measures: Iterable[Measure], own: Own) -> Lines:
    """Month by month: list at the start + clock starts - treatments - list at the end = left in another way."""
    head = ("series", "date", "list_at_start", "clock_starts", "treatments", "list_at_end", "other_removals")
    lines: Lines = [head]
    for measure in measures:
        if measure.metric.name != RECON_METRIC:
            continue
        size, starts, treated = (
            _counts(own, (name, *measure.key[1:]))
            for name in ("rtt_list_size", "rtt_clock_starts", "rtt_treatments")
        )
        for before, now in pairwise(sorted(size)):
            left = next((p.numerator for p in measure.points if p.period == now), None)
            if left is not None:
                terms = (size[before], starts.get(now), treated.get(now), size[now], left)
                lines.append((series_name(measure.key), now, *terms))
    return lines


def _counts(own: Own, key: tuple[str, ...]) -> dict[date, float]:
    found = [measure for measure in own.values() if measure.key == key]
    return {p.period: p.value for measure in found for p in measure.points if p.value is not None}


def plan(measures: Iterable[Measure]) -> Lines:
    """Plan against actual; a month to come has no actual."""
    lines: Lines = [("series", "date", "value", "plan", "worse_than_plan")]
    for measure in measures:
        actual = {point.period: point.value for point in measure.points}
        for period, agreed in measure.plans:
            value = actual.get(period)
            worse = "" if value is None else _worse(value - agreed, measure.metric.better)
            lines.append((series_name(measure.key), period, value, agreed, worse))
    return lines


def _worse(difference: float, better: str) -> str:
    return "yes" if (difference < 0 if better == "higher" else difference > 0) else "no"


def asked(challenge: Challenge) -> Iterator[tuple[int, Question]]:
    """The questions that a signal stands behind, with their numbers."""
    for number, question in enumerate(challenge.questions, start=1):
        if question.finding.signal is not None:
            yield number, question
