"""Small numbers, hidden once, before anything is drawn. Published statistics pass untouched.

none      everything as it is
under_5   counts of 1 to 4 are hidden
hes       counts of 1 to 7 are hidden, others rounded to 5, percentages made from the rounded counts

A hidden month is an empty `Point`. Where one part of a whole alone would be hidden, the next smallest part
goes too, or the whole less the others would give it away:

    whole 40 | sex:female 37 | sex:male 3   ->   whole 40 | hidden | hidden
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from briefing.measures import ALL, Measure, Point
from briefing.statistics.intervals import wilson

Preset = Literal["none", "under_5", "hes"]
Key = tuple[str, str, str, str, str]
Cell = tuple[Key, date]
Family = tuple[str, ...]

_LARGEST_SMALL: dict[Preset, int] = {"none": 0, "under_5": 4, "hes": 7}


def protect(measures: Iterable[Measure], preset: Preset) -> tuple[Measure, ...]:
    """The measures as they may be shown. Doing it twice changes nothing."""
    given = tuple(measures)
    if preset == "none":
        return given
    small = _LARGEST_SMALL[preset]
    hidden = _hidden({m.key: m for m in given if not m.metric.published}, small=small)
    return tuple(
        measure if measure.metric.published else _shown(measure, hidden, rounded=preset == "hes", small=small)
        for measure in given
    )


class Hidden(dict[Key, set[date]]):
    """The months to hide, by measure; a measure without one has an empty set."""

    def __missing__(self, key: Key) -> set[date]:
        return set()

    def holds(self, cell: Cell) -> bool:
        return cell[1] in self[cell[0]]

    def add(self, cell: Cell) -> None:
        self.setdefault(cell[0], set()).add(cell[1])


def _hidden(local: Mapping[Key, Measure], *, small: int) -> Hidden:
    """The months that are small themselves, and then those that would give one of them away."""
    hidden = Hidden()
    for key, measure in local.items():
        whole = local.get((key[0], key[1], ALL, *key[3:])) if key[2] != ALL else None
        everyone = {point.period: point for point in whole.points} if whole is not None else {}
        for point in measure.points:
            if (
                _was_hidden(point)
                or _is_small(measure, point, small)
                or _rest_is_small(everyone.get(point.period), point, small)
            ):
                hidden.add((key, point.period))
    _add_companions(hidden, local)
    return hidden


def _add_companions(hidden: Hidden, local: Mapping[Key, Measure]) -> None:
    """Hide a second part wherever one is hidden alone, and look again at the families of that second part."""
    families: dict[Family, list[Key]] = defaultdict(list)
    for key in local:
        for family in _families(key):
            families[family].append(key)
    cells = [(key, period) for key, periods in hidden.items() for period in periods]
    parts = Counter((family, period) for key, period in cells for family in _families(key))
    due = sorted(place for place, count in parts.items() if count == 1)
    while due:
        family, period = due.pop()
        companion = (
            _companion(families[family], period, hidden, local) if parts[family, period] == 1 else None
        )
        if companion is not None:
            hidden.add((companion, period))
            touched = [(other, period) for other in _families(companion)]
            parts.update(touched)
            due += touched


def _families(key: Key) -> Iterator[Family]:
    """The wholes that a measure is a part of: all groups of its dimension, and all specialties."""
    name, org, population, specialty, group = key
    if group != ALL:
        yield (name, org, population, specialty, group.partition(":")[0], "group")
    if specialty != ALL:
        yield (name, org, population, group, "", "specialty")


def _companion(
    members: Sequence[Key], period: date, hidden: Hidden, local: Mapping[Key, Measure]
) -> Key | None:
    """The part to hide beside a part that would be hidden alone: the smallest of the others."""
    others = [
        (point.denominator or point.numerator or 0, key)
        for key in members
        for point in local[key].points
        if point.period == period and period not in hidden[key]
    ]
    return min(others)[1] if others else None


def _is_small(measure: Measure, point: Point, small: int) -> bool:
    """A count of few people, or one that leaves few when taken from its denominator."""
    if measure.metric.kind == "rate":  # its denominator is a registered population
        return _few(point.numerator, small)
    few = _few(point.numerator, small) or _few(point.denominator, small)
    return few or (
        measure.metric.kind == "proportion" and _leaves_few(point.denominator, point.numerator, small)
    )


def _few(count: float | None, small: int) -> bool:
    return count is not None and 0 < count <= small


def _leaves_few(whole: float | None, part: float | None, small: int) -> bool:
    """Also where only the rounded counts leave few: so doing it twice changes nothing."""
    if whole is None or part is None:
        return False
    return _few(whole - part, small) or _few((_to_five(whole) or 0) - (_to_five(part) or 0), small)


def _was_hidden(point: Point) -> bool:
    return point.hidden


def _rest_is_small(everyone: Point | None, ours: Point, small: int) -> bool:
    """Our residents alone, where the trust's other patients would be few enough to point at."""
    if everyone is None:
        return False
    return _leaves_few(everyone.numerator, ours.numerator, small) or _leaves_few(
        everyone.denominator, ours.denominator, small
    )


