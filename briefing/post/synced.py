"""Copies into a folder that others see, such as a synced one: names by which people find them, whole or not at all.

2026-12-03 RZA GP pack Dr Ben Specimen v1.pdf
2026-12-03 RZA themes notice v1.pdf
"""

import os
import tempfile
from pathlib import Path, PurePath

from briefing import formats
from briefing.disk import replace, sync_folder
from briefing.errors import DeliveryError
from briefing.meeting.model import Meeting
from briefing.pack.build import gp_pack_names
from briefing.post.addressing import rule_of

_BARRED = '<>:"/\\|?*'
"""What Windows has in no name."""


def dated_name(filename: str, meeting: Meeting, *, version: int, draft: bool) -> str:
    """The name under which a file of a pack stands in the folder; the same each time."""
    rule = rule_of(filename)
    words = rule.edition if rule else PurePath(filename).stem.replace("-", " ")
    begins = rule.begins if rule else ""
    about = PurePath(filename).stem.removeprefix(begins).split("-")[0]
    whose = [c for c in meeting.provider_codes if c.lower() == about] or list(meeting.provider_codes)
    name = " ".join(
        [
            meeting.date.isoformat(),
            *whose,
            words,
            *_reader(filename, meeting),
            f"v{version}",
            *(["DRAFT"] if draft else []),
        ]
    )
    return plain_name(name) + PurePath(filename).suffix


def _reader(filename: str, meeting: Meeting) -> list[str]:
    """Whose pack it is; two of one name are told apart by their ids."""
    stem = PurePath(filename).stem
    names = [person.name for person in meeting.panel]
    return [
        person.name if names.count(person.name) == 1 else f"{person.name} {person.person_id}"
        for code in meeting.provider_codes
        for person in meeting.panel
        if gp_pack_names(meeting.panel, code)[person.person_id] == stem
    ]


def plain_name(name: str) -> str:
    """Leaves out of a name what no folder of Windows takes."""
    kept = "".join(" " if c in _BARRED else c for c in formats.one_line(name))
    return " ".join(kept.split())[:180].rstrip(". ")


def put(folder: Path, name: str, data: bytes) -> Path:
    """Writes one file beside its place and renames it: a synced folder never sees half of it."""
    target = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(prefix=".~", suffix=".tmp", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(fresh).chmod(0o644)
            replace(Path(fresh), target)
        finally:
            Path(fresh).unlink(missing_ok=True)
        sync_folder(folder)
    except OSError as error:
        raise DeliveryError(
            f"{target}: could not be written ({error.strerror or error}). Check that the folder is there, may be "
            "written and has room, then send again: what is there already is left alone."
        ) from error
    return target
