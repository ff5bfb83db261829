"""The funnel: every organisation by its size, between the limits that chance and real differences allow.

A dot is an organisation. The solid curves are the adjusted 99.8 % limits, the dashed ones those at 95 %; the dotted
ones are what chance alone would allow. Whoever lies outside the solid curves has a name.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from briefing import formats
from briefing.context.building import SCALES
from briefing.measures import Funnel, FunnelPoint, PointType
from briefing.render.charts.bars import short
from briefing.render.charts.frame import Label, Room, end_labels, value_axis
from briefing.render.charts.marks import INK, mark, marks
from briefing.render.charts.scales import Values, values, width_of
from briefing.render.charts.spc import UNITS
from briefing.render.charts.svg import Shape, area, drawing, halo, line, strokes, text
from briefing.statistics.funnel import Z_998, Limits, Numbers, limits_at

MOST_NAMES = 8
"""More names than this hide the dots; those furthest out keep theirs."""

_STEPS = 60
"""Closer together where the curves bend most, among the smallest."""


@dataclass(frozen=True)
class Place:
    """Where a point stands, and what it is."""

    x: float
    y: float
    point: FunnelPoint
    kind: PointType


def funnel(drawn: Funnel, own: str | None, *, width: float, height: float) -> str:
    """Draw the funnel; `own` is the organisation that it is about, named even where it lies inside."""
    space = Room(width, height, 34, width - 96, 15, height - 26)
    across, scale = _across(drawn, space), _scale(drawn, space)
    sizes = across.high * np.linspace(0, 1, _STEPS + 1)[1:] ** 2
    adjusted, chance = _limits(drawn, sizes, tau2=drawn.tau2), _limits(drawn, sizes, tau2=0.0)
    places = [_place(point, drawn, across, scale) for point in drawn.points]
    centre = scale.y(drawn.centre)
    shapes = [
        _band(sizes, adjusted, across, scale),
        value_axis(scale, space, unit=UNITS[drawn.metric.unit]),
        _size_axis(across, space, drawn),
        _curves(sizes, [chance.low_998, chance.high_998], across, scale, dash="0.5 2.2"),
        _curves(sizes, [adjusted.low_95, adjusted.high_95], across, scale, dash="3 2"),
        _curves(sizes, [adjusted.low_998, adjusted.high_998], across, scale, dash=None),
        line(space.left, centre, space.right, centre, stroke="common", width=0.9),
        marks(((p.x, p.y, p.kind) for p in places), size=2.6),
        *[mark(p.x, p.y, p.kind, size=4.2) for p in places if p.point.org_code == own],
        _names(places, own, space),
        end_labels(_labels(drawn, adjusted, chance), scale, space),
    ]
    return drawing(width, height, *shapes)


def is_outside(point: FunnelPoint) -> bool:
    return abs(point.z) > Z_998


def _limits(drawn: Funnel, sizes: Numbers, *, tau2: float) -> Limits:
    """Limits in the metric's unit, at some denominators."""
    scale = SCALES.get(drawn.metric.unit, 1.0)
    if drawn.kind == "proportion":
        found, times = limits_at(sizes, kind="proportion", centre=drawn.centre / scale, tau2=tau2), scale
    else:
        expected = sizes * drawn.centre / scale
        found, times = limits_at(expected, kind="ratio", centre=1.0, tau2=tau2), drawn.centre
    return Limits(*(times * each for each in (found.low_95, found.high_95, found.low_998, found.high_998)))


def _across(drawn: Funnel, space: Room) -> Values:
    """Sizes from nought; `bottom` is the left end and `top` the right one."""
    return values([p.denominator for p in drawn.points], top=space.right, bottom=space.left, from_zero=True)


def _scale(drawn: Funnel, space: Room) -> Values:
    """What the dots need, and the limits of all but the smallest tenth, whose curves leave the chart."""
    small = np.quantile([p.denominator for p in drawn.points], 0.1)
    shown = [p.value for p in drawn.points]
    for point in drawn.points:
        if point.denominator >= small:
            shown += [point.low_998, point.high_998]
    ceiling = 100.0 if drawn.metric.unit == "percent" else None
    pad = 0.06 * (max(shown) - min(shown))  # room for a name under the lowest dot and above the highest
    shown += [max(min(shown) - pad, 0), min(max(shown) + pad, ceiling or float("inf"))]
    return values(shown, top=space.top, bottom=space.bottom, floor=0, ceiling=ceiling)


