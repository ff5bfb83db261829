"""Small multiples: the same chart once a specialty, on one scale, so that panels can be compared at a glance."""

from collections.abc import Sequence

from briefing import formats
from briefing.measures import Measure
from briefing.months import months_before
from briefing.render.charts.bars import wrapped
from briefing.render.charts.frame import known
from briefing.render.charts.marks import INK, mark, marks
from briefing.render.charts.scales import Months, Values, months, runs, values, width_of
from briefing.render.charts.spc import UNITS, with_gaps
from briefing.render.charts.svg import Shape, drawing, line, strokes, text

PLOT, NAME, FOOT, GAP = 44.0, 9.0, 15.0, 12.0
HEAD = 18.0


def multiples(parts: Sequence[Measure], whole: Measure, *, width: float) -> str:
    """Draw a panel for each part, in the order given; the whole is a pale line in each of them."""
    columns = max(min(len(parts), 4 if width > 300 else 2), 1)
    shown = [value for part in (*parts, whole) for _, value in known(part.points)]
    standard = _standard(whole, shown)
    unit = whole.metric.unit
    ceiling = 100.0 if unit == "percent" else None
    if standard is not None:
        shown.append(standard)
    scale = values(shown, top=0, bottom=PLOT, ceiling=ceiling, steps=3)
    left = max(width_of(number) for _, number in scale.numbers) + 6
    panel = (width - left - GAP * (columns - 1)) / columns
    at = max(int(panel / 4.4), 8)
    names = [wrapped(formats.capital(formats.specialty(part.specialty_name)), at=at) for part in parts]
    rows = [names[start : start + columns] for start in range(0, len(names), columns)]
    room = max(width_of(_value(part), bold=True) for part in parts) + 8
    span = sorted({point.period for part in (*parts, whole) for point in part.points})
    shapes, top = [_head(whole, standard, scale)], HEAD
    for row, named in enumerate(rows):
        top += NAME * max(len(name) for name in named) + 4
        for column, name in enumerate(named):
            index = row * columns + column
            x = left + column * (panel + GAP)
            time = months(span, left=x + 2, right=x + panel - room)
            last_below = index + columns >= len(parts)
            shapes.append(
                _panel(
                    parts[index],
                    whole,
                    name,
                    time=time,
                    scale=_moved(scale, top),
                    standard=standard,
                    foot=last_below,
                    numbers=column == 0,
                )
            )
        top += PLOT + 9
    return drawing(width, top + FOOT - 9, *shapes)


def _standard(whole: Measure, shown: Sequence[float]) -> float | None:
    """The standard, unless it lies so far off that it would press every panel flat."""
    if whole.standard is None:
        return None
    aim, low, high = whole.standard.value, min(shown), max(shown)
    return aim if max(high, aim) - min(low, aim) < 1.7 * max(high - low, 1e-9) else None


def _moved(scale: Values, top: float) -> Values:
    return Values(scale.low, scale.high, scale.ticks, top, top + PLOT)


def _head(whole: Measure, standard: float | None, scale: Values) -> Shape:
    """The unit once for all, and what the dashed line is or, where it lies beyond the scale, would be."""
    unit = UNITS[whole.metric.unit]
    if whole.standard is None:
        return text(0, 8, unit, fill="quiet")
    named = "Local standard" if whole.standard.local else "Standard"
    words = f"{named} {formats.standard(whole.standard.value, whole.metric.unit)}"
    x = width_of(unit) + 14
    if standard is None:
        arrow = "↑" if whole.standard.value > scale.high else "↓"
        return text(0, 8, unit, fill="quiet") + text(x, 8, f"{arrow} {words}", fill="standard")
    return (
        text(0, 8, unit, fill="quiet")
        + line(x, 5.4, x + 18, 5.4, stroke="standard", width=0.9, dash="5 2")
        + text(x + 22, 8, words, fill="standard")
    )


def _panel(
    part: Measure,
    whole: Measure,
    name: Sequence[str],
    *,
    time: Months,
    scale: Values,
    standard: float | None,
    foot: bool,
    numbers: bool,
) -> Shape:
    shapes = [
        text(time.left - 2, scale.top - 5 - (len(name) - 1 - index) * NAME, words, bold=True)
        for index, words in enumerate(name)
    ]
    grid = [[(time.left - 2, scale.y(tick)), (time.right + 3, scale.y(tick))] for tick in scale.ticks]
    shapes.append(strokes(grid, stroke="hairline", width=0.6))
    if numbers:
        shapes += [
            text(time.left - 6, scale.y(tick) + 2.6, number, fill="quiet", anchor="end")
            for tick, number in scale.numbers
        ]
    if standard is not None:
        y = scale.y(standard)
        shapes.append(line(time.left - 2, y, time.right + 3, y, stroke="standard", width=0.9, dash="5 2"))
    shapes.append(strokes(_line(whole, time, scale), stroke="rule", width=1.4))
    shapes.append(strokes(_line(part, time, scale), stroke="common", width=1.0))
    shapes.append(_points(part, time, scale))
    if foot:
        shapes.append(_months(time, scale.bottom))
    return Shape("").join(shapes)


def _line(measure: Measure, time: Months, scale: Values) -> list[list[tuple[float, float]]]:
    seen = known(measure.points)
    places = [(time.x(point.period), scale.y(value)) for point, value in seen]
    return runs(with_gaps([point for point, _ in seen], places, time))


def _points(part: Measure, time: Months, scale: Values) -> Shape:
    seen = known(part.points)
    special = [
        (time.x(point.period), scale.y(value), point.point_type)
        for point, value in seen
        if point.point_type != "common_cause"
    ]
    last, value = seen[-1]
    x, y = time.x(last.period), scale.y(value)
    ink = INK[last.point_type] if last.point_type != "common_cause" else "ink"
    label = min(max(y + 2.6, scale.top + 5), scale.bottom)
    return (
        marks(special, size=1.5)
        + mark(x, y, last.point_type, size=2.6)
        + text(time.right + 6, label, _value(part), fill=ink, bold=True)
    )


def _value(part: Measure) -> str:
    """The latest value, bare: the unit stands in the head."""
    value = part.latest.value
    unit = part.metric.unit
    return formats.number(value, 0 if unit in ("people", "count") else 1)


def _months(time: Months, bottom: float) -> Shape:
    last = months_before(time.first, 1 - time.count)
    if time.count == 1:
        return text(time.x(last), bottom + 10, formats.short_month(last), fill="quiet", anchor="middle")
    return text(time.left - 2, bottom + 10, formats.short_month(time.first), fill="quiet") + text(
        time.right + 3, bottom + 10, formats.short_month(last), fill="quiet", anchor="end"
    )
