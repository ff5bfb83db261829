"""How often an alert would have gone out, month by month over two years: on made history and on a workspace.

    python benchmarks/alerts.py                  # 30 hospitals of 60 measures, each with a change now and then
    python benchmarks/alerts.py --workspace demo # the measures of a workspace that is loaded

Each month is judged as it was: the chart is drawn of the months until then and nothing later. What is news by the rule
of `briefing alerts` is counted for one who follows one hospital: all of it, and what three a month let through, each
change once. The anchor is a hand-made bulletin of the kind, which told 2.5 rises and 2.4 falls a month.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from briefing.build.alerts import GRACE, first_shown
from briefing.build.inputs import context_of
from briefing.challenge.course import run_of
from briefing.challenge.series import CERTAIN, LASTED, LIKELY
from briefing.context.building import draw_charts, run_z
from briefing.measures import ALL, Point, PointType
from briefing.months import months_before, months_between
from briefing.statistics.false_discovery import benjamini_hochberg, p_of
from briefing.warehouse import closed_engine, create_table, run
from briefing.workspace import open_workspace

MONTHS, BEFORE, MOST = 24, 24, 3
LAST = date(2026, 9, 1)
MEASURES, HOSPITALS = 60, 30
CHANGES_A_YEAR = 0.15
"""So often a measure of the made history goes to another level, by three sigma, for good or ill."""


@dataclass(frozen=True)
class Series:
    """The months of one measure: counts of a share, or values alone. `good` is 1 where higher is better."""

    values: tuple[float, ...]
    numerators: tuple[float | None, ...]
    denominators: tuple[float | None, ...]
    good: int

    def until(self, months_back: int) -> "Series":
        last = len(self.values) - months_back
        return Series(self.values[:last], self.numerators[:last], self.denominators[:last], self.good)


@dataclass(frozen=True)
class Drawn:
    """One chart as it stood: the rule and the side of each month, and how far out the last one is."""

    rules: tuple[str | None, ...]
    sides: tuple[int, ...]
    z: float


@dataclass(frozen=True)
class Rate:
    """What one who follows one hospital would hear in a month, on average."""

    better: float
    worse: float
    through: float
    """Let through by the most that anybody hears."""
    full: float
    """The share of months in which that was all used up."""


def made(seed: int) -> list[Series]:
    """Draw a hospital: each measure a share of some 400 people, with scatter beyond chance."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(MEASURES):
        months = BEFORE + MONTHS
        sizes = rng.poisson(400, months).clip(5)
        share = rng.uniform(0.3, 0.9)
        sigma = np.hypot(0.02, np.sqrt(share * (1 - share) / 400))
        steps = np.cumsum((rng.random(months) < CHANGES_A_YEAR / 12) * rng.choice([-3, 3], months))
        level = share + 0.02 * rng.standard_normal(months) + sigma * steps
        counts = rng.binomial(sizes, level.clip(0.01, 0.99))
        found.append(Series(tuple(100 * counts / sizes), tuple(counts), tuple(sizes), 1))
    return found


def of_workspace(folder: Path) -> Iterator[tuple[str, list[Series]]]:
    """Read what a workspace shows of each hospital of its own, whole and by specialty."""
    workspace = open_workspace(folder)
    boards = workspace.settings.commissioner.home_boards
    with context_of(workspace) as context:
        for one in context.organisations():
            if one.type != "provider" or one.parent_code not in boards:
                continue
            measures = context.measures(org_code=one.code, population_code=ALL, group_code=ALL)
            judged = [m for m in measures if m.metric.better != "neither" and m.latest.value is not None]
            yield one.name, [_series(m.points, 1 if m.metric.better == "higher" else -1) for m in judged]


def _series(points: Sequence[Point], good: int) -> Series:
    known = [one for one in points if one.value is not None]
    return Series(
        tuple(one.value or 0.0 for one in known),
        tuple(one.numerator for one in known),
        tuple(one.denominator for one in known),
        good,
    )


