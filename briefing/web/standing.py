"""What belongs to no meeting: whose voice we heard, and the need of each place, to read and to keep."""

from collections.abc import Sequence
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from briefing.build.need import documents_of, picture_of
from briefing.build.pages import masthead_of
from briefing.document.blocks import Document
from briefing.errors import BriefingError
from briefing.pack.membership import membership_documents
from briefing.pack.need import LEVELS, Place
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


def places(request: Request) -> Response:
    """Every place of ours, each with its page of need."""
    found, missing = tuple[Place, ...](), ""
    try:
        found = picture_of(request.app.state.workspace).places
    except BriefingError as error:
        missing = str(error)
    levels = [(name, [one for one in found if one.level == level]) for level, name in LEVELS.items()]
    return page(request, "need.html", values={"levels": levels, "forms": _FORMS, "missing": missing})


def need(request: Request) -> Response:
    workspace, code = request.app.state.workspace, request.path_params["place"]
    picture = picture_of(workspace)
    chosen = [one for one in picture.places if one.code == code][:1]
    for document in documents_of(workspace, picture, chosen, today=date.today()):
        return document_file(workspace, document, request.path_params["form"])
    raise HTTPException(404)


def _documents(workspace: Workspace) -> Sequence[Document]:
    found = membership_of(workspace, today=date.today())
    return membership_documents(found, masthead=masthead_of(workspace))
