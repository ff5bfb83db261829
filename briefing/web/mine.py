"""My meetings: of each that somebody has a part in, the papers that are theirs, and for its chair the approval."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from briefing.meeting.outline import outlines
from briefing.post.states import State, state_of
from briefing.shelf import folder as packs
from briefing.shelf.manifest import Manifest
from briefing.web.look import page
from briefing.web.meetings import Paper, papers_of
from briefing.web.reading import is_out, parts_of, readable
from briefing.web.users import User
from briefing.workspace import Workspace


@dataclass(frozen=True)
class Mine:
    """A meeting as one of those who have a part in it sees it."""

    state: State
    papers: tuple[Paper, ...]
    version: int
    to_approve: bool
    """Whether it waits for the approval of whoever looks."""


def listing(request: Request) -> Response:
    workspace: Workspace = request.app.state.workspace
    found = list(_mine(workspace, request.state.user, today=date.today()))
    return page(
        request,
        "mine.html",
        values={
            "coming": [one for one in found if one.state.day is None or one.state.day >= date.today()],
            "past": [one for one in reversed(found) if one.state.day and one.state.day < date.today()],
            "done": request.app.state.jobs.get(request.query_params.get("done", "")),
        },
    )


def _mine(workspace: Workspace, user: User, *, today: date) -> Iterator[Mine]:
    for outline in outlines(workspace.meetings):
        parts, home = parts_of(workspace, user, outline.id), workspace.packs / outline.id
        if not parts:
            continue
        state, made = state_of(workspace, outline.id, today=today), _theirs(workspace, outline.id, parts)
        files = readable(workspace, user, made) if made is not None else frozenset[str]()
        papers = tuple(papers_of(home, made, files)) if made is not None else ()
        waits = "chair" in parts and state.next_step.verb == "approve"
        yield Mine(state, papers, made.version if made is not None else 0, waits)


def _theirs(workspace: Workspace, meeting: str, parts: frozenset[str]) -> Manifest | None:
    """Return the last version that somebody may see: a chair's a draft too, anybody else's an approved one."""
    home = workspace.packs / meeting
    for version in sorted(packs.versions(home), reverse=True):
        made = packs.manifest_of(home, version)
        if "chair" in parts or is_out(workspace, made):
            return made
    return None
