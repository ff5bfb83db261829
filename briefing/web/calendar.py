"""The year: meetings, when their papers are due, promises that fall due, and when figures usually come out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from briefing import formats
from briefing.build.waiting import waiting
from briefing.loading.status import status
from briefing.meeting.outline import outlines
from briefing.months import months_before
from briefing.sources.publications import PUBLICATIONS
from briefing.web.look import page
from briefing.workspace import Workspace
from briefing.workspace.settings import EDITIONS

_YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Event:
    """One thing on one day."""

    day: date
    kind: str
    """meeting, papers, promise or figures."""
    text: str
    href: str = ""


@dataclass(frozen=True)
class Month:
    first: date
    events: tuple[Event, ...]


def show(request: Request) -> Response:
    """Show a year from the month in which it is asked for, or the year that is asked for."""
    workspace: Workspace = request.app.state.workspace
    asked, today = request.query_params.get("year", ""), date.today()
    if asked and not (asked.isascii() and asked.isdigit() and int(asked) in _YEARS):
        raise HTTPException(404)
    first = date(int(asked), 1, 1) if asked else today.replace(day=1)
    months = [months_before(first, -ahead) for ahead in range(12)]
    last = months_before(first, -12) - timedelta(days=1)
    events = sorted(
        (one for one in _events(workspace, first, last, today) if first <= one.day <= last),
        key=lambda one: (one.day, one.kind, one.text),
    )
    return page(
        request,
        "calendar.html",
        values={
            "months": [
                Month(month, tuple(one for one in events if one.day.replace(day=1) == month))
                for month in months
            ],
            "today": today,
            "first": first,
            "last": last,
            "year": first.year,
        },
    )


def _events(workspace: Workspace, first: date, last: date, today: date) -> Iterator[Event]:
    for one in outlines(workspace.meetings):
        if one.day is None:
            continue
        href, title = f"/meetings/{one.id}", one.title or one.id
        off = "" if one.takes_place else f" ({one.status})"
        yield Event(one.day, "meeting", f"{title}{off}", href)
        if one.takes_place:
            for edition, day in one.first_days(workspace.settings.notice).items():
                yield Event(day, "papers", f"{EDITIONS[edition]} due: {title}", href)
    for promise in waiting(workspace, today=today, ahead=max(last - today, timedelta(0))).promises:
        yield Event(promise.due_on, "promise", f"{promise.provider}: {promise.what}")
    loaded = {one.source: one.title for one in status(workspace).sources}
    for source, publication in PUBLICATIONS.items():
        for month in (months_before(first, one) for one in range(-12, publication.months + 1)):
            if source in loaded:
                text = f"{formats.capital(loaded[source])}, {month:%B %Y}"
                yield Event(publication.usual_day(month), "figures", text, publication.address)
