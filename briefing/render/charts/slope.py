"""Then and now, side by side: a line a group, so that a gap is seen to open or to close."""

from collections.abc import Sequence

from briefing import formats
from briefing.measures import Measure
from briefing.pack.breakdowns import then_and_now
from briefing.pack.words import group_name
from briefing.render.charts.frame import LINE_HEIGHT
from briefing.render.charts.marks import diamond, ring
from briefing.render.charts.scales import spread, values, width_of
from briefing.render.charts.spc import UNITS
from briefing.render.charts.svg import Shape, dots, drawing, line, text


def slope(parts: Sequence[Measure], whole: Measure, *, width: float, height: float) -> str:
    """Draw each group from its first value to its last, named at the right, with both values."""
    pairs = [pair for part in parts if (pair := then_and_now(part)) is not None]
    unit = whole.metric.unit
    ends = [(before.value or 0.0, now.value or 0.0) for before, now in pairs]
    starts = [formats.amount(before, unit) for before, _ in ends]
    names = [
        f"{formats.amount(now, unit)}  {group_name(part.group_code)}"
        for part, (_, now) in zip(parts, ends, strict=True)
    ]
    left = max(width_of(words) for words in starts) + 14
    right = min(width - max(width_of(words, bold=True) for words in names) - 14, left + 280)
    top, bottom = 26.0, height - 10
    scale = values([value for pair in ends for value in pair], top=top, bottom=bottom, floor=None)
    first, last = pairs[0]
    shapes = [
        text(0, 8, UNITS[unit], fill="quiet"),
        text(left, 16, formats.short_month(first.period), fill="quiet", anchor="middle"),
        text(right, 16, formats.short_month(last.period), fill="quiet", anchor="middle"),
        line(left, top - 4, left, bottom + 4, stroke="rule", width=0.8),
        line(right, top - 4, right, bottom + 4, stroke="rule", width=0.8),
    ]
    befores = spread([scale.y(b) for b, _ in ends], gap=LINE_HEIGHT, low=top, high=bottom)
    nows = spread([scale.y(n) for _, n in ends], gap=LINE_HEIGHT, low=top, high=bottom)
    for index, (before, now) in enumerate(ends):
        kind = "worst" if index == 0 else "best" if index == len(ends) - 1 else "plain"
        start, end = (left, scale.y(before)), (right, scale.y(now))
        ink = {"worst": "concern", "best": "improvement", "plain": "common"}[kind]
        bold = kind != "plain"
        shapes.append(line(*start, *end, stroke=ink, width=1.6 if bold else 0.9))
        shapes += [_end(*place, kind=kind) for place in (start, end)]
        shapes.append(text(left - 9, befores[index] + 2.6, starts[index], anchor="end", bold=bold))
        shapes.append(text(right + 9, nows[index] + 2.6, names[index], bold=bold))
    return drawing(width, height, *shapes)


def _end(x: float, y: float, *, kind: str) -> Shape:
    """A diamond for the most deprived, a ring for the least: the same shapes as in the chart of one month."""
    if kind == "worst":
        return diamond(x, y, size=4, fill="concern")
    return (
        ring(x, y, size=3.4, stroke="improvement")
        if kind == "best"
        else dots([(x, y)], fill="common", radius=2)
    )
