"""The audit log as a page: what was done, by whom and when, and whether it is whole."""

from starlette.requests import Request
from starlette.responses import Response

from briefing import audit
from briefing.web.look import page
from briefing.workspace import Workspace

_A_PAGE = 100


def listing(request: Request) -> Response:
    """Show the last entries first, a hundred a page, of everything or of one meeting or file."""
    workspace: Workspace = request.app.state.workspace
    log, about = audit.read(workspace), request.query_params.get("about", "").strip()
    entries = [one for one in reversed(log.entries) if about.casefold() in one.about.casefold()]
    asked = request.query_params.get("page", "1")
    number = min(max(int(asked), 1), 10_000) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    first = (number - 1) * _A_PAGE
    return page(
        request,
        "audit.html",
        values={
            "log": log,
            "about": about,
            "entries": entries[first : first + _A_PAGE],
            "number": number,
            "more": len(entries) > first + _A_PAGE,
        },
    )
