"""What went well, and what looks alarming and is not."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from briefing import formats
from briefing.challenge.course import course, usual_range
from briefing.challenge.findings import looks_at
from briefing.challenge.model import Finding, LeaveAlone, Pattern
from briefing.challenge.series import is_concern, signals_by_key
from briefing.challenge.slots import months_ago, months_in_run, where, with_how_many
from briefing.measures import ALL, Key, Measure, Signal

MOST_LEFT_ALONE = 6
SUSTAINED = 3
"""Months an improvement must have lasted before anybody is thanked for it."""
_YEAR = 12
_ALONE = "so leave it alone."


def find_credit(
    patterns: Iterable[Pattern],
    *,
    measures: Iterable[Measure],
    signals: Iterable[Signal],
    provider_code: str,
    asked: Iterable[Key] = (),
) -> Finding | None:
    """Find what is most worth thanking for, felt by patients: an improvement that lasts, or else a level."""
    thanks = [pattern for pattern in patterns if pattern.credit]
    own, fired = [m for m in measures if _total_of(m, provider_code)], signals_by_key(signals)
    taken = frozenset(asked)
    better = [one for pattern in thanks for one in _improved(pattern, own, fired, taken)]
    good = [one for pattern in thanks if not pattern.signals for one in _leading(pattern, own, fired, taken)]
    return max(better or good, key=_worth, default=None)


def _improved(
    pattern: Pattern, own: Iterable[Measure], fired: Mapping[Key, Sequence[Signal]], asked: Collection[Key]
) -> Iterator[Finding]:
    """Yield what has become better and stayed so: how strong it is, and how long it has lasted."""
    for measure in own:
        lasted = months_in_run(measure)
        found = fired.get(measure.key, ())
        worse = any(signal.code == "SC-" for signal in found) or _slips_back(measure)
        if lasted < SUSTAINED or worse or measure.key in asked or not looks_at(pattern, measure):
            continue
        for signal in found:
            if signal.code in pattern.signals:
                felt = signal.strength * min(lasted, _YEAR)
                yield Finding(pattern, score=felt, signal=signal, measure=measure)


def _slips_back(measure: Measure) -> bool:
    """Whether the latest months take back what was gained: still better than usual, and nothing to thank for."""
    found = course(measure)
    return found is not None and found.lately == "back"


def _leading(
    pattern: Pattern, own: Iterable[Measure], fired: Mapping[Key, Sequence[Signal]], asked: Collection[Key]
) -> Iterator[Finding]:
    """Yield what is better than England and the peers by more than chance: in people, how many feel it.

    Nothing that is asked about under the same measure, in whatever specialty, and nothing that fires a concern.
    """
    spoken_of = {key[0] for key in asked}
    for measure in own:
        calm = not any(map(is_concern, fired.get(measure.key, ())))
        people = _people_ahead(measure)
        if calm and people > 0 and measure.metric.name not in spoken_of and looks_at(pattern, measure):
            yield Finding(pattern, score=people, measure=measure)


def _people_ahead(measure: Measure) -> float:
    """Count for how many it is better here than at the better of England and the peers; none where chance could be.

    Where months are known the usual one lies ahead of both, too, by a sigma: one good month is no level.
    """
    latest, england, peers = measure.latest, measure.england, measure.peers_value
    if (
        measure.fairer is not None
        or england is None
        or latest.value is None
        or latest.low is None
        or latest.high is None
    ):
        return 0.0
    others = [england, *([peers] if peers is not None else [])]
    sign, best = (1, max(others)) if measure.metric.better == "higher" else (-1, min(others))
    nearest = latest.low if sign > 0 else latest.high
    usual = latest.value if latest.mean is None else latest.mean
    spread = ((latest.upper_limit or usual) - (latest.lower_limit or usual)) / 6
    if sign * (nearest - best) <= 0 or sign * (usual - best) < spread:
        return 0.0
    return sign * (latest.value - best) * (latest.denominator or 0.0)


def _worth(thanks: Finding) -> tuple[bool, float, str, str]:
    """Put the whole trust before one specialty, then the weightiest first."""
    measure = thanks.measure
    assert measure is not None
    return measure.specialty_code == ALL, thanks.score, measure.metric.name, measure.specialty_code


def _total_of(measure: Measure, provider_code: str) -> bool:
    return measure.org_code == provider_code and measure.population_code == ALL and measure.group_code == ALL


def leave_alone(
    measures: Iterable[Measure], *, signals: Iterable[Signal], provider_code: str, asked: Iterable[Key]
) -> tuple[LeaveAlone, ...]:
    """List measures whose latest month is worse than the one before and ordinary, the most alarming first.

    It is that change that is left alone. A measure with a signal is never among them, whether or not it is asked about;
    nor is one of safety, nor one worse than England or the peers: they are steady and poor.
    """
    fired = signals_by_key(signals)
    taken = set(asked)
    calm = [
        measure
        for measure in measures
        if _total_of(measure, provider_code)
        and measure.metric.better != "neither"
        and not measure.metric.safety
        and not any(_worse_than(measure, other) for other in (measure.england, measure.peers_value))
        and measure.variation == "common_cause"
        and measure.assurance != "consistently_fails"
        and measure.key not in taken
        and all(signal.code == "HIT/MISS" for signal in fired.get(measure.key, ()))
        and _step(measure) > 0
        and _moved(measure) != "did not change"
    ]
    calm.sort(key=lambda m: (m.specialty_code != ALL, -_alarm(m), m.metric.name, m.specialty_code))
    return tuple(LeaveAlone(measure, sentence(measure)) for measure in calm[:MOST_LEFT_ALONE])


def _worse_than(measure: Measure, other: float | None) -> bool:
    value = measure.latest.value
    if other is None or value is None:
        return False
    return value < other if measure.metric.better == "higher" else value > other


def _moved(measure: Measure) -> str:
    step = _step(measure)
    return formats.moved(-step if measure.metric.better == "higher" else step, measure.metric.unit)


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
    """Say why a month that looks bad is left alone: it is the change that is, not the level."""
    latest, unit = measure.latest, measure.metric.unit
    name, month = f"{measure.metric.title} {where(measure)}", formats.month(latest.period)
    start = f"{name} {_moved(measure)} in {month}, to {with_how_many(measure, latest)}"
    if (usual := usual_range(measure)) is None:
        return f"{start}. That is ordinary variation, {_ALONE}"
    low, high = formats.amount(usual.low, unit), formats.amount(usual.high, unit)
    return f"{start}. That is within the usual range of {low} to {high}, {_ALONE}"
