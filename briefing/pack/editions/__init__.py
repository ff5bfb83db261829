"""The editions beside the GP pack, for the chair, the provider and the practices: worded, ready to be drawn.

chair        before   the order of the day, timed; who leads, who may decide, what to get
notice       before   to one provider: topics and figures; nothing of what will be said
bulletin     after    to practices: you said, we asked, they said, we will watch
letter       after    to one provider: what was asked, what was promised, what we will look at
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing.challenge.model import Promise
from briefing.meeting.model import Meeting
from briefing.pack.model import Pack


@dataclass(frozen=True)
class Masthead:
    """What the head and foot of every page say."""

    commissioner_name: str
    version: int
    status: Literal["draft", "approved"]
    marking: str


def masthead(packs: Sequence[Pack]) -> Masthead:
    """One head for the packs of a meeting: they are of one version, and approved together."""
    first = packs[0]
    return Masthead(first.commissioner_name, first.version, first.status, first.marking)


@dataclass(frozen=True)
class ChairQuestion:
    """A question as the chair follows it."""

    number: int
    title: str
    fact: str
    lead: str
    """"in writing" where nobody is free to ask it."""
    supporter: str | None
    decides: tuple[str, ...]
    """Who of the provider may decide on it; empty where nobody is named."""
    settle_for: str
    note: str | None


@dataclass(frozen=True)
class Leads:
    """Who leads what before one provider, for the panel alone."""

    provider_name: str
    asked: tuple[ChairQuestion, ...]


@dataclass(frozen=True)
class Step:
    """A few minutes of an item of the agenda."""

    kind: Literal["interests", "credit", "promises", "question", "read_back", "panel", "other"]
    title: str
    starts: int
    minutes: int
    lines: tuple[str, ...] = ()
    leads: tuple[Leads, ...] = ()
    promises: tuple[Promise, ...] = ()
    asked: ChairQuestion | None = None


@dataclass(frozen=True)
class Sitting:
    """One provider's part of the meeting."""

    provider_code: str
    provider_name: str
    starts: int
    minutes: int
    people: tuple[str, ...]
    """Who they bring and what each may decide."""
    gaps: tuple[str, ...]
    """Topics of questions on which nobody they bring may decide."""
    in_writing: tuple[ChairQuestion, ...]
    if_short: str


@dataclass(frozen=True)
class Stage:
    """An item of the agenda, in steps that fill its minutes."""

    title: str
    starts: int
    minutes: int
    private: bool
    steps: tuple[Step, ...]
    opens: Sitting | None
    """The provider who comes in with this item."""


@dataclass(frozen=True)
class ChairEdition:
    """The order of the day as the chair holds it, over every provider of the meeting."""

    meeting: Meeting
    masthead: Masthead
    stages: tuple[Stage, ...]
    cautions: tuple[str, ...]
    filename: str = "chair-running-order.pdf"

    @property
    def blocks(self) -> tuple[tuple[Sitting | None, tuple[Stage, ...]], ...]:
        """The stages as they are read together: each provider's own, and those of the panel between them."""
        found: list[tuple[Sitting | None, list[Stage]]] = []
        for stage in self.stages:
            alone = stage.private and (not found or found[-1][0] is not None)
            if stage.opens is not None or alone or not found:
                found.append((stage.opens, []))
            found[-1][1].append(stage)
        return tuple((sitting, tuple(stages)) for sitting, stages in found)

    @property
    def sittings(self) -> tuple[Sitting, ...]:
        return tuple(stage.opens for stage in self.stages if stage.opens is not None)


@dataclass(frozen=True)
class Theme:
    """A topic of the meeting: what it is about, never how it will be asked."""

    topic: str
    about: tuple[str, ...]
    """Measures and subjects: "Waiting within 18 weeks, urology: September 2026"."""
    bring: str
    """Who should be there to decide."""


@dataclass(frozen=True)
class NoticeEdition:
    """What a provider is told some working days ahead."""

    meeting: Meeting
    masthead: Masthead
    provider_name: str
    send_by: date
    ahead: str
    """How long that is before the meeting, in words."""
    differ_by: date
    """The day until which figures that differ can still be looked at together."""
    starts: int
    minutes: int
    themes: tuple[Theme, ...]
    promises: tuple[Promise, ...]
    credit: str | None
    """The name of what went well."""
    data_date: date
    sources: tuple[str, ...]
    """What the figures come from, one line each."""
    filename: str


@dataclass(frozen=True)
class Outcome:
    """What came of a question."""

    number: int | None
    """None for a promise that no question asked for."""
    title: str
    you_said: str
    """Practices' reports behind it, counted; empty where there were none."""
    we_asked: str
    asked_for: str
    """What we would settle for."""
    in_writing: bool
    state: str
    """"Answered", "They will write"; empty where the clerk recorded nothing."""
    commitment: str
    owner: str
    due_on: date | None
    watch: str

    @property
    def recorded(self) -> bool:
        return bool(self.state)


@dataclass(frozen=True)
class BulletinPart:
    """One provider in the practices' bulletin."""

    provider_name: str
    credit: str | None
    outcomes: tuple[Outcome, ...]
    promises: tuple[Promise, ...]
    """Earlier promises that were kept, or are still owed."""
    heard: tuple[str, ...]
    """What practices reported that was not raised this time."""


@dataclass(frozen=True)
class BulletinEdition:
    """What the practices are told afterwards."""

    meeting: Meeting
    masthead: Masthead
    parts: tuple[BulletinPart, ...]
    recorded: bool
    headline: str
    """How many questions brought a dated commitment; empty until answers are recorded."""
    filename: str = "practice-bulletin.pdf"

    @property
    def to_fill_in(self) -> bool:
        """Whether it can't be sent yet: something was asked, and no answer is recorded."""
        return not self.recorded and any(part.outcomes for part in self.parts)


@dataclass(frozen=True)
class LetterEdition:
    """What a provider is told afterwards."""

    meeting: Meeting
    masthead: Masthead
    provider_name: str
    people: tuple[str, ...]
    credit: str | None
    outcomes: tuple[Outcome, ...]
    promises: tuple[Promise, ...]
    """Earlier promises that are still owed."""
    recorded: bool
    correct_by: date
    """Until when to tell us that the record is wrong."""
    write_by: date
    """Until when to write on what was left open."""
    filename: str
