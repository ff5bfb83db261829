"""What a meeting's questions brought: the questions as they were asked, the answers as the clerk wrote them.

packs/<meeting>/v2/said.json          what was asked, written with each version of the pack
meetings/<meeting>/answers.csv        what came of it; answers.csv.bak is the record before this one
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from pydantic import TypeAdapter, ValidationError

from briefing import formats, memory
from briefing.disk import write_atomically
from briefing.errors import MeetingError
from briefing.formats import typed
from briefing.meeting.outline import outline_of
from briefing.meeting.record_book import in_force, records_of

State = Literal["answered", "partly", "will write", "not answered", "wrote"]
STATES: tuple[State, ...] = get_args(State)[:4]
"""Those on the sheet; `wrote` comes of "will write" once they have."""
ANSWERS_FILE = "answers.csv"
NOT_REACHED = "not asked"
"""What stands in answers.csv where a question has no state, so that the table reads by itself."""
OTHERS = ("other-1", "other-2")
"""Rows of the sheet for promises that no question asked for."""


@dataclass(frozen=True)
class SheetQuestion:
    """A question as it stands on the clerk's sheet. `question_id` is unique within a provider."""

    question_id: str
    provider_code: str
    topic: str
    title: str
    asked_by: str
    measure: str | None
    """The metric it is about, with the specialty where it is about one: rtt_within_18_weeks/120."""
    opener: str = ""
    """The question itself; empty in what an older version wrote down."""
    settle_for: str = ""
    in_writing: bool = False
    """Nobody on the panel was free to put it."""
    you_said: str = ""
    """The practices' reports it rests on, counted."""
    promise: str = ""
    """The id of the earlier promise it is about: what is promised in its place closes it."""
    watch: str = ""
    """What will show whether it worked, and where that stood when it was asked."""

    @property
    def key(self) -> tuple[str, str]:
        return self.provider_code, self.question_id


@dataclass(frozen=True)
class Answer:
    """What a question brought. Without a state it was not reached."""

    question_id: str
    provider_code: str
    state: State | None = None
    commitment: str | None = None
    owner: str | None = None
    due_on: date | None = None
    measure: str | None = None
    note: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.provider_code, self.question_id

    @property
    def dated(self) -> bool:
        """Tell whether it brought what a meeting is for: a commitment with its day."""
        return self.commitment is not None and self.due_on is not None

    @property
    def blank(self) -> bool:
        return self.state is None and self.commitment is None and self.note is None


_ANSWER = TypeAdapter(Answer)


def commitment_id(meeting_id: str, answer: Answer) -> str:
    """Name a commitment the same way at every record: 2026-12-03-rza-rtt-02.

    The provider stands in the name of a meeting with one; for a session it is put between the two.
    """
    provider = answer.provider_code.lower()
    in_name = re.search(rf"(?:^|-){re.escape(provider)}$", meeting_id.lower())
    return "-".join([meeting_id, *([] if in_name else [provider]), answer.question_id])


QUESTIONS = TypeAdapter(tuple[SheetQuestion, ...])
"""What was asked, as a part of a version's memory."""


def questions_of(packs: Path, meeting_id: str) -> dict[tuple[str, str], SheetQuestion]:
    """Read what the packs of a meeting ask, every version together: any of them may have been printed."""
    if not _sheets(packs / meeting_id):
        raise MeetingError(
            f"{packs / meeting_id}: found no pack with a clerk's sheet; wanted the one that was asked from. "
            f"Make it first: briefing build {typed(meeting_id)}"
        )
    return questions_put(packs / meeting_id)


def questions_put(folder: Path) -> dict[tuple[str, str], SheetQuestion]:
    """Return the questions of every version in a meeting's folder of packs."""
    return {asked.key: asked for sheet in _sheets(folder).values() for asked in sheet}


