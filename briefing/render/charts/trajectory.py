"""Plan against actual: the months so far, the line agreed with its months to come, and how far apart they are now."""

from collections.abc import Sequence
from datetime import date

from briefing import formats
from briefing.measures import Measure
from briefing.render.charts.frame import Label, end_labels, known, month_axis, room, value_axis
from briefing.render.charts.marks import diamond
from briefing.render.charts.scales import Months, Values, months, values
from briefing.render.charts.spc import UNITS
from briefing.render.charts.svg import Shape, dots, drawing, line, path, strokes, text


def trajectory(measure: Measure, *, width: float, height: float) -> str:
    """Draw the series beside the plan, and a bar over the distance between them in the latest month."""
    unit = measure.metric.unit
    plan = planned(measure)
    points = known(measure.points)
    last, value = points[-1]
    said = f"Actual {formats.amount(value, unit)}"
    goes_on = bool(plan) and plan[-1][0] > last.period
    labels = [] if goes_on else [Label(said, value, "ink", bold=True)]
    if plan:
        ends, agreed = plan[-1]
        when = "" if ends <= last.period else f" by {formats.short_month(ends)}"
        labels.append(Label(f"Plan {formats.amount(agreed, unit)}{when}", agreed, "brand", bold=True))
    shown = [v for _, v in points] + [v for _, v in plan]
    space = room(width, height, labels=[label.words for label in labels], values=shown, notes=False)
    ceiling = 100.0 if unit == "percent" else None
    scale = values(shown, top=space.top, bottom=space.bottom, ceiling=ceiling)
    span = sorted({*(p.period for p, _ in points), *(month for month, _ in plan)})
    time = months(span, left=space.left + 6, right=space.right - 8)
    places = [(time.x(p.period), scale.y(v)) for p, v in points]
    shapes = [value_axis(scale, space, unit=UNITS[unit]), month_axis(time, space)]
    shapes.append(_plan(plan, time, scale))
    shapes += [path(places, stroke="common", width=1.1), dots(places, fill="common", radius=1.8)]
    if (agreed_now := dict(plan).get(last.period)) is not None:
        x = time.x(last.period)
        ink = _ink(measure, value - agreed_now)
        shapes.append(line(x, scale.y(agreed_now), x, scale.y(value), stroke=ink, width=2.2))
    shapes.append(dots(places[-1:], fill="ink", radius=3))
    if goes_on:
        x, y = places[-1]
        shapes.append(text(x + 6, y + 2.6, said, bold=True))
    return drawing(width, height, Shape("").join(shapes), end_labels(labels, scale, space))


def _ink(measure: Measure, ahead: float) -> str:
    """Orange where the months lie on the wrong side of the plan, blue on the right one."""
    if measure.metric.better == "neither":
        return "neutral"
    return "improvement" if (ahead > 0) == (measure.metric.better == "higher") else "concern"


def planned(measure: Measure) -> list[tuple[date, float]]:
    """The plan month by month; where only that of the latest month is known, that one alone."""
    if measure.plans:
        return sorted(measure.plans)
    return [] if measure.plan is None else [(measure.latest.period, measure.plan)]


def _plan(plan: Sequence[tuple[date, float]], time: Months, scale: Values) -> Shape:
    """A dashed line with a diamond a month: what was agreed is not told from what happened by colour alone."""
    places = [(time.x(month), scale.y(value)) for month, value in plan]
    line_ = strokes([places], stroke="brand", width=1.1, dash="4 2") if len(places) > 1 else Shape("")
    return line_ + Shape("").join(
        diamond(x, y, size=3 if len(places) > 1 else 4.5, fill="brand") for x, y in places
    )
