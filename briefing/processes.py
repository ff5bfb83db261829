"""Processes beside this one: gone when this one is.

Never forked of this one: a copy of DuckDB's threads would hang. On Linux workers are forked of a server that has loaded
what they need and nothing else; elsewhere each starts on its own. A worker whose parent was killed would wait for
work for ever and keep its memory, so each watches its parent and leaves with it; all writing is atomic.

`apart` does what may take more than it should. One process, which imports no more than the work needs, serves for
many jobs; it is ended where it goes beyond its limits, and the next job finds a fresh one.
"""

import atexit
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import wait
from pathlib import Path
from typing import IO, TypeVar

from briefing.errors import BriefingError

T = TypeVar("T")
_SERVE = "import sys; sys.path[:] = {path!r}; from briefing.processes import serve; serve()"
_OUT_OF_TIME = getattr(signal, "SIGXCPU", signal.SIGTERM)
_PATIENCE = 3 if hasattr(signal, "SIGXCPU") else 1
"""How much longer the clock may run than the processor, where that is limited and nobody knows whether a process
sleeps or waits for one: a busy machine is no fault of a file."""
_LOOK_EACH = 0.5
_MOST_KEPT = 300 << 20
"""A process that still holds more than so many bytes after its work is replaced."""


class Stopped(Exception):
    """Work apart came to no end of its own."""


class OutOfMemory(Stopped):
    """It asked for more than it may have."""


class OutOfTime(Stopped):
    """It took longer than it may."""


class Failed(Stopped):
    """It ended in an error that nobody foresaw: the message is the traceback."""


@dataclass(frozen=True)
class _Job:
    work: Callable[[], object]
    memory: int
    seconds: int


@dataclass(frozen=True)
class _Answer:
    value: object = None
    error: BriefingError | Stopped | None = None
    last: bool = False
    """The process is of no further use."""


def apart(work: Callable[[], T], *, memory: int, seconds: int) -> T:
    """Do `work` in a process of its own, with so many bytes beyond what that has, and return what it returns.

    The seconds are the processor's, and the clock's while the work sleeps; on Windows those of the clock.
    A BriefingError comes back as it is. Work and answer are pickled: `work` is a function of a module, or a
    `partial` of one.
    """
    global _helper
    with _ONE_AT_A_TIME:
        helper, _helper = _helper, None
        if helper is None or helper.parent != os.getpid():  # a forked process has its own
            helper = _Helper()
        try:
            answer = helper.answer_to(_Job(work, memory, seconds))
        except BaseException:  # such as Ctrl-C: what it was at must not be taken for the next answer
            helper.end()
            raise
        if answer.last:
            helper.end()
        else:
            _helper = helper
    if answer.error is not None:
        raise answer.error
    return answer.value  # type: ignore[return-value]


