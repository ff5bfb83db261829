"""The fields of `meeting.toml`, as they may be written, and what is wrong with a file that strays."""

import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

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
