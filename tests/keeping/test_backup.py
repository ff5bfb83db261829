"""Backup and restore: whole, every file proved, or not at all."""

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
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
from briefing.workspace import Workspace, init, open_workspace


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


@pytest.mark.parametrize("folder", ["inbox", "registers", "packs/2026", "meetings", "warehouse"])
def test_no_backup_is_written_where_the_program_looks_for_files(workspace: Workspace, folder: str) -> None:
    place = workspace.folder / folder
    place.mkdir(parents=True, exist_ok=True)
    before = content(workspace.folder)
    with pytest.raises(BriefingError, match=f"lies in {folder[:5]}.*Choose a folder outside the workspace"):
        back_up(workspace, place / "kept.zip")
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
    with pytest.raises(BriefingError, match="the disk is full"):
        back_up(workspace, tmp_path / "backups" / "b.zip")
    assert list((tmp_path / "backups").iterdir()) == []


posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names and links")


@pytest.mark.parametrize("place", ["b.zip", "inbox/b.zip", "packs/m/b.zip", "warehouse/b.zip"])
def test_a_backup_leaves_itself_and_earlier_ones_out_wherever_it_lies(
    workspace: Workspace, tmp_path: Path, place: str
) -> None:
    """In its own folder it may be made; into the others somebody moved it."""
    before = back_up(workspace, tmp_path / "b.zip")
    for name in (place, place.replace("b.zip", "c.zip")):
        made = workspace.folder / Path(name).name
        assert back_up(workspace, made) == before
        made.rename(workspace.folder / name)
    assert not (restore(workspace.folder / place, tmp_path / "back").folder / place).exists()


ODD_NAMES = (
    b"caf\xe9.csv", b"a\\b.csv", b"a:b.csv", b"two\nlines.csv", b"100%41.csv", b" blank .csv", "\u202egpj.csv".encode(),
    b"lock", b"notes.new", b"x-holder.json", b"backup.json", "e\u0301.csv".encode(), b"n" * 250, b"-rf",
)  # fmt: skip


@posix
def test_any_file_name_comes_back(workspace: Workspace, tmp_path: Path) -> None:
    for name in ODD_NAMES:
        for folder in (workspace.folder, workspace.inbox):
            with open(os.path.join(os.fsencode(folder), name), "wb") as file:
                file.write(name)
    back_up(workspace, tmp_path / "b.zip")
    back = restore(tmp_path / "b.zip", tmp_path / "back")
    for folder in (back.folder, back.inbox):
        assert set(ODD_NAMES) <= set(os.listdir(os.fsencode(folder)))
        assert all(
            Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).read_bytes() == name
            for name in ODD_NAMES
        )


@posix
def test_links_within_the_workspace_are_followed_and_circles_end(
    workspace: Workspace, tmp_path: Path
) -> None:
    shared = workspace.inbox.rename(tmp_path / "shared drive")
    workspace.inbox.symlink_to(shared)
    (workspace.registers / "april.csv").symlink_to(workspace.inbox / "april.csv")
    (workspace.meetings / "circle").symlink_to(workspace.folder)
    back_up(workspace, tmp_path / "b.zip")
    back = restore(tmp_path / "b.zip", tmp_path / "back")
    for there in (back.inbox / "april.csv", back.registers / "april.csv"):
        assert there.read_text() == "month,n\nApril,1\n"
        assert not there.is_symlink()
    assert not (back.meetings / "circle").exists()


@posix
@pytest.mark.parametrize("target", ["/etc/hostname", "/", "nowhere", "loop"])
def test_links_that_lead_out_or_nowhere_are_named_and_nothing_is_written(
    workspace: Workspace, tmp_path: Path, target: str
) -> None:
    (workspace.inbox / "loop").symlink_to(target)
    (tmp_path / "backups").mkdir()
    with pytest.raises(
        BriefingError, match="links that lead out of the workspace or nowhere: inbox/loop -> "
    ):
        back_up(workspace, tmp_path / "backups" / "b.zip")
    assert list((tmp_path / "backups").iterdir()) == []


def _try(folder: Path, file: Path) -> None:
    try:
        back_up(open_workspace(folder), file)
    except BriefingError:
        sys.exit(1)


