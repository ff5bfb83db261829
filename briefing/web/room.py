"""The GP's room: their papers and questions, what their practice reports and what comes of it, what they did.

A room is its owner's. On a laptop, where nobody signs in, the manager chooses whose to look at; anybody else who asks
for another's room is refused, whatever the address names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from briefing import audit, formats
from briefing.build.inputs import context_of, purpose_words, registers_of
from briefing.build.pages import masthead_of
from briefing.context.reading import SPECIALTIES
from briefing.measures import ALL
from briefing.meeting.answers import Answer
from briefing.meeting.own_words import LEARNED, OwnWords, keep_own_words
from briefing.meeting.registers import Row, rows_of
from briefing.meeting.reporting import Refusal, Report, answer, answer_seen, faults_in, report
from briefing.months import months_before
from briefing.post.addressing import rule_of
from briefing.post.engagement import (
    Entry,
    OwnQuestion,
    Preparation,
    outcomes_of,
    papers_of,
    parts_of,
    preparation,
    record_of,
)
from briefing.post.reports import as_written, fates_of, reports_of, unanswered
from briefing.render.charts.svg import data_uri
from briefing.web.appraisal import document_of
from briefing.web.downloads import csv_file, document_file
from briefing.web.guard import PREVIEW_POLICY
from briefing.web.look import page
from briefing.web.users import LAPTOP
from briefing.workspace import Workspace
from briefing.workspace.registers import REGISTERS

Fields = Mapping[str, str]
_FORMS = {".html": "Read", ".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel", ".pptx": "Slides"}
_STATES = {
    "answered": "They answered",
    "partly": "They answered in part",
    "will write": "They will write",
    "not answered": "They did not answer",
    "wrote": "They wrote",
}


@dataclass(frozen=True)
class Owner:
    """Whose room it is."""

    id: str
    name: str
    role: str
    practice: str
    """The code of their practice; empty where the register has none."""


def owner_of(request: Request) -> Owner:
    """Return whose room is asked for, if whoever asks may be in it."""
    person, user = request.path_params["person"], request.state.user
    if user != LAPTOP and user.id != person:
        raise HTTPException(403)
    found = next((one for one in _people(request.app.state.workspace) if one.id == person), None)
    if found is None:
        raise HTTPException(404)
    return found


def _people(workspace: Workspace) -> list[Owner]:
    rows = rows_of(registers_of(workspace, "people")["people"])
    return [
        Owner(row["person_id"], row["name"], row["role"] or "", row["practice_code"] or "") for row in rows
    ]


def door(request: Request) -> Response:
    """Lead everybody to their own room; on a laptop the manager chooses one."""
    user = request.state.user
    if user.id:
        return RedirectResponse(f"/room/{user.id}", status_code=303)
    if user != LAPTOP:
        raise HTTPException(403)
    return page(request, "rooms.html", values={"people": _people(request.app.state.workspace)})


def show(request: Request) -> Response:
    """The room itself: meetings to come, what is new, where everything lies."""
    workspace, owner = request.app.state.workspace, owner_of(request)
    parts, today = parts_of(workspace, owner.id), date.today()
    coming = [one for one in parts if one.meeting.day is None or one.meeting.day >= today]
    fates = fates_of(workspace, owner.practice) if owner.practice else []
    return _page(
        request,
        "room.html",
        owner,
        coming=list(reversed(coming)),
        past=[one for one in parts if one not in coming],
        news=[one for one in fates if one.is_news],
        reports=len(fates),
    )


# Papers and own words -----------------------------------------------------------------------------------------


def prepare(request: Request) -> Response:
    """One meeting: each question of theirs, the chart after it, and a place for their own words."""
    owner = owner_of(request)
    found = preparation(request.app.state.workspace, owner.id, request.path_params["meeting"])
    if found is None:
        raise HTTPException(404)
    return _prepared(request, owner, found)


async def keep(request: Request) -> Response:
    return await run_in_threadpool(_keep, request, await _typed(request))


def _keep(request: Request, typed: Fields) -> Response:
    """Keep own words and minutes; where they could identify a patient, show them again and keep nothing."""
    owner, workspace = owner_of(request), request.app.state.workspace
    meeting = request.path_params["meeting"]
    found = preparation(workspace, owner.id, meeting)
    if found is None:
        raise HTTPException(404)
    keys = (*(one.key for one in found.questions), LEARNED)
    words = {**found.own.words, **{key: typed.get(key, "") for key in keys}}
    try:
        made = OwnWords(
            {key: text for key, text in words.items() if text}, _minutes(typed.get("minutes", ""))
        )
        keep_own_words(workspace.meetings / meeting, owner.id, made, released=audit.released(workspace))
    except Refusal as refusal:
        return _prepared(request, owner, found, typed=typed, wrong=refusal.faults)
    return RedirectResponse(f"/room/{owner.id}/meetings/{meeting}?kept=1", status_code=303)


def _minutes(typed: str) -> int | None:
    if typed and not (typed.isascii() and typed.isdecimal() and len(typed) < 5):
        raise Refusal({"minutes": "Write whole minutes, such as 20."})
    return int(typed) if typed else None


def _prepared(
    request: Request,
    owner: Owner,
    found: Preparation,
    *,
    typed: Fields | None = None,
    wrong: Fields | None = None,
) -> Response:
    minutes = "" if found.own.minutes is None else str(found.own.minutes)
    papers: dict[str, list[tuple[str, str]]] = {}
    for name in found.papers:
        if (form := _FORMS.get(Path(name).suffix)) is not None:
            papers.setdefault(_title(name), []).append((form, name))
    return _page(
        request,
        "prepare.html",
        owner,
        status=422 if wrong else 200,
        part=found.part,
        papers=list(papers.items()),
        questions=[_card(one) for one in found.questions],
        typed=typed or {**found.own.words, "minutes": minutes},
        wrong=wrong or {},
        kept=request.query_params.get("kept"),
        outcomes=_outcomes(request.app.state.workspace, found) if found.part.recorded else [],
    )


def _title(name: str) -> str:
    """Return what a paper is called: by its edition, and whose it is where there is one a provider."""
    rule = rule_of(f"{Path(name).stem}.pdf")
    if rule is None or rule.role == "panel":
        return "GP pack" if rule is not None else formats.capital(Path(name).stem.replace("-", " "))
    about = Path(name).stem.removeprefix(rule.stem).strip("-").upper()
    return formats.capital(f"{rule.title}, {about}" if about else rule.title)


def _card(one: OwnQuestion) -> dict[str, object]:
    chart = one.chart
    return {
        "key": one.key,
        "number": one.number,
        "leads": one.leads,
        "question": one.question,
        "answer": _answered(one.answer),
        "image": data_uri(chart.svg) if chart is not None else "",
        "alt": chart.alt if chart is not None else "",
        "months": [
            (formats.month(period), formats.HIDDEN if hidden else formats.amount(value, chart.unit))
            for period, value, hidden in reversed(chart.months)
        ]
        if chart is not None
        else [],
    }


def _outcomes(workspace: Workspace, found: Preparation) -> list[dict[str, object]]:
    return [
        {"question": question, "said": _answered(one)}
        for question, one in outcomes_of(workspace, found.part.meeting.id)
    ]


def _answered(one: Answer | None) -> str:
    """Say what came of a question: "They answered. A dated plan, by 1 March 2027 (medical director)."."""
    if one is None:
        return ""
    state = _STATES.get(one.state or "", "It was not reached, and is asked in writing")
    by = f", by {formats.day(one.due_on)}" if one.due_on else ""
    promise = (
        f" {one.commitment.rstrip('.')}{by}{f' ({one.owner})' if one.owner else ''}."
        if one.commitment
        else ""
    )
    return f"{state}.{promise}"


def paper(request: Request) -> Response:
    """A file of the approved version that is this person's: any other is not there, whoever made it."""
    workspace, owner = request.app.state.workspace, owner_of(request)
    meeting, name = request.path_params["meeting"], request.path_params["file"]
    part = next((one for one in parts_of(workspace, owner.id) if one.meeting.id == meeting), None)
    if part is None or name not in papers_of(workspace, owner.id, part):
        raise HTTPException(404)
    path = workspace.packs / meeting / f"v{part.version}" / name
    if path.suffix == ".html":
        return FileResponse(path, headers={"Content-Security-Policy": PREVIEW_POLICY})
    kind = "inline" if path.suffix == ".pdf" else "attachment"
    return FileResponse(path, filename=path.name, content_disposition_type=kind)


