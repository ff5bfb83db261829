"""Patterns, findings and questions, as frozen values between the rooms."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing.measures import Measure, Signal

Push = Literal["FIRM", "ASK", "EXPLORE"]


@dataclass(frozen=True)
class Pattern:
    """A way of challenging, read from `bank/<id>.toml`. Text holds {slots} that facts fill."""

    id: str
    title: str
    topic: str
    push: Push
    metrics: tuple[str, ...]
    signals: tuple[str, ...]
    """Codes that fire it, such as "SC-" or "FAIL"; any one is enough."""
    specialties: Literal["any", "all_only", "each_only"]
    fact: str
    opener: str
    listen_for: tuple[str, ...]
    likely_reply: str
    answer: str
    bring: str
    settle_for: str
    fair_ask: str
    """What the hospital may fairly ask us, on the same subject."""
    safety: bool
    interface: bool
    credit: bool
    author: str
    reviewed: date


@dataclass(frozen=True)
class Concern:
    """Practices' reports in one theme, counted; never the text of one."""

    theme: str
    specialty_code: str
    reports: int
    practices: int
    unanswered: int
    since: date
    clustered: bool


@dataclass(frozen=True)
class Promise:
    """A commitment from an earlier meeting and what became of it."""

    commitment_id: str
    meeting_id: str
    what: str
    owner: str
    due_on: date | None
    state: Literal["kept", "late", "open", "repeated", "not_kept"]
    evidence: str


@dataclass(frozen=True)
class Finding:
    """A signal worth a meeting's time."""

    pattern: Pattern
    signal: Signal | None
    measure: Measure | None
    concern: Concern | None
    promise: Promise | None
    people_affected: int | None
    score: float


@dataclass(frozen=True)
class Question:
    """A finding in words, for one reader to ask."""

    id: str
    finding: Finding
    title: str
    fact: str
    opener: str
    listen_for: tuple[str, ...]
    likely_reply: str
    answer: str
    bring: str
    settle_for: str
    fair_ask: str
    push: Push
    lead: str | None
    """person_id of the panel member who asks it; None until assigned."""
    supporter: str | None
    assignment_note: str | None
    """Why it was moved: "not given to Dr A, who has declared an interest"."""


@dataclass(frozen=True)
class LeaveAlone:
    """A measure that looks alarming and is not: ordinary variation."""

    measure: Measure
    sentence: str


@dataclass(frozen=True)
class Challenge:
    """Everything the challenge room has to say about one provider at one meeting."""

    questions: tuple[Question, ...]
    credit: Question | None
    leave_alone: tuple[LeaveAlone, ...]
    concerns: tuple[Concern, ...]
    promises: tuple[Promise, ...]
    scanned: int
    """How many measures were looked at."""
    by_chance: float
    """How many of them would stand out by chance alone."""
    not_asked: tuple[str, ...]
    """Findings that were left out, and why: the limit of eight, an interest nobody was free of."""
