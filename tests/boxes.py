"""Where the words of a drawing stand, measured with the letters of the shipped fonts: for collisions and edges."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from fontTools.ttLib import TTFont

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
