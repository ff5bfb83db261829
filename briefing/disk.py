"""Writing so that a killed process, a power cut or a full disk leaves the old state or the new, not half.

And what computers write beside our files without being asked: drafts, indexes, copies of a sync that went two ways.
"""

import contextlib
import errno
import getpass
import json
import os
import platform
import re
import shutil
import tempfile
import time
import traceback
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePath

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from briefing.errors import BriefingError, ProgramError, WarehouseError

_WINDOWS = os.name == "nt"
_REPLACE_TRIES = 40
_SPARE_BYTES = 16 * 2**20
_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL)
_ABANDONED_SECONDS = 24 * 3600
_LEFT_BEHIND = re.compile(
    r"\.|~|thumbs\.db$|ehthumbs\.db$|desktop\.ini$|icon\r$|backup of .*\.(xlk|xlsx?)$"
    r"|.*(~|\.(bak\d*|backup|old|orig|tmp|temp|part|partial|crdownload|download|lnk|url|xlk|asd|wbk))$",
    re.IGNORECASE,
)
_COPY = (
    re.compile(r" ?-? ?(copy|copie)( \(?\d+\)?)?| ?\(\d+\)| \d", re.IGNORECASE),
    re.compile(r".*(conflicted copy|case conflict|[ _.-]conflict|sync-conflict).*", re.IGNORECASE),
    re.compile(r"-(?=[A-Z0-9-]{7,}$)(?=.*\d|LAPTOP|DESKTOP)[A-Z][A-Z0-9-]+"),
)
"""What stands after the name of a file in that of its copy, as Windows, macOS, Dropbox or OneDrive name it."""


def is_left_behind(name: str) -> bool:
    """Say whether a computer wrote a file of this name for itself: an index, a lock, a backup, half a download."""
    return _LEFT_BEHIND.match(name) is not None


def copied(name: str, beside: Collection[str]) -> str | None:
    """Find the file, among those `beside` it, of which a file of this name is a copy that nobody asked for."""
    path = PurePath(name)
    for other in beside:
        stem = PurePath(other).stem
        tail = path.stem[len(stem) :] if path.stem.startswith(stem) else ""
        if other != name and (
            (tail and any(shape.fullmatch(tail) for shape in _COPY))
            or path.stem.lower() == f"copy of {stem.lower()}"
        ):
            return other
    return None


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file by a new one, on the disk before this returns.

    Until then it has a name that programs which keep folders in step leave alone.
    """
    fresh = path.with_name(f".~{path.name}.tmp")
    try:
        write_through(fresh, content)
        replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def write_through(path: Path, content: bytes) -> None:
    """Write a file that nobody looks for yet, on the disk before this returns."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file that only ever grows, on the disk before this returns.

    What a kill cut short before it is ended first; what a full disk cuts short is taken back.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 1, 0))
        data = (b"\n" if file.read() not in (b"", b"\n") else b"") + line + b"\n"
        try:
            while data:
                data = data[file.write(data) :]
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), size)
            raise
    sync_folder(path.parent)


def replace(fresh: Path, path: Path) -> None:
    """Rename over, and make it last. Windows refuses while it is being read: try for two seconds."""
    for attempt in range(_REPLACE_TRIES):
        try:
            os.replace(fresh, path)
            break
        except PermissionError:
            if not _WINDOWS or attempt == _REPLACE_TRIES - 1:
                raise
            time.sleep(0.05)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Write a folder's list of names to the disk. Windows has no such call, and needs none."""
    if _WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each lasting."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        sync_folder(path.parent)


def remove(path: Path) -> None:
    """Remove a file or a folder if that can be done. What is still open on Windows goes the next time."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def remove_abandoned(folder: Path, pattern: str) -> None:
    """Remove what commands that were killed a day ago and more left unfinished."""
    for path in folder.glob(pattern):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                remove(path)


def check_space(folder: Path, needed: int) -> None:
    """Refuse to begin what can't be finished."""
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE_BYTES:
        raise WarehouseError(
            f"{folder}: found {_megabytes(free)} free on the disk; "
            f"wanted {_megabytes(needed + _SPARE_BYTES)}. "
            "Make room, then run this again; nothing has been changed."
        )


@contextlib.contextmanager
def plain_errors(folder: Path) -> Iterator[None]:
    """Turn what an operating system says into what a manager can act on."""
    try:
        yield
    except OSError as error:
        raise WarehouseError(f"{folder}: {plainly(error)} The last good state is as it was.") from error


def program_error(trace: str | None = None) -> ProgramError:
    """Write down an error that nobody foresaw, the one at hand unless told, and return it as what a user is shown."""
    shown = (trace or traceback.format_exc()).strip().splitlines()
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            errors="backslashreplace",
            prefix="briefing-fault-",
            suffix=".txt",
            delete=False,
        ) as file:
            file.write("\n".join(shown) + "\n")
        where = f"What went wrong is written down in {file.name}: please report it with that file."
    except OSError:
        where = f"Please report it: {shown[-1][:200]}"
    return ProgramError(f"a fault of this program, and not of yours. {where}")


def plainly(error: OSError) -> str:
    """Say what a disk or a folder refused, and what to do."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"the disk is full or your quota is used up{where}. Make room, then run this again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"can't be written{where}. Ask for the right to write there, or close the program that holds it."
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
        return f"a file stands where a folder is wanted, or the other way round{where}. Name another place."
    return f"could not be read or written: {error}."


@contextlib.contextmanager
def write_lock(
    lock: Path, *, purpose: str, seconds: float, busy: type[BriefingError] = WarehouseError
) -> Iterator[None]:
    """Let one process write at a time. A lock dies with its process; readers never ask for it."""
    holder = lock.with_name(f"{lock.name}-holder.json")
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(lock_held(lock, seconds=seconds))
        except Timeout:
            raise busy(
                f"{lock.parent}: waited {seconds:g} seconds for {_holder(holder)}. "
                "Wait until it has ended, then run this again; nothing has been changed."
            ) from None
        held.callback(remove, holder)
        with contextlib.suppress(OSError):  # who holds it is told where there is room to say so
            holder.write_text(json.dumps(_who_and_what(purpose)), "utf-8")
        yield


@contextlib.contextmanager
def lock_held(lock: Path, *, seconds: float) -> Iterator[None]:
    """Hold a lock, or raise `Timeout`. Where a shared drive has none, a file that names its process stands for it."""
    held: BaseFileLock = FileLock(lock, timeout=seconds, fallback_to_soft=False)
    try:
        held.acquire()
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        held = SoftFileLock(lock.with_name(f"{lock.name}.held"), timeout=seconds)
        held.acquire()
    try:
        yield
    finally:
        held.release()


def is_locked(lock: Path) -> bool:
    """Tell whether a process holds a lock now."""
    try:
        with lock_held(lock, seconds=0):
            return False
    except Timeout:
        return True


def _who_and_what(purpose: str) -> dict[str, str]:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "an unnamed user"
    since = datetime.now(UTC).strftime("%d %B %Y %H:%M:%S UTC")
    return {
        "purpose": purpose,
        "user": user,
        "computer": platform.node(),
        "process": str(os.getpid()),
        "since": since,
    }


def _holder(path: Path) -> str:
    """Describe who holds the lock, as far as they wrote it down."""
    try:
        held = json.loads(path.read_text("utf-8"))
        return (
            f"{held['purpose']} by {held['user']} on {held['computer']} (process {held['process']}, "
            f"since {held['since']})"
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "another process that is writing here"


def _megabytes(count: int) -> str:
    return f"{count / 2**20:,.0f} MB"
