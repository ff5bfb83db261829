"""Small numbers, hidden once, before anything is drawn. Published statistics pass untouched.

none      everything as it is
under_5   counts of 1 to 4 are hidden
hes       counts of 1 to 7 are hidden, others rounded to 5, percentages made from the rounded counts

A hidden month is an empty `Point`. Where one part of a whole alone would be hidden, the next smallest part
goes too, or the whole less the others would give it away:

    whole 40 | sex:female 37 | sex:male 3   ->   whole 40 | hidden | hidden
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from briefing.measures import ALL, Measure, Point
from briefing.statistics.intervals import wilson

Preset = Literal["none", "under_5", "hes"]
Key = tuple[str, str, str, str, str]
Cell = tuple[Key, date]

_LARGEST_SMALL: dict[Preset, int] = {"none": 0, "under_5": 4, "hes": 7}


def protect(measures: Iterable[Measure], preset: Preset) -> tuple[Measure, ...]:
    """The measures as they may be shown. Doing it twice changes nothing."""
    given = tuple(measures)
    if preset == "none":
        return given
    local = [measure for measure in given if not measure.metric.published]
    hidden = _hidden(local, small=_LARGEST_SMALL[preset])
    touched = {key for key, _ in hidden}
    return tuple(
        measure
        if measure.metric.published
        else _shown(measure, hidden, touched=touched, rounded=preset == "hes", small=_LARGEST_SMALL[preset])
        for measure in given
    )


def _hidden(measures: Sequence[Measure], *, small: int) -> set[Cell]:
    """The months that are small themselves, and those that would give one of them away."""
    cells = {(m.key, p.period): (m, p) for m in measures for p in m.points}
    hidden = {cell for cell, (m, p) in cells.items() if _is_small(m, p, small) or _was_hidden(p)}
    hidden |= {cell for cell, (m, p) in cells.items() if _rest_is_small(m, p, cells, small)}
    families = list(_families(cells))
    grew = True
    while grew:
        extra = {cell for family in families for cell in _companion(family, hidden, cells)}
        grew = not extra <= hidden
        hidden |= extra
    return hidden


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
    return point.value is None and point.numerator is None and point.denominator is None


def _rest_is_small(
    measure: Measure, point: Point, cells: dict[Cell, tuple[Measure, Point]], small: int
) -> bool:
    """Our residents alone, where the trust's other patients would be few enough to point at."""
    name, org, population, specialty, group = measure.key
    whole = cells.get(((name, org, ALL, specialty, group), point.period))
    if population == ALL or whole is None:
        return False
    everyone = whole[1]
    return _leaves_few(everyone.numerator, point.numerator, small) or _leaves_few(
        everyone.denominator, point.denominator, small
    )


def _families(cells: Iterable[Cell]) -> Iterator[list[Cell]]:
    """Parts that add up to one whole: the groups of a dimension, or the specialties, in one month."""
    found: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        (name, org, population, specialty, group), period = cell
        if group != ALL:
            dimension = group.partition(":")[0]
            found[(name, org, population, specialty, dimension, period)].append(cell)
        if specialty != ALL:
            found[(name, org, population, group, period)].append(cell)
    yield from (family for family in found.values() if len(family) > 1)


def _companion(family: list[Cell], hidden: set[Cell], cells: dict[Cell, tuple[Measure, Point]]) -> list[Cell]:
    """The part to hide beside a part that would be hidden alone: the smallest of the others."""
    if sum(cell in hidden for cell in family) != 1:
        return []
    others = [cell for cell in family if cell not in hidden]
    return [min(others, key=lambda cell: (cells[cell][1].denominator or cells[cell][1].numerator or 0, cell))]


def _shown(measure: Measure, hidden: set[Cell], *, touched: set[Key], rounded: bool, small: int) -> Measure:
    """The measure without its hidden months. Its lines lose decimals: a mean could give a month away."""
    coarse = measure.key in touched
    points = tuple(_shown_point(measure, p, hidden, rounded=rounded, coarse=coarse) for p in measure.points)
    peers = tuple(
        replace(peer, value=None) if _peer_is_hidden(measure, peer.org_code, hidden) else peer
        for peer in measure.peers
    )
    people = None if _few(measure.people_affected, small) else measure.people_affected
    if people is not None and rounded:
        people = 5 * round(people / 5)
    return replace(measure, points=points, peers=peers, people_affected=people)


def _peer_is_hidden(measure: Measure, org: str, hidden: set[Cell]) -> bool:
    name, _, population, specialty, group = measure.key
    return ((name, org, population, specialty, group), measure.latest.period) in hidden


def _shown_point(measure: Measure, point: Point, hidden: set[Cell], *, rounded: bool, coarse: bool) -> Point:
    lined = replace(
        point,
        mean=_whole(point.mean, coarse),
        lower_limit=_whole(point.lower_limit, coarse),
        upper_limit=_whole(point.upper_limit, coarse),
    )
    if (measure.key, point.period) in hidden:
        return _empty(lined)
    return _rounded(measure, lined) if rounded else lined


def _empty(point: Point) -> Point:
    """The month with its place and its lines alone: not even its mark, which would say how far out it lay."""
    return replace(
        point,
        numerator=None,
        denominator=None,
        value=None,
        low=None,
        high=None,
        rule=None,
        point_type="common_cause",
    )


def _whole(value: float | None, coarse: bool) -> float | None:
    return float(round(value)) if coarse and value is not None else value


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
