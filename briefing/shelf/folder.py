"""Packs on disk: `packs/<meeting>/v1/`, `v2/` and so on, each whole or not there at all."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from briefing.disk import sync_folder, write_lock
from briefing.errors import BriefingError, IntegrityError
from briefing.shelf import manifest, standing
from briefing.shelf.manifest import Manifest

_VERSION = re.compile(r"v([1-9]\d*)")
PRUNED = "pruned"
"""Beside a meeting's versions: what is kept of those that retention let go."""
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
    """The finished versions of a pack, oldest first."""
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
    """The manifest of a finished version."""
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


def approved_version(meeting_folder: Path) -> int | None:
    """The latest version that somebody has approved: the one to send."""
    found = (n for n in reversed(versions(meeting_folder)) if is_approved(meeting_folder, n))
    return next(found, None)


def is_approved(meeting_folder: Path, version: int) -> bool:
    return manifest_of(meeting_folder, version).status == "approved"


def record_of(meeting_folder: Path, version: int) -> Path:
    """Where a version's manifest and numbers lie: in its own folder or, where it was pruned, beside the others."""
    own = meeting_folder / f"v{version}"
    return own if own.is_dir() else meeting_folder / PRUNED / f"v{version}"


def pruned_versions(meeting_folder: Path) -> list[int]:
    """The versions of which only manifest and numbers are left."""
    return sorted(set(versions(meeting_folder / PRUNED)) - set(versions(meeting_folder)))


@contextmanager
def being_made(meeting_folder: Path) -> Iterator[None]:
    """Lets one process at a time make versions of a pack; the others wait, then find it made."""
    try:
        meeting_folder.parent.mkdir(parents=True, exist_ok=True)
        lock = write_lock(
            meeting_folder.with_name(f".{meeting_folder.name}.lock"),
            purpose=f"the making of {meeting_folder.name}",
            seconds=_WAIT_SECONDS,
        )
        with lock:
            yield
    except OSError as error:
        raise _unwritten(meeting_folder, error) from error


def publish(meeting_folder: Path, files: Mapping[str, bytes], made: Manifest) -> Delivered:
    """Writes the files and their manifest as the version that `made` names, in one rename.

    A kill before the rename leaves a folder whose name starts with a dot, swept next time; the last good version stays.
    """
    try:
        meeting_folder.mkdir(parents=True, exist_ok=True)
        for leftover in (*meeting_folder.glob(".making-*"), *meeting_folder.glob(".going-*")):
            shutil.rmtree(leftover, ignore_errors=True)
        making = Path(tempfile.mkdtemp(prefix=".making-", dir=meeting_folder))
        for name, data in {**files, manifest.NAME: made.to_json()}.items():
            _write(making / name, data)
        folder = meeting_folder / f"v{made.version}"
        making.chmod(0o755)
        making.rename(folder)
        sync_folder(meeting_folder)
    except OSError as error:
        raise _unwritten(meeting_folder, error) from error
    return Delivered(
        folder, made.version, tuple(folder / name for name in sorted(files)), changed=True, why=made.changed
    )


def already_made(meeting_folder: Path, fingerprint: str) -> Delivered | None:
    """The last version, where it was made of the same things or of others that say the same; else None."""
    last = last_manifest(meeting_folder)
    if last is None or fingerprint not in (last.fingerprint, standing.noted(meeting_folder, last.version)):
        return None
    return as_it_stands(meeting_folder, last)


def as_it_stands(meeting_folder: Path, made: Manifest, why: tuple[str, ...] = ()) -> Delivered | None:
    """A version that needs no other; None where it lost a file. `why`: what changed and is on no page of it."""
    folder = meeting_folder / f"v{made.version}"
    files = tuple(folder / name for name in sorted(made.editions))
    whole = all(file.is_file() for file in files)
    return Delivered(folder, made.version, files, changed=False, why=why) if whole else None


def _unwritten(meeting_folder: Path, error: OSError) -> BriefingError:
    return BriefingError(
        f"{meeting_folder}: the pack could not be written ({error.strerror or error}). "
        "The last good version is as it was. Check free space and permissions of the folder, then build again."
    )


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
