"""What a Word file is made of: headings, paragraphs, lists, tables, pictures, in Word's own styles.

Built in code from the template that python-docx brings, and not from a .docx of ours: a binary file in the repository
can't be reviewed, and every style that a manager would change is set here in one table. Styles are Word's own names, so
that a heading is a heading for the navigation pane and for a screen reader.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from PIL import Image

from briefing.render.charts.tokens import colour

_FONT = "Arial"
"""On every laptop in the service; ours is not, and Word would replace it by something else."""
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
    "Caption": (8, "quiet", False, 6),
    "Header": (8, "quiet", False, 0),
    "Footer": (8, "quiet", False, 0),
}
"""Style -> size in points, colour, bold, space after in points."""
_WIDTH = Mm(178)
_LONGEST_PROPERTY = 255
"""What a Word file may say of itself in one property."""
TICK = "\u2610 "


class Paper:
    """A Word file being written, from the top down."""

    def __init__(
        self,
        *,
        title: str,
        author: str,
        head: str,
        marking: str,
        foot: str,
        made_on: date,
        brand: str | None = None,
    ) -> None:
        self._document = Document()
        self._made_on = made_on
        self._dress(brand or colour("brand"))
        self._describe(title, author)
        self._frame(head, marking, foot)

    def logo(self, png: bytes, *, dpi: int, alt: str) -> None:
        """A workspace's own mark, at the right of the first page in its printed size."""
        place = self._document.add_paragraph()
        place.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _place(place, png, alt=alt, width=None, dpi=dpi)

    def title(self, words: str) -> None:
        self._document.add_paragraph(words, style="Title")

    def heading(self, words: str, level: int, *, new_page: bool = False) -> None:
        made = self._document.add_heading(words, level)
        made.paragraph_format.page_break_before = new_page
        made.paragraph_format.keep_with_next = True

    def say(self, *runs: str | tuple[str, ...], style: str = "Normal", keep: bool = False) -> None:
        """A paragraph; what comes as a tuple is bold."""
        made = self._document.add_paragraph(style=style)
        made.paragraph_format.keep_with_next = keep
        _fill(made, runs)

    def listed(self, items: Iterable[str], *, style: str = "List Bullet", before: str = "") -> None:
        for item in items:
            self._document.add_paragraph(f"{before}{item}", style=style)

    def room(self, lines: int) -> None:
        """Ruled lines to write on, in Word or by hand."""
        for _ in range(lines):
            made = self._document.add_paragraph()
            _border(made, "bottom")
            made.paragraph_format.space_before = Pt(8)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]], *, shares: Sequence[int]) -> None:
        """A table whose first row repeats on each page; `shares` are the columns' parts of the width.

        The first line of a row is its head. Rules and no fills but the head's pale one: Word's own lists fill it black,
        and the ink of our text is no white.
        """
        made = self._document.add_table(rows=1, cols=len(headings), style="Normal Table")
        made.alignment = WD_TABLE_ALIGNMENT.LEFT
        made.autofit = False
        _rule(made)
        _repeat(made.rows[0])
        widths = [int(_WIDTH * share / sum(shares)) for share in shares]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for number, cells in enumerate((headings, *rows)):
            row = made.add_row() if number else made.rows[0]
            _whole(row)
            for place, (cell, words, width) in enumerate(zip(row.cells, cells, widths, strict=True)):
                cell.width = width
                _say_in(cell, words, head=not number, bold=not number or not place)
        self._document.add_paragraph(style="Caption")

    def picture(self, png: bytes, *, alt: str, share: float = 1) -> None:
        """A picture over that share of the page's width, described for those who can't see it."""
        place = self._document.add_paragraph()
        place.paragraph_format.keep_with_next = True
        _place(place, png, alt=alt, width=int(_WIDTH * share))

    def written(self) -> bytes:
        file = io.BytesIO()
        self._document.save(file)
        return _without_clock(file.getvalue())

    def _dress(self, brand: str) -> None:
        styles = self._document.styles
        for name, (size, ink, bold, after) in _STYLES.items():
            style = styles[name]
            style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
            style.font.italic = False
            style.font.color.rgb = RGBColor.from_string(_hex(brand if ink == "brand" else colour(ink)))
            style.paragraph_format.space_after = Pt(after)
            style.element.get_or_add_rPr().get_or_add_rFonts().attrib.update(
                {qn(f"w:{part}"): _FONT for part in ("ascii", "hAnsi", "cs", "eastAsia")}
            )
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
            for drawn_out in ("spacing", "kern"):  # Word's own subtitle sets letters apart
                for found in style.element.rPr.findall(qn(f"w:{drawn_out}")):
                    style.element.rPr.remove(found)
            for rule in style.element.iter(*(qn(f"w:{side}") for side in ("top", "bottom", "left", "right"))):
                rule.set(qn("w:color"), _hex(brand))
                for theme in ("themeColor", "themeTint", "themeShade"):
                    rule.attrib.pop(qn(f"w:{theme}"), None)
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "en-GB")

    def _describe(self, title: str, author: str) -> None:
        moment = datetime.combine(self._made_on, time())
        about = self._document.core_properties
        about.title = title[:_LONGEST_PROPERTY]
        about.author = about.last_modified_by = author[:_LONGEST_PROPERTY]
        about.created = about.modified = moment
        about.language, about.comments, about.revision = "en-GB", "", 1

    def _frame(self, head: str, marking: str, foot: str) -> None:
        """A4 with the marking at the head of every page and the status at its foot."""
        page = self._document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(16)
        page.top_margin, page.bottom_margin = Mm(20), Mm(18)
        page.header.paragraphs[0].text = " · ".join(part for part in (head, marking) if part)
        below = page.footer.paragraphs[0]
        first, *more = foot.split("\n")
        below.text = f"{first} · page "
        _field(below, "PAGE")
        below.add_run(" of ")
        _field(below, "NUMPAGES")
        for line in more:
            page.footer.add_paragraph(line, style="Footer")