class _Helper:
    """The process that works apart, as this one sees it."""

    def __init__(self) -> None:
        self.parent = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library's last words before it ends the process
        )
        atexit.register(self.end)

    def answer_to(self, job: _Job) -> _Answer:
        late, done, asked = threading.Event(), threading.Event(), pickle.dumps(job)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        clock = threading.Thread(target=self._stop_late, args=(job.seconds, late, done), daemon=True)
        clock.start()
        try:
            self._process.stdin.write(asked)
            self._process.stdin.flush()
            return _received(self._process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            self._process.kill()
            slow = late.is_set() or self._process.wait() == -_OUT_OF_TIME
            return _Answer(error=OutOfTime() if slow else OutOfMemory(), last=True)
        finally:
            done.set()
            clock.join()

    def _stop_late(self, seconds: int, late: threading.Event, done: threading.Event) -> None:
        """End the process once it has worked or slept for longer than it may, until its work is done."""
        spent, moment, used = 0.0, time.monotonic(), _used(self._process.pid)
        while not done.wait(_LOOK_EACH):
            before, moment = moment, time.monotonic()
            earlier, used = used, _used(self._process.pid)
            if used.waits:
                spent += used.seconds - earlier.seconds
            else:
                spent += (moment - before) / (1 if used.known else _PATIENCE)
            if spent > seconds:
                late.set()
                self._process.kill()
                return

    def end(self) -> None:
        atexit.unregister(self.end)
        if self.parent != os.getpid():
            return
        self._process.kill()
        self._process.communicate()


@dataclass(frozen=True)
class _Used:
    """What a process has had of the processor until now."""

    known: bool = False
    seconds: float = 0.0
    waits: bool = False
    """It works, or would if there were a processor free."""


def _used(process: int) -> _Used:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return _Used()
    ticks = int(fields[11]) + int(fields[12])
    return _Used(known=True, seconds=ticks / os.sysconf("SC_CLK_TCK"), waits=fields[0] == "R")


_helper: _Helper | None = None
_ONE_AT_A_TIME = threading.Lock()


def serve() -> None:
    """Work apart: jobs come in and answers go out, until nobody is at the other end."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    threading.Thread(target=_leave_without, args=(os.getppid(),), daemon=True).start()
    while True:
        try:
            job = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        _send(_answer(job), answers)


def _leave_without(parent: int) -> None:
    """End this process, whatever it is at, within a second of the one that started it. Windows keeps its number."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _send(answer: _Answer, to: IO[bytes]) -> None:
    """Write an answer whose tables are not copied; one that can't be pickled is a fault of ours."""
    tables: list[pickle.PickleBuffer] = []
    try:
        head = pickle.dumps(answer, protocol=5, buffer_callback=tables.append)
    except (TypeError, AttributeError, pickle.PicklingError):
        tables, head = [], pickle.dumps(_Answer(error=Failed(traceback.format_exc())))
    parts: list[bytes | memoryview] = [head, *(table.raw() for table in tables)]
    pickle.dump([len(part) for part in parts], to)
    for part in parts:
        to.write(part)
    to.flush()


def _received(answers: IO[bytes]) -> _Answer:
    head, *tables = [answers.read(size) for size in pickle.load(answers)]
    return pickle.loads(head, buffers=tables)  # type: ignore[no-any-return]


def _answer(job: _Job) -> _Answer:
    try:
        limit(job.memory, job.seconds)
        value = job.work()
    except MemoryError:
        return _Answer(error=OutOfMemory(), last=True)
    except BriefingError as error:
        return _Answer(error=error, last=_holds() > _MOST_KEPT)
    except BaseException:  # a library's own, which need not be an Exception
        return _Answer(error=Failed(traceback.format_exc()), last=True)
    return _Answer(value, last=_holds() > _MOST_KEPT)


def limit(memory: int, seconds: int) -> None:
    """Limit what this process may take from now on. Windows, and macOS in part, have no such limits."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    limits = {
        resource.RLIMIT_DATA: _holds("data") + memory,
        resource.RLIMIT_CPU: int(used.ru_utime + used.ru_stime) + seconds,
    }
    for kind, wanted in limits.items():
        _, most = resource.getrlimit(kind)
        resource.setrlimit(kind, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def _holds(kind: str = "resident") -> int:
    """Return how many bytes this process holds, or could; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text().split()[5 if kind == "data" else 1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


_HAS_SERVER = sys.platform == "linux"
"""On macOS a forked process may not use the fonts of the machine; Windows has no fork."""


def get_ready(module: str) -> None:
    """Begin to load what workers will need, beside whatever this process does next. The first call counts."""
    if _HAS_SERVER:
        multiprocessing.set_forkserver_preload(["__main__", module])
        forkserver.ensure_running()


def pool_of(workers: int, module: str = "") -> ProcessPoolExecutor:
    """Return so many processes that take work until the pool is closed or this process ends, however it ends.

    `module` is loaded once for all of them, where that can be.
    """
    if module:
        get_ready(module)
    kind = multiprocessing.get_context("forkserver" if _HAS_SERVER and module else "spawn")
    return ProcessPoolExecutor(workers, mp_context=kind, initializer=leave_with_parent)


def kill(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool at once, whatever they are at: the pool is of no use afterwards."""
    for process in list((pool._processes or {}).values()):  # `kill_workers` from Python 3.14 on
        process.kill()


def leave_with_parent() -> None:
    """End this process as soon as the one that spawned it has ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
