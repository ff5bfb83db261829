"""`briefing questions try` on the demo: what it says is what the packs ask."""

import json
from pathlib import Path

from click.testing import CliRunner

from briefing.cli.questions import questions
from briefing.errors import BriefingError

MEETING = "2026-12-03-rza"


def tried(demo: Path, pattern: str, *words: str) -> dict[str, object]:
    said = CliRunner().invoke(
        questions, ["try", pattern, "--org", "RZA", "--format", "json", "-w", str(demo), *words],
        catch_exceptions=False,
    )  # fmt: skip
    trial: dict[str, object] = json.loads(said.stdout)
    return trial


def test_a_planted_cluster_and_a_planted_failure_are_asked(demo: Path) -> None:
    cluster = tried(demo, "REF-06", "--meeting", MEETING)
    assert (cluster["fires"], cluster["verdict"], cluster["questions"]) == (True, "asked", "ref-06")
    failing = tried(demo, "RTT-02", "--meeting", MEETING)
    assert failing["verdict"] == "asked"
    signals = [(one["signal"], one["specialty_code"], one["fires_it"]) for one in failing["signals"]]  # type: ignore[attr-defined]
    assert signals[0] == ("BURDEN", "120", "yes")
    assert ("FAIL", "120", "yes") in signals


def test_what_waits_for_data_says_which(demo: Path) -> None:
    trial = tried(demo, "DX-03")
    assert (trial["fires"], trial["verdict"]) == (False, "no_data")
    assert "it waits for data we do not have" in str(trial["why"])


def test_an_organisation_nobody_knows(demo: Path) -> None:
    said = CliRunner().invoke(questions, ["try", "RTT-02", "--org", "RQQ", "-w", str(demo)])
    assert isinstance(said.exception, BriefingError)
    assert "found no organisation 'RQQ'" in str(said.exception)
