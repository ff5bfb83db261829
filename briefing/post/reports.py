"""What came of each report of a practice: you said, we asked, they said.

received     counted with the others of its matter in the three months before it
asked        a question at a recorded meeting rested on the reports of its matter: what was asked, what they said
answered     somebody wrote what came of it

Nothing is told of a meeting that is still to come, or of which nothing is recorded: its questions are its panel's.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing.build.inputs import registers_of
from briefing.challenge.concerns import synonyms, theme_key
from briefing.challenge.patterns import load_patterns
from briefing.meeting.answers import Answer, SheetQuestion, answers_of, is_recorded, questions_put
from briefing.meeting.outline import outlines
from briefing.meeting.register_file import open_register
from briefing.meeting.registers import Row, rows_of
from briefing.meeting.reporting import SOURCE
from briefing.months import months_before
from briefing.sources.values import Unreadable, parse_date
from briefing.workspace import Workspace

_DAYS = ("reported_on", "answered_on", "answer_seen")
_COUNTED, _LATEST = 3, 4
"""Months over which reports are counted, and after which a question rests on newer ones."""


@dataclass(frozen=True)
class Asked:
    """A question that rested on reports of a matter, and what was said to it."""

    meeting: str
    day: date
    question: SheetQuestion
    answer: Answer | None


@dataclass(frozen=True)
class Fate:
    """A report, and what has come of it."""

    row: Row
    """By the columns of the register."""
    together: int
    """So many reports of its matter about its hospital were there in three months, this one among them."""
    asked: Asked | None

    @property
    def state(self) -> Literal["received", "asked", "answered"]:
        return "answered" if self.row["outcome"] else "asked" if self.asked is not None else "received"

    @property
    def is_news(self) -> bool:
        """Whether somebody answered, and the practice has not said that it saw the answer."""
        return bool(self.row["outcome"]) and self.row["answer_seen"] is None


def reports_of(workspace: Workspace) -> list[Row]:
    """Return every report, the latest first: those that are loaded, and as the register says them now."""
    rows = {row["concern_id"]: row for row in rows_of(registers_of(workspace, SOURCE)[SOURCE])}
    register = open_register(workspace.registers, SOURCE, names=workspace.settings.columns.get(SOURCE, {}))
    written = (_typed(register.ours(row)) for row in register.rows)
    rows |= {row["concern_id"]: row for row in written if row["concern_id"] and row["reported_on"]}
    return sorted(rows.values(), key=lambda row: (row["reported_on"], row["concern_id"]), reverse=True)


def as_written(row: Row) -> dict[str, str]:
    """Return a report as the cells of its row."""
    cells = {name: cell.isoformat() if isinstance(cell, date) else cell for name, cell in row.items()}
    return {name: str(cell) for name, cell in cells.items() if cell is not None}


def fates_of(workspace: Workspace, practice_code: str | None = None) -> list[Fate]:
    """Return what came of a practice's reports, or of all, the latest first."""
    every = reports_of(workspace)
    same = synonyms(pattern.themes for pattern in load_patterns(workspace.questions))
    asked = list(_asked(workspace))
    return [
        Fate(row, _together(row, every, same), _asked_about(row, asked, same))
        for row in every
        if practice_code in (None, row["practice_code"])
    ]


def unanswered(workspace: Workspace) -> list[Row]:
    """Return the reports that nobody has answered, the oldest first."""
    return [row for row in reversed(reports_of(workspace)) if not row["outcome"] and not row["answered_on"]]


def _typed(cells: Mapping[str, str]) -> Row:
    row: Row = {name: text.strip() or None for name, text in cells.items()}
    return {name: _day(text) if name in _DAYS else text for name, text in row.items()}


def _day(text: str | None) -> date | None:
    with suppress(Unreadable):
        return parse_date(text) if text else None
    return None


def _matter(theme: str | None, same: Mapping[str, str]) -> str:
    key = theme_key(theme or "")
    return same.get(key, key)


def _together(row: Row, every: Sequence[Row], same: Mapping[str, str]) -> int:
    start = months_before(row["reported_on"], _COUNTED)
    return sum(
        other["provider_code"] == row["provider_code"]
        and _matter(other["theme"], same) == _matter(row["theme"], same)
        and start < other["reported_on"] <= row["reported_on"]
        for other in every
    )


def _asked(workspace: Workspace) -> Iterator[Asked]:
    """Yield every question of a recorded meeting that rested on reports, the earliest meeting first."""
    for meeting in outlines(workspace.meetings):
        folder = workspace.meetings / meeting.id
        if meeting.day is None or not is_recorded(folder):
            continue
        known = {one.key: one for one in answers_of(folder)}
        for key, question in questions_put(workspace.packs / meeting.id).items():
            if question.you_said:
                yield Asked(meeting.title or meeting.id, meeting.day, question, known.get(key))


def _asked_about(row: Row, asked: Sequence[Asked], same: Mapping[str, str]) -> Asked | None:
    """Return the first question after a report that rested on its matter."""
    return next((one for one in asked if _rests_on(one, row, same)), None)


def _rests_on(one: Asked, row: Row, same: Mapping[str, str]) -> bool:
    """Tell by the theme before the colon: "Clinic letters: 9 reports, 8 practices; Results: a few reports"."""
    themes = {_matter(part.partition(":")[0].strip(), same) for part in one.question.you_said.split("; ")}
    in_time = months_before(one.day, _LATEST) <= row["reported_on"] <= one.day
    return (
        in_time
        and one.question.provider_code == row["provider_code"]
        and _matter(row["theme"], same) in themes
    )
