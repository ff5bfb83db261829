"""`doctor`: what is well is said to be, and what is wrong is found, with what to do."""

import importlib
import shutil
import socket
import tempfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from briefing import audit, loading, resources
from briefing.cli import main
from briefing.keeping.health import CheckResult, examine
from briefing.post import ledger
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


SERVER = '[mail]\nserver = "localhost"\n'
SENDER = 'sender = "packs@board.example.org"\n'


def wrong(workspace: Workspace) -> list[CheckResult]:
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


def settings(workspace: Workspace, text: str) -> Workspace:
    (workspace.folder / "briefing.toml").write_text(text, encoding="utf-8")
    return open_workspace(workspace.folder)


def test_a_mail_server_that_does_not_answer_is_found(workspace: Workspace) -> None:
    with socket.create_server(("localhost", 0)) as server:
        port = server.getsockname()[1]
        changed = settings(workspace, f'{SERVER}port = {port}\nsecurity = "none"\n{SENDER}')
        assert wrong(changed) == []
    (found,) = wrong(changed)
    assert (found.about, "does not answer" in found.found) == ("mail", True)


def spoil_ledger(workspace: Workspace) -> None:
    (workspace.warehouse / "ledger.jsonl").write_text("not a load\n")


def own_metric(workspace: Workspace) -> None:
    (workspace.folder / "metrics").mkdir()
    (workspace.folder / "metrics" / "ours.sql").write_text("select 1", encoding="utf-8")


def own_pattern(workspace: Workspace) -> None:
    (workspace.folder / "questions").mkdir()
    (workspace.folder / "questions" / "RTT-99.toml").write_text("x = 1", encoding="utf-8")


def letter_in_doubt(workspace: Workspace) -> None:
    at, to = "2026-06-12T07:00:00+00:00", "p1@board.example.org"
    line = ledger.Record(at, "mail", "offered", "P1", to, 2, {"a.pdf": "f"}, "<m>")
    ledger.append(workspace.packs / "2026-06-18-rz1" / ledger.NAME, line)


def raising(error: Exception) -> Callable[..., object]:
    def harmed(*_: object, **__: object) -> object:
        raise error

    return harmed


@pytest.mark.parametrize(
    ("text", "harm", "about", "state", "told", "remedy"),
    [
        ("", lambda w: table_of(w).unlink(), "warehouse", "wrong", "missing or damaged", "put back a backup"),
        ("", lambda w: flip(table_of(w)), "warehouse", "wrong", "missing or damaged", "put back a backup"),
        ("", spoil_ledger, "warehouse", "wrong", "wanted one load as JSON", ""),
        ("", lambda w: w.meetings.rmdir(), "meetings", "wrong", "is not there", "Make the folder"),
        ("", set_clock_ahead, "clock", "wrong", "is written down", "Set the clock"),
        ("", own_metric, "metrics", "wrong", "ours.sql: a metric file begins with", "Mend the file it names"),
        ("", own_pattern, "question patterns", "wrong", "RTT-99.toml", "Mend the file it names"),
        ("", letter_in_doubt, "mail", "doubt", "--arrived p1@board.example.org", ""),
        ('[delivery]\nfolder = "gone"\n', None, "shared folder", "wrong", "is not there", "Make it, or wait"),
        (f"{SERVER}port = 1\n", None, "mail", "wrong", "no `sender`", "Write the address"),
        (
            f'{SERVER}port = 1\n{SENDER}certificates = "gone.pem"\n',
            None, "mail", "wrong", "gone.pem: can't be used as certificates", "Mend `certificates`",
        ),
        (
            f'{SERVER}port = 1\n{SENDER}user = "packs"\n',
            None, "mail", "doubt", "BRIEFING_MAIL_PASSWORD: not set", "Set them for the account that sends",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_workspace_is_found_with_what_to_do(
    workspace: Workspace,
    text: str,
    harm: Callable[[Workspace], object] | None,
    about: str,
    state: str,
    told: str,
    remedy: str,
) -> None:
    changed = settings(workspace, text)
    if harm is not None:
        harm(changed)
    found = [one for one in examine(changed) if (one.about, one.state) == (about, state)]
    assert any(told in one.found and remedy in one.remedy for one in found), found
    left = CliRunner().invoke(main, ["doctor", "-w", str(workspace.folder)]).exit_code
    assert left == (1 if wrong(changed) else 0)


@pytest.mark.parametrize(
    ("target", "name", "harm", "about", "told", "remedy"),
    [
        (importlib, "import_module", raising(OSError("no library libpango")), "weasyprint", "libpango", "pango"),
        (shutil, "disk_usage", lambda _: SimpleNamespace(free=2**20), "disk", "0.0 GB free", "briefing prune"),
        (tempfile, "TemporaryFile", raising(OSError(30, "Read-only disk")), "packs", "Read-only", "right to write"),
        (metadata, "version", lambda _: "1.0", "weasyprint", "1.0; wanted", "pip install"),
        (resources, "folder", lambda _: Path("/nowhere"), "fonts", "0 shipped", "Install the program again"),
    ],
    ids=["no pango", "disk full", "read only", "old library", "no fonts"],
)  # fmt: skip
def test_what_is_wrong_with_the_computer_is_told_with_what_to_do(
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    target: object,
    name: str,
    harm: object,
    about: str,
    told: str,
    remedy: str,
) -> None:
    monkeypatch.setattr(target, name, harm)
    found = [finding for finding in wrong(workspace) if finding.about == about]
    assert any(told in one.found and remedy in one.remedy for one in found), found


def test_settings_that_can_t_be_read_keep_nobody_from_looking_at_the_computer(workspace: Workspace) -> None:
    (workspace.folder / "briefing.toml").write_text("x = [", encoding="utf-8")
    said = CliRunner().invoke(main, ["doctor", "-w", str(workspace.folder)])
    assert said.exit_code == 1
    assert "ok     a page" in said.stdout
    assert "wrong  briefing.toml" in said.stdout
    assert "-> Mend the line it names" in said.stdout
