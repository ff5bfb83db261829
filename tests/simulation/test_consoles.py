"""Every command on every console: what its letters can't write stops nothing, and is written with the nearest ones."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefing import pipeline
from briefing.cli import main
from briefing.errors import ProgramError
from briefing.workspace import Workspace

ODD = "Zażółć – “gęślą” → ≥ 95 % 日本 😀 \u2028\u200b"
CONSOLES = ["cp1252", "cp437", "ascii"]


@pytest.fixture
def odd(workspace: Workspace, meeting: str) -> Workspace:
    """The small workspace, with letters of everywhere in every name."""
    people = workspace.registers / "people.csv"
    people.write_text("person_id,name,role,may_decide\nP1,Dr Łukasz Żółw,GP → chair,yes\n", encoding="utf-8")
    file = workspace.meetings / meeting / "meeting.toml"
    title = json.dumps("Review ≥ 95% → “plan” – 4–6 weeks", ensure_ascii=False)
    file.write_text(file.read_text("utf-8").replace('"Contract review"', title), encoding="utf-8")
    (workspace.inbox / f"odd {ODD.split()[0]} 日本.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (workspace.inbox / os.fsdecode(b"\xff\xfe.csv")).write_text("a,b\n1,2\n", encoding="utf-8")
    return workspace


def words_of(name: str, workspace: Workspace, meeting: str) -> list[str]:
    """Return what each command is called with here."""
    at, folder = ["-w", str(workspace.folder)], workspace.folder.parent
    table = folder / f"table {ODD.split()[0]}.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["month", ODD], *([f"2026-{n:02}-01", n] for n in range(1, 13))])
    return {
        "analyse": [str(table)],
        "approve": [meeting, "--by", ODD, *at],
        "backup": [str(folder / f"{ODD[:6]}.zip"), *at],
        "demo": [str(workspace.folder)],
        "doctor": ["--no-mail", *at],
        "explain": ["ae_4_hours", *at],
        "init": [str(folder / ODD[:6])],
        "meeting": ["new", "--no-input", "--kind", ODD, *at],
        "questions": ["show", ODD, *at],
        "record": [meeting, *at],
        "release": [ODD, "--by", ODD, "--reason", ODD, *at],
        "restore": [str(table), str(folder / "restored")],
        "run": ["--due", "--today", "2026-06-15", *at],
        "send": [meeting, "--draft", "--dry-run", "--again", ODD, *at],
        "show": [ODD, "--org", ODD, *at],
        "verify": [meeting, *at],
    }.get(name, [*([meeting] if name in {"check", "build"} else []), *at])


@pytest.mark.parametrize("console", CONSOLES)
def test_every_command_says_what_it_has_to_say(odd: Workspace, meeting: str, console: str) -> None:
    first = ["load", "build", "send", "approve"]
    others = main.commands.keys() - {*first, "prune", "web"}  # that one serves until it is closed
    for name in [*first, *sorted(others), "prune"]:
        said = CliRunner(charset=console).invoke(main, [name, *words_of(name, odd, meeting)])
        assert not isinstance(said.exception, UnicodeError), name
        assert said.exit_code != ProgramError.exit_code, f"{name}: {said.output}"
        assert said.output, name


@pytest.mark.parametrize("console", CONSOLES)
def test_a_process_whose_output_is_redirected_says_it_too(odd: Workspace, meeting: str, console: str) -> None:
    pipeline.load(odd)
    command = [sys.executable, "-m", "briefing", "check", meeting, "-w", str(odd.folder)]
    environment = {**os.environ, "PYTHONIOENCODING": console, "PYTHONUTF8": "0", "LC_ALL": "C"}
    said = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert said.returncode == 0, said.stderr
    in_full = (
        "Dr Łukasz Żółw".encode()
    )  # what click writes where it takes a console for one that was set up wrong
    assert b"Dr Lukasz Z" in said.stdout or (console == "ascii" and in_full in said.stdout)


@pytest.mark.parametrize("console", [*CONSOLES, "utf-8"])
def test_json_loses_no_letter(odd: Workspace, console: str, tmp_path: Path) -> None:
    said = CliRunner(charset=console).invoke(main, ["questions", "show", "RTT-02", "--format", "json"])
    plain = CliRunner().invoke(main, ["questions", "show", "RTT-02", "--format", "json"])
    assert json.loads(said.stdout) == json.loads(plain.stdout)
