"""What somebody needs who judges the same figures again: settings, funnels, peers, and the tables inside the file."""

from collections.abc import Iterator

from briefing.document.blocks import Attached, Section
from briefing.pack.model import Pack


def workings(pack: Pack) -> Iterator[Section]:
    archive = f"evidence-{pack.provider_code.lower()}.zip"
    attached = (Attached(pack.evidence, archive),) if pack.evidence else ()
    if blocks := (*pack.settings, *pack.engine, *attached):
        yield Section("workings", "Settings, similar trusts and tables", blocks, kind="evidence", level=3)
