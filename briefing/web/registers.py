"""Registers: tables that are checked as they are typed, with history and undo; their files are those of Excel."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from briefing import formats, pipeline
from briefing.build import registers
from briefing.build.inputs import names_offered
from briefing.build.registers import Edit, Outcome, Problem, shown, typed
from briefing.errors import BriefingError
from briefing.meeting.register_file import Line, Register
from briefing.meeting.register_history import Change
from briefing.sources import source_named
from briefing.web.look import page
from briefing.web.users import Page
from briefing.workspace import Workspace
from briefing.workspace.registers import REGISTERS

_A_PAGE = 25
"""So many lines are shown at once."""
_NEW = 3
_MOST_FIELDS = 3000
_LARGEST = 20 << 20
_AT_ONCE = 1 << 20
_LONG = ("text", "what", "reason", "evidence", "outcome", "topic", "sub_theme")
_LISTS = {
    "practice_code": "practices",
    "provider_code": "providers",
    "organisation_code": "organisations",
    "parent_code": "organisations",
    "successor_code": "organisations",
    "person_id": "people",
    "metric": "metrics",
    "measure": "metrics",
}
"""Columns of codes for which names are offered."""


@dataclass(frozen=True)
class Box:
    """One cell as a field."""

    name: str
    column: str
    label: str
    text: str
    message: str = ""
    doubt: bool = False
    """It may be saved as it is."""
    theirs: str | None = None
    """What somebody saved there meanwhile."""


@dataclass(frozen=True)
class Shown:
    """One line of the table."""

    name: str
    was: str
    """The line as it was opened, to be sent back with it."""
    title: str
    boxes: tuple[Box, ...]
    removed: bool = False
    new: bool = False


def listing(request: Request) -> Response:
    """Every register, how many lines it has, and what is wrong with its file."""
    workspace: Workspace = request.app.state.workspace
    return page(
        request, "registers.html", values={"registers": [_summary(workspace, one) for one in REGISTERS]}
    )


def show(request: Request) -> Response:
    workspace, source = _asked(request)
    register = registers.opened(workspace, source)
    chosen = _chosen(request, register)
    problems = registers.problems(workspace, register)
    return _table(request, register, [_shown(register, at, problems) for at in chosen], problems=problems)


async def save(request: Request) -> Response:
    """Save all that was typed, or say beside each cell what is wrong; who comes later is shown who came first."""
    async with request.form(max_fields=_MOST_FIELDS) as form:
        return await run_in_threadpool(_save, request, form)


async def check(request: Request) -> Response:
    """Say what is wrong with one line as it stands in the fields now."""
    async with request.form(max_fields=_MOST_FIELDS) as form:
        return await run_in_threadpool(_check, request, form)


def history(request: Request) -> Response:
    workspace, source = _asked(request)
    changes = registers.history(workspace, source)
    undone = {one.undoes for one in changes}
    return page(
        request,
        "register-history.html",
        values={
            "source": source,
            "title": _title(source),
            "changes": [
                (one, one.event in ("changed", "imported") and one.at not in undone) for one in changes
            ],
            "notes": request.query_params.getlist("note"),
        },
    )


def undo(request: Request) -> Response:
    """Undo one change; what somebody has changed since stays, and is told."""
    workspace, source = _asked(request)
    done = registers.undo(workspace, source, request.path_params["at"])
    if done.fate == "refused":
        raise BriefingError("\n".join(one.message for one in done.problems if one.refuses))
    pipeline.keep_register(workspace, done)
    return page(
        request,
        "register-undone.html",
        values={"source": source, "title": _title(source), "done": done},
    )


def file(request: Request) -> Response:
    """The very file, for Excel."""
    workspace, source = _asked(request)
    path = registers.opened(workspace, source).path
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, filename=path.name)


async def put_in(request: Request) -> Response:
    """Put a file in the register's place, as it is."""
    workspace, source = await run_in_threadpool(_asked, request)
    async with request.form(max_files=1) as form:
        upload, digest = form.get("file"), str(form.get("opened", ""))
        if not isinstance(upload, UploadFile) or not upload.filename:
            raise BriefingError(
                "No file was chosen. Choose the register’s file, then press “Put it in its place”."
            )
        ending = Path(upload.filename).suffix.lower()
        if ending not in (".xlsx", ".csv"):
            raise BriefingError(
                f"{upload.filename}: wanted the register as .xlsx or .csv. Save it so in Excel."
            )
        with TemporaryDirectory(dir=workspace.folder, prefix=".~") as place:
            path = Path(place) / f"{source}{ending}"
            with path.open("wb") as opened:
                while part := await upload.read(_AT_ONCE):
                    opened.write(part)
                    if opened.tell() > _LARGEST:
                        raise BriefingError(f"{upload.filename}: is too large for a register.")
            done = await run_in_threadpool(registers.take_file, workspace, source, path, digest=digest)
    return await run_in_threadpool(_answer, request, done, [])


