"""Small functions that write SVG. What is not markup already is escaped, names of hospitals first of all.

Plain functions and not a library: they take a quarter of the time of the lightest one, and what is drawn
stays lean, which counts for more, since the layout engine walks every element again.
"""

import base64
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from briefing.render.charts.tokens import FONT, colour

Shape = Markup
Number = float | int
Place = tuple[Number, Number]

NOTHING = Shape("")
SMALL = 8.0
"""The type of nearly every word in a chart, set once for the whole drawing."""


def tag(name: str, *children: str, **attributes: str | Number | None) -> Shape:
    """Write an element. `stroke_width` becomes `stroke-width`, None leaves an attribute out, text is escaped."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(escape(child) for child in children)
    return Shape(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")


def _attribute(value: str | Number) -> str:
    return escape(value) if isinstance(value, str) else decimal(value)


def decimal(value: Number) -> str:
    """Write a number with two decimals: a hundredth of a point is finer than any printer."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def text(
    x: Number,
    y: Number,
    words: str,
    *,
    size: Number = SMALL,
    fill: str = "ink",
    anchor: str | None = None,
    bold: bool = False,
) -> Shape:
    """Write a line of words on its baseline."""
    return tag(
        "text",
        words,
        x=x,
        y=y,
        font_size=None if size == SMALL else size,
        fill=colour(fill),
        text_anchor=anchor,
        font_weight="600" if bold else None,
    )


def lines_of(
    words: Sequence[str],
    x: Number,
    y: Number,
    *,
    leading: float,
    size: Number = SMALL,
    fill: str = "ink",
    anchor: str | None = None,
    bold: bool = False,
) -> Shape:
    """Write several lines below each other, the first on the baseline given."""
    return NOTHING.join(
        text(x, y + index * leading, line, size=size, fill=fill, anchor=anchor, bold=bold)
        for index, line in enumerate(words)
    )


def halo(x: Number, y: Number, words: str, *, fill: str, anchor: str) -> Shape:
    """Write words that stay readable over lines: the same words in paper colour, drawn thick, go underneath."""
    under = tag(
        "text",
        words,
        x=x,
        y=y,
        fill=colour("paper"),
        stroke=colour("paper"),
        stroke_width=3,
        text_anchor=anchor,
        aria_hidden="true",
    )
    return under + text(x, y, words, fill=fill, anchor=anchor)


def line(
    x1: Number,
    y1: Number,
    x2: Number,
    y2: Number,
    *,
    stroke: str,
    width: Number = 0.75,
    dash: str | None = None,
) -> Shape:
    return strokes([[(x1, y1), (x2, y2)]], stroke=stroke, width=width, dash=dash)


def strokes(
    runs: Iterable[Sequence[Place]],
    *,
    stroke: str,
    width: Number = 0.75,
    dash: str | None = None,
    cap: str | None = None,
) -> Shape:
    """Draw open lines as one element: one element costs the layout engine as much as one line."""
    return tag(
        "path",
        d="".join(_outline(run) for run in runs if run),
        fill="none",
        stroke=colour(stroke),
        stroke_width=width,
        stroke_dasharray=dash,
        stroke_linecap=cap,
    )


def area(points: Sequence[Place], *, fill: str) -> Shape:
    """Draw a closed and filled outline."""
    return tag("path", d=f"{_outline(points)}Z", fill=colour(fill))


def bar(left: Number, right: Number, middle: Number, *, half: Number, fill: str) -> Shape:
    """Draw a bar that lies along a row."""
    top, bottom = middle - half, middle + half
    return area([(left, top), (right, top), (right, bottom), (left, bottom)], fill=fill)


def _outline(points: Sequence[Place]) -> str:
    """A line through the points; those halfway along a level stretch are left out: a limit of 36 months is two."""
    level = {
        index
        for index in range(1, len(points) - 1)
        if points[index - 1][1] == points[index][1] == points[index + 1][1]
        and (points[index - 1][0] <= points[index][0]) == (points[index][0] <= points[index + 1][0])
    }
    written, at = "", ("", "")
    for x, y in ((decimal(x), decimal(y)) for index, (x, y) in enumerate(points) if index not in level):
        written += (
            f"V{y}" if x == at[0] else f"H{x}" if y == at[1] else f"L{x} {y}" if written else f"M{x} {y}"
        )
        at = (x, y)
    return written


def dots(points: Iterable[Place], *, fill: str, radius: Number) -> Shape:
    """Draw round dots as one path of strokes without length: eight times faster to lay out than circles."""
    written = "".join(f"M{decimal(x)} {decimal(y)}h0" for x, y in points)
    return tag(
        "path", d=written, fill="none", stroke=colour(fill), stroke_width=radius * 2, stroke_linecap="round"
    )


def drawing(width: Number, height: Number, *shapes: str, fonts: str = FONT, **attributes: str) -> str:
    """Write a whole image; one unit is one point of print."""
    return str(
        tag(
            "svg",
            *shapes,
            xmlns="http://www.w3.org/2000/svg",
            width=f"{decimal(width)}pt",
            height=f"{decimal(height)}pt",
            viewBox=f"0 0 {decimal(width)} {decimal(height)}",
            font_family=fonts,
            font_size=SMALL,
            stroke_linejoin="round",
            **attributes,
        )
    )


def data_uri(drawn: str) -> str:
    """Return the image as an address that an `<img>` can hold: nothing is fetched."""
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()
