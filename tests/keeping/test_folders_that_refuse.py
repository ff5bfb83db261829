"""A folder that can't be written gives a sentence that names it, for every command; the log reads as sentences."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from click.testing import CliRunner, Result

from briefing import audit
from briefing.cli import main
from briefing.cli.auditing import sentence_of
from briefing.errors import ProgramError
from briefing.workspace import Workspace, init


def run(*words: str, **options: str) -> Result:
    return CliRunner().invoke(main, list(words), **options)  # type: ignore[arg-type]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = tiny.make_workspace(tmp_path / "w", months=1)
    (tmp_path / "a file").write_text("no folder")
    (tmp_path / "table.csv").write_text(
        "series,date,value\n" + "".join(f"x,2025-{m:02}-01,{m}\n" for m in range(1, 13))
    )
    return made


COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "init": lambda top: ["init", str(top / "a file" / "w")],
    "demo": lambda top: ["demo", str(top / "a file")],
    "backup": lambda top: ["backup", str(top / "a file" / "b.zip"), "-w", str(top / "w")],
    "chart": lambda top: ["analyse", "spc", str(top / "table.csv"), "--chart", str(top / "a file" / "c.svg")],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_place_that_takes_no_file_is_named(workspace: Workspace, tmp_path: Path, command: str) -> None:
    said = run(*COMMANDS[command](tmp_path))
    assert said.exit_code not in (0, ProgramError.exit_code), said.output
    assert "a file" in said.stderr
    assert "Traceback" not in said.output


@pytest.mark.parametrize("folder", ["warehouse", "packs", "meetings", "registers", "inbox"])
@pytest.mark.parametrize("words", [["load"], ["status"], ["build", "2026-06-18-rz1"], ["check", "2026-06-18-rz1"],
                                   ["prune"], ["audit"], ["doctor", "--no-mail"], ["run", "--due", "--dry-run"],
                                   ["find"], ["questions", "list"]])  # fmt: skip
def test_no_command_falls_over_a_file_in_place_of_a_folder(
    workspace: Workspace, folder: str, words: list[str]
) -> None:
    place = workspace.folder / folder
    place.rename(place.with_name("elsewhere"))
    place.write_text("a file where a folder was")
    said = run(*words, "-w", str(workspace.folder))
    assert said.exit_code != ProgramError.exit_code, said.output
    assert "Traceback" not in said.output


@pytest.mark.parametrize(
    "content", [b"[" * 200_000, b"\0" * 99, b"caf\xe9 = \xff\n"], ids=["deep", "zeros", "bytes"]
)
@pytest.mark.parametrize(
    "name",
    [
        "audit.jsonl",
        "warehouse/refused.jsonl",
        "warehouse/ledger.jsonl",
        "registers/people.csv",
        "briefing.toml",
    ],
)
def test_no_command_falls_over_what_lies_in_a_file_of_ours(
    workspace: Workspace, name: str, content: bytes
) -> None:
    (workspace.folder / name).parent.mkdir(exist_ok=True)
    (workspace.folder / name).write_bytes(content)
    for words in (
        ["status"],
        ["audit"],
        ["run", "--due", "--dry-run"],
        ["prune", "--dry-run"],
        ["check", "m"],
    ):
        said = run(*words, "-w", str(workspace.folder))
        assert said.exit_code != ProgramError.exit_code, said.output


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (errno.EACCES, "can't be written (the place). Ask for the right to write there"),
        (errno.ENOSPC, "the disk is full or your quota is used up (the place). Make room"),
        (errno.ENOTDIR, "a file stands where a folder is wanted, or the other way round (the place)"),
    ],
)
def test_what_a_disk_refuses_anywhere_is_no_fault_of_the_program(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, code: int, told: str
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError(code, "refused", "the place")

    monkeypatch.setattr("briefing.pipeline.load", refuses)
    said = run("load", "-w", str(workspace.folder))
    assert (said.exit_code, told in said.stderr) == (1, True), said.stderr


# The log in words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "about", "details", "sentence"),
    [
        ("loaded", "files", {"files": ["a.csv"]}, "jo loaded 1 file: a.csv."),
        ("loaded", "files", {"files": ["a", "b", "c", "d", "e"]}, "jo loaded 5 files: a, b, c and 2 more."),
        ("built", "m", {"version": 2, "manifest": "f" * 64, "changed": ["a plan", "people"]},
         "jo built version 2 of m; changed: a plan and people."),
        ("built", "m", {"version": 1, "manifest": "f" * 64, "changed": []}, "jo built version 1 of m."),
        ("approved", "m", {"version": 3, "manifest": "f", "by": "A Chair", "draft": 2, "draft_manifest": "e"},
         "jo approved version 3 of m, as read in version 2, for A Chair."),
        ("sent", "m", {"version": 3, "by": "eml", "to": "P01", "files": 2},
         "jo sent 2 files of version 3 of m to P01 by eml."),
        ("moved", "m", {"to": "2027-01-14", "before": "2026-12-03", "reason": "The chair is away."},
         "jo moved m from 2026-12-03 to 2027-01-14: The chair is away."),
        ("pruned", "m", {"versions": [1, 2]}, "jo removed versions 1 and 2 of m."),
        ("failed", "m", {"error": "no figures"}, "jo could not make the packs of m: no figures."),
        ("released", "words", {"by": "A, B", "reason": "A ward", "kinds": ["name"], "fingerprints": ["e"]},
         "jo released words that look like name, for A, B: A ward."),
        ("something new", "m {x}", {"why": "so {y}"}, "jo something new m {x}; why: so {y}."),
        ("approved", "m", {"version": 1}, "jo approved m; version: 1."),
    ],
)  # fmt: skip
def test_an_entry_reads_as_a_sentence(
    action: str, about: str, details: dict[str, audit.Detail], sentence: str
) -> None:
    entry = audit.Entry("2026-11-30T13:06:47Z", "jo", action, about, details, "0" * 64)
    assert sentence_of(entry, most=3) == f"30 November 2026, 13:06 UTC: {sentence}"


def test_every_file_is_named_where_asked(workspace: Workspace) -> None:
    audit.record(workspace, "loaded", "files", files=list("abcde"))
    assert "a, b, c and 2 more" in run("audit", "-w", str(workspace.folder)).stdout
    assert "a, b, c, d and e" in run("audit", "-v", "-w", str(workspace.folder)).stdout


def test_doctor_ends_with_what_is_to_be_done(tmp_path: Path) -> None:
    folder = init(tmp_path / "w").folder
    said = run("doctor", "--no-mail", "-w", str(folder)).stdout.splitlines()
    assert said[-1] == "All is well."
