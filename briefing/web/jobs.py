"""What was asked for and takes a while: each job with what it says, renewed until it has ended."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from briefing.web.look import page
from briefing.web.queue import Job, Jobs
from briefing.web.users import User

_PATIENCE = 1.5
"""Most small things are done within so many seconds: then no page of waiting is shown."""
_LOOK = 0.5
_LONGEST = 3600.0


def listing(request: Request) -> Response:
    jobs: Jobs = request.app.state.jobs
    return page(request, "jobs.html", values={"jobs": jobs.all()})


def show(request: Request) -> Response:
    """One job; its page is told what happens, and without a script asks for itself again."""
    return page(request, "job.html", values={"job": _asked(request)})


def events(request: Request) -> Response:
    """Tell a job's page each time that there is more to see, as server-sent events, until it has ended."""
    job = _asked(request)
    return StreamingResponse(_changes(request.app.state.jobs, job.id), media_type="text/event-stream")


async def _changes(jobs: Jobs, name: str) -> AsyncIterator[str]:
    seen, waited = "", 0.0
    while waited < _LONGEST and jobs.alive:
        job = await run_in_threadpool(jobs.get, name)
        if job is None:
            return
        now = json.dumps({"state": job.state, "ended": job.ended, "lines": len(job.lines)})
        yield f"data: {now}\n\n" if now != seen else ": \n\n"
        if job.ended:
            return
        seen, waited = now, waited + _LOOK
        await asyncio.sleep(_LOOK)


def begin(request: Request, title: str, words: list[str], *, back: str) -> Response:
    """Start a command, and go where it can be watched; back at once where it was done at once."""
    jobs: Jobs = request.app.state.jobs
    return _Begun(jobs, jobs.start(title, words, back=back, author=request.state.user.author))


class _Begun(Response):
    """The way on from a job that was begun: it waits a moment, and holds nobody else up meanwhile."""

    def __init__(self, jobs: Jobs, job: Job) -> None:
        super().__init__(status_code=303)
        self._jobs, self._job = jobs, job

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        job: Job | None = self._job
        for _ in range(round(_PATIENCE / _LOOK)):
            await asyncio.sleep(_LOOK)
            job = await run_in_threadpool(self._jobs.get, self._job.id)
            if job is None or job.ended:
                break
        done = job is not None and job.state == "done"
        way = f"{self._job.back}?done={self._job.id}" if done else f"/jobs/{self._job.id}"
        await RedirectResponse(way, status_code=303)(scope, receive, send)


def _asked(request: Request) -> Job:
    """Return the job that an address names: a manager's any, others' their own."""
    user: User = request.state.user
    job: Job | None = request.app.state.jobs.get(request.path_params["job"])
    if job is None or not (user.is_manager or job.author == user.author):
        raise HTTPException(404)
    return job
