"""The contents of the evidence."""

from collections.abc import Iterator

from briefing.document.blocks import Contents, Section
from briefing.pack.model import GpEdition


def contents(edition: GpEdition) -> Iterator[Section]:
    yield Section("contents", "Evidence", (Contents(),), kind="evidence")
