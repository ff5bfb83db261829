"""Figures: which charts a measure gets, and their words. The drawing is done elsewhere."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import hypot

from briefing import formats
from briefing.document.figure import Figure, Place
from briefing.measures import ALL, Funnel, FunnelPoint, Measure, Peer, Point
from briefing.pack import words
from briefing.statistics.funnel import Z_998
from briefing.statistics.intervals import z_of

MOST_FIGURES = 24
"""A pack of more charts is not read, and a page of them takes long to lay out."""


ENOUGH = 20
"""Of fewer people in a group nobody says that it is first or last, in words, by a rank or in colour."""


def is_enough(point: Point) -> bool:
    """Whether a figure is of so many people that a group may be ranked by it; a count is of no group."""
    return point.denominator is None or point.denominator >= ENOUGH


def figure_id(kind: str, measure: Measure) -> str:
    """Return a name that holds in the page's links: fig-spc-rtt_within_18_weeks-RXA-ALL-110-ALL."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", "-".join(("fig", kind, *measure.key)))


def series(measure: Measure, *, place: Place, ours: Measure | None = None) -> Figure:
    """Chart the months of one measure; one month alone is set beside England, board, peers and our residents."""
    gain = "" if place == "question" else words.people(measure, ours)  # that stands on the question's card
    return Figure(
        id=figure_id("spc", measure),
        kind="spc",
        title=words.title(measure),
        caption=" ".join(filter(None, (words.finding(measure), gain, _caption(measure)))),
        alt=words.series_alt(measure),
        source_line=measure.source_line,
        measure=measure,
        others=(ours,) if ours is not None else (),
        place=place,
    )


def spark(measure: Measure) -> Figure:
    return replace(series(measure, place="headline"), kind="spark", id=figure_id("spark", measure))


def trajectory(measure: Measure, *, place: Place, today: date | None = None) -> Figure:
    """Chart plan against actual, where there is a plan, in the tenses of the day of a meeting."""
    now = measure.latest
    gap = (now.value or 0) - (measure.plan or 0)
    unit = measure.metric.unit
    actual, plan = formats.shown(now, unit), formats.amount(measure.plan, unit)
    title = f"{words.name_of(measure)}: {actual} where the plan said {plan}"
    size = formats.points(gap) if unit == "percent" else formats.amount(abs(gap), unit)
    ahead = _ahead(measure, today)
    side = "above" if gap > 0 else "below"
    alt = f"{title} for {formats.month(now.period)}, {size} {side} it.{ahead}"
    return Figure(
        id=figure_id("plan", measure),
        kind="trajectory",
        title=title,
        caption=f"{formats.capital(size)} {side} the plan for {formats.month(now.period)}.{ahead}",
        alt=alt,
        source_line=measure.source_line,
        measure=measure,
        place=place,
    )


def _ahead(measure: Measure, today: date | None) -> str:
    """What the plan wants by its last month, or wanted, where that has gone by; nothing where it is the latest."""
    ends, agreed = max(measure.plans, default=(measure.latest.period, measure.plan))
    if ends <= measure.latest.period:
        return ""
    tense = "was" if today is not None and ends < today.replace(day=1) else "is"
    return f" The plan for {formats.month(ends)} {tense} {formats.amount(agreed, measure.metric.unit)}."


def peers(measure: Measure, others: Iterable[Measure], *, fairer: Measure | None = None) -> Figure | None:
    """Rank the provider among its named peers; none where fewer than three have a figure.

    `fairer` is the measure by which it is compared like with like, where there is one: both ranks are printed.
    """
    valued = [peer for peer in measure.peers if peer.value is not None]
    if len(valued) < 3 or measure.latest.value is None:
        return None
    codes = {peer.org_code for peer in valued}
    beside = tuple(m for m in others if m.org_code in codes and _same_but_org(m, measure) and known(m))
    title = _rank_title(measure)
    ends = sorted(valued, key=lambda peer: peer.value or 0)
    unit = measure.metric.unit
    lowest, highest = ends[0], ends[-1]
    alt = (
        f"{title}. They run from {formats.share_of(lowest.value, lowest.counted, unit)} ({lowest.org_name}) to "
        f"{formats.share_of(highest.value, highest.counted, unit)} ({highest.org_name}); their median is "
        f"{formats.amount(measure.peers_value, unit)}; England {formats.amount(measure.england, unit)}."
    )
    return Figure(
        id=figure_id("peers", measure),
        kind="bars",
        title=title,
        caption="".join(
            (
                _against_peers(measure),
                _like_for_like(measure, fairer),
                _surely_ahead(measure, beside),
                _counted_here(measure, beside),
            )
        ).strip(),
        alt=alt,
        source_line=measure.source_line,
        measure=measure,
        others=beside,
        place="peers",
    )


