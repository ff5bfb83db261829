"""The known truths of the real files, through the same readers as in use."""

import csv
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from drawn import observations, percentile, rows_of, value_of

from briefing import metrics
from briefing.sources import read_file
from briefing.sources.rtt import RTT_BANDS
from briefing.sources.schemas import SCHEMAS
from briefing.warehouse import Connection, create_held_views

FILES = (
    "rtt/20260430-RTT-April-2026-full-extract.csv.zip",
    "ae/Monthly-AE-April-2025.csv",
    "ae/Monthly-AE-February-2025-revised.csv",
    "cancer/January-2026-Monthly-Combined-Workbook-Provisional.xlsx",
    "ods/etr.csv",
    "gp/gp-reg-pat-prac-map.csv",
)


@pytest.fixture(scope="module")
def england(shared: Path) -> Connection:
    tables: dict[str, list[pa.Table]] = defaultdict(list)
    for name in FILES:
        for extract in read_file(shared / "data" / name):
            tables[extract.source].append(extract.table)
    connection = duckdb.connect()
    for name, schema in SCHEMAS.items():
        connection.from_arrow(pa.concat_tables([schema.empty_table(), *tables[name]])).create(name)
    create_held_views(connection, (), shared)
    metrics.observe(connection, home_boards=["S0E4D"])
    return connection


@pytest.mark.parametrize(
    ("metric", "numerator", "denominator", "value"),
    [
        ("rtt_within_18_weeks", 4_607_182, 7_093_502, 64.95),
        ("rtt_over_52_weeks", 97_388, 7_093_502, 1.37),
        ("rtt_over_65_weeks", 5_692, 7_093_502, 0.08),
        ("rtt_list_size", 7_093_502, None, 7_093_502),
        ("rtt_median_wait", None, 7_093_502, 11.90),
        ("rtt_92nd_percentile", None, 7_093_502, 38.70),
        ("cancer_28_day", 194_784, 267_704, 72.76),
        ("cancer_31_day", 53_663, 59_736, 89.83),
        ("cancer_62_day", 19_657, 28_742, 68.39),
    ],
)
def test_england(
    england: Connection, metric: str, numerator: int | None, denominator: int | None, value: float
) -> None:
    found = value_of(england, metric, "ENG")
    assert found[:2] == (numerator, denominator)
    assert round(found[2], 2) == value


@pytest.mark.parametrize(
    ("metric", "numerator", "denominator", "value"),
    [("cancer_62_day", 394, 620.5, 63.5), ("cancer_62_day_urgent", 141, 298, 47.3)],
)
def test_a_trust_by_all_routes_and_by_the_gps_own(
    england: Connection, metric: str, numerator: float, denominator: float, value: float
) -> None:
    found = value_of(england, metric, "RRK")
    assert (found[:2], round(found[2], 1)) == ((numerator, denominator), value)


def test_528_providers_and_36_boards(england: Connection) -> None:
    found = rows_of(
        england,
        "select organisations.type, count(distinct org_code) as n from observations\n"
        "join organisations on org_code = code\n"
        "where metric = 'rtt_list_size' and view = 'today' group by all order by all",
    )
    assert {row["type"]: row["n"] for row in found} | {"sub_board": None} == {
        "provider": 528, "board": 36, "region": 7, "england": 1, "sub_board": None,
    }  # fmt: skip


def test_every_percentile_agrees_with_the_reference(england: Connection, shared: Path) -> None:
    """The reference's ENGLAND counts NONC (7,123,980); ours leaves it out: that row is another figure."""
    names = {"0.5": "rtt_median_wait", "0.92": "rtt_92nd_percentile"}
    with (shared / "golden" / "rtt_percentile" / "rtt_percentile_expected.csv").open(newline="") as file:
        expected = [
            row for row in csv.DictReader(file) if row["unit"] != "ENGLAND" and row["percentile"] in names
        ]
    assert len({row["unit"] for row in expected}) > 1
    for row in expected:
        _, known, value = value_of(england, names[row["percentile"]], row["unit"])
        assert known == int(row["total"])
        assert value == pytest.approx(float(row["weeks"]), abs=1e-9), row["unit"]


def test_every_percentile_agrees_with_plain_python(england: Connection, shared: Path) -> None:
    """All providers, NONC included; and the reference's ENGLAND, with NONC, from the same bands."""
    names = [*RTT_BANDS, "weeks_open"]
    filed = rows_of(
        england,
        f"select provider_code, {', '.join(names)} from rtt where part = '2' and specialty_code = 'ALL'",
    )
    lists: dict[str, Counter[int]] = defaultdict(Counter)
    for row in filed:
        for org in (row["provider_code"], "everybody"):
            lists[org].update({week: row[name] for week, name in enumerate(names)})
    whole = lists.pop("everybody")
    assert whole.total() == 7_123_980
    assert float(percentile(whole, Fraction(1, 2))) == pytest.approx(11.9079007056452, abs=1e-9)
    assert len(lists) == 528
    sql = """
        select org_code, value from observations
        where metric = $metric and view = 'today' and population_code = 'ALL' and specialty_code = 'ALL'
    """
    for metric, p in (("rtt_median_wait", Fraction(1, 2)), ("rtt_92nd_percentile", Fraction(92, 100))):
        found = {row["org_code"]: row["value"] for row in rows_of(england, sql, metric=metric)}
        for org, counts in lists.items():
            expected = pytest.approx(float(percentile(counts, p)), abs=1e-9) if counts.total() >= 20 else None
            assert found[org] == expected, org


def test_england_is_the_total_row_of_the_ae_file(england: Connection, shared: Path) -> None:
    with (shared / "data" / "ae" / "Monthly-AE-April-2025.csv").open(newline="") as file:
        total = [
            row
            for row in csv.DictReader(file)
            if row["Org Code"].strip() == "TOTAL" or row["Period"] == "TOTAL"
        ]
    attendances = sum(int(n) for heading, n in total[0].items() if heading.startswith("A&E attendances"))
    late = sum(int(n) for heading, n in total[0].items() if heading.startswith("Attendances over 4hrs"))
    april = observations(england, "ae_attendances", "ENG")[-1]
    assert april["value"] == attendances
    on_time = observations(england, "ae_4_hours", "ENG")[-1]
    assert (on_time["numerator"], on_time["denominator"]) == (attendances - late, attendances)


def test_our_population_is_part_of_the_trust(england: Connection) -> None:
    whole, ours = (
        value_of(england, "rtt_list_size", "RHW", population_code=population)[2]
        for population in ("ALL", "S0E4D")
    )
    assert 0 < ours < whole


def test_boards_of_2022_lead_to_those_of_2026(england: Connection) -> None:
    """By their sub-boards alone. QM7 was split between two boards, so it leads nowhere."""
    found = rows_of(england, "select code, today_code from successors")
    leads = {row["code"]: row["today_code"] for row in found}
    assert leads["QU9"] == "S0E4D"
    assert leads["QMJ"] == leads["QRV"] == "Z9B2Z"
    assert "QM7" not in leads
    assert value_of(england, "cancer_62_day", "Z9B2Z")[1] == sum(
        value_of(england, "cancer_62_day", code, view="as_was")[1] for code in ("QMJ", "QRV")
    )
