"""What became of a gap, as every reader's annex says it."""

from datetime import date

import pytest

from briefing.measures import Gap
from briefing.pack.gaps import change_of

THEN = date(2025, 9, 1)


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (None, ""),
        (Gap(-9.7, -2.1, None, None, None, None, None, widened=False), ""),
        (
            Gap(-9.7, -2.1, THEN, -1.5, -1.6, -10.6, -5.7, widened=True),
            "The gap was 1.5 points in September 2025 and is 9.7 points. It has widened by more than chance, by 5.7 to "
            "10.6 points (95%). In England it was 1.6 points and is 2.1 points.",
        ),
        (
            Gap(-3.0, None, THEN, -1.5, None, -4.0, 1.0, widened=False),
            "The gap was 1.5 points in September 2025 and is 3 points. That change may be chance.",
        ),
        (
            Gap(-1.0, None, THEN, -9.0, None, 5.0, 11.0, widened=False),
            "The gap was 9 points in September 2025 and is 1 point. It has narrowed by more than chance, by 5.0 to "
            "11 points (95%).",
        ),
        (
            Gap(-9.7, -9.1, THEN, -1.5, -1.6, -10.6, -5.7, widened=False),
            "The gap was 1.5 points in September 2025 and is 9.7 points. It has changed by more than chance, by 5.7 to "
            "10.6 points (95%). In England it was 1.6 points and is 9.1 points.",
        ),
    ],
)
def test_a_gap_is_told_then_and_now_with_its_interval_and_englands(gap: Gap | None, said: str) -> None:
    assert change_of(gap) == said
