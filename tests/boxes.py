"""Where the words of a drawing stand, measured with the letters of the shipped fonts: for collisions and edges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

from fontTools.ttLib import TTFont

from briefing import formats
from briefing.render.charts.tokens import colour
from briefing.resources import folder

SVG = "{http://www.w3.org/2000/svg}"
ASCENT, DESCENT = 0.73, 0.2
"""Of the type size: the height of figures and capitals, the depth of a comma or a g."""


def words(svg: str) -> list[str]:
    """What can be read, without the thick copies that only clear the ground under words."""
    shown = [e for e in ElementTree.fromstring(svg).iter(f"{SVG}text") if e.get("aria-hidden") is None]
    return [element.text or "" for element in shown]


@dataclass(frozen=True)
class Box:
    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box", *, spare: float = 0.3) -> bool:
        """Whether they lie on each other by more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > spare and down > spare


@cache
def _advances(weight: str) -> dict[str, float]:
    font = TTFont(folder("templates") / "fonts" / f"Inter-{weight}.woff2")
    units = font["head"].unitsPerEm
    return {chr(code): font["hmtx"][name][0] / units for code, name in font.getBestCmap().items()}


def width(words: str, *, size: float, bold: bool) -> float:
    advances = _advances("SemiBold" if bold else "Regular")
    return sum(advances[letter] for letter in words) * size


def boxes(svg: str) -> list[Box]:
    """A box for each text that is read; the thick copies that only clear the ground are left out."""
    return list(_boxes(svg))


def _boxes(svg: str) -> Iterator[Box]:
    root = ElementTree.fromstring(svg)
    usual = root.get("font-size") or 0
    for element in root.iter(f"{SVG}text"):
        if element.get("aria-hidden") is not None:
            continue
        words, size = element.text or "", float(element.get("font-size") or usual)
        x, y = float(element.get("x") or 0), float(element.get("y") or 0)
        wide = width(words, size=size, bold=element.get("font-weight") is not None)
        left = {"end": x - wide, "middle": x - wide / 2}.get(element.get("text-anchor") or "", x)
        yield Box(words, left, y - ASCENT * size, left + wide, y + DESCENT * size)


def colliding(svg: str) -> list[tuple[str, str]]:
    found = boxes(svg)
    return [
        (one.words, other.words)
        for index, one in enumerate(found)
        for other in found[index + 1 :]
        if one.meets(other)
    ]


def outside(svg: str) -> list[str]:
    """Words that leave the drawing by more than half a point."""
    root = ElementTree.fromstring(svg)
    wide, high = (float(value) for value in (root.get("viewBox") or "").split()[2:])
    return [
        box.words
        for box in boxes(svg)
        if box.left < -0.5 or box.right > wide + 0.5 or box.top < -0.5 or box.bottom > high + 0.5
    ]


# Words over data -------------------------------------------------------------------------------------------

_STEP = re.compile(r"([MLHVhZ])([-\d.]*)(?: ([-\d.]+))?")
_GROUND = ("hairline", "tint", "paper")
"""What may lie behind words: the grid, the usual range, the ground of the words themselves."""

Place = tuple[float, float]


def over_data(svg: str) -> list[str]:
    """Words that a line, a mark or a bar runs through. The letter in a disc and the star of a month are marks."""
    root = ElementTree.fromstring(svg)
    ground = {colour(name) for name in _GROUND}
    drawn = [side for element in root.iter() for side in _sides(element, ground)]
    read = [box for box, ink in _inked(svg) if ink != colour("paper") and box.words != formats.HIDDEN]
    return [box.words for box in read if any(_crosses(box, *side) for side in drawn)]


def over_dots(svg: str) -> list[str]:
    """The same of marks alone: names in a funnel may cross its curves, on a ground of their own."""
    root = ElementTree.fromstring(svg)
    marks = [
        side
        for element in root.iter()
        if element.tag == f"{SVG}circle" or (element.get("d") or "").endswith(("h0", "Z"))
        for side in _sides(element, {colour(name) for name in _GROUND})
    ]
    return [box.words for box in boxes(svg) if any(_crosses(box, *side) for side in marks)]


def _inked(svg: str) -> Iterator[tuple[Box, str]]:
    texts = [e for e in ElementTree.fromstring(svg).iter(f"{SVG}text") if e.get("aria-hidden") is None]
    yield from zip(boxes(svg), (element.get("fill", "") for element in texts), strict=True)


def _sides(element: ElementTree.Element, ground: set[str]) -> Iterator[tuple[Place, Place, float]]:
    """Each straight part of a shape, with half the width of its pen."""
    inks = {element.get("fill"), element.get("stroke")} - {None, "none"}
    if not inks or inks <= ground or element.get("aria-hidden") is not None:
        return
    pen = float(element.get("stroke-width") or 0) / 2 if element.get("stroke") else 0.0
    match element.tag.removeprefix(SVG):
        case "path":
            yield from ((*side, pen) for side in _walked(element.get("d") or ""))
        case "rect":
            x, y, wide, high = (float(element.get(k) or 0) for k in ("x", "y", "width", "height"))
            corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)]
            yield from ((*side, pen) for side in pairwise(corners))
        case "circle":
            at = (float(element.get("cx") or 0), float(element.get("cy") or 0))
            yield at, at, float(element.get("r") or 0) + pen


def _walked(d: str) -> Iterator[tuple[Place, Place]]:
    start = at = (0.0, 0.0)
    for kind, first, second in _STEP.findall(d):
        match kind:
            case "M":
                start = at = (float(first), float(second))
                continue
            case "L":
                to = (float(first), float(second))
            case "H":
                to = (float(first), at[1])
            case "V":
                to = (at[0], float(first))
            case "h":
                to = at
            case _:
                to = start
        yield at, to
        at = to


def _crosses(box: Box, one: Place, other: Place, pen: float) -> bool:
    """Whether a stroke enters a box by more than a hair: the part of the line within it is not empty."""
    spare = 0.3 - pen
    edges = (box.left + spare, box.right - spare), (box.top + spare, box.bottom - spare)
    enters, leaves = 0.0, 1.0
    for axis, (low, high) in enumerate(edges):
        start, along = one[axis], other[axis] - one[axis]
        if not along:
            if not low < start < high:
                return False
            continue
        ends = sorted(((low - start) / along, (high - start) / along))
        enters, leaves = max(enters, ends[0]), min(leaves, ends[1])
    return enters < leaves or (enters == leaves == 0.0)
