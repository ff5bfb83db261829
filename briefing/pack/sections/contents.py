"""The contents of the evidence, and the tables that travel inside the file."""

from collections.abc import Iterator

from briefing.document.blocks import Attached, Contents, Section
from briefing.pack.model import GpEdition


def contents(edition: GpEdition) -> Iterator[Section]:
    pack = edition.pack
    archive = f"evidence-{pack.provider_code.lower()}.zip"
    attached = (Attached(pack.evidence, archive),) if pack.evidence else ()
    yield Section("contents", "Evidence", (Contents(), *attached), kind="evidence")
