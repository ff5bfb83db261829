"""Blocks, sections and the document they make. `kind` is a name for style sheets; no block knows how it is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from briefing import formats
from briefing.document.figure import EvidenceTable, Figure, lettered
from briefing.measures import Measure, Note


@dataclass(frozen=True)
class Run:
    """Words within a paragraph that stand out, or lead somewhere."""

    words: str
    mark: Literal["", "strong", "em", "numeral"] = ""
    kind: str = ""
    to: str = ""
    """The id of what a click leads to, in the same document."""
    hint: str = ""
    """What a screen reader says of the link; without it, its words."""


Text = str | Run | tuple[str | Run, ...]
"""A tuple is read without a space between its parts: they bring their own."""


def strong(words: str, kind: str = "") -> Run:
    return Run(words, "strong", kind)


def quiet(words: str, kind: str = "") -> Run:
    """Words that say what follows: "We asked", "Settle for"."""
    return Run(words, "em", kind)


def numeral(number: int) -> Run:
    return Run(str(number), "numeral")


def link(words: str, to: str, hint: str = "", kind: str = "") -> Run:
    return Run(words, "", kind, to, hint)


def page_of(words: str, to: str, hint: str = "", kind: str = "") -> Run:
    """A link that says on paper which page it leads to."""
    return link(words, to, hint, f"page-ref {kind}".strip())


@dataclass(frozen=True)
class Paragraph:
    text: Text
    kind: str = ""
    id: str = ""


@dataclass(frozen=True)
class Heading:
    text: Text
    level: Literal[2, 3, 4] = 3
    kind: str = ""


@dataclass(frozen=True)
class Callout:
    """A box that is seen first: a decision, a warning, thanks, or what to keep in mind quietly."""

    text: Text
    kind: Literal["decision", "warning", "thanks", "quiet"]


@dataclass(frozen=True)
class Item:
    """A line of a list or a cell of a table: words, then blocks."""

    text: Text = ()
    blocks: tuple["Block", ...] = ()
    kind: str = ""
    span: int = 1
    """How many columns a cell stands in."""


def as_items(given: Sequence[Text | Item]) -> tuple[Item, ...]:
    return tuple(one if isinstance(one, Item) else Item(one) for one in given)


@dataclass(frozen=True)
class Listing:
    items: tuple[Text | Item, ...]
    kind: str = ""
    ordered: bool = False

    @property
    def lines(self) -> tuple[Item, ...]:
        return as_items(self.items)


@dataclass(frozen=True)
class Column:
    head: str
    kind: str = ""
    """The name under which a style sheet sets its width."""
    figures: bool = False
    """Numbers stand in it, at the right."""


@dataclass(frozen=True)
class Row:
    cells: tuple[Text | Item, ...]
    kind: str = ""
    head: int = 0
    """The place of the cell that names the row."""
    begins: bool = False
    """A part of the table begins with it."""

    @property
    def items(self) -> tuple[Item, ...]:
        return as_items(self.cells)


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    kind: str = ""
    caption: str = ""

    @property
    def parts(self) -> list[list[Row]]:
        """The rows, each part of the table by itself."""
        found: list[list[Row]] = []
        for row in self.rows:
            if row.begins or not found:
                found.append([])
            found[-1].append(row)
        return found


@dataclass(frozen=True)
class Terms:
    """Words and what each means."""

    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chart:
    """A figure with its title, its notes and where its numbers come from."""

    figure: Figure
    source: Text

    @property
    def notes(self) -> list[tuple[str, str]]:
        """What the letters in a control chart stand for."""
        if self.figure.kind != "spc":
            return []
        return [(letter, _said(note)) for letter, note in lettered(self.figure.measure.notes)]


def _said(note: Note) -> str:
    again = " (the mean and the usual range start again here)" if note.kind == "rebase" else ""
    return f"{formats.month(note.period)}: {note.text}{again}"


@dataclass(frozen=True)
class Drawing:
    """A figure drawn small, beside words that tell it."""

    figure: Figure
    size: Literal["card", "spark"]


@dataclass(frozen=True)
class Strip:
    """One among others: their dots without names, its own diamond with its interval, what was expected."""

    title: str
    alt: str
    unit: str
    own: tuple[float, float, float] | None
    """Low, value, high."""
    others: tuple[float, ...]
    expected: float | None


@dataclass(frozen=True)
class Sign:
    """The small drawing of a trend, or of a standard's outlook, with the words it stands for."""

    measure: Measure
    about: Literal["variation", "assurance"]
    words: str

    @property
    def state(self) -> str:
        return self.measure.variation if self.about == "variation" else self.measure.assurance

    @property
    def alt(self) -> str:
        return "Trend:" if self.about == "variation" else "Standard:"


@dataclass(frozen=True)
class Field:
    """A place to fill, on a screen or with a pen; its name is what is read back."""

    name: str
    label: str
    about: str
    """What a screen reader says after the label: which question it is of."""
    shape: Literal["tick", "line", "text"]
    kind: str = ""


