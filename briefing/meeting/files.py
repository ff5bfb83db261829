"""Reads `meeting.toml` and the registers of people and interests into a checked `Meeting`.

Every fault is listed at once, each with its line:

    meetings/2026-12-03-rza/meeting.toml, line 9: found the person 'P7', who is not in the register of
    people. Did you mean 'P07'? Mend the id, or add the person to registers/people.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefing import toml
from briefing.errors import MeetingError
from briefing.meeting.form import MeetingForm, problems_of
from briefing.meeting.model import AgendaItem, Interest, Meeting, Person, ProviderPerson
from briefing.meeting.registers import Row, as_date, rows_of
from briefing.toml import line_of
from briefing.workspace.settings import USUAL_NOTICE, Notice

_CLINICAL = (
    "gp",
    "doctor",
    "dr",
    "nurse",
    "pharmacist",
    "paramedic",
    "clinical",
    "clinician",
    "medical",
    "physician",
)
_NOT_CLINICAL = ("non-clinical", "non clinical", "not clinical", "lay", "practice manager")

LEAST_PRACTICES = 4
"""Among fewer, a practice could read its neighbour's figures from its own and the group's."""

Place = tuple[str | int, ...]
Problem = tuple[Place, object, str]


def read_meeting(
    path: Path, *, people: Any, interests: Any, organisations: Any, notice: Notice = USUAL_NOTICE
) -> Meeting:
    """Reads a meeting, or raises a MeetingError that lists all that is wrong with it.

    `people` and `interests` are the registers, `organisations` any table with a column `code`. The folder's
    name is the meeting's id, `notice` the workspace's, which its own outranks.
    """
    file = path / "meeting.toml" if path.is_dir() else path
    text = _text_of(file)
    register = {row["person_id"]: _person(row) for row in rows_of(people) if row["person_id"]}
    codes = {row["code"] for row in rows_of(organisations) if row["code"]}
    form = _checked_form(file, text)
    problems = [*_unknown_people(form, register), *_unknown_codes(form, codes), *_strays(form)]
    if problems:
        raise MeetingError(_message(file, text, problems))
    meeting = _meeting(file.parent.name, form, register=register, interests=rows_of(interests))
    return replace(meeting, notice=notice.of_meeting(form.notice.model_dump()))


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise MeetingError(
            f"{file}: found no such file; wanted a meeting. Write one, or mend the name."
        ) from None
    except UnicodeDecodeError:
        raise MeetingError(f"{file}: found text that is not UTF-8. Save the file as UTF-8.") from None


def _checked_form(file: Path, text: str) -> MeetingForm:
    try:
        return MeetingForm.model_validate(toml.loads(text))
    except toml.TOMLDecodeError as error:
        raise MeetingError(f"{file}: found text that is not TOML: {error}. Mend that place.") from None
    except ValidationError as error:
        raise MeetingError(_message(file, text, problems_of(error))) from None


def _message(file: Path, text: str, problems: list[Problem]) -> str:
    """Lists problems in the order of their lines."""
    return "\n".join(messages(file, problems, text=text))


def messages(file: Path, problems: Iterable[Problem], *, text: str | None = None) -> list[str]:
    """Puts to each problem the line of the file that it is on, and gives them in the order of the lines."""
    text = _text_of(file) if text is None else text
    placed = [(line_in(text, place, value), message) for place, value, message in problems]
    placed.sort(key=lambda problem: (problem[0] is None, problem[0] or 0))
    return [f"{file}, line {line}: {message}" if line else f"{file}: {message}" for line, message in placed]


def line_in(text: str, place: Place, value: object = None) -> int | None:
    """Finds the line of a field, or, in a list of several lines, the line of the value."""
    start = line_of(text, place)
    rows = text.splitlines()
    if start is None or "[" not in rows[start - 1] or "]" in rows[start - 1]:
        return start
    inside = takewhile(lambda number: "]" not in rows[number - 2], range(start + 1, len(rows) + 1))
    return next((number for number in inside if str(value) in rows[number - 1]), start)


def _unknown_people(form: MeetingForm, register: dict[str, Person]) -> Iterator[Problem]:
    named: list[tuple[Place, str | None]] = [(("chair",), form.chair), (("clerk",), form.clerk)]
    named += [(("panel", at), person_id) for at, person_id in enumerate(form.panel)]
    for path, person_id in named:
        if person_id is not None and person_id not in register:
            yield (
                path,
                person_id,
                f"found the person {person_id!r}, who is not in the register of people."
                f"{_hint(person_id, register)} Mend the id, or add the person to registers/people.",
            )


def _unknown_codes(form: MeetingForm, codes: set[str]) -> Iterator[Problem]:
    named: list[tuple[Place, str]] = [(("commissioner",), form.commissioner)]
    named += [(("providers", at), code) for at, code in enumerate(form.providers)]
    named += [(("practices", at), code) for at, code in enumerate(form.practices)]
    for path, code in named:
        if code not in codes:
            yield (
                path,
                code,
                f"found the organisation {code!r}, of which no data are loaded.{_hint(code, codes)} "
                "Mend the code, or load a file that knows it.",
            )


def _strays(form: MeetingForm) -> Iterator[Problem]:
    """Finds what contradicts itself within the file."""
    yield from _whom(form)
    for name, values in (
        ("panel", form.panel),
        ("providers", form.providers),
        ("practices", form.practices),
    ):
        for at, value in enumerate(values):
            if value in values[:at]:
                yield (name, at), value, f"found {value!r} twice in {name!r}. Drop one."
    others = [(("provider_people", at), person.provider) for at, person in enumerate(form.provider_people)]
    others += [(("agenda", at), item.provider) for at, item in enumerate(form.agenda)]
    for place, code in others:
        if code is not None and code not in form.providers:
            stranger = (
                f"found the provider {code!r}, who is not at this meeting. Add it to 'providers', or mend it."
            )
            yield (*place, "provider"), code, stranger
    for pattern_id in sorted(set(form.pinned) & set(form.barred)):
        yield ("barred",), pattern_id, f"found {pattern_id!r} both pinned and barred. Drop one."


def _whom(form: MeetingForm) -> Iterator[Problem]:
    """A peer review looks at practices, every other meeting at providers."""
    if form.kind != "peer_review":
        if not form.providers:
            needed = (
                "found nothing in 'providers'; wanted at least one. Fill it in."
                if "providers" in form.model_fields_set
                else "found no 'providers'; it is needed. Add the line providers = [...]."
            )
            yield ("providers",), form.providers, needed
        if form.practices:
            stray = (
                "found 'practices', which only a peer review has. Drop it, or write kind = \"peer_review\"."
            )
            yield ("practices",), form.practices, stray
        return
    if form.providers:
        stray = "found 'providers' at a peer review of practices. Drop it: no hospital is asked."
        yield ("providers",), form.providers, stray
    if len(form.practices) < LEAST_PRACTICES:
        few = (
            f"found {len(form.practices)} in 'practices'; wanted at least {LEAST_PRACTICES}: among fewer, a "
            "practice that knows its own figure can read its neighbour's. Add practices."
        )
        yield ("practices",), form.practices, few


def _hint(word: str, known: Any) -> str:
    close = get_close_matches(word, [str(name) for name in known], n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def _person(row: Row) -> Person:
    role = row["role"] or ""
    return Person(
        person_id=row["person_id"],
        name=row["name"] or row["person_id"],
        role=role,
        practice_code=row["practice_code"],
        may_decide=bool(row["may_decide"]),
        clinical=is_clinical(role),
        newcomer=bool(row.get("newcomer")),
    )


def is_clinical(role: str) -> bool:
    """Tells from a role whether somebody has clinical training: "GP partner", but not "Lay member"."""
    said = role.lower()
    if any(words in said for words in _NOT_CLINICAL):
        return False
    return bool(set("".join(c if c.isalpha() else " " for c in said).split()) & set(_CLINICAL))


def _interests(form: MeetingForm, rows: list[Row]) -> tuple[Interest, ...]:
    there = {form.chair, *form.panel, *([form.clerk] if form.clerk else [])}
    return tuple(
        Interest(
            person_id=row["person_id"],
            kind=row["kind"] or "not stated",
            organisation_code=row["organisation_code"],
            topic=row["topic"],
            starts=as_date(row["from"]),
            ends=as_date(row["to"]),
        )
        for row in rows
        if row["person_id"] in there
    )


def _meeting(
    meeting_id: str, form: MeetingForm, *, register: dict[str, Person], interests: list[Row]
) -> Meeting:
    return Meeting(
        id=meeting_id,
        kind=form.kind,
        title=form.title,
        date=form.date,
        place=form.place,
        commissioner_code=form.commissioner,
        provider_codes=tuple(form.providers),
        practice_codes=tuple(form.practices),
        decision_wanted=form.decision_wanted,
        minutes=form.minutes,
        reading_minutes=form.reading_minutes,
        chair=register[form.chair],
        clerk=register[form.clerk] if form.clerk else None,
        panel=tuple(register[person_id] for person_id in form.panel),
        interests=_interests(form, interests),
        provider_people=tuple(
            ProviderPerson(p.name, p.role, tuple(p.may_decide), p.provider) for p in form.provider_people
        ),
        agenda=tuple(AgendaItem(item.title, item.minutes, item.topic, item.provider) for item in form.agenda),
        pinned=tuple(form.pinned),
        barred=tuple(form.barred),
        measures=tuple(form.measures),
        notes=form.notes,
        starts=form.starts,
    )
