"""One practice among others: their dots without names, its own diamond with its interval, what was expected."""

from briefing.document.blocks import Strip
from briefing.render.charts.frame import quiet
from briefing.render.charts.marks import diamond
from briefing.render.charts.scales import values
from briefing.render.charts.svg import data_uri, dots, drawing, line, text

WIDTH, HEIGHT = 190.0, 40.0
_MIDDLE = 13.0


def strip(of: Strip) -> str:
    """Draw the line of a matter; dots lie by size alone."""
    marks = [v for v in (*of.others, of.expected, *(of.own or ())) if v is not None]
    if not marks:
        return drawing(WIDTH, HEIGHT, quiet(0, _MIDDLE + 3, "Too few to draw", None))
    scale = values(marks, start=12, end=WIDTH - 12, unit=of.unit)
    shapes = [line(12, _MIDDLE, WIDTH - 12, _MIDDLE, stroke="rule")]
    for tick, number in scale.numbers:
        x = scale.at(tick)
        shapes.append(line(x, _MIDDLE + 7, x, _MIDDLE + 10, stroke="rule"))
        shapes.append(text(x, HEIGHT - 6, number, fill="quiet", anchor="middle"))
    if of.expected is not None:
        at = scale.at(of.expected)
        shapes.append(line(at, 2, at, _MIDDLE + 9, stroke="standard", width=1.0, dash="3 2"))
    if of.others:
        shapes.append(dots([(scale.at(v), _MIDDLE) for v in of.others], fill="common", radius=2.6))
    if of.own is not None:
        low, value, high = of.own
        shapes.append(line(scale.at(low), _MIDDLE, scale.at(high), _MIDDLE, stroke="brand", width=2.2))
        shapes.append(diamond(scale.at(value), _MIDDLE, size=4.6, fill="brand"))
    return drawing(WIDTH, HEIGHT, *shapes)


def strip_image(of: Strip) -> str:
    """Return the same as the address of an image."""
    return data_uri(strip(of))