@dataclass(frozen=True)
class Blank:
    """A ruled line to write on with a pen."""

    label: str = ""


@dataclass(frozen=True)
class Box:
    """Blocks that belong together. One with an id is a thing of its own: a question as its reader holds it."""

    blocks: tuple["Block", ...]
    kind: str = ""
    id: str = ""


@dataclass(frozen=True)
class Contents:
    """Where everything stands: made from the sections and charts of the document."""


@dataclass(frozen=True)
class Attached:
    """The tables that travel inside the document."""

    tables: tuple[EvidenceTable, ...]
    archive: str
    """The name under which a screen saves them all."""


Block = (
    Paragraph
    | Heading
    | Callout
    | Listing
    | Table
    | Terms
    | Chart
    | Drawing
    | Strip
    | Sign
    | Field
    | Blank
    | Box
    | Contents
    | Attached
)


@dataclass(frozen=True)
class Section:
    id: str
    heading: str
    blocks: tuple[Block, ...]
    kind: str = ""
    level: Literal[2, 3] = 2
    under: str = ""
    """A heading that this and the next sections stand under, before its own."""
    lists_files: bool = False
    """It says which files the numbers came from or what changed since: no content of its own."""

    @property
    def name(self) -> str:
        """Its id without the chapter's: what style sheets and templates know it by."""
        return self.id.rpartition(".")[2]

    @property
    def core(self) -> bool:
        """Read before the meeting; the rest is looked up."""
        return "core" in self.kind.split()

    @property
    def charts(self) -> tuple[Figure, ...]:
        return tuple(block.figure for block in inside(self.blocks) if isinstance(block, Chart))


@dataclass(frozen=True)
class Masthead:
    """What the head of the first page says, and the heads and feet of all others."""

    commissioner_name: str
    version: int
    status: Literal["draft", "approved"]
    marking: str

    @property
    def standing(self) -> str:
        """ "Draft, version 2: not yet approved"."""
        draft = self.status == "draft"
        return f"Draft, version {self.version}: not yet approved" if draft else f"Version {self.version}"


@dataclass(frozen=True)
class Cover:
    """The head of the first page: who it is for, what it is, which meeting it is about."""

    kicker: str
    reader: str
    heading: str
    meeting: str
    more: tuple[str, ...] = ()
    """Place, minutes: what follows the meeting."""


Form = Literal["pdf", "html", "docx", "pptx"]
"""Pages, their twin on a screen, a Word file to edit, slides to show."""


@dataclass(frozen=True)
class Document:
    """One edition for one reader."""

    edition: str
    """Its name in the registry of editions, and of its templates."""
    stem: str
    """The names of its files, without their endings."""
    title: str
    masthead: Masthead
    cover: Cover
    sections: tuple[Section, ...]
    dated: date
    """By its meeting: a document carries no clock."""
    styles: tuple[str, ...] = ("packs/editions",)
    """Style sheets beside those of every document."""
    attachments: tuple[EvidenceTable, ...] = ()
    forms: tuple[Form, ...] = ("pdf", "html")
    """What is made of it, the file that is told of first."""
    letter: str = ""
    """Of an annex, whose pages are A1, A2 ... however many stand before it."""
    annexes: tuple["Document", ...] = ()
    """What is bound behind it: the same for all its readers, laid out once, with nobody's name in it."""

    @property
    def parts(self) -> tuple["Document", ...]:
        """Itself without its annexes, and each of them."""
        return (replace(self, annexes=()), *self.annexes)

    @property
    def in_one(self) -> "Document":
        """The same sections as one document, for writers that number all its pages through."""
        sections = tuple(section for part in self.parts for section in part.sections)
        tables = tuple(table for part in self.parts for table in part.attachments)
        return replace(self, sections=sections, attachments=tables, annexes=())


def inside(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every block of a tree, in the order it is read."""
    for block in blocks:
        yield block
        match block:
            case Box():
                yield from inside(block.blocks)
            case Listing():
                yield from inside([each for item in block.lines for each in item.blocks])
            case Table():
                yield from inside([each for row in block.rows for item in row.items for each in item.blocks])


def places_of(document: Document) -> frozenset[str]:
    """The ids of what a link may lead to."""
    blocks = [block for section in document.sections for block in inside(section.blocks)]
    charts = (block.figure.id for block in blocks if isinstance(block, Chart))
    named = (block.id for block in blocks if isinstance(block, Box | Paragraph))
    return frozenset({*charts, *named, *(section.id for section in document.sections)} - {""})


def plain(text: Text) -> str:
    """The words alone; a numeral ends with a full stop, where no shape shows what it is."""
    if isinstance(text, str):
        return text
    if isinstance(text, Run):
        return f"{text.words}." if text.mark == "numeral" else text.words
    return "".join(map(plain, text))
