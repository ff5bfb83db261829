"""The colours of the style sheet, read from it, so that a chart and the page around it can't drift apart.

An image sees no style sheet, and WeasyPrint's SVG knows no `var()`: charts need the values themselves.
"""

import re
from functools import cache

from briefing.resources import folder

FONT = "Inter"


@cache
def _tokens() -> dict[str, str]:
    text = (folder("templates") / "css" / "tokens.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6});", text))


def colour(name: str) -> str:
    """The colour that the style sheet calls `--name`."""
    return _tokens()[name]
