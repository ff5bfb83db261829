"""Whose voice we have heard, quarter by quarter, and what came of it.

    practice    Jan-Mar    Apr-Jun    Jul-Sep    Oct-Dec    reads as
    Elm         report     -          panel      -          heard within the year, formally
    Oak         -          -          visit      -          heard within the year, informally only
    Ash         -          -          -          survey     a newcomer: heard for the first time
    Fir         -          -          -          -          never heard: ask them first

A report, a seat on a panel, a survey, a meeting of members and a written reply are formal; a visit, a call, an event
and an e-mail are not. Each is counted once a quarter: being heard is no number of messages.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefing import formats
from briefing.challenge.model import Practice
from briefing.months import months_before

QUARTERS = 4
INVITED = 6
OF_ONE_LOCALITY = 2
"""So many of those who are to be invited next come from one locality: the net is cast wide."""
NOWHERE = "No network"


@dataclass(frozen=True)
class Voice:
    """A practice was heard on a day."""

    practice_code: str
    day: date
    formal: bool


@dataclass(frozen=True)
class Quarter:
    starts: date

    @property
    def ends(self) -> date:
        """The first day of the next."""
        return months_before(self.starts, -3)

    def holds(self, day: date) -> bool:
        return self.starts <= day < self.ends

    @property
    def name(self) -> str:
        last = months_before(self.ends, 1)
        return f"{self.starts:%B} to {last:%B} {last:%Y}"

    @property
    def short(self) -> str:
        last = months_before(self.ends, 1)
        return f"{self.starts:%b} to {last:%b} {last:%Y}"


@dataclass(frozen=True)
class Outcomes:
    """What came of a quarter: of the reports in it, of the questions asked in it, of the promises due in it."""

    reports: int = 0
    asked_about: int = 0
    answered: int = 0
    meetings: int = 0
    questions: int = 0
    """Put to a hospital and reached."""
    dated: int = 0
    """Of these, with a commitment and its day."""
    due: int = 0
    kept: int = 0


@dataclass(frozen=True)
class Standing:
    """One practice, as it was heard."""

    practice: Practice
    quarters: tuple[bool, ...]
    """Heard in each of the four, the latest last."""
    formal: bool
    """Within the year."""
    informal: bool
    first: date | None
    last: date | None

    @property
    def heard(self) -> bool:
        return self.formal or self.informal

    @property
    def locality(self) -> str:
        return self.practice.network or NOWHERE


@dataclass(frozen=True)
class Locality:
    name: str
    practices: tuple[Standing, ...]

    def heard_in(self, quarter: int) -> int:
        return sum(one.quarters[quarter] for one in self.practices)

    @property
    def heard(self) -> int:
        return sum(one.heard for one in self.practices)

    @property
    def formally(self) -> int:
        return sum(one.formal for one in self.practices)

    @property
    def informally_only(self) -> int:
        return sum(one.informal and not one.formal for one in self.practices)

    @property
    def never(self) -> bool:
        return all(one.last is None for one in self.practices)


@dataclass(frozen=True)
class Membership:
    quarters: tuple[Quarter, ...]
    today: date
    localities: tuple[Locality, ...]
    outcomes: tuple[Outcomes, ...]
    """Of each quarter."""

    @property
    def now(self) -> Quarter:
        return self.quarters[-1]

    @property
    def standings(self) -> tuple[Standing, ...]:
        return tuple(one for locality in self.localities for one in locality.practices)

    @property
    def newcomers(self) -> tuple[Standing, ...]:
        """Those who were heard for the first time in this quarter."""
        return tuple(one for one in self.standings if one.first is not None and self.now.holds(one.first))

    @property
    def never(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.standings if one.last is None)

    @property
    def invited(self) -> tuple[tuple[Standing, str], ...]:
        """Whom to invite next, each with the reason: those of localities least heard, never heard before long ago."""
        share = {one.name: one.heard / len(one.practices) for one in self.localities}
        waiting = sorted(
            (one for one in self.standings if not one.heard),
            key=lambda one: (share[one.locality], one.last or date.min, one.practice.code),
        )
        found: list[Standing] = []
        for one in waiting:
            of_same = sum(other.locality == one.locality for other in found)
            if len(found) < INVITED and of_same < OF_ONE_LOCALITY:
                found.append(one)
        unheard = {one.name for one in self.localities if one.never}
        return tuple((one, _why(one, unheard)) for one in found)


def _why(one: Standing, unheard: set[str]) -> str:
    if one.locality in unheard:
        return f"nobody of {one.locality} has ever been heard"
    if one.last is None:
        return "never heard"
    return f"last heard in {formats.month(one.last)}"


def quarters_to(today: date) -> tuple[Quarter, ...]:
    """Return the last four quarters, the one of the day among them."""
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return tuple(Quarter(months_before(first, 3 * back)) for back in reversed(range(QUARTERS)))


def membership(
    practices: Iterable[Practice], voices: Sequence[Voice], outcomes: Sequence[Outcomes], *, today: date
) -> Membership:
    """Put each practice of ours beside what was heard of it up to a day."""
    quarters = quarters_to(today)
    until = [one for one in voices if one.day <= today]
    standings = [_standing(practice, until, quarters) for practice in practices]
    return Membership(quarters, today, tuple(_localities(standings)), tuple(outcomes))


def _standing(practice: Practice, voices: Iterable[Voice], quarters: Sequence[Quarter]) -> Standing:
    own = [one for one in voices if one.practice_code == practice.code]
    year = [one for one in own if one.day >= quarters[0].starts]
    days = [one.day for one in own]
    return Standing(
        practice,
        tuple(any(quarter.holds(one.day) for one in year) for quarter in quarters),
        any(one.formal for one in year),
        any(not one.formal for one in year),
        min(days, default=None),
        max(days, default=None),
    )


def _localities(standings: Sequence[Standing]) -> Iterator[Locality]:
    for name in sorted({one.locality for one in standings}, key=lambda name: (name == NOWHERE, name)):
        here = sorted((one for one in standings if one.locality == name), key=lambda one: one.practice.name)
        yield Locality(name, tuple(here))
