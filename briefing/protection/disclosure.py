"""Small numbers are hidden, and with them whatever would give them away. Published statistics pass untouched.

none      everything as it is
under_5   counts of 1 to 4 are hidden
hes       counts of 1 to 7 are hidden, others rounded to 5, percentages made from the rounded counts

A hidden month is an empty `Point`. `briefing.protection.suppression` says which months; here they are emptied, and
with them what was computed from them: a median, a mean, a board's value, people affected, a signal's strength. What
is drawn or computed comes from the counts as they are printed: by a limit, a rounded count would be exact again.
A median says of how many people to the ten below: beside a share of the same people the exact number tells few.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from briefing.measures import Gradient, Key, Measure, Peer, Point, Signal
from briefing.protection.lines import with_lines_of_shown
from briefing.protection.suppression import NOTHING_EARLIER, Earlier, few, hidden_cells, to_five
from briefing.statistics.intervals import wilson

Preset = Literal["none", "under_5", "hes"]
Hidden = Mapping[Key, set[date]]

_AGAINST_PEERS = "the median of similar trusts"
_LARGEST_SMALL: dict[Preset, int] = {"none": 0, "under_5": 4, "hes": 7}


def protect(
    measures: Iterable[Measure], preset: Preset, *, earlier: Earlier = NOTHING_EARLIER
) -> tuple[Measure, ...]:
    """Return the measures as they may be shown, beside what the version before showed. Twice is as once.

    Organisations are judged each by itself: no pack shows an organisation's counts beside those of its members.
    """
    everything, small = tuple(measures), _LARGEST_SMALL[preset]
    if preset == "none":
        return everything
    local, rounded = [measure for measure in everything if not measure.metric.published], preset == "hes"
    hidden: dict[Key, set[date]] = defaultdict(set)
    for key, period in hidden_cells(local, small=small, rounded=rounded, earlier=earlier):
        hidden[key].add(period)
    return tuple(
        measure if measure.metric.published else _shown(measure, hidden, rounded=rounded, small=small)
        for measure in everything
    )


def of_peers(measures: Iterable[Measure], preset: Preset) -> tuple[Measure, ...]:
    """Return what a pack may show of others than its provider: their latest values, and no counts of a local feed.

    Their own packs hide months beside figures that are not looked at here, and the counts would give those back.
    """
    shown = protect(measures, preset)
    if preset == "none":
        return shown
    return tuple(
        measure
        if measure.metric.published or not measure.points
        else replace(measure, points=(_value_alone(measure.latest),))
        for measure in shown
    )


def _value_alone(point: Point) -> Point:
    many = _ten_below(point.denominator)
    return replace(
        _empty(point),
        denominator=many,
        value=_one_place(point.value),
        mean=None,
        lower_limit=None,
        upper_limit=None,
        hidden=point.hidden,
    )


def with_judged_peers(measures: Iterable[Measure], judged: Iterable[Measure]) -> tuple[Measure, ...]:
    """Return local measures with the values that their peers may show: none where nobody has looked at their counts."""
    values = {measure.key: measure.latest for measure in judged if measure.points}
    return tuple(
        measure
        if measure.metric.published
        else replace(
            measure,
            peers=tuple(
                replace(peer, value=_value_in(values.get(_of_peer(peer, measure)), measure, peer))
                for peer in measure.peers
            ),
        )
        for measure in measures
    )


def _value_in(theirs: Point | None, measure: Measure, peer: Peer) -> float | None:
    """The peer's value as its own months show it; of an earlier or later month than ours, as it stands beside ours."""
    if theirs is None:
        return None
    return theirs.value if theirs.period == measure.latest.period else peer.value


def quiet(signals: Iterable[Signal], measures: Iterable[Measure]) -> list[Signal]:
    """Return the signals that rest on something shown: the strength of another would say how far out it lay.

    `measures` are protected already. A signal counts people as its measure does, which may not say how many; how strong
    it is has the digits that rank it, and no more.
    """
    local = {measure.key: measure for measure in measures if not measure.metric.published}
    found = []
    for signal in signals:
        measure = local.get(signal.key)
        if measure is None:
            found.append(signal)
        elif not any(point.hidden for point in measure.points if point.period == signal.period):
            people = None if signal.people_affected is None else measure.people_affected
            strength = _one_place(signal.strength) or 0.0
            chance = None if signal.q_value is None else round(signal.q_value, 3)
            found.append(replace(signal, people_affected=people, strength=strength, q_value=chance))
    return found


def _shown(measure: Measure, hidden: Hidden, *, rounded: bool, small: int) -> Measure:
    """The measure without its hidden months and without what they could be computed from.

    Where the latest is hidden, so is all that stands beside it: a board of one hospital has that hospital's value.
    """
    months = hidden.get(measure.key, set())
    points = tuple(_shown_point(measure, point, months, rounded=rounded) for point in measure.points)
    if months or rounded:
        points = with_lines_of_shown(points, share=measure.metric.kind == "proportion")
    gone = bool(points) and measure.latest.period in months
    places = 0 if rounded and measure.metric.kind != "percentile" else 1
    england, region, board, peers_value = (
        None if gone or value is None else round(value, places)
        for value in (measure.england, measure.region, measure.board, measure.peers_value)
    )
    uncounted = gone or (rounded and (measure.people_against or "").startswith(_AGAINST_PEERS))
    return replace(
        measure,
        points=points,
        england=england,
        region=region,
        board=board,
        peers_value=peers_value,
        people_affected=None if uncounted else _people(measure, rounded=rounded, small=small),
        people_against=None if uncounted else measure.people_against,
        peers=tuple(_shown_peer(peer, measure, hidden) for peer in measure.peers),
        gradient=None if gone or rounded else _shown_gradient(measure, hidden),
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
        return replace(peer, value=None, counted=None)
    return replace(peer, value=_one_place(peer.value), counted=None)


def _of_peer(peer: Peer, measure: Measure) -> Key:
    return (measure.metric.name, peer.org_code, *measure.key[2:])


def _shown_point(measure: Measure, point: Point, months: set[date], *, rounded: bool) -> Point:
    if point.period in months:
        return _empty(point)
    if measure.metric.kind == "percentile":
        return replace(point, denominator=_ten_below(point.denominator))
    return _rounded(measure, point) if rounded else point


def _ten_below(count: float | None) -> float | None:
    return None if count is None else 10.0 * (count // 10)


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
    elif value and numerator and denominator and point.numerator and point.denominator:
        scale = float(f"{value * point.denominator / point.numerator:.6g}")
        value = scale * numerator / denominator
    low, high = _interval(measure, point, numerator, denominator)
    return replace(point, numerator=numerator, denominator=denominator, value=value, low=low, high=high)


def _interval(
    measure: Measure, point: Point, numerator: float | None, denominator: float | None
) -> tuple[float | None, float | None]:
    """Made again for the month that bars and dots show; elsewhere nobody draws it."""
    is_drawn = measure.metric.kind == "proportion" and point.period == measure.latest.period
    if not is_drawn or numerator is None or not denominator:
        return None, None
    low, high = wilson(numerator, denominator)
    return 100 * float(low), 100 * float(high)


def _five(count: float | None) -> float | None:
    return None if count is None else to_five(count)
