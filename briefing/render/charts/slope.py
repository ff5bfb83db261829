"""Then and now, side by side: a line a group, so that a gap is seen to open or to close."""

from collections.abc import Sequence

from briefing import formats
from briefing.measures import Measure
from briefing.pack.breakdowns import then_and_now
from briefing.pack.words import group_name
from briefing.render.charts.frame import BASELINE, LINE_HEIGHT, quiet
from briefing.render.charts.marks import End, end_mark
from briefing.render.charts.scales import spread, values, width_of
from briefing.render.charts.svg import drawing, line, text

_INK: dict[End, str] = {"worst": "concern", "best": "improvement", "plain": "common"}


def slope(parts: Sequence[Measure], whole: Measure, *, width: float, height: float) -> str:
    """Draw each group from its first value to its last, named at the right, with both values."""
    unit = whole.metric.unit
    pairs = [pair for part in parts if (pair := then_and_now(part)) is not None]
    ends = [(before.value or 0.0, now.value or 0.0) for before, now in pairs]
    starts = [formats.shown(before, unit) for before, _ in pairs]
    names = [
        f"{formats.shown(now, unit)}  {group_name(part.group_code)}"
        for part, (_, now) in zip(parts, pairs, strict=True)
    ]
    left = max(width_of(words) for words in starts) + 14
    right = min(width - max(width_of(words, bold=True) for words in names) - 14, left + 280)
    top, bottom = 26.0, height - 10
    scale = values([v for pair in ends for v in pair], start=bottom, end=top, floor=float("-inf"))
    shapes = [quiet(0, 8, formats.UNITS[unit], None)]
    shapes += [
        quiet(x, 16, formats.short_month(point.period), anchor)
        for x, point, anchor in zip((left + 2, right - 2), pairs[0], ("end", "start"), strict=True)
    ]
    shapes += [line(x, top - 4, x, bottom + 4, stroke="rule", width=0.8) for x in (left, right)]
    befores, nows = (
        spread([scale.at(value) for value in side], gap=LINE_HEIGHT, low=top, high=bottom)
        for side in zip(*ends, strict=True)
    )
    for index, (before, now) in enumerate(ends):
        kind: End = "worst" if index == 0 else "best" if index == len(ends) - 1 else "plain"
        bold = kind != "plain"
        start, end = (left, scale.at(before)), (right, scale.at(now))
        shapes.append(line(*start, *end, stroke=_INK[kind], width=1.6 if bold else 0.9))
        shapes += [end_mark(*place, kind, sizes=(4, 3.4, 2)) for place in (start, end)]
        shapes.append(text(left - 9, befores[index] + BASELINE, starts[index], anchor="end", bold=bold))
        shapes.append(text(right + 9, nows[index] + BASELINE, names[index], bold=bold))
    return drawing(width, height, *shapes)
