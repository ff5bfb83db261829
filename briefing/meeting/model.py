"""A meeting: who sits with whom, when, about what. Made by `briefing.meeting.files`.

When an interest is in force, and when two names mean one topic.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from briefing.meeting.outline import Status
from briefing.meeting.purpose import Matter
from briefing.workspace.settings import USUAL_NOTICE, NamedPeers, Notice


@dataclass(frozen=True)
class Person:
    person_id: str
    name: str
    role: str
    practice_code: str | None
    may_decide: bool
    clinical: bool
    newcomer: bool = False
    """New to the panel: an experienced member supports what they lead."""


@dataclass(frozen=True)
class Interest:
    person_id: str
    kind: str
    organisation_code: str | None
    topic: str | None
    starts: date | None
    ends: date | None


@dataclass(frozen=True)
class ProviderPerson:
    """Somebody the hospital brings, and the topics they can decide on."""

    name: str
    role: str
    may_decide: tuple[str, ...]
    provider_code: str | None = None
    """Whose they are, at a meeting with several providers."""


@dataclass(frozen=True)
class AgendaItem:
    title: str
    minutes: int
    topic: str | None
    provider_code: str | None = None


@dataclass(frozen=True)
class Choice:
    """What the manager decided about a question, and why."""

    question: str
    """As it is pinned: a pattern's id, or pattern id @ metric/specialty."""
    reason: str
    opener: str | None = None
    """How it is put, in place of the bank's words."""


@dataclass(frozen=True)
class Meeting:
    id: str
    """The folder's name: 2026-12-03-<provider>."""
    kind: Literal["contract_review", "quality_review", "assurance", "select_committee", "peer_review"]
    title: str
    date: date
    place: str
    commissioner_code: str
    provider_codes: tuple[str, ...]
    decision_wanted: str
    minutes: int
    chair: Person
    panel: tuple[Person, ...]
    """Chair included where the chair asks questions."""
    clerk: Person | None = None
    reading_minutes: int = 10
    interests: tuple[Interest, ...] = ()
    provider_people: tuple[ProviderPerson, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    about: tuple[Matter, ...] = ()
    """What the decision wanted is about: asked where it fires, and told with its figures where it does not."""
    pinned: tuple[str, ...] = ()
    """Pattern ids, or pattern id @ metric/specialty, asked if they qualify at all."""
    barred: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    measures: tuple[str, ...] = ()
    """Metrics for the page with the picture; empty lets the pack choose."""
    notes: str = ""
    starts: time | None = None
    """When it opens, by the clock in England; None where the file doesn't say."""
    practice_codes: tuple[str, ...] = ()
    """The practices of a peer review, which asks no provider."""
    lags: Mapping[str, int] = field(default_factory=dict)
    """By how many months each source's figures usually lie behind; of one that is not here none is old."""
    peers: tuple[NamedPeers, ...] = ()
    """Peers for this meeting in place of the nearest."""
    status: Status = "planned"
    reason: str = ""
    """Why it was moved or called off."""
    formerly: tuple[str, ...] = ()
    """The names of its folder before this one, oldest first."""
    notice: Notice = USUAL_NOTICE
    """By how many working days each edition comes before it, and the days closed."""

    @property
    def called_off(self) -> bool:
        return self.status != "planned"

    @property
    def is_session(self) -> bool:
        """Whether several providers are asked in turn: each reader then has one pack, with a chapter for each."""
        return len(self.provider_codes) > 1

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it had: sheets and promises may carry any of them. The first is its own in every calendar."""
        return (*self.formerly, self.id)


_EMPTY_WORDS = {"and", "the", "of", "in", "for", "a", "an", "service", "services", "care"}


def in_force(interest: Interest, day: date) -> bool:
    begun = interest.starts is None or interest.starts <= day
    return begun and (interest.ends is None or day <= interest.ends)


def same_topic(one: str, other: str) -> bool:
    """Compare topics by their words, generously: "Cancer" is "cancer waits", but "ENT" is not "throat"."""
    a, b = _words(one), _words(other)
    return bool(a and b) and (a <= b or b <= a)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - _EMPTY_WORDS
