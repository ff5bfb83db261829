"""Meetings: all of them, one with its papers and its next step, and what is done to it."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from typing import get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from briefing import formats, pipeline
from briefing.build.inputs import names_of
from briefing.errors import BriefingError
from briefing.meeting.form import Kind
from briefing.meeting.outline import outline_of, outlines
from briefing.post import dispatch
from briefing.post.states import State, state_of, states
from briefing.shelf import folder as packs
from briefing.shelf.manifest import Manifest
from briefing.web.guard import PREVIEW_POLICY
from briefing.web.jobs import begin
from briefing.web.look import page
from briefing.web.reading import parts_of, readable
from briefing.web.steps import step_of
from briefing.workspace import Workspace

Fields = Mapping[str, str]
_TITLE, _HEAD = re.compile(r"<title>(.*?)</title>", re.DOTALL), 2000
_KINDS = {".html": "Read", ".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel", ".pptx": "Slides"}


@dataclass(frozen=True)
class Paper:
    """One document of a version, in its forms."""

    title: str
    forms: tuple[tuple[str, str], ...]
    """What it is and what its file is called."""

    @property
    def page(self) -> str | None:
        return next((name for kind, name in self.forms if kind == "Read"), None)


def listing(request: Request) -> Response:
    workspace: Workspace = request.app.state.workspace
    found = states(workspace, today=date.today())
    return page(
        request,
        "meetings.html",
        values={
            "coming": [one for one in found if one.day is None or one.day >= date.today()],
            "past": [one for one in reversed(found) if one.day is not None and one.day < date.today()],
        },
    )


def show(request: Request) -> Response:
    workspace, state = _asked(request)
    home = workspace.packs / state.meeting
    made = packs.last_manifest(home)
    return page(
        request,
        "meeting.html",
        values={
            "state": state,
            "step": step_of(state),
            "outline": outline_of(workspace.meetings / state.meeting),
            "papers": list(papers_of(home, made, made.editions)) if made is not None else [],
            "made": made,
            "versions": list(reversed(packs.versions(home)))[1:],
            "done": request.app.state.jobs.get(request.query_params.get("done", "")),
        },
    )


def doubts(request: Request) -> Response:
    """What is doubtful: a page of its own, as looking at it takes a second or two."""
    workspace, state = _asked(request)
    wrong, found = "", list[str]()
    try:
        found = [
            *pipeline.check(workspace, state.meeting),
            *dispatch.who_gets_nothing(workspace, state.meeting),
        ]
    except BriefingError as error:
        wrong = str(error)
    return page(request, "doubts.html", values={"state": state, "doubts": found, "wrong": wrong})


def paper(request: Request) -> Response:
    """A file of a version: a page that may do nothing, or a document to open or to keep."""
    path = _paper(request)
    if path.suffix == ".html":
        return FileResponse(path, headers={"Content-Security-Policy": PREVIEW_POLICY})
    kind = "inline" if path.suffix == ".pdf" else "attachment"
    return FileResponse(path, filename=path.name, content_disposition_type=kind)


def preview(request: Request) -> Response:
    """A document as its reader sees it, in a frame of a phone's or a screen's width."""
    path, (_, state) = _paper(request), _asked(request)
    version = request.path_params["version"]
    made = packs.manifest_of(path.parent.parent, version)
    theirs = readable(request.app.state.workspace, request.state.user, made)
    papers = list(papers_of(path.parent.parent, made, theirs))
    return page(
        request,
        "preview.html",
        values={
            "state": state,
            "version": version,
            "file": path.name,
            "paper": next(one for one in papers if any(name == path.name for _, name in one.forms)),
            "papers": [one for one in papers if one.page],
            "narrow": request.query_params.get("width") == "phone",
        },
    )


def new(request: Request) -> Response:
    """A form for a new meeting: every name is chosen or typed, no code."""
    workspace: Workspace = request.app.state.workspace
    known = list(names_of(workspace))
    return page(
        request,
        "new-meeting.html",
        values={
            "kinds": [kind.replace("_", " ") for kind in get_args(Kind)],
            "providers": [one for one in known if one.kind == "provider"],
            "practices": [one for one in known if one.kind == "practice"],
            "people": [one for one in known if one.kind == "person"],
        },
    )


async def make(request: Request) -> Response:
    async with request.form() as form:
        words = ["meeting", "new", "--no-input"]
        for name, value in form.multi_items():
            if isinstance(value, str) and value.strip() and name in _FIELDS:
                words.append(f"--{name}={value.strip()}")
    return begin(request, "Set up a meeting", words, back="/meetings")


_FIELDS = frozenset(
    {"kind", "date", "provider", "practice", "title", "place", "decision", "starts", "minutes", "chair"}
    | {"clerk", "panel", "notes", "about", "brings"}
)


async def do(request: Request) -> Response:
    """Do one thing to a meeting: the command of that name, with what the form says."""
    workspace, state = _asked(request)
    verb = request.path_params["verb"]
    if verb not in _DOING:
        raise HTTPException(404)
    parts = parts_of(workspace, request.state.user, state.meeting)
    if "manager" not in parts and not ("chair" in parts and verb in _CHAIRS):
        raise HTTPException(403)
    title, words = _DOING[verb]
    async with request.form() as form:
        fields = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    refuse_stale(state, fields)
    if signature := request.state.user.signature:
        fields["by"] = signature
    return begin(
        request,
        f"{title}: {state.title or state.meeting}",
        words(state.meeting, fields),
        back=f"/meetings/{state.meeting}",
    )


def refuse_stale(state: State, fields: Fields) -> None:
    """Refuse what was decided on a page that has become another since."""
    seen = fields.get("seen", "")
    if seen and seen != str(state.version):
        raise BriefingError(
            f"Your page was of version {seen}, and version {state.version} was made meanwhile. Nothing was done: "
            "look at the meeting again."
        )


def _option(name: str, fields: Fields, key: str | None = None) -> list[str]:
    """One word, so that what was typed can't pass for an option of its own."""
    value = fields.get(key or name, "")
    return [f"--{name}={value}"] if value else []


