"""No sentence stands on three pages of a pack: read from the twins of the sample's packs, core and annex.

A section of the core is a page of its own. In the annex every paragraph, item and cell is counted as if it were one.
"""

import re
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

from core import VOID
from printed import sentences

LEAST_WORDS = 8
"""A shorter one is a label: "Similar trusts are at 63%." is said of two measures."""
MOST_PAGES = 2
NOT_READ = {"source", "standing", "letter"}
_BLOCKS = {"p", "li", "td", "th", "dt", "dd", "caption", "figcaption", "h2", "h3", "h4"}


class Pages(HTMLParser):
    """The texts of a twin, each with what stands for its page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = defaultdict(str)
        self._open: list[tuple[str, bool]] = [("cover", True)]
        self._blocks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        place, read = self._open[-1]
        about = dict(attrs)
        kinds = set((about.get("class") or "").split())
        if tag == "section":
            place = f"core {about.get('id')}" if "core" in kinds else "annex"
        elif tag in _BLOCKS and place.startswith("annex"):
            self._blocks += 1
            place = f"annex {self._blocks}"
        self._open.append((place, read and tag not in ("svg", "style", "head") and not kinds & NOT_READ))
        if tag in _BLOCKS:
            self.texts[place] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            if tag in _BLOCKS:
                self.texts[self._open[-1][0]] += " "
            self._open.pop()

    def handle_data(self, data: str) -> None:
        place, read = self._open[-1]
        if read:
            self.texts[place] += data


def pages_of_each_sentence(twin: str) -> dict[str, set[str]]:
    pages = Pages()
    pages.feed(twin)
    found: dict[str, set[str]] = defaultdict(set)
    for place, text in pages.texts.items():
        for sentence in sentences(text):
            said = sentence.strip("“”’ ")
            if said[-1:] in (".", "?", "!") and len(said.split()) >= LEAST_WORDS:
                found[said].add(place)
    return found


def test_no_sentence_stands_on_three_pages_of_a_pack(demo: Path) -> None:
    packs = sorted(demo.glob("packs/*/v1/gp-pack-*.html"))
    assert len(packs) > 5
    repeated = {
        (path.stem, sentence): sorted(places)
        for path in packs
        for sentence, places in pages_of_each_sentence(path.read_text("utf-8")).items()
        if len(places) > MOST_PAGES
    }
    assert repeated == {}


def test_a_sentence_is_counted_once_a_page_and_a_label_never() -> None:
    said = "The list has grown in each of the last six months."
    twin = (
        f'<section class="core" id="one"><p>{said} {said}</p></section><section class="evidence"><p>{said}</p>'
        f'<ul><li>“{said}”</li></ul><p class="source">{said}</p><p>Not a sentence of eight words or more</p></section>'
    )
    assert pages_of_each_sentence(twin) == {said: {"core one", "annex 1", "annex 2"}}
    assert not re.search("label", " ".join(pages_of_each_sentence("<p>A label.</p>")))
