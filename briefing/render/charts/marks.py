"""Points by what they mean: position, shape and colour each say it, so grey print and every eye can read it.

concern      an orange diamond, large
improvement  a blue ring with a white heart, large
neutral      a violet square
common cause a small grey dot
"""

from collections.abc import Iterable

from briefing.measures import PointType
from briefing.render.charts.svg import Shape, dots, tag
from briefing.render.charts.tokens import colour

INK: dict[PointType, str] = {
    "common_cause": "common",
    "special_cause_concern": "concern",
    "special_cause_improvement": "improvement",
    "special_cause_neutral": "neutral",
}


def mark(x: float, y: float, kind: PointType, *, size: float = 3.2) -> Shape:
    """One point that stands out, or an ordinary one made a little larger, as the last one is."""
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
    """All points of a series: the ordinary ones as one path, then those that stand out, on top."""
    placed = list(points)
    ordinary = [(x, y) for x, y, kind in placed if kind == "common_cause"]
    shapes = [dots(ordinary, fill="common", radius=size * 0.55)] if ordinary else []
    shapes += [mark(x, y, kind, size=size) for x, y, kind in placed if kind != "common_cause"]
    return Shape("").join(shapes)


def diamond(x: float, y: float, *, size: float, fill: str) -> Shape:
    outline = f"M{x - size:.2f} {y:.2f}L{x:.2f} {y - size:.2f}L{x + size:.2f} {y:.2f}L{x:.2f} {y + size:.2f}Z"
    return tag("path", d=outline, fill=colour(fill), stroke=colour("paper"), stroke_width=0.8)


def ring(x: float, y: float, *, size: float, stroke: str) -> Shape:
    return tag(
        "circle",
        cx=x,
        cy=y,
        r=size * 0.9,
        fill=colour("paper"),
        stroke=colour(stroke),
        stroke_width=size * 0.6,
    )


def square(x: float, y: float, *, size: float, fill: str) -> Shape:
    return tag(
        "rect",
        x=x - size,
        y=y - size,
        width=size * 2,
        height=size * 2,
        fill=colour(fill),
        stroke=colour("paper"),
        stroke_width=0.8,
    )
