"""Charts of what lies between rare events, as an analyst brings them: a row an event."""

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner

from briefing.bench import between
from briefing.cli import main
from briefing.errors import SourceError
from briefing.statistics.rare_events import g_chart, t_chart

SVG = "{http://www.w3.org/2000/svg}"


def events(*gaps: int, rest: str = "", series: str = "A") -> str:
    """Rows of events so many days apart, from 1 January 2020 on."""
    days = np.datetime64("2020-01-01") + np.concatenate(([0], np.cumsum(gaps)))
    return "".join(f"{series},{day}{rest}\n" for day in days)


def cases(*counts: int) -> str:
    return "".join(f"A,2025-01-{day:02},{n}\n" for day, n in enumerate(counts, start=1))


def write(folder: Path, text: str) -> Path:
    file = folder / "events.csv"
    file.write_text(text, encoding="utf-8")
    return file


ORDINARY = [30, 50, 10, 40, 20, 60, 15, 45, 25, 35, 12, 18]


@pytest.mark.parametrize(
    ("name", "last", "special", "kind"),
    [
        ("another month", [28], "Common Cause", "common_cause"),
        ("500 days without", [500], "Above UCL", "special_cause_improvement"),
        ("twice on one day is chance", [0], "Common Cause", "common_cause"),
        ("seven times within days", [2, 3, 2, 4, 3, 2, 3], "7 Points Below CL", "special_cause_concern"),
        ("six times within days", [29, 2, 2, 4, 3, 2, 3], "Common Cause", "common_cause"),
    ],
)
def test_days_between_events(tmp_path: Path, name: str, last: list[int], special: str, kind: str) -> None:
    gaps = [*ORDINARY, *last]
    found = between(write(tmp_path, "series,date\n" + events(*gaps)), kind="t")
    point = found["points"][-1]
    assert (point["special_cause_type"], point["point_type"]) == (special, kind), name
    assert [row["value"] for row in found["points"]] == gaps
    mean = np.mean(gaps)
    assert point["median"] == pytest.approx(mean * np.log(2))
    assert point["upl"] == pytest.approx(mean * -np.log(0.00135))
    (series,) = found["series"]
    assert (series["variation_type"], series["n"], series["events"]) == (kind, len(gaps), len(gaps) + 1)


@pytest.mark.parametrize(
    ("name", "counts", "special"),
    [
        ("as usual", [*[100, 180, 20, 90, 60, 40, 200, 110, 30, 140, 80, 70], 95], "Common Cause"),
        ("far more operations than usual", [*[10, 18, 2, 9, 6, 4, 20, 11, 3, 14, 8, 7], 150], "Above UCL"),
        ("none between: the very next", [*[10, 18, 2, 9, 6, 4, 20, 11, 3, 14, 8, 7], 0], "Common Cause"),
    ],
)
def test_cases_between_events(tmp_path: Path, name: str, counts: list[int], special: str) -> None:
    """Nobody knows how many operations came before the first event: its row has no value."""
    rows = "series,date,value\nA,2024-12-31,\n" + cases(*counts)
    found = between(write(tmp_path, rows), kind="g")
    assert [row["value"] for row in found["points"]] == counts
    assert found["points"][-1]["special_cause_type"] == special, name
    expected = g_chart(counts)
    last = found["points"][-1]
    assert (last["median"], last["upl"]) == (expected.centre, expected.upper[-1])
    chance = 1 / (np.mean(counts) + 1)
    assert (1 - chance) ** (last["upl"] + 1) <= 0.00135 < (1 - chance) ** last["upl"]


@pytest.mark.parametrize(
    ("gaps", "drawn", "judged"), [(9, False, False), (12, True, False), (13, True, True)]
)
def test_too_few_intervals_to_judge(tmp_path: Path, gaps: int, drawn: bool, judged: bool) -> None:
    """Limits from ten intervals, rules from thirteen: the last one is 365 here, in a service of ten days."""
    found = between(write(tmp_path, "series,date\n" + events(*[10] * (gaps - 1), 365)), kind="t")
    last = found["points"][-1]
    assert (last["median"] is not None, last["special_cause_type"] != "Common Cause") == (drawn, judged)
    assert (found["series"][0]["variation_type"] != "too_few") is judged


