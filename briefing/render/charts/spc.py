"""The control chart: what happened each month, what the process does anyway, which months are more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from briefing import formats
from briefing.measures import Note, Point, Standard
from briefing.pack.words import latest_run, rule_words
from briefing.render.charts import frame
from briefing.render.charts.frame import Label, Room, known
from briefing.render.charts.marks import INK, mark, marks
from briefing.render.charts.scales import Time, Values, runs, time_of, width_of
from briefing.render.charts.svg import NOTHING, Shape, area, drawing, strokes, text

Places = list[tuple[float, float]]


@dataclass(frozen=True)
class ControlSeries:
    """What a control chart shows."""

    points: Sequence[Point]
    unit: str
    standard: Standard | None = None
    notes: Sequence[Note] = ()
    axis: str | None = None
    """What the values are, where the unit doesn't say it."""
    line_name: str = "Mean"
    regular: bool = True
    """Points come at even steps, so that the line is broken where one is missing; events come when they come."""
    levels: Sequence[Point] = ()
    """The known points with the lines that are drawn, where they are others than those that judge: of a step."""

    @property
    def drawn(self) -> Sequence[Point]:
        """The known points with the lines that are drawn."""
        return self.levels or self.known

    @property
    def stepped(self) -> bool:
        """Whether it moved to another level: the limits of all months together are then no usual range."""
        return [point.mean for point in self.drawn] != [point.mean for point in self.known]

    @property
    def is_usual(self) -> bool:
        """Whether the last limits are a usual range: not after a step, nor where no month lies between them."""
        phase = [point for point in self.known if point.mean == self.known[-1].mean]
        return not self.stepped and any(
            point.lower_limit <= value <= point.upper_limit
            for point, value in known(phase)
            if point.lower_limit is not None and point.upper_limit is not None
        )

    @property
    def known(self) -> list[Point]:
        return [point for point, _ in known(self.points)]


@dataclass(frozen=True)
class Plot:
    """The points on the scales of one drawing."""

    points: Sequence[Point]
    time: Time
    scale: Values

    @property
    def places(self) -> Places:
        return [(self.time.x(p.period), self.scale.at(p.value or 0)) for p in self.points]

    @property
    def phases(self) -> list[list[Point]]:
        """Runs of points that have a mean, split where it moves: lines of two levels are never joined."""
        by_mean = groupby(self.points, key=lambda point: point.mean)
        return [list(phase) for mean, phase in by_mean if mean is not None]

    @property
    def limited(self) -> list[list[Point]]:
        """Those runs that have limits."""
        return [phase for phase in self.phases if has_limits(phase[0])]

    def level(self, phase: Sequence[Point], name: str) -> Places:
        """A line or a limit, half a month before and after each point: it holds for the whole month."""
        half, left, right = self.time.step / 2, self.time.left - 6, self.time.right + 6
        found: Places = []
        for value, months in groupby(phase, key=lambda point: float(getattr(point, name))):
            level, y = list(months), self.scale.within(value)
            start, end = self.time.x(level[0].period) - half, self.time.x(level[-1].period) + half
            found += [(max(start, left), y), (min(end, right), y)]
        return found


def has_limits(point: Point) -> bool:
    return point.upper_limit is not None and point.lower_limit is not None


def spc(series: ControlSeries, *, width: float, height: float, small: bool = False) -> str:
    """Draw the series. Without limits (a short history) it is dots that claim no trend."""
    points, standard = series.drawn, series.standard
    labels = _labels(series, small=small)
    shown = _shown(points)
    off_scale = standard is not None and _lies_far_off(standard.value, shown, share=0.45 if small else 0.4)
    if standard is not None and not off_scale:
        shown.append(standard.value)
    notes = () if small else series.notes
    space, scale = frame.room(width, height, labels=labels, shown=shown, unit=series.unit, notes=bool(notes))
    time = time_of([p.period for p in points], left=space.left + 6, right=space.right - 6)
    plot = Plot(points, time, scale)
    line = standard is not None and not off_scale
    return drawing(
        width,
        height,
        _band(plot),
        frame.value_axis(scale, space, unit=series.axis or formats.UNITS[series.unit]),
        frame.time_axis(time, space),
        _process(plot),
        frame.standard_line(scale.at(standard.value), space) if standard is not None and line else NOTHING,
        frame.dated_notes(notes, time, space),
        _points(plot, small=small, regular=series.regular),
        frame.stars(series.points, time, space),
        NOTHING if small else _rule(series, plot, space),
        frame.end_labels(labels, scale, space),
    )


def _shown(points: Sequence[Point]) -> list[float]:
    return [v for p in points for v in (p.value, p.mean, p.lower_limit, p.upper_limit) if v is not None]


def _lies_far_off(standard: float, shown: Sequence[float], *, share: float) -> bool:
    """Whether the standard would press the months into too little height: then an arrow names it."""
    low, high = min(shown), max(shown)
    return (high - low) < share * (max(high, standard) - min(low, standard))


