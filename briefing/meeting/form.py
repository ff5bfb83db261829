"""The fields of `meeting.toml`: how they may be written, what is wrong with a file that strays, and a new file.

kind quality_review, 3 December 2026, RXA      meetings/2026-12-03-rxa/meeting.toml
two providers                                  meetings/2026-12-03-rxa-rxb/meeting.toml
the folder is there already                    refused: what somebody wrote is never written over
"""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from briefing import formats
from briefing.errors import MeetingError
from briefing.meeting.outline import FILE, Status
from briefing.nearest import hint
from briefing.toml import date_instead
from briefing.workspace.settings import LONGEST

Kind = Literal["contract_review", "quality_review", "assurance", "select_committee", "peer_review"]
Place = tuple[str | int, ...]
Problem = tuple[Place, object, str]
"""Where in the file, the value found there, and what to do about it."""


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", str_strip_whitespace=True)


class ProviderPersonForm(_Strict):
    name: str = Field(min_length=1)
    role: str = Field(min_length=1)
    may_decide: list[str] = []
    provider: str | None = None


class AgendaForm(_Strict):
    title: str = Field(min_length=1)
    minutes: int = Field(gt=0)
    topic: str | None = None
    provider: str | None = None


class PeersForm(_Strict):
    provider: str = Field(min_length=1)
    codes: list[str] = Field(min_length=3)
    reason: str = Field(min_length=1)


class ChoiceForm(_Strict):
    question: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    opener: str | None = Field(default=None, min_length=1)


class NoticeForm(_Strict):
    gp_pack: int | None = Field(default=None, ge=0, le=LONGEST)
    themes_notice: int | None = Field(default=None, ge=0, le=LONGEST)
    running_order: int | None = Field(default=None, ge=0, le=LONGEST)


# fmt: off
class MeetingForm(_Strict):
    """Each description is the remark that stands above the field in a new file."""

    kind: Kind = Field(
        description="contract_review, quality_review, assurance, select_committee or peer_review",
        examples=['"contract_review"'])
    status: Status = Field(
        default="planned",
        description="planned, postponed (no new day yet) or cancelled; briefing meeting says it for you")
    reason: str = Field(
        default="", examples=['""'],
        description="Why it was moved, postponed or cancelled, as those who had papers may read it")
    formerly: list[str] = Field(
        default=[], description="Names that this meeting's folder had before; the program fills it in")
    title: str = Field(min_length=1, description="As it stands on the cover")
    date: datetime.date = Field(
        description="The day of the meeting, without quotation marks", examples=["2026-12-03"])
    starts: datetime.time | None = Field(
        default=None, examples=["14:00:00"],
        description="When it opens, without quotation marks: for the calendar and the times of the agenda")
    place: str = Field(min_length=1, description="Where people sit, and how others join")
    commissioner: str = Field(min_length=1, description="The board's code: ours")
    providers: list[str] = Field(default=[], description="Who is asked: one hospital's code, or several")
    practices: list[str] = Field(
        default=[], description="Of a peer review alone: the codes of the practices, at least four")
    decision_wanted: str = Field(
        min_length=1, description="What everybody should leave the room with, in one sentence")
    about: list[str] = Field(
        default=[], examples=['["letters_within_7_days", "Ear, nose and throat", "fit notes"]'],
        description="What that decision is about: measures, specialties, themes. They are always on the page")
    minutes: int = Field(
        gt=0, description="How long the meeting takes; the agenda below should add up to it", examples=["60"])
    reading_minutes: int = Field(
        default=10, gt=0, description="How long a reader has for the pack", examples=["10"])
    chair: str = Field(min_length=1, description="Ids of people as in registers/people")
    clerk: str | None = Field(
        default=None, description="Who writes the commitments down, and is not on the panel", examples=['"P11"'])
    panel: list[str] = Field(
        min_length=1, description="Who asks; the chair too, where the chair asks questions")
    pinned: list[str] = Field(
        default=[],
        description='Patterns that go first where they qualify: "REF-06", "RTT-02@rtt_within_18_weeks/110", '
        'or "INT-01@late", what practices said')
    barred: list[str] = Field(default=[], description="Patterns that are not asked this time")
    measures: list[str] = Field(
        default=[], description="Metrics for the page with the picture; without any, the pack chooses")
    notes: str = Field(
        default="", examples=['""'],
        description="What everybody should know beforehand; nothing that could identify a patient")
    provider_people: list[ProviderPersonForm] = Field(
        default=[], examples=['name = "..."', 'role = "Chief operating officer"', 'may_decide = ["elective waits"]'],
        description="Who the hospital brings, and the topics on which they can decide there and then")
    agenda: list[AgendaForm] = Field(
        default=[], examples=['title = "Waits for treatment"', "minutes = 20", 'topic = "elective waits"'],
        description="The order of the day. A topic lets the pack put its questions there")
    peers: list[PeersForm] = Field(
        default=[], examples=['provider = "..."', 'codes = ["...", "...", "..."]', 'reason = "..."'],
        description="Peers for this meeting in place of the nearest: whose set it is and why, which is printed")
    choices: list[ChoiceForm] = Field(
        default=[], examples=['question = "RTT-02"', 'reason = "..."', 'opener = "..."'],
        description="Why a question is pinned or barred, or put in other words than the bank's: then its opener")
    notice: NoticeForm = Field(
        default=NoticeForm(), examples=["gp_pack = 5"],
        description="Working days before the meeting by which each edition is made, where not as in briefing.toml")
# fmt: on


_TABLES = ("provider_people", "agenda", "peers", "choices")
_FIELDS = (
    AgendaForm.model_fields
    | ChoiceForm.model_fields
    | ProviderPersonForm.model_fields
    | PeersForm.model_fields
    | MeetingForm.model_fields
)


