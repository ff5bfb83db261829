"""The ready-made units, as far as each can be tried here: read by its own reader, and calling what exists."""

import configparser
import re
import runpy
import shutil
import subprocess
import sys
import types
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from briefing.cli import main
from briefing.workspace import init

UNITS = Path(__file__).parent.parent.parent / "docs" / "scheduling"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command line is held to the program in a workspace of the test's own, wherever the tests are run."""
    monkeypatch.setenv("BRIEFING_WORKSPACE", str(init(tmp_path / "work").folder))


def assert_a_run(words: str) -> None:
    """Holds a command line to the program: the command and each of its options exist."""
    assert words.split()[:1] == ["run"]
    with main.commands["run"].make_context("run", words.split()[1:]) as context:
        assert context.params["due"]


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(delimiters="=")
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNITS / name)
    return parser


def test_the_cron_lines_name_an_account_and_a_run() -> None:
    (line,) = [
        line
        for line in (UNITS / "briefing.cron").read_text("utf-8").splitlines()
        if line and not line.startswith("#") and "=" not in line.split()[0]
    ]
    minute, hour, day, month, weekday, account, command = line.split(maxsplit=6)
    assert (int(minute) < 60, hour, day, month, weekday, account) == (
        True,
        "7-19",
        "*",
        "*",
        "1-5",
        "briefing",
    )
    assert "%" not in command, "cron takes it for the end of a line"
    said = re.search(r"bin/briefing (run [^>]*)>>", command)
    assert said
    assert_a_run(said[1])


def test_the_cron_command_swallows_the_code_of_a_run_beside_another_and_no_other(tmp_path: Path) -> None:
    line = (UNITS / "briefing.cron").read_text("utf-8").splitlines()[-1]
    command = line.split(maxsplit=6)[6].replace("/var/log/briefing.log", str(tmp_path / "log"))
    command = command.replace("/srv/northmere", str(tmp_path)).replace("/opt/briefing", str(tmp_path))
    program = tmp_path / "bin" / "briefing"
    program.parent.mkdir()
    codes = {}
    for code in (0, 4, 11, 12, 13):
        program.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
        program.chmod(0o755)
        codes[code] = subprocess.run(["sh", "-c", command], check=False).returncode
    assert {code: returned == 0 for code, returned in codes.items()} == {
        0: True,
        4: False,
        11: False,
        12: True,
        13: False,
    }


def test_the_systemd_service_runs_once_and_takes_a_run_beside_another_as_well() -> None:
    service = unit("briefing.service")["Service"]
    assert (service["Type"], service["SuccessExitStatus"]) == ("oneshot", "12")
    assert service["ReadWritePaths"] == service["WorkingDirectory"]
    assert_a_run(service["ExecStart"].partition("bin/briefing ")[2])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is absent")
def test_systemd_finds_nothing_wrong_with_service_and_timer(tmp_path: Path) -> None:
    for name in ("briefing.service", "briefing.timer"):
        text = (UNITS / name).read_text("utf-8").replace("/opt/briefing/bin/briefing", sys.executable)
        (tmp_path / name).write_text(text, encoding="utf-8")
    units = [str(tmp_path / name) for name in ("briefing.timer", "briefing.service")]
    said = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")
    calendar = unit("briefing.timer")["Timer"]["OnCalendar"]
    subprocess.run(["systemd-analyze", "calendar", calendar], check=True, capture_output=True)


def test_the_windows_task_has_what_the_scheduler_wants_and_no_admin_rights() -> None:
    task = ElementTree.parse(UNITS / "briefing-task.xml").getroot()
    assert task.tag == f"{TASK}Task"
    order = [child.tag.removeprefix(TASK) for child in task]
    assert order == ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    principal = task.find(f"{TASK}Principals/{TASK}Principal")
    assert principal is not None
    assert task.find(f"{TASK}Actions").get("Context") == principal.get("id")  # type: ignore[union-attr]
    assert task.findtext(f".//{TASK}RunLevel") == "LeastPrivilege"
    assert task.findtext(f".//{TASK}MultipleInstancesPolicy") == "IgnoreNew"
    assert_a_run(task.findtext(f".//{TASK}Arguments") or "")


def test_the_airflow_dag_is_a_dag_with_one_task_that_skips_a_run_beside_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Airflow itself is no dependency: a drawn one notes what the file asks for."""
    asked: dict[str, Any] = {}

    class Dag:
        def __init__(self, **fields: Any) -> None:
            asked["dag"] = fields

        def __enter__(self) -> "Dag":
            return self

        def __exit__(self, *_: object) -> None:
            pass

    drawn = types.ModuleType("airflow")
    drawn.DAG = Dag  # type: ignore[attr-defined]
    bash = types.ModuleType("airflow.operators.bash")
    bash.BashOperator = lambda **fields: asked.update(task=fields)  # type: ignore[attr-defined]
    for name, module in {
        "airflow": drawn,
        "airflow.operators": drawn,
        "airflow.operators.bash": bash,
    }.items():
        monkeypatch.setitem(sys.modules, name, module)
    runpy.run_path(str(UNITS / "briefing_dag.py"))
    assert (asked["dag"]["max_active_runs"], asked["dag"]["catchup"]) == (1, False)
    assert asked["task"]["skip_on_exit_code"] == 12
    assert isinstance(asked["task"]["execution_timeout"], timedelta)
    assert_a_run(asked["task"]["bash_command"].partition("bin/briefing ")[2])
