"""Funnels against FunnelPlotR 0.6, with its known fault answered rightly."""

from pathlib import Path

import numpy as np
import pytest
from golden import golden
from scipy.special import ndtri

from briefing.statistics.funnel import funnel


def test_real_emergency_departments_have_no_outlier_once_overdispersion_is_taken_in(shared: Path) -> None:
    given = golden(shared, "funnel_od/pr_inputs_ae_type1_2019-03.csv")
    expected = golden(shared, "funnel_od/pr_od998_expected.csv")
    summary = golden(shared, "funnel_od/summary_expected.csv").set_index("case").loc["pr_od998"]
    ours = funnel(given["numerator"], given["denominator"], kind="proportion")
    assert ours.phi == pytest.approx(summary["phi"], rel=1e-12)
    assert ours.tau2 == pytest.approx(summary["tau2"], rel=1e-12)
    np.testing.assert_allclose(ours.z, expected["Uzscore"], rtol=1e-9)
    for name, theirs in (
        ("low_95", "OD95LCL"),
        ("high_95", "OD95UCL"),
        ("low_998", "OD99LCL"),
        ("high_998", "OD99UCL"),
    ):
        np.testing.assert_allclose(getattr(ours.limits, name), expected[theirs], rtol=1e-9)
    assert ours.outlier.sum() == 0


def test_without_the_adjustment_nearly_every_department_is_an_outlier(shared: Path) -> None:
    given = golden(shared, "funnel_od/pr_inputs_ae_type1_2019-03.csv")
    expected = golden(shared, "funnel_od/pr_unadjusted_expected.csv")
    ours = funnel(given["numerator"], given["denominator"], kind="proportion", adjust=False)
    np.testing.assert_allclose(ours.limits.low_998, expected["LCL99"], rtol=1e-9)
    assert ours.outlier.sum() == expected["outlier"].sum() == 123


@pytest.mark.parametrize("case", ["sr_shmi_od998", "sr_shmi_noround"])
def test_observed_over_expected_as_shmi(shared: Path, case: str) -> None:
    given = golden(shared, "funnel_od/sr_inputs.csv")
    expected = golden(shared, f"funnel_od/{case}_expected.csv")
    summary = golden(shared, "funnel_od/summary_expected.csv").set_index("case").loc[case]
    ours = funnel(given["observed"], given["expected"], kind="ratio")
    assert ours.phi == pytest.approx(summary["phi"], rel=1e-12)
    assert ours.tau2 == pytest.approx(summary["tau2"], rel=1e-12)
    np.testing.assert_allclose(ours.z, expected["Uzscore"], rtol=1e-9)
    np.testing.assert_allclose(ours.limits.low_998, expected["OD99LCL"], rtol=1e-9)
    np.testing.assert_allclose(ours.limits.high_95, expected["OD95UCL"], rtol=1e-9)
    assert ours.outlier.tolist() == expected["outlier"].astype(bool).tolist()


def test_square_roots_are_squared_back_unlike_the_reference(shared: Path) -> None:
    """FunnelPlotR prints CQC limits on the square root's scale: 23 outliers. Squared back, there are 5."""
    given = golden(shared, "funnel_od/sr_inputs.csv")
    theirs = golden(shared, "funnel_od/sr_cqc_od998_expected.csv")
    corrected = golden(shared, "funnel_od/sr_cqc_backtransformed_corrected.csv")
    ours = funnel(given["observed"], given["expected"], kind="ratio_sqrt")
    np.testing.assert_allclose(ours.limits.low_998, corrected["OD99LCL_correct"], rtol=1e-9)
    np.testing.assert_allclose(ours.limits.high_998, corrected["OD99UCL_correct"], rtol=1e-9)
    assert (theirs["outlier"].sum(), ours.outlier.sum()) == (23, 5)


def test_where_chance_explains_everything_nothing_is_added() -> None:
    """100 organisations at exactly 50 %: no scatter, so tau-squared is 0."""
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
