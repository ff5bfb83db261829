"""What practices reported: counted by theme over a quarter, and the themes in which reports cluster.

theme               reports   practices
returned referrals       6           4      a cluster: at least 5 reports from at least 3 practices
results                  4           2      a cluster where that is more in a month than list sizes explain
fit notes                6           1      one practice's worry, in a usual month: counted, not asked
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from briefing.challenge.model import Concern
from briefing.challenge.reporting import Reported, above_usual
from briefing.measures import ALL
from briefing.meeting.registers import Row, as_date, rows_of
from briefing.months import months_before
from briefing.statistics.rare_events import clustered

LEAST_REPORTS = 5


def count_concerns(
    table: Any,
    *,
    provider_code: str,
    today: date,
    registered: Any = None,
    one_theme: Mapping[str, str] | None = None,
) -> tuple[Concern, ...]:
    """Counts a provider's concerns in the register's latest quarter, by theme, clusters first.

    The quarter ends with the last report of the register, from whichever provider: where the register is kept
    late, the count still covers three full months, and says since when. `registered` are rows of period,
    practice_code and patients: with them, a month above the usual range for the list sizes is a cluster too.
    `one_theme` brings words for one matter together (see `synonyms`), named as most reports name it.
    """
    dated = [(when, row) for row in rows_of(table) if (when := as_date(row["reported_on"])) and when <= today]
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
    kept = Reported.between(min(when for when, _ in dated), max(when for when, _ in dated), registered)
    counted = [
        _concern(rows, above=above_usual(every[matter], kept, after=start)) for matter, rows in themes.items()
    ]
    return tuple(sorted(counted, key=lambda c: (not c.clustered, -c.reports, -c.practices, c.theme)))


def theme_key(theme: str) -> str:
    """Brings the ways of writing one theme together: "Fit Notes " is "fit notes"."""
    return " ".join(theme.lower().replace("_", " ").split())


def synonyms(themes: Iterable[Iterable[str]]) -> dict[str, str]:
    """Leads every word for a theme to the first of its list: late letters -> clinic letters."""
    lists = [[theme_key(theme) for theme in words] for words in themes]
    return {theme: words[0] for words in lists for theme in words if "*" not in words}


def _concern(rows: list[Row], *, above: date | None) -> Concern:
    written = Counter(theme_key(row["theme"]) for row in rows)
    specialties = {row["specialty_code"] for row in rows}
    practices = {row["practice_code"] for row in rows if row["practice_code"]}
    return Concern(
        theme=min(written, key=lambda theme: (-written[theme], theme)),
        specialty_code=(specialties.pop() or ALL) if len(specialties) == 1 else ALL,
        reports=len(rows),
        practices=len(practices),
        unanswered=sum(row["answered_on"] is None for row in rows),
        since=min(row["reported_on"] for row in rows),
        clustered=clustered(len(rows), len(practices)) or above is not None,
        above=above,
    )
