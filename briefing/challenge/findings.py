"""From signals to findings: few for each pattern and metric, so that nothing is asked twice.

signals of a provider                     findings
SC-   within 18 weeks, urology     }      RTT-02 in urology; neurology is named and counted with it
SC-   within 18 weeks, neurology   }
FAIL  within 18 weeks, all                RTT-02 across the trust: a standing failure is another matter
SC+   four hours                          none: it is the credit's
(nothing) missed appointments             none: no signal, no question
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from fnmatch import fnmatchcase

from briefing.challenge.concerns import LEAST_REPORTS, theme_key
from briefing.challenge.model import Concern, Finding, Pattern, Promise
from briefing.challenge.promises import slipped
from briefing.challenge.ranking import weigh_all
from briefing.challenge.series import PRECEDENCE, Series
from briefing.measures import ALL, Measure, Signal


def find(
    patterns: Iterable[Pattern],
    *,
    series: Sequence[Series],
    concerns: Sequence[Concern],
    promises: Sequence[Promise],
    today: date,
) -> tuple[Finding, ...]:
    """Finds everything worth asking, the weightiest first."""
    found: list[Finding] = []
    bank = [pattern for pattern in patterns if not pattern.credit]
    named = {theme_key(theme) for pattern in bank for theme in pattern.themes if theme != "*"}
    for pattern in bank:
        heard = _heard(pattern, concerns, named)
        by_figures = list(_by_figures(pattern, series, heard))
        found += by_figures
        if not by_figures:
            found += _by_concerns(pattern, heard)
        found += _by_promises(pattern, promises)
    return weigh_all(found, promises=promises, today=today)


def _heard(pattern: Pattern, concerns: Iterable[Concern], named: set[str]) -> list[Concern]:
    """Finds the clusters that a pattern's themes name; "*" takes those that no pattern names."""
    if "*" in pattern.themes:
        return [concern for concern in concerns if concern.clustered and concern.theme not in named]
    themes = {theme_key(theme) for theme in pattern.themes}
    return [concern for concern in concerns if concern.clustered and concern.theme in themes]


def _by_figures(pattern: Pattern, series: Iterable[Series], heard: list[Concern]) -> Iterable[Finding]:
    by_metric: dict[str, list[tuple[Signal, Series]]] = defaultdict(list)
    for one in series:
        signal = next((signal for signal in one.signals if signal.code in pattern.signals), None)
        if signal is not None and _looks_at(pattern, one.measure):
            by_metric[one.measure.metric.name].append((signal, one))
    for fired in by_metric.values():
        fired.sort(key=lambda pair: _lead_order(*pair))
        whole = [pair for pair in fired if pair[1].measure.specialty_code == ALL]
        parts = [pair for pair in fired if pair[1].measure.specialty_code != ALL]
        together = bool(whole and parts) and whole[0][0].code == parts[0][0].code
        for leading in [whole[:1], [] if together else parts[:1]]:
            yield from (_of_series(pattern, signal, one, parts=parts, heard=heard) for signal, one in leading)


def _of_series(
    pattern: Pattern,
    signal: Signal,
    lead: Series,
    *,
    parts: list[tuple[Signal, Series]],
    heard: list[Concern],
) -> Finding:
    return Finding(
        pattern=pattern,
        signal=signal,
        measure=lead.measure,
        concern=heard[0] if heard else None,
        promise=None,
        people_affected=signal.people_affected,
        score=signal.strength,
        also=tuple(one.measure for other, one in parts if _counts_with(other, one, signal, lead)),
        ours=lead.ours,
        improving=lead.improving,
    )


def _looks_at(pattern: Pattern, measure: Measure) -> bool:
    if "*" not in pattern.metrics and measure.metric.name not in pattern.metrics:
        return False
    if pattern.groups:
        in_groups = any(fnmatchcase(measure.group_code, group) for group in pattern.groups)
    else:
        in_groups = measure.group_code == ALL
    whole = measure.specialty_code == ALL
    return in_groups and (pattern.specialties == "any" or whole == (pattern.specialties == "all_only"))


def _lead_order(signal: Signal, one: Series) -> tuple[int, float, str, str]:
    """Puts the freshest kind of signal first, then the heaviest."""
    weight = signal.strength * (signal.people_affected or 1)
    return (PRECEDENCE.index(signal.code), -weight, one.measure.specialty_code, one.measure.group_code)


def _counts_with(signal: Signal, one: Series, leading: Signal, lead: Series) -> bool:
    same_group = one.measure.group_code == lead.measure.group_code
    return one is not lead and signal.code == leading.code and same_group


def _by_concerns(pattern: Pattern, heard: list[Concern]) -> list[Finding]:
    """Raises the largest cluster of a pattern's themes: three sigma at the least count, more with more."""
    if not heard or "CLUSTER" not in pattern.signals:
        return []
    strength = 3.0 * heard[0].reports / LEAST_REPORTS
    return [_without_figures(pattern, concern=heard[0], score=strength)]


def _by_promises(pattern: Pattern, promises: Iterable[Promise]) -> list[Finding]:
    """Raises the most pressing slipped promise in a state the pattern names, and counts the rest."""
    owed = [promise for promise in promises if promise.state in pattern.promises and slipped(promise)]
    if not owed or "SLIP" not in pattern.signals:
        return []
    return [_without_figures(pattern, promise=owed[0], score=3.0 + len(owed), others=len(owed) - 1)]


def _without_figures(
    pattern: Pattern,
    *,
    score: float,
    concern: Concern | None = None,
    promise: Promise | None = None,
    others: int = 0,
) -> Finding:
    return Finding(
        pattern=pattern,
        signal=None,
        measure=None,
        concern=concern,
        promise=promise,
        people_affected=None,
        score=score,
        others=others,
    )


def by_pin(pattern: Pattern) -> Finding:
    """Raises a pattern whose data we do not have, on a manager's word alone."""
    return _without_figures(pattern, score=0.0)
