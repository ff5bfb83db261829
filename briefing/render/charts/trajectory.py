"""Plan against actual: the months so far, the line agreed, and how far apart they are now."""

from briefing import formats
from briefing.measures import Measure
from briefing.render.charts.frame import Label, end_labels, known, month_axis, room, value_axis
from briefing.render.charts.marks import diamond
from briefing.render.charts.scales import months, values
from briefing.render.charts.spc import UNITS
from briefing.render.charts.svg import Shape, dots, drawing, line, path


def trajectory(measure: Measure, *, width: float, height: float) -> str:
    """Draw the series with the plan of its last month, and a bracket over the distance between them."""
    points = known(measure.points)
    unit = measure.metric.unit
    last, value = points[-1]
    labels = [Label(f"Actual {formats.amount(value, unit)}", value, "ink", bold=True)]
    if measure.plan is not None:
        labels.append(Label(f"Plan {formats.amount(measure.plan, unit)}", measure.plan, "brand", bold=True))
    shown = [v for _, v in points] + ([measure.plan] if measure.plan is not None else [])
    space = room(width, height, labels=[label.words for label in labels], values=shown, notes=False)
    ceiling = 100.0 if unit == "percent" else None
    scale = values(shown, top=space.top, bottom=space.bottom, ceiling=ceiling)
    time = months([p.period for p, _ in points], left=space.left + 6, right=space.right - 8)
    places = [(time.x(p.period), scale.y(v)) for p, v in points]
    shapes = [value_axis(scale, space, unit=UNITS[unit]), month_axis(time, space)]
    if measure.plan is not None:
        x, y = time.x(last.period), scale.y(measure.plan)
        shapes.append(line(x, y, x, scale.y(value), stroke="concern", width=2.2))
        shapes.append(diamond(x, y, size=4.5, fill="brand"))
    shapes += [path(places, stroke="common", width=1.1), dots(places, fill="common", radius=1.8)]
    shapes.append(dots(places[-1:], fill="ink", radius=3))
    return drawing(width, height, Shape("").join(shapes), end_labels(labels, scale, space))
