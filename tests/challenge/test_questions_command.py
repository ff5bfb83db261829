"""The question bank on the command line: what is listed, what is shown, what a wrong word brings."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefing.challenge.patterns import load_patterns
from briefing.cli.questions import questions
from briefing.errors import BriefingError, ConfigError
from briefing.workspace import init

WORDS = (
    "title", "topic", "fact", "opener", "plain", "likely_reply", "answer", "bring", "settle_for", "fair_ask",
)  # fmt: skip
OWN = f"""\
{chr(10).join(f'{name} = "{name.capitalize()}."' for name in (*WORDS, "author"))}
push = "ASK"
signals = ["SC-"]
metrics = ["ae_4_hours"]
listen_for = ["A date"]
basis = "none"
duty = "No duty is known."
decides = "meeting"
reviewed = 2026-11-01
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "northmere"
    init(folder)
    own = folder / "questions"
    own.mkdir(exist_ok=True)
    (own / "OWN-01.toml").write_text(OWN, encoding="utf-8")
    (own / "RTT-01.toml").write_text('push = "EXPLORE"\n', encoding="utf-8")
    return folder


def run(workspace: Path, *words: str) -> Result:
    return CliRunner().invoke(questions, [*words, "-w", str(workspace)])


def test_the_list_has_every_pattern_and_says_whose_it_is(workspace: Path) -> None:
    rows = json.loads(run(workspace, "list", "--format", "json").stdout)
    assert len(rows) == len(load_patterns()) + 1
    by_id = {row["id"]: row for row in rows}
    assert by_id["OWN-01"] == {
        "id": "OWN-01", "topic": "Topic.", "title": "Title.", "push": "ASK", "metrics": "ae_4_hours",
        "signals": "SC-", "from": "own",
    }  # fmt: skip
    assert (by_id["RTT-01"]["from"], by_id["RTT-01"]["push"]) == ("changed", "EXPLORE")
    assert by_id["RTT-02"]["from"] == "shipped"
    assert list(csv.DictReader(io.StringIO(run(workspace, "list", "--format", "csv").stdout))) == rows


def test_the_table_stays_narrow_enough_to_read(workspace: Path) -> None:
    lines = run(workspace, "list").stdout.splitlines()
    assert len(lines) == len(load_patterns()) + 3
    assert max(map(len, lines)) <= 190


def test_a_pattern_in_full(workspace: Path) -> None:
    said = run(workspace, "show", "rtt-02").stdout
    pattern = next(p for p in load_patterns() if p.id == "RTT-02")
    assert said.startswith(f"RTT-02  {pattern.title}\n")
    for text in (pattern.fact, pattern.opener, pattern.plain, pattern.settle_for, pattern.fair_ask):
        assert all(line in said for alternatives in text for line in alternatives)
    assert all(f"[ ] {tick}" in said for tick in pattern.listen_for)
    shown = json.loads(run(workspace, "show", "RTT-02", "--format", "json").stdout)
    assert (shown["id"], shown["from"], shown["signals"]) == ("RTT-02", "shipped", list(pattern.signals))


def test_a_pattern_nobody_knows(workspace: Path) -> None:
    said = run(workspace, "show", "RTT02")
    assert isinstance(said.exception, ConfigError)
    assert "Did you mean RTT-02?" in str(said.exception)


def test_the_bank_can_be_read_without_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(questions, ["list"]).exit_code == 0
    said = CliRunner().invoke(questions, ["try", "RTT-02", "--org", "RXA"])
    assert isinstance(said.exception, BriefingError)
    assert "found no workspace" in str(said.exception)
