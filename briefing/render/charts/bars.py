"""Values side by side: the peers ranked with our own among them, or one month beside England and board."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefing import formats
from briefing.measures import Measure, Point
from briefing.render.charts.frame import LINE_HEIGHT, rows, standard_words
from briefing.render.charts.scales import Values, values, width_of
from briefing.render.charts.svg import NOTHING, Shape, bar, drawing, line, strokes, text


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
    return _bars(measure, shown, _references(measure), width=width)


def single(measure: Measure, ours: Sequence[Measure], *, width: float) -> str:
    """Draw one month alone: no line, no limits, only where it stands beside the others."""
    shown = [_bar("This provider", measure.latest.value, measure.latest, own=True)]
    shown += [_bar(_of_these(m), m.latest.value, m.latest) for m in ours if m.latest.value is not None]
    others = [("Peers, middle value", measure.peers_value)]
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


def _bars(measure: Measure, shown: list[Bar], against: Sequence[Reference], *, width: float) -> str:
    """Bars start at zero: their length is what is read."""
    unit, widest = measure.metric.unit, width * 0.45
    frame = rows(
        (short(one.name) for one in shown),
        at=min(38, int((widest - 8) / 4.05)),
        gap=8,
        widest=widest,
        top=8 + len(against) * LINE_HEIGHT,
        height=15,
        spare=7,
    )
    ends = [end for one in shown for end in (one.value, one.low, one.high) if end is not None]
    ends += [one.value for one in against]
    scale = values(ends, start=frame.left, end=width - 50, unit=unit, from_zero=True)
    shapes = _reference_lines(against, scale, bottom=frame.bottom)
    for index, one in enumerate(shown):
        shapes.append(_row(one, frame.middles[index], scale))
        shapes.append(frame.name(index, gap=6, fill="ink" if one.own else "quiet", bold=one.own))
        shapes.append(frame.value(index, width, formats.amount(one.value, unit), bold=one.own))
    base = line(frame.left, frame.top, frame.left, frame.bottom, stroke="rule", width=0.8)
    return drawing(width, frame.bottom + 4, *shapes, base)


def _row(one: Bar, middle: float, scale: Values) -> Shape:
    drawn = bar(scale.start, scale.at(one.value), middle, half=4.2, fill="brand" if one.own else "rule")
    if one.low is None or one.high is None:
        return drawn
    low, high = scale.at(one.low), scale.at(one.high)
    ends = [[(x, middle - 2), (x, middle + 2)] for x in (low, high)]
    under = line(low, middle, high, middle, stroke="paper", width=2.4)
    over = line(low, middle, high, middle, stroke="ink", width=1)
    return NOTHING.join((drawn, under, over, strokes(ends, stroke="ink", width=1)))


def _references(measure: Measure) -> list[Reference]:
    """What all rows are compared with: England, the middle of the peers, the standard."""
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
    if (standard := measure.standard) is None:
        return []
    return [Reference(standard_words(standard, measure.metric.unit), standard.value, "standard", "7 2.5")]


def _reference_lines(against: Sequence[Reference], scale: Values, *, bottom: float) -> list[Shape]:
    """A line across all rows each, named at its left: the rightmost on top, so that no line meets a name.

                 Standard 92% ¦
       Peers' middle 65.7% ¦  ¦
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