ALIKE = {
    "nhs_trust": "NHS trusts",
    "other_provider": "other providers",
    "practice": "practices",
    "network": "networks",
    "sub_board": "sub-boards",
    "board": "boards",
}
"""What the organisations of a funnel are called."""


def funnel(measure: Measure, judged_by: Funnel) -> Figure:
    """Set every organisation of the type by its size, with the limits that chance and real differences allow."""
    own = next(point for point in judged_by.points if point.org_code == measure.org_code)
    unit, many = measure.metric.unit, f"{len(judged_by.points)} {ALIKE[judged_by.compared_as]}"
    side = "below" if own.z < 0 else "above"
    title = f"{words.name_of(measure)}: {formats.share_of(own.value, own.denominator, unit)}, "
    outside = sum(map(is_outside, judged_by.points))
    if is_outside(own):
        title += f"further {side} the {many} than chance and their usual differences could explain"
        those = "It is the only one" if outside == 1 else f"It is one of {outside}"
    else:
        title += f"no further from the {many} than chance and their usual differences could explain"
        those = f"{formats.number(outside) if outside else 'None'} of them {'is' if outside == 1 else 'are'}"
    caption = (
        f"{those} outside the 99.8% limits, which allow for chance and for how much such organisations "
        f"differ anyway (phi {judged_by.phi:.4g}, tau-squared {judged_by.tau2:.3g}); "
        f"{formats.month(judged_by.period)}."
    )
    alt = (
        f"{title}. The middle of all is {formats.amount(judged_by.centre, unit)}; for its size the limits are "
        f"{formats.amount(own.low_998, unit)} and {formats.amount(own.high_998, unit)}."
    )
    return Figure(
        id=figure_id("funnel", measure),
        kind="funnel",
        title=title,
        caption=caption,
        alt=alt,
        source_line=judged_by.source_line,
        measure=measure,
        place="peers",
        funnel=judged_by,
    )


def is_outside(point: FunnelPoint) -> bool:
    """Outside the adjusted 99.8% limits: the rule of PEER."""
    return abs(point.z) > Z_998


def _same_but_org(one: Measure, other: Measure) -> bool:
    return one.metric.name == other.metric.name and one.key[2:] == other.key[2:]


def known(measure: Measure) -> bool:
    return bool(measure.points) and measure.latest.value is not None


def _against_peers(measure: Measure) -> str:
    """ "65.7% is the median of similar trusts, 7.4 points above its own figure." """
    value, middle = measure.latest.value, measure.peers_value
    if value is None or middle is None:
        return ""
    unit = measure.metric.unit
    apart = formats.points(middle - value) if unit == "percent" else formats.amount(abs(middle - value), unit)
    side = (
        "as here" if middle == value else f"{apart} {'above' if middle > value else 'below'} its own figure"
    )
    return f"{formats.amount(middle, unit)} is the median of similar trusts, {side}. "


def _counted_here(measure: Measure, others: Sequence[Measure]) -> str:
    """Say of how many each figure is: "Here it is of 43,611, at the others of 12,034 to 60,122." """
    here, there = _of_each([measure]), _of_each(others)
    beside = f", at the others of {there}" if there else ""
    return f"Here it is of {here}{beside}. " if here else ""


def _of_each(measures: Iterable[Measure]) -> str:
    """The fewest and the most that a share or a wait is of; empty where it is of no group, or too few to say."""
    counts = [
        m.latest.denominator for m in measures if m.metric.kind in ("proportion", "percentile") and known(m)
    ]
    if not counts or any(count is None or round(count) <= max(formats.SMALL) for count in counts):
        return ""
    fewest, most = (formats.number(each(count or 0 for count in counts)) for each in (min, max))
    return fewest if fewest == most else f"{fewest} to {most}"