def _save(request: Request, form: FormData) -> Response:
    workspace, source = _asked(request)
    edits = list(_edits(source, form))
    digest = str(form.get("opened", ""))
    return _answer(request, registers.save(workspace, source, edits, digest=digest), edits)


def _answer(request: Request, done: Outcome, edits: Sequence[Edit]) -> Response:
    workspace, source = _asked(request)
    if done.fate in ("saved", "unchanged"):
        pipeline.keep_register(workspace, done)
        told = f"?saved={formats.capital(done.change.summary) if done.change else 'Nothing was changed'}"
        return RedirectResponse(f"/registers/{source}{told}", status_code=303)
    if done.fate == "overtaken":
        meanwhile = registers.history(workspace, source)[:1]
        rows = list(_overtaken(done.register, edits))
        return _table(request, done.register, rows, meanwhile=meanwhile, status=409)
    register = registers.opened(workspace, source)
    if not edits:  # a file that was put in: it is right or it is not taken
        lines = [f"Line {one.at + 1}, {one.column}: {one.message}" if one.at is not None else one.message
                for one in done.problems]  # fmt: skip
        raise BriefingError("\n".join(["The file was not taken; nothing was changed.", *lines[:30]]))
    rows = _typed_rows(done.register, edits, done.problems)
    return _table(request, register, rows, problems=done.problems, status=422)


def _check(request: Request, form: FormData) -> Response:
    workspace, source = _asked(request)
    edits = [edit for name, edit in _named_edits(source, form) if name == form.get("row")]
    if not edits or not (edits[0].changes or edits[0].line is not None):
        return JSONResponse({})
    after = registers.with_edits(registers.opened(workspace, source), edits)
    problems = registers.problems(workspace, after)
    (row,) = _typed_rows(after, edits, problems, names=[str(form.get("row"))])
    return JSONResponse({box.name: box.message for box in row.boxes})


def _edits(source: str, form: FormData) -> Iterator[Edit]:
    for _, edit in _named_edits(source, form):
        if edit.line is not None or edit.changes:
            yield edit


