"""The providers of one session beside each other: their figures, their places, and who stands out among them.

Harrowdale  69.7%  9th of 11     best of the session: further ahead of the second than chance could explain
Westholme   61.2%  4th of 9
Northmere   60.8%  7th of 8      not the worst: 60.8% and 61.2% may differ by chance alone

Chance is told as in the peers' charts and between groups: by Newcombe's interval, wider for all the pairs there are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from briefing.measures import ALL, Measure, Metric
from briefing.pack.build import usual_place
from briefing.pack.figures import differ, is_enough, known, rank_of
from briefing.pack.model import Pack
from briefing.pack.specialties import WITHIN
from briefing.pack.words import name_of

End = Literal["", "best", "worst"]
FEWEST_PEERS = 3
"""With figures of fewer similar trusts nobody has a place among them."""
UNLIKE = 0.5
"""Of one list so much would have to be of other specialties to be like another: their waits are not compared."""


@dataclass(frozen=True)
class Place:
    """One provider in one measure."""

    measure: Measure | None
    """As its chapter shows it; None where it doesn't."""
    rank: str
    """Among its similar trusts: "9th of 11"; empty where it may not be ranked."""
    end: End = ""
    """Of the session, by more than chance."""


@dataclass(frozen=True)
class Compared:
    """One measure of the session, with a place for each provider in the session's order."""

    metric: Metric
    places: tuple[Place, ...]
    unranked: str
    """Why nobody is called best or worst; empty where somebody is."""

    @property
    def name(self) -> str:
        """With its specialty, where it is of one: "Waiting within 18 weeks, urology"."""
        return name_of(self.measures[0])

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(place.measure for place in self.places if place.measure is not None)

    @property
    def period(self) -> date:
        """The latest month that any of them has."""
        return max(measure.latest.period for measure in self.measures)


def compared(packs: Sequence[Pack]) -> tuple[Compared, ...]:
    """Set side by side each measure that two or more of the providers show, in the order of the picture.

    Beside the waits of a hospital of other specialties than the rest stand those of the largest that all have.
    """
    apart = unlike(packs)
    shown = [_by_series([row.measure for row in pack.rows]) for pack in packs]
    if apart and (common := _common(apart, packs)):
        parts = [_by_series(_of_specialty(common, pack)) for pack in packs]
        shown = [wholes | mine for wholes, mine in zip(shown, parts, strict=True)]
    times = Counter(
        series for mine in shown for series, measure in mine.items() if _may_stand_beside(measure)
    )
    there = sorted((one for one, count in times.items() if count > 1), key=_place_of)
    are_apart = [pack in apart for pack in packs]
    return tuple(_compared([mine.get(one) for mine in shown], are_apart) for one in there)


Series = tuple[str, str]
"""A metric and a specialty."""


def _by_series(measures: Iterable[Measure]) -> dict[Series, Measure]:
    return {(measure.metric.name, measure.specialty_code): measure for measure in measures}


def _place_of(series: Series) -> tuple[tuple[int, str], bool]:
    name, specialty = series
    return usual_place(name), specialty != ALL


def _common(apart: Sequence[Pack], packs: Sequence[Pack]) -> str:
    """Return the largest specialty of those hospitals that every provider has; nothing where there is none."""
    mixes = [_mix(pack) for pack in packs]
    shared = set.intersection(*map(set, mixes))
    largest = Counter({code: sum(_mix(pack).get(code, 0.0) for pack in apart) for code in sorted(shared)})
    return largest.most_common(1)[0][0] if shared else ""


def _of_specialty(code: str, pack: Pack) -> Iterator[Measure]:
    for one in pack.specialties:
        if one.within.specialty_code == code:
            yield from filter(None, (one.within, *one.long))


def _may_stand_beside(measure: Measure) -> bool:
    """Say whether it is known, and no measure that its publisher keeps from being compared."""
    return _is_shown(measure) and not measure.metric.own_past


def _is_shown(measure: Measure) -> bool:
    return known(measure) or measure.latest.hidden


def _compared(measures: Sequence[Measure | None], apart: Sequence[bool]) -> Compared:
    there = {at: measure for at, measure in enumerate(measures) if measure is not None}
    metric = next(iter(there.values())).metric
    bars = {at: _barred(measure, there.values(), apart=apart[at]) for at, measure in there.items()}
    judged = {at: measure for at, measure in there.items() if not bars[at]}
    barred = [measure.latest.value for at, measure in there.items() if bars[at]]
    ends = _ends(judged, [value for value in barred if value is not None], higher=metric.better == "higher")
    return Compared(
        metric=metric,
        places=tuple(
            Place(measure, "" if measure is None else place_among_peers(measure), ends.get(at, ""))
            for at, measure in enumerate(measures)
        ),
        unranked="" if ends else _why_not(metric, len(judged), bars.values()),
    )


