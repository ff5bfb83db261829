"""A metric in context: what the pack draws, the challenge weighs and a manager can look up.

Shapes: a `Measure` is one metric for one organisation, population, specialty and group, over time. Values are in the
metric's unit (per cent is 0 to 100). Everything here is made from the derived tables by `briefing.context`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Better = Literal["higher", "lower", "neither"]
Variation = Literal["concern", "improvement", "neutral", "common_cause", "too_few"]
Assurance = Literal["consistently_fails", "consistently_passes", "hit_and_miss", "no_standard", "too_few"]
PointType = Literal[
    "common_cause", "special_cause_concern", "special_cause_improvement", "special_cause_neutral"
]

ENGLAND = "ENG"
ALL = "ALL"
Key = tuple[str, str, str, str, str]
"""A series by metric, organisation, population, specialty and group."""


@dataclass(frozen=True)
class Metric:
    """A definition, read from the head of its SQL file in `queries/metrics/`."""

    name: str
    title: str
    meaning: str
    unit: Literal["percent", "weeks", "days", "people", "waits", "per_1000", "ratio", "count"]
    kind: Literal["proportion", "count", "rate", "percentile", "ratio"]
    better: Better
    topic: str
    why_it_matters: str
    numerator: str
    denominator: str
    source: str
    """The name of the source whose vintage is printed under the number."""
    caveats: tuple[str, ...]
    owner: str
    reviewed: date
    published: bool
    """True for national statistics: no suppression. False for local row-level feeds."""
    people: Literal["numerator", "shortfall", "none"]
    """Who is on the wrong side of a standard: those counted, those missing from the count, or nobody."""
    safety: bool
    interface: bool
    sql: str
    said: str = ""
    """The figure as somebody says it, after "In March 2026,": with {value} and, where it has them,
    {where} and {of} ("of 520", or "of the")."""
    beyond: str = ""
    """Those whom its standard has missed, as somebody says it in the same place: with {count} and, maybe, {where}."""
    like_for_like: str = ""
    """The metric of a part of it, by which organisations are compared where their mix of parts differs."""
    counts: str = "people"
    """What it counts, in the plural: "people" only where nobody can count twice, else "waits", "visits"."""
    gain: str = ""
    """What a better value would mean, after "If the trust met the standard of 80%,": with {count}."""
    also: tuple[str, ...] = ()
    """Other names that it goes by: those that it had before stand in people's files."""
    between_groups: bool = False
    """It sets groups of people beside each other: of everybody another metric tells, from a better source."""
    own_past: bool = False
    """It may be held against the organisation's own past alone: its publisher says that it compares nobody."""
    settles_in: int = 0
    """For so many months after a feed begins, long waits cannot yet be in it: they are shown and judge nothing."""

    @property
    def names(self) -> tuple[str, ...]:
        """All that people may call it by in a file: the name of its own file, its title, the titles it had."""
        return (self.name, self.title, *self.also)

    def is_called(self, word: str) -> bool:
        return word.strip().casefold() in map(str.casefold, self.names)


@dataclass(frozen=True)
class Standard:
    """A target in force, with where it comes from and how sure we are of it."""

    value: float
    source: str
    confidence: Literal["H", "M", "L"]
    valid_from: date
    local: bool = False


@dataclass(frozen=True)
class Point:
    """One period of one series. Limits are null where there are too few months to judge."""

    period: date
    numerator: float | None
    denominator: float | None
    value: float | None
    low: float | None
    high: float | None
    mean: float | None
    lower_limit: float | None
    upper_limit: float | None
    rule: str | None
    """outside_limits, trend, two_of_three or shift; None for ordinary variation."""
    point_type: PointType
    hidden: bool = False
    """True where a figure is there and may not be shown; a month without one is simply empty."""


@dataclass(frozen=True)
class Note:
    """A dated remark on a series: a rebase, a break, a merger, an annotation."""

    period: date
    kind: Literal["rebase", "break", "merger", "annotation"]
    text: str


@dataclass(frozen=True)
class Peer:
    org_code: str
    org_name: str
    distance: float | None
    """None for one that a manager took in for another: then there is a reason."""
    value: float | None
    reason: str | None = None
    counted: float | None = None
    """Of how many people its value is; None where it is a count or not known."""


@dataclass(frozen=True)
class Exemplar:
    """A similar trust that does better today, by more than chance: one to ask what it changed."""

    org_code: str
    org_name: str
    kind: Literal["improved", "holds"]
    """It was as bad within three years and has turned; or it holds a level better than England's and its peers'."""
    as_bad_on: date | None
    """The last of three months running in which it was as bad; None of one that holds its level."""
    as_bad: float | None
    since: date
    """The first of the months that its chart marks as improvement, or of the range that it holds."""
    period: date
    value: float
    notes: tuple[str, ...] = ()
    """What was written down of its figures about then."""
    instead: str | None = None
    """The title of the metric that is compared in place of the measure's own, like with like."""


