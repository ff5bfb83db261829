"""Prints editions in every form, several at a time: laying out pages takes nearly all the time of a build."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool

from briefing.pack.clerk import ClerkSheet
from briefing.pack.editions import BulletinEdition, ChairEdition, LetterEdition, NoticeEdition
from briefing.pack.model import GpEdition, Pack
from briefing.pack.peer_review import PeerEdition
from briefing.processes import pool_of
from briefing.resources import folder

Edition = (
    GpEdition | ChairEdition | NoticeEdition | BulletinEdition | LetterEdition | ClerkSheet | PeerEdition
)

Job = Edition | Pack
"""Paper for one reader, or the forms that all readers of a provider's pack share: Word, workbook, images."""

_MOST_WORKERS = 4
"""Each holds some 170 MB."""


def print_all(jobs: Sequence[Job], *, workers: int | None = None) -> Iterator[dict[str, bytes]]:
    """The files of each job, in the order of the jobs. A worker that is killed costs time, not a pack.

    Without a number of workers, as many as there are processors, up to four.
    """
    workers = min(len(jobs), workers or min(os.cpu_count() or 1, _MOST_WORKERS))
    if workers < 2:
        yield from map(printed, jobs)
        return
    done = 0
    with pool_of(workers) as pool:
        try:
            for files in pool.map(printed, jobs):
                done += 1
                yield files
        except BrokenProcessPool:
            yield from map(printed, jobs[done:])


def printed(job: Job) -> dict[str, bytes]:
    """The files of one job by name, the one that is told of first: `gp-pack-rxx-dr-b.pdf`, then its twin `.html`."""
    from briefing.render import forms, twin  # here: only workers need it

    if isinstance(job, Pack):
        return forms.forms_of(job)
    name = job.filename.removesuffix(".pdf")
    return {f"{name}.pdf": paper(job), f"{name}.html": twin.write(job)}


def paper(edition: Edition) -> bytes:
    """An edition as PDF, dated by its meeting so that equal inputs make equal bytes."""
    from briefing.render import (  # here: the layout engine takes a second to start, and only this needs it
        html,
        pdf,
    )

    meeting = edition.pack.meeting if isinstance(edition, GpEdition) else edition.meeting
    return pdf.write(
        html.drawn(edition),
        title=f"{meeting.title}: {_named(edition)}",
        lang="en-GB",
        folder=folder("templates"),
        made_on=meeting.date,
        attachments=edition.pack.evidence if isinstance(edition, GpEdition) else (),
    )


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
