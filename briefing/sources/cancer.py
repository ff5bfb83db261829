"""Cancer waiting times: the combined workbook, with a sheet by provider and a sheet by commissioner.

Counts may end in .5: a pathway that two trusts share. The `Total` rows prove the rest and are left out; so
does the published performance, which is a share (0.735), or per cent (73.5) in some files handed round.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault
from briefing.sources.columns import Column, number, pathways, text
from briefing.sources.layout import Layout, Reading
from briefing.sources.proofs import (
    added,
    codes,
    groups_add_up,
    no_row_twice,
    numbers,
    refuse,
    row_faults,
    sums_match,
)
from briefing.sources.sheets import Sheet, counted, shown
from briefing.sources.source import Codes, Extract, Source
from briefing.sources.values import DASHES, Unreadable, parse_month, parse_number

_COUNTS = ("total", "within", "after")
_WHAT = ("standard", "cancer_type", "route", "modality")
_KEY = ("basis", "org_code", *_WHAT)
_DAYS = {"FDS": "28", "31D": "31", "62D": "62"}
_BANDS = (
    *("Within 14 days", "In 15 to 28 days", "In 29 to 42 days", "In 43 to 62 days", "After 62 days"),
    *("Within 31 days", "In 32 to 38 days", "In 39 to 48 days", "In 49 to 62 days"),
    *("In 63 to 76 days", "In 77 to 90 days", "In 91 to 104 days", "After 104 days"),
)


def parse_standard(text: str) -> str:
    """`FDS` -> `28` days, `31D` -> `31`, `62D` -> `62`."""
    if text.upper() not in _DAYS:
        raise Unreadable("one of FDS, 31D, 62D", "Download the workbook again.")
    return _DAYS[text.upper()]


def _parse_performance(text: str) -> float | None:
    """A dash stands for a share of nobody."""
    return None if text in DASHES else parse_number(text)


_COMMON = (
    text("standard", "Standard", filled=True, parse=parse_standard),
    text("cancer_type", "Cancer Type", filled=True),
    text("route", "Referral Route/Stage", "Referral Route", "Stage/Route", filled=True),
    text("modality", "Treatment Modality"),
    *(pathways(name, name.title(), filled=True, dash_is_zero=True) for name in _COUNTS),
    number("performance", "Performance", parse=_parse_performance, kept=False),
)
_CODE = text("org_code", "Org Code", "ODS Code", filled=True)
_REGION = text("region_name", "Region")
_COLUMNS = (
    Column("period", pa.date32()),
    Column("basis", pa.string()),
    _CODE,
    text("org_name", "Org Name", "Provider", "System", "ICB", "Commissioner", filled=True),
    _REGION,
    *_COMMON,
)
"""Basis: provider or commissioner. Standard: 28, 31 or 62 days. Counts may end in .5: a shared pathway."""
_LAYOUTS = {
    "provider": Layout(
        "cancer waiting times by provider",
        (_CODE, _REGION, text("org_name", "Org Name", "Provider"), *_COMMON),
        unused=_BANDS,
    ),
    "commissioner": Layout(
        "cancer waiting times by commissioner",
        (_CODE, text("org_name", "System", "ICB", "Commissioner"), *_COMMON),
        unused=_BANDS,
    ),
}


def _read(sheet: Sheet) -> list[Extract]:
    """One sheet: all providers, or all commissioners. `read_file` joins the two of a workbook."""
    basis, layout = next((basis, layout) for basis, layout in _LAYOUTS.items() if layout.recognises(sheet))
    said = _lines_above(sheet, layout.header_row(sheet) or 1)
    refuse(_contradictions(sheet, said, basis), _no_month(sheet, said))
    reading = layout.open(sheet).typed(_COLUMNS)
    is_total = pc.equal(pc.utf8_upper(reading.table["org_code"]), "TOTAL")
    organisations = reading.where(pc.invert(is_total))
    in_per_cent, faults = _performance_faults(reading)
    refuse(
        codes(organisations, "org_code"),
        sums_match(reading, added(reading, ("within", "after")), "total", said="within and after"),
        faults,
    )
    refuse(
        no_row_twice(reading, _KEY[1:]),
        groups_add_up(reading, by=_WHAT, is_total=is_total.to_numpy(), counts=_COUNTS, total="Total"),
    )
    month = parse_month(said["period"][0])
    status = said.get("status", ("", 0))[0].lower()
    revised = bool(said.get("revised", ("", 0))[0]) or status in ("final", "revised")
    notes = [f"the publisher calls these figures {status}"] if status else []
    notes += [
        "performance stands in per cent, not as a share; it was proved and is computed anew"
    ] * in_per_cent
    checks = {
        f"{basis} rows": counted(organisations.table.num_rows, "row"),
        f"{basis}s add up": "to the Total rows, for each standard, cancer, route and modality",
        f"{basis} performance": "is the share within the standard in every row; within and after make the total",
    }
    finished = organisations.filled(period=pa.scalar(month), basis=pa.scalar(basis))
    return [finished.extract("cancer", checks, period=month, revised=revised or reading.revised, notes=notes)]


def _performance_faults(reading: Reading) -> tuple[bool, list[Fault]]:
    """Whether performance stands in per cent; it must be within / total in every row, in one unit for all."""
    within, total = numbers(reading.table["within"]), numbers(reading.table["total"])
    given = pc.is_valid(reading.table["performance"]).to_numpy() & (total > 0)
    said = reading.table["performance"].fill_null(0).to_numpy()
    share = within / np.maximum(total, 1)
    wrong = given & (np.abs(said - share) > 0.0006)
    if not (given & (np.abs(said - 100 * share) > 0.06)).any():
        return bool(wrong.any()), []
    faults = row_faults(
        reading,
        wrong,
        found=lambda row: f"{said[row]:.4g}, where within / total is {share[row]:.4f}",
        wanted="the share within the standard",
        remedy="The values of some columns may have been swapped: download the workbook again.",
        column="performance",
    )
    return False, faults


# What stands above the table: month, status, and whose figures they are ---------------------------------------

_Lines = Mapping[str, tuple[str, int]]
"""`Period:` -> what stands to its right, and its row."""


def _lines_above(sheet: Sheet, header_row: int) -> _Lines:
    said = {}
    for line, row in enumerate(sheet.head[: header_row - 1], start=1):
        cells = [cell for cell in row if cell]
        if cells and cells[0].endswith(":"):
            said[cells[0].removesuffix(":").lower()] = (cells[1] if len(cells) > 1 else "", line)
    return said


def _contradictions(sheet: Sheet, said: _Lines, basis: str) -> Iterator[Fault]:
    text, row = said.get("basis", ("", 0))
    other = "commissioner" if basis == "provider" else "provider"
    if text.lower().startswith(other):
        remedy = "The columns of one sheet may have been pasted into the other: download the workbook again."
        yield sheet.fault(found=f"figures by {other}", wanted=f"figures by {basis}", remedy=remedy, row=row)


def _no_month(sheet: Sheet, said: _Lines) -> Iterator[Fault]:
    text, row = said.get("period", ("", None))
    try:
        parse_month(text)
    except Unreadable:
        found = "no line that says 'Period:'" if row is None else shown(text)
        remedy = "Put the month back above the table, such as January 2026, or download the workbook again."
        yield sheet.fault(found=found, wanted="the month of the figures", remedy=remedy, row=row)


SOURCES = (
    Source(
        name="cancer",
        title="cancer waiting times, combined workbook",
        publisher="NHS England",
        keeps="period",
        key=("period", *_KEY),
        columns=_COLUMNS,
        read=_read,
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
        layouts=tuple(_LAYOUTS.values()),
    ),
)
