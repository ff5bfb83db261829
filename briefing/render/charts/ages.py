"""The waiting list by age: a column a week, the same month a year before as a step behind it, groups in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefing import formats
from briefing.measures import WaitingList
from briefing.pack.waiting import GROUPS, in_groups
from briefing.render.charts.frame import Room, value_axis
from briefing.render.charts.scales import Values, values, width_of
from briefing.render.charts.svg import NOTHING, Shape, area, drawing, line, strokes, text

TOP, FOOT = 24.0, 36.0
BEYOND = 5.0
"""How many weeks wide the column of everybody over 52 weeks is, with the space before it."""
INK = ("bar", "bar", "bar", "common", "common", "common", "ink")
"""Darker the longer the wait: the three shades also differ in grey."""
_ALL_GROUPS = (*GROUPS, (52, 53))

Group = tuple[tuple[int, int], str, int]


@dataclass(frozen=True)
class Weeks:
    """The horizontal scale: a column a week; that of all beyond is wider and stands apart."""

    left: float
    step: float

    @property
    def are_narrow(self) -> bool:
        """Whether only three groups have room for their names."""
        return self.step * 6 < width_of("0–6 weeks") + 4

    def ends(self, week: int) -> tuple[float, float]:
        start = self.left + week * self.step
        if week < 52:
            return start, start + self.step
        return start + self.step, start + BEYOND * self.step


def ages(waiting: Sequence[WaitingList], *, width: float, height: float) -> str:
    """Draw the first list as columns and the second, if there is one, as a line of steps."""
    now, *before = waiting
    weekly = [count for each in waiting for count in each.weeks[:-1]]
    scale = values([*weekly, 0], start=height - FOOT, end=TOP, from_zero=True, steps=3)
    left = max(max(width_of(number) for _, number in scale.numbers) + 8, width_of("a week") + 4)
    weeks = Weeks(left, (width - left) / (52 + BEYOND))
    return drawing(
        width,
        height,
        value_axis(scale, Room(width, height, left, width, 16, scale.start), unit="people a week"),
        *(
            _columns(now, low, high, scale, weeks, ink=ink)
            for (low, high), ink in zip(_ALL_GROUPS, INK, strict=True)
        ),
        _steps(before[0], scale, weeks) if before else NOTHING,
        _borders(scale, weeks, foot=0 if weeks.are_narrow else 24),
        _names(now, scale, weeks),
    )


def _columns(of: WaitingList, low: int, high: int, scale: Values, weeks: Weeks, *, ink: str) -> Shape:
    shapes = []
    for week in range(low, high):
        start, end = weeks.ends(week)
        left, right, foot, y = start + 0.5, end - 0.5, scale.start, scale.within(of.weeks[week])
        shapes.append(area([(left, foot), (left, y), (right, y), (right, foot)], fill=ink))
        if of.weeks[week] > scale.high:
            # a column that goes on beyond the scale is visibly broken; its number stands under it
            shapes.append(line(start - 1, y + 10, end + 1, y + 6, stroke="paper", width=2.4))
    return NOTHING.join(shapes)


def _steps(of: WaitingList, scale: Values, weeks: Weeks) -> Shape:
    *weekly, beyond = (
        [(x, scale.within(count)) for x in weeks.ends(week)] for week, count in enumerate(of.weeks)
    )
    return strokes([[end for both in weekly for end in both], beyond], stroke="concern", width=1.1)


def _borders(scale: Values, weeks: Weeks, *, foot: float) -> Shape:
    """The edges of the standards, named on top; those of the other groups are ticks at the foot, between names."""
    shapes = []
    for _, week in GROUPS:
        x = weeks.left + week * weeks.step + (0.5 * weeks.step if week == 52 else 0)
        if week in (18, 52):
            beside, anchor = (-4, "end") if week == 52 else (4, None)
            shapes.append(line(x, 14, x, scale.start + foot, stroke="standard", width=0.8, dash="4 2"))
            shapes.append(text(x + beside, 17, f"{week} weeks", anchor=anchor, bold=True))
        elif foot:
            shapes.append(line(x, scale.start, x, scale.start + foot, stroke="rule", width=0.6))
    return NOTHING.join(shapes)


def _names(of: WaitingList, scale: Values, weeks: Weeks) -> Shape:
    """Each group in words at its foot: its weeks, its people, its share; on a narrow chart three groups."""
    total = sum(of.weeks)
    groups: list[Group] = [
        (ends, name, count) for ends, (name, count) in zip(_ALL_GROUPS, in_groups(of), strict=True)
    ]
    if weeks.are_narrow:
        groups = [_joined(groups[:3], "0–18 weeks"), _joined(groups[3:6], "19–52 weeks"), groups[6]]
    shapes = []
    for (low, high), name, count in groups:
        start, end = weeks.ends(low)[0], weeks.ends(high - 1)[1]
        x, anchor = ((start + end) / 2, "middle") if low < 52 else (end, "end")
        share = _share(count, total)
        for row, words in enumerate((name, formats.number(count), share)):
            bold = row == 1
            ink = "ink" if bold else "quiet"
            shapes.append(text(x, scale.start + 10 + 9.5 * row, words, anchor=anchor, fill=ink, bold=bold))
    return NOTHING.join(shapes)


def _share(count: int, total: int) -> str:
    """A share in whole per cent; none of few people says too little for one, and some are never nought."""
    if not count and total < formats.FEWEST_FOR_A_NOUGHT:
        return "none"
    return "under 1%" if 0 < count < 0.005 * total else formats.percent(100 * count / total, 0)


def _joined(groups: Sequence[Group], name: str) -> Group:
    return ((groups[0][0][0], groups[-1][0][1]), name, sum(count for _, _, count in groups))
