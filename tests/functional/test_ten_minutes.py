"""The core of a GP pack is read in ten minutes: counted, since nobody can hold a clock to every pack."""

from pathlib import Path

import pytest
from built import built_packs
from core import words_in
from pypdf import PdfReader

from briefing.document.reading import WORDS_A_MINUTE, words_of
from briefing.pack.build import gp_editions
from briefing.pack.editions.gp import gp_document
from briefing.render import page
from briefing.workspace import open_workspace


def test_what_is_counted() -> None:
    page = (
        '<section class="core"><h2>In sixty seconds</h2><img alt="a drawing"><p>58.3% of people<br>wait.</p>'
        '<p class="source">Source: a file</p></section><section class="evidence"><p>Charts</p></section>'
    )
    assert words_in(page) == ["In", "sixty", "seconds", "58.3%", "of", "people", "wait."]


@pytest.mark.slow
@pytest.mark.parametrize("meeting", ["2026-12-03-rza", "2026-12-10-select-committee"])
def test_the_core_is_read_aloud_within_ten_minutes_and_five_pages(printed_demo: Path, meeting: str) -> None:
    workspace = open_workspace(printed_demo)
    most = 0
    for pack in built_packs(workspace, meeting):
        for edition in gp_editions(pack):
            words = words_of(gp_document(edition))
            assert words == len(words_in(page.html(gp_document(edition))))
            most = max(most, words)
            pages = PdfReader(printed_demo / "packs" / meeting / "v1" / f"{edition.stem}.pdf").pages
            first = next(n for n, page in enumerate(pages, 1) if "Contents" in page.extract_text().split())
            assert first <= 6, f"{edition.stem}: the evidence begins on page {first}"
    assert 600 < most <= 10 * WORDS_A_MINUTE
