"""A meeting moved, postponed, cancelled, renamed or copied, from the command that a manager types."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefing import audit, pipeline
from briefing.build.inputs import meeting_of, name_of
from briefing.cli.group import Commands
from briefing.cli.meetings import meeting as group
from briefing.cli.meetings import meetings
from briefing.errors import MeetingError
from briefing.meeting.answers import ANSWERS_FILE
from briefing.workspace import Workspace, init

COMMANDS = Commands(name="briefing", commands={"meeting": group, "meetings": meetings})
REGISTERS = {
    "people": "person_id,name,role\nP1,Dr Ada Sample,GP\nP2,Dr Ben Sample,GP\nP3,Cy Clerk-Sample,Manager\n",
    "organisations": "code,name,type,parent_code\nQXA,Home Board,board,\nRXA,Mereside Hospital Trust,provider,QXA\n"
    "RXB,Fenmarsh Infirmary,provider,QXA\n",
    "commitments": "commitment_id,provider_code,what,owner,due_on,status\nC1,RXA,A plan,COO,2026-12-31,open\n",
}
TOML = """# agreed with their office
kind = "contract_review"
title = "Winter review"
date = 2026-12-03
starts = 10:00:00
place = "Board room"
commissioner = "QXA"
providers = ["RXA"]
decision_wanted = "A dated plan"
minutes = 60
chair = "P1"
clerk = "P3"
panel = ["P1", "P2"]
barred = ["RTT-01"]
notes = "They change their system in December"
"""
NAME = "2026-12-03-rxa"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init(tmp_path / "w")
    for name, text in REGISTERS.items():
        (made.registers / f"{name}.xlsx").unlink()
        (made.registers / f"{name}.csv").write_text(text, encoding="utf-8")
    pipeline.take_in_registers(made)
    (made.meetings / NAME).mkdir()
    (made.meetings / NAME / "meeting.toml").write_text(TOML, encoding="utf-8")
    (made.packs / NAME / "v1").mkdir(parents=True)
    (made.packs / NAME / "v1" / "kept.txt").write_text("read", encoding="utf-8")
    return made


def run(workspace: Workspace, *words: str) -> Result:
    command, *rest = words
    return CliRunner().invoke(COMMANDS, ["meeting", command, "-w", str(workspace.folder), *rest])


def file_of(workspace: Workspace, name: str) -> dict[str, object]:
    return tomllib.loads((workspace.meetings / name / "meeting.toml").read_text("utf-8"))


def test_a_meeting_that_is_moved_takes_its_packs_along_and_is_found_by_both_names(
    workspace: Workspace,
) -> None:
    said = run(workspace, "move", NAME, "--to", "10/12/2026", "--starts", "2pm", "--place", "Room 7")
    assert said.exit_code == 0, said.output
    assert said.output.endswith("Next: briefing build 2026-12-10-rxa\n")
    moved = meeting_of(workspace, NAME)
    assert (moved.id, moved.date, moved.place, moved.names) == (
        "2026-12-10-rxa", date(2026, 12, 10), "Room 7", (NAME, "2026-12-10-rxa"),
    )  # fmt: skip
    assert f"{moved.starts:%H:%M}" == "14:00"
    assert (workspace.packs / "2026-12-10-rxa" / "v1" / "kept.txt").is_file()
    assert not (workspace.packs / NAME).exists()
    text = (workspace.meetings / "2026-12-10-rxa" / "meeting.toml").read_text("utf-8")
    assert text.startswith("# agreed with their office\n")
    again = run(workspace, "move", NAME, "--to", "17/12/2026")
    assert again.exit_code == 0, again.output
    assert meeting_of(workspace, NAME).names == (NAME, "2026-12-10-rxa", "2026-12-17-rxa")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("25/12/2026", "is a bank holiday (Christmas Day)"),
        ("05/12/2026", "Saturday"),
        ("03/12/2024", "is past"),
    ],
)
def test_a_doubtful_day_is_taken_and_told(workspace: Workspace, day: str, told: str) -> None:
    said = run(workspace, "move", NAME, "--to", day)
    assert said.exit_code == 0
    assert told in said.output


@pytest.mark.parametrize("day", ["29/02/2027", "31/04/2027", "12/31/2026", "soon"])
def test_a_day_that_does_not_exist_changes_nothing(workspace: Workspace, day: str) -> None:
    assert run(workspace, "move", NAME, "--to", day).exit_code == 2
    assert file_of(workspace, NAME)["date"] == date(2026, 12, 3)


def test_a_meeting_with_a_name_of_its_own_keeps_it(workspace: Workspace) -> None:
    assert run(workspace, "rename", NAME, "winter-review").exit_code == 0
    assert run(workspace, "move", "winter-review", "--to", "29/02/2028").exit_code == 0
    assert file_of(workspace, "winter-review")["date"] == date(2028, 2, 29)
    assert (workspace.packs / "winter-review" / "v1").is_dir()


def test_a_meeting_that_is_called_off_says_why_and_what_is_left_waiting(workspace: Workspace) -> None:
    said = run(workspace, "postpone", NAME, "--reason", "Two of the panel are ill")
    assert said.exit_code == 0
    assert (
        "No other meeting is planned that would look at 1 open promise, the first due on 31 December 2026"
        in (said.output)
    )
    assert (file_of(workspace, NAME)["status"], file_of(workspace, NAME)["reason"]) == (
        "postponed", "Two of the panel are ill",
    )  # fmt: skip
    assert run(workspace, "postpone", NAME).exit_code == 7
    assert run(workspace, "cancel", NAME).exit_code == 0
    assert run(workspace, "move", NAME, "--to", "03/12/2026").exit_code == 0
    back = file_of(workspace, NAME)
    assert (back["status"], back["reason"], back["date"]) == ("planned", "", date(2026, 12, 3))
    assert [entry.action for entry in audit.read(workspace).entries if entry.about == NAME] == [
        "called off", "called off", "moved",
    ]  # fmt: skip


def test_a_meeting_that_was_held_is_neither_moved_nor_called_off_nor_renamed(workspace: Workspace) -> None:
    (workspace.meetings / NAME / ANSWERS_FILE).write_text("question_id\n", encoding="utf-8")
    for words in (("move", NAME, "--to", "10/12/2026"), ("cancel", NAME), ("rename", NAME, "other")):
        said = run(workspace, *words)
        assert said.exit_code == 7
        assert "recorded" in said.output
    assert "status" not in file_of(workspace, NAME)


@pytest.mark.parametrize("name", ["", "..", "a/b", "a:b", ".hidden", "ends.", "x" * 99])
def test_a_name_that_no_folder_takes_is_refused(workspace: Workspace, name: str) -> None:
    assert run(workspace, "rename", NAME, name).exit_code == 7
    assert (workspace.meetings / NAME).is_dir()


def test_a_name_that_is_taken_is_refused(workspace: Workspace) -> None:
    (workspace.meetings / "2026-12-10-RXA").mkdir()
    for words in (("rename", NAME, "2026-12-10-rxa"), ("move", NAME, "--to", "10/12/2026")):
        assert "is there already" in run(workspace, *words).output
    assert file_of(workspace, NAME)["date"] == date(2026, 12, 3)


def test_a_kill_between_the_two_folders_is_gone_on_from(workspace: Workspace) -> None:
    (workspace.packs / NAME).rename(workspace.packs / "new-name")
    assert run(workspace, "rename", NAME, "new-name").exit_code == 0
    assert (workspace.packs / "new-name" / "v1" / "kept.txt").is_file()


def test_the_next_round_has_the_same_people_and_nothing_that_was_said_of_this_one(
    workspace: Workspace,
) -> None:
    run(workspace, "cancel", NAME, "--reason", "Snow")
    said = run(workspace, "copy", NAME, "--date", "04/03/2027")
    assert said.exit_code == 0, said.output
    assert "Left behind, as said of that meeting alone: notes and barred." in said.output
    made = file_of(workspace, "2027-03-04-rxa")
    assert (made["date"], made["status"], made["panel"], made["clerk"]) == (
        date(2027, 3, 4), "planned", ["P1", "P2"], "P3",
    )  # fmt: skip
    assert not {"reason", "notes", "barred", "formerly"} & made.keys()
    assert run(workspace, "copy", NAME, "--date", "04/03/2027").exit_code == 7


def test_who_is_gone_is_left_out_of_the_next_round_and_a_chair_must_be_there(workspace: Workspace) -> None:
    (workspace.registers / "people.csv").write_text(
        "person_id,name,role\nP2,Dr Ben Sample,GP\n", encoding="utf-8"
    )
    pipeline.take_in_registers(workspace)
    refused = run(workspace, "copy", NAME, "--date", "04/03/2027")
    assert refused.exit_code == 7
    assert "the chair 'P1', who is no longer in the register of people" in refused.output
    said = run(workspace, "copy", NAME, "--date", "04/03/2027", "--chair", "ben")
    assert said.exit_code == 0, said.output
    assert "left out of the panel: P1." in said.output
    assert "The clerk P3 is no longer in the register" in said.output
    made = file_of(workspace, "2027-03-04-rxa")
    assert (made["chair"], made["panel"], "clerk" in made) == ("P2", ["P2"], False)


@pytest.mark.parametrize("word", ["mereside", "RXA", "rxa", "Mereside Hospital Trust"])
def test_meetings_are_found_by_their_hospital(workspace: Workspace, word: str) -> None:
    said = CliRunner().invoke(
        COMMANDS, ["meetings", "-w", str(workspace.folder), "--provider", word, "--format", "csv"]
    )
    heading, row = said.output.splitlines()
    assert heading == "meeting,date,state,version,title,next"
    assert row.startswith(f"{NAME},2026-12-03,")


@pytest.mark.parametrize(
    "word",
    [
        *(
            "2026-12-03-RXA",
            "autumn-round",
            "AUTUMN-round",
            f"meetings/{NAME}/",
            f"meetings\\{NAME}\\meeting.toml",
        ),
        *("03/12/2026", "3 December 2026", "rxa", "Mereside", "mere december", "The Mere", "winter review"),
    ],
)
def test_a_meeting_goes_by_any_of_its_names(workspace: Workspace, word: str) -> None:
    """By its folder's in any case, an earlier one, its path, its day, its title, its hospital's names."""
    earlier(workspace, NAME, "Autumn-round")
    nicknames = "code,name,type,parent_code,nickname\nRXA,Mereside Hospital Trust,provider,QXA,The Mere\n"
    (workspace.registers / "organisations.csv").write_text(nicknames + "QXA,Home Board,board,,\n")
    pipeline.take_in_registers(workspace)
    assert name_of(workspace, word) == NAME


def test_of_several_that_fit_the_one_to_come_is_meant_and_of_those_nobody_guesses(
    workspace: Workspace,
) -> None:
    assert run(workspace, "copy", NAME, "--date", "04/03/2027").exit_code == 0
    with pytest.raises(
        MeetingError, match=f"more than one meeting 'rxa'; wanted one of: {NAME} .*; 2027-03-04-rxa"
    ):
        name_of(workspace, "rxa")
    (workspace.meetings / NAME / ANSWERS_FILE).write_text("")
    assert name_of(workspace, "rxa") == "2027-03-04-rxa"


@pytest.mark.parametrize(
    "word", ["2026-12-30-rxa", "Meresyde", "winter revue", "", "../packs", "12/03/2026", "."]
)
def test_a_name_that_no_meeting_has_lists_the_nearest(workspace: Workspace, word: str) -> None:
    with pytest.raises(MeetingError, match=f"no such meeting .*wanted one of: {NAME}"):
        name_of(workspace, word)


def test_the_meeting_that_was_meant_is_told(workspace: Workspace) -> None:
    assert f"mereside: the meeting {NAME}" in run(workspace, "postpone", "mereside").output


def earlier(workspace: Workspace, name: str, before: str) -> None:
    file = workspace.meetings / name / "meeting.toml"
    file.write_text(f'formerly = ["{before}"]\n{file.read_text()}')


def test_a_hospital_without_a_meeting_has_none_and_an_unknown_one_is_refused(workspace: Workspace) -> None:
    other = CliRunner().invoke(COMMANDS, ["meetings", "-w", str(workspace.folder), "--provider", "RXB"])
    assert (other.exit_code, other.output) == (0, "no meeting with them yet\n")
    unknown = CliRunner().invoke(
        COMMANDS, ["meetings", "-w", str(workspace.folder), "--provider", "Meresyde"]
    )
    assert unknown.exit_code == 1
    assert "RXA" in unknown.output
