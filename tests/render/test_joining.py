"""A core and the annexes that all readers share, as one file: what leads where, and what is whose."""

import io
import sys
from dataclasses import replace
from itertools import pairwise
from typing import Any

import editions
import packs
import pytest
from papers import faults, numbers_of
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from briefing.document.blocks import (
    Column,
    Cover,
    Document,
    Field,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    link,
    page_of,
)
from briefing.document.chapters import chapter
from briefing.document.figure import EvidenceTable
from briefing.pack.build import gp_editions
from briefing.pack.editions.edition import Occasion
from briefing.pack.editions.gp import annex_document, gp_documents
from briefing.processes import pool_of
from briefing.render import press
from briefing.render.look import Look


def annex_of(letter: str, *, pages: int = 1) -> Document:
    """An annex of one table, then of so many pages, the last of which has a way back to question 1 and 2."""
    name = letter.lower()
    table = Table((Column("Month"), Column("Share", figures=True)), (Row(("April", "58.3%")),))
    rest = (
        Section(f"page-{number}", f"Page {number}", (Paragraph("More"),), kind="core")
        for number in range(2, pages)
    )
    back = Paragraph((link("question 1", "question-1"), " ", link("question 2", "question-2")))
    sections = (
        Section(
            "contents",
            "Evidence",
            (table, Paragraph("One", id="question-1"), Paragraph("Two", id="question-2")),
        ),
        *rest,
        Section("last", "The last", (back,), kind="core" if pages > 1 else ""),
    )
    return replace(
        core(),
        edition="annex",
        stem=f"annex-{name}",
        cover=Cover("Annex, the same for", "every reader", letter, "The meeting"),
        sections=chapter(name, sections),
        attachments=(EvidenceTable(f"{name}.csv", "Numbers", name.encode()),),
        letter=letter,
    )


def core(*annexes: Document) -> Document:
    """One page for one reader, who holds question 1 of the hospital of annex A."""
    leads = tuple(
        Paragraph(("See ", page_of("the end", f"{annex.letter.lower()}.last", "The end")))
        for annex in annexes
    )
    field = Field("notes", "Notes", "for today", "text")
    sections = (
        Section("first", "First", (Paragraph("Mine", id="a.question-1"), *leads, field), kind="core"),
    )
    masthead = editions.gp(packs.bare()).masthead
    cover = Cover("For", "Dr B", "The hospital", "The meeting")
    return Document(
        "gp",
        "core",
        "A pack",
        masthead,
        cover,
        sections,
        packs.bare().meeting.date,
        ("form", "packs/gp"),
        annexes=annexes,
    )


@pytest.fixture(scope="module")
def made() -> bytes:
    return press.paper(core(annex_of("A", pages=3), annex_of("B")))


