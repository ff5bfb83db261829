"""Packs on disk: each version whole or not there at all."""

import os
from pathlib import Path

import pytest

from briefing.errors import BriefingError
from briefing.shelf import folder, manifest
from briefing.shelf.manifest import Manifest


def made(version: int, *, fingerprint: str = "abc", files: dict[str, bytes] | None = None) -> Manifest:
    editions = {name: manifest.sha256(data) for name, data in (files or {"gp.pdf": b"one"}).items()}
    return Manifest(
        "2026-12-03-zna", version, "draft", fingerprint, inputs=({"source": "rtt"},), editions=editions
    )


def test_a_pack_is_published_as_its_version_with_a_manifest_that_reads_back(tmp_path: Path) -> None:
    delivered = folder.publish(tmp_path / "m", {"gp.pdf": b"one"}, made(1))
    assert delivered.folder == tmp_path / "m" / "v1"
    assert (delivered.folder / "gp.pdf").read_bytes() == b"one"
    assert manifest.read((delivered.folder / "manifest.json").read_bytes()) == made(1)
    assert folder.next_version(tmp_path / "m") == 2


@pytest.mark.parametrize(("fingerprint", "found"), [("abc", True), ("xyz", False)])
def test_the_same_inputs_are_not_built_again(tmp_path: Path, fingerprint: str, found: bool) -> None:
    folder.publish(tmp_path, {"gp.pdf": b"one"}, made(1))
    assert (folder.already_made(tmp_path, fingerprint) is not None) == found


def test_a_kill_before_the_rename_leaves_the_last_version_and_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.publish(tmp_path, {"gp.pdf": b"one"}, made(1))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            folder.publish(tmp_path, {"gp.pdf": b"two"}, made(2))
    assert folder.versions(tmp_path) == [1]
    folder.publish(tmp_path, {"gp.pdf": b"two"}, made(2))
    assert sorted(os.listdir(tmp_path)) == ["v1", "v2"]


def test_a_full_disk_is_said_and_leaves_the_last_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.publish(tmp_path, {"gp.pdf": b"one"}, made(1))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BriefingError, match="No space left on device"):
        folder.publish(tmp_path, {"gp.pdf": b"two"}, made(2))
    assert folder.versions(tmp_path) == [1]
