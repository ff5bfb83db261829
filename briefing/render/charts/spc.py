"""The control chart: what happened each month, what the process does anyway, which months are more."""

from collections.abc import Sequence

from briefing import formats
from briefing.measures import Measure, Point
from briefing.pack.words import latest_run, rule_words
from briefing.render.charts.days import time_axis, time_of
from briefing.render.charts.frame import (
    Label,
    Room,
    dated_notes,
    end_labels,
    known,
    room,
    stars,
    value_axis,
)
from briefing.render.charts.marks import INK, mark, marks
from briefing.render.charts.scales import Time, Values, runs, values, width_of
from briefing.render.charts.svg import Shape, area, drawing, halo, line, path, strokes

UNITS = {
    "percent": "%",
    "weeks": "weeks",
    "days": "days",
    "people": "people",
    "per_1000": "per 1,000",
    "ratio": "ratio",
    "count": "number",
}


def spc(
    measure: Measure,
    *,
    width: float,
    height: float,
    small: bool = False,
    axis: str | None = None,
    line_name: str = "Mean",
    regular: bool = True,
) -> str:
    """Draw the series. Without limits (a short history) it is dots that claim no trend.

    `axis`: what the values are, where the unit doesn't say it; `line_name`: what the middle line is; `regular`: points
    come at even steps, so that the line is broken where one is missing (events come when they come).
    """
    points = [point for point, _ in known(measure.points)]
    labels = _labels(measure, points[-1], small=small, line_name=line_name)
    off_scale = _lies_far_off(measure, points, share=0.45 if small else 0.4)
    shown = _shown(measure, points, standard=not off_scale)
    space = room(
        width,
        height,
        labels=[label.words for label in labels],
        values=shown,
        notes=bool(measure.notes) and not small,
    )
    ceiling = 100.0 if measure.metric.unit == "percent" else None
    scale = values(
        shown, top=space.top, bottom=space.bottom, floor=0, ceiling=ceiling, steps=3 if small else 4
    )
    time = time_of([p.period for p in points], left=space.left + 6, right=space.right - 6)
    shapes = [
        _band(points, time, scale),
        value_axis(scale, space, unit=axis or UNITS[measure.metric.unit]),
        time_axis(time, space),
        _process(points, time, scale),
        Shape("") if off_scale else _standard_line(measure, scale, space),
        Shape("") if small else dated_notes(measure.notes, time, space),
        _series(points, time, scale, small=small, regular=regular),
        stars(measure.points, time, space),
        Shape("") if small else _rule(points, time, scale, space),
        end_labels(labels, scale, space),
    ]
    return drawing(width, height, *shapes)


def _shown(measure: Measure, points: Sequence[Point], *, standard: bool) -> list[float]:
    shown = [v for p in points for v in (p.value, p.lower_limit, p.upper_limit) if v is not None]
    return [*shown, measure.standard.value] if standard and measure.standard is not None else shown


def _lies_far_off(measure: Measure, points: Sequence[Point], *, share: float) -> bool:
    """Whether the standard would press the months into too little height: then an arrow names it."""
    without = _shown(measure, points, standard=False)
    with_it = _shown(measure, points, standard=True)
    if len(without) == len(with_it):
        return False
    return (max(without) - min(without)) < share * (max(with_it) - min(with_it))


def _labels(measure: Measure, last: Point, *, small: bool, line_name: str) -> list[Label]:
    unit = measure.metric.unit
    found = [Label(formats.amount(last.value, unit), last.value or 0, INK[last.point_type], bold=True)]
    if measure.standard is not None:
        found.append(Label(_standard_words(measure), measure.standard.value, "standard"))
    if not small and last.mean is not None:
        found.append(Label(f"{line_name} {_brief(last.mean, unit)}", last.mean))
    if not small and last.upper_limit is not None and last.lower_limit is not None:
        found.append(
            Label(f"Usual, up to {_brief(_possible(last.upper_limit, unit), unit)}", last.upper_limit)
        )
        found.append(
            Label(f"Usual, from {_brief(_possible(last.lower_limit, unit), unit)}", last.lower_limit)
        )
    return found


def _possible(value: float, unit: str) -> float:
    """A limit below zero or above 100 % can't happen: it is named, and drawn, as the end of what can."""
    return min(max(value, 0.0), 100.0 if unit == "percent" else value if value > 0 else 0.0)


def _brief(value: float, unit: str) -> str:
    """Without "people", which the axis says already."""
    return formats.number(value) if unit in ("people", "count") else formats.amount(value, unit)


def _standard_words(measure: Measure) -> str:
    assert measure.standard is not None
    named = "Local standard" if measure.standard.local else "Standard"
    return f"{named} {formats.standard(measure.standard.value, measure.metric.unit)}"


def _clip(value: float, scale: Values) -> float:
    return min(max(value, scale.low), scale.high)


def _band(points: Sequence[Point], time: Time, scale: Values) -> Shape:
    """The usual range as a pale area, so that a point outside it is seen before any line is."""
    shapes = []
    for group in _groups(points):
        upper = [(x, scale.y(_clip(p.upper_limit or 0, scale))) for p, x in _steps(group, time)]
        lower = [(x, scale.y(_clip(p.lower_limit or 0, scale))) for p, x in _steps(group, time)]
        shapes.append(area([*upper, *reversed(lower)], fill="tint"))
    return Shape("").join(shapes)


