"""What belongs to no meeting: whose voice we heard, to read and to keep."""

from collections.abc import Sequence
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from briefing.build.pages import masthead_of
from briefing.document.blocks import Document
from briefing.pack.membership import membership_documents
from briefing.post.membership import membership_of
from briefing.web.downloads import document_file
from briefing.web.look import page
from briefing.workspace import Workspace

_FORMS = (("html", "Read"), ("pdf", "PDF"), ("docx", "Word"))


def listing(request: Request) -> Response:
    found = _documents(request.app.state.workspace)
    return page(request, "standing.html", values={"documents": found, "forms": _FORMS})


def show(request: Request) -> Response:
    """One of them, made as it is asked for."""
    workspace, stem = request.app.state.workspace, request.path_params["stem"]
    for one in _documents(workspace):
        if one.stem == stem:
            return document_file(workspace, one, request.path_params["form"])
    raise HTTPException(404)


def _documents(workspace: Workspace) -> Sequence[Document]:
    found = membership_of(workspace, today=date.today())
    return membership_documents(found, masthead=masthead_of(workspace))
