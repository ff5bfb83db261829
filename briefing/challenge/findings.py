"""From signals to findings: few for each pattern and metric, so that nothing is asked twice.

signals of a provider                     findings
SC-   within 18 weeks, urology     }      RTT-02 in urology; neurology is named and counted with it
SC-   within 18 weeks, neurology   }
FAIL  within 18 weeks, all                RTT-02 across the trust: a standing failure is another matter
SC+   four hours                          none: it is the credit's
(nothing) missed appointments             none: no signal, no question

The weight of a finding: people affected x strength x push x time since last asked. A burden's strength is how rare
its kind is in England, and that of a whole trust comes before every specialty's ripple.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from statistics import median

from briefing.challenge.concerns import LEAST_REPORTS, theme_key
from briefing.challenge.history import PastQuestion, months_since
from briefing.challenge.model import Concern, Finding, Pattern, Promise
from briefing.challenge.promises import months_since_asked, slipped
from briefing.challenge.purpose import is_wanted, speaks_of
from briefing.challenge.series import PRECEDENCE, SignalledSeries, doubt
from briefing.challenge.slots import people_behind, people_beyond, printed_value
from briefing.measures import ALL, Measure, Signal
from briefing.meeting.purpose import Matter

_LEVELS = {"BURDEN", "FAIL", "PEER"}
_TRENDS = ("SC-", "TRAJ", "FAIL")
MOST = 0.8
"""The share of the people affected from which one specialty stands for the whole."""


def find(
    patterns: Iterable[Pattern],
    *,
    series: Sequence[SignalledSeries],
    concerns: Sequence[Concern],
    promises: Sequence[Promise],
    today: date,
    measures: Sequence[Measure] = (),
    history: Sequence[PastQuestion] = (),
    about: Sequence[Matter] = (),
) -> tuple[Finding, ...]:
    """Find everything worth asking, the weightiest first.

    `measures` are the provider's own, to stand beside reports; `history` is what it was asked before; `about` is what
    the meeting is for.
    """
    found: list[Finding] = []
    bank = [pattern for pattern in patterns if not pattern.credit]
    for pattern in bank:
        heard = [concern for concern in reports_on(pattern, concerns, bank=bank) if concern.clustered]
        by_figures = list(_by_figures(pattern, series, heard, measures, about))
        found += by_figures
        if all(finding.doubt for finding in by_figures):
            found += _by_concerns(pattern, heard, measures)
        found += _by_promises(pattern, promises)
    found = [replace(one, wanted=any(speaks_of(one, matter) for matter in about)) for one in found]
    return weigh_all(found, promises=promises, today=today, history=history)


def reports_on(pattern: Pattern, concerns: Iterable[Concern], *, bank: Iterable[Pattern]) -> list[Concern]:
    """Find the reports that a pattern's themes name; "*" takes those that no pattern names."""
    if "*" in pattern.themes:
        named = {theme_key(theme) for other in bank for theme in other.themes if theme != "*"}
        return [concern for concern in concerns if concern.theme not in named]
    themes = {theme_key(theme) for theme in pattern.themes}
    return [concern for concern in concerns if concern.theme in themes]


@dataclass(frozen=True)
class _Fired:
    """The signal by which a pattern fires on a series, and why it may not carry a question."""

    signal: Signal
    series: SignalledSeries
    doubt: str | None

    @property
    def measure(self) -> Measure:
        return self.series.measure


def _by_figures(
    pattern: Pattern,
    series: Iterable[SignalledSeries],
    heard: list[Concern],
    measures: Sequence[Measure],
    about: Sequence[Matter],
) -> Iterator[Finding]:
    by_metric: dict[str, list[_Fired]] = defaultdict(list)
    for one in series:
        if looks_at(pattern, one.measure) and (fired := _fired(pattern, one)):
            by_metric[one.measure.metric.name].append(fired)
    for every in by_metric.values():
        credible = [fired for fired in every if fired.doubt is None]
        yield from _grouped(pattern, sorted(credible or every, key=_lead_order), heard, measures, about)


def _fired(pattern: Pattern, one: SignalledSeries) -> _Fired | None:
    """Take the first credible signal of those that a pattern names, or else the first."""
    every = [
        _Fired(signal, one, doubt(signal, one.measure))
        for signal in one.signals
        if signal.code in pattern.signals
    ]
    return next((fired for fired in every if fired.doubt is None), every[0] if every else None)