@pytest.fixture(scope="module")
def reader(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def lead(reader: PdfReader, page: int) -> list[tuple[str, str]]:
    """Each link of a page once: its name, and the number of the page it leads to."""
    places = reader.named_destinations
    notes = [note.get_object() for note in reader.pages[page].get("/Annots", ())]
    found = []
    for note in notes:
        if note["/Subtype"] == "/Link":
            to = reader.get_destination_page_number(places[str(note["/Dest"])])
            found.append((str(note["/Contents"]), reader.page_labels[to or 0]))
    return list(dict.fromkeys(found))


def test_pages_of_each_annex_have_its_letter(made: bytes) -> None:
    assert numbers_of(made) == ["1", "A1", "A2", "A3", "B1"]


def test_a_core_says_the_page_of_an_annex_and_leads_there(reader: PdfReader) -> None:
    said = " ".join(reader.pages[0].extract_text().split())
    assert "See the end, page A3" in said
    assert "See the end, page B1" in said
    assert lead(reader, 0) == [("The end", "A3"), ("The end", "B1")]


def test_an_annex_leads_back_to_the_card_of_its_reader_or_else_to_its_own_list(reader: PdfReader) -> None:
    assert lead(reader, 3) == [("question 1", "1"), ("question 2", "A1")]
    assert lead(reader, 4) == [("question 1", "B1"), ("question 2", "B1")]


def test_bookmarks_go_through_all_parts(reader: PdfReader) -> None:
    def flat(marks: list[Any]) -> list[Any]:
        return [one for mark in marks for one in (flat(mark) if isinstance(mark, list) else [mark])]

    marks = [
        (str(mark.title), reader.get_destination_page_number(mark) or 0) for mark in flat(reader.outline)
    ]
    pages = [page for _, page in marks]
    assert {"First", "Evidence", "Page 2", "The last"} <= {title for title, _ in marks}
    assert pages == sorted(pages)
    assert set(pages) == {0, 1, 2, 3, 4}


def test_tables_travel_with_their_bytes_and_the_fields_are_the_cores(reader: PdfReader) -> None:
    assert {name: data[0] for name, data in reader.attachments.items()} == {"a.csv": b"a", "b.csv": b"b"}
    assert set(reader.get_fields() or {}) == {"notes"}


def test_it_is_tagged_throughout_and_the_same_again(made: bytes) -> None:
    assert faults(made) == []
    assert press.paper(core(annex_of("A", pages=3), annex_of("B"))) == made


def test_cells_and_fonts_of_two_parts_are_told_apart(reader: PdfReader) -> None:
    found = [one.get_object() for one in map(reader.get_object, range(1, len(reader.xref_objStm) + 1)) if one]
    held = [one for one in found if isinstance(one, DictionaryObject)]
    cells = [str(one["/ID"]) for one in held if one.get("/S") == "/TH"]
    fonts = [str(one["/FontName"]) for one in held if "/FontName" in one]
    assert len(cells) == len(set(cells)) > 3
    assert len(fonts) == len(set(fonts)) > 3


def test_a_field_in_an_annex_is_refused() -> None:
    field = Section("room", "Room", (Field("notes", "Notes", "for today", "text"),))
    with pytest.raises(ValueError, match="form fields"):
        press.paper(replace(core(), annexes=(replace(annex_of("A"), sections=(field,)),)))


def test_an_annex_is_laid_out_once_for_all_its_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    laid, usual = list[str](), press.laid_out

    def noted(annex: Document, look: Look) -> press.Annex:
        laid.append(annex.stem)
        return usual(annex, look)

    monkeypatch.setattr(press, "laid_out", noted)
    annex = annex_of("A")
    jobs = [replace(core(annex), stem=stem) for stem in ("one", "two")]
    files = list(press.print_all(jobs, workers=1))
    assert laid == ["annex-a"]
    assert [set(each) for each in files] == [
        {f"{stem}.pdf", f"{stem}.html", "annex-a.pdf"} for stem in ("one", "two")
    ]
    alone = PdfReader(io.BytesIO(files[0]["annex-a.pdf"]))
    assert alone.page_labels == ["A1"]
    assert set(alone.attachments) == {"a.csv"}
    assert faults(files[0]["annex-a.pdf"]) == []


def test_several_workers_make_the_same_bytes() -> None:
    jobs = [core(annex_of("A"), annex_of("B"))]
    assert list(press.print_all(jobs, workers=2)) == list(press.print_all(jobs, workers=1))


@pytest.mark.skipif(sys.platform != "linux", reason="workers load the engine each for itself")
def test_workers_find_the_engine_loaded() -> None:
    sheets = "{file.rpartition('/')[2] for file, _ in __import__('briefing.render.once').render.once._KEPT}"
    with pool_of(1, press.ENGINE) as pool:
        assert {"tokens.css", "page.css", "gp.css"} <= pool.submit(eval, sheets).result()


def test_nobody_is_named_in_an_annex_and_all_share_it() -> None:
    pack = packs.full()
    said = editions.words(annex_document(pack))
    assert [person.name for person in pack.meeting.panel if person.name in said] == []
    annexes = [document.annexes for document in gp_documents(Occasion([pack]))]
    assert len(annexes) == len(gp_editions(pack)) > 1
    assert all(one[0] is other[0] for one, other in pairwise(annexes))


def test_a_chapter_has_names_of_its_own() -> None:
    (contents, *_, last) = chapter("rza", annex_of("A").sections)
    assert contents.id == "rza.a.contents"
    (back,) = last.blocks
    assert isinstance(back, Paragraph)
    assert [run.to for run in back.text if isinstance(run, Run)] == ["rza.a.question-1", "rza.a.question-2"]


def test_what_the_house_puts_on_top_takes_no_page_of_an_annex() -> None:
    annex = replace(annex_document(packs.bare()), annexes=())
    plain, branded = (
        PdfReader(io.BytesIO(press.paper(annex, look)))
        for look in (Look(), Look(footer="Words of the house"))
    )
    assert len(branded.pages) == len(plain.pages)
    assert "Evidence" in branded.pages[0].extract_text()
