"""Prints editions in every form, several at a time: laying out pages takes nearly all the time of a build."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from briefing.document.blocks import Document, Form, places_of
from briefing.document.figure import Figure
from briefing.document.workbook import Workbook
from briefing.errors import RenderError
from briefing.processes import get_ready, kill, limit, pool_of
from briefing.render import workbook
from briefing.render.look import PLAIN, Look
from briefing.resources import folder

T = TypeVar("T")


@dataclass(frozen=True)
class Drawn:
    """Documents to be edited in Word, with the figures that they share, which are images of their own too."""

    documents: tuple[Document, ...]
    figures: tuple[Figure, ...]
    dated: date
    name: str


@dataclass(frozen=True)
class Annex:
    """An annex laid out, once for all who get it: its own file, where everything stands in it, and it on a screen."""

    name: str
    pdf: bytes
    places: Mapping[str, str]
    screen: str


Job = Document | Workbook | Drawn
"""A document as pages and a screen, a workbook, or what is drawn once for several readers."""

Files = dict[str, bytes]
Work = Callable[[Look], Files]

ENGINE = "briefing.render.engine"
"""What workers load: long before their first job, where a process can be forked."""
_MOST_WORKERS = 4
"""Each holds some 170 MB."""
_MOST_SECONDS = 300.0
_MOST_MEMORY, _MOST_WORK = 600 << 20, 50
"""Bytes beyond what a process holds, and seconds of the processor, for a document with a workspace's templates."""


def load_engine(workers: int | None) -> None:
    """Begin to load what workers need, while it is still found out what they are to print."""
    if (workers or os.cpu_count() or 1) > 1:
        get_ready(ENGINE)


def print_all(
    jobs: Sequence[Job], *, look: Look = PLAIN, workers: int | None = None, within: float = _MOST_SECONDS
) -> Iterator[Files]:
    """The files of each job, in the order of the jobs. A worker that is killed costs time, not a pack.

    An annex is laid out once, before the documents that it is bound behind, and its own file is among theirs.
    Without a number of workers, as many as there are processors, up to four. With a workspace's templates each job
    has a process that may be ended: after so many seconds, or when it wants too much memory.
    """
    shared = {annex.stem: annex for job in jobs for annex in _annexes_of(job)}
    workers = min(len(jobs) + len(shared), workers or min(os.cpu_count() or 1, _MOST_WORKERS))
    if workers < 2 and look.templates is None:
        annexes = {stem: laid_out(annex, look) for stem, annex in shared.items()}
        yield from (printed(job, look, annexes) for job in jobs)
        return
    with _Pool(max(workers, 1), look, within) as pool:
        laid = {stem: pool.begin(partial(laid_out, annex), annex.stem) for stem, annex in shared.items()}
        alone = [at for at, job in enumerate(jobs) if not _annexes_of(job)]
        begun: dict[int, list[Callable[[], Files]]] = {at: [] for at in range(len(jobs))}
        for at in alone[::2]:
            begun[at] += [pool.begin(work, name) for name, work in _pieces(jobs[at], {})]
        annexes = {stem: end() for stem, end in laid.items()}
        # half of what waits for no annex comes last, and twins: small pieces, so that no worker is idle at the end
        waiting = (*(at for at, job in enumerate(jobs) if _annexes_of(job)), *alone[1::2])
        pieces = [(at, *piece) for at in waiting for piece in _pieces(jobs[at], annexes)]
        for at, name, work in sorted(pieces, key=lambda piece: piece[1].endswith(".html")):
            begun[at].append(pool.begin(work, name))
        for at, job in enumerate(jobs):
            yield _together((end() for end in begun[at]), job, annexes)


def _annexes_of(job: Job) -> tuple[Document, ...]:
    """What a job waits for."""
    return job.annexes if isinstance(job, Document) else ()


def _pieces(job: Job, annexes: Mapping[str, Annex]) -> list[tuple[str, Work]]:
    """A document is as many pieces of work as it has forms. What its annexes are made of need not travel with it."""
    if not isinstance(job, Document):
        return [(_file(job), partial(_whole, job))]
    core, behind = replace(job, annexes=()), tuple(annexes[annex.stem] for annex in job.annexes)
    return [(f"{job.stem}.{form}", partial(_in_form, core, form, behind)) for form in job.forms]


def _together(made: Iterable[Files], job: Job, annexes: Mapping[str, Annex]) -> Files:
    """The files of all pieces, and those of its annexes."""
    files: Files = {}
    for some in made:
        files |= some
    return files | {annexes[annex.stem].name: annexes[annex.stem].pdf for annex in _annexes_of(job)}


