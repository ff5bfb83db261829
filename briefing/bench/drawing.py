"""What the analyst's bench found, as one drawing that stands alone: it opens in a browser or goes into a report.

Several series stand below each other in one file, each under the sentence that says what was found.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from briefing import formats
from briefing.measures import ALL, Funnel, FunnelPoint, Measure, Metric, Point, PointType, Standard
from briefing.render.charts.funnel import funnel, is_outside
from briefing.render.charts.intervals import Interval, intervals
from briefing.render.charts.queues import Queue, queue_by_day, queues
from briefing.render.charts.spc import spc
from briefing.render.charts.standalone import Panel, standalone

Row = Mapping[str, Any]

WIDTH = 640.0
_SPC_HEIGHT, _FUNNEL_HEIGHT = 170.0, 260.0
_BETTER = {"increase": "higher", "decrease": "lower", "neutral": "neither"}
_VARIATION = {
    "special_cause_concern": "special cause of concern",
    "special_cause_improvement": "special cause of improvement",
    "special_cause_neutral_high": "special cause, high",
    "special_cause_neutral_low": "special cause, low",
    "common_cause": "ordinary variation",
    "too_few": "too few points to judge",
}
_ASSURANCE = {
    "consistent_fail": "the target is out of reach",
    "consistent_pass": "the target is met every time",
    "inconsistent": "any point may meet or miss the target",
}


@dataclass(frozen=True)
class _Kind:
    """What differs between the control charts of the bench: names of the line and the axis, and the scale."""

    title: str
    line: str
    axis: str | None
    shares: bool = False
    regular: bool = True


_XMR = _Kind("XmR charts", "mean", "value")
_PPRIME = _Kind("p-prime charts", "mean", None, shares=True)
_BETWEEN = {
    "t": _Kind("Time between events", "median", "days between", regular=False),
    "g": _Kind("Cases between events", "median", "cases between", regular=False),
}


def spc_chart(
    found: Mapping[str, Sequence[Row]], *, shares: bool = False, between: Literal["t", "g"] | None = None
) -> str:
    """The control charts of `bench.spc`; of `pprime` where the values are shares; of `between`."""
    kind = _BETWEEN[between] if between else _PPRIME if shares else _XMR
    points: dict[str, list[Row]] = {}
    for row in found["points"]:
        points.setdefault(row["series"], []).append(row)
    panels = [_series(row, points.get(row["series"], ()), kind) for row in found["series"]]
    return standalone(panels, title=f"{kind.title}: {_count(panels, 'series')}", width=WIDTH)


def _series(row: Row, rows: Sequence[Row], kind: _Kind) -> Panel:
    said = [_VARIATION[row["variation_type"]]]
    if row["last_special_cause_type"] not in (None, "Common Cause") and row["variation_type"] != "too_few":
        said[0] += f" ({row['last_special_cause_type']})"
    if row["assurance_type"] == "inconsistent" and row["variation_type"] != "common_cause":
        said.append("the limits of all points lie on both sides of the target")
    elif row["assurance_type"] in _ASSURANCE:
        said.append(_ASSURANCE[row["assurance_type"]])
    title = f"{row['series']}: {'; '.join(said)}"
    measure = _measure(row, rows, kind)
    known = [point for point in measure.points if point.value is not None]
    if not known:
        return Panel(f"{row['series']}: no value", "", 0, f"{row['series']}: no value.")
    unit, last = measure.metric.unit, known[-1]
    text = f"{title}. {formats.counted(len(known), 'point')} from {formats.day(known[0].period)} "
    text += f"to {formats.day(last.period)}, the last {formats.amount(last.value, unit)}"
    if last.mean is not None:
        limits = f"{formats.amount(last.lower_limit, unit)} to {formats.amount(last.upper_limit, unit)}"
        text += f"; {kind.line} {formats.amount(last.mean, unit)}, limits {limits}"
    drawn = spc(
        measure,
        width=WIDTH,
        height=_SPC_HEIGHT,
        axis=kind.axis,
        line_name=kind.line.capitalize(),
        regular=kind.regular,
    )
    return Panel(title, drawn, _SPC_HEIGHT, f"{text}.")


def _measure(row: Row, rows: Sequence[Row], kind: _Kind) -> Measure:
    """The series in the shape that the packs' own chart draws."""
    scale = 100.0 if kind.shares else 1.0
    target = None if row["target"] is None else Standard(scale * row["target"], "", "H", date.min)
    return Measure(
        metric=_metric(unit=_unit(rows, shares=kind.shares), better=_BETTER[row["improvement_direction"]]),
        org_code="",
        org_name=row["series"],
        population_code=ALL,
        specialty_code=ALL,
        specialty_name="",
        group_code=ALL,
        points=tuple(_point(each, scale, line=kind.line) for each in rows),
        standard=target,
        plan=None,
        england=None,
        region=None,
        board=None,
        peers_value=None,
        peers=(),
        variation="common_cause",
        assurance="no_standard",
        people_affected=None,
        people_against=None,
        notes=(),
        restated=False,
        source_line="",
    )


def _unit(rows: Iterable[Row], *, shares: bool) -> str:
    """Whole numbers are printed whole; others with two decimals, as ratios are."""
    if shares:
        return "percent"
    whole = all(
        float(row["value"]).is_integer() or abs(row["value"]) >= 100
        for row in rows
        if row["value"] is not None
    )
    return "count" if whole else "ratio"


