"""Fingertips: any indicator of public health, for any kind of area, as downloaded.

A value that is withheld has none, and a note says why. An area that lies in two others stands there twice, and
England with and without a parent: of rows that say the same, one is kept.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault
from briefing.sources.columns import count, number, text
from briefing.sources.layout import Layout, Reading, same_heading
from briefing.sources.proofs import group_ids, no_row_twice, refuse, row_faults, some_rows
from briefing.sources.sheets import Sheet, counted
from briefing.sources.source import Extract, Source

_KEY = ("indicator_id", "area_code", "area_type", "sex", "age", "category_type", "category", "time_period")
_FIGURES = ("value", "low", "high", "count", "denominator")
_COLUMNS = (
    text("indicator_id", "Indicator ID", filled=True),
    text("indicator", "Indicator Name", filled=True),
    text("area_code", "Area Code", filled=True, parse=str.upper),
    text("area_name", "Area Name"),
    text("area_type", "Area Type", filled=True, parse=lambda words: "GP" if words == "GPs" else words),
    text("sex", "Sex"),
    text("age", "Age"),
    text("category_type", "Category Type"),
    text("category", "Category"),
    text("time_period", "Time period", filled=True),
    number("value", "Value"),
    number("low", "Lower CI 95.0 limit"),
    number("high", "Upper CI 95.0 limit"),
    number("count", "Count"),
    number("denominator", "Denominator"),
    text("note", "Value note"),
    count("time_order", "Time period Sortable", filled=True),
)
"""Low and high are the limits of 95%. A row with a category, such as a tenth of deprivation, is not the whole area."""
_LAYOUT = Layout(
    "an indicator of Fingertips",
    _COLUMNS,
    unused=(
        *("Parent Code", "Parent Name", "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Recent Trend"),
        *("Compared to England value or percentiles", "Compared to", "New data", "Compared to goal"),
        "Time period range",
    ),
    remedy="Download the indicator again, and do not change its headings.",
)


def _read(sheet: Sheet) -> list[Extract]:
    reading = _LAYOUT.open(_with_one_name(sheet)).typed(_COLUMNS)
    refuse(some_rows(reading), _outside_its_limits(reading))
    kept = _once(reading)
    refuse(no_row_twice(kept, _KEY))
    table = kept.table
    withheld = pc.sum(pc.is_null(table["value"])).as_py()
    notes = [f"{counted(withheld, 'value')} withheld by the publisher stay unknown"] if withheld else []
    checks = {
        "rows": counted(table.num_rows, "row"),
        "indicators": ", ".join(sorted(set(table["indicator_id"].to_pylist()))),
        "limits": "lie on either side of their value",
    }
    return [kept.extract("need", checks, notes=notes)]


def _with_one_name(sheet: Sheet) -> Sheet:
    """The column before the sortable period is headed by what areas were compared with: it differs by download."""
    row = sheet.head[(_LAYOUT.header_row(sheet) or 1) - 1]
    places = {same_heading(cell): place for place, cell in enumerate(row)}
    before = row[places.get(same_heading("Time period Sortable"), 1) - 1]
    if before.startswith("Compared to ") or before == "Column not used":
        return sheet.renamed({**sheet.names, before: "Compared to"})
    return sheet


def _outside_its_limits(reading: Reading) -> list[Fault]:
    value, low, high = (reading.table[name].to_numpy() for name in ("value", "low", "high"))
    return row_faults(
        reading,
        (value < low - 1e-9) | (value > high + 1e-9),
        found=lambda row: f"{value[row]:g}, which is not between {low[row]:g} and {high[row]:g}",
        wanted="a value within its limits",
        remedy="The values of two columns may have been swapped: download the file again.",
        column="value",
    )


def _once(reading: Reading) -> Reading:
    """Drop rows that say again what an earlier one says of the same area."""
    same = group_ids(reading.table, (*_KEY, *_FIGURES))
    first = np.zeros(len(same), np.bool_)
    first[np.unique(same, return_index=True)[1]] = True
    return reading.where(pa.array(first))


SOURCES = (
    Source(
        name="need",
        title="an indicator of Fingertips",
        publisher="Department of Health and Social Care",
        keeps="rows",
        key=_KEY,
        columns=_COLUMNS,
        read=_read,
        codes=(),
        layouts=(_LAYOUT,),
        authority=6,
    ),
)
