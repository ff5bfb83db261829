"""The clerk's answer sheet: every question of a meeting in one list, and the promises to be looked back on.

It lies open on the table, so it carries what would be settled for and no argument. Its ids are those that
`briefing record` takes, the same in every version of the pack.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from briefing import formats
from briefing.challenge.model import Promise, Question
from briefing.challenge.slots import group_name
from briefing.document.blocks import Masthead
from briefing.document.workbook import Open, Row, Sheet, Workbook
from briefing.measures import ALL, Measure
from briefing.meeting.answers import OTHERS, STATES, SheetQuestion
from briefing.meeting.model import Meeting
from briefing.meeting.sheet import (
    ANSWERS_SHEET,
    HEADINGS,
    MEETING_CELL,
    OUTCOMES,
    PROMISE_HEADINGS,
    PROMISE_TO_FILL,
    PROMISES_SHEET,
    STEM,
    TO_FILL,
)
from briefing.pack.asked import as_asked
from briefing.pack.cells import attributes
from briefing.pack.model import Pack
from briefing.pack.running_order import deciders

STANDING = {
    "kept": "kept, by the figures",
    "late": "late",
    "open": "open",
    "repeated": "promised again",
    "not_kept": "not kept, by the figures",
}
"""How an earlier promise stands before the meeting hears of it."""
_WIDTHS = {
    "question_id": 13, "provider_code": 10, "topic": 17, "title": 34, "asked_by": 20, "state": 15,
    "commitment": 46, "owner": 26, "due_on": 13, "measure": 26, "note": 34, "commitment_id": 20, "what": 46,
    "promised_by": 24, "was_due": 13, "standing": 24, "outcome": 12, "closed_on": 13, "evidence": 40,
}  # fmt: skip
_HOW = (
    "Fill the white cells. A commitment needs an owner, by role, and a day. Leave a line empty where the "
    "question was not reached. Write nothing that could identify a patient."
)
_HOW_PROMISES = "Mark what the meeting heard. Leave a line empty where the promise is still open."


@dataclass(frozen=True)
class SheetRow:
    """One question, with room for what it brings."""

    number: int | None
    """Its number in the provider's pack; None where the clerk writes down what no question asked for."""
    asked: SheetQuestion
    settle_for: str
    """The least that is worth having, to be read back against."""
    shows_in: str | None
    """The title of the metric it will show in unless the clerk names another."""
    may_decide: tuple[str, ...]
    """Roles on the other side of the table that may decide on it."""


@dataclass(frozen=True)
class SheetPart:
    """One provider's questions, and its promises that are not settled."""

    provider_code: str
    provider_name: str
    rows: tuple[SheetRow, ...]
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class ClerkSheet:
    meeting: Meeting
    masthead: Masthead
    parts: tuple[SheetPart, ...]
    owners: tuple[str, ...]
    """Roles to choose an owner from."""
    measures: tuple[str, ...]
    """Names of metrics to choose a measure from."""

    @property
    def asked(self) -> tuple[SheetQuestion, ...]:
        """The questions, for the memory of a version: what `briefing record` will know."""
        return tuple(row.asked for part in self.parts for row in part.rows if row.number is not None)


def clerk_sheet(packs: Sequence[Pack]) -> ClerkSheet:
    """Makes the sheet of a meeting from the packs of all its providers."""
    first = packs[0]
    parts = tuple(_part(pack) for pack in packs)
    rows = [row for part in parts for row in part.rows]
    return ClerkSheet(
        meeting=first.meeting,
        masthead=first.masthead,
        parts=parts,
        owners=tuple(dict.fromkeys(person.role for person in first.meeting.provider_people)),
        measures=tuple(dict.fromkeys(row.asked.measure for row in rows if row.asked.measure)),
    )


def _part(pack: Pack) -> SheetPart:
    questions = [_row(n, q, pack) for n, q in enumerate(pack.challenge.questions, start=1)]
    return SheetPart(
        provider_code=pack.provider_code,
        provider_name=pack.provider_name,
        rows=(*questions, *(_other(id, pack) for id in OTHERS)),
        promises=tuple(promise for promise in pack.challenge.promises if not promise.settled),
    )


def _row(number: int, question: Question, pack: Pack) -> SheetRow:
    measure = question.finding.measure
    deciding = (person.role for person in deciders(question.finding.pattern.topic, pack))
    return SheetRow(
        number,
        as_asked(question, pack),
        question.settle_for,
        _title(measure) if measure else None,
        tuple(deciding),
    )


def _title(measure: Measure) -> str:
    whole = measure.specialty_code == ALL
    place = [] if whole else [formats.specialty(measure.specialty_name)]
    return ", ".join([measure.metric.title, *place, *filter(None, [group_name(measure.group_code)])])


def _other(id: str, pack: Pack) -> SheetRow:
    asked = SheetQuestion(id, pack.provider_code, "", "Another promise, not asked for above", "", None)
    return SheetRow(None, asked, "", None, ())


def clerk_workbook(sheet: ClerkSheet) -> Workbook:
    """The sheet as a workbook for all providers of a meeting: a row a question, a row an earlier promise."""
    answers = dict.fromkeys(TO_FILL, Open()) | {
        "state": Open(STATES, strict=True),
        "owner": Open(sheet.owners),
        "measure": Open(sheet.measures),
        "due_on": Open(since=sheet.meeting.date),
    }
    outcomes = dict.fromkeys(PROMISE_TO_FILL, Open()) | {
        "outcome": Open(OUTCOMES, strict=True),
        "closed_on": Open(since=date(2000, 1, 1)),
    }
    meeting = sheet.meeting
    where = f"{sheet.masthead.marking}  {formats.day(meeting.date)}, {meeting.place}".strip()

    def to_fill(
        name: str, how: str, headings: Mapping[str, str], rows: Iterable[Row], left_open: Mapping[str, Open]
    ) -> Sheet:
        """One list; above it what to do, and the meeting's id, by which it is known again."""
        return Sheet(
            name,
            above=((where,), (MEETING_CELL, meeting.id), (how,)),
            widths={heading: _WIDTHS[key] for key, heading in headings.items()},
            rows=tuple({headings[key]: cell for key, cell in row.items()} for row in rows),
            fixed=2,
            open={headings[key]: column for key, column in left_open.items()},
        )

    return Workbook(
        filename=f"{STEM}.xlsx",
        title=f"Clerk's answer sheet: {meeting.title}",
        masthead=sheet.masthead,
        dated=meeting.date,
        sheets=(
            to_fill(ANSWERS_SHEET, _HOW, HEADINGS, _questions(sheet), answers),
            to_fill(PROMISES_SHEET, _HOW_PROMISES, PROMISE_HEADINGS, _promises(sheet), outcomes),
        ),
    )


def _questions(sheet: ClerkSheet) -> Iterator[Row]:
    names = ("question_id", "provider_code", "topic", "title", "asked_by")
    return (attributes(row.asked, *names) for part in sheet.parts for row in part.rows)


def _promises(sheet: ClerkSheet) -> Iterator[Row]:
    for part in sheet.parts:
        for promise in part.promises:
            yield {
                "provider_code": part.provider_code,
                "promised_by": promise.owner,
                "was_due": promise.due_on,
                "standing": STANDING[promise.state],
                **attributes(promise, "commitment_id", "what"),
            }
