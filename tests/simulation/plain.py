"""Packs without page layout, which is nine tenths of a build: each PDF holds the words of its pages as HTML.

Everything else is as it is: what is asked, what is written, versions, manifests, hashes.
"""

import os
import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from briefing.build import version
from briefing.document.blocks import Document
from briefing.document.workbook import Workbook
from briefing.render import page
from briefing.render.press import Job, printed
from briefing.runs.outcome import RunResult
from briefing.runs.side_by_side import make_one


def plain_pages(jobs: Sequence[Job], **choice: object) -> Iterator[dict[str, bytes]]:
    """In place of `print_all`: papers and workbooks alone, no Word and no images."""
    for job in jobs:
        if isinstance(job, Document):
            yield {f"{job.stem}.{job.forms[0]}": page.html(job).encode()}
        elif isinstance(job, Workbook):
            yield printed(job)


def lay_out_nothing() -> None:
    """For this process; one that it spawns says so again."""
    version.print_all = plain_pages  # type: ignore[assignment]
    version.load_engine = lambda workers: None


@contextmanager
def pages() -> Iterator[None]:
    """For as long as it is open."""
    usual = version.print_all, version.load_engine
    lay_out_nothing()
    try:
        yield
    finally:
        version.print_all, version.load_engine = usual


def words(page: Path) -> str:
    """What a reader of a plain page reads, in one line."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", page.read_text("utf-8"))).split())


def make_plain(folder: Path, meeting: str, workers: int) -> RunResult:
    """`make_one` in a spawned process, with pages that are not laid out."""
    lay_out_nothing()
    return make_one(folder, meeting, workers)


def make_or_die(folder: Path, meeting: str, workers: int) -> RunResult:
    """The process is killed at every meeting with the second hospital, and takes its pool with it."""
    if meeting.endswith("rz2"):
        os.kill(os.getpid(), signal.SIGKILL)
    return make_plain(folder, meeting, workers)
