"""What people write when they speak of a meeting -> what its file holds: a day, a time, a kind, a person, a hospital.

03/12/2026, 3 December 2026, 2026-12-03       3 December 2026
2pm, 14.00, 14:00                             14:00
quality, Quality review                       quality_review
Dr Ada Sample, ada sample, Ada, P01           P01
northmere university, rza                     RZA
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import get_args

from briefing import formats
from briefing.build.inputs import context_of, registers_of
from briefing.errors import BriefingError, MeetingError
from briefing.meeting.form import Kind
from briefing.meeting.purpose import plain
from briefing.meeting.registers import rows_of
from briefing.nearest import Named, hint, likest, meant
from briefing.sources.values import Unreadable, parse_date
from briefing.workspace import Workspace

KINDS: tuple[str, ...] = get_args(Kind)
Value = str | int | tuple[str, ...]
"""What an option holds; a typed answer is words."""
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_ALSO_CALLED = {"contract": "contract_review", "quality": "quality_review", "committee": "select_committee"}


class WordError(MeetingError):
    """Words that mean nothing here, or more than one thing."""


def kind(value: Value) -> str:
    """Read a kind in words, in full or begun."""
    said = plain(str(value))
    named = {plain(one): one for one in KINDS} | _ALSO_CALLED
    if said in named:
        return named[said]
    begun = {one for words, one in named.items() if said and words.startswith(said)}
    if len(begun) == 1:
        return begun.pop()
    kinds = formats.listed((one.replace("_", " ") for one in KINDS), "or")
    near = hint(said, (one.replace("_", " ") for one in KINDS))
    raise WordError(f"found {value!r}; {near}wanted one of: {kinds}.")


def day(value: Value) -> date:
    """Read a day as it is written in England, or as 2026-12-03."""
    try:
        return parse_date(re.sub(r"^(\d{1,2})(st|nd|rd|th)\b", r"\1", str(value).strip()))
    except Unreadable as error:
        raise WordError(
            f"found {str(value)!r}; wanted {error.wanted}, such as 2027-02-01 or 01/02/2027."
        ) from None


def clock(value: Value) -> time | None:
    """Read a time of day; nothing is none."""
    words = str(value).strip().lower()
    if not words:
        return None
    match = _CLOCK.fullmatch(words)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (-1, 0)
    if match and match[3]:
        hour = hour % 12 + 12 * (match[3] == "pm") if 1 <= hour <= 12 else -1
    if match is None or not (0 <= hour < 24 and minute < 60) or not (match[2] or match[3]):
        raise WordError(f"found {value!r}; wanted a time of day such as 10:00, 14:30 or 2pm.")
    return time(hour, minute)


def listed(value: Value, mark: str = ",") -> list[str]:
    """Options come as a tuple, an answer as words with commas between them."""
    parts = value if isinstance(value, tuple) else str(value).split(mark)
    return [part.strip() for part in parts if part.strip()]


def people_of(workspace: Workspace) -> dict[str, str]:
    """Return the name and role of everybody in the register of people, by id."""
    rows = rows_of(registers_of(workspace, "people")["people"])
    return {
        row["person_id"]: ", ".join(filter(None, (row["name"], row["role"])))
        for row in rows
        if row["person_id"]
    }


def person(word: str, people: Mapping[str, str]) -> str:
    """Return the id of somebody in the register, by id, name or a part of the name that is theirs alone.

    `people` are name and role by id; where the register is empty every word is an id.
    """
    if not word or not people:
        return word
    known = [Named("person", id, who.partition(", ")[0]) for id, who in people.items()]
    found = meant(word, known)
    if len(found) == 1:
        return found[0].code
    if found:
        those = formats.listed(map(str, found), "or")
        raise WordError(f"found {word!r}, which is more than one person: {those}.")
    close = formats.listed(map(str, likest(word, known)), "or")
    raise WordError(
        f"found {word!r}, who is not in the register of people; wanted one of {', '.join(people)}."
        f"{f' Did you mean {close}?' if close else ''}"
    )


def organisations(words: Sequence[str], workspace: Workspace, *, type: str) -> dict[str, str]:
    """Return the code and the name of each provider or practice, by code or name.

    A code that no file knows yet is let pass, with itself for a name: `check` tells of it.
    """
    found: dict[str, str] = {}
    with context_of(workspace) as context:
        for word in words:
            try:
                one = context.named(word, type=type, with_figures=False)
            except BriefingError as error:
                if not re.fullmatch(r"[A-Za-z0-9]{3,6}", word):
                    raise WordError(str(error)) from None
                found[word.upper()] = word.upper()
            else:
                found[one.code] = one.name or one.code
    return found
