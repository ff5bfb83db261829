"""The funnel: every organisation by its size, between the limits that chance and real differences allow.

A dot is an organisation. The solid curves are the adjusted 99.8% limits, the dashed ones those at 95%; the dotted
ones are what chance alone would allow. Whoever lies outside the solid curves has a name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import hypot
from typing import Literal

import numpy as np

from briefing import formats
from briefing.context.building import SCALES
from briefing.measures import Better, FunnelPoint, PointType
from briefing.pack.figures import is_outside
from briefing.pack.words import short_name
from briefing.render.charts.frame import Label, Room, across_axis, end_labels, quiet, value_axis
from briefing.render.charts.marks import INK, mark, marks
from briefing.render.charts.scales import Values, values, width_of
from briefing.render.charts.svg import NOTHING, Shape, area, drawing, halo, line, strokes
from briefing.statistics.funnel import Limits, Numbers, limits_at

MOST_NAMES = 8
"""More names than this hide the dots; those furthest out keep theirs."""
_STEPS = 60
"""Closer together where the curves bend most, among the smallest."""
_STRICT, _WIDE = "99.8%", "95%"


@dataclass(frozen=True)
class Comparison:
    """Organisations beside each other and what they are compared by: a middle and its limits; values in the unit."""

    points: Sequence[FunnelPoint]
    kind: Literal["proportion", "ratio"]
    centre: float
    tau2: float
    unit: str
    better: Better
    counted: str
    """What the size counts."""


@dataclass(frozen=True)
class Dot:
    """Where a point stands, and what it is."""

    x: float
    y: float
    point: FunnelPoint
    kind: PointType


def funnel(compared: Comparison, own: str | None, *, width: float, height: float) -> str:
    """Draw the funnel; `own` is the organisation that it is about, named even where it lies inside."""
    space = Room(width, height, 34, width - 96, 15, height - 26)
    sizes_shown = [p.denominator for p in compared.points]
    across = values(sizes_shown, start=space.left + 6, end=space.right, from_zero=True)
    scale = _scale(compared, space)
    sizes = across.high * np.linspace(0, 1, _STEPS + 1)[1:] ** 2
    adjusted, chance = _limits(compared, sizes, tau2=compared.tau2), _limits(compared, sizes, tau2=0.0)
    places = [
        Dot(across.at(p.denominator), scale.at(p.value), p, _kind(p, compared.better))
        for p in compared.points
    ]
    centre = scale.at(compared.centre)

    def curve(of: Numbers) -> list[tuple[float, float]]:
        """Held within the chart: the curves of the smallest sizes leave it."""
        return [(across.at(float(n)), scale.within(float(v))) for n, v in zip(sizes, of, strict=True)]

    def curves(*of: Numbers, dash: str | None) -> Shape:
        return strokes([curve(one) for one in of], stroke="common", width=0.7, dash=dash)

    return drawing(
        width,
        height,
        area([*curve(adjusted.high_998), *reversed(curve(adjusted.low_998))], fill="tint"),
        value_axis(scale, space, unit=formats.UNITS[compared.unit]),
        across_axis(across, space, grid=False),
        quiet(space.left, space.bottom + 21, formats.capital(compared.counted), None),
        curves(chance.low_998, chance.high_998, dash="0.5 2.2"),
        curves(adjusted.low_95, adjusted.high_95, dash="3 2"),
        curves(adjusted.low_998, adjusted.high_998, dash=None),
        line(space.left, centre, space.right, centre, stroke="common", width=0.9),
        marks(((p.x, p.y, p.kind) for p in places), size=2.6),
        *[mark(p.x, p.y, p.kind, size=4.2) for p in places if p.point.org_code == own],
        _names(places, own, space),
        end_labels(_labels(compared, adjusted, chance), scale, space),
    )


def _limits(compared: Comparison, sizes: Numbers, *, tau2: float) -> Limits:
    """Limits in the metric's unit, at some denominators."""
    scale = SCALES.get(compared.unit, 1.0)
    if compared.kind == "proportion":
        found, times = limits_at(sizes, kind="proportion", centre=compared.centre / scale, tau2=tau2), scale
    else:
        expected = sizes * compared.centre / scale
        found, times = limits_at(expected, kind="ratio", centre=1.0, tau2=tau2), compared.centre
    return Limits(*(times * each for each in (found.low_95, found.high_95, found.low_998, found.high_998)))


