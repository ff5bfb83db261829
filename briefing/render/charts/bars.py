"""Values side by side: the peers ranked with our own among them, or one month beside England and board.

Peers are dots on a scale that shows how they differ; what is a bar starts at zero, for its length is what is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from briefing import formats
from briefing.measures import Measure, Point
from briefing.render.charts.frame import LINE_HEIGHT, Room, Rows, across_axis, rows, standard_words
from briefing.render.charts.marks import diamond
from briefing.render.charts.scales import Values, values, width_of
from briefing.render.charts.svg import NOTHING, Shape, bar, dots, drawing, line, strokes, text


@dataclass(frozen=True)
class Reference:
    """A line across all rows, and its name."""

    words: str
    value: float
    fill: str
    dash: str


@dataclass(frozen=True)
class Bar:
    """A row: a name, a value and, where counts are known, its 95% interval."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    own: bool = False


def peers(measure: Measure, others: Sequence[Measure], *, width: float) -> str:
    """Rank the provider among its named peers, best first where the measure has a better direction."""
    latest = {other.org_code: other.latest for other in others}
    shown = [_bar(measure.org_name, measure.latest.value, measure.latest, own=True)]
    shown += [
        _bar(peer.org_name, peer.value, latest.get(peer.org_code))
        for peer in measure.peers
        if peer.value is not None
    ]
    shown.sort(key=lambda one: (one.value, one.name), reverse=measure.metric.better == "higher")
    return _dotted(measure, shown, width=width)


def single(measure: Measure, ours: Sequence[Measure], *, width: float) -> str:
    """Draw one month alone: no line, no limits, only where it stands beside the others."""
    shown = [_bar("This provider", measure.latest.value, measure.latest, own=True)]
    shown += [_bar(_of_these(m), m.latest.value, m.latest) for m in ours if m.latest.value is not None]
    others = [("Similar trusts, median", measure.peers_value)]
    if measure.metric.kind != "count":  # a trust's count beside the nation's says nothing
        others += [("Our board", measure.board), ("Region", measure.region), ("England", measure.england)]
    shown += [Bar(name, value) for name, value in others if value is not None]
    return _bars(measure, shown, _standard(measure), width=width)


def _bar(name: str, value: float | None, counted: Point | None, *, own: bool = False) -> Bar:
    low, high = (counted.low, counted.high) if counted is not None else (None, None)
    return Bar(name, value or 0.0, low, high, own)


def _of_these(measure: Measure) -> str:
    return f"of these, {'all patients' if measure.population_code == 'ALL' else 'our residents'}"


def short(name: str) -> str:
    """Leave out what every name ends in; the table under the chart and the CSV give it whole."""
    return name.removesuffix(" NHS Foundation Trust").removesuffix(" NHS Trust")


def _dotted(measure: Measure, shown: list[Bar], *, width: float) -> str:
    """A dot each with its interval, on a scale that begins where the figures do: places are read, not lengths."""
    against = _references(measure)
    frame = _rows(shown, against, width=width, height=12, spare=4)
    scale = _scale(measure, shown, against, start=frame.left + 6, width=width)
    space = Room(width, frame.bottom + 14, frame.left, width, frame.top, frame.bottom)
    shapes = [across_axis(scale, space), *_reference_lines(against, scale, bottom=frame.bottom)]
    for index, one in enumerate(shown):
        y = frame.middles[index]
        place = diamond(scale.at(one.value), y, size=4.2, fill="brand") if one.own else NOTHING
        place = place or dots([(scale.at(one.value), y)], fill="common", radius=2.2)
        shapes.append(_interval(one, y, scale) + place)
    return drawing(width, space.height, *shapes, _named(measure, shown, frame, width=width))


