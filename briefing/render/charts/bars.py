"""Values side by side: the peers ranked with our own among them, or one month beside England and board."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from briefing import formats
from briefing.measures import Measure
from briefing.render.charts.frame import LINE_HEIGHT
from briefing.render.charts.scales import Values, values, width_of
from briefing.render.charts.svg import Shape, area, drawing, line, strokes, text

ROW = 15.0


@dataclass(frozen=True)
class Reference:
    """A line across all rows, and its name."""

    words: str
    value: float
    fill: str
    dash: str


@dataclass(frozen=True)
class Bar:
    """A row: a name, a value and, where counts are known, its 95 % interval."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    own: bool = False


def peers(measure: Measure, others: tuple[Measure, ...], *, width: float) -> str:
    """Rank the provider among its named peers, best first where the measure has a better direction."""
    intervals = {other.org_code: other.latest for other in others}
    rows = [_own(measure, measure.org_name)]
    for peer in measure.peers:
        if peer.value is not None:
            point = intervals.get(peer.org_code)
            rows.append(
                Bar(peer.org_name, peer.value, point.low if point else None, point.high if point else None)
            )
    rows.sort(key=lambda bar: (bar.value, bar.name), reverse=measure.metric.better == "higher")
    return _bars(measure, rows, _references(measure), width=width)


def single(measure: Measure, ours: tuple[Measure, ...], *, width: float) -> str:
    """One month alone: no line, no limits, only where it stands beside the others."""
    rows = [_own(measure, "This provider")]
    rows += [
        Bar(f"of these, {name_of(m)}", m.latest.value, m.latest.low, m.latest.high)
        for m in ours
        if m.latest.value is not None
    ]
    others = [("Peers, middle value", measure.peers_value)]
    if measure.metric.kind != "count":  # a trust's count beside the nation's says nothing
        others += [("Our board", measure.board), ("Region", measure.region), ("England", measure.england)]
    rows += [Bar(name, value) for name, value in others if value is not None]
    return _bars(measure, rows, _standard(measure), width=width)


def name_of(measure: Measure) -> str:
    return "all patients" if measure.population_code == "ALL" else "our residents"


def _own(measure: Measure, name: str) -> Bar:
    last = measure.latest
    assert last.value is not None
    return Bar(name, last.value, last.low, last.high, own=True)


def short(name: str) -> str:
    """Leave out what every name ends in; the table under the chart and the CSV give it whole."""
    return name.removesuffix(" NHS Foundation Trust").removesuffix(" NHS Trust")


def _bars(measure: Measure, rows: list[Bar], against: Sequence[Reference], *, width: float) -> str:
    at = min(38, int((width * 0.45 - 8) / 4.05))
    names = [wrapped(short(bar.name), at=at) for bar in rows]
    left = min(max(width_of(part) for name in names for part in name) + 8, width * 0.45)
    heights = [ROW + 8 * (len(name) - 1) for name in names]
    top, right = 8 + len(against) * LINE_HEIGHT, width - 50
    bottom = top + sum(heights)
    scale = _across(
        measure,
        [*(bar.value for bar in rows), *_ends(rows), *(one.value for one in against)],
        left=left,
        right=right,
    )
    shapes, y = [], top
    for bar, name, height in zip(rows, names, heights, strict=True):
        shapes.append(_row(bar, name, y, height, scale, left=left))
        amount = formats.amount(bar.value, measure.metric.unit)
        shapes.append(text(width - 2, y + height / 2 + 2.6, amount, anchor="end", bold=bar.own))
        y += height
    marks = _reference_lines(against, scale, bottom=bottom)
    base = line(left, top, left, bottom, stroke="rule", width=0.8)
    return drawing(width, bottom + 4, *marks, *shapes, base)


def _ends(rows: Sequence[Bar]) -> Iterator[float]:
    yield from (end for bar in rows for end in (bar.low, bar.high) if end is not None)


def _across(measure: Measure, shown: Sequence[float], *, left: float, right: float) -> Values:
    """Bars start at zero: their length is what is read. `top` is the right end."""
    ceiling = 100.0 if measure.metric.unit == "percent" else None
    return values(shown, top=right, bottom=left, floor=0, ceiling=ceiling, from_zero=True)


def _row(bar: Bar, name: tuple[str, ...], y: float, height: float, scale: Values, *, left: float) -> Shape:
    middle, half = y + height / 2, 4.2
    end = scale.y(bar.value)
    fill = "brand" if bar.own else "rule"
    corners = [(left, middle - half), (end, middle - half), (end, middle + half), (left, middle + half)]
    shapes = [area(corners, fill=fill)]
    if bar.low is not None and bar.high is not None:
        low, high = scale.y(bar.low), scale.y(bar.high)
        shapes.append(line(low, middle, high, middle, stroke="paper", width=2.4))
        shapes.append(line(low, middle, high, middle, stroke="ink", width=1))
        ends = [[(x, middle - 2), (x, middle + 2)] for x in (low, high)]
        shapes.append(strokes(ends, stroke="ink", width=1))
    start = middle + 2.6 - (len(name) - 1) * 4.2
    for index, part in enumerate(name):
        ink = "ink" if bar.own else "quiet"
        shapes.append(text(left - 6, start + index * 8.4, part, anchor="end", fill=ink, bold=bar.own))
    return Shape("").join(shapes)


def _references(measure: Measure) -> list[Reference]:
    """What all rows are held against: England, the middle of the peers, the standard."""
    unit = measure.metric.unit
    found = []
    if measure.england is not None and measure.metric.kind != "count":
        words = f"England {formats.amount(measure.england, unit)}"
        found.append(Reference(words, measure.england, "quiet", "1.5 2"))
    if measure.peers_value is not None:
        words = f"Peers’ middle {formats.amount(measure.peers_value, unit)}"
        found.append(Reference(words, measure.peers_value, "quiet", "5 1.5 1 1.5"))
    return [*found, *_standard(measure)]


def _standard(measure: Measure) -> list[Reference]:
    if measure.standard is None:
        return []
    words = f"Standard {formats.standard(measure.standard.value, measure.metric.unit)}"
    return [Reference(words, measure.standard.value, "standard", "7 2.5")]


def _reference_lines(against: Sequence[Reference], scale: Values, *, bottom: float) -> list[Shape]:
    """A line across all rows each, named at its left: the rightmost on top, so that no line meets a name.

                 Standard 92 % ¦
       Peers' middle 65.7 % ¦  ¦
    England 64.9 % ¦        ¦  ¦
    """
    shapes = []
    ordered = sorted(against, key=lambda one: (-one.value, one.words))
    for step, one in enumerate(ordered):
        at, y = scale.y(one.value), 8 + step * LINE_HEIGHT
        shapes.append(line(at, y - 6, at, bottom, stroke=one.fill, width=1, dash=one.dash))
        room = at - 4 > width_of(one.words)
        shapes.append(
            text(at - 4 if room else at + 4, y, one.words, anchor="end" if room else None, fill=one.fill)
        )
    return shapes


@cache
def wrapped(name: str, *, at: int = 38) -> tuple[str, ...]:
    """A long name on as few lines as hold it, of about the same length: no line of one short word.

    Kept: the same names come again in every chart, and to try their widths takes longer than to draw it.
    """
    fewest = len(textwrap.wrap(name, at))
    even = next(width for width in range(1, at + 1) if len(textwrap.wrap(name, width)) <= fewest)
    return tuple(textwrap.wrap(name, even, break_long_words=False))
