"""The document itself: few renders, since each takes seconds."""

import io
import shutil
from datetime import date
from pathlib import Path

import editions
import packs
import pytest
from papers import faults
from pypdf import PdfReader

from briefing.document.figure import EvidenceTable
from briefing.errors import RenderError
from briefing.render import pdf, press
from briefing.resources import folder

TEMPLATES = folder("templates")


def small(body: str, *, head: str = "", folder: Path = TEMPLATES) -> bytes:
    written = (
        '<!doctype html><html lang="en-GB"><head><title>A page</title>'
        '<link rel="stylesheet" href="css/tokens.css">'
        f"<style>html {{ font-family: Inter }}</style>{head}</head><body><p>A page</p>{body}</body></html>"
    )
    table = EvidenceTable("numbers.csv", "The numbers", b"a,b\r\n1,2\r\n")
    return pdf.write(
        written, title="A page", lang="en-GB", folder=folder, made_on=date(2026, 3, 1), attachments=(table,)
    )


@pytest.fixture(scope="module")
def texts(full_pdf: PdfReader) -> list[str]:
    return [page.extract_text() for page in full_pdf.pages]


def test_the_core_is_four_pages_of_which_the_questions_may_take_two(texts: list[str]) -> None:
    heads = (
        "In sixty seconds",
        "Your questions",
        "Both ways",
        "The picture",
        "Last promises, and today",
        "Evidence",
    )
    starts = [next(i for i, text in enumerate(texts) if head in text) for head in heads]
    assert starts == [0, 1, 2, 3, 3, 4]
    assert len(texts) <= 13


def test_pages_are_a4_numbered_and_headed(full_pdf: PdfReader, texts: list[str]) -> None:
    numbers = full_pdf.page_labels
    last = {number[0] == "A": number for number in numbers}
    for number, page, text in zip(numbers, full_pdf.pages, texts, strict=True):
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            (595.28, 841.89), abs=0.1
        )
        assert f"page {number} of {last[number[0] == 'A']}" in text
        assert "OFFICIAL" in text
        assert ("Dr Amara Osei-Thistlewood" in text) == (number[0] != "A")
        assert "Draft, version 2: not yet approved" in text


def test_everything_a_reader_needs_is_on_the_pages(texts: list[str]) -> None:
    text = " ".join(" ".join(texts).replace("\u00a0", " ").split())
    for words in (
        "about 3,100 people",
        "One to praise",
        "One to leave alone",
        "You have a declared financial interest in NT9",
        "Listen for",
        "Likely reply",
        "Settle for",
        "In my own words",
        "What the hospital may fairly ask us",
        "Not kept",
        "If time is short, keep questions 1 and 2",
        "We scanned 184 measures; about 1 would stand out by chance alone.",
        "Contains public sector information licensed under the Open Government Licence v3.0",
    ):
        assert words in text
    assert "not known" not in text


def test_the_file_is_tagged_titled_bookmarked_and_holds_its_evidence(full_pdf: PdfReader) -> None:
    assert full_pdf.metadata is not None
    reader = "Dr Amara Osei-Thistlewood"
    assert full_pdf.metadata.title == f"{packs.LONG_NAME}: briefing for {reader}, 3 December 2026"
    assert full_pdf.trailer["/Root"]["/Lang"] == "en-GB"  # type: ignore[index]
    assert set(full_pdf.attachments) == {table.filename for table in packs.full().evidence}
    assert {"how-to-recompute.csv", "months.csv", "pprime.csv", "columns.csv"} <= set(full_pdf.attachments)
    assert full_pdf.attachments["sources.csv"][0].startswith(b"\xef\xbb\xbfsource,title")
    assert len(full_pdf.outline) > 0


def test_pdf_ua_holds_for_a_rich_pack(full_paper: bytes) -> None:
    assert faults(full_paper) == []


def test_almost_nothing_is_a_good_document_and_makes_the_same_bytes_again(bare_paper: bytes) -> None:
    assert faults(bare_paper) == []
    assert press.paper(editions.gp(packs.bare())) == bare_paper


@pytest.mark.slow
def test_everything_at_its_longest_lays_out_without_a_warning(longest_paper: bytes) -> None:
    assert faults(longest_paper) == []
    assert len(PdfReader(io.BytesIO(longest_paper)).pages) <= 24


INNER = "%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Cimage href='file:///etc/passwd'/%3E%3C/svg%3E"


@pytest.mark.parametrize(
    ("body", "head", "said"),
    [
        ("<p>\u4e2d</p>", "", r"none of the shipped fonts|notdef"),
        ("", '<link rel="stylesheet" href="css/gone.css">', r"gone\.css"),
        ("", "<style>p { colr: red }</style>", "colr"),
        *(
            (f'<img alt="x" src="{address}">', "", "refused")
            for address in (
                *("file:///etc/passwd", "http://127.0.0.1:9/x.png", "../tests/conftest.py"),
                *("ftp://127.0.0.1/x", "file://host/x.png"),
            )
        ),
        (f'<img alt="x" src="data:image/svg+xml,{INNER}">', "", "refused to open file:///etc/passwd"),
    ],
)
def test_what_can_t_be_laid_out_or_opened_is_an_error(body: str, head: str, said: str) -> None:
    with pytest.raises(RenderError, match=said):
        small(body, head=head)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    (tmp_path / "secret.css").write_text("p { color: red }")
    (tmp_path / "templates" / "css" / "way-out.css").symlink_to(tmp_path / "secret.css")
    with pytest.raises(RenderError, match="refused"):
        small("", head='<link rel="stylesheet" href="css/way-out.css">', folder=tmp_path / "templates")
