"""A small economy, loaded and put in context once, and a copy of it for each test."""

import shutil
from datetime import date
from pathlib import Path

import plain
import pytest
import tiny

from briefing import pipeline
from briefing.build import version
from briefing.workspace import Workspace, open_workspace

DAY = date(2026, 6, 18)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tiny.make_workspace(tmp_path_factory.mktemp("tiny") / "w")
    tiny.make_meeting(workspace, DAY)
    pipeline.load(workspace)
    return workspace.folder


@pytest.fixture
def workspace(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace of its own for each test, with one meeting; pages are not laid out."""
    monkeypatch.setattr(version, "print_all", plain.plain_pages)
    return open_workspace(shutil.copytree(loaded, tmp_path / "w"))


@pytest.fixture
def meeting() -> str:
    return f"{DAY}-rz1"
