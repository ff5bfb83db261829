"""What packs ask of the loads themselves: our practices, and every code that a meeting may name."""

from datetime import date
from typing import Any

from drawn import MARCH, ae, listed, practice, referral, rtt, warehouse

from briefing.warehouse import known_codes_sql, run, run_file


def test_a_practice_is_told_with_its_size_its_share_of_75_and_more_and_its_deprivation() -> None:
    ages = {"60-64": 30, "65-69": 20, "70-74": 10, "75-79": 12, "80-84": 5, "85-89": 2, "95+": 1}
    sizes = [listed("P1", 160)]
    sizes += [
        listed("P1", people, sex=sex, age=age) for sex in ("male", "female") for age, people in ages.items()
    ]
    connection = warehouse(
        gp_list_size=[*sizes, listed("P2", 50), listed("P9", 70)],
        practice_map=[practice("P1"), practice("P2"), practice("P9", board="QBB")],
        practice_deprivation=[{"practice_code": "P1", "imd_decile": 3, "imd_score": 30.0}],
    )
    found = run_file(connection, "packs/reviewed_practices", {"boards": ["QAA"]}).to_pylist()
    listed_in = {"listed_in": date(2026, 3, 1)}
    assert found == [
        {"code": "P1", "name": "P1 SURGERY", "patients": 160, "older": 25.0, "deprivation": 3} | listed_in,
        {"code": "P2", "name": "P2 SURGERY", "patients": 50, "older": None, "deprivation": None} | listed_in,
    ]


def test_registered_practices_are_ours_and_those_that_reported() -> None:
    concern: dict[str, Any] = {"concern_id": "C1", "practice_code": "P9"}
    connection = warehouse(
        gp_list_size=[listed("P1", 100), listed("P1", 51, sex="male"), listed("P8", 60), listed("P9", 70)],
        practice_map=[practice("P1"), practice("P8", board="QBB"), practice("P9", board="QBB")],
        concerns=[concern],
    )
    found = run_file(connection, "packs/registered_practices", {"boards": ["QAA"]}).to_pylist()
    assert [(row["period"], row["practice_code"], row["network_name"], row["patients"]) for row in found] == [
        (MARCH, "P1", "U1 PCN", 100),
        (MARCH, "P9", "U1 PCN", 70),
    ]


def test_a_meeting_may_name_whom_any_load_knows() -> None:
    connection = warehouse(
        rtt=[rtt(provider="RAA", commissioner="01A", board="QAA")],
        ae=[ae(provider="RBB")],
        referrals=[referral(1, provider_code="RCC")],
        gp_list_size=[listed("P1")],
    )
    assert run(connection, known_codes_sql())["code"].to_pylist() == ["01A", "P1", "QAA", "RAA", "RBB", "RCC"]
