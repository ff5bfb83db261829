"""A document as a Word file that a manager can edit: the same words, numbers and charts as the pages.

Built in code from the template that python-docx brings, and not from a .docx of ours: a binary file in the repository
can't be reviewed, and every style that a manager would change is set here in one table. Styles are Word's own names, so
that a heading is a heading for the navigation pane and for a screen reader.
"""

import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docx import Document as new_document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from PIL import Image

from briefing.document.blocks import (
    Blank,
    Block,
    Box,
    Callout,
    Chart,
    Document,
    Drawing,
    Field,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Run,
    Section,
    Sign,
    Table,
    Terms,
    Text,
    inside,
    plain,
)
from briefing.render.chart_images import DPI, ChartImage
from briefing.render.charts.tokens import colour
from briefing.render.look import PLAIN, Look
from briefing.render.office import FONT, describe, hexadecimal, without_clock

_STYLES: dict[str, tuple[float, str, bool, float]] = {
    "Normal": (10, "ink", False, 4),
    "Title": (24, "ink", True, 4),
    "Subtitle": (10, "quiet", False, 6),
    "Heading 1": (17, "brand", True, 6),
    "Heading 2": (12.5, "ink", True, 3),
    "Heading 3": (10, "quiet", True, 2),
    "Body Text": (9, "ink", False, 2),
    "List Bullet": (10, "ink", False, 2),
    "List Number": (10, "ink", False, 3),
    "Intense Quote": (11.5, "brand", True, 6),
    "Quote": (10.5, "ink", False, 6),
    "Caption": (8, "quiet", False, 6),
    "Header": (8, "quiet", False, 0),
    "Footer": (8, "quiet", False, 0),
}
"""Style -> size in points, colour, bold, space after in points."""
_WIDTH = Mm(178)
_OWN_PAGE = frozenset({"core", "evidence", "apart"})
"""Kinds of sections that begin a page, as they do in print."""
_GOES_ON = frozenset({"joined", "follows"})
"""Kinds of sections that follow the one before on its page."""
_KINDS = {
    "opener": "Intense Quote",
    "role": "Subtitle",
    **dict.fromkeys(("source", "note", "sentence", "assignment", "data-date"), "Caption"),
}
"""Kind of a paragraph -> style, where it is not Word's usual one."""
_TICK = "\u2610 "
_WIDEST, _WIDEST_OF_MANY, _NARROWEST, _TO_FILL = 44, 28, 12, 30
"""Letters of a column beyond which it grows no wider, of up to four columns and of more; fewer than which it is not; of
one to write in."""
_EDGES = 5
"""Letters that would fit in the edges of a cell."""


def word(
    document: Document, images: Mapping[str, ChartImage], look: Look = PLAIN, logo: bytes | None = None
) -> bytes:
    """The document as bytes of a .docx file, its charts from `images` by the id of the figure.

    `logo` is the look's own as a PNG: Word shows no SVG on every laptop. Equal documents give equal bytes: the file is
    dated by the meeting.
    """
    document = document.in_one
    paper = _Paper(document, images, look)
    if logo is not None:
        paper.logo(logo)
    paper.cover()
    for number, section in enumerate(document.sections):
        kinds = section.kind.split()
        begins = section.level == 2 and not _OWN_PAGE.isdisjoint(kinds) and _GOES_ON.isdisjoint(kinds)
        paper.section(section, new_page=number > 0 and begins)
    return paper.written()


