"""Ranks, peers, false discoveries and rare events, against base R and by hand."""

from pathlib import Path

import numpy as np
import pytest
from golden import golden

from briefing.statistics.false_discovery import benjamini_hochberg, p_of
from briefing.statistics.peers import nearest_peers
from briefing.statistics.ranking import deciles, percent_rank
from briefing.statistics.rare_events import clustered, g_chart, t_chart, u_chart


def test_benjamini_hochberg_agrees_with_r(shared: Path) -> None:
    table = golden(shared, "fdr/p_adjust_expected.csv")
    np.testing.assert_allclose(benjamini_hochberg(table["p"]), table["BH"], rtol=1e-9)


def test_it_does_so_on_very_small_p_values(shared: Path) -> None:
    table = golden(shared, "fdr/ae_z_fdr_unadjusted_expected.csv")
    np.testing.assert_allclose(p_of(table["z"]), table["p_two_sided"], rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(benjamini_hochberg(p_of(table["z"])), table["BH"], rtol=1e-9, atol=1e-300)


def test_families_are_kept_apart() -> None:
    """Two organisations, as if each were alone, although their rows are mixed."""
    p, groups = [0.01, 0.20, 0.03, 0.04, 0.50], ["a", "b", "a", "b", "a"]
    expected = [0.03, 0.20, 0.045, 0.08, 0.50]
    np.testing.assert_allclose(benjamini_hochberg(p, groups), expected)


def test_false_discovery_control_does_not_replace_the_adjusted_funnel(shared: Path) -> None:
    table = golden(shared, "fdr/ae_z_fdr_unadjusted_expected.csv")
    assert (benjamini_hochberg(p_of(table["z"])) < 0.05).sum() == 128  # of 134 trusts


def test_peers_agree_with_r(shared: Path) -> None:
    inputs, weights = golden(shared, "peers/peers_inputs.csv"), golden(shared, "peers/peers_weights.csv")
    expected = golden(shared, "peers/peers_expected.csv")
    values = inputs[weights["variable"]].to_numpy(float)
    order, distances = nearest_peers(values, weights["weight"].to_numpy(float), count=10)
    assert inputs["org"].to_numpy()[order].ravel().tolist() == expected["peer"].tolist()
    np.testing.assert_allclose(distances.ravel(), expected["distance"], rtol=1e-9)


def test_one_giant_does_not_make_all_others_alike() -> None:
    """Forty ordinary trusts and one a thousand times as large: it counts as five SD away, no more."""
    sizes = np.append(np.linspace(1, 2, 60), 1000.0)[:, None]
    order, distances = nearest_peers(sizes, np.array([1.0]), count=1)
    assert order[0, 0] == 1
    assert distances[60, 0] < 5.2


def test_a_variable_without_spread_says_nothing() -> None:
    values = np.column_stack([[1.0, 2.0, 4.0], [7.0, 7.0, 7.0]])
    order, _ = nearest_peers(values, np.array([1.0, 1.0]), count=2)
    assert order[0].tolist() == [1, 2]


def test_alone_there_are_no_peers() -> None:
    order, distances = nearest_peers(np.array([[1.0, 2.0]]), np.array([1.0, 1.0]))
    assert order.shape == distances.shape == (1, 0)


def test_deciles_and_percent_ranks_agree_with_r(shared: Path) -> None:
    values = golden(shared, "deciles/deciles_inputs.csv")["value"]
    np.testing.assert_allclose(
        deciles(values), golden(shared, "deciles/deciles_type7_expected.csv")["value"], rtol=1e-9
    )
    expected = golden(shared, "deciles/percent_rank_expected.csv")["percentile"]
    np.testing.assert_allclose(percent_rank(values), expected, rtol=1e-9)


def test_a_u_chart_widens_where_few_are_registered() -> None:
    """9 reports a month from 100,000; the practice list falls to 25,000 in the last month."""
    chart = u_chart([9, 10, 8, 9, 9], [1.0, 1.0, 1.0, 1.0, 0.25])
    assert chart.centre == pytest.approx(45 / 4.25)
    assert chart.upper[4] > chart.upper[0]
    assert chart.outside([9, 10, 8, 9, 36]).tolist() == [0, 0, 0, 0, 1]


def test_time_between_rare_events_is_judged_by_its_own_skewed_law() -> None:
    """30 days apart, as a rule: the same day is a signal, four months are not, seven months are."""
    chart = t_chart([30.0] * 4)
    assert chart.outside([0.01, 30, 120, 210]).tolist() == [-1, 0, 0, 1]
    assert chart.upper[0] == pytest.approx(30 * -np.log(0.00135))


def test_cases_between_rare_events() -> None:
    chart = g_chart([99.0] * 12)
    assert chart.lower[0] == 0
    assert chart.upper[0] == pytest.approx(np.ceil(np.log(0.00135) / np.log(0.99)) - 1)


@pytest.mark.parametrize(("reports", "practices", "answer"), [(5, 3, True), (4, 3, False), (9, 2, False)])
def test_a_theme_needs_reports_and_practices(reports: int, practices: int, answer: bool) -> None:
    assert clustered(reports, practices) is answer
