"""What the layout engine does again and again with the same outcome, done once. The bytes are those it makes by itself.

style sheets    read once a process: a thirtieth of the time of a pack
lines           measured once, and drawn from the letters that were measured: a column, a table and a page are
                tried several times with the same words, more than half of all measuring is done before
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import weasyprint
import weasyprint.css
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import pango
from weasyprint.text.line_break import split_first_line

Face = Mapping[str, object]
Style = Any
Line = tuple[Any, ...]
"""What is known of a line: its letters, how much of the words is on it, its width, height and baseline."""

_BREAKS = frozenset("\n\r\f\x85\u2028\u2029")
"""What ends a paragraph."""


@contextmanager
def each_thing_once(*, ours: bool) -> Iterator[None]:
    """Spare the engine what it has done, for as long as this lasts.

    `ours`: no style sheet is a workspace's own, with pictures and fonts of its own behind it.
    """
    with _lines(), _sheets() if ours else nullcontext():
        yield


# Style sheets -----------------------------------------------------------------------------------------------


@dataclass
class _Faces:
    """Stands where fonts are added to a document, and notes which: each document has fonts of its own."""

    found: list[Face] = field(default_factory=list)

    def add_font_face(self, face: Face, _: object) -> None:
        self.found.append(face)


@dataclass(frozen=True)
class _Sheet:
    css: weasyprint.CSS
    faces: tuple[Face, ...]


_KEPT: dict[tuple[str, int], _Sheet] = {}


@contextmanager
def _sheets() -> Iterator[None]:
    """Take linked style sheets that were read before, as long as their files are the same.

    A sheet is kept at the end, if that is reached: one that is warned of is warned of again.
    """
    usual, fresh = weasyprint.CSS, dict[tuple[str, int], _Sheet]()

    def sheet(url: str | None = None, **how: Any) -> weasyprint.CSS:
        file = Path(url2pathname(urlsplit(url or "").path))
        if url is None or not file.is_file():
            return usual(url=url, **how)
        key = url, file.stat().st_mtime_ns
        if (found := _KEPT.get(key) or fresh.get(key)) is None:
            faces = _Faces()
            own = {name: each for name, each in how.items() if name != "page_rules"}
            css = usual(url=url, **own | {"font_config": faces})
            found = fresh[key] = _Sheet(css, tuple(faces.found))
        for face in found.faces:
            how["font_config"].add_font_face(face, how["url_fetcher"])
        return found.css

    weasyprint.css.CSS = sheet
    try:
        yield
    finally:
        weasyprint.css.CSS = usual
    _KEPT.update(fresh)


# Lines ------------------------------------------------------------------------------------------------------


class _Letters(line_break.Layout):  # type: ignore[misc]
    """The letters of a line as they were set when it was measured: the engine sets them anew to draw."""

    def set_text(self, text: str, justify: bool = False) -> None:
        # As drawing wants it: letters that are told so only then are set again.
        pango.pango_layout_set_single_paragraph_mode(self.layout, _BREAKS.isdisjoint(text))
        super().set_text(text, justify)

    def deactivate(self) -> None:
        pass

    def reactivate(self, style: Style) -> None:
        if style is not self.style or self.justification_spacing:
            super().reactivate(style)


@contextmanager
def _lines() -> Iterator[None]:
    """Measure no line twice. A style is kept beside what is known of it, so that no other one gets its id."""
    known: dict[tuple[object, ...], tuple[Line, Style]] = {}
    types: dict[tuple[int, bool], tuple[str, Style]] = {}
    usual, spelled_out = line_break.Layout, line_break._font_style_cache_key

    def split(
        words: str,
        style: Style,
        context: object,
        width: float | None,
        spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Line:
        key = (id(style), words, width, spacing, is_line_start, minimum)
        if key not in known:
            found = split_first_line(words, style, context, width, spacing, is_line_start, minimum)
            known[key] = found, style
        (letters, *rest), _ = known[key]
        return copy(letters), *rest

    def type_of(style: Style, include_size: bool = False) -> str:
        key = (id(style), include_size)
        if key not in types:
            types[key] = spelled_out(style, include_size), style
        return types[key][0]

    line_break.Layout, line_break._font_style_cache_key = _Letters, type_of
    inline.split_first_line = preferred.split_first_line = split
    try:
        yield
    finally:
        line_break.Layout, line_break._font_style_cache_key = usual, spelled_out
        inline.split_first_line = preferred.split_first_line = split_first_line
