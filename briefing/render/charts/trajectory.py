"""Plan against actual: the months so far, the line agreed with its months to come, and how far apart they are now."""

from collections.abc import Sequence
from datetime import date

from briefing import formats
from briefing.measures import Measure
from briefing.render.charts import frame
from briefing.render.charts.frame import Label, known
from briefing.render.charts.marks import diamond
from briefing.render.charts.scales import time_of
from briefing.render.charts.svg import NOTHING, Shape, dots, drawing, line, strokes


def trajectory(measure: Measure, *, width: float, height: float) -> str:
    """Draw the series beside the plan, and a bar over the distance between them in the latest month."""
    unit, plan, points = measure.metric.unit, planned(measure), known(measure.points)
    last, value = points[-1]
    goes_on = bool(plan) and plan[-1][0] > last.period
    labels = [Label(f"Actual {formats.shown(last, unit)}", value, "ink", bold=True)]
    if plan:
        ends, agreed = plan[-1]
        when = "" if ends <= last.period else f" by {formats.short_month(ends)}"
        labels.append(Label(f"Plan {formats.amount(agreed, unit)}{when}", agreed, "brand", bold=True))
    shown = [v for _, v in points] + [v for _, v in plan]
    space, scale = frame.room(width, height, labels=labels, shown=shown, unit=unit)
    months = sorted({*(p.period for p, _ in points), *(month for month, _ in plan)})
    time = time_of(months, left=space.left + 6, right=space.right - 8)
    places = [(time.x(p.period), scale.at(v)) for p, v in points]
    x, y = places[-1]
    gap = NOTHING
    if (agreed_now := dict(plan).get(last.period)) is not None:
        ink = _ink(measure, value - agreed_now)
        gap = line(x, scale.at(agreed_now), x, y, stroke=ink, width=2.2)
    return drawing(
        width,
        height,
        frame.value_axis(scale, space, unit=formats.UNITS[unit]),
        frame.time_axis(time, space),
        _plan([(time.x(month), scale.at(agreed)) for month, agreed in plan]),
        strokes([places], stroke="common", width=1.1),
        dots(places, fill="common", radius=1.8),
        gap,
        dots(places[-1:], fill="ink", radius=3),
        line(x, y, space.right + 6, y, stroke="common", width=0.6, dash="0.5 2") if goes_on else NOTHING,
        frame.end_labels(labels, scale, space),
    )


def _ink(measure: Measure, ahead: float) -> str:
    """Orange where the months lie on the wrong side of the plan, blue on the right one."""
    if measure.metric.better == "neither":
        return "neutral"
    return "improvement" if (ahead > 0) == (measure.metric.better == "higher") else "concern"


def planned(measure: Measure) -> list[tuple[date, float]]:
    """List the plan month by month; where only that of the latest month is known, that one alone."""
    if measure.plans:
        return sorted(measure.plans)
    return [] if measure.plan is None else [(measure.latest.period, measure.plan)]


def _plan(places: Sequence[tuple[float, float]]) -> Shape:
    """A dashed line with a diamond a month: what was agreed is not told from what happened by colour alone."""
    several = len(places) > 1
    joined = strokes([places], stroke="brand", width=1.1, dash="4 2") if several else NOTHING
    return joined + NOTHING.join(diamond(x, y, size=3 if several else 4.5, fill="brand") for x, y in places)
