"""Any measure of any organisation: charts with limits and the table beside each, definition, SQL, files, downloads.

    /explore?metric=18 weeks&org=northmere&specialty=ENT     a page; its address is all that a colleague needs
    /explore.svg?...&chart=peers                             one of its charts; .png, .csv and .xlsx likewise
    /compare?metric=18 weeks&org=northmere&org=harrowdale    up to six side by side

Whoever is no manager sees what packs may show, and nothing else; a manager may look at it so too (`view=published`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import get_args
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from briefing import formats, pipeline
from briefing.build import changing
from briefing.build.exploring import MOST, Asked, Explored, compared, explored, workbook_of
from briefing.build.inputs import names_of
from briefing.document.figure import Figure
from briefing.errors import BriefingError
from briefing.measures import ALL, Funnel, FunnelPoint, Measure, Point
from briefing.meeting.answers import is_recorded
from briefing.meeting.outline import Outline, outlines
from briefing.nearest import Named
from briefing.pack import words
from briefing.pack.figures import is_outside, series
from briefing.render import workbook
from briefing.render.chart_images import card, chart_images
from briefing.render.charts import draw
from briefing.render.charts.svg import data_uri
from briefing.web.downloads import csv_file, download
from briefing.web.look import page
from briefing.workspace import Workspace

_KINDS = {"spc": "months", "bars": "peers", "funnel": "funnel"}
"""What a chart is called in an address."""
_NO_PLACE = frozenset({"metric", "specialty", "pattern", "person", "meeting", "practice"})


@dataclass(frozen=True)
class Choice:
    """What was asked for, as it was typed."""

    metric: str = ""
    orgs: tuple[str, ...] = ()
    specialty: str = ""
    as_published: bool = False
    free: bool = True
    """Whether counts as they are may be looked at too."""

    @classmethod
    def of(cls, request: Request) -> "Choice":
        typed, free = request.query_params, request.state.user.is_manager
        metric, specialty = (typed.get(name, "").strip() for name in ("metric", "specialty"))
        orgs = tuple(dict.fromkeys(one.strip() for one in typed.getlist("org") if one.strip()))
        return cls(metric, orgs, specialty, typed.get("view") == "published" or not free, free)

    @property
    def org(self) -> str:
        return self.orgs[0] if self.orgs else ""

    @property
    def asked(self) -> Asked:
        return Asked(self.metric, self.specialty, self.as_published)

    @property
    def query(self) -> str:
        """All of it as the end of an address."""
        return _query(self.metric, self.orgs, self.specialty, self.as_published and self.free)

    @property
    def other_view(self) -> str:
        return _query(self.metric, self.orgs, self.specialty, not self.as_published)


def _query(metric: str, orgs: Iterable[str], specialty: str, published: bool) -> str:
    pairs = [("metric", metric), *(("org", org) for org in orgs), ("specialty", specialty)]
    return urlencode(
        [*((name, word) for name, word in pairs if word), *([("view", "published")] * published)]
    )


@dataclass(frozen=True)
class Chart:
    """A figure with the address of its files, drawn for a wide screen and for a phone."""

    figure: Figure

    @property
    def kind(self) -> str:
        return _KINDS[self.figure.kind]

    @cached_property
    def wide(self) -> str:
        return data_uri(draw(self.figure))

    @cached_property
    def narrow(self) -> str:
        return data_uri(draw(self.figure, "phone"))


# Pages ------------------------------------------------------------------------------------------------------


def show(request: Request) -> Response:
    """Show what was asked for by name; what nobody knows is answered with the nearest."""
    workspace: Workspace = request.app.state.workspace
    choice = Choice.of(request)
    values: dict[str, object] = {"choice": choice, **_names(workspace)}
    if choice.metric and choice.org:
        try:
            found = explored(workspace, choice.asked, choice.org)
        except BriefingError as error:
            return page(request, "explore.html", status=404, values={**values, "wrong": str(error)})
        values |= {
            "found": found,
            "measure": found.measure,
            "explained": pipeline.explain(workspace, found.measure.metric.name),
            "charts": [Chart(one) for one in found.figures],
            "months": [_month(point, found.measure) for point in reversed(found.measure.points)],
            "beside": _beside(found),
            "funnel": _in_funnel(found),
            "meetings": meetings_with(workspace, found.measure.org_code),
            "put": request.query_params.get("put", ""),
        }
    return page(request, "explore.html", values=values)


def compare(request: Request) -> Response:
    workspace: Workspace = request.app.state.workspace
    choice = Choice.of(request)
    values: dict[str, object] = {"choice": choice, "most": MOST, **_names(workspace)}
    if choice.metric and choice.orgs:
        try:
            measures = compared(workspace, choice.asked, choice.orgs)
        except BriefingError as error:
            return page(request, "compare.html", status=404, values={**values, "wrong": str(error)})
        values |= {
            "metric": measures[0].metric,
            "specialty": measures[0].specialty_name if measures[0].specialty_code != ALL else "",
            "lines": [_line(one, choice) for one in measures],
            "charts": [Chart(series(one, place="inside")) for one in measures],
            "is_raw": not choice.as_published and not measures[0].metric.published,
        }
    return page(request, "compare.html", values=values)


async def put(request: Request) -> Response:
    """Put a measure or a question to a meeting, as its file says it; then go back to where it was seen."""
    workspace: Workspace = request.app.state.workspace
    async with request.form() as form:
        meeting, field, word, back = (
            str(form.get(name, "")) for name in ("meeting", "field", "word", "back")
        )
    if meeting not in {one.id for one in outlines(workspace.meetings)}:
        raise BriefingError("No meeting was chosen; nothing was changed.")
    chosen = next((one for one in get_args(changing.Matter) if one == field), None)
    if chosen is None or not back.startswith(("/explore?", "/questions?")):
        raise HTTPException(404)
    changing.put(workspace, meeting, chosen, word)
    return RedirectResponse(f"{back}&{urlencode({'put': meeting})}", status_code=303)


# Files ------------------------------------------------------------------------------------------------------


def csv(request: Request) -> Response:
    """The same months as a file for Excel."""
    choice, workspace = Choice.of(request), request.app.state.workspace
    rows, _ = pipeline.show(
        workspace,
        [choice.metric],
        choice.orgs,
        {},
        specialty=choice.specialty or ALL,
        as_published=choice.as_published,
    )
    return csv_file(f"{rows[0]['metric']}-{rows[0]['org_code']}.csv", rows)


def xlsx(request: Request) -> Response:
    choice, workspace = Choice.of(request), request.app.state.workspace
    made = workbook_of(explored(workspace, choice.asked, choice.org), workspace)
    return download(made.filename, workbook.written(made))


def svg(request: Request) -> Response:
    """One chart as a drawing that says by itself whose figures it shows, and where they come from."""
    figure = _figure(request)
    return download(f"{_file_name(figure)}.svg", card(figure).svg.encode())


def png(request: Request) -> Response:
    figure = _figure(request)
    made = chart_images([figure], made_on=figure.measure.latest.period)
    return download(f"{_file_name(figure)}.png", made[figure.id].png)


def _figure(request: Request) -> Figure:
    choice, kind = Choice.of(request), request.query_params.get("chart", "months")
    found = explored(request.app.state.workspace, choice.asked, choice.org)
    for figure in found.figures:
        if _KINDS[figure.kind] == kind:
            return figure
    raise HTTPException(404)


def _file_name(figure: Figure) -> str:
    measure = figure.measure
    place = "" if measure.specialty_code == ALL else f"-{measure.specialty_code}"
    return f"{measure.metric.name}-{measure.org_code}{place}-{_KINDS[figure.kind]}".lower()


# What stands on a page --------------------------------------------------------------------------------------


def _names(workspace: Workspace) -> dict[str, Sequence[Named]]:
    """Return what can be asked for by name: lists to choose from while somebody types."""
    known = list(names_of(workspace))
    return {
        "metrics": [one for one in known if one.kind == "metric"],
        "specialties": [one for one in known if one.kind == "specialty"],
        "organisations": _places(known),
    }


def organisations(workspace: Workspace) -> list[Named]:
    """Return every organisation that can be looked at, but practices: hundreds of them would hide the others."""
    return _places(names_of(workspace))


def _places(known: Iterable[Named]) -> list[Named]:
    return [one for one in known if one.kind not in _NO_PLACE]


def _month(point: Point, measure: Measure) -> dict[str, str]:
    unit = measure.metric.unit
    counts = point.numerator is not None and point.denominator is not None and not point.hidden
    return {
        "month": formats.month(point.period),
        "value": formats.shown(point, unit),
        "interval": _interval(point, unit),
        "counts": f"{formats.number(point.numerator)} of {formats.number(point.denominator)}"
        if counts
        else "",
        "chance": _CHANCE.get(point.point_type, ""),
    }


_CHANCE = {
    "special_cause_concern": "Worse than chance explains",
    "special_cause_improvement": "Better than chance explains",
    "special_cause_neutral": "Changed more than chance explains",
}


def _beside(found: Explored) -> list[dict[str, str]]:
    """Return the organisation and its peers, each with its latest figure, the highest first."""
    unit = found.measure.metric.unit
    there = [one for one in (found.measure, *found.peers) if one.latest.value is not None]
    return [
        {
            "name": one.org_name,
            "month": formats.month(one.latest.period),
            "value": formats.shown(one.latest, unit),
        }
        for one in sorted(there, key=lambda one: -(one.latest.value or 0))
    ]


def _in_funnel(found: Explored) -> list[dict[str, str]]:
    """Return those who stand outside the funnel, and the organisation itself: the rest are as chance has them."""
    whole = next((one.funnel for one in found.figures if one.funnel is not None), None)
    if whole is None:
        return []
    return [
        {
            "name": one.org_name,
            "value": formats.amount(one.value, whole.metric.unit if whole.kind == "proportion" else "ratio"),
            "of": formats.number(one.denominator),
            "place": _place(one),
        }
        for one in sorted(_outside(whole, found.measure.org_code), key=lambda one: one.z)
    ]  # fmt: skip


def _outside(whole: Funnel, org_code: str) -> Iterator[FunnelPoint]:
    return (one for one in whole.points if is_outside(one) or one.org_code == org_code)


def _place(one: FunnelPoint) -> str:
    return ("Above" if one.z > 0 else "Below") if is_outside(one) else "Within"


def _line(measure: Measure, choice: Choice) -> dict[str, str]:
    """Return a row of the table of organisations side by side."""
    unit, affected = measure.metric.unit, measure.people_affected
    published = choice.as_published and choice.free
    return {
        "name": measure.org_name,
        "query": _query(choice.metric, [measure.org_code], choice.specialty, published),
        "month": formats.month(measure.latest.period),
        "value": formats.shown(measure.latest, unit),
        "interval": _interval(measure.latest, unit),
        "finding": words.finding(measure),
        "standard": formats.standard(measure.standard.value, unit) if measure.standard else "",
        "people": "" if affected is None else formats.people(affected, measure.metric.counts),
    }


def _interval(point: Point, unit: str) -> str:
    there = point.low is not None and not point.hidden
    return f"{formats.amount(point.low, unit)} to {formats.amount(point.high, unit)}" if there else ""


def meetings_with(workspace: Workspace, org_code: str) -> list[Outline]:
    """Return the meetings to come with an organisation: those to which something may still be put."""
    return [
        one
        for one in outlines(workspace.meetings)
        if org_code in one.provider_codes
        and one.takes_place
        and (one.day is None or one.day >= date.today())
        and not is_recorded(workspace.meetings / one.id)
    ]
