"""A&E attendances and emergency admissions, by provider and month; and the map that goes with them.

Since August 2020 attendances at booked appointments stand in columns of their own, ADDITIONAL to the others;
before, they were not collected, and are null. The TOTAL row proves every column and is left out; the files of
2019-20 have none.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault
from briefing.sources.columns import Column, count, month, text
from briefing.sources.layout import Layout, Reading, layout_of, rows_check
from briefing.sources.proofs import codes, group_ids, no_row_twice, numbers, one_month, refuse, within
from briefing.sources.sheets import Sheet, counted, shown
from briefing.sources.source import Codes, Extract, Source

_KINDS = ("type_1", "type_2", "other")
_OTHER = "Other A&E Department"


def _count(name: str, *headings: str) -> Column:
    return count(name, *headings, dash_is_zero=True)


_COUNTS = (
    _count("attendances_type_1", "A&E attendances Type 1"),
    _count("attendances_type_2", "A&E attendances Type 2"),
    _count("attendances_other", f"A&E attendances {_OTHER}"),
    _count("booked_type_1", "A&E attendances Booked Appointments Type 1"),
    _count("booked_type_2", "A&E attendances Booked Appointments Type 2"),
    _count("booked_other", "A&E attendances Booked Appointments Other Department"),
    _count("over_4_hours_type_1", "Attendances over 4hrs Type 1"),
    _count("over_4_hours_type_2", "Attendances over 4hrs Type 2"),
    _count("over_4_hours_other", "Attendances over 4hrs Other Department", f"Attendances over 4hrs {_OTHER}"),
    _count("booked_over_4_hours_type_1", "Attendances over 4hrs Booked Appointments Type 1"),
    _count("booked_over_4_hours_type_2", "Attendances over 4hrs Booked Appointments Type 2"),
    _count("booked_over_4_hours_other", "Attendances over 4hrs Booked Appointments Other Department"),
    _count("decision_4_to_12_hours", "Patients who have waited 4-12 hs from DTA to admission"),
    _count("decision_over_12_hours", "Patients who have waited 12+ hrs from DTA to admission"),
    _count("admissions_type_1", "Emergency admissions via A&E - Type 1"),
    _count("admissions_type_2", "Emergency admissions via A&E - Type 2"),
    _count("admissions_other_department", "Emergency admissions via A&E - Other A&E department"),
    _count(
        "admissions_not_through_ae",
        "Other emergency admissions",
        "Other Emergency admissions (i.e not via A&E)",
        "Other emergency admissions not via A&E",
    ),
)
_PERIOD = month("Period")
_CODE = text("provider_code", "Org Code", filled=True)
_NAME = text("provider_name", "Org name", filled=True)
_REGION_NAME = text("region_name", "Parent Org")
_COLUMNS = (_PERIOD, _CODE, _NAME, _REGION_NAME, *_COUNTS)
_PUBLISHED = (_PERIOD, _CODE, _REGION_NAME, _NAME, *_COUNTS)


def _before_2020(column: Column) -> Column:
    """Attendances were headed by the words "Number of", each kind of department named in full."""
    if not column.name.startswith(("attendances", "over_4_hours")):
        return column
    return replace(column, headings=tuple(f"Number of {heading}" for heading in column.headings))


_LAYOUTS = (
    Layout("the monthly A&E file", _PUBLISHED),
    Layout(
        "the monthly A&E file before August 2020",
        tuple(_before_2020(column) for column in _PUBLISHED if not column.name.startswith("booked")),
    ),
)


def _read(sheet: Sheet) -> list[Extract]:
    """One month of all providers, proved against the TOTAL row."""
    layout = layout_of(_LAYOUTS, sheet)
    opened = layout.open(sheet)
    # the TOTAL row says so in the column of months or of codes, in any case
    is_total = pc.or_(*(pc.equal(opened.text(name), "TOTAL") for name in ("period", "provider_code")))
    totals, reading = opened.where(is_total), opened.where(pc.invert(is_total)).typed(_COLUMNS)
    unproven = layout is _LAYOUTS[1] and not totals.table.num_rows
    refuse(
        one_month(reading),
        codes(reading, "provider_code"),
        no_row_twice(reading, ("provider_code",)),
        _subset_faults(reading),
        () if unproven else _total_faults(totals, reading),
    )
    n = sum(column.name in reading.headings for column in _COUNTS)
    checks = {
        **rows_check(reading.table, "provider"),
        "providers add up": f"to the TOTAL row, in all {n} columns",
        "subsets": "waits over 4 hours are within attendances, unbooked and booked",
    }
    notes = []
    if unproven:
        del checks["providers add up"]
        notes = [
            "no TOTAL row: nothing proves that the columns are whole; compare England's figure with the published one"
        ]
    return [reading.extract("ae", checks, revised=reading.revised, notes=notes)]


def _subset_faults(reading: Reading) -> Iterator[Fault]:
    """Over 4 hours within attendances, and type 1 larger than type 2, as everywhere: swaps show."""
    for late, whole in (("over_4_hours", "attendances"), ("booked_over_4_hours", "booked")):
        for kind in _KINDS:
            if f"{late}_{kind}" in reading.headings:
                yield from within(reading, f"{late}_{kind}", f"{whole}_{kind}")
    one, two = (int(numbers(reading.table[f"attendances_{kind}"]).sum()) for kind in _KINDS[:2])
    if two > one:
        yield reading.fault(
            found=f"{two:,} attendances at type 2 departments and {one:,} at type 1",
            wanted="more at type 1, the major departments",
            remedy="The values of the two columns have probably been swapped: download the file again.",
            column="attendances_type_1",
        )


def _total_faults(totals: Reading, reading: Reading) -> Iterator[Fault]:
    """Providers must add up to the TOTAL row in every column."""
    if totals.table.num_rows != 1:
        n = totals.table.num_rows
        yield totals.fault(
            found=f"{n} TOTAL rows" if n else "no TOTAL row",
            wanted="one TOTAL row to prove the columns by",
            remedy="The file may have been cut or filtered: download it again.",
        )
        return
    published = totals.typed(_COUNTS).table
    for name in published.column_names:
        total, added = (int(numbers(table[name]).sum()) for table in (published, reading.table))
        if total != added:
            yield totals.fault(
                found=f"{total:,} in the TOTAL row, where the providers add up to {added:,}",
                wanted="their sum",
                remedy="A row was changed, removed or added: download the file again.",
                row=0,
                column=name if name in totals.headings else shown(name),
            )


# The map of providers to boards and regions -----------------------------------------------------------------

_MAP_COLUMNS = (
    text("provider_code", "Code", filled=True, parse=str.upper),
    text("provider_name", "Name", filled=True),
    text("board_code", "ICB Code", filled=True),
    text("board_name", "ICB Name", filled=True),
    text("region_name", "Region Name", filled=True),
)
_MAP = Layout("the map of providers to systems", _MAP_COLUMNS)


def _read_map(sheet: Sheet) -> list[Extract]:
    """The whole map. The same row twice is read once; two boards for one provider are refused."""
    every = _MAP.open(sheet).typed(_MAP_COLUMNS)
    first = np.zeros(every.table.num_rows, np.bool_)
    first[np.unique(group_ids(every.table, every.table.column_names), return_index=True)[1]] = True
    n_again = int((~first).sum())
    reading = every.where(pa.array(first))
    refuse(codes(reading, "provider_code", "board_code"), no_row_twice(reading, ("provider_code",)))
    checks = {**rows_check(reading.table, "provider"), "no row twice": "one board for each provider"}
    notes = (f"{counted(n_again, 'row')} that stood there twice, read once",) if n_again else ()
    return [reading.extract("system_mapping", checks, notes=notes)]


_REGION = Codes("region", name="region_name")
SOURCES = (
    Source(
        name="ae",
        title="A&E attendances and emergency admissions",
        publisher="NHS England",
        keeps="period",
        monthly=True,
        key=("period", "provider_code"),
        columns=_COLUMNS,
        read=_read,
        codes=(Codes("provider", "provider_code", "provider_name", within=(_REGION,)),),
        layouts=_LAYOUTS,
        lag=3,
    ),
    Source(
        name="system_mapping",
        title="providers by integrated care board",
        publisher="NHS England",
        keeps="snapshot",
        key=("provider_code",),
        columns=_MAP_COLUMNS,
        read=_read_map,
        codes=(
            Codes("provider", "provider_code", "provider_name", within=(Codes("board", "board_code"),)),
            Codes("board", "board_code", "board_name", within=(_REGION,)),
        ),
        layouts=(_MAP,),
        authority=6,
    ),
)
