"""`run --due`: makes what is due and missing or changed, leaves the rest, tells what it did."""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import plain
import pytest
import tiny
from click.testing import CliRunner, Result

from briefing import audit, pipeline
from briefing.build.version import Manuscript
from briefing.cli import main
from briefing.errors import BusyError, DeliveryError
from briefing.post import dispatch, ledger
from briefing.runs import run as runs
from briefing.runs.outcome import RunReport, RunResult
from briefing.runs.side_by_side import Make, make_all
from briefing.shelf import folder as packs
from briefing.workspace import Workspace

TODAY = date(2026, 6, 12)


def one_by_one(folder: Path, meetings: Sequence[str], *, make: Make, **_: object) -> Iterator[RunResult]:
    """In this process: a pool takes seconds to start, and is tried below."""
    return (make(folder, meeting, 1) for meeting in meetings)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "make_all", one_by_one)


def run(workspace: Workspace, today: date = TODAY) -> RunReport:
    return runs.run_due(workspace, today=today)


def states(report: RunReport) -> dict[str, str]:
    return {outcome.meeting: outcome.state for outcome in report.outcomes}


def tree(folder: Path) -> dict[str, int]:
    kept = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {str(path): path.stat().st_mtime_ns for path in kept}


def test_what_is_due_is_made_and_what_is_not_is_left_alone(workspace: Workspace, meeting: str) -> None:
    later = tiny.make_meeting(workspace, date(2026, 7, 9))
    past = tiny.make_meeting(workspace, date(2026, 6, 4))
    report = run(workspace)
    assert states(report) == {meeting: "made"}
    assert not (workspace.packs / later).exists()
    assert not (workspace.packs / past).exists()
    assert list(report.lines())[-1] == f"{TODAY}: 1 made; next due: {later} on 2026-07-02"


def test_a_second_run_makes_nothing_and_touches_nothing(workspace: Workspace, meeting: str) -> None:
    run(workspace)
    before = tree(workspace.packs) | {"log": (workspace.folder / audit.NAME).stat().st_size}
    assert states(run(workspace)) == {meeting: "unchanged"}
    assert tree(workspace.packs) | {"log": (workspace.folder / audit.NAME).stat().st_size} == before


def test_a_run_loads_what_is_new_and_makes_the_packs_it_changes(workspace: Workspace, meeting: str) -> None:
    run(workspace)
    tiny.ae_month(workspace, date(2026, 5, 1))
    report = run(workspace)
    (outcome,) = report.outcomes
    assert (outcome.state, outcome.version) == ("made", 2)
    assert outcome.why == ("data: A&E attendances and emergency admissions",)
    assert "loaded 1 new files" in list(report.lines())


MANY = ("RZ1",) * 9
"""As many reports as a page counts: seven or fewer are "a few", however many came."""


def concerns(workspace: Workspace, *providers: str) -> None:
    """The register of practices' concerns: one about each of these hospitals."""
    head = "concern_id,practice_code,reported_on,provider_code,specialty_code,theme,severity,text,status\n"
    told = "Nobody answers the ward's telephone."
    rows = [f"C{n},A12345,2026-05-04,{code},,results,low,{told},open\n" for n, code in enumerate(providers)]
    (workspace.registers / "concerns.xlsx").unlink(missing_ok=True)
    (workspace.registers / "concerns.csv").write_text(head + "".join(rows), encoding="utf-8")