class _Pool:
    """Workers, and what becomes of a job whose worker is lost."""

    def __init__(self, workers: int, look: Look, within: float) -> None:
        self._pool, self._look, self._within = pool_of(workers, ENGINE), look, within

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def begin(self, work: Callable[[Look], T], name: str) -> Callable[[], T]:
        """Begin a piece of work; calling what is returned waits for its end."""
        own = self._look.templates
        task, seconds = (work, None) if own is None else (partial(_within_limits, work), self._within)
        try:
            running = self._pool.submit(task, self._look)
        except BrokenProcessPool:
            return partial(work, self._look)

        def end() -> T:
            try:
                return running.result(timeout=seconds)
            except (TimeoutError, BrokenProcessPool, MemoryError) as error:
                if own is not None:
                    kill(self._pool)
                    raise _without_end(name, own, error, self._within) from None
                return work(self._look)

        return end


def _without_end(name: str, own: Path, error: Exception, within: float) -> RenderError:
    """A loop without end in a template must not hang a run, nor its appetite take the machine."""
    how = (
        f"took more than {within:.0f} seconds"
        if isinstance(error, TimeoutError)
        else "took too much, and died"
    )
    return RenderError(
        f"{own}: laying out {name} with these templates {how}. Look for a loop without end or "
        "a page that grows; or take the files out of the folder: then ours are used."
    )


def _within_limits(work: Callable[[Look], T], look: Look) -> T:
    limit(_MOST_MEMORY, _MOST_WORK)
    return work(look)


def _file(job: Workbook | Drawn) -> str:
    return job.name if isinstance(job, Drawn) else job.filename


def printed(job: Job, look: Look = PLAIN, annexes: Mapping[str, Annex] | None = None) -> Files:
    """The files of one job by name, the one that is told of first: `gp-pack-rxx-dr-b.pdf`, then its twin `.html`."""
    if annexes is None:
        annexes = {annex.stem: laid_out(annex, look) for annex in _annexes_of(job)}
    return _together((work(look) for _, work in _pieces(job, annexes)), job, annexes)


def _in_form(document: Document, form: Form, behind: Sequence[Annex], look: Look) -> Files:
    return {f"{document.stem}.{form}": _WRITERS[form](document, look, behind)}


def _whole(job: Workbook | Drawn, look: Look) -> Files:
    return _drawn(job, look) if isinstance(job, Drawn) else {job.filename: workbook.written(job)}


def laid_out(annex: Document, look: Look = PLAIN) -> Annex:
    """Lay out an annex for all who get it."""
    from briefing.render import joining, twin  # here: only workers need them

    pdf = paper(annex, look)
    return Annex(f"{annex.stem}.pdf", pdf, joining.places(pdf), twin.annex(annex, look))


def _drawn(job: Drawn, look: Look) -> Files:
    """Word for each reader and every chart an image. The charts are drawn once, for both."""
    from briefing.render import word  # here: only workers need them
    from briefing.render.chart_images import chart_images, image_files, logo_image

    images = chart_images(job.figures, made_on=job.dated)
    logo = logo_image(look, made_on=job.dated)
    files = {f"{one.stem}.docx": word.word(one, images, look, logo) for one in job.documents}
    return files | image_files(images.values())


def paper(document: Document, look: Look = PLAIN, behind: Sequence[Annex] = ()) -> bytes:
    """A document as PDF, dated by its meeting so that equal inputs make equal bytes."""
    from briefing.render import (  # here: the layout engine takes a second to start, and only this needs it
        joining,
        page,
        pdf,
    )

    apart = [paper(annex, look) for annex in document.annexes]
    core = replace(document, annexes=())
    own = places_of(core)
    known = (*(annex.places for annex in behind), *map(joining.places, apart))
    places = {to: page for annex in known for to, page in annex.items() if to not in own}
    made = pdf.write(
        page.html(core, look=look, places=places),
        title=document.title,
        lang="en-GB",
        folder=folder("templates"),
        made_on=document.dated,
        attachments=document.attachments,
        own=look.templates,
        letter=document.letter,
    )
    bound = [*(annex.pdf for annex in behind), *apart]
    return joining.joined(made, bound) if bound else made


def screen(document: Document, look: Look = PLAIN, behind: Sequence[Annex] = ()) -> bytes:
    """A document as its HTML twin, annexes too."""
    from briefing.render import twin  # here: only workers need it

    return twin.write(document, look, behind=[annex.screen for annex in behind])


def _to_edit(document: Document, look: Look, _: Sequence[Annex] = ()) -> bytes:
    """A document without figures in Word; those with figures share theirs (`Drawn`)."""
    from briefing.render import word  # here: only workers need them
    from briefing.render.chart_images import logo_image

    return word.word(document, {}, look, logo_image(look, made_on=document.dated))


def _to_show(document: Document, look: Look, _: Sequence[Annex] = ()) -> bytes:
    """A document as slides."""
    from briefing.render import slides  # here: only workers need them
    from briefing.render.chart_images import logo_image

    return slides.slides(document, look, logo_image(look, made_on=document.dated))


_WRITERS: Mapping[Form, Callable[[Document, Look, Sequence[Annex]], bytes]] = {
    "pdf": paper,
    "html": screen,
    "docx": _to_edit,
    "pptx": _to_show,
}
