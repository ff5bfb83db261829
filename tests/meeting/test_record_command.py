"""The commands after a meeting, on a workspace of registers alone: what is typed, and what is said."""

import json
from datetime import date
from pathlib import Path

import clerk
import pytest
from clerk import MEETING
from click.testing import CliRunner, Result

from briefing import loading
from briefing.cli.group import Commands
from briefing.cli.recording import promises, record
from briefing.pack.clerk import ClerkSheet
from briefing.workspace import Workspace

TOML = """
kind = "contract_review"
title = "Contract review"
date = 2026-12-03
place = "Room 2"
commissioner = "QZA"
providers = ["RQZ"]
decision_wanted = "A dated plan"
minutes = 60
chair = "P1"
panel = ["P1"]
"""
DUE = {"state": "answered", "commitment": "A plan", "owner": "COO", "due_on": date(2027, 1, 31)}
COMMANDS = Commands(name="briefing", commands={"record": record, "promises": promises})


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, ClerkSheet]:
    workspace, sheet = clerk.built(tmp_path_factory.mktemp("desk") / "work")
    ready(workspace)
    return workspace, sheet


def ready(workspace: Workspace) -> None:
    registers = {
        "people": "person_id,name,role\nP1,Dr Ada Sample,GP\n",
        "organisations": "code,name,type,parent_code\nRQZ,Alderbrook,provider,QZA\nQZA,Home,board,\n",
    }
    for name, text in registers.items():
        (workspace.registers / f"{name}.xlsx").unlink()
        (workspace.registers / f"{name}.csv").write_text(text)
    (workspace.meetings / MEETING / "meeting.toml").write_text(TOML)
    assert not loading.load(workspace).refused


def run(workspace: Workspace, *words: str) -> Result:
    command, *rest = words
    return CliRunner().invoke(COMMANDS, [command, "-w", str(workspace.folder), *rest])


def test_a_sheet_is_recorded_and_its_promises_are_listed_with_the_headline(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path
) -> None:
    workspace, sheet = desk
    lines = {"q1": {**DUE, "measure": "a weekly count"}, "q2": {"state": "not answered"}}
    filled = clerk.fill(tmp_path / "filled.xlsx", sheet, lines)
    said = run(workspace, "record", MEETING, str(filled))
    assert said.exit_code == 0, said.output
    assert said.output.splitlines() == [
        f"{MEETING}: 4 questions, 2 reached, 1 with a dated commitment",
        f"1 commitment on the register: {MEETING}-q1",
    ]
    before = run(workspace, "promises", "--today", "2027-01-31")
    assert before.output.splitlines() == [
        "Questions that brought a dated commitment: 1 of 4, 25% "
        "(4 questions at 1 recorded meeting, 2 not reached)",
        "Commitments kept by their day: none to count yet (1 promise on the register, 1 still open)",
        "",
        "provider  state  due_on      owner  what",
        "--------  -----  ----------  -----  ------",
        "RQZ       open   2027-01-31  COO    A plan",
    ]
    after = run(workspace, "promises", "--today", "2027-02-01", "--org", "rqz", "--format", "json")
    found = json.loads(after.output)
    assert [(row["commitment_id"], row["state"]) for row in found["promises"]] == [(f"{MEETING}-q1", "late")]
    assert (found["headline"]["dated_share"], found["headline"]["kept_share"]) == (25.0, 0.0)
    table = run(workspace, "promises", "--today", "2027-02-01", "--format", "csv").output.splitlines()
    assert table[0].startswith("provider,commitment_id,meeting_id,state,what")
    assert len(table) == 2


@pytest.mark.parametrize(
    ("cells", "code", "told"),
    [
        ({**DUE, "owner": ""}, 4, "row 6, column 'Owner': found nothing"),
        ({**DUE, "note": "Mrs Jones rang"}, 8, "row 6, column 'Note': found what looks like a name"),
    ],
)
def test_a_refusal_is_told_without_a_traceback_and_with_its_code(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path, cells: dict[str, str | date], code: int, told: str
) -> None:
    workspace, sheet = desk
    said = run(workspace, "record", MEETING, str(clerk.fill(tmp_path / "f.xlsx", sheet, {"q1": cells})))
    assert said.exit_code == code
    assert told in said.output


def test_promises_of_a_stranger_are_none(desk: tuple[Workspace, ClerkSheet]) -> None:
    said = run(desk[0], "promises", "--org", "RXX")
    assert (said.exit_code, "found no promise" in said.output) == (1, True)


def test_promises_have_their_headings_without_a_row_and_take_a_british_day(
    desk: tuple[Workspace, ClerkSheet],
) -> None:
    said = run(desk[0], "promises", "--today", "01/02/2027", "--format", "csv")
    assert (said.exit_code, said.output.partition(",")[0]) == (0, "provider")


def test_a_record_is_taken_back_told_in_its_history_and_a_letter_closes_what_was_owed(tmp_path: Path) -> None:
    workspace, sheet = clerk.built(tmp_path / "work")
    ready(workspace)
    lines = {"q1": {**DUE, "state": "will write"}, "q2": {"state": "will write"}}
    filled = clerk.fill(tmp_path / "filled.xlsx", sheet, lines)
    assert run(workspace, "record", MEETING, str(filled)).exit_code == 0
    came = run(workspace, "record", MEETING, "--wrote", "Q1", "--on", "12/01/2027", "--note", "Enclosed")
    assert (came.exit_code, f"1 commitment looked back on: {MEETING}-q1" in came.output) == (0, True)
    (row,) = json.loads(run(workspace, "promises", "--today", "2027-02-01", "--format", "json").output)[
        "promises"
    ]
    assert (row["state"], row["closed_on"]) == ("kept", "2027-01-12")
    assert run(workspace, "record", MEETING, "--take-back").exit_code == 2
    words = ["record", MEETING, "--take-back", "--by", "A chair", "--reason", "The wrong sheet"]
    for undone in ("they wrote", "recorded"):
        said = run(workspace, *words)
        assert said.exit_code == 0, said.output
        assert said.output.startswith(f"{MEETING}: taken back: {undone} at ")
    assert run(workspace, *words).exit_code == 7
    assert "none to count yet" in run(workspace, "promises", "--today", "2027-02-01").output
    told = run(workspace, "record", MEETING, "--history").output.splitlines()
    assert [line.split("  ")[2].split(":")[0] for line in told] == [
        "recorded",
        "they wrote",
        "taken back",
        "taken back",
    ]
    assert run(workspace, "record", MEETING, str(filled)).exit_code == 0
