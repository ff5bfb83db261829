"""The sample data written anew, once for all tests that look at it."""

from pathlib import Path

import pytest
from briefing.sample_data import generate


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    generate.write(folder)
    return folder
