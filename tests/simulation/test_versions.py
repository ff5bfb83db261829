"""Versions: drafts until approved, approved as they were read, and never changed silently."""

from pathlib import Path

import pytest
import tiny
from click.testing import CliRunner, Result

from briefing import audit, memory, pipeline
from briefing.build import version as build
from briefing.cli import main
from briefing.errors import BriefingError, IntegrityError
from briefing.keeping import proof
from briefing.post import states
from briefing.shelf import folder as packs
from briefing.workspace import Workspace, open_workspace

CHAIR = "A chair, chair of the panel"


def briefing(workspace: Workspace, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "-w", str(workspace.folder)], catch_exceptions=False)


def pages(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.pdf")}


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_approved_version_says_what_its_draft_said_but_that_it_is_one(
    workspace: Workspace, meeting: str
) -> None:
    draft = pipeline.build(workspace, meeting)
    approved = pipeline.approve(workspace, meeting, by=CHAIR)
    assert (draft.version, approved.version) == (1, 2)
    assert tiny.approved_version(workspace.packs / meeting) == 2
    for name, said in pages(draft.folder).items():
        unmarked = said.replace("Draft, version 1: not yet approved", "Version 2")
        assert "css/draft.css" in said or "Draft" in said, name
        assert "css/draft.css" not in pages(approved.folder)[name]
        assert words(unmarked) == words(pages(approved.folder)[name])


def words(page: str) -> list[str]:
    kept = page.replace('<link rel="stylesheet" href="css/draft.css">', "")
    return kept.replace("Draft, version 1", "Approved, version 2").split()


def test_nothing_changed_means_that_what_is_approved_stands(workspace: Workspace, meeting: str) -> None:
    pipeline.build(workspace, meeting)
    approved = pipeline.approve(workspace, meeting, by=CHAIR)
    again = pipeline.build(workspace, meeting)
    assert (again.changed, again.folder) == (False, approved.folder)


def test_a_version_that_lost_a_file_is_made_anew(workspace: Workspace, meeting: str) -> None:
    first = pipeline.build(workspace, meeting)
    assert not pipeline.build(workspace, meeting).changed
    first.files[0].unlink()
    again = pipeline.build(workspace, meeting)
    assert (again.changed, again.version) == (True, 2)
    assert first.files[0].name in {file.name for file in again.files}


def test_a_change_makes_a_new_draft_that_says_why_and_leaves_the_approved_one(
    workspace: Workspace, meeting: str
) -> None:
    pipeline.build(workspace, meeting)
    approved = pipeline.approve(workspace, meeting, by=CHAIR)
    before = bytes_of(approved.folder)
    tiny.ae_month(workspace, tiny.date(2026, 4, 1), revised=True)
    settings = workspace.folder / "briefing.toml"
    settings.write_text('marking = "OFFICIAL"\n' + settings.read_text("utf-8"), encoding="utf-8")
    changed = open_workspace(workspace.folder)
    pipeline.load(changed)
    made = packs.manifest_of(changed.packs / meeting, pipeline.build(changed, meeting).version)
    assert (made.version, made.status, made.approval) == (3, "draft", None)
    assert made.changed == ("data: A&E attendances and emergency admissions", "settings")
    assert bytes_of(approved.folder) == before
    assert tiny.approved_version(changed.packs / meeting) == 2


@pytest.mark.parametrize(
    "change",
    [
        '[mail]\nserver = "smtp.example.org"\n',
        "# a remark\n",
        "[machine]\nthreads = 1\n",
    ],
)
def test_how_a_pack_is_sent_or_made_does_not_change_it(
    workspace: Workspace, meeting: str, change: str
) -> None:
    pipeline.build(workspace, meeting)
    with (workspace.folder / "briefing.toml").open("a", encoding="utf-8") as file:
        file.write(change)
    assert not pipeline.build(open_workspace(workspace.folder), meeting).changed


def test_a_remark_in_the_meeting_file_does_not_change_a_pack_and_another_chair_s_note_does(
    workspace: Workspace, meeting: str
) -> None:
    pipeline.build(workspace, meeting)
    file = workspace.meetings / meeting / "meeting.toml"
    file.write_text("# seen by all\n" + file.read_text("utf-8"), encoding="utf-8")
    assert not pipeline.build(workspace, meeting).changed
    file.write_text(file.read_text("utf-8") + 'notes = "Bring last month"\n', encoding="utf-8")
    assert pipeline.build(workspace, meeting).why == ("the meeting's file",)


def test_what_nobody_has_read_can_t_be_approved(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BriefingError, match="found no pack to approve"):
        pipeline.approve(workspace, meeting, by=CHAIR)
    pipeline.build(workspace, meeting)
    file = workspace.meetings / meeting / "meeting.toml"
    file.write_text(file.read_text("utf-8") + 'notes = "Bring last month"\n', encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "make_version", lambda *_, **__: pytest.fail("minutes of work for nothing"))
        with pytest.raises(BriefingError, match="changed since: the meeting's file"):
            pipeline.approve(workspace, meeting, by=CHAIR)
    pipeline.build(workspace, meeting)
    with pytest.raises(BriefingError, match="version 1 can't be approved"):
        pipeline.approve(workspace, meeting, by=CHAIR, version=1)
    pipeline.approve(workspace, meeting, by=CHAIR, version=2)
    with pytest.raises(BriefingError, match=f"version 3 is approved already, by {CHAIR}"):
        pipeline.approve(workspace, meeting, by=CHAIR)
    assert packs.versions(workspace.packs / meeting) == [1, 2, 3]


def test_a_draft_that_somebody_wrote_in_can_t_be_approved(workspace: Workspace, meeting: str) -> None:
    folder = pipeline.build(workspace, meeting).folder
    next(folder.glob("gp-pack*.pdf")).write_bytes(b"kinder")
    with pytest.raises(IntegrityError, match="was changed after it was made"):
        pipeline.approve(workspace, meeting, by=CHAIR)


def test_verify_proves_every_byte_by_making_the_pack_again(workspace: Workspace, meeting: str) -> None:
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by=CHAIR)
    said = briefing(workspace, "verify", meeting, "--rebuild")
    assert said.exit_code == 0, said.stderr
    assert f"approved by {CHAIR}" in said.stdout
    assert "the manifest is the one in the audit log" in said.stdout
    assert "are the same, byte for byte" in said.stdout


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda folder: (folder / memory.FILE).write_text("[]"), "was changed after it was made"),
        (lambda folder: (folder / memory.FILE).unlink(), "is missing"),
        (lambda folder: (folder / "more.pdf").write_text("more"), "is no part of this pack"),
        (lambda folder: (folder / "manifest.json").write_text("{}"), "can't be read as a manifest"),
        (lambda folder: forge(folder), "its manifest is not the one in the audit log"),
    ],
    ids=["changed", "missing", "extra", "no manifest", "forged"],
)
def test_verify_finds_what_was_done_to_a_pack(
    workspace: Workspace, meeting: str, spoil: object, told: str
) -> None:
    folder = pipeline.build(workspace, meeting).folder
    spoil(folder)  # type: ignore[operator]
    said = briefing(workspace, "verify", str(folder))
    assert said.exit_code == 10
    assert told in said.stderr


