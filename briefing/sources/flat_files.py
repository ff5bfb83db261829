"""Files of one table: separated values in any encoding that the NHS sends, and Parquet, turned to text alike.

A table's memory follows what its columns say, not how often they say it:

column           rows         kept as
practice_code    1,000,000    70 texts and 1,000,000 numbers of four bytes
request_id       1,000,000    1,000,000 texts: each stands there once
"""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from briefing.errors import Fault, SourceError
from briefing.sources.sheets import HEAD_ROWS, Quick, Sheet, head_of, one_line, refused

MOST_ROWS = 10_000_000
"""In one file. A table is proved whole, so its memory grows with its rows: to some 3 GB for so many of a feed."""
_SELDOM = 4
"""A column is kept by its different values where each stands in this many rows or more of the first batch."""
_TEXTS = pa.dictionary(pa.int32(), pa.string())
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_UTF32_BOM = b"\xff\xfe\0\0"
_SEPARATORS = {",": "commas", "\t": "tabs", ";": "semicolons"}
_LONGEST_VALUE = 100_000
_BYTES_AT_ONCE = 4 << 20
_ROWS_AT_ONCE = 50_000
_BROKEN = (pa.ArrowException, OSError, ValueError)


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


def _refuse_many_rows(file: str, rows: int) -> None:
    """Refuse a file that would take more memory than an office computer has to spare."""
    if rows > MOST_ROWS:
        remedy = "Split the file by month: rows of a feed count whichever file brought them."
        raise refused(file, f"{rows:,} rows", remedy, wanted=f"at most {MOST_ROWS:,}")


# Text -------------------------------------------------------------------------------------------------------


def delimited_sheet(data: bytes, *, file: str) -> Sheet:
    """The one sheet of a text file. A file that is not text at all is refused."""
    _refuse_many_rows(file, data.count(b"\n"))
    encoding, notes = _encoding(data, file)
    separator = _separator(data, encoding)
    if separator != ",":
        notes = (*notes, f"the values are separated by {_SEPARATORS[separator]}, not commas")

    def records() -> Iterator[Sequence[str]]:
        return _records(data, encoding, separator, file)

    quick = _quick_text(data) if encoding == "utf-8-sig" and separator == "," else None
    head = head_of(_readable(data, encoding, separator))
    return Sheet(file, None, head, records, quick=quick, notes=notes)


def _encoding(data: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    if data.startswith(_UTF16_BOMS) and not data.startswith(_UTF32_BOM):
        return _proven(data, "utf-16", file), ()
    if b"\0" in data[:100_000]:
        raise _not_text(file)
    if data.isascii():
        return "utf-8-sig", ()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        note = "the text is in Windows-1252, not UTF-8: check accented letters"
        return _proven(data, "cp1252", file), (note,)
    return "utf-8-sig", ()


def _proven(data: bytes, encoding: str, file: str) -> str:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        raise _not_text(file) from None
    return encoding


def _not_text(file: str) -> SourceError:
    remedy = "Download the file again, or save it from Excel as 'CSV UTF-8'."
    return refused(file, "bytes that are not text", remedy)


def _separator(data: bytes, encoding: str) -> str:
    text = data[:50_000].decode(encoding, errors="ignore")
    return max(_SEPARATORS, key=text.count)


def _reader(data: bytes, encoding: str, separator: str) -> Iterator[list[str]]:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    csv.field_size_limit(_LONGEST_VALUE)
    return csv.reader(stream, delimiter=separator, strict=True)


def _readable(data: bytes, encoding: str, separator: str) -> Iterator[list[str]]:
    """The rows as far as they can be read: what breaks below is told when the file is read whole."""
    try:
        yield from _reader(data, encoding, separator)
    except csv.Error:
        return


def _records(data: bytes, encoding: str, separator: str, file: str) -> Iterator[Sequence[str]]:
    number = 0
    try:
        for number, row in enumerate(_reader(data, encoding, separator), start=1):  # noqa: B007
            yield row
    except csv.Error as error:
        fault = Fault(
            file,
            found=f"a quotation mark out of place ({error})",
            wanted='values with commas in quotation marks, and a quotation mark in a value doubled: ""',
            remedy="Mend the quotation marks of this row, or download the file again.",
            row=number + 1,
        )
        raise SourceError([fault]) from None


def _quick_text(data: bytes) -> Quick:
    """Read with Arrow, if every line of the file is a row: only then are row numbers sure."""

    def read(header_row: int, only: Collection[str] = ()) -> pa.Table | None:
        body = pa.py_buffer(data).slice(len(_UTF8_BOM) if data.startswith(_UTF8_BOM) else 0)
        try:
            header = next(islice(_reader(data, "utf-8-sig", ","), header_row - 1, None))
            names = [one_line(name) for name in header]
            wanted = [there for there, name in zip(header, names, strict=True) if not only or name in only]
            convert = pc_csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()),
                strings_can_be_null=False,
                include_columns=wanted if only else [],
            )
            options = pc_csv.ReadOptions(skip_rows=header_row - 1, block_size=_BYTES_AT_ONCE)
            source = pa.BufferReader(body)
            with pc_csv.open_csv(source, read_options=options, convert_options=convert) as batches:
                table = compact(batches, batches.schema)
        except (pa.ArrowInvalid, csv.Error, StopIteration):
            return None
        if len(set(names)) < len(names) or "" in names or table.column_names != wanted:
            return None
        lines = data.count(b"\n") + (not data.endswith(b"\n"))
        if lines != header_row + table.num_rows or _has_blank_row(table):
            return None
        return table.rename_columns([one_line(name) for name in wanted])

    return read


