"""Packs on disk: `packs/<meeting>/v1/`, `v2/` and so on, each whole or not there at all.

A version may stand although its inputs changed, where what they say now is what its pages say: a board loads a concern
about another hospital. Finding that out takes seconds a meeting, so it is noted beside the versions, and a run each
hour finds it out once. The note is no more than that: lost, it is found out again.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from briefing import memory
from briefing.disk import sync_folder, write_atomically, write_lock, write_through
from briefing.errors import BriefingError, IntegrityError
from briefing.pack.changes import REVIEWED, Before
from briefing.pack.numbers import BESIDE, NUMBERS, Numbers
from briefing.pack.sitting import SITTING
from briefing.shelf import manifest
from briefing.shelf.manifest import Approval, Manifest

_VERSION = re.compile(r"v([1-9]\d*)")
PRUNED = "pruned"
"""Beside a meeting's versions: what is kept of those that retention let go."""
_STANDS = ".stands.json"
_WAIT_SECONDS = 1800
"""Longer than any pack takes."""


@dataclass(frozen=True)
class Delivered:
    folder: Path
    version: int
    files: tuple[Path, ...]
    changed: bool
    """False where the last version already holds exactly this."""
    why: tuple[str, ...] = ()
    """What changed since the version before; of one that stands, what changed and is on no page of it."""


def versions(meeting_folder: Path) -> list[int]:
    """Return the finished versions of a pack, oldest first."""
    if not meeting_folder.is_dir():
        return []
    found = (
        _VERSION.fullmatch(entry.name)
        for entry in meeting_folder.iterdir()
        if (entry / manifest.NAME).is_file()
    )
    return sorted(int(match[1]) for match in found if match)


def next_version(meeting_folder: Path) -> int:
    return max(versions(meeting_folder), default=0) + 1


def manifest_of(meeting_folder: Path, version: int) -> Manifest:
    """Read the manifest of a finished version."""
    file = meeting_folder / f"v{version}" / manifest.NAME
    try:
        return manifest.read(file.read_bytes())
    except FileNotFoundError:
        there = ", ".join(str(number) for number in versions(meeting_folder)) or "none yet"
        raise BriefingError(
            f"{meeting_folder}: found no version {version}; wanted one of: {there}."
        ) from None
    except (OSError, ValueError) as error:
        raise IntegrityError(
            f"{file}: can't be read as a manifest ({error}). Put the folder back from a backup, or move it "
            "away: the next build makes the pack anew."
        ) from None


def last_manifest(meeting_folder: Path) -> Manifest | None:
    numbers = versions(meeting_folder)
    return manifest_of(meeting_folder, numbers[-1]) if numbers else None


def is_approved(meeting_folder: Path, version: int) -> bool:
    return manifest_of(meeting_folder, version).status == "approved"


def pruned_versions(meeting_folder: Path) -> list[int]:
    """Return the versions of which only manifest and memory are left."""
    return sorted(set(versions(meeting_folder / PRUNED)) - set(versions(meeting_folder)))


def version_before(
    meeting_folder: Path, version: int, *, approval: Approval | None, parts: Mapping[str, str]
) -> Before | None:
    """Return the version that `version` says its changes against; None where there is none.

    That is the last that was approved, which readers hold, or, where none was, the one before. An approved version
    tells what the draft that was read told: the changes since the version before that draft.
    """
    last = (version if approval is None else approval.draft) - 1
    there = [number for number in versions(meeting_folder) if number <= last]
    if last not in (*there, *pruned_versions(meeting_folder)):
        return None
    approved = [number for number in there if is_approved(meeting_folder, number)]
    since = approved[-1] if approved else last
    record = _record(meeting_folder, since)
    numbers = memory.recall(record, "numbers", NUMBERS)
    made = manifest_of(record.parent, since)
    return Before(
        since,
        numbers or {},
        made.inputs,
        manifest.differences(made.parts, parts),
        sitting=memory.recall(record, "sitting", SITTING),
        reviewed=memory.recall(record, "reviewed", REVIEWED) or {},
    )


def made_beside(meeting_folder: Path, version: int) -> dict[str, int]:
    """Return the last version of every other meeting: as they are now or, of a version made already, as they were."""
    known = memory.recall(_record(meeting_folder, version), "beside", BESIDE)
    if known is not None:
        return known
    others = last_versions(meeting_folder.parent)
    return {name: last for name, last in others.items() if name != meeting_folder.name}


