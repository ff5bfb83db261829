"""Processes that are killed, short of disk, or without rights: what a year does to a scheduled run."""

import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import BriefingError

ROOT = os.getuid() == 0


@dataclass(frozen=True)
class Fault:
    """What happens to one process."""

    kind: str = "none"
    after: float = 0.0
    """Seconds until it is killed."""


def drawn(drawing: random.Random, *, seconds: float) -> Fault:
    """A fault for the next process, as likely as not none. `seconds` is about how long the process takes."""
    kind = drawing.choices(["none", "kill", "kill a worker", "full disk", "read-only"], [50, 25, 9, 8, 8])[0]
    return Fault(kind, drawing.uniform(0, drawing.choice([0.3, seconds])))


def in_a_process(work: Callable[[], int], log: Path, *, fault: Fault = Fault(), folder: Path) -> int | None:
    """Does something in a process of its own; gives its exit code, or None where it was killed.

    Forked from here, where everything is imported already; its own workers are spawned as always.
    """
    with _disk_or_rights(fault, folder):
        pid = os.fork()
        if pid == 0:
            _be_a_process(work, log, short=fault.kind == "full disk" and not os.path.ismount(folder))
        if fault.kind in ("kill", "kill a worker"):
            _kill(pid, fault)
        _, status = os.waitpid(pid, 0)
        _end_group(pid)
    return None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


def _be_a_process(work: Callable[[], int], log: Path, *, short: bool) -> None:
    code = 70
    try:
        os.setsid()
        with log.open("ab", buffering=0) as out:
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
        if short:
            resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
        code = work()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    except BriefingError as error:
        print(f"briefing: {error}", flush=True)
        code = error.exit_code
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _kill(pid: int, fault: Fault) -> None:
    """Waits, then kills the process with all that is its own, or one of its workers alone."""
    until = time.monotonic() + fault.after
    while time.monotonic() < until:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return
        time.sleep(0.02)
    if fault.kind == "kill":
        os.kill(pid, signal.SIGKILL)  # its workers must find out for themselves
        return
    workers = [other for other in _group(pid) if other != pid]
    for worker in workers[:1]:
        _signal(worker)


def _group(leader: int) -> list[int]:
    said = subprocess.run(["pgrep", "-g", str(leader)], capture_output=True, text=True, check=False)
    return [int(line) for line in said.stdout.split()]


def _end_group(leader: int) -> None:
    """Waits until a killed process's workers have gone by themselves: they may write nothing after it."""
    until = time.monotonic() + 20
    while _group(leader) and time.monotonic() < until:
        time.sleep(0.02)
    if left := _group(leader):
        raise AssertionError(f"workers outlived their parent: {left}")


def _signal(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextmanager
def _disk_or_rights(fault: Fault, folder: Path) -> Iterator[None]:
    mounted = os.path.ismount(folder)
    if fault.kind == "full disk" and mounted:
        used = shutil.disk_usage(folder).used
        _remount(folder, f"size={used + int(fault.after * 100_000)}")
        yield
        _remount(folder, f"size={_SIZE}")
    elif fault.kind == "read-only" and mounted:
        _remount(folder, "ro")
        yield
        _remount(folder, "rw")
    elif fault.kind == "read-only":
        places = [folder, folder / "packs", folder / "warehouse"]
        for place in places:
            place.chmod(0o555)
        yield
        for place in places:
            place.chmod(0o755)
    else:
        yield


_SIZE = 900 * 2**20


def _remount(folder: Path, option: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{option}", str(folder)], check=True)


@contextmanager
def disk() -> Iterator[tuple[Path, str]]:
    """A folder on a disk of its own, which can be made full; without the right to mount, on the usual one."""
    with tempfile.TemporaryDirectory() as outside:
        Path(outside).chmod(0o755)
        folder = Path(outside, "w")
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(folder)]
        mounted = ROOT and subprocess.run(mount, capture_output=True, check=False).returncode == 0
        try:
            yield folder, "a disk with no space left" if mounted else "a limit of 4,000 bytes a file"
        finally:
            if mounted:
                subprocess.run(["umount", "-l", str(folder)], check=True)