def _named_edits(source: str, form: FormData) -> Iterator[tuple[str, Edit]]:
    """Read each line of the form: as it was opened, and as it is now."""
    for field, sent in form.items():
        if not field.startswith("was:") or not isinstance(sent, str):
            continue
        name = field.removeprefix("was:")
        try:
            opened = json.loads(sent)
            line, was = opened["line"], {str(k): str(v) for k, v in opened["cells"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise HTTPException(400) from None
        now = dict(was)
        for column in REGISTERS[source].meanings:
            text = form.get(f"{name}.{column}")
            if isinstance(text, str) and text.strip() != shown(was.get(column, "")):
                now[column] = typed(source, column, text)
        yield name, Edit(line if isinstance(line, int) else None, was, now, removed=f"{name}.remove" in form)


def _typed_rows(
    after: Register, edits: Sequence[Edit], problems: Sequence[Problem], *, names: Sequence[str] = ()
) -> list[Shown]:
    """Show what was typed, with what is wrong beside each cell."""
    places = {line.number: at for at, line in enumerate(after.lines) if line.number is not None}
    fresh = iter(at for at, line in enumerate(after.lines) if line.number is None)
    rows = []
    for n, edit in enumerate(edits):
        at = places.get(edit.line) if edit.line is not None else next(fresh, None) if edit.changes else None
        name = names[n] if names else str(n)
        rows.append(
            _row(after.source, name, edit, [one for one in problems if one.at == at and at is not None])
        )
    return rows


def _overtaken(register: Register, edits: Sequence[Edit]) -> Iterator[Shown]:
    """Show each line that somebody wanted to change over the file as it is now: theirs where both changed a cell."""
    by_cells = {tuple(register.ours(line.cells).items()): line for line in register.lines}
    key = source_named(register.source).key
    by_key = {tuple(register.of(line.cells, one) for one in key): line for line in register.lines}
    for n, edit in enumerate(edit for edit in edits if edit.changes or edit.removed):
        line: Line | None = None
        if edit.line is not None:
            line = by_cells.get(tuple(edit.was.items())) or by_key.get(
                tuple(edit.was.get(one, "") for one in key)
            )
        now = register.ours(line.cells) if line is not None else {}
        theirs = {column: text for column, text in now.items() if line and text != edit.was.get(column, "")}
        mine = Edit(line.number if line is not None else None, now, {**now, **edit.changes}, edit.removed)
        if (
            edit.line is not None and line is None
        ):  # somebody took it out: as a new line it can be saved again
            mine = Edit(None, {}, edit.now)
        yield _row(register.source, str(n), mine, [], theirs=theirs)


def _row(
    source: str,
    name: str,
    edit: Edit,
    problems: Sequence[Problem],
    *,
    theirs: Mapping[str, str] | None = None,
) -> Shown:
    wrong: dict[str, Problem] = {}
    for one in problems:
        wrong.setdefault(one.column, one)
    boxes = tuple(
        Box(
            f"{name}.{column}",
            column,
            _label(column),
            shown(edit.now.get(column, "")),
            wrong[column].message if column in wrong else "",
            column in wrong and not wrong[column].refuses,
            shown(theirs[column]) if theirs and column in theirs else None,
        )
        for column in REGISTERS[source].meanings
    )
    was = json.dumps({"line": edit.line, "cells": dict(edit.was)})
    title = next((box.text for box in boxes if box.text), "new line")
    return Shown(name, was, title, boxes, edit.removed, edit.line is None)


def _shown(register: Register, at: int, problems: Sequence[Problem]) -> Shown:
    line = register.lines[at]
    cells = register.ours(line.cells)
    return _row(
        register.source, str(at), Edit(line.number, cells, cells), [one for one in problems if one.at == at]
    )


def _chosen(request: Request, register: Register) -> list[int]:
    """Choose the lines of one page: those with a word in them, or those from a place on."""
    word = request.query_params.get("find", "").strip().casefold()
    found = [
        at
        for at, line in enumerate(register.lines)
        if not word or any(word in text.casefold() for text in line.cells.values())
    ]
    first = _from(request)
    return found[first : first + _A_PAGE]


def _from(request: Request) -> int:
    word = request.query_params.get("from", "0")
    return int(word) if word.isdecimal() and len(word) < 7 else 0


def _table(
    request: Request,
    register: Register,
    rows: Sequence[Shown],
    *,
    problems: Sequence[Problem] = (),
    meanwhile: Sequence[Change] = (),
    status: int = 200,
) -> Response:
    workspace, source = _asked(request)
    told = REGISTERS[source]
    empty = [_row(source, f"new{n}", Edit(None, {}, {}), []) for n in range(_NEW if status == 200 else 0)]
    refusing = [(row, box) for row in rows for box in row.boxes if box.message and not box.doubt]
    return page(
        request,
        "register.html",
        status=status,
        values={
            "source": source,
            "title": _title(source),
            "register": register,
            "rows": [*rows, *empty],
            "columns": [(column, _label(column), meaning) for column, meaning in told.meanings.items()],
            "fixed": told.fixed,
            "suggested": told.suggested,
            "long": _LONG,
            "lists": {
                column: name for column, name in _LISTS.items() if column != source_named(source).key[0]
            },
            "offered": names_offered(workspace),
            "others": [heading for heading, ours in register.headings.items() if ours is None],
            "whole": [one.message for one in problems if one.at is None],
            "wrong": refusing,
            "meanwhile": meanwhile,
            "overtaken": status == 409,
            "find": request.query_params.get("find", ""),
            "first": _from(request),
            "size": _A_PAGE,
            "saved": request.query_params.get("saved"),
        },
    )


def _summary(workspace: Workspace, source: str) -> dict[str, object]:
    try:
        register = registers.opened(workspace, source)
        last = next(iter(registers.history(workspace, source)), None)
    except BriefingError as error:
        return {"source": source, "title": _title(source), "wrong": str(error)}
    return {"source": source, "title": _title(source), "lines": len(register.lines), "last": last}


def _title(source: str) -> str:
    return formats.capital(source_named(source).title.partition(" (")[0])


def _label(column: str) -> str:
    return formats.capital(column.replace("_", " "))


def _asked(request: Request) -> tuple[Workspace, str]:
    source = request.path_params["source"]
    if source not in REGISTERS:
        raise HTTPException(404)
    return request.app.state.workspace, source


PAGES = (
    Page("/registers", listing),
    Page("/registers/{source}", show),
    Page("/registers/{source}", save, methods=["POST"]),
    Page("/registers/{source}/check", check, methods=["POST"]),
    Page("/registers/{source}/history", history),
    Page("/registers/{source}/undo/{at}", undo, methods=["POST"]),
    Page("/registers/{source}/file", file),
    Page("/registers/{source}/file", put_in, methods=["POST"]),
)
