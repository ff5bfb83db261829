"""Standardised rates against PHEindicatormethods 2.1.0."""

from pathlib import Path

import numpy as np
import pytest
from golden import golden

from briefing.statistics.standardisation import (
    directly_standardised,
    indirectly_standardised,
    slope_index,
)


@pytest.mark.parametrize(("confidence", "name"), [(0.95, "95_0cl"), (0.998, "99_8cl")])
def test_directly_standardised_rates(shared: Path, confidence: float, name: str) -> None:
    expected = golden(shared, "dsr/dsr_expected_95_998.csv").set_index("area")
    for area, rows in golden(shared, "dsr/dsr_inputs.csv").groupby("area"):
        ours = directly_standardised(
            rows["obs"], rows["pop"], rows["esp2013"], per=1e5, confidence=confidence
        )
        theirs = expected.loc[area, ["value", f"lower{name}", f"upper{name}"]].astype(float)
        np.testing.assert_allclose(
            [ours.value, ours.low, ours.high], theirs, rtol=1e-9
        )  # empty below ten events


def test_repeat_events_widen_the_interval(shared: Path) -> None:
    expected = golden(shared, "dsr/dsr_nonindep_expected.csv").set_index("area")
    given = golden(shared, "dsr/dsr_nonindep_inputs.csv")
    given["events"] = given["obs"] * given["eventfreq"]
    given["squares"] = given["events"] * given["eventfreq"]
    for area, rows in given.groupby("area"):
        ages = rows.groupby("ageband", sort=False).agg(
            {"events": "sum", "squares": "sum", "pop": "first", "esp2013": "first"}
        )
        ours = directly_standardised(
            ages["events"], ages["pop"], ages["esp2013"], per=1e5, squares=ages["squares"]
        )
        theirs = expected.loc[area, ["value", "lower95_0cl", "upper95_0cl"]].astype(float)
        np.testing.assert_allclose([ours.value, ours.low, ours.high], theirs, rtol=1e-9)


@pytest.mark.parametrize(("confidence", "name"), [(0.95, "95_0cl"), (0.998, "99_8cl")])
def test_indirectly_standardised_ratios(shared: Path, confidence: float, name: str) -> None:
    expected = golden(shared, "isr/isratio_expected_x100.csv").set_index("area")
    for area, rows in golden(shared, "isr/isr_inputs.csv").groupby("area"):
        ours, count = indirectly_standardised(
            float(rows["obs"].sum()),
            rows["pop"],
            reference_events=rows["ref_obs"],
            reference_population=rows["ref_pop"],
            confidence=confidence,
        )
        theirs = expected.loc[area, ["value", f"lower{name}", f"upper{name}"]].astype(float)
        np.testing.assert_allclose(
            [100 * ours.value, 100 * ours.low, 100 * ours.high], theirs, rtol=1e-9, atol=1e-9
        )
        assert count == pytest.approx(expected.loc[area, "expected"], rel=1e-9)


def test_slope_and_relative_index_of_inequality(shared: Path) -> None:
    """The reference's interval is simulated, so only the estimates agree; ours is within a tenth."""
    rows = golden(shared, "sii/sii_inputs.csv")
    theirs = golden(shared, "sii/sii_expected_seed1_type0.csv").iloc[0]
    ours = slope_index(rows["value"], (rows["ucl"] - rows["lcl"]) / 2 / 1.959964, rows["pop"])
    assert ours.slope == pytest.approx(theirs["sii"], rel=1e-9)
    assert ours.relative == pytest.approx(theirs["rii"], rel=1e-9)
    assert ours.slope_low == pytest.approx(theirs["sii_lower95_0cl"], abs=0.1)
    assert ours.slope_high == pytest.approx(theirs["sii_upper95_0cl"], abs=0.1)


def test_equal_fifths_have_no_slope() -> None:
    ours = slope_index([70.0] * 5, [1.0] * 5, [100, 200, 150, 120, 90])
    assert ours.slope == pytest.approx(0, abs=1e-9)
    assert ours.relative == pytest.approx(1)
