"""Groups of people beside each other: a dot and its 95 % interval each, and the gap between the ends."""

from itertools import accumulate

from briefing import formats
from briefing.measures import Measure
from briefing.pack.words import group_name
from briefing.render.charts.bars import wrapped
from briefing.render.charts.marks import diamond, ring
from briefing.render.charts.scales import Values, values, width_of
from briefing.render.charts.spc import UNITS
from briefing.render.charts.svg import Shape, dots, drawing, line, strokes, text

ROW = 19.0
LINE = 8.4


def gap(shown: tuple[Measure, ...], whole: Measure, *, width: float) -> str:
    """Draw one row a group, in the order given, with the whole trust as a line behind them."""
    rows = [measure for measure in shown if measure.latest.value is not None or measure.latest.hidden]
    names = [wrapped(group_name(row.group_code), at=30) for row in rows]
    left = min(max(width_of(part) for name in names for part in name) + 12, 150)
    heights = [max(ROW, LINE * len(name) + 5) for name in names]
    bottom = 24 + sum(heights)
    scale = _across(rows, whole, left=left, right=width - 52)
    shapes = [_grid(scale, left=left, top=20, bottom=bottom, unit=UNITS[whole.metric.unit])]
    shapes.append(_whole(whole, scale, top=20, bottom=bottom))
    best, worst = _ends(rows, whole)
    middles = [24 + end - height / 2 for end, height in zip(accumulate(heights), heights, strict=True)]
    for row, name, y in zip(rows, names, middles, strict=True):
        kind = "worst" if row is worst else "best" if row is best else "plain"
        shapes.append(_row(row, name, y, scale, kind=kind, left=left))
        amount = formats.shown(row.latest, whole.metric.unit)
        shapes.append(text(width - 2, y + 2.6, amount, anchor="end", bold=kind != "plain"))
    return drawing(width, bottom + 20, *shapes)


def _across(rows: list[Measure], whole: Measure, *, left: float, right: float) -> Values:
    shown = [v for row in rows for v in (row.latest.value, row.latest.low, row.latest.high) if v is not None]
    if whole.latest.value is not None:
        shown.append(whole.latest.value)
    ceiling = 100.0 if whole.metric.unit == "percent" else None
    return values(shown, top=right, bottom=left + 8, floor=0, ceiling=ceiling)


def _ends(rows: list[Measure], whole: Measure) -> tuple[Measure | None, Measure | None]:
    """The best and the worst group; none where the metric has no better direction."""
    seen = [row for row in rows if row.latest.value is not None]
    if whole.metric.better == "neither" or len(seen) < 2:
        return None, None
    ranked = sorted(seen, key=lambda row: row.latest.value or 0, reverse=whole.metric.better == "higher")
    return ranked[0], ranked[-1]


def _grid(scale: Values, *, left: float, top: float, bottom: float, unit: str) -> Shape:
    lines = strokes(
        [[(scale.y(t), top), (scale.y(t), bottom)] for t in scale.ticks], stroke="hairline", width=0.6
    )
    numbers = [
        text(scale.y(tick), bottom + 11, number, fill="quiet", anchor="middle")
        for tick, number in scale.numbers
    ]
    return lines + Shape("").join(numbers) + text(left - 6, bottom + 11, unit, fill="quiet", anchor="end")


def _whole(whole: Measure, scale: Values, *, top: float, bottom: float) -> Shape:
    if whole.latest.value is None:
        return Shape("")
    x = scale.y(whole.latest.value)
    words = f"Everyone {formats.amount(whole.latest.value, whole.metric.unit)}"
    drawn = line(x, top - 2, x, bottom, stroke="quiet", width=0.9, dash="1.5 2")
    return drawn + text(x, top - 6, words, fill="quiet", anchor="middle")


def _row(row: Measure, name: tuple[str, ...], y: float, scale: Values, *, kind: str, left: float) -> Shape:
    last = row.latest
    shapes = []
    if last.low is not None and last.high is not None:
        shapes.append(line(scale.y(last.low), y, scale.y(last.high), y, stroke="common", width=1.4))
    if last.value is not None:
        shapes.append(_dot(scale.y(last.value), y, kind))
    start = y + 2.6 - (len(name) - 1) * LINE / 2
    shapes += [
        text(left - 6, start + index * LINE, part, anchor="end", bold=kind != "plain")
        for index, part in enumerate(name)
    ]
    return Shape("").join(shapes)


def _dot(x: float, y: float, kind: str) -> Shape:
    if kind == "worst":
        return diamond(x, y, size=5, fill="concern")
    return (
        ring(x, y, size=4, stroke="improvement")
        if kind == "best"
        else dots([(x, y)], fill="common", radius=3)
    )
