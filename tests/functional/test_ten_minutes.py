"""The core of a GP pack is read in ten minutes: counted, since nobody can hold a clock to every pack."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from pypdf import PdfReader

from briefing import inputs, making
from briefing.pack.build import gp_editions
from briefing.render import html
from briefing.workspace import open_workspace

WORDS_A_MINUTE = 150
"""Read aloud, without haste. Most people read twice as fast in silence."""
NOT_READ = {"source", "standing", "own-words", "letter"}
"""Sources, the line of version and marking, lines to write on. Labels of axes are drawings: no text here."""
VOID = {"img", "col", "br", "link", "meta", "input"}


class Core(HTMLParser):
    """The words of the sections that a reader has read before the meeting."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[tuple[bool, bool]] = [(False, True)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            core, read = self._open[-1]
            kinds = set((dict(attrs).get("class") or "").split())
            self._open.append((core or (tag == "section" and "core" in kinds), read and not kinds & NOT_READ))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open[-1] == (True, True):
            self.words += [word for word in data.split() if any(letter.isalnum() for letter in word)]


def test_what_is_counted() -> None:
    page = (
        '<section class="core"><h2>In sixty seconds</h2><img alt="a drawing"><p>58.3 % of people<br>wait.</p>'
        '<p class="source">Source: a file</p></section><section class="evidence"><p>Charts</p></section>'
    )
    counted = Core()
    counted.feed(page)
    assert counted.words == ["In", "sixty", "seconds", "58.3", "of", "people", "wait."]


@pytest.mark.parametrize("meeting", ["2026-12-03-rza", "2026-12-10-select-committee"])
def test_the_core_is_read_aloud_within_ten_minutes_and_five_pages(demo: Path, meeting: str) -> None:
    workspace = open_workspace(demo)
    most = 0
    for pack in making.packs_of(workspace, inputs.meeting_of(workspace, meeting), version=1):
        for edition in gp_editions(pack):
            core = Core()
            core.feed(html.gp_pack(edition))
            most = max(most, len(core.words))
            pages = PdfReader(demo / "packs" / meeting / "v1" / edition.filename).pages
            first = next(n for n, page in enumerate(pages, 1) if "Contents" in page.extract_text().split())
            assert first <= 6, f"{edition.filename}: the evidence begins on page {first}"
    assert 600 < most <= 10 * WORDS_A_MINUTE
