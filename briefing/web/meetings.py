"""Meetings: all of them, one with its papers and its next step, and what is done to it."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path, PurePath

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from briefing import formats, memory, pipeline
from briefing.build import changing
from briefing.build.inputs import meeting_of
from briefing.errors import BriefingError
from briefing.meeting.doubts import Doubt
from briefing.meeting.model import Meeting
from briefing.meeting.outline import outline_of, outlines
from briefing.pack.news import NEWS, NO_NEWS
from briefing.post import dispatch, ledger
from briefing.post.sending import Handover
from briefing.post.states import State, state_of, states
from briefing.render.raster import count_pages, page_of, png
from briefing.shelf import folder as packs
from briefing.shelf.manifest import Manifest
from briefing.web.fields import FIELDS
from briefing.web.guard import PREVIEW_POLICY
from briefing.web.jobs import begin
from briefing.web.look import page
from briefing.web.reading import parts_of, readable
from briefing.workspace import Workspace

Fields = Mapping[str, str]
_DPI = 90
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
        return self._form("Read")

    @property
    def pdf(self) -> str | None:
        return self._form("PDF")

    @property
    def first(self) -> str | None:
        """The file that a preview begins with; None of a workbook or slides, which open in their own program."""
        return self.page or self.pdf

    def _form(self, kind: str) -> str | None:
        return next((name for one, name in self.forms if one == kind), None)


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
    workspace, state = asked_for(request)
    home = workspace.packs / state.meeting
    made = packs.last_manifest(home)
    approved = made is not None and made.status == "approved"
    return page(
        request,
        "meeting.html",
        values={
            "state": state,
            "outline": outline_of(workspace.meetings / state.meeting),
            "meeting": _readable(workspace, state.meeting),
            "void": approved and any(one.barring for one in state.since),
            "news": list(_news(home, made)) if made is not None else [],
            "in_doubt": [one.to for one in ledger.read(home / ledger.NAME).unanswered()],
            "last_change": changing.last_change(workspace, state.meeting),
            "seen": changing.seen(workspace, state.meeting),
            "said": request.query_params.get("said", ""),
            "papers": list(papers_of(home, made, made.editions)) if made is not None else [],
            "made": made,
            "versions": [
                (number, next(_firsts(home, number), ""))
                for number in list(reversed(packs.versions(home)))[1:]
            ],
            "done": request.app.state.jobs.get(request.query_params.get("done", "")),
        },
    )


def doubts(request: Request) -> Response:
    """What is doubtful: a page of its own, as looking at it takes a second or two."""
    workspace, state = asked_for(request)
    wrong, found, nobody = "", list[Doubt](), list[str]()
    try:
        found = pipeline.doubtful(workspace, state.meeting)
        nobody = dispatch.who_gets_nothing(workspace, state.meeting)
    except BriefingError as error:
        wrong = str(error)
    values = {"state": state, "doubts": found, "nobody": nobody, "wrong": wrong, "fields": FIELDS}
    return page(request, "doubts.html", values=values)


def readers(request: Request) -> Response:
    """Who would get what, by which way, and who would get nothing and why: nothing is sent."""
    workspace, state = asked_for(request)
    found, wrong, addresses, nobody = list[Handover](), "", list[str](), list[str]()
    home = workspace.packs / state.meeting
    made, titles = packs.last_manifest(home), dict[str, str]()
    try:
        addresses = dispatch.new_addresses(workspace, state.meeting)
        if made is None or made.status != "approved":
            wrong = "Nothing goes out before the papers are made, read and approved."
            nobody = dispatch.who_gets_nothing(workspace, state.meeting)
        else:
            titles = {
                name: paper.title for paper in papers_of(home, made, made.editions) for _, name in paper.forms
            }
            found = list(dispatch.send(workspace, state.meeting, dry_run=True))
    except BriefingError as error:
        wrong = str(error)
    values = {
        "state": state,
        "gets": [one for one in found if not one.failed],
        "nothing": [one for one in found if one.failed],
        "nobody": nobody,
        "titles": titles,
        "wrong": wrong,
        "addresses": addresses,
    }
    return page(request, "readers.html", values=values)


def paper(request: Request) -> Response:
    """A file of a version: a page that may do nothing, or a document to open or to keep."""
    path = _paper(request)
    if path.suffix == ".html":
        return FileResponse(path, headers={"Content-Security-Policy": PREVIEW_POLICY})
    kind = "inline" if path.suffix == ".pdf" else "attachment"
    return FileResponse(path, filename=path.name, content_disposition_type=kind)


def preview(request: Request) -> Response:
    """A document as its reader sees it: on a phone, on a screen, or page by page on paper."""
    path, (_, state) = _paper(request), asked_for(request)
    version = request.path_params["version"]
    made = packs.manifest_of(path.parent.parent, version)
    theirs = readable(request.app.state.workspace, request.state.user, made)
    papers = list(papers_of(path.parent.parent, made, theirs))
    shown = next(one for one in papers if any(name == path.name for _, name in one.forms))
    wanted = request.query_params.get("as", "phone")
    ways = [
        way for way, there in (("phone", shown.page), ("screen", shown.page), ("paper", shown.pdf)) if there
    ]
    way = wanted if wanted in ways else next(iter(ways), "")
    printed = path.parent / shown.pdf if way == "paper" and shown.pdf is not None else None
    return page(
        request,
        "preview.html",
        values={
            "state": state,
            "version": version,
            "paper": shown,
            "papers": [one for one in papers if one.first is not None],
            "ways": ways,
            "way": way,
            "pages": count_pages(printed.read_bytes()) if printed is not None else 0,
        },
    )


def printed_page(request: Request) -> Response:
    """One page of a PDF as a picture, so that paper can be looked at where no PDF is shown."""
    path, number = _paper(request), request.path_params["number"]
    pdf = path.read_bytes() if path.suffix == ".pdf" else b""
    if not pdf or not 1 <= number <= count_pages(pdf):
        raise HTTPException(404)
    picture = png(page_of(pdf, number, dpi=_DPI), dpi=_DPI, ours=False)
    return Response(picture, media_type="image/png")


async def do(request: Request) -> Response:
    """Do one thing to a meeting: the command of that name, with what the form says."""
    workspace, state = asked_for(request)
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


_CHAIRS = frozenset({"approve", "withdraw"})
"""What the chair of a meeting may do to it."""


def _who(option: str, fields: Fields) -> str:
    return f"--{option}={fields.get('who', '')}"


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
    "send": ("Send", lambda meeting, said: ["send", *_option("to", said), "--", meeting]),
    "arrived": ("Say that it arrived", lambda meeting, said: ["send", _who("arrived", said), "--", meeting]),
    "again": ("Send it again", lambda meeting, said: ["send", _who("again", said), "--", meeting]),
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


def asked_for(request: Request) -> tuple[Workspace, State]:
    """Return the meeting that an address names, if there is one of exactly that name."""
    workspace: Workspace = request.app.state.workspace
    name = request.path_params["meeting"]
    if name not in {one.id for one in outlines(workspace.meetings)}:
        raise HTTPException(404)
    return workspace, state_of(workspace, name, today=date.today())


def _paper(request: Request) -> Path:
    """Return a file that the manifest of a version names: nothing else is ever opened."""
    workspace, state = asked_for(request)
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


def _firsts(home: Path, version: int) -> Iterator[str]:
    """Yield what each paper of a version begins with."""
    made = packs.manifest_of(home, version)
    yield from (one.first for one in papers_of(home, made, made.editions) if one.first)


def _readable(workspace: Workspace, meeting: str) -> Meeting | None:
    """Return what a meeting's file says; None of one with something wrong in it, which is told elsewhere."""
    with suppress(BriefingError):
        return meeting_of(workspace, meeting)
    return None


def _news(home: Path, made: Manifest) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what the last version tells each of its readers that the one they hold did not, by document."""
    news = memory.recall(home / f"v{made.version}", "news", NEWS) or NO_NEWS
    titles = {
        PurePath(name).stem: paper.title
        for paper in papers_of(home, made, made.editions)
        for _, name in paper.forms
    }
    for stem, sentences in news.sentences.items():
        yield titles.get(stem, stem), sentences


def _title(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as opened:
            found = _TITLE.search(opened.read(_HEAD))
    except OSError:
        return ""
    return unescape(found.group(1)) if found is not None else ""
