"""Whatever lies in the inbox, and whatever becomes of the store, a scheduled run makes what is due or says why."""

import os
import re
import shlex
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import plain
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import tiny
from click.testing import CliRunner

from briefing import audit, pipeline
from briefing.cli import main
from briefing.errors import WarehouseError
from briefing.keeping.health import examine
from briefing.loading import warehouse_of
from briefing.runs import run as runs
from briefing.runs.outcome import RunReport, RunResult
from briefing.runs.side_by_side import Make
from briefing.shelf import manifest
from briefing.workspace import Workspace

TODAY = date(2026, 6, 12)


def one_by_one(folder: Path, meetings: Sequence[str], *, make: Make, **_: object) -> Iterator[RunResult]:
    return (make(folder, meeting, 1) for meeting in meetings)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "make_all", one_by_one)


def run(workspace: Workspace) -> RunReport:
    return runs.run_due(workspace, today=TODAY)


def states(report: RunReport) -> dict[str, str]:
    return {outcome.meeting: outcome.state for outcome in report.outcomes}


def litter(inbox: Path) -> int:
    """Put one of each kind there; return how many there are."""
    before = len(list(inbox.iterdir()))
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 4_000, pa.int32()), ["x" * 2_000_000])
    pq.write_table(pa.table({"request_id": long}), inbox / "bomb.parquet", compression="zstd")
    members = {"dot.zip": ".", "slash.zip": "a//", "up.zip": "../../x.csv", "screen.zip": "\x1b[2J.csv"}
    for name, member in members.items():
        with zipfile.ZipFile(inbox / name, "w") as archive:
            archive.writestr(member, "a,b\n1,2\n")
    (inbox / "line.csv").write_bytes(b"a,b\n" + b"x" * (3 * 2**20))
    head = "metric,provider_code,specialty_code,period,planned_value\n"
    (inbox / "plans.csv").write_text(f"{head}ae_within_4_hours,RZ1,ALL,2026-04,1e308\n")
    (inbox / "workbook.xlsx").write_bytes(b"PK\x03\x04" + bytes(5_000))
    (inbox / "two\u2028lines.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    if os.name == "posix":
        os.mkfifo(inbox / "pipe.csv")
        (inbox / "loop.csv").symlink_to("loop.csv")
        (Path(os.fsdecode(os.fsencode(inbox) + b"/caf\xe9.csv"))).write_text("a,b\n1,2\n")
    return len(list(inbox.iterdir())) - before


def test_whatever_lies_in_the_inbox_what_is_due_is_made(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    count = litter(workspace.inbox)
    report = run(workspace)
    assert states(report) == {meeting: "made"}
    told = "\n".join(report.lines())
    assert report.loaded is not None
    assert told.count("refused ") == len(report.loaded.refused) == count
    assert "\x1b" not in told
    assert "Traceback" not in told
    assert not list(tmp_path.glob("briefing-fault-*")), "all of these are foreseen"
    assert states(run(workspace)) == {meeting: "unchanged"}


def test_a_flipped_bit_of_a_table_is_mended_by_the_next_run_from_the_inbox(
    workspace: Workspace, meeting: str
) -> None:
    run(workspace)
    stored = workspace.warehouse / warehouse_of(workspace).loads()[-1].parquet
    content = bytearray(stored.read_bytes())
    content[len(content) // 2] ^= 4
    stored.write_bytes(content)
    assert states(run(workspace)) == {meeting: "unchanged"}
    with warehouse_of(workspace).connect():
        assert stored.read_bytes() != content


def test_what_is_said_of_a_damaged_table_works_from_anywhere(
    workspace: Workspace, meeting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spaced = tiny.ae_month(workspace, date(2026, 5, 1))
    spaced.rename(spaced.with_name("a month of A and E.csv"))
    run(workspace)
    (load,) = (one for one in warehouse_of(workspace).loads() if " " in one.path)
    stored = workspace.warehouse / load.parquet
    whole = stored.read_bytes()
    stored.write_bytes(whole[:-1] + b"?")
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(main, ["doctor", "--no-mail", "-w", str(workspace.folder)]).output
    (advice,) = re.findall(r"Run: briefing (load .*?)\. Where", " ".join(said.split()))
    done = CliRunner().invoke(main, [*shlex.split(advice), "-w", str(workspace.folder)])
    assert done.exit_code == 0, done.output
    assert stored.read_bytes() == whole
    gone = CliRunner().invoke(main, ["load", "no-such.csv", "-w", str(workspace.folder)])
    assert (gone.exit_code, "'no-such.csv' does not exist" in gone.output) == (2, True)


def test_an_emptied_ledger_is_told_and_following_the_advice_mends_it(
    workspace: Workspace, meeting: str, tmp_path: Path
) -> None:
    run(workspace)
    made = {path.name: path.read_bytes() for path in (workspace.packs / meeting / "v1").iterdir()}
    (workspace.warehouse / "ledger.jsonl").write_bytes(b"")
    tables = sorted(workspace.warehouse.glob("data/*/*/*"))
    with pytest.raises(
        WarehouseError, match=r"ledger\.jsonl: is empty, .* move it aside and run `briefing load`"
    ):
        run(workspace)
    assert sorted(workspace.warehouse.glob("data/*/*/*")) == tables
    shutil.move(workspace.warehouse, tmp_path / "aside")
    pipeline.load(workspace)
    assert states(run(workspace)) == {meeting: "unchanged"}
    assert {path.name: path.read_bytes() for path in (workspace.packs / meeting / "v1").iterdir()} == made


def faults(workspace: Workspace, about: str) -> list[str]:
    return [one.found for one in examine(workspace, mail=False) if (one.about, one.state) == (about, "wrong")]


def test_a_doctor_holds_a_manifest_against_the_log(workspace: Workspace, meeting: str) -> None:
    run(workspace)
    assert faults(workspace, "packs") == []
    file = workspace.packs / meeting / "v1" / manifest.NAME
    made = manifest.read(file.read_bytes())
    file.write_bytes(replace(made, changed=("a thing that nobody changed",)).to_json())
    assert faults(workspace, "packs") == [f"{file}: was changed after it was made"]


def test_a_lost_ledger_is_found_before_anything_is_sent_and_no_number_of_a_letter_is_given_again(
    workspace: Workspace, meeting: str, tmp_path: Path
) -> None:
    run(workspace)
    assert faults(workspace, "letters") == []
    audit.record(workspace, "sent", meeting, version=1, by="mail", to="P1", files=2)
    (told,) = faults(workspace, "letters")
    assert "is gone or older than the audit log" in told
    assert f"briefing send {meeting} --arrived WHO" in told
    shutil.move(workspace.packs / meeting / "v1", tmp_path / "lost")
    with plain.pages():
        assert pipeline.build(workspace, meeting).version == 2
