"""Prints editions in every form, several at a time: laying out pages takes nearly all the time of a build."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefing.document.blocks import Document, Form
from briefing.document.figure import Figure
from briefing.document.workbook import Workbook
from briefing.errors import RenderError
from briefing.processes import kill, limit_memory, pool_of
from briefing.render import workbook
from briefing.render.look import PLAIN, Look
from briefing.resources import folder


@dataclass(frozen=True)
class Drawn:
    """Documents to be edited in Word, with the figures that they share, which are images of their own too."""

    documents: tuple[Document, ...]
    figures: tuple[Figure, ...]
    dated: date
    name: str


Job = Document | Workbook | Drawn
"""A document as pages and a screen, a workbook, or what is drawn once for several readers."""

_MOST_WORKERS = 4
"""Each holds some 170 MB."""
_MOST_SECONDS = 300.0
_MOST_MEMORY = 4 * 1024**3
"""Of addresses, not of what is really used: libraries reserve much more than they take."""


def print_all(
    jobs: Sequence[Job], *, look: Look = PLAIN, workers: int | None = None, within: float = _MOST_SECONDS
) -> Iterator[dict[str, bytes]]:
    """The files of each job, in the order of the jobs. A worker that is killed costs time, not a pack.

    Without a number of workers, as many as there are processors, up to four. With a workspace's templates each job
    has a process that may be ended: after so many seconds, or when it wants too much memory.
    """
    workers = min(len(jobs), workers or min(os.cpu_count() or 1, _MOST_WORKERS))
    if workers < 2 and look.templates is None:
        yield from (printed(job, look) for job in jobs)
        return
    task, seconds = (printed, None) if look.templates is None else (_printed_within_limits, within)
    with pool_of(max(workers, 1)) as pool:
        waiting = [pool.submit(task, job, look) for job in jobs]
        try:
            for job, files in zip(jobs, waiting, strict=True):
                try:
                    yield files.result(timeout=seconds)
                except (TimeoutError, BrokenProcessPool) as error:
                    if look.templates is not None:
                        kill(pool)
                        raise _without_end(job, look.templates, error, within) from None
                    yield printed(job, look)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _without_end(job: Job, own: Path, error: Exception, within: float) -> RenderError:
    """A loop without end in a template must not hang a run, nor its appetite take the machine."""
    how = f"took more than {within:.0f} seconds" if isinstance(error, TimeoutError) else "died"
    return RenderError(
        f"{own}: laying out {_file(job)} with these templates {how}. Look for a loop without end or "
        "a page that grows; or take the files out of the folder: then ours are used."
    )


def _printed_within_limits(job: Job, look: Look) -> dict[str, bytes]:
    limit_memory(_MOST_MEMORY)
    return printed(job, look)


def _file(job: Job) -> str:
    match job:
        case Document():
            return f"{job.stem}.{job.forms[0]}"
        case Workbook():
            return job.filename
        case Drawn():
            return job.name


def printed(job: Job, look: Look = PLAIN) -> dict[str, bytes]:
    """The files of one job by name, the one that is told of first: `gp-pack-rxx-dr-b.pdf`, then its twin `.html`."""
    match job:
        case Document():
            return {f"{job.stem}.{form}": _WRITERS[form](job, look) for form in job.forms}
        case Workbook():
            return {job.filename: workbook.written(job)}
        case Drawn():
            return _drawn(job, look)


def _drawn(job: Drawn, look: Look) -> dict[str, bytes]:
    """Word for each reader and every chart an image. The charts are drawn once, for both."""
    from briefing.render import word  # here: only workers need them
    from briefing.render.chart_images import chart_images, image_files, logo_image

    images = chart_images(job.figures, made_on=job.dated)
    logo = logo_image(look, made_on=job.dated)
    files = {f"{one.stem}.docx": word.word(one, images, look, logo) for one in job.documents}
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


def _to_edit(document: Document, look: Look) -> bytes:
    """A document without figures in Word; those with figures share theirs (`Drawn`)."""
    from briefing.render import word  # here: only workers need them
    from briefing.render.chart_images import logo_image

    return word.word(document, {}, look, logo_image(look, made_on=document.dated))


_WRITERS: Mapping[Form, Callable[[Document, Look], bytes]] = {
    "pdf": paper,
    "html": screen,
    "docx": _to_edit,
}
