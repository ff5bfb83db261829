"""The fields of a meeting as a form shows them: names in place of codes, days as people write them; and back.

providers = ["RZA"]          Who is asked: Northmere University Hospitals
starts = 14:30:00            Starts at: 14:30
[[agenda]] minutes = 20      a row: what, minutes, topic, whose
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import get_args

from starlette.datastructures import FormData

from briefing import toml
from briefing.build import meeting_words
from briefing.build.inputs import names_of, purpose_words
from briefing.build.meeting_words import WordError, organisations, people_of, person
from briefing.errors import BriefingError
from briefing.meeting.editing import Table, Value
from briefing.meeting.form import Kind
from briefing.meeting.outline import FILE
from briefing.nearest import Named
from briefing.workspace import Workspace

_WITH_CODE = re.compile(r".*\(([^()\s]+)\)\s*")

Row = Mapping[str, str]
Cells = str | list[str] | list[Row]
"""A field as it is typed: a line, lines, or rows of a table."""


@dataclass(frozen=True)
class Field:
    """One field of a meeting's file, as a form asks for it."""

    name: str
    label: str
    hint: str = ""
    shape: str = "line"
    """line, number, text, choice, lines or table."""
    known: str = ""
    """The list of names that it may hold."""
    columns: tuple["Field", ...] = ()


@dataclass(frozen=True)
class Part:
    heading: str
    fields: tuple[Field, ...]


_TOPICS = "Topics as questions and the order of the day name them, with commas between"
_WHOSE = Field("provider", "Whose, at a session", known="providers")
PARTS = (
    Part(
        "When and where",
        (
            Field("kind", "What kind of meeting", shape="choice"),
            Field(
                "title",
                "Title",
                "As it stands on the cover. Without one, it is named after its kind and who is asked",
            ),
            Field("date", "Day", "For example, 3/12/2026"),
            Field("starts", "Starts at", "For example, 10:00 or 2pm"),
            Field("minutes", "Length in minutes", shape="number"),
            Field("place", "Place", "Where people sit, and how others join"),
        ),
    ),
    Part(
        "Who is asked",
        (
            Field(
                "providers",
                "Hospitals",
                "One, or several for a session. Begin to type a name",
                "lines",
                "providers",
            ),
            Field("practices", "Practices, for a peer review", "At least four", "lines", "practices"),
            Field(
                "provider_people",
                "Who they bring",
                "Each with the topics on which they can decide there and then",
                "table",
                columns=(
                    Field("name", "Name"),
                    Field("role", "Role"),
                    Field("may_decide", "May decide on", _TOPICS),
                    _WHOSE,
                ),
            ),
        ),
    ),
    Part(
        "What for",
        (
            Field(
                "decision_wanted",
                "Decision wanted",
                "What everybody should leave the room with, in one sentence",
            ),
            Field(
                "about",
                "What that decision is about",
                "Measures, specialties and themes: they are always on the page",
                "lines",
                "matters",
            ),
        ),
    ),
    Part(
        "Who asks",
        (
            Field("chair", "Chair", known="people"),
            Field(
                "panel",
                "Panel",
                "Each has a pack of their own; the chair too, where the chair asks",
                "lines",
                "people",
            ),
            Field(
                "clerk", "Clerk", "Who writes the commitments down, and is not on the panel", known="people"
            ),
        ),
    ),
    Part(
        "Order of the day",
        (
            Field(
                "agenda",
                "Agenda",
                "A topic lets the papers put their questions there. To leave a line out, empty it",
                "table",
                columns=(
                    Field("title", "What"),
                    Field("minutes", "Minutes", shape="number"),
                    Field("topic", "Topic", known="topics"),
                    _WHOSE,
                ),
            ),
        ),
    ),
    Part(
        "More",
        (
            Field(
                "notes",
                "What everybody should know beforehand",
                "Nothing that could identify a patient",
                "text",
            ),
            Field("reading_minutes", "Minutes that a reader has for the pack", shape="number"),
            Field(
                "measures",
                "Measures for the page with the picture",
                "Without any, the pack chooses",
                "lines",
                "measures",
            ),
            Field("commissioner", "Commissioner", "Our board", known="boards"),
            Field(
                "peers",
                "Similar trusts for this meeting",
                "In place of the nearest: at least three, with commas between, and why",
                "table",
                columns=(
                    Field("provider", "Whose", known="providers"),
                    Field("codes", "Similar trusts"),
                    Field("reason", "Why; it is printed"),
                ),
            ),
        ),
    ),
)
FIELDS = {field.name: field for part in PARTS for field in part.fields}