class _Paper:
    """A Word file being written, from the top down."""

    def __init__(self, document: Document, images: Mapping[str, ChartImage], look: Look) -> None:
        self._document, self._images = document, images
        self._word = new_document()
        self._styles = {style.name: style.style_id for style in self._word.styles}
        self._places = frozenset(_places(document, images))
        self._dress(look.colour or colour("brand"))
        describe(self._word.core_properties, document)
        self._frame(look.footer)

    def logo(self, png: bytes) -> None:
        """A workspace's own mark, at the right of the first page in its printed size."""
        place = self._word.add_paragraph()
        place.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        with Image.open(io.BytesIO(png)) as picture:
            width = Mm(25.4 * picture.width / DPI)
        _place(place, png, alt=self._document.masthead.commissioner_name, width=width)

    def cover(self) -> None:
        cover = self._document.cover
        self._word.add_paragraph(cover.heading, style="Title")
        self._say(
            f"{cover.kicker} {cover.reader}. {' · '.join((cover.meeting, *cover.more))}", style="Subtitle"
        )

    def section(self, section: Section, *, new_page: bool) -> None:
        """A section; an article with a drawing has a page of its own, or it would be torn in two."""
        if section.charts and not any(figure.id in self._images for figure in section.charts):
            return
        if section.under:
            self._head(section.under, 2, to="" if section.heading else section.id, new_page=new_page)
        if section.heading:
            new_page = new_page and not section.under
            self._head(section.heading, section.level, to=section.id, new_page=new_page)
        for number, block in enumerate(section.blocks):
            own_page = isinstance(block, Box) and any(
                isinstance(one, Drawing) for one in inside(block.blocks)
            )
            self._write(block, new_page=own_page and number > 0)
            if isinstance(block, Paragraph) and isinstance([*section.blocks, None][number + 1], Table):
                self._held_to_next()

    def written(self) -> bytes:
        file = io.BytesIO()
        self._word.save(file)
        return without_clock(file.getvalue())

    def _write(self, block: Block, *, new_page: bool = False, kind: str = "") -> None:
        """One block. What only a page or a screen can have (contents, attached tables) is left out."""
        match block:
            case Heading():
                self._head(block.text, block.level, new_page=new_page, to=kind)
            case Paragraph():
                style = next((_KINDS[one] for one in block.kind.split() if one in _KINDS), "Normal")
                self._say(block.text, style=style, keep=block.kind == "role", to=block.id)
            case Callout():
                self._say(block.text, style="Quote")
            case Listing():
                self._listing(block)
            case Table():
                self._table(block)
            case Terms():
                for term, meaning in block.entries:
                    self._say((Run(f"{term}: ", "strong"), meaning))
            case Chart() if block.figure.id in self._images:
                self._chart(block)
            case Drawing(size="card") if block.figure.id in self._images:
                self._picture(self._images[block.figure.id].plain, alt=block.figure.alt)
            case Field() | Blank():
                if block.label:
                    self._say(Run(block.label, "strong"))
                self._room(12 if "most" in kind else 2 if isinstance(block, Field) else 1)
            case Box():
                before = len(self._word.element.body)
                for number, each in enumerate(block.blocks):
                    self._write(each, new_page=new_page and number == 0, kind=block.id or block.kind)
                if block.kind == "signature":
                    self._together(before)

    def _held_to_next(self) -> None:
        """Keep the last paragraph on the page of what follows it."""
        *_, last, _ = self._word.element.body  # the page itself comes last
        last.get_or_add_pPr().get_or_add_keepNext()

    def _together(self, start: int) -> None:
        """Hold what was written since on one page, with what stands before it: a name never stands alone overleaf."""
        *lines, _, _ = self._word.element.body[
            start - 2 :
        ]  # the last line is held by those before, then the page
        for line in (one for one in lines if one.tag == qn("w:p")):
            line.get_or_add_pPr().get_or_add_keepNext()

    def _head(self, text: Text, level: int, *, new_page: bool = False, to: str = "") -> None:
        made = self._word.add_heading(level=level - 1)
        made.paragraph_format.page_break_before = new_page
        made.paragraph_format.keep_with_next = True
        self._fill(made, text)
        self._mark(made, to)

    def _say(self, text: Text, *, style: str = "Normal", keep: bool = False, to: str = "") -> None:
        made = self._styled(self._word.add_paragraph(), style)
        made.paragraph_format.keep_with_next = keep or None
        self._fill(made, text)
        self._mark(made, to)

    def _listing(self, block: Listing) -> None:
        for item in block.lines:
            if plain(item.text):
                self._say(item.text, style="List Bullet")
            for each in item.blocks:
                if isinstance(each, Field):
                    self._say(f"{_TICK}{each.label}", style="List")
                else:
                    self._write(each)

    def _chart(self, block: Chart) -> None:
        figure = block.figure
        self._head(figure.title, 4, to=figure.id)
        self._picture(self._images[figure.id].plain, alt=figure.alt)
        if figure.caption:
            self._say(figure.caption)
        for letter, note in block.notes:
            self._say(f"{letter} {note}", style="List Bullet")
        self._say(block.source, style="Caption")

    def _room(self, lines: int) -> None:
        """Ruled lines to write on, in Word or by hand."""
        for _ in range(lines):
            made = self._word.add_paragraph()
            _border(made, "bottom")
            made.paragraph_format.space_before = Pt(8)

    def _table(self, block: Table) -> None:
        """A table whose first row repeats on each page.

        The first line of a row is its head. Rules and no fills but pale ones, of the head and of rows that begin a
        part: Word's own lists fill the head black, and the ink of our text is no white.
        """
        if block.caption:
            self._say(block.caption, keep=True)
        made = self._word.add_table(rows=1, cols=len(block.columns), style="Normal Table")
        made.alignment = WD_TABLE_ALIGNMENT.LEFT
        made.autofit = False
        _rule(made)
        if block.caption:
            made._tbl.tblPr.append(_element("tblCaption", val=block.caption))
        _repeat(made.rows[0])
        heads = Row(tuple(column.head for column in block.columns))
        widths = widths_of((heads, *block.rows))
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for number, line in enumerate((heads, *block.rows)):
            row = made.add_row() if number else made.rows[0]
            _whole(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
            for place, (cell, item) in enumerate(zip(_spanned(row.cells, line), line.items, strict=True)):
                bold = not number or place in (0, line.head)
                self._say_in(cell, item, pale=not number or line.begins, bold=bold)
        self._styled(self._word.add_paragraph(), "Caption")

    def _say_in(self, cell: Any, item: Item, *, pale: bool, bold: bool) -> None:
        """Words in a cell, a paragraph a line: the head of a column or the first line of the head of a row in bold."""
        for number, line in enumerate(_lines(item)):
            paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
            self._fill(paragraph, line, bold=bold and not number and not _stands_out(line))
        for paragraph in cell.paragraphs:
            self._styled(paragraph, "Body Text")
        if pale:
            ground = hexadecimal(colour("brand-tint"))
            cell._tc.get_or_add_tcPr().append(_element("shd", val="clear", color="auto", fill=ground))

    def _picture(self, png: bytes, *, alt: str) -> None:
        """A picture over the page's width, described for those who can't see it."""
        place = self._word.add_paragraph()
        place.paragraph_format.keep_with_next = True
        _place(place, png, alt=alt, width=_WIDTH)

    def _fill(self, paragraph: Any, text: Text, *, bold: bool = False) -> None:
        for run in (text,) if isinstance(text, str | Run) else text:
            if isinstance(run, Run) and run.to in self._places:
                _link(paragraph, run, bold=bold)
                continue
            made, mark = paragraph.add_run(plain(run)), run.mark if isinstance(run, Run) else ""
            made.italic = mark == "em" or None
            made.bold = bold or mark in ("strong", "numeral") or None

    def _styled(self, paragraph: Any, style: str) -> Any:
        """Set the style by its id: the library looks a name up in every style, half of the time of a table."""
        paragraph._p.style = self._styles[style]
        return paragraph

    def _mark(self, paragraph: Any, place: str) -> None:
        """Names a place that links of the file lead to."""
        if place in self._places:
            number = str(zlib.crc32(place.encode()))
            paragraph._p.append(_element("bookmarkStart", id=number, name=_name(place)))
            paragraph._p.append(_element("bookmarkEnd", id=number))

    def _dress(self, brand: str) -> None:
        styles = self._word.styles
        for name, (size, ink, bold, after) in _STYLES.items():
            style = styles[name]
            style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
            style.font.italic = False
            style.font.color.rgb = RGBColor.from_string(hexadecimal(brand if ink == "brand" else colour(ink)))
            style.paragraph_format.space_after = Pt(after)
            style.paragraph_format.space_before = Pt(12 if name.startswith("Heading") else 0)
            style.element.get_or_add_rPr().get_or_add_rFonts().attrib.update(
                {qn(f"w:{part}"): FONT for part in ("ascii", "hAnsi", "cs", "eastAsia")}
            )
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
            for drawn_out in ("spacing", "kern"):  # Word's own subtitle sets letters apart
                for found in style.element.rPr.findall(qn(f"w:{drawn_out}")):
                    style.element.rPr.remove(found)
            for rule in style.element.iter(*(qn(f"w:{side}") for side in ("top", "bottom", "left", "right"))):
                rule.set(qn("w:color"), hexadecimal(brand))
                for theme in ("themeColor", "themeTint", "themeShade"):
                    rule.attrib.pop(qn(f"w:{theme}"), None)
        callout = styles["Quote"].element.get_or_add_pPr()
        callout.append(_element("shd", val="clear", color="auto", fill=hexadecimal(colour("brand-tint"))))
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "en-GB")

    def _frame(self, footer: str) -> None:
        """A4 with the marking at the head of every page and the status at its foot."""
        page, masthead, cover = self._word.sections[0], self._document.masthead, self._document.cover
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(16)
        page.top_margin, page.bottom_margin = Mm(20), Mm(18)
        page.header.paragraphs[0].text = " · ".join(filter(None, (cover.heading, masthead.marking)))
        below = page.footer.paragraphs[0]
        below.text = f"{cover.reader} · {cover.meeting} · {masthead.standing} · page "
        _field(below, "PAGE")
        below.add_run(" of ")
        _field(below, "NUMPAGES")
        if footer:
            page.footer.add_paragraph(footer, style="Footer")


