"""What charts have in common: their room, axes, names of rows, labels at the end of lines, dated notes."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

from briefing import formats
from briefing.document.figure import lettered
from briefing.measures import Note, Point, Standard
from briefing.render.charts.scales import Time, Values, spread, values, width_of, wrapped
from briefing.render.charts.svg import NOTHING, Number, Shape, line, lines_of, strokes, tag, text
from briefing.render.charts.tokens import colour

LINE_HEIGHT = 9.5
BASELINE = 2.6
"""How far the baseline of small type lies below its middle."""
_NARROW = 34.0
"""Names of days closer than this would touch."""


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


def quiet(x: Number, y: Number, words: str, anchor: str | None = "middle") -> Shape:
    """Write the words of an axis."""
    return text(x, y, words, fill="quiet", anchor=anchor)


def room(
    width: float,
    height: float,
    *,
    labels: Iterable[Label],
    shown: Sequence[float],
    unit: str,
    notes: bool = False,
) -> tuple[Room, Values]:
    """Leave space at the right for the longest label, at the left for the numbers of the scale, on top for notes."""
    top, bottom = 27.0 if notes else 16.0, height - 16
    scale = values(shown, start=bottom, end=top, unit=unit, steps=3)
    right = max(_width_of(each, beyond=not scale.low <= each.value <= scale.high) for each in labels) + 12
    left = max(*(width_of(number) + 8 for _, number in scale.numbers), 22.0)
    return Room(width, height, left, width - right, top, bottom), scale


def _width_of(label: Label, *, beyond: bool) -> float:
    return width_of(label.words, bold=label.bold) + (width_of("↑ ") if beyond else 0)


# Axes -------------------------------------------------------------------------------------------------------


def value_axis(scale: Values, space: Room, *, unit: str = "", numbers: bool = True) -> Shape:
    """Draw hairlines and numbers; the unit is said once, at the top."""
    lines = [[(space.left, scale.at(tick)), (space.right, scale.at(tick))] for tick in scale.ticks]
    written = [
        quiet(space.left - 4, scale.at(tick) + BASELINE, number, "end")
        for tick, number in scale.numbers
        if numbers
    ]
    head = quiet(0, space.top - 8, unit, None) if unit else NOTHING
    return strokes(lines, stroke="hairline", width=0.6) + NOTHING.join(written) + head


def across_axis(scale: Values, space: Room, *, grid: bool = True) -> Shape:
    """Draw the axis of a scale that runs along: hairlines through all rows or ticks below them, and numbers."""
    top, bottom = (space.top, space.bottom) if grid else (space.bottom, space.bottom + 2.5)
    lines = [[(scale.at(tick), top), (scale.at(tick), bottom)] for tick in scale.ticks]
    widest = max(width_of(number) for _, number in scale.numbers) + 5
    places = [scale.at(tick) for tick in scale.ticks]
    apart = min((abs(later - earlier) for earlier, later in pairwise(places)), default=widest)
    named = scale.numbers[:: max(math.ceil(widest / apart), 1)]
    numbers = [quiet(scale.at(tick), space.bottom + 12, number) for tick, number in named]
    return strokes(lines, stroke="hairline" if grid else "rule", width=0.6) + NOTHING.join(numbers)


def time_axis(scale: Time, space: Room) -> Shape:
    """Draw a tick a month, longer at the turn of a year; named are the first month, the last and each new year.

    What is not monthly has, over less than four months, a tick a week or a day, with its date.
    """
    marked = _months(scale) if scale.usual is None else list(_days(scale))
    ticks = [
        [(scale.x(day), space.bottom), (scale.x(day), space.bottom + _tick_of(day))] for day, _ in marked
    ]
    names = [quiet(scale.x(day), space.bottom + 12, name) for day, name in marked if name]
    years = NOTHING if scale.usual is None else _years(scale, space)
    return strokes(ticks, stroke="rule", width=0.6) + NOTHING.join(names) + years


def _tick_of(day: date) -> float:
    return 4.5 if (day.month, day.day) == (1, 1) else 2.5


def _months(scale: Time) -> list[tuple[date, str]]:
    """Each month with its name, or without one where there is no room for it."""
    months, named = scale.months, dict[date, str]()
    for month in (months[-1], months[0], *(each for each in months if each.month == 1)):
        name = formats.short_month(month) if month in (months[0], months[-1]) else str(month.year)
        if all(
            abs(scale.x(month) - scale.x(other)) >= (width_of(name) + width_of(words)) / 2 + 6
            for other, words in named.items()
        ):
            named[month] = name
    return [(month, named.get(month, "")) for month in months]


def _days(scale: Time) -> Iterator[tuple[date, str]]:
    """The first of each month or, of a short history, days as far apart as their names need."""
    end = -_NARROW
    for day, name in _dated(scale):
        free = scale.x(day) - end >= _NARROW * 0.7
        end = scale.x(day) if free else end
        yield day, name if free else ""


def _years(scale: Time, space: Room) -> Shape:
    """The year of all days, or the first and the last, behind the axis."""
    years = dict.fromkeys(str(day.year) for day in (scale.first, scale.last))
    return quiet(space.right + 12, space.bottom + 12, "–".join(years), None)


def _short(day: date) -> str:
    return formats.short_month(day)[:3]


def _dated(scale: Time) -> Iterator[tuple[date, str]]:
    span = (scale.last - scale.first).days
    if span > 120:
        yield from ((day, _short(day)) for day in scale.months)
        return
    places = max(int((scale.right - scale.left) / _NARROW), 1)
    every = next(days for days in (1, 2, 7, 14, 28, 56) if span / days <= places)
    for number in range(0, span + 1, every):
        day = scale.first + timedelta(days=number)
        yield day, f"{day.day} {_short(day)}"


# Rows -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rows:
    """Rows below each other, each named at the left on as many lines as its name needs."""

    names: tuple[tuple[str, ...], ...]
    middles: tuple[float, ...]
    left: float
    top: float
    bottom: float

    def name(self, index: int, *, gap: float, fill: str = "ink", bold: bool = False) -> Shape:
        """Write the name of a row, so far from where the data begin."""
        lines = self.names[index]
        start = self.middles[index] + BASELINE - (len(lines) - 1) * 4.2
        return lines_of(lines, self.left - gap, start, leading=8.4, fill=fill, anchor="end", bold=bold)

    def value(self, index: int, width: float, words: str, *, bold: bool = False) -> Shape:
        """Write what a row says at its right end."""
        return text(width - 2, self.middles[index] + BASELINE, words, anchor="end", bold=bold)


def rows(
    names: Iterable[str], *, at: int, gap: float, widest: float, top: float, height: float, spare: float
) -> Rows:
    """Lay out rows: names broken `at` so many letters, at most `widest`; a line takes 8 points, and a row `spare`."""
    broken = tuple(wrapped(name, at=at) for name in names)
    heights = [max(height, 8 * len(name) + spare) for name in broken]
    ends = [top, *(top + end for end in accumulate(heights))]
    left = min(max(width_of(part) for name in broken for part in name) + gap, widest)
    return Rows(broken, tuple((one + other) / 2 for one, other in pairwise(ends)), left, top, ends[-1])


# Words and lines on the data --------------------------------------------------------------------------------


def standard_words(standard: Standard, unit: str) -> str:
    """Name a standard: "Local standard 14 days"."""
    named = "Local standard" if standard.local else "Standard"
    return f"{named} {formats.standard(standard.value, unit)}"


def standard_line(y: float, space: Room) -> Shape:
    return line(space.left, y, space.right, y, stroke="standard", width=1.1, dash="7 2.5")


def end_labels(labels: Sequence[Label], scale: Values, space: Room) -> Shape:
    """Write each label level with its line, moved only as far as its neighbours need.

    What lies beyond the scale stands at its end behind an arrow.
    """
    wanted = [min(max(scale.at(label.value), space.top), space.bottom) for label in labels]
    placed = spread(wanted, gap=LINE_HEIGHT, low=space.top, high=space.bottom)
    shapes = []
    for label, at, y in zip(labels, wanted, placed, strict=True):
        beyond = "↑ " if label.value > scale.high else "↓ " if label.value < scale.low else ""
        if abs(y - at) > 3 and not beyond:
            shapes.append(line(space.right + 1, at, space.right + 6, y, stroke=label.fill, width=0.5))
        words = beyond + label.words
        shapes.append(text(space.right + 8, y + BASELINE, words, fill=label.fill, bold=label.bold))
    return NOTHING.join(shapes)


def dated_notes(notes: Sequence[Note], time: Time, space: Room) -> Shape:
    """Draw a dotted line at each date and a letter in a disc above it: the words stand under the chart, whole."""
    inside = [(letter, note) for letter, note in lettered(notes) if time.holds(note.period)]
    places = spread([time.x(n.period) for _, n in inside], gap=12, low=space.left, high=space.right)
    shapes = []
    for (letter, note), x in zip(inside, places, strict=True):
        at = time.x(note.period) - (time.step / 2 if note.kind != "annotation" else 0)
        dash = None if note.kind in ("rebase", "break") else "1 2"
        shapes.append(line(at, space.top - 4, at, space.bottom, stroke="common", width=0.7, dash=dash))
        shapes.append(tag("circle", cx=x, cy=6.5, r=5.5, fill=colour("quiet")))
        shapes.append(tag("text", letter, x=x, y=9.1, text_anchor="middle", fill=colour("paper")))
    return NOTHING.join(shapes)


def stars(points: Iterable[Point], time: Time, space: Room) -> Shape:
    """Write a star at the foot of each month whose figure may not be shown: its height says nothing."""
    hidden = (point.period for point in points if point.hidden and time.holds(point.period))
    return NOTHING.join(quiet(time.x(period), space.bottom - 1, formats.HIDDEN) for period in hidden)


def known(points: Iterable[Point]) -> list[tuple[Point, float]]:
    """List the points with a figure: a month without one is left out of the drawing, never drawn as zero."""
    return [(point, point.value) for point in points if point.value is not None]
