"""The process that does one job: the command, under the lock of the desk's jobs, with what it says kept in a file.

    python -m briefing.web.worker FOLDER ID

Its words are read from the job's file: no list of processes shows who approved what.
"""

import os
import sys
from pathlib import Path
from runpy import run_module

from briefing import audit
from briefing.disk import lock_held
from briefing.web import queue

_SECONDS = 24 * 3600
"""So long a job waits for one of another desk on the same workspace."""


def work(folder: Path, name: str) -> int:
    """Do a job that nobody has begun; return how it ended."""
    with lock_held(folder / queue.LOCK, seconds=_SECONDS):
        job = queue.read(folder, name)
        if job is None or not _begun(folder / f"{name}.begun"):
            return 0
        with (folder / f"{name}.txt").open("wb", buffering=0) as said:
            os.dup2(said.fileno(), sys.stdout.fileno())
            os.dup2(said.fileno(), sys.stderr.fileno())
            os.environ[audit.AUTHOR] = job.author
            code = _command(job.words)
            sys.stdout.flush()
        queue.end(folder, name, code)
    return code


def _begun(path: Path) -> bool:
    """Say that a job is begun; False where another worker said so before."""
    try:
        with path.open("x", encoding="ascii") as opened:
            opened.write(str(os.getpid()))
            opened.flush()
            os.fsync(opened.fileno())
    except FileExistsError:
        return False
    return True


def _command(words: tuple[str, ...]) -> int:
    sys.argv[1:] = words
    try:
        run_module("briefing", run_name="__main__")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)  # type: ignore[union-attr]
    sys.stderr.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)  # type: ignore[union-attr]
    raise SystemExit(work(Path(sys.argv[1]), sys.argv[2]))
