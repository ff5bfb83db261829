"""In the room: the clerk's sheet on a tablet, saved as it goes, read back and recorded; what came of it afterwards.

The sheet is the workbook in the meeting's folder, and recording it is `briefing record`: Excel, the PDF form and this
page are one record with one history.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from briefing import formats
from briefing.build.inputs import meeting_of, names_offered
from briefing.errors import BriefingError
from briefing.meeting import filling
from briefing.meeting.answers import OTHERS, STATES, SheetQuestion, answers_of, is_recorded, questions_of
from briefing.meeting.filling import Entry, Outcome
from briefing.meeting.model import Meeting
from briefing.meeting.outline import outlines
from briefing.meeting.record_book import in_force, lines_of, records_of
from briefing.meeting.register_file import open_register
from briefing.meeting.sheet import DAYS, OUTCOMES, PROMISE, STEM, FilledRow, FilledSheet, Spot
from briefing.sources.values import Unreadable, parse_date
from briefing.web.jobs import begin
from briefing.web.look import page
from briefing.web.users import CLERKS, Page
from briefing.workspace import Workspace

_LARGEST = 20 << 20
"""A filled form with its fonts has less."""
_AT_ONCE = 1 << 20
_MOST_FIELDS = 5000


@dataclass(frozen=True)
class Box:
    """One cell of the sheet as a field of the page."""

    name: str
    text: str
    version: str
    message: str = ""
    theirs: str | None = None
    """What somebody else wrote there meanwhile."""


@dataclass(frozen=True)
class Entered:
    """One question, or one earlier promise, with its fields by column."""

    number: int | None
    """None where a promise is written down that no question asked for."""
    question: SheetQuestion | None
    promise: Mapping[str, str]
    boxes: Mapping[str, Box]

    @property
    def wrong(self) -> list[Box]:
        return [box for box in self.boxes.values() if box.message]


@dataclass(frozen=True)
class Part:
    name: str
    promises: tuple[Entered, ...]
    questions: tuple[Entered, ...]
    others: tuple[Entered, ...]

    @property
    def rows(self) -> tuple[Entered, ...]:
        return (*self.promises, *self.questions, *self.others)


def show(request: Request) -> Response:
    """The sheet to be filled in; every field says which text it was opened with."""
    workspace, meeting = _asked(request)
    return _sheet(request, workspace, meeting)


async def save(request: Request) -> Response:
    """Save every field of the page at once: the way of a browser without a script."""
    async with request.form(max_fields=_MOST_FIELDS) as form:
        fields = {name: text for name, text in form.items() if isinstance(text, str)}
    return await run_in_threadpool(_save, request, fields)


async def save_field(request: Request) -> Response:
    """Save one field, and say what stands in it now and what is still missing beside it."""
    async with request.form(max_fields=8) as form:
        fields = {name: text for name, text in form.items() if isinstance(text, str)}
    return await run_in_threadpool(_save_field, request, fields)


def read_back(request: Request) -> Response:
    """What was promised, in sentences to be read out; and what keeps it from being recorded."""
    workspace, meeting = _asked(request)
    opened = filling.open_sheet(workspace, meeting)
    parts = _parts(workspace, meeting, opened.filled, filling.messages(workspace, meeting, opened.filled))
    return page(
        request,
        "read-back.html",
        values={
            "meeting": meeting,
            "parts": [(part, list(_promised(part))) for part in parts],
            "wrong": [(row, box) for part in parts for row in part.rows for box in row.wrong],
        },
    )


async def do(request: Request) -> Response:
    """Record the sheet, take a record back, or note that a letter came: the command, with what was typed."""
    workspace, meeting = await run_in_threadpool(_asked, request)
    async with request.form() as form:
        said = {name: text.strip() for name, text in form.items() if isinstance(text, str)}
    verb, words = request.path_params["verb"], list[str]()
    if verb == "keep":
        sheet = await run_in_threadpool(filling.keep, workspace, meeting)
        title, words = "Record", ["record", "--", meeting.id, str(sheet)]
    elif verb == "take-back":
        options = [
            f"--by={request.state.user.signature or said.get('by', '')}",
            f"--reason={said.get('reason', '')}",
        ]
        title, words = "Take the last record back", ["record", "--take-back", *options, "--", meeting.id]
    elif verb == "wrote":
        provider, _, question = said.get("question", "").partition(" ")
        options = [f"--wrote={question}", f"--org={provider}"]
        options += [f"--{name}={said[name]}" for name in ("on", "note") if said.get(name)]
        title, words = "Note that they wrote", ["record", *options, "--", meeting.id]
    else:
        raise HTTPException(404)
    return begin(request, f"{title}: {meeting.title}", words, back=f"/meetings/{meeting.id}/record")


def sheet_file(request: Request) -> Response:
    """The workbook itself, for those who go on in Excel."""
    workspace, meeting = _asked(request)
    return FileResponse(filling.open_sheet(workspace, meeting).base, filename=f"{STEM}.xlsx")


async def put_in(request: Request) -> Response:
    """Take what a filled workbook or form says into the sheet."""
    workspace, meeting = await run_in_threadpool(_asked, request)
    async with request.form(max_files=1) as form:
        upload = form.get("file")
        if not isinstance(upload, UploadFile) or not upload.filename:
            raise BriefingError("No file was chosen. Choose the filled sheet, then press “Put it in”.")
        ending = ".pdf" if upload.filename.lower().endswith(".pdf") else ".xlsx"
        with TemporaryDirectory(dir=workspace.folder, prefix=".~") as place:
            file = Path(place) / f"{STEM}{ending}"
            with file.open("wb") as opened:
                while part := await upload.read(_AT_ONCE):
                    opened.write(part)
                    if opened.tell() > _LARGEST:
                        raise BriefingError(f"{upload.filename}: is too large for a clerk's sheet.")
            changed = await run_in_threadpool(filling.take_in, workspace, meeting, file)
    return RedirectResponse(f"/meetings/{meeting.id}/record?taken={changed}", status_code=303)


def _save(request: Request, fields: Mapping[str, str]) -> Response:
    workspace, meeting = _asked(request)
    entries = [
        Entry(_spot(name), text, fields.get(f"version:{name}"))
        for name, text in fields.items()
        if name.count("/") == 2 and not name.startswith("version:")
    ]
    outcomes = filling.fill(workspace, meeting, entries)
    told = {one.spot: (one, outcome) for one, outcome in zip(entries, outcomes, strict=True)}
    trouble = {spot: pair for spot, pair in told.items() if pair[1].state != "saved"}
    if not trouble and "read-back" in fields:
        return RedirectResponse(f"/meetings/{meeting.id}/record/read-back", status_code=303)
    return _sheet(request, workspace, meeting, trouble, saved=True, status=409 if trouble else 200)


def _save_field(request: Request, fields: Mapping[str, str]) -> Response:
    workspace, meeting = _asked(request)
    entry = Entry(_spot(fields.get("name", "")), fields.get("text", ""), fields.get("version") or None)
    (outcome,) = filling.fill(workspace, meeting, [entry])
    filled = filling.open_sheet(workspace, meeting).filled
    row = _only(filled, entry.spot[:2])
    messages = filling.messages(workspace, meeting, row)
    if outcome.message:
        messages[entry.spot] = outcome.message
    said = {_name(spot): messages.get(spot, "") for spot in row.texts}
    answer = {"state": outcome.state, "text": outcome.text, "version": outcome.version, "messages": said}
    return JSONResponse(answer, status_code={"saved": 200, "overtaken": 409, "refused": 422}[outcome.state])


def _only(filled: FilledSheet, key: tuple[str, str]) -> FilledSheet:
    row = filled.rows[key]
    return FilledSheet((), (row,)) if key[0] == PROMISE else FilledSheet((row,), ())


def _sheet(
    request: Request,
    workspace: Workspace,
    meeting: Meeting,
    trouble: Mapping[Spot, tuple[Entry, Outcome]] | None = None,
    *,
    saved: bool = False,
    status: int = 200,
) -> Response:
    filled = filling.open_sheet(workspace, meeting).filled
    messages = filling.messages(workspace, meeting, filled) if saved else {}
    parts = _parts(workspace, meeting, filled, messages, trouble or {})
    folder = workspace.meetings / meeting.id
    records = records_of(folder)
    roles = [person.role for person in meeting.provider_people]
    asked = [row.question for part in parts for row in part.questions if row.question is not None]
    return page(
        request,
        "record.html",
        status=status,
        values={
            "meeting": meeting,
            "parts": parts,
            "states": STATES,
            "outcomes": OUTCOMES,
            "owners": list(dict.fromkeys(roles)),
            "measures": list(dict.fromkeys(one.measure for one in asked if one.measure)),
            "saved": saved,
            "wrong": [(row, box) for part in parts for row in part.rows for box in row.wrong],
            "recorded": is_recorded(folder),
            "history": list(lines_of(records)),
            "standing": bool(in_force(records)),
            "waiting": [one for one in answers_of(folder) if one.state == "will write"],
            "done": request.app.state.jobs.get(request.query_params.get("done", "")),
            "taken": request.query_params.get("taken"),
        },
    )


def _parts(
    workspace: Workspace,
    meeting: Meeting,
    filled: FilledSheet,
    messages: Mapping[Spot, str],
    trouble: Mapping[Spot, tuple[Entry, Outcome]] | None = None,
) -> list[Part]:
    asked = questions_of(workspace.packs, meeting.id)
    providers = dict(names_offered(workspace)["organisations"])
    names = workspace.settings.columns.get("commitments", {})
    register = open_register(workspace.registers, "commitments", names=names)
    numbers: dict[str, int] = {}

    def entered(group: str, row: FilledRow) -> Entered:
        question = asked.get(row.key)
        number = None
        if group != PROMISE and row.id not in OTHERS:
            number = numbers[row.provider_code] = numbers.get(row.provider_code, 0) + 1
        promise = register.row(row.id) if group == PROMISE else None
        known = {name: register.of(promise, name) for name in ("what", "owner", "due_on")} if promise else {}
        boxes = {name: box((group, row.id, name), text) for name, text in row.cells.items()}
        return Entered(number, question, known, boxes)

    def box(spot: Spot, text: str) -> Box:
        made = Box(_name(spot), _shown(spot[2], text), filling.version_of(text), messages.get(spot, ""))
        if trouble is None or spot not in trouble:
            return made
        entry, outcome = trouble[spot]
        theirs = text if outcome.state == "overtaken" else None
        return replace(made, text=entry.text, message=outcome.message or made.message, theirs=theirs)

    found = []
    for code in meeting.provider_codes:
        rows = [row for row in filled.answers if row.provider_code == code]
        promises = [row for row in filled.promises if (row.provider_code or code) == code]
        found.append(
            Part(
                providers.get(code, code),
                tuple(entered(PROMISE, row) for row in promises),
                tuple(entered(code, row) for row in rows if row.id not in OTHERS),
                tuple(entered(code, row) for row in rows if row.id in OTHERS),
            )
        )
    return found


def _promised(part: Part) -> Iterator[tuple[str, str, str, str]]:
    """Tell each commitment as it is read out: who, by when, what, and what will show it."""
    for row in (*part.questions, *part.others):
        cells = {name: box.text for name, box in row.boxes.items()}
        if cells["commitment"]:
            usual = row.question.measure if row.question else ""
            yield (
                cells["owner"],
                _in_words(cells["due_on"]),
                cells["commitment"],
                cells["measure"] or usual or "",
            )


def _in_words(text: str) -> str:
    with suppress(Unreadable):
        return formats.day(parse_date(text)) if text else ""
    return text


def _shown(name: str, text: str) -> str:
    """A day as it is written here."""
    if name in DAYS:
        with suppress(ValueError):
            return f"{date.fromisoformat(text):%d/%m/%Y}"
    return text


def _name(spot: Spot) -> str:
    return "/".join(quote(part, safe="") for part in spot)


def _spot(name: str) -> Spot:
    parts = [unquote(part) for part in name.split("/")]
    if len(parts) != 3:
        raise HTTPException(400)
    return parts[0], parts[1], parts[2]


def _asked(request: Request) -> tuple[Workspace, Meeting]:
    """Return the meeting that an address names, if there is one of exactly that name: to its clerk and the managers."""
    workspace: Workspace = request.app.state.workspace
    name = request.path_params["meeting"]
    if name not in {one.id for one in outlines(workspace.meetings)}:
        raise HTTPException(404)
    meeting, user = meeting_of(workspace, name), request.state.user
    if not user.is_manager and (meeting.clerk is None or meeting.clerk.person_id != user.id):
        raise HTTPException(403)
    return workspace, meeting


PAGES = (
    Page("/meetings/{meeting}/record", show, roles=CLERKS),
    Page("/meetings/{meeting}/record", save, roles=CLERKS, methods=["POST"]),
    Page("/meetings/{meeting}/record/field", save_field, roles=CLERKS, methods=["POST"]),
    Page("/meetings/{meeting}/record/file", put_in, roles=CLERKS, methods=["POST"]),
    Page(f"/meetings/{{meeting}}/record/{STEM}.xlsx", sheet_file, roles=CLERKS),
    Page("/meetings/{meeting}/record/read-back", read_back, roles=CLERKS),
    Page("/meetings/{meeting}/record/do/{verb}", do, roles=CLERKS, methods=["POST"]),
)
