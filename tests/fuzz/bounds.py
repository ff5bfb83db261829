"""Each file that was drawn to do harm, read alone and measured: a gigabyte in all processes together, and a minute."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import vast
from measured import READ, Taken, measured

MOST_MEMORY, MOST_SECONDS = 1 << 30, 60


def over_the_limits() -> Iterator[str]:
    """Say of each file that takes more than it may what it took; the clock counts where the machine is free."""
    with tempfile.TemporaryDirectory(prefix="vast-") as folder:
        for name, draw in vast.DRAWN.items():
            path = Path(folder) / name
            draw(path)
            taken = measured(str(path), main=READ)
            path.unlink()
            line = f"{name}: {taken.memory >> 20:,} MB, {taken.processor:.1f} s of work, {taken.clock:.1f} s"
            print(line, flush=True)
            if _is_over(taken):
                yield line


def _is_over(taken: Taken) -> bool:
    return taken.code != 0 or taken.memory > MOST_MEMORY or max(taken.processor, taken.clock) > MOST_SECONDS
