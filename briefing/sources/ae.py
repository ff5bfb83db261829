"""A&E attendances and emergency admissions, by provider and month.

Since August 2020 attendances at booked appointments stand in columns of their own, ADDITIONAL to the others;
before, they were not collected, and are null. The TOTAL row proves every column and is left out.
"""

import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.sources.conversion import convert
from briefing.sources.layout import Layout
from briefing.sources.proofs import Ints, codes, no_row_twice, numbers, one_month, within
from briefing.sources.published import is_revised, order_note
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Cells, Sheet, counted, shown
from briefing.sources.source import Check, Codes, Extract, Source

_SCHEMA = SCHEMAS["ae"]
_COUNTS = tuple(field.name for field in _SCHEMA if pa.types.is_integer(field.type))
_DTA = (
    "Patients who have waited 4-12 hs from DTA to admission",
    "Patients who have waited 12+ hrs from DTA to admission",
)
_LAST = {
    "decision_4_to_12_hours": (_DTA[0],),
    "decision_over_12_hours": (_DTA[1],),
    "admissions_type_1": ("Emergency admissions via A&E - Type 1",),
    "admissions_type_2": ("Emergency admissions via A&E - Type 2",),
    "admissions_other_department": ("Emergency admissions via A&E - Other A&E department",),
    "admissions_not_through_ae": (
        "Other emergency admissions",
        "Other Emergency admissions (i.e not via A&E)",
        "Other emergency admissions not via A&E",
    ),
}
_FIRST = {
    "period": ("Period",),
    "provider_code": ("Org Code",),
    "region_name": ("Parent Org",),
    "provider_name": ("Org name",),
}
LAYOUT = Layout(
    "the monthly A&E file",
    {
        **_FIRST,
        "attendances_type_1": ("A&E attendances Type 1",),
        "attendances_type_2": ("A&E attendances Type 2",),
        "attendances_other": ("A&E attendances Other A&E Department",),
        "booked_type_1": ("A&E attendances Booked Appointments Type 1",),
        "booked_type_2": ("A&E attendances Booked Appointments Type 2",),
        "booked_other": ("A&E attendances Booked Appointments Other Department",),
        "over_4_hours_type_1": ("Attendances over 4hrs Type 1",),
        "over_4_hours_type_2": ("Attendances over 4hrs Type 2",),
        "over_4_hours_other": (
            "Attendances over 4hrs Other Department",
            "Attendances over 4hrs Other A&E Department",
        ),
        "booked_over_4_hours_type_1": ("Attendances over 4hrs Booked Appointments Type 1",),
        "booked_over_4_hours_type_2": ("Attendances over 4hrs Booked Appointments Type 2",),
        "booked_over_4_hours_other": ("Attendances over 4hrs Booked Appointments Other Department",),
        **_LAST,
    },
)
OLD_LAYOUT = Layout(
    "the monthly A&E file before August 2020",
    {
        **_FIRST,
        "attendances_type_1": ("Number of A&E attendances Type 1",),
        "attendances_type_2": ("Number of A&E attendances Type 2",),
        "attendances_other": ("Number of A&E attendances Other A&E Department",),
        "over_4_hours_type_1": ("Number of attendances over 4hrs Type 1",),
        "over_4_hours_type_2": ("Number of attendances over 4hrs Type 2",),
        "over_4_hours_other": (
            "Number of attendances over 4hrs Other A&E Department",
            "Number of attendances over 4hrs Other Department",
        ),
        **_LAST,
    },
)
_KINDS = ("type_1", "type_2", "other")


def recognises(sheet: Sheet) -> bool:
    return LAYOUT.recognises(sheet) or OLD_LAYOUT.recognises(sheet)


