"""Small multiples: a chart a specialty, on one scale or on scales of one length, to be compared at a glance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing import formats
from briefing.measures import ALL, Measure
from briefing.pack.breakdowns import scale_length, span_of
from briefing.pack.figures import england_of
from briefing.render.charts.frame import BASELINE, Room, known, quiet, standard_words, value_axis
from briefing.render.charts.marks import INK, mark, marks
from briefing.render.charts.scales import Time, Values, runs, time_of, values, width_of, wrapped
from briefing.render.charts.svg import NOTHING, Shape, drawing, line, lines_of, strokes, text

PLOT, NAME, FOOT, GAP = 42.0, 9.0, 15.0, 12.0
HEAD = 18.0


def multiples(parts: Sequence[Measure], whole: Measure, *, width: float) -> str:
    """Draw a panel for each part, in the order given; the whole is a pale line in each that shares its scale."""
    sheet = sheet_of(parts, whole, width)
    shapes, top = [sheet.head()], HEAD
    for start in range(0, len(sheet.parts), sheet.columns):
        shape, below = sheet.row(start, top)
        shapes.append(shape)
        top = below
    return drawing(width, top + FOOT - 9, *shapes)


def strips(parts: Sequence[Measure], whole: Measure, *, width: float) -> Iterator[str]:
    """Draw the same, a drawing each row: many panels may then go on overleaf."""
    sheet = sheet_of(parts, whole, width)
    for start in range(0, len(sheet.parts), sheet.columns):
        first, last = start == 0, start + sheet.columns >= len(sheet.parts)
        shape, below = sheet.row(start, HEAD if first else 0)
        yield drawing(width, below + (FOOT - 9 if last else 0), sheet.head() if first else NOTHING, shape)


@dataclass(frozen=True)
class Sheet:
    """What all panels share: their months, their width, and their scale or its length."""

    parts: Sequence[Measure]
    whole: Measure
    scales: Sequence[Values]
    """One a panel, from the top of its plot to the bottom."""
    shared: bool
    """They are one and the same."""
    names: Sequence[Sequence[str]]
    columns: int
    left: float
    """The room for the numbers of a scale."""
    panel: float
    """The width of one."""

    def head(self) -> Shape:
        return _head(self.whole, self.scales, shared=self.shared)

    def row(self, start: int, top: float) -> tuple[Shape, float]:
        """Draw the panels of one row below `top`, and say where the row ends."""
        room = max(width_of(_value(part), bold=True) for part in self.parts) + 10
        span = sorted({point.period for part in (*self.parts, self.whole) for point in part.points})
        row = range(start, min(start + self.columns, len(self.parts)))
        top += NAME * max(len(self.names[index]) for index in row) + 6
        shapes = []
        for index in row:
            x = self.left + (index - start) * (self.panel + GAP + (0 if self.shared else self.left))
            scale = replace(self.scales[index], start=top + PLOT, end=top)
            plot = Panel(time_of(span, left=x + 2, right=x + self.panel - room), scale, self._standard(scale))
            foot, numbers = index + self.columns >= len(self.parts), index == start or not self.shared
            behind = self.whole if self.shared else None
            shapes.append(
                _panel(self.parts[index], behind, self.names[index], plot, foot=foot, numbers=numbers)
            )
        return NOTHING.join(shapes), top + PLOT + 9

    def _standard(self, scale: Values) -> float | None:
        """The standard, where it lies on a panel's scale."""
        aim = self.whole.standard
        return aim.value if aim is not None and scale.low <= aim.value <= scale.high else None


def sheet_of(parts: Sequence[Measure], whole: Measure, width: float) -> Sheet:
    """Arrange the panels over the width."""
    length = scale_length(parts)
    parts = _in_company(parts, whole, width)
    columns = _columns(len(parts), width)
    if length is not None and parts[-1] is whole:
        low, high = span_of(whole)
        length = max(length, high - low)
    scales = (
        [_shared(parts, whole)] * len(parts) if length is None else [_own(part, length) for part in parts]
    )
    left = max(width_of(number) for scale in scales for _, number in scale.numbers) + 6
    edges = left if length is None else left * columns
    panel = (width - edges - GAP * (columns - 1)) / columns
    at = max(int(panel / 4.4), 8)
    names = [wrapped(_name(part), at=at) for part in parts]
    return Sheet(parts, whole, scales, length is None, names, columns, left, panel)


def _shared(parts: Sequence[Measure], whole: Measure) -> Values:
    """One scale for all panels, with the standard where it is not far off."""
    shown = [value for part in (*parts, whole) for _, value in known(part.points)]
    shown += [england for part in parts if (england := england_of(part)) is not None]
    standard = _standard(whole, shown)
    shown += [standard] if standard is not None else []
    return values(shown, start=PLOT, end=0, unit=whole.metric.unit, steps=3, snug=True)


def _own(part: Measure, length: float) -> Values:
    """A scale of the length of all others about the level of a panel, within what can be."""
    low, high = span_of(part)
    low = max((low + high - length) / 2, 0.0) if low >= 0 else (low + high - length) / 2
    if part.metric.unit == "percent" and high <= 100:
        low = min(low, 100.0 - length)
    return values((low, low + length), start=PLOT, end=0, unit=part.metric.unit, steps=3, snug=True)


