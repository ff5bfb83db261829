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
from briefing.pack.model import GpEdition


def method(edition: GpEdition) -> Iterator[Section]:
    pack = edition.pack
    blocks = (
        Box(tuple(Paragraph(paragraph) for paragraph in pack.method), kind="prose"),
        *_listed("Found and not asked", pack.challenge.not_asked),
        *_listed("Caveats", pack.caveats),
        *_definitions(edition),
    )
    yield Section("method", "Method and caveats", blocks, kind="evidence", level=3)


def _listed(heading: str, sentences: tuple[str, ...]) -> Iterator[Block]:
    if sentences:
        yield Heading(heading, level=4)
        yield Listing(sentences)


def _definitions(edition: GpEdition) -> Iterator[Block]:
    if edition.pack.definitions:
        yield Heading("What each measure counts", level=4)
        yield Terms(edition.pack.definitions)