class Names:
    """All that can be chosen by name, with its code: a name that two of a list have is shown with its code."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _known(self) -> tuple[Named, ...]:
        return tuple(names_of(self._workspace))

    @cached_property
    def lists(self) -> Mapping[str, Mapping[str, str]]:
        """What is shown, by code, of each list."""
        words = purpose_words(self._workspace)
        topics = sorted({one.also[0] for one in self._known if one.kind == "pattern" and one.also})
        matters = [
            *(names[1] for names in words.metrics.values()),
            *words.specialties.values(),
            *words.themes,
        ]
        return {
            "providers": self._of("provider"),
            "practices": self._of("practice"),
            "boards": self._of("board"),
            "people": self._of("person"),
            "measures": self._of("metric"),
            "topics": {topic: topic for topic in topics},
            "matters": {word: word for word in dict.fromkeys(matters)},
        }

    def _of(self, kind: str) -> dict[str, str]:
        found = [one for one in self._known if one.kind == kind]
        often = Counter(one.name for one in found)
        return {
            one.code: one.name if one.name and often[one.name] == 1 else f"{one.name} ({one.code})".strip()
            for one in found
        }

    def shown(self, known: str, code: object) -> str:
        return self.lists[known].get(str(code), str(code)) if known else str(code)

    def code(self, known: str, word: str) -> str:
        """Return the code of a name as it is shown, or of whatever else people call it."""
        by_name = {name: code for code, name in self.lists[known].items()}
        if word in by_name:
            return by_name[word]
        bare = written[1] if (written := _WITH_CODE.fullmatch(word)) else word
        match known:
            case "people":
                return person(bare, people_of(self._workspace))
            case "providers" | "practices" | "boards":
                kind = known.removesuffix("s")
                return next(iter(organisations([bare], self._workspace, type=kind)))
            case _:
                return word


def typed(form: FormData) -> dict[str, Cells]:
    """Return what a form holds, field by field; a list's empty lines and a table's empty rows are left out."""
    found: dict[str, Cells] = {}
    for field in FIELDS.values():
        if not any(name in form for name in _inputs(field)):
            continue  # a form without it leaves it as it is
        if field.shape == "table":
            columns = {one.name: _texts(form, f"{field.name}.{one.name}") for one in field.columns}
            rows: list[Row] = [
                dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=False)
            ]
            found[field.name] = [row for row in rows if any(row.values())]
            continue
        words = _texts(form, field.name)
        found[field.name] = [word for word in words if word] if field.shape == "lines" else words[0]
    return found


def _inputs(field: Field) -> list[str]:
    return [f"{field.name}.{one.name}" for one in field.columns] or [field.name]


def _texts(form: FormData, name: str) -> list[str]:
    return [one.replace("\r\n", "\n").strip() for one in form.getlist(name) if isinstance(one, str)]


def as_typed(workspace: Workspace, meeting: str, names: Names) -> dict[str, Cells]:
    """Return what a meeting's file says as a form would have it; nothing of one that is no TOML."""
    try:
        fields = toml.loads((workspace.meetings / meeting / FILE).read_text("utf-8-sig"))
    except (OSError, ValueError):
        return {}
    return {field.name: _written(field, fields.get(field.name), names) for field in FIELDS.values()}


def _written(field: Field, value: object, names: Names) -> Cells:
    match value:
        case list() if field.shape == "table":
            rows: list[Row] = [
                {one.name: _cell(one, row.get(one.name), names) for one in field.columns}
                for row in value
                if isinstance(row, Mapping)
            ]
            return rows
        case list():
            return [names.shown(field.known, one) for one in value]
        case None:
            return [] if field.shape in ("lines", "table") else ""
        case _:
            return _cell(field, value, names)


def _cell(field: Field, value: object, names: Names) -> str:
    match value:
        case None:
            return ""
        case list():
            known = "providers" if field.name == "codes" else field.known
            return ", ".join(names.shown(known, one) for one in value)
        case date():
            return f"{value.day}/{value.month}/{value.year}"
        case time():
            return f"{value:%H:%M}"
        case _:
            return names.shown(field.known, value)


def values(typed: Mapping[str, Cells], names: Names) -> tuple[dict[str, Value], dict[str, list[str]]]:
    """Return what a file would hold, by field, and what of it can't be understood, by field too."""
    read: dict[str, Value] = {}
    wrong: dict[str, list[str]] = {}
    for name, cells in typed.items():
        try:
            read[name] = _value(FIELDS[name], cells, names)
        except BriefingError as error:
            wrong[name] = str(error).splitlines()
    return read, wrong


_READERS: Mapping[str, Callable[[str], Value]] = {
    "kind": lambda word: meeting_words.kind(word) if word else None,
    "date": lambda word: meeting_words.day(word) if word else None,
    "starts": lambda word: meeting_words.clock(word) if word else None,
}


def _value(field: Field, cells: Cells, names: Names) -> Value:
    if isinstance(cells, str):
        return _single(field, cells, names)
    if field.shape == "table":
        tables: list[Table] = [dict(_row(field, row, names)) for row in cells if isinstance(row, Mapping)]
        return tables
    return [names.code(field.known, word) for word in cells if isinstance(word, str)]


def _single(field: Field, word: str, names: Names) -> Value:
    if field.name in _READERS:
        return _READERS[field.name](word)
    if field.shape == "number":
        if word and not (word.isascii() and word.isdigit()):
            raise WordError(f"found {word!r}; wanted a whole number of minutes.")
        return int(word) if word else None
    if not word:
        return None
    return names.code(field.known, word) if field.known else word


def _row(field: Field, row: Row, names: Names) -> Iterator[tuple[str, str | int | list[str]]]:
    for column in field.columns:
        word = row.get(column.name, "")
        if not word:
            continue
        if column.name in ("may_decide", "codes"):
            parts = [part.strip() for part in word.split(",") if part.strip()]
            yield (
                column.name,
                [names.code("providers", one) for one in parts] if column.name == "codes" else parts,
            )
        else:
            value = _single(column, word, names)
            yield column.name, value if isinstance(value, int) else str(value)


def kinds() -> list[str]:
    return [kind.replace("_", " ") for kind in get_args(Kind)]


def by_field(found: Iterable[tuple[Sequence[str | int], str]]) -> dict[str, list[str]]:
    """Put sentences to the fields that they are about; those of no field of the form stand under ""."""
    told: dict[str, list[str]] = {}
    for place, sentence in found:
        name = str(place[0]) if place and place[0] in FIELDS else ""
        told.setdefault(name, []).append(sentence)
    return told
