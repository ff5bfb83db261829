"""Batches of text -> one table whose memory follows what its columns say, not how often they say it.

column           rows         kept as
practice_code    1,000,000    70 texts and 1,000,000 numbers of four bytes
request_id       1,000,000    1,000,000 texts: each stands there once
"""

from collections.abc import Iterable

import pyarrow as pa

from briefing.errors import Fault

MOST_ROWS = 10_000_000
"""In one file. A table is proved whole, so its memory grows with its rows: to some 3 GB for so many of a feed."""
_SELDOM = 4
"""A column is kept by its different values where each stands in this many rows or more of the first batch."""

_TEXTS = pa.dictionary(pa.int32(), pa.string())


def compact(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    """The table of all batches, columns of text that repeat themselves dictionary-encoded.

    The first batch decides for its whole column, so that every chunk has one type; a column it misjudges is
    larger than it need be, and not wrong. Dictionaries are made one for all chunks.
    """
    chunks: list[list[pa.Array]] = [[] for _ in schema]
    types: list[pa.DataType] | None = None
    for batch in batches:
        if types is None:
            types = [_TEXTS if _repeats(column) else column.type for column in batch.columns]
        for kept, column, kind in zip(chunks, batch.columns, types, strict=True):
            kept.append(column.dictionary_encode() if kind == _TEXTS else column)
    columns = [pa.chunked_array(kept, kind) for kept, kind in zip(chunks, types or schema.types, strict=True)]
    return pa.table(columns, names=schema.names).unify_dictionaries()


def _repeats(column: pa.Array) -> bool:
    return bool(pa.types.is_string(column.type)) and len(column.unique()) * _SELDOM <= len(column)


def too_many_rows(file: str, rows: int) -> Fault:
    """Of a file that would take more memory than an office computer has to spare."""
    remedy = "Split the file by month: rows of a feed count whichever file brought them."
    return Fault(file, f"{rows:,} rows", f"at most {MOST_ROWS:,}", remedy)
