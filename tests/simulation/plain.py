"""Packs without page layout, which is nine tenths of a build: each PDF holds the words of its pages as HTML.

Everything else is as it is: what is asked, what is written, versions, manifests, hashes.
"""

from collections.abc import Iterator, Sequence

from briefing import pipeline
from briefing.render import html
from briefing.render.press import Edition


def plain_pages(editions: Sequence[Edition], *, workers: int | None = None) -> Iterator[dict[str, bytes]]:
    """In place of `print_all`."""
    for edition in editions:
        yield {f"{edition.filename.removesuffix('.pdf')}.pdf": html.drawn(edition).encode()}


def lay_out_nothing() -> None:
    """For this process; one that it spawns says so again."""
    pipeline.print_all = plain_pages  # type: ignore[assignment]
