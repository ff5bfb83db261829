"""A&E, cancer, diagnostics and referral returns on drawn tables."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from drawn import APRIL, MARCH, Row, ae, april_of, observations, observed, value_of, worked_out

from briefing.warehouse import Connection


def cancer(
    org: str, within: float, total: float, *, basis: str = "provider", standard: str = "62", **what: str
) -> Row:
    return {
        "period": APRIL,
        "basis": basis,
        "org_code": org,
        "org_name": org,
        "region_name": "South East",
        "standard": standard,
        "cancer_type": "ALL CANCERS",
        "route": "ALL ROUTES",
        "modality": "ALL MODALITIES",
        "total": Decimal(str(total)),
        "within": Decimal(str(within)),
        "after": Decimal(str(total - within)),
    } | what


def pair(provider: str, commissioner: str, board: str | None) -> Mapping[str, Any]:
    return {
        "period": APRIL,
        "provider_code": provider,
        "provider_name": provider,
        "provider_parent_code": "QAA",
        "commissioner_code": commissioner,
        "commissioner_name": commissioner,
        "commissioner_parent_code": board,
    }


def waits(where: Mapping[str, Any], test: int, name: str, weeks: Mapping[int, int]) -> Row:
    counts = {f"weeks_{week:02d}": weeks.get(week, 0) for week in range(13)} | {
        "weeks_13_plus": weeks.get(13, 0)
    }
    return {**where, "test_code": test, "test_name": name, **counts, "total_waiting": sum(weeks.values())}


OURS, THEIRS, NOBODY = pair("RAA", "01A", "QAA"), pair("RAA", "02B", "QBB"), pair("RAA", "NONC", None)


@pytest.fixture(scope="module")
def april() -> Connection:
    """RAA and RBB in one board, by the system mapping; RCC, a walk-in centre, only in its region."""
    return observed(
        home_boards=["QAA"],
        system_mapping=[
            {"provider_code": code, "provider_name": code, "board_code": "QAA", "region_name": "South East"}
            for code in ("RAA", "RBB")
        ],
        ae=[
            ae(type_1=80, booked_type_1=20, other=100, over_4_type_1=50, admitted=40, admitted_direct=5)
            | {"decision_4_to_12_hours": 8, "decision_over_12_hours": 2, "booked_over_4_hours_type_1": 10},
            ae(provider="RBB", type_1=100, over_4_type_1=None),
            ae(provider="RCC", other=50, over_4_other=5),
            ae(provider="RDD", type_1=10, admitted=3, dta_over_12=4, region="Northern Fells"),
            ae(provider="RAA", period=MARCH, type_1=7),
        ],
        cancer=[
            cancer("RAA", 7.5, 10),
            cancer("RBB", 1, 2.5),
            cancer("RAA", 3, 5, cancer_type="Breast"),
            cancer("RAA", 2, 2, route="Screening"),
            cancer("RAA", 2, 4, route="Urgent Suspected Cancer"),
            cancer("RAA", 1, 2, route="URGENT SUSPECTED CANCER", cancer_type="Breast"),
            cancer("RBB", 1, 2, route="URGENT SUSPECTED CANCER"),
            cancer("RAA", 1, 1, route="Urgent Suspected Cancer", modality="Surgery"),
            cancer("RAA", 1, 1, modality="Surgery"),
            cancer("QAA", 6, 9, basis="commissioner"),
            cancer("UNKNOWN", 1, 3.5, basis="commissioner"),
            cancer("RAA", 40, 50, standard="28", modality=""),
            cancer("RAA", 9, 10, standard="31", route="ALL STAGES"),
        ],
        diagnostics=[
            waits(OURS, 1, "MRI ", {0: 6, 5: 1, 6: 2, 13: 1}),
            waits(THEIRS, 1, "MRI ", {0: 4}),
            waits(NOBODY, 1, "MRI ", {0: 6}),
            waits(OURS, 4, "Ultrasound", {0: 10}),
        ],
        referral_returns=[
            {**where, "gp_referrals": n, "other_referrals": 1} for where, n in ((OURS, 30), (THEIRS, 12))
        ],
    )


@pytest.mark.parametrize(
    ("metric", "org", "expected"),
    [
        ("ae_attendances", "RBB", (100, None, 100)),
        ("ae_4_hours_type_1", "QAA", (40, 100, 40)),  # RBB did not report its times: in neither half
        (
            "ae_4_hours",
            "RAA",
            (140, 200, 70),
        ),  # both halves: 80 + 20 booked + 100; over four hours 50 + 10 booked
        ("ae_4_hours", "RCC", (45, 50, 90)),
        ("ae_4_hours", "Y59", (185, 250, 74)),  # RAA 140 of 200, RCC 45 of 50
        ("ae_attendances", "ENG", (360, None, 360)),
        ("ae_12_hours_from_decision", "RAA", (2, 40, 5)),
        ("ae_4_to_12_hours_from_decision", "RAA", (8, 40, 20)),
        ("ae_emergency_admissions", "RAA", (45, None, 45)),
        ("cancer_62_day", "RAA", (7.5, 10, 75)),
        ("cancer_62_day", "ENG", (8.5, 12.5, 68)),  # the sum of the providers
        ("cancer_62_day", "QAA", (6, 9, 100 * 6 / 9)),  # its residents
        ("cancer_62_day_urgent", "RAA", (2, 4, 50)),  # the GPs' own route, of all treatments, once
        ("cancer_62_day_urgent", "ENG", (3, 6, 50)),
        ("cancer_28_day", "RAA", (40, 50, 80)),
        ("cancer_31_day", "RAA", (9, 10, 90)),
        ("diagnostics_over_6_weeks", "RAA", (3, 30, 10)),
        ("diagnostics_over_13_weeks", "RAA", (1, 30, 100 / 30)),
        ("diagnostics_over_6_weeks", "ENG", (3, 24, 12.5)),  # without NONC
        ("diagnostics_over_6_weeks", "QBB", (0, 4, 0)),
        ("gp_referrals_published", "RAA", (42, None, 42)),
        ("gp_referrals_published", "QAA", (30, None, 30)),
    ],
)
def test_the_drawn_month(
    april: Connection, metric: str, org: str, expected: tuple[float, float | None, float]
) -> None:
    assert april_of(april, metric, org) == worked_out(*expected)


@pytest.mark.parametrize(
    ("metric", "org"),
    [
        ("ae_4_hours_type_1", "RBB"),  # times that were not reported are not nought
        ("ae_4_hours", "RBB"),
        ("ae_4_hours_type_1", "RCC"),  # no major department, no figure
        ("ae_12_hours_from_decision", "RDD"),  # waits that exceed admissions
    ],
)
def test_what_is_left_out(april: Connection, metric: str, org: str) -> None:
    assert observations(april, metric, org) == []


@pytest.mark.parametrize(
    ("metric", "where", "expected"),
    [
        ("cancer_62_day", {"group_code": "cancer:Breast"}, (3, 5, 60)),
        ("cancer_62_day_urgent", {"group_code": "cancer:Breast"}, (1, 2, 50)),
        ("diagnostics_over_6_weeks", {"group_code": "test:MRI"}, (3, 20, 15)),
        ("diagnostics_over_6_weeks", {"population_code": "QAA"}, (3, 20, 15)),
    ],
)
def test_groups_and_our_population(
    april: Connection, metric: str, where: dict[str, str], expected: tuple[int, int, int]
) -> None:
    assert value_of(april, metric, "RAA", **where) == expected


def test_a_region_that_only_a_file_names_is_called_by_its_name(april: Connection) -> None:
    found = april.execute("select name, type from organisations where code = 'NORTHERN FELLS'").fetchall()
    assert found == [("Northern Fells", "region")]
