"""A document as slides that a chair can edit: a slide a section, its heading as the title, charts that are charts.

Built in code on the template that python-pptx brings, as Word files are: its master is dressed in our type and
colours here. What stands before the first heading is on the first slide, under the cover. A slide holds what fits at a
size that is read from the back of a room; what does not fit stands whole in its notes, with the sources.
"""

import copy
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from briefing.document.blocks import (
    Block,
    Box,
    Callout,
    Chart,
    Document,
    Heading,
    Item,
    Listing,
    Paragraph,
    Run,
    Section,
    Table,
    Text,
    inside,
    plain,
)
from briefing.render.chart_images import DPI
from briefing.render.charts.page import broken
from briefing.render.charts.scales import width_of
from briefing.render.charts.tokens import colour
from briefing.render.look import PLAIN, Look
from briefing.render.native import SMALLEST, add_chart, rgb
from briefing.render.office import FONT, describe, hexadecimal, without_clock

WIDTH, HEIGHT = 960.0, 540.0
EDGE = 36.0
_TITLE = (EDGE, 22.0, WIDTH - 2 * EDGE, 84.0)
_BODY = (EDGE, 116.0, WIDTH - 2 * EDGE, 372.0)
_FOOT = (EDGE, 494.0, 800.0, 36.0)
_NUMBER = (WIDTH - EDGE - 80.0, 494.0, 80.0, 36.0)
_GAP = 20.0
_CHART_SHARE = 0.55
"""Of a slide's width, where words stand beside the chart."""
_TITLES = (32, 30, 28, 26, 24, 22, 20, SMALLEST)
_SIZES = ((30, 20), (28, 20), (26, 20), (24, 18), (22, 18), (20, 18), (SMALLEST, SMALLEST))
"""What is said aloud, and all else, from the largest that may fit to the smallest that is read."""
_LEADING = 1.22
_AFTER = 6.0
_ROW = 6.0
"""Room above and below the words of a row, together."""
_PADDING = 7.2
_WIDEST = (20, 26, 32, 38, 44)
"""Letters of a column beyond which it grows no wider: what makes the lowest table counts."""
_TO_FILL = 30
"""Letters that an empty column has room for."""
_LOGO = (200.0, 64.0)
_COLOURS = ("brand", "concern", "improvement", "neutral", "common", "bar")
"""The accents of the theme, in order."""

Place = tuple[float, float, float, float]


@dataclass(frozen=True)
class Line:
    """A paragraph of a slide."""

    text: Text
    aloud: bool = False
    """Said in the room: in the large type."""
    bullet: bool = False
    bold: bool = False
    source: bool = False
    """Where figures come from: told in the notes."""


def slides(document: Document, look: Look = PLAIN, logo: bytes | None = None) -> bytes:
    """The document as bytes of a .pptx file. Equal documents give equal bytes: the file is dated by the meeting."""
    deck = _Deck(document, look)
    opening = [section for section in document.sections if not section.heading]
    deck.cover([block for section in opening for block in section.blocks], logo)
    for section in document.sections:
        if section.heading:
            deck.slide(section)
    return deck.written()


