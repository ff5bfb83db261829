"""Figures of the waiting list as a whole: what moved it in a year, and how long people on it have waited."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from briefing import formats
from briefing.document.figure import Figure, Movement
from briefing.measures import Key, Measure, Point, WaitingList
from briefing.months import months_before
from briefing.pack import figures

LIST = "rtt_list_size"
FLOWS = ("rtt_clock_starts", "rtt_treatments", "rtt_other_removals")
"""What moves the list, in the order it is drawn; the last is a balance, worked out and not reported."""
A_YEAR = 12

GROUPS = ((0, 6), (6, 12), (12, 18), (18, 26), (26, 39), (39, 52))
"""Weeks of waiting, in groups whose edges are those of the standards; the seventh is everybody beyond."""


def of_the_list(whole: Measure, own: Mapping[Key, Measure], waiting: Sequence[WaitingList]) -> list[Figure]:
    """Show what moved the waiting list and how old it is: for the list size of a whole provider."""
    found = (waterfall(whole, own), ages(whole, waiting))
    return [figure for figure in found if figure is not None]


def waterfall(whole: Measure, own: Mapping[Key, Measure]) -> Figure | None:
    """Show the list a year ago, what joined it, what left it and how, and the list now; none where a month lacks."""
    flows = [own.get((name, *whole.key[1:])) for name in FLOWS]
    starts, treated, balance = flows
    if starts is None or treated is None or balance is None:
        return None
    sizes = _counts(whole.points)
    months = _unbroken(whole, sizes, [_counts(m.points) for m in (starts, treated, balance)])
    if not months:
        return None
    before = months_before(months[0], 1)
    sums = [sum(_counts(m.points)[month] for month in months) for m in (starts, treated, balance)]
    joined, left, otherwise = sums
    steps = (
        Movement(f"Waiting, {formats.short_month(before)}", sizes[before], "level"),
        Movement("New pathways", joined, "reported"),
        Movement("Treated", -left, "reported"),
        Movement("Left otherwise" if otherwise >= 0 else "Joined otherwise", -otherwise, "balance"),
        Movement(f"Waiting, {formats.short_month(months[-1])}", sizes[months[-1]], "level"),
    )
    span = formats.counted(len(months), "month")
    change = _more(sizes[months[-1]] - sizes[before])
    title = f"The waiting list in {span}: {change}; {formats.number(abs(otherwise))} "
    title += "left without a reported treatment" if otherwise >= 0 else "joined without a reported start"
    listed = formats.listed(f"{step.name} {formats.number(abs(step.amount))}" for step in steps)
    return Figure(
        id=figures.figure_id("waterfall", whole),
        kind="waterfall",
        title=title,
        caption="Treated: clocks stopped by a treatment, as reported. The dashed column is the balance: what "
        "else left the list or was corrected. Pathways, not people.",
        alt=f"{title}. {listed}.",
        source_line=whole.source_line,
        measure=whole,
        others=(starts, treated, balance),
        place="inside",
        steps=steps,
    )


def _counts(points: Iterable[Point]) -> dict[date, float]:
    """People by month: a balance counts them in its numerator, as a list does."""
    return {point.period: point.numerator for point in points if point.numerator is not None}


def _unbroken(
    whole: Measure, sizes: Mapping[date, float], flows: Sequence[Mapping[date, float]]
) -> list[date]:
    """The latest months, at most twelve, in which everything was reported and nothing was counted anew."""
    found: list[date] = []
    month = whole.latest.period
    anew = {note.period for note in whole.notes if note.kind in ("break", "merger")}
    while len(found) < A_YEAR and month in sizes and all(month in flow for flow in flows):
        before = months_before(month, 1)
        if before not in sizes or month in anew:
            break
        found.insert(0, month)
        month = before
    return found


def _more(change: float) -> str:
    if change == 0:
        return "as many as before"
    return f"{formats.number(abs(change))} {'more' if change > 0 else 'fewer'}"


def ages(whole: Measure, waiting: Sequence[WaitingList]) -> Figure | None:
    """Show the list by week of waiting, with the same month a year before behind it."""
    lists = {
        each.period: each
        for each in waiting
        if (each.org_code, each.population_code) == (whole.org_code, whole.population_code)
    }
    now = lists.get(whole.latest.period)
    if now is None or not sum(now.weeks):
        return None
    before = lists.get(months_before(now.period, A_YEAR))
    late, very_late = sum(now.weeks[18:]), now.weeks[-1]
    title = f"The waiting list by age: {formats.number(late)} of {formats.number(sum(now.weeks))} "
    title += f"waiting over 18 weeks, {formats.number(very_late)} over 52"
    caption = "A column is a week of waiting; everybody over 52 weeks stands at the right."
    if before is not None:
        caption += (
            f" The stepped line is {formats.month(before.period)}, when {formats.number(sum(before.weeks[18:]))} "
            f"waited over 18 weeks and {formats.number(before.weeks[-1])} over 52."
        )
    listed = formats.listed(f"{name} {formats.number(count)}" for name, count in in_groups(now))
    return Figure(
        id=figures.figure_id("ages", whole),
        kind="ages",
        title=title,
        caption=f"{caption} Pathways, not people.",
        alt=f"{title}, at the end of {formats.month(now.period)}. By weeks waited: {listed}. {caption}",
        source_line=whole.source_line,
        measure=whole,
        place="inside",
        waiting=(now,) if before is None else (now, before),
    )


def in_groups(waiting: WaitingList) -> list[tuple[str, int]]:
    """Count people by group of weeks: ("0–6 weeks", 17,357), ("7–12", 11,227) ... ("over 52", 300)."""
    found = [
        (f"{low + 1 if low else 0}–{high}{' weeks' if not low else ''}", sum(waiting.weeks[low:high]))
        for low, high in GROUPS
    ]
    return [*found, ("over 52", waiting.weeks[-1])]
