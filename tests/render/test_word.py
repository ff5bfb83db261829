"""The Word file of the GP pack, read back: real styles, all the words, described pictures, no clock."""

import base64
import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise

import packs
import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from briefing.pack.build import gp_editions
from briefing.pack.editions.gp import gp_document
from briefing.pack.model import GpEdition
from briefing.render.chart_images import DPI, ChartImage, chart_images, logo_image
from briefing.render.charts.tokens import colour
from briefing.render.look import PLAIN, Look
from briefing.render.word import word
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
    with Image.open(io.BytesIO(logo_image(address, made_on=packs.meeting().date))) as made:
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


def test_real_charts_fit_in_a_small_file() -> None:
    pack = packs.full()
    images = chart_images(pack.figures[:2], made_on=pack.meeting.date)
    assert len(gp_word(gp_editions(pack)[0], images)) < 250_000


ORDER = ("pStyle", "keepNext", "pageBreakBefore", "numPr", "pBdr", "spacing", "ind", "jc")
"""The order in which Word wants the properties of a paragraph; it calls a file with another one damaged."""


def test_properties_stand_in_the_order_that_word_reads(made: bytes) -> None:
    for properties in Document(io.BytesIO(made)).element.iter(qn("w:pPr")):
        names = [child.tag.rpartition("}")[2] for child in properties]
        assert sorted(names, key=ORDER.index) == names