def _scale(compared: Comparison, space: Room) -> Values:
    """What the dots need, and the limits of all but the smallest tenth, whose curves leave the chart."""
    small = np.quantile([p.denominator for p in compared.points], 0.1)
    shown = [p.value for p in compared.points]
    for point in compared.points:
        if point.denominator >= small:
            shown += [point.low_998, point.high_998]
    most = 100.0 if compared.unit == "percent" else float("inf")
    pad = 0.06 * (max(shown) - min(shown))  # room for a name under the lowest dot and above the highest
    shown += [max(min(shown) - pad, 0), min(max(shown) + pad, most)]
    return values(shown, start=space.bottom, end=space.top, unit=compared.unit)


def _kind(point: FunnelPoint, better: Better) -> PointType:
    if not is_outside(point):
        return "common_cause"
    if better == "neither":
        return "special_cause_neutral"
    good = (point.z > 0) == (better == "higher")
    return "special_cause_improvement" if good else "special_cause_concern"


def _labels(compared: Comparison, adjusted: Limits, chance: Limits) -> list[Label]:
    found = [Label(f"All together {formats.amount(compared.centre, compared.unit)}", compared.centre, "ink")]
    lines = [
        (_STRICT, adjusted.high_998),
        (_WIDE, adjusted.high_95),
        (_WIDE, adjusted.low_95),
        (_STRICT, adjusted.low_998),
    ]
    if compared.tau2 > 0:
        lines.append((f"{_STRICT}, by chance", chance.low_998))
    return found + [Label(name, float(curve[-1])) for name, curve in lines]


Rectangle = tuple[float, float, float, float]


def _names(places: Sequence[Dot], own: str | None, space: Room) -> Shape:
    """Names beside their dots, those furthest out first, never over a dot; one without a free place is left out."""
    wanted = [p for p in places if is_outside(p.point) or p.point.org_code == own]
    wanted.sort(key=lambda p: (p.point.org_code != own, -abs(p.point.z), p.point.org_code))
    taken: list[Rectangle] = [_around_mark(p, own) for p in places]
    shapes = []
    for place in wanted[:MOST_NAMES]:
        words = short_name(place.point.org_name)
        free = (
            box
            for box in _around(place, words)
            if _inside(box, space) and not any(_overlap(box, other) for other in taken)
        )
        if (box := next(free, None)) is None:
            continue
        taken.append(box)
        shapes.append(_tie(place, box))
        middle = (box[0] + box[2]) / 2
        shapes.append(halo(middle, box[3] - 2, words, fill=INK[place.kind], anchor="middle"))
    return NOTHING.join(shapes)


def _around_mark(place: Dot, own: str | None) -> Rectangle:
    reach = 5.6 if place.point.org_code == own else 3.6 if is_outside(place.point) else 1.8
    return (place.x - reach, place.y - reach, place.x + reach, place.y + reach)


def _around(place: Dot, words: str) -> Iterator[Rectangle]:
    """Right of the dot, left of it, below it and above it; then the same further off, with a tie."""
    x, y, half, high = place.x, place.y, width_of(words) / 2 + 1, 5.0
    for away in (6.0, 14.0, 24.0, 36.0, 50.0):
        for across in (1, -1):
            middle = x + across * (half + away)
            yield (middle - half, y - high, middle + half, y + high)
        for down, across in product((1, -1), (0, 1, -1)):
            middle, centre = x + across * half, y + down * (high + away)
            yield (middle - half, centre - high, middle + half, centre + high)


def _tie(place: Dot, box: Rectangle) -> Shape:
    """A thin line from a dot to a name that stands too far off to be taken for its own."""
    near = min(max(place.x, box[0]), box[2]), min(max(place.y, box[1]), box[3])
    if hypot(near[0] - place.x, near[1] - place.y) < 9:
        return NOTHING
    return line(place.x, place.y, *near, stroke=INK[place.kind], width=0.5)


def _inside(box: Rectangle, space: Room) -> bool:
    return (
        box[0] >= space.left and box[2] <= space.right and box[1] >= space.top - 4 and box[3] <= space.bottom
    )


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
