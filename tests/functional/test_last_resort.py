"""What nobody foresaw: one sentence, a code and a file, never a traceback."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from briefing.cli.group import Commands
from briefing.errors import ProgramError


@click.group(cls=Commands)
def group() -> None: ...


@group.command()
def fail() -> None:
    raise KeyError("nobody foresaw this\x1b[31m")


def test_an_error_that_nobody_foresaw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said = CliRunner().invoke(group, ["fail"])
    (log,) = tmp_path.glob("briefing-fault-*.txt")
    assert said.exit_code == ProgramError.exit_code
    assert said.stderr.startswith("briefing: a fault of this program, and not of yours. ")
    assert str(log) in said.stderr
    assert "Traceback" not in said.output
    assert "KeyError: 'nobody foresaw this" in log.read_text()


def test_where_no_file_can_be_written_the_error_itself_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    said = CliRunner().invoke(group, ["fail"])
    assert said.exit_code == ProgramError.exit_code
    assert "Please report it: KeyError: 'nobody foresaw this" in said.stderr
    assert "\x1b" not in said.stderr