# What is wrong ----------------------------------------------------------------------------------------------

_WANTED = {
    "date_type": "a date without quotation marks",
    "time_type": "a time of day without quotation marks",
    "int_type": "a whole number without quotation marks",
    "string_type": "text in quotation marks",
    "list_type": "a list in square brackets",
    "model_type": "a table under its heading in double square brackets",
}


def form_of(answers: Mapping[str, object]) -> MeetingForm:
    """Check answers as `meeting.toml` is checked, and raise everything that is wrong with them at once."""
    try:
        return MeetingForm.model_validate(answers)
    except ValidationError as error:
        raise MeetingError("\n".join(message for _, _, message in problems_of(error))) from None


def problems_of(error: ValidationError) -> list[Problem]:
    """Put pydantic's findings in a manager's words."""
    return [(tuple(fault["loc"]), fault["input"], _words(fault)) for fault in error.errors()]


def _words(fault: ErrorDetails) -> str:
    name, found, limits = fault["loc"][-1], fault["input"], fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return f"found no {name!r}; it is needed. Add the line {_example(str(name))}."
        case "extra_forbidden":
            near = hint(str(name), _FIELDS)
            return f"found the field {name!r}, which means nothing here. {near}Mend its spelling or drop it."
        case "too_short" | "string_too_short":
            return f"found nothing in {name!r}; wanted at least one. Fill it in."
        case "literal_error":
            wanted = str(limits["expected"])
        case "greater_than_equal":
            wanted = f"a whole number of {limits['ge']} or more"
        case "less_than_equal":
            wanted = f"a whole number of {limits['le']} or fewer"
        case "greater_than":
            wanted = f"a whole number above {limits['gt']}"
        case kind:
            day = date_instead(found) if kind == "date_type" else ""
            example = f"{name} = {day}" if day else _example(str(name))
            wanted = f"{_WANTED.get(kind, 'another kind of value')}. Write {example}"
    return f"found {found!r} for {name!r}; wanted {wanted}."


def _example(name: str) -> str:
    if name in _TABLES:
        return f"[[{name}]]"
    field = _FIELDS.get(name)
    if field is not None and field.examples:
        return f"{name} = {field.examples[0]}"
    return f"{name} = {'[...]' if field is not None and get_origin(field.annotation) is list else '...'}"


# A new file -------------------------------------------------------------------------------------------------


def folder_name(day: datetime.date, providers: Sequence[str]) -> str:
    """Name a meeting by its day and its providers: 2026-12-03-rxa."""
    return "-".join([day.isoformat(), *(code.lower() for code in providers)])


def write_meeting(meetings: Path, form: MeetingForm, *, name: str | None = None) -> Path:
    """Write the file of a new meeting and return its path; one that is there is never touched."""
    file = meetings / (name or folder_name(form.date, form.providers or ["peer-review"])) / FILE
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(as_toml(form))
    except FileExistsError:
        raise MeetingError(
            f"{file}: is there already; nothing was written. Change it in place, or choose another name "
            "with --name."
        ) from None
    return file


def usual_title(kind: str, asked: Mapping[str, str]) -> str:
    """Name a meeting by its kind and who is asked; they are names by code."""
    among = kind == "peer_review"
    whom = (
        f"of {formats.counted(len(asked), 'practice')}" if among else f"with {formats.listed(asked.values())}"
    )
    return formats.capital(f"{kind.replace('_', ' ')} {whom}")


def usual_agenda(minutes: int, providers: Mapping[str, str]) -> list[dict[str, str | int]]:
    """Plan the minutes of a meeting: opening, as long for each provider, commitments read back.

    Providers are names by code. 60 minutes and one provider: 10, 45, 5. Where there is no minute for each, the
    agenda is left empty.
    """
    opening, closing = max(minutes // 6, 1), max(minutes // 12, 1)
    each = (minutes - opening - closing) // len(providers)
    if each < 1:
        return []
    items: list[dict[str, str | int]] = [
        {"title": "Welcome, interests, last promises", "minutes": minutes - closing - each * len(providers)}
    ]
    for code, name in providers.items():
        own: dict[str, str | int] = {"provider": code} if len(providers) > 1 else {}
        items.append({"title": f"Questions to {name}", "minutes": each, **own})
    return [*items, {"title": "Commitments read back", "minutes": closing}]


def as_toml(form: MeetingForm) -> str:
    """Write a form as TOML that reads back as the same form, with a remark on each field."""
    return "\n".join(_lines(form)) + "\n"


def _lines(form: MeetingForm) -> Iterator[str]:
    for name, field in MeetingForm.model_fields.items():
        value, examples = getattr(form, name), field.examples or ["[]"]
        if isinstance(value, NoticeForm) or name in _TABLES:
            heading = f"[[{name}]]" if name in _TABLES else f"[{name}]"
            tables = [
                one.model_dump(exclude_defaults=True) for one in (value if name in _TABLES else [value])
            ]
            yield from ("", f"# {field.description}")
            if not any(tables):
                yield from (f"# {line}" for line in (heading, *examples))
            for number, table in enumerate(table for table in tables if table):
                yield from [""] * bool(number)
                yield from (heading, *(f"{key} = {value_in_toml(cell)}" for key, cell in table.items()))
        else:
            given = value not in (None, "", [])
            yield f"# {field.description}"
            yield f"{name} = {value_in_toml(value)}" if given else f"# {name} = {examples[0]}"


def value_in_toml(value: object) -> str:
    """Write a value of TOML. Its quoted text is that of JSON, but for one character that must be escaped."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(value_in_toml(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {value_in_toml(item)}' for key, item in value.items())} }}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
