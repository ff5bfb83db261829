"""The words a reader has read before the meeting: the core of a document, counted as it is printed.

In sixty seconds ... 58.3% of people wait          7 words: "58.3%" is one
Source: NHS England ...; labels of drawings         none: looked up, not read
"""

from collections.abc import Iterator, Sequence

from briefing.document.blocks import (
    Block,
    Box,
    Callout,
    Document,
    Field,
    Heading,
    Item,
    Listing,
    Paragraph,
    Run,
    Sign,
    Table,
    Terms,
    Text,
)

WORDS_A_MINUTE = 150
"""Read aloud, without haste. In silence adults read English prose at some 240 (M. Brysbaert, Journal of Memory and
Language 109, 2019): what fits at this pace also fits somebody who stops to think."""
NOT_READ = frozenset({"source", "shows", "own-words", "letter"})
"""Sources, what stands over a drawing and is looked at with it, lines to write on. Labels of axes are drawings."""


def words_of(document: Document) -> int:
    """How many words the core of a document has."""
    return sum(any(letter.isalnum() for letter in word) for word in spoken(document).split())


def spoken(document: Document) -> str:
    """What is read of a document, signs too, in the order it is read."""
    cover = document.cover
    said = [cover.kicker, cover.reader, cover.heading, cover.meeting, *cover.more]
    for section in document.sections:
        if section.core:
            said += [section.under, section.heading, *_read(section.blocks)]
    return " ".join(said)


def _read(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph() | Heading() | Callout() if _is_read(block.kind):
                yield words_in(block.text)
            case Sign():
                yield block.words
            case Field():
                yield block.label
            case Box() if _is_read(block.kind):
                yield from _read(block.blocks)
            case Listing():
                yield from _items(block.lines)
            case Table():
                yield block.caption
                yield from (column.head for column in block.columns)
                for row in block.rows:
                    yield from _items(row.items)
            case Terms():
                yield from (word for entry in block.entries for word in entry)


def _items(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        yield words_in(item.text)
        yield from _read(item.blocks)


def words_in(text: Text) -> str:
    """Return the words of a text as they are read."""
    if isinstance(text, Run):
        return text.words if _is_read(text.kind) else ""
    return text if isinstance(text, str) else "".join(map(words_in, text))


def _is_read(kind: str) -> bool:
    return NOT_READ.isdisjoint(kind.split())
