"""The Word file of the GP pack, read back: real styles, all the words, described pictures, no clock."""

import base64
import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise

import editions
import packs
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from PIL import Image

from briefing.document.blocks import Row
from briefing.document.figure import Figure
from briefing.meeting.answers import Answer
from briefing.pack.build import gp_editions
from briefing.pack.editions import BULLETIN, CHAIR, LETTER, MINUTES, NOTICE
from briefing.pack.editions.edition import Edition
from briefing.pack.editions.gp import gp_document
from briefing.pack.model import GpEdition, Pack
from briefing.render import press
from briefing.render.chart_images import DPI, ChartImage, chart_images, logo_image
from briefing.render.charts import draw
from briefing.render.charts.tokens import colour
from briefing.render.look import PLAIN, Look
from briefing.render.word import widths_of, word
from briefing.workspace.colours import contrast

Images = dict[str, ChartImage]
RED_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def gp_word(edition: GpEdition, images: Images, look: Look = PLAIN, **logo: bytes) -> bytes:
    return word(gp_document(edition), images, look, **logo)


@pytest.fixture(scope="module")
def images(edition: GpEdition) -> Images:
    """Stand-ins: what a chart looks like is tested with the charts."""
    return {f.id: ChartImage(f.id, b"<svg/>", RED_DOT, RED_DOT) for f in edition.pack.figures}


@pytest.fixture(scope="module")
def made(edition: GpEdition, images: Images) -> bytes:
    return gp_word(edition, images)


