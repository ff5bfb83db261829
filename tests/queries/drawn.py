"""A warehouse drawn in a test: a few rows a source, the rest filled in or empty.

observed(rtt=[rtt(bands={0: 30, 18: 10})], home_boards=["QAA"])     connection with `observations`
value_of(connection, "rtt_within_18_weeks", org="RAA")              the one observation, as a row
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from briefing import metrics
from briefing.sources import Source
from briefing.sources.rtt import RTT_BANDS
from briefing.sources.schemas import SCHEMAS
from briefing.warehouse import Connection, create_held_views

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
Row = Mapping[str, Any]
Answer = tuple[Any, ...] | None


def warehouse(**rows: Iterable[Row]) -> Connection:
    """A connection with a table for every source, empty but for the rows given."""
    connection = duckdb.connect()
    for name, schema in SCHEMAS.items():
        table = pa.Table.from_pylist([dict(row) for row in rows.get(name, ())], schema=schema)
        connection.from_arrow(table).create(name)
    create_held_views(connection, (), Path())
    return connection


def observed(*, home_boards: Sequence[str] = (), **rows: Iterable[Row]) -> Connection:
    connection = warehouse(**rows)
    metrics.observe(connection, home_boards=home_boards)
    return connection


def rows_of(connection: Connection, sql: str, **values: Any) -> list[dict[str, Any]]:
    return connection.sql(sql, params=values or None).to_arrow_table().to_pylist()


def observations(connection: Connection, metric: str, org: str, **where: Any) -> list[dict[str, Any]]:
    """The observations of a metric for an organisation, oldest first: totals of today unless told."""
    scope = {"view": "today", "population_code": "ALL", "specialty_code": "ALL", "group_code": "ALL"} | where
    tests = " and ".join(f"{name} = ${name}" for name in scope)
    return rows_of(
        connection,
        f"select * from observations where metric = $metric and org_code = $org and {tests} order by period",
        metric=metric,
        org=org,
        **scope,
    )


def value_of(connection: Connection, metric: str, org: str, **where: Any) -> tuple[Any, Any, Any]:
    """Numerator, denominator and value of the one observation there is."""
    found = observations(connection, metric, org, **where)
    assert len(found) == 1, found
    return found[0]["numerator"], found[0]["denominator"], found[0]["value"]


def april_of(connection: Connection, metric: str, org: str, **where: Any) -> Answer:
    """What was observed in April, ready to be held against what was worked out by hand; None where nothing was."""
    found = [row for row in observations(connection, metric, org, **where) if row["period"] == APRIL]
    assert len(found) <= 1, found
    counts = [tuple(row[name] for name in ("numerator", "denominator", "value")) for row in found]
    return counts[0] if counts else None


def worked_out(numerator: float | None, denominator: float | None, value: float | None) -> Answer:
    return tuple(
        each if each is None else pytest.approx(each, abs=1e-12) for each in (numerator, denominator, value)
    )


def rtt(
    *,
    period: date = APRIL,
    provider: str = "RAA",
    commissioner: str = "01A",
    board: str | None = "QAA",
    provider_board: str | None = None,
    part: str = "2",
    specialty: str = "ALL",
    bands: Mapping[int, int] | None = None,
    total: int | None = None,
    open_from: int = 104,
) -> Row:
    """A row of the full extract. Band 104 is the open one; without bands it has a total only, as part 3."""
    counts = dict.fromkeys(range(open_from), 0) | dict(bands or {})
    row: dict[str, Any] = {
        "period": period,
        "provider_code": provider,
        "provider_name": f"{provider} HOSPITALS NHS TRUST",
        "provider_parent_code": provider_board or board,
        "provider_parent_name": f"NHS {provider_board or board} INTEGRATED CARE BOARD",
        "commissioner_code": commissioner,
        "commissioner_name": f"NHS {board} ICB - {commissioner}",
        "commissioner_parent_code": board,
        "commissioner_parent_name": f"NHS {board} INTEGRATED CARE BOARD",
        "part": part,
        "specialty_code": specialty,
        "open_from": open_from,
        "total": sum(counts.values()) if total is None else total,
    }
    if bands is not None:
        row |= {name: counts[week] for week, name in enumerate(RTT_BANDS) if week < open_from}
        row["weeks_open"] = counts.get(open_from, 0)
    return row


def ae(
    *,
    period: date = APRIL,
    provider: str = "RAA",
    type_1: int | None = 0,
    booked_type_1: int = 0,
    other: int = 0,
    over_4_type_1: int | None = 0,
    over_4_other: int = 0,
    dta_4_to_12: int = 0,
    dta_over_12: int = 0,
    admitted: int = 0,
    admitted_direct: int = 0,
    region: str = "NHS ENGLAND SOUTH EAST ",
) -> Row:
    nothing = dict.fromkeys((name for name in SCHEMAS["ae"].names[4:]), 0)
    return nothing | {
        "period": period,
        "provider_code": provider,
        "provider_name": f"{provider} HOSPITALS NHS TRUST",
        "region_name": region,
        "attendances_type_1": type_1,
        "booked_type_1": booked_type_1,
        "attendances_other": other,
        "over_4_hours_type_1": over_4_type_1,
        "over_4_hours_other": over_4_other,
        "decision_4_to_12_hours": dta_4_to_12,
        "decision_over_12_hours": dta_over_12,
        "admissions_type_1": admitted,
        "admissions_not_through_ae": admitted_direct,
    }


def referral(number: int, **changes: Any) -> Row:
    """A referral of March 2026 that went as it should, but for the changes."""
    return {
        "referral_id": f"R{number}",
        "practice_code": "P1",
        "provider_code": "RAA",
        "specialty_code": "100",
        "priority": "routine",
        "referred_on": date(2026, 3, 2),
        "received_on": date(2026, 3, 2),
        "age_band": "65-74",
        "sex": "female",
        "ethnic_category": "White",
        "imd_decile": 1,
    } | changes


def practice(code: str = "P1", sub_board: str = "01A", board: str = "QAA", network: str = "U1") -> Row:
    """A line of the practice map."""
    return {
        "period": MARCH,
        "practice_code": code,
        "practice_name": f"{code} SURGERY",
        "network_code": network,
        "network_name": f"{network} PCN",
        "sub_board_code": sub_board,
        "sub_board_name": f"NHS {board} ICB - {sub_board}",
        "board_code": board,
        "board_name": f"NHS {board} INTEGRATED CARE BOARD",
        "region_code": "Y59",
        "region_name": "South East",
    }


def listed(
    code: str = "P1", patients: int = 1000, *, sex: str = "all", age: str = "all", period: date = MARCH
) -> Row:
    return {"period": period, "practice_code": code, "sex": sex, "age_group": age, "patients": patients}


def plain_row(source: Source) -> Row:
    """A row of April of a source that no test has drawn by hand: one provider, and one of everything counted."""
    fields = ((field.name, field.type) for field in source.schema)
    counts = {name: 1 for name, kind in fields if not (pa.types.is_string(kind) or pa.types.is_date(kind))}
    return {"period": APRIL, **counts, **{codes.code: "RAA" for codes in source.codes}}


def percentile(counts: Counter[int], p: Fraction, *, plus_one: bool = False) -> Fraction:
    """Walks up the bands until t people are behind; of the open band only the lower bound is known."""
    t = p * (counts.total() + plus_one)
    before = 0
    for week in range(104):
        if counts[week] and before + counts[week] >= t:
            return week + (t - before) / counts[week]
        before += counts[week]
    return Fraction(104)
