"""Cancer waiting times: the combined workbook, with a sheet by provider and a sheet by commissioner.

Counts may end in .5: a pathway that two trusts share. The `Total` rows prove the rest and are left out; so
does the published performance, which is a share (0.735), or per cent (73.5) in some files handed round.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.sources.cancer_sheet import Preamble, read_preamble
from briefing.sources.conversion import convert
from briefing.sources.layout import Layout
from briefing.sources.proofs import (
    Flags,
    codes,
    groups_add_up,
    no_row_twice,
    numbers,
    row_faults,
    sums_match,
)
from briefing.sources.published import is_revised
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Cells, Sheet, counted
from briefing.sources.source import Check, Codes, Extract, Source
from briefing.sources.values import Unreadable, parse_number

_SCHEMA = SCHEMAS["cancer"]
_COUNTS = ("total", "within", "after")
_WHAT = ("standard", "cancer_type", "route", "modality")
KEY = ("basis", "org_code", *_WHAT)
_DAYS = {"FDS": "28", "31D": "31", "62D": "62"}
_COMMON = {
    "org_code": ("Org Code", "ODS Code"),
    "standard": ("Standard",),
    "cancer_type": ("Cancer Type",),
    "route": ("Referral Route/Stage", "Referral Route", "Stage/Route"),
    "modality": ("Treatment Modality",),
    "total": ("Total",),
    "within": ("Within",),
    "after": ("After",),
    "performance": ("Performance",),
}
_BANDS = (
    *("Within 14 days", "In 15 to 28 days", "In 29 to 42 days", "In 43 to 62 days", "After 62 days"),
    *("Within 31 days", "In 32 to 38 days", "In 39 to 48 days", "In 49 to 62 days"),
    *("In 63 to 76 days", "In 77 to 90 days", "In 91 to 104 days", "After 104 days"),
)
LAYOUTS = {
    "provider": Layout(
        "cancer waiting times by provider",
        {**_COMMON, "org_name": ("Org Name", "Provider"), "region_name": ("Region",)},
        tolerated=_BANDS,
    ),
    "commissioner": Layout(
        "cancer waiting times by commissioner",
        {**_COMMON, "org_name": ("System", "ICB", "Commissioner")},
        tolerated=_BANDS,
    ),
}
_READ = pa.schema(
    [*(field for field in _SCHEMA if field.name not in ("period", "basis")), ("performance", pa.float64())]
)


def parse_standard(text: str) -> str:
    """`FDS` -> `28` days, `31D` -> `31`, `62D` -> `62`."""
    if text.upper() not in _DAYS:
        raise Unreadable("one of FDS, 31D, 62D", "Download the workbook again.")
    return _DAYS[text.upper()]


def recognises(sheet: Sheet) -> bool:
    return any(layout.recognises(sheet) for layout in LAYOUTS.values())


def read(sheet: Sheet) -> list[Extract]:
    """One sheet: all providers, or all commissioners. `read_file` joins the two of a workbook."""
    basis, layout = next((basis, layout) for basis, layout in LAYOUTS.items() if layout.recognises(sheet))
    header_row = layout.header_row(sheet) or 1
    preamble = read_preamble(sheet, header_row, basis=basis)
    cells = sheet.text(header_row)
    notes = layout.check_extras(cells, header_row=header_row)
    headings = layout.found_in(cells.header)
    table = convert(
        cells,
        _READ,
        columns=headings,
        required=("org_code", "org_name", *_WHAT[:3], *_COUNTS),
        dash_is_zero=_COUNTS,
        parsers={"standard": parse_standard, "performance": _parse_performance},
    )
    is_total = pc.equal(pc.utf8_upper(table["org_code"]), "TOTAL").to_numpy()
    faults, more = _proofs(cells, table, headings, is_total)
    if faults:
        raise SourceError(faults)
    finished = _finished(table.filter(pa.array(~is_total)), preamble, basis)
    checks = (
        Check(f"{basis} rows", counted(finished.num_rows, "row")),
        Check(f"{basis}s add up", "to the Total rows, for each standard, cancer, route and modality"),
        Check(
            f"{basis} performance",
            "is the share within the standard in every row; within and after make the total",
        ),
    )
    revised = preamble.revised or is_revised(sheet)
    return [
        Extract(
            "cancer",
            preamble.month,
            finished,
            revised,
            checks,
            (*cells.notes, *preamble.notes, *notes, *more),
        )
    ]


def _parse_performance(text: str) -> float | None:
    """A dash stands for a share of nobody."""
    return None if text in ("-", "–", "—") else parse_number(text)


def _proofs(
    cells: Cells, table: pa.Table, headings: dict[str, str], is_total: Flags
) -> tuple[list[Fault], list[str]]:
    organisations = cells.where(pa.array(~is_total))
    faults = codes(organisations, table.filter(pa.array(~is_total))["org_code"], heading=headings["org_code"])
    faults += sums_match(
        cells,
        [numbers(table["within"]), numbers(table["after"])],
        numbers(table["total"]),
        heading=headings["total"],
        said="within and after",
        halves=True,
    )
    more, notes = _performance_faults(cells, table, headings)
    faults += more
    if not faults:
        faults = no_row_twice(cells, table, KEY[1:])
        faults += groups_add_up(
            cells,
            table,
            by=_WHAT,
            is_total=is_total,
            counts=_COUNTS,
            headings=headings,
            total="Total",
            unit=2,
        )
    return faults, notes


def _performance_faults(
    cells: Cells, table: pa.Table, headings: dict[str, str]
) -> tuple[list[Fault], list[str]]:
    """Performance must be within / total, as a share in every row or per cent in every row."""
    within, total = numbers(table["within"]), numbers(table["total"])
    given = pc.is_valid(table["performance"]).to_numpy() & (total > 0)
    said = table["performance"].fill_null(0).to_numpy()
    share = within / np.maximum(total, 1)
    wrong = given & (np.abs(said - share) > 0.0006)
    if not wrong.any():
        return [], []
    if not (given & (np.abs(said - 100 * share) > 0.06)).any():
        return [], ["performance stands in per cent, not as a share; it was proved and is computed anew"]
    faults = row_faults(
        cells,
        wrong,
        found=lambda i: f"{said[i]:.4g}, where within / total is {share[i]:.4f}",
        wanted=lambda _: "the share within the standard",
        remedy="The values of some columns may have been swapped: download the workbook again.",
        column=headings["performance"],
    )
    return faults, []


def _finished(table: pa.Table, preamble: Preamble, basis: str) -> pa.Table:
    n = table.num_rows
    columns = {
        "period": pa.array([preamble.month] * n, pa.date32()),
        "basis": pa.array([basis] * n, pa.string()),
    }
    columns |= {name: table[name] for name in table.column_names}
    return pa.table({name: columns[name] for name in _SCHEMA.names}, schema=_SCHEMA)


SOURCES = (
    Source(
        name="cancer",
        title="cancer waiting times, combined workbook",
        publisher="NHS England",
        keeps="period",
        key=("period", *KEY),
        recognises=recognises,
        read=read,
        codes=(
            Codes(
                "provider",
                "org_code",
                "org_name",
                within=(Codes("region", name="region_name"),),
                where={"basis": "provider"},
            ),
            Codes(
                "board",
                "org_code",
                "org_name",
                where={"basis": "commissioner"},
                unless={"org_code": "UNKNOWN"},
            ),
        ),
        layouts=tuple(LAYOUTS.values()),
    ),
)
