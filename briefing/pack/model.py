"""What each reader gets, before anyone draws it: numbers already suppressed, sentences already made."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing.challenge.model import Challenge, Question
from briefing.measures import Measure
from briefing.meeting.model import Meeting, Person


@dataclass(frozen=True)
class Figure:
    """A chart's data and its words. `kind` chooses the drawing; the title states the finding."""

    id: str
    kind: Literal["spc", "bars", "groups", "trajectory", "spark"]
    title: str
    caption: str
    alt: str
    source_line: str
    measure: Measure
    others: tuple[Measure, ...] = ()
    """Further measures of the same figure: the peers' bars, the groups' points."""


@dataclass(frozen=True)
class MeasureRow:
    """A line of the page with the picture."""

    measure: Measure
    spark: Figure
    ours: Measure | None
    """The same metric for our population alone."""
    sentence: str


@dataclass(frozen=True)
class EvidenceTable:
    """A CSV that travels inside the PDF: what a hospital needs to recompute a figure."""

    filename: str
    description: str
    csv: bytes


@dataclass(frozen=True)
class GlossaryEntry:
    term: str
    meaning: str


@dataclass(frozen=True)
class SourceUsed:
    """An input of the pack: printed at the back and listed in the manifest. No clock: the same inputs, the same bytes."""

    source: str
    title: str
    publisher: str
    period: str
    vintage: int
    file: str
    sha256: str


@dataclass(frozen=True)
class Pack:
    """Everything about one provider at one meeting. Editions choose from it."""

    meeting: Meeting
    provider_code: str
    provider_name: str
    commissioner_name: str
    version: int
    status: Literal["draft", "approved"]
    data_date: date
    """The last period of the headline measures."""
    challenge: Challenge
    rows: tuple[MeasureRow, ...]
    figures: tuple[Figure, ...]
    press: tuple[str, ...]
    """Three sentences for the first page."""
    praise: str | None
    leave: str | None
    fair_asks: tuple[str, ...]
    caveats: tuple[str, ...]
    glossary: tuple[GlossaryEntry, ...]
    sources: tuple[SourceUsed, ...]
    evidence: tuple[EvidenceTable, ...]
    missing: tuple[str, ...]
    """What could not be shown and why: "No figures for RXX in March 2026: the trust did not submit"."""


@dataclass(frozen=True)
class GpEdition:
    """The pack as one panel member gets it."""

    pack: Pack
    reader: Person
    questions: tuple[Question, ...]
    """At most four, the reader's own first."""
    interests: tuple[str, ...]
    """The interests prompt, in sentences."""
    filename: str
