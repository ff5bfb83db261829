"""What takes longer than a page may: the very commands, one at a time, each in a process of its own.

    ID.json     what was asked for, on the disk before anybody is told that it will be done
    ID.begun    a worker is at it: it is made once, so that nothing is begun twice
    ID.txt      what it said
    ID.end      how it ended; written by the worker itself, so that it is known though the desk was killed meanwhile

A worker holds the lock of this folder while it works, and outlives the desk. What was begun, has no end, and whose
worker is gone was cut short: a load or a build is put in the queue again, for it may be done any number of times;
of anything else it is said, and the workspace's own ledgers say what was done of it.
"""

import json
import logging
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from filelock import Timeout

from briefing.disk import is_locked, lock_held, make_folder, write_atomically
from briefing.workspace import Workspace

FOLDER = ".desk"
LOCK = ".lock"
_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]{6}")
_MOST_LINES = 400
_MOST_BYTES = 200_000
_KEPT = 100
"""So many jobs are remembered."""
_ANY_NUMBER_OF_TIMES = frozenset({"load", "build"})
_CUT_SHORT = -1
_MOST_TRIES = 5
_POLL = 0.1
_LAST_WORDS = 3
"""So many seconds a desk that closes waits for a worker."""
_LOG = logging.getLogger("briefing.desk")

Progress = Literal["waiting", "running", "done", "failed", "cut short"]


@dataclass(frozen=True)
class Job:
    """One command: what it is called on a page, its words, and what became of it."""

    id: str
    title: str
    words: tuple[str, ...]
    back: str
    """The page it was asked for on."""
    author: str = ""
    """Whose name it is done in; empty for the account's."""
    state: Progress = "waiting"
    lines: tuple[str, ...] = ()
    """What it printed; of an old one too."""
    code: int | None = None

    @property
    def ended(self) -> bool:
        return self.state not in ("waiting", "running")


