"""The audit log: each line vouches for the one before, whoever writes and whatever is killed."""

import multiprocessing
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefing import audit
from briefing.cli import main
from briefing.errors import BriefingError
from briefing.workspace import Workspace, init


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init(tmp_path / "w")


def log_of(workspace: Workspace) -> Path:
    return workspace.folder / audit.NAME


def three(workspace: Workspace) -> None:
    audit.record(workspace, "loaded", "inbox", files=3)
    audit.record(workspace, "built", "2026-12-03-zna", version=1)
    audit.record(workspace, "approved", "2026-12-03-zna", version=1, by="A chair")


def test_what_is_recorded_is_read_back_in_its_order(workspace: Workspace) -> None:
    three(workspace)
    log = audit.read(workspace)
    assert [(entry.action, entry.about) for entry in log.entries] == [
        ("loaded", "inbox"),
        ("built", "2026-12-03-zna"),
        ("approved", "2026-12-03-zna"),
    ]
    assert (log.faults, log.remarks, log.entries[0].before) == ((), (), audit.START)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lines: [lines[0], lines[1].replace(b"zna", b"znb"), lines[2]],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[1], lines[2]],
        lambda lines: [lines[0], lines[0], lines[1], lines[2]],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: [lines[0], b"not an entry", lines[1], lines[2]],
        lambda lines: [lines[0], b"not an entry", lines[2]],
    ],
    ids=["changed", "left out", "first left out", "put in", "swapped", "torn put in", "torn instead"],
)
def test_a_log_that_was_tampered_with_is_found_out(workspace: Workspace, spoil: object) -> None:
    three(workspace)
    lines = log_of(workspace).read_bytes().splitlines()
    log_of(workspace).write_bytes(b"\n".join(spoil(lines)) + b"\n")  # type: ignore[operator]
    assert audit.read(workspace).faults
    assert CliRunner().invoke(main, ["audit", "--verify", "-w", str(workspace.folder)]).exit_code == 10


def test_an_end_that_was_cut_off_is_found_by_a_hash_written_down_before(workspace: Workspace) -> None:
    three(workspace)
    said = CliRunner().invoke(main, ["audit", "--verify", "-w", str(workspace.folder)])
    assert said.exit_code == 0
    words = ["audit", "--verify", "-w", str(workspace.folder), "--holds", said.stdout.split()[-1]]
    assert CliRunner().invoke(main, words).exit_code == 0
    log_of(workspace).write_bytes(b"".join(log_of(workspace).read_bytes().splitlines(keepends=True)[:2]))
    assert CliRunner().invoke(main, words).exit_code == 10


def test_a_line_torn_anywhere_is_told_and_the_chain_goes_on(workspace: Workspace) -> None:
    three(workspace)
    whole = log_of(workspace).read_bytes()
    start = whole.rindex(b"\n", 0, -1) + 1
    head = log_of(workspace).with_name(audit.HEAD)
    last = audit.hashes_of(audit.read(workspace))[1]
    for end in range(start + 1, len(whole) - 1):
        log_of(workspace).write_bytes(whole[:end])
        head.write_text(last)  # a line that a kill tore is on no other record yet
        assert len(audit.read(workspace).remarks) == 1
        audit.record(workspace, "built", "after the kill")
        log = audit.read(workspace)
        assert (log.faults, len(log.remarks), len(log.entries)) == ((), 1, 3)
    head.write_text(last)
    log_of(workspace).write_bytes(whole[:-1])  # killed between the line and its end: the line is whole
    audit.record(workspace, "built", "after the kill")
    log = audit.read(workspace)
    assert (log.faults, log.remarks, len(log.entries)) == ((), (), 4)


def test_two_kills_in_a_row_are_told_too_and_no_torn_line_can_be_put_in_later(workspace: Workspace) -> None:
    three(workspace)
    with log_of(workspace).open("ab") as file:
        file.write(b'{"at": "2026\n{"at"')
    audit.record(workspace, "built", "after the kills")
    log = audit.read(workspace)
    assert (log.faults, len(log.remarks), len(log.entries)) == ((), 2, 4)


def test_a_full_disk_is_said_and_leaves_the_log_as_it_was(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(workspace)
    before = log_of(workspace).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(BriefingError, match="could not be written down: No space left on device"):
            audit.record(workspace, "built", "2026-12-03-zna")
    assert log_of(workspace).read_bytes() == before


def _write_ten(workspace: Workspace, name: str) -> None:
    for number in range(10):
        audit.record(workspace, "sent", f"{name}{number}")


def test_writers_at_the_same_time_make_one_chain(workspace: Workspace) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_ten, args=(workspace, name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    log = audit.read(workspace)
    assert (log.faults, len(log.entries)) == ((), 20)
    assert {entry.about for entry in log.entries} == {f"{name}{n}" for name in "ab" for n in range(10)}


@pytest.mark.parametrize("spoil", ["gone", "emptied", "cut", "an older copy"])
def test_a_log_that_is_no_longer_whole_is_an_alarm_until_somebody_answers_for_it(
    workspace: Workspace, spoil: str
) -> None:
    three(workspace)
    lines = log_of(workspace).read_bytes().splitlines(keepends=True)
    log_of(workspace).write_bytes(
        {"cut": b"".join(lines[:1]), "an older copy": b"".join(lines[:2])}.get(spoil, b"")
    )
    if spoil == "gone":
        log_of(workspace).unlink()
    audit.record(workspace, "built", "2026-12-03-zna", version=2)
    (fault,) = audit.read(workspace).faults
    assert "does not hold the entry" in fault, "an entry more silences nothing"
    at = ["-w", str(workspace.folder)]
    assert CliRunner().invoke(main, ["audit", *at]).exit_code == 10
    assert "alarm: audit.jsonl" in CliRunner().invoke(main, ["status", *at]).stdout
    assert CliRunner().invoke(main, ["audit", "--begin-again", *at]).exit_code == 2
    answer = ["audit", "--begin-again", "--by", "A chair", "--reason", "The sync lost it", *at]
    assert CliRunner().invoke(main, answer).exit_code == 0
    log = audit.read(workspace)
    assert (log.faults, log.entries[-1].details["by"]) == ((), "A chair")
    assert CliRunner().invoke(main, ["audit", "--verify", *at]).exit_code == 0


@pytest.mark.parametrize(("length", "code"), [(64, 0), (16, 0), (15, 10)])
def test_a_hash_is_found_by_its_beginning(workspace: Workspace, length: int, code: int) -> None:
    three(workspace)
    for digest in audit.hashes_of(audit.read(workspace)):
        words = ["audit", "--verify", "--holds", digest[:length], "-w", str(workspace.folder)]
        assert CliRunner().invoke(main, words).exit_code == code
