"""Small numbers: hidden once, with what would give them away, and never more shown by doing it again."""

from dataclasses import replace

import builders
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.measures import Measure
from briefing.pack.disclosure import Preset, protect

LOCAL = builders.metric(published=False)


def counted(numerator: float, denominator: float, **changes: object) -> Measure:
    """One month of a local share."""
    value = 100 * numerator / denominator if denominator else None
    point = builders.point(value=value, denominator=denominator, numerator=numerator, low=1.0, high=99.0)
    return builders.measure(metric=LOCAL, **{"points": (point,)} | changes)


def shown(measures: tuple[Measure, ...]) -> list[float | None]:
    return [measure.latest.numerator for measure in measures]


@pytest.mark.parametrize(
    ("preset", "numerator", "denominator", "expected"),
    [
        ("none", 3, 40, 3),
        ("under_5", 4, 40, None),
        ("under_5", 5, 40, 5),
        ("under_5", 0, 40, 0),
        ("under_5", 38, 40, None),  # leaves 2
        ("hes", 7, 40, None),
        ("hes", 8, 40, 10),
        ("hes", 33, 40, None),  # leaves 7
        ("hes", 21, 43, 20),
        ("hes", 94, 102, None),  # leaves 8, but 95 of 100 would look like 5
        ("hes", 0, 40, 0),
    ],
)
def test_each_preset(preset: Preset, numerator: float, denominator: float, expected: float | None) -> None:
    (found,) = protect([counted(numerator, denominator)], preset)
    assert found.latest.numerator == expected


def test_a_hidden_month_keeps_nothing_that_was_counted() -> None:
    marked = replace(counted(3, 40).latest, rule="outside_limits", point_type="special_cause_concern")
    (found,) = protect([counted(3, 40, points=(marked,))], "hes")
    last = found.latest
    assert (last.numerator, last.denominator, last.value, last.low, last.high) == (None,) * 5
    assert (last.rule, last.point_type) == (None, "common_cause")
    assert last.hidden


def test_a_month_without_a_figure_is_missing_and_not_hidden() -> None:
    empty = builders.point(value=None, numerator=None, denominator=None)
    (found,) = protect([counted(3, 40, points=(empty,))], "hes")
    assert not found.latest.hidden


def test_percentages_and_intervals_are_made_from_rounded_counts() -> None:
    (found,) = protect([counted(21, 43)], "hes")
    assert found.latest.value == pytest.approx(100 * 20 / 45)
    assert found.latest.low == pytest.approx(31.0, abs=0.1)  # Wilson for 20 of 45
    assert found.latest.high == pytest.approx(58.8, abs=0.1)


def test_published_numbers_pass() -> None:
    small = replace(counted(3, 40), metric=builders.metric())
    assert protect([small], "hes") == (small,)


def test_a_part_hidden_alone_takes_the_smallest_other_with_it() -> None:
    #  whole 90 of 180 | female 50 of 99 | male 37 of 75 | other 3 of 6
    parts = [
        counted(90, 180),
        counted(50, 99, group_code="sex:female"),
        counted(37, 75, group_code="sex:male"),
        counted(3, 6, group_code="sex:other"),
    ]
    assert shown(protect(parts, "under_5")) == [90, 50, None, None]


def test_dimensions_are_families_of_their_own() -> None:
    parts = [counted(3, 40, group_code="sex:female"), counted(30, 60, group_code="age:75+")]
    assert shown(protect(parts, "under_5")) == [None, 30]


def test_specialties_add_up_to_a_whole_too() -> None:
    parts = [
        counted(60, 120),
        counted(3, 20, specialty_code="100"),
        counted(27, 50, specialty_code="110"),
        counted(30, 60, specialty_code="120"),
    ]
    assert shown(protect(parts, "under_5")) == [60, None, None, 30]


def test_our_residents_are_hidden_where_they_leave_few_others() -> None:
    everyone, ours = counted(40, 80), counted(37, 70, population_code="QXA")
    assert shown(protect([everyone, ours], "under_5")) == [40, None]


def test_lines_of_a_series_with_a_hidden_month_lose_their_decimals() -> None:
    months = builders.points([50.0] * 11 + [10.0], ending=builders.LATEST, denominator=30.0)
    (found,) = protect([builders.measure(metric=LOCAL, points=months)], "under_5")
    assert found.points[0].mean == 47.0  # 46.67


def test_a_peer_whose_own_month_is_hidden_has_no_value() -> None:
    own = counted(30, 60, peers=(builders.peer("RXB", value=7.5), builders.peer("RXC", value=50.0)))
    theirs = counted(3, 40, org_code="RXB")
    found = protect([own, theirs], "under_5")[0]
    assert [peer.value for peer in found.peers] == [None, 50.0]


def test_few_people_affected_are_not_said() -> None:
    few, many = counted(30, 60, people_affected=6), counted(30, 60, people_affected=38)
    assert [protect([m], "hes")[0].people_affected for m in (few, many)] == [None, 40]


share = st.integers(0, 60).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


@given(st.lists(share, min_size=1, max_size=6), st.sampled_from(["under_5", "hes"]))
def test_nothing_small_is_shown_and_twice_is_once(parts: list[tuple[int, int]], preset: Preset) -> None:
    measures = [counted(n, d, group_code=f"age:{index}") for index, (n, d) in enumerate(parts)]
    once = protect(measures, preset)
    small = 4 if preset == "under_5" else 7
    for measure in once:
        n, d = measure.latest.numerator, measure.latest.denominator
        assert n is None or d is None or not any(0 < count <= small for count in (n, d, d - n))
    assert sum(n is None for n in shown(once)) != 1 or len(parts) == 1
    assert protect(once, preset) == once
