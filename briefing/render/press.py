"""Prints editions in every form, several at a time: laying out pages takes nearly all the time of a build."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from itertools import repeat
from pathlib import Path

from briefing.document.blocks import Document
from briefing.errors import RenderError
from briefing.pack import sheets
from briefing.pack.editions import GP
from briefing.pack.editions.edition import Occasion
from briefing.pack.model import Pack
from briefing.processes import kill, limit_memory, pool_of
from briefing.render.look import PLAIN, Look
from briefing.resources import folder

Job = Document | Pack
"""A document for one reader, or the forms that all readers of a provider's pack share: Word, workbook, images."""

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
    return job.provider_code if isinstance(job, Pack) else f"{job.stem}.pdf"


def printed(job: Job, look: Look = PLAIN) -> dict[str, bytes]:
    """The files of one job by name, the one that is told of first: `gp-pack-rxx-dr-b.pdf`, then its twin `.html`."""
    if isinstance(job, Pack):
        return _forms(job, look)
    return {f"{job.stem}.pdf": paper(job, look), f"{job.stem}.html": screen(job, look)}


def _forms(pack: Pack, look: Look) -> dict[str, bytes]:
    """The other forms of one provider's pack: Word for each reader, the evidence as a workbook, every chart an image.

    The charts are drawn once, for all readers' Word files and for the folder of images.
    """
    from briefing.render import evidence_workbook, word  # here: only workers need them
    from briefing.render.chart_images import chart_images, image_files, logo_image

    images = chart_images(pack.figures, made_on=pack.meeting.date)
    logo = logo_image(look.logo, made_on=pack.meeting.date) if look.logo is not None else None
    workbook = sheets.evidence_workbook(pack)
    files = {workbook.filename: evidence_workbook.written(workbook)}
    for document in GP.documents(Occasion([pack])):
        files[f"{document.stem}.docx"] = word.word(document, images, look, logo)
    return files | image_files(images.values())


def paper(document: Document, look: Look = PLAIN) -> bytes:
    """A document as PDF, dated by its meeting so that equal inputs make equal bytes."""
    from briefing.render import (  # here: the layout engine takes a second to start, and only this needs it
        page,
        pdf,
    )

    return pdf.write(
        page.html(document, look=look),
        title=document.title,
        lang="en-GB",
        folder=folder("templates"),
        made_on=document.dated,
        attachments=document.attachments,
        own=look.templates,
    )


def screen(document: Document, look: Look = PLAIN) -> bytes:
    """A document as its HTML twin."""
    from briefing.render import twin  # here: only workers need it

    return twin.write(document, look)