def _grouped(
    pattern: Pattern,
    fired: list[_Fired],
    heard: list[Concern],
    measures: Sequence[Measure],
    about: Sequence[Matter],
) -> Iterator[Finding]:
    """Make one finding for the whole and one for its parts; one for both where they fire alike.

    A specialty that the meeting is about speaks for the parts, and is never lost in the whole.
    """
    whole = next((one for one in fired if one.measure.specialty_code == ALL), None)
    parts = [one for one in fired if one.measure.specialty_code != ALL]
    wanted = [one for one in parts if is_wanted(one.measure, about)]
    part = next(iter((*wanted, *parts)), None)
    leads = [one for one in (whole, part) if one is not None]
    if whole and part and not wanted and _alike(whole.signal, part.signal):
        leads = [_speaker(whole, part)]
    for lead in leads:
        also = tuple(one.measure for one in fired if _counts_with(one, lead))
        yield Finding(
            pattern=_of_service(pattern, lead.measure),
            signal=lead.signal,
            measure=lead.measure,
            concern=heard[0] if heard and lead.doubt is None else None,
            people_affected=people_behind(lead.signal, lead.measure),
            score=lead.signal.strength,
            also=also,
            ours=lead.series.ours,
            improving=lead.series.improving,
            doubt=lead.doubt,
            most=_holds_most(lead, measures),
            trend=_trend(lead),
        )


def _of_service(pattern: Pattern, measure: Measure) -> Pattern:
    """Give a pattern that asks about any service the name and the topic of the one that it asks about here."""
    if "STEADY" not in pattern.signals:
        return pattern
    named = {"title": f"{measure.metric.title}: {pattern.title.lower()}", "topic": measure.metric.topic}
    return pattern.model_copy(update=named)


def _alike(whole: Signal, part: Signal) -> bool:
    """Tell whether two signals say one thing of a whole and its part: the same, or how far off the level is."""
    levels = {whole.code, part.code}
    return len(levels) == 1 or ("BURDEN" in levels and levels <= _LEVELS)


def _speaker(whole: _Fired, part: _Fired) -> _Fired:
    """Choose who speaks for both: a burden, or one specialty that accounts for the trouble of the whole."""
    if whole.signal.code == "BURDEN" or part.signal.code == "BURDEN":
        return whole if whole.signal.code == "BURDEN" else part
    people, everybody = part.signal.people_affected, whole.signal.people_affected
    return part if people and everybody and people >= MOST * everybody else whole


def _trend(lead: _Fired) -> Signal | None:
    """Find what a burden's card says of its months besides: a burden itself is no trend."""
    if lead.signal.code != "BURDEN":
        return None
    others = (s for s in lead.series.signals if s.code in _TRENDS and doubt(s, lead.measure) is None)
    return next(others, None)


def _holds_most(lead: _Fired, measures: Iterable[Measure]) -> Measure | None:
    """Find the specialty with more of a whole trust's people behind the standard than any other."""
    whole = lead.measure
    if lead.signal.code != "BURDEN" or whole.specialty_code != ALL:
        return None
    parts = [
        measure
        for measure in measures
        if measure.specialty_code != ALL
        and (measure.key[:3], measure.group_code) == (whole.key[:3], whole.group_code)
        and measure.latest.period == whole.latest.period
        and printed_value(measure, measure.latest) is not None
        and people_beyond(measure)
    ]
    return max(parts, key=lambda part: (people_beyond(part) or 0, part.specialty_code), default=None)


def looks_at(pattern: Pattern, measure: Measure) -> bool:
    """Tell whether a pattern means this metric, group and kind of specialty."""
    if "*" not in pattern.metrics and measure.metric.name not in pattern.metrics:
        return False
    if pattern.groups:
        in_groups = any(fnmatchcase(measure.group_code, group) for group in pattern.groups)
    else:
        in_groups = measure.group_code == ALL
    whole = measure.specialty_code == ALL
    return in_groups and (pattern.specialties == "any" or whole == (pattern.specialties == "all_only"))


def _lead_order(fired: _Fired) -> tuple[int, float, str, str]:
    """Put the freshest kind of signal first, then the heaviest."""
    weight = fired.signal.strength * (fired.signal.people_affected or 1)
    measure = fired.measure
    return (PRECEDENCE.index(fired.signal.code), -weight, measure.specialty_code, measure.group_code)


def _counts_with(one: _Fired, lead: _Fired) -> bool:
    same = one.signal.code == lead.signal.code and one.measure.group_code == lead.measure.group_code
    return same and one is not lead and one.measure.specialty_code != ALL


