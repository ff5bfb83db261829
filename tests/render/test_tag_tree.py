"""What a screen reader meets in a PDF: its order, its names, its tables and figures."""

import io
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import editions
import packs
import pytest
import tags
from pypdf import PdfReader

HEADINGS = ("H1", "H2", "H3", "H4")


@pytest.fixture(scope="module")
def page() -> str:
    return editions.gp_page(packs.full())


@pytest.fixture(scope="module")
def tree(full_paper: bytes) -> tags.Element:
    return tags.tree(full_paper)


class Read(HTMLParser):
    """The text of chosen elements of a page, in order, and the alternative texts of its images."""

    def __init__(self, page: str, *wanted: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.images: list[str] = []
        self._wanted, self._open = wanted, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._wanted:
            self._open = True
            self.texts.append("")
        if tag == "img":
            self.images.append(dict(attrs)["alt"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag not in self._wanted

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[-1] += data


def plain(text: str) -> str:
    """Without white space, soft hyphens and marks that a style sheet adds: lines break elsewhere on a page."""
    return re.sub(r"[\s\u00ad\u200b\u2060◆○✓]", "", text)


def test_headings_are_read_in_the_order_of_the_page(page: str, tree: tags.Element) -> None:
    written = [plain(text) for text in Read(page, "h1", "h2", "h3", "h4").texts]
    assert [plain(heading.text) for heading in tree.all(*HEADINGS)] == written


def test_everything_is_read_in_the_order_of_the_page(page: str, tree: tags.Element) -> None:
    read, place = plain(tree.text), 0
    for text in Read(page, "p", "td", "dd", "li", "h2", "h3", "h4").texts:
        if (first := plain(text)[:40]) and "page" not in first:
            place = read.find(first, place)
            assert place >= 0, text


def test_bookmarks_are_the_headings(full_paper: bytes, tree: tags.Element) -> None:
    def titles(outline: list[Any]) -> list[str]:
        return [
            t for item in outline for t in (titles(item) if isinstance(item, list) else [plain(item.title)])
        ]

    marked = titles(PdfReader(io.BytesIO(full_paper)).outline)
    assert marked == [plain(heading.text) for heading in tree.all(*HEADINGS)]


def test_every_head_of_a_table_says_what_it_heads(page: str, tree: tags.Element) -> None:
    scopes = {"col": "Column", "row": "Row"}
    written = re.findall(r'<th scope="(\w+)"[^>]*>(.*?)</th>', page, re.DOTALL)
    heads = {(head.attributes["Scope"], plain(head.text)) for head in tree.all("TH")}
    assert heads == {(scopes[scope], plain(unescape(re.sub("<[^>]*>", "", text)))) for scope, text in written}
    assert len(heads) > 30
    body = [cell for table in tree.all("Table") for part in table.all("TBody") for cell in part.all("TD")]
    assert all(cell.attributes.get("Headers") for cell in body)


def test_every_figure_is_described_as_on_the_page(page: str, tree: tags.Element) -> None:
    written = Read(page).images
    assert [figure.alt for figure in tree.all("Figure")] == written
    assert len(written) > 20
    assert all(len(alt) > 5 for alt in written)


def test_a_chart_says_what_it_shows(tree: tags.Element) -> None:
    first = next(
        figure for figure in tree.all("Figure") if figure.alt and figure.alt.startswith("Waiting within")
    )
    assert "58." in (first.alt or ""), "the number"
    assert "March 2026" in (first.alt or ""), "the month"


def test_heads_and_feet_are_not_read_between_sentences(full_paper: bytes, tree: tags.Element) -> None:
    around = tags.artifacts(full_paper)
    for number, words in zip(PdfReader(io.BytesIO(full_paper)).page_labels, around, strict=True):
        assert f"page {number} of " in words
    assert not re.search(r"page A?\d+ of A?\d+", tree.text)
    assert tree.text.count("OFFICIAL") == 2, "the marking is read on the first page, and of the annex"


def test_links_are_named_and_printed(page: str, full_paper: bytes) -> None:
    titles = {unescape(title) for title in re.findall(r'<a [^>]*title="([^"]+)"', page)}
    links = [
        note.get_object()
        for sheet in PdfReader(io.BytesIO(full_paper)).pages
        for note in sheet.get("/Annots", ())
        if note.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) > 20
    for link in links:
        assert link["/F"] & 4
        assert link["/Contents"] in titles
