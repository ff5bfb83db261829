"""The longest pack and the barest on paper: no word cut, none on another, no heading alone at the foot of a page."""

import io
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import packs
import pdfplumber
import pytest
from papers import CONTENT, HEAD, thin

from briefing.pack.figures import MOST_FIGURES

pytestmark = pytest.mark.slow

MM = 72 / 25.4
SIDE, TOP, FOOT = 16 * MM, 8 * MM, 8 * MM
"""Of the page masters, with the running heads and feet inside; a hair more is allowed for the slant of a letter."""
Word = dict[str, Any]


@dataclass(frozen=True)
class Page:
    number: int
    width: float
    height: float
    words: list[Word]


@pytest.fixture(scope="module", params=["longest_paper", "bare_paper"])
def made(request: pytest.FixtureRequest) -> bytes:
    paper: bytes = request.getfixturevalue(request.param)
    return paper


@pytest.fixture(scope="module")
def pages(made: bytes) -> list[Page]:
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        return [Page(page.page_number, page.width, page.height, words_of(page)) for page in pdf.pages]


def words_of(page: pdfplumber.page.Page) -> list[Word]:
    """Words upright on the page, each once: a halo under words in a chart is the same word again."""
    found = page.extract_words(extra_attrs=["fontname", "size"], keep_blank_chars=False, use_text_flow=True)
    seen: dict[tuple[str, int, int], Word] = {}
    for word in found:
        if word["upright"] and word["size"] < 60:  # not the mark across a draft
            seen.setdefault((word["text"], round(word["x0"]), round(word["top"])), word)
    return list(seen.values())


def on_each_other(one: Word, other: Word) -> bool:
    """By more than half a point across and a fifth of the type down: line boxes touch, letters must not."""
    across = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 0.8 and down > 0.35 * min(one["size"], other["size"])


def lines_of(page: Page) -> list[list[Word]]:
    inside = sorted((w for w in page.words if HEAD < w["bottom"] < CONTENT), key=lambda w: w["bottom"])
    lines: list[list[Word]] = []
    for word in inside:
        if lines and abs(lines[-1][-1]["bottom"] - word["bottom"]) < 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def is_heading(line: list[Word]) -> bool:
    """Set in semi-bold from end to end, at the size of the smallest heading or above; a question is no heading."""
    bold = all("Semi-Bold" in word["fontname"] and word["size"] > 8 for word in line)
    return bold and not line[-1]["text"].endswith("”")


def test_a_figure_keeps_its_unit_beside_it_in_the_picture(pages: list[Page]) -> None:
    picture = next(page for page in pages if "Grey band" in said(page))
    signs = [word["text"] for word in picture.words if word["text"].endswith("%")]
    alone = [sign for sign in signs if sign == "%"]
    assert signs
    assert alone == []


def test_every_word_stands_inside_its_page(pages: list[Page]) -> None:
    outside = [
        (page.number, word["text"])
        for page in pages
        for word in page.words
        if word["x0"] < SIDE - 1
        or word["x1"] > page.width - SIDE + 1
        or word["top"] < TOP
        or word["bottom"] > page.height - FOOT
    ]
    assert outside == []


def test_no_word_lies_on_another(pages: list[Page]) -> None:
    found = []
    for page in pages:
        words = sorted(page.words, key=lambda word: word["top"])
        for index, one in enumerate(words):
            for other in words[index + 1 :]:
                if other["top"] > one["bottom"]:
                    break
                if on_each_other(one, other):
                    found.append((page.number, one["text"], other["text"]))
    assert found == []


def test_no_heading_stands_alone_at_the_foot(pages: list[Page]) -> None:
    alone = [
        (page.number, " ".join(word["text"] for word in lines[-1]))
        for page in pages
        if (lines := lines_of(page)) and is_heading(lines[-1])
    ]
    assert alone == []


def test_no_page_but_the_last_of_core_and_annex_is_less_than_three_quarters_full(made: bytes) -> None:
    """A card goes on overleaf only where it would leave a quarter of a page empty."""
    assert thin(made) == {}


def test_no_page_is_left_almost_empty(pages: list[Page]) -> None:
    """A page of two lines in the middle of a pack is a break that went wrong."""
    thin = [page.number for page, after in pairwise(pages) if len(lines_of(page)) < 3]
    assert thin == []


def test_the_contents_take_half_a_page_at_most(pages: list[Page]) -> None:
    """The first part of the evidence begins on the same page, below the head of the annex and its contents."""
    page = contents_of(pages)
    (begin,) = (
        line[0]["top"] for line in lines_of(page) if is_heading(line) and line[0]["text"] == "Evidence"
    )
    parts = [line for line in lines_of(page) if is_heading(line) and 13 < line[0]["size"] < 16]
    assert begin < parts[0][0]["top"] < begin + page.height / 2


def test_what_is_inside_the_file_ends_the_evidence(pages: list[Page]) -> None:
    (page,) = [page for page in pages if "Inside this file" in said(page)]
    assert page.number >= len(pages) - 1
    assert "columns.csv" in said(page)


def contents_of(pages: list[Page]) -> Page:
    (found,) = [page for page in pages if "Annex A" in said(page)]
    return found


def said(page: Page) -> str:
    return " ".join(word["text"] for word in page.words)


def test_no_part_of_the_evidence_starts_below_an_empty_head(pages: list[Page]) -> None:
    """Room between two parts belongs under the first: at the head of a page it is a hole."""
    first = {page.number: lines_of(page)[0][0]["top"] for page in pages[1:]}
    assert {number: top for number, top in first.items() if top > 27 * MM} == {}


def test_the_longest_pack_is_the_longest() -> None:
    pack = packs.torture()
    assert len(pack.figures) == MOST_FIGURES
    assert len(pack.challenge.questions) == 12
    assert any("24 of 60" in figure.caption for figure in pack.figures if figure.kind == "multiples")
