"""The evidence in the shape that `briefing analyse` reads: who doubts a flag computes it again.

spc.csv, pprime.csv     every chart, for the command of that name; months.csv has the limits it gives
funnel-METRIC-...csv    a funnel, whole: every organisation with its counts
gaps.csv                the groups of people behind a gap, for `analyse rates`
removals.csv            the list at the start and the end, starts and treatments: what doesn't balance
plan.csv                plan against actual
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import dropwhile, filterfalse, pairwise

from briefing.challenge.model import Challenge, Question
from briefing.context.building import RECON_METRIC, SCALES
from briefing.document.workbook import Row
from briefing.measures import Funnel, Key, Measure, Point, Signal
from briefing.pack.cells import attributes
from briefing.pack.figures import is_outside
from briefing.statistics.intervals import newcombe

Own = Mapping[Key, Measure]
"""The provider's measures as they may be shown."""
Reported = Mapping[str, Iterable[date]]
"""The months that anybody reported, by metric."""

_DIRECTIONS = {"higher": "increase", "lower": "decrease", "neither": "neutral"}
_BALANCE = ("rtt_list_size", "rtt_clock_starts", "rtt_treatments")


def series_name(key: Key) -> str:
    """Return the metric, organisation, population, specialty and group: the name of a series in every file."""
    return " ".join(key)


def is_share(measure: Measure) -> bool:
    """Shares of counts are judged by p-prime charts, all else by XmR charts."""
    return measure.metric.kind == "proportion"


def pprime(measures: Iterable[Measure], reported: Reported) -> Iterator[Row]:
    """Yield the input of `analyse pprime`: counts, and the target as a share of one."""
    for measure in filter(is_share, measures):
        yield from _months(measure, reported, ("numerator", "denominator"), _chart(measure, scale=100))


def spc(measures: Iterable[Measure], reported: Reported) -> Iterator[Row]:
    """Yield the input of `analyse spc`: values in the unit of the metric."""
    for measure in filterfalse(is_share, measures):
        counted = {"is_count": "yes" if measure.metric.kind == "count" else "no"}
        yield from _months(measure, reported, ("value",), {**_chart(measure), **counted})


def _months(measure: Measure, reported: Reported, names: Sequence[str], chart: Row) -> Iterator[Row]:
    """Yield a row a month that anybody reported, from the first that sets limits to the last: a missing one is a hole.

    In it stand the named values of the month and, the same in all rows, what the chart is drawn by.
    """
    points = {point.period: point for point in _judged(measure)}
    if not points:
        return
    first, last = min(points), max(points)
    between = {period for period in reported.get(measure.metric.name, ()) if first < period < last}
    for period in sorted({*points, *between}):
        values = {name: getattr(points.get(period), name, None) for name in names}
        yield {"series": series_name(measure.key), "date": period, **values, **chart}


def _judged(measure: Measure) -> list[Point]:
    """Leave out the first months of a feed, which set no limits: a chart of them with the others is another chart."""
    if not measure.metric.settles_in:
        return list(measure.points)
    return list(dropwhile(lambda point: point.mean is None, measure.points))


def _chart(measure: Measure, *, scale: float = 1) -> Row:
    return {
        "improvement_direction": _DIRECTIONS[measure.metric.better],
        "target": None if measure.standard is None else measure.standard.value / scale,
        "rebase_dates": "; ".join(f"{note.period}" for note in measure.notes if note.kind == "rebase"),
    }


def funnel_file(metric: str, specialty_code: str) -> str:
    """Return the name of the file that holds a funnel whole."""
    return f"funnel-{metric}-{specialty_code.lower()}.csv"


def funnel(drawn: Funnel) -> Iterator[Row]:
    """Yield the input of `analyse funnel`, with its answers. Of a rate, the denominator is the number expected."""
    for p in drawn.points:
        expected = p.denominator * drawn.centre / SCALES.get(drawn.metric.unit, 1.0)
        yield {
            "group": p.org_code,
            "name": p.org_name,
            "numerator": p.numerator,
            "denominator": p.denominator if drawn.kind == "proportion" else expected,
            "size": p.denominator,
            "value": p.value,
            "adjusted_z": p.z,
            **attributes(p, "low_95", "high_95", "low_998", "high_998"),
            "outlier": "yes" if is_outside(p) else "no",
            "phi": drawn.phi,
            "tau2": drawn.tau2,
        }


def gaps(challenge: Challenge, own: Own) -> Iterator[Row]:
    """Yield, for each gap asked about, every group of its dimension; the difference beside the one asked about."""
    for number, _, signal in flagged(challenge):
        if signal.code != "GAP":
            continue
        against = signal.rule.rpartition("_against_")[2]
        dimension = signal.group_code.partition(":")[0]
        parts = {
            m.group_code: m.latest
            for m in own.values()
            if m.key[:4] == signal.key[:4]
            and m.latest.period == signal.period
            and m.group_code.startswith(f"{dimension}:")
            and m.latest.numerator is not None
        }
        for code, point in sorted(parts.items()):
            role = "asked about" if code == signal.group_code else "against" if code == against else "other"
            gap = _difference(code, against, parts) if role == "asked about" else (None, None, None)
            yield {
                "question": number,
                "group": code,
                "role": role,
                **attributes(point, "numerator", "denominator", "value"),
                **dict(zip(("difference", "difference_low", "difference_high"), gap, strict=True)),
            }


def _difference(code: str, against: str, parts: Mapping[str, Point]) -> tuple[float, ...]:
    """In percentage points, with Newcombe's 95% interval; against one group or all the others together."""
    others = [point for other, point in parts.items() if other != code and against in (other, "the rest")]
    top, bottom = sum(p.numerator or 0 for p in others), sum(p.denominator or 0 for p in others)
    own = parts[code]
    found = newcombe(own.numerator or 0, own.denominator or 0, other_numerator=top, other_denominator=bottom)
    return tuple(100 * float(each) for each in found)


def removals(measures: Iterable[Measure], own: Own) -> Iterator[Row]:
    """Yield, month by month: list at the start + starts - treatments - list at the end = left in another way."""
    for measure in measures:
        if measure.metric.name != RECON_METRIC:
            continue
        size, starts, treated = (_values(own.get((name, *measure.key[1:]))) for name in _BALANCE)
        left = {point.period: point.numerator for point in measure.points}
        for before, now in pairwise(sorted(size)):
            if left.get(now) is not None:
                yield {
                    "series": series_name(measure.key),
                    "date": now,
                    "list_at_start": size[before],
                    "clock_starts": starts.get(now),
                    "treatments": treated.get(now),
                    "list_at_end": size[now],
                    "other_removals": left[now],
                }


def _values(measure: Measure | None) -> dict[date, float]:
    points = measure.points if measure is not None else ()
    return {point.period: point.value for point in points if point.value is not None}


def plan(measures: Iterable[Measure]) -> Iterator[Row]:
    """Yield plan against actual; a month to come has no actual."""
    for measure in measures:
        actual = _values(measure)
        sign = 1 if measure.metric.better == "higher" else -1
        for period, agreed in measure.plans:
            value = actual.get(period)
            worse = None if value is None else "yes" if sign * value < sign * agreed else "no"
            yield {
                "series": series_name(measure.key),
                "date": period,
                "value": value,
                "plan": agreed,
                "worse_than_plan": worse,
            }


def flagged(challenge: Challenge) -> Iterator[tuple[int, Question, Signal]]:
    """Yield the signals behind the questions, each with its question and the number of that."""
    for number, question in enumerate(challenge.questions, start=1):
        yield from ((number, question, signal) for signal in question.finding.signals)
