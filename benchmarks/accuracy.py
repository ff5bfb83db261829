"""How often the engine alarms for nothing, and how much of what is there it finds: writes docs/accuracy.md.

    python benchmarks/accuracy.py            # five times 800 series of each kind, a few minutes
    python benchmarks/accuracy.py --series 400 --seeds 1 2 --out accuracy.md

Monthly percentages of counts with the scatter that real services have (beyond binomial chance), a change
planted or none, and four ways of judging the last month. All see the same numbers.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from average_trust import SIZES, false_questions
from average_trust import table as average_trusts
from numpy.typing import NDArray
from rare_counts import table as rare_counts

from briefing.challenge.series import CERTAIN, LASTED, LIKELY
from briefing.context.building import draw_charts, run_z
from briefing.statistics.false_discovery import benjamini_hochberg, p_of
from briefing.statistics.intervals import wilson
from briefing.warehouse import closed_engine, create_table, run

Numbers = NDArray[np.float64]

BEFORE, AFTER, PACK = 24, 4, 8
SHARE, SCATTER = 0.70, 0.02
"""70% on average, with an SD between months of 2 points besides binomial chance."""


@dataclass(frozen=True)
class Kind:
    """A way a series may go: the change in sigmas at each month, patients a month, months known before."""

    name: str
    meaning: str
    change: Callable[[NDArray[np.int64]], Numbers]
    is_change: bool
    size: int = 2000
    before: int = BEFORE
    rebased: bool = False


def _none(at: NDArray[np.int64]) -> Numbers:
    return np.zeros(len(at))


KINDS = (
    Kind("stable", "nothing happens", _none, False),
    Kind("stable, sparse", "nothing happens, about 20 patients a month", _none, False, size=20),
    Kind("seasonal", "a yearly wave of 1 sigma, nothing else", lambda at: np.sin(2 * np.pi * at / 12), False),
    Kind("short", "nothing happens, 8 months known", _none, False, before=8),
    Kind(
        "merged, rebased",
        "a step of 3 sigma at month 12, in the register",
        lambda at: -3.0 * (at >= 12),
        False,
        rebased=True,
    ),
    Kind("shift", "3 sigma worse from month 24 on", lambda at: -3.0 * (at >= BEFORE), True),
    Kind("shift, 2 sigma", "2 sigma worse from month 24 on", lambda at: -2.0 * (at >= BEFORE), True),
    Kind(
        "trend",
        "0.75 sigma worse every month, to 3 sigma",
        lambda at: -0.75 * np.clip(at - BEFORE + 1, 0, 4),
        True,
    ),
    Kind("outlier", "one month 3 sigma worse", lambda at: -3.0 * (at == BEFORE), True),
    Kind("outlier, 5 sigma", "one month 5 sigma worse", lambda at: -5.0 * (at == BEFORE), True),
    Kind("shift, short", "3 sigma worse after 8 known months", lambda at: -3.0 * (at >= 8), True, before=8),
)


@dataclass(frozen=True)
class Series:
    """Rows are series, columns months."""

    numerator: Numbers
    denominator: Numbers

    @property
    def share(self) -> Numbers:
        return self.numerator / self.denominator


def drawn(kind: Kind, count: int, rng: np.random.Generator) -> Series:
    months = kind.before + AFTER
    sizes = rng.poisson(kind.size, (count, months)).clip(5).astype(float)
    sigma = np.hypot(SCATTER, np.sqrt(SHARE * (1 - SHARE) / kind.size))
    usual = SHARE + SCATTER * rng.standard_normal((count, months)) + sigma * kind.change(np.arange(months))
    return Series(rng.binomial(sizes.astype(int), usual.clip(0.01, 0.99)).astype(float), sizes)


def our_concerns(
    kind: Kind, series: Series, others: Series, looks: Sequence[int]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each series and look: does our chart show a concern, and is it asked about?

    Every series stands in a pack with seven stable ones. A question needs what `challenge/credible.py` wants: a q-value
    up to 0.01, or up to 0.05 where the signal has lasted two months.
    """
    count = len(series.numerator)
    chart, question = np.zeros((count, len(looks)), bool), np.zeros((count, len(looks)), bool)
    for column, look in enumerate(looks):
        concern, lasted, z = _judged(series, look, rebased=kind.rebased)
        beside = min(look, others.numerator.shape[1])
        z_others = _judged(others, beside)[2].reshape(count, PACK - 1)
        everything = np.column_stack([z, z_others])
        packs = np.repeat(np.arange(count), PACK)
        q = benjamini_hochberg(p_of(everything.ravel()), packs).reshape(count, PACK)[:, 0]
        chart[:, column] = concern
        question[:, column] = concern & ((q <= CERTAIN) | ((q <= LIKELY) & (lasted >= LASTED)))
    return chart, question