# Reports ------------------------------------------------------------------------------------------------------


def report_form(request: Request) -> Response:
    return _report_page(request, _with_practice(request), {}, {})


async def send_report(request: Request) -> Response:
    return await run_in_threadpool(_send_report, request, await _typed(request))


def _send_report(request: Request, typed: Fields) -> Response:
    """Write a report into the register; what could identify a patient is shown again, and kept nowhere."""
    owner = _with_practice(request)
    try:
        made = _report(request.app.state.workspace, owner, typed)
    except Refusal as refusal:
        return _report_page(request, owner, typed, refusal.faults)
    _take_in(request)
    return RedirectResponse(f"/room/{owner.id}/concerns?sent={made}", status_code=303)


async def screen_report(request: Request) -> Response:
    return await run_in_threadpool(_screen_report, request, await _typed(request))


def _screen_report(request: Request, typed: Fields) -> Response:
    """Say what could identify a patient in what is being typed; nothing of it is kept."""
    owner_of(request)
    released = audit.released(request.app.state.workspace)
    faults = faults_in({name: text for name, text in typed.items() if name in ("theme", "text")}, released)
    return page(request, "screened.html", values={"faults": faults})


def _take_in(request: Request) -> None:
    """Load the register by and by: the next pack counts what it says now."""
    user = request.state.user
    request.app.state.jobs.start("Take in practices’ reports", ["load"], back="/files", author=user.author)


