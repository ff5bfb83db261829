"""What practices reported: counted by theme over a quarter, and the themes in which reports cluster.

theme               reports   practices
returned referrals       6           4      a cluster: at least 5 reports from at least 3 practices
results                  4           2      a cluster where that is more in a month than list sizes explain
fit notes                6           1      one practice's worry, in a usual month: counted, not asked

Of the reports of a theme, what is wrong is the sub-theme that more than half of them have:

late | late | late | missing | (blank)      late
late | late | missing | missing | missing | (blank)     no one: the manager is asked to choose

Reports a month for the people registered: a u-chart of one theme, and its months above the usual range.

month       Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
reports       1   0   1   1   0   1   0   1   1   0   1   6   <- more than the people registered usually send
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

import pyarrow as pa
from scipy.special import gammainc

from briefing.challenge.model import Concern
from briefing.measures import ALL
from briefing.meeting.registers import Row, rows_of
from briefing.months import each_month, months_before
from briefing.statistics.rare_events import TAIL

LEAST_REPORTS, LEAST_PRACTICES = 5, 3
"""So many within a quarter, from so many practices, are a theme."""


def count_concerns(
    table: pa.Table,
    *,
    provider_code: str,
    today: date,
    registered: pa.Table | None = None,
    one_theme: Mapping[str, str] | None = None,
) -> tuple[Concern, ...]:
    """Count a provider's concerns in the register's latest quarter, by theme, clusters first.

    The quarter ends with the last report of the register, from whichever provider: where the register is kept
    late, the count still covers three full months, and says since when. `registered` are rows of period,
    practice_code and patients: with them, a month above the usual range for the list sizes is a cluster too.
    `one_theme` brings words for one matter together (see `synonyms`), named as most reports name it.
    """
    dated = [(when, row) for row in rows_of(table) if (when := row["reported_on"]) and when <= today]
    if not dated:
        return ()
    start = months_before(max(when for when, _ in dated), 3)
    themes: dict[str, list[Row]] = defaultdict(list)
    every: dict[str, list[date]] = defaultdict(list)
    for when, row in dated:
        if row["provider_code"] == provider_code and row["theme"]:
            theme = theme_key(row["theme"])
            matter = (one_theme or {}).get(theme, theme)
            every[matter].append(when)
            if when > start:
                themes[matter].append(row)
    kept = RegisterMonths.between(min(when for when, _ in dated), max(when for when, _ in dated), registered)
    counted = [
        _concern(rows, above=above_usual(every[matter], kept, after=start)) for matter, rows in themes.items()
    ]
    return tuple(sorted(counted, key=lambda c: (not c.clustered, -c.reports, -c.practices, c.theme)))


def theme_key(theme: str) -> str:
    """Bring the ways of writing one theme together: "Fit Notes " is "fit notes"."""
    return " ".join(theme.lower().replace("_", " ").split())


def synonyms(themes: Iterable[Iterable[str]]) -> dict[str, str]:
    """Lead every word for a theme to the first of its list: late letters -> clinic letters."""
    lists = [[theme_key(theme) for theme in words] for words in themes]
    return {theme: words[0] for words in lists for theme in words if "*" not in words}


def _troubles(rows: list[Row]) -> tuple[str | None, tuple[str, ...]]:
    """Return the sub-theme of more than half of the reports, and all of them, the commonest first."""
    written = Counter(theme_key(row["sub_theme"]) for row in rows if row.get("sub_theme"))
    troubles = sorted(written, key=lambda trouble: (-written[trouble], trouble))
    most = next((trouble for trouble in troubles if 2 * written[trouble] > len(rows)), None)
    return most, tuple(troubles)


def _concern(rows: list[Row], *, above: date | None) -> Concern:
    written = Counter(theme_key(row["theme"]) for row in rows)
    specialties = {row["specialty_code"] for row in rows}
    practices = {row["practice_code"] for row in rows if row["practice_code"]}
    trouble, troubles = _troubles(rows)
    return Concern(
        theme=min(written, key=lambda theme: (-written[theme], theme)),
        specialty_code=(specialties.pop() or ALL) if len(specialties) == 1 else ALL,
        reports=len(rows),
        practices=len(practices),
        unanswered=sum(row["answered_on"] is None for row in rows),
        since=min(row["reported_on"] for row in rows),
        clustered=(len(rows) >= LEAST_REPORTS and len(practices) >= LEAST_PRACTICES) or above is not None,
        above=above,
        trouble=trouble,
        troubles=troubles,
    )


PER = 100_000
LEAST_MONTHS = 10
"""Fewer say nothing of what is usual, as in every chart of the pack."""


@dataclass(frozen=True)
class RegisterMonths:
    """The months over which a register was kept, and how many people were registered in each."""

    months: tuple[date, ...]
    registered: tuple[int, ...]
    """Empty where no list sizes are known."""

    @classmethod
    def between(cls, first: date, last: date, registered: pa.Table | None) -> Self:
        """Take whole months from the first report to the last; the last one counts as far as it has come.

        People are those of the latest list sizes known in a month, or of the first ones in the months before them.
        """
        months = tuple(each_month(first, last))
        sizes: Counter[date] = Counter()
        for row in rows_of(registered) if registered is not None else []:
            if row["period"] and row["patients"]:
                sizes[row["period"]] += row["patients"]
        if not sizes:
            return cls(months, ())
        known = [max((period for period in sizes if period <= month), default=min(sizes)) for month in months]
        return cls(months, tuple(sizes[period] for period in known))


def at_least(count: int, expected: float) -> float:
    """Return the Poisson chance of so many reports or more; scipy.stats is slow to load."""
    return float(gammainc(count, expected))


def above_usual(reported: Iterable[date], kept: RegisterMonths, *, after: date) -> date | None:
    """Find the last month, of those that end after a day, whose reports lie above the chart's upper limit.

    The limit lies where the chance beyond it is that of three sigma, as on the other charts of rare events.
    Three standard deviations would let ones and twos out too easily: where a report in six months is usual,
    two in one month are beyond them every few years by chance.
    """
    counts = Counter(day.replace(day=1) for day in reported)
    if not counts or not kept.registered or len(kept.months) < LEAST_MONTHS:
        return None
    people = [size / PER for size in kept.registered]
    usual = sum(counts[month] for month in kept.months) / sum(people)
    above = [
        month
        for month, size in zip(kept.months, people, strict=True)
        if month >= after.replace(day=1) and at_least(counts[month], usual * size) < TAIL
    ]
    return max(above, default=None)
