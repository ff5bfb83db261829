"""A tidy table an analyst brings: read by the same rules as every other file, with every fault at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from briefing.errors import Fault, SourceError
from briefing.sources.columns import Column
from briefing.sources.conversion import convert
from briefing.sources.files import Cells, open_file
from briefing.sources.limits import within_limits
from briefing.sources.values import Parser, one_of

Numbers: TypeAlias = NDArray[np.float64]
Days: TypeAlias = NDArray[np.datetime64]
Rows: TypeAlias = list[dict[str, Any]]

TEXT, DAY, NUMBER = pa.string(), pa.date32(), pa.float64()
CORRECT = "Correct the row or leave it out."
LARGEST_SMALL = 7
"""The strictest that a workspace can be set to: a table on the bench belongs to none."""
_DIRECTIONS = ("increase", "decrease", "neutral")


@dataclass(frozen=True)
class Tidy:
    """A table as it was read, and the cells it was read from."""

    table: pa.Table
    cells: Cells

    def numbers(self, name: str) -> Numbers:
        return np.asarray(self.table[name].to_numpy(zero_copy_only=False), dtype=np.float64)

    def days(self, name: str) -> Days:
        return np.asarray(self.table[name].to_numpy(zero_copy_only=False), dtype="datetime64[D]")

    def values(self, name: str) -> list[Any]:
        return list(self.table[name].to_pylist())

    def faults(
        self,
        wrong: Sequence[bool] | NDArray[np.bool_],
        *,
        column: str,
        found: Callable[[int], str],
        **words: str,
    ) -> list[Fault]:
        """Return a fault for each row that is wrong; `words` are what was wanted and the remedy."""
        return [
            self.fault(found=found(index), row=index, column=column, **words)
            for index in map(int, np.flatnonzero(wrong))
        ]

    def fault(self, *, found: str, wanted: str, remedy: str = CORRECT, **place: Any) -> Fault:
        return self.cells.fault(found=found, wanted=wanted, remedy=remedy, **place)

    def negative(self, name: str) -> list[Fault]:
        values = self.numbers(name)
        return self.faults(values < 0, column=name, found=lambda i: f"{values[i]:g}", wanted="0 or more")


def refuse(*faults: Iterable[Fault]) -> None:
    """Refuse a table for all its faults at once, where there are any."""
    if every := [fault for some in faults for fault in some]:
        raise SourceError(every)


def first_sheet(path: Path) -> Cells:
    return within_limits(_first_sheet, path)


def _first_sheet(path: Path) -> Cells:
    return open_file(path)[0].text(1)


def read_tidy(
    path: Path,
    columns: Mapping[str, pa.DataType],
    *,
    required: Sequence[str],
    optional: Sequence[str] = (),
    parsers: Mapping[str, Parser] | None = None,
) -> Tidy:
    """Read the columns of the first sheet, whatever the case of their headings."""
    cells = first_sheet(path)
    headings = {heading.strip().lower(): heading for heading in cells.header}
    if missing := [name for name in columns if name not in headings and name not in optional]:
        found, wanted = f"the columns {', '.join(cells.header)}", f"also {', '.join(missing)}"
        refuse(
            [
                cells.place.fault(
                    found=found, wanted=wanted, remedy="Name the columns so in the first row.", row=1
                )
            ]
        )
    read_by = {"improvement_direction": one_of(*_DIRECTIONS), **(parsers or {})}
    sought = [
        Column(name, kind, parse=read_by.get(name), filled=name in required) for name, kind in columns.items()
    ]
    table = convert(replace(cells, headings=headings), sought)
    if len(table) == 0:
        refuse([cells.fault(found="no rows", wanted="at least one", remedy="Add the data.")])
    return Tidy(table, cells)


def read_counts(path: Path, *, required: Sequence[str], within: bool) -> tuple[Tidy, Numbers, Numbers]:
    """Read numerators and denominators: those above nought, these not below it nor, of a share, above them."""
    columns = {"group": TEXT, "numerator": NUMBER, "denominator": NUMBER}
    tidy = read_tidy(path, columns, required=required, optional=("group",) if "group" not in required else ())
    top, bottom = tidy.numbers("numerator"), tidy.numbers("denominator")
    wanted = "between 0 and the denominator" if within else "0 or more"
    refuse(
        tidy.faults(
            ~(bottom > 0), column="denominator", found=lambda i: f"{bottom[i]:g}", wanted="more than 0"
        ),
        tidy.faults(
            (top < 0) | ((top > bottom) & within),
            column="numerator",
            found=lambda i: f"{top[i]:g}",
            wanted=wanted,
        ),
    )
    return tidy, top, bottom


def refuse_small(path: Path) -> None:
    """Refuse a table of counts in which people are few: those counted, those counted of, or those between the two."""
    kinds = {"numerator": NUMBER, "denominator": NUMBER, "value": NUMBER, "is_count": TEXT}
    tidy = read_tidy(path, kinds, required=(), optional=list(kinds))
    there = tidy.table.column_names
    columns = {name: tidy.numbers(name) for name in ("numerator", "denominator") if name in there}
    if {"value", "is_count"} <= set(there):
        is_count = [str(said).lower() == "yes" for said in tidy.values("is_count")]
        columns["value"] = np.where(is_count, tidy.numbers("value"), np.nan)
    if {"numerator", "denominator"} <= columns.keys():
        columns["the rest of the denominator"] = columns["denominator"] - columns["numerator"]
    wanted, remedy = "0, or more than 7", "Leave the row out, or take larger groups or longer periods."
    faults = (
        tidy.faults(
            (values >= 0.5) & (values <= LARGEST_SMALL + 0.5),
            column=name,
            found=lambda at, values=values: f"{values[at]:g}",  # type: ignore[misc]
            wanted=wanted,
            remedy=remedy,
        )
        for name, values in columns.items()
    )
    refuse(*faults)


def rows_of(columns: Mapping[str, object]) -> Rows:
    return list(pa.table({name: pa.array(values) for name, values in columns.items()}).to_pylist())
