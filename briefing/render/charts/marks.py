"""Points by what they mean: position, shape and colour each say it, so grey print and every eye can read it.

concern      an orange diamond, large
improvement  a blue ring with a white heart, large
neutral      a violet square
common cause a small grey dot
"""

from collections.abc import Iterable
from typing import Literal

from briefing.measures import PointType
from briefing.render.charts.svg import NOTHING, Shape, dots, tag
from briefing.render.charts.tokens import colour

End = Literal["worst", "best", "plain"]
"""What a group of people is among the others."""

INK: dict[PointType, str] = {
    "common_cause": "common",
    "special_cause_concern": "concern",
    "special_cause_improvement": "improvement",
    "special_cause_neutral": "neutral",
}


def mark(x: float, y: float, kind: PointType, *, size: float = 3.2) -> Shape:
    """Draw one point that stands out, or an ordinary one made a little larger, as the last one is."""
    match kind:
        case "special_cause_concern":
            return diamond(x, y, size=size * 1.3, fill="concern")
        case "special_cause_improvement":
            return ring(x, y, size=size, stroke="improvement")
        case "special_cause_neutral":
            return square(x, y, size=size, fill="neutral")
        case _:
            return dots([(x, y)], fill="common", radius=size * 0.7)


def marks(points: Iterable[tuple[float, float, PointType]], *, size: float = 3.2) -> Shape:
    """Draw all points of a series: the ordinary ones as one path, then those that stand out, on top."""
    placed = list(points)
    ordinary = [(x, y) for x, y, kind in placed if kind == "common_cause"]
    shapes = [dots(ordinary, fill="common", radius=size * 0.55)] if ordinary else []
    shapes += [mark(x, y, kind, size=size) for x, y, kind in placed if kind != "common_cause"]
    return NOTHING.join(shapes)


def end_mark(x: float, y: float, kind: End, *, sizes: tuple[float, float, float]) -> Shape:
    """Draw a diamond for the worst group, a ring for the best, a dot for all others; sizes in that order."""
    worst, best, plain = sizes
    if kind == "worst":
        return diamond(x, y, size=worst, fill="concern")
    if kind == "best":
        return ring(x, y, size=best, stroke="improvement")
    return dots([(x, y)], fill="common", radius=plain)


def diamond(x: float, y: float, *, size: float, fill: str) -> Shape:
    outline = f"M{x - size:.2f} {y:.2f}L{x:.2f} {y - size:.2f}L{x + size:.2f} {y:.2f}L{x:.2f} {y + size:.2f}Z"
    return tag("path", d=outline, fill=colour(fill), stroke=colour("paper"), stroke_width=0.8)


def ring(x: float, y: float, *, size: float, stroke: str) -> Shape:
    paper, ink = colour("paper"), colour(stroke)
    return tag("circle", cx=x, cy=y, r=size * 0.9, fill=paper, stroke=ink, stroke_width=size * 0.6)


def square(x: float, y: float, *, size: float, fill: str) -> Shape:
    place = {"x": x - size, "y": y - size, "width": size * 2, "height": size * 2}
    return tag("rect", **place, fill=colour(fill), stroke=colour("paper"), stroke_width=0.8)
