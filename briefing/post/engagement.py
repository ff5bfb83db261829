"""What somebody on a panel has of their meetings: their papers, their questions, their words, what they won.

Whose a paper is says the table in `addressing`, and nothing else; whose a question is, the version that was approved.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from briefing import memory
from briefing.build.inputs import meeting_of, registers_of
from briefing.errors import BriefingError
from briefing.meeting.answers import (
    OTHERS,
    QUESTIONS,
    Answer,
    SheetQuestion,
    answers_of,
    commitment_id,
    is_recorded,
    version_in_the_room,
)
from briefing.meeting.outline import Outline, outlines
from briefing.meeting.own_words import LEARNED, OwnWords, own_words
from briefing.meeting.registers import Row, rows_of
from briefing.pack.editions.edition import When
from briefing.pack.numbers import NUMBERS
from briefing.pack.sitting import SITTING, Put, Sitting
from briefing.post.addressing import files_for, recipients
from briefing.shelf import approval
from briefing.shelf import folder as packs
from briefing.workspace import Workspace


@dataclass(frozen=True)
class Chart:
    """A chart as the reader's own pack has it."""

    svg: str
    alt: str
    months: tuple[tuple[date, float | None, bool], ...]
    """Each month with its value, and whether that is hidden."""
    unit: str


@dataclass(frozen=True)
class OwnQuestion:
    question: SheetQuestion
    number: int
    leads: bool
    """Asks it, rather than helps whoever does."""
    chart: Chart | None
    answer: Answer | None

    @property
    def key(self) -> str:
        return "/".join(self.question.key).lower()


@dataclass(frozen=True)
class Part:
    """A meeting in which somebody has a part."""

    meeting: Outline
    version: int | None
    """The approved one; None where none stands."""
    recorded: bool


@dataclass(frozen=True)
class Preparation:
    """What a member of a panel prepares with."""

    part: Part
    papers: tuple[str, ...]
    questions: tuple[OwnQuestion, ...]
    own: OwnWords


@dataclass(frozen=True)
class Entry:
    """One meeting in the record of what somebody did."""

    meeting: Outline
    minutes: int | None
    """As they wrote them down themselves."""
    planned: int
    """What the pack was made to be read in."""
    asked: tuple[str, ...]
    """The titles of their questions that were reached."""
    won: tuple[Answer, ...]
    """Answers to them that brought a commitment."""
    states: tuple[str, ...]
    """What the register says of each of these now."""
    learned: str = ""
    """In their own words."""


def parts_of(workspace: Workspace, person_id: str) -> list[Part]:
    """Return the meetings in which somebody sits on the panel or in the chair, the latest first."""
    return [
        Part(one, standing_version(workspace, one.id), is_recorded(workspace.meetings / one.id))
        for one in reversed(outlines(workspace.meetings))
        if person_id in (*one.panel, one.chair)
    ]


def standing_version(workspace: Workspace, meeting_id: str) -> int | None:
    """Return the last version that somebody approved, where the log says so and nobody has withdrawn that."""
    home = workspace.packs / meeting_id
    approved = [n for n in packs.versions(home) if packs.is_approved(home, n)]
    with suppress(BriefingError):
        if approved and approval.refuse_unknown(workspace, packs.manifest_of(home, approved[-1])):
            return approved[-1]
    return None


def preparation(workspace: Workspace, person_id: str, meeting_id: str) -> Preparation | None:
    """Return what somebody prepares a meeting with; None where they have no part in it."""
    part = next((one for one in parts_of(workspace, person_id) if one.meeting.id == meeting_id), None)
    if part is None:
        return None
    papers = papers_of(workspace, person_id, part)
    questions = tuple(_own_questions(workspace, person_id, part, papers))
    return Preparation(part, papers, questions, own_words(workspace.meetings / meeting_id, person_id))


def papers_of(workspace: Workspace, person_id: str, part: Part) -> tuple[str, ...]:
    """Return the files of the approved version that are this person's, and nobody else's."""
    if part.version is None:
        return ()
    meeting = meeting_of(workspace, part.meeting.id)
    registers = registers_of(workspace, "people", "contacts")
    own = next((one for one in recipients(meeting, **registers) if one.key == person_id), None)
    if own is None:
        return ()
    names = packs.manifest_of(workspace.packs / meeting.id, part.version).editions
    stages: tuple[When, ...] = ("before", "after") if part.recorded else ("before",)
    theirs = {Path(name).stem for when in stages for name in files_for(own, names, when=when)}
    return tuple(sorted(name for name in names if Path(name).stem in theirs and Path(name).parent == Path()))


