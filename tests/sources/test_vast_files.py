"""Files that promise more than they are: read within a gigabyte and a minute, or refused in a sentence."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

import briefing
from briefing.errors import SourceError
from briefing.processes import apart
from briefing.sources import limits, read_file
from briefing.sources.limits import within_limits

LINUX = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is limited on Linux alone")


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as error:
        within_limits(read_file, path)
    return str(error.value)


def one_long_text(folder: Path) -> Path:
    """Of two million letters, once in the file, and in each of 4,000 rows."""
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 4_000, pa.int32()), ["x" * 2_000_000])
    pq.write_table(pa.table({"request_id": text}), folder / "t.parquet", compression="zstd")
    return folder / "t.parquet"


def one_shared_text(folder: Path) -> Path:
    with xlsxwriter.Workbook(folder / "t.xlsx", {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for row in range(3_000):
            sheet.write_string(row, 0, "y" * 32_767 if row < 3_000 else "")
            for column in range(1, 12):
                sheet.write_string(row, column, "y" * 32_767)
    return folder / "t.xlsx"


@LINUX
@pytest.mark.parametrize("draw", [one_long_text, one_shared_text])
def test_what_a_few_bytes_promise_is_not_taken_from_the_machine(draw: object, tmp_path: Path) -> None:
    path = draw(tmp_path)  # type: ignore[operator]
    assert path.stat().st_size < 200_000
    began = time.monotonic()
    assert "takes more than 640 MB to read" in refusal(path)
    assert time.monotonic() - began < 60


def test_a_line_without_end_is_refused_before_it_is_in_memory(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"name,n\n" + b"x" * (2 * 2**20))
    assert "a line of more than 1,048,576 letters" in refusal(tmp_path / "t.csv")


def _sleep(path: Path, seconds: float) -> None:
    time.sleep(seconds)


def _work_on(path: Path) -> None:
    while True:
        pass


def _break(path: Path) -> None:
    raise KeyError("nobody foresaw this")


def _die(path: Path) -> None:
    os._exit(1)


def _process(path: Path) -> int:
    return os.getpid()


def test_what_comes_to_no_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 2)
    (tmp_path / "t.csv").touch()
    for work in (partial(_sleep, seconds=60), _work_on):
        with pytest.raises(SourceError, match="found a file that is not read within 2 seconds"):
            within_limits(work, tmp_path / "t.csv")


def test_an_error_that_nobody_foresaw_is_a_sentence_and_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "t.csv").touch()
    with pytest.raises(SourceError) as error:
        within_limits(_break, tmp_path / "t.csv")
    (log,) = tmp_path.glob("briefing-fault-*.txt")
    assert str(log) in str(error.value)
    assert "Traceback" not in str(error.value)
    assert "nobody foresaw this" in log.read_text()


def test_one_process_reads_file_after_file_and_a_fresh_one_follows_where_it_dies(tmp_path: Path) -> None:
    (tmp_path / "t.csv").touch()
    first, second = (within_limits(_process, tmp_path / "t.csv") for _ in range(2))
    assert os.getpid() != first == second
    with pytest.raises(SourceError, match="breaks the library that reads it"):
        within_limits(_die, tmp_path / "t.csv")
    assert within_limits(_process, tmp_path / "t.csv") != first


def test_jobs_of_several_threads_do_not_get_each_others_answers() -> None:
    found: dict[int, int] = {}

    def ask(number: int) -> None:
        found[number] = apart(partial(abs, -number), memory=2**28, seconds=60)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: number for number in range(8)}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes among files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "t.csv")
    assert "a folder, a pipe or a device" in refusal(tmp_path / "t.csv")


ORPHAN = """
import os, signal, sys, threading, time
from functools import partial
from briefing.processes import apart
threading.Timer(3, os.kill, (os.getpid(), signal.SIGKILL)).start()
print(apart(os.getpid, memory=2**28, seconds=60), flush=True)
apart(partial(time.sleep, 60), memory=2**28, seconds=60)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows says nothing of a parent that is gone")
def test_the_process_that_reads_leaves_with_the_one_it_reads_for() -> None:
    killed = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    until = time.monotonic() + 20
    while time.monotonic() < until and _is_there(int(killed.stdout)):
        time.sleep(0.1)
    assert not _is_there(int(killed.stdout))


def _is_there(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().split()[2]
    except OSError:
        return False


def test_every_room_that_opens_files_does_so_within_limits() -> None:
    """By its source: one that forgets is found here, before a file is dropped on it."""
    house = Path(briefing.__file__).parent
    texts = {path: path.read_text("utf-8") for path in house.rglob("*.py") if path.parent.name != "sources"}
    opening = {
        path.name for path, text in texts.items() if re.search(r"\b(open_file|read_file|read_form)\b", text)
    }
    within = {path.name for path, text in texts.items() if "within_limits(" in text}
    assert {"load.py", "names.py", "sheet.py", "tidy.py", "named.py"} == opening
    assert opening <= within
    calls = [text for text in texts.values() if re.search(r"(?<!def )\b(open_file|read_file)\(", text)]
    assert len(calls) == 3, "each within a function that is itself handed to `within_limits`"