@pytest.mark.parametrize(
    "name", [".DS_Store", "Thumbs.db", "~$evidence.xlsx", "manifest.json.bak", "{} - Copy", "{} (1)"]
)
def test_what_a_computer_leaves_beside_a_pack_is_no_tampering(
    workspace: Workspace, meeting: str, name: str
) -> None:
    folder = pipeline.build(workspace, meeting).folder
    edition = next(path for path in sorted(folder.iterdir()) if path.name != "manifest.json")
    beside = folder / (name.format(edition.stem) + edition.suffix if "{}" in name else name)
    beside.write_bytes(b"left")
    assert briefing(workspace, "verify", str(folder)).exit_code == 0


def forge(folder: Path) -> None:
    """Changes a file, and its hash in the manifest too."""
    made = packs.manifest.read((folder / "manifest.json").read_bytes())
    (folder / memory.FILE).write_bytes(b"[]")
    editions = {**made.editions, memory.FILE: packs.manifest.sha256(b"[]")}
    forged = packs.manifest.Manifest(**{**vars(made), "editions": editions})
    (folder / "manifest.json").write_bytes(forged.to_json())


def test_a_version_that_the_log_does_not_name_is_said_to_be_unnamed_and_not_forged(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.build(workspace, meeting)
    monkeypatch.setattr(audit, "record", lambda *_, **__: None)
    found = proof.of_folder(workspace, pipeline.build(workspace, meeting, again=True).folder)
    unnamed = "the audit log does not name this version: only its own manifest vouches for it"
    assert (found.faults, found.remarks) == ((), (unnamed,))


def test_a_single_file_is_found_wherever_it_went(workspace: Workspace, meeting: str, tmp_path: Path) -> None:
    folder = pipeline.build(workspace, meeting).folder
    sent = tmp_path / "sent.pdf"
    sent.write_bytes((folder / "chair-running-order.pdf").read_bytes())
    said = briefing(workspace, "verify", str(sent))
    assert (said.exit_code, f"packs/{meeting}/v1/chair-running-order.pdf, unchanged" in said.stdout) == (
        0,
        True,
    )
    sent.write_bytes(sent.read_bytes() + b" ")
    assert briefing(workspace, "verify", str(sent)).exit_code == 10


def test_verify_says_why_it_can_t_make_a_pack_again(workspace: Workspace, meeting: str) -> None:
    pipeline.build(workspace, meeting)
    tiny.ae_month(workspace, tiny.date(2026, 5, 1))
    pipeline.load(workspace)
    found = proof.of_folder(workspace, workspace.packs / meeting / "v1", rebuild=True)
    (remark,) = found.remarks
    assert "has changed since: data: A&E attendances and emergency admissions" in remark
    assert found.faults == ()


def test_the_audit_log_names_every_version_and_who_approved(workspace: Workspace, meeting: str) -> None:
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by=CHAIR)
    entries = audit.read(workspace).entries
    assert [(e.action, e.details.get("version"), e.details.get("by")) for e in entries[1:]] == [
        ("built", 1, None),
        ("approved", 2, CHAIR),
    ]
    assert entries[0].action == "loaded"


