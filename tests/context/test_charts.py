"""Control charts: against NHSRplotthedots and the Power BI visual, an oracle, and edges drawn by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from charting import as_points, chart, chart_points, charts
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import xmr

from briefing.bench import pprime, spc

ALTERNATING = [10, 12, 9, 11] * 6


@pytest.fixture(scope="module", params=[("nhsr", True), ("none", False)])
def both(
    request: pytest.FixtureRequest, shared: Path
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Our points and series beside the reference's, with screening and without."""
    screen, screened = request.param
    ours = spc(shared / "golden/xmr/xmr_inputs.csv", screen=screen)
    points = pd.read_csv(shared / "golden/xmr/xmr_points_expected.csv", parse_dates=["date"])
    series = pd.read_csv(shared / "golden/xmr/xmr_summary_expected.csv")
    mine = (
        pd.DataFrame(ours["points"])
        .astype({"date": "datetime64[us]"})
        .sort_values(["series", "date"], ignore_index=True)
    )
    theirs = points[points["screen_outliers"] == screened].sort_values(["series", "date"], ignore_index=True)
    summary = series[series["screen_outliers"] == screened].set_index("series")
    return mine, theirs, pd.DataFrame(ours["series"]).set_index("series"), summary


def test_every_limit_agrees_with_the_reference(both: Any) -> None:
    mine, theirs, _, _ = both
    assert mine["series"].tolist() == theirs["series"].tolist()
    for ours, name in (("mean", "mean"), ("lpl", "lpl"), ("upl", "upl")):
        np.testing.assert_allclose(mine[ours], theirs[name], rtol=1e-9, atol=1e-9)


def test_every_rule_and_type_agrees_with_the_reference(both: Any) -> None:
    mine, theirs, _, _ = both
    assert mine["special_cause_type"].tolist() == theirs["special_cause_type"].tolist()
    assert mine["point_type"].tolist() == theirs["point_type"].tolist()


def test_every_icon_agrees_but_that_of_a_short_series(both: Any) -> None:
    """short12 has 12 points: the reference gives it icons, ours says too few."""
    _, _, mine, theirs = both
    for name in theirs.index:
        row = theirs.loc[name]
        expected = (row["variation_type"], row["assurance_type"])
        if name == "short12":
            assert expected == ("common_cause", "consistent_pass")
            expected = ("too_few", "too_few")
        found = (mine.loc[name, "variation_type"], mine.loc[name, "assurance_type"])
        assert found == expected or (
            found[0] == expected[0] and pd.isna(found[1]) and pd.isna(expected[1])
        ), name
        assert mine.loc[name, "n"] == row["n"]


@pytest.mark.parametrize(("screen", "screened"), [("nhsr", True), ("mdc_excel", False)])
def test_pprime_agrees_with_the_power_bi_visual(
    shared: Path, tmp_path: Path, screen: Any, screened: bool
) -> None:
    golden = pd.read_csv(shared / "golden/p_chart_laney/p_pprime_xmr_expected.csv")
    theirs = golden[(golden["chart"] == "pprime") & (golden["screen_outliers"] == screened)]
    theirs = theirs.sort_values(["org_code", "date"])
    file = tmp_path / "ae.csv"
    theirs.rename(columns={"org_code": "series"})[["series", "date", "numerator", "denominator"]].to_csv(
        file, index=False
    )
    ours = pd.DataFrame(pprime(file, screen=screen)["points"])
    for name, column in (("mean", "centre"), ("lpl", "ll99"), ("upl", "ul99")):
        np.testing.assert_allclose(ours[name], theirs[column], rtol=1e-9)
    outside = ours["special_cause_type"].isin(["Above UCL", "Below LCL"])
    assert outside.tolist() == (theirs["astronomical"] != "none").tolist()


def test_a_plain_p_chart_would_alarm_nearly_every_month(shared: Path) -> None:
    """Why there is none in the engine: of 243 real months a p chart puts 217 outside, p-prime 34 to 41."""
    golden = pd.read_csv(shared / "golden/p_chart_laney/p_pprime_xmr_expected.csv")
    outside: Any = golden[golden["astronomical"] != "none"].groupby(["chart", "screen_outliers"]).size()
    assert outside["p"].tolist() == [217, 217]
    assert outside["pprime"].between(34, 41).all()


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.lists(st.one_of(st.integers(0, 12), st.integers(0, 1000), st.none()), min_size=0, max_size=40),
            st.lists(st.one_of(st.integers(0, 2), st.integers(0, 6), st.none()), min_size=20, max_size=40),
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["nhsr", "none"]),
    st.booleans(),
)
def test_the_sql_and_the_oracle_agree(series: list[list[int | None]], screen: Any, is_count: bool) -> None:
    drawn = charts(chart_points(series, is_count=is_count), screen=screen)
    found = {(row["series_id"], row["seq"]): row for row in drawn}
    for number, values in enumerate(series):
        expected = xmr(values, screen=3.267 if screen == "nhsr" else None, is_count=is_count)
        for seq, judged in enumerate(expected):
            if judged is None:
                assert values[seq] is None or found[number, seq]["mean"] is None
                continue
            row = found[number, seq]
            assert (row["rule"], row["side"]) == (judged.rule, judged.side)
            limits = (row["mean"], row["lower_limit"], row["upper_limit"])
            assert limits == pytest.approx((judged.mean, judged.lower, judged.upper), rel=1e-9, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.floats(0.01, 1e6), st.integers(13, 40))
