"""The desk as a web application: its pages by address, behind its guard."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from briefing import resources
from briefing.disk import plainly, program_error
from briefing.errors import BriefingError
from briefing.web import explore, files, home, jobs, meetings, recording, room, scan
from briefing.web.guard import COOKIE, SIGN_IN, Guard, Keys
from briefing.web.look import STATIC, page
from briefing.web.queue import Jobs
from briefing.web.users import EVERYBODY, GPS, OPEN, READERS, Page
from briefing.workspace import Workspace

LOCAL = frozenset({"127.0.0.1", "localhost"})


def desk(workspace: Workspace, *, keys: Keys, hosts: frozenset[str] = LOCAL) -> Starlette:
    """Return the application that serves one workspace to those with a key, under these names alone."""

    @asynccontextmanager
    async def open_jobs(app: Starlette) -> AsyncIterator[None]:
        app.state.jobs = Jobs(workspace)
        yield
        app.state.jobs.stop()

    app = Starlette(
        routes=[*PAGES, *FILES],
        middleware=[Middleware(Guard, keys=keys, hosts=hosts), Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={
            403: not_yours,
            404: not_there,
            BriefingError: could_not,
            OSError: could_not,
            Exception: could_not,
        },
        lifespan=open_jobs,
    )
    app.state.workspace = workspace
    app.state.keys = keys
    return app


def sign_in(request: Request) -> Response:
    """Take the link that was printed when the desk was opened, once; without it say where it is found."""
    key = request.query_params.get("key")
    session = request.app.state.keys.take(key) if key is not None else None
    if session is None:
        return page(request, "sign-in.html", status=401 if key else 200, values={"used": key is not None})
    answer = RedirectResponse("/", status_code=303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, session, httponly=True, samesite="strict", secure=secure)
    return answer


def sign_out(request: Request) -> Response:
    request.app.state.keys.end(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse(SIGN_IN, status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


def healthy(request: Request) -> Response:
    return PlainTextResponse("ok")


def not_there(request: Request, error: Exception) -> Response:
    return page(request, "error.html", status=404, values={"title": "This page is not there"})


def not_yours(request: Request, error: Exception) -> Response:
    return page(request, "error.html", status=403, values={"title": "This page is not yours to see"})


def could_not(request: Request, error: Exception) -> Response:
    """Say what went wrong as a command would; what nobody foresaw goes into a file."""
    if isinstance(error, BriefingError):
        shown = str(error)
    elif isinstance(error, OSError):
        shown = plainly(error)
    else:
        shown = str(program_error())
    status = 409 if isinstance(error, BriefingError) else 500
    return page(
        request, "error.html", status=status, values={"title": "This could not be done", "message": shown}
    )


PAGES = (
    Page("/", home.home),
    Page("/meetings", meetings.listing),
    Page("/meetings/new", meetings.new),
    Page("/meetings/new", meetings.make, methods=["POST"]),
    Page("/meetings/{meeting}", meetings.show),
    Page("/meetings/{meeting}/doubts", meetings.doubts),
    Page("/meetings/{meeting}/do/{verb}", meetings.do, methods=["POST"]),
    Page("/meetings/{meeting}/v{version:int}/{file}", meetings.paper),
    Page("/meetings/{meeting}/v{version:int}/{file}/read", meetings.preview),
    *recording.PAGES,
    Page("/files", files.listing),
    Page("/files/upload", files.upload, methods=["POST"]),
    Page("/explore", explore.show, roles=READERS),
    Page("/explore.csv", explore.csv, roles=READERS),
    Page("/explore.xlsx", explore.xlsx, roles=READERS),
    Page("/explore.svg", explore.svg, roles=READERS),
    Page("/explore.png", explore.png, roles=READERS),
    Page("/compare", explore.compare, roles=READERS),
    Page("/compare.csv", explore.csv, roles=READERS),
    Page("/scan", scan.scan, roles=READERS),
    Page("/scan.csv", scan.csv, roles=READERS),
    Page("/questions", scan.questions),
    Page("/questions.csv", scan.questions_csv),
    Page("/put", explore.put, methods=["POST"]),
    Page("/room", room.door, roles=GPS),
    Page("/room/{person}", room.show, roles=GPS),
    Page("/room/{person}/meetings/{meeting}", room.prepare, roles=GPS),
    Page("/room/{person}/meetings/{meeting}", room.keep, roles=GPS, methods=["POST"]),
    Page("/room/{person}/meetings/{meeting}/{file}", room.paper, roles=GPS),
    Page("/room/{person}/report", room.report_form, roles=GPS),
    Page("/room/{person}/report", room.send_report, roles=GPS, methods=["POST"]),
    Page("/room/{person}/report/screen", room.screen_report, roles=GPS, methods=["POST"]),
    Page("/room/{person}/concerns", room.concerns, roles=GPS),
    Page("/room/{person}/concerns/{concern}/seen", room.see_answer, roles=GPS, methods=["POST"]),
    Page("/room/{person}/record", room.record, roles=GPS),
    Page("/room/{person}/record.csv", room.record_csv, roles=GPS),
    Page("/room/{person}/record.docx", room.record_docx, roles=GPS),
    Page("/reports", room.waiting),
    Page("/reports/{concern}", room.send_answer, methods=["POST"]),
    Page("/jobs", jobs.listing),
    Page("/jobs/{job}", jobs.show),
    Page(SIGN_IN, sign_in, roles=OPEN),
    Page("/sign-out", sign_out, roles=EVERYBODY, methods=["POST"]),
    Page("/healthz", healthy, roles=OPEN),
)
"""Every page, and whose it is; where nothing is said, the managers'."""
FILES = (
    Mount("/static", StaticFiles(directory=STATIC)),
    Mount("/fonts", StaticFiles(directory=resources.folder("templates") / "fonts")),
)
"""What anybody may have: how a page looks."""