def words(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_core_of_the_pack_is_in_it(edition: GpEdition, made: bytes) -> None:
    said = words(made)
    for card in edition.cards:
        question = card.question
        for part in (question.title, question.opener, question.answer, question.settle_for):
            assert part in said
        assert all(f"\u2610 {tick}" in said for tick in question.listen_for)
    pack = edition.pack
    assert all(row.measure.metric.title in said for row in pack.rows)
    assert all(promise.what in said for promise in pack.challenge.promises)
    assert all(turn.title in said for turn in pack.order)
    assert all(figure.title in said for figure in pack.figures)
    assert pack.meeting.decision_wanted in said
    assert "Open Government Licence v3.0" in said
    assert "None" not in said


def test_headings_are_headings_and_skip_no_level(made: bytes) -> None:
    document = Document(io.BytesIO(made))
    levels = [
        int(p.style.name[-1]) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {"List", "List Bullet", "Intense Quote", "Caption", "Title"} <= {
        p.style.name for p in document.paragraphs if p.style
    }


def test_every_picture_is_described(edition: GpEdition, made: bytes) -> None:
    xml = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    descriptions = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', xml)
    assert len(descriptions) == xml.count("<wp:inline")
    assert len(descriptions) == len(edition.pack.figures) + sum(
        card.own and card.figure is not None for card in edition.cards
    )


def test_tables_repeat_their_headings_and_keep_rows_whole(made: bytes) -> None:
    for table in Document(io.BytesIO(made)).tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_head_of_a_table_is_read_on_a_pale_ground(made: bytes) -> None:
    """Word's own "Light List" fills it black, under the dark ink of our text."""
    for table in Document(io.BytesIO(made)).tables:
        heads = table.rows[0].cells
        grounds = {shade.get(qn("w:fill")) for head in heads for shade in head._tc.iter(qn("w:shd"))}
        assert {f"#{ground.lower()}" for ground in grounds} == {colour("brand-tint")}
        assert contrast(colour("ink"), colour("brand-tint")) > 7
        assert all(run.bold for head in heads for run in head.paragraphs[0].runs)
        assert all("<w:b/>" in row.cells[0].paragraphs[0]._p.xml for row in table.rows[1:])


def test_letters_are_not_set_apart(made: bytes) -> None:
    for style in Document(io.BytesIO(made)).styles:
        if style.name in ("Normal", "Title", "Subtitle", "Heading 1", "Caption"):
            assert style.element.rPr.find(qn("w:spacing")) is None


def test_a_local_look_is_that_of_the_word_file_too(edition: GpEdition, images: Images) -> None:
    look = Look(colour="#7a1f5c", footer="Northmere ICB")
    document = Document(io.BytesIO(gp_word(edition, images, look, logo=RED_DOT)))
    assert str(document.styles["Heading 1"].font.color.rgb) == "7A1F5C"
    assert str(document.styles["Heading 2"].font.color.rgb) != "7A1F5C"
    assert [line.text for line in document.sections[0].footer.paragraphs][1:] == ["Northmere ICB"]
    first = document.paragraphs[0]._p.xml
    assert 'descr="Winterbourne and Brackenshire Integrated Care Board"' in first


def test_a_logo_is_as_wide_as_on_the_pages() -> None:
    mark = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><path fill="#7a1f5c" d="M0 0h40v10H0z"/></svg>'
    address = f"data:image/svg+xml;base64,{base64.b64encode(mark).decode()}"
    png = logo_image(Look(logo=address), made_on=packs.meeting().date)
    assert png is not None
    with Image.open(io.BytesIO(png)) as made:
        assert made.width == pytest.approx(45 / 25.4 * DPI, abs=3)
        assert made.height == pytest.approx(made.width / 4, abs=3)
        assert made.convert("RGB").getpixel((9, 9)) == (0x7A, 0x1F, 0x5C)


def test_marking_and_status_stand_on_every_page(edition: GpEdition, images: Images, made: bytes) -> None:
    [section] = Document(io.BytesIO(made)).sections
    assert section.header.paragraphs[0].text.endswith("OFFICIAL")
    assert "Draft, version 2: not yet approved" in section.footer.paragraphs[0].text
    approved = gp_word(replace(edition, pack=replace(edition.pack, status="approved", marking="")), images)
    [section] = Document(io.BytesIO(approved)).sections
    assert section.header.paragraphs[0].text == packs.LONG_NAME
    assert "Draft" not in section.footer.paragraphs[0].text


def test_the_language_is_british_everywhere(made: bytes) -> None:
    parts = zipfile.ZipFile(io.BytesIO(made))
    assert set(re.findall(r'<w:lang [^>]*w:val="([^"]+)"', parts.read("word/styles.xml").decode())) == {
        "en-GB"
    }
    assert b"<dc:language>en-GB</dc:language>" in parts.read("docProps/core.xml")


def test_no_macro_no_link_out_and_no_clock(edition: GpEdition, images: Images, made: bytes) -> None:
    parts = zipfile.ZipFile(io.BytesIO(made))
    assert not [
        name
        for name in parts.namelist()
        if "vba" in name.lower() or b'TargetMode="External"' in parts.read(name)
    ]
    assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"2026-12-03T00:00:00Z" in parts.read("docProps/core.xml")
    assert gp_word(gp_editions(packs.full())[0], images) == made


def test_what_looks_like_markup_is_text(edition: GpEdition, images: Images) -> None:
    first = edition.cards[0]
    strange = replace(first, question=replace(first.question, fact="a < b & {{ c }} </w:p>"))
    assert "a < b & {{ c }} </w:p>" in words(gp_word(replace(edition, cards=(strange,)), images))


def test_almost_nothing_is_a_good_file_too() -> None:
    bare = packs.bare()
    said = words(gp_word(gp_editions(bare)[0], {}))
    assert "Nothing to press" in said
    assert "You have no question to ask today." in said
    assert "No promise from an earlier meeting is on the register." in said
    assert "Behind the" not in said


def one_of_each_kind(pack: Pack) -> dict[str, Figure]:
    return {figure.kind: figure for figure in (*pack.figures, pack.rows[0].spark)}


def test_charts_are_read_in_a_small_file() -> None:
    """At the size that Word prints them no word of a chart is smaller than 8 points."""
    pack = packs.full()
    kinds = one_of_each_kind(pack)
    images = chart_images(list(kinds.values()), made_on=pack.meeting.date)
    printed = {}
    for kind, figure in kinds.items():
        with Image.open(io.BytesIO(images[figure.id].plain)) as plain:
            enlarged = (178 / 25.4 * 72) / (plain.width / DPI * 72)
        sizes = map(float, re.findall(r'font-size="([\d.]+)"', draw(figure, "image")))
        printed[kind] = min(sizes) * enlarged
    assert len(printed) >= 9
    assert {kind: size for kind, size in printed.items() if size < 8} == {}
    assert len(gp_word(gp_editions(pack)[0], dict(list(images.items())[:2]))) < 250_000


# The other editions -----------------------------------------------------------------------------------------

TO_EDIT = (CHAIR, NOTICE, BULLETIN, LETTER, MINUTES)


def in_word(edition: Edition, *made: Pack, answers: tuple[Answer, ...] = ()) -> bytes:
    document = editions.document(edition, *made, answers=answers)
    return press.printed(replace(document, forms=("docx",)))[f"{document.stem}.docx"]


@pytest.mark.parametrize("edition", TO_EDIT, ids=lambda one: one.stem)
def test_what_is_edited_is_made_in_every_form(edition: Edition) -> None:
    assert editions.document(edition, packs.full()).forms == ("pdf", "html", "docx")


@pytest.mark.parametrize(
    "made", [packs.full(), packs.bare(), packs.torture()], ids=["full", "bare", "longest"]
)
@pytest.mark.parametrize("edition", TO_EDIT, ids=lambda one: one.stem)
def test_an_edition_says_in_word_what_it_says_on_paper(edition: Edition, made: Pack) -> None:
    data = in_word(edition, made)
    [page] = Document(io.BytesIO(data)).sections
    around = " ".join(line.text for part in (page.header, page.footer) for line in part.paragraphs)
    in_it = f"{words(data)} {around}"
    on_paper = editions.words(editions.document(edition, made)).split()
    assert {word for word in on_paper if word.strip(".,:;·") not in in_it} - {"DRAFT", "Skip"} == set()


@pytest.mark.parametrize("edition", TO_EDIT, ids=lambda one: one.stem)
def test_an_edition_in_word_is_fit_to_edit_and_to_be_read_aloud(edition: Edition) -> None:
    made = in_word(edition, packs.full())
    document = Document(io.BytesIO(made))
    styles = [p.style.name for p in document.paragraphs if p.style]
    levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert styles[0] == "Title"
    assert levels[:1] in ([], [1])
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert document.core_properties.title.startswith(editions.document(edition, packs.full()).title)
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    xml = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml")
    assert b"txbxContent" not in xml
    assert in_word(edition, packs.full()) == made


def test_a_title_over_several_columns_is_one_cell() -> None:
    made = Document(io.BytesIO(in_word(CHAIR, packs.full())))
    [table] = made.tables
    stage = next(row for row in table.rows if "Elective waits" in row.cells[1].text)
    assert stage.cells[1]._tc is stage.cells[2]._tc
    assert [cell.text for cell in stage.cells][::3] == ["10", "25"]
    assert any("\u2610 by when" in cell.text for row in table.rows for cell in row.cells)


def test_a_name_never_stands_alone_under_a_letter() -> None:
    *_, ask, sincerely, line, name = Document(io.BytesIO(in_word(LETTER, packs.full()))).paragraphs
    assert sincerely.text == "Yours sincerely,"
    assert [p.paragraph_format.keep_with_next for p in (ask, sincerely, line)] == [True] * 3
    assert not name.paragraph_format.keep_with_next
    assert name.text.endswith("for Winterbourne and Brackenshire Integrated Care Board")


ORDER = ("pStyle", "keepNext", "pageBreakBefore", "numPr", "pBdr", "shd", "spacing", "ind", "jc")
"""The order in which Word wants the properties of a paragraph; it calls a file with another one damaged."""


def test_properties_stand_in_the_order_that_word_reads(made: bytes) -> None:
    for properties in Document(io.BytesIO(made)).element.iter(qn("w:pPr")):
        names = [child.tag.rpartition("}")[2] for child in properties]
        assert sorted(names, key=ORDER.index) == names


def test_no_word_of_a_head_is_broken_and_a_column_to_fill_has_room() -> None:
    """Eight columns, one of long sentences; and one that is empty, beside long ones."""
    heads = (
        "Measure",
        "Trend",
        "September 2026",
        "Standard",
        "England",
        "Board",
        "Similar trusts",
        "Our residents",
    )
    wide = widths_of(
        [Row(heads), Row(("A long sentence about a measure " * 4, "Ordinary variation", *["64.9%"] * 6))]
    )
    letters = [width / Mm(178) * 100 for width in wide]
    assert all(letters[heads.index(name)] > len(max(name.split(), key=len)) for name in heads)
    asked, promised, _ = widths_of(
        [Row(("We asked for", "You promised", "We will look at")), Row(("Long " * 20, "", "x" * 20))]
    )
    assert promised > asked / 2


def test_what_joins_the_section_before_it_begins_no_page_in_word() -> None:
    document = editions.gp(packs.full())
    made = Document(io.BytesIO(word(replace(document, annexes=()), {})))
    begins = {p.text for p in made.paragraphs if p.paragraph_format.page_break_before}
    joined = {one.heading for one in document.sections if {"joined", "follows"} & {*one.kind.split()}}
    assert joined
    assert begins.isdisjoint(joined)
