"""The desk as a web application: its pages by address, behind its guard."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from briefing import resources
from briefing.disk import plainly, program_error
from briefing.errors import BriefingError
from briefing.web import (
    auditing,
    calendar,
    choosing,
    edit,
    explore,
    files,
    home,
    jobs,
    meetings,
    mine,
    recording,
    registers,
    room,
    scan,
    standing,
)
from briefing.web.guard import COOKIE, SIGN_IN, Guard, Keys
from briefing.web.look import STATIC, page
from briefing.web.provider import BACK, LOCAL, NotAdmittedError, Provider, failures, is_secure, way_on
from briefing.web.queue import Jobs
from briefing.web.users import AUDITORS, CHAIRS, EVERYBODY, GPS, OPEN, READERS, SELDOM, Page, User
from briefing.workspace import Workspace


def desk(
    workspace: Workspace, *, keys: Keys, hosts: frozenset[str] = LOCAL, provider: Provider | None = None
) -> Starlette:
    """Return the application that serves one workspace, under these names alone.

    With a provider people sign in there; without one a link opens it to the manager of a laptop.
    """

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
            429: too_often,
            BriefingError: could_not,
            OSError: could_not,
            Exception: could_not,
        },
        lifespan=open_jobs,
    )
    app.state.workspace = workspace
    app.state.keys = keys
    app.state.provider = provider
    app.state.asked = {}
    return app


def front(request: Request) -> Response:
    """Show what needs whoever is here: a manager everything, others their own."""
    user: User = request.state.user
    if user.is_manager:
        return home.home(request)
    return auditing.listing(request) if user.roles == {"auditor"} else mine.listing(request)


def sign_in(request: Request) -> Response:
    """Take the link that was printed when the desk was opened, once; without it say how to come in."""
    key = request.query_params.get("key")
    session = request.app.state.keys.take(key) if key is not None else None
    if session is None:
        then = way_on(request.query_params.get("then", "/"))
        values = {"used": key is not None, "team": request.app.state.provider is not None, "then": then}
        return page(request, "sign-in.html", status=401 if key else 200, values=values)
    answer = RedirectResponse("/", status_code=303)
    _admit(request, answer, session, site="strict")
    return answer


async def begin_sign_in(request: Request) -> Response:
    """Go to the provider."""
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise HTTPException(404)
    try:
        return await provider.begin(request, way_on(request.query_params.get("then", "/")))
    except NotAdmittedError as error:
        return not_admitted(request, str(error))
    except failures():
        return not_admitted(request, "The sign-in service can't be reached. Try again in a few minutes.")


async def finish_sign_in(request: Request) -> Response:
    """Come back from the provider: somebody with a part is let in, anybody else is told why not."""
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise HTTPException(404)
    try:
        user, then = await provider.finish(request)
    except NotAdmittedError as error:
        return not_admitted(request, str(error))
    except failures():
        return not_admitted(request, "The sign-in service did not say who you are. Begin again.")
    answer = RedirectResponse(way_on(then), status_code=303)
    _admit(request, answer, request.app.state.keys.admit(user), site="lax")
    return answer


def not_admitted(request: Request, why: str) -> Response:
    return page(request, "sign-in.html", status=403, values={"team": True, "then": "/", "why": why})


def _admit(request: Request, answer: Response, session: str, *, site: Literal["lax", "strict"]) -> None:
    """Keep a session in a cookie. A server's comes along from a link in a letter, a laptop's from no other page."""
    request.app.state.keys.end(request.cookies.get(COOKIE, ""))
    answer.set_cookie(COOKIE, session, httponly=True, samesite=site, secure=is_secure(request))


def sign_out(request: Request) -> Response:
    request.app.state.keys.end(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse(SIGN_IN, status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


def healthy(request: Request) -> Response:
    """Say whether the desk can work: its folder is there, and somebody is at its jobs."""
    workspace: Workspace = request.app.state.workspace
    if not workspace.meetings.is_dir() or not request.app.state.jobs.alive:
        return PlainTextResponse("not well", status_code=503)
    return PlainTextResponse("ok")


def not_there(request: Request, error: Exception) -> Response:
    return page(request, "error.html", status=404, values={"title": "This page is not there"})


def not_yours(request: Request, error: Exception) -> Response:
    return page(request, "error.html", status=403, values={"title": "This page is not yours to see"})


def too_often(request: Request, error: Exception) -> Response:
    return page(
        request, "error.html", status=429, values={"title": "Too often. Wait a minute, then try again"}
    )


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
    Page("/", front, roles=EVERYBODY),
    Page("/meetings", meetings.listing),
    Page("/calendar", calendar.show),
    Page("/meetings/new", edit.new),
    Page("/meetings/new", edit.make, methods=["POST"]),
    Page("/meetings/new/look", edit.look, methods=["POST"]),
    Page("/meetings/{meeting}", meetings.show),
    Page("/meetings/{meeting}/doubts", meetings.doubts),
    Page("/meetings/{meeting}/edit", edit.edit),
    Page("/meetings/{meeting}/edit", edit.save, methods=["POST"]),
    Page("/meetings/{meeting}/look", edit.look, methods=["POST"]),
    Page("/meetings/{meeting}/beside", edit.beside),
    Page("/meetings/{meeting}/undo", edit.undo, methods=["POST"]),
    Page("/meetings/{meeting}/questions", choosing.show),
    Page("/meetings/{meeting}/questions/{verb}", choosing.choose, methods=["POST"]),
    Page("/meetings/{meeting}/readers", meetings.readers),
    Page("/meetings/{meeting}/do/{verb}", meetings.do, roles=CHAIRS, methods=["POST"]),
    Page("/meetings/{meeting}/v{version:int}/{file}", meetings.paper, roles=READERS),
    Page("/meetings/{meeting}/v{version:int}/{file}/read", meetings.preview, roles=READERS),
    Page("/meetings/{meeting}/v{version:int}/{file}/page/{number:int}", meetings.printed_page, roles=READERS),
    *recording.PAGES,
    *registers.PAGES,
    Page("/files", files.listing),
    Page("/files/upload", files.upload, methods=["POST"]),
    Page("/files/fates/{job}", files.fates),
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
    Page("/room/{person}/report", room.send_report, roles=GPS, methods=["POST"], rate=SELDOM),
    Page("/room/{person}/report/screen", room.screen_report, roles=GPS, methods=["POST"]),
    Page("/room/{person}/concerns", room.concerns, roles=GPS),
    Page("/room/{person}/concerns/{concern}/seen", room.see_answer, roles=GPS, methods=["POST"]),
    Page("/room/{person}/record", room.record, roles=GPS),
    Page("/room/{person}/record.csv", room.record_csv, roles=GPS),
    Page("/room/{person}/record.{form}", room.record_file, roles=GPS),
    Page("/reports", room.waiting),
    Page("/reports/{concern}", room.send_answer, methods=["POST"]),
    Page("/need", standing.places),
    Page("/need/{place}/{form}", standing.need),
    Page("/membership", standing.listing),
    Page("/membership/{stem}/{form}", standing.show),
    Page("/jobs", jobs.listing),
    Page("/jobs/{job}", jobs.show, roles=READERS),
    Page("/jobs/{job}/events", jobs.events, roles=READERS),
    Page("/audit", auditing.listing, roles=AUDITORS),
    Page(SIGN_IN, sign_in, roles=OPEN, rate=SELDOM),
    Page(f"{SIGN_IN}/begin", begin_sign_in, roles=OPEN, rate=SELDOM),
    Page(BACK, finish_sign_in, roles=OPEN, rate=SELDOM),
    Page("/sign-out", sign_out, roles=EVERYBODY, methods=["POST"]),
    Page("/healthz", healthy, roles=OPEN),
)
"""Every page, and whose it is; where nothing is said, the managers'."""
FILES = (
    Mount("/static", StaticFiles(directory=STATIC)),
    Mount("/fonts", StaticFiles(directory=resources.folder("templates") / "fonts")),
)
"""What anybody may have: how a page looks."""