def _place(point: FunnelPoint, drawn: Funnel, across: Values, scale: Values) -> Place:
    kind: PointType = "common_cause"
    if is_outside(point):
        good = {"higher": 1, "lower": -1, "neither": 0}[drawn.metric.better] * point.z
        kind = "special_cause_neutral" if good == 0 else "special_cause_concern"
        kind = "special_cause_improvement" if good > 0 else kind
    return Place(across.y(point.denominator), scale.y(point.value), point, kind)


def _labels(drawn: Funnel, adjusted: Limits, chance: Limits) -> list[Label]:
    middle = f"All together {formats.amount(drawn.centre, drawn.metric.unit)}"
    found = [Label(middle, drawn.centre, "ink")]
    for name, curve in (("99.8 %", adjusted.high_998), ("95 %", adjusted.high_95), ("95 %", adjusted.low_95)):
        found.append(Label(name, float(curve[-1])))
    found.append(Label("99.8 %", float(adjusted.low_998[-1])))
    if drawn.tau2 > 0:
        found.append(Label("99.8 %, by chance", float(chance.low_998[-1])))
    return found


def _band(sizes: Numbers, limits: Limits, across: Values, scale: Values) -> Shape:
    upper = _line(sizes, limits.high_998, across, scale)
    lower = _line(sizes, limits.low_998, across, scale)
    return area([*upper, *reversed(lower)], fill="tint")


def _curves(
    sizes: Numbers, curves: Iterable[Numbers], across: Values, scale: Values, *, dash: str | None
) -> Shape:
    runs = [_line(sizes, curve, across, scale) for curve in curves]
    return strokes(runs, stroke="common", width=0.7, dash=dash)


def _line(sizes: Numbers, curve: Numbers, across: Values, scale: Values) -> list[tuple[float, float]]:
    """Held within the chart: the curves of the smallest sizes leave it."""
    held = np.clip(curve, scale.low, scale.high)
    return [(across.y(float(n)), scale.y(float(v))) for n, v in zip(sizes, held, strict=True)]


def _size_axis(across: Values, space: Room, drawn: Funnel) -> Shape:
    ticks = strokes(
        [[(across.y(tick), space.bottom), (across.y(tick), space.bottom + 2.5)] for tick in across.ticks],
        stroke="rule",
        width=0.6,
    )
    numbers = [
        text(across.y(tick), space.bottom + 11, number, fill="quiet", anchor="middle")
        for tick, number in across.numbers
    ]
    words = formats.capital(drawn.metric.denominator)
    return ticks + Shape("").join(numbers) + text(space.left, space.bottom + 21, words, fill="quiet")


Box = tuple[float, float, float, float]


def _names(places: list[Place], own: str | None, space: Room) -> Shape:
    """Names beside their dots, those furthest out first; one that finds no free place is left out."""
    wanted = [p for p in places if is_outside(p.point) or p.point.org_code == own]
    wanted.sort(key=lambda p: (p.point.org_code != own, -abs(p.point.z), p.point.org_code))
    dots = [(p.x - 2, p.y - 2, p.x + 2, p.y + 2) for p in places]
    taken: list[Box] = []
    shapes = []
    for place in wanted[:MOST_NAMES]:
        words = short(place.point.org_name)
        around = [(box, anchor) for box, anchor in _around(place, words) if _inside(box, space)]
        free = [(box, anchor) for box, anchor in around if not any(_overlap(box, other) for other in taken)]
        if not free:
            continue
        box, anchor = min(free, key=lambda each: sum(_overlap(each[0], dot) for dot in dots))
        taken.append(box)
        x = {"start": box[0], "end": box[2], "middle": (box[0] + box[2]) / 2}[anchor]
        shapes.append(halo(x, box[3] - 2, words, fill=INK[place.kind], anchor=anchor))
    return Shape("").join(shapes)


def _around(place: Place, words: str) -> list[tuple[Box, str]]:
    """Right of the dot, left of it, below it and above it: boxes with the anchor of their words."""
    x, y, wide = place.x, place.y, width_of(words) + 2
    return [
        ((x + 6, y - 5, x + 6 + wide, y + 5), "start"),
        ((x - 6 - wide, y - 5, x - 6, y + 5), "end"),
        ((x - wide / 2, y + 5, x + wide / 2, y + 15), "middle"),
        ((x - wide / 2, y - 15, x + wide / 2, y - 5), "middle"),
    ]


def _inside(box: Box, space: Room) -> bool:
    return (
        box[0] >= space.left and box[2] <= space.right and box[1] >= space.top - 4 and box[3] <= space.bottom
    )


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
