"""A meeting made and changed field by field: by names, with what is doubtful beside each, and nobody's work undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from briefing import pipeline, toml
from briefing.build import changing
from briefing.build.changing import Stale
from briefing.build.inputs import meeting_of, purpose_words
from briefing.errors import BriefingError
from briefing.meeting import doubts
from briefing.meeting.editing import Value, with_fields
from briefing.meeting.files import WrongFields
from briefing.meeting.form import MeetingForm, problems_of, usual_agenda, usual_title, write_meeting
from briefing.meeting.outline import FILE
from briefing.meeting.purpose import proposals
from briefing.shelf import folder as packs
from briefing.web.fields import FIELDS, PARTS, Cells, Names, as_typed, by_field, kinds, typed, values
from briefing.web.look import page
from briefing.web.meetings import asked_for
from briefing.workspace import Workspace

_NEEDED = ("date", "place", "decision_wanted", "chair", "panel")
_SPARE, _MORE = 2, 5
"""Empty lines for more, and as many as there are once somebody wants more."""


@dataclass(frozen=True)
class Sheet:
    """A form as it is shown."""

    typed: Mapping[str, Cells]
    wrong: Mapping[str, list[str]] = field(default_factory=dict)
    doubts: Mapping[str, list[str]] = field(default_factory=dict)
    theirs: Mapping[str, Cells] = field(default_factory=dict)
    """What somebody else wrote meanwhile, where it is not what is typed here."""
    reason: str = ""


def new(request: Request) -> Response:
    """A form for a new meeting: every name is typed and found, no code."""
    workspace: Workspace = request.app.state.workspace
    names, ours = Names(workspace), workspace.settings.commissioner.code
    usual: dict[str, Cells] = {"kind": "contract review", "minutes": "60", "reading_minutes": "10"}
    return _form(request, names, Sheet(usual | {"commissioner": names.shown("boards", ours) if ours else ""}))


async def make(request: Request) -> Response:
    """Write the file of a new meeting, or show the form again with what is wrong beside each field."""
    workspace: Workspace = request.app.state.workspace
    async with request.form() as form:
        filled, more = typed(form), "more" in form
    names = Names(workspace)
    read, wrong = values(filled, names)
    wrong = _lacking(read) | wrong
    if not more and not wrong:
        try:
            made = MeetingForm.model_validate(_with_usual(workspace, read, names))
            file = write_meeting(workspace.meetings, made)
        except ValidationError as error:
            wrong = by_field((place, message) for place, _, message in problems_of(error))
        except BriefingError as error:
            wrong = {"": str(error).splitlines()}
        else:
            return RedirectResponse(f"/meetings/{file.parent.name}?said=made", status_code=303)
    return _form(request, names, Sheet(filled, {} if more else wrong), more=more)


def edit(request: Request) -> Response:
    """The fields of a meeting as its file has them, each with what is doubtful about it."""
    workspace, state = asked_for(request)
    names = Names(workspace)
    filled = as_typed(workspace, state.meeting, names)
    return _form(
        request, names, Sheet(filled, doubts=_doubts_of(workspace, state.meeting, {})), meeting=state.meeting
    )


async def save(request: Request) -> Response:
    """Write what was changed; what somebody else wrote meanwhile is shown beside it, and nothing is lost."""
    workspace, state = asked_for(request)
    async with request.form() as form:
        filled, more = typed(form), "more" in form
        seen, reason = str(form.get("seen", "")), str(form.get("reason", "")).strip()
    names = Names(workspace)
    read, wrong = values(filled, names)
    wrong = _lacking(read) | wrong
    if more or wrong:
        return _form(
            request,
            names,
            Sheet(filled, {} if more else wrong, reason=reason),
            meeting=state.meeting,
            seen=seen,
            more=more,
        )
    try:
        changes = _changes(workspace, state.meeting, read)
        changing.change(workspace, state.meeting, changes, seen=seen, reason=reason)
    except Stale as error:
        theirs = as_typed(workspace, state.meeting, names)
        other = {name: cells for name, cells in theirs.items() if filled.get(name, cells) != cells}
        sheet = Sheet(filled, {"": [str(error)]}, theirs=other, reason=reason)
    except WrongFields as error:
        sheet = Sheet(filled, by_field((place, said) for place, _, said in error.problems), reason=reason)
    except BriefingError as error:
        sheet = Sheet(filled, {"": str(error).splitlines()}, reason=reason)
    else:
        return RedirectResponse(f"/meetings/{state.meeting}?said=changed", status_code=303)
    stale = None if sheet.theirs or "" in sheet.wrong else seen
    return _form(request, names, sheet, meeting=state.meeting, seen=stale)


async def look(request: Request) -> Response:
    """Say what is wrong or doubtful in what is typed, field by field; nothing is written."""
    workspace: Workspace = request.app.state.workspace
    meeting = request.path_params.get("meeting")
    async with request.form() as form:
        filled = typed(form)
    read, told = values(filled, Names(workspace))
    if meeting is not None and not told:
        asked_for(request)
        told = _doubts_of(workspace, meeting, read)
    return page(request, "beside.html", values={"told": told, "fields": FIELDS})


def beside(request: Request) -> Response:
    """What is doubtful with the figures in hand, for the fields of a form: looking takes a second or two."""
    workspace, state = asked_for(request)
    try:
        told = by_field((one.place, one.sentence) for one in pipeline.doubtful(workspace, state.meeting))
    except WrongFields as error:
        told = by_field((place, said) for place, _, said in error.problems)
    except BriefingError as error:
        told = {"": str(error).splitlines()}
    return page(request, "beside.html", values={"told": told, "fields": FIELDS})


async def undo(request: Request) -> Response:
    """Put back what the last change replaced."""
    workspace, state = asked_for(request)
    async with request.form() as form:
        changing.undo(workspace, state.meeting, seen=str(form.get("seen", "")))
    return RedirectResponse(f"/meetings/{state.meeting}?said=undone", status_code=303)


def _form(
    request: Request,
    names: Names,
    sheet: Sheet,
    *,
    meeting: str = "",
    seen: str | None = None,
    more: bool = False,
) -> Response:
    workspace: Workspace = request.app.state.workspace
    made = packs.last_manifest(workspace.packs / meeting) if meeting else None
    session = sum(bool(one) for one in sheet.typed.get("providers", ())) > 1
    return page(
        request,
        "edit.html",
        status=409 if sheet.theirs else 422 if sheet.wrong else 200,
        values={
            "meeting": meeting,
            "parts": PARTS,
            "sheet": sheet,
            "wrong": sheet.wrong,
            "lists": names.lists,
            "kinds": kinds(),
            "spare": _MORE if more else _SPARE,
            "session": session,
            "approved": made.version if made is not None and made.status == "approved" else None,
            "seen": (seen or changing.seen(workspace, meeting)) if meeting else "",
        },
    )


def _lacking(read: Mapping[str, Value]) -> dict[str, list[str]]:
    """Say of each needed field that holds nothing what is wanted."""
    lacking = {name: ["Fill this in: it is needed."] for name in _NEEDED if name in read and not read[name]}
    among = read.get("kind") == "peer_review"
    if not read.get("practices" if among else "providers"):
        lacking["practices" if among else "providers"] = ["Choose at least one."]
    return lacking


def _with_usual(workspace: Workspace, read: Mapping[str, Value], names: Names) -> dict[str, Any]:
    """Put in what a command would take for granted: a title, our board, an order of the day."""
    filled = {name: value for name, value in read.items() if value not in (None, [], "")}
    kind = str(filled["kind"]) if "kind" in filled else "contract_review"
    known = "practices" if kind == "peer_review" else "providers"
    codes = filled.get(known, [])
    asked = {str(code): names.shown(known, code) for code in (codes if isinstance(codes, list) else [])}
    minutes = filled.get("minutes", 60)
    usual: dict[str, Any] = {
        "kind": kind,
        "title": usual_title(kind, asked),
        "minutes": 60,
        "commissioner": workspace.settings.commissioner.code,
    }
    if known == "providers" and isinstance(minutes, int):
        usual["agenda"] = usual_agenda(minutes, asked)
    if "about" not in filled:
        usual["about"] = list(proposals(str(filled.get("decision_wanted", "")), purpose_words(workspace)))
    return usual | filled


def _changes(workspace: Workspace, meeting: str, read: Mapping[str, Value]) -> dict[str, Value]:
    """Return the fields that are to be others than in the file: what stays keeps its line and its remark."""
    now = toml.loads((workspace.meetings / meeting / FILE).read_text("utf-8-sig"))
    empty: tuple[object, ...] = (None, [], "")
    return {
        name: value
        for name, value in read.items()
        if name != "date" and now.get(name) != value and not (value in empty and now.get(name) in empty)
    }


def _doubts_of(workspace: Workspace, meeting: str, read: Mapping[str, Value]) -> dict[str, list[str]]:
    """Say what is wrong or doubtful in a meeting's file, or would be if it said what is typed."""
    try:
        text = (workspace.meetings / meeting / FILE).read_text("utf-8-sig")
        found = meeting_of(
            workspace, meeting, text=with_fields(text, _changes(workspace, meeting, read)) if read else text
        )
    except WrongFields as error:
        return by_field((place, said) for place, _, said in error.problems)
    except (BriefingError, ValueError) as error:
        return {"": str(error).splitlines()}
    told: Iterable[doubts.Doubt] = doubts.check(found, today=date.today())
    return by_field((one.place, one.sentence) for one in told)