def _shown(measure: Measure, hidden: Hidden, *, rounded: bool, small: int) -> Measure:
    """The measure without its hidden months. Its lines lose decimals: a mean could give a month away."""
    months = hidden[measure.key]
    hidden_before = all(_was_hidden(point) for point in measure.points if point.period in months)
    if hidden_before and not rounded and not _few(measure.people_affected, small):
        return _without_hidden_peers(measure, hidden)
    points = tuple(_shown_point(measure, point, months, rounded=rounded) for point in measure.points)
    people = None if _few(measure.people_affected, small) else measure.people_affected
    if people is not None and rounded:
        people = 5 * round(people / 5)
    return _without_hidden_peers(replace(measure, points=points, people_affected=people), hidden)


def _without_hidden_peers(measure: Measure, hidden: Hidden) -> Measure:
    if not measure.points or not measure.peers:
        return measure
    latest = measure.latest.period
    name, _, population, specialty, group = measure.key
    gone = {
        peer.org_code
        for peer in measure.peers
        if hidden.holds(((name, peer.org_code, population, specialty, group), latest))
    }
    if not gone:
        return measure
    peers = tuple(replace(peer, value=None) if peer.org_code in gone else peer for peer in measure.peers)
    return replace(measure, peers=peers)


def _shown_point(measure: Measure, point: Point, months: set[date], *, rounded: bool) -> Point:
    if point.period in months:
        return _empty(point)
    if months:
        point = _with_coarse_lines(point)
    return _rounded(measure, point) if rounded else point


def _empty(point: Point) -> Point:
    """The month with its place and its lines alone: not even its mark, which would say how far out it lay."""
    lines = (_whole(point.mean), _whole(point.lower_limit), _whole(point.upper_limit))
    return Point(point.period, None, None, None, None, None, *lines, None, "common_cause", hidden=True)


def _with_coarse_lines(point: Point) -> Point:
    """Built outright: `replace` takes four times as long, and there are tens of thousands of months."""
    return Point(
        point.period,
        point.numerator,
        point.denominator,
        point.value,
        point.low,
        point.high,
        _whole(point.mean),
        _whole(point.lower_limit),
        _whole(point.upper_limit),
        point.rule,
        point.point_type,
    )


def _whole(value: float | None) -> float | None:
    return None if value is None else float(round(value))


def _rounded(measure: Measure, point: Point) -> Point:
    """Counts to the nearest five, and what was made from counts made again."""
    numerator, denominator = _to_five(point.numerator), _to_five(point.denominator)
    value = point.value
    if measure.metric.kind == "count":
        value = _to_five(value)
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


def _to_five(count: float | None) -> float | None:
    return None if count is None else float(5 * round(count / 5))