@dataclass(frozen=True)
class Gradient:
    """How a share changes over the five fifths of deprivation, from the most to the least deprived end of a line."""

    points: float
    """The slope index of inequality, in percentage points."""
    low: float
    high: float
    ratio: float | None
    """The relative index: the least deprived end over the most; None where an end lies below nought."""


@dataclass(frozen=True)
class Gap:
    """How far a group lies from the one it is set against, in percentage points, and what became of that."""

    points: float
    england: float | None
    before_on: date | None
    """The month of the published list it is set beside, about a year before; None without one."""
    before: float | None
    england_before: float | None
    change_low: float | None
    """The 95% interval of the change."""
    change_high: float | None
    widened: bool
    """The change is for the wider, by more than chance and by more than England's."""


@dataclass(frozen=True)
class FunnelPoint:
    """One organisation on a funnel; limits in the metric's unit, after overdispersion is taken in."""

    org_code: str
    org_name: str
    numerator: float
    denominator: float
    value: float
    z: float
    low_95: float
    high_95: float
    low_998: float
    high_998: float


@dataclass(frozen=True)
class Funnel:
    """Every organisation of one type beside each other, for one metric, specialty and month."""

    metric: Metric
    specialty_code: str
    specialty_name: str
    compared_as: str
    """nhs_trust, other_provider, practice, network, sub_board or board."""
    period: date
    kind: Literal["proportion", "ratio"]
    """proportion: numerator of denominator. ratio: numerator over what the overall rate would expect."""
    phi: float
    tau2: float
    centre: float
    points: tuple[FunnelPoint, ...]
    source_line: str


@dataclass(frozen=True)
class Measure:
    """One metric in context, for one organisation, population, specialty and group."""

    metric: Metric
    org_code: str
    org_name: str
    population_code: str
    """ALL, or the board whose residents alone are counted."""
    specialty_code: str
    specialty_name: str
    group_code: str
    """ALL, or dimension:value such as deprivation:1 or age:75+."""
    points: tuple[Point, ...]
    standard: Standard | None
    plan: float | None
    england: float | None
    region: float | None
    board: float | None
    peers_value: float | None
    """The median of the named peers."""
    peers: tuple[Peer, ...]
    variation: Variation
    assurance: Assurance
    people_affected: int | None
    """Those on the wrong side of the standard, or of the median of similar trusts, who need not be."""
    people_against: str | None
    """What people_affected is measured against: "the standard of 92%", "the median of similar trusts, 71%"."""
    notes: tuple[Note, ...]
    restated: bool
    """True where a merged organisation's history was carried into this series."""
    source_line: str
    """Printed under the number: source, period, vintage."""
    plans: tuple[tuple[date, float], ...] = ()
    """The agreed plan month by month, months to come included; `plan` is that of the last month."""
    gradient: Gradient | None = None
    """Over the fifths of deprivation of these people, in the last month; None without all five."""
    fairer: str | None = None
    """The metric to compare it by instead: what this one counts is of another mix here than at the peers."""
    gap: Gap | None = None
    """Of a group of people, to those it is set against."""
    exemplars: tuple[Exemplar, ...] = ()
    """Similar trusts that do better, to be asked what they changed: at most three."""
    old: bool = False
    """Its latest month lies further behind the meeting than its source's usually does: no figure for the present."""

    @property
    def latest(self) -> Point:
        return self.points[-1]

    @property
    def key(self) -> Key:
        return (self.metric.name, self.org_code, self.population_code, self.specialty_code, self.group_code)


@dataclass(frozen=True)
class WaitingList:
    """The people waiting at the end of one month, by week of waiting."""

    org_code: str
    population_code: str
    period: date
    weeks: tuple[int, ...]
    """52 weeks, the first of them up to one week; last of all everybody over 52 weeks."""


@dataclass(frozen=True)
class NearBurden:
    """A standard that an organisation misses without a burden, and what was wanted for one."""

    metric: str
    specialty_code: str
    near: Literal["few", "as_elsewhere", "one_of_two"]
    share_of_england: float | None
    place: int | None
    """Among those of its size or larger, the worst first; None where it is smaller or they are few."""
    places: int


@dataclass(frozen=True)
class Signal:
    """A rule of the flag engine that fired. Strength is comparable across rules: 0 is chance, 3 is three sigma."""

    code: Literal[
        "BURDEN",
        "SC-",
        "SC+",
        "STEADY",
        "FAIL",
        "HIT/MISS",
        "TRAJ",
        "PEER",
        "GAP",
        "RECON",
        "SILENT",
        "CLASH",
    ]
    metric: str
    org_code: str
    population_code: str
    specialty_code: str
    group_code: str
    period: date
    rule: str
    direction: Literal["concern", "improvement", "neutral"]
    people_affected: int | None
    strength: float
    q_value: float | None
    england_people: int | None = None
    """Of a burden: everybody in England who is behind the same standard."""
    share_of_england: float | None = None
    """How much of them England counts at this organisation, 0 to 1."""

    @property
    def key(self) -> Key:
        """Of the measure that it is about."""
        return (self.metric, self.org_code, self.population_code, self.specialty_code, self.group_code)
