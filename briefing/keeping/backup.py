"""A workspace in one zip file and back, every file proved by its hash on both ways.

What can be computed anew (derived tables), locks and half-written files stay out. A backup holds its own list,
`backup.json`, so that it can be proved without the workspace it came from: ledger and manifests have hashes of
tables and packs alone, and what people wrote themselves is what nobody can make again.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from briefing import __version__, audit
from briefing.disk import check_space, plain_errors, write_lock
from briefing.errors import BriefingError, IntegrityError
from briefing.workspace import SETTINGS_FILE, Workspace, open_workspace

LIST = "backup.json"
_STORED = {".parquet", ".zip", ".pdf", ".xlsx", ".docx", ".png"}
"""Compressed already."""
_DAMAGED = (zipfile.BadZipFile, EOFError, zlib.error, RuntimeError)
"""What Python says of an archive that it can't read: RuntimeError where a damaged mark asks for a password."""
_CHUNK = 2**20


@dataclass(frozen=True)
class Fingerprint:
    """What a backup's list says of one file."""

    sha256: str
    size: int


def back_up(workspace: Workspace, file: Path) -> int:
    """Write the workspace into a new zip file, read it back, and return the number of files in it.

    Nobody may load meanwhile; reading and building go on. An existing file is never written over.
    """
    if file.exists():
        raise BriefingError(f"{file}: is there already and was not touched. Choose another name.")
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with write_lock(workspace.warehouse / "lock", purpose="a backup", seconds=60):
            _write(workspace.folder, unfinished)
        with _opened(unfinished) as (archive, files):
            for name, wanted in files.items():
                if fault := _fault(archive, name, wanted):
                    raise IntegrityError(f"{file}: could not be read back as it was written: {name} {fault}.")
        unfinished.rename(file)
    except OSError as error:
        raise BriefingError(f"{file}: could not be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    with file.open("rb") as written:
        digest = _copy(written, None).sha256
    audit.record(workspace, "backed up", file.name, files=len(files), sha256=digest)
    return len(files)


def restore(file: Path, target: Path) -> Workspace:
    """Make a workspace from a backup, whole or not at all. A folder that holds anything is never written into."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BriefingError(f"{target}: is not empty; nothing was restored. Name a new folder.")
    target = target.resolve()
    with _opened(file) as (archive, files):
        target.parent.mkdir(parents=True, exist_ok=True)
        check_space(target.parent, sum(each.size for each in files.values()))
        fresh = Path(tempfile.mkdtemp(prefix=".restoring-", dir=target.parent))
        try:
            with plain_errors(target):
                for name, wanted in files.items():
                    (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                    with (fresh / name).open("xb") as place:
                        if fault := _fault(archive, name, wanted, place):
                            raise IntegrityError(f"{name}: {fault}; nothing was restored.")
                for name in ("inbox", "warehouse", "registers", "meetings", "packs"):
                    (fresh / name).mkdir(exist_ok=True)
                if target.exists():
                    target.rmdir()
                fresh.chmod(0o755)
                fresh.rename(target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    workspace = open_workspace(target)
    audit.record(workspace, "restored", file.name, files=len(files))
    return workspace


def _write(folder: Path, file: Path) -> None:
    files: dict[str, Fingerprint] = {}
    with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
            info.compress_type = zipfile.ZIP_STORED if path.suffix in _STORED else zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as place:
                files[name] = _copy(source, place)
        content = {"made_with": __version__, "files": {name: asdict(each) for name, each in files.items()}}
        archive.writestr(LIST, json.dumps(content, indent=1, ensure_ascii=False))


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        hidden = name.startswith(".") or "/." in name
        anew = name.startswith(("warehouse/derived/", "warehouse/incoming/"))
        lock = path.name == "lock" or name.endswith((".lock", "-holder.json", ".new"))
        if path.is_file() and not (hidden or anew or lock or path.is_symlink()):
            yield path


@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Fingerprint]]]:
    """Open a backup with its list, and refuse one that holds other files than it says, or names that lead elsewhere."""
    try:
        archive = zipfile.ZipFile(file)
    except (OSError, ValueError, *_DAMAGED) as error:
        raise IntegrityError(
            f"{file}: can't be opened as a backup ({error}). Use another copy of it."
        ) from None
    with archive:
        try:
            content = json.loads(archive.read(LIST))
            files = {name: Fingerprint(**fields) for name, fields in content["files"].items()}
        except (KeyError, ValueError, TypeError, AttributeError, *_DAMAGED) as error:
            raise IntegrityError(
                f"{file}: holds no list {LIST} that can be read ({error}): it is no backup, or a damaged one."
            ) from None
        there = archive.infolist()
        bad = [info.filename for info in there if _is_link(info) or not _is_inside(info.filename)]
        if bad or sorted(archive.namelist()) != sorted([*files, LIST]) or SETTINGS_FILE not in files:
            example = f", such as {bad[0]!r}" if bad else ""
            raise IntegrityError(
                f"{file}: found other files in it than its list names{example}; nothing was restored."
            )
        yield archive, files


def _is_link(info: zipfile.ZipInfo) -> bool:
    return (info.external_attr >> 28) == 0o12


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not (path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or name.endswith("/"))


def _fault(
    archive: zipfile.ZipFile, name: str, wanted: Fingerprint, place: IO[bytes] | None = None
) -> str | None:
    """Read one file of a backup, no longer than it should be, into a place for it; return what is wrong with it."""
    try:
        with archive.open(name) as source:
            found = _copy(source, place, at_most=wanted.size)
    except _DAMAGED as error:
        return f"is damaged in the backup ({error})"
    return None if found == wanted else "is not what the backup's list says"


def _copy(source: IO[bytes], place: IO[bytes] | None, *, at_most: int | None = None) -> Fingerprint:
    digest, size = hashlib.sha256(), 0
    while (chunk := source.read(_CHUNK)) and (at_most is None or size <= at_most):
        digest.update(chunk)
        size += len(chunk)
        if place is not None:
            place.write(chunk)
    return Fingerprint(digest.hexdigest(), size)
