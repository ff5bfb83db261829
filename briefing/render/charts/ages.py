"""The waiting list by age: a column a week, the same month a year before as a step behind it, groups in words."""

from collections.abc import Sequence

from briefing import formats
from briefing.measures import WaitingList
from briefing.pack.waiting import GROUPS, in_groups
from briefing.render.charts.scales import Values, values, width_of
from briefing.render.charts.svg import Shape, area, drawing, line, strokes, text

TOP, FOOT = 24.0, 36.0
BEYOND = 5.0
"""How many weeks wide the column of everybody over 52 weeks is, with the space before it."""
INK = ("bar", "bar", "bar", "common", "common", "common", "ink")
"""Darker the longer the wait: the three shades also differ in grey."""


def ages(waiting: Sequence[WaitingList], *, width: float, height: float) -> str:
    """Draw the first list as columns and the second, if there is one, as a line of steps."""
    now, *before = waiting
    weekly = [count for each in waiting for count in each.weeks[:-1]]
    scale = values([*weekly, 0], top=TOP, bottom=height - FOOT, from_zero=True, steps=3)
    left = max(max(width_of(number) for _, number in scale.numbers) + 8, width_of("a week") + 4)
    step = (width - left) / (52 + BEYOND)
    shapes = [_grid(scale, left=left, right=width)]
    for (low, high), ink in zip((*GROUPS, (52, 53)), INK, strict=True):
        shapes.append(_columns(now, low, high, scale, left=left, step=step, ink=ink))
    if before:
        shapes.append(_steps(before[0], scale, left=left, step=step))
    shapes.append(_borders(scale, left=left, step=step))
    shapes.append(_names(now, scale, left=left, step=step))
    return drawing(width, height, *shapes)


def _grid(scale: Values, *, left: float, right: float) -> Shape:
    lines = [[(left, scale.y(t)), (right, scale.y(t))] for t in scale.ticks]
    numbers = [
        text(left - 4, scale.y(tick) + 2.6, number, fill="quiet", anchor="end")
        for tick, number in scale.numbers
    ]
    head = text(0, 8, "people a week", fill="quiet")
    return strokes(lines, stroke="hairline", width=0.6) + Shape("").join(numbers) + head


def _place(week: int, *, left: float, step: float) -> tuple[float, float]:
    """Where the column of a week starts and ends; that of all beyond is wider and stands apart."""
    start = left + week * step
    return (start, start + step) if week < 52 else (start + step, start + BEYOND * step)


def _columns(
    of: WaitingList, low: int, high: int, scale: Values, *, left: float, step: float, ink: str
) -> Shape:
    shapes = []
    for week in range(low, high):
        start, end = _place(week, left=left, step=step)
        y = scale.y(min(of.weeks[week], scale.high))
        shapes.append(
            area(
                [(start + 0.5, scale.bottom), (start + 0.5, y), (end - 0.5, y), (end - 0.5, scale.bottom)],
                fill=ink,
            )
        )
        if of.weeks[week] > scale.high:
            shapes.append(_cut(start, end, y + 7))
    return Shape("").join(shapes)


def _cut(start: float, end: float, y: float) -> Shape:
    """A column that goes on beyond the scale is visibly broken; its number stands under it."""
    return line(start - 1, y + 3, end + 1, y - 1, stroke="paper", width=2.4)


def _steps(of: WaitingList, scale: Values, *, left: float, step: float) -> Shape:
    found: list[tuple[float, float]] = []
    for week in range(52):
        y = scale.y(of.weeks[week])
        found += [(left + week * step, y), (left + (week + 1) * step, y)]
    start, end = _place(52, left=left, step=step)
    beyond = scale.y(min(of.weeks[-1], scale.high))
    return strokes([found, [(start, beyond), (end, beyond)]], stroke="concern", width=1.1)


def _borders(scale: Values, *, left: float, step: float) -> Shape:
    """The edges of the standards, named on top; those of the other groups are ticks at the foot."""
    shapes = []
    for _, week in GROUPS:
        x = left + week * step + (0.5 * step if week == 52 else 0)
        if week in (18, 52):
            shapes.append(line(x, 14, x, scale.bottom + 24, stroke="standard", width=0.8, dash="4 2"))
            anchor = "end" if week == 52 else None
            shapes.append(text(x + (-4 if week == 52 else 4), 17, f"{week} weeks", anchor=anchor, bold=True))
        else:
            shapes.append(line(x, scale.bottom, x, scale.bottom + 24, stroke="rule", width=0.6))
    return Shape("").join(shapes)


def _names(of: WaitingList, scale: Values, *, left: float, step: float) -> Shape:
    """Each group in words at its foot: its weeks, its people, its share; on a narrow chart three groups."""
    total = sum(of.weeks)
    groups = [
        ((low, high), *said) for (low, high), said in zip((*GROUPS, (52, 53)), in_groups(of), strict=True)
    ]
    if step * 6 < width_of("0–6 weeks") + 4:
        groups = [_joined(groups[:3], "0–18 weeks"), _joined(groups[3:6], "19–52 weeks"), groups[6]]
    shapes = []
    for (low, high), name, count in groups:
        start, end = _place(low, left=left, step=step)
        if low < 52:
            x, anchor = (start + left + high * step) / 2, "middle"
        else:
            x, anchor = end, "end"
        lines = (
            (name, "quiet"),
            (formats.number(count), "ink"),
            (formats.percent(100 * count / total, 0), "quiet"),
        )
        shapes += [
            text(x, scale.bottom + 10 + 9.5 * row, words, anchor=anchor, fill=ink, bold=ink == "ink")
            for row, (words, ink) in enumerate(lines)
        ]
    return Shape("").join(shapes)


Group = tuple[tuple[int, int], str, int]


def _joined(groups: Sequence[Group], name: str) -> Group:
    return ((groups[0][0][0], groups[-1][0][1]), name, sum(count for _, _, count in groups))