def _process(points: Sequence[Point], time: Time, scale: Values) -> Shape:
    """The mean and the limits, in steps where a rebase or the numbers seen each month move them."""
    groups = [_steps(group, time) for group in _groups(points)]
    means = [[(x, scale.y(p.mean or 0)) for p, x in group] for group in groups]
    limits = [[(x, scale.y(_clip(p.upper_limit or 0, scale))) for p, x in group] for group in groups]
    limits += [[(x, scale.y(_clip(p.lower_limit or 0, scale))) for p, x in group] for group in groups]
    if not groups:
        return Shape("")
    return strokes(means, stroke="common", width=0.9) + strokes(
        limits, stroke="common", width=0.6, dash="3 2"
    )


def _groups(points: Sequence[Point]) -> list[list[Point]]:
    """Runs of points that have limits, split where the mean moves: lines of two rebases are never joined."""
    found: list[list[Point]] = []
    for point in points:
        if point.mean is None or point.upper_limit is None or point.lower_limit is None:
            continue
        if found and found[-1][-1].mean == point.mean:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def _steps(group: Sequence[Point], time: Time) -> list[tuple[Point, float]]:
    """Each point twice, half a month before and after it: limits hold for the whole month."""
    half = time.step / 2
    return [
        (p, x)
        for p in group
        for x in (_held(time.x(p.period) - half, time), _held(time.x(p.period) + half, time))
    ]


def _held(x: float, time: Time) -> float:
    return min(max(x, time.left - 6), time.right + 6)


def _standard_line(measure: Measure, scale: Values, space: Room) -> Shape:
    if measure.standard is None:
        return Shape("")
    y = scale.y(measure.standard.value)
    return line(space.left, y, space.right, y, stroke="standard", width=1.1, dash="7 2.5")


def _series(
    points: Sequence[Point], time: Time, scale: Values, *, small: bool, regular: bool = True
) -> Shape:
    places = [(time.x(p.period), scale.y(p.value or 0)) for p in points]
    judged = any(p.mean is not None for p in points)
    steps = with_gaps(points, places, time) if regular else [*places]
    joined = strokes(runs(steps), stroke="common", width=1.0) if judged else Shape("")
    drawn = marks(
        ((x, y, p.point_type) for (x, y), p in zip(places, points, strict=True)), size=2.0 if small else 3.2
    )
    x, y = places[-1]
    return joined + drawn + mark(x, y, points[-1].point_type, size=3.4 if small else 4)


def with_gaps(
    points: Sequence[Point], places: Sequence[tuple[float, float]], time: Time
) -> list[tuple[float, float] | None]:
    """The places of the points, with None wherever a month between two of them was not reported."""
    found: list[tuple[float, float] | None] = []
    for index, (point, place) in enumerate(zip(points, places, strict=True)):
        if index and time.apart(points[index - 1].period, point.period) > 1.5:
            found.append(None)
        found.append(place)
    return found


def _rule(points: Sequence[Point], time: Time, scale: Values, space: Room) -> Shape:
    """Name the rule beside the latest months that it marks: "7 months, all on one side of the mean"."""
    run = latest_run(points)
    said = rule_words(points)
    if not said:
        return Shape("")
    places = [(time.x(p.period), scale.y(p.value or 0)) for p in points]
    x, y = _free_place(places, places[-len(run) :], width=width_of(said), space=space)
    return halo(x, y, said, fill=INK[run[-1].point_type], anchor="middle")


def _free_place(
    places: Sequence[tuple[float, float]], run: Sequence[tuple[float, float]], *, width: float, space: Room
) -> tuple[float, float]:
    """Above the run, below it or left of it: where the words cover the fewest months."""
    half = width / 2
    middle = (run[0][0] + run[-1][0]) / 2
    top, bottom = min(y for _, y in run), max(y for _, y in run)
    wanted = [(middle, top - 9), (middle, bottom + 14), (run[0][0] - half - 12, run[-1][1] + 2.6)]
    tried = [
        (
            min(max(x, space.left + half + 2), space.right - half),
            min(max(y, space.top + 8), space.bottom - 4),
        )
        for x, y in wanted
    ]
    return min(
        tried, key=lambda at: sum(abs(x - at[0]) < half + 5 and -11 < y - at[1] < 5 for x, y in places)
    )


def spark(measure: Measure, *, width: float, height: float) -> str:
    """The series without words: the usual range, the line, the points that stand out and the last one."""
    points = [point for point, _ in known(measure.points)]
    space = Room(width, height, 3, width - 5, 4, height - 4)
    shown = [v for p in points for v in (p.value, p.lower_limit, p.upper_limit) if v is not None]
    scale = values(shown, top=space.top, bottom=space.bottom, floor=None)
    scale = Values(min(shown) - 1e-9, max(shown) + 1e-9, (), scale.top, scale.bottom)
    time = time_of([p.period for p in points], left=space.left + 2, right=space.right - 2)
    shapes = [_band(points, time, scale)]
    if any(p.mean is not None for p in points):
        groups = [_steps(group, time) for group in _groups(points)]
        shapes += [
            path([(x, scale.y(p.mean or 0)) for p, x in g], stroke="common", width=0.6) for g in groups
        ]
    if measure.standard is not None and scale.low <= measure.standard.value <= scale.high:
        shapes.append(_standard_line(measure, scale, space))
    shapes.append(_series(points, time, scale, small=True))
    return drawing(width, height, *shapes)
