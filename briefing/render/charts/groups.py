"""Groups of people beside each other: a dot and its 95% interval each, and the gap between the ends."""

from collections.abc import Sequence

from briefing import formats
from briefing.measures import Measure
from briefing.pack.figures import england_of, is_enough
from briefing.pack.words import group_name
from briefing.render.charts.frame import Room, across_axis, quiet, rows
from briefing.render.charts.marks import End, end_mark
from briefing.render.charts.scales import Values, values
from briefing.render.charts.svg import NOTHING, Shape, drawing, line

_FEW = 8


def gap(shown: Sequence[Measure], whole: Measure, *, width: float) -> str:
    """Draw one row a group, in the order given, with the whole trust as a line behind them."""
    unit = whole.metric.unit
    parts = [measure for measure in shown if measure.latest.value is not None or measure.latest.hidden]
    names = [group_name(part.group_code) for part in parts]
    many = (
        len(names) > _FEW
    )  # then closer, with longer names on a line: no chart is taller than a third of a page
    at, widest, height, spare = (44, 190, 13, 5) if many else (30, 150, 19, 5.8)
    frame = rows(names, at=at, gap=12, widest=widest, top=24, height=height, spare=spare)
    ends = [
        v for part in parts for v in (part.latest.value, part.latest.low, part.latest.high, england_of(part))
    ]
    ends.append(whole.latest.value)
    reached = [v for v in ends if v is not None]
    scale = values(reached, start=frame.left + 8, end=width - 52, unit=unit)
    space = Room(width, frame.bottom + 20, frame.left, width, 20, frame.bottom)
    shapes = [
        across_axis(scale, space),
        quiet(frame.left - 6, frame.bottom + 12, formats.UNITS[unit], "end"),
        _whole(whole, scale, space),
    ]
    best, worst = _ends(parts, whole.metric.better)
    for index, (part, y) in enumerate(zip(parts, frame.middles, strict=True)):
        kind: End = "worst" if part is worst else "best" if part is best else "plain"
        bold = kind != "plain"
        shapes.append(_row(part, y, scale, kind=kind) + frame.name(index, gap=6, bold=bold))
        shapes.append(frame.value(index, width, formats.shown(part.latest, unit), bold=bold))
    return drawing(width, space.height, *shapes)


def _ends(parts: Sequence[Measure], better: str) -> tuple[Measure | None, Measure | None]:
    """The best and the worst group of enough people; none where the metric has no better direction."""
    seen = [part for part in parts if part.latest.value is not None and is_enough(part.latest)]
    if better == "neither" or len(seen) < 2:
        return None, None
    ranked = sorted(seen, key=lambda part: part.latest.value or 0, reverse=better == "higher")
    return ranked[0], ranked[-1]


def _whole(whole: Measure, scale: Values, space: Room) -> Shape:
    if whole.latest.value is None:
        return NOTHING
    x = scale.at(whole.latest.value)
    words = f"Everyone {formats.shown(whole.latest, whole.metric.unit)}"
    drawn = line(x, space.top - 2, x, space.bottom, stroke="quiet", width=0.9, dash="1.5 2")
    return drawn + quiet(x, space.top - 6, words)


def _row(part: Measure, y: float, scale: Values, *, kind: End) -> Shape:
    last, interval, dot = part.latest, NOTHING, NOTHING
    if last.low is not None and last.high is not None:
        interval = line(scale.at(last.low), y, scale.at(last.high), y, stroke="common", width=1.4)
    if last.value is not None:
        dot = end_mark(scale.at(last.value), y, kind, sizes=(5, 4, 3))
    england = england_of(part)
    tick = NOTHING if england is None else _tick(scale.at(england), y)
    return interval + tick + dot


def _tick(x: float, y: float) -> Shape:
    """England's figure for the same group: a short line across the row."""
    return line(x, y - 6, x, y + 6, stroke="quiet", width=1.2)
