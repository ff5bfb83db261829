"""Prints editions, several at a time: laying out pages takes nearly all the time of a build."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from briefing.pack.model import GpEdition
from briefing.resources import folder

_MOST_WORKERS = 4
"""Each holds some 170 MB."""


def print_all(editions: Sequence[GpEdition]) -> Iterator[tuple[str, bytes]]:
    """File names and PDFs, in the order of the editions. A worker that is killed costs time, not a pack."""
    workers = min(len(editions), os.cpu_count() or 1, _MOST_WORKERS)
    if workers < 2:
        yield from ((edition.filename, printed(edition)) for edition in editions)
        return
    done = 0
    # Spawned, not forked: a forked copy of DuckDB's threads would hang.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            for edition, data in zip(editions, pool.map(printed, editions), strict=True):
                done += 1
                yield edition.filename, data
        except BrokenProcessPool:
            yield from ((edition.filename, printed(edition)) for edition in editions[done:])


def printed(edition: GpEdition) -> bytes:
    """A GP's pack as PDF, dated by its meeting so that equal inputs make equal bytes."""
    from briefing.render import (
        html,
        pdf,
    )  # here: the layout engine takes a second to start, and only this needs it

    pack = edition.pack
    return pdf.write(
        html.gp_pack(edition),
        title=f"{pack.provider_name}: {pack.meeting.title}, pack for {edition.reader.name}",
        lang="en-GB",
        folder=folder("templates"),
        made_on=pack.meeting.date,
        attachments=pack.evidence,
    )