def _rank_title(measure: Measure) -> str:
    """Best first, as the chart stands: "9th of 11"; highest first where nothing is better."""
    if (rank := rank_of(measure)) is None:
        return f"{words.name_of(measure)}: too few people to rank"
    first = ", highest first" if measure.metric.better == "neither" else ""
    place, _, of = rank.partition(" of ")
    ends = {formats.ordinal(1): "first", formats.ordinal(int(of)): "last"}
    return f"{words.name_of(measure)}: ranks {ends.get(place, place)} of {of} similar trusts{first}"


def rank_of(measure: Measure) -> str | None:
    """Say its place among those with enough people for one: "9th of 11"; None where it has too few itself."""
    value = measure.latest.value
    if value is None or not is_enough(measure.latest):
        return None
    sign = -1 if measure.metric.better == "lower" else 1
    ranked = [peer.value for peer in measure.peers if peer.value is not None and _is_ranked(peer)]
    ahead = sum(sign * other > sign * value for other in ranked)
    return f"{formats.ordinal(ahead + 1)} of {len(ranked) + 1}"


def _surely_ahead(measure: Measure, others: Sequence[Measure]) -> str:
    """Say how many of those ahead are so by more than chance; nothing where they are not all known with an interval.

    "Of the 8 ahead of it, 6 are so by more than chance."
    """
    own, sign = measure.latest, -1 if measure.metric.better == "lower" else 1
    ahead = [m.latest for m in others if sign * (m.latest.value or 0) > sign * (own.value or 0)]
    unsure = any(point.low is None or not is_enough(point) for point in (own, *ahead))
    place = f"{formats.ordinal(len(ahead) + 1)} of "
    if (
        not ahead
        or unsure
        or measure.metric.better == "neither"
        or not (rank_of(measure) or "").startswith(place)
    ):
        return ""
    sure = sum(differ(own, point, pairs=len(others)) for point in ahead)
    if len(ahead) == 1:
        return f"The one ahead of it {'is so by more than chance' if sure else 'may be so by chance'}. "
    some = f"{formats.number(sure)} {formats.plural(sure, 'is', 'are')} so"
    so = {0: "none is so", len(ahead): "all are so"}.get(sure, some)
    return f"Of the {formats.number(len(ahead))} ahead of it, {so} by more than chance. "


def _is_ranked(peer: Peer) -> bool:
    return peer.counted is None or peer.counted >= ENOUGH


def _like_for_like(measure: Measure, fairer: Measure | None) -> str:
    """Warn that what is counted is of another mix at each hospital, and give the rank that compares like with like."""
    if measure.fairer is None:
        return ""
    warning = "What it counts differs between hospitals, so this rank is not a fair one"
    rank = rank_of(fairer) if fairer is not None else None
    if fairer is None or rank is None:
        return f"{warning}. "
    return f"{warning}: by “{fairer.metric.title}”, which compares like with like, it is {rank}. "


def groups(whole: Measure, parts: Sequence[Measure], *, place: Place = "inequality") -> Figure | None:
    """Set one dimension's groups beside each other; none where fewer than two have a figure."""
    named = sorted((m for m in parts if m.points and _named(m)), key=lambda m: m.group_code)
    shown = [measure for measure in named if known(measure)]
    if len(shown) < 2:
        return None
    judged = [measure for measure in shown if is_enough(measure.latest)]
    if len(judged) < 2:
        return None
    unit = whole.metric.unit
    ranked = sorted(judged, key=lambda m: m.latest.value or 0, reverse=whole.metric.better == "higher")
    best, worst = ranked[0], ranked[-1]
    ends = [f"{words.group_within(m.group_code)} {words.said(m.latest, unit)}" for m in (worst, best)]
    title = f"{words.name_of(whole)}: {ends[0]}, {ends[1]}"
    listed = formats.listed(f"{words.group_name(m.group_code)} {beside_england(m)}" for m in named)
    dimension = shown[0].group_code.partition(":")[0]
    return Figure(
        id=figure_id(f"groups-{dimension}", whole),
        kind="groups",
        title=title,
        caption=_of_groups(judged)
        + (" The tick on a row is England." if any(england_of(m) is not None for m in shown) else "")
        + words.gradient(whole, shown)
        + (f" {words.STAR}" if len(shown) < len(named) else ""),
        alt=f"{words.name_of(whole)} by {dimension}: {listed}.",
        source_line=worst.source_line,
        measure=whole,
        others=tuple(m for m in named if known(m) or m.latest.hidden),
        place=place,
    )


