"""What this version says that the one before did not."""

from collections.abc import Iterator

from briefing.document.blocks import Listing, Section
from briefing.pack.model import Pack


def changes(pack: Pack) -> Iterator[Section]:
    found = pack.changes
    if found is not None:
        told = Listing(found.sentences, kind="changes")
        heading = f"Since version {found.since}"
        yield Section("changes", heading, (told,), kind="evidence", level=3, lists_files=True)
