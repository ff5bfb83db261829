"""Values side by side: the peers ranked with our own among them, or one month beside England and board."""

import textwrap
from dataclasses import dataclass
from functools import cache

from briefing import formats
from briefing.measures import Measure
from briefing.render.charts.frame import Label
from briefing.render.charts.scales import Values, spread, values, width_of
from briefing.render.charts.svg import Shape, area, drawing, line, strokes, text

ROW = 15.0


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
    return _bars(measure, rows, width=width)


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
    return _bars(measure, rows, width=width)


def name_of(measure: Measure) -> str:
    return "all patients" if measure.population_code == "ALL" else "our residents"


def _own(measure: Measure, name: str) -> Bar:
    last = measure.latest
    assert last.value is not None
    return Bar(name, last.value, last.low, last.high, own=True)


def short(name: str) -> str:
    """Leave out what every name ends in; the table under the chart and the CSV give it whole."""
    return name.removesuffix(" NHS Foundation Trust").removesuffix(" NHS Trust")


def _bars(measure: Measure, rows: list[Bar], *, width: float) -> str:
    at = min(38, int((width * 0.45 - 8) / 4.05))
    names = [wrapped(short(bar.name), at=at) for bar in rows]
    left = min(max(width_of(part) for name in names for part in name) + 8, width * 0.45)
    heights = [ROW + 8 * (len(name) - 1) for name in names]
    top, right = 26.0, width - 50
    bottom = top + sum(heights)
    scale = _across(measure, rows, left=left, right=right)
    shapes, y = [], top
    for bar, name, height in zip(rows, names, heights, strict=True):
        shapes.append(_row(bar, name, y, height, scale, left=left))
        amount = formats.amount(bar.value, measure.metric.unit)
        shapes.append(text(width - 2, y + height / 2 + 2.6, amount, anchor="end", bold=bar.own))
        y += height
    marks = _reference_lines(measure, scale, top=top, bottom=bottom)
    base = line(left, top, left, bottom, stroke="rule", width=0.8)
    return drawing(width, bottom + 4, *marks, *shapes, base)


def _across(measure: Measure, rows: list[Bar], *, left: float, right: float) -> Values:
    """Bars start at zero: their length is what is read. `top` is the right end."""
    shown = [v for bar in rows for v in (bar.value, bar.low, bar.high) if v is not None]
    if measure.standard is not None:
        shown.append(measure.standard.value)
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


def _reference_lines(measure: Measure, scale: Values, *, top: float, bottom: float) -> list[Shape]:
    """England and the standard across all rows, named above them and kept from touching."""
    unit = measure.metric.unit
    found = []
    if measure.england is not None and measure.metric.kind != "count":
        found.append(
            (Label(f"England {formats.amount(measure.england, unit)}", measure.england, "quiet"), "1.5 2")
        )
    if measure.standard is not None:
        words = f"Standard {formats.standard(measure.standard.value, unit)}"
        found.append((Label(words, measure.standard.value, "standard"), "7 2.5"))
    if not found:
        return []
    widest = max(width_of(label.words) for label, _ in found)
    places = spread(
        [scale.y(label.value) for label, _ in found],
        gap=widest + 8,
        low=scale.bottom + widest / 2,
        high=scale.top + 20,
    )
    shapes = []
    for (label, dash), x in zip(found, places, strict=True):
        at = scale.y(label.value)
        shapes.append(line(at, top - 4, at, bottom, stroke=label.fill, width=1, dash=dash))
        shapes.append(line(x, top - 11, at, top - 4, stroke=label.fill, width=0.6))
        shapes.append(text(x, top - 13, label.words, anchor="middle", fill=label.fill))
    return shapes


@cache
def wrapped(name: str, *, at: int = 38) -> tuple[str, ...]:
    """A long name on as few lines as hold it, of about the same length: no line of one short word.

    Kept: the same names come again in every chart, and to try their widths takes longer than to draw it.
    """
    fewest = len(textwrap.wrap(name, at))
    even = next(width for width in range(1, at + 1) if len(textwrap.wrap(name, width)) <= fewest)
    return tuple(textwrap.wrap(name, even, break_long_words=False))