def _bars(measure: Measure, shown: list[Bar], against: Sequence[Reference], *, width: float) -> str:
    """Bars start at zero."""
    frame = _rows(shown, against, width=width, height=15, spare=7)
    scale = _scale(measure, shown, against, start=frame.left, width=width, from_zero=True)
    shapes = _reference_lines(against, scale, bottom=frame.bottom)
    for index, one in enumerate(shown):
        y, fill = frame.middles[index], "brand" if one.own else "rule"
        shapes.append(
            bar(scale.start, scale.at(one.value), y, half=4.2, fill=fill) + _interval(one, y, scale)
        )
    base = line(frame.left, frame.top, frame.left, frame.bottom, stroke="rule", width=0.8)
    return drawing(width, frame.bottom + 4, *shapes, _named(measure, shown, frame, width=width), base)


def _rows(
    shown: Sequence[Bar], against: Sequence[Reference], *, width: float, height: float, spare: float
) -> Rows:
    widest = width * 0.5
    return rows(
        (short(one.name) for one in shown),
        at=min(38, int((widest - 8) / 4.05)),
        gap=8,
        widest=widest,
        top=8 + len(against) * LINE_HEIGHT,
        height=height,
        spare=spare,
    )


def _scale(
    measure: Measure,
    shown: Sequence[Bar],
    against: Sequence[Reference],
    *,
    start: float,
    width: float,
    from_zero: bool = False,
) -> Values:
    ends = [end for one in shown for end in (one.value, one.low, one.high) if end is not None]
    ends += [one.value for one in against]
    return values(ends, start=start, end=width - 50, unit=measure.metric.unit, steps=3, from_zero=from_zero)


def _named(measure: Measure, shown: Sequence[Bar], frame: Rows, *, width: float) -> Shape:
    """The name of each row, and its figure at its right end; our own in heavier type."""
    return NOTHING.join(
        frame.name(index, gap=6, fill="ink" if one.own else "quiet", bold=one.own)
        + frame.value(index, width, formats.amount(one.value, measure.metric.unit), bold=one.own)
        for index, one in enumerate(shown)
    )


def _interval(one: Bar, middle: float, scale: Values) -> Shape:
    if one.low is None or one.high is None:
        return NOTHING
    low, high = scale.at(one.low), scale.at(one.high)
    ends = [[(x, middle - 2), (x, middle + 2)] for x in (low, high)]
    under = line(low, middle, high, middle, stroke="paper", width=2.4)
    over = line(low, middle, high, middle, stroke="ink", width=1)
    return NOTHING.join((under, over, strokes(ends, stroke="ink", width=1)))


def _references(measure: Measure) -> list[Reference]:
    """What all rows are compared with: England, the median of similar trusts, the standard."""
    unit = measure.metric.unit
    found = []
    if measure.england is not None and measure.metric.kind != "count":
        words = f"England {formats.amount(measure.england, unit)}"
        found.append(Reference(words, measure.england, "quiet", "1.5 2"))
    if measure.peers_value is not None:
        words = f"Similar trusts’ median {formats.amount(measure.peers_value, unit)}"
        found.append(Reference(words, measure.peers_value, "quiet", "5 1.5 1 1.5"))
    return [*found, *_standard(measure)]


def _standard(measure: Measure) -> list[Reference]:
    if (standard := measure.standard) is None:
        return []
    return [Reference(standard_words(standard, measure.metric.unit), standard.value, "standard", "7 2.5")]


def _reference_lines(against: Sequence[Reference], scale: Values, *, bottom: float) -> list[Shape]:
    """A line across all rows each, named at its left: the rightmost on top, so that no line meets a name.

                       Standard 92% ¦
    Similar trusts' median 65.7% ¦  ¦
          England 64.9% ¦        ¦  ¦
    """
    shapes = []
    for step, one in enumerate(sorted(against, key=lambda one: (-one.value, one.words))):
        at, y = scale.at(one.value), 8 + step * LINE_HEIGHT
        free = at - 4 > width_of(one.words)
        x, anchor = (at - 4, "end") if free else (at + 4, None)
        shapes.append(line(at, y - 6, at, bottom, stroke=one.fill, width=1, dash=one.dash))
        shapes.append(text(x, y, one.words, anchor=anchor, fill=one.fill))
    return shapes
