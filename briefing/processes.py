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
    """So many processes that take work until the pool is closed or this process ends, however it ends."""
    spawned = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=spawned, initializer=leave_with_parent)


def leave_with_parent() -> None:
    """Ends this process as soon as the one that spawned it has ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