def test_what_reaches_no_page_of_a_meeting_makes_no_new_version(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RZ1's meeting, approved. A concern about RZ2 changes none of its pages: found out once, not at each hour."""
    concerns(workspace, "RZ1")
    run(workspace)
    pipeline.approve(workspace, meeting, by="A chair")
    before = tree(workspace.packs / meeting)
    concerns(workspace, "RZ1", "RZ2")
    (outcome,) = run(workspace).outcomes
    assert outcome.line() == (
        f"unchanged  {meeting}: version 2, approved; changed, but on no page of it: "
        "data: practices' concerns (local feed)"
    )
    assert tree(workspace.packs / meeting) == before
    assert [entry.action for entry in audit.read(workspace).entries][-1] == "loaded", "no version was made"

    with monkeypatch.context() as patch:
        patch.setattr(runs, "make_all", _none_asked_for)
        assert states(run(workspace)) == {meeting: "unchanged"}
    concerns(workspace, "RZ2", *MANY)
    (outcome,) = run(workspace).outcomes
    assert (outcome.state, outcome.version) == ("made", 3)
    assert outcome.why == ("data: practices' concerns (local feed)",)


def test_what_is_saved_while_a_version_is_found_to_stand_makes_a_new_one(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A concern about RZ2 changes no page; the place of the meeting, saved while that is found out, changes one."""
    concerns(workspace, "RZ1")
    pipeline.load(workspace)
    pipeline.build(workspace, meeting)
    concerns(workspace, "RZ1", "RZ2")
    pipeline.load(workspace)
    file, write = workspace.meetings / meeting / "meeting.toml", pipeline.write_manuscript

    def slow(*names: Any, **choice: Any) -> Manuscript:
        said = write(*names, **choice)
        file.write_text(file.read_text("utf-8").replace("Board room", "Town hall"), encoding="utf-8")
        return said

    monkeypatch.setattr(pipeline, "write_manuscript", slow)
    made = pipeline.build(workspace, meeting)
    assert (made.changed, made.version) == (True, 2)
    assert "Town hall" in (made.folder / "chair-running-order.pdf").read_text("utf-8")


def _none_asked_for(folder: Path, meetings: Sequence[str], **_: object) -> Iterator[RunResult]:
    assert not meetings, "what was found to stand is looked at again"
    return iter(())


def test_what_was_read_can_be_approved_though_something_else_was_loaded(
    workspace: Workspace, meeting: str
) -> None:
    concerns(workspace, "RZ1")
    run(workspace)
    concerns(workspace, "RZ1", "RZ2")
    pipeline.load(workspace)
    assert pipeline.approve(workspace, meeting, by="A chair").version == 2
    concerns(workspace, *MANY)
    pipeline.load(workspace)
    pipeline.build(workspace, meeting)
    concerns(workspace, "RZ1", *MANY)
    pipeline.load(workspace)
    with pytest.raises(pipeline.BriefingError, match="changed since: data: practices' concerns"):
        pipeline.approve(workspace, meeting, by="A chair")
    assert packs.versions(workspace.packs / meeting) == [1, 2, 3]


def test_a_dry_run_says_what_only_drawing_up_can_tell(workspace: Workspace, meeting: str) -> None:
    run(workspace)
    concerns(workspace, "RZ2")
    pipeline.load(workspace)
    (outcome,) = runs.run_due(workspace, today=TODAY, dry=True).outcomes
    assert outcome.state == "would be looked at"
    assert outcome.line().endswith("; to make where that changes a page")


def test_a_pack_that_can_t_be_made_keeps_its_error_and_stops_no_other(
    workspace: Workspace, meeting: str
) -> None:
    wrong = tiny.make_meeting(workspace, date(2026, 6, 18), provider="RZ2")
    file = workspace.meetings / wrong / "meeting.toml"
    sound = file.read_text("utf-8")
    file.write_text(sound.replace('chair = "P1"', 'chair = "P9"'), encoding="utf-8")
    for _ in range(2):
        report = run(workspace)
    assert states(report) == {meeting: "unchanged", wrong: "failed"}
    kept = (workspace.packs / wrong / "error.txt").read_text("utf-8")
    assert "found the person 'P9'" in kept
    failures = [entry for entry in audit.read(workspace).entries if entry.action == "failed"]
    assert len(failures) == 1, "the same error is noted once, not at each hour"
    file.write_text(sound, encoding="utf-8")
    assert states(run(workspace)) == {meeting: "unchanged", wrong: "made"}
    assert not (workspace.packs / wrong / "error.txt").exists()


def test_a_process_that_is_killed_costs_no_other_pack(workspace: Workspace, meeting: str) -> None:
    other = tiny.make_meeting(workspace, date(2026, 6, 19))
    deadly = tiny.make_meeting(workspace, date(2026, 6, 18), provider="RZ2")
    made = make_all(workspace.folder, [deadly, meeting, other], workers=2, make=plain.make_or_die)
    outcomes = {outcome.meeting: outcome for outcome in made}
    assert {name: outcome.state for name, outcome in outcomes.items()} == {
        deadly: "failed", meeting: "made", other: "made",
    }  # fmt: skip
    assert "killed twice" in outcomes[deadly].error


def test_a_dry_run_says_what_would_be_made_and_touches_nothing(workspace: Workspace, meeting: str) -> None:
    tiny.ae_month(workspace, date(2026, 5, 1))
    before = tree(workspace.folder)
    words = ["run", "--due", "--dry-run", "--today", "2026-06-12", "-w", str(workspace.folder)]
    said = CliRunner().invoke(main, words, catch_exceptions=False)
    assert (said.exit_code, f"to make    {meeting}" in said.stdout) == (0, True)
    assert tree(workspace.folder) == before


def test_a_run_beside_another_leaves_at_once(workspace: Workspace) -> None:
    with runs._alone(workspace):
        with pytest.raises(BusyError, match="a run by"):
            run(workspace)
        said = CliRunner().invoke(main, ["run", "--due", "-w", str(workspace.folder)], catch_exceptions=False)
    assert said.exit_code == BusyError.exit_code == 12


def test_exit_codes_of_a_run(workspace: Workspace, meeting: str) -> None:
    def code(today: str = "2026-01-01") -> int:
        words = ["run", "--due", "--today", today, "--workers", "1", "-q", "-w", str(workspace.folder)]
        return CliRunner().invoke(main, words, catch_exceptions=False).exit_code

    assert code() == 0
    (workspace.inbox / "holiday.csv").write_text("where,when\nsea,July\n", encoding="utf-8")
    assert [code(), code()] == [4, 0], "a refused file is news once"
    (workspace.meetings / meeting / "meeting.toml").write_text("kind = contract", encoding="utf-8")
    assert code("2026-06-12") == 11


PEOPLE = "person_id,name,role,email,may_decide\nP1,Dr One Sample,GP and chair,p1@board.example.org,yes\n"


def test_a_run_says_what_is_approved_and_not_sent_until_it_is(workspace: Workspace, meeting: str) -> None:
    (workspace.registers / "people.csv").write_text(PEOPLE, encoding="utf-8")
    run(workspace)
    assert run(workspace).to_send == (), "a draft awaits approval first"
    pipeline.approve(workspace, meeting, by="A chair")
    (line,) = run(workspace).to_send
    assert line == f"to send    {meeting}: approved, and not sent to Dr One Sample: briefing send {meeting}"
    assert line in list(run(workspace).lines())
    sent = [(one.what, one.who) for one in dispatch.send(workspace, meeting, by=["eml"], today=TODAY)]
    assert sent == [("drafted", "Dr One Sample"), ("gets nothing", "RZ1")]
    assert run(workspace).to_send == ()


def offered(workspace: Workspace, meeting: str, event: ledger.Event) -> None:
    line = ledger.Record(
        "2026-06-12T07:00:00+00:00", "mail", event, "P1", "p1@board.example.org", 2, {"a.pdf": "f"}, "<m>"
    )
    ledger.append(workspace.packs / meeting / ledger.NAME, line)


def test_a_letter_in_doubt_is_told_by_every_run_and_by_status_until_it_is_settled(
    workspace: Workspace, meeting: str
) -> None:
    def said(*words: str) -> Result:
        return CliRunner().invoke(main, [*words, "-w", str(workspace.folder)], catch_exceptions=False)

    run(workspace)
    offered(workspace, meeting, "offered")
    told = f"in doubt: {meeting}: version 2 to p1@board.example.org, 12 June 2026: the line broke before"
    settling = (
        f"briefing send {meeting} --arrived p1@board.example.org; if not: briefing send {meeting} --again"
    )
    for _ in range(2):
        result = said("run", "--due", "--today", "2026-06-12", "--workers", "1", "-q")
        assert result.exit_code == DeliveryError.exit_code == 13
        assert told in result.stderr
        assert settling in result.stderr
    assert told in said("status").stdout
    assert told in said("status", "-q").stdout
    offered(workspace, meeting, "sent")
    assert said("run", "--due", "--today", "2026-06-12", "--workers", "1", "-q").exit_code == 0
    assert "in doubt" not in said("status").stdout


def test_a_warehouse_that_can_t_be_loaded_keeps_no_pack_from_being_made(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise pipeline.BriefingError("the disk is full")

    monkeypatch.setattr(pipeline, "take_in", full)
    report = run(workspace)
    assert states(report) == {meeting: "made"}
    assert report.load_error == "the disk is full"


def test_a_version_whose_maker_was_killed_after_the_log_is_told_as_not_made_by_the_next(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(packs, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            pipeline.build(workspace, meeting)
    assert packs.versions(workspace.packs / meeting) == []
    for _ in range(2):
        run(workspace)
    made = [
        (entry.action, entry.details["version"])
        for entry in audit.read(workspace).entries
        if entry.about == meeting
    ]
    assert made == [("built", 1), ("not made", 1), ("built", 1)]


def test_what_a_killed_load_kept_from_the_log_is_noted_by_the_next(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    path = tiny.ae_month(workspace, tiny.date(2026, 5, 1))
    with monkeypatch.context() as patch:
        patch.setattr(audit, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            pipeline.take_in(workspace)
    for _ in range(2):
        pipeline.take_in(workspace)
    loaded = [entry.details["files"] for entry in audit.read(workspace).entries if entry.action == "loaded"]
    assert [f"inbox/{path.name}" in files for files in loaded].count(True) == 1  # type: ignore[operator]


def _pids(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.glob("[0-9]*")]


@pytest.mark.parametrize("module", ["", "briefing.legible"])
def test_workers_and_their_server_leave_when_their_parent_is_killed(module: str, tmp_path: Path) -> None:
    import signal
    import subprocess
    import sys
    import time

    script = (
        "import os, sys, time; from pathlib import Path\n"
        "from briefing.processes import pool_of\n"
        "def work(folder):\n"
        "    for one in (os.getpid(), os.getppid()): Path(folder, str(one)).touch()\n"
        "    time.sleep(600)\n"
        "if __name__ == '__main__':\n"
        "    with pool_of(2, sys.argv[2]) as pool: list(pool.map(work, [sys.argv[1]] * 2))\n"
    )
    (tmp_path / "parent.py").write_text(script, encoding="utf-8")
    seen = tmp_path / "seen"
    seen.mkdir()
    parent = subprocess.Popen([sys.executable, str(tmp_path / "parent.py"), str(seen), module])
    while len(_pids(seen)) < 3:
        assert parent.poll() is None
        time.sleep(0.05)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    while any(_alive(pid) for pid in _pids(seen)):
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False
