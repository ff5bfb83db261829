"""Backup and restore: whole, every file proved, or not at all."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing import audit
from briefing.errors import BriefingError, IntegrityError
from briefing.keeping.backup import back_up, restore
from briefing.shelf import folder as packs
from briefing.shelf import manifest
from briefing.shelf.manifest import Manifest
from briefing.workspace import Workspace, init


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Something of each kind, and of what stays out."""
    made = init(tmp_path / "w")
    (made.inbox / "april.csv").write_text("month,n\nApril,1\n", encoding="utf-8")
    files = {"gp.pdf": b"one"}
    packs.publish(
        made.packs / "m",
        files,
        Manifest("m", 1, "draft", "abc", (), {"gp.pdf": manifest.sha256(b"one")}),
    )
    for left_out in ("warehouse/derived/abc/t.parquet", "warehouse/incoming/x.parquet", "warehouse/lock"):
        (made.folder / left_out).parent.mkdir(parents=True, exist_ok=True)
        (made.folder / left_out).write_bytes(b"anew")
    audit.record(made, "built", "m", version=1)
    return made


def content(folder: Path) -> dict[str, bytes]:
    kept = (path for path in folder.rglob("*") if path.is_file() and path.name != audit.NAME)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept if path.name[0] != "."}


def test_what_was_backed_up_comes_back_the_same_without_what_is_computed_anew(
    workspace: Workspace, tmp_path: Path
) -> None:
    count = back_up(workspace, tmp_path / "b.zip")
    back = restore(tmp_path / "b.zip", tmp_path / "back")
    before = {
        name: data
        for name, data in content(workspace.folder).items()
        if not name.startswith(("warehouse/derived", "warehouse/incoming", "warehouse/lock"))
    }
    assert content(back.folder) == before
    assert count == len(before) + 1
    log = audit.read(back)
    assert ([entry.action for entry in log.entries], log.faults) == (["built", "restored"], ())
    assert audit.read(workspace).entries[-1].action == "backed up"


def test_nothing_that_is_there_is_written_over(workspace: Workspace, tmp_path: Path) -> None:
    back_up(workspace, tmp_path / "b.zip")
    with pytest.raises(BriefingError, match="is there already and was not touched"):
        back_up(workspace, tmp_path / "b.zip")
    before = content(workspace.folder)
    with pytest.raises(BriefingError, match="is not empty; nothing was restored"):
        restore(tmp_path / "b.zip", workspace.folder)
    assert content(workspace.folder) == before


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    bad = file.with_name("bad.zip")
    with zipfile.ZipFile(bad, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return bad


def listed(files: dict[str, bytes], name: str, data: bytes) -> None:
    """Puts a file in, and into the list too."""
    said = json.loads(files["backup.json"])
    said["files"][name] = {"sha256": manifest.sha256(data), "size": len(data)}
    files |= {name: data, "backup.json": json.dumps(said).encode()}


SPOILT: dict[str, Callable[[dict[str, bytes]], None]] = {
    "changed": lambda files: files.update({"inbox/april.csv": b"month,n\nApril,2\n"}),
    "longer": lambda files: files.update({"inbox/april.csv": files["inbox/april.csv"] + b"x" * 99}),
    "missing": lambda files: files.pop("inbox/april.csv") and None,
    "more": lambda files: files.update({"inbox/more.csv": b"x"}),
    "no list": lambda files: files.pop("backup.json") and None,
    "outside": lambda files: listed(files, "../outside.txt", b"x"),
    "absolute": lambda files: listed(files, "/tmp/outside.txt", b"x"),
    "backslash": lambda files: listed(files, "..\\outside.txt", b"x"),
    "drive": lambda files: listed(files, "C:outside.txt", b"x"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=list(SPOILT))
def test_a_backup_that_was_changed_or_leads_elsewhere_restores_nothing(
    workspace: Workspace, tmp_path: Path, spoil: Callable[[dict[str, bytes]], None]
) -> None:
    back_up(workspace, tmp_path / "b.zip")
    bad = rewritten(tmp_path / "b.zip", spoil)
    (tmp_path / "place").mkdir()
    with pytest.raises(IntegrityError):
        restore(bad, tmp_path / "place" / "back")
    assert list((tmp_path / "place").iterdir()) == []
    assert not (tmp_path / "outside.txt").exists()


def test_a_file_longer_than_its_list_says_is_not_unpacked_to_its_end(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(workspace, tmp_path / "b.zip")
    bad = rewritten(tmp_path / "b.zip", lambda files: files.update({"briefing.toml": bytes(2**24)}))
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)  # what was unpacked stays to be measured
    with pytest.raises(IntegrityError, match=r"briefing.toml: is not what the backup's list says"):
        restore(bad, tmp_path / "back")
    (unpacked,) = tmp_path.glob(".restoring-*/briefing.toml")
    assert unpacked.stat().st_size < 2**22


def test_a_link_in_a_backup_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    back_up(workspace, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "a") as archive:
        link = zipfile.ZipInfo("inbox/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(IntegrityError, match="inbox/link"):
        restore(tmp_path / "b.zip", tmp_path / "back")


def test_a_backup_cut_short_or_with_a_flipped_byte_restores_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    back_up(workspace, tmp_path / "b.zip")
    whole = (tmp_path / "b.zip").read_bytes()
    bad, back = tmp_path / "bad.zip", tmp_path / "back"
    for place in range(0, len(whole), len(whole) // 80):
        for data in (whole[:place], whole[:place] + bytes([whole[place] ^ 65]) + whole[place + 1 :]):
            bad.write_bytes(data)
            try:
                restored = content(restore(bad, back).folder)
            except BriefingError:
                assert not back.exists()
            else:  # the byte was in a date or a mode, which no file depends on
                assert restored["inbox/april.csv"] == b"month,n\nApril,1\n"
                shutil.rmtree(back)


def test_a_backup_drawn_by_hand_is_restored(tmp_path: Path) -> None:
    files = {"briefing.toml": b"", "backup.json": b'{"made_with": "0.1.0", "files": {}}'}
    listed(files, "briefing.toml", b"")
    listed(files, "inbox/april.csv", b"month,n\nApril,1\n")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    assert content(restore(tmp_path / "b.zip", tmp_path / "back").folder) == {
        "briefing.toml": b"",
        "inbox/april.csv": b"month,n\nApril,1\n",
    }


def test_a_full_disk_leaves_no_half_of_a_backup(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    (tmp_path / "backups").mkdir()
    with pytest.raises(BriefingError, match="No space left on device"):
        back_up(workspace, tmp_path / "backups" / "b.zip")
    assert list((tmp_path / "backups").iterdir()) == []