def questions_in_the_room(
    packs: Path, meeting_id: str, answers: Iterable[Answer], *, before: int
) -> tuple[SheetQuestion, ...]:
    """Read the questions as they stood on the sheet that the clerk filled; none where no version has them.

    That is the last version, of those before version `before`, that asks all that was reached; where the clerks
    filled several, every version together.
    """
    sheets = _sheets(packs / meeting_id, before=before)
    if (filled := version_in_the_room(packs, meeting_id, answers, before=before)) is not None:
        return sheets[filled]
    return tuple({asked.key: asked for sheet in sheets.values() for asked in sheet}.values())


def version_in_the_room(
    packs: Path, meeting_id: str, answers: Iterable[Answer], *, before: int
) -> int | None:
    """Find the version whose sheet the clerk filled; None where no sheet alone asks all that was reached."""
    reached = {one.key for one in answers if one.state and one.question_id not in OTHERS}
    sheets = _sheets(packs / meeting_id, before=before)
    return next((n for n in reversed(sheets) if reached <= {asked.key for asked in sheets[n]}), None)


def _sheets(folder: Path, *, before: int | None = None) -> dict[int, tuple[SheetQuestion, ...]]:
    """What each version asks, oldest first."""
    versions = sorted((int(path.name[1:]), path) for path in folder.glob("v*") if path.name[1:].isdigit())
    return {
        number: asked
        for number, path in versions
        if (before is None or number < before)
        and (asked := memory.recall(path, "questions", QUESTIONS)) is not None
    }


def is_recorded(meeting: Path) -> bool:
    """Say whether a meeting was recorded: it may have asked nothing, and brought nothing."""
    return (meeting / ANSWERS_FILE).is_file()


def answers_of(meeting: Path) -> tuple[Answer, ...]:
    """Read what is recorded of a meeting; nothing where it has not been recorded."""
    file = meeting / ANSWERS_FILE
    if not file.is_file():
        return ()
    text, last = file.read_bytes(), in_force(records_of(meeting))[-1:]
    if last and (whole := last[0].after.encode()).startswith(text):
        text = whole  # a part of it may be lost here
    try:
        return answers_in(text.decode("utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        wrong = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise MeetingError(
            f"{file}: found something that is no record of answers ({wrong}). It is written by "
            f"`briefing record`: put {ANSWERS_FILE}.bak back in its place, or record the meeting again."
        ) from None


def answers_in(text: str) -> tuple[Answer, ...]:
    """Read answers from the text of a table."""
    return tuple(_answer(row) for row in csv.DictReader(io.StringIO(text)))


def earlier_answers(meetings: Path, day: date) -> Iterator[tuple[Answer, ...]]:
    """What is recorded of each meeting before a day."""
    for folder in sorted(path for path in meetings.iterdir() if path.is_dir()):
        if (held := outline_of(folder).day) is not None and held < day:
            yield answers_of(folder)


def _answer(row: Mapping[str, str]) -> Answer:
    cells = {field.name: _unescaped(row[field.name]) or None for field in fields(Answer)}
    state = None if cells["state"] == NOT_REACHED else cells["state"]
    return _ANSWER.validate_python({**cells, "state": state})


def answers_csv(answers: Sequence[Answer]) -> bytes:
    """Write answers as a table: one row a question."""
    file = io.StringIO()
    writer = csv.DictWriter(file, [field.name for field in fields(Answer)], lineterminator="\n")
    writer.writeheader()
    for answer in answers:
        cells = {**asdict(answer), "state": answer.state or NOT_REACHED}
        writer.writerow(
            {name: _escaped(cell) if isinstance(cell, str) else cell for name, cell in cells.items()}
        )
    return file.getvalue().encode()


def _escaped(text: str) -> str:
    """Held as text, so that it can be undone: whoever wrote the apostrophe keeps theirs."""
    return f"'{text}" if formats.would_run(text.lstrip("'")) else text


def _unescaped(text: str) -> str:
    return text[1:] if text[:1] == "'" and formats.would_run(text.lstrip("'")) else text


def keep(path: Path, content: bytes) -> bool:
    """Replace a file whole and keeps the one before as .bak; leaves an equal one alone."""
    before = path.read_bytes() if path.exists() else None
    if before == content:
        return False
    if before is not None:
        write_atomically(path.with_name(f"{path.name}.bak"), before)
    write_atomically(path, content)
    return True
