"""What is fuzzed, and what may come of it: an answer, or an error that is the user's to see. Nothing else."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from briefing import standards
from briefing.challenge.patterns import load_patterns
from briefing.errors import BriefingError
from briefing.meeting.files import read_meeting
from briefing.sources import read_file
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
"""A name, which says how a file is read, and the reader. Workbooks have a process of their own: too slow here."""


def attempt(data: bytes) -> str:
    """What a reader says to a file; the first byte chooses the reader. Whatever else is raised is a fault of ours."""
    name, reader = TARGETS[data[0] % len(TARGETS)] if data else TARGETS[0]
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / name
        path.write_bytes(data[1:])
        try:
            reader(path)
        except BriefingError as error:
            if not (said := str(error).strip()):
                raise ValueError("an error without a message") from error
            return said
        return "read"
