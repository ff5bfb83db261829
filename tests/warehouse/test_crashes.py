"""Killed at any moment, on a full disk, in a read-only folder: the old state or the new, never half."""

import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from crashing import (
    ATTENDED,
    POSIX,
    build_totals,
    derive,
    first_load,
    in_a_process,
    load_april_and_june,
    load_five,
    load_with_files_of_at_most,
    processes,
    read_and_try_to_load,
)
from shelf import APRIL, JUNE, MAY, add, advice, ae, ask, rows, warehouse

from briefing.disk import write_lock
from briefing.errors import WarehouseError
from briefing.warehouse import open_derived

BEFORE = [("2026-04-01", 1)]
AFTER = [("2026-04-01", 2), ("2026-05-01", 3)]


def test_a_load_killed_at_any_step_has_happened_or_not(tmp_path: Path) -> None:
    add(warehouse(tmp_path / "original"), "april.csv", ae(APRIL, attended=1))
    seen = []
    for step in range(1, 100):
        folder = shutil.copytree(tmp_path / "original", tmp_path / f"killed at {step}")
        finished = in_a_process(load_april_and_june, folder, step) == 0
        shelf = warehouse(folder)
        seen.append(ask(shelf, ATTENDED))
        assert seen[-1] in (BEFORE, AFTER)
        add(shelf, "june.csv", ae(JUNE, attended=4))
        assert stored(folder) == {load.parquet for load in shelf.loads()}
        assert not list((folder / "incoming").glob("*"))
        add(shelf, "both.xlsx", ae(APRIL, attended=2, revised=True), ae(MAY, attended=3))
        counting = [(str(load.period), load.vintage) for load in shelf.loads() if load.counts]
        assert sorted(counting) == [("2026-04-01", 2), ("2026-05-01", 1), ("2026-06-01", 1)]
        assert len(shelf.loads()) == 4
        if finished:
            break
    assert len(seen) > 10, "too few steps were killed for this to prove anything"
    assert seen == sorted(seen), "once a load has happened, it has happened"
    assert (seen[0], seen[-1]) == (BEFORE, AFTER)


def test_the_first_load_of_all_can_be_killed_too(tmp_path: Path) -> None:
    for step in range(1, 100):
        folder = tmp_path / f"killed at {step}"
        finished = in_a_process(first_load, folder, step) == 0
        assert len(warehouse(folder).loads()) in (0, 1)
        add(warehouse(folder), "april.csv", ae(APRIL, attended=1))
        assert ask(warehouse(folder), ATTENDED) == BEFORE
        if finished:
            return
    pytest.fail("the load never came to its end")


def test_derived_tables_killed_at_any_step_are_whole_or_absent(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path)
    add(shelf, "april.csv", ae(APRIL, attended=7))
    for step in range(1, 100):
        finished = in_a_process(derive, tmp_path, step) == 0
        built = shelf.derive("f1", build_totals)
        with open_derived(built) as connection:
            assert rows(connection, "select n from totals union all from copies") == [(7,), (7,)]
        assert [path.name for path in (tmp_path / "derived").iterdir() if path.is_dir()] == ["f1"]
        if finished:
            assert step > 5
            return
        shutil.rmtree(built)
    pytest.fail("the tables were never finished")


def test_a_reader_goes_on_reading_what_it_opened(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path)
    add(shelf, "april.csv", ae(APRIL, attended=1))
    add(shelf, "one", advice(R1="advice"))
    with shelf.connect() as reader:
        add(shelf, "april-revised.csv", ae(APRIL, attended=2, revised=True))
        add(shelf, "two", advice(R1="returned"))
        assert rows(reader, ATTENDED) == BEFORE
        assert rows(reader, "select outcome from advice") == [("advice",)]
    assert ask(shelf, ATTENDED) == [("2026-04-01", 2)]