def _own_questions(
    workspace: Workspace, person_id: str, part: Part, papers: tuple[str, ...]
) -> Iterator[OwnQuestion]:
    if part.version is None:
        return
    version = workspace.packs / part.meeting.id / f"v{part.version}"
    sitting, known = memory.recall(version, "sitting", SITTING), _questions(version)
    answers = {one.key: one for one in answers_of(workspace.meetings / part.meeting.id)}
    twin = next(
        (version / name for name in papers if name.startswith("gp-pack-") and name.endswith(".html")), None
    )
    page = twin.read_text("utf-8") if twin is not None and twin.is_file() else ""
    for put in _put_by(sitting, person_id):
        if (question := known.get((put.provider_code, put.question_id))) is not None:
            chart = _chart(page, put, question, version)
            yield OwnQuestion(question, put.number, put.lead == person_id, chart, answers.get(question.key))


def _put_by(sitting: Sitting | None, person_id: str) -> list[Put]:
    put = sitting.put if sitting is not None else ()
    return [one for one in put if one.lead == person_id] + [one for one in put if one.supporter == person_id]


def _questions(version: Path) -> dict[tuple[str, str], SheetQuestion]:
    return {one.key: one for one in memory.recall(version, "questions", QUESTIONS) or ()}


_CARD = r'<article class="card[^"]*" id="(?:{code}\.)?question-{number}">(.*?)</article>'
_CHART = re.compile(r'<div class="chart" role="img" aria-label="([^"]*)">(<svg.*?</svg>)', re.DOTALL)


def _chart(page: str, put: Put, question: SheetQuestion, version: Path) -> Chart | None:
    """Return the chart on the reader's own card of a question, with the months that it was drawn from."""
    card = re.search(_CARD.format(code=put.provider_code.lower(), number=put.number), page, re.DOTALL)
    found = _CHART.search(card[1]) if card is not None else None
    if found is None:
        return None
    months, unit = _months(question, version)
    return Chart(found[2], unescape(found[1]), months, unit)


def _months(
    question: SheetQuestion, version: Path
) -> tuple[tuple[tuple[date, float | None, bool], ...], str]:
    metric, *places = (question.measure or "").split("/")
    specialty, group, population = [*places, "ALL", "ALL", "ALL"][:3]
    numbers = (memory.recall(version, "numbers", NUMBERS) or {}).get(question.provider_code)
    for one in numbers.series if numbers is not None else ():
        if one.key == (metric, question.provider_code, population, specialty, group):
            return tuple((month.period, month.value, month.hidden) for month in one.months), one.unit
    return (), ""


# What came of it --------------------------------------------------------------------------------------------


def record_of(workspace: Workspace, person_id: str, *, today: date) -> list[Entry]:
    """Return what somebody did at each meeting that was held, the latest first."""
    register = {
        row["commitment_id"]: row for row in rows_of(registers_of(workspace, "commitments")["commitments"])
    }
    return [
        _entry(workspace, person_id, part, register)
        for part in parts_of(workspace, person_id)
        if part.recorded
        or (part.meeting.takes_place and part.meeting.day is not None and part.meeting.day < today)
    ]


def _entry(workspace: Workspace, person_id: str, part: Part, register: dict[str, Row]) -> Entry:
    folder, home = workspace.meetings / part.meeting.id, workspace.packs / part.meeting.id
    answers = answers_of(folder)
    last = max(packs.versions(home), default=0) + 1
    number = version_in_the_room(workspace.packs, part.meeting.id, answers, before=last) or part.version
    version = home / f"v{number}"
    sitting = memory.recall(version, "sitting", SITTING) if number is not None else None
    known = _questions(version) if number is not None else {}
    led = [
        (one.provider_code, one.question_id) for one in _put_by(sitting, person_id) if one.lead == person_id
    ]
    reached = [one for one in answers if one.key in led and one.state is not None]
    won = tuple(one for one in reached if one.commitment)
    states = (register.get(commitment_id(part.meeting.id, one), {}).get("status") or "open" for one in won)
    own = own_words(folder, person_id)
    return Entry(
        part.meeting,
        own.minutes,
        part.meeting.reading_minutes,
        tuple(known[one.key].title for one in reached if one.key in known),
        won,
        tuple(states),
        own.words.get(LEARNED, ""),
    )


def outcomes_of(workspace: Workspace, meeting_id: str) -> list[tuple[SheetQuestion, Answer]]:
    """Return every question of a recorded meeting with its answer: what its panel may look back on."""
    answers = answers_of(workspace.meetings / meeting_id)
    last = max(packs.versions(workspace.packs / meeting_id), default=0) + 1
    number = version_in_the_room(workspace.packs, meeting_id, answers, before=last)
    known = _questions(workspace.packs / meeting_id / f"v{number}") if number is not None else {}
    return [(known[one.key], one) for one in answers if one.key in known and one.question_id not in OTHERS]
