"""The committed workspace is what the generator writes, and it is small."""

import zipfile
from pathlib import Path

import pytest
from briefing.sample_data.concerns import UNHEARD, concerns
from briefing.sample_data.generate import WORKSPACE, main
from briefing.sample_data.practices import practices
from briefing.sample_data.registers import PEOPLE, engagement
from python_calamine import CalamineWorkbook


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def contents(path: Path) -> object:
    """What a file says, whichever library packed it: a zip's members, a workbook's cells, else its bytes."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path)
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return path.read_bytes()


def test_the_same_seed_writes_what_is_committed(fresh: Path) -> None:
    assert files_of(fresh) == files_of(WORKSPACE)
    changed = [
        name for name in sorted(files_of(fresh)) if contents(fresh / name) != contents(WORKSPACE / name)
    ]
    assert changed == [], "run `python -m briefing.sample_data.generate sample_data/workspace` and commit"


def test_packed_files_carry_no_time_of_today(fresh: Path) -> None:
    packed = [path for path in fresh.rglob("*") if path.suffix in (".zip", ".xlsx")]
    stamps = {info.date_time[0] for path in packed for info in zipfile.ZipFile(path).infolist()}
    assert stamps <= {1980, 2026}
    cores = {zipfile.ZipFile(path).read("docProps/core.xml") for path in packed if path.suffix == ".xlsx"}
    assert all(b"2026-11-12T09:30:00Z" in core for core in cores)


def test_the_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in WORKSPACE.rglob("*") if path.is_file()) < 6_000_000


def test_the_command_wants_one_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_nobody_of_the_unheard_network_was_ever_heard() -> None:
    unheard = {practices()[number].code for number in UNHEARD}
    assert {practices()[number].network.name for number in UNHEARD} == {"EASTBROOK COLLIERIES PCN"}
    heard = {row[1] for row in concerns()} | {row[3] for row in PEOPLE} | {row[0] for row in engagement()}
    assert not unheard & heard
