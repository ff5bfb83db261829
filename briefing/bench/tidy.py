"""A tidy table an analyst brings: read by the same rules as every other file, with every fault at once."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from briefing.errors import Fault, SourceError
from briefing.sources.conversion import convert
from briefing.sources.files import Cells, open_file
from briefing.sources.values import Unreadable, one_of, parse_date

Numbers = NDArray[np.float64]
Rows = list[dict[str, Any]]

TEXT, DAY, NUMBER = pa.string(), pa.date32(), pa.float64()
_DIRECTIONS = ("increase", "decrease", "neutral")


def first_sheet(path: Path) -> Cells:
    return open_file(path)[0].text(1)


def read_tidy(
    path: Path,
    columns: Mapping[str, pa.DataType],
    *,
    required: tuple[str, ...],
    optional: tuple[str, ...] = (),
) -> tuple[pa.Table, Cells]:
    """The columns of the first sheet, whatever the case of their headings."""
    cells = first_sheet(path)
    headings = {heading.strip().lower(): heading for heading in cells.header}
    missing = [name for name in columns if name not in headings and name not in optional]
    if missing:
        found, wanted = f"the columns {', '.join(cells.header)}", f"also {', '.join(missing)}"
        raise SourceError(
            [cells.fault(found=found, wanted=wanted, remedy="Name the columns so in the first row.", row=1)]
        )
    table = convert(
        cells,
        pa.schema(list(columns.items())),
        columns={name: headings[name] for name in columns if name in headings},
        required=required,
        parsers={"improvement_direction": one_of(*_DIRECTIONS)},
    )
    if len(table) == 0:
        raise SourceError([cells.fault(found="no rows", wanted="at least one", remedy="Add the data.")])
    return table, cells


def refuse_doubles(table: pa.Table, cells: Cells) -> None:
    seen: dict[tuple[Any, Any], int] = {}
    faults = []
    for index, key in enumerate(zip(table["series"].to_pylist(), table["date"].to_pylist(), strict=True)):
        if key in seen:
            faults.append(
                cells.fault(
                    found=f"a second value for {key[0]!r} on {key[1]}, after row {seen[key]:,}",
                    wanted="one value a series and date",
                    remedy="Leave one of them out, or name the series apart.",
                    row=cells.row(index),
                )
            )
        seen.setdefault(key, cells.row(index))
    if faults:
        raise SourceError(faults)


def refuse_counts(top: Numbers, bottom: Numbers, *, cells: Cells, within: bool) -> None:
    """Denominators above nought, numerators not below it nor, for a share, above their denominator."""
    faults = list(_count_faults(top, bottom, cells=cells, within=within))
    if faults:
        raise SourceError(faults)


def _count_faults(top: Numbers, bottom: Numbers, *, cells: Cells, within: bool) -> Iterator[Fault]:
    remedy = "Correct the row or leave it out."
    for index in np.flatnonzero(~(bottom > 0)):
        yield cells.fault(
            found=f"{bottom[index]:g}",
            wanted="more than 0",
            remedy=remedy,
            row=cells.row(int(index)),
            column="denominator",
        )
    for index in np.flatnonzero((top < 0) | ((top > bottom) if within else False)):
        wanted = "between 0 and the denominator" if within else "0 or more"
        yield cells.fault(
            found=f"{top[index]:g}",
            wanted=wanted,
            remedy=remedy,
            row=cells.row(int(index)),
            column="numerator",
        )


def numbers(table: pa.Table, name: str) -> Numbers:
    return np.asarray(table[name].to_numpy(zero_copy_only=False), dtype=np.float64)


def with_rebases(table: pa.Table, cells: Cells) -> pa.Table:
    """Rebase dates, parted by semicolons, as days; one that can't be read would silently hide a rebase."""
    days, faults = [], []
    for index, text in enumerate(table["rebase_dates"].to_pylist()):
        try:
            days.append([parse_date(part.strip()) for part in (text or "").split(";") if part.strip()])
        except Unreadable as error:
            wanted, row = f"{error}, several parted by semicolons", cells.row(index)
            remedy = "Write each as 2026-04-01."
            faults.append(
                cells.fault(found=repr(text), wanted=wanted, remedy=remedy, row=row, column="rebase_dates")
            )
    if faults:
        raise SourceError(faults)
    position = table.column_names.index("rebase_dates")
    return table.set_column(position, "rebase_dates", pa.array(days, pa.list_(DAY)))


def as_rows(columns: Mapping[str, list[Any]]) -> Rows:
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
