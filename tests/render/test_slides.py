"""Slides read back as PowerPoint has them: charts that are charts, words that are read from the back of a room."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import builders
import editions
import packs
import pytest
from PIL import Image, ImageFont
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from briefing.document.blocks import Chart, Document, Masthead, inside
from briefing.pack.editions import SLIDES
from briefing.pack.editions.slides import MOST, picture_title
from briefing.pack.model import MeasureRow
from briefing.render import press
from briefing.render.look import PLAIN, Look
from briefing.render.slides import HEIGHT, WIDTH, slides
from briefing.resources import folder

KINDS = {"full": packs.full, "bare": packs.bare, "longest": packs.torture}


def deck_of(document: Document, look: Look = PLAIN) -> Any:
    return Presentation(io.BytesIO(press.printed(document, look)[f"{document.stem}.pptx"]))


@pytest.fixture(scope="module")
def decks() -> dict[str, Any]:
    return {name: deck_of(editions.document(SLIDES, make())) for name, make in KINDS.items()}


def charts(deck: Any) -> list[Any]:
    return [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def frames(slide: Any) -> list[Any]:
    """Every frame of words on a slide, cells of tables among them."""
    cells = [
        cell.text_frame for s in slide.shapes if s.has_table for row in s.table.rows for cell in row.cells
    ]
    return [*(s.text_frame for s in slide.shapes if s.has_text_frame), *cells]


def words(slide: Any) -> str:
    return "\n".join(frame.text for frame in frames(slide))


def texts(deck: Any) -> str:
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide]
    return "\n".join([*map(words, deck.slides), *notes])


@pytest.mark.parametrize("name", KINDS)
def test_a_meeting_has_six_to_ten_slides_each_with_a_title_of_its_own(
    name: str, decks: dict[str, Any]
) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in decks[name].slides]
    assert 6 <= len(titles) <= MOST
    assert len(set(titles)) == len(titles)
    assert all(titles)
    assert all(slide.shapes[0] == slide.shapes.title for slide in decks[name].slides), "a title is read first"


@pytest.mark.parametrize("name", KINDS)
def test_a_session_shows_each_provider_its_own_slides(name: str) -> None:
    meeting = packs.meeting(provider_codes=("RAA", "RBB"), agenda=(), minutes=90, kind="select_committee")
    made = [
        replace(KINDS[name](), meeting=meeting, provider_code=code, provider_name=f"Trust {code}")
        for code in ("RAA", "RBB")
    ]
    one, other = (deck_of(document) for document in editions.documents(SLIDES, *made))
    assert "Trust RBB" not in texts(one)
    assert "Trust RAA" not in texts(other)
    assert 6 <= len(one.slides) <= MOST


def test_a_title_says_the_finding_and_the_slide_the_question() -> None:
    pack = packs.full()
    deck = deck_of(editions.document(SLIDES, pack))
    question = pack.challenge.questions[0]
    slide = next(one for one in deck.slides if question.opener in words(one))
    finding = next(figure.title for figure in pack.figures if 1 in figure.questions)
    assert slide.shapes.title.text_frame.text == f"1. {finding}"
    said = words(slide)
    assert f"We ask for {question.settle_for}" in said
    assert "Asked by Dr Amara Osei-Thistlewood, with Dr Bryn ap Rhŷs" in said
    assert pack.meeting.decision_wanted in words(deck.slides[0])


@pytest.mark.parametrize("name", KINDS)
def test_a_chart_is_one_that_can_be_edited_and_holds_what_the_evidence_holds(
    name: str, decks: dict[str, Any]
) -> None:
    document = editions.document(SLIDES, KINDS[name]())
    figures = [b.figure for s in document.sections for b in inside(s.blocks) if isinstance(b, Chart)]
    drawn = charts(decks[name])
    assert len(drawn) == len(figures)
    for shape, figure in zip(drawn, figures, strict=True):
        shown = {one.name: tuple(one.values) for one in shape.chart.plots[0].series}
        points = figure.measure.points
        if figure.kind == "spc":
            assert shown[figure.measure.metric.title] == tuple(point.value for point in points)
            if points[-1].mean is not None:
                assert shown["Mean"] == tuple(point.mean for point in points)
                assert shown["Usual range"] == tuple(point.upper_limit for point in points)
                assert shown["Usual range, from"] == tuple(point.lower_limit for point in points)
        else:
            (bars,) = shown.values()
            groups = [part.latest.value for part in figure.others]
            assert bars == (*groups, figure.measure.latest.value)
        inner = zipfile.ZipFile(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
        assert "xl/worksheets/sheet1.xml" in inner.namelist()
    assert not [shape for slide in decks[name].slides for shape in slide.shapes if shape.shape_type == 13]


def test_plan_against_actual_is_drawn_where_a_missed_plan_is_asked_about() -> None:
    pack = packs.full()
    first, *rest = pack.challenge.questions
    missed = replace(first, finding=replace(first.finding, signal=builders.signal("TRAJ")))
    made = packs.full(challenge=replace(pack.challenge, questions=(missed, *rest)))
    drawn = charts(deck_of(editions.document(SLIDES, made)))
    shown = [[one.name for one in shape.chart.plots[0].series] for shape in drawn]
    assert ["Actual", "Plan"] in shown


def test_a_hidden_figure_is_on_no_slide_and_in_no_workbook() -> None:
    measures = list(packs.headline())
    secret = replace(measures[0].points[-1], value=7.654321)
    kept = packs.hidden(secret)
    measures[0] = replace(measures[0], points=(*measures[0].points[:-1], kept))
    made = packs.full(challenge=packs.challenge(measures), measures=tuple(measures))
    file = press.printed(editions.document(SLIDES, made))["slides-rqz.pptx"]
    assert "7.654321" not in everything(file)
    drawn = charts(Presentation(io.BytesIO(file)))
    assert any(one.values[-1] is None for shape in drawn for one in shape.chart.plots[0].series)


def everything(file: bytes) -> str:
    """All text of an archive and of the archives within it."""
    found = []
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        for name in parts.namelist():
            data = parts.read(name)
            found.append(everything(data) if name.endswith(".xlsx") else data.decode("utf-8", "replace"))
    return "\n".join(found)


@pytest.mark.parametrize("name", KINDS)
def test_nothing_that_is_ours_alone_is_shown_to_the_room(name: str, decks: dict[str, Any]) -> None:
    pack = KINDS[name]()
    said = texts(decks[name])
    for question in pack.challenge.questions:
        ours = (
            question.likely_reply,
            question.answer,
            *question.listen_for,
            question.assignment_note,
            question.fair_ask,
        )
        assert [words for words in ours if words and words in said] == []
    for interest in pack.meeting.interests:
        assert interest.kind not in said
    assert [c.theme for c in pack.challenge.concerns if c.theme in said] == []
    assert not pack.leave or pack.leave not in said


@pytest.mark.parametrize("name", KINDS)
def test_everything_drawn_is_described_and_everything_written_is_large(
    name: str, decks: dict[str, Any]
) -> None:
    for slide in decks[name].slides:
        for shape in slide.shapes:
            described = shape._element._nvXxPr.cNvPr.get("descr", "")
            assert bool(described) == (shape.has_chart or shape.has_table), shape.name
        sizes = [run.font.size for frame in frames(slide) for p in frame.paragraphs for run in p.runs]
        assert sizes
        assert min(size for size in sizes if size is not None) >= Pt(18)
        languages = {
            run._r.rPr.get("lang") for frame in frames(slide) for p in frame.paragraphs for run in p.runs
        }
        assert languages == {"en-GB"}
    assert all(shape.chart.font.size >= Pt(18) for shape in charts(decks[name]))
    assert all(
        shape.table.first_row for slide in decks[name].slides for shape in slide.shapes if shape.has_table
    )
    properties = decks[name].core_properties
    assert properties.title.startswith("Slides for the meeting of 3 December 2026")
    assert properties.language == "en-GB"


def test_a_slide_with_figures_says_in_its_notes_where_they_are_from(decks: dict[str, Any]) -> None:
    for slide in decks["full"].slides:
        title = slide.shapes.title.text_frame.text
        if any(shape.has_chart for shape in slide.shapes) or title.startswith("Of "):
            notes = slide.notes_slide.notes_text_frame.text
            assert "March 2026, " in notes, title


@pytest.mark.parametrize("name", KINDS)
def test_no_words_run_over_the_edge_of_their_place(name: str, decks: dict[str, Any]) -> None:
    """Measured in our own type, which runs wider than the one that slides are set in."""
    for slide in decks[name].slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= Pt(WIDTH) + 1
            assert shape.top + shape.height <= Pt(HEIGHT) + 1
            if shape.has_text_frame:
                assert height_of(shape.text_frame, shape.width / 12700 - 14.4) <= shape.height / 12700 + 8, (
                    shape.name
                )


def height_of(frame: Any, width: float) -> float:
    """How high words stand, set line by line."""
    total = 0.0
    for paragraph in frame.paragraphs:
        size = max((run.font.size.pt for run in paragraph.runs if run.font.size), default=18)
        bold = any(run.font.bold for run in paragraph.runs)
        font = ImageFont.truetype(
            str(folder("templates") / "fonts" / f"Inter-{'SemiBold' if bold else 'Regular'}.woff2"), size
        )
        lines, line = 1, ""
        for word in "".join(run.text for run in paragraph.runs).split(" "):
            longer = f"{line} {word}".strip()
            if line and font.getlength(longer) > width:
                lines, line = lines + 1, word
            else:
                line = longer
        total += lines * size * 1.2
    return total


def test_the_rows_of_a_table_stay_on_the_slide(decks: dict[str, Any]) -> None:
    for deck in decks.values():
        for slide in deck.slides:
            for shape in (one for one in slide.shapes if one.has_table):
                assert shape.top + sum(row.height for row in shape.table.rows) <= Pt(492)
    picture = next(
        s for s in decks["full"].slides if s.shapes.title.text_frame.text.startswith("Of 7 measures")
    )
    (table,) = [shape.table for shape in picture.shapes if shape.has_table]
    assert len(table.rows) == 1 + len(packs.full().rows)


def test_what_no_slide_has_room_for_stands_whole_in_the_notes(decks: dict[str, Any]) -> None:
    titles = [question.title for question in packs.torture().challenge.questions]
    said = texts(decks["longest"])
    assert [title for title in titles if title not in said] == []


MARKINGS = [
    "",
    "OFFICIAL",
    "OFFICIAL-SENSITIVE: COMMERCIAL, NOT TO BE SHARED OUTSIDE THE PANEL BEFORE THE MEETING " * 2,
]


@pytest.mark.parametrize("marking", MARKINGS, ids=["none", "short", "long"])
def test_the_marking_stands_whole_at_the_foot_of_every_slide(marking: str) -> None:
    document = editions.document(SLIDES, packs.bare())
    head = Masthead("A board", 3, "draft", marking.strip())
    for slide in deck_of(replace(document, masthead=head)).slides:
        (foot,) = [s for s in slide.placeholders if s._element.find(f".//{qn('p:ph')}").get("type") == "ftr"]
        said = " · ".join(filter(None, (marking.strip(), "Draft, version 3: not yet approved")))
        assert foot.text_frame.text == said
        assert height_of(foot.text_frame, foot.width / 12700 - 14.4) <= foot.height / 12700 + 2


def test_equal_documents_give_equal_bytes_without_a_clock() -> None:
    made = press.printed(editions.document(SLIDES, packs.full()))["slides-rqz.pptx"]
    assert press.printed(editions.document(SLIDES, packs.full()))["slides-rqz.pptx"] == made
    said = everything(made)
    assert "2026-12-03T00:00:00Z" in said
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [n for n in parts.namelist() if "vba" in n.lower() or "thumbnail" in n]
        assert not [n for n in parts.namelist() if b'TargetMode="External"' in parts.read(n)]


def test_a_question_that_nobody_is_free_to_ask_is_only_named_as_written() -> None:
    deck = deck_of(editions.document(SLIDES, packs.full()))
    last = words(list(deck.slides)[-1])
    assert "4. Told on time, or not (in writing)" in last
    assert not [s for s in deck.slides if s.shapes.title.text_frame.text.startswith("4. ")]


def judged(*ways: str) -> list[MeasureRow]:
    rows = packs.full().rows
    return [
        replace(row, measure=replace(row.measure, variation=way))  # type: ignore[arg-type]
        for row, way in zip(rows, ways, strict=False)
    ]


@pytest.mark.parametrize(
    ("ways", "title"),
    [
        (
            ("concern", "concern", "improvement"),
            "Of 3 measures, 2 have become worse and 1 better, by more than chance",
        ),
        (("concern", "common_cause"), "Of 2 measures, 1 has become worse, by more than chance"),
        (
            ("common_cause", "too_few"),
            "Of 1 measure that can be judged, none has become worse or better, by more than chance",
        ),
        (("too_few",), "Where the figures stand"),
    ],
)
def test_the_picture_is_summed_up_in_a_sentence(ways: tuple[str, ...], title: str) -> None:
    assert picture_title(judged(*ways)) == title


@pytest.mark.parametrize("size", [(354, 10), (8, 110), (354, 110)], ids=["wide", "tall", "largest"])
def test_a_logo_of_any_shape_stands_above_the_title(size: tuple[int, int]) -> None:
    mark = io.BytesIO()
    Image.new("RGB", size, "#7a1f5c").save(mark, "PNG")
    made = slides(editions.document(SLIDES, packs.bare()), logo=mark.getvalue())
    first = Presentation(io.BytesIO(made)).slides[0]
    (logo,) = [shape for shape in first.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert logo._element._nvXxPr.cNvPr.get("descr") == packs.full().commissioner_name
    assert logo.width / logo.height == pytest.approx(size[0] / size[1], rel=0.02)
    assert logo.top + logo.height <= first.shapes.title.top
    assert logo.left + logo.width <= Pt(WIDTH)
