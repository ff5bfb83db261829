"""Screens a row-level feed for patient identifiers before anything of it is read, let alone quoted.

Written columns (free text) are judged cell by cell, with `identifiers.screen_text`. Columns of codes, ids and
dates are judged as a whole, by the share of their different values that look like an identifier: a ten-digit
pseudonym in eleven ends in a valid check digit by chance, so a few prove nothing, and half of them do.
"""

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault
from briefing.sources.identifiers import (
    Kind,
    names_no_patient,
    screen_header,
    screen_text,
    with_article,
)
from briefing.sources.layout import same_heading
from briefing.sources.numbers import WEIGHTS
from briefing.sources.sheets import Cells, counted

ROWS_SHOWN = 20
CHANCE = 1 / 11
CERTAIN = 1 / 2
SIGMAS = 5
SAMPLE = 100
A_GENERATION = 15
"""Years before the middle of the feed. A column with a tenth of its dates so early holds dates of birth."""

_PLURALS: dict[Kind, str] = {
    "address": "addresses",
    "date of birth": "dates of birth",
    "e-mail address": "e-mail addresses",
}


@dataclass(frozen=True)
class Found:
    """Identifiers in one column. `rows` are indices, the first of `n_rows`; none where its name tells."""

    column: str
    kind: Kind
    n_rows: int
    rows: tuple[int, ...] = ()


def identifier_faults(
    cells: Cells,
    *,
    free_text: Collection[str],
    dropped: Collection[str],
    mapped: Collection[str],
    released: Collection[str] = (),
) -> list[Fault]:
    """A fault for each column, and for each cell of `free_text`, that holds an identifier.

    Columns that the settings drop are screened too, for the file itself would stay in the inbox; but one that
    is named for an organisation or for staff may hold what it says. `mapped`: the file's names of ours.
    """
    harmless = [name for name in cells.header if same_heading(name) in dropped and names_no_patient(name)]
    faults = []
    for found in screen_table(cells.table.drop_columns(harmless), free_text=free_text, released=released):
        faults += _cell_faults(found, cells) if found.column in free_text else [_column_fault(found, cells)]
    for name in mapped:
        kind = screen_header(name)
        if kind is not None:
            faults.append(_column_fault(Found(name, kind, 0), cells))
    return faults


def _column_fault(found: Found, cells: Cells) -> Fault:
    kinds = _PLURALS.get(found.kind, f"{found.kind}s")
    return cells.fault(
        found=f"{kinds} in {counted(found.n_rows, 'row')}" if found.n_rows else f"a column named for {kinds}",
        wanted="no identifiers of patients: pseudonymous ids only",
        remedy="Delete this file and have the extract made without them. "
        "Leaving the column out in briefing.toml is not enough: the file would still hold them.",
        row=found.rows[0] if found.rows else None,
        column=found.column,
    )


def _cell_faults(found: Found, cells: Cells) -> list[Fault]:
    kind = with_article(found.kind)
    wanted = "a text that identifies nobody"
    remedy = "Take it out of the text, and save the file again. If it is nobody's: briefing release --help."
    faults = [
        cells.fault(found=kind, wanted=wanted, remedy=remedy, row=index, column=found.column)
        for index in found.rows
    ]
    if found.n_rows > len(found.rows):
        more = f"{kind} in {found.n_rows:,} rows, of which the first {len(found.rows)} are listed"
        faults.append(cells.fault(found=more, wanted=wanted, remedy=remedy, column=found.column))
    return faults


def screen_table(
    table: pa.Table, *, free_text: Collection[str] = (), released: Collection[str] = ()
) -> tuple[Found, ...]:
    """Lists the columns of a table that hold identifiers, in the order of the table.

    `free_text` columns are judged cell by cell; so is any column that reads as prose.
    """
    columns = {name: _Column(name, table[name]) for name in table.column_names}
    found = [
        each
        for name, column in columns.items()
        for each in _screen(column, prose=name in free_text, released=released)
    ]
    found.extend(_columns_of_births(columns.values()))
    told = {(each.column, each.kind) for each in found}
    for name in columns:
        kind = screen_header(name)
        if kind is not None and (name, kind) not in told:
            found.append(Found(name, kind, 0))
    return tuple(sorted(found, key=lambda each: table.column_names.index(each.column)))


class _Column:
    """A column of text with its different values, each judged once however often it stands there."""

    def __init__(self, name: str, values: pa.ChunkedArray) -> None:
        self.name = name
        self.values = values
        counted = values.value_counts()
        distinct = counted.field(0).cast(pa.string())
        there = pc.is_valid(distinct)
        self.distinct: pa.Array = distinct.filter(there) if distinct.null_count else distinct
        self.times: pa.Array = counted.field(1).filter(there) if distinct.null_count else counted.field(1)

    def found(self, kind: Kind, guilty: pa.Array) -> Found:
        rows = pc.indices_nonzero(pc.is_in(self.values.cast(pa.string()), guilty))
        return Found(self.name, kind, len(rows), tuple(rows[:ROWS_SHOWN].to_pylist()))


def _screen(column: _Column, *, prose: bool, released: Collection[str]) -> Iterator[Found]:
    judge = _prose_identifiers if prose or _reads_as_prose(column.distinct) else _coded_identifiers
    for kind, guilty in judge(column.distinct, released).items():
        yield column.found(kind, guilty)


def _reads_as_prose(distinct: pa.Array) -> bool:
    """A tenth of the values or more have two words of letters side by side."""
    words = pc.match_substring_regex(distinct, r"\pL\pL+[,.;]?\s+\pL\pL")
    return len(distinct) > 0 and (pc.sum(words).as_py() or 0) >= len(distinct) / 10


