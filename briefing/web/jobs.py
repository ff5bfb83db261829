"""What was asked for and takes a while: each job with what it says, renewed until it has ended."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from briefing.web.look import page
from briefing.web.queue import Job, Jobs

_PATIENCE = 1.5
"""Most small things are done within so many seconds: then no page of waiting is shown."""


def listing(request: Request) -> Response:
    jobs: Jobs = request.app.state.jobs
    return page(request, "jobs.html", values={"jobs": jobs.all()})


def show(request: Request) -> Response:
    """One job; its page asks for itself again while the job runs, with or without a script."""
    job = request.app.state.jobs.get(request.path_params["job"])
    if job is None:
        raise HTTPException(404)
    return page(request, "job.html", values={"job": job})


def begin(request: Request, title: str, words: list[str], *, back: str) -> Response:
    """Start a command, and go where it can be watched; back at once where it was done at once."""
    jobs: Jobs = request.app.state.jobs
    job: Job | None = jobs.start(title, words, back=back, author=request.state.user.author)
    assert job is not None
    ended = jobs.wait(job.id, _PATIENCE)
    done = ended is not None and ended.state == "done"
    return RedirectResponse(f"{back}?done={job.id}" if done else f"/jobs/{job.id}", status_code=303)
