"""Text columns to the typed columns of a schema, or every value that could not be read, each with its row.

A column is read value by distinct value, so a file of millions of rows costs as much Python as it has
different values. Text is trimmed; a blank is null, or zero where a published layout means it so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.sources.columns import Column, schema_of
from briefing.sources.sheets import INVISIBLE, Cells, shown, visible
from briefing.sources.values import DASHES, Unreadable, day_first, is_day_first

SHOWN_PER_COLUMN = 20
LONGEST_TEXT = 32_767
_UNSEEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{202a}-\x{202e}\x{2066}-\x{2069}\x{fffe}\x{ffff}]"
"""Control characters, and those that turn the direction of writing; tabs and line breaks are text."""
_ROUNDED = r"^[0-9](?:\.[0-9]+)?[eE]\+[0-9]{1,3}$"
"""What Excel makes of an id of many digits."""


def convert(cells: Cells, columns: Sequence[Column]) -> pa.Table:
    """Return the table of these columns, each taken from where the cells' headings say, or null.

    Where the settings call dates American, a file that shows that its days come first is read as it shows.
    """
    out, faults, headings = {}, _Faults(cells), cells.headings
    american = cells.american and not _shows_day_first(cells, columns)
    for each in columns:
        if each.name not in headings:
            out[each.name] = pa.nulls(cells.table.num_rows, each.kind)
            continue
        heading = headings[each.name]
        reading = _Reading(each, american and each.kind == pa.date32())
        out[each.name] = _values(cells.table[heading], reading, faults, heading)
        if each.filled:
            faults.refuse_blanks(out[each.name], heading)
    if faults.found:
        raise SourceError(faults.found)
    return pa.table(out, schema=schema_of(columns, every=True))


def _shows_day_first(cells: Cells, columns: Iterable[Column]) -> bool:
    dated = [each.name for each in columns if each.kind == pa.date32() and each.name in cells.headings]
    values = {value for name in dated for value in cells.table[cells.headings[name]].unique().to_pylist()}
    return any(is_day_first((value or "").strip()) for value in values)


@dataclass
class _Reading:
    """How the values of one column are read, and which of them could be."""

    column: Column
    american: bool
    refused: dict[str, Unreadable] = field(default_factory=dict)

    def value(self, given: str | None) -> Any:
        assert self.column.parser is not None
        text = visible(given or "").strip()
        text = day_first(text) if self.american else text
        if not text and not self.column.blank_is_zero:
            return None
        dash = self.column.dash_is_zero and text in DASHES
        try:
            value = self.column.parser("0" if not text or dash else text)
        except Unreadable as why:
            self.refused[given or ""] = why
            return None
        return value


def _values(values: pa.ChunkedArray, reading: _Reading, faults: "_Faults", heading: str) -> pa.ChunkedArray:
    """Plain text, which has no parser, is trimmed and looked at as a whole."""
    if reading.column.parser is None:
        text = _trimmed(values)
        faults.refuse_odd_text(text, heading)
        return text
    encoded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    chunks = encoded.unify_dictionaries().chunks
    different = chunks[0].dictionary.to_pylist() if chunks else []  # unified: all chunks have the same one
    read = pa.array([reading.value(value) for value in different], reading.column.kind)
    faults.refuse(values, heading, reading.refused)
    return pa.chunked_array([read.take(chunk.indices) for chunk in chunks], reading.column.kind)


def _trimmed(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text as it is seen, without white space around it; blank is null. No Python call a value: ids are distinct."""
    if pa.types.is_dictionary(values.type):
        chunks = [
            pa.DictionaryArray.from_arrays(
                chunk.indices, _trimmed(pa.chunked_array([chunk.dictionary])).combine_chunks()
            )
            for chunk in values.chunks
        ]
        return pa.chunked_array([chunk.cast(pa.string()) for chunk in chunks], pa.string())
    text = pc.utf8_normalize(values.cast(pa.string()), form="NFC")
    text = pc.replace_substring_regex(text, f"[{INVISIBLE}]", "")
    text = pc.replace_substring_regex(text, r"\p{Zs}+", " ")
    text = pc.utf8_trim_whitespace(text)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


class _Faults:
    """Everything wrong with the values of one table, the first of each kind and column with their rows."""

    def __init__(self, cells: Cells) -> None:
        self.found: list[Fault] = []
        self._cells = cells

    def refuse(self, values: pa.ChunkedArray, heading: str, refused: Mapping[str, Unreadable]) -> None:
        if not refused:
            return
        text = values.cast(pa.string())
        where = pc.indices_nonzero(pc.is_in(text, pa.array(list(refused), pa.string())))
        for index in self._first(where, heading):
            value = text[index].as_py()
            why = refused[value]
            self._add(shown(value.strip()), why.wanted, why.remedy, heading, index)

    def refuse_odd_text(self, text: pa.ChunkedArray, heading: str) -> None:
        """Refuse what is not what it seems: longer than a cell of Excel, unseen characters, an id that was rounded."""
        for index in self._first(pc.indices_nonzero(pc.match_substring_regex(text, _ROUNDED)), heading):
            found = f"{shown(text[index].as_py())}, a number that Excel has rounded"
            remedy = "Format the column as text before the ids are put in, or have the file made as csv without Excel."
            self._add(found, "the id in full", remedy, heading, index)
        odd = pc.or_(pc.greater(pc.utf8_length(text), LONGEST_TEXT), pc.match_substring_regex(text, _UNSEEN))
        for index in self._first(pc.indices_nonzero(odd.fill_null(False)), heading):
            value = text[index].as_py()
            long = len(value) > LONGEST_TEXT
            found = f"{len(value):,} letters" if long else f"characters that can't be seen in {shown(value)}"
            wanted = f"at most {LONGEST_TEXT:,}" if long else "plain text"
            self._add(found, wanted, "Type it again.", heading, index)

    def refuse_blanks(self, values: pa.ChunkedArray, heading: str) -> None:
        if not values.null_count:
            return
        text = self._cells.table[heading].cast(pa.string()).fill_null("")
        blank = pc.indices_nonzero(pc.equal(pc.utf8_trim_whitespace(text), ""))
        for index in self._first(blank, heading):
            remedy = "Fill in the value, or remove the row."
            self._add("an empty cell", "a value in every row", remedy, heading, index)

    def _first(self, where: pa.Array, heading: str) -> Iterator[int]:
        """Name the first rows of a kind of fault; of more than are listed, say how many there are."""
        yield from where[:SHOWN_PER_COLUMN].to_pylist()
        if len(where) > SHOWN_PER_COLUMN:
            found = f"{len(where):,} values of this kind, of which the first {SHOWN_PER_COLUMN} are listed"
            self._add(found, "none", "Mend them all, then load again.", heading)

    def _add(self, found: str, wanted: str, remedy: str, heading: str, index: int | None = None) -> None:
        fault = self._cells.fault(found=found, wanted=wanted, remedy=remedy, row=index, column=heading)
        self.found.append(fault)
