"""Reports a month for the people registered: a u-chart of one theme, and its months above the usual range.

month       Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
reports       1   0   1   1   0   1   0   1   1   0   1   6   <- more than the people registered usually send
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from scipy.special import gammainc

from briefing.meeting.registers import as_date, rows_of
from briefing.months import each_month
from briefing.statistics.rare_events import TAIL, u_chart

PER = 100_000
LEAST_MONTHS = 10
"""Fewer say nothing of what is usual, as in every chart of the pack."""


@dataclass(frozen=True)
class Reported:
    """The months over which a register was kept, and how many people were registered in each."""

    months: tuple[date, ...]
    registered: tuple[int, ...]
    """Empty where no list sizes are known."""

    @classmethod
    def between(cls, first: date, last: date, registered: Any) -> Self:
        """Whole months from the first report to the last; the last month counts as far as it has come."""
        months = tuple(each_month(first, last))
        sizes = _sizes(registered) if registered is not None else {}
        return cls(months, tuple(_latest(sizes, month) for month in months) if sizes else ())


def at_least(count: int, expected: float) -> float:
    """The Poisson chance of so many reports or more, as the incomplete gamma function: scipy.stats is slow to load."""
    return float(gammainc(count, expected))


def above_usual(reported: Iterable[date], kept: Reported, *, after: date) -> date | None:
    """Finds the last month, of those that end after a day, whose reports lie above the chart's upper limit.

    The limit lies where the chance beyond it is that of three sigma, as on the other charts of rare events.
    Three standard deviations would let ones and twos out too easily: where a report in six months is usual,
    two in one month are beyond them every few years by chance.
    """
    counts = Counter(day.replace(day=1) for day in reported)
    if not counts or not kept.registered or len(kept.months) < LEAST_MONTHS:
        return None
    people = [size / PER for size in kept.registered]
    usual = u_chart([counts[month] for month in kept.months], people).centre
    return max(
        (
            month
            for month, size in zip(kept.months, people, strict=True)
            if month >= after.replace(day=1) and at_least(counts[month], usual * size) < TAIL
        ),
        default=None,
    )


def _sizes(registered: Any) -> dict[date, int]:
    """Adds up the people registered with every practice, by month of the list sizes."""
    sizes: Counter[date] = Counter()
    for row in rows_of(registered):
        if (period := as_date(row["period"])) and row["patients"]:
            sizes[period] += row["patients"]
    return dict(sizes)


def _latest(sizes: dict[date, int], month: date) -> int:
    """Takes the latest list sizes known in a month, or the first ones for the months before them."""
    known = [period for period in sizes if period <= month]
    return sizes[max(known) if known else min(sizes)]