def _place(paragraph: Any, png: bytes, *, alt: str, width: int | None, dpi: int = 0) -> None:
    with Image.open(io.BytesIO(png)) as picture:
        width = width or Mm(25.4 * picture.width / dpi)
    described = paragraph.add_run().add_picture(io.BytesIO(png), width=width)._inline.docPr
    described.set("descr", alt)


def _hex(value: str) -> str:
    return value.lstrip("#").upper()


def _say_in(cell: Any, words: str, *, head: bool, bold: bool) -> None:
    """Words in a cell: the head of a column or, in the first line of a row, of that row in bold."""
    first, *more = words.split("\n")
    paragraph = cell.paragraphs[0]
    paragraph.style = "Body Text"
    paragraph.add_run(first).bold = bold or None
    for line in more:
        if line:
            paragraph.add_run().add_break()
            paragraph.add_run(line)
    if head:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", _hex(colour("brand-tint")))):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _rule(table: Any) -> None:
    """A line under each row. Word wants the borders before the layout of a table."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_line(side))
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(borders)


def _line(side: str) -> Any:
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", _hex(colour("rule")))):
        line.set(qn(f"w:{name}"), value)
    return line


def _fill(paragraph: Any, runs: Sequence[str | tuple[str, ...]]) -> None:
    for run in runs:
        if isinstance(run, tuple):
            paragraph.add_run("".join(run)).bold = True
        else:
            paragraph.add_run(run)


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, shown = OxmlElement("w:r"), OxmlElement("w:t")
    shown.text = "1"  # until Word counts
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)


def _border(paragraph: Any, side: str) -> None:
    """A rule at one side. Before any spacing is set: Word wants the properties of a paragraph in its own order."""
    borders = OxmlElement("w:pBdr")
    borders.append(_line(side))
    paragraph._p.get_or_add_pPr().append(borders)


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    """A row that moves to the next page rather than being cut in two."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _without_clock(data: bytes) -> bytes:
    """The same archive with every member at the first moment a zip can hold: equal content, equal bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name), given.read(name), zipfile.ZIP_DEFLATED)
    return file.getvalue()
