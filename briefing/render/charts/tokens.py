"""The tokens of the style sheet, read from it, so that a chart and the page around it can't drift apart.

An image sees no style sheet, and WeasyPrint's SVG knows no `var()`: charts need the values themselves.
"""

import re
from dataclasses import dataclass
from functools import cache

from briefing.resources import folder

FONT = "Inter"
_DECLARED = re.compile(r"--([\w-]+):\s*([^;]+);\s*(?:/\*\s*(.*?)\s*\*/)?")


@dataclass(frozen=True)
class Token:
    """A colour, a size of type or a space, and what it is for."""

    name: str
    value: str
    use: str

    @property
    def is_colour(self) -> bool:
        return self.value.startswith("#")


@cache
def tokens() -> dict[str, Token]:
    """Every token by name, in the order of the style sheet."""
    text = (folder("templates") / "css" / "tokens.css").read_text(encoding="utf-8")
    return {name: Token(name, value, use) for name, value, use in _DECLARED.findall(text)}


def colour(name: str) -> str:
    """The colour that the style sheet calls `--name`."""
    return tokens()[name].value


def luminance(hexadecimal: str) -> float:
    """How light a colour is, 0 to 1, as WCAG 2 reckons it."""
    parts = [int(hexadecimal[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart for who reads: WCAG 2.2 AA wants 4.5 for words, 3 for marks."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
