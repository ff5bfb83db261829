"""Drawings on paper of their own: under the words that say what they show, in a file that needs nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.render.charts.scales import width_of
from briefing.render.charts.svg import NOTHING, SMALL, Shape, drawing, lines_of, tag
from briefing.render.charts.tokens import FONT, colour

MARGIN = 12.0
_FONTS = f"{FONT}, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
"""Where an SVG is opened outside a pack, our font may not be there."""
_SIZE = re.compile(r'<svg [^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Prose:
    """A paragraph, broken at the width of the page."""

    text: str
    size: float = SMALL
    fill: str = "quiet"
    bold: bool = False


@dataclass(frozen=True)
class Plate:
    """A drawing, whole, with room above and below it."""

    svg: str
    above: float = 8.0
    below: float = 4.0


@dataclass(frozen=True)
class Page:
    svg: str
    charts: tuple[tuple[float, float], ...]
    """Top and bottom of each chart, in points from the top of the page."""


def size_of(svg: str) -> tuple[float, float]:
    """Return width and height of a drawing, in points."""
    found = _SIZE.match(svg)
    assert found is not None, "every drawing of ours has a view box"
    return float(found[1]), float(found[2])


def page(parts: Sequence[Prose | Plate], *, title: str, description: str, width: float) -> Page:
    """Set words and drawings below each other; title and description are for those who can't see it."""
    top, shapes, charts = MARGIN, NOTHING, []
    for part in parts:
        if isinstance(part, Prose):
            lines = broken(part.text, width=width, size=part.size)
            leading = part.size * 1.32
            shapes += lines_of(
                lines,
                MARGIN,
                top + part.size,
                leading=leading,
                size=part.size,
                fill=part.fill,
                bold=part.bold,
            )
            top += len(lines) * leading
        else:
            top += part.above
            height = size_of(part.svg)[1]
            shapes += _placed(part.svg, left=MARGIN, top=top)
            charts.append((top, top + height))
            top += height + part.below
    whole = (width + 2 * MARGIN, top + MARGIN)
    svg = drawing(
        *whole,
        tag("title", title, id="title") + tag("desc", description, id="desc"),
        tag("rect", width=whole[0], height=whole[1], fill=colour("paper")),
        shapes,
        fonts=_FONTS,
        role="img",
        aria_labelledby="title desc",
    )
    return Page(svg, tuple(charts))


def _placed(svg: str, *, left: float, top: float) -> Shape:
    """A drawing inside another: its size is then counted in the units of the outer one, which are points."""
    width, height = size_of(svg)
    inside = Shape(svg[svg.index(">") + 1 : svg.rindex("</svg>")])
    return tag("svg", inside, x=left, y=top, width=width, height=height, viewBox=f"0 0 {width:g} {height:g}")


def broken(words: str, *, width: float, size: float) -> list[str]:
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size=size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
