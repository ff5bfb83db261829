"""What a hospital's analyst does: save the files inside a pack, follow how-to-recompute.csv, get the same flags."""

import csv
import json
import shlex
from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from briefing.cli import main

pytestmark = pytest.mark.slow

MEETINGS = ("2026-12-03-rza", "2026-12-10-select-committee")
PROVIDERS = {MEETINGS[0]: ("rza",), MEETINGS[1]: ("rzb", "rzc", "rze")}
Row = dict[str, str]


@pytest.fixture(scope="module")
def saved(printed_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files inside the pack of one member for each provider, as a reader's "save attachments" leaves them.

    Of a session's pack those of each provider have its code in their names: `rows` finds them without.
    """
    folders = []
    for meeting in MEETINGS:
        pack = min((printed_demo / "packs" / meeting / "v1").glob("gp-pack-*.pdf"))
        inside = {name: contents[0] for name, contents in PdfReader(pack).attachments.items()}
        for provider in PROVIDERS[meeting]:
            folder = tmp_path_factory.mktemp(f"{meeting}-{provider}")
            others = [f"-{other}.csv" for other in PROVIDERS[meeting] if other != provider]
            for name, contents in inside.items():
                if not name.endswith(tuple(others)):
                    (folder / name).write_bytes(contents)
            folders.append(folder)
    assert len(folders) == 4
    return folders


def own(folder: Path, name: str) -> str:
    """A table as it is called in a folder: months.csv, or of a session months-rzb.csv."""
    stem = name.removesuffix(".csv")
    return name if (folder / name).is_file() else next(path.name for path in folder.glob(f"{stem}-rz?.csv"))


def rows(folder: Path, name: str) -> list[Row]:
    with (folder / own(folder, name)).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def answer(folder: Path, command: str) -> Any:
    """What the command that the pack gives says, run where the files are."""
    words = shlex.split(command)
    assert words[:2] == ["briefing", "analyse"]
    words[3] = str(folder / own(folder, words[3]))
    run = CliRunner().invoke(main, words[1:], catch_exceptions=False)
    assert run.exit_code == 0, run.output
    return json.loads(run.stdout)


def steps(saved: list[Path], *signals: str) -> Iterator[tuple[Path, Row, Row]]:
    """Each step of the guide for those signals, with the signal's own line."""
    for folder in saved:
        names = ("metric", "org_code", "population_code", "specialty_code", "group_code")
        told = {
            (row["question"], row["signal"], " ".join(row[name] for name in names)): row
            for row in rows(folder, "signals.csv")
        }
        for step in rows(folder, "how-to-recompute.csv"):
            if step["signal"] in signals and step["command"]:
                yield folder, step, told[step["question"], step["signal"], step["series"]]


def near(ours: Any, printed: str, *, scale: float) -> bool:
    """Equal to a part in a thousand million; nothing is equal to nothing."""
    if ours is None or printed == "":
        return ours is None and printed == ""
    return bool(scale * ours == pytest.approx(float(printed), rel=1e-9, abs=1e-9))


def test_every_question_with_a_signal_has_a_step(saved: list[Path]) -> None:
    for folder in saved:
        asked = {row["question"] for row in rows(folder, "signals.csv")}
        assert {row["question"] for row in rows(folder, "how-to-recompute.csv")} == asked
        for step in rows(folder, "how-to-recompute.csv"):
            assert (folder / step["file"]).is_file()


def test_every_month_of_every_chart_comes_out_as_it_was_printed(saved: list[Path]) -> None:
    """Mean, limits and type of each month that is printed, for every series and not the flagged ones alone."""
    seen = 0
    for folder in saved:
        printed = {
            (" ".join(row[name] for name in list(row)[:5]), row["period"]): row
            for row in rows(folder, "months.csv")
        }
        hidden = {key[0] for key, row in printed.items() if row["value"] == ""}
        for name, scale in (("pprime", 100.0), ("spc", 1.0)):
            for point in answer(folder, f"briefing analyse {name} {name}.csv --screen nhsr --format json")[
                "points"
            ]:
                if point["value"] is None or point["series"] in hidden:
                    continue
                row = printed[point["series"], point["date"]]
                for ours, theirs in (("mean", "mean"), ("lpl", "lower_limit"), ("upl", "upper_limit")):
                    assert near(point[ours], row[theirs], scale=scale), (point, row)
                assert point["point_type"].removesuffix("_high").removesuffix("_low") == row["point_type"]
                seen += 1
    assert seen > 2000


def test_a_special_cause_is_flagged_again(saved: list[Path]) -> None:
    found = list(steps(saved, "SC-", "SC+"))
    assert len(found) >= 5
    for folder, step, signal in found:
        result = answer(folder, step["command"])
        last = [p for p in result["points"] if p["series"] == step["series"] and p["value"] is not None][-1]
        assert last["date"] == signal["period"]
        assert last["point_type"] == f"special_cause_{signal['direction']}"
        outside = last["special_cause_type"] in ("Above UCL", "Below LCL")
        assert outside == (signal["rule"] == "outside_limits")


def test_a_standard_out_of_reach_is_out_of_reach_again(saved: list[Path]) -> None:
    found = list(steps(saved, "FAIL"))
    assert len(found) >= 3
    for folder, step, _ in found:
        (series,) = [s for s in answer(folder, step["command"])["series"] if s["series"] == step["series"]]
        assert series["assurance_type"] == "consistent_fail"


def test_a_gap_leaves_out_zero_again(saved: list[Path]) -> None:
    """Newcombe's interval from the two Wilson intervals that `analyse rates` gives."""
    found = list(steps(saved, "GAP"))
    assert found
    for folder, step, _ in found:
        roles = {row["role"]: row for row in rows(folder, "gaps.csv") if row["question"] == step["question"]}
        result = {row["group"]: row for row in answer(folder, step["command"])}
        one, other = (result[roles[role]["group"]] for role in ("asked about", "against"))
        p1, l1, u1 = one["value"], one["low_95"], one["high_95"]
        p2, l2, u2 = other["value"], other["low_95"], other["high_95"]
        low = p1 - p2 - sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)
        high = p1 - p2 + sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)
        assert near(low, roles["asked about"]["difference_low"], scale=100)
        assert near(high, roles["asked about"]["difference_high"], scale=100)
        assert low > 0 or high < 0


