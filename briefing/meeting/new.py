"""Writes a new `meeting.toml`, each field with a line that says what it is for.

kind quality_review, 3 December 2026, RXA      meetings/2026-12-03-rxa/meeting.toml
two providers                                  meetings/2026-12-03-rxa-rxb/meeting.toml
the folder is there already                    refused: what somebody wrote is never written over
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefing.errors import MeetingError
from briefing.meeting.form import AgendaForm, MeetingForm, NoticeForm, ProviderPersonForm, problems_of

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
        yield f"{name} = {_value(value)}" if given else f"# {name} = {_example(name)}"


def _example(name: str) -> str:
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
