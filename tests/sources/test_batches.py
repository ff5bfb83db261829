"""Columns of text that repeat themselves are kept once; whatever the batches, the texts come out as they went in."""

import pyarrow as pa
import pytest

from briefing.sources.batches import compact

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


@pytest.mark.parametrize("batches", [[], [batch([], [])]])
def test_a_table_without_rows_keeps_its_columns(batches: list[pa.RecordBatch]) -> None:
    table = compact(batches, SCHEMA)
    assert (table.num_rows, table.column_names) == (0, ["id", "code", "n"])
