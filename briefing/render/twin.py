"""The HTML twin of an edition: the same words and figures in one file, for a phone or a screen reader.

Made from the same templates and style sheets as the pages. What differs is done here, once for all editions:

    <link rel="stylesheet" href="css/x.css">     ->  <style>, fonts and drawings inside it as data:
    10pt, a size of print                        ->  1.0526rem: everything grows with the reader's own text size
    <td>58.3%</td>                              ->  <td data-label="Now">58.3%</td>: a row can stand as a list
"""

import base64
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

from briefing.document.blocks import Document
from briefing.errors import RenderError
from briefing.render import page as pages
from briefing.render.look import PLAIN, Look, stand_in

_BODY_POINTS = 9.5
"""The size of running text in print: on a screen it is the reader's own size, 1rem."""
_STYLE_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"[^>]*>')
_PICTURE = re.compile(r'(<img\b[^>]*?\bsrc=)"(?!data:)([^"]*)"')
_ADDRESS = re.compile(r"url\(['\"]?(?!data:)([^)'\"]+)['\"]?\)")
_POINTS = re.compile(r"(?<![\w.])(\d*\.?\d+)pt\b")
_ACTS = frozenset(
    {"script", "iframe", "frame", "object", "embed", "base", "link", "video", "audio", "applet"}
)
_LEADS_OUT = frozenset(
    {"src", "srcset", "href", "xlink:href", "action", "formaction", "poster", "background", "data"}
)
_TYPES = {".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png"}


def write(document: Document, look: Look = PLAIN, *, behind: Sequence[str] = ()) -> bytes:
    """One file that opens anywhere, asks nothing of a network and runs no script.

    `behind`: annexes as `annex` makes them, beside the document's own.
    """
    core, *own = document.parts
    page = self_contained(pages.html(core, screen=True, look=look), look)
    end = page.rindex("</main>" if "</main>" in page else "</body>")
    parts = (page[:end], *behind, *(annex(part, look) for part in own), page[end:])
    return pages.once_each("".join(parts)).encode()


def annex(document: Document, look: Look = PLAIN) -> str:
    """What stands of an annex in the twins of all its readers."""
    return _drawn_inside(pages.sections(document, look=look), look)


def self_contained(page: str, look: Look = PLAIN) -> str:
    """Put style sheets, fonts and drawings inside the page, and the heads of columns beside their cells."""
    page = _STYLE_SHEET.sub(lambda link: f"<style>\n{_style_sheet(look, link[1])}</style>", page)
    return _drawn_inside(page, look)


def _drawn_inside(page: str, look: Look) -> str:
    return _labelled(
        _PICTURE.sub(lambda found: f'{found[1]}"{_data(look, look.folders[-1] / found[2])}"', page)
    )


def _style_sheet(look: Look, name: str) -> str:
    """A style sheet of print as one for screens."""
    path = _found(look, look.folders[-1] / name)
    inlined = _ADDRESS.sub(lambda url: f"url({_data(look, path.parent / url[1])})", path.read_text("utf-8"))
    return _POINTS.sub(lambda size: f"{float(size[1]) / _BODY_POINTS:.4f}rem", inlined)


def _data(look: Look, path: Path) -> str:
    found = _found(look, path)
    if found.suffix not in _TYPES:
        raise RenderError(f"{found}: a page may hold fonts (woff2) and pictures (svg, png) only")
    return f"data:{_TYPES[found.suffix]};base64,{base64.b64encode(found.read_bytes()).decode()}"


def _found(look: Look, path: Path) -> Path:
    found = stand_in(path.resolve(), look.folders)
    if found is None or not found.is_file():
        raise RenderError(f"refused to open {path}: a page is made of template files only, and this is none")
    return found


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
        _refuse_what_acts(tag, given)
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
        _refuse_what_acts(tag, dict(attrs))
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


def _refuse_what_acts(tag: str, given: Mapping[str, str | None]) -> None:
    """A template of a workspace may ask for a script or an address; the twin has neither."""
    outside = [
        f'{name}="{value}"'
        for name, value in given.items()
        if name.startswith("on") or (name in _LEADS_OUT and not (value or "").startswith(("data:", "#")))
    ]
    if tag in _ACTS or outside:
        raise RenderError(
            f"found <{' '.join([tag, *outside])}> in a template; wanted a page that runs nothing and asks for nothing. "
            "Take it out, or take the template out of the workspace: then ours is used."
        )