def _report(workspace: Workspace, owner: Owner, typed: Fields) -> str:
    """Make a report of what was typed, every name brought to its code."""
    wrong: dict[str, str] = {}
    provider = _code(_organisations(workspace, "provider"), typed.get("provider", ""))
    specialty = _code(_OF_A_SPECIALTY, typed["specialty"]) if typed.get("specialty") else ALL
    if not provider:
        wrong["provider"] = "Choose one of the hospitals in the list."
    if not specialty:
        wrong["specialty"] = "Choose one of the specialties in the list, or leave it empty."
    try:
        month = date.fromisoformat(f"{typed.get('month', '')}-01")
    except ValueError:
        wrong["month"], month = "Choose a month.", date.today().replace(day=1)
    made = Report(
        owner.practice,
        provider,
        typed.get("theme", ""),
        month,
        specialty,
        typed.get("trouble", ""),
        text=typed.get("text", ""),
    )
    if wrong:
        raise Refusal(wrong | faults_in({"theme": made.theme, "text": made.text}, audit.released(workspace)))
    return report(workspace, made, today=date.today())


def _code(names: Mapping[str, str], typed: str) -> str:
    """Return the code of a name chosen from a list, or of itself; nothing of any other word."""
    word = typed.strip().casefold()
    found = [code for code, name in names.items() if word in (code.casefold(), name.casefold())]
    return found[0] if len(found) == 1 else ""


def _organisations(workspace: Workspace, kind: str) -> dict[str, str]:
    """Return the names of all organisations of a kind, those without a figure too, by code."""
    with context_of(workspace) as context:
        found = context.organisations(with_figures=False)
    return {one.code: one.name or one.code for one in found if one.type == kind}


_OF_A_SPECIALTY = {code: name for code, name in SPECIALTIES.items() if code != ALL}


def _report_page(request: Request, owner: Owner, typed: Fields, wrong: Fields) -> Response:
    workspace, now = request.app.state.workspace, date.today().replace(day=1)
    offered = REGISTERS["concerns"].suggested
    themes = dict.fromkeys([*offered["theme"], *(one for one in purpose_words(workspace).themes)])
    months = [months_before(now, back) for back in range(12)]
    return _page(
        request,
        "report.html",
        owner,
        status=422 if wrong else 200,
        typed={"month": f"{now:%Y-%m}", **typed},
        wrong=wrong,
        providers=_organisations(workspace, "provider").values(),
        specialties=_OF_A_SPECIALTY.values(),
        themes=list(themes),
        troubles=offered["sub_theme"],
        months=[(f"{one:%Y-%m}", formats.month(one)) for one in months],
    )


def concerns(request: Request) -> Response:
    """What came of each report of the practice: you said, we asked, they said."""
    owner = _with_practice(request)
    workspace = request.app.state.workspace
    names = _organisations(workspace, "provider")
    fates = [
        {
            "fate": one,
            "row": one.row,
            "provider": names.get(one.row["provider_code"], one.row["provider_code"]),
            "said": _answered(one.asked.answer) if one.asked is not None else "",
        }
        for one in fates_of(workspace, owner.practice)
    ]
    return _page(request, "concerns.html", owner, fates=fates, sent=request.query_params.get("sent", ""))


