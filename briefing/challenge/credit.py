"""What went well, and what looks alarming and is not."""

from collections.abc import Iterable

from briefing import formats
from briefing.challenge.course import course, usual_range
from briefing.challenge.findings import looks_at
from briefing.challenge.model import Finding, LeaveAlone, Pattern
from briefing.challenge.series import signals_by_key
from briefing.challenge.slots import measure_name, misses, months_ago, months_in_run, where
from briefing.measures import ALL, Key, Measure, Signal

MOST_LEFT_ALONE = 6
SUSTAINED = 3
"""Months an improvement must have lasted before anybody is thanked for it."""
_YEAR = 12


def find_credit(
    patterns: Iterable[Pattern],
    *,
    measures: Iterable[Measure],
    signals: Iterable[Signal],
    provider_code: str,
    asked: Iterable[Key] = (),
) -> Finding | None:
    """Find the improvement most worth thanking for: lasting, and felt by patients."""
    pattern = next((p for p in patterns if p.credit), None)
    fired = signals_by_key(signals)
    thanks = [
        (signal, measure)
        for measure in measures
        if pattern is not None and _total_of(measure, provider_code) and looks_at(pattern, measure)
        for signal in fired.get(measure.key, ())
        if signal.code in pattern.signals
        and months_in_run(measure) >= SUSTAINED
        and not _slips_back(measure)
        and all(other.code != "SC-" for other in fired[measure.key])
        and measure.key not in asked
    ]
    if pattern is None or not thanks:
        return None
    signal, measure = max(thanks, key=_worth)
    return Finding(pattern, score=signal.strength, signal=signal, measure=measure)


def _slips_back(measure: Measure) -> bool:
    """Whether the latest months take back what was gained: still better than usual, and nothing to thank for."""
    found = course(measure)
    return found is not None and found.lately == "back"


def _worth(thanks: tuple[Signal, Measure]) -> tuple[bool, float, str, str]:
    """Put the whole trust before one specialty; then go by how strong it is and how long it has lasted."""
    signal, measure = thanks
    felt = signal.strength * min(months_in_run(measure), _YEAR)
    return measure.specialty_code == ALL, felt, measure.metric.name, measure.specialty_code


def _total_of(measure: Measure, provider_code: str) -> bool:
    return measure.org_code == provider_code and measure.population_code == ALL and measure.group_code == ALL


def leave_alone(
    measures: Iterable[Measure], *, signals: Iterable[Signal], provider_code: str, asked: Iterable[Key]
) -> tuple[LeaveAlone, ...]:
    """List measures whose latest month looks bad and is ordinary, the most alarming first.

    A measure with a signal is never among them, whether or not it is asked about.
    """
    fired = signals_by_key(signals)
    taken = set(asked)
    calm = [
        measure
        for measure in measures
        if _total_of(measure, provider_code)
        and measure.metric.better != "neither"
        and measure.variation == "common_cause"
        and measure.assurance != "consistently_fails"
        and measure.key not in taken
        and all(signal.code == "HIT/MISS" for signal in fired.get(measure.key, ()))
        and (_step(measure) > 0 or misses(measure, measure.latest.value))
    ]
    calm.sort(key=lambda m: (m.specialty_code != ALL, -_alarm(m), m.metric.name, m.specialty_code))
    return tuple(LeaveAlone(measure, sentence(measure)) for measure in calm[:MOST_LEFT_ALONE])


def _step(measure: Measure) -> float:
    """Give the last month's change, positive for the worse."""
    before, now = months_ago(measure, 1), measure.latest.value
    if before is None or before.value is None or now is None:
        return 0.0
    change = now - before.value
    return -change if measure.metric.better == "higher" else change


def _alarm(measure: Measure) -> float:
    """Set the step for the worse against the usual range: how alarmed a reader of two months would be."""
    latest = measure.latest
    if latest.upper_limit is None or latest.lower_limit is None or latest.upper_limit <= latest.lower_limit:
        return 0.0
    return _step(measure) / (latest.upper_limit - latest.lower_limit)


def sentence(measure: Measure) -> str:
    """Say why a bad-looking month is left alone."""
    latest, unit = measure.latest, measure.metric.unit
    name, month = f"{measure_name(measure)} {where(measure)}", formats.month(latest.period)
    value = formats.amount(latest.value, unit)
    step = _step(measure)
    moved = formats.change(-step if measure.metric.better == "higher" else step, unit)
    start = f"{name}: {value} in {month}"
    look = f", {moved} in a month" if step > 0 and moved != "no change" else ""
    if (usual := usual_range(measure)) is None:
        return f"{start}{look}, ordinary variation."
    low, high = formats.amount(usual.low, unit), formats.amount(usual.high, unit)
    return f"{start}{look}, within its usual range of {low} to {high}."
