"""RTT counts and percentiles against a slow, plain version in Python."""

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import TypeAlias

import pyarrow as pa
import pytest
from drawn import APRIL, percentile, rows_of, rtt, warehouse
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import metrics
from briefing.sources.schemas import SCHEMAS
from briefing.warehouse import Connection, run_file

PROVIDERS, COMMISSIONERS = ("RAA", "RBB"), ("01A", "02B", "NONC")
OLD_RULE = date(2022, 9, 1)
SHARES = {"rtt_within_18_weeks": (0, 17), "rtt_over_52_weeks": (52, 104), "rtt_over_65_weeks": (65, 104)}
PERCENTILES = {"rtt_median_wait": Fraction(1, 2), "rtt_92nd_percentile": Fraction(92, 100)}
STEPS = (
    ("reductions", "rtt_waiting"),
    ("reductions", "rtt_pathways"),
    ("marts", "rtt_bands"),
    ("marts", "waiting_by_week"),
    ("marts", "rtt_counts"),
    ("marts", "rtt_percentiles"),
)

Filed: TypeAlias = tuple[str, str, str, date, dict[int, int]]
Answers: TypeAlias = dict[tuple[str, str, str, date], tuple[int | None, int, float | None]]

lists = st.lists(
    st.tuples(
        st.sampled_from(PROVIDERS),
        st.sampled_from(COMMISSIONERS),
        st.sampled_from(("ALL", "110")),
        st.sampled_from((APRIL, OLD_RULE)),
        st.dictionaries(st.integers(0, 104), st.integers(0, 60), max_size=12),
    ),
    min_size=6,
    unique_by=lambda row: row[:4],
)


def answers(rows: list[Filed]) -> Answers:
    """Every provider counts all its rows, England those of a commissioner that exists."""
    lists: dict[tuple[str, str, date], Counter[int]] = {}
    for provider, commissioner, specialty, period, counts in rows:
        for org in (provider, *(("ENG",) if commissioner != "NONC" else ())):
            lists.setdefault((org, specialty, period), Counter()).update(counts)
    found: Answers = {}
    for (org, specialty, period), counts in lists.items():
        known = counts.total()
        if not known:
            continue
        for metric, (first, last) in SHARES.items():
            n = sum(counts[week] for week in range(first, last + 1))
            found[metric, org, specialty, period] = (n, known, 100 * n / known)
        for metric, p in PERCENTILES.items():
            plus_one = p == Fraction(1, 2) and period <= OLD_RULE
            value = float(percentile(counts, p, plus_one=plus_one)) if known >= 20 else None
            found[metric, org, specialty, period] = (None, known, value)
    return found


def ages(rows: list[Filed]) -> dict[tuple[str, date], list[int]]:
    """Week by week to 52, then everybody beyond, of all specialties together."""
    lists: dict[tuple[str, date], Counter[int]] = {}
    for provider, commissioner, specialty, period, counts in rows:
        for org in (provider, *(("ENG",) if commissioner != "NONC" else ())):
            if specialty == "ALL":
                lists.setdefault((org, period), Counter()).update(counts)
    return {
        place: [*(counts[week] for week in range(52)), sum(n for week, n in counts.items() if week >= 52)]
        for place, counts in lists.items()
    }


@pytest.fixture(scope="module")
def engine() -> Connection:
    """Only what RTT needs: each provider in itself, each commissioner but NONC in England."""
    connection = warehouse()
    reach = [(provider, "", "", "today", provider, "ALL") for provider in PROVIDERS]
    reach += [("", commissioner, "QAA", "today", "ENG", "ALL") for commissioner in COMMISSIONERS[:2]]
    names = (
        "provider_code",
        "commissioner_code",
        "commissioner_parent_code",
        "view",
        "org_code",
        "population_code",
    )
    connection.from_arrow(pa.table(dict(zip(names, zip(*reach, strict=True), strict=True)))).create("reach")
    connection.from_arrow(pa.table({"commissioner_code": pa.array([], pa.string())})).create(
        "red_home_commissioners"
    )
    metrics.make(connection, "staging", "rtt")
    return connection


@settings(max_examples=10, deadline=None)
@given(rows=lists)
def test_every_count_and_percentile(engine: Connection, rows: list[Filed]) -> None:
    filed = [
        rtt(provider=provider, commissioner=commissioner, specialty=specialty, period=period, bands=counts)
        for provider, commissioner, specialty, period, counts in rows
    ]
    engine.execute("delete from rtt").fetchall()
    engine.from_arrow(pa.Table.from_pylist([dict(row) for row in filed], schema=SCHEMAS["rtt"])).insert_into(
        "rtt"
    )
    for stage, name in STEPS:
        metrics.make(engine, stage, name)

    registry = metrics.registry()
    run_file(engine, "observations/empty")
    for metric in (*SHARES, *PERCENTILES):
        metrics.measure(engine, registry[metric])
    found = {
        (row["metric"], row["org_code"], row["specialty_code"], row["period"]): (
            row["numerator"],
            row["denominator"],
            row["value"] and pytest.approx(row["value"], abs=1e-9),
        )
        for row in rows_of(engine, "select * from observations")
    }
    assert found == answers(rows)
    lists_by_week = rows_of(engine, "select * from waiting_by_week")
    assert {(row["org_code"], row["period"]): row["weeks"] for row in lists_by_week} == ages(rows)
