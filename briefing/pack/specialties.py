"""The specialties of a provider beside England, similar trusts and our residents. One month is enough.

ophthalmology, 9,095 waiting: 62.2% within 18 weeks, 95% 61.2% to 63.2%; England 73.1%
    -> 3,438 over 18 weeks, 991 more than if the share were England's
neurology, 400 waiting: 60.0%, 95% 55.1% to 64.7%; England 62.0%
    -> 160 over 18 weeks; nothing is said of England, whose figure lies within the interval
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefing.measures import ALL, Key, Measure

WITHIN = "rtt_within_18_weeks"
LONG = ("rtt_over_52_weeks", "rtt_over_65_weeks")
MOST_ROWS = 30
LEAST_WAITING = 20
"""Of fewer people no share is set against another."""
WORTH_NAMING = 100
"""So many people more than at England's share, and a specialty is worth the first page."""
MOST_NAMED = 3


@dataclass(frozen=True)
class Specialty:
    """The waits of one specialty, or of all together, in the provider's latest month."""

    within: Measure
    """Who has waited within the standard's weeks."""
    ours: Measure | None
    """The same of our residents."""
    long: tuple[Measure | None, ...]
    """Who has waited longest, as `LONG` names them."""

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(m for m in (self.within, self.ours, *self.long) if m is not None)

    @property
    def over(self) -> float | None:
        """How many people have waited longer than the standard's weeks."""
        point = self.within.latest
        if point.numerator is None or point.denominator is None:
            return None
        return point.denominator - point.numerator

    @property
    def more(self) -> float | None:
        """How many more have than if the share were England's, fewer below nought; None where chance could tell it."""
        point, england = self.within.latest, self.within.england
        if england is None or point.value is None or point.low is None or point.high is None:
            return None
        if point.low <= england <= point.high or (point.denominator or 0) < LEAST_WAITING:
            return None
        return (england - point.value) / 100 * (point.denominator or 0)


def specialties_of(
    own: Mapping[Key, Measure], *, provider_code: str, home: str, fewest: int = 2
) -> tuple[Specialty, ...]:
    """List a provider's specialties, those with most people over the standard first; all together come last.

    With fewer than `fewest` there is nothing to list.
    """
    whole = own.get((WITHIN, provider_code, ALL, ALL, ALL))
    if whole is None:
        return ()
    parts = [
        _specialty(m, own, home)
        for m in own.values()
        if (m.metric.name, m.org_code, m.population_code, m.group_code) == (WITHIN, provider_code, ALL, ALL)
        and m.specialty_code != ALL
        and m.latest.period == whole.latest.period
        and (m.latest.denominator or m.latest.hidden)
    ]
    if len(parts) < fewest:
        return ()
    parts.sort(key=lambda one: (-(one.over or 0), one.within.specialty_code))
    return (*parts, _specialty(whole, own, home))


def _specialty(within: Measure, own: Mapping[Key, Measure], home: str) -> Specialty:
    _, org, population, specialty, group = within.key

    def beside(name: str, population: str) -> Measure | None:
        found = own.get((name, org, population, specialty, group))
        return found if found is not None and found.latest.period == within.latest.period else None

    return Specialty(within, beside(WITHIN, home), tuple(beside(name, population) for name in LONG))


def worth_naming(specialties: Iterable[Specialty], *, named: Iterable[Key]) -> tuple[Specialty, ...]:
    """Choose the worst for the first page: many people more than at England's share, and not `named` there already."""
    already = {key[3] for key in named if key[0] == WITHIN}
    worst = [
        one
        for one in specialties
        if one.within.specialty_code not in (ALL, *already) and (one.more or 0) >= WORTH_NAMING
    ]
    return tuple(sorted(worst, key=lambda one: -(one.more or 0))[:MOST_NAMED])
