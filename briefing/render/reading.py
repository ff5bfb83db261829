"""The words a reader has read before the meeting: the core of a GP pack, counted as it is printed.

<section class="core"> In sixty seconds ... 58.3% of people wait </section>     7 words
<p class="source"> Source: NHS England ... </p>, labels of drawings              none: looked up, not read
"""

from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser
from math import ceil

from briefing.document import reading
from briefing.pack.build import gp_editions
from briefing.pack.editions.gp import gp_document
from briefing.pack.model import GpEdition, Pack

WORDS_A_MINUTE = 150
"""Read aloud, without haste. In silence adults read English prose at some 240 (M. Brysbaert, Journal of Memory and
Language 109, 2019): what fits at this pace also fits somebody who stops to think."""
NOT_READ = {"source", "standing", "own-words", "letter"}
"""Sources, the line of version and marking, lines to write on. Labels of axes are drawings: no text here."""
VOID = {"img", "col", "br", "link", "meta", "input"}


class Core(HTMLParser):
    """The words of the sections that a reader has read before the meeting."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[tuple[bool, bool]] = [(False, True)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            core, read = self._open[-1]
            kinds = set((dict(attrs).get("class") or "").split())
            read = read and tag != "svg" and not kinds & NOT_READ
            self._open.append((core or (tag == "section" and "core" in kinds), read))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open[-1] == (True, True):
            self.said += data.split()


def text_of(page: str) -> str:
    """What is read of a page's core, signs too, in the order it is read."""
    core = Core()
    core.feed(page)
    return " ".join(core.said)


def words_in(page: str) -> list[str]:
    """The words of a page's core: "58.3%" is one."""
    return [word for word in text_of(page).split() if any(letter.isalnum() for letter in word)]


def words_of(edition: GpEdition) -> int:
    """How many words a reader's core has, without laying out or drawing what lies behind it."""
    return reading.words_of(gp_document(edition))


def minutes_of(packs: Iterable[Pack]) -> dict[str, int]:
    """The minutes that each member of the panel needs for the cores of all packs of a meeting, by person id."""
    words: Counter[str] = Counter()
    for pack in packs:
        for edition in gp_editions(pack):
            words[edition.reader.person_id] += words_of(edition)
    return {person: ceil(count / WORDS_A_MINUTE) for person, count in words.items()}