def test_a_constant_series_has_exact_limits_and_no_signal(value: float, months: int) -> None:
    """Whatever number is repeated, and however its sum rounds."""
    for row in chart([value] * months):
        assert (row["mean"], row["lower_limit"], row["upper_limit"], row["rule"]) == (
            value,
            value,
            value,
            None,
        )


def test_a_missing_month_neither_flags_nor_breaks_a_run() -> None:
    """Seven low months with a hole in the middle are a shift; no range is taken over the hole."""
    low = [9, 8, 9, None, 8, 9, 8, 9]
    rows = chart([*ALTERNATING, *low])
    assert [row["rule"] for row in rows[-7:]] == ["outside_limits"] * 7 or {
        row["side"] for row in rows[-7:]
    } == {-1}
    assert len(rows) == len(ALTERNATING) + 7
    with_hole = chart([10, 12, None, 20, 22, 20, 22, 20, 22, 20, 22, 20, 22, 20])
    ranges = [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]
    assert with_hole[0]["upper_limit"] == pytest.approx(with_hole[0]["mean"] + 2.66 * np.mean(ranges))


@pytest.mark.parametrize(
    ("months", "limits", "judged"),
    [(9, False, False), (10, True, False), (12, True, False), (13, True, True)],
)
def test_too_few_months_to_judge(months: int, limits: bool, judged: bool) -> None:
    """Trial limits from 10 points, rules from 13: the last point here is far outside."""
    last = chart([*([10, 12] * 6)[: months - 1], 99])[-1]
    assert (last["mean"] is not None, last["rule"] is not None) == (limits, judged)


@pytest.mark.parametrize(
    ("name", "tail", "expected"),
    [
        ("outside comes before the trend it ends", [11, 12, 13, 14, 15, 16, 40], "outside_limits"),
        ("a trend of seven", [7.1, 8.1, 9.1, 10.1, 11.1, 12.1, 13.1], "trend"),
        ("a tie breaks a trend", [7.1, 8.1, 9.1, 9.1, 11.1, 12.1, 13.1], None),
        ("six are no shift", [9.5, 11, 11, 11, 11, 11, 11], None),
    ],
)
def test_precedence_and_breaks(name: str, tail: list[float], expected: str | None) -> None:
    assert chart([10, 12, 8, 11, 9, 13, 7] * 4 + tail)[-1]["rule"] == expected, name


def test_one_rare_event_is_no_signal_and_five_are() -> None:
    """A count that is nearly always 0: the reference's limits collapse onto the mean."""
    quiet = [0] * 12 + [1] + [0] * 12
    assert {row["rule"] for row in chart(quiet, is_count=True)} == {None}
    busy = chart([*quiet, 5], is_count=True)
    assert busy[-1]["rule"] == "outside_limits"
    assert {row["rule"] for row in busy[:-1]} == {None}


@pytest.mark.parametrize("rate", [0.02, 0.1, 0.3, 0.5, 0.7, 1.0, 2.0, 4.0])
def test_few_events_a_month_are_marked_no_oftener_than_chance_allows(rate: float) -> None:
    """
    300 stable counts of 24 months. Three sigma alone mark 6 in 100 of such series where nothing lies askew;
    symmetrical limits, and runs about the mean, would mark up to 46 in 100 here.
    """
    drawn = np.random.default_rng(1).poisson(rate, (300, 24)).astype(float)
    rows = charts(chart_points(drawn.tolist(), is_count=True))
    marked = [row for row in rows if row["rule"] is not None]
    assert len({row["series_id"] for row in marked}) <= 0.08 * 300
    assert sum(row["seq"] == 23 for row in marked) <= 0.01 * 300
    assert not [row for row in marked if row["rule"] == "outside_limits" and row["value"] <= 1]


@pytest.mark.parametrize(
    ("name", "before", "tail", "rule"),
    [
        ("seven months without an event, where most have none", [0, 0, 1] * 8, [0] * 7, None),
        ("an event in each of seven months, where most have none", [0, 0, 1] * 8, [1] * 7, "shift"),
        ("one is as usual as none: no side", [0, 1, 1, 2] * 6, [1] * 7, None),
        ("seven months above the usual one", [0, 1, 1, 2] * 6, [2] * 7, "shift"),
        ("above the median, but below the mean", [0, 0, 0, 9] * 6, [1] * 7, None),
        ("as many as can't be chance", [0, 1, 1, 2] * 6, [7], "outside_limits"),
    ],
)
def test_a_run_of_few_events_is_on_one_side_of_mean_and_median(
    name: str, before: list[int], tail: list[int], rule: str | None
) -> None:
    last = chart([*before, *tail], is_count=True)[-1]
    assert last["rule"] == rule, name
    assert (last["last_run"] >= 7) is (rule == "shift")


def shares(kept: Sequence[float], *, of: float) -> list[dict[str, Any]]:
    """The chart of so many kept of so many, month by month."""
    points = chart_points([[100 * n / of for n in kept]], chart="pprime", denominator=of).to_pylist()
    return charts(as_points([{**point, "numerator": n} for point, n in zip(points, kept, strict=True)]))


def test_nearly_always_all_of_them() -> None:
    """100% in every month but one, of 40 patients: one late letter in two years is no signal."""
    rows = shares([40.0] * 12 + [39.0] + [40.0] * 12, of=40.0)
    assert {row["rule"] for row in rows} == {None}


def test_limits_of_a_percentage_stay_within_0_and_100() -> None:
    rows = shares([18.0, 20.0, 17.0, 20.0, 19.0] * 4, of=20.0)
    assert max(row["upper_limit"] for row in rows) == 100
