"""Rates beside each other: a dot, its 95 % interval as a thick line and its 99.8 % interval as a thin one."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.render.charts.bars import wrapped
from briefing.render.charts.marks import square
from briefing.render.charts.scales import Values, values, width_of
from briefing.render.charts.svg import Shape, dots, drawing, line, strokes, text

_ROW = 16.0


@dataclass(frozen=True)
class Interval:
    name: str
    value: float
    low_95: float
    high_95: float
    low_998: float
    high_998: float


def intervals(rows: Sequence[Interval], overall: float, *, width: float) -> tuple[str, float]:
    """The drawing and its height; rows stay in the order given. Whoever lies apart from all is a square."""
    names = [wrapped(row.name, at=34) for row in rows]
    left = min(max(width_of(part) for name in names for part in name) + 18, width * 0.4)
    heights = [_ROW + 8 * (len(name) - 1) for name in names]
    top = 20.0
    bottom = top + sum(heights)
    shown = [v for row in rows for v in (row.low_998, row.high_998)]
    scale = values([*shown, overall], top=width - 60, bottom=left, floor=0, steps=5)
    shapes, y = [_axis(scale, top=top, bottom=bottom, overall=overall)], top
    for row, name, height in zip(rows, names, heights, strict=True):
        shapes.append(_row(row, y + height / 2, scale, overall))
        start = y + height / 2 + 2.6 - (len(name) - 1) * 4.2
        for index, part in enumerate(name):
            shapes.append(text(left - 8, start + index * 8.4, part, anchor="end"))
        shapes.append(text(width - 2, y + height / 2 + 2.6, f"{row.value:.3g}", anchor="end"))
        y += height
    return drawing(width, bottom + 18, *shapes), bottom + 18


def _row(row: Interval, y: float, scale: Values, overall: float) -> Shape:
    apart = not row.low_998 <= overall <= row.high_998
    ink = "neutral" if apart else "common"
    x = scale.y(row.value)
    thin = line(scale.y(row.low_998), y, scale.y(row.high_998), y, stroke=ink, width=0.7)
    thick = line(scale.y(row.low_95), y, scale.y(row.high_95), y, stroke=ink, width=2)
    return (
        thin + thick + (square(x, y, size=3, fill=ink) if apart else dots([(x, y)], fill="ink", radius=2.6))
    )


def _axis(scale: Values, *, top: float, bottom: float, overall: float) -> Shape:
    grid = strokes(
        [[(scale.y(tick), top), (scale.y(tick), bottom)] for tick in scale.ticks],
        stroke="hairline",
        width=0.6,
    )
    numbers = [
        text(scale.y(tick), bottom + 11, f"{tick:.4g}", fill="quiet", anchor="middle") for tick in scale.ticks
    ]
    x = scale.y(overall)
    middle = line(x, top - 3, x, bottom, stroke="ink", width=0.9, dash="3 2")
    name = text(x, top - 7, f"All together {overall:.3g}", anchor="middle")
    return grid + Shape("").join(numbers) + middle + name
