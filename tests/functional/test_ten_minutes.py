"""The core of a GP pack is read in ten minutes: counted, since nobody can hold a clock to every pack."""

import re
from collections import Counter
from pathlib import Path

import pytest
from built import built_packs
from core import words_in
from papers import core_of, thin
from pypdf import PdfReader

from briefing.document.blocks import Callout, Paragraph, inside, plain
from briefing.document.reading import WORDS_A_MINUTE, words_of
from briefing.pack.build import gp_editions, session_editions
from briefing.pack.editions.gp import core_document, session_core
from briefing.render import page
from briefing.workspace import open_workspace


def test_what_is_counted() -> None:
    page = (
        '<section class="core"><h2>In sixty seconds</h2><img alt="a drawing"><p>58.3% of people<br>wait.</p>'
        '<p class="source">Source: a file</p></section><section class="evidence"><p>Charts</p></section>'
    )
    assert words_in(page) == ["In", "sixty", "seconds", "58.3%", "of", "people", "wait."]


@pytest.mark.slow
def test_the_core_is_read_aloud_within_ten_minutes_and_four_pages(printed_demo: Path) -> None:
    meeting = "2026-12-03-rza"
    (pack,) = built_packs(open_workspace(printed_demo), meeting)
    most = 0
    for edition in gp_editions(pack):
        core = core_document(edition)
        words = words_of(core)
        assert words == len(words_in(page.html(core)))
        most = max(most, words)
        made = printed_demo / "packs" / meeting / "v1" / f"{edition.stem}.pdf"
        assert len(core_of(made)) <= 4, edition.stem
        assert thin(made) == {}, edition.stem
    assert 600 < most <= 10 * WORDS_A_MINUTE


@pytest.mark.slow
def test_a_session_is_read_in_ten_minutes_a_provider_and_on_four_pages_each_twenty_in_all(
    printed_demo: Path,
) -> None:
    meeting = "2026-12-10-select-committee"
    made = built_packs(open_workspace(printed_demo), meeting)
    for edition in session_editions(made):
        assert words_of(session_core(edition)) <= 10 * WORDS_A_MINUTE * len(made)
        assert pages_before_the_annex(printed_demo, meeting, edition.stem) <= min(20, 2 + 4 * len(made))
        file = printed_demo / "packs" / meeting / "v1" / f"{edition.stem}.pdf"
        assert thin(file) == {}, edition.stem
        reader = PdfReader(file)
        begins = chapters(reader)
        assert [title for title, _ in begins][1:5] == [*(pack.provider_name for pack in made), "Side by side"]
        ends = [page for _, page in begins[2:5]]
        assert all(end - page <= 4 for (_, page), end in zip(begins[1:4], ends, strict=True))


@pytest.mark.slow
def test_no_sentence_of_a_session_is_read_three_times(printed_demo: Path) -> None:
    made = built_packs(open_workspace(printed_demo), "2026-12-10-select-committee")
    for edition in session_editions(made):
        said = Counter(
            sentence
            for section in session_core(edition).sections
            for block in inside(section.blocks)
            if isinstance(block, Paragraph | Callout) and block.kind not in ("note", "source", "data-date")
            for sentence in re.split(r"(?<=[.?!”]) ", plain(block.text))
            if sentence.count(" ") >= 7
        )
        assert [sentence for sentence, times in said.items() if times > 2] == []


def pages_before_the_annex(demo: Path, meeting: str, stem: str) -> int:
    return len(core_of(demo / "packs" / meeting / "v1" / f"{stem}.pdf"))


def chapters(reader: PdfReader) -> list[tuple[str, int]]:
    """The bookmarks of the first level, and the page of each."""
    marks = [mark for mark in reader.outline if not isinstance(mark, list)]
    return [(str(mark.title), reader.get_destination_page_number(mark) or 0) for mark in marks]