def _judged(
    series: Series, months: int, *, rebased: bool = False
) -> tuple[NDArray[np.bool_], NDArray[np.int64], Numbers]:
    """The engine's SQL on the months known by then: is the last one a concern, since how many months, and its z."""
    found = _charts(series, months, rebased=rebased)
    return tuple(found[name].to_numpy(zero_copy_only=False) for name in ("concern", "lasted", "z"))


def _charts(series: Series, months: int, *, rebased: bool = False) -> pa.Table:
    count = len(series.numerator)
    at = np.tile(np.arange(months), count)
    points = pa.table(
        {
            "series_id": np.repeat(np.arange(count), months),
            "rebase_group": (at >= 12).astype(int) if rebased else np.zeros(len(at), int),
            "seq": at,
            "period": at,
            "value": 100 * series.share[:, :months].ravel(),
            "numerator": series.numerator[:, :months].ravel(),
            "denominator": series.denominator[:, :months].ravel(),
            "chart": pa.array(["pprime"] * len(at)),
            "is_count": np.zeros(len(at), bool),
            "in_baseline": np.ones(len(at), bool),
        }
    )
    with closed_engine() as connection:
        create_table(connection, "chart_points", points)
        create_table(connection, "run_z", run_z())
        draw_charts(connection, screen="nhsr")
        return run(connection, _LAST, {"last": months - 1})


_LAST = """
select
    coalesce(rules[-1] is not null and sides[-1] < 0, false) as concern,
    len(rules) - coalesce(list_max(list_transform(
        rules, lambda rule, i: if(rule is null or sides[i] <> sides[-1], i, 0)
    )), 0) as lasted,
    coalesce(case rules[-1] when 'trend' then 3.5 when 'two_of_three' then 3.2 when 'shift' then run_z.z
        else abs(x[-1] - mean) / nullif(sigma * units[-1], 0) end, 0)::double as z,
    mean,
    sigma * units[-1] as sigma
from charts left join run_z on run_z.run_length = charts.last_run
where seqs[-1] = $last
order by series_id
"""


def red(series: Series, look: int, targets: Numbers) -> NDArray[np.bool_]:
    """Red-amber-green: the last month is below the target."""
    return np.asarray(series.share[:, look - 1] < targets)


def two_points(series: Series, look: int) -> NDArray[np.bool_]:
    """The last month is "significantly" worse than the one before (a test of two proportions at 95%)."""
    x, n = series.numerator[:, look - 2 : look], series.denominator[:, look - 2 : look]
    pooled = x.sum(axis=1) / n.sum(axis=1)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n).sum(axis=1))
    return np.asarray((x[:, 0] / n[:, 0] - x[:, 1] / n[:, 1]) / error > 1.96)


def plain_p(series: Series, look: int) -> NDArray[np.bool_]:
    """A p chart: below its binomial three-sigma limit."""
    x, n = series.numerator[:, :look], series.denominator[:, :look]
    mean = x.sum(axis=1) / n.sum(axis=1)
    return np.asarray(series.share[:, look - 1] < mean - 3 * np.sqrt(mean * (1 - mean) / n[:, -1]))


METHODS = ("our question", "our chart", "red below target", "two points", "plain p chart")


