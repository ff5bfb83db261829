"""Prints editions in every form, several at a time: laying out pages takes nearly all the time of a build."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from itertools import repeat
from pathlib import Path

from briefing.errors import RenderError
from briefing.pack.clerk import ClerkSheet
from briefing.pack.editions import BulletinEdition, ChairEdition, LetterEdition, NoticeEdition
from briefing.pack.model import GpEdition, Pack
from briefing.peer_review.editions import PeerEdition
from briefing.processes import kill, limit_memory, pool_of
from briefing.render.look import PLAIN, Look
from briefing.resources import folder

Edition = (
    GpEdition | ChairEdition | NoticeEdition | BulletinEdition | LetterEdition | ClerkSheet | PeerEdition
)

Job = Edition | Pack
"""Paper for one reader, or the forms that all readers of a provider's pack share: Word, workbook, images."""

_MOST_WORKERS = 4
"""Each holds some 170 MB."""
_MOST_SECONDS = 300.0
_MOST_MEMORY = 4 * 1024**3
"""Of addresses, not of what is really used: libraries reserve much more than they take."""


def print_all(
    jobs: Sequence[Job],
    *,
    look: Look = PLAIN,
    workers: int | None = None,
    within: float = _MOST_SECONDS,
) -> Iterator[dict[str, bytes]]:
    """The files of each job, in the order of the jobs. A worker that is killed costs time, not a pack.

    Without a number of workers, as many as there are processors, up to four. With a workspace's templates each job
    has a process that may be ended: after so many seconds, or when it wants too much memory.
    """
    workers = min(len(jobs), workers or min(os.cpu_count() or 1, _MOST_WORKERS))
    if look.templates is not None:
        yield from _guarded(jobs, look, look.templates, workers=max(workers, 1), within=within)
        return
    if workers < 2:
        yield from (printed(job, look) for job in jobs)
        return
    done = 0
    with pool_of(workers) as pool:
        try:
            for files in pool.map(printed, jobs, repeat(look)):
                done += 1
                yield files
        except BrokenProcessPool:
            yield from (printed(job, look) for job in jobs[done:])


def _guarded(
    jobs: Sequence[Job], look: Look, own: Path, *, workers: int, within: float
) -> Iterator[dict[str, bytes]]:
    """A loop without end in a template must not hang a run, nor its appetite take the machine."""
    with pool_of(workers) as pool:
        waiting = [pool.submit(_printed_within_limits, job, look) for job in jobs]
        for job, files in zip(jobs, waiting, strict=True):
            try:
                yield files.result(timeout=within)
            except (TimeoutError, BrokenProcessPool) as error:
                kill(pool)
                how = f"took more than {within:.0f} seconds" if isinstance(error, TimeoutError) else "died"
                raise RenderError(
                    f"{own}: laying out {_file(job)} with these templates {how}. Look for a loop without end or "
                    "a page that grows; or take the files out of the folder: then ours are used."
                ) from None


def _printed_within_limits(job: Job, look: Look) -> dict[str, bytes]:
    limit_memory(_MOST_MEMORY)
    return printed(job, look)


def _file(job: Job) -> str:
    return job.provider_code if isinstance(job, Pack) else job.filename


def printed(job: Job, look: Look = PLAIN) -> dict[str, bytes]:
    """The files of one job by name, the one that is told of first: `gp-pack-rxx-dr-b.pdf`, then its twin `.html`."""
    from briefing.render import forms  # here: only workers need it

    if isinstance(job, Pack):
        return forms.forms_of(job, look)
    name = job.filename.removesuffix(".pdf")
    return {f"{name}.pdf": paper(job, look), f"{name}.html": screen(job, look)}


def paper(edition: Edition, look: Look = PLAIN) -> bytes:
    """An edition as PDF, dated by its meeting so that equal inputs make equal bytes."""
    from briefing.render import (  # here: the layout engine takes a second to start, and only this needs it
        html,
        pdf,
    )

    meeting = edition.pack.meeting if isinstance(edition, GpEdition) else edition.meeting
    return pdf.write(
        html.drawn(edition, look=look),
        title=f"{meeting.title}: {_named(edition)}",
        lang="en-GB",
        folder=folder("templates"),
        made_on=meeting.date,
        attachments=edition.pack.evidence if isinstance(edition, GpEdition) else (),
        own=look.templates,
    )


def screen(edition: Edition, look: Look = PLAIN) -> bytes:
    """An edition as its HTML twin."""
    from briefing.render import twin  # here: only workers need it

    return twin.write(edition, look)


def _named(edition: Edition) -> str:
    match edition:
        case GpEdition():
            return f"{edition.pack.provider_name}, pack for {edition.reader.name}"
        case ChairEdition():
            return "running order for the chair"
        case NoticeEdition():
            return f"themes notice to {edition.provider_name}"
        case BulletinEdition():
            return "bulletin for practices"
        case LetterEdition():
            return f"letter to {edition.provider_name}"
        case ClerkSheet():
            return "answer sheet for the clerk"
        case PeerEdition():
            return f"peer review, pack for {edition.reader}"
