"""A workspace in one zip file and back, every file proved by its hash on both ways.

What can be computed anew (derived tables), locks and half-written files stay out. A backup holds its own list,
`backup.json`, so that it can be proved without the workspace it came from.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from briefing import __version__, audit
from briefing.disk import told_plainly, write_lock
from briefing.errors import BriefingError, IntegrityError
from briefing.workspace import SETTINGS_FILE, Workspace, open_workspace

LIST = "backup.json"
_STORED = {".parquet", ".zip", ".pdf", ".xlsx", ".docx", ".png"}
"""Compressed already."""
_LEFT_OUT = {"warehouse/derived", "warehouse/incoming"}
_CHUNK = 2**20


@dataclass(frozen=True)
class Held:
    """What a backup holds of one file."""

    sha256: str
    size: int


def back_up(workspace: Workspace, file: Path) -> int:
    """Writes the workspace into a new zip file, reads it back, and gives the number of files in it.

    Nobody may load meanwhile; reading and building go on. An existing file is never written over.
    """
    if file.exists():
        raise BriefingError(f"{file}: is there already and was not touched. Choose another name.")
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with write_lock(workspace.warehouse / "lock", purpose="a backup", seconds=60):
            held = _write(workspace.folder, unfinished)
        if faults := faults_of(unfinished):
            raise IntegrityError(f"{file}: could not be read back as it was written: {faults[0]}")
        unfinished.rename(file)
    except OSError as error:
        raise BriefingError(f"{file}: could not be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    audit.record(workspace, "backed up", file.name, files=len(held), sha256=_hash_of(file))
    return len(held)


def restore(file: Path, target: Path) -> Workspace:
    """Makes a workspace from a backup, whole or not at all. A folder that holds anything is never written into."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BriefingError(f"{target}: is not empty; nothing was restored. Name a new folder.")
    target = target.resolve()
    with _opened(file) as archive:
        held = _list_of(archive, file)
        _refuse_names(archive, held, file)
        target.parent.mkdir(parents=True, exist_ok=True)
        _refuse_size(held, target.parent)
        making = Path(tempfile.mkdtemp(prefix=".restoring-", dir=target.parent))
        try:
            with told_plainly(target):
                for name, wanted in held.items():
                    _extract(archive, name, making / name, wanted)
                if target.exists():
                    target.rmdir()
                making.chmod(0o755)
                making.rename(target)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    for name in ("inbox", "warehouse", "registers", "meetings", "packs"):
        (target / name).mkdir(exist_ok=True)
    workspace = open_workspace(target)
    audit.record(workspace, "restored", file.name, files=len(held))
    return workspace


def faults_of(file: Path) -> list[str]:
    """What in a backup is not as its own list says."""
    with _opened(file) as archive:
        held = _list_of(archive, file)
        _refuse_names(archive, held, file)
        return [name for name, wanted in held.items() if _hash_in(archive, name) != wanted]


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        left_out = any(inside.as_posix().startswith(f"{each}/") for each in _LEFT_OUT)
        lock = path.name == "lock" or path.name.endswith((".lock", "-holder.json", ".new"))
        if path.is_file() and not (hidden or left_out or lock or path.is_symlink()):
            yield path


def _write(folder: Path, file: Path) -> dict[str, Held]:
    held: dict[str, Held] = {}
    with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
            info.compress_type = zipfile.ZIP_STORED if path.suffix in _STORED else zipfile.ZIP_DEFLATED
            digest, size = hashlib.sha256(), 0
            with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    target.write(chunk)
            held[name] = Held(digest.hexdigest(), size)
        said = {"made_with": __version__, "files": {name: vars(each) for name, each in held.items()}}
        archive.writestr(LIST, json.dumps(said, indent=1, ensure_ascii=False))
    return held


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile) as error:
        raise IntegrityError(
            f"{file}: can't be opened as a backup ({error}). Use another copy of it."
        ) from None


def _list_of(archive: zipfile.ZipFile, file: Path) -> dict[str, Held]:
    try:
        said: dict[str, Any] = json.loads(archive.read(LIST))
        return {name: Held(**fields) for name, fields in said["files"].items()}
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise IntegrityError(
            f"{file}: holds no list {LIST} that can be read ({error}): it is no backup, or a damaged one."
        ) from None


def _refuse_names(archive: zipfile.ZipFile, held: Mapping[str, Held], file: Path) -> None:
    """Refuses a file whose names lead elsewhere, or that holds other files than it says."""
    names = archive.namelist()
    bad = [name for name in {*names, *held} if not _is_inside(name)]
    links = [info.filename for info in archive.infolist() if (info.external_attr >> 28) == 0o12]
    if bad or links or sorted(names) != sorted([*held, LIST]) or SETTINGS_FILE not in held:
        raise IntegrityError(
            f"{file}: found other files in it than its list names"
            f"{f', such as {(bad + links)[0]!r}' if bad + links else ''}; nothing was restored."
        )


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not (path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or name.endswith("/"))


def _refuse_size(held: Mapping[str, Held], folder: Path) -> None:
    needed, free = sum(each.size for each in held.values()), shutil.disk_usage(folder).free
    if needed > free:
        raise BriefingError(
            f"{folder}: found {free / 2**20:,.0f} MB free; wanted {needed / 2**20:,.0f}. Nothing was restored."
        )


def _extract(archive: zipfile.ZipFile, name: str, path: Path, wanted: Held) -> None:
    """Writes one file, no longer than it should be, and holds it to its hash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, left = hashlib.sha256(), wanted.size
    try:
        with archive.open(name) as source, path.open("xb") as target:
            while chunk := source.read(min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    break
                digest.update(chunk)
                target.write(chunk)
    except (zipfile.BadZipFile, EOFError) as error:
        raise IntegrityError(f"{name}: is damaged in the backup ({error}); nothing was restored.") from None
    if left != 0 or digest.hexdigest() != wanted.sha256:
        raise IntegrityError(f"{name}: is not what the backup's list says; nothing was restored.")


def _hash_in(archive: zipfile.ZipFile, name: str) -> Held | None:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as source:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except (zipfile.BadZipFile, EOFError):
        return None
    return Held(digest.hexdigest(), size)


def _hash_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
