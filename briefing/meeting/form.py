"""The fields of `meeting.toml`, as they may be written, and what is wrong with a file that strays.

Writes a new `meeting.toml`, each field with a line that says what it is for.

kind quality_review, 3 December 2026, RXA      meetings/2026-12-03-rxa/meeting.toml
two providers                                  meetings/2026-12-03-rxa-rxb/meeting.toml
the folder is there already                    refused: what somebody wrote is never written over
"""

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from briefing.errors import MeetingError
from briefing.workspace.settings import LONGEST

Kind = Literal["contract_review", "quality_review", "assurance", "select_committee", "peer_review"]


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


class NoticeForm(_Strict):
    """Working days before the meeting by which an edition is made; without one, what briefing.toml says."""

    gp_pack: int | None = Field(default=None, ge=0, le=LONGEST)
    themes_notice: int | None = Field(default=None, ge=0, le=LONGEST)
    running_order: int | None = Field(default=None, ge=0, le=LONGEST)


class MeetingForm(_Strict):
    kind: Kind
    title: str = Field(min_length=1)
    date: datetime.date
    starts: datetime.time | None = None
    place: str = Field(min_length=1)
    commissioner: str = Field(min_length=1)
    providers: list[str] = []
    practices: list[str] = []
    decision_wanted: str = Field(min_length=1)
    minutes: int = Field(gt=0)
    reading_minutes: int = Field(default=10, gt=0)
    chair: str = Field(min_length=1)
    clerk: str | None = None
    panel: list[str] = Field(min_length=1)
    provider_people: list[ProviderPersonForm] = []
    agenda: list[AgendaForm] = []
    pinned: list[str] = []
    barred: list[str] = []
    measures: list[str] = []
    notes: str = ""
    notice: NoticeForm = NoticeForm()


def problems_of(error: ValidationError) -> list[tuple[tuple[str | int, ...], object, str]]:
    """Puts pydantic's findings in a manager's words: where, the value found, and what to do."""
    return [(tuple(fault["loc"]), fault["input"], _words(fault)) for fault in error.errors()]


def _words(fault: Any) -> str:
    name, kind = fault["loc"][-1], fault["type"]
    match kind:
        case "missing":
            return f"found no {name!r}; it is needed. Add the line {_example(str(name))}."
        case "extra_forbidden":
            return f"found the field {name!r}, which means nothing here. Mend its spelling or drop it."
        case "too_short" | "string_too_short":
            return f"found nothing in {name!r}; wanted at least one. Fill it in."
        case "literal_error":
            return f"found {fault['input']!r} for {name!r}; wanted {fault['ctx']['expected']}."
        case "greater_than_equal":
            return f"found {fault['input']!r} for {name!r}; wanted a whole number of {fault['ctx']['ge']} or more."
        case "less_than_equal":
            return f"found {fault['input']!r} for {name!r}; wanted a whole number of {fault['ctx']['le']} or fewer."
        case "greater_than":
            return f"found {fault['input']!r} for {name!r}; wanted a whole number above {fault['ctx']['gt']}."
        case _:
            return (
                f"found {fault['input']!r} for {name!r}; wanted {_wanted(kind)}. Write {_example(str(name))}."
            )


def _wanted(kind: str) -> str:
    return {
        "date_type": "a date without quotation marks",
        "time_type": "a time of day without quotation marks",
        "int_type": "a whole number without quotation marks",
        "string_type": "text in quotation marks",
        "list_type": "a list in square brackets",
        "model_type": "a table under its heading in double square brackets",
    }.get(kind, "another kind of value")


def _example(name: str) -> str:
    lists = {"providers", "practices", "panel", "pinned", "barred", "measures", "may_decide"}
    values = {
        "date": "2026-12-03",
        "starts": "14:00:00",
        "minutes": "60",
        "reading_minutes": "10",
        "kind": '"contract_review"',
    }
    if name in ("agenda", "provider_people"):
        return f"[[{name}]]"
    return f"{name} = {values.get(name, '[...]' if name in lists else '...')}"