def test_a_plan_was_missed_in_the_last_two_months(saved: list[Path]) -> None:
    seen = 0
    for folder in saved:
        for step in rows(folder, "how-to-recompute.csv"):
            if step["signal"] == "TRAJ":
                plan = [
                    row
                    for row in rows(folder, "plan.csv")
                    if row["series"] == step["series"] and row["value"]
                ]
                assert all(float(row["value"]) < float(row["plan"]) for row in plan[-2:])
                assert [row["worse_than_plan"] for row in plan[-2:]] == ["yes", "yes"]
                seen += 1
    assert seen


def test_the_terms_of_the_list_balance(saved: list[Path]) -> None:
    """Start + starts - treatments - end is what is printed as removed, in every month."""
    lines = [
        row for folder in saved if list(folder.glob("removals*.csv")) for row in rows(folder, "removals.csv")
    ]
    assert len(lines) > 10
    for row in lines:
        start, joined, treated, end, left = (float(row[name]) for name in list(row)[2:])
        assert start + joined - treated - end == left


def test_every_column_of_every_file_is_explained(saved: list[Path]) -> None:
    for folder in saved:
        told = {(row["file"], row["column"]) for row in rows(folder, "columns.csv")}
        files = [path.name for path in folder.glob("*.csv") if not path.name.startswith("columns")]
        assert told == {(name, column) for name in files for column in rows(folder, name)[0]}
