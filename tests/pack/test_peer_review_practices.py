"""A few practices beside each other: counts of a year drawn, and beside them what each may read."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from builders import LATEST, measure, metric, months_before, point

from briefing.measures import Measure
from briefing.peer_review.practices import compare

RETURNED = metric("referrals_returned", title="Referrals sent back", better="lower")
AGAINST = metric(
    "practice_referrals_against_expected", title="Referrals against expected", unit="ratio", better="neither"
)
GROUP = ("Y1", "Y2", "Y3", "Y4")


def counted(code: str, top: float, bottom: float, *, of: object = RETURNED, months: int = 24) -> Measure:
    """The same counts every month: a year pools twelve of them, older months do not count."""
    drawn = [
        point(months_before(LATEST, back), numerator=top if back < 12 else 900.0, denominator=bottom)
        for back in reversed(range(months))
    ]
    return measure(org_code=code, points=tuple(drawn), metric=of)


def year(*counts: tuple[str, float, float], of: object = RETURNED) -> list[Measure]:
    return [counted(code, top, bottom, of=of) for code, top, bottom in counts]


def test_a_year_is_pooled_and_held_against_all_practices() -> None:
    """12 x 1 of 10, 2 of 10, 5 of 10, 1 of 10; a practice outside the group counts for what is expected."""
    drawn = year(("Y1", 1, 10), ("Y2", 2, 10), ("Y3", 5, 10), ("Y4", 1, 10), ("Y9", 1, 10))
    (matter,) = compare(drawn, practices=GROUP)
    assert matter.expected == pytest.approx(100 * 10 / 50)
    assert {one.practice_code: one.value for one in matter.standings} == {
        "Y1": 10.0, "Y2": 20.0, "Y3": 50.0, "Y4": 10.0,
    }  # fmt: skip
    readings = {one.practice_code: one.reading(matter.expected) for one in matter.standings}
    assert readings == {"Y1": "fewer", "Y2": "alike", "Y3": "more", "Y4": "fewer"}


def test_others_have_no_names_and_stand_in_order_of_size() -> None:
    drawn = year(("Y1", 1, 10), ("Y2", 5, 10), ("Y3", 2, 10), ("Y4", 3, 10))
    (matter,) = compare(drawn, practices=GROUP)
    assert matter.others("Y1") == (20.0, 30.0, 50.0)


@pytest.mark.parametrize(("top", "shown"), [(0.0, True), (7 / 12, False), (8 / 12, True), (53 / 12, False)])
def test_numbers_of_one_to_seven_are_not_shown_nor_what_is_left_of_them(top: float, shown: bool) -> None:
    """53 of 60 leave 7 others."""
    drawn = year(("Y1", top, 5), ("Y2", 2, 10), ("Y3", 2, 10), ("Y4", 3, 10))
    (matter,) = compare(drawn, practices=GROUP)
    own = matter.of("Y1")
    assert own is not None
    assert (own.value is not None) is shown
    assert (own.reading(matter.expected) == "unknown") is not shown


def test_a_spread_of_too_few_is_not_shown() -> None:
    """Of three others one is hidden: from two dots a neighbour could be read."""
    drawn = year(("Y1", 2, 10), ("Y2", 3, 10), ("Y3", 4, 10), ("Y4", 0.5, 10))
    (matter,) = compare(drawn, practices=GROUP)
    assert matter.others("Y1") == ()
    assert matter.others("Y4") == (20.0, 30.0, 40.0)


def test_a_ratio_is_given_once_more_allowing_for_deprivation() -> None:
    """Expected is read from the metrics, not worked out anew: 15 for 10 at first, 15 for 15 of practices alike."""
    allowing = replace(AGAINST, name="practice_referrals_allowing_for_deprivation", title="Deprivation too")
    plain = year(("Y1", 15, 10), ("Y2", 5, 10), of=AGAINST)
    allowed = year(("Y1", 15, 15), ("Y2", 5, 5), of=allowing)
    found = compare([*allowed, *plain], practices=GROUP)
    assert [matter.title for matter in found] == ["Referrals against expected", "Deprivation too"]
    assert [[one.value for one in matter.standings] for matter in found] == [[1.5, 0.5], [1.0, 1.0]]
    readings = [[one.reading(matter.expected) for one in matter.standings] for matter in found]
    assert readings == [["more", "fewer"], ["alike", "alike"]]


def test_specialties_are_the_most_referred_to_of_the_group() -> None:
    rate = metric("gp_referrals_per_1000", title="Referrals per 1,000 people", unit="per_1000", kind="rate")

    def split(specialty: str, each: float) -> Sequence[Measure]:
        return [
            measure(
                org_code=code,
                metric=rate,
                specialty_code=specialty,
                specialty_name=f"Specialty {specialty}",
                points=tuple(
                    point(months_before(LATEST, b), numerator=each, denominator=5000)
                    for b in range(11, -1, -1)
                ),
            )
            for code in GROUP
        ]

    drawn = [one for n in range(1, 9) for one in split(f"10{n}", float(n))]
    found = compare(drawn, practices=GROUP)
    assert [matter.standings[0].value for matter in found] == pytest.approx(
        [1000 * 12 * n / 5000 for n in (8, 7, 6, 5, 4, 3)]
    )
    assert all(matter.specialty for matter in found)
