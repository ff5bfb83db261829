"""Rates beside each other: a dot, its 95% interval as a thick line and its 99.8% interval as a thin one."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.render.charts.frame import Room, across_axis, rows
from briefing.render.charts.marks import square
from briefing.render.charts.scales import Values, values
from briefing.render.charts.svg import Shape, dots, drawing, line, text


@dataclass(frozen=True)
class Interval:
    name: str
    value: float
    low_95: float
    high_95: float
    low_998: float
    high_998: float

    def is_apart(self, overall: float) -> bool:
        return not self.low_998 <= overall <= self.high_998


def intervals(shown: Sequence[Interval], overall: float, *, width: float) -> str:
    """Draw the rows in the order given. Whoever lies apart from all is a square."""
    names = (one.name for one in shown)
    frame = rows(names, at=34, gap=18, widest=width * 0.4, top=20, height=16, spare=8)
    ends = [v for one in shown for v in (one.low_998, one.high_998)]
    scale = values([*ends, overall], start=frame.left, end=width - 60, steps=5)
    space = Room(width, frame.bottom + 18, frame.left, width - 60, frame.top, frame.bottom)
    x = scale.at(overall)
    shapes = [
        across_axis(scale, space),
        line(x, frame.top - 3, x, frame.bottom, stroke="ink", width=0.9, dash="3 2"),
        text(x, frame.top - 7, f"All together {overall:.3g}", anchor="middle"),
    ]
    for index, (one, y) in enumerate(zip(shown, frame.middles, strict=True)):
        shapes.append(_row(one, y, scale, apart=one.is_apart(overall)) + frame.name(index, gap=8))
        shapes.append(frame.value(index, width, f"{one.value:.3g}"))
    return drawing(width, space.height, *shapes)


def _row(one: Interval, y: float, scale: Values, *, apart: bool) -> Shape:
    ink, x = "neutral" if apart else "common", scale.at(one.value)
    thin = line(scale.at(one.low_998), y, scale.at(one.high_998), y, stroke=ink, width=0.7)
    thick = line(scale.at(one.low_95), y, scale.at(one.high_95), y, stroke=ink, width=2)
    dot = square(x, y, size=3, fill=ink) if apart else dots([(x, y)], fill="ink", radius=2.6)
    return thin + thick + dot