class _Deck:
    """Slides being written, from the first to the last."""

    def __init__(self, document: Document, look: Look) -> None:
        self._document = document
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
        cover, content, *others = self._deck.slide_layouts
        bare = others[3]
        for one in others:
            if one is not bare:
                self._deck.slide_layouts.remove(one)
        self._cover, self._content, self._bare = cover, content, bare
        _dress(self._deck, look.colour or colour("brand"))
        masthead = document.masthead
        self._foot = " · ".join(filter(None, (masthead.marking, masthead.standing, look.footer)))
        describe(self._deck.core_properties, document)

    def cover(self, blocks: Sequence[Block], logo: bytes | None) -> None:
        cover = self._document.cover
        made = self._deck.slides.add_slide(self._cover)
        self._title(made, cover.heading, (EDGE, 130.0, WIDTH - 2 * EDGE, 90.0))
        under = [
            Line(f"{cover.kicker} {cover.reader}".strip(), bold=True),
            Line(" · ".join((cover.meeting, *cover.more))),
            *_lines(blocks),
        ]
        left_out = self._words(made.placeholders[1], under, (EDGE, 226.0, WIDTH - 2 * EDGE, 256.0))
        if logo is not None:
            self._logo(made, logo)
        self._finish(made, left_out)

    def slide(self, section: Section) -> None:
        """A slide: the words at the right of a chart, above a table, or alone."""
        charts = [one for one in inside(section.blocks) if isinstance(one, Chart)]
        tables = [one for one in section.blocks if isinstance(one, Table)]
        lines = [line for line in _lines(section.blocks) if not line.source]
        made = self._deck.slides.add_slide(self._content if lines else self._bare)
        notes = self._title(made, section.heading, _TITLE)
        notes += [plain(line.text) for line in _lines(section.blocks) if line.source]
        left, top, width, height = _BODY
        if charts:
            sources = [plain(chart.source) for chart in charts[:1]]
            low = sum(_height([Line(one)], (SMALLEST, SMALLEST), width) for one in sources) + _AFTER
            broad = width * _CHART_SHARE if lines else width
            add_chart(made.shapes, charts[0].figure, (left, top, broad, height - low), self._document.dated)
            self._say(made, sources[0], (left, top + height - low + _AFTER, width, low - _AFTER))
            notes += [note for chart in charts for note in _notes(chart)]
            place = (left + broad + _GAP, top, width - broad - _GAP, height - low)
        elif tables and lines:
            place = (left, top, width, min(_height(lines, _SIZES[-1], width), height / 3))
        else:
            place = _BODY
        if lines:
            notes = self._words(made.placeholders[1], lines, place) + notes
        if tables and not charts:
            start = top + (place[3] + _GAP if lines else 0)
            notes += self._table(made, tables[0], (left, start, width, top + height - start))
        self._finish(made, notes)

    def written(self) -> bytes:
        file = io.BytesIO()
        self._deck.save(file)
        return without_clock(file.getvalue())

    def _title(self, slide: Any, words: str, place: Place) -> list[str]:
        """The title in the largest type that its place holds; a longer one is told in the notes."""
        shape = slide.shapes.title
        _put(shape, place)
        title = [Line(words, bold=True)]
        size = next((s for s in _TITLES if _height(title, (s, s), place[2]) <= place[3] + _AFTER), SMALLEST)
        shown = _within(words, size, place)
        self._fill(shape.text_frame, [Line(shown, bold=True)], (size, size), ink="brand")
        shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if place is not _TITLE else MSO_ANCHOR.TOP
        return [] if shown == words else [words]

    def _words(self, shape: Any, lines: Sequence[Line], place: Place) -> list[str]:
        """The lines in the largest type that holds them; what was left out is returned, whole."""
        _put(shape, place)
        sizes = next((s for s in _SIZES if _height(lines, s, place[2]) <= place[3]), _SIZES[-1])
        shown = _cut(lines, sizes, place)
        self._fill(shape.text_frame, shown, sizes)
        shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        return [] if list(shown) == list(lines) else [plain(line.text) for line in lines]

    def _say(self, slide: Any, words: str, place: Place) -> None:
        shape = slide.shapes.add_textbox(*map(Pt, place))
        shape.name = "Source"
        self._fill(shape.text_frame, [Line(words)], (SMALLEST, SMALLEST), ink="quiet")

    def _table(self, slide: Any, table: Table, place: Place) -> list[str]:
        """As many rows as there is room for; the others are told in the notes."""
        left, top, width, height = place
        heads = tuple(column.head for column in table.columns)
        rows = [heads, *(tuple(plain(_cell(item)) for item in row.items) for row in table.rows)]
        tried = (_widths(rows, width, most) for most in _WIDEST)
        widths = min(tried, key=lambda each: sum(_heights(rows, each)))
        heights = _heights(rows, widths)
        fit = next((n for n in range(len(rows), 1, -1) if sum(heights[:n]) <= height), 2)
        made = slide.shapes.add_table(fit, len(heads), Pt(left), Pt(top), Pt(width), Pt(sum(heights[:fit])))
        made._element._nvXxPr.cNvPr.set("descr", table.caption or slide.shapes.title.text_frame.text)
        for column, each in zip(made.table.columns, widths, strict=True):
            column.width = Pt(each)
        for number, (row, high) in enumerate(zip(rows[:fit], heights, strict=False)):
            made.table.rows[number].height = Pt(high)
            for at, words in enumerate(row):
                cell = made.table.cell(number, at)
                cell.margin_left = cell.margin_right = Pt(_PADDING)
                cell.margin_top = cell.margin_bottom = Pt(_ROW / 2)
                ground = "brand" if not number else "paper" if number % 2 else "tint"
                cell.fill.solid()
                cell.fill.fore_color.rgb = rgb(ground)
                ink = "paper" if not number else "ink"
                self._fill(
                    cell.text_frame, [Line(words, bold=not number or not at)], (SMALLEST,) * 2, ink=ink
                )
        return [": ".join(filter(None, row)) for row in rows[fit:]]

    def _fill(self, frame: Any, lines: Sequence[Line], sizes: tuple[int, int], *, ink: str = "ink") -> None:
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        for number, line in enumerate(lines):
            paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
            paragraph.level = int(line.bullet)
            paragraph.space_before, paragraph.space_after = Pt(0), Pt(_AFTER if len(lines) > 1 else 0)
            for run in _runs(line.text):
                made = paragraph.add_run()
                made.text = run.words
                font = made.font
                font.size, font.name = Pt(sizes[0] if line.aloud else sizes[1]), FONT
                font.bold = line.bold or run.mark in ("strong", "numeral")
                font.color.rgb = rgb("quiet" if run.mark == "em" else ink)
                font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK

    def _logo(self, slide: Any, logo: bytes) -> None:
        """A workspace's own mark, at the right above the title, as large as its place allows."""
        with Image.open(io.BytesIO(logo)) as picture:
            width, height = (72 * side / DPI for side in picture.size)
        scale = min(_LOGO[0] / width, _LOGO[1] / height)
        left = WIDTH - EDGE - width * scale
        made = slide.shapes.add_picture(
            io.BytesIO(logo), Pt(left), Pt(EDGE), Pt(width * scale), Pt(height * scale)
        )
        made._element._nvXxPr.cNvPr.set("descr", self._document.masthead.commissioner_name)

    def _finish(self, slide: Any, notes: Sequence[str]) -> None:
        """The foot, after all that is read before it, and the notes."""
        for shape in slide.slide_layout.placeholders:
            kind = shape._element.find(".//" + qn("p:ph")).get("type")
            if kind in ("ftr", "sldNum"):
                slide.shapes._spTree.append(copy.deepcopy(shape._element))
        for shape in slide.placeholders:
            kind = shape._element.find(".//" + qn("p:ph")).get("type")
            if kind == "ftr":
                _put(shape, _FOOT)
                sizes = range(SMALLEST, 5, -1)
                size = next(
                    (s for s in sizes if _height([Line(self._foot)], (s, s), _FOOT[2]) <= _FOOT[3]), 6
                )
                self._fill(shape.text_frame, [Line(self._foot)], (size, size), ink="quiet")
            elif kind == "sldNum":
                _put(shape, _NUMBER)
        if notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(dict.fromkeys(notes))


