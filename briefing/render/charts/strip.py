"""One practice among others: their dots without names, its own diamond with its interval, what was expected."""

from briefing.peer_review.editions import PeerLine
from briefing.render.charts.marks import diamond
from briefing.render.charts.scales import values
from briefing.render.charts.svg import data_uri, dots, drawing, line, text

WIDTH, HEIGHT = 190.0, 40.0
_MIDDLE = 13.0


def strip(of: PeerLine) -> str:
    """Draw the line of a matter; dots lie by size alone."""
    own = of.own if of.own is not None and of.own.value is not None else None
    marks = [v for v in (*of.others, of.expected) if v is not None]
    if own is not None:
        marks += [v for v in (own.value, own.low, own.high) if v is not None]
    if not marks:
        return drawing(WIDTH, HEIGHT, text(0, _MIDDLE + 3, "Too few to draw", fill="quiet"))
    scale = values(marks, top=WIDTH - 12, bottom=12, floor=0, ceiling=100.0 if of.unit == "percent" else None)
    shapes = [line(12, _MIDDLE, WIDTH - 12, _MIDDLE, stroke="rule")]
    for tick in scale.ticks:
        shapes.append(line(scale.y(tick), _MIDDLE + 7, scale.y(tick), _MIDDLE + 10, stroke="rule"))
        shapes.append(text(scale.y(tick), HEIGHT - 7, f"{tick:g}", size=6.5, fill="quiet", anchor="middle"))
    if of.expected is not None:
        at = scale.y(of.expected)
        shapes.append(line(at, 2, at, _MIDDLE + 9, stroke="standard", width=1.0, dash="3 2"))
    if of.others:
        shapes.append(dots([(scale.y(v), _MIDDLE) for v in of.others], fill="common", radius=2.6))
    if own is not None and own.value is not None and own.low is not None and own.high is not None:
        shapes.append(line(scale.y(own.low), _MIDDLE, scale.y(own.high), _MIDDLE, stroke="brand", width=2.2))
        shapes.append(diamond(scale.y(own.value), _MIDDLE, size=4.6, fill="brand"))
    return drawing(WIDTH, HEIGHT, *shapes)


def strip_image(of: PeerLine) -> str:
    """The same as the address of an image."""
    return data_uri(strip(of))
