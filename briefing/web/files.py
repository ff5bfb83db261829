"""Files: what is loaded, which months are missing, what was refused and why; and more of them."""

import re
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Literal

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from briefing import formats
from briefing.build.inputs import lags_of
from briefing.disk import is_left_behind, replace
from briefing.errors import BriefingError
from briefing.loading import warehouse_of
from briefing.loading.load import sha256_of
from briefing.loading.refusals import read_refusals
from briefing.loading.status import SourceStatus, status
from briefing.loading.unloaded import unloaded
from briefing.months import each_month, months_before
from briefing.sources import source_named
from briefing.sources.publications import PUBLICATIONS, Publication
from briefing.web.look import page
from briefing.web.queue import Job, Jobs
from briefing.workspace import Workspace

MOST_BYTES = 2 << 30
"""What may come at a time: ten years of the largest publication."""
_NOTHING_CHOSEN = "No file was chosen. Choose one or more, then press “Load”."
_MOST_FILES = 100
_SHOWN = 24
"""So many months are set beside each other; older ones are counted."""
_AT_ONCE = 1 << 20
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


@dataclass(frozen=True)
class Cell:
    """One month of one source."""

    month: date
    state: Literal["there", "revised", "missing", "old", "none"]


@dataclass(frozen=True)
class Line:
    source: SourceStatus
    cells: tuple[Cell, ...]

    @property
    def is_seen(self) -> bool:
        """Whether any of the months that are set beside each other is here."""
        return any(cell.state != "none" for cell in self.cells)


@dataclass(frozen=True)
class Gap:
    """A month that is wanted, and where to look for it."""

    title: str
    month: date
    publication: Publication | None
    late: bool
    """No newer month is there either: it is not that one was forgotten."""

    @property
    def file(self) -> str:
        return self.publication.file(self.month) if self.publication is not None else ""


@dataclass(frozen=True)
class Fate:
    """What becomes of a file that was chosen."""

    name: str
    state: Literal["waiting", "loaded", "refused", "not read"]
    lines: tuple[str, ...] = ()


def listing(request: Request) -> Response:
    workspace: Workspace = request.app.state.workspace
    found = status(workspace)
    known = [one for one in found.sources if one.latest_period is not None]
    wanted = {one.source: _newest_wanted(workspace, one) for one in known}
    months = _months(known, list(wanted.values()))
    lines = [_line(one, months, wanted[one.source]) for one in known]
    return page(
        request,
        "files.html",
        values={
            "months": months,
            "monthly": [line for line in lines if line.is_seen],
            "gaps": [gap for one in known for gap in _gaps(one, wanted[one.source])],
            "others": [
                one
                for one in found.sources
                if one.latest_period is None or not any(line.source is one and line.is_seen for line in lines)
            ],
            "absent": found.absent,
            "refusals": found.refusals,
            "gone": found.gone,
            "unloaded": list(unloaded(workspace)),
        },
    )


async def upload(request: Request) -> Response:
    """Put files into the inbox, each whole or not at all, and load them."""
    workspace: Workspace = request.app.state.workspace
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise BriefingError(_NOTHING_CHOSEN)
    free = shutil.disk_usage(workspace.folder).free // 2  # it lies on the disk twice for a moment
    parser = MultiPartParser(
        request.headers, _bounded(request.stream(), min(MOST_BYTES, free)), max_files=_MOST_FILES
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError):
        raise BriefingError(
            f"This could not be read as files. Choose {_MOST_FILES} at most, then press “Load”."
        ) from None
    kept: list[Path] = []
    try:
        uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
        if not uploads:
            raise BriefingError(_NOTHING_CHOSEN)
        for one in uploads:
            kept.append(await _keep(one, workspace.inbox))
    finally:
        await form.close()
    jobs: Jobs = request.app.state.jobs
    words = ["load", "--", *map(str, kept)]
    job = jobs.start("Load files", words, back="/files", author=request.state.user.author)
    return RedirectResponse(f"/files/fates/{job.id}", status_code=303)


async def _bounded(stream: AsyncIterator[bytes], most: int) -> AsyncGenerator[bytes, None]:
    """Hand on what comes in, part by part; more than there may be is never written."""
    came = 0
    async for part in stream:
        came += len(part)
        if came > most:
            raise BriefingError(
                f"Found more than {formats.number(most >> 20)} MB at once; nothing was taken. "
                "Choose fewer files, or put large ones into the folder inbox yourself."
            )
        yield part