def _places(document: Document, images: Mapping[str, ChartImage]) -> Iterator[str]:
    """The ids of what links may lead to: sections with a heading, articles, charts."""
    for section in document.sections:
        if section.heading:
            yield section.id
        for block in inside(section.blocks):
            if isinstance(block, Box | Paragraph) and block.id:
                yield block.id
            elif isinstance(block, Chart) and block.figure.id in images:
                yield block.figure.id


def _name(place: str) -> str:
    """Word takes no more than forty letters, and neither colon nor hyphen."""
    return f"place_{zlib.crc32(place.encode()):08x}"


def _element(tag: str, /, *children: Any, **attributes: str) -> Any:
    """An element of Word's own, with its attributes and what stands in it."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    made.extend(children)
    return made


def _words(text: str) -> Any:
    made = _element("t")
    made.text = text
    return made


def _link(paragraph: Any, run: Run, *, bold: bool) -> None:
    underlined = _element("u", val="single")
    look = _element("rPr", _element("b"), underlined) if bold else _element("rPr", underlined)
    paragraph._p.append(_element("hyperlink", _element("r", look, _words(run.words)), anchor=_name(run.to)))


def _stands_out(text: Text) -> bool:
    """Whether some of the words are bold already."""
    if isinstance(text, tuple):
        return any(map(_stands_out, text))
    return isinstance(text, Run) and text.mark in ("strong", "numeral")


def _lines(item: Item) -> Iterator[Text]:
    """What stands in a cell, a line a paragraph."""
    if plain(item.text):
        yield item.text
    for block in item.blocks:
        match block:
            case Paragraph(kind="said", text=tuple(boxes)):
                yield "  ".join(f"{_TICK}{box.words}" for box in boxes if isinstance(box, Run))
            case Paragraph() | Heading():
                yield block.text
            case Sign():
                yield block.words
            case Blank() if block.label:
                yield f"{block.label} "
            case Box():
                yield from _lines(Item(blocks=block.blocks))
            case Listing():
                for each in block.lines:
                    yield from _lines(each)


def _spanned(cells: Sequence[Any], row: Row) -> Iterator[Any]:
    """The cell of each item of a row: of one that spans columns, theirs in one."""
    at = 0
    for item in row.items:
        last = at + item.span - 1
        yield cells[at].merge(cells[last]) if last > at else cells[at]
        at = last + 1


def widths_of(rows: Sequence[Row]) -> list[int]:
    """The width of each column by its longest line, within reason; a cell that spans several says nothing of one."""
    columns = list(
        zip(*(row.items for row in rows if all(item.span == 1 for item in row.items)), strict=True)
    )
    widest = _WIDEST if len(columns) <= 4 else _WIDEST_OF_MANY
    shares = [_share(column, widest) for column in columns]
    return [int(_WIDTH * share / sum(shares)) for share in shares]


def _share(column: Sequence[Item], widest: int) -> int:
    """How many letters wide a column is: no word of it is broken, and one that somebody will fill has room for that."""
    head, *lines = ([plain(line) for line in _lines(item)] for item in column)
    said = [line for item in lines for line in item]
    if lines and max(map(len, said), default=0) <= len("by "):
        return _TO_FILL
    word = max((len(word) for line in (*head, *said) for word in line.split()), default=0)
    longest = max((len(line) for line in (*head, *said)), default=0)
    return max(min(longest, widest), word + _EDGES, _NARROWEST)


def _place(paragraph: Any, png: bytes, *, alt: str, width: int) -> None:
    described = paragraph.add_run().add_picture(io.BytesIO(png), width=width)._inline.docPr
    described.set("descr", alt)


def _rule(table: Any) -> None:
    """A line under each row. Word wants the borders before the layout of a table."""
    borders = _element("tblBorders", _line("bottom"), _line("insideH"))
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(borders)


def _line(side: str) -> Any:
    return _element(side, val="single", sz="4", space="1", color=hexadecimal(colour("rule")))


def _field(paragraph: Any, code: str) -> None:
    """A number that Word counts; until it does, 1."""
    paragraph._p.append(_element("fldSimple", _element("r", _words("1")), instr=code))


def _border(paragraph: Any, side: str) -> None:
    """A rule at one side. Before any spacing is set: Word wants the properties of a paragraph in its own order."""
    paragraph._p.get_or_add_pPr().append(_element("pBdr", _line(side)))


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("tblHeader"))


def _whole(row: Any) -> None:
    """A row that moves to the next page rather than being cut in two."""
    row._tr.get_or_add_trPr().insert(0, _element("cantSplit"))
