"""What the layout engine does again and again with the same outcome, done once. The bytes are those it makes by itself.

style sheets    read once a process: a thirtieth of the time of a pack
lines           measured once, and drawn from the letters that were measured: a column, a table and a page are
                tried several times with the same words, more than half of all measuring is done before
styles          what no rule speaks of is taken from the parent or from the standard, without asking how; none is made
                for notes, which we have none of
widths          worked out once a style, where no share of anything is in it
page numbers    a page that names others is laid out again once they are known, not a second time for nothing
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import weasyprint
import weasyprint.css
from weasyprint.css import targets
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.formatting_structure.boxes import Box
from weasyprint.html import UA, UA_COUNTER_STYLE
from weasyprint.layout import absolute, block, column, grid, inline, page, percent, preferred, table
from weasyprint.layout import float as floats
from weasyprint.text import line_break
from weasyprint.text.ffi import pango
from weasyprint.text.line_break import split_first_line
from weasyprint.urls import get_url_tuple

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
    with _lines(), _styles(), _widths(), _as_ours_allow() if ours else nullcontext():
        yield


@contextmanager
def _as_ours_allow() -> Iterator[None]:
    with _sheets(), _page_numbers(), _instead((weasyprint, "UA_STYLESHEET", _without_notes())):
        yield


@contextmanager
def _instead(*places: tuple[object, str, object]) -> Iterator[None]:
    """Put something of ours into the engine, place by place, for as long as this lasts."""
    before = [getattr(owner, name) for owner, name, _ in places]
    for owner, name, ours in places:
        setattr(owner, name, ours)
    try:
        yield
    finally:
        for (owner, name, _), usual in zip(places, before, strict=True):
            setattr(owner, name, usual)


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

    with _instead((weasyprint.css, "CSS", sheet)):
        yield
    _KEPT.update(fresh)


@cache
def _without_notes() -> weasyprint.CSS:
    """The engine's own style sheet without notes, which we have none of: each element would get six styles for them."""
    rules = [line for line in UA.splitlines() if not line.startswith(("::footnote-", "::note-"))]
    return weasyprint.CSS(string="\n".join(rules), counter_style=UA_COUNTER_STYLE)


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
    spelled_out = line_break._font_style_cache_key

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

    with _instead(
        (line_break, "Layout", _Letters),
        (line_break, "_font_style_cache_key", type_of),
        (inline, "split_first_line", split),
        (preferred, "split_first_line", split),
    ):
        yield


# Styles -----------------------------------------------------------------------------------------------------

_OF_THEIR_OWN = {"page", "float", "position", "display"}
_PLAIN = {
    key
    for key in (*INHERITED, *INITIAL_VALUES)
    if key not in _OF_THEIR_OWN and not key.startswith("text_decoration_")
}
"""What has no rule of its own for how it is found."""
_OF_THE_PARENT = frozenset(_PLAIN & set(INHERITED))
_STANDARD = {key: INITIAL_VALUES[key] for key in _PLAIN - set(INHERITED) - set(INITIAL_NOT_COMPUTED)}
_LOGICAL = frozenset(
    name(block="ttb", inline=direction)
    for name in PHYSICAL_FUNCTIONS.values()
    for direction in ("ltr", "rtl")
)
"""What may stand for a side or a size: `margin_inline_start`."""
_OUT_OF_FLOW = {"left", "right", "inline-start", "inline-end", "footnote"}
_OUT_OF_PLACE = {"running()", "note()"}


@contextmanager
def _styles() -> Iterator[None]:
    usual = weasyprint.css.ComputedStyle.__missing__

    def found(style: Style, key: str) -> object:
        rules = style.cascaded
        if key not in rules and (key not in PHYSICAL_FUNCTIONS or _LOGICAL.isdisjoint(rules)):
            if key in _STANDARD:
                value = style[key] = _STANDARD[key]
                return value
            if key in _OF_THE_PARENT and style.parent_style is not None:
                value = style[key] = style.parent_style[key]
                return value
        return usual(style, key)

    def is_in_normal_flow(box: Any) -> bool:
        position = box.style["position"]
        return (
            box.style["float"] not in _OUT_OF_FLOW
            and position not in ("absolute", "fixed")
            and position[0] not in _OUT_OF_PLACE
        )

    with _instead(
        (weasyprint.css.ComputedStyle, "__missing__", found), (Box, "is_in_normal_flow", is_in_normal_flow)
    ):
        yield