_CHAIRS = frozenset({"approve", "withdraw", "rehearse"})
"""What the chair of a meeting may do to it."""
_DOING: Mapping[str, tuple[str, Callable[[str, Fields], list[str]]]] = {
    "build": ("Prepare the papers", lambda meeting, _: ["build", "--", meeting]),
    "approve": (
        "Approve",
        lambda meeting, said: [
            "approve",
            f"--by={said.get('by', '')}",
            *_option("version", said, "seen"),
            "--",
            meeting,
        ],
    ),
    "withdraw": (
        "Withdraw the approval",
        lambda meeting, said: [
            "approve",
            "--withdraw",
            f"--by={said.get('by', '')}",
            f"--reason={said.get('reason', '')}",
            "--",
            meeting,
        ],
    ),
    "rehearse": ("Say who would get what", lambda meeting, _: ["send", "--dry-run", "--", meeting]),
    "send": ("Send", lambda meeting, said: ["send", *_option("to", said), "--", meeting]),
    "move": (
        "Move",
        lambda meeting, said: [
            "meeting",
            "move",
            *_option("to", said, "day"),
            *_option("reason", said),
            "--",
            meeting,
        ],
    ),
    "postpone": (
        "Postpone",
        lambda meeting, said: ["meeting", "postpone", f"--reason={said.get('reason', '')}", "--", meeting],
    ),
    "cancel": (
        "Cancel",
        lambda meeting, said: ["meeting", "cancel", f"--reason={said.get('reason', '')}", "--", meeting],
    ),
}


def _asked(request: Request) -> tuple[Workspace, State]:
    """Return the meeting that an address names, if there is one of exactly that name."""
    workspace: Workspace = request.app.state.workspace
    name = request.path_params["meeting"]
    if name not in {one.id for one in outlines(workspace.meetings)}:
        raise HTTPException(404)
    return workspace, state_of(workspace, name, today=date.today())


def _paper(request: Request) -> Path:
    """Return a file that the manifest of a version names: nothing else is ever opened."""
    workspace, state = _asked(request)
    home, version = workspace.packs / state.meeting, request.path_params["version"]
    name: str = request.path_params["file"]
    if version not in packs.versions(home):
        raise HTTPException(404)
    if name not in readable(workspace, request.state.user, packs.manifest_of(home, version)):
        raise HTTPException(404)
    path: Path = home / f"v{version}" / name
    if path.suffix not in _KINDS or not path.is_file():
        raise HTTPException(404)
    return path


def papers_of(home: Path, made: Manifest, files: Collection[str]) -> Iterator[Paper]:
    """Put the forms of each document together, under the title that its own page has."""
    forms: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(files):
        path = Path(name)
        if path.suffix in _KINDS and path.parent == Path("."):
            forms.setdefault(path.stem, []).append((_KINDS[path.suffix], name))
    for stem, found in forms.items():
        named = _title(home / f"v{made.version}" / f"{stem}.html")
        yield Paper(named or formats.capital(stem.replace("-", " ")), tuple(found))


def _title(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as opened:
            found = _TITLE.search(opened.read(_HEAD))
    except OSError:
        return ""
    return unescape(found.group(1)) if found is not None else ""
