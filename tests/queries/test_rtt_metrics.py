"""Each RTT metric on a drawn table, the answer beside it.

April 2026, all specialties           0-1  17-18  18-19  52-53  65-66  104+   all
RAA  from 01A in QAA, ours             30     20     10      5      5      -    70
RAA  from 02B in QBB                   10      -     10      -      -      -    20
RAA  from nobody's commissioner NONC    -      -      -      -      -     10    10
RBB  from 01A in QAA                    -      -      -      -      -     20    20
"""

from datetime import date

import pytest
from drawn import APRIL, MARCH, april_of, observations, observed, rtt, value_of, worked_out

from briefing.warehouse import Connection

NONC = {"commissioner": "NONC", "board": None, "provider_board": "QAA"}


@pytest.fixture(scope="module")
def april() -> Connection:
    return observed(
        home_boards=["QAA"],
        rtt=[
            rtt(bands={0: 30, 17: 20, 18: 10, 52: 5, 65: 5}),
            rtt(commissioner="02B", board="QBB", provider_board="QAA", bands={0: 10, 18: 10}),
            rtt(**NONC, bands={104: 10}),
            rtt(provider="RBB", bands={104: 20}),
            rtt(part="2A", bands={0: 14}),
            rtt(part="3", total=60),
            rtt(**NONC, part="3", total=6),
            rtt(part="1A", bands={3: 10}),
            rtt(part="1B", bands={3: 20}),
            rtt(specialty="110", bands={0: 19}),
            rtt(period=MARCH, bands={0: 65}),
            rtt(period=MARCH, provider="RCC", commissioner="02B", board="QBB", bands={0: 5}),
            rtt(period=date(2022, 4, 1), provider="RDD", bands={0: 10, 1: 11}),
            rtt(period=date(2019, 3, 1), provider="REE", bands={0: 20, 52: 30}, open_from=52),
        ],
    )


@pytest.mark.parametrize(
    ("metric", "org", "expected"),
    [
        ("rtt_within_18_weeks", "RAA", (60, 100, 60.0)),
        ("rtt_within_18_weeks", "ENG", (60, 110, 100 * 60 / 110)),  # NONC is nobody's resident
        ("rtt_within_18_weeks", "QAA", (50, 90, 100 * 50 / 90)),  # residents of QAA at RAA and RBB
        ("rtt_within_18_weeks", "01A", (50, 90, 100 * 50 / 90)),
        ("rtt_within_18_weeks", "QBB", (10, 20, 50.0)),
        ("rtt_over_52_weeks", "RAA", (20, 100, 20.0)),
        ("rtt_over_65_weeks", "RAA", (15, 100, 15.0)),
        ("rtt_list_size", "RAA", (100, None, 100.0)),
        ("rtt_list_size", "ENG", (110, None, 110.0)),
        ("rtt_clock_starts", "RAA", (66, None, 66.0)),
        ("rtt_treatments", "RAA", (30, None, 30.0)),
        ("rtt_clearance_weeks", "RAA", (100, 30 * 7 / 30, 100 / 7)),  # 30 treatments in 30 days: 7 a week
        ("rtt_decision_to_admit_share", "RAA", (14, 100, 14.0)),
        (
            "rtt_median_wait",
            "RAA",
            (None, 100, 17 + 10 / 20),
        ),  # 40 in the first week, then half of band 17-18
        ("rtt_92nd_percentile", "RAA", (None, 100, 104.0)),  # the 92nd person waits in the open band: 104+
        ("rtt_median_wait", "RBB", (None, 20, 104.0)),
    ],
)
def test_the_drawn_month(
    april: Connection, metric: str, org: str, expected: tuple[float | None, float | None, float]
) -> None:
    assert april_of(april, metric, org) == worked_out(*expected)


def test_other_removals_need_the_month_before(april: Connection) -> None:
    """65 waiting in March + 66 clock starts - 30 treated = 101; 100 wait: 1 left for another reason."""
    assert value_of(april, "rtt_other_removals", "RAA") == (1, 65, pytest.approx(100 / 65))
    assert observations(april, "rtt_other_removals", "RBB") == []


def test_our_population_is_counted_apart(april: Connection) -> None:
    found = observations(april, "rtt_list_size", "RAA", population_code="QAA")
    assert [(row["period"], row["value"]) for row in found] == [(MARCH, 65), (APRIL, 70)]
    assert observations(april, "rtt_list_size", "RAA", population_code="QBB") == []


def test_a_specialty_is_not_added_to_the_total(april: Connection) -> None:
    assert value_of(april, "rtt_list_size", "RAA", specialty_code="110") == (19, None, 19)


def test_below_twenty_people_a_percentile_is_withheld(april: Connection) -> None:
    assert value_of(april, "rtt_median_wait", "RAA", specialty_code="110") == (None, 19, None)
    assert value_of(april, "rtt_median_wait", "REE") == (None, 50, 52.0)


def test_a_provider_that_did_not_submit_is_absent(april: Connection) -> None:
    """RCC reported in March and not in April: no row, and no nought."""
    assert [row["period"] for row in observations(april, "rtt_list_size", "RCC")] == [MARCH]


def test_medians_before_october_2022_took_one_more(april: Connection) -> None:
    """N = 21, so t = 11, not 10.5: the first person of the band 1-2, in which there are 11."""
    assert value_of(april, "rtt_median_wait", "RDD") == (None, 21, pytest.approx(1 + 1 / 11))


def test_files_that_end_at_52_weeks_know_no_65(april: Connection) -> None:
    assert value_of(april, "rtt_over_52_weeks", "REE") == (30, 50, 60.0)
    assert observations(april, "rtt_over_65_weeks", "REE") == []
