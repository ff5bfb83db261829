"""Text files of separated values, in any encoding that the NHS sends, read without guessing at types."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

import pyarrow as pa
import pyarrow.csv as pc_csv

from briefing.errors import Fault, SourceError
from briefing.sources.batches import MOST_ROWS, compact, too_many_rows
from briefing.sources.sheets import HEAD_ROWS, Sheet, one_line

_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = {",": "commas", "\t": "tabs", ";": "semicolons"}
_LONGEST_VALUE = 100_000
_BYTES_AT_ONCE = 4 << 20


def delimited_sheet(data: bytes, *, file: str) -> Sheet:
    """The one sheet of a text file. A file that is not text at all is refused."""
    if (lines := data.count(b"\n")) > MOST_ROWS:
        raise SourceError([too_many_rows(file, lines)])
    encoding, notes = _encoding(data, file)
    separator = _separator(data, encoding)
    if separator != ",":
        notes = (*notes, f"the values are separated by {_SEPARATORS[separator]}, not commas")

    def records() -> Iterator[Sequence[str]]:
        return _records(data, encoding, separator, file)

    head = tuple(
        tuple(one_line(cell) for cell in row) for row in islice(_head(data, encoding, separator), HEAD_ROWS)
    )
    quick = _quick(data) if encoding == "utf-8-sig" and separator == "," else None
    return Sheet(file, None, head, records, quick=quick, notes=notes)


def _encoding(data: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    if data.startswith(_UTF16_BOMS):
        return _proven(data, "utf-16", file), ()
    if b"\0" in data[:100_000]:
        raise _not_text(file)
    if data.isascii():
        return "utf-8-sig", ()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _proven(data, "cp1252", file), (
            "the text is in Windows-1252, not UTF-8: check accented letters",
        )
    return "utf-8-sig", ()


def _proven(data: bytes, encoding: str, file: str) -> str:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        raise _not_text(file) from None
    return encoding


def _not_text(file: str) -> SourceError:
    remedy = "Download the file again, or save it from Excel as 'CSV UTF-8'."
    return SourceError(
        [Fault(file, "bytes that are not text", "a table as csv, xlsx, xls, zip or parquet", remedy)]
    )


def _separator(data: bytes, encoding: str) -> str:
    text = data[:50_000].decode(encoding, errors="ignore")
    counts = {separator: text.count(separator) for separator in _SEPARATORS}
    return max(counts, key=lambda separator: counts[separator])


def _reader(data: bytes, encoding: str, separator: str) -> Iterator[list[str]]:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    csv.field_size_limit(_LONGEST_VALUE)
    return csv.reader(stream, delimiter=separator, strict=True)


def _head(data: bytes, encoding: str, separator: str) -> Iterator[list[str]]:
    """The first rows, as far as they can be read: what breaks below is told when the file is read whole."""
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


def _quick(data: bytes) -> Callable[[int, Mapping[str, pa.DataType]], pa.Table | None]:
    """Read with Arrow, if every line of the file is a row: only then are row numbers sure."""

    def read(header_row: int, types: Mapping[str, pa.DataType]) -> pa.Table | None:
        body = pa.py_buffer(data).slice(len(_UTF8_BOM) if data.startswith(_UTF8_BOM) else 0)
        convert = pc_csv.ConvertOptions(
            column_types=dict(types),
            null_values=[""],
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
            auto_dict_encode=False,
        )
        try:
            header = _arrow_header(data, header_row)
            convert.column_types = {name: types.get(one_line(name), pa.string()) for name in header}
            options = pc_csv.ReadOptions(skip_rows=header_row - 1, block_size=_BYTES_AT_ONCE)
            with pc_csv.open_csv(
                pa.BufferReader(body), read_options=options, convert_options=convert
            ) as batches:
                table = compact(batches, batches.schema)
        except (pa.ArrowInvalid, csv.Error, StopIteration):
            return None
        names = [one_line(name) for name in header]
        if len(set(names)) < len(names) or "" in names or table.column_names != header:
            return None
        lines = data.count(b"\n") + (not data.endswith(b"\n"))
        return table.rename_columns(names) if lines == header_row + table.num_rows else None

    return read


def _arrow_header(data: bytes, header_row: int) -> list[str]:
    return next(islice(_reader(data, "utf-8-sig", ","), header_row - 1, None))