def _labels(series: ControlSeries, *, small: bool) -> list[Label]:
    unit, last = series.unit, series.drawn[-1]
    found = [Label(formats.shown(last, unit), last.value or 0, INK[last.point_type], bold=True)]
    if series.standard is not None:
        words = frame.standard_words(series.standard, unit)
        found.append(Label(words, series.standard.value, "standard"))
    return found if small else [*found, *_means(series), *_limits(series)]


def _means(series: ControlSeries) -> Iterator[Label]:
    """The mean of the latest months, and after a step that of the months before it."""
    means = [point.mean for point in series.drawn if point.mean is not None]
    if series.stepped:
        before = next(mean for mean in reversed(means) if mean != means[-1])
        yield Label(f"{series.line_name} before {_brief(before, series.unit)}", before)
    for mean in means[-1:] if series.drawn[-1].mean is not None else ():
        since = " since" if series.stepped else ""
        yield Label(f"{series.line_name}{since} {_brief(mean, series.unit)}", mean)


def _limits(series: ControlSeries) -> Iterator[Label]:
    """The limits of the latest months or, where those since a step are too few for any, of the months before it."""
    last = series.drawn[-1]
    when = "" if not series.stepped else " since" if has_limits(last) else " before"
    shown = last if not series.stepped else next((p for p in reversed(series.drawn) if has_limits(p)), last)
    names = (
        ("Usual, up to", "Usual, from") if series.is_usual else (f"Upper limit{when}", f"Lower limit{when}")
    )
    for words, limit in zip(names, (shown.upper_limit, shown.lower_limit), strict=True):
        if limit is not None:
            held = _brief(_possible(limit, series.unit), series.unit)
            yield Label(f"{words} {held}", limit)


def _possible(value: float, unit: str) -> float:
    """A limit below zero or above 100% can't happen: it is named, and drawn, as the end of what can."""
    return min(max(value, 0.0), 100.0 if unit == "percent" else max(value, 0.0))


def _brief(value: float, unit: str) -> str:
    """Without "people", which the axis says already."""
    return formats.number(value) if unit in formats.WHOLE else formats.amount(value, unit)


def _band(plot: Plot) -> Shape:
    """The usual range as a pale area, so that a point outside it is seen before any line is."""
    return NOTHING.join(
        area([*plot.level(phase, "upper_limit"), *reversed(plot.level(phase, "lower_limit"))], fill="tint")
        for phase in plot.limited
    )


def _process(plot: Plot) -> Shape:
    """The mean and the limits, in steps where a rebase or the numbers seen each month move them."""
    means = [plot.level(phase, "mean") for phase in plot.phases]
    limits = [plot.level(phase, name) for phase in plot.limited for name in ("upper_limit", "lower_limit")]
    return (strokes(means, stroke="common", width=0.9) if means else NOTHING) + (
        strokes(limits, stroke="common", width=0.6, dash="3 2") if limits else NOTHING
    )


def _points(plot: Plot, *, small: bool, regular: bool = True) -> Shape:
    points, places = plot.points, plot.places
    judged = any(p.mean is not None for p in points)
    steps = runs([p.period for p in points], places, plot.time) if regular else [places]
    joined = strokes(steps, stroke="common", width=1.0) if judged else NOTHING
    kinds = ((x, y, p.point_type) for (x, y), p in zip(places, points, strict=True))
    latest = mark(*places[-1], points[-1].point_type, size=3.4 if small else 4)
    return joined + marks(kinds, size=2.0 if small else 3.2) + latest


def _rule(series: ControlSeries, plot: Plot, space: Room) -> Shape:
    """Name the rule above the latest months that it marks: "7 months, all on one side of the mean".

    Over the plot and not in it, where no month can lie. A step is told by its two lines.
    """
    run, words = latest_run(plot.points), rule_words(plot.points, is_usual=series.is_usual)
    if not words or series.stepped:
        return NOTHING
    half, first = width_of(words) / 2, len(plot.points) - len(run)
    middle = (plot.places[first][0] + plot.places[-1][0]) / 2
    left = width_of(series.axis or formats.UNITS[series.unit]) + 8 + half
    x = max(min(middle, space.width - half - 2), left)
    return text(x, space.top - 8, words, fill=INK[run[-1].point_type], anchor="middle")


def spark(series: ControlSeries, *, width: float, height: float) -> str:
    """Draw the series without words: the usual range, the line, the points that stand out and the last one."""
    points, standard = series.drawn, series.standard
    space = Room(width, height, 3, width - 5, 4, height - 4)
    shown = _shown(points)
    scale = Values(min(shown) - 1e-9, max(shown) + 1e-9, (), space.bottom, space.top)
    time = time_of([p.period for p in points], left=space.left + 2, right=space.right - 2)
    plot = Plot(points, time, scale)
    means = [strokes([plot.level(phase, "mean")], stroke="common", width=0.6) for phase in plot.phases]
    within = standard is not None and scale.low <= standard.value <= scale.high
    return drawing(
        width,
        height,
        _band(plot),
        *means,
        frame.standard_line(scale.at(standard.value), space) if standard is not None and within else NOTHING,
        _points(plot, small=True),
    )
