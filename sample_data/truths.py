"""The planted truths, read from `truths.toml`, and whether the engine of flags sees them."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from briefing.measures import ALL, Signal

CALM = {"HIT/MISS"}
"""Signals that a stable series may show: it says of the standard that it is met by luck."""


@dataclass(frozen=True)
class Truth:
    """Something planted, the signal and the pattern it must lead to, and words that must be printed."""

    id: str
    meeting: str
    provider: str
    metric: str
    """Empty where no metric shows it: concerns and promises."""
    specialty: str
    group: str
    since: date
    planted: str
    signal: str
    pattern: str
    on_page: tuple[str, ...]


@dataclass(frozen=True)
class Calm:
    """A series in which nothing was planted, and why a reader of two months would be alarmed, if so."""

    meeting: str
    provider: str
    metric: str
    specialty: str
    looks: str


@dataclass(frozen=True)
class NoCredit:
    """An improvement that another truth explains away: it may not be thanked for."""

    meeting: str
    provider: str
    metric: str
    specialty: str
    because: str


@dataclass(frozen=True)
class Truths:
    planted: tuple[Truth, ...]
    leave_alone: tuple[Calm, ...]
    no_credit: tuple[NoCredit, ...]


def read() -> Truths:
    file = tomllib.loads(Path(__file__).with_name("truths.toml").read_text("utf-8"))
    return Truths(
        planted=tuple(_truth(row) for row in file["truth"]),
        leave_alone=tuple(Calm(**row) for row in file["leave_alone"]),
        no_credit=tuple(NoCredit(**row) for row in file["no_credit"]),
    )


def _truth(row: dict[str, Any]) -> Truth:
    return Truth(**{**row, "on_page": tuple(row["on_page"])})


def unseen(truths: Iterable[Truth], signals: Iterable[Signal]) -> list[Truth]:
    """Lists the truths about a metric whose signal didn't fire."""
    fired = {
        (s.code, s.org_code, s.metric, s.specialty_code, s.group_code, s.population_code) for s in signals
    }
    return [
        t
        for t in truths
        if t.metric and (t.signal, t.provider, t.metric, t.specialty, t.group, ALL) not in fired
    ]


def disturbed(series: Iterable[Calm], signals: Iterable[Signal]) -> list[tuple[Calm, Signal]]:
    """Lists the stable series of which something fired that a stable series should not show."""
    alarms = [s for s in signals if s.code not in CALM and s.group_code == s.population_code == ALL]
    return [
        (calm, s)
        for calm in series
        for s in alarms
        if (s.org_code, s.metric, s.specialty_code) == (calm.provider, calm.metric, calm.specialty)
    ]