def england_of(measure: Measure) -> float | None:
    """Return England's figure for the same group; a feed of our own practices has no England."""
    return measure.england if measure.metric.published and measure.metric.kind != "count" else None


def beside_england(measure: Measure) -> str:
    """ "57.5% (England 66.1%)"."""
    unit, england = measure.metric.unit, england_of(measure)
    own = words.said(measure.latest, unit)
    return own if england is None else f"{own} (England {formats.amount(england, unit)})"


def _of_groups(shown: Sequence[Measure]) -> str:
    """Of how many the groups are, and whether the ends lie apart by more than chance, where intervals can tell."""
    month = formats.month(shown[0].latest.period)
    if any(m.latest.low is None for m in shown):
        return f"{month}: the gap may be chance."
    found = "is more than chance" if _lie_apart(shown) else "may be chance"
    of = f", each of {counts}" if (counts := _of_each(shown)) else ""
    return f"{month}; {formats.counted(len(shown), 'group')}{of}. The gap between the two ends {found}."


def _named(measure: Measure) -> bool:
    """Whether a group is of people who have something in common, not of records that lack an entry."""
    return measure.group_code.partition(":")[2].lower() not in (
        "missing or invalid",
        "not stated",
        "not known",
    )


def apart(figure: Figure) -> bool:
    """Whether the ends of a figure of groups differ beyond their intervals: other gaps may be chance."""
    return _lie_apart([one for one in figure.others if known(one) and is_enough(one.latest)])


def _lie_apart(parts: Sequence[Measure]) -> bool:
    """Tell the two ends apart, which were chosen from all the pairs of groups."""
    ranked = sorted((m.latest for m in parts), key=lambda point: point.value or 0)
    return differ(ranked[0], ranked[-1], pairs=len(ranked) * (len(ranked) - 1) // 2)


def differ(one: Point, other: Point, *, pairs: int) -> bool:
    """Tell two values apart by Newcombe's interval, as wide as so many comparisons ask that share the 5%.

    The best and the worst of ten groups differ by chance more often than two named beforehand: they are of 45 pairs.
    """
    lowest, highest = sorted((one, other), key=lambda point: point.value or 0)
    low, high = lowest.value or 0.0, highest.value or 0.0
    up = high if highest.low is None else highest.low
    down = low if lowest.high is None else lowest.high
    return high - low > z_of(1 - 0.05 / pairs) / z_of(0.95) * hypot(down - low, high - up)


def _caption(measure: Measure) -> str:
    """What the standard is and how sure we are of it, and whether the past was restated; the rest is said once."""
    parts = []
    if measure.standard is not None:
        unsure = "" if measure.standard.confidence == "H" else "; check it before you rely on it"
        parts.append(f"Standard {formats.standard(measure.standard.value, measure.metric.unit)}{unsure}.")
    if any(point.hidden for point in measure.points):
        parts.append(words.STAR)
    if measure.restated:
        parts.append("Restated for a merger.")
    return " ".join(parts)


def numbered(figures: Iterable[tuple[Figure, int | None]]) -> tuple[Figure, ...]:
    """List each figure once, in the order given, with the numbers of all questions that it is evidence for."""
    found: dict[str, Figure] = {}
    for figure, number in figures:
        kept = found.setdefault(figure.id, figure)
        if number is not None and number not in kept.questions:
            found[figure.id] = replace(kept, questions=(*kept.questions, number))
    return tuple(found.values())[:MOST_FIGURES]


def is_whole(measure: Measure) -> bool:
    return measure.population_code == ALL and measure.specialty_code == ALL and measure.group_code == ALL
