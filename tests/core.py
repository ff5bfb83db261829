"""The words of a printed core, counted from its HTML: what the count from the tree is held to.

<section class="core"> In sixty seconds ... 58.3% of people wait </section>      7 words
<p class="source"> Source: NHS England ... </p>, labels of drawings              none: looked up, not read
"""

from html.parser import HTMLParser

NOT_READ = {"source", "shows", "standing", "own-words", "letter"}
"""Sources, what stands over a drawing, version and marking, lines to write on. Labels of axes are no text here."""
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
