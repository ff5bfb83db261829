"""What stands out, and what would be asked: every signal of an organisation, and its questions without a meeting.

/scan?org=northmere          each signal with its measure, people and strength; /scan.csv for Excel
/questions?org=northmere     asked, praised, left alone, not asked and why; each can be put to a meeting
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import get_args
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from briefing import formats, pipeline
from briefing.build.asking import inputs_of
from briefing.build.inputs import registry_of
from briefing.challenge.outlook import Outlook, Verdict, of_verdict, outlook
from briefing.challenge.patterns import load_patterns
from briefing.challenge.slots import group_name
from briefing.context.reading import SIGNAL_COLUMNS, SPECIALTIES
from briefing.errors import BriefingError
from briefing.measures import ALL, Metric
from briefing.web.downloads import csv_file
from briefing.web.explore import meetings_with, organisations
from briefing.web.look import page
from briefing.workspace import Workspace

_ON_A_PAGE = 200
"""More are counted, and stand in the file."""
_SIGNALS = {
    "BURDEN": "Many people beyond a standard",
    "SC-": "Worse than chance explains",
    "SC+": "Better than chance explains",
    "TRAJ": "The plan was missed",
    "FAIL": "The standard is out of reach without a change",
    "HIT/MISS": "Meets the standard in some months and not in others",
    "PEER": "Stands out among organisations of its kind",
    "GAP": "A gap between groups of people",
    "RECON": "Removals from the list stand out",
    "CLASH": "Two sources disagree",
    "SILENT": "Nothing was reported for the latest month",
    "STEADY": "Steadily worse than England or similar organisations",
}
_VERDICTS: Mapping[Verdict, str] = {
    "asked": "Would be asked",
    "praised": "Would be thanked for",
    "left alone": "Would be left alone",
    "not asked": "Near, and not asked",
}


def scan(request: Request) -> Response:
    """List every signal of an organisation, burdens first, then the strongest."""
    workspace: Workspace = request.app.state.workspace
    org, published = _asked(request)
    values = _frame(workspace, request, org, published)
    if org:
        try:
            rows, sentences, is_raw = pipeline.scan(workspace, org, as_published=published)
        except BriefingError as error:
            return page(request, "scan.html", status=404, values={**values, "wrong": str(error)})
        known, names = registry_of(workspace), _names(workspace)
        values |= {
            "lines": [_line(row, known, names) for row in rows[:_ON_A_PAGE]],
            "more": max(len(rows) - _ON_A_PAGE, 0),
            "sentences": sentences,
            "is_raw": is_raw,
        }
    return page(request, "scan.html", values=values)


def csv(request: Request) -> Response:
    """Every signal as a file for Excel; without an organisation, of all."""
    org, published = _asked(request)
    rows, _, _ = pipeline.scan(request.app.state.workspace, org or None, as_published=published)
    return csv_file("signals.csv", rows, SIGNAL_COLUMNS)


def questions(request: Request) -> Response:
    """Say what would be asked of an organisation, in order, and what was near."""
    workspace: Workspace = request.app.state.workspace
    org, published = _asked(request)
    values = _frame(workspace, request, org, published)
    if org:
        try:
            lines = outlook(inputs_of(workspace, org, as_published=published))
        except BriefingError as error:
            return page(request, "questions.html", status=404, values={**values, "wrong": str(error)})
        code = lines[0].org_code if lines else ""
        bank = sorted((one.id for one in load_patterns(workspace.questions)), key=len, reverse=True)
        known, names = registry_of(workspace), _names(workspace)
        values |= {
            "name": names.get(code, code),
            "groups": [
                (_VERDICTS[verdict], [_question(one, known, names, bank) for one in of_verdict(lines, verdict)])
                for verdict in get_args(Verdict)
            ],
            "meetings": meetings_with(workspace, code),
            "is_raw": not published and workspace.settings.suppression != "none",
        }  # fmt: skip
    return page(request, "questions.html", values=values)


def questions_csv(request: Request) -> Response:
    org, published = _asked(request)
    lines = outlook(inputs_of(request.app.state.workspace, org, as_published=published))
    return csv_file(
        "questions.csv", [asdict(one) for one in lines], [field.name for field in fields(Outlook)]
    )


def _asked(request: Request) -> tuple[str, bool]:
    typed = request.query_params
    return typed.get("org", "").strip(), typed.get("view") == "published" or not request.state.user.is_manager


def _frame(workspace: Workspace, request: Request, org: str, published: bool) -> dict[str, object]:
    free = request.state.user.is_manager
    view = {"view": "published"} if published and free else {}
    other = {} if published else {"view": "published"}
    return {
        "org": org,
        "query": urlencode({"org": org, **view}),
        "other_view": urlencode({"org": org, **other}) if free else "",
        "published": published,
        "organisations": organisations(workspace),
        "put": request.query_params.get("put", ""),
    }


def _names(workspace: Workspace) -> Mapping[str, str]:
    return {one.code: one.name or one.code for one in organisations(workspace)}


def _line(
    row: Mapping[str, object], known: Mapping[str, Metric], names: Mapping[str, str]
) -> dict[str, object]:
    """Return a signal in words, with the address of its measure."""
    metric, org, specialty = str(row["metric"]), str(row["org_code"]), str(row["specialty_code"])
    people, period, strength = row["people_affected"], row["period"], row["strength"]
    assert isinstance(period, date)
    assert isinstance(strength, float)
    whose = str(row["population_code"])
    parts = (
        SPECIALTIES.get(specialty, specialty) if specialty != ALL else "",
        formats.capital(group_name(str(row["group_code"])) or ""),
        f"Residents of {names.get(whose, whose)}" if whose != ALL else "",
    )
    return {
        "words": _SIGNALS.get(str(row["signal"]), str(row["signal"])),
        "title": known[metric].title if metric in known else metric,
        "part": ", ".join(filter(None, parts)),
        "month": formats.month(period),
        "people": formats.number(people) if isinstance(people, int) else "",
        "strength": formats.number(strength, 1),
        "direction": row["direction"],
        "query": urlencode(
            {"metric": metric, "org": org, **({"specialty": specialty} if specialty != ALL else {})}
        ),
    }


def _question(
    line: Outlook, known: Mapping[str, Metric], names: Mapping[str, str], bank: Sequence[str]
) -> dict[str, object]:
    """Return a question in words, with the address of its measure and what pins it to a meeting."""
    place = {"specialty": line.specialty_code} if line.specialty_code != ALL else {}
    pattern = next((id for id in bank if f"{line.question}-".startswith(f"{id.lower()}-")), "")
    about = f"@{line.metric}" if line.metric else ""
    about += f"/{line.specialty_code}" if about and place else ""
    return {
        "text": line.text,
        "why": line.why,
        "verdict": line.verdict,
        "title": known[line.metric].title if line.metric in known else "",
        "part": SPECIALTIES.get(line.specialty_code, line.specialty_code) if place else "",
        "people": "" if line.people is None else formats.people(line.people),
        "query": urlencode({"metric": line.metric, "org": line.org_code, **place}) if line.metric else "",
        "pin": f"{pattern}{about}" if pattern and line.verdict in ("asked", "not asked") else "",
    }
