"""Waiting list theory against NHSRwaitinglist 0.1.2, with days and weeks kept apart."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from golden import golden

from briefing.statistics import waiting_list


def test_targets(shared: Path) -> None:
    table = golden(shared, "waiting_list/targets_expected.csv")
    queue = waiting_list.target_queue(table["demand"], table["target_wait"], factor=table["factor"])
    capacity = waiting_list.target_capacity(
        table["demand"],
        table["target_wait"],
        factor=table["factor"],
        cv_demand=table["cvd"],
        cv_capacity=table["cvc"],
    )
    np.testing.assert_allclose(queue, table["target_queue_size"], rtol=1e-9)
    np.testing.assert_allclose(capacity, table["target_capacity"], rtol=1e-9)


def test_relief(shared: Path) -> None:
    table = golden(shared, "waiting_list/relief_expected.csv")
    ours = waiting_list.relief_capacity(
        table["demand"], table["queue_size"], table["target_queue_size"], weeks=table["weeks"]
    )
    np.testing.assert_allclose(ours, table["relief_capacity"], rtol=1e-9)
    needed = waiting_list.needs_relief(table["queue_size"], table["target_queue_size"])
    assert needed.tolist() == table["relief_required"].tolist()


def test_load_pressure_and_the_list_a_standard_implies(shared: Path) -> None:
    load = golden(shared, "waiting_list/load_expected.csv")
    np.testing.assert_allclose(waiting_list.load(load["demand"], load["capacity"]), load["load"], rtol=1e-9)
    pressure = golden(shared, "waiting_list/pressure_expected.csv")
    ours = waiting_list.pressure(pressure["mean_wait"], pressure["target_wait"])
    np.testing.assert_allclose(ours, pressure["pressure"], rtol=1e-9)
    sizes = golden(shared, "waiting_list/rtt_exponential_listsize_expected.csv")
    implied = waiting_list.list_size_for(sizes["referral_rate"], share=sizes["rtt"])
    np.testing.assert_allclose(implied, sizes["list_size"], rtol=1e-9)
    assert waiting_list.list_size_for(1.0) == pytest.approx(7.13, abs=0.005)


@pytest.mark.parametrize(
    ("pathways", "target", "end", "expected"),
    [
        ("wl_pkgtest_inputs", 4, None, "wl_stats_pkgtest_expected"),
        ("wl_synthetic_inputs", 4, "2024-06-30", "wl_stats_expected_target4"),
        ("wl_synthetic_inputs", 18, "2024-06-30", "wl_stats_expected_target18"),
    ],
)
def test_a_list_of_pathways(
    shared: Path, pathways: str, target: float, end: str | None, expected: str
) -> None:
    rows = golden(shared, f"waiting_list/{pathways}.csv").apply(pd.to_datetime)
    theirs = golden(shared, f"waiting_list/{expected}.csv").iloc[0]
    ours = waiting_list.list_statistics(
        rows["referral"].to_numpy(), rows["removal"].to_numpy(), target_wait=target, end=end
    )
    same = {
        "demand": "mean_demand",
        "capacity": "mean_capacity",
        "load": "load",
        "queue": "queue_size",
        "target_queue": "target_queue_size",
        "cv_demand": "cv_arrival",
        "cv_capacity": "cv_removal",
    }
    for name, column in same.items():
        assert getattr(ours, name) == pytest.approx(theirs[column], rel=1e-9), name
    for name in ("target_capacity", "relief_capacity"):
        given = None if pd.isna(theirs[name]) else theirs[name]
        assert getattr(ours, name) == (None if given is None else pytest.approx(given, rel=1e-9)), name
    # The reference sets a mean wait in days against a target in weeks: seven times the pressure there is.
    assert ours.mean_wait == pytest.approx(theirs["mean_wait"] / 7, rel=1e-9)
    assert ours.pressure == pytest.approx(theirs["pressure"] / 7, rel=1e-9)


def test_the_balancing_figure() -> None:
    """1,000 at the start, 300 joined, 250 treated, 1,000 at the end: 50 left in another way."""
    assert waiting_list.removals_unexplained(1000, 1000, joined=300, treated=250) == 50


def test_a_list_nobody_has_left_has_no_capacity() -> None:
    ours = waiting_list.list_statistics(["2026-01-05", "2026-01-12"], ["NaT", "NaT"], target_wait=18)
    assert (ours.queue, ours.capacity, ours.load) == (2, 0, float("inf"))
