"""A gap that has widened says so, with England's beside it; one that is only wide does not."""

from datetime import date

import builders
import pytest

from briefing.challenge.patterns import load_patterns
from briefing.challenge.questions import ask
from briefing.measures import Gap

THEN = date(2025, 9, 1)


def told(gap: Gap | None) -> str:
    metric = builders.metric("groups_within_18_weeks", between_groups=True)
    poor, rich = (
        builders.measure(
            metric=metric, group_code=f"deprivation:{fifth}", values=[value], england=61.0, gap=gap
        )
        for fifth, value in ((1, 58.0), (5, 67.7))
    )
    fired = builders.signal("GAP", of=poor, rule="widened_beyond_englands_change_against_deprivation:5")
    (pattern,) = (one for one in load_patterns() if one.id == "EQ-01")
    found = builders.finding(pattern=pattern, measure=poor, signal=fired)
    return ask(found, provider="Elm Hospitals", against=rich).fact


@pytest.mark.parametrize(
    ("england", "before", "said"),
    [
        (
            -2.1,
            -1.6,
            "The gap was 1.5 points in September 2025 and is 9.7 points: it has widened by more than chance. In "
            "England it was 1.6 points and is 2.1 points.",
        ),
        (
            None,
            None,
            "The gap was 1.5 points in September 2025 and is 9.7 points: it has widened by more than chance.",
        ),
    ],
)
def test_a_gap_that_widened_is_told_with_englands(
    england: float | None, before: float | None, said: str
) -> None:
    fact = told(Gap(-9.7, england, THEN, -1.5, before, -10.6, -5.7, widened=True))
    assert said in fact
    assert ("In England it" in fact) is (england is not None)


@pytest.mark.parametrize("gap", [None, Gap(-9.7, -2.1, THEN, -9.5, -1.6, -2.6, 2.2, widened=False)])
def test_a_gap_that_is_as_wide_as_before_has_no_change(gap: Gap | None) -> None:
    fact = told(gap)
    assert "widened" not in fact
    assert "this gap is wider, by more than chance" in fact
