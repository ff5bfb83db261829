"""Small numbers are hidden, and with them whatever would give them away. Published statistics pass untouched.

none      everything as it is
under_5   counts of 1 to 4 are hidden
hes       counts of 1 to 7 are hidden, others rounded to 5, percentages made from the rounded counts

A hidden month is an empty `Point`. `briefing.protection.suppression` says which months; here they are emptied, and
with them what was computed from them: a median, a mean, a board's value, people affected, a signal's strength.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from briefing.measures import Gradient, Measure, Peer, Point, Signal
from briefing.protection.lines import with_lines_of_shown
from briefing.protection.suppression import NOTHING_EARLIER, Earlier, Key, few, hidden_cells, to_five
from briefing.statistics.intervals import wilson

Preset = Literal["none", "under_5", "hes"]
Hidden = Mapping[Key, set[date]]

_LARGEST_SMALL: dict[Preset, int] = {"none": 0, "under_5": 4, "hes": 7}


def protect(
    measures: Iterable[Measure], preset: Preset, *, earlier: Earlier = NOTHING_EARLIER
) -> tuple[Measure, ...]:
    """The measures as they may be shown, beside what the version before showed. Doing it twice changes nothing.

    Organisations are judged each by itself: no pack shows an organisation's counts beside those of its members.
    """
    given = tuple(measures)
    if preset == "none":
        return given
    small = _LARGEST_SMALL[preset]
    local = [measure for measure in given if not measure.metric.published]
    hidden = _by_key(local, small=small, earlier=earlier)
    return tuple(
        measure if measure.metric.published else _shown(measure, hidden, rounded=preset == "hes", small=small)
        for measure in given
    )


def with_judged_peers(measures: Iterable[Measure], judged: Iterable[Measure]) -> tuple[Measure, ...]:
    """Local measures without the values of peers whose own counts nobody has looked at: they may be few."""
    known = {measure.key for measure in judged}
    return tuple(
        measure
        if measure.metric.published
        else replace(
            measure,
            peers=tuple(
                peer if _of_peer(peer, measure) in known else replace(peer, value=None)
                for peer in measure.peers
            ),
        )
        for measure in measures
    )


def quiet(signals: Iterable[Signal], measures: Iterable[Measure]) -> list[Signal]:
    """The signals that rest on something shown: the strength of another would say how far out it lay.

    `measures` are protected already. Few people are not counted in a signal either.
    """
    by_key = {measure.key: measure for measure in measures}
    return [
        _quiet(signal, by_key.get(_key_of(signal))) for signal in signals if _rests_on_shown(signal, by_key)
    ]


def _key_of(signal: Signal) -> Key:
    return (signal.metric, signal.org_code, signal.population_code, signal.specialty_code, signal.group_code)


def _rests_on_shown(signal: Signal, by_key: Mapping[Key, Measure]) -> bool:
    measure = by_key.get(_key_of(signal))
    if measure is None or measure.metric.published:
        return True
    return not any(point.hidden for point in measure.points if point.period == signal.period)


def _quiet(signal: Signal, measure: Measure | None) -> Signal:
    """Counts people as its measure does, which may not say how many."""
    if measure is None or measure.metric.published or signal.people_affected is None:
        return signal
    return replace(signal, people_affected=measure.people_affected)


def _by_key(local: list[Measure], *, small: int, earlier: Earlier) -> Hidden:
    found: dict[Key, set[date]] = defaultdict(set)
    for key, period in hidden_cells(local, small=small, earlier=earlier):
        found[key].add(period)
    return found


def _shown(measure: Measure, hidden: Hidden, *, rounded: bool, small: int) -> Measure:
    """The measure without its hidden months and without what they could be computed from."""
    months = hidden.get(measure.key, set())
    points = tuple(_shown_point(measure, point, months, rounded=rounded) for point in measure.points)
    if months:
        points = with_lines_of_shown(points, share=measure.metric.kind == "proportion")
    shown = replace(
        measure,
        points=points,
        people_affected=_people(measure, rounded=rounded, small=small),
        england=_one_place(measure.england),
        region=_one_place(measure.region),
        board=_one_place(measure.board),
        peers_value=_one_place(measure.peers_value),
        peers=tuple(_shown_peer(peer, measure, hidden) for peer in measure.peers),
        gradient=None if rounded else _shown_gradient(measure, hidden),
    )
    return shown if not points or measure.latest.period not in months else _without_latest(shown)


def _without_latest(measure: Measure) -> Measure:
    """Where the latest month is hidden: a board of one hospital has that hospital's value."""
    return replace(
        measure,
        people_affected=None,
        people_against=None,
        england=None,
        region=None,
        board=None,
        peers_value=None,
        gradient=None,
    )


def _shown_gradient(measure: Measure, hidden: Hidden) -> Gradient | None:
    """To the places that are printed; none where a fifth is hidden, which the four others and the line would tell."""
    fifths = ((*measure.key[:4], f"deprivation:{fifth}") for fifth in range(1, 6))
    if measure.gradient is None or any(measure.latest.period in hidden.get(key, ()) for key in fifths):
        return None
    found = measure.gradient
    ratio = None if found.ratio is None else round(found.ratio, 2)
    return Gradient(round(found.points, 1), round(found.low, 1), round(found.high, 1), ratio)


def _people(measure: Measure, *, rounded: bool, small: int) -> int | None:
    if measure.people_affected is None or few(measure.people_affected, small):
        return None
    return 5 * round(measure.people_affected / 5) if rounded else measure.people_affected


def _one_place(value: float | None) -> float | None:
    """As it is printed: with all its digits, a share of few tells its numerator and its denominator."""
    return None if value is None else round(value, 1)


def _shown_peer(peer: Peer, measure: Measure, hidden: Hidden) -> Peer:
    if measure.latest.period in hidden.get(_of_peer(peer, measure), ()):
        return replace(peer, value=None)
    return replace(peer, value=_one_place(peer.value))


def _of_peer(peer: Peer, measure: Measure) -> Key:
    return (measure.metric.name, peer.org_code, *measure.key[2:])


def _shown_point(measure: Measure, point: Point, months: set[date], *, rounded: bool) -> Point:
    if point.period in months:
        return _empty(point)
    return _rounded(measure, point) if rounded else point


def _empty(point: Point) -> Point:
    """The month with its place alone: not even its mark, which would say how far out it lay."""
    lines = (point.mean, point.lower_limit, point.upper_limit)
    return Point(point.period, None, None, None, None, None, *lines, None, "common_cause", hidden=True)


def _rounded(measure: Measure, point: Point) -> Point:
    """Counts to the nearest five, and what was made from counts made again."""
    numerator, denominator = _five(point.numerator), _five(point.denominator)
    value = point.value
    if measure.metric.kind == "count":
        value = _five(value)
    elif measure.metric.kind != "percentile" and value and numerator and denominator:
        value *= (numerator / denominator) / ((point.numerator or 1) / (point.denominator or 1))
    low, high = _interval(measure, point, numerator, denominator)
    return replace(point, numerator=numerator, denominator=denominator, value=value, low=low, high=high)


def _interval(
    measure: Measure, point: Point, numerator: float | None, denominator: float | None
) -> tuple[float | None, float | None]:
    """Made again for the month that bars and dots show; elsewhere nobody draws it."""
    if measure.metric.kind != "proportion" or point.period != measure.latest.period or not denominator:
        return None, None
    low, high = wilson(numerator or 0.0, denominator)
    return 100 * float(low), 100 * float(high)


def _five(count: float | None) -> float | None:
    return None if count is None else to_five(count)
