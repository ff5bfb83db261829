"""`prune`: by the rule in briefing.toml, never what was approved, never the last, never the only record."""

import errno
from datetime import date
from pathlib import Path

import pytest

from briefing import audit, memory
from briefing.keeping import proof, retention
from briefing.meeting.answers import QUESTIONS, SheetQuestion
from briefing.shelf import folder as packs
from briefing.shelf import manifest
from briefing.shelf.manifest import Approval, Manifest
from briefing.workspace import Workspace, init, open_workspace

TODAY = date(2026, 11, 22)
HELD, SOON = "2025-11-20-rz1", "2026-12-03-rz1"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init(tmp_path / "w")
    (made.folder / "briefing.toml").write_text("[keep]\ndrafts = 2\nmonths = 12\n", encoding="utf-8")
    return open_workspace(made.folder)


def versions(workspace: Workspace, meeting: str, kinds: str, *, questions: str | None = None) -> None:
    """A letter a version: d is a draft, A an approved one. `questions` gives what each asks, the same without."""
    for number, (kind, asks) in enumerate(zip(kinds, questions or "q" * len(kinds), strict=True), start=1):
        files = {"gp.pdf": bytes([number]), memory.FILE: memory.remembered({"questions": _sheet(asks)})}
        approval = Approval("A chair", number - 1, "abc") if kind == "A" else None
        status = "approved" if approval else "draft"
        editions = {name: manifest.sha256(data) for name, data in files.items()}
        made = Manifest(meeting, number, status, f"{number}", (), editions, approval=approval)  # type: ignore[arg-type]
        packs.publish(workspace.packs / meeting, files, made)


def _sheet(question_id: str) -> bytes:
    return QUESTIONS.dump_json((SheetQuestion(question_id, "RZ1", "waits", "Title", "P1", None),))


@pytest.mark.parametrize(
    ("meeting", "kinds", "left"),
    [
        (SOON, "ddddd", [3, 4, 5]),  # the last, and two drafts before it
        (SOON, "dAddddA", [2, 5, 6, 7]),
        (SOON, "dd", [1, 2]),
        (HELD, "dddA", [4]),
        (HELD, "dAdd", [2, 4]),
        (HELD, "ddd", [3]),
        ("2025-11-23-rz1", "dddd", [2, 3, 4]),  # held a day less than twelve months ago
    ],
)
def test_the_rule_leaves_the_approved_the_last_and_the_latest_drafts(
    workspace: Workspace, meeting: str, kinds: str, left: list[int]
) -> None:
    versions(workspace, meeting, kinds)
    planned = retention.plan(workspace, today=TODAY)
    before = packs.versions(workspace.packs / meeting)
    assert before == list(range(1, len(kinds) + 1)), "a plan touches nothing"
    retention.prune(workspace, today=TODAY)
    assert packs.versions(workspace.packs / meeting) == left
    assert sorted(going.path.name for going in planned) == [f"v{n}" for n in before if n not in left]
    assert packs.next_version(workspace.packs / meeting) == len(kinds) + 1


def test_a_draft_that_alone_knows_what_was_asked_stays_until_the_meeting_is_recorded(
    workspace: Workspace,
) -> None:
    versions(workspace, HELD, "ddd", questions="xyy")
    retention.prune(workspace, today=TODAY)
    assert packs.versions(workspace.packs / HELD) == [1, 3]
    (workspace.meetings / HELD).mkdir()
    (workspace.meetings / HELD / "answers.csv").write_text(
        "question_id,provider_code,state,commitment,owner,due_on,measure,note\nx,RZ1,answered,,,,,\n",
        encoding="utf-8",
    )
    retention.prune(workspace, today=TODAY)
    assert packs.versions(workspace.packs / HELD) == [3]


def test_figures_of_earlier_states_go_and_the_log_says_what_went(workspace: Workspace) -> None:
    old = workspace.warehouse / "derived" / "of-an-earlier-state"
    old.mkdir(parents=True)
    (old / "series.parquet").write_bytes(b"old")
    versions(workspace, SOON, "dddd")
    retention.prune(workspace, today=TODAY)
    assert not old.exists()
    (entry,) = audit.read(workspace).entries
    assert (entry.action, entry.about, entry.details) == ("pruned", SOON, {"versions": [1]})
    assert retention.plan(workspace, today=TODAY) == []


def test_a_file_of_a_pruned_draft_is_still_told_by_its_hash(workspace: Workspace, tmp_path: Path) -> None:
    versions(workspace, SOON, "dddd")
    printed = tmp_path / "from a drawer.pdf"
    printed.write_bytes((workspace.packs / SOON / "v1" / "gp.pdf").read_bytes())
    retention.prune(workspace, today=TODAY)
    assert packs.pruned_versions(workspace.packs / SOON) == [1]
    found = proof.of_file(workspace, printed)
    assert found.faults == ()
    (shown,) = found.shown
    assert shown == (
        f"from a drawer.pdf: is packs/{SOON}/v1/gp.pdf, unchanged (version 1, a draft; that version was pruned since)"
    )


def test_a_kill_between_the_record_and_the_folder_costs_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions(workspace, SOON, "dddd")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            retention.prune(workspace, today=TODAY)
    assert packs.versions(workspace.packs / SOON) == [1, 2, 3, 4]
    assert packs.pruned_versions(workspace.packs / SOON) == [], "what is whole is not called pruned"
    retention.prune(workspace, today=TODAY)
    assert packs.pruned_versions(workspace.packs / SOON) == [1]


def test_a_full_disk_is_given_room(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures that can be computed anew go first, and what is kept of a draft needs no room that isn't there."""
    old = workspace.warehouse / "derived" / "of-an-earlier-state"
    old.mkdir(parents=True)
    versions(workspace, SOON, "dddd")
    kept = memory.recall(workspace.packs / SOON / "v1", "questions", QUESTIONS)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("briefing.disk.write_through", full)
    monkeypatch.setattr(Path, "write_text", full)
    retention.prune(workspace, today=TODAY)
    assert not old.exists()
    assert packs.versions(workspace.packs / SOON) == [2, 3, 4]
    assert memory.recall(workspace.packs / SOON / packs.PRUNED / "v1", "questions", QUESTIONS) == kept


def test_what_killed_builds_left_goes_too(workspace: Workspace) -> None:
    versions(workspace, SOON, "d")
    for name in (".making-x", ".going-v9"):
        (workspace.packs / SOON / name).mkdir()
    retention.prune(workspace, today=TODAY)
    assert [path.name for path in (workspace.packs / SOON).iterdir()] == ["v1"]
    assert audit.read(workspace).entries == ()
