"""The command line in-process, and the demo made once for every test that looks at it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from commands import Briefing

from briefing.cli import main


@pytest.fixture(scope="session")
def briefing() -> Briefing:
    """Runs `briefing WORDS`; an exception that is not the user's to see fails the test."""

    def run(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)

    return run


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, briefing: Briefing) -> Path:
    """The workspace that `briefing demo` makes, loaded and built."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    result = briefing("demo", folder)
    assert result.exit_code == 0, result.stderr
    return folder
