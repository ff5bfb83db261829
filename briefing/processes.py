"""Processes beside this one: spawned, and gone when this one is.

Spawned, not forked: a forked copy of DuckDB's threads would hang. A worker whose parent was killed would wait for
work for ever and keep its memory, so each watches its parent and leaves with it; all writing is atomic.
"""

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait


def pool_of(workers: int) -> ProcessPoolExecutor:
    """Return so many processes that take work until the pool is closed or this process ends, however it ends."""
    spawned = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=spawned, initializer=leave_with_parent)


def kill(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool at once, whatever they are at: the pool is of no use afterwards."""
    for process in list((pool._processes or {}).values()):  # `kill_workers` from Python 3.14 on
        process.kill()


def limit_memory(most: int) -> None:
    """Let this process take no more than so many bytes, where the system can: asking for more is a MemoryError."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def leave_with_parent() -> None:
    """End this process as soon as the one that spawned it has ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
