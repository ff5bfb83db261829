"""Columns of text that repeat themselves are kept once; whatever the batches, the texts come out as they went in."""

import io

import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq
import pytest

from briefing.errors import SourceError
from briefing.sources import flat_files
from briefing.sources.files import open_bytes
from briefing.sources.flat_files import compact

SCHEMA = pa.schema([("id", pa.string()), ("code", pa.string()), ("n", pa.int32())])


def batch(ids: list[str], codes: list[str | None]) -> pa.RecordBatch:
    return pa.record_batch(
        [pa.array(ids), pa.array(codes, pa.string()), pa.array([1] * len(ids), pa.int32())], SCHEMA
    )


def test_a_code_is_kept_by_its_different_values_and_an_id_is_not() -> None:
    first = batch([f"Q{i}" for i in range(8)], ["A", "B"] * 4)
    second = batch([f"R{i}" for i in range(8)], ["C", None, ""] + ["A"] * 5)
    table = compact([first, second], SCHEMA)
    assert table.schema.types == [pa.string(), pa.dictionary(pa.int32(), pa.string()), pa.int32()]
    assert table["id"].to_pylist() == [*(f"Q{i}" for i in range(8)), *(f"R{i}" for i in range(8))]
    assert table["code"].to_pylist() == [*["A", "B"] * 4, "C", None, "", *["A"] * 5]
    assert {len(chunk.dictionary) for chunk in table["code"].chunks} == {4}, "one dictionary: A, B, C, blank"


@pytest.mark.parametrize("given", [[], [batch([], [])]])
def test_a_table_without_rows_keeps_its_columns(given: list[pa.RecordBatch]) -> None:
    table = compact(given, SCHEMA)
    assert (table.num_rows, table.column_names) == (0, ["id", "code", "n"])


@pytest.mark.parametrize(
    ("kind", "rows", "taken"),
    [("csv", 3, True), ("csv", 4, False), ("parquet", 4, True), ("parquet", 5, False)],
)
def test_a_file_of_more_rows_than_memory_is_meant_for_is_refused(
    monkeypatch: pytest.MonkeyPatch, kind: str, rows: int, taken: bool
) -> None:
    """Of a text file the lines are counted, so its header is one of them."""
    monkeypatch.setattr(flat_files, "MOST_ROWS", 4)
    out = io.BytesIO()
    table = pa.table({"code": ["A"] * rows, "n": list(range(rows))})
    (pc_csv.write_csv if kind == "csv" else pq.write_table)(table, out)
    if taken:
        (sheet,) = open_bytes(out.getvalue(), file=f"feed.{kind}")
        assert sheet.cells(1).table["code"].to_pylist() == ["A"] * rows
        return
    with pytest.raises(SourceError, match=r"found [45] rows; wanted at most 4\. Split the file by month"):
        open_bytes(out.getvalue(), file=f"feed.{kind}")