def place_among_peers(measure: Measure) -> str:
    """Say its place among its similar trusts, best first; nothing where that would be no fair one."""
    valued = sum(peer.value is not None for peer in measure.peers)
    unfair = _has_no_order(measure.metric) or measure.fairer is not None or measure.old
    return "" if unfair or valued < FEWEST_PEERS else rank_of(measure) or ""


def _has_no_order(metric: Metric) -> bool:
    """Whether more of it is neither better nor worse, or only the mark of a larger hospital."""
    return metric.better == "neither" or metric.kind == "count"


def _barred(measure: Measure, others: Iterable[Measure], *, apart: bool) -> str:
    """Say why a figure is not set against the others', in a few words; nothing where it may be."""
    point = measure.latest
    if point.value is None:
        return "there are no two figures to compare"
    if measure.fairer is not None:
        return "the mix of what it counts differs between hospitals"
    if measure.old:
        return "a figure is too old"
    if point.period != max(one.latest.period for one in others if known(one)):
        return "the figures are of different months"
    if not is_enough(point):
        return "a figure is of too few people"
    if point.low is None or point.high is None:
        return "it has no interval to tell chance by"
    if measure.metric.source == _WAITS and measure.specialty_code == ALL and apart:
        return "their lists are of different specialties"
    return ""


_WAITS = "rtt"
"""The source of what depends on the specialties that a hospital has: waits for treatment."""


def _why_not(metric: Metric, judged: int, bars: Iterable[str]) -> str:
    if metric.kind == "count":
        return "a larger hospital has more of it"
    if metric.better == "neither":
        return "neither more nor less of it is better"
    barred = Counter(filter(None, bars)).most_common(1)
    if judged < 2:
        return barred[0][0]
    return f"{barred[0][0]}, and between the others it may be chance" if barred else "it may be chance"


def _ends(judged: Mapping[int, Measure], barred: Sequence[float], *, higher: bool) -> dict[int, End]:
    """Return who is first and who is last by more than chance, of all the pairs that were looked at.

    Nobody is, where a figure that may not be set against theirs lies further out: the reader sees it beside them.
    """
    if len(judged) < 2 or any(_has_no_order(measure.metric) for measure in judged.values()):
        return {}
    first, *_, last = ranked = sorted(judged, key=lambda at: judged[at].latest.value or 0, reverse=higher)
    pairs = len(ranked) * (len(ranked) - 1) // 2
    best, worst = (judged[at].latest.value or 0 for at in (first, last))
    sign = 1 if higher else -1
    better = any(sign * value > sign * best for value in barred)
    worse = any(sign * value < sign * worst for value in barred)
    found: dict[int, End] = {}
    if not better and differ(judged[first].latest, judged[ranked[1]].latest, pairs=pairs):
        found[first] = "best"
    if not worse and differ(judged[last].latest, judged[ranked[-2]].latest, pairs=pairs):
        found[last] = "worst"
    return found


def unlike(packs: Sequence[Pack]) -> tuple[Pack, ...]:
    """Return the providers whose list is of other specialties than those of more than half of the others."""
    mixes = {pack.provider_code: _mix(pack) for pack in packs}
    alike = Counter[str]()
    for one, other in combinations(mixes, 2):
        if _distance(mixes[one], mixes[other]) <= UNLIKE:
            alike.update((one, other))
    return tuple(pack for pack in packs if 2 * alike[pack.provider_code] < len(packs) - 1)


def _mix(pack: Pack) -> dict[str, float]:
    """Return the share of each specialty in a provider's list; empty where no specialties are known."""
    counts = {
        one.within.specialty_code: one.within.latest.denominator or 0.0
        for one in pack.specialties[:-1]
        if one.within.metric.name == WITHIN
    }
    whole = sum(counts.values())
    return {code: count / whole for code, count in counts.items()} if whole else {}


def _distance(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return how much of one list would have to be of other specialties to be like the other: 0 to 1."""
    if not one or not other:
        return float(bool(one) != bool(other))
    return sum(abs(one.get(code, 0.0) - other.get(code, 0.0)) for code in {*one, *other}) / 2
