"""A command in a session of its own, and what all its processes together took."""

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Taken:
    """What it came to: its code and words, the most memory at any moment, seconds of the processor and the clock."""

    code: int
    said: str
    memory: int
    processor: float
    clock: float


def measured(*words: str, main: str = "from briefing.cli import main; main()") -> Taken:
    """Run the program with these words, and look at its processes until the last has ended."""
    began, before, most = time.monotonic(), _processor(), 0
    with tempfile.TemporaryFile() as out:
        command = [sys.executable, "-c", main, *words]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        while process.poll() is None:
            most = max(most, memory_of(process.pid))
            time.sleep(0.02)
        out.seek(0)
        said = out.read().decode("utf-8", "replace")
    return Taken(process.returncode, said, most, _processor() - before, time.monotonic() - began)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory_of(session: int) -> int:
    """The bytes that all processes of a session hold now; pages that two of them share count half in each."""
    return sum(_held(process) for process in Path("/proc").glob("[0-9]*") if _session(process) == session)


def _session(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, ValueError, IndexError):
        return 0


def _held(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)


READ = """
import json, sys
from pathlib import Path
from briefing.errors import SourceError
from briefing.loading.load import read_within_limits
for path in map(Path, sys.argv[1:]):
    try:
        read = read_within_limits(path, register=True)
        said = f"read {read and [each.table.num_rows for each in read]}"
    except SourceError as error:
        said = str(error)
    print(json.dumps([path.name, said]), flush=True)
"""
"""Read files one after the other, as a load does, and say of each what a user is told."""