# What stands on a slide -------------------------------------------------------------------------------------


def _lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """The words of a section, without its charts and tables."""
    for block in blocks:
        match block:
            case Paragraph():
                kinds = block.kind.split()
                yield Line(block.text, aloud="opener" in kinds, source="source" in kinds)
            case Callout():
                yield Line(block.text, aloud=True)
            case Heading():
                yield Line(block.text, bold=True)
            case Listing():
                yield from (Line(item.text, bullet=True) for item in block.lines)
            case Box():
                yield from _lines(block.blocks)


def _notes(chart: Chart) -> Iterator[str]:
    yield plain(chart.source)
    yield chart.figure.alt
    yield from (f"{letter} {note}" for letter, note in chart.notes)


def _cell(item: Item) -> Text:
    said = [item.text, *(line.text for line in _lines(item.blocks))]
    return " ".join(filter(None, map(plain, said)))


def _runs(text: Text) -> Iterator[Run]:
    match text:
        case str():
            yield Run(text)
        case Run():
            yield replace(text, words=plain(text))
        case _:
            for part in text:
                yield from _runs(part)


# What fits --------------------------------------------------------------------------------------------------


def _height(lines: Sequence[Line], sizes: tuple[int, int], width: float) -> float:
    """How high lines come out, by the widths of our own type, which runs wider than Arial."""
    return sum(_one_height(line, sizes, width) for line in lines)


def _one_height(line: Line, sizes: tuple[int, int], width: float) -> float:
    size = sizes[0] if line.aloud else sizes[1]
    room = width - 2 * _PADDING - (20 if line.bullet else 0)
    return (
        len(broken(plain(line.text), width=room / (1.04 if line.bold else 1), size=size)) * size * _LEADING
        + _AFTER
    )


def _cut(lines: Sequence[Line], sizes: tuple[int, int], place: Place) -> list[Line]:
    """The lines that fit: where they don't, the longest ends a sentence earlier, and the last ones go."""
    shown = list(lines)
    while shown and _height(shown, sizes, place[2]) > place[3]:
        longest = max(range(len(shown)), key=lambda at: len(plain(shown[at].text)))
        words = plain(shown[longest].text)
        earlier = words[: max(words.rfind(end, 0, -1) + 1 for end in (". ", "? ", "! "))].strip()
        if earlier:
            shown[longest] = replace(shown[longest], text=earlier)
        elif len(shown) > 1:
            del shown[-1]
        else:
            return [replace(shown[0], text=_within(words, sizes[0], place))]
    return shown


