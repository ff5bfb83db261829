"""Free text that could identify a patient stops the build, with the place of it and never the words themselves."""

from datetime import date
from pathlib import Path

import pytest
import tiny
from commands import Briefing

USUAL = "A dated plan for urgent care"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, briefing: Briefing) -> Path:
    """A small workspace whose meeting could be built at once."""
    workspace = tiny.make_workspace(tmp_path_factory.mktemp("blocked") / "w", months=3)
    assert briefing("load", "-w", workspace.folder).exit_code == 0
    tiny.make_meeting(workspace, date(2026, 6, 4))
    return workspace.folder


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Waits, as for 943 476 5919", "an NHS number"),
        ("Waits, as for Mrs Jane Placeholder", "a name"),
        ("Waits of the patient at ZE1 0AA", "a postcode"),
        ("Waits of the patient born on 3 May 1961", "a date of birth"),
        ("Waits: ring 01632 960123", "a phone number"),
        ("Waits: write to someone@example.org", "an e-mail address"),
    ],
)
def test_an_identifier_in_the_meeting_file_blocks_the_build(
    loaded: Path, briefing: Briefing, words: str, kind: str
) -> None:
    sitting = loaded / "meetings" / "2026-06-04-rz1" / "meeting.toml"
    usual = sitting.read_text("utf-8")
    sitting.write_text(usual.replace(USUAL, words), "utf-8")
    said = briefing("build", sitting.parent.name, "-w", loaded)
    sitting.write_text(usual, "utf-8")
    assert said.exit_code == 8, said.output
    assert f"meeting.toml, column 'decision_wanted': found {kind}" in said.stderr
    assert words not in said.stderr
    assert not (loaded / "packs" / sitting.parent.name).exists()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Letter for 943 476 5919 never came", "NHS number"),
        ("Mrs Jane Placeholder rang us twice", "name"),
        ("The patient at ZE1 0AA waits", "postcode"),
        ("Born on 3 May 1961 and still waiting", "date of birth"),
        ("Ring her on 01632 960123", "phone number"),
        ("She writes from someone@example.org", "e-mail address"),
    ],
)
def test_an_identifier_in_a_report_is_refused_with_file_and_row(
    tmp_path: Path, briefing: Briefing, words: str, kind: str
) -> None:
    folder = tmp_path / "work"
    assert briefing("init", folder).exit_code == 0
    (folder / "registers" / "concerns.xlsx").unlink()
    file = folder / "registers" / "concerns.csv"
    head = "concern_id,practice_code,provider_code,theme,reported_on,text"
    file.write_text(
        f"{head}\nC1,Y00001,RQZ,results,2026-09-01,Results came late\nC2,Y00001,RQZ,results,2026-09-02,{words!s}\n",
        "utf-8",
    )
    said = briefing("load", "-w", folder)
    assert said.exit_code == 4
    assert "concerns.csv" in said.output
    assert "row 3" in said.output
    assert kind in said.output
    assert words not in said.output


def test_words_held_back_are_released_by_a_named_person_and_held_back_again(
    tmp_path: Path, briefing: Briefing
) -> None:
    """
    concerns   "The Jasmine Quill team never rang back"    refused as a name, released, loaded
    audit      who, why, what kind; never the words
    """
    folder = tmp_path / "work"
    assert briefing("init", folder).exit_code == 0
    (folder / "registers" / "concerns.xlsx").unlink()
    head = "concern_id,practice_code,provider_code,theme,reported_on,text"
    text = "Sent to Mr Quill, a robot, who never rang back"
    file = folder / "registers" / "concerns.csv"
    file.write_text(f'{head}\nC1,Y00001,RQZ,results,2026-09-01,"{text}"\n', "utf-8")
    refused = briefing("load", "-w", folder)
    assert refused.exit_code == 4
    assert "found a name" in refused.output
    assert "briefing release" in refused.output

    reason = ("--by", "Jo Sample, manager", "--reason", "The name of the telephone system")
    assert briefing("release", "a robot", *reason, "-w", folder).exit_code == 1
    assert briefing("release", "Mr Quill", "--by", " ", "--reason", "x", "-w", folder).exit_code == 1
    identifying = ("--by", "Jo Sample", "--reason", "Mrs Jones said so")
    assert briefing("release", "Mr Quill", *identifying, "-w", folder).exit_code == 8

    assert briefing("release", text, *reason, "-w", folder).exit_code == 0
    assert briefing("load", "-w", folder).exit_code == 0
    log = " ".join(briefing("audit", "-w", folder).output.split())
    assert "released words" in log
    assert "Jo Sample, manager" in log
    assert "The name of the telephone system" in log
    assert "Quill" not in log

    assert briefing("release", "mr  quill", *reason, "--take-back", "-w", folder).exit_code == 0
    file.write_text(f'{head}\nC2,Y00001,RQZ,results,2026-09-01,"{text}"\n', "utf-8")
    assert briefing("load", "-w", folder).exit_code == 4