async def _keep(upload: UploadFile, inbox: Path) -> Path:
    """Write a file under its own name; another of that name that is not the same is never written over."""
    name = _name_of(upload.filename or "")
    fresh, target = inbox / f".~{name}.upload", inbox / name
    inbox.mkdir(exist_ok=True)
    try:
        with fresh.open("wb") as opened:
            while part := await upload.read(_AT_ONCE):
                opened.write(part)
        if target.exists() and sha256_of(target) != sha256_of(fresh):
            raise BriefingError(
                f"{name}: another file of this name lies in the inbox; it was left as it is. Give yours another name."
            )
        replace(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)
    return target


def _name_of(given: str) -> str:
    """Return the last part of a name, in characters that every computer can write."""
    last = _NOT_IN_A_NAME.sub("_", PurePosixPath(given.replace("\\", "/")).name)
    name = last.strip(" .")
    if not name or is_left_behind(last):
        raise BriefingError(f"{given!r}: is no name for a file of data. Rename it, then choose it again.")
    return name


def fates(request: Request) -> Response:
    """What becomes of each file of one upload, as it happens; the page asks for itself again until all are done."""
    workspace: Workspace = request.app.state.workspace
    job: Job | None = request.app.state.jobs.get(request.path_params["job"])
    if job is None or job.words[:1] != ("load",):
        raise HTTPException(404)
    names = [Path(word).name for word in job.words[2:]]
    return page(request, "fates.html", values={"job": job, "fates": list(_fates(workspace, job, names))})


def _fates(workspace: Workspace, job: Job, names: Sequence[str]) -> Iterator[Fate]:
    loads = warehouse_of(workspace).loads()
    refused = {one.path: one for one in read_refusals(workspace.warehouse)}
    for name in names:
        path = f"{workspace.inbox.name}/{name}"
        mine = [load for load in loads if load.path == path]
        if (refusal := refused.get(path)) is not None:
            harmless = all(fault.harmless for fault in refusal.faults)
            yield Fate(name, "not read" if harmless else "refused", tuple(map(str, refusal.faults)))
        elif mine:
            lines = [
                f"{formats.capital(source_named(load.source).title)}"
                f"{f', {load.period:%B %Y}' if load.period else ''}: {formats.counted(load.rows, 'row')}"
                f"{', revised' if load.revised else ''}{'' if load.counts else '; a newer file counts'}"
                for load in mine
            ]
            notes = dict.fromkeys(note for load in mine for note in load.notes)
            yield Fate(name, "loaded", (*lines, *notes))
        elif job.ended:
            yield Fate(name, "not read", ("Nothing was loaded of it.",))
        else:
            yield Fate(name, "waiting")


def _newest_wanted(workspace: Workspace, source: SourceStatus) -> date | None:
    """Return the month that a source should have reached by now; None where it does not come out every month."""
    if not source_named(source.source).monthly:
        return None
    return months_before(date.today().replace(day=1), lags_of(workspace)[source.source])


def _months(known: Sequence[SourceStatus], wanted: Sequence[date | None]) -> list[date]:
    firsts = [one.first_period for one in known if one.first_period is not None]
    lasts = [one.latest_period for one in known if one.latest_period is not None]
    if not firsts:
        return []
    return each_month(min(firsts), max([*lasts, *filter(None, wanted)]))[-_SHOWN:]


def _line(source: SourceStatus, months: Sequence[date], wanted: date | None) -> Line:
    there = {load.period for load in source.loads}
    revised = {load.period for load in source.loads if load.revised and load.counts}
    last = source.latest_period or date.max

    def state(month: date) -> Literal["there", "revised", "missing", "old", "none"]:
        if month in revised:
            return "revised"
        if month in there:
            return "there"
        if month in source.gaps:
            return "missing"
        return "old" if wanted is not None and last < month <= wanted else "none"

    return Line(source, tuple(Cell(month, state(month)) for month in months))


def _gaps(source: SourceStatus, wanted: date | None) -> Iterator[Gap]:
    """Yield the months that are missing, and those by which what is loaded has grown too old."""
    publication = PUBLICATIONS.get(source.source)
    for month in source.gaps:
        yield Gap(source.title, month, publication, late=False)
    if wanted is not None and source.latest_period is not None and source.latest_period < wanted:
        for month in each_month(source.latest_period, wanted)[1:][-_SHOWN:]:
            yield Gap(source.title, month, publication, late=True)
