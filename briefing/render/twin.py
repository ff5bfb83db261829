"""The HTML twin of an edition: the same words and figures in one file, for a phone or a screen reader.

Made from the same templates and style sheets as the pages. What differs is done here, once for all editions:

    <link rel="stylesheet" href="css/x.css">     ->  <style>, fonts and drawings inside it as data:
    10pt, a size of print                        ->  1.0526rem: everything grows with the reader's own text size
    <td>58.3 %</td>                              ->  <td data-label="Now">58.3 %</td>: a row can stand as a list
"""

import base64
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from briefing.errors import RenderError
from briefing.render import html
from briefing.resources import folder

_BODY_POINTS = 9.5
"""The size of running text in print: on a screen it is the reader's own size, 1rem."""
_STYLE_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"[^>]*>')
_ADDRESS = re.compile(r"url\(([^)]+)\)")
_POINTS = re.compile(r"(?<![\w.])(\d*\.?\d+)pt\b")
_TYPES = {".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png"}


def write(edition: html.Edition) -> bytes:
    """One file that opens anywhere, asks nothing of a network and runs no script."""
    return self_contained(html.drawn(edition, screen=True), templates=folder("templates")).encode()


def self_contained(page: str, *, templates: Path) -> str:
    """Put style sheets, fonts and drawings inside the page, and the heads of columns beside their cells."""
    return _labelled(
        _STYLE_SHEET.sub(lambda link: f"<style>\n{_style_sheet(templates, link[1])}</style>", page)
    )


@cache
def _style_sheet(templates: Path, name: str) -> str:
    """A style sheet of print as one for screens."""
    path = templates / name
    text = path.read_text(encoding="utf-8")
    inlined = _ADDRESS.sub(lambda address: f"url({_data(path.parent / address[1])})", text)
    return _POINTS.sub(lambda size: f"{float(size[1]) / _BODY_POINTS:.4f}rem", inlined)


def _data(path: Path) -> str:
    if path.suffix not in _TYPES:
        raise RenderError(f"{path}: a style sheet may hold fonts (woff2) and drawings (svg, png) only")
    return f"data:{_TYPES[path.suffix]};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _labelled(page: str) -> str:
    labeller = _Labeller()
    labeller.feed(page)
    labeller.close()
    return "".join(labeller.written)


class _Labeller(HTMLParser):
    """Copies a page as it is, and gives each cell of a table the head of its column.

    Tables stand alone here, none inside another; a head or cell that spans columns is counted as so many.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self._heads: list[str] = []
        self._head: list[str] | None = None
        self._column = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        text = self.get_starttag_text() or ""
        if tag == "table":
            self._heads = []
        elif tag == "tr":
            self._column = 0
        elif tag == "th" and given.get("scope") == "col":
            self._head = []
        elif tag in ("td", "th"):
            head = self._heads[self._column] if self._column < len(self._heads) else ""
            self._column += int(given.get("colspan") or 1)
            if tag == "td" and head and "colspan" not in given:
                text = f'{text[:-1]} data-label="{head}">'
        self.written.append(text)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.written.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "th" and self._head is not None:
            self._heads.append(" ".join("".join(self._head).split()).replace('"', "&quot;"))
            self._head = None
        self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._head is not None:
            self._head.append(data)
        self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.written.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.written.append(f"<!{decl}>")
