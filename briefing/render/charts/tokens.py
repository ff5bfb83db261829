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
    """Return every token by name, in the order of the style sheet."""
    text = (folder("templates") / "css" / "tokens.css").read_text(encoding="utf-8")
    return {name: Token(name, value, use) for name, value, use in _DECLARED.findall(text)}


def colour(name: str) -> str:
    """Return the colour that the style sheet calls `--name`."""
    return tokens()[name].value
