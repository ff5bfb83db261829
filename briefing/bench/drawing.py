"""What the analyst's bench found, as one drawing that stands alone: it opens in a browser or goes into a report.

Several series stand below each other in one file, each under the sentence that says what was found.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from briefing import formats
from briefing.measures import FunnelPoint, Point, PointType, Standard
from briefing.pack.figures import is_outside
from briefing.render.charts.funnel import Comparison, funnel
from briefing.render.charts.intervals import Interval, intervals
from briefing.render.charts.page import Plate, Prose, page
from briefing.render.charts.queues import Queue, queue_by_day, queues
from briefing.render.charts.spc import ControlSeries, spc

Row = Mapping[str, Any]

WIDTH = 640.0
_SPC_HEIGHT, _FUNNEL_HEIGHT = 170.0, 260.0
_ENDS = ("low_95", "high_95", "low_998", "high_998")
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


@dataclass(frozen=True)
class _Panel:
    """A drawing under the sentence that says what it shows; `alt` is for who can't see it."""

    title: str
    svg: str
    alt: str


def _sheet(panels: Sequence[_Panel], *, title: str) -> str:
    parts: list[Prose | Plate] = []
    for panel in panels:
        parts.append(Prose(panel.title, size=10, fill="ink", bold=True))
        if panel.svg:
            parts.append(Plate(panel.svg, above=4, below=16))
    return page(parts, title=title, description=" ".join(panel.alt for panel in panels), width=WIDTH).svg


def spc_chart(
    found: Mapping[str, Sequence[Row]], *, shares: bool = False, between: Literal["t", "g"] | None = None
) -> str:
    """Draw the control charts of `bench.spc`; of `pprime` where the values are shares; of `between`."""
    kind = _BETWEEN[between] if between else _PPRIME if shares else _XMR
    points: dict[str, list[Row]] = {}
    for row in found["points"]:
        points.setdefault(row["series"], []).append(row)
    panels = [_series(row, points.get(row["series"], ()), kind) for row in found["series"]]
    return _sheet(panels, title=f"{kind.title}: {len(panels)} series")


def _series(row: Row, rows: Sequence[Row], kind: _Kind) -> _Panel:
    name, variation, assurance = row["series"], row["variation_type"], row["assurance_type"]
    scale = 100.0 if kind.shares else 1.0
    series = ControlSeries(
        points=[_point(each, scale, line=kind.line) for each in rows],
        unit=_unit(rows, shares=kind.shares),
        standard=None if row["target"] is None else Standard(scale * row["target"], "", "H", date.min),
        axis=kind.axis,
        line_name=kind.line.capitalize(),
        regular=kind.regular,
    )
    if not series.known:
        return _Panel(f"{name}: no value", "", f"{name}: no value.")
    findings = [_VARIATION[variation]]
    if row["last_special_cause_type"] not in (None, "Common Cause") and variation != "too_few":
        findings[0] += f" ({row['last_special_cause_type']})"
    if assurance == "inconsistent" and variation != "common_cause":
        findings.append("the limits of all points lie on both sides of the target")
    elif assurance in _ASSURANCE:
        findings.append(_ASSURANCE[assurance])
    title = f"{name}: {'; '.join(findings)}"
    first, last, unit = series.known[0], series.known[-1], series.unit
    alt = f"{title}. {formats.counted(len(series.known), 'point')} from {formats.day(first.period)} "
    alt += f"to {formats.day(last.period)}, the last {formats.amount(last.value, unit)}"
    if last.mean is not None:
        limits = f"{formats.amount(last.lower_limit, unit)} to {formats.amount(last.upper_limit, unit)}"
        alt += f"; {kind.line} {formats.amount(last.mean, unit)}, limits {limits}"
    return _Panel(title, spc(series, width=WIDTH, height=_SPC_HEIGHT), f"{alt}.")


def _unit(rows: Iterable[Row], *, shares: bool) -> str:
    """Whole numbers are printed whole; others with two decimals, as ratios are."""
    if shares:
        return "percent"
    values = [float(row["value"]) for row in rows if row["value"] is not None]
    return "count" if all(value.is_integer() or abs(value) >= 100 for value in values) else "ratio"


