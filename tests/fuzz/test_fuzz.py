"""Every reader and the meeting file, fed with what hypothesis makes of good files; and what fuzzing found before.

All of it within the limits in which files are read, and the same each time: new ones are looked for by `make fuzz`.
"""

import io
import random
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import seeds
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from targets import TARGETS, attempt, within_limits

from briefing.errors import BriefingError
from briefing.sources import limits, read_file

FOUND = sorted(path for path in (Path(__file__).parent / "found").glob("*") if path.suffix != ".md")
SEEDS = list(seeds.all_seeds())
bounded = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{TARGETS[seed[0]][0]}-{len(seed)}")
def test_the_seeds_are_files_that_a_reader_knows(seed: bytes) -> None:
    said = attempt(seed)
    assert "no known layout" not in said
    assert "not TOML" not in said


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_once_stays_mended(path: Path) -> None:
    attempt(path.read_bytes(), within_limits)


@bounded
@given(st.binary(max_size=2_000), st.integers(0, len(TARGETS) - 1))
def test_any_bytes_are_read_or_refused(data: bytes, target: int) -> None:
    attempt(bytes([target]) + data, within_limits)


@bounded
@given(st.sampled_from(SEEDS), st.randoms(use_true_random=False))
def test_a_damaged_file_is_read_or_refused(seed: bytes, drawn: random.Random) -> None:
    """Bytes changed, left out, doubled; lines swapped; a cell replaced by what it shouldn't hold."""
    data = bytearray(seed)
    odd = [b"", b"-1", b"=1+1", b"\xff", b'"', b"\n", b",", b"99999999999", b"2026-13-01", b"\0", b"1.5e400"]
    for _ in range(drawn.randrange(1, 6)):
        at = drawn.randrange(1, len(data) + 1)
        data[at : at + drawn.randrange(0, 12)] = drawn.choice(odd)
    attempt(bytes(data), within_limits)


@settings(bounded, max_examples=8)
@given(drawn=st.randoms(use_true_random=False), ending=st.sampled_from([".xlsx", ".xls"]))
def test_a_damaged_workbook_is_read_or_refused(
    drawn: random.Random, ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("plans").write_row(0, 0, ["metric", "provider_code", "period", "planned_value"])
    data = bytearray(file.getvalue())
    for _ in range(drawn.randrange(1, 30)):
        data[drawn.randrange(len(data))] = drawn.randrange(256)
    path = tmp_path_factory.mktemp("fuzz") / f"t{ending}"
    path.write_bytes(data if ending == ".xlsx" else b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(data))
    with pytest.raises(BriefingError) if ending == ".xls" else _either():
        limits.within_limits(read_file, path)


class _either:
    """Read or refused: both are answers."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is not None and issubclass(kind, BriefingError)


# No wrong number --------------------------------------------------------------------------------------------

values = st.floats(0, 1e7, allow_nan=False).map(lambda value: round(value, 3))
rows = st.lists(st.tuples(st.integers(0, 40), values), min_size=1, max_size=12, unique_by=lambda row: row[0])


@bounded
@given(
    written=rows,
    order=st.permutations(range(5)),
    form=st.sampled_from(["csv", "csv16", "tabs", "xlsx", "parquet"]),
)
def test_the_numbers_that_were_written_are_read(
    written: list[tuple[int, float]],
    order: list[int],
    form: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    head = ["metric", "provider_code", "specialty_code", "period", "planned_value"]
    table: list[list[Any]] = [
        head,
        *(["cancer_62_day", "RZA", "ALL", _month(m).isoformat(), v] for m, v in written),
    ]
    path = _written([[row[at] for at in order] for row in table], form, tmp_path_factory.mktemp("numbers"))
    (extract,) = read_file(path)
    read = {row["period"]: row["planned_value"] for row in extract.table.to_pylist()}
    assert read == {_month(month): value for month, value in written}


def _month(number: int) -> date:
    return date(2024 + number // 12, number % 12 + 1, 1)


def _written(table: list[list[object]], form: str, folder: Path) -> Path:
    if form == "xlsx":
        path = folder / "plans.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("plans")
            for at, row in enumerate(table):
                sheet.write_row(at, 0, row)
        return path
    if form == "parquet":
        path = folder / "plans.parquet"
        columns = {str(head): [row[at] for row in table[1:]] for at, head in enumerate(table[0])}
        pq.write_table(pa.table(columns), path)
        return path
    path = folder / "plans.csv"
    separator = "\t" if form == "tabs" else ","
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in table)
    path.write_bytes(text.encode("utf-16" if form == "csv16" else "utf-8"))
    return path
