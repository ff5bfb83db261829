"""Waiting lists against the size that their target allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefing import formats
from briefing.render.charts.bars import wrapped
from briefing.render.charts.days import Days, time_axis
from briefing.render.charts.frame import Label, Room, end_labels, value_axis
from briefing.render.charts.marks import diamond
from briefing.render.charts.scales import Values, values, width_of
from briefing.render.charts.svg import Shape, area, drawing, line, path, strokes, text

_ROW = 17.0


@dataclass(frozen=True)
class Queue:
    """A list: its size, the largest at which nearly everybody is seen in time, and what it takes."""

    name: str
    size: float
    target: float
    load: float | None
    relief: float | None


def queues(rows: Sequence[Queue], *, width: float) -> tuple[str, float]:
    """The drawing and its height: a bar a list, a diamond for its target, load and relief in words."""
    names = [wrapped(row.name, at=30) for row in rows]
    left = min(max(width_of(part) for name in names for part in name) + 18, width * 0.3)
    heights = [_ROW + 8 * (len(name) - 1) for name in names]
    top = 18.0
    bottom = top + sum(heights)
    right = width - 150
    scale = values(
        [v for row in rows for v in (row.size, row.target)], top=right, bottom=left, from_zero=True
    )
    shapes, y = [_axis(scale, top=top, bottom=bottom)], top
    shapes.append(text(left, top - 7, "People waiting; the diamond is the target", fill="quiet"))
    for row, name, height in zip(rows, names, heights, strict=True):
        shapes.append(_bar(row, y + height / 2, scale, left=left))
        start = y + height / 2 + 2.6 - (len(name) - 1) * 4.2
        for index, part in enumerate(name):
            shapes.append(text(left - 8, start + index * 8.4, part, anchor="end"))
        shapes.append(text(right + 12, y + height / 2 + 2.6, _words(row), fill="quiet"))
        y += height
    return drawing(width, bottom + 16, *shapes), bottom + 16


def _words(row: Queue) -> str:
    said = [f"load {row.load:.2f}"] if row.load is not None else []
    return ", ".join(said + ([f"relief {row.relief:.1f} a week"] if row.relief is not None else []))


def _bar(row: Queue, y: float, scale: Values, *, left: float) -> Shape:
    end = scale.y(row.size)
    corners = [(left, y - 4.5), (end, y - 4.5), (end, y + 4.5), (left, y + 4.5)]
    fill = "concern" if row.size > 2 * row.target else "common"
    return area(corners, fill=fill) + diamond(scale.y(row.target), y, size=5, fill="ink")


def _axis(scale: Values, *, top: float, bottom: float) -> Shape:
    grid = strokes(
        [[(scale.y(tick), top), (scale.y(tick), bottom)] for tick in scale.ticks],
        stroke="hairline",
        width=0.6,
    )
    numbers = [
        text(scale.y(tick), bottom + 11, number, fill="quiet", anchor="middle")
        for tick, number in scale.numbers
    ]
    return grid + Shape("").join(numbers)


def queue_by_day(days: Sequence[tuple[date, float]], target: float, *, width: float, height: float) -> str:
    """How many waited at the end of each day, and the size that the target allows."""
    last = days[-1][1]
    labels = [
        Label(f"Waiting {formats.number(last)}", last, "ink", bold=True),
        Label(f"Target {formats.number(target)}", target, "standard"),
    ]
    space = Room(width, height, 34, width - 90, 15, height - 24)
    scale = values([*(size for _, size in days), target], top=space.top, bottom=space.bottom, from_zero=True)
    time = Days(days[0][0], days[-1][0], 1.0, space.left + 4, space.right - 4)
    return drawing(
        width,
        height,
        value_axis(scale, space, unit="people waiting"),
        time_axis(time, space),
        line(
            space.left,
            scale.y(target),
            space.right,
            scale.y(target),
            stroke="standard",
            width=1.1,
            dash="7 2.5",
        ),
        path([(time.x(day), scale.y(size)) for day, size in days], stroke="common", width=1.1),
        end_labels(labels, scale, space),
    )
