"""Files: what is loaded, which months are missing, what was refused and why; and more of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from briefing.disk import is_left_behind, replace
from briefing.errors import BriefingError
from briefing.loading.load import sha256_of
from briefing.loading.status import SourceStatus, status
from briefing.loading.unloaded import unloaded
from briefing.months import each_month
from briefing.web.jobs import begin
from briefing.web.look import page
from briefing.workspace import Workspace

_MOST_FILES = 100
_SHOWN = 24
"""So many months are set beside each other; older ones are counted."""
_AT_ONCE = 1 << 20
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


@dataclass(frozen=True)
class Cell:
    """One month of one source."""

    month: date
    state: str
    """there, revised, missing or none."""


@dataclass(frozen=True)
class Line:
    source: SourceStatus
    cells: tuple[Cell, ...]


def listing(request: Request) -> Response:
    workspace: Workspace = request.app.state.workspace
    found = status(workspace)
    months = _months(found.sources)
    return page(
        request,
        "files.html",
        values={
            "months": months,
            "monthly": [_line(one, months) for one in found.sources if one.latest_period is not None],
            "others": [one for one in found.sources if one.latest_period is None],
            "absent": found.absent,
            "refusals": found.refusals,
            "gone": found.gone,
            "unloaded": list(unloaded(workspace)),
        },
    )


async def upload(request: Request) -> Response:
    """Put files into the inbox, each whole or not at all, and load them."""
    workspace: Workspace = request.app.state.workspace
    async with request.form(max_files=_MOST_FILES) as form:
        uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
        if not uploads:
            raise BriefingError("No file was chosen. Choose one or more, then press “Load”.")
        for one in uploads:
            await _keep(one, workspace.inbox)
    return begin(request, "Load files", ["load"], back="/files")


async def _keep(upload: UploadFile, inbox: Path) -> None:
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


def _name_of(given: str) -> str:
    """Return the last part of a name, in characters that every computer can write."""
    last = _NOT_IN_A_NAME.sub("_", PurePosixPath(given.replace("\\", "/")).name)
    name = last.strip(" .")
    if not name or is_left_behind(last):
        raise BriefingError(f"{given!r}: is no name for a file of data. Rename it, then choose it again.")
    return name


def _months(sources: Sequence[SourceStatus]) -> list[date]:
    known = [one for one in sources if one.first_period is not None and one.latest_period is not None]
    if not known:
        return []
    first = min(one.first_period for one in known if one.first_period is not None)
    last = max(one.latest_period for one in known if one.latest_period is not None)
    return list(each_month(first, last))[-_SHOWN:]


def _line(source: SourceStatus, months: Sequence[date]) -> Line:
    there = {load.period for load in source.loads}
    revised = {load.period for load in source.loads if load.revised and load.counts}

    def state(month: date) -> str:
        if month in revised:
            return "revised"
        return "there" if month in there else "missing" if month in source.gaps else "none"

    return Line(source, tuple(Cell(month, state(month)) for month in months))