def test_loads_at_the_same_time_come_one_after_the_other(tmp_path: Path) -> None:
    both = [processes.Process(target=load_five, args=(tmp_path, name)) for name in "AB"]
    for process in both:
        process.start()
    for process in both:
        process.join(timeout=60)
    assert [process.exitcode for process in both] == [0, 0]
    shelf = warehouse(tmp_path)
    assert sorted(load.vintage for load in shelf.loads()) == list(range(1, 11))
    assert ask(shelf, "select count(*)::int from advice") == [(10,)]


def test_the_same_file_loaded_twice_at_the_same_time_is_loaded_once(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path)
    threads = [threading.Thread(target=add, args=(shelf, "april.csv", ae(APRIL))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf.loads()) == 1


def test_who_holds_the_lock_is_named_and_reading_goes_on(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path, wait_seconds=0.05)
    add(shelf, "april.csv", ae(APRIL, attended=1))
    with held(tmp_path / "lock", purpose="the loading of may.csv"):
        with pytest.raises(WarehouseError) as caught:
            add(shelf, "june.csv", ae(JUNE))
        assert ask(shelf, ATTENDED) == BEFORE
    assert f"the loading of may.csv by {_user()}" in str(caught.value)
    assert f"(process {os.getpid()}, since " in str(caught.value)
    assert "nothing has been changed" in str(caught.value)
    add(shelf, "june.csv", ae(JUNE))


@contextlib.contextmanager
def held(lock: Path, *, purpose: str) -> Iterator[None]:
    """Hold a lock from another thread, as another process would."""
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with write_lock(lock, purpose=purpose, seconds=1):
            taken.set()
            done.wait(timeout=10)

    holder = threading.Thread(target=hold)
    holder.start()
    assert taken.wait(timeout=10)
    yield
    done.set()
    holder.join()


def _user() -> str:
    import getpass

    return getpass.getuser()


@pytest.mark.skipif(not POSIX, reason="the limit on the size of files is a POSIX one")
@pytest.mark.parametrize("size", [600, 6500])
def test_a_disk_that_fills_up_leaves_the_last_good_state(tmp_path: Path, size: int) -> None:
    """600 bytes are too few for the Parquet, 6,500 for the ledger, which earlier loads have made long."""
    shelf = warehouse(tmp_path / "w")
    for number in range(20):
        add(shelf, f"april {number}.csv", ae(APRIL, attended=number))
    assert (tmp_path / "w" / "ledger.jsonl").stat().st_size > 6500
    before = shelf.loads()
    assert in_a_process(load_with_files_of_at_most, shelf.folder, size, tmp_path / "report") == 0
    assert "the disk is full" in (tmp_path / "report").read_text()
    assert shelf.loads() == before
    assert ask(shelf, ATTENDED) == [("2026-04-01", 19)]
    add(shelf, "may.csv", ae(MAY, attended=3))
    assert stored(shelf.folder) == {load.parquet for load in shelf.loads()}


def test_a_disk_without_room_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = warehouse(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(100, 99, 2**20))
    with pytest.raises(WarehouseError, match=r"found 1 MB free on the disk; wanted 16 MB\. Make room"):
        add(shelf, "april.csv", ae(APRIL))
    assert shelf.loads() == ()
    assert stored(tmp_path) == set()


@pytest.mark.skipif(not POSIX, reason="rights are set the POSIX way")
def test_a_folder_that_may_only_be_read_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as outside:  # not tmp_path, which is closed to other users
        folder, report = Path(outside, "w"), Path(outside, "report")
        shelf = warehouse(folder)
        add(shelf, "april.csv", ae(APRIL, attended=1))
        before = shelf.loads()
        report.touch()
        report.chmod(0o666)
        Path(outside).chmod(0o755)
        folder.chmod(0o555)
        assert in_a_process(read_and_try_to_load, folder, report) == 0
        folder.chmod(0o755)
        assert report.read_text().startswith(f"{BEFORE} {folder}: can't be written")
        assert shelf.loads() == before


def stored(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.glob("data/*/*/*")}
