"""A column of ours, said once: its name and type, the headings it goes by, and how its cells are read.

A period is the first day of its month. Codes are text. Counts are integers, but for cancer pathways, which two
trusts may share half each. A blank band in a published file is a zero; a figure that was not collected is null.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

import pyarrow as pa

from briefing.sources.values import (
    Parser,
    parse_bool,
    parse_count,
    parse_date,
    parse_half,
    parse_month,
    parse_number,
)

_PARSERS: dict[pa.DataType, Parser] = {
    pa.int32(): parse_count,
    pa.float64(): parse_number,
    pa.bool_(): parse_bool,
    pa.date32(): parse_date,
    pa.decimal128(12, 1): parse_half,
}


class How(TypedDict, total=False):
    """What a column may say of itself besides its name, type and headings."""

    parse: Parser
    filled: bool
    optional: bool
    kept: bool
    blank_is_zero: bool
    dash_is_zero: bool


@dataclass(frozen=True)
class Column:
    """One column of a source."""

    name: str
    kind: pa.DataType
    headings: tuple[str, ...] = ()
    """What it is called in files, the usual name first; none for a column that a reader makes itself."""
    parse: Parser | None = None
    """In place of the parser that goes with its type; plain text has none."""
    filled: bool = False
    """It may hold no blank."""
    optional: bool = False
    """A sheet may lack it: it is null then."""
    kept: bool = True
    """It is stored; one that only proves others is not."""
    blank_is_zero: bool = False
    dash_is_zero: bool = False

    @property
    def parser(self) -> Parser | None:
        return self.parse or _PARSERS.get(self.kind)


def text(name: str, *headings: str, **how: Unpack[How]) -> Column:
    return Column(name, pa.string(), headings or (name,), **how)


def count(name: str, *headings: str, **how: Unpack[How]) -> Column:
    return Column(name, pa.int32(), headings or (name,), **how)


def number(name: str, *headings: str, **how: Unpack[How]) -> Column:
    return Column(name, pa.float64(), headings or (name,), **how)


def pathways(name: str, *headings: str, **how: Unpack[How]) -> Column:
    return Column(name, pa.decimal128(12, 1), headings or (name,), **how)


def day(name: str, *headings: str, **how: Unpack[How]) -> Column:
    return Column(name, pa.date32(), headings or (name,), **how)


def yes_or_no(name: str, *headings: str, **how: Unpack[How]) -> Column:
    return Column(name, pa.bool_(), headings or (name,), **how)


def month(*headings: str) -> Column:
    """The period, which every row must have."""
    return Column("period", pa.date32(), headings, parse_month, filled=True)


def may_lack(*columns: Column) -> tuple[Column, ...]:
    """The same columns, which a sheet may do without."""
    return tuple(replace(column, optional=True) for column in columns)


def schema_of(columns: Iterable[Column], *, every: bool = False) -> pa.Schema:
    """Return what is stored of these columns, or every one: the names and types that queries read."""
    return pa.schema(
        pa.field(column.name, column.kind, nullable=column.name != "period")
        for column in columns
        if column.kept or every
    )