def read(sheet: Sheet) -> list[Extract]:
    """One month of all providers, proved against the TOTAL row."""
    layout = LAYOUT if LAYOUT.recognises(sheet) else OLD_LAYOUT
    header_row = layout.header_row(sheet) or 1
    cells = sheet.text(header_row)
    headings = layout.found_in(cells.header)
    notes = layout.check_extras(cells, header_row=header_row)
    notes += order_note(cells, tuple(names[0] for names in layout.columns.values()))
    is_total = _is_total(cells, headings)
    body = cells.where(pc.invert(is_total))
    table = _typed(body, headings, _SCHEMA, required=("provider_code", "provider_name"))
    month, faults = one_month(body, table["period"], heading=headings["period"])
    faults += codes(body, table["provider_code"], heading=headings["provider_code"])
    faults += no_row_twice(body, table, ("provider_code",))
    faults += _subset_faults(body, table, headings)
    faults += _total_faults(cells.where(is_total), table, headings)
    if faults:
        raise SourceError(faults)
    checks = (
        Check("rows", counted(table.num_rows, "provider")),
        Check(
            "providers add up",
            f"to the TOTAL row, in all {len([n for n in _COUNTS if n in headings])} columns",
        ),
        Check("subsets", "waits over 4 hours are within attendances, unbooked and booked"),
    )
    return [Extract("ae", month, table, is_revised(sheet), checks, (*cells.notes, *notes))]


def _is_total(cells: Cells, headings: dict[str, str]) -> pa.ChunkedArray:
    """The TOTAL row says so in the column of months or of codes, in any case."""
    words = [
        pc.utf8_upper(pc.utf8_trim_whitespace(cells.table[headings[name]]))
        for name in ("period", "provider_code")
    ]
    return pc.or_(pc.equal(words[0], "TOTAL"), pc.equal(words[1], "TOTAL"))


def _typed(
    cells: Cells, headings: dict[str, str], schema: pa.Schema, *, required: tuple[str, ...] = ()
) -> pa.Table:
    columns = {name: heading for name, heading in headings.items() if name in schema.names}
    return convert(cells, schema, columns=columns, required=required, dash_is_zero=_COUNTS)


def _subset_faults(cells: Cells, table: pa.Table, headings: dict[str, str]) -> list[Fault]:
    """Over 4 hours within attendances, and type 1 larger than type 2, as everywhere: swaps show."""
    faults = []
    for prefix, whole in (("over_4_hours", "attendances"), ("booked_over_4_hours", "booked")):
        for kind in _KINDS:
            late, all_of = f"{prefix}_{kind}", f"{whole}_{kind}"
            if late in headings:
                faults += within(
                    cells,
                    numbers(table[late]),
                    numbers(table[all_of]),
                    heading=headings[late],
                    whole_heading=headings[all_of],
                )
    one, two = (int(numbers(table[f"attendances_{kind}"]).sum()) for kind in _KINDS[:2])
    if two > one:
        fault = cells.fault(
            found=f"{two:,} attendances at type 2 departments and {one:,} at type 1",
            wanted="more at type 1, the major departments",
            remedy="The values of the two columns have probably been swapped: download the file again.",
            column=headings["attendances_type_1"],
        )
        faults.append(fault)
    return faults


def _total_faults(totals: Cells, table: pa.Table, headings: dict[str, str]) -> list[Fault]:
    """Providers must add up to the TOTAL row in every column."""
    if len(totals.rows) != 1:
        found = "no TOTAL row" if not len(totals.rows) else f"{len(totals.rows)} TOTAL rows"
        remedy = "The file may have been cut or filtered: download it again."
        return [totals.fault(found=found, wanted="one TOTAL row to prove the columns by", remedy=remedy)]
    published = _typed(totals, headings, pa.schema([_SCHEMA.field(name) for name in _COUNTS]))
    faults = []
    for name in _COUNTS:
        total, added = _sum(numbers(published[name])), _sum(numbers(table[name]))
        if total != added:
            fault = totals.fault(
                found=f"{total:,} in the TOTAL row, where the providers add up to {added:,}",
                wanted="their sum",
                remedy="A row was changed, removed or added: download the file again.",
                row=totals.row(0),
                column=headings.get(name, shown(name)),
            )
            faults.append(fault)
    return faults


def _sum(values: Ints) -> int:
    return int(values.sum())


SOURCES = (
    Source(
        name="ae",
        title="A&E attendances and emergency admissions",
        publisher="NHS England",
        keeps="period",
        key=("period", "provider_code"),
        recognises=recognises,
        read=read,
        codes=(
            Codes(
                "provider", "provider_code", "provider_name", within=(Codes("region", name="region_name"),)
            ),
        ),
        layouts=(LAYOUT, OLD_LAYOUT),
    ),
)