def measured(kind: Kind, count: int, rng: np.random.Generator) -> list[float]:
    """Per hundred series, by method: alarms at one look if nothing happened; changes found in four looks."""
    series = drawn(kind, count, rng)
    others = drawn(KINDS[0], count * (PACK - 1), rng)
    looks = [kind.before + 1 + step for step in range(AFTER)] if kind.is_change else [kind.before]
    chart, question = our_concerns(kind, series, others, looks)
    sigma = np.hypot(SCATTER, np.sqrt(SHARE * (1 - SHARE) / kind.size))
    targets = SHARE + sigma * rng.uniform(-2, 2, count)
    rest = [
        np.column_stack([red(series, look, targets) for look in looks]),
        np.column_stack([two_points(series, look) for look in looks]),
        np.column_stack([plain_p(series, look) for look in looks]),
    ]
    return [100 * float(found.any(axis=1).mean()) for found in (question, chart, *rest)]


SPREAD, PEERS = 0.06, 10
"""How far trusts differ from each other, and how many stand beside one."""


def levels(count: int, seeds: Sequence[int]) -> str:
    """Give the rows of what a level alone makes a pack say, per hundred looks at trusts of three sizes."""
    rows = []
    for meaning, apart in (("as England", 0.0), ("10 points worse", -0.1), ("10 points better", 0.1)):
        for name in ("asked as steady and poor", "praised for its level"):
            found = [
                100 * float(np.mean([_of_level(apart, size, count, seed)[name] for seed in seeds]))
                for size in SIZES
            ]
            rows.append(f"| {meaning}, {name} | " + " | ".join(f"{figure:.1f}" for figure in found) + " |")
    return "\n".join(rows)


def _of_level(apart: float, size: int, count: int, seed: int) -> dict[str, float]:
    """Judge steady trusts so far from England by the rules of STEADY (`signals.sql`) and of a level (`credit.py`)."""
    rng = np.random.default_rng(seed)
    sigma = np.hypot(SCATTER, np.sqrt(SHARE * (1 - SHARE) / size))
    series = drawn(Kind("", "", lambda at: np.full(len(at), apart / sigma), False, size=size), count, rng)
    charts = _charts(series, BEFORE)
    mean, scatter, concern = (
        charts[name].to_numpy(zero_copy_only=False) for name in ("mean", "sigma", "concern")
    )
    others = 100 * (SHARE + np.hypot(SPREAD, SCATTER) * rng.standard_normal((count, PEERS)))
    beside = np.column_stack([np.full(count, 100 * SHARE), np.median(others, axis=1)])
    low = 100 * wilson(series.numerator[:, BEFORE - 1], series.denominator[:, BEFORE - 1])[0]
    steady = (mean + 3 * scatter < beside.max(axis=1)) & (mean <= beside.min(axis=1)) & ~concern
    ahead = (low > beside.max(axis=1)) & (mean - scatter > beside.max(axis=1)) & ~concern
    return {"asked as steady and poor": float(steady.mean()), "praised for its level": float(ahead.mean())}


def report(count: int, seeds: Sequence[int]) -> str:
    """The page: means over all seeds, and for the two figures that are promised, each seed's own."""
    runs = np.array([_answers(count, seed) for seed in seeds])
    means = dict(zip(KINDS, runs.mean(axis=0), strict=True))
    names = [kind.name for kind in KINDS]
    false = runs[:, names.index("stable"), 0] / 100 * 20 * PACK
    asked, shown = runs[:, names.index("shift"), 0], runs[:, names.index("shift"), 1]
    head = "| series | what happens | " + " | ".join(METHODS) + " |\n|---|---|" + "---:|" * len(METHODS)

    def rows(changes: bool) -> str:
        return "\n".join(
            f"| {kind.name} | {kind.meaning} | " + " | ".join(f"{figure:.1f}" for figure in figures) + " |"
            for kind, figures in means.items()
            if kind.is_change is changes
        )

    return _REPORT.format(
        count=count,
        seeds=" ".join(map(str, seeds)),
        times=len(seeds),
        pack=PACK,
        certain=CERTAIN,
        likely=LIKELY,
        after=AFTER,
        head=head,
        quiet=rows(False),
        changes=rows(True),
        false=_spread(false),
        shown=_spread(shown),
        asked=_spread(asked),
        rare=rare_counts(count, seeds),
        trusts=average_trusts(seeds),
        sizes=" | ".join(f"{size:,} patients" for size in SIZES),
        burdens=f"{false_questions(seeds):.1f}",
        levels=levels(count, seeds),
    )


def _answers(count: int, seed: int) -> list[list[float]]:
    rng = np.random.default_rng(seed)
    return [measured(kind, count, rng) for kind in KINDS]


