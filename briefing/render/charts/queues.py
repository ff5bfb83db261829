"""Waiting lists against the size that their target allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefing import formats
from briefing.render.charts.frame import (
    BASELINE,
    Label,
    Room,
    across_axis,
    end_labels,
    quiet,
    rows,
    standard_line,
    time_axis,
    value_axis,
)
from briefing.render.charts.marks import diamond
from briefing.render.charts.scales import Time, values
from briefing.render.charts.svg import bar, drawing, strokes


@dataclass(frozen=True)
class Queue:
    """A list: its size, the largest at which nearly everybody is seen in time, and what it takes."""

    name: str
    size: float
    target: float
    load: float | None
    relief: float | None


def queues(shown: Sequence[Queue], *, width: float) -> str:
    """Draw a bar a list, a diamond for its target, load and relief in words."""
    names, right = (one.name for one in shown), width - 150
    frame = rows(names, at=30, gap=18, widest=width * 0.3, top=18, height=17, spare=9)
    scale = values(
        [v for one in shown for v in (one.size, one.target)], start=frame.left, end=right, from_zero=True
    )
    space = Room(width, frame.bottom + 16, frame.left, right, frame.top, frame.bottom)
    shapes = [
        across_axis(scale, space),
        quiet(frame.left, frame.top - 7, "People waiting; the diamond is the target", None),
    ]
    for index, (one, y) in enumerate(zip(shown, frame.middles, strict=True)):
        ink = "concern" if one.size > 2 * one.target else "common"
        shapes += [
            bar(frame.left, scale.at(one.size), y, half=4.5, fill=ink),
            diamond(scale.at(one.target), y, size=5, fill="ink"),
            frame.name(index, gap=8),
            quiet(right + 12, y + BASELINE, _words(one), None),
        ]
    return drawing(width, space.height, *shapes)


def _words(one: Queue) -> str:
    load = [f"load {one.load:.2f}"] if one.load is not None else []
    return ", ".join(load + ([f"relief {one.relief:.1f} a week"] if one.relief is not None else []))


def queue_by_day(days: Sequence[tuple[date, float]], target: float, *, width: float, height: float) -> str:
    """Draw how many waited at the end of each day, and the size that the target allows."""
    last = days[-1][1]
    labels = [
        Label(f"Waiting {formats.number(last)}", last, "ink", bold=True),
        Label(f"Target {formats.number(target)}", target, "standard"),
    ]
    space = Room(width, height, 34, width - 90, 15, height - 24)
    scale = values([*(size for _, size in days), target], start=space.bottom, end=space.top, from_zero=True)
    time = Time(days[0][0], days[-1][0], space.left + 4, space.right - 4, usual=1.0)
    return drawing(
        width,
        height,
        value_axis(scale, space, unit="people waiting"),
        time_axis(time, space),
        standard_line(scale.at(target), space),
        strokes([[(time.x(day), scale.at(size)) for day, size in days]], stroke="common", width=1.1),
        end_labels(labels, scale, space),
    )
