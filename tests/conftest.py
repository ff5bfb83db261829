"""Fixtures that several rooms share."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from costly import Once
from filelock import FileLock
from hypothesis import settings

CHECKOUT = Path(__file__).parent.parent

os.environ.pop("COLUMNS", None)  # tests run side by side are given the width of a terminal that is not theirs
settings.register_profile(  # a busy machine is no fault of the code; a gate draws the same examples each time
    "patient", deadline=None, derandomize="CI" in os.environ
)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Make a costly file or folder once a session: `once(name, make)` is the same place in every worker."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def made(name: str, make: Callable[[Path], object]) -> Path:
        place, done = shared / name, shared / f"{name}.made"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                make(place)
                done.touch()
        return place

    return made


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real published files and golden numbers; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("BRIEFING_SHARED", CHECKOUT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(
            f"no real files: {folder} is absent (set BRIEFING_SHARED to a folder with data/ and golden/)"
        )
    return folder
