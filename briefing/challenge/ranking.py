"""The weight of a finding: people affected x strength x push x time since last asked."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from statistics import median

from briefing.challenge.history import AskedBefore, months_since
from briefing.challenge.model import Finding, Promise
from briefing.challenge.promises import months_since_asked

PUSH_WEIGHT = {"FIRM": 3.0, "ASK": 2.0, "EXPLORE": 1.0}
PEOPLE_WHEN_UNKNOWN = 100.0
_YEAR = 12


def weigh_all(
    found: Iterable[Finding], *, promises: Sequence[Promise], today: date, history: Sequence[AskedBefore] = ()
) -> tuple[Finding, ...]:
    """Weighs findings and puts the weightiest first; a finding comes in with its strength as score."""
    found = list(found)
    known = [finding.people_affected for finding in found if finding.people_affected]
    typical = float(median(known)) if known else PEOPLE_WHEN_UNKNOWN
    scored = [
        replace(
            finding,
            score=weight(finding, typical=typical, promises=promises, today=today, history=history),
        )
        for finding in found
    ]
    return tuple(sorted(scored, key=rank))


def weight(
    finding: Finding,
    *,
    typical: float,
    promises: Sequence[Promise],
    today: date,
    history: Sequence[AskedBefore] = (),
) -> float:
    """Weighs one finding. People unknown count as the typical finding's; never asked counts as a year ago."""
    people = float(finding.people_affected) if finding.people_affected is not None else typical
    metric = finding.measure.metric.name if finding.measure else ""
    promised = months_since_asked(promises, metric=metric, today=today)
    known_months = [
        months for months in (promised, months_since(finding, history, today=today)) if months is not None
    ]
    waited = min(max(min(known_months, default=_YEAR), 1), _YEAR)
    enough = 0.5 if finding.improving else 1.0
    return max(people, 1.0) * finding.score * PUSH_WEIGHT[finding.pattern.push] * waited / _YEAR * enough


def rank(finding: Finding) -> tuple[float, str, str, str]:
    """Orders findings by weight; equals by name, so that the order is always the same."""
    measure = finding.measure
    place = (measure.metric.name, measure.specialty_code) if measure else ("", "")
    return (-finding.score, finding.pattern.id, *place)
