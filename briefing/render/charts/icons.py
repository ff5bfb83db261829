"""Two small signs: what the months are doing, and whether the standard can be met. Our own drawing.

A sign never stands alone: the words stand beside it, and shape, place and colour each carry the meaning.
"""

from briefing.measures import Measure
from briefing.render.charts.marks import diamond, ring, square
from briefing.render.charts.svg import Shape, dots, drawing, line, strokes, tag
from briefing.render.charts.tokens import colour

SIZE = 26.0

_ORDINARY = ((5.0, 14.5), (8.5, 11.5), (12.0, 14.5), (15.5, 11.0), (18.5, 14.0), (21.0, 12.0))
_ZIGZAG = ((4.5, 17.5), (8, 9), (11.5, 17), (15, 8.5), (18, 17), (21.5, 9.5))


def variation(measure: Measure) -> str:
    """Draw what the months are doing: a run that stays within its range, or leaves it up or down."""
    match measure.variation:
        case "too_few":
            few = dots([(8, 13), (13, 13), (18, 13)], fill="common", radius=1.5)
            shapes = _tile("rule", dash="2 2") + few
        case "common_cause":
            shapes = _tile("common") + _range() + _run("common")
        case kind:
            shapes = _tile(kind) + _range() + _leaving(kind, up=_rose(measure))
    return drawing(SIZE, SIZE, shapes)


def _leaving(kind: str, *, up: bool) -> Shape:
    end = 5.8 if up else 20.2
    drawn = strokes([[(5.0, 13.5), (8.5, 12.5), (12.0, 13.5), (19.5, end)]], stroke=kind, width=1.5)
    if kind == "concern":
        return drawn + diamond(19.5, end, size=4.4, fill=kind)
    if kind == "improvement":
        return drawn + ring(19.5, end, size=3.6, stroke=kind)
    return drawn + square(19.5, end, size=3, fill=kind)


def _rose(measure: Measure) -> bool:
    """Whether the latest months lie above their mean; without a mean, above the first month shown."""
    last = measure.latest
    if last.value is None:
        return measure.metric.better == "higher"
    start = last.mean if last.mean is not None else measure.points[0].value
    return last.value >= (start if start is not None else last.value)


def assurance(measure: Measure) -> str:
    """Draw what the standard can expect: a line beyond the range, within reach of it, or cutting through it."""
    above, below = (6.0, 20.0) if measure.metric.better == "higher" else (20.0, 6.0)
    match measure.assurance:
        case "consistently_fails":
            shapes = _tile("concern") + _run("concern") + _target(above) + _cross(below)
        case "consistently_passes":
            shapes = _tile("improvement") + _run("improvement") + _target(below) + _tick(above)
        case "hit_and_miss":
            shapes = _tile("common") + _run("common", _ZIGZAG) + _target(13)
        case _:
            shapes = _tile("rule", dash="2 2") + line(9, 13, 17, 13, stroke="common", width=1.3)
    return drawing(SIZE, SIZE, shapes)


def _tile(stroke: str, *, dash: str | None = None) -> Shape:
    return tag(
        "rect",
        x=0.75,
        y=0.75,
        width=SIZE - 1.5,
        height=SIZE - 1.5,
        rx=5,
        fill=colour("paper"),
        stroke=colour(stroke),
        stroke_width=1.5,
        stroke_dasharray=dash,
    )


def _range() -> Shape:
    return strokes([[(4, 9), (22, 9)], [(4, 17), (22, 17)]], stroke="common", width=0.7, dash="2 1.5")


def _run(stroke: str, places: tuple[tuple[float, float], ...] = _ORDINARY) -> Shape:
    return strokes([places], stroke=stroke, width=1.3)


def _target(y: float) -> Shape:
    return line(4, y, 22, y, stroke="standard", width=1.6, dash="4 1.5")


def _cross(y: float) -> Shape:
    arms = [[(11.2, y - 1.8), (14.8, y + 1.8)], [(11.2, y + 1.8), (14.8, y - 1.8)]]
    return strokes(arms, stroke="concern", width=1.6, cap="round")


def _tick(y: float) -> Shape:
    return strokes([[(10.2, y), (12.2, y + 2), (16, y - 2.2)]], stroke="improvement", width=1.6)