# Widths -----------------------------------------------------------------------------------------------------

_SIZES = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *(f"{least}{size}" for least in ("", "min_", "max_") for size in ("width", "height")),
)
_LAYING_OUT = (absolute, block, column, floats, grid, inline, page, table)


class _Bare:
    """A box that is nothing but its style."""

    def __init__(self, style: Style) -> None:
        self.style = style


def _fixed(style: Style) -> Mapping[str, object] | None:
    """What a box of this style measures, whatever it stands in; none where that depends on it."""
    values = [style[name] for name in _SIZES]
    if style["border_collapse"] == "collapse" or not all(
        value in (None, "auto") or getattr(value, "unit", None) == "px" for value in values
    ):
        return None
    box = _Bare(style)
    percent.resolve_percentages(box, (0, 0))
    return {name: value for name, value in vars(box).items() if name != "style"}


@contextmanager
def _widths() -> Iterator[None]:
    """Work out the sizes of a box once a style. A style is kept beside them, so that no other one gets its id."""
    known: dict[int, tuple[Mapping[str, object] | None, Style]] = {}

    def resolve(box: Any, containing_block: object) -> None:
        style = box.style
        if id(style) not in known:
            known[id(style)] = _fixed(style), style
        sizes, _ = known[id(style)]
        if sizes is None:
            percent.resolve_percentages(box, containing_block)
        else:
            vars(box).update(sizes)

    with _instead(*((module, "resolve_percentages", resolve) for module in _LAYING_OUT)):
        yield


# Page numbers -----------------------------------------------------------------------------------------------


@contextmanager
def _page_numbers() -> Iterator[None]:
    """Tell the engine which place a link leads to, and that only the number of its page is wanted.

    By itself it takes `attr(href)` for no place at all, and the page of the link for one that is wanted: so it lays
    a page of links out thrice. True of sheets that never ask for both in one line, nor how many pages there are where
    a link leads: of ours.
    """
    collector, named = targets.TargetCollector, targets.anchor_name_from_token
    look_up, collect, cache = (
        collector.lookup_target,
        collector.collect_missing_counters,
        collector.cache_target_page_counters,
    )
    place: Sequence[object] = ()

    def looked_up(self: Any, anchor: Any, source: Any, *more: object) -> object:
        nonlocal place
        place = anchor
        if anchor[0] == "attr()":
            name, kind, otherwise = anchor[1]
            to = source.element.get(name, otherwise)
            place = (kind, get_url_tuple(to, source.style.base_url) if kind == "url" else to)
        return look_up(self, place, source, *more)

    def name_of(_: object) -> object:
        return named(place)

    def collected(self: Any, box: object, kind: str, again: object, own: object, of_others: Any) -> None:
        collect(
            self, box, kind, again, [] if any(own is each for each in of_others.values()) else own, of_others
        )

    def cached(self: Any, anchor: str, values: Mapping[str, object], at: int, pages: object) -> None:
        item = self.target_lookup_items.get(anchor)
        before = {} if item is None else item.cached_page_counter_values
        if not before or item.page_maker_index != at or _but_for_all(before) != _but_for_all(values):
            cache(self, anchor, values, at, pages)

    with _instead(
        (collector, "lookup_target", looked_up),
        (collector, "collect_missing_counters", collected),
        (collector, "cache_target_page_counters", cached),
        (targets, "anchor_name_from_token", name_of),
    ):
        yield


def _but_for_all(counters: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in counters.items() if name != "pages"}
