"""The last look at words people wrote, before any of them is printed: nothing may identify a patient.

concerns, row CON014, column 'text'       "... rang Mrs Jones on 01632 960123"    a name, a phone number
meeting.toml, column 'notes'              "Dr Ada Sample will open"               on the panel: let pass
commitments, row COM03, column 'owner'    "Dr Pat Smith"                          let pass: names belong there
the names of files, column 'practices'    "Waits of John Smith.csv"               a name

Feeds are screened as they are loaded. What was loaded before the rules were as they are, and all else that a page
can show, is screened here. Words that somebody released are let pass.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from briefing import formats
from briefing.errors import DisclosureError
from briefing.meeting.model import Meeting
from briefing.meeting.registers import Row, rows_of
from briefing.sources.identifiers import Kind, screen_text, with_article

WRITTEN: Mapping[str, tuple[str, ...]] = {
    "concerns": ("concern_id", "theme", "sub_theme", "severity", "text", "status", "outcome"),
    "commitments": ("commitment_id", "what", "owner", "measure", "status", "evidence"),
    "people": ("name", "role"),
    "interests": ("kind", "topic"),
    "alerts": ("topic",),
    "engagement": ("how",),
    "organisations": ("name", "nickname"),
    "contacts": ("name", "role"),
    "rebases": ("reason", "author"),
    "annotations": ("reason", "author"),
}
"""Columns of the registers in which people write in their own words."""
NAMES_BELONG = {
    ("people", "name"),
    ("organisations", "name"),
    ("organisations", "nickname"),
    ("practices", "name"),
    ("practices", "network"),
    ("contacts", "name"),
    ("commitments", "owner"),
    ("rebases", "author"),
    ("annotations", "author"),
    ("meeting.toml, provider_people", "name"),
    ("answers", "owner"),
}
"""Who sits, who promised, who decided, whom a practice is named for: a name there is a colleague's."""
_OF_A_HOUSE: frozenset[Kind] = frozenset({"postcode", "phone number", "address"})
KEYS: Mapping[str, tuple[str, ...]] = {
    "concerns": ("concern_id",),
    "commitments": ("commitment_id",),
    "people": ("person_id",),
    "interests": ("person_id", "kind"),
    "alerts": ("person_id",),
    "engagement": ("practice_code", "heard_on"),
    "organisations": ("code",),
    "contacts": ("organisation_code",),
    "rebases": ("metric", "provider_code", "specialty_code", "period"),
    "annotations": ("metric", "provider_code", "specialty_code", "period"),
}
"""What a row is known by: what is loaded no longer knows its line in the workbook."""

