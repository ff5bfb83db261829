"""A gap of the published list beside that of a year before: wider beyond chance, and beyond England's, or not."""

from math import sqrt

import pytest
from nation import GROUPS, Drawn, month, nation, seen

from briefing.measures import Gap
from briefing.statistics.intervals import newcombe

POOR, RICH = "deprivation:1", "deprivation:5"
Shares = tuple[int, int]


def lists(org: str, then: Shares, now: Shares, *, of: int = 1000, at: int = 12) -> list[dict[str, object]]:
    """The shares of the two fifths within 18 weeks, of so many each: at month 0, and now."""
    return [
        seen(org, when, share * of // 100, of, group_code=group, of=GROUPS)
        for when, pair in ((0, then), (at, now))
        for group, share in zip((POOR, RICH), pair, strict=True)
    ]


def gap_of(drawn: Drawn, org: str = "RAA") -> Gap:
    (found,) = drawn.context.measures(org_code=org, group_code=POOR)
    assert found.gap is not None
    return found.gap


STEADY_ENGLAND = lists("ENG", (60, 62), (60, 62), of=100_000)


def test_the_interval_of_the_change_is_made_of_those_of_both_gaps() -> None:
    with nation([*lists("RAA", (60, 62), (50, 62)), *STEADY_ENGLAND]) as drawn:
        gap = gap_of(drawn)
    _, lows, highs = newcombe(
        [600, 500], [1000, 1000], other_numerator=[620, 620], other_denominator=[1000, 1000]
    )
    (then_low, now_low), (then_high, now_high) = lows, highs
    low = -0.10 - sqrt((-0.12 - now_low) ** 2 + (then_high + 0.02) ** 2)
    high = -0.10 + sqrt((now_high + 0.12) ** 2 + (-0.02 - then_low) ** 2)
    assert (gap.before_on, gap.before, gap.points) == (month(0), pytest.approx(-2), pytest.approx(-12))
    assert (gap.change_low, gap.change_high) == (pytest.approx(100 * low), pytest.approx(100 * high))
    assert (gap.england_before, gap.england) == (pytest.approx(-2), pytest.approx(-2))


@pytest.mark.parametrize(
    ("name", "here", "england", "widened"),
    [
        ("ten points wider, England as it was", ((60, 62), (50, 62)), ((60, 62), (60, 62)), True),
        ("ten points wider, and so in England", ((60, 62), (50, 62)), ((60, 62), (50, 62)), False),
        ("two points wider: chance", ((60, 62), (58, 62)), ((60, 62), (60, 62)), False),
        ("narrower", ((50, 62), (60, 62)), ((60, 62), (60, 62)), False),
        ("as wide as before, and wider than England's", ((50, 62), (50, 62)), ((60, 62), (60, 62)), False),
        (
            "it turned round: now the least deprived wait longer",
            ((50, 62), (62, 50)),
            ((60, 62), (60, 62)),
            True,
        ),
    ],
)
def test_a_gap_widens_beyond_chance_and_beyond_englands_or_not(
    name: str, here: tuple[Shares, Shares], england: tuple[Shares, Shares], widened: bool
) -> None:
    with nation([*lists("RAA", *here), *lists("ENG", *england, of=100_000)]) as drawn:
        assert gap_of(drawn).widened is widened, name
        rules = [one.rule for one in drawn.context.signals("RAA") if one.code == "GAP"]
    assert any(rule == f"widened_beyond_englands_change_against_{RICH}" for rule in rules) is widened, name


@pytest.mark.parametrize(("months_ago", "known"), [(2, False), (3, True), (24, True), (25, False)])
def test_lists_of_too_near_or_too_long_ago_are_not_set_beside_it(months_ago: int, known: bool) -> None:
    with nation(lists("RAA", (60, 62), (50, 62), at=months_ago)) as drawn:
        assert (gap_of(drawn).before_on is not None) is known


def test_of_several_lists_the_one_nearest_a_year_before_is_set_beside_it() -> None:
    rows = lists("RAA", (60, 62), (50, 62), at=20)
    rows += [seen("RAA", 6, 550, 1000, group_code=group, of=GROUPS) for group in (POOR, RICH)]
    with nation(rows) as drawn:
        assert gap_of(drawn).before_on == month(6)


def test_a_trust_without_a_list_then_has_no_change() -> None:
    with nation([*lists("RAA", (60, 62), (50, 62))[2:], *STEADY_ENGLAND]) as drawn:
        gap = gap_of(drawn)
    assert (gap.before, gap.change_low, gap.widened) == (None, None, False)
