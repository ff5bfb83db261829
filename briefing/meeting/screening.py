"""The last look at words people wrote, before any of them is printed: nothing may identify a patient.

concerns, row CON014, column 'text'       "... rang Mrs Jones on 01632 960123"    a name, a phone number
meeting.toml, column 'notes'              "Dr Ada Sample will open"               on the panel: let pass
commitments, row COM03, column 'owner'    "Dr Pat Smith"                          let pass: names belong there

Feeds are screened as they are loaded. What was loaded before the rules were as they are, and what is written
in the meeting file, is screened here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from briefing import formats
from briefing.errors import DisclosureError
from briefing.meeting.model import Meeting
from briefing.meeting.registers import Row, rows_of
from briefing.sources.identifiers import screen_text, with_article

WRITTEN: Mapping[str, tuple[str, ...]] = {
    "concerns": ("concern_id", "theme", "sub_theme", "severity", "text", "status", "outcome"),
    "commitments": ("commitment_id", "what", "owner", "measure", "status", "evidence"),
    "people": ("role",),
    "interests": ("kind", "topic"),
    "rebases": ("reason", "author"),
    "annotations": ("reason", "author"),
}
"""Columns of the registers in which people write in their own words."""
NAMES_BELONG = {("commitments", "owner"), ("rebases", "author"), ("annotations", "author")}
"""Who promised, who decided: a name there is a colleague's."""
KEYS: Mapping[str, tuple[str, ...]] = {
    "concerns": ("concern_id",),
    "commitments": ("commitment_id",),
    "people": ("person_id",),
    "interests": ("person_id", "kind"),
    "rebases": ("metric", "provider_code", "specialty_code", "period"),
    "annotations": ("metric", "provider_code", "specialty_code", "period"),
}
"""What a row is known by: what is loaded no longer knows its line in the workbook."""

_TITLES = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor)"
_TITLED = re.compile(rf"({_TITLES})\.?\s+", re.IGNORECASE)


@dataclass(frozen=True)
class _Cell:
    register: str
    row: str | None
    column: str
    text: str

    @property
    def place(self) -> str:
        row = "" if self.row is None else f", row {self.row}"
        return f"{self.register}{row}, column {self.column!r}"


def screen(meeting: Meeting, registers: Mapping[str, pa.Table]) -> None:
    """Raise a DisclosureError that names every cell with an identifier, and repeats none of them.

    `registers` are tables by name. Those without free text are let pass.
    """
    known = _names_of(meeting, registers.get("people"))
    told = [
        f"{cell.place}: found {formats.listed(kinds)}; wanted words that identify no patient. "
        "Rewrite the cell, and load the register again."
        for cell in _cells(meeting, registers)
        if (kinds := _identifiers(cell, known))
    ]
    if told:
        raise DisclosureError("\n".join(told))


def _cells(meeting: Meeting, registers: Mapping[str, pa.Table]) -> Iterator[_Cell]:
    yield from _of_meeting(meeting)
    for register, columns in WRITTEN.items():
        for number, row in enumerate(rows_of(registers[register]) if register in registers else (), start=1):
            for column in columns:
                if isinstance(text := row.get(column), str):
                    yield _Cell(register, _row_name(register, row, number), column, text)


def _row_name(register: str, row: Row, number: int) -> str:
    """Name a row by its key, or, where the key itself would tell too much, by its place as loaded."""
    key = " ".join(str(row[column]) for column in KEYS[register] if row.get(column) is not None)
    return key if key and not screen_text(key) else f"{number} as loaded"


def _of_meeting(meeting: Meeting) -> Iterator[_Cell]:
    """The place is left out: a venue has a postcode and a telephone."""
    for column in ("title", "decision_wanted", "notes"):
        yield _Cell("meeting.toml", None, column, getattr(meeting, column))
    for number, item in enumerate(meeting.agenda, start=1):
        yield _Cell("meeting.toml, agenda", str(number), "title", item.title)
    for number, person in enumerate(meeting.provider_people, start=1):
        yield _Cell("meeting.toml, provider_people", str(number), "role", person.role)
        for topic in person.may_decide:
            yield _Cell("meeting.toml, provider_people", str(number), "may_decide", topic)


def _identifiers(cell: _Cell, known: Iterable[re.Pattern[str]]) -> list[str]:
    """List the kinds of identifier in a cell, each with its article, once."""
    text = cell.text
    for name in known:
        text = name.sub(lambda match: "-" * len(match[0]), text)
    kinds = dict.fromkeys(hit.kind for hit in screen_text(text))
    if (cell.register, cell.column) in NAMES_BELONG:
        kinds.pop("name", None)
    return [with_article(kind) for kind in kinds]


def _names_of(meeting: Meeting, people: pa.Table | None) -> list[re.Pattern[str]]:
    """Return patterns of names that are no patient's: the panel's, the provider's people's, the register's."""
    own = (meeting.chair, *meeting.panel, *([meeting.clerk] if meeting.clerk else []))
    named = dict.fromkeys((person.name, person.clinical) for person in own)
    named |= dict.fromkeys((person.name, False) for person in meeting.provider_people)
    named |= dict.fromkeys((row["name"], False) for row in (rows_of(people) if people is not None else ()))
    return [pattern for name, clinician in named if name for pattern in _ways_to_write(name, clinician)]


def _ways_to_write(name: str, clinician: bool) -> Iterator[re.Pattern[str]]:
    """A full name, titled or not; a surname only after the person's own title: "Mr Sample" is not Dr Sample.

    The name ends where the words do: "Dr Sample-Jones" and "Dr Sample Jones" are somebody else.
    """
    titled = _TITLED.match(name)
    title = titled[1] if titled else "Dr" if clinician else None
    bare = name[titled.end() :].strip() if titled else name.strip()
    if len(words := bare.split()) > 1:
        yield re.compile(rf"(?i:(?:\b{_TITLES}\.?\s+)?\b{_spaced(words)}){_END}")
    if title and words:
        yield re.compile(rf"\b{re.escape(title)}\.?\s+{re.escape(words[-1])}{_END}")


_END = r"\b(?!['’-]\w)(?!\s[A-Z][a-z])"


def _spaced(words: Iterable[str]) -> str:
    return r"\s+".join(re.escape(word) for word in words)
