"""A workspace in one zip file and back, every file proved by its hash on both ways.

What can be computed anew (derived tables), locks and half-written files stay out. A backup holds its own list,
`backup.json`, so that it can be proved without the workspace it came from: ledger and manifests have hashes of
tables and packs alone, and what people wrote themselves is what nobody can make again.
"""

import glob
import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import unquote_to_bytes

from briefing import __version__, audit
from briefing.disk import check_space, plain_errors, plainly, remove, remove_abandoned, write_lock
from briefing.errors import BriefingError, IntegrityError, WarehouseError, printable
from briefing.loading import warehouse_of
from briefing.warehouse.tables import sweep
from briefing.workspace import SETTINGS_FILE, Workspace, open_workspace

LIST = "backup.json"
_STORED = {".parquet", ".zip", ".pdf", ".xlsx", ".docx", ".pptx", ".png"}
"""Compressed already."""
_DAMAGED = (zipfile.BadZipFile, EOFError, zlib.error, RuntimeError)
"""What Python says of an archive that it can't read: RuntimeError where a damaged mark asks for a password."""
_CHUNK = 2**20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Those we write: others take memory by what the archive says."""
_ESCAPED = "escaped"
_ODD = re.compile(r"[%\\:\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ANEW = ("derived", "incoming")
_LONGEST_LIST, _MOST_FILES, _MOST_FOLDERS, _DEEPEST = 64 << 20, 300_000, 50_000, 40
_SMALL, _LARGEST_RATIO = 100 << 20, 200
"""What a backup may hold, in all: this much, or so many times its own size."""


@dataclass(frozen=True)
class Fingerprint:
    """What a backup's list says of one file."""

    name: str
    sha256: str
    size: int


def back_up(workspace: Workspace, file: Path) -> int:
    """Write the workspace into a new zip file, read it back, and return the number of files in it.

    Nobody may load meanwhile; reading and building go on. An existing file is never written over. Until it is whole
    it has a hidden name of its own, which no backup takes in and the next one clears away a day later.
    """
    if file.exists():
        raise _taken(file)
    _refuse_own_folder(workspace, file)
    remove_abandoned(file.parent, f".~{glob.escape(file.name)}.*.part")
    unfinished: Path | None = None
    try:
        with write_lock(workspace.warehouse / "lock", purpose="a backup", seconds=60):
            with suppress(WarehouseError):  # a damaged warehouse is kept as it is
                sweep(workspace.warehouse, warehouse_of(workspace).loads())
            found = list(_files(workspace.folder))
            handle, name = tempfile.mkstemp(prefix=f".~{file.name}.", suffix=".part", dir=file.parent)
            unfinished = Path(name)
            with os.fdopen(handle, "w+b") as place:
                _write(found, place)
        with _opened(unfinished) as (archive, files):
            for member, wanted in files.items():
                if fault := _fault(archive, member, wanted):
                    raise IntegrityError(
                        f"{file}: could not be read back as it was written: {member} {fault}."
                    )
        _keep(unfinished, file)
    except FileExistsError:
        raise _taken(file) from None
    except OSError as error:
        raise BriefingError(f"{file}: no backup was made: {plainly(error)}") from error
    finally:
        if unfinished is not None:
            remove(unfinished)
    with file.open("rb") as written:
        digest = _copy(written, None).sha256
    audit.record(workspace, "backed up", printable(file.name), files=len(files), sha256=digest)
    return len(files)


def _refuse_own_folder(workspace: Workspace, file: Path) -> None:
    """Refuse a place where the program would read the backup as data, or take it for a part of a pack."""
    place = file.parent.resolve()
    for folder in (
        workspace.inbox,
        workspace.registers,
        workspace.meetings,
        workspace.warehouse,
        workspace.packs,
    ):
        if place.is_relative_to(folder.resolve()):
            raise BriefingError(
                f"{file}: lies in {folder.name}/, where the program looks for files of its own; nothing was written. "
                "Choose a folder outside the workspace, best on another disk."
            )


