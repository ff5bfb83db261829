"""What may leave of the manager's own view: `--as-published` at show, scan, questions and analyse."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import builders
import pytest
from click.testing import CliRunner

from briefing.build import publishing
from briefing.cli import main
from briefing.context import Context
from briefing.errors import DisclosureError
from briefing.measures import Measure
from briefing.pack.numbers import as_earlier, series_of
from briefing.protection.suppression import NOTHING_EARLIER
from briefing.workspace import Workspace

LOCAL = builders.metric("letters_within_7_days", published=False)
PLACE = {
    "org_code": builders.PROVIDER,
    "population_code": "ALL",
    "specialty_code": "ALL",
    "group_code": "ALL",
}


def months(*counts: tuple[int, int]) -> Measure:
    drawn = builders.points([50.0] * len(counts), ending=builders.LATEST, denominator=1.0)
    points = (
        replace(point, numerator=float(n), denominator=float(d), value=100 * n / d)
        for point, (n, d) in zip(drawn, counts, strict=True)
    )
    return builders.measure(metric=LOCAL, points=tuple(points))


def rows_of(measure: Measure, metric: str = LOCAL.name, **more: Any) -> list[dict[str, Any]]:
    names = ("numerator", "denominator", "value", "low", "high")
    return [
        {"metric": metric, **PLACE, "period": f"{point.period:%Y-%m}", "england": 50.1, "peers": 49.9}
        | {name: getattr(point, name) for name in names}
        | more
        for point in measure.points
    ]


@pytest.fixture(autouse=True)
def _no_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "earlier_of", lambda *_: NOTHING_EARLIER)


def workspace(preset: str = "under_5") -> Workspace:
    return cast(Workspace, SimpleNamespace(settings=SimpleNamespace(suppression=preset)))


def context(measures: Sequence[Measure]) -> Context:
    known = SimpleNamespace(measures=lambda **_: measures, published_metrics=frozenset({"ae_4_hours"}))
    return cast(Context, known)


@pytest.mark.parametrize(
    ("preset", "metric", "is_raw"),
    [
        ("under_5", LOCAL.name, True),
        ("hes", LOCAL.name, True),
        ("none", LOCAL.name, False),
        ("hes", "ae_4_hours", False),
    ],
)
def test_counts_that_packs_might_hide_are_told_from_others(preset: str, metric: str, is_raw: bool) -> None:
    measure = months((30, 60))
    rows = rows_of(measure, metric)
    assert publishing.is_raw(workspace(preset), context([measure]), rows) == is_raw


def test_a_month_that_may_not_leave_is_refused_by_its_name_and_without_its_number() -> None:
    measure = months((30, 60), (3, 60), (30, 60))
    with pytest.raises(
        DisclosureError, match=r"letters_within_7_days: found 1 month .*\(2026-02\)"
    ) as caught:
        publishing.published_rows(workspace(), context([measure]), rows_of(measure))
    assert "3 " not in str(caught.value).replace("--", "")
    (row,) = publishing.published_rows(workspace(), context([measure]), rows_of(measure)[:1])
    assert (row["numerator"], row["denominator"]) == (30, 60)


def test_what_leaves_is_as_the_packs_show_it() -> None:
    measure = months((31, 62))
    (row,) = publishing.published_rows(workspace("hes"), context([measure]), rows_of(measure))
    assert (row["numerator"], row["denominator"], row["value"]) == (30, 60, 50)
    assert (row["england"], row["peers"]) == (None, None)
    assert publishing.published_rows(workspace("none"), context([measure]), rows_of(measure)) == rows_of(
        measure
    )


def test_what_another_pack_hid_may_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    (hidden,) = publishing.protect([months((3, 60))], "under_5")
    monkeypatch.setattr(publishing, "earlier_of", lambda *_: as_earlier([series_of(hidden)]))
    grown = months((30, 60))
    with pytest.raises(DisclosureError):
        publishing.published_rows(workspace(), context([grown]), rows_of(grown))


def test_a_signal_on_a_hidden_month_is_left_out_and_said_to_be() -> None:
    measure, more = months((30, 60), (3, 60)), {"people_affected": 3, "strength": 3.1234}
    rows = [
        {**row, "period": p.period} for row, p in zip(rows_of(measure, **more), measure.points, strict=True)
    ]
    national = {**rows[1], "metric": "ae_4_hours"}
    found, left = publishing.published_signals(workspace(), context([measure]), [*rows, national])
    assert [(row["metric"], row["period"].month, row["strength"]) for row in found] == [
        (LOCAL.name, 2, 3.1),
        ("ae_4_hours", 3, 3.1234),
    ]
    assert left == "Left out, for they rest on small numbers: 1 signal."


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("group,numerator,denominator\nA,20,60\nB,3,60\n", "row 3, column 'numerator': found 3"),
        (
            "group,numerator,denominator\nA,20,60\nB,57,60\n",
            "row 3, column 'the rest of the denominator': found 3",
        ),
        ("group,numerator,denominator\nA,20,60\nB,20,67\n", ""),
    ],
)
def test_the_bench_says_whose_view_it_is_and_refuses_small_counts(
    tmp_path: Path, table: str, found: str
) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(table, "utf-8")
    own = CliRunner().invoke(main, ["analyse", "rates", str(file)])
    assert (own.exit_code, "The manager's own view" in own.stderr) == (0, True)
    left = CliRunner().invoke(main, ["analyse", "rates", str(file), "--as-published"])
    assert "own view" not in left.stderr
    assert (left.exit_code != 0, found in left.stderr + str(left.exception)) == (bool(found), True)


def test_events_are_counts_where_a_table_says_so(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    for said, code in (("yes", 1), ("no", 0)):
        file.write_text(
            f"series,date,value,is_count\nA,2026-01-01,3,{said}\nA,2026-02-01,12,{said}\n", "utf-8"
        )
        left = CliRunner().invoke(main, ["analyse", "spc", str(file), "--as-published"])
        assert (left.exit_code != 0) == bool(code), left.output


def test_a_measure_is_shown_to_others_as_packs_show_it() -> None:
    counted = months((50, 100), (3, 100))
    [shown] = publishing.published_measures(workspace(), context([counted]), [counted])
    assert [point.hidden for point in shown.points] == [False, True]
    assert publishing.published_measures(workspace("none"), context([counted]), [counted]) == [counted]
