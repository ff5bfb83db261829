"""Values side by side: the peers ranked with our own among them, or one month beside England and board.

Peers are dots on a scale that shows how they differ; what is a bar starts at zero, for its length is what is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing import formats
from briefing.measures import Measure, Point
from briefing.pack.words import short_name
from briefing.render.charts.frame import LINE_HEIGHT, Room, Rows, across_axis, quiet, rows, standard_words
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
    of: float | None = None
    """Of how many it is a share."""

    def words(self, unit: str) -> str:
        return formats.share_of(self.value, self.of, unit)


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
    return _bars(measure, shown, [*_plan(measure), *_standard(measure)], width=width)


def _bar(name: str, value: float | None, counted: Point | None, *, own: bool = False) -> Bar:
    if counted is None:
        return Bar(name, value or 0.0, own=own)
    return Bar(name, value or 0.0, counted.low, counted.high, own, counted.denominator)


def _of_these(measure: Measure) -> str:
    return f"of these, {'all patients' if measure.population_code == 'ALL' else 'our residents'}"


def _dotted(measure: Measure, shown: list[Bar], *, width: float) -> str:
    """A dot each with its interval, on a scale that begins where the figures do: places are read, not lengths."""
    against = _references(measure)
    frame = _rows(shown, against, width=width, height=12, spare=4)
    near = [one for one in against if not _lies_far_off(one.value, shown)]
    scale = _scale(measure, shown, near, start=frame.left + 6, width=width, snug=True)
    space = Room(width, frame.bottom + 14, frame.left, width, frame.top, frame.bottom)
    shapes = [across_axis(scale, space), *_reference_lines(against, scale, bottom=frame.bottom)]
    head = f"{formats.UNITS[measure.metric.unit]}, {formats.short_month(measure.latest.period)}"
    shapes.append(quiet(frame.left - 6, frame.bottom + 12, head, "end"))
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
            bar(scale.at(0), scale.at(one.value), y, half=4.2, fill=fill) + _interval(one, y, scale)
        )
    base = line(scale.at(0), frame.top, scale.at(0), frame.bottom, stroke="rule", width=0.8)
    return drawing(width, frame.bottom + 4, *shapes, _named(measure, shown, frame, width=width), base)


def _rows(
    shown: Sequence[Bar], against: Sequence[Reference], *, width: float, height: float, spare: float
) -> Rows:
    widest = width * 0.5
    found = rows(
        (short_name(one.name) for one in shown),
        at=min(38, int((widest - 8) / 4.3)),
        gap=8,
        widest=widest,
        top=8 + len(against) * LINE_HEIGHT,
        height=height,
        spare=spare,
    )
    lines = max((width_of(f"← {one.words}") for one in against), default=0)
    return replace(found, left=max(found.left, lines + 4))


def _scale(
    measure: Measure,
    shown: Sequence[Bar],
    against: Sequence[Reference],
    *,
    start: float,
    width: float,
    from_zero: bool = False,
    snug: bool = False,
) -> Values:
    ends = [end for one in shown for end in (one.value, one.low, one.high) if end is not None]
    ends += [one.value for one in against]
    most = max(width_of(one.words(measure.metric.unit), bold=one.own) for one in shown)
    return values(
        ends,
        start=start,
        end=width - most - 14,
        unit=measure.metric.unit,
        steps=3,
        from_zero=from_zero,
        snug=snug,
    )


def _lies_far_off(value: float, shown: Sequence[Bar]) -> bool:
    """Whether a line would press all dots into less than half of the scale: then an arrow names it."""
    ends = [end for one in shown for end in (one.value, one.low, one.high) if end is not None]
    low, high = min(ends), max(ends)
    return (high - low) < 0.5 * (max(high, value) - min(low, value))


def _named(measure: Measure, shown: Sequence[Bar], frame: Rows, *, width: float) -> Shape:
    """The name of each row, and its figure at its right end; our own in heavier type."""
    return NOTHING.join(
        frame.name(index, gap=6, fill="ink" if one.own else "quiet", bold=one.own)
        + frame.value(index, width, one.words(measure.metric.unit), bold=one.own)
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
        words = f"Similar trusts {formats.amount(measure.peers_value, unit)}"
        found.append(Reference(words, measure.peers_value, "quiet", "5 1.5 1 1.5"))
    return [*found, *_standard(measure)]


def _plan(measure: Measure) -> list[Reference]:
    if measure.plan is None:
        return []
    words = f"Plan {formats.amount(measure.plan, measure.metric.unit)}"
    return [Reference(words, measure.plan, "brand", "4 2")]


def _standard(measure: Measure) -> list[Reference]:
    if (standard := measure.standard) is None:
        return []
    return [Reference(standard_words(standard, measure.metric.unit), standard.value, "standard", "7 2.5")]


def _reference_lines(against: Sequence[Reference], scale: Values, *, bottom: float) -> list[Shape]:
    """A line across all rows each, named at its left: the rightmost on top, so that no line meets a name.

                 Standard 92% ¦
     Similar trusts 65.7% ¦  ¦
    England 64.9% ¦        ¦  ¦
    """
    shapes = []
    for step, one in enumerate(sorted(against, key=lambda one: (-one.value, one.words))):
        at, y = scale.within(one.value), 8 + step * LINE_HEIGHT
        if not scale.low <= one.value <= scale.high:
            words = f"{one.words} →" if one.value > scale.high else f"← {one.words}"
            shapes.append(text(at, y, words, anchor="end", fill=one.fill))
            continue
        shapes.append(line(at, y - 6, at, bottom, stroke=one.fill, width=1, dash=one.dash))
        shapes.append(text(at - 4, y, one.words, anchor="end", fill=one.fill))
    return shapes