def _point(row: Row, scale: float, *, line: str) -> Point:
    value, mean, lower, upper = (
        None if row[name] is None else scale * row[name] for name in ("value", line, "lpl", "upl")
    )
    kind = cast(PointType, row["point_type"].removesuffix("_high").removesuffix("_low"))
    return Point(row["date"], None, None, value, None, None, mean, lower, upper, None, kind)


def funnel_chart(found: Mapping[str, Any]) -> str:
    """Draw the funnel of `bench.funnel_of`."""
    share = found["kind"] == "proportion"
    scale, unit = (100.0, "percent") if share else (1.0, "ratio")
    points = [
        FunnelPoint(
            row["group"],
            row["group"],
            row["numerator"],
            row["denominator"],
            scale * row["value"],
            row["adjusted_z"],
            *(scale * row[name] for name in _ENDS),
        )
        for row in found["groups"]
    ]
    compared = Comparison(
        points=points,
        kind="proportion" if share else "ratio",
        centre=scale * found["centre"],
        tau2=found["tau2"],
        unit=unit,
        better="neither",
        counted="denominator" if share else "number expected",
    )
    outside = [point for point in points if is_outside(point)]
    title = f"{len(outside) or 'None'} of {len(points)} outside the adjusted 99.8% limits"
    title += f" (phi {found['phi']:.4g}, tau-squared {found['tau2']:.3g})"
    named = formats.listed(f"{p.org_name} {formats.amount(p.value, unit)}" for p in outside)
    alt = f"{title}. Centre {formats.amount(compared.centre, unit)}{f'; outside: {named}' if named else ''}."
    svg = funnel(compared, None, width=WIDTH, height=_FUNNEL_HEIGHT)
    return _sheet([_Panel(title, svg, alt)], title="Funnel")


def rates_chart(rows: Sequence[Row], *, per: float = 1.0) -> str:
    """Draw the intervals of `bench.rates`, with the rate of all together."""
    overall = per * sum(row["numerator"] for row in rows) / sum(row["denominator"] for row in rows)
    shown = [
        Interval(row["group"] or f"row {number}", row["value"], *(row[name] for name in _ENDS))
        for number, row in enumerate(rows, start=1)
    ]
    apart = sum(each.is_apart(overall) for each in shown)
    title = f"{apart or 'None'} of {len(shown)} apart from the rate of all together, {_short(overall)}"
    title += f" per {formats.number(per)}" if per != 1 else ""
    title += " (99.8%)"
    listed = "; ".join(
        f"{s.name} {_short(s.value)} ({_short(s.low_95)} to {_short(s.high_95)})" for s in shown
    )
    panel = _Panel(title, intervals(shown, overall, width=WIDTH), f"{title}. {listed}.")
    return _sheet([panel], title="Rates")


def waits_chart(rows: Sequence[Row], by_day: Sequence[Row]) -> str:
    """Draw the lists of `bench.waits`: one list day by day, or several beside their targets."""
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
        return _sheet([_Panel(title, svg, f"{title}.")], title="Waiting list")
    relief = sum(row["needs_relief"] for row in rows)
    growing = sum(each.load is not None and each.load > 1 for each in shown)
    title = f"{relief or 'None'} of {len(shown)} {'is' if relief == 1 else 'are'} more than twice the target"
    title += f"; {growing or 'none'} with more demand than capacity"
    listed = "; ".join(f"{q.name} {_short(q.size)} against {_short(q.target)}" for q in shown)
    panel = _Panel(title, queues(shown, width=WIDTH), f"{title}. {listed}.")
    return _sheet([panel], title="Waiting lists")


def _list_words(queue: Queue, row: Row) -> str:
    words = f"{formats.number(queue.size)} wait, where {formats.number(queue.target)} would do; "
    words += f"{row['demand']:.1f} join a week and {row['capacity']:.1f} are seen"
    return words + (f" (load {queue.load:.2f})" if queue.load is not None else "")


def _short(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else formats.number(value)