_MEANINGS = {
    "kind": "contract_review, quality_review, assurance, select_committee or peer_review",
    "title": "As it stands on the cover",
    "date": "The day of the meeting, without quotation marks",
    "starts": "When it opens, without quotation marks: for the calendar",
    "place": "Where people sit, and how others join",
    "commissioner": "The board's code: ours",
    "providers": "Who is asked: one hospital's code, or several",
    "practices": "Of a peer review alone: the codes of the practices, at least four",
    "decision_wanted": "What everybody should leave the room with, in one sentence",
    "minutes": "How long the meeting takes; the agenda below should add up to it",
    "reading_minutes": "How long a reader has for the pack",
    "chair": "Ids of people as in registers/people",
    "clerk": "Who writes the commitments down, and is not on the panel",
    "panel": "Who asks; the chair too, where the chair asks questions",
    "pinned": 'Patterns that go first where they qualify: "REF-06", "RTT-02@rtt_within_18_weeks/110"',
    "barred": "Patterns that are not asked this time",
    "measures": "Metrics for the page with the picture; without any, the pack chooses",
    "notes": "What everybody should know beforehand; nothing that could identify a patient",
}
_PEOPLE = "Whom the hospital brings, and the topics on which they can decide there and then"
_NOTICE = "Working days before the meeting by which each edition is made, where not as in briefing.toml"
_AGENDA = "The order of the day. A topic lets the pack put its questions there"


def form_of(answers: dict[str, Any]) -> MeetingForm:
    """Checks answers as `meeting.toml` is checked; everything wrong with them is told at once."""
    try:
        return MeetingForm.model_validate(answers)
    except ValidationError as error:
        raise MeetingError("\n".join(message for _, _, message in problems_of(error))) from None


def folder_name(day: date, providers: Sequence[str]) -> str:
    """Names a meeting by its day and its providers: 2026-12-03-rxa."""
    return "-".join([day.isoformat(), *(code.lower() for code in providers)])


def write_meeting(meetings: Path, form: MeetingForm, *, name: str | None = None) -> Path:
    """Writes the file of a new meeting and gives its path; one that is there is never touched."""
    file = meetings / (name or folder_name(form.date, form.providers)) / "meeting.toml"
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


def usual_agenda(minutes: int, providers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Plans the minutes of a meeting: opening, as long for each provider, commitments read back.

    Providers are names by code. 60 minutes and one provider: 10, 45, 5. Where there is no minute for each, the
    agenda is left empty.
    """
    opening, closing = max(minutes // 6, 1), max(minutes // 12, 1)
    each = (minutes - opening - closing) // len(providers)
    if each < 1:
        return []
    opening = minutes - closing - each * len(providers)
    return [
        {"title": "Welcome, interests, last promises", "minutes": opening},
        *(
            {"title": f"Questions to {name}", "minutes": each}
            | ({"provider": code} if len(providers) > 1 else {})
            for code, name in providers.items()
        ),
        {"title": "Commitments read back", "minutes": closing},
    ]


def as_toml(form: MeetingForm) -> str:
    """Writes a form as TOML that reads back as the same form, with a remark on each field."""
    parts = [*_fields(form), *_people(form.provider_people), *_agenda(form.agenda), *_notice(form.notice)]
    return "\n".join(parts) + "\n"


def _fields(form: MeetingForm) -> Iterator[str]:
    for name, meaning in _MEANINGS.items():
        value = getattr(form, name)
        given = value not in (None, "", [])
        yield f"# {meaning}"
        yield f"{name} = {_value(value)}" if given else f"# {name} = {_sample(name)}"


def _sample(name: str) -> str:
    return {"starts": "14:00:00", "clerk": '"P11"', "notes": '""'}.get(name, "[]")


def _people(people: Iterable[ProviderPersonForm]) -> Iterator[str]:
    yield from ("", f"# {_PEOPLE}")
    tables = [person.model_dump(exclude_defaults=True) for person in people]
    if not tables:
        yield from ("# [[provider_people]]", '# name = "..."', '# role = "Chief operating officer"')
        yield '# may_decide = ["elective waits"]'
    yield from _tables("provider_people", tables)


def _agenda(items: Iterable[AgendaForm]) -> Iterator[str]:
    yield from ("", f"# {_AGENDA}")
    tables = [item.model_dump(exclude_defaults=True) for item in items]
    if not tables:
        yield from ("# [[agenda]]", '# title = "Waits for treatment"', "# minutes = 20")
        yield '# topic = "elective waits"'
    yield from _tables("agenda", tables)


def _tables(name: str, tables: Iterable[dict[str, Any]]) -> Iterator[str]:
    for number, table in enumerate(tables):
        yield from ([""] if number else [])
        yield f"[[{name}]]"
        yield from (f"{key} = {_value(value)}" for key, value in table.items())


def _notice(notice: NoticeForm) -> Iterator[str]:
    """The table of days, or how it is written where the usual ones hold."""
    days = notice.model_dump(exclude_none=True)
    yield from ("", f"# {_NOTICE}", "[notice]" if days else "# [notice]")
    yield from (f"{name} = {count}" for name, count in days.items())
    if not days:
        yield "# gp_pack = 5"


def _value(value: Any) -> str:
    """Writes a value of TOML. Its quoted text is that of JSON, but for one character that must be escaped."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
