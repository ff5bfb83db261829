"""What became of a gap between groups of people, with the interval of the change and England's beside it."""

from briefing import formats
from briefing.measures import Gap


def change_of(gap: Gap | None) -> str:
    """Say how wide a published gap was about a year before and is now; nothing where no such list is known."""
    if gap is None or gap.before is None or gap.change_low is None or gap.change_high is None:
        return ""
    then, low, high = formats.month(gap.before_on), gap.change_low, gap.change_high
    was, now = formats.points(gap.before), formats.points(gap.points)
    said = f"The gap was {was} in {then} and is {now}. {_judged(gap, gap.before, low, high)}"
    if gap.england is None or gap.england_before is None:
        return said
    return (
        f"{said} In England it was {formats.points(gap.england_before)} and is {formats.points(gap.england)}."
    )


def _judged(gap: Gap, before: float, low: float, high: float) -> str:
    if low <= 0 <= high:
        return "That change may be chance."
    nearest, furthest = sorted((abs(low), abs(high)))
    span = f"by {formats.number(nearest, 1)} to {formats.points(furthest)} (95%)"
    narrower = gap.points * before > 0 and abs(gap.points) < abs(before)
    moved = "widened" if gap.widened else "narrowed" if narrower else "changed"
    return f"It has {moved} by more than chance, {span}."
