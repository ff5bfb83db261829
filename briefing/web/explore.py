"""One measure of one organisation: its chart with limits, its months, its definition and the files behind it."""

import csv as csv_files
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from briefing import pipeline
from briefing.build.inputs import context_of, metric_named, names_of
from briefing.context.reading import SPECIALTIES
from briefing.document.figure import Figure
from briefing.errors import BriefingError
from briefing.measures import ALL, Funnel
from briefing.meeting.purpose import specialty_named
from briefing.pack import figures
from briefing.render.charts import draw
from briefing.render.charts.svg import data_uri
from briefing.web.look import page
from briefing.workspace import Workspace


@dataclass(frozen=True)
class Chart:
    """A figure, drawn: for a wide screen and for a phone."""

    figure: Figure
    wide: str
    narrow: str


@dataclass(frozen=True)
class Choice:
    """What was asked for, as it was typed."""

    metric: str = ""
    org: str = ""
    specialty: str = ""

    @classmethod
    def of(cls, words: Mapping[str, str]) -> "Choice":
        return cls(*(words.get(name, "").strip() for name in ("metric", "org", "specialty")))


def show(request: Request) -> Response:
    """Show what was asked for by name; what nobody knows is answered with the nearest."""
    workspace: Workspace = request.app.state.workspace
    choice = Choice.of(request.query_params)
    known = list(names_of(workspace))
    values: dict[str, object] = {
        "choice": choice,
        "metrics": [one for one in known if one.kind == "metric"],
        "specialties": [one for one in known if one.kind == "specialty"],
        "organisations": [
            one
            for one in known
            if one.kind not in ("metric", "specialty", "pattern", "person", "meeting")
            and one.kind != "practice"
        ],
    }
    if choice.metric and choice.org:
        try:
            values |= _found(workspace, choice)
        except BriefingError as error:
            return page(request, "explore.html", status=404, values={**values, "wrong": str(error)})
    return page(request, "explore.html", values=values)


def csv(request: Request) -> Response:
    """The same months as a file for Excel."""
    choice = Choice.of(request.query_params)
    workspace: Workspace = request.app.state.workspace
    rows, _ = pipeline.show(workspace, [choice.metric], [choice.org], {}, specialty=choice.specialty or ALL)
    written = io.StringIO()
    writer = csv_files.DictWriter(written, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    name = f"{rows[0]['metric']}-{rows[0]['org_code']}.csv"
    return Response(
        "\ufeff" + written.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _found(workspace: Workspace, choice: Choice) -> dict[str, object]:
    metric = metric_named(workspace, choice.metric)
    specialty = specialty_named(choice.specialty) if choice.specialty else ALL
    with context_of(workspace) as context:
        org = context.named(choice.org)
        measures = context.measures(
            org_code=org.code,
            metrics=[metric.name],
            specialty_code=specialty,
            population_code=ALL,
            group_code=ALL,
        )
        if not measures:
            where = f", {SPECIALTIES.get(specialty, specialty)}" if specialty != ALL else ""
            raise BriefingError(f"{metric.title}{where}: nothing is loaded of it for {org.name}.")
        measure, peers = measures[0], [peer.org_code for peer in measures[0].peers]
        others = context.measures(org_code=peers, like=[measure]) if peers else []
        funnels = context.funnels([measure])
    shown = [figures.series(measure, place="headline")]
    if (beside := figures.peers(measure, others)) is not None:
        shown.append(beside)
    shown += [figures.funnel(measure, one) for one in funnels if _is_outside(one, org.code)]
    return {
        "measure": measure,
        "charts": [Chart(one, data_uri(draw(one)), data_uri(draw(one, "phone"))) for one in shown],
        "months": list(reversed(measure.points)),
        "explained": pipeline.explain(workspace, metric.name),
        "query": urlencode(asdict(choice)),
        "is_raw": not metric.published,
    }


def _is_outside(funnel: Funnel, org_code: str) -> bool:
    """Say whether an organisation stands out of a funnel: of one that does not there is nothing to say."""
    return any(one.org_code == org_code and figures.is_outside(one) for one in funnel.points)
