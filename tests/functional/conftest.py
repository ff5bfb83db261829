"""The command line in-process, and the demo made once for every test that looks at it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from commands import Briefing
from filelock import FileLock

from briefing.cli import main


@pytest.fixture(scope="session")
def briefing() -> Briefing:
    """Runs `briefing WORDS`; an exception that is not the user's to see fails the test."""

    def run(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)

    return run


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, briefing: Briefing, worker_id: str) -> Path:
    """The workspace that `briefing demo` makes; workers that test side by side share one."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "demo"
    with FileLock(f"{folder}.lock"):
        if not (folder / "made").exists():
            result = briefing("demo", folder)
            assert result.exit_code == 0, result.stderr
            (folder / "made").touch()
    return folder