def last_versions(packs: Path) -> dict[str, int]:
    """Return the last version of every meeting that has one."""
    homes = sorted(packs.glob("*/"))
    found = {home.name: max([*versions(home), *pruned_versions(home)], default=0) for home in homes}
    return {name: last for name, last in found.items() if last}


def numbers_shown(packs: Path, last: Mapping[str, int]) -> Iterator[dict[str, Numbers]]:
    """Yield what each version of each meeting showed, up to the last one named, those that were pruned among them."""
    for name, until in last.items():
        for version in range(1, until + 1):
            yield memory.recall(_record(packs / name, version), "numbers", NUMBERS) or {}


def _record(meeting_folder: Path, version: int) -> Path:
    """Where a version's manifest and memory lie: in its folder, or with those that retention let go."""
    own = meeting_folder / f"v{version}"
    return own if own.is_dir() else meeting_folder / PRUNED / own.name


@contextmanager
def being_made(meeting_folder: Path) -> Iterator[None]:
    """Let one process at a time make versions of a pack; the others wait, then find it made."""
    with _plainly(meeting_folder):
        meeting_folder.parent.mkdir(parents=True, exist_ok=True)
        lock = meeting_folder.with_name(f".{meeting_folder.name}.lock")
        with write_lock(lock, purpose=f"the making of {meeting_folder.name}", seconds=_WAIT_SECONDS):
            yield


def publish(meeting_folder: Path, files: Mapping[str, bytes], made: Manifest) -> Delivered:
    """Write the files and their manifest as the version that `made` names, in one rename.

    A kill before the rename leaves a folder whose name starts with a dot, swept next time; the last good version stays.
    """
    with _plainly(meeting_folder):
        meeting_folder.mkdir(parents=True, exist_ok=True)
        for leftover in (*meeting_folder.glob(".making-*"), *meeting_folder.glob(".going-*")):
            shutil.rmtree(leftover, ignore_errors=True)
        making = Path(tempfile.mkdtemp(prefix=".making-", dir=meeting_folder))
        for name, data in {**files, manifest.NAME: made.to_json()}.items():
            (making / name).parent.mkdir(parents=True, exist_ok=True)
            write_through(making / name, data)
        folder = meeting_folder / f"v{made.version}"
        making.chmod(0o755)
        making.rename(folder)
        sync_folder(meeting_folder)
    paths = tuple(folder / name for name in sorted(files))
    return Delivered(folder, made.version, paths, changed=True, why=made.changed)


def already_made(meeting_folder: Path, fingerprint: str) -> Delivered | None:
    """Return the last version, where it was made of the same things or of others that say the same; else None."""
    last = last_manifest(meeting_folder)
    if last is None or fingerprint not in (last.fingerprint, _noted_to_stand(meeting_folder, last.version)):
        return None
    return _as_it_stands(meeting_folder, last)


def still_standing(meeting_folder: Path, parts: Mapping[str, str], content: str) -> Delivered | None:
    """Return the last version, where what it would be made from now says what it says. The folder must be held."""
    last = last_manifest(meeting_folder)
    if last is None or not last.could_stand(parts) or last.content != content:
        return None
    note = {"version": last.version, "fingerprint": manifest.fingerprint(parts)}
    with suppress(OSError):  # found out again next time
        write_atomically(meeting_folder / _STANDS, json.dumps(note).encode())
    return _as_it_stands(meeting_folder, last, manifest.differences(last.parts, parts))


def _noted_to_stand(meeting_folder: Path, version: int) -> str | None:
    """Return the fingerprint under which a version was last found to stand."""
    with suppress(OSError, ValueError, AttributeError, RecursionError):
        note = json.loads((meeting_folder / _STANDS).read_bytes())
        if note.get("version") == version:
            return str(note.get("fingerprint"))
    return None


def _as_it_stands(meeting_folder: Path, made: Manifest, why: tuple[str, ...] = ()) -> Delivered | None:
    """Return a version that needs no other; None where it lost a file."""
    folder = meeting_folder / f"v{made.version}"
    files = tuple(folder / name for name in sorted(made.editions))
    whole = all(file.is_file() for file in files)
    return Delivered(folder, made.version, files, changed=False, why=why) if whole else None


@contextmanager
def _plainly(meeting_folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BriefingError(
            f"{meeting_folder}: the pack could not be written ({error.strerror or error}). "
            "The last good version is as it was. Check free space and permissions of the folder, then build again."
        ) from error
