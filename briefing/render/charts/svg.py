"""Small functions that write SVG. What is not markup already is escaped, names of hospitals first of all.

Plain functions and not a library: they take a quarter of the time of the lightest one, and what is drawn
stays lean, which counts for more, since the layout engine walks every element again.
"""

import base64
from collections.abc import Iterable

from markupsafe import Markup, escape

from briefing.render.charts.tokens import FONT, colour

Shape = Markup
Number = float | int

SMALL = 7.5
"""The type of nearly every word in a chart, set once for the whole drawing."""


def tag(name: str, *children: str, **attributes: str | Number | None) -> Shape:
    """An element. `stroke_width` becomes `stroke-width`, None leaves an attribute out, text is escaped."""
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
    """Two decimals are a hundredth of a point: finer than any printer."""
    return (
        f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0") if abs(value) < 0.005 else _trimmed(value)
    )


def _trimmed(value: Number) -> str:
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".")


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
    """A line of words on its baseline."""
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


def halo(
    x: Number, y: Number, words: str, *, size: Number = SMALL, fill: str = "ink", anchor: str | None = None
) -> Shape:
    """Words that stay readable over lines: the same words in paper colour, drawn thick, go underneath."""
    under = tag(
        "text",
        words,
        x=x,
        y=y,
        font_size=None if size == SMALL else size,
        fill=colour("paper"),
        stroke=colour("paper"),
        stroke_width=3,
        text_anchor=anchor,
        aria_hidden="true",
    )
    return under + text(x, y, words, size=size, fill=fill, anchor=anchor)


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
    return path([(x1, y1), (x2, y2)], stroke=stroke, width=width, dash=dash)


def path(
    points: Iterable[tuple[Number, Number]],
    *,
    stroke: str,
    width: Number = 0.75,
    dash: str | None = None,
) -> Shape:
    """An open line through the points."""
    return strokes([list(points)], stroke=stroke, width=width, dash=dash)


def strokes(
    runs: Iterable[list[tuple[Number, Number]]],
    *,
    stroke: str,
    width: Number = 0.75,
    dash: str | None = None,
    cap: str | None = None,
) -> Shape:
    """Several open lines as one element: one element costs the layout engine as much as one line."""
    return tag(
        "path",
        d="".join(_outline(run) for run in runs if run),
        fill="none",
        stroke=colour(stroke),
        stroke_width=width,
        stroke_dasharray=dash,
        stroke_linecap=cap,
    )


def area(points: Iterable[tuple[Number, Number]], *, fill: str) -> Shape:
    """A closed and filled outline."""
    return tag("path", d=f"{_outline(list(points))}Z", fill=colour(fill))


def _outline(points: list[tuple[Number, Number]]) -> str:
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


def dots(points: Iterable[tuple[Number, Number]], *, fill: str, radius: Number) -> Shape:
    """Round dots as one path of strokes without length: eight times faster to lay out than circles."""
    written = "".join(f"M{decimal(x)} {decimal(y)}h0" for x, y in points)
    return tag(
        "path", d=written, fill="none", stroke=colour(fill), stroke_width=radius * 2, stroke_linecap="round"
    )


def drawing(width: Number, height: Number, *shapes: str) -> str:
    """A whole image; one unit is one point of print."""
    return str(
        tag(
            "svg",
            *shapes,
            xmlns="http://www.w3.org/2000/svg",
            width=f"{decimal(width)}pt",
            height=f"{decimal(height)}pt",
            viewBox=f"0 0 {decimal(width)} {decimal(height)}",
            font_family=FONT,
            font_size=SMALL,
            stroke_linejoin="round",
        )
    )


def data_uri(drawn: str) -> str:
    """The image as an address that an `<img>` can hold: nothing is fetched."""
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()
