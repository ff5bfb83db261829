"""Fixtures that several rooms share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

CHECKOUT = Path(__file__).parent.parent

settings.register_profile("patient", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("patient")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real published files and golden numbers; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("BRIEFING_SHARED", CHECKOUT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(
            f"no real files: {folder} is absent (set BRIEFING_SHARED to a folder with data/ and golden/)"
        )
    return folder
