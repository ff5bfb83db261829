"""What is fuzzed, and what may come of it: an answer, or an error that is the user's to see. Nothing else."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow as pa

from briefing import standards
from briefing.challenge.patterns import load_patterns
from briefing.errors import BriefingError
from briefing.meeting.files import read_meeting
from briefing.processes import OutOfMemory, OutOfTime, apart
from briefing.sources import limits, read_file
from briefing.workspace.folder import read_settings

NOBODY = pa.table({"person_id": pa.array([], pa.string()), "code": pa.array([], pa.string())})


def _meeting(path: Path) -> object:
    return read_meeting(path, people=NOBODY, interests=NOBODY, organisations=NOBODY)


def _pattern(path: Path) -> object:
    return load_patterns(path.parent)


TARGETS: tuple[tuple[str, Callable[[Path], object]], ...] = (
    ("t.csv", read_file),
    ("t.zip", read_file),
    ("t.parquet", read_file),
    ("meeting.toml", _meeting),
    ("briefing.toml", read_settings),
    ("standards.toml", standards.load),
    ("RTT-99.toml", _pattern),
)
"""A name, which says how a file is read, and the reader. Not workbooks: their library may end the process."""
Attempt = Callable[[Callable[[], str]], str]


def attempt(data: bytes, how: Attempt = lambda work: work()) -> str:
    """What a reader says to a file; the first byte chooses the reader. Whatever else is raised is a fault of ours."""
    target = data[0] % len(TARGETS) if data else 0
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / TARGETS[target][0]
        path.write_bytes(data[1:])
        return how(partial(_said, path, target))


def within_limits(work: Callable[[], str]) -> str:
    """The same in the process in which files are read, with its limits: to be stopped there is an answer too."""
    try:
        return apart(work, memory=limits.MEMORY, seconds=limits.SECONDS)
    except (OutOfMemory, OutOfTime):
        return "stopped"


def _said(path: Path, target: int) -> str:
    try:
        TARGETS[target][1](path)
    except BriefingError as error:
        if not (said := str(error).strip()):
            raise ValueError("an error without a message") from error
        return said
    return "read"