def rate(series: Sequence[Series]) -> Rate:
    """Go through the months as they came, and tell each change once."""
    told: dict[tuple[int, str], date] = {}
    better, worse, through, full = 0, 0, 0, 0
    for back in reversed(range(MONTHS)):
        month = months_before(LAST, back)
        news = []
        for at, way, since, strength in _news([one.until(back) for one in series], month):
            if told.get((at, way), date.min) < since:
                news.append((strength, at, way))
        for _, at, way in sorted(news, reverse=True)[:MOST]:
            told[at, way] = month
        better += sum(way == "better" for _, _, way in news)
        worse += sum(way == "worse" for _, _, way in news)
        through += min(len(news), MOST)
        full += len(news) >= MOST
    return Rate(better / MONTHS, worse / MONTHS, through / MONTHS, full / MONTHS)


def _news(series: Sequence[Series], month: date) -> Iterator[tuple[int, str, date, float]]:
    """Yield what the rule of alerts takes for news: the place of its series, which way, since when, how strong."""
    long = [at for at, one in enumerate(series) if len(one.values) >= 13]
    if not long:
        return
    charts = _charts([series[at] for at in long], month)
    z = np.array([one.z for one in charts])
    q = benjamini_hochberg(p_of(z), np.zeros(len(z), int))
    for at, chart, q_value in zip(long, charts, q, strict=True):
        points = _marked(chart, series[at].good, month)
        run = run_of(points)
        credible = q_value <= CERTAIN or (q_value <= LIKELY and len(run) >= LASTED)
        if run and credible and months_between(first_shown(run), month) <= GRACE:
            way = "worse" if run[-1].point_type == "special_cause_concern" else "better"
            yield at, way, run[0].period, abs(chart.z)


def _marked(chart: Drawn, good: int, month: date) -> list[Point]:
    found = []
    for back, (rule, side) in enumerate(zip(reversed(chart.rules), reversed(chart.sides), strict=True)):
        kind: PointType = "common_cause"
        if rule is not None:
            kind = "special_cause_improvement" if side * good > 0 else "special_cause_concern"
        nothing = (None, None, 0.0, None, None, None, None, None)
        found.append(Point(months_before(month, back), *nothing, rule=rule, point_type=kind))
    return found[::-1]


def _charts(series: Sequence[Series], month: date) -> list[Drawn]:
    shares = [None not in one.denominators and None not in one.numerators for one in series]
    rows = [
        (at, seq, months_before(month, len(one.values) - 1 - seq), value, *counts, shares[at])
        for at, one in enumerate(series)
        for seq, (value, *counts) in enumerate(zip(one.values, one.numerators, one.denominators, strict=True))
    ]
    at, seqs, periods, values, numerators, denominators, share = zip(*rows, strict=True)
    points = pa.table({
        "series_id": at,
        "rebase_group": [0] * len(rows),
        "seq": seqs,
        "period": periods,
        "value": pa.array(values, pa.float64()),
        "numerator": pa.array(numerators, pa.float64()),
        "denominator": pa.array(denominators, pa.float64()),
        "chart": ["pprime" if one else "xmr" for one in share],
        "is_count": [False] * len(rows),
        "in_baseline": [True] * len(rows),
    })  # fmt: skip
    with closed_engine() as connection:
        create_table(connection, "chart_points", points)
        create_table(connection, "run_z", run_z())
        draw_charts(connection, screen="nhsr")
        found = run(connection, _LAST).to_pylist()
    return [Drawn(tuple(row["rules"]), tuple(row["sides"]), float(row["z"])) for row in found]


_LAST = """
select
    rules, sides,
    coalesce(case rules[-1] when 'trend' then 3.5 when 'two_of_three' then 3.2 when 'shift' then run_z.z
        else abs(x[-1] - mean) / nullif(sigma * units[-1], 0) end, 0)::double as z
from charts left join run_z on run_z.run_length = charts.last_run
order by series_id
"""


def line(name: str, rates: Sequence[Rate]) -> str:
    mean = {field: np.mean([getattr(one, field) for one in rates]) for field in Rate.__annotations__}
    return (
        f"| {name} | {mean['better']:.1f} | {mean['worse']:.1f} | {mean['through']:.1f} | "
        f"{100 * mean['full']:.0f}% |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--hospitals", type=int, default=HOSPITALS)
    words = parser.parse_args()
    print("| who is followed | better a month | worse a month | told a month | months with three |")
    print("|---|---|---|---|---|")
    if words.workspace is None:
        print(line(f"made, {MEASURES} measures", [rate(made(seed)) for seed in range(words.hospitals)]))
        return
    for name, series in of_workspace(words.workspace):
        print(line(f"{name}, {len(series)} measures", [rate(series)]))


if __name__ == "__main__":
    main()
