"""Every metric file keeps the contract; a wrong head is refused with everything that is wrong in it."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from drawn import APRIL, MARCH, Row, ae, listed, observed, plain_row, practice, referral, rows_of, rtt

from briefing import metrics
from briefing.errors import ConfigError, QueryError
from briefing.sources import SOURCES
from briefing.sources.schemas import SCHEMAS
from briefing.warehouse import Connection, run_file

REGISTRY = metrics.registry()
KEY = ("metric", *metrics.CONTRACT[:6])
PROMISED = """
    rtt_within_18_weeks rtt_over_52_weeks rtt_over_65_weeks rtt_list_size rtt_median_wait rtt_92nd_percentile
    rtt_clock_starts rtt_treatments rtt_clearance_weeks rtt_other_removals ae_4_hours ae_4_hours_type_1
    ae_12_hours_from_decision ae_attendances cancer_28_day cancer_31_day cancer_62_day
    diagnostics_over_6_weeks gp_referrals_per_1000 referrals_returned first_appointment_wait
    missed_appointments letters_within_7_days advice_turnaround
"""
"""Names that scripts elsewhere rely on."""


@pytest.fixture(scope="module")
def everything() -> Connection:
    """A little of every source, so that every metric has something to say."""
    long_ago, seen = date(2025, 4, 1), date(2026, 4, 20)
    pair = {
        "period": APRIL,
        "provider_code": "RAA",
        "provider_parent_code": "QAA",
        "commissioner_code": "01A",
        "commissioner_parent_code": "QAA",
    }
    weeks = dict.fromkeys((name for name in SCHEMAS["diagnostics"].names if name.startswith("weeks_")), 1)
    cancer = {"cancer_type": "ALL CANCERS", "route": "ALL ROUTES", "total": Decimal(4), "within": Decimal(3)}
    drawn: dict[str, Iterable[Row]] = {
        "rtt": [
            rtt(period=month, part=part, bands={3: 30}, provider=provider)
            for month in (MARCH, APRIL)
            for part in ("1A", "1B", "2", "2A", "3")
            for provider in ("RAA", "RBB")
        ],
        "ae": [ae(type_1=9, over_4_type_1=3, admitted=5, dta_over_12=1, dta_4_to_12=2)],
        "cancer": [
            {"period": APRIL, "basis": "provider", "org_code": "RAA", "standard": standard, **cancer, **route}
            for standard in ("28", "31", "62")
            for route in ({}, {"route": "URGENT SUSPECTED CANCER"})
        ],
        "diagnostics": [{**pair, "test_code": 1, "test_name": "MRI", "total_waiting": 14, **weeks}],
        "wlmds": [
            {
                "period": APRIL,
                "org_code": "RAA",
                "org_type": "ACUTE TRUST",
                "dimension": "age",
                "category": "65+",
            }
            | {"total": 100, "within_18_weeks": 60, "over_52_weeks": 5}
        ],
        "friends_and_family": [
            {"period": APRIL, "service": service, "org_type": kind, "org_code": code, "responses": 50}
            | {"eligible": 90, "very_good": 30, "good": 15, "poor": 5}
            for service, kind, code in (
                *((name, "provider", "RAA") for name in ("inpatient", "ae", "outpatient", "birth")),
                *((name, "provider", "RAA") for name in ("ambulance", "mental_health")),
                ("gp", "practice", "P1"),
            )
        ],
        "cancelled_operations": [{"period": APRIL, "org_code": "RAA", "cancelled": 20, "not_treated": 2}],
        "discharges": [
            {"period": APRIL, "org_code": "RAA", "measure": measure, "value": value}
            for measure, value in (("discharged", 90.0), ("on_the_day", 80.0))
        ],
        "shmi": [{"period": APRIL, "org_code": "RAA", "observed": 100, "expected": 98.5}],
        "beds": [{"period": APRIL, "org_code": "RAA", "available": 400.5, "occupied": 380.2}],
        "gp_survey": [{"period": APRIL, "practice_code": "P1", "overall_base": 88.0, "overall_share": 0.93}],
        "rtt_overview": [{"period": APRIL, "waiting": 7e6, "within_18_weeks": 4e6, "over_52_weeks": 1e5}],
        "referral_returns": [{**pair, "gp_referrals": 3, "other_referrals": 1}],
        "practice_map": [practice(f"P{n}") for n in range(1, 7)],
        "gp_list_size": [listed(f"P{n}") for n in range(1, 7)],
        "practice_deprivation": [
            {"practice_code": f"P{n}", "imd_decile": 1 if n < 4 else 10} for n in range(1, 7)
        ],
        "organisations": [{"code": "RBB", "type": "provider", "successor_code": "RAA"}],
        "referrals": [
            referral(0, referred_on=long_ago, received_on=date(2026, 5, 30)),
            *(
                referral(
                    n,
                    practice_code=f"P{n % 6 + 1}",
                    referred_on=date(2026, 4, 1),
                    received_on=date(2026, 4, 2),
                    triaged_on=date(2026, 4, 9),
                    triage_outcome="returned" if n == 1 else "accepted",
                    first_appointment_on=seen,
                    first_appointment_outcome="attended",
                    letter_sent_on=seen + timedelta(days=n),
                    clock_stop_on=seen,
                    clock_stop_reason="non-admitted",
                )
                for n in range(1, 25)
            ),
        ],
        "advice": [
            {"request_id": str(n), "practice_code": "P1", "provider_code": "RAA", "specialty_code": "400"}
            | {"asked_on": asked, "answered_on": seen, "outcome": "advice"}
            for n, asked in enumerate([long_ago, *[date(2026, 4, 1)] * 20, date(2026, 4, 20)])
        ]
        + [
            {
                "request_id": "last",
                "practice_code": "P1",
                "provider_code": "RAA",
                "asked_on": date(2026, 4, 29),
            }
        ],
    }
    plain = {each.name: [plain_row(each)] for each in SOURCES if each.codes and each.keeps == "period"}
    return observed(home_boards=["QAA"], **(plain | drawn))


def test_what_is_compared_like_for_like_is_a_metric_of_the_same_kind() -> None:
    pairs = [(each, REGISTRY[each.like_for_like]) for each in REGISTRY.values() if each.like_for_like]
    assert {whole.name for whole, _ in pairs} == {"ae_4_hours", "cancer_62_day"}
    for whole, part in pairs:
        assert (part.unit, part.better, part.kind) == (whole.unit, whole.better, whole.kind)


def test_the_promised_names_are_there() -> None:
    assert set(PROMISED.split()) <= set(REGISTRY)


@pytest.mark.parametrize("name", REGISTRY)
def test_a_metric_returns_the_columns_of_the_contract(everything: Connection, name: str) -> None:
    assert tuple(everything.sql(REGISTRY[name].sql).columns) == metrics.CONTRACT


@pytest.mark.parametrize("name", REGISTRY)
def test_a_metric_observes_each_thing_once(everything: Connection, name: str) -> None:
    rows = rows_of(everything, "select * from observations where metric = $name", name=name)
    assert rows
    assert len({tuple(row[column] for column in KEY) for row in rows}) == len(rows)
    assert {row["view"] for row in rows} <= {"today", "as_was"}
    assert any(row["value"] is not None for row in rows)


@pytest.mark.parametrize("name", REGISTRY)
def test_a_share_is_of_its_whole(everything: Connection, name: str) -> None:
    """A proportion lies between nought and all, a count has no denominator, a percentile no numerator."""
    metric = REGISTRY[name]
    wrong = {
        "proportion": "not (0 <= numerator and numerator <= denominator and value between 0 and 100)",
        "rate": "not (0 <= numerator and denominator > 0)",
        "ratio": "denominator <= 0",
        "count": "denominator is not null or value <> numerator",
        "percentile": "numerator is not null or denominator is null",
    }[metric.kind]
    assert (
        rows_of(everything, f"select * from observations where metric = $name and ({wrong})", name=name) == []
    )


@pytest.mark.parametrize("metric", REGISTRY.values(), ids=REGISTRY)
def test_a_head_fits_together(metric: metrics.Metric) -> None:
    assert metric.source in SCHEMAS
    assert metric.published == (metric.source not in ("referrals", "advice"))
    assert metric.people == "none" or metric.unit == "percent"
    assert (metric.kind == "proportion") <= (metric.unit == "percent")
    assert metric.sql.rstrip().split("\n")[-1].startswith("order by")


HEAD = {
    "title": '"Waiting"', "meaning": '"How many wait."', "unit": '"people"', "kind": '"count"',
    "better": '"lower"', "topic": '"elective waits"', "why_it_matters": '"It does."', "numerator": '"people"',
    "denominator": '"none"', "source": '"rtt"', "caveats": "[]", "owner": '"Analytics"',
    "reviewed": "2026-01-31", "published": "true", "people": '"none"', "safety": "false",
    "interface": "false",
}  # fmt: skip


def written(folder: Path, name: str = "ours", sql: str = "select 1", **changes: str | None) -> Path:
    head = {key: value for key, value in (HEAD | changes).items() if value is not None}
    path = folder / f"{name}.sql"
    path.write_text(
        "/*\n" + "\n".join(f"{key} = {value}" for key, value in head.items()) + f"\n*/\n{sql}\n", "utf-8"
    )
    return path


def selecting(folder: Path, kind: str, select: str | None) -> Path:
    path = written(folder, sql="", kind=f'"{kind}"')
    if select is not None:
        path.write_text(path.read_text("utf-8").replace("\n*/", f"\n[select]\n{select}\n*/"), "utf-8")
    return path


def test_a_metric_of_ones_own(tmp_path: Path) -> None:
    written(tmp_path, "our_list")
    written(tmp_path, "rtt_list_size", title='"Ours now"')
    ours = metrics.registry(tmp_path)
    assert ours["our_list"].reviewed == date(2026, 1, 31)
    assert (ours["our_list"].caveats, ours["our_list"].sql) == ((), "select 1\n")
    assert ours["rtt_list_size"].title == "Ours now"
    assert len(ours) == len(REGISTRY) + 1


def test_everything_wrong_in_a_head_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    path = written(
        tmp_path, title=None, better='"upwards"', safety='"no"', reviewed='"January"', colour='"red"'
    )
    with pytest.raises(ConfigError) as refused:
        metrics.read_metric(path)
    known = ", ".join(
        [
            *HEAD,
            "said",
            "beyond",
            "like_for_like",
            "counts",
            "gain",
            "also",
            "between_groups",
            "own_past",
            "settles_in",
        ]
    )
    assert str(refused.value).splitlines() == [
        f"{path}: title: found nothing; wanted this key",
        f"{path}, line 5: better: found 'upwards'; wanted one of 'higher', 'lower' or 'neither'",
        f"{path}, line 13: reviewed: found 'January'; wanted a date such as 2026-01-31",
        f"{path}, line 16: safety: found 'no'; wanted true or false",
        f"{path}, line 18: colour: found a key that is not known; wanted one of {known}, select",
    ]


@pytest.mark.parametrize(
    ("kind", "select", "sql"),
    [
        (
            "proportion",
            'mart = "seen"\nnumerator = "late"\ndenominator = "all_seen"',
            "    late as numerator,\n    all_seen as denominator,\n    null as value\nfrom seen\n"
            "where numerator is not null and denominator > 0\n",
        ),
        (
            "count",
            'mart = "seen"\nnumerator = "late"\nwhere = "step = 1 or late > 2"',
            "    late as numerator,\n    null as denominator,\n    null as value\nfrom seen\n"
            "where (step = 1 or late > 2) and numerator is not null\n",
        ),
        (
            "percentile",
            'mart = "seen"\ndenominator = "all_seen"\nvalue = "days / 7"',
            "    null as numerator,\n    all_seen as denominator,\n    days / 7 as value\nfrom seen\n",
        ),
    ],
)
def test_of_a_mart_and_its_columns_the_sql_is_made(tmp_path: Path, kind: str, select: str, sql: str) -> None:
    key = "period, view, org_code, population_code, specialty_code, group_code"
    found = metrics.read_metric(selecting(tmp_path, kind, select)).sql
    assert found == f"select\n    {key},\n{sql}order by {key}\n"


@pytest.mark.parametrize(
    ("kind", "select", "said"),
    [
        ("count", 'mart = "seen"\ndenominator = "n"', "line 19: select: found denominator; wanted numerator"),
        (
            "ratio",
            'mart = "seen"',
            "line 19: select: found none; wanted denominator and numerator, as of every ratio",
        ),
        (
            "count",
            'mart = "seen; drop"\nnumerator = "n"',
            "line 20: select.mart: .*wanted the name of a mart",
        ),
        ("count", 'mart = "seen"\nnumrator = "n"', "line 21: select.numrator: .*did you mean 'numerator'?"),
        ("count", None, r"neither a \[select\] nor SQL"),
    ],
)
def test_a_selection_that_does_not_fit_is_refused(
    tmp_path: Path, kind: str, select: str | None, said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        metrics.read_metric(selecting(tmp_path, kind, select))


def test_a_metric_has_a_selection_or_sql(tmp_path: Path) -> None:
    path = selecting(tmp_path, "count", 'mart = "seen"\nnumerator = "late"')
    path.write_text(path.read_text("utf-8") + "select 1\n", "utf-8")
    with pytest.raises(ConfigError, match=r"both a \[select\] and SQL"):
        metrics.read_metric(path)


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("{value} of people waiting {where} had waited a year", True),
        ("people waiting had waited a year", False),
        ("{value} of people in {month}", False),
        ("{value of people", False),
    ],
)
def test_a_figure_is_said_by_its_value_and_where_it_is(tmp_path: Path, words: str, fits: bool) -> None:
    path = written(tmp_path, said=f'"{words}"')
    if fits:
        assert metrics.read_metric(path).said == words
    else:
        with pytest.raises(
            ConfigError, match=r"line 19: said: found .* wanted \{value\}, and perhaps \{where\}"
        ):
            metrics.read_metric(path)


@pytest.mark.parametrize(
    ("text", "said"), [("select 1", "begins with its definition"), ("/* title = */ select 1", "is not TOML")]
)
def test_a_file_without_a_head_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "bare.sql").write_text(text)
    with pytest.raises(ConfigError, match=said):
        metrics.registry(tmp_path)


def test_sql_that_fails_names_its_file(everything: Connection, tmp_path: Path) -> None:
    metric = metrics.read_metric(written(tmp_path, sql="select nothing from nowhere"))
    with pytest.raises(QueryError, match=r"metrics/ours\.sql"):
        metrics.measure(everything, metric)


@pytest.mark.parametrize(
    ("kind", "unit", "value"),
    [
        ("proportion", "percent", 37.5),
        ("rate", "per_1000", 375),
        ("ratio", "ratio", 0.375),
        ("count", "people", 3),
        ("percentile", "weeks", 7),
    ],
)
@pytest.mark.parametrize("denominator", [8, 0])
def test_the_value_is_made_in_one_place(
    tmp_path: Path, kind: str, unit: str, value: float, denominator: int
) -> None:
    """Three of eight. Three of none is no value, not nought and not infinity."""
    sql = f"""
        select date '2026-04-01' as period, 'today' as view, 'RAA' as org_code, 'ALL' as population_code,
        'ALL' as specialty_code, 'ALL' as group_code, 3 as numerator, {denominator} as denominator, 7 as value
    """
    connection = duckdb.connect()
    run_file(connection, "observations/empty")
    metrics.measure(
        connection, metrics.read_metric(written(tmp_path, sql=sql, kind=f'"{kind}"', unit=f'"{unit}"'))
    )
    of_none = denominator == 0 and kind not in ("count", "percentile")
    assert rows_of(connection, "select value from observations") == [{"value": None if of_none else value}]


def test_observing_twice_gives_the_same(everything: Connection) -> None:
    """The register of organisations is set aside once only, and still counts the second time."""
    before = rows_of(everything, "select * from observations order by all")
    metrics.observe(everything, home_boards=["QAA"])
    assert rows_of(everything, "select * from observations order by all") == before


def test_the_printed_reference_is_current() -> None:
    printed = Path(__file__).parents[2] / "docs" / "metrics.md"
    assert printed.read_text("utf-8") == metrics.reference(REGISTRY), (
        "run: python -m briefing.metrics > docs/metrics.md"
    )