def see_answer(request: Request) -> Response:
    """Note that the practice has seen an answer to a report of its own."""
    owner, workspace = _with_practice(request), request.app.state.workspace
    row = _report_numbered(request)
    if row["practice_code"] != owner.practice:
        raise HTTPException(404)
    answer_seen(workspace, as_written(row), today=date.today())
    return RedirectResponse(f"/room/{owner.id}/concerns", status_code=303)


def _report_numbered(request: Request) -> Row:
    number = request.path_params["concern"]
    for row in reports_of(request.app.state.workspace):
        if row["concern_id"] == number:
            return row
    raise HTTPException(404)


def _with_practice(request: Request) -> Owner:
    owner = owner_of(request)
    if not owner.practice:
        raise HTTPException(404)
    return owner


# What they did ------------------------------------------------------------------------------------------------


def record(request: Request) -> Response:
    owner = owner_of(request)
    entries = record_of(request.app.state.workspace, owner.id, today=date.today())
    return _page(request, "engagement.html", owner, entries=entries, totals=_totals(entries))


def _totals(entries: Sequence[Entry]) -> dict[str, int]:
    return {
        "meetings": len(entries),
        "minutes": sum(one.minutes or 0 for one in entries),
        "noted": sum(one.minutes is not None for one in entries),
        "asked": sum(len(one.asked) for one in entries),
        "won": sum(len(one.won) for one in entries),
        "dated": sum(won.dated for one in entries for won in one.won),
    }


def record_csv(request: Request) -> Response:
    owner = owner_of(request)
    entries = record_of(request.app.state.workspace, owner.id, today=date.today())
    rows = [
        {
            "date": one.meeting.day,
            "meeting": one.meeting.title or one.meeting.id,
            "minutes_prepared": one.minutes,
            "reading_time_of_the_pack": one.planned,
            "questions_asked": len(one.asked),
            "questions": "; ".join(one.asked),
            "commitments": len(one.won),
            "commitments_won": "; ".join(won.commitment or "" for won in one.won),
            "learned": one.learned,
        }
        for one in entries
    ]
    columns = ("date", "meeting", "minutes_prepared", "reading_time_of_the_pack", "questions_asked", "questions",
               "commitments", "commitments_won", "learned")  # fmt: skip
    return csv_file("engagement.csv", rows, columns)


def record_file(request: Request) -> Response:
    """The record as pages or as a Word file, for an appraisal."""
    owner, workspace = owner_of(request), request.app.state.workspace
    entries = record_of(workspace, owner.id, today=date.today())
    document = document_of(
        entries, name=owner.name, role=owner.role, masthead=masthead_of(workspace), today=date.today()
    )
    return document_file(workspace, document, request.path_params["form"])


# Answers, by managers -----------------------------------------------------------------------------------------


def waiting(request: Request) -> Response:
    """Every report that nobody has answered, with a place for the answer."""
    return _waiting_page(request)


async def send_answer(request: Request) -> Response:
    return await run_in_threadpool(_send_answer, request, await _typed(request))


def _send_answer(request: Request, typed: Fields) -> Response:
    row, workspace = _report_numbered(request), request.app.state.workspace
    try:
        answer(workspace, as_written(row), typed.get("outcome", ""), today=date.today())
    except Refusal as refusal:
        return _waiting_page(request, row["concern_id"], typed, refusal.faults)
    _take_in(request)
    return RedirectResponse("/reports?answered=1", status_code=303)


def _waiting_page(
    request: Request,
    number: str = "",
    typed: Fields | None = None,
    wrong: Fields | None = None,
) -> Response:
    workspace: Workspace = request.app.state.workspace
    names = _organisations(workspace, "provider") | _organisations(workspace, "practice")
    return page(
        request,
        "reports.html",
        status=422 if wrong else 200,
        values={
            "rows": unanswered(workspace),
            "names": names,
            "number": number,
            "typed": typed or {},
            "wrong": wrong or {},
            "answered": request.query_params.get("answered"),
        },
    )


async def _typed(request: Request) -> dict[str, str]:
    async with request.form() as form:
        return {name: str(value).strip() for name, value in form.items()}


def _page(request: Request, template: str, owner: Owner, *, status: int = 200, **values: object) -> Response:
    return page(request, template, status=status, values={"owner": owner, **values})
