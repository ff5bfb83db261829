"""Every edition that is due into a shared or synced folder of our own, whole or not at all, under a name people find
it by: letters and bulletin once they hold what was answered.

2026-12-03 RZA GP pack Dr Ben Specimen v1.pdf
2026-12-03 RZA themes notice v1.pdf
"""

from collections.abc import Iterator
from pathlib import PurePath

from briefing import formats
from briefing.disk import write_atomically
from briefing.errors import ConfigError
from briefing.meeting.model import Meeting
from briefing.pack.build import reader_stems
from briefing.pack.editions.edition import Edition
from briefing.post.addressing import rule_of
from briefing.post.shipment import Handover, Shipment, What

_BARRED = '<>:"/\\|?*'
"""What Windows has in no name."""


def copies(shipment: Shipment) -> Iterator[Handover]:
    """Copy what is not there yet. A copy that somebody took away is not put back."""
    chosen = shipment.workspace.settings.delivery.folder
    if chosen is None:
        raise ConfigError("briefing.toml: found no `folder` under [delivery]; wanted one to copy packs into.")
    target = shipment.workspace.folder / chosen
    there = shipment.history.delivered(str(target), by=["folder"])
    for name, digest in sorted(shipment.made.editions.items()):
        if (rule := rule_of(name)) is None or rule.when != shipment.choice.when:
            continue
        copy = f"{_title(name, rule, shipment)}{PurePath(name).suffix}"
        what: What = "has it" if digest in there else "would go" if shipment.choice.dry_run else "copied"
        if what == "copied":
            content = shipment.content(name)
            target.mkdir(parents=True, exist_ok=True)
            write_atomically(target / copy, content)
            shipment.write("folder", "sent", key="folder", to=str(target), files=[name])
        yield Handover("folder", str(target), what, (copy,))


def _title(filename: str, rule: Edition, shipment: Shipment) -> str:
    """Name a file of a pack by date, hospital, edition, reader and version; the same each time."""
    meeting, stem = shipment.meeting, PurePath(filename).stem
    about = stem.removeprefix(f"{rule.stem}-").split("-")[0]
    words = [
        meeting.date.isoformat(),
        *([code for code in meeting.provider_codes if code.lower() == about] or meeting.provider_codes),
        rule.title,
        *_reader(stem, rule, meeting),
        f"v{shipment.made.version}",
        *(["DRAFT"] if shipment.draft else []),
    ]
    return plain_name(" ".join(words))


def _reader(stem: str, rule: Edition, meeting: Meeting) -> list[str]:
    """Return whose pack it is; two of one name are told apart by their ids."""
    names = [person.name for person in meeting.panel]
    return [
        person.name if names.count(person.name) == 1 else f"{person.name} {person.person_id}"
        for person in meeting.panel
        if rule.role == "panel" and reader_stems(rule.stem, meeting)[person.person_id] == stem
    ]


def plain_name(name: str) -> str:
    """Leave out of a name what no folder of Windows takes."""
    kept = "".join(" " if c in _BARRED else c for c in formats.one_line(name))
    return " ".join(kept.split())[:180].rstrip(". ")
