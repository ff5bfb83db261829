"""The version before, as far as the next one has to account for it."""

from collections.abc import Mapping
from pathlib import Path

from briefing.errors import IntegrityError
from briefing.pack.changes import Before
from briefing.pack.numbers import NUMBERS_FILE, numbers_from
from briefing.shelf import folder as packs
from briefing.shelf import manifest
from briefing.shelf.manifest import Approval


def earlier_version(
    meeting_folder: Path, version: int, *, approval: Approval | None, parts: Mapping[str, str]
) -> Before | None:
    """The version that `version` says its changes against; None where there is none, or it kept no numbers.

    An approved version tells what the draft that was read told: the changes since the version before that draft.
    """
    last = (version if approval is None else approval.draft) - 1
    record = packs.record_of(meeting_folder, last)
    file = record / NUMBERS_FILE
    if not file.is_file():
        return None
    made = packs.manifest_of(record.parent, last)
    try:
        numbers = numbers_from(file.read_bytes())
    except ValueError as error:
        raise IntegrityError(
            f"{file}: can't be read ({error}). Put the folder v{last} back from a backup, or move it away: the "
            "next version then says nothing of what changed since."
        ) from None
    return Before(last, numbers, made.inputs, manifest.differences(made.parts, parts))
