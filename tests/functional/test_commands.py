"""Each command as a manager runs it: what it prints, what it refuses, with which code."""

import csv
import io
import json
from pathlib import Path

import pytest
from commands import Briefing

from briefing.cli import main

SHOWN = {
    "metric", "period", "org_code", "org_name", "specialty_code", "numerator", "denominator", "value", "low",
    "high", "standard", "england", "peers", "variation", "assurance", "source", "vintage",
}  # fmt: skip


def test_show_as_json_prints_a_list_of_objects_with_their_context(demo: Path, briefing: Briefing) -> None:
    said = briefing(
        "show", "rtt_within_18_weeks", "--org", "RZA", "--period", "2026-09", "--format", "json", "-w", demo
    )
    (row,) = json.loads(said.stdout)
    assert row.keys() >= SHOWN
    assert (row["metric"], row["org_code"], row["specialty_code"]) == ("rtt_within_18_weeks", "RZA", "ALL")
    assert row["period"] == "2026-09"
    assert row["value"] == pytest.approx(100 * row["numerator"] / row["denominator"])
    assert row["low"] < row["value"] < row["high"]


def test_show_gives_the_same_rows_as_json_and_as_csv(demo: Path, briefing: Briefing) -> None:
    words = ("show", "ae_4_hours", "--org", "ENG", "-w", demo)
    as_json = json.loads(briefing(*words, "--format", "json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(briefing(*words, "--format", "csv").stdout)))
    assert len(as_json) == len(as_csv) >= 30
    assert [row["numerator"] for row in as_csv] == [str(row["numerator"]) for row in as_json]


def test_show_of_an_organisation_nobody_knows_says_so(demo: Path, briefing: Briefing) -> None:
    said = briefing("show", "rtt_within_18_weeks", "--org", "RQQ", "-w", demo)
    assert said.exit_code == 1
    assert "RQQ" in said.stderr


def test_show_of_a_metric_nobody_knows_names_those_there_are(demo: Path, briefing: Briefing) -> None:
    said = briefing("show", "rtt_within_17_weeks", "--org", "ENG", "-w", demo)
    assert said.exit_code == 3
    assert "rtt_within_18_weeks" in said.stderr


def test_show_refuses_a_period_that_is_no_month(demo: Path, briefing: Briefing) -> None:
    said = briefing("show", "rtt_within_18_weeks", "--org", "ENG", "--period", "April", "-w", demo)
    assert said.exit_code == 2
    assert "YYYY-MM" in said.stderr


def test_explain_prints_definition_sql_and_files(demo: Path, briefing: Briefing) -> None:
    said = briefing("explain", "rtt_within_18_weeks", "-w", demo).stdout
    assert "numerator" in said
    assert "select" in said
    assert "2026-09  vintage 1" in said


def test_loading_again_changes_nothing(demo: Path, briefing: Briefing) -> None:
    ledger = demo / "warehouse" / "ledger.jsonl"
    before = ledger.read_bytes()
    assert briefing("load", "-w", demo).exit_code == 0
    assert ledger.read_bytes() == before


def test_a_revised_month_is_a_second_vintage_and_counts(demo: Path, briefing: Briefing) -> None:
    said = briefing("status", "-v", "-w", demo).stdout
    assert "vintage 2" in said


def test_building_again_leaves_the_last_version_alone(demo: Path, briefing: Briefing) -> None:
    said = briefing("build", "2026-12-03-rza", "-w", demo)
    assert "nothing changed" in said.stdout
    assert not (demo / "packs" / "2026-12-03-rza" / "v2").exists()


def test_a_meeting_that_is_not_there_names_those_that_are(demo: Path, briefing: Briefing) -> None:
    said = briefing("build", "2027-01-01-rza", "-w", demo)
    assert said.exit_code == 7
    assert "2026-12-03-rza" in said.stderr


def test_check_of_a_sound_meeting_lists_doubts_only(demo: Path, briefing: Briefing) -> None:
    said = briefing("check", "2026-12-03-rza", "-w", demo)
    assert said.exit_code == 0, said.stderr


def test_a_refused_file_is_named_and_the_rest_is_loaded(
    tmp_path: Path, demo: Path, briefing: Briefing
) -> None:
    folder = tmp_path / "w"
    briefing("init", folder)
    good = next((demo / "inbox" / "ae").glob("*.csv"))
    (folder / "inbox" / good.name).write_bytes(good.read_bytes())
    (folder / "inbox" / "holiday.csv").write_text("where,when\nsea,July\n", encoding="utf-8")
    said = briefing("load", "-w", folder)
    assert said.exit_code == 4
    assert "holiday.csv" in said.stdout
    assert "A&E attendances" in briefing("status", "-w", folder).stdout
    assert "holiday.csv" in briefing("status", "-w", folder).stdout


def test_init_leaves_an_existing_workspace_alone(demo: Path, briefing: Briefing) -> None:
    assert briefing("init", demo).exit_code == 3


def test_a_demo_never_writes_into_another_folder(tmp_path: Path, briefing: Briefing) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    said = briefing("demo", tmp_path)
    assert said.exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_outside_any_workspace_a_command_says_how_to_make_one(
    tmp_path: Path, briefing: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = briefing("status")
    assert said.exit_code == 1
    assert "briefing init" in said.stderr


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_with_an_example(command: str, briefing: Briefing) -> None:
    said = briefing(command, "--help").stdout
    assert f"briefing {command}" in said.partition("Example")[2]
