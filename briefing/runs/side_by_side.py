"""Many packs at once: one pool of processes over all meetings, and a pack that fails or dies stops no other."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from briefing import pipeline
from briefing.disk import program_error
from briefing.errors import BriefingError
from briefing.processes import pool_of
from briefing.runs.outcome import RunResult
from briefing.shelf import folder as packs
from briefing.workspace import open_workspace

Make = Callable[[Path, str, int], RunResult]

KILLED = (
    "the process that made this pack was killed twice, at the last try on its own: out of memory, perhaps. "
    "Close other programs or set `memory` under [machine] in briefing.toml, then run again"
)


def make_one(folder: Path, meeting: str, workers: int) -> RunResult:
    """Make one pack and say what came of it; nothing that goes wrong with it is raised."""
    try:
        made = pipeline.build_as_loaded(open_workspace(folder), meeting, workers=workers)
    except BriefingError as error:
        return RunResult(meeting, "failed", error=str(error))
    except Exception:
        return RunResult(meeting, "failed", error=str(program_error()))
    if made.changed:
        return RunResult(meeting, "made", made.version, why=made.why)
    approved = packs.is_approved(made.folder.parent, made.version)
    return RunResult(meeting, "unchanged", made.version, approved=approved, why=made.why)


def make_all(
    folder: Path, meetings: Sequence[str], *, workers: int | None = None, make: Make = make_one
) -> Iterator[RunResult]:
    """Make packs side by side, each told as it is done.

    Where a process is killed, the pool is gone with all that was in it: what is unfinished is tried once more,
    each pack in a process of its own, so that only the one that is killed again has failed.
    """
    cores = workers or os.cpu_count() or 1
    side_by_side = min(cores, len(meetings))
    unfinished: list[str] = []
    for outcome in _round(
        folder, meetings, workers=side_by_side, share=cores // max(side_by_side, 1), make=make
    ):
        if isinstance(outcome, RunResult):
            yield outcome
        else:
            unfinished.append(outcome)
    for meeting in unfinished:
        for outcome in _round(folder, [meeting], workers=1, share=cores, make=make):
            yield outcome if isinstance(outcome, RunResult) else RunResult(meeting, "failed", error=KILLED)


def _round(
    folder: Path, meetings: Sequence[str], *, workers: int, share: int, make: Make
) -> Iterator[RunResult | str]:
    """Run one pool: outcomes, and the names of the meetings that were lost with it."""
    if not meetings:
        return
    with pool_of(workers) as pool:
        futures = {pool.submit(make, folder, meeting, share): meeting for meeting in meetings}
        try:
            for future in as_completed(futures):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    yield futures[future]
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
