"""Funnels, intervals, peers and rare events on what can be worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import slope_index
from scipy.special import ndtri

from briefing.statistics.false_discovery import benjamini_hochberg
from briefing.statistics.funnel import funnel
from briefing.statistics.intervals import exact_poisson, newcombe, wilson
from briefing.statistics.peers import nearest_peers
from briefing.statistics.rare_events import g_chart, t_chart
from briefing.statistics.waiting_list import list_statistics, queue_sizes


def test_where_chance_explains_everything_nothing_is_added() -> None:
    """100 organisations at exactly 50%: no scatter, so tau-squared is 0."""
    size = np.arange(100, 1100, 10)
    ours = funnel(size / 2, size, kind="proportion")
    assert (ours.phi, ours.tau2, ours.outlier.any()) == (0, 0, False)


def test_a_planted_outlier_is_found_among_different_organisations() -> None:
    """40 trusts differ by 2 points (a normal spread, drawn as its quantiles); one is 15 points below them."""
    size = np.full(41, 4000)
    share = np.append(0.6 + 0.02 * ndtri((np.arange(40) + 0.5) / 40), 0.45)
    ours = funnel(np.round(share * size), size, kind="proportion")
    assert np.flatnonzero(ours.outlier).tolist() == [40]


def test_an_organisation_without_an_event_has_a_place_on_the_funnel() -> None:
    ours = funnel([0, 10, 12, 9, 11, 10, 8, 10, 11, 9], [10] * 10, kind="ratio")
    assert np.isfinite(ours.z).all()


@pytest.mark.parametrize(
    ("observed", "low", "high"),
    [
        ([1, 2, 3, 4, 5, 6], 0, 0),
        (list(range(1, 21)), 2, 2),
        ([5, 5, 5, *range(6, 23)], 3, 2),  # the middle of three equal ranks is within the lowest tenth
        ([1, 5, 5, 5, 5, *range(6, 21)], 1, 2),  # the middle of four is beyond it
    ],
)
def test_who_is_left_out_as_a_tenth_does_not_hang_on_the_order_of_the_rows(
    observed: list[int], low: int, high: int
) -> None:
    """phi is the mean square of the z's that are kept, here of 10 expected each: ln(O / 10) times the root of 10."""
    z = np.sort(np.log(np.array(observed) / 10) * np.sqrt(10))[low : len(observed) - high]
    for order in (observed, observed[::-1]):
        assert funnel(order, [10] * len(order), kind="ratio").phi == pytest.approx((z**2).mean())


def test_no_events_have_an_upper_bound_of_the_rule_of_three() -> None:
    low, high = exact_poisson([0])
    assert low[0] == 0
    assert high[0] == pytest.approx(-np.log(0.025))


@given(st.integers(0, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_proportion_and_nobody_has_none(counts: tuple[int, int]) -> None:
    x, n = counts
    ((low,), (high,)) = wilson([x], [n])
    if n == 0:
        assert np.isnan([low, high]).all()
    else:
        assert 0 <= low <= x / n + 1e-12
        assert x / n - 1e-12 <= high <= 1


def test_newcombe_agrees_with_his_paper() -> None:
    """Newcombe 1998, Statistics in Medicine 17:873, table II: 56/70 against 48/80, method 10."""
    found = newcombe([56], [70], other_numerator=[48], other_denominator=[80])
    assert [float(each[0]) for each in found] == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)


def test_equal_fifths_have_no_slope() -> None:
    ours = slope_index([70.0] * 5, [1.0] * 5, [100, 200, 150, 120, 90])
    assert (ours.slope, ours.relative) == (pytest.approx(0, abs=1e-9), pytest.approx(1))


def test_families_are_kept_apart() -> None:
    """Two organisations, as if each were alone, although their rows are mixed."""
    p, groups = [0.01, 0.20, 0.03, 0.04, 0.50], ["a", "b", "a", "b", "a"]
    np.testing.assert_allclose(benjamini_hochberg(p, groups), [0.03, 0.20, 0.045, 0.08, 0.50])


def test_one_giant_does_not_make_all_others_alike() -> None:
    """Sixty ordinary trusts and one a thousand times as large: it counts as five SD away, no more."""
    sizes = np.append(np.linspace(1, 2, 60), 1000.0)[:, None]
    order, distances = nearest_peers(sizes, np.array([1.0]), count=1)
    assert order[0, 0] == 1
    assert distances[60, 0] < 5.2


def test_a_variable_without_spread_says_nothing_and_alone_there_are_no_peers() -> None:
    values, weights = np.column_stack([[1.0, 2.0, 4.0], [7.0, 7.0, 7.0]]), np.array([1.0, 1.0])
    order, _ = nearest_peers(values, weights, count=2)
    assert order[0].tolist() == [1, 2]
    order, distances = nearest_peers(values[:1], weights)
    assert order.shape == distances.shape == (1, 0)


def test_time_and_cases_between_rare_events_are_judged_by_their_own_skewed_laws() -> None:
    """30 days apart, as a rule: an hour is a signal, four months are not, seven months are."""
    days, cases = t_chart([30.0] * 4), g_chart([99.0] * 12)
    assert 0.01 < days.lower[0] < 30 < 120 < days.upper[0] < 210
    assert days.upper[0] == pytest.approx(30 * -np.log(0.00135))
    assert cases.lower[0] == 0
    assert cases.upper[0] == pytest.approx(np.ceil(np.log(0.00135) / np.log(0.99)) - 1)


def test_a_list_nobody_has_left_has_no_capacity() -> None:
    ours = list_statistics(["2026-01-05", "2026-01-12"], ["NaT", "NaT"], target_wait=18)
    assert (ours.queue, ours.capacity, ours.load) == (2, 0, float("inf"))


def test_who_leaves_during_a_day_does_not_wait_when_it_closes() -> None:
    days, sizes = queue_sizes(["2026-01-05", "2026-01-06"], ["2026-01-06", "NaT"])
    assert (days.astype(str).tolist(), sizes.tolist()) == (["2026-01-05", "2026-01-06"], [1, 1])