def _columns(panels: int, width: float) -> int:
    """Return no more columns than fill the rows that readable panels need."""
    most = 5 if width > 300 else 2
    rows = -(-panels // most)
    return -(-panels // rows) if rows else 1


def _in_company(parts: Sequence[Measure], whole: Measure, width: float) -> Sequence[Measure]:
    """The panels: all of them together come last where one would be left over on a row of its own."""
    rest = len(parts) % _columns(len(parts), width)
    return parts if rest != 1 or not known(whole.points) else (*parts, whole)


@dataclass(frozen=True)
class Panel:
    """The scales of one panel, and the standard where it is drawn."""

    time: Time
    scale: Values
    standard: float | None

    def line(self, measure: Measure, *, stroke: str, width: float) -> Shape:
        seen = known(measure.points)
        places = [(self.time.x(point.period), self.scale.at(value)) for point, value in seen]
        days = [point.period for point, _ in seen]
        return strokes(runs(days, places, self.time), stroke=stroke, width=width)


def _name(part: Measure) -> str:
    if part.specialty_code == ALL:
        return "All together"
    return formats.capital(formats.specialty(part.specialty_name))


def _standard(whole: Measure, shown: Sequence[float]) -> float | None:
    """The standard, unless it lies so far off that it would press every panel flat."""
    if whole.standard is None:
        return None
    aim, low, high = whole.standard.value, min(shown), max(shown)
    return aim if max(high, aim) - min(low, aim) < 1.25 * max(high - low, 1e-9) else None


def _head(whole: Measure, scales: Sequence[Values], *, shared: bool) -> Shape:
    """The unit once for all, and what the dashed line is or, where it lies beyond every scale, would be."""
    unit = formats.UNITS[whole.metric.unit]
    head = quiet(0, 8, unit, None)
    if whole.standard is None:
        return head
    aim, words = whole.standard.value, standard_words(whole.standard, whole.metric.unit)
    x = width_of(unit) + 14
    if not any(scale.low <= aim <= scale.high for scale in scales):
        arrow = "↑ " if aim > scales[0].high else "↓ "
        return head + text(x, 8, f"{arrow if shared else ''}{words}", fill="standard")
    dash = line(x, 5.4, x + 18, 5.4, stroke="standard", width=0.9, dash="5 2")
    return head + dash + text(x + 22, 8, words, fill="standard")


def _panel(
    part: Measure, behind: Measure | None, name: Sequence[str], plot: Panel, *, foot: bool, numbers: bool
) -> Shape:
    time, scale = plot.time, plot.scale
    left, right, top, bottom = time.left - 2, time.right + 3, scale.end, scale.start
    space = Room(0, 0, left, right, top, bottom)
    drawn = lines_of(name, left, top - 7 - (len(name) - 1) * NAME, leading=NAME, bold=True)
    drawn += value_axis(scale, space, numbers=numbers)
    if plot.standard is not None:
        y = scale.at(plot.standard)
        drawn += line(left, y, right, y, stroke="standard", width=0.9, dash="5 2")
    if behind is not None:
        drawn += plot.line(behind, stroke="rule", width=1.4)
    drawn += plot.line(part, stroke="common", width=1.0)
    drawn += _england(part, plot) + _points(part, plot)
    if not foot:
        return drawn
    if time.first == time.last:
        return drawn + quiet(time.x(time.last), bottom + 10, formats.short_month(time.last))
    first, last = formats.short_month(time.first), formats.short_month(time.last)
    end = right + width_of(
        _value(part), bold=True
    )  # under the figure too: a narrow panel holds two months so
    if width_of(first) + width_of(last) + 6 > end - left:
        first = ""
    start = quiet(left, bottom + 10, first, None) if first else NOTHING
    return drawn + start + quiet(end, bottom + 10, last, "end")


def _england(part: Measure, plot: Panel) -> Shape:
    """England's figure for the same specialty: a short line beside the last month."""
    if (england := england_of(part)) is None:
        return NOTHING
    y, right = plot.scale.at(england), plot.time.right
    return line(right - 4, y, right + 5, y, stroke="quiet", width=1.2)


def _points(part: Measure, plot: Panel) -> Shape:
    places = [
        (plot.time.x(point.period), plot.scale.at(value), point.point_type)
        for point, value in known(part.points)
    ]
    x, y, kind = places[-1]
    ink = INK[kind] if kind != "common_cause" else "ink"
    label = min(max(y + BASELINE, plot.scale.end + 5), plot.scale.start)
    return (
        marks((place for place in places if place[2] != "common_cause"), size=1.5)
        + mark(x, y, kind, size=2.6)
        + text(plot.time.right + 8, label, _value(part), fill=ink, bold=True)
    )


def _value(part: Measure) -> str:
    """The latest value, bare: the unit stands in the head; none of a few is no 0.0%."""
    if formats.shown(part.latest, part.metric.unit).startswith("none"):
        return "none"
    return formats.number(part.latest.value, 0 if part.metric.unit in formats.WHOLE else 1)
