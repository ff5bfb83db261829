"""Whatever lies in a file, to read it takes a bounded time and bounded memory, and ends in an answer or a sentence.

A few bytes can promise gigabytes, in ways that nobody has thought of yet. So no file that people drop in is opened
in the process that works for the user: it is read in another, which is ended where it goes beyond its limits.
"""

import gc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import pyarrow as pa

from briefing.disk import program_error
from briefing.errors import Fault, SourceError
from briefing.processes import OutOfMemory, OutOfTime, Stopped, apart
from briefing.sources.sheets import refused

P = ParamSpec("P")
T = TypeVar("T")

_SMALL = 10 << 20
MEMORY, SECONDS = 640 << 20, 50
"""For a file of 10 MB or less: with what a process of Python holds by itself, under 1 GB and a minute."""
_MEMORY_PER_BYTE, _BYTES_PER_SECOND = 40, 250_000
MOST_MEMORY = 6 << 30


def within_limits(
    work: Callable[Concatenate[Path, P], T], path: Path, *arguments: P.args, **options: P.kwargs
) -> T:
    """Return `work(path, ...)`, done in another process; a file that takes more than it may is refused."""
    over = max(size_of(path) - _SMALL, 0)
    memory = min(MEMORY + over * _MEMORY_PER_BYTE, MOST_MEMORY)
    seconds = SECONDS + over // _BYTES_PER_SECOND
    try:
        return apart(
            partial(_alone, partial(work, path, *arguments, **options)), memory=memory, seconds=seconds
        )
    except OutOfMemory:
        found = (
            f"a file that takes more than {memory >> 20:,} MB to read, or breaks the library that reads it"
        )
    except OutOfTime:
        found = f"a file that is not read within {seconds:,} seconds"
    except Stopped as error:
        raise SourceError([unforeseen(path, str(error))]) from None
    remedy = "Check that it is the right file; split one that is very large, by month."
    raise refused(path.name, found, remedy, wanted="a table that is about as large as its file")


def unforeseen(path: Path, trace: str | None = None) -> Fault:
    """Write down an error that nobody foresaw, and tell it as a fault of the file that it was met in."""
    return Fault(
        path.name, "what this program can't cope with", "a file it can read", str(program_error(trace))
    )


def _alone(work: Callable[[], T]) -> T:
    """Do it with one thread, whose memory can be foreseen, and give back what it took."""
    pa.set_cpu_count(1)
    try:
        return work()
    finally:
        gc.collect()
        pa.default_memory_pool().release_unused()


def size_of(path: Path) -> int:
    """Return the size of a file; one that is no file, such as a pipe, would be waited for without end."""
    try:
        if path.exists() and not path.is_file():
            raise refused(path.name, "a folder, a pipe or a device", "Take it away.", wanted="a file")
        return path.stat().st_size
    except OSError as error:
        remedy = "Check that the file is there, may be read, and is not open in Excel."
        found = error.strerror or "can't be opened"
        raise refused(path.name, found, remedy, wanted="a file that can be read") from None