def _taken(file: Path) -> BriefingError:
    return BriefingError(f"{file}: is there already and was not touched. Choose another name.")


def _keep(unfinished: Path, file: Path) -> None:
    """Give a finished file its name; of two at once, the second finds it taken."""
    unfinished.chmod(0o644)
    try:
        os.link(unfinished, file)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        if file.exists():
            raise FileExistsError from None
        unfinished.rename(file)


def restore(file: Path, target: Path) -> Workspace:
    """Make a workspace from a backup, whole or not at all. A folder that holds anything is never written into."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BriefingError(f"{target}: is not empty; nothing was restored. Name a new folder.")
    with plain_errors(target), _opened(file) as (archive, files):
        target = target.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        check_space(target.parent, sum(each.size for each in files.values()))
        remove_abandoned(target.parent, ".restoring-*")
        fresh = Path(tempfile.mkdtemp(prefix=".restoring-", dir=target.parent))
        try:
            for member, wanted in files.items():
                path = fresh / wanted.name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as place:
                    if fault := _fault(archive, member, wanted, place):
                        raise IntegrityError(f"{member}: {fault}; nothing was restored.")
            for name in ("inbox", "warehouse", "registers", "meetings", "packs"):
                (fresh / name).mkdir(exist_ok=True)
            if target.exists():
                target.rmdir()
            fresh.chmod(0o755)
            fresh.rename(target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    workspace = open_workspace(target)
    audit.record(workspace, "restored", printable(file.name), files=len(files))
    return workspace


def _write(found: Iterable[tuple[str, Path]], file: IO[bytes]) -> None:
    files: dict[str, dict[str, str | int]] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, path in found:
            with suppress(FileNotFoundError), path.open("rb") as source:  # gone since it was listed
                info = zipfile.ZipInfo.from_file(path, "x", strict_timestamps=False)
                info.filename = _member(name)
                info.compress_type = zipfile.ZIP_STORED if path.suffix in _STORED else zipfile.ZIP_DEFLATED
                with archive.open(info, "w", force_zip64=True) as place:
                    copied = _copy(source, place)
                files[info.filename] = {"sha256": copied.sha256, "size": copied.size}
        content = {"made_with": __version__, "names": _ESCAPED, "files": files}
        archive.writestr(LIST, json.dumps(content, indent=1))


def _member(name: str) -> str:
    """Return what a file is called in the zip: as it is, but for bytes that a zip or another system reads otherwise."""
    member = _ODD.sub(lambda found: "".join(f"%{byte:02X}" for byte in os.fsencode(found[0])), name)
    return f"%{ord(LIST[0]):02X}{LIST[1:]}" if member == LIST else member


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """List the files of a workspace by name. Links within it are followed; those that lead out of it are refused.

    Its own folders may lie elsewhere: an inbox on a shared drive.
    """
    inside = {Path(os.path.realpath(path)) for path in (folder, *folder.glob("*/"))}
    astray: list[str] = []

    def stays(path: Path) -> bool:
        if not path.is_symlink():
            return True
        real = Path(os.path.realpath(path))
        if real.exists() and any(real.is_relative_to(home) for home in inside):
            return True
        astray.append(f"{printable(path.relative_to(folder).as_posix())} -> {printable(str(real))}")
        return False

    for place, folders, names in os.walk(folder, followlinks=True):
        here = Path(place)
        above = {Path(os.path.realpath(path)) for path in (here, *here.parents)}
        folders[:] = [
            name
            for name in sorted(folders)
            if name[0] != "."
            and not (here.name == "warehouse" and here.parent == folder and name in _ANEW)
            and stays(here / name)
            and Path(os.path.realpath(here / name)) not in above  # a circle
        ]
        for name in sorted(names):
            path = here / name
            lock = here == folder / "warehouse" and name.endswith(("lock", "lock-holder.json", "lock.held"))
            if name[0] != "." and not lock and stays(path) and path.is_file() and not _is_backup(path):
                yield path.relative_to(folder).as_posix(), path
    if astray:
        raise BriefingError(
            f"{folder}: found links that lead out of the workspace or nowhere: {'; '.join(astray[:5])}. Wanted files. "
            "Put the files themselves there, or take the links away; nothing was backed up."
        )


def _is_backup(path: Path) -> bool:
    """Say whether a file is an earlier backup: with those in it, each would be twice as large as the last."""
    if path.suffix != ".zip":
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()[-1:] == [LIST]
    except (OSError, ValueError, *_DAMAGED):
        return False


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
        there = archive.infolist()
        try:
            if archive.getinfo(LIST).file_size > _LONGEST_LIST:
                raise ValueError("too long to be one of ours")
            listed = archive.read(LIST)
            if sum(listed.count(mark) for mark in b"[{") > _MOST_FILES + 9:  # of one object a file
                raise ValueError("of too many parts to be one of ours")
            content = json.loads(listed)
            escaped = content.get("names") == _ESCAPED
            files = {
                member: Fingerprint(_name(member) if escaped else member, fields["sha256"], fields["size"])
                for member, fields in content["files"].items()
            }
            unpacked = sum(each.size for each in files.values())
        except (KeyError, ValueError, TypeError, AttributeError, RecursionError, *_DAMAGED) as error:
            raise IntegrityError(
                f"{file}: holds no list {LIST} that can be read ({error}): it is no backup, or a damaged one."
            ) from None
        bad = [info.filename for info in there if _is_link(info) or info.compress_type not in _METHODS]
        bad += [member for member in files if "\\" in member or ":" in member]  # none that we write
        bad += [each.name for each in files.values() if not _is_inside(each.name)]
        if bad or sorted(archive.namelist()) != sorted([*files, LIST]) or SETTINGS_FILE not in files:
            example = f", such as {bad[0]!r}" if bad else ""
            raise IntegrityError(
                f"{file}: found other files in it than its list names{example}; nothing was restored."
            )
        folders = {parent for each in files.values() for parent in PurePosixPath(each.name).parents}
        if (
            len(files) > _MOST_FILES
            or len(folders) > _MOST_FOLDERS
            or unpacked > max(_SMALL, _LARGEST_RATIO * file.stat().st_size)
        ):
            found = f"{len(files):,} files of {unpacked / 2**20:,.0f} MB in all"
            if len(folders) > _MOST_FOLDERS:
                found = f"{len(folders):,} folders"
            raise IntegrityError(
                f"{file}: found {found} in a backup of {file.stat().st_size / 2**20:,.1f} MB; nothing was restored. "
                "No workspace is like that: ask whoever made it."
            )
        yield archive, files


def _is_link(info: zipfile.ZipInfo) -> bool:
    return (info.external_attr >> 28) == 0o12


def _name(member: str) -> str:
    return os.fsdecode(unquote_to_bytes(member))


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    odd = os.name == "nt" and ("\\" in name or ":" in name)
    return 0 < len(path.parts) <= _DEEPEST and not (
        path.is_absolute() or ".." in path.parts or "\0" in name or name.endswith("/") or odd
    )


def _fault(
    archive: zipfile.ZipFile, name: str, wanted: Fingerprint, place: IO[bytes] | None = None
) -> str | None:
    """Read one file of a backup, no longer than it should be, into a place for it; return what is wrong with it."""
    try:
        with archive.open(name) as source:
            found = _copy(source, place, at_most=wanted.size)
    except _DAMAGED as error:
        return f"is damaged in the backup ({error})"
    return (
        None
        if (found.sha256, found.size) == (wanted.sha256, wanted.size)
        else "is not what the backup's list says"
    )


def _copy(source: IO[bytes], place: IO[bytes] | None, *, at_most: int | None = None) -> Fingerprint:
    digest, size = hashlib.sha256(), 0
    while (chunk := source.read(_CHUNK)) and (at_most is None or size <= at_most):
        digest.update(chunk)
        size += len(chunk)
        if place is not None:
            place.write(chunk)
    return Fingerprint("", digest.hexdigest(), size)
