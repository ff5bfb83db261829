"""The control chart: what happened each month, what the process does anyway, which months are more."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefing import formats
from briefing.measures import Note, Point, Standard
from briefing.pack.words import latest_run, rule_words
from briefing.render.charts import frame
from briefing.render.charts.frame import Label, Room, known
from briefing.render.charts.marks import INK, mark, marks
from briefing.render.charts.scales import Time, Values, runs, time_of, values, width_of
from briefing.render.charts.svg import NOTHING, Shape, area, drawing, halo, strokes

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
    stepped: bool = False
    """It moved to another level: the limits of all months are no usual range, for no month need lie between them."""

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
        """Runs of points that have limits, split where the mean moves: lines of two rebases are never joined."""
        found: list[list[Point]] = []
        for point in self.points:
            if point.mean is None or point.upper_limit is None or point.lower_limit is None:
                continue
            if found and found[-1][-1].mean == point.mean:
                found[-1].append(point)
            else:
                found.append([point])
        return found

    def level(self, phase: Sequence[Point], name: str) -> Places:
        """A line or a limit, half a month before and after each point: it holds for the whole month."""
        half, left, right = self.time.step / 2, self.time.left - 6, self.time.right + 6
        return [
            (min(max(x, left), right), self.scale.within(getattr(point, name)))
            for point in phase
            for x in (self.time.x(point.period) - half, self.time.x(point.period) + half)
        ]


def spc(series: ControlSeries, *, width: float, height: float, small: bool = False) -> str:
    """Draw the series. Without limits (a short history) it is dots that claim no trend."""
    points, standard = series.known, series.standard
    labels = _labels(series, points[-1], small=small)
    shown = _shown(points)
    off_scale = standard is not None and _lies_far_off(standard.value, shown, share=0.45 if small else 0.4)
    if standard is not None and not off_scale:
        shown.append(standard.value)
    notes = () if small else series.notes
    space = frame.room(width, height, labels=labels, values=shown, notes=bool(notes))
    scale = values(shown, start=space.bottom, end=space.top, unit=series.unit, steps=3 if small else 4)
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
        NOTHING if small else _rule(plot, space, is_usual=series.is_usual),
        frame.end_labels(labels, scale, space),
    )


def _shown(points: Sequence[Point]) -> list[float]:
    return [v for p in points for v in (p.value, p.lower_limit, p.upper_limit) if v is not None]


def _lies_far_off(standard: float, shown: Sequence[float], *, share: float) -> bool:
    """Whether the standard would press the months into too little height: then an arrow names it."""
    low, high = min(shown), max(shown)
    return (high - low) < share * (max(high, standard) - min(low, standard))


def _labels(series: ControlSeries, last: Point, *, small: bool) -> list[Label]:
    unit = series.unit
    found = [Label(formats.amount(last.value, unit), last.value or 0, INK[last.point_type], bold=True)]
    if series.standard is not None:
        words = frame.standard_words(series.standard, unit)
        found.append(Label(words, series.standard.value, "standard"))
    if small:
        return found
    if last.mean is not None:
        found.append(Label(f"{series.line_name} {_brief(last.mean, unit)}", last.mean))
    names = ("Usual, up to", "Usual, from") if series.is_usual else ("Upper limit", "Lower limit")
    for words, limit in zip(names, (last.upper_limit, last.lower_limit), strict=True):
        if limit is not None:
            found.append(Label(f"{words} {_brief(_possible(limit, unit), unit)}", limit))
    return found


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
        for phase in plot.phases
    )


def _process(plot: Plot) -> Shape:
    """The mean and the limits, in steps where a rebase or the numbers seen each month move them."""
    if not (phases := plot.phases):
        return NOTHING
    means, *limits = (
        [plot.level(phase, name) for phase in phases] for name in ("mean", "upper_limit", "lower_limit")
    )
    return strokes(means, stroke="common", width=0.9) + strokes(
        [line for both in limits for line in both], stroke="common", width=0.6, dash="3 2"
    )


def _points(plot: Plot, *, small: bool, regular: bool = True) -> Shape:
    points, places = plot.points, plot.places
    judged = any(p.mean is not None for p in points)
    steps = runs([p.period for p in points], places, plot.time) if regular else [places]
    joined = strokes(steps, stroke="common", width=1.0) if judged else NOTHING
    kinds = ((x, y, p.point_type) for (x, y), p in zip(places, points, strict=True))
    latest = mark(*places[-1], points[-1].point_type, size=3.4 if small else 4)
    return joined + marks(kinds, size=2.0 if small else 3.2) + latest


def _rule(plot: Plot, space: Room, *, is_usual: bool) -> Shape:
    """Name the rule beside the latest months that it marks: "7 months, all on one side of the mean"."""
    run, words = latest_run(plot.points), rule_words(plot.points, is_usual=is_usual)
    if not words:
        return NOTHING
    places = plot.places
    x, y = _free_place(places, places[-len(run) :], width=width_of(words), space=space)
    return halo(x, y, words, fill=INK[run[-1].point_type], anchor="middle")


def _free_place(places: Places, run: Places, *, width: float, space: Room) -> tuple[float, float]:
    """Above the run, below it or left of it: where the words cover the fewest months."""
    half = width / 2
    middle = (run[0][0] + run[-1][0]) / 2
    top, bottom = min(y for _, y in run), max(y for _, y in run)
    wanted = [(middle, top - 9), (middle, bottom + 14), (run[0][0] - half - 12, run[-1][1] + frame.BASELINE)]
    tried = [
        (min(max(x, space.left + half + 2), space.right - half), min(max(y, space.top + 8), space.bottom - 4))
        for x, y in wanted
    ]
    return min(
        tried, key=lambda at: sum(abs(x - at[0]) < half + 5 and -11 < y - at[1] < 5 for x, y in places)
    )


def spark(series: ControlSeries, *, width: float, height: float) -> str:
    """Draw the series without words: the usual range, the line, the points that stand out and the last one."""
    points, standard = series.known, series.standard
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