def _by_concerns(pattern: Pattern, heard: list[Concern], measures: Iterable[Measure]) -> list[Finding]:
    """Raise the largest cluster of a pattern's themes: three sigma at the least count, more with more."""
    if not heard or "CLUSTER" not in pattern.signals:
        return []
    strength = 3.0 * max(heard[0].reports / LEAST_REPORTS, 1.0)
    beside = _matching(pattern, heard[0], measures)
    return [Finding(pattern, score=strength, concern=heard[0], beside=beside)]


def _matching(pattern: Pattern, concern: Concern, measures: Iterable[Measure]) -> Measure | None:
    """Find the figure to set beside reports: of their own specialty, or else of the whole."""
    fitting = [
        measure
        for measure in measures
        if "*" not in pattern.metrics
        and looks_at(pattern, measure)
        and measure.population_code == ALL
        and measure.specialty_code in (ALL, concern.specialty_code)
        and printed_value(measure, measure.latest) is not None
        and not measure.old
    ]
    order = list(pattern.metrics)
    fitting.sort(key=lambda m: (order.index(m.metric.name), m.specialty_code == ALL, m.group_code))
    return fitting[0] if fitting else None


def _by_promises(pattern: Pattern, promises: Iterable[Promise]) -> list[Finding]:
    """Raise the most pressing slipped promise in a state the pattern names, and counts the rest."""
    owed = [promise for promise in promises if promise.state in pattern.promises and slipped(promise)]
    if not owed or "SLIP" not in pattern.signals:
        return []
    return [Finding(pattern, score=3.0 + len(owed), promise=owed[0], others=len(owed) - 1)]


def by_pin(pattern: Pattern) -> Finding:
    """Raise a pattern whose data we do not have, on a manager's word alone."""
    return Finding(pattern, score=0.0)


PUSH_WEIGHT = {"FIRM": 3.0, "ASK": 2.0, "EXPLORE": 1.0}
PEOPLE_WHEN_UNKNOWN = 100.0
_YEAR = 12


def weigh_all(
    found: Iterable[Finding],
    *,
    promises: Sequence[Promise],
    today: date,
    history: Sequence[PastQuestion] = (),
) -> tuple[Finding, ...]:
    """Weigh findings and puts the weightiest first; a finding comes in with its strength as score."""
    found = list(found)
    known = [
        finding.people_affected for finding in found if finding.people_affected and not finding.is_burden
    ]
    typical = float(median(known)) if known else PEOPLE_WHEN_UNKNOWN
    scored = [
        replace(
            finding,
            score=weight(finding, typical=typical, promises=promises, today=today, history=history),
        )
        for finding in found
    ]
    ripple = max((finding.score for finding in scored if _of_a_part(finding)), default=0.0)
    lifted = [
        replace(finding, score=finding.score + ripple)
        if finding.is_burden and not _of_a_part(finding)
        else finding
        for finding in scored
    ]
    return tuple(sorted(lifted, key=rank))


def _of_a_part(finding: Finding) -> bool:
    return finding.measure is not None and finding.measure.specialty_code != ALL


def severity(finding: Finding) -> float:
    """Tell how grave one case is: by how rare its kind is in England for a burden, else by the signal's strength.

    England over 18 weeks      35%       one case counts 2.9
    England over 65 weeks      0.08%     one case counts 1,250
    """
    measure = finding.measure
    if not finding.is_burden or measure is None or measure.england is None:
        return finding.score
    rate = measure.england if measure.metric.better == "lower" else 100 - measure.england
    return 100 / rate if rate > 0 else finding.score


def weight(
    finding: Finding,
    *,
    typical: float,
    promises: Sequence[Promise],
    today: date,
    history: Sequence[PastQuestion] = (),
) -> float:
    """Weigh one finding. People unknown count as the typical finding's; never asked counts as a year ago."""
    grave = severity(finding)
    people = float(finding.people_affected) if finding.people_affected is not None else typical
    metric = finding.measure.metric.name if finding.measure else ""
    promised = months_since_asked(promises, metric=metric, today=today)
    known_months = [
        months for months in (promised, months_since(finding, history, today=today)) if months is not None
    ]
    waited = min(max(min(known_months, default=_YEAR), 1), _YEAR)
    enough = 0.5 if finding.improving else 1.0
    return max(people, 1.0) * grave * PUSH_WEIGHT[finding.pattern.push] * waited / _YEAR * enough


def rank(finding: Finding) -> tuple[float, str, str, str]:
    """Order findings by weight; equals by name, so that the order is always the same."""
    measure = finding.measure
    place = (measure.metric.name, measure.specialty_code) if measure else ("", "")
    return (-finding.score, finding.pattern.id, *place)
