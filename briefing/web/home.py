"""What needs you: each meeting with its one next step, what is wrong with the files, what the registers wait for."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from briefing.build.waiting import Waiting, waiting
from briefing.errors import BriefingError
from briefing.loading.status import status
from briefing.loading.unloaded import unloaded
from briefing.post.states import states
from briefing.web.look import page
from briefing.workspace import Workspace


def home(request: Request) -> Response:
    workspace: Workspace = request.app.state.workspace
    today = date.today()
    found, files = states(workspace, today=today), status(workspace)
    waits, trouble = Waiting(), ""
    try:
        waits = waiting(workspace, today=today)
    except BriefingError as error:  # what else needs somebody is shown all the same
        trouble = str(error)
    return page(
        request,
        "home.html",
        values={
            "wanting": [one for one in found if one.next_step.now],
            "others": [one for one in found if not one.next_step.now],
            "changed": [(one, since) for one in found for since in one.since if since.barring],
            "refused": [one for one in files.refusals if any(not fault.harmless for fault in one.faults)],
            "gaps": [one for one in files.sources if one.gaps],
            "unloaded": list(unloaded(workspace)),
            "gone": files.gone,
            "waiting": waits,
            "trouble": trouble,
            "nothing_loaded": not files.sources,
        },
    )
