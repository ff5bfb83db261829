"""A desk on a small workspace, somebody signed in at it."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import tiny
from starlette.testclient import TestClient

from briefing import pipeline
from briefing.web.desk import desk
from briefing.web.guard import Keys
from briefing.workspace import Workspace, open_workspace

HOME = "http://127.0.0.1:8765"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return tiny.make_workspace(tmp_path / "fenmarsh", months=3)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two years of figures, loaded once."""
    workspace = tiny.make_workspace(tmp_path_factory.mktemp("loaded") / "fenmarsh")
    pipeline.load(workspace)
    return workspace.folder


@pytest.fixture
def workspace_with_figures(loaded: Path, tmp_path: Path) -> Workspace:
    return open_workspace(shutil.copytree(loaded, tmp_path / "fenmarsh"))


@pytest.fixture
def soon() -> date:
    """A day within every notice."""
    return date.today() + timedelta(days=3)


@pytest.fixture
def manager(workspace: Workspace) -> Iterator[TestClient]:
    keys = Keys()
    with TestClient(desk(workspace, keys=keys), base_url=HOME) as client:
        client.get("/sign-in", params={"key": keys.new_link()})
        yield client
