"""Whose GPs sat on a panel before: their practices have been heard, whether or not they reported."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from briefing import toml
from briefing.meeting.registers import rows_of


def practices_on_panels(meetings: Path, people: Any, *, since: date, before: date) -> tuple[str, ...]:
    """The practices of those who were on a panel after one day and before another, from the meetings' files.

    A file that can't be read counts for nobody here: it is told of where its meeting is opened.
    """
    practice_of = {row["person_id"]: row["practice_code"] for row in rows_of(people)}
    sat = (practice_of.get(person) for person in _sat(meetings, since=since, before=before))
    return tuple(sorted({code for code in sat if code}))


def _sat(meetings: Path, *, since: date, before: date) -> Iterator[str]:
    for file in sorted(meetings.glob("*/meeting.toml")):
        try:
            written = toml.loads(file.read_text("utf-8-sig"))
        except (toml.TOMLDecodeError, UnicodeDecodeError, OSError):
            continue
        day, panel = written.get("date"), written.get("panel")
        if type(day) is date and since < day < before and isinstance(panel, list):
            yield from (person for person in panel if isinstance(person, str))