class Jobs:
    """The jobs of one workspace. Another desk or a command at the same time waits its turn, by the locks."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._folder = workspace.folder / FOLDER
        self._asked = threading.Condition()
        self._stopping = False
        self._tries: dict[str, int] = {}
        make_folder(self._folder)
        self._forget()
        self._keeper = threading.Thread(target=self._work, name="jobs", daemon=True)
        self._keeper.start()

    @property
    def alive(self) -> bool:
        return self._keeper.is_alive()

    def start(self, title: str, words: Sequence[str], *, back: str, author: str = "") -> Job:
        """Put a command at the end of the queue; one that waits already is not put there twice."""
        with self._asked:
            for one in map(self.get, self._names()):
                if one is not None and one.state == "waiting" and one.words == tuple(words):
                    return one
            job = Job(f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}", title, tuple(words), back, author)
            kept = {name: value for name, value in asdict(job).items() if name not in _FOUND}
            write_atomically(self._folder / f"{job.id}.json", json.dumps(kept).encode())
            self._asked.notify_all()
            return job

    def get(self, name: str) -> Job | None:
        """Return a job as its files say it stands."""
        return read(self._folder, name)

    def all(self) -> list[Job]:
        """Return every job, the last first."""
        return [job for name in reversed(self._names()) if (job := self.get(name)) is not None]

    def stop(self) -> None:
        """Begin no more. What was begun goes on by itself, and the next desk finds what became of it."""
        with self._asked:
            self._stopping = True
            self._asked.notify_all()
        self._keeper.join(timeout=10)

    def wait(self, name: str, seconds: float) -> Job | None:
        """Return a job once it has ended, or as it is after so many seconds."""
        until = datetime.now(UTC).timestamp() + seconds
        while (job := self.get(name)) is not None and not job.ended:
            if datetime.now(UTC).timestamp() > until:
                break
            threading.Event().wait(_POLL)
        return job

    def _names(self) -> list[str]:
        return sorted(path.stem for path in self._folder.glob("*.json") if _NAME.fullmatch(path.stem))

    def _work(self) -> None:
        """Begin what waits, one after the other, until the desk is closed."""
        while not self._stopping:
            try:
                begun = self._next()
            except OSError:
                _LOG.exception("the folder of jobs can't be read")
                begun = False
            if not begun:
                with self._asked:
                    self._asked.wait(timeout=_POLL if self._busy() else 1)

    def _busy(self) -> bool:
        return is_locked(self._folder / LOCK)

    def _next(self) -> bool:
        """Begin the job that has waited longest, where no worker is at another; tell whether one was begun."""
        if self._busy():
            return False
        self._end_what_was_cut_short()
        found = (self.get(name) for name in self._names() if not _is(self._folder, name, "begun"))
        waiting = next((job.id for job in found if job is not None and job.state == "waiting"), None)
        if waiting is None or self._stopping:
            return False
        process = subprocess.Popen(
            [sys.executable, "-m", "briefing.web.worker", str(self._folder), waiting],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "BRIEFING_WORKSPACE": str(self._workspace.folder)},
            start_new_session=True,  # Ctrl-C closes the desk, not what it has begun
        )
        while process.poll() is None and not self._stopping:
            threading.Event().wait(_POLL)
        try:
            process.wait(_LAST_WORDS)
        except subprocess.TimeoutExpired:
            process.returncode = (
                0  # the desk closes, the worker goes on: Python need not warn that it was left
            )
        if process.returncode and not _is(self._folder, waiting, "begun"):
            self._give_up(waiting)
        return True

    def _give_up(self, name: str) -> None:
        """Leave a job that no worker could begin, after some tries: it would keep all others waiting."""
        self._tries[name] = self._tries.get(name, 0) + 1
        if self._tries[name] >= _MOST_TRIES:
            (self._folder / f"{name}.begun").touch()
            end(self._folder, name, _CUT_SHORT)

    def _end_what_was_cut_short(self) -> None:
        """Say of what has a beginning and no end that it was cut short; begin again what may be."""
        for name in self._names():
            if not _is(self._folder, name, "begun") or _is(self._folder, name, "end"):
                continue
            try:
                with lock_held(self._folder / LOCK, seconds=0):
                    job = self.get(name)
                    if job is None or _is(self._folder, name, "end"):
                        continue
                    end(self._folder, name, _CUT_SHORT)
            except Timeout:
                return
            if job.words[0] in _ANY_NUMBER_OF_TIMES:
                self.start(job.title, job.words, back=job.back, author=job.author)

    def _forget(self) -> None:
        for name in self._names()[:-_KEPT]:
            if (job := self.get(name)) is None or job.ended:
                for path in self._folder.glob(f"{name}.*"):
                    path.unlink(missing_ok=True)


_FOUND = frozenset({"state", "lines", "code"})
"""What a job's other files say."""


def read(folder: Path, name: str) -> Job | None:
    """Return a job as its files say it stands; None where there is none."""
    if not _NAME.fullmatch(name):
        return None
    try:
        fields = json.loads((folder / f"{name}.json").read_text("utf-8"))
        code = _code(folder, name)
        begun = _is(folder, name, "begun")
        state: Progress = "running" if begun else "waiting"
        if code is not None:
            state = "done" if code == 0 else "cut short" if code < 0 else "failed"
        kept = {key: value for key, value in fields.items() if key not in _FOUND}
        return Job(
            **{**kept, "words": tuple(fields["words"])},
            state=state,
            lines=tuple(_lines(folder, name)),
            code=code,
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def end(folder: Path, name: str, code: int) -> None:
    """Write down how a job ended."""
    write_atomically(folder / f"{name}.end", str(code).encode())


def _code(folder: Path, name: str) -> int | None:
    path = folder / f"{name}.end"
    return int(path.read_text("ascii")) if path.is_file() else None


def _is(folder: Path, name: str, ending: str) -> bool:
    return (folder / f"{name}.{ending}").exists()


def _lines(folder: Path, name: str) -> Iterator[str]:
    """Yield the last lines that a job printed."""
    path = folder / f"{name}.txt"
    if not path.is_file():
        return
    with path.open("rb") as opened:
        opened.seek(max(path.stat().st_size - _MOST_BYTES, 0))
        text = opened.read(_MOST_BYTES).decode("utf-8", "replace")
    yield from text.splitlines()[-_MOST_LINES:]
