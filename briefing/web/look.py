"""Pages of the desk: our templates over the NHS.UK frontend's macros."""

from collections.abc import Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse

from briefing import formats
from briefing.post.states import NextStep, Verb
from briefing.web.users import Page, User
from briefing.workspace import Workspace

_STEPS: Mapping[Verb, str] = {
    "build": "Prepare the papers.",
    "approve": "Read the papers, then approve them.",
    "send": "Send the papers.",
    "say it arrived": "Send the drafts that lie beside the papers, then say that they arrived.",
    "ask whether it came": "Ask whether the letter came, then say so here.",
    "hold": "Hold it on {day}, then record what was said.",
    "record": "Record what was said.",
    "wait": "Nothing yet: its papers are due on {day}.",
    "move or cancel": "Give it another day, or cancel it.",
    "give a day": "Give it a day, once there is one.",
    "check": "Correct what is wrong in its file.",
    "rename": "Give it back its earlier name: its papers lie under {other}.",
    "name its file": "Call its file meeting.toml: there is {other}.",
    "nothing": "Nothing is left to do.",
}
STATIC = Path(__file__).with_name("static")


@cache
def _environment() -> Environment:
    """The macros of the NHS.UK frontend want undefined values that can be asked for more."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("briefing.web"), PackageLoader("nhsuk_frontend_jinja")]),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["day"] = lambda value: formats.day(value) if isinstance(value, date) else value
    made.filters["step"] = step_in_words
    made.filters["capital"] = formats.capital
    made.filters["number"] = formats.number
    return made


def step_in_words(step: NextStep) -> str:
    """Say what is to be done next as somebody does it here: which command it is, is nobody's business."""
    return _STEPS[step.verb].format(day=formats.day(step.day), other=step.other)


def page(
    request: Request, template: str, *, status: int = 200, values: Mapping[str, object] | None = None
) -> HTMLResponse:
    """Return a page; `part` asks for what lies within its frame, where a page renews itself."""
    workspace: Workspace = request.app.state.workspace
    name = workspace.settings.commissioner.name or workspace.folder.name
    html = (
        _environment()
        .get_template(template)
        .render(
            path=request.url.path,
            user=request.state.user,
            may=partial(_may, request),
            commissioner=name,
            errors=[],
            **(values or {}),
        )
    )
    return HTMLResponse(html, status_code=status)


def _may(request: Request, path: str) -> bool:
    """Say whether a page is one of those that whoever is here may see: others have no link to it."""
    user: User | None = request.state.user
    theirs = (one.roles for one in request.app.routes if isinstance(one, Page) and one.path == path)
    return user is not None and any(user.roles & roles for roles in theirs)