_TITLES = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor)"
_TITLED = re.compile(rf"({_TITLES})\.?\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """Words that a page may show, and where they stand."""

    register: str
    """Or the file."""
    row: str | None
    column: str
    text: str

    @property
    def place(self) -> str:
        row = "" if self.row is None else f", row {self.row}"
        return f"{self.register}{row}, column {self.column!r}"


def screen(
    meeting: Meeting,
    registers: Mapping[str, pa.Table],
    others: Iterable[Cell] = (),
    *,
    released: Collection[str] = (),
) -> None:
    """Raise a DisclosureError that names every cell with an identifier, and repeats none of them.

    `registers` are tables by name; those without free text are let pass. `others` are words from elsewhere.
    """
    known = _names_of(meeting, registers.get("people"))
    told = [
        f"{cell.place}: found {formats.listed(kinds)}; wanted words that identify no patient. "
        "Rewrite the cell, and load the register again. If they are nobody's: briefing release --help."
        for cell in (*_of_meeting(meeting), *_of_registers(registers), *others)
        if (kinds := _identifiers(cell, known, released))
    ]
    if told:
        raise DisclosureError("\n".join(told))


def identifiers_in(
    register: str, row: Row, names: Iterable[str | None], *, released: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield each column of a row that may identify a patient, and what it looks like. `names` are colleagues'."""
    known = _patterns([(name, False) for name in names if name])
    for column in WRITTEN.get(register, ()):
        text = row.get(column) or ""
        if kinds := _identifiers(Cell(register, None, column, text), known, released):
            yield column, formats.listed(kinds)


def _of_registers(registers: Mapping[str, pa.Table]) -> Iterator[Cell]:
    for register, columns in WRITTEN.items():
        for number, row in enumerate(rows_of(registers[register]) if register in registers else (), start=1):
            for column in columns:
                if isinstance(text := row.get(column), str):
                    yield Cell(register, _row_name(register, row, number), column, text)


def _row_name(register: str, row: Row, number: int) -> str:
    """Name a row by its key, or, where the key itself would tell too much, by its place as loaded."""
    key = " ".join(str(row[column]) for column in KEYS[register] if row.get(column) is not None)
    return key if key and not screen_text(key) else f"{number} as loaded"


def _of_meeting(meeting: Meeting) -> Iterator[Cell]:
    for column in ("title", "place", "decision_wanted", "notes", "reason"):
        yield Cell("meeting.toml", None, column, getattr(meeting, column))
    for folder in meeting.names:
        yield Cell("meetings", None, "folder", spaced(folder))
    for number, peers in enumerate(meeting.peers, start=1):
        yield Cell("meeting.toml, peers", str(number), "reason", peers.reason)
    for number, choice in enumerate(meeting.choices, start=1):
        yield Cell("meeting.toml, choices", str(number), "reason", choice.reason)
        yield Cell("meeting.toml, choices", str(number), "opener", choice.opener or "")
    for number, item in enumerate(meeting.agenda, start=1):
        yield Cell("meeting.toml, agenda", str(number), "title", item.title)
        yield Cell("meeting.toml, agenda", str(number), "topic", item.topic or "")
    for number, person in enumerate(meeting.provider_people, start=1):
        yield Cell("meeting.toml, provider_people", str(number), "name", person.name)
        yield Cell("meeting.toml, provider_people", str(number), "role", person.role)
        for topic in person.may_decide:
            yield Cell("meeting.toml, provider_people", str(number), "may_decide", topic)


def spaced(name: str) -> str:
    """Return the name of a file or folder with spaces between its words."""
    return re.sub(r"(?<=[^\W\d_])[_-]|[_-](?=[^\W\d_])", " ", name)


_MORE_THAN_WORDS = re.compile(
    r"[\d@]|[^\x20-\x7e]|\b(?:at|dot|oh|nought|zero|one|two|three|four|five|six|seven|eight|nine|born)\b",
    re.IGNORECASE,
)


def is_more_than_words(name: str) -> bool:
    """Say whether the name of an organisation could hide something else: it has a digit, or says one."""
    return _MORE_THAN_WORDS.search(name) is not None


_CODE = re.compile(r"\{[{%#].*?[}%#]\}|<!--|-->|<[^>]*>|[\w-]+\s*:\s*[^;{}\"]*[;}]|url\([^)]*\)", re.DOTALL)


def words_of_template(text: str) -> str:
    """Return what a page template or a style sheet of a workspace's own says, without its code."""
    quoted = re.findall(r'(?:content|title|alt|aria-label)\s*[:=]\s*"([^"]*)"', text)
    return " | ".join([_CODE.sub(" | ", text), *quoted])


def _identifiers(cell: Cell, known: Iterable[re.Pattern[str]], released: Collection[str]) -> list[str]:
    """List the kinds of identifier in a cell, each with its article, once. A venue has a postcode and a telephone."""
    text = cell.text
    for name in known:
        text = name.sub(lambda match: "-" * len(match[0]), text)
    kinds = dict.fromkeys(hit.kind for hit in screen_text(text, released))
    published = cell.register.startswith("files of ")
    belong: set[Kind] = {"name"} if published or (cell.register, cell.column) in NAMES_BELONG else set()
    if cell.column == "place":
        belong |= _OF_A_HOUSE
    elif published:
        belong |= {"postcode", "address"}
    return [with_article(kind) for kind in kinds if kind not in belong]


def _names_of(meeting: Meeting, people: pa.Table | None) -> list[re.Pattern[str]]:
    """Return patterns of names that are no patient's: the panel's, the provider's people's, the register's."""
    own = (meeting.chair, *meeting.panel, *([meeting.clerk] if meeting.clerk else []))
    named = dict.fromkeys((person.name, person.clinical) for person in own)
    named |= dict.fromkeys((person.name, False) for person in meeting.provider_people)
    named |= dict.fromkeys((row["name"], False) for row in (rows_of(people) if people is not None else ()))
    return _patterns(named)


def _patterns(named: Iterable[tuple[str, bool]]) -> list[re.Pattern[str]]:
    return [
        pattern
        for name, clinician in named
        if name and all(hit.kind == "name" for hit in screen_text(name))
        for pattern in _ways_to_write(name, clinician)
    ]


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
