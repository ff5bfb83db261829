"""Method and caveats: how figures were judged, what was found and not asked, and what each measure counts."""

from collections.abc import Iterator

from briefing.document.blocks import (
    Block,
    Box,
    Heading,
    Listing,
    Paragraph,
    Section,
    Terms,
)
from briefing.pack.model import Pack


def method(pack: Pack) -> Iterator[Section]:
    blocks = (
        Box(tuple(Paragraph(paragraph) for paragraph in pack.method), kind="prose"),
        *_listed("Found and not asked", pack.challenge.not_asked),
        *_listed("Caveats", pack.caveats),
        *_definitions(pack),
    )
    yield Section("method", "Method and caveats", blocks, kind="evidence", level=3)


def _listed(heading: str, sentences: tuple[str, ...]) -> Iterator[Block]:
    if sentences:
        yield Heading(heading, level=4)
        yield Listing(sentences)


def _definitions(pack: Pack) -> Iterator[Block]:
    if pack.definitions:
        yield Heading("What each measure counts", level=4)
        yield Terms(pack.definitions)
