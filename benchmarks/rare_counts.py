"""Counts of a few events a month: how often stable ones are marked, and how much of a rise is found.

A part of `accuracy.py`, which writes its table. Poisson counts are judged as the packs judge counts, and beside it as
if they were any number, by an XmR chart with symmetrical limits and runs about the mean.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from briefing.context.building import draw_charts
from briefing.warehouse import closed_engine, create_table, run

RATES = (0.1, 0.3, 0.5, 1.0, 2.0, 4.0, 10.0)
MONTHS, LOOKS = 24, 4
RISES = (2, 3, 5)

Flags = NDArray[np.bool_]


def table(count: int, seeds: Sequence[int]) -> str:
    """The rows of the page: a row a rate, means over all seeds, per hundred series."""
    rows = np.array([[_answers(rate, count, seed) for rate in RATES] for seed in seeds]).mean(axis=0)
    return "\n".join(
        f"| {rate:g} | " + " | ".join(f"{figure:.1f}" for figure in figures) + " |"
        for rate, figures in zip(RATES, rows, strict=True)
    )


def _answers(rate: float, count: int, seed: int) -> list[float]:
    """Marked in the last month and in any, ours beside the symmetrical chart; then rises found, by their size."""
    rng = np.random.default_rng(seed)
    stable = rng.poisson(rate, (count, MONTHS))
    quiet = [_marked(stable, is_count=is_count) for is_count in (True, False)]
    found = [_rises_found(rng, rate, count=count, times=times) for times in RISES]
    return [100 * float(each.mean()) for pair in zip(*quiet, strict=True) for each in pair] + found


def _rises_found(rng: np.random.Generator, rate: float, *, count: int, times: int) -> float:
    counts = rng.poisson(
        rate * np.where(np.arange(MONTHS + LOOKS) >= MONTHS, times, 1), (count, MONTHS + LOOKS)
    )
    looks = [_marked(counts[:, : MONTHS + 1 + look], is_count=True)[0] for look in range(LOOKS)]
    return 100 * float(np.any(looks, axis=0).mean())


def _marked(counts: NDArray[np.int64], *, is_count: bool) -> tuple[Flags, Flags]:
    """Of each series: is its last month marked as a concern (too many), and is any month marked at all?"""
    series, months = counts.shape
    at = np.tile(np.arange(months), series)
    nothing = pa.nulls(len(at), pa.float64())
    points = pa.table(
        {
            "series_id": np.repeat(np.arange(series), months),
            "rebase_group": np.zeros(len(at), int),
            "seq": at,
            "period": at,
            "value": counts.astype(float).ravel(),
            "numerator": nothing,
            "denominator": nothing,
            "chart": pa.array(["xmr"] * len(at)),
            "is_count": np.full(len(at), is_count),
            "in_baseline": np.ones(len(at), bool),
        }
    )
    with closed_engine() as connection:
        create_table(connection, "chart_points", points)
        draw_charts(connection, screen="nhsr")
        found = run(connection, _MARKED)
    last, any_month = (found[name].to_numpy(zero_copy_only=False) for name in ("last", "any_month"))
    return last, any_month


_MARKED = """
select
    coalesce(rules[-1] is not null and sides[-1] > 0, false) as last,
    len(list_filter(rules, lambda rule: rule is not null)) > 0 as any_month
from charts
order by series_id
"""