def _has_blank_row(table: pa.Table) -> bool:
    """Whether any row is nothing but commas, as Excel leaves them."""
    rows = table
    for index in range(table.num_columns):
        if not rows.num_rows:
            return False
        rows = rows.filter(pc.equal(pc.utf8_trim_whitespace(rows[index].cast(pa.string())), ""))
    return bool(rows.num_rows)


# Parquet ----------------------------------------------------------------------------------------------------


def parquet_sheet(data: bytes, *, file: str) -> Sheet:
    """The one sheet of a Parquet file; its column names make row 1."""
    try:
        content = pq.ParquetFile(io.BytesIO(data))
    except MemoryError:  # Arrow's own is an ArrowException too
        raise
    except _BROKEN as error:
        raise _damaged(file, error) from None
    _refuse_many_rows(file, content.metadata.num_rows)
    if faults := list(_not_plain(content, file)):
        raise SourceError(faults)

    def records() -> Iterator[Sequence[str]]:
        yield content.schema_arrow.names
        try:
            for batch in content.iter_batches(batch_size=_ROWS_AT_ONCE):
                yield from zip(*(column.to_pylist() for column in _texts(batch)), strict=True)
        except MemoryError:
            raise
        except _BROKEN as error:
            raise _damaged(file, error) from None

    return Sheet(file, None, head_of(islice(records(), HEAD_ROWS)), records, quick=_quick_parquet(data))


def _quick_parquet(data: bytes) -> Quick:
    """All columns as the same text, a batch at a time. Types are left to the conversion, which tells what is wrong."""

    def read(header_row: int, only: Collection[str] = ()) -> pa.Table | None:
        try:
            content = pq.ParquetFile(pa.BufferReader(data))
            names = [one_line(name) for name in content.schema_arrow.names]
            if header_row != 1 or "" in names or len(set(names)) < len(names):
                return None
            schema = pa.schema([(name, pa.string()) for name in names])
            batches = content.iter_batches(batch_size=_ROWS_AT_ONCE)
            table = compact((pa.record_batch(_texts(batch), schema) for batch in batches), schema)
            return table.select([name for name in names if name in only]) if only else table
        except MemoryError:
            raise
        except (pa.ArrowException, OSError):
            return None

    return read


def _texts(batch: pa.RecordBatch) -> list[pa.Array]:
    plain = (
        column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        for column in batch.columns
    )
    return [column.cast(pa.string()).fill_null("") for column in plain]


def _not_plain(content: pq.ParquetFile, file: str) -> Iterator[Fault]:
    for field in content.schema_arrow:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            found, remedy = f"a column of type {field.type}", "Write the column as text, numbers or dates."
            yield Fault(file, found, "one plain value a cell", remedy, column=field.name)


def _damaged(file: str, error: Exception) -> SourceError:
    found = f"a damaged Parquet file ({one_line(str(error))[:120]})"
    return refused(file, found, "Write or download it again.", wanted="a whole one")