def _point(row: Row, scale: float, *, line: str) -> Point:
    value, mean, low, high = (
        None if row[name] is None else scale * row[name] for name in ("value", line, "lpl", "upl")
    )
    kind = row["point_type"].removesuffix("_high").removesuffix("_low")
    return Point(
        period=row["date"],
        numerator=row.get("numerator"),
        denominator=row.get("denominator"),
        value=value,
        low=None,
        high=None,
        mean=mean,
        lower_limit=low,
        upper_limit=high,
        rule=None,
        point_type=cast(PointType, kind),
    )


def _metric(*, unit: Any, better: Any, kind: Any = "count", denominator: str = "") -> Metric:
    return Metric(
        name="",
        title="",
        meaning="",
        unit=unit,
        kind=kind,
        better=better,
        topic="",
        why_it_matters="",
        numerator="numerator",
        denominator=denominator,
        source="",
        caveats=(),
        owner="",
        reviewed=date.min,
        published=True,
        people="none",
        safety=False,
        interface=False,
        sql="",
    )


def funnel_chart(found: Mapping[str, Any]) -> str:
    """The funnel of `bench.funnel_of`."""
    proportion = found["kind"] == "proportion"
    scale, unit = (100.0, "percent") if proportion else (1.0, "ratio")
    limits = ("low_95", "high_95", "low_998", "high_998")
    points = tuple(
        FunnelPoint(
            row["group"],
            row["group"],
            row["numerator"],
            row["denominator"],
            scale * row["value"],
            row["adjusted_z"],
            *(scale * row[name] for name in limits),
        )
        for row in found["groups"]
    )
    words = "denominator" if proportion else "number expected"
    drawn = Funnel(
        metric=_metric(
            unit=unit, better="neither", kind="proportion" if proportion else "ratio", denominator=words
        ),
        specialty_code=ALL,
        specialty_name="",
        compared_as="",
        period=date.min,
        kind="proportion" if proportion else "ratio",
        phi=found["phi"],
        tau2=found["tau2"],
        centre=scale * found["centre"],
        points=points,
        source_line="",
    )
    outside = [point for point in points if is_outside(point)]
    title = f"{len(outside) or 'None'} of {len(points)} outside the adjusted 99.8 % limits"
    title += f" (phi {found['phi']:.4g}, tau-squared {found['tau2']:.3g})"
    named = formats.listed(f"{p.org_name} {formats.amount(p.value, unit)}" for p in outside)
    text = f"{title}. Centre {formats.amount(drawn.centre, unit)}{f'; outside: {named}' if named else ''}."
    panel = Panel(title, funnel(drawn, None, width=WIDTH, height=_FUNNEL_HEIGHT), _FUNNEL_HEIGHT, text)
    return standalone([panel], title="Funnel", width=WIDTH)


def rates_chart(rows: Sequence[Row], *, per: float = 1.0) -> str:
    """The intervals of `bench.rates`, with the rate of all together."""
    overall = per * sum(row["numerator"] for row in rows) / sum(row["denominator"] for row in rows)
    shown = [
        Interval(
            row["group"] or f"row {number}",
            row["value"],
            *(row[name] for name in ("low_95", "high_95", "low_998", "high_998")),
        )
        for number, row in enumerate(rows, start=1)
    ]
    apart = [each for each in shown if not each.low_998 <= overall <= each.high_998]
    title = f"{len(apart) or 'None'} of {len(shown)} apart from the rate of all together, {_short(overall)}"
    title += f" per {formats.number(per)}" if per != 1 else ""
    title += " (99.8 %)"
    listed = "; ".join(
        f"{s.name} {_short(s.value)} ({_short(s.low_95)} to {_short(s.high_95)})" for s in shown
    )
    svg, height = intervals(shown, overall, width=WIDTH)
    return standalone([Panel(title, svg, height, f"{title}. {listed}.")], title="Rates", width=WIDTH)


def waits_chart(rows: Sequence[Row], by_day: Sequence[Row]) -> str:
    """The lists of `bench.waits`: one list day by day, or several beside their targets."""
    shown = [
        Queue(
            row.get("group") or (f"row {number}" if len(rows) > 1 else "the list"),
            row["queue"],
            row["target_queue"],
            row["load"],
            row["relief_capacity"],
        )
        for number, row in enumerate(rows, start=1)
    ]
    if by_day:
        title = _list_words(shown[0], rows[0])
        days = [(row["date"], row["queue_size"]) for row in by_day]
        svg = queue_by_day(days, shown[0].target, width=WIDTH, height=_SPC_HEIGHT)
        return standalone([Panel(title, svg, _SPC_HEIGHT, f"{title}.")], title="Waiting list", width=WIDTH)
    relief = sum(row["needs_relief"] for row in rows)
    growing = sum(each.load is not None and each.load > 1 for each in shown)
    title = f"{relief or 'None'} of {len(shown)} {'is' if relief == 1 else 'are'} more than twice the target"
    title += f"; {growing or 'none'} with more demand than capacity"
    svg, height = queues(shown, width=WIDTH)
    listed = "; ".join(f"{q.name} {_short(q.size)} against {_short(q.target)}" for q in shown)
    return standalone([Panel(title, svg, height, f"{title}. {listed}.")], title="Waiting lists", width=WIDTH)


def _list_words(queue: Queue, row: Row) -> str:
    words = f"{formats.number(queue.size)} wait, where {formats.number(queue.target)} would do; "
    words += f"{row['demand']:.1f} join a week and {row['capacity']:.1f} are seen"
    return words + (f" (load {queue.load:.2f})" if queue.load is not None else "")


def _short(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else formats.number(value)


def _count(panels: Iterable[Panel], word: str) -> str:
    return f"{len(list(panels))} {word}"
