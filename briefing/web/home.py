"""What needs you: each meeting with its one next step, and what is wrong with the files."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from briefing.loading.status import status
from briefing.loading.unloaded import unloaded
from briefing.post.states import states
from briefing.web.look import page
from briefing.web.steps import step_of
from briefing.workspace import Workspace


def home(request: Request) -> Response:
    workspace: Workspace = request.app.state.workspace
    found = states(workspace, today=date.today())
    files = status(workspace)
    steps = [(one, step_of(one)) for one in found]
    return page(
        request,
        "home.html",
        values={
            "wanting": [(one, step) for one, step in steps if step.now],
            "others": [one for one, step in steps if not step.now],
            "refused": [one for one in files.refusals if any(not fault.harmless for fault in one.faults)],
            "gaps": [one for one in files.sources if one.gaps],
            "unloaded": list(unloaded(workspace)),
            "gone": files.gone,
            "nothing_loaded": not files.sources,
        },
    )
