"""Drawings below each other in one file that needs nothing else: a font to fall back on, a text alternative."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.render.charts.svg import Shape, decimal, tag, text
from briefing.render.charts.tokens import FONT, colour

_FONTS = f"{FONT}, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
_MARGIN, _TITLE, _LINE, _BETWEEN = 16.0, 10.0, 13.0, 18.0
_A_LETTER = 0.56
"""Of the type size, bold."""


@dataclass(frozen=True)
class Panel:
    """A drawing under the sentence that says what it shows; `alt` is for who can't see it."""

    title: str
    svg: str
    height: float
    alt: str


def standalone(panels: Sequence[Panel], *, title: str, width: float) -> str:
    """One SVG of its own on white, as wide as the panels and a margin."""
    shapes: list[Shape] = []
    y = _MARGIN
    for panel in panels:
        for part in textwrap.wrap(panel.title, int(width / (_TITLE * _A_LETTER))):
            y += _LINE
            shapes.append(text(_MARGIN, y - 3, part, size=_TITLE, bold=True))
        shapes.append(_placed(panel.svg, _MARGIN, y + 2))
        y += 2 + panel.height + _BETWEEN
    wide, high = width + 2 * _MARGIN, y - _BETWEEN + _MARGIN
    return str(
        tag(
            "svg",
            tag("title", title, id="title"),
            tag("desc", " ".join(panel.alt for panel in panels), id="desc"),
            tag("rect", width=wide, height=high, fill=colour("paper")),
            *shapes,
            xmlns="http://www.w3.org/2000/svg",
            width=f"{decimal(wide)}pt",
            height=f"{decimal(high)}pt",
            viewBox=f"0 0 {decimal(wide)} {decimal(high)}",
            font_family=_FONTS,
            role="img",
            aria_labelledby="title desc",
        )
    )


def _placed(svg: str, x: float, y: float) -> Shape:
    """A drawing at its place in a larger one, in the type and the units of that one."""
    inner = re.sub(
        r'(width|height)="([\d.]+)pt"', r'\1="\2"', svg.replace(f' font-family="{FONT}"', "", 1), count=2
    )
    return Shape(inner.replace("<svg ", f'<svg x="{decimal(x)}" y="{decimal(y)}" ', 1))
