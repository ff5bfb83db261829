"""Parquet files, turned to text like any other sheet, so that one set of rules reads them all."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from briefing.errors import Fault, SourceError
from briefing.sources.batches import MOST_ROWS, compact, too_many_rows
from briefing.sources.sheets import HEAD_ROWS, Sheet, one_line

_ROWS_AT_ONCE = 50_000
_BROKEN = (pa.ArrowException, OSError, ValueError)


def parquet_sheet(data: bytes, *, file: str) -> Sheet:
    """The one sheet of a Parquet file; its column names make row 1."""
    try:
        content = pq.ParquetFile(io.BytesIO(data))
    except _BROKEN as error:
        raise _damaged(file, error) from None
    faults = list(_faults(content, file))
    if faults:
        raise SourceError(faults)
    names = content.schema_arrow.names

    def records() -> Iterator[Sequence[str]]:
        yield names
        try:
            for batch in content.iter_batches(batch_size=_ROWS_AT_ONCE):
                yield from _as_text(batch)
        except _BROKEN as error:
            raise _damaged(file, error) from None

    rows = records()
    head = tuple(
        tuple(one_line(cell) for cell in row) for row, _ in zip(rows, range(HEAD_ROWS), strict=False)
    )
    return Sheet(file, None, head, records, quick=_quick(data))


def _quick(data: bytes) -> Callable[[int, Mapping[str, pa.DataType]], pa.Table | None]:
    """All columns as the same text, a batch at a time. Types are left to the conversion, which tells what is wrong."""

    def read(header_row: int, _: Mapping[str, pa.DataType]) -> pa.Table | None:
        try:
            content = pq.ParquetFile(pa.BufferReader(data))
            names = [one_line(name) for name in content.schema_arrow.names]
            if header_row != 1 or "" in names or len(set(names)) < len(names):
                return None
            schema = pa.schema([(name, pa.string()) for name in names])
            batches = (
                pa.record_batch([_text_column(column).fill_null("") for column in batch.columns], schema)
                for batch in content.iter_batches(batch_size=_ROWS_AT_ONCE)
            )
            return compact(batches, schema)
        except (pa.ArrowException, OSError):
            return None

    return read


def _as_text(batch: pa.RecordBatch) -> Iterator[Sequence[str]]:
    columns = [_text_column(column).fill_null("").to_pylist() for column in batch.columns]
    yield from zip(*columns, strict=True)


def _text_column(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.string())


def _faults(content: pq.ParquetFile, file: str) -> Iterator[Fault]:
    if content.metadata.num_rows > MOST_ROWS:
        yield too_many_rows(file, content.metadata.num_rows)
    for field in content.schema_arrow:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            remedy = "Write the column as text, numbers or dates."
            yield Fault(
                file, f"a column of type {field.type}", "one plain value a cell", remedy, column=field.name
            )


def _damaged(file: str, error: Exception) -> SourceError:
    reason = one_line(str(error))[:120]
    return SourceError(
        [Fault(file, f"a damaged Parquet file ({reason})", "a whole one", "Write or download it again.")]
    )
