"""No sentence stands on three pages of a pack: read from the pages of the sample's packs, core and annex.

A section of the core is a page of its own. In the annex every paragraph, item and cell is counted as if it were one.
A session's pack has a chapter for each provider: each is held to this by itself, with what stands once for all.
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
LEGENDS = (
    "The pale line behind each is all specialties together.",
    "The short line beside the last month is England.",
)
"""They explain the signs of one kind of drawing, and stand under each."""
_BLOCKS = {"p", "li", "td", "th", "dt", "dd", "caption", "figcaption", "h2", "h3", "h4"}


class Pages(HTMLParser):
    """The texts of a twin, each with what stands for its page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = defaultdict[str, str](str)
        self._open: list[tuple[str, bool]] = [("cover", True)]
        self._blocks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        place, read = self._open[-1]
        about = dict(attrs)
        kinds = set((about.get("class") or "").split())
        if tag == "section":
            chapter, dot, _ = (about.get("id") or "").rpartition(".")
            place = f"{chapter}{dot}core {about.get('id')}" if "core" in kinds else f"{chapter}{dot}annex"
        elif tag in _BLOCKS and (annex := re.match(r"(?:\w+\.)?annex", place)):
            self._blocks += 1
            place = f"{annex[0]} {self._blocks}"
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
    packs = sorted(demo.glob("packs/*/v1/gp-pack-*.pdf"))
    assert len(packs) > 5
    repeated = {
        (path.stem, sentence): sorted(places)
        for path in packs
        for sentence, places in pages_of_each_sentence(path.read_text("utf-8")).items()
        if most_in_a_chapter(places) > MOST_PAGES and sentence not in LEGENDS
    }
    assert repeated == {}


def most_in_a_chapter(places: set[str]) -> int:
    """On how many pages of one chapter a sentence stands, those counted that belong to none."""
    chapters = [place.partition(".")[0] if "." in place else "" for place in places]
    once = chapters.count("")
    return once + max((chapters.count(one) for one in chapters if one), default=0)


def test_a_sentence_is_counted_once_a_page_and_a_label_never() -> None:
    said = "The list has grown in each of the last six months."
    twin = (
        f'<section class="core" id="one"><p>{said} {said}</p></section><section class="evidence"><p>{said}</p>'
        f'<ul><li>“{said}”</li></ul><p class="source">{said}</p><p>Not a sentence of eight words or more</p></section>'
    )
    assert pages_of_each_sentence(twin) == {said: {"core one", "annex 1", "annex 2"}}
    assert pages_of_each_sentence("<p>A label.</p>") == {}


def test_a_chapter_is_held_to_it_with_what_stands_once_for_all() -> None:
    assert most_in_a_chapter({"core session", "rza.core rza.one", "rzb.core rzb.one", "rzb.annex 3"}) == 3
    assert most_in_a_chapter({"rza.core rza.one", "rzb.core rzb.one", "rzc.annex 1"}) == 1