# Prose ------------------------------------------------------------------------------------------------------


def _prose_identifiers(distinct: pa.Array, released: Collection[str]) -> dict[Kind, pa.Array]:
    guilty: dict[Kind, list[str]] = {}
    for text in distinct.to_pylist():
        for kind in {hit.kind for hit in screen_text(text, released)}:
            guilty.setdefault(kind, []).append(text)
    return {kind: pa.array(texts) for kind, texts in guilty.items()}


# Codes ------------------------------------------------------------------------------------------------------

_ONE_NHS_NUMBER = (
    r"(?:^|[^0-9])(?P<a>[0-9]{3})[ .-]?(?P<b>[0-9]{3})[ .-]?(?P<c>[0-9]{4})(?:\.0+)?(?:[^0-9]|$)"
)
_ONE_PHONE = (
    r"^\s*(?:(?:\+|00)44[ -]?(?:\(0\))?|\(?0)[1-35789][0-9]{1,4}\)?[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}\s*$"
)
_ONE_POSTCODE = r"(?i)^\s*[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][ABD-HJLNP-UW-Z]{2}\s*$"
_TELLING = r"(?i)@|\b(?:mr|mrs|ms|miss|dr|prof)\b|\bdo?b\b|birth|born"


def _coded_identifiers(distinct: pa.Array, released: Collection[str]) -> dict[Kind, pa.Array]:
    """Judges ids and codes: by share for what chance can make, by a single value for what it can't."""
    guilty = _prose_identifiers(distinct.filter(pc.match_substring_regex(distinct, _TELLING)), released)
    nhs = _nhs_numbers(distinct)
    if nhs is not None:
        guilty["NHS number"] = nhs
    patterns: tuple[tuple[Kind, str], ...] = (("phone number", _ONE_PHONE), ("postcode", _ONE_POSTCODE))
    for kind, pattern in patterns:
        matching = distinct.filter(pc.match_substring_regex(distinct, pattern))
        spaced = pc.any(pc.match_substring_regex(matching, r"\S\s+\S")).as_py()
        if len(matching) and (spaced or len(matching) >= len(distinct) * CERTAIN):
            guilty[kind] = matching
    return guilty


def _nhs_numbers(distinct: pa.Array) -> pa.Array | None:
    """The values with a valid check digit, where more pass than chance allows; else None."""
    parts = pc.extract_regex(distinct, _ONE_NHS_NUMBER)
    shaped = distinct.filter(pc.is_valid(parts))
    parts = pc.drop_null(parts)
    if not len(parts):
        return None
    digits = pc.binary_join_element_wise(*(pc.struct_field(parts, [index]) for index in range(3)), "")
    passing = _check_digits_pass(digits.cast(pa.int64()).to_numpy(zero_copy_only=False))
    if passing.mean() < CERTAIN and passing.sum() <= _most_by_chance(len(passing)):
        return None
    return shaped.filter(pa.array(passing))


def _most_by_chance(n: int) -> float:
    """What five standard deviations above one in eleven allow: 92,346 of a million."""
    return n * CHANCE + SIGMAS * math.sqrt(n * CHANCE * (1 - CHANCE))


def _check_digits_pass(numbers: np.ndarray) -> np.ndarray:
    weighted = sum(
        weight * (numbers // 10**place % 10) for weight, place in zip(WEIGHTS, range(9, 0, -1), strict=True)
    )
    passes: np.ndarray = (11 - weighted % 11) % 11 == numbers % 10
    return passes


# Columns of dates -------------------------------------------------------------------------------------------

_MONTH, _DAY = "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_YEAR_OF_A_DATE = (
    rf"^\s*(?P<year>(?:19|20)[0-9]{{2}})[/.-]{_MONTH}[/.-]{_DAY}(?:[T ]|$)",
    r"^\s*(?P<year>(?:19|20)[0-9]{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:\.0)?$",
    rf"^\s*{_DAY}[/.-]{_DAY}[/.-](?P<year>(?:19|20)[0-9]{{2}})(?:[T ]|$)",
    rf"^\s*{_DAY}[ -]?[A-Za-z]{{3,9}}[ -]?(?P<year>(?:19|20)[0-9]{{2}})(?:[T ]|$)",
)


def _columns_of_births(columns: Iterable[_Column]) -> Iterator[Found]:
    """Finds columns of dates that lie a generation before the feed's own, whatever they are called."""
    dated = [(column, years) for column in columns if (years := _years(column.distinct)) is not None]
    medians = sorted(_median(years, column.times) for column, years in dated)
    for column, years in dated:
        early = pc.less(years, medians[len(medians) // 2] - A_GENERATION).fill_null(False)
        if 10 * (pc.sum(column.times.filter(early)).as_py() or 0) >= pc.sum(column.times).as_py():
            yield column.found("date of birth", column.distinct.filter(early))


def _median(years: pa.Array, times: pa.Array) -> float:
    there = pc.is_valid(years)
    repeated = np.repeat(years.filter(there).to_numpy(), times.filter(there).to_numpy())
    return float(np.median(repeated))


def _years(distinct: pa.Array) -> pa.Array | None:
    """The year in each of a column's values if nearly all are dates; None for any other column."""
    for values in (distinct[:SAMPLE], distinct):
        years = reduce(
            pc.coalesce, (pc.struct_field(pc.extract_regex(values, each), [0]) for each in _YEAR_OF_A_DATE)
        )
        if not len(values) or years.null_count * 10 > len(values):
            return None
    return years.cast(pa.int32())
