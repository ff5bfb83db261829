"""What takes longer than a page may: the very commands, one at a time, each in a process of its own.

A command takes the workspace's locks, keeps its ledger and loses nothing when it is killed; so does a job. What a job
said is kept in the workspace, so that a desk opened again knows what became of it.
"""

import json
import os
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from briefing import audit
from briefing.disk import make_folder, write_atomically
from briefing.workspace import Workspace

FOLDER = ".desk"
_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]{6}")
_MOST_LINES = 400
_KEPT = 100
"""So many jobs are remembered."""

Progress = Literal["waiting", "running", "done", "failed", "cut short"]


@dataclass(frozen=True)
class Job:
    """One command: what it is called on a page, its words, and what became of it."""

    id: str
    title: str
    words: tuple[str, ...]
    back: str
    """The page it was asked for on."""
    state: Progress = "waiting"
    lines: tuple[str, ...] = ()
    """What it printed; of an old one too."""
    code: int | None = None
    author: str = ""
    """Whose name it is done in; empty for the account's."""

    @property
    def ended(self) -> bool:
        return self.state not in ("waiting", "running")


class Jobs:
    """The jobs of one workspace. Another desk or a command at the same time waits its turn, by the locks."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._folder = workspace.folder / FOLDER
        self._known: dict[str, Job] = {}
        self._waiting: deque[str] = deque()
        self._changed = threading.Condition()
        self._process: subprocess.Popen[str] | None = None
        self._stopping = False
        self._worker = threading.Thread(target=self._work, name="jobs", daemon=True)
        self._recall()
        self._worker.start()

    def start(self, title: str, words: Sequence[str], *, back: str, author: str = "") -> Job:
        """Put a command at the end of the queue; one that waits already is not put there twice."""
        with self._changed:
            for name in self._waiting:
                if self._known[name].words == tuple(words):
                    return self._known[name]
            job = Job(f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}", title, tuple(words), back, author=author)
            self._keep(job)
            self._waiting.append(job.id)
            self._changed.notify_all()
            return job

    def get(self, name: str) -> Job | None:
        return self._known.get(name)

    def all(self) -> list[Job]:
        """Return every job, the last first."""
        return [self._known[name] for name in sorted(self._known, reverse=True)]

    def stop(self) -> None:
        """Take no more work, and end what runs: it loses nothing."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            if self._process is not None:
                self._process.terminate()
        self._worker.join(timeout=10)

    def wait(self, name: str, seconds: float) -> Job | None:
        """Return a job once it has ended, or as it is after so many seconds."""
        with self._changed:
            self._changed.wait_for(
                lambda: name not in self._known or self._known[name].ended, timeout=seconds
            )
        return self.get(name)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._stopping)
                if self._stopping:
                    return
                job = replace(self._known[self._waiting.popleft()], state="running")
                self._keep(job)
            self._run(job)

    def _run(self, job: Job) -> None:
        words = [sys.executable, "-m", "briefing", *job.words]
        folder = str(self._workspace.folder)
        settings = {
            audit.AUTHOR: job.author,
            "BRIEFING_WORKSPACE": folder,
            "PYTHONIOENCODING": "utf-8",
            "PYTHONUNBUFFERED": "1",
        }
        with subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **settings},
        ) as process:
            with self._changed:
                self._process = process
                if self._stopping:
                    process.terminate()
            lines: deque[str] = deque(maxlen=_MOST_LINES)
            for line in process.stdout or ():
                lines.append(line.rstrip())
                job = self._known[job.id] = replace(job, lines=tuple(lines))
        code = process.wait()
        with self._changed:
            self._process = None
            state: Progress = "done" if code == 0 else "cut short" if code < 0 else "failed"
            self._keep(replace(job, state=state, code=code))
            self._changed.notify_all()

    def _keep(self, job: Job) -> None:
        self._known[job.id] = job
        make_folder(self._folder)
        write_atomically(self._folder / f"{job.id}.json", json.dumps(asdict(job)).encode())

    def _recall(self) -> None:
        """Read what earlier desks did. What was not ended then never will be: nobody is at it any more."""
        if not self._folder.is_dir():
            return
        files = sorted(path for path in self._folder.glob("*.json") if _NAME.fullmatch(path.stem))
        for path in files[:-_KEPT]:
            path.unlink(missing_ok=True)
        for path in files[-_KEPT:]:
            if (job := _read(path)) is not None:
                self._known[job.id] = job if job.ended else replace(job, state="cut short")


def _read(path: Path) -> Job | None:
    try:
        fields = json.loads(path.read_text("utf-8"))
        return Job(**{**fields, "words": tuple(fields["words"]), "lines": tuple(fields["lines"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
