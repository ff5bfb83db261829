"""`doctor`: what is well is said to be, and what is wrong is found, with what to do."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefing import audit, loading
from briefing.cli import main
from briefing.keeping.health import Finding, examine
from briefing.workspace import Workspace, init, open_workspace

RETURNS = (
    "Periodname,Provider Parent Org Code,Provider Parent Name,Provider Org Code,Provider Org Name,"
    "Commissioner Parent Org Code,Commissioner Parent Name,Commissioner Org Code,Commissioner Org Name,"
    "Op Gprefsmade M,Op Otherrefsmade M,Op Gprefsmade Ga M,Op Otherrefsmade Ga M\n"
    "MRR-April-2026,QAA,NORTH BOARD,RAA,A HOSPITAL,QAA,NORTH BOARD,01A,NORTH,40,5,1,1\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init(tmp_path / "w")
    (made.inbox / "MRR-April-2026.csv").write_text(RETURNS, encoding="utf-8")
    loading.load(made)
    audit.record(made, "loaded", "files")
    return made


def wrong(workspace: Workspace) -> list[Finding]:
    return [finding for finding in examine(workspace) if finding.state == "wrong"]


def test_a_sound_workspace_on_a_sound_computer_is_well(workspace: Workspace) -> None:
    findings = list(examine(workspace))
    assert [finding for finding in findings if finding.state == "wrong"] == []
    assert {"Python", "fonts", "a page", "disk", "clock", "warehouse", "audit log", "packs", "mail"} <= {
        finding.about for finding in findings
    }


def test_without_a_workspace_the_computer_alone_is_looked_at() -> None:
    assert {finding.about for finding in examine(None)} == {
        "Python", "duckdb", "pyarrow", "weasyprint", "fonts", "a page",
    }  # fmt: skip


def table_of(workspace: Workspace) -> Path:
    return next((workspace.warehouse / "data").rglob("*.parquet"))


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def set_clock_ahead(workspace: Workspace) -> None:
    log = workspace.folder / audit.NAME
    log.write_text(log.read_text("utf-8").replace('"at": "20', '"at": "21'), encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "about", "told"),
    [
        (lambda w: table_of(w).unlink(), "warehouse", "missing or damaged"),
        (lambda w: flip(table_of(w)), "warehouse", "missing or damaged"),
        (
            lambda w: (w.warehouse / "ledger.jsonl").write_text("not a load\n"),
            "warehouse",
            "wanted one load as JSON",
        ),
        (lambda w: w.meetings.rmdir(), "meetings", "is missing"),
        (set_clock_ahead, "clock", "is written down"),
    ],
)
def test_what_is_wrong_is_found_with_what_to_do(
    workspace: Workspace, harm: Callable[[Workspace], object], about: str, told: str
) -> None:
    harm(workspace)
    found = next(finding for finding in wrong(workspace) if finding.about == about)
    assert told in found.found
    assert found.remedy or "Put back" in found.found
    assert CliRunner().invoke(main, ["doctor", "-w", str(workspace.folder)]).exit_code == 1


def test_a_mail_server_that_does_not_answer_is_told(workspace: Workspace) -> None:
    with socket.create_server(("localhost", 0)) as server:
        port = server.getsockname()[1]
        (workspace.folder / "briefing.toml").write_text(
            f'[mail]\nserver = "localhost"\nport = {port}\nsecurity = "none"\n', encoding="utf-8"
        )
        changed = open_workspace(workspace.folder)
        assert wrong(changed) == []
    (found,) = wrong(changed)
    assert (found.about, "does not answer" in found.found) == ("mail", True)