def test_of_two_backups_at_once_into_one_file_one_is_made_and_whole(
    workspace: Workspace, tmp_path: Path
) -> None:
    (workspace.inbox / "large.csv").write_bytes(os.urandom(2**22))
    spawned = multiprocessing.get_context("spawn")
    both = [spawned.Process(target=_try, args=(workspace.folder, tmp_path / "b.zip")) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert sorted(process.exitcode or 0 for process in both) == [0, 1]
    restore(tmp_path / "b.zip", tmp_path / "back")
    assert not list(tmp_path.glob(".~*"))


KILLED = """
import os, signal, sys, zipfile
from pathlib import Path
from briefing.keeping import backup
from briefing.workspace import open_workspace
zipfile.ZipFile.writestr = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
backup.back_up(open_workspace(Path(sys.argv[1])), Path(sys.argv[2]))
"""


@posix
def test_what_a_killed_backup_leaves_stops_no_other_and_is_cleared_a_day_later(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = workspace.folder / "b.zip"
    killed = subprocess.run([sys.executable, "-c", KILLED, workspace.folder, file], check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = workspace.folder.glob(".~*")
    back_up(workspace, file)
    with zipfile.ZipFile(file) as archive:
        assert not [name for name in archive.namelist() if ".part" in name]
    os.utime(left, (time.time() - 90_000,) * 2)
    file.unlink()
    back_up(workspace, file)
    assert not left.exists()


def drawn(folder: Path, files: dict[str, int], *, method: int = zipfile.ZIP_DEFLATED, **said: object) -> Path:
    """A backup of files of zeros, as large as given."""
    listing = {name: {"sha256": manifest.sha256(bytes(size)), "size": size} for name, size in files.items()}
    with zipfile.ZipFile(folder / "drawn.zip", "w", method) as archive:
        for name, size in files.items():
            archive.writestr(name, bytes(size))
        archive.writestr("backup.json", json.dumps({"made_with": "0.1.0", "files": listing, **said}))
    return folder / "drawn.zip"


def test_a_list_of_more_folders_or_parts_than_a_workspace_has_is_not_followed(tmp_path: Path) -> None:
    name = "/".join(["a"] * 30)
    bomb = drawn(tmp_path, {"briefing.toml": 0, **{f"{n}/{name}": 0 for n in range(1_700)}})
    with pytest.raises(IntegrityError, match=r"found 5\d,\d{3} folders in a backup"):
        restore(bomb, tmp_path / "back")
    bomb = drawn(tmp_path, {"briefing.toml": 0}, more=[[]] * 400_000)
    with pytest.raises(IntegrityError, match="of too many parts to be one of ours"):
        restore(bomb, tmp_path / "back")


def test_what_unpacks_to_far_more_than_it_is_takes_no_disk(tmp_path: Path) -> None:
    bomb = drawn(tmp_path, {"briefing.toml": 0, "inbox/zeros.csv": 120 * 2**20})
    with pytest.raises(IntegrityError, match=r"found 2 files of 120 MB in all in a backup of 0\.1 MB"):
        restore(bomb, tmp_path / "back")
    assert not list(tmp_path.glob(".restoring-*"))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"briefing.toml": 0, "a%2F..%2F..%2Foutside.csv": 1}, {"names": "escaped"}),
        ({"briefing.toml": 0, "%2Foutside.csv": 1}, {"names": "escaped"}),
        ({"briefing.toml": 0, "a%00b.csv": 1}, {"names": "escaped"}),
        ({"briefing.toml": 0, "inbox": 1, "inbox/a.csv": 1}, {}),
        ({"briefing.toml": 0, "n" * 300: 1}, {}),
        ({"briefing.toml": 0, "/".join("d" * 2_000): 1}, {}),
    ],
)  # fmt: skip
def test_paths_that_no_folder_takes_restore_nothing(
    tmp_path: Path, files: dict[str, int], said: dict[str, str]
) -> None:
    (tmp_path / "place").mkdir()
    with pytest.raises(BriefingError):
        restore(drawn(tmp_path, files, **said), tmp_path / "place" / "back")
    assert list((tmp_path / "place").iterdir()) == []


def test_a_list_that_is_too_long_and_a_method_that_is_not_ours_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(IntegrityError, match="other files in it"):
        restore(drawn(tmp_path, {"briefing.toml": 0}, method=zipfile.ZIP_LZMA), tmp_path / "back")
    monkeypatch.setattr("briefing.keeping.backup._LONGEST_LIST", 10)
    with pytest.raises(IntegrityError, match="too long to be one of ours"):
        restore(drawn(tmp_path, {"briefing.toml": 0}), tmp_path / "back")


def test_a_damaged_warehouse_is_backed_up_as_it_is(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.warehouse / "ledger.jsonl").write_bytes(b"{")
    back_up(workspace, tmp_path / "b.zip")
    back = restore(tmp_path / "b.zip", tmp_path / "back")
    assert (back.warehouse / "ledger.jsonl").read_bytes() == b"{"