def _spread(figures: Numbers) -> str:
    """ "90.5 (from 89.1 to 92.0)": the mean, and the least and the most of any seed."""
    return f"{figures.mean():.1f} (from {figures.min():.1f} to {figures.max():.1f})"


_REPORT = """# Accuracy: false alarms and changes found

Written by `benchmarks/accuracy.py --series {count} --seeds {seeds}`; run it to check. Each line is {times} x {count:,}
made-up series of monthly percentages: 70% on average, a real scatter of 2 points between months besides
chance, about 2,000 patients (20 where sparse), 24 months known (8 where short). Sigma is the whole scatter
of a month. Every method sees the same numbers.

- **our question**: the chart shows a concern in the last month *and* a pack may ask about it: its false discovery
  rate, among {pack} measures of which the other seven are stable, is at most {certain:g}, or {likely:g} where it
  has lasted two months.
- **our chart**: the chart (p-prime, four rules) shows a concern in the last month.
- **red below target**: the last month is below a target, which lies within 2 sigma of what is usual.
- **two points**: the last month is worse than the one before by a test of two proportions at 95%.
- **plain p chart**: below the binomial three-sigma limit.

## False alarms per 100 series in which nothing happens, at one look

{head}
{quiet}

In 20 packs of {pack} measures in which nothing happens, ours asks {false} false questions: the mean, and the least
and the most of {times} seeds (wanted: at most one). A season is a real change from month to month, and a chart of 24
months can't know that it will come back.

## Planted changes found within {after} months, per 100

{head}
{changes}

Of shifts of 3 sigma our chart finds {shown}% within {after} months (wanted: at least 90%), and a question may be
asked of {asked}% by then: what is shown and what is asked differ, and the
difference is the price of few false questions. One month 3 sigma away is a toss-up for any chart: half of such
months lie inside a limit at 3 sigma, and that is the price of the false alarms that aren't raised. Methods that "find"
more do so by alarming at random: read each column with the same column of the table above.

## A few events a month

Poisson counts of 24 months, per 100 series: marked as too many in the last month, marked in any month, each judged
as counts are, and beside it ("as a value") by symmetrical limits and runs about the mean; then which rises are found
within {after} months by ours.

| events a month | last month | as a value | any month | as a value | twice as many found | three times | five times |
|---:|---:|---:|---:|---:|---:|---:|---:|
{rare}

Of fewer than five events a month the distribution lies askew. So the limit is the next whole event beyond three
sigma, the two-sigma line lies half an event further out, and a run must be on one side of the mean and of the median:
never more than half of the months lie on one side of the median, so that seven running are as seldom chance as on any
chart. From five a month on counts are judged like any other value, as the field's own tools do.

## Burdens: what one month says

A burden is a standard missed now by many people, and needs no history: so how often is it seen at a trust that is
average? Of 120 trusts, small and large as they are, our own lies at England's level, except in the last two lines.
Burdens seen, per 100 looks, by how many patients our trust has:

| situation | {sizes} |
|---|---:|---:|---:|
{trusts}

In 20 packs of {pack} measures of average trusts, burdens ask {burdens} false questions, to be added to those of the
charts. A small trust (less than a third of the middle one) is seen only where England meets the standard or it holds 5%
of England's: its place among the others would be an accident.

## Levels: steady and poor, and better than most

Where no month stands out, a pack may still ask about a level that is worse than elsewhere ("steady and poor") or
praise one that is better. 24 steady months, beside England and the median of ten similar trusts that differ by 6
points. Per 100 looks:

| where the trust lies | {sizes} |
|---|---:|---:|---:|
{levels}

Three sigma between a mean and a yardstick is much: a level has to be far away before it is a question. A trust at
England's own level is asked where its ten similar trusts truly lie far ahead of it, and that is no false question.
Praise asks less, since nobody is pressed by it, and the usual month still has to lie a sigma ahead of both.

## A short history

Where eight months are known no change is judged and none is found: the pack says "too few months to
judge". What many people wait for today is asked about all the same.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=800)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "docs" / "accuracy.md")
    words = parser.parse_args()
    text = report(words.series, words.seeds)
    words.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
