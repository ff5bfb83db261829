"""Money in context: against plan, per 1,000 people, and what a difference would buy; no small number alone."""

from datetime import date

import pytest

from briefing.pack.money import Contract, Delivery, money_blocks, pounds, together

OUTPATIENT = Delivery("first outpatient", 1000, 1200, 200_000, 240_000)
ELECTIVE = Delivery("elective", 100, 90, 500_000, 450_000)


def text_of(*deliveries: Delivery, people: int = 50_000, weighted: bool = False) -> str:
    contract = Contract(deliveries, date(2025, 10, 1), date(2026, 9, 1), people, weighted)
    return str(money_blocks(contract))


def test_a_difference_is_told_in_what_it_would_buy_at_what_that_costs_here() -> None:
    text = text_of(OUTPATIENT, ELECTIVE)
    assert "In all it cost £10k less than planned, 1.4% of the plan." in text
    assert "That is about 50 first outpatient appointments, at the £200 that one costs here." in text
    assert "elective admissions" not in text, "not even one could be had"
    assert "no question is asked because of it" in text


def test_activity_stands_for_a_thousand_people_and_says_whether_they_are_weighted() -> None:
    text = text_of(OUTPATIENT)
    assert "'24.0'" in text
    assert "'+20.0%'" in text
    assert "not weighted for need" in text
    assert "per 1,000 people weighted for need" in text_of(OUTPATIENT, weighted=True)


def test_what_is_within_one_per_cent_buys_nothing() -> None:
    text = text_of(Delivery("elective", 100, 100, 500_000, 501_000))
    assert "cost what was planned, to within 1%" in text
    assert "That is about" not in text


def test_a_cost_that_is_not_given_makes_no_sum() -> None:
    text = text_of(OUTPATIENT, Delivery("day case", 100, 120, None, None))
    assert "so no sum is made" in text
    assert "not given" in text


@pytest.mark.parametrize(
    ("deliveries", "kinds"),
    [
        (
            [OUTPATIENT, Delivery("A&E", 3, 2, 1, 1), Delivery("day case", 9, 40, 1, 1)],
            ["first outpatient", "other"],
        ),
        ([OUTPATIENT, Delivery("A&E", 3, 2, 1, 1)], ["first outpatient"]),
        ([OUTPATIENT, ELECTIVE], ["first outpatient", "elective"]),
    ],
)
def test_kinds_of_which_there_is_little_are_counted_together_or_not_at_all(
    deliveries: list[Delivery], kinds: list[str]
) -> None:
    assert [one.kind for one in together(deliveries)] == kinds


@pytest.mark.parametrize(
    ("amount", "said"),
    [(1_234_567, "+£1.2m"), (-15_400, "−£15k"), (950_000, "+£950k"), (0, "+£0k")],
)
def test_money_is_written_as_it_is_said(amount: float, said: str) -> None:
    assert pounds(amount, signed=True) == said
