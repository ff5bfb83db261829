"""Text columns to the typed columns of a schema, or every value that could not be read, each with its row.

A column is read value by distinct value, so a file of millions of rows costs as much Python as it has
different values. Text is trimmed; a blank is null, or zero where a published layout means it so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.sources.sheets import Cells, shown
from briefing.sources.values import (
    DASHES,
    Parser,
    Unreadable,
    parse_bool,
    parse_count,
    parse_date,
    parse_half,
    parse_month,
    parse_number,
    slash_order,
)

SHOWN_PER_COLUMN = 20
LONGEST_TEXT = 32_767
_UNSEEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{202a}-\x{202e}\x{2066}-\x{2069}]"
"""Control characters, and those that turn the direction of writing; tabs and line breaks are text."""


@dataclass(frozen=True)
class _Refusal:
    value: str
    wanted: str
    remedy: str


def convert(
    cells: Cells,
    schema: pa.Schema,
    *,
    columns: Mapping[str, str],
    required: Collection[str] = (),
    blank_is_zero: Collection[str] = (),
    dash_is_zero: Collection[str] = (),
    choices: Mapping[str, Collection[str]] | None = None,
    parsers: Mapping[str, Parser] | None = None,
) -> pa.Table:
    """The table in `schema`, its columns taken from the headers that `columns` names (ours -> the file's).

    A column of the schema that `columns` leaves out is null. `required` columns, and those the schema calls
    not nullable, may hold no blank. `choices` lists the only words a column may hold, in any case; they come
    out as listed. A parser of one's own replaces the one that goes with the type.
    """
    conversion = _Conversion(cells, schema, columns, parsers or {}, choices or {})
    out = {}
    for field in schema:
        if field.name not in columns:
            out[field.name] = pa.nulls(cells.table.num_rows, field.type)
            continue
        zero = (field.name in blank_is_zero, field.name in dash_is_zero)
        out[field.name] = conversion.column(field, blank_is_zero=zero[0], dash_is_zero=zero[1])
        if field.name in required or not field.nullable:
            conversion.refuse_blanks(out[field.name], columns[field.name])
    conversion.refuse_unsure_dates()
    if conversion.faults:
        raise SourceError(conversion.faults)
    return pa.table(out, schema=schema)


class _Conversion:
    """One table's way from text to types: gathers faults, and what its dates with slashes show."""

    def __init__(
        self,
        cells: Cells,
        schema: pa.Schema,
        columns: Mapping[str, str],
        parsers: Mapping[str, Parser],
        choices: Mapping[str, Collection[str]],
    ) -> None:
        self.faults: list[Fault] = []
        self._cells = cells
        self._columns = columns
        self._parsers = parsers
        self._choices = {name: {word.lower(): word for word in words} for name, words in choices.items()}
        self._day_first = False
        self._unsure: dict[str, list[str]] = {}

    def column(self, field: pa.Field, *, blank_is_zero: bool, dash_is_zero: bool) -> pa.ChunkedArray:
        header = self._columns[field.name]
        values = self._cells.table[header]
        if values.type == field.type and field.type != pa.string() and field.type != pa.date32():
            return self._checked_counts(values.fill_null(0) if blank_is_zero else values, header)
        if field.type == pa.string() and field.name not in self._choices and field.name not in self._parsers:
            text = _trimmed(values)
            self._refuse_odd_text(text, header)
            return text
        parse = self._parser(field)
        distinct = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
        parsed = distinct.unify_dictionaries().chunks
        read = _Reading(parse, zero_for_blank=blank_is_zero, zero_for_dash=dash_is_zero)
        chunks = [self._read_chunk(chunk, field, read) for chunk in parsed]
        self._note_dates(field, header, read)
        self._refuse(values, header, read.refused)
        return pa.chunked_array(chunks, field.type)

    def _parser(self, field: pa.Field) -> Parser:
        if field.name in self._parsers:
            return self._parsers[field.name]
        if field.name in self._choices:
            return _one_of(self._choices[field.name])
        if field.type == pa.date32():
            return parse_month if field.name == "period" else parse_date
        return _PARSERS[field.type]

    @staticmethod
    def _read_chunk(chunk: pa.DictionaryArray, field: pa.Field, read: "_Reading") -> pa.Array:
        dictionary = pa.array([read(value) for value in chunk.dictionary.to_pylist()], field.type)
        taken = dictionary.take(chunk.indices)
        return taken.fill_null(0) if read.zero_for_blank else taken

    def _checked_counts(self, values: pa.ChunkedArray, header: str) -> pa.ChunkedArray:
        """Counts that came typed the quick way: only a minus sign is still to be refused."""
        lowest = pc.min(values).as_py() if pa.types.is_integer(values.type) else None
        if lowest is not None and lowest < 0:
            text = values.cast(pa.string())
            refused = {}
            for value in text.filter(pc.less(values, 0)).unique().to_pylist():
                refused[value] = _refusal(value, parse_count)
            self._refuse(text, header, refused)
        return values

    def _refuse_odd_text(self, text: pa.ChunkedArray, header: str) -> None:
        """Text longer than a cell of Excel holds, or with characters that no keyboard has, is not what it seems."""
        odd = pc.or_(pc.greater(pc.utf8_length(text), LONGEST_TEXT), pc.match_substring_regex(text, _UNSEEN))
        where = pc.indices_nonzero(odd.fill_null(False))
        for index in where[:SHOWN_PER_COLUMN].to_pylist():
            value = text[index].as_py()
            long = len(value) > LONGEST_TEXT
            found = f"{len(value):,} letters" if long else f"characters that can't be seen in {shown(value)}"
            wanted = f"at most {LONGEST_TEXT:,}" if long else "plain text"
            self._fault(found, wanted, "Type it again.", header, row=self._cells.row(index))
        self._count_rest(len(where), header)

    def _refuse(self, values: pa.ChunkedArray, header: str, refused: Mapping[str, _Refusal]) -> None:
        if not refused:
            return
        text = values.cast(pa.string())
        where = pc.indices_nonzero(pc.is_in(text, pa.array(list(refused), pa.string())))
        for index in where[:SHOWN_PER_COLUMN].to_pylist():
            refusal = refused[text[index].as_py()]
            self._fault(
                shown(refusal.value), refusal.wanted, refusal.remedy, header, row=self._cells.row(index)
            )
        self._count_rest(len(where), header)

    def refuse_blanks(self, values: pa.ChunkedArray, header: str) -> None:
        if not values.null_count:
            return
        text = self._cells.table[header]
        blank = pc.indices_nonzero(
            pc.equal(pc.utf8_trim_whitespace(text.cast(pa.string()).fill_null("")), "")
        )
        for index in blank[:SHOWN_PER_COLUMN].to_pylist():
            remedy = "Fill in the value, or remove the row."
            self._fault("an empty cell", "a value in every row", remedy, header, row=self._cells.row(index))
        self._count_rest(len(blank), header)

    def _count_rest(self, n: int, header: str) -> None:
        if n > SHOWN_PER_COLUMN:
            found = f"{n:,} values of this kind, of which the first {SHOWN_PER_COLUMN} are listed"
            self._fault(found, "none", "Mend them all, then load again.", header)

    def _note_dates(self, field: pa.Field, header: str, read: "_Reading") -> None:
        if field.type == pa.date32():
            orders = {value: slash_order(value) for value in read.seen}
            self._day_first |= "day first" in orders.values()
            unsure = [value for value, order in orders.items() if order == "either"]
            if unsure:
                self._unsure[header] = unsure

    def refuse_unsure_dates(self) -> None:
        """Refuse 03/04/2026 where no date of the file, such as 30/04/2026, shows that the day comes first."""
        if self._day_first:
            return
        remedy = "Write dates as 2026-04-03, or save the column as dates in an Excel workbook."
        for header, values in self._unsure.items():
            found = f"{shown(values[0])}, which may be day/month or month/day"
            self._fault(found, "dates with only one meaning", remedy, header)

    def _fault(self, found: str, wanted: str, remedy: str, column: str, *, row: int | None = None) -> None:
        fault = Fault(
            self._cells.file, found, wanted, remedy, sheet=self._cells.sheet, row=row, column=column
        )
        self.faults.append(fault)


class _Reading:
    """Reads distinct values of one column, keeping those it could not read."""

    def __init__(self, parse: Parser, *, zero_for_blank: bool, zero_for_dash: bool) -> None:
        self._parse = parse
        self.zero_for_blank = zero_for_blank
        self._zero_for_dash = zero_for_dash
        self.refused: dict[str, _Refusal] = {}
        self.seen: set[str] = set()

    def __call__(self, value: str | None) -> Any:
        text = (value or "").replace("\ufeff", "").strip()
        if not text:
            return self._parse("0") if self.zero_for_blank else None
        if self._zero_for_dash and text in DASHES:
            return self._parse("0")
        try:
            parsed = self._parse(text)
        except Unreadable as why:
            self.refused[value or ""] = _Refusal(text, why.wanted, why.remedy)
            return None
        self.seen.add(text)
        return parsed


def _trimmed(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text without white space around it; blank is null. No Python call a value: ids are all distinct."""
    if pa.types.is_dictionary(values.type):
        chunks = [
            pa.DictionaryArray.from_arrays(
                chunk.indices, _trimmed(pa.chunked_array([chunk.dictionary])).combine_chunks()
            )
            for chunk in values.chunks
        ]
        return pa.chunked_array([chunk.cast(pa.string()) for chunk in chunks], pa.string())
    text = pc.utf8_trim_whitespace(values.cast(pa.string()))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _refusal(value: str, parse: Parser) -> _Refusal:
    try:
        parse(value)
    except Unreadable as why:
        return _Refusal(value, why.wanted, why.remedy)
    raise AssertionError(f"{value} was refused and is readable")


def _one_of(words: Mapping[str, str]) -> Parser:
    def parse(text: str) -> str:
        word = words.get(" ".join(text.lower().split()))
        if word is None:
            raise Unreadable(f"one of: {', '.join(words.values())}", "Use one of these words.")
        return word

    return parse


_PARSERS: dict[pa.DataType, Parser] = {
    pa.int32(): parse_count,
    pa.float64(): parse_number,
    pa.bool_(): parse_bool,
    pa.decimal128(12, 1): parse_half,
}