def test_an_approval_is_withdrawn_with_a_reason_and_given_again_on_the_same_draft(
    workspace: Workspace, meeting: str
) -> None:
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by=CHAIR)
    words = ["approve", meeting, "--withdraw", "--by", CHAIR]
    assert briefing(workspace, *words).exit_code == 2, "a reason is wanted"
    said = briefing(workspace, *words, "--reason", "Page 2 has last month's figures")
    assert f"{meeting}: the approval of version 2 is withdrawn by {CHAIR}: Page 2" in said.stdout
    assert "its approval was withdrawn at " in briefing(workspace, "verify", meeting).stdout
    assert states.state_of(workspace, meeting, today=tiny.date(2026, 6, 11)).word == "approval withdrawn"
    again = briefing(workspace, "approve", meeting, "--by", CHAIR)
    assert f"v3: approved by {CHAIR}" in again.stdout
    seal = again.stdout.split()[-1]
    assert briefing(workspace, "audit", "--verify", "--holds", seal).exit_code == 0


@pytest.mark.parametrize("name", ["", "  ", "\u200b", ". -", "\u2060\u00a0"])
def test_nobody_approves_nothing(workspace: Workspace, meeting: str, name: str) -> None:
    pipeline.build(workspace, meeting)
    said = briefing(workspace, "approve", meeting, "--by", name)
    assert said.exit_code == 1
    assert "--by: found nothing that can be read" in said.stderr
    assert packs.versions(workspace.packs / meeting) == [1]


def saving_meanwhile(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves the meeting's file while its pages are made, once."""
    print_all, saved = build.print_all, list[bool]()

    def slow(*editions: object, **choice: object) -> object:
        if not saved:
            saved.append(True)
            file.write_text(file.read_text("utf-8").replace("Board room", "Town hall"), encoding="utf-8")
        return print_all(*editions, **choice)  # type: ignore[arg-type]

    monkeypatch.setattr(build, "print_all", slow)


def test_inputs_saved_while_a_pack_is_made_are_in_it_or_it_is_made_anew(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving_meanwhile(workspace.meetings / meeting / "meeting.toml", monkeypatch)
    folder = pipeline.build(workspace, meeting).folder
    assert "Town hall" in pages(folder)["chair-running-order.pdf"]
    assert not pipeline.build(workspace, meeting).changed


def test_inputs_saved_while_a_pack_is_being_approved_are_not_approved(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.build(workspace, meeting)
    saving_meanwhile(workspace.meetings / meeting / "meeting.toml", monkeypatch)
    with pytest.raises(BriefingError, match="changed since: the meeting's file"):
        pipeline.approve(workspace, meeting, by=CHAIR)
    assert packs.versions(workspace.packs / meeting) == [1]
