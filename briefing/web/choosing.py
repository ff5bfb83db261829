"""What a meeting asks: questions in order with their evidence, pinned, dropped or worded anew, each with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from briefing import pipeline, toml
from briefing.build import changing
from briefing.build.changing import Stale
from briefing.build.inputs import meeting_of
from briefing.challenge.choice import LeftOut, matches
from briefing.challenge.model import Finding, Question
from briefing.errors import BriefingError
from briefing.meeting.doubts import about_interests
from briefing.meeting.editing import Table, Value
from briefing.meeting.model import Choice, Meeting
from briefing.meeting.outline import FILE
from briefing.pack import duties, exemplars, figures
from briefing.pipeline import Asked
from briefing.render.charts import draw
from briefing.render.charts.svg import data_uri
from briefing.shelf import folder as packs
from briefing.web.look import page
from briefing.web.meetings import asked_for


@dataclass(frozen=True)
class Card:
    """One question as it is chosen: who leads it, on what evidence, and what was decided about it."""

    mark: str
    """As it is pinned."""
    question: Question
    lead: str
    supporter: str
    pinned: bool
    choice: Choice | None
    chart: str
    alt: str
    better: tuple[str, ...]
    """Similar trusts that do better, a sentence each."""
    ask_them: str
    rests_on: str
    who_decides: str


@dataclass(frozen=True)
class Left:
    """What was found and is not asked."""

    mark: str
    title: str
    reason: str
    barred: bool
    choice: Choice | None


@dataclass(frozen=True)
class Chapter:
    """What one provider is asked and not asked."""

    name: str
    cards: tuple[Card, ...]
    thanks: str
    left: tuple[Left, ...]


def show(request: Request) -> Response:
    return _page(request)


async def choose(request: Request) -> Response:
    """Pin, drop, reword or let go of one question: a change of the meeting's file like any other."""
    workspace, state = asked_for(request)
    async with request.form() as form:
        said = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    mark, verb, reason = said.get("mark", ""), request.path_params["verb"], said.get("reason", "")
    if verb not in _VERBS or not mark:
        raise HTTPException(404)
    wrong = ""
    if verb != "let-go" and not reason:
        wrong = "Say why: the reason is kept with the meeting."
    elif verb == "reword" and not said.get("opener"):
        wrong = "Write how the question is put."
    if not wrong:
        try:
            fields = toml.loads((workspace.meetings / state.meeting / FILE).read_text("utf-8-sig"))
            changes = _changed(fields, verb, mark, reason, said.get("opener", ""))
            why = f"{_VERBS[verb]} {mark}{f': {reason}' if reason else ''}"
            changing.change(workspace, state.meeting, changes, seen=said.get("seen", ""), reason=why)
            return RedirectResponse(f"/meetings/{state.meeting}/questions?said={verb}", status_code=303)
        except Stale as error:
            wrong = f"{error} What the file says now is shown here: choose again."
        except BriefingError as error:
            wrong = str(error)
    return _page(request, wrong=wrong, said=said)


_VERBS = {"pin": "pinned", "drop": "dropped", "reword": "worded anew", "let-go": "let go of"}


def _changed(
    fields: Mapping[str, object], verb: str, mark: str, reason: str, opener: str
) -> dict[str, Value]:
    """Return the fields of the file that hold a decision about a question; it has one at a time."""
    pattern = mark.partition("@")[0]

    def others(name: str) -> list[str]:
        found = fields.get(name)
        marks = [str(one) for one in found] if isinstance(found, list) else []
        return [one for one in marks if one not in (mark, pattern)]

    found = fields.get("choices")
    before = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    choices: list[Table] = [one for one in before if one.get("question") not in (mark, pattern)]
    pinned, barred = others("pinned"), others("barred")
    was_pinned = mark in _marks(fields, "pinned") or pattern in _marks(fields, "pinned")
    match verb:
        case "pin":
            pinned = [*pinned, mark]
            kept = next((one.get("opener") for one in before if one.get("question") == mark), None)
            choices.append({"question": mark, "reason": reason} | ({"opener": kept} if kept else {}))
        case "drop":
            barred = [*barred, mark]
            choices.append({"question": mark, "reason": reason})
        case "reword":
            pinned = [*pinned, mark] if was_pinned else pinned
            choices.append({"question": mark, "reason": reason, "opener": opener})
    changes: dict[str, Value] = {"pinned": pinned, "barred": barred, "choices": choices}
    return {name: value for name, value in changes.items() if value != fields.get(name, [])}


def _marks(fields: Mapping[str, object], name: str) -> list[object]:
    found = fields.get(name)
    return found if isinstance(found, list) else []


def _page(request: Request, *, wrong: str = "", said: Mapping[str, str] | None = None) -> Response:
    workspace, state = asked_for(request)
    chapters, interests, impossible = list[Chapter](), list[str](), ""
    try:
        meeting = meeting_of(workspace, state.meeting)
        chapters = [_chapter(one, meeting) for one in pipeline.asked(workspace, state.meeting)]
        interests = [one.sentence for one in about_interests(meeting)]
    except BriefingError as error:
        impossible = str(error)
    made = packs.last_manifest(workspace.packs / state.meeting)
    return page(
        request,
        "choosing.html",
        status=409 if wrong else 200,
        values={
            "state": state,
            "chapters": chapters,
            "interests": interests,
            "impossible": impossible,
            "wrong": wrong,
            "typed": said or {},
            "said": request.query_params.get("said", ""),
            "approved": made.version if made is not None and made.status == "approved" else None,
            "seen": changing.seen(workspace, state.meeting),
        },
    )


def _chapter(asked: Asked, meeting: Meeting) -> Chapter:
    return Chapter(
        asked.provider_name,
        tuple(_card(question, meeting) for question in asked.questions),
        asked.credit.pattern.title if asked.credit is not None else "",
        tuple(_left(one, meeting) for one in asked.left),
    )


def _card(question: Question, meeting: Meeting) -> Card:
    people = {one.person_id: one.name for one in (meeting.chair, *meeting.panel)}
    finding = question.finding
    figure = figures.series(finding.measure, place="question") if finding.measure is not None else None
    return Card(
        mark=_mark(finding),
        question=question,
        lead=people.get(question.lead or "", ""),
        supporter=people.get(question.supporter or "", ""),
        pinned=any(matches(pin, finding) for pin in meeting.pinned),
        choice=_choice(finding, meeting),
        chart=data_uri(draw(figure, "phone")) if figure is not None else "",
        alt=figure.alt if figure is not None else "",
        better=exemplars.who_does_better(question),
        rests_on=duties.rests_on(finding.pattern),
        who_decides=duties.who_decides(finding.pattern),
        ask_them=exemplars.ASK if exemplars.has_exemplars(question) else "",
    )


def _left(one: LeftOut, meeting: Meeting) -> Left:
    choice = _choice(one.finding, meeting)
    return Left(_mark(one.finding), str(one).partition(": ")[0], one.reason, one.rule == "barred", choice)


def _mark(finding: Finding) -> str:
    """Name a finding as a meeting's file does."""
    if finding.measure is None:
        return finding.pattern.id
    return f"{finding.pattern.id}@{finding.measure.metric.name}/{finding.measure.specialty_code}"


def _choice(finding: Finding, meeting: Meeting) -> Choice | None:
    return next((one for one in meeting.choices if matches(one.question, finding)), None)
