"""How often a burden is seen at a trust that is average: rows of a table for `accuracy.py`.

120 trusts, small and large as they are, have one month each of one share with a standard. The trust that is looked at
is drawn a thousand times, mostly at England's own level; the others differ by chance alone, or as real trusts do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from briefing.statistics.intervals import wilson
from briefing.warehouse import closed_engine, create_table, run, run_file

TRUSTS = 120
MIDDLE = 39_000
"""Patients of the middle trust."""
MONTH = date(2026, 4, 1)
SIZES = (2_000, 20_000, 100_000)
PACKS, MEASURES = 20, 8
"""What a false question is counted in: so many packs of so many measures."""


@dataclass(frozen=True)
class Situation:
    """England's share who wait too long, the spread of trusts about it, the standard, and where our trust lies."""

    meaning: str
    england: float
    spread: float
    standard: float
    ours: float
    is_average: bool = True


SITUATIONS = (
    Situation("all trusts alike, England misses the standard", 0.35, 0.0, 0.08, 0.35),
    Situation("trusts differ by 6 points, England misses the standard", 0.35, 0.06, 0.08, 0.35),
    Situation("a rare wait, all trusts alike, nobody should wait so", 0.001, 0.0, 0.0, 0.001),
    Situation("a rare wait, trusts differ twofold, nobody should wait so", 0.001, 0.001, 0.0, 0.001),
    Situation("trusts differ by 6 points, England meets the standard by 2", 0.35, 0.06, 0.37, 0.35),
    Situation(
        "the worst of 20 trusts, England misses the standard", 0.35, 0.06, 0.08, 0.45, is_average=False
    ),
    Situation("10 times England's rare wait", 0.001, 0.001, 0.0, 0.01, is_average=False),
)


def table(seeds: Sequence[int], *, times: int = 1000) -> str:
    """Return the rows of the table: per hundred looks at our trust, by how many patients it has."""
    rows = []
    for situation in SITUATIONS:
        found = [
            100
            * np.mean(
                [_seen(situation, size, np.random.default_rng(seed), times // len(seeds)) for seed in seeds]
            )
            for size in SIZES
        ]
        rows.append(f"| {situation.meaning} | " + " | ".join(f"{figure:.1f}" for figure in found) + " |")
    return "\n".join(rows)


def false_questions(seeds: Sequence[int], *, times: int = 1000) -> float:
    """Return how many burdens are asked about in 20 packs of eight measures of average trusts."""
    average = [situation for situation in SITUATIONS if situation.is_average]
    shares = [
        _seen(situation, 20_000, np.random.default_rng(seed), times // len(seeds))
        for situation in average
        for seed in seeds
    ]
    return PACKS * MEASURES * float(np.mean(shares))


def _seen(situation: Situation, size: int, rng: np.random.Generator, times: int) -> float:
    """Give the share of nations, each drawn anew, in which our trust is seen to have a burden."""
    sizes = rng.lognormal(np.log(MIDDLE), 0.8, (times, TRUSTS)).clip(1000, 200_000).astype(int)
    rates = _rates(situation, rng, (times, TRUSTS))
    sizes[:, 0], rates[:, 0] = size, situation.ours
    people = rng.binomial(sizes, rates)
    with closed_engine() as connection:
        create_table(connection, "latest", _latest(people, sizes, situation))
        create_table(connection, "metric_facts", _facts(times))
        create_table(connection, "elsewhere", _nobody())
        run_file(connection, "context/burdens", table="burdens")
        ours = run(
            connection, "select count(*) as seen from burdens where rule is not null and series_id % 1000 = 0"
        ).to_pylist()
    return int(ours[0]["seen"]) / times


def _rates(situation: Situation, rng: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Draw each trust's own rate about England's: evenly on both sides, or, of what is rare, mostly small."""
    if situation.england < 0.01 and situation.spread:
        return rng.exponential(situation.england, shape).clip(0, 1)
    return (situation.england + situation.spread * rng.standard_normal(shape)).clip(0.0001, 1)


def _latest(people: NDArray[np.int64], sizes: NDArray[np.int64], situation: Situation) -> pa.Table:
    """Lay out the nations as the context does: each a metric of its own, with England as the sum of its trusts."""
    times = len(people)
    people = np.column_stack([people, people.sum(axis=1)]).astype(float)
    sizes = np.column_stack([sizes, sizes.sum(axis=1)]).astype(float)
    nation, trust = (each.ravel() for each in np.indices((times, TRUSTS + 1)))
    x, n = people.ravel(), sizes.ravel()
    low, high = wilson(x, n)
    count = len(x)
    is_england = trust == TRUSTS
    texts = {
        "metric": [f"m{each}" for each in nation],
        "org_code": ["ENG" if each else f"R{at:03}" for each, at in zip(is_england, trust, strict=True)],
        "specialty_code": ["ALL"] * count,
        "population_code": ["ALL"] * count,
        "group_code": ["ALL"] * count,
        "view": ["today"] * count,
        "interval": ["wilson"] * count,
        "people": ["numerator"] * count,
        "better": ["lower"] * count,
        "org_type": ["england" if each else "provider" for each in is_england],
        "compared_as": ["england" if each else "nhs_trust" for each in is_england],
    }
    numbers = {
        "series_id": nation * 1000 + trust,
        "cell_id": nation,
        "numerator": x,
        "denominator": n,
        "value": 100 * x / n,
        "low": 100 * low,
        "high": 100 * high,
        "standard": np.full(count, 100 * situation.standard),
    }
    flags = {"is_current": np.ones(count, bool), "standard_local": np.zeros(count, bool)}
    return pa.table({**texts, **numbers, **flags, "last_period": pa.array([MONTH] * count)})


def _facts(times: int) -> pa.Table:
    return pa.table(
        {
            "metric": [f"m{each}" for each in range(times)],
            "safety": [True] * times,
            "like_for_like": pa.nulls(times, pa.string()),
        }
    )


def _nobody() -> pa.Table:
    texts = [(name, pa.string()) for name in ("metric", "org_code", "specialty_code")]
    return pa.schema([*texts, ("period", pa.date32()), ("people", pa.int64())]).empty_table()