def test_rows_may_come_in_any_order_and_each_series_is_its_own(tmp_path: Path) -> None:
    rows = events(*ORDINARY, 9).splitlines(keepends=True)
    mixed = "".join(reversed(rows)) + "B,2025-01-01\nB,2025-01-01\n"
    found = between(write(tmp_path, "series,date\n" + mixed), kind="t")
    assert [row["value"] for row in found["points"] if row["series"] == "A"] == [*ORDINARY, 9]
    assert [row["value"] for row in found["points"] if row["series"] == "B"] == [0]
    assert [row["series"] for row in found["series"]] == ["A", "B"]


def test_where_an_event_is_good_rarer_is_worse(tmp_path: Path) -> None:
    """Organ donations, say: 500 days without one are a concern."""
    rows = "series,date,improvement_direction\n" + events(*ORDINARY, 500, rest=",decrease")
    assert between(write(tmp_path, rows), kind="t")["series"][0]["variation_type"] == "special_cause_concern"


@pytest.mark.parametrize(
    ("kind", "text", "where"),
    [
        ("t", "series,value\nA,1\n", [(1, None)]),
        ("g", "series,date\nA,2025-01-01\n", [(1, None)]),
        ("g", "series,date,value\nA,2025-01-01,-1\nA,2025-01-02,1.5\n", [(2, "value"), (3, "value")]),
        ("t", "series,date,rebase_dates\nA,2025-01-01,2025-01-01\n", [(1, "rebase_dates")]),
    ],
)
def test_a_table_that_cannot_be_charted_is_refused(
    tmp_path: Path, kind: str, text: str, where: list[tuple[int, str | None]]
) -> None:
    with pytest.raises(SourceError) as error:
        between(write(tmp_path, text), kind="t" if kind == "t" else "g")
    assert [(fault.row, fault.column) for fault in error.value.faults] == where


def test_stable_services_are_marked_as_seldom_as_three_sigma_and_a_run_of_seven_allow() -> None:
    """1,000 services of 40 intervals: 0.27% of the intervals outside; a shift in less than a quarter of services."""
    days = np.random.default_rng(2).exponential(50, (1000, 40))
    charts = [t_chart(row) for row in days]
    outside = np.array([(row < c.lower) | (row > c.upper) for c, row in zip(charts, days, strict=True)])
    shifted = np.array([chart.shifted(row).any() for chart, row in zip(charts, days, strict=True)])
    assert 0 < outside.mean() < 0.0027
    assert 0 < shifted.mean() < 0.25


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        ("t", "series,date\n" + events(*ORDINARY, 500), "Median 46"),
        ("g", "series,date,value\n" + cases(*ORDINARY, 500), "Median 46"),
    ],
)
def test_the_command_prints_and_draws_them(tmp_path: Path, kind: str, text: str, line: str) -> None:
    file, chart = write(tmp_path, text), tmp_path / "out.svg"
    words = ["analyse", "spc", str(file), "--between", kind]
    told = CliRunner().invoke(main, [*words, "--format", "json", "--chart", str(chart)])
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    assert found["series"][0]["last_special_cause_type"] == "Above UCL"
    shown = [e.text or "" for e in ElementTree.parse(chart).iter(f"{SVG}text")]
    assert any(words.startswith("A: special cause of improvement (Above UCL)") for words in shown)
    assert {"days between" if kind == "t" else "cases between", line} <= set(shown)
    table = CliRunner().invoke(main, words)
    assert "Above UCL" in table.stdout.splitlines()[-1]
    as_csv = CliRunner().invoke(main, [*words, "--format", "csv"])
    assert as_csv.stdout.splitlines()[0].startswith("series,date,value,median,lpl,upl,special_cause_type")


def test_a_single_event_has_no_interval_and_its_table_has_headings(tmp_path: Path) -> None:
    file = write(tmp_path, "series,date\nA,2025-01-01\n")
    said = CliRunner().invoke(main, ["analyse", "spc", str(file), "--between", "t", "--format", "csv"])
    assert said.stdout == "series,date,value,median,lpl,upl,special_cause_type,point_type\n"
