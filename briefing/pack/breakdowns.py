"""Figures that open a measure up: by specialty on one scale, and by fifth of deprivation a year ago and now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt

from briefing import formats
from briefing.challenge.course import known
from briefing.document.figure import Figure
from briefing.measures import ALL, Key, Measure, Point
from briefing.months import months_before
from briefing.pack import figures, words
from briefing.pack.waiting import A_YEAR
from briefing.statistics.funnel import Z_95

MOST_PANELS = 24
MOST_MULTIPLES = 2


def multiples(whole: Measure, own: Mapping[Key, Measure]) -> Figure | None:
    """Set one small chart a specialty on one scale, those that touch most people first; none below two."""
    name, org, population, _, group = whole.key
    parts = [
        measure
        for key, measure in own.items()
        if (name, org, population, group) == (key[0], key[1], key[2], key[4])
        and key[3] != ALL
        and len(known(measure.points)) > 1
        and figures.known(measure)
        and figures.is_enough(measure.latest)
    ]
    if len(parts) < 2:
        return None
    ordered = sorted(parts, key=lambda measure: (-(measure.people_affected or 0), _goodness(measure)))
    shown = ordered[:MOST_PANELS]
    unit = whole.metric.unit
    ranked = sorted(parts, key=_goodness)
    ends = [f"{words.said(m.latest, unit)} in {_named(m)}" for m in (ranked[0], ranked[-1])]
    title = f"{words.name_of(whole)}: from {ends[0]} to {ends[1]}"
    beyond = len(parts) - len(shown)
    order = (
        f"Those with most {whole.metric.counts} affected come first"
        if _counted(shown)
        else "The worst come first"
    )
    if whole.metric.better == "neither":
        order = "The largest come first"
    listed = formats.listed(f"{_named(m)} {figures.beside_england(m)}" for m in shown)
    in_england = any(figures.england_of(m) is not None for m in shown)
    return Figure(
        id=figures.figure_id("specialties", whole),
        kind="multiples",
        title=title,
        caption=f"{order}; {_ONE_SCALE if scale_length(shown) is None else _OWN_SCALES}"
        + (" The short line beside the last month is England." if in_england else "")
        + (f" Shown are {len(shown)} of {len(parts)}." if beyond else ""),
        alt=f"{title}. {formats.capital(listed)}, in {formats.month(whole.latest.period)}.",
        source_line=whole.source_line,
        measure=whole,
        others=tuple(shown),
        place="inside",
    )


_ONE_SCALE = "all on one scale. The pale line behind each is all specialties together."
_OWN_SCALES = "each at its own level, on scales of equal length: lines equally steep show equal changes."
_FAR_APART = 2.5
"""So many times as long as the longest panel needs, one scale for all would press each line flat."""


def scale_length(parts: Sequence[Measure]) -> float | None:
    """How long the scale of each panel is where their levels lie far apart; None where one scale holds them all."""
    spans = [span_of(part) for part in parts]
    longest = max(high - low for low, high in spans)
    whole = max(high for _, high in spans) - min(low for low, _ in spans)
    return longest if longest > 0 and whole > _FAR_APART * longest else None


def span_of(part: Measure) -> tuple[float, float]:
    """From the lowest to the highest of a panel: its own months, and England beside them."""
    shown = [point.value for point in known(part.points) if point.value is not None]
    england = figures.england_of(part)
    shown += [england] if england is not None else []
    return min(shown), max(shown)


def _named(measure: Measure) -> str:
    return formats.specialty(measure.specialty_name)


def _counted(measures: Sequence[Measure]) -> bool:
    return any(measure.people_affected for measure in measures)


def _goodness(measure: Measure) -> tuple[float, str]:
    """Smallest for the worst; the largest value is the worst where nothing is better."""
    value = measure.latest.value or 0.0
    return (value if measure.metric.better == "higher" else -value, measure.specialty_code)


def slope(whole: Measure, parts: Sequence[Measure]) -> Figure | None:
    """Set the fifths of deprivation a year before beside the latest; none for old figures or fewer than two."""
    fifths = sorted(
        (m for m in parts if m.group_code.startswith("deprivation:") and _enough_then_and_now(m)),
        key=lambda m: m.group_code,
    )
    if whole.old or len(fifths) < 2 or not _ever_apart(fifths[0], fifths[-1]):
        return None
    first, last = fifths[0], fifths[-1]
    (before, now), (other_before, other_now) = (_values(first), _values(last))
    unit = whole.metric.unit
    pair = _pair(first)
    moved = _movement(other_before - before, other_now - now, unit, is_change=_gap_changed(first, last))
    title = f"{words.name_of(whole)}: the gap between {_ends(first, last)} {moved}"
    listed = formats.listed(
        f"{words.group_name(m.group_code)} {formats.shown(earlier, unit)}, then {formats.shown(latest, unit)}"
        for m in fifths
        for earlier, latest in (_pair(m),)
    )
    span = f"{formats.month(pair[0].period)} and {formats.month(pair[1].period)}"
    return Figure(
        id=figures.figure_id("slope", whole),
        kind="slope",
        title=title,
        caption=f"{span}. {_sure(first, last)}{words.gradient(whole, fifths)}",
        alt=f"{title}. {span}: {listed}.",
        source_line=first.source_line,
        measure=whole,
        others=tuple(fifths),
        place="inequality",
    )


def then_and_now(measure: Measure) -> tuple[Point, Point] | None:
    """Return the latest month and the one a year before it; without that, the first there is."""
    seen = known(measure.points)
    if len(seen) < 2 or seen[-1].period != measure.latest.period:
        return None
    year_before = months_before(seen[-1].period, A_YEAR)
    return next((point for point in seen if point.period == year_before), seen[0]), seen[-1]


def _pair(measure: Measure) -> tuple[Point, Point]:
    pair = then_and_now(measure)
    assert pair is not None
    return pair


def _values(measure: Measure) -> tuple[float, float]:
    before, now = _pair(measure)
    return (before.value or 0.0, now.value or 0.0)


def _enough_then_and_now(measure: Measure) -> bool:
    pair = then_and_now(measure)
    return pair is not None and all(figures.is_enough(point) for point in pair)


def _movement(was: float, is_now: float, unit: str, *, is_change: bool) -> str:
    """Say what became of a gap: wider or narrower only where the change itself is more than chance could explain.

    Judged on what is printed too: the words never contradict the numbers beside them.
    """
    before, now = (
        formats.points(gap) if unit == "percent" else formats.amount(abs(gap), unit) for gap in (was, is_now)
    )
    other_way = was * is_now < 0
    if before == now and not other_way:
        return f"is as wide, {now}"
    after = f"{now} after {before}{' the other way' if other_way else ''}"
    if not is_change:
        return f"is {after}; that change may be chance"
    if other_way:
        return f"has turned round, {after}"
    return f"is {'wider' if abs(is_now) > abs(was) else 'narrower'}, {after}"


def _gap_changed(first: Measure, last: Measure) -> bool:
    """Test the change of a gap as a change: the difference of two differences beside its own error, at 95%.

    Two intervals that lie apart now and touched then say nothing of the change. Without counts nobody can tell.
    """
    pairs = (then_and_now(first), then_and_now(last))
    points = [point for pair in pairs if pair is not None for point in pair]
    errors = [_variance(point) for point in points]
    if len(points) < 4 or any(error is None for error in errors):
        return False
    (before, now), (other_before, other_now) = _values(first), _values(last)
    change = (other_now - now) - (other_before - before)
    return abs(change) > Z_95 * sqrt(sum(error or 0.0 for error in errors))


def _variance(point: Point) -> float | None:
    """Return the variance of a percentage, with half a person on either side as gaps have it; None where it is none."""
    of, counted = point.denominator, point.numerator
    if of is None or counted is None or of <= 0 or point.low is None or not 0 <= counted <= of:
        return None
    return 100**2 * (counted + 0.5) * (of - counted + 0.5) / (of + 1) ** 2 / of


def _ends(first: Measure, last: Measure) -> str:
    names = [words.group_within(measure.group_code) for measure in (first, last)]
    if all(name.endswith(" deprived fifth") for name in names):
        return (
            " and ".join(f"the {name.removesuffix(' deprived fifth')}" for name in names) + " deprived fifth"
        )
    return " and ".join(names)


def _ever_apart(one: Measure, other: Measure) -> bool:
    """Whether the ends lay apart then or lie apart now, beyond their intervals."""
    pairs = zip(then_and_now(one) or (), then_and_now(other) or (), strict=True)
    return any(_apart(*pair) for pair in pairs)


def _apart(one: Point, other: Point) -> bool:
    """Beyond both intervals; a wait without one can't show it, and a slope of chance would mislead."""
    low, high = sorted((one, other), key=lambda point: point.value or 0)
    return low.high is not None and high.low is not None and low.high < high.low


def _sure(one: Measure, other: Measure) -> str:
    """Whether the ends lie apart in the latest month: a gap within the intervals may be chance."""
    if _apart(one.latest, other.latest):
        return "The 95% intervals of the two ends lie apart."
    return "The 95% intervals of the two ends overlap: the gap may be chance."


def by_specialty(rows: Iterable[Measure], own: Mapping[Key, Measure]) -> Iterator[Figure]:
    """Yield small multiples for the first headlines that can be compared between specialties: shares and waits."""
    comparable = (measure for measure in rows if measure.metric.kind in ("proportion", "percentile"))
    found = (figure for measure in comparable if (figure := multiples(measure, own)) is not None)
    for _, figure in zip(range(MOST_MULTIPLES), found, strict=False):
        yield figure
