"""The plain parts of every chart over time: room, axes, months, labels at the end of lines, dated notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefing import formats
from briefing.document.figure import lettered
from briefing.measures import Note, Point
from briefing.months import each_month, months_before
from briefing.render.charts.scales import Months, Time, Values, spread, width_of
from briefing.render.charts.svg import Shape, line, strokes, tag, text
from briefing.render.charts.tokens import colour

LINE_HEIGHT = 9.5


@dataclass(frozen=True)
class Room:
    """The drawing's size and the rectangle of the data: notes stand above it, months below, labels right."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Label:
    """Words at the end of a line, in the place of a legend."""

    words: str
    value: float
    fill: str = "quiet"
    bold: bool = False


def room(width: float, height: float, *, labels: Sequence[str], values: Sequence[float], notes: bool) -> Room:
    """Leave space at the right for the longest label, at the left for numbers, on top for notes."""
    right = max((width_of(words) for words in labels), default=0) + 16
    left = max(width_of(formats.number(max(values, default=0))) + 8, 22)
    return Room(width, height, left, width - right, 24 if notes else 15, height - 24)


def value_axis(scale: Values, space: Room, *, unit: str) -> Shape:
    """Hairlines and numbers; the unit is said once, at the top."""
    lines = strokes(
        [[(space.left, scale.y(tick)), (space.right, scale.y(tick))] for tick in scale.ticks],
        stroke="hairline",
        width=0.6,
    )
    numbers = [
        text(space.left - 4, scale.y(tick) + 2.6, number, fill="quiet", anchor="end")
        for tick, number in scale.numbers
    ]
    return lines + Shape("").join(numbers) + text(0, space.top - 8, unit, fill="quiet")


def month_axis(scale: Months, space: Room) -> Shape:
    """A tick a month, a name where there is room for one, the year under its first name."""
    every = next(step for step in (1, 2, 3, 6, 12, 24, 60, 240) if scale.step * step >= 19)
    shown = each_month(scale.first, months_before(scale.first, 1 - scale.count))
    ticks = strokes(
        [[(scale.x(m), space.bottom), (scale.x(m), space.bottom + 2.5)] for m in shown],
        stroke="rule",
        width=0.6,
    )
    names, shown_year = [], 0
    for month in shown:
        if (month.month - 1) % min(every, 12) or (every > 12 and month.year % (every // 12)):
            continue
        names.append(_centred(scale.x(month), space.bottom + 11, f"{month:%b}"))
        if month.year != shown_year:
            names.append(_centred(scale.x(month), space.bottom + 20, str(month.year)))
            shown_year = month.year
    return ticks + Shape("").join(names)


def _centred(x: float, y: float, words: str) -> Shape:
    return text(x, y, words, fill="quiet", anchor="middle")


def end_labels(labels: Sequence[Label], scale: Values, space: Room) -> Shape:
    """Write each label level with its line, moved only as far as its neighbours need.

    What lies beyond the scale stands at its end behind an arrow.
    """
    wanted = [min(max(scale.y(label.value), space.top), space.bottom) for label in labels]
    placed = spread(wanted, gap=LINE_HEIGHT, low=space.top, high=space.bottom)
    shapes = []
    for label, at, y in zip(labels, wanted, placed, strict=True):
        beyond = "↑ " if label.value > scale.high else "↓ " if label.value < scale.low else ""
        if abs(y - at) > 3 and not beyond:
            shapes.append(line(space.right + 1, at, space.right + 6, y, stroke=label.fill, width=0.5))
        shapes.append(text(space.right + 8, y + 2.6, beyond + label.words, fill=label.fill, bold=label.bold))
    return Shape("").join(shapes)


def dated_notes(notes: Sequence[Note], months: Time, space: Room) -> Shape:
    """A dotted line at each date and a letter in a disc above it: the words stand under the chart, whole."""
    inside = [(letter, note) for letter, note in lettered(notes) if _within(note.period, months)]
    places = spread([months.x(n.period) for _, n in inside], gap=12, low=space.left, high=space.right)
    shapes = []
    for (letter, note), x in zip(inside, places, strict=True):
        at = months.x(note.period) - months.step / 2 if note.kind != "annotation" else months.x(note.period)
        dash = None if note.kind in ("rebase", "break") else "1 2"
        shapes.append(line(at, 12, at, space.bottom, stroke="common", width=0.7, dash=dash))
        shapes.append(tag("circle", cx=x, cy=6.5, r=5.5, fill=colour("quiet")))
        shapes.append(tag("text", letter, x=x, y=9.1, text_anchor="middle", fill=colour("paper")))
    return Shape("").join(shapes)


def _within(period: date, months: Time) -> bool:
    return months.left - 1 <= months.x(period) <= months.right + 1


def stars(points: Sequence[Point], months: Time, space: Room) -> Shape:
    """A star at the foot of each month whose figure may not be shown: its height says nothing."""
    hidden = [point.period for point in points if point.hidden and _within(point.period, months)]
    return Shape("").join(
        text(months.x(period), space.bottom - 1, formats.HIDDEN, fill="quiet", anchor="middle")
        for period in hidden
    )


def known(points: Sequence[Point]) -> list[tuple[Point, float]]:
    """The points with a figure: a month without one is left out of the drawing, never drawn as zero."""
    return [(point, point.value) for point in points if point.value is not None]
