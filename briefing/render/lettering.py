"""Words in a drawing, laid out a line at a time.

The layout engine gives every letter of a drawing a layout of its own, and every line that is not set from its left
a sheet of its own. That takes twice as long, a third of the file, and the kerning. So lines that want nothing special
are drawn here, at once; all others are left to the engine.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_emojis, draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.svg import SVG, Node
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import size
from weasyprint.text.line_break import split_first_line

Drawing = Callable[..., None]

_SPECIAL = {
    *("alignment-baseline", "direction", "display", "display-anchor", "dominant-baseline", "visibility"),
    *("clip-path", "filter", "mask", "opacity", "rotate", "style", "transform"),
    *("dx", "dy", "letter-spacing", "word-spacing", "textLength", "lengthAdjust"),
}
"""What a line may not have, its own or inherited, to be drawn here."""
_SHARE_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""How much of a line lies left of its anchor."""
_WEIGHTS = {"normal": 400, "bold": 700}


@contextmanager
def lines_at_once() -> Iterator[None]:
    """Draw plain lines of drawings here for as long as this lasts."""
    usual: Drawing = SVG.draw_node

    def draw_node(
        svg: SVG, node: Node, font_size: float, fill_stroke: bool = True, context: Node | None = None
    ) -> None:
        if node.tag == "text" and fill_stroke and context is None and _is_plain(node):
            _draw(svg, node, size(node.get("font-size", "1em"), font_size, font_size))
        else:
            usual(svg, node, font_size, fill_stroke, context)

    SVG.draw_node = draw_node
    try:
        yield
    finally:
        SVG.draw_node = usual


def _is_plain(node: Node) -> bool:
    found = node.attrib
    return (
        bool(node.text)
        and not len(node._etree_node)
        and _SPECIAL.isdisjoint(found)
        and all(_is_number(found.get(key, "0")) for key in ("x", "y"))
        and found.get("text-anchor", "start") in _SHARE_BEFORE
        and not any(found.get(key, "").startswith(("url", "context")) for key in ("fill", "stroke"))
        and not found.get("font-weight", "400").endswith("er")
    )


def _is_number(written: str) -> bool:
    return written.replace(".", "", 1).replace("-", "", 1).isdecimal()


def _draw(svg: SVG, node: Node, font_size: float) -> None:
    style, stream = _style(svg, node, font_size), svg.stream
    layout, _, _, width, _, baseline = split_first_line(node.text, style, svg.context, inf, 0)
    x, y = (float(node.get(key, 0)) for key in ("x", "y"))
    x -= width * _SHARE_BEFORE[node.get("text-anchor", "start")]
    box = TextBox(layout, style)
    box.baseline = baseline
    stream.push_state()
    fill, stroke = svg.set_graphical_state(node, font_size)
    stream.begin_text()
    layout.reactivate(style)
    svg.fill_stroke(fill, stroke, text=True)
    emojis = draw_first_line(stream, box, "none", "none", Matrix(d=-1, e=x, f=y))
    stream.end_text()
    stream.pop_state()
    draw_emojis(stream, style, x, y, emojis)


def _style(svg: SVG, node: Node, font_size: float) -> Style:
    style = Style(INITIAL_VALUES)
    weight = node.get("font-weight", "400")
    style.font_config = svg.font_config
    style["font_family"] = [name.strip(" \"'") for name in node.get("font-family", "sans-serif").split(",")]
    style["font_style"] = node.get("font-style", "normal")
    style["font_weight"] = _WEIGHTS.get(weight) or int(weight)
    style["font_size"] = font_size
    return style
