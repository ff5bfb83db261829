"""The command line in-process, and the demo made once for every test that looks at it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import plain
import pytest
import tiny
from click.testing import CliRunner, Result
from commands import Briefing
from costly import Once
from manager import Desk

from briefing.cli import main

_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""A name at random without digits: ten of them could be an NHS number."""


@pytest.fixture(scope="session")
def briefing() -> Briefing:
    """Runs `briefing WORDS`; an exception that is not the user's to see fails the test."""

    def run(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)

    return run


@pytest.fixture
def desk(tmp_path: Path, briefing: Briefing, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A manager's desk, with plain pages."""
    with plain.pages():
        yield Desk(tiny.make_workspace(tmp_path / "w"), briefing, monkeypatch)


@pytest.fixture(scope="session")
def printed_demo(once: Once, briefing: Briefing) -> Path:
    """The workspace that `briefing demo` makes, with every page laid out: a minute's work, for slow tests alone."""

    def make(folder: Path) -> None:
        result = briefing("demo", folder)
        assert result.exit_code == 0, result.stderr

    return once("printed-demo", make)


@pytest.fixture(scope="session")
def demo(once: Once, briefing: Briefing) -> Path:
    """The same workspace with plain pages in place of PDFs."""

    def make(folder: Path) -> None:
        with plain.pages():
            result = briefing("demo", folder)
        assert result.exit_code == 0, result.stderr

    return once("demo", make)


@pytest.fixture
def copied(demo: Path) -> Iterator[Callable[[str, str], Path]]:
    """Copies a meeting's file to another day, under a name that no test running beside this one has."""
    made: list[Path] = []

    def copy(meeting: str, day: str) -> Path:
        made.append(demo / "meetings" / f"{day}-{uuid4().hex.translate(_LETTERS)}")
        made[-1].mkdir()
        return Path(shutil.copy(demo / "meetings" / meeting / "meeting.toml", made[-1]))

    yield copy
    for folder in made:
        shutil.rmtree(folder)