def _within(words: str, size: int, place: Place) -> str:
    """As many whole words as fit, with an ellipsis where some are left out."""
    if _height([Line(words, bold=True)], (size, size), place[2]) <= place[3] + _AFTER:
        return words
    kept = words.split(" ")
    while (
        len(kept) > 1
        and _height([Line(f"{' '.join(kept)} …", bold=True)], (size, size), place[2]) > place[3] + _AFTER
    ):
        kept.pop()
    return f"{' '.join(kept)} …"


def _heights(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> list[float]:
    return [max(_cell_height(words, each) for words, each in zip(row, widths, strict=True)) for row in rows]


def _cell_height(words: str, width: float) -> float:
    return len(broken(words, width=width - 2 * _PADDING, size=SMALLEST)) * SMALLEST * _LEADING + _ROW


def _widths(rows: Sequence[Sequence[str]], width: float, most: int) -> list[float]:
    """The width of each column by its longest words, up to so many letters; none narrower than its longest word."""
    columns = list(zip(*rows, strict=True))
    longest = [min(max(map(len, column)), most) if any(column[1:]) else _TO_FILL for column in columns]
    word = [
        max(width_of(w, size=SMALLEST) for cell in column for w in (*cell.split(), "")) for column in columns
    ]
    least = [1.06 * each + 2 * _PADDING for each in word]
    spare = max(width - sum(least), 0)
    beyond = [max(0.55 * SMALLEST * long - one, 0) + 1 for long, one in zip(longest, word, strict=True)]
    return [low + spare * share / sum(beyond) for low, share in zip(least, beyond, strict=True)]


# The master -------------------------------------------------------------------------------------------------


def _put(shape: Any, place: Place) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Pt, place)


def _dress(deck: Any, brand: str) -> None:
    """Our type, colours and places on the master, so that a slide that somebody adds looks like ours."""
    master = deck.slide_master
    for shape in master.placeholders:
        kind = shape._element.find(".//" + qn("p:ph")).get("type")
        _put(shape, {"title": _TITLE, "body": _BODY, "sldNum": _NUMBER}.get(kind, _FOOT))
        for style in shape._element.iter(qn("a:lvl1pPr")):
            style.set("algn", "r" if kind == "sldNum" else "l")
        for size in shape._element.iter(qn("a:defRPr")):
            size.set("sz", str(SMALLEST * 100))
        shape._element.find(".//" + qn("a:bodyPr")).set("anchor", "t")
    for layout in deck.slide_layouts:
        for shape in layout.placeholders:
            for style in shape._element.iter(*(qn(f"a:lvl{n}pPr") for n in range(1, 10))):
                style.set("algn", "l")
    styles = master._element.find(qn("p:txStyles"))
    for size in styles.iter(qn("a:defRPr")):
        size.set(
            "sz", str(100 * (_TITLES[0] if size.getparent().getparent().tag == qn("p:titleStyle") else 20))
        )
    styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr")).set("algn", "l")
    first = styles.find(qn("p:bodyStyle")).find(qn("a:lvl1pPr"))
    first.attrib.update({"marL": "0", "indent": "0"})
    for bullet in (*first.findall(qn("a:buFont")), *first.findall(qn("a:buChar"))):
        first.remove(bullet)
    first.find(qn("a:spcBef")).addnext(first.makeelement(qn("a:buNone"), {}))
    for words in deck.part.package.iter_parts():
        if words.partname.startswith("/ppt/theme/"):
            words._blob = _themed(words.blob, brand)
    package = deck.part.package
    for name, rel in list(package._rels.items()):
        if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(name)


@cache
def _themed(theme: bytes, brand: str) -> bytes:
    """The theme in our colours and in a type that every laptop has."""
    text = theme.decode().replace('<a:latin typeface="Calibri"/>', f'<a:latin typeface="{FONT}"/>')
    for number, ours in enumerate((brand, *map(colour, _COLOURS[1:])), start=1):
        start, end = f"<a:accent{number}>", f"</a:accent{number}>"
        head, _, rest = text.partition(start)
        text = f'{head}{start}<a:srgbClr val="{hexadecimal(ours)}"/>{end}{rest.partition(end)[2]}'
    return text.encode()
