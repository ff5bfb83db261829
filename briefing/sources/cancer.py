"""Cancer waiting times: the combined workbook, with a sheet by provider and a sheet by commissioner, or its csv.

Counts may end in .5: a pathway that two trusts share. The `Total` rows prove the rest and are left out; so
does the published performance, which is a share (0.735), or per cent (73.5) in some files handed round.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault
from briefing.sources.columns import Column, month, number, pathways, text
from briefing.sources.layout import Layout, Reading
from briefing.sources.proofs import (
    added,
    codes,
    groups_add_up,
    no_row_twice,
    numbers,
    refuse,
    row_faults,
    some_rows,
    sums_match,
)
from briefing.sources.sheets import Sheet, counted, shown
from briefing.sources.source import Codes, Extract, Source
from briefing.sources.values import DASHES, Unreadable, one_of, parse_month, parse_share

_COUNTS = ("total", "within", "after")
_WHAT = ("standard", "cancer_type", "route", "modality")
_KEY = ("basis", "org_code", *_WHAT)
_DAYS = {"FDS": "28", "31D": "31", "62D": "62"}
_BANDS = (
    "Within 28 days",
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
    return None if text in DASHES else parse_share(text)


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
_SHEETS = {
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
_CSV_COLUMNS = (
    replace(month("Period", "Month"), filled=False, optional=True),
    text("basis", "Basis", filled=True, parse=one_of(*_SHEETS)),
    _CODE,
    text("org_name", "Org Name", filled=True),
    text("region_name", "Parent Org"),
    text("standard", "Standard or Item", filled=True, parse=parse_standard),
    text("cancer_type", "Cancer Type", filled=True),
    text("route", "Referral Route or Stage", filled=True),
    *_COMMON[3:-1],
    replace(_COMMON[-1], optional=True),
)
_CSV = Layout("the combined csv of cancer waiting times", _CSV_COLUMNS, unused=("Year", *_BANDS))
_NAMED_MONTH = re.compile(r"(?<![A-Za-z])([A-Za-z]{3,9})[-_ ]?(20[0-9]{2})(?![0-9])")


def _read(sheet: Sheet) -> list[Extract]:
    """One sheet: all providers, or all commissioners. `read_file` joins the two of a workbook."""
    if _CSV.recognises(sheet):
        return _read_csv(sheet)
    basis, layout = next((basis, layout) for basis, layout in _SHEETS.items() if layout.recognises(sheet))
    said = _lines_above(sheet, layout.header_row(sheet) or 1)
    refuse(_contradictions(sheet, said, basis), _no_month(sheet, said))
    reading = layout.open(sheet).typed(_COLUMNS)
    status = said.get("status", ("", 0))[0].lower()
    revised = bool(said.get("revised", ("", 0))[0]) or status in ("final", "revised")
    period = pa.scalar(parse_month(said["period"][0]))
    return _proved(reading.filled(period=period, basis=pa.scalar(basis)), status, revised)


def _read_csv(sheet: Sheet) -> list[Extract]:
    """Both sheets under one header, of one month or more; what is no standard, such as referrals seen, is left out."""
    opened = _CSV.open(sheet)
    wanted = pc.and_(
        pc.is_in(opened.text("standard"), pa.array(_DAYS)),
        pc.is_in(opened.text("basis"), pa.array([basis.upper() for basis in _SHEETS])),
    )
    reading = opened.where(wanted).typed(_CSV_COLUMNS)
    refuse(some_rows(reading))
    if reading.table["period"].null_count:
        refuse(_no_named_month(sheet))
        reading = reading.filled(period=pa.scalar(_named_month(sheet)))
    name = sheet.file.lower()
    status = next((word for word in ("provisional", "final", "revised") if word in name), "")
    left_out = opened.table.num_rows - reading.table.num_rows
    notes = (f"left out: {counted(left_out, 'row')} of other items than the three standards",)
    reading = replace(reading, notes=(*reading.notes, *notes[: min(left_out, 1)]))
    return _proved(reading, status, status in ("final", "revised"))


def _proved(reading: Reading, status: str, revised: bool) -> list[Extract]:
    """An extract a month, once the organisations add up to their totals and each row to itself."""
    is_total = pc.equal(pc.utf8_upper(reading.table["org_code"]), "TOTAL")
    organisations = reading.where(pc.invert(is_total))
    in_per_cent, faults = _performance_faults(reading)
    refuse(
        codes(organisations, "org_code"),
        sums_match(reading, added(reading, ("within", "after")), "total", said="within and after"),
        faults,
    )
    refuse(
        no_row_twice(reading, ("period", *_KEY)),
        groups_add_up(
            reading,
            by=(*_WHAT, "basis", "period"),
            is_total=is_total.to_numpy(),
            counts=_COUNTS,
            total="Total",
        ),
    )
    notes = [f"the publisher calls these figures {status}"] if status else []
    notes += [
        "performance stands in per cent, not as a share; it was proved and is computed anew"
    ] * in_per_cent
    extracts = []
    for part in organisations.by_month():
        checks = {}
        for basis in part.table["basis"].unique().to_pylist():
            n = pc.sum(pc.equal(part.table["basis"], basis)).as_py()
            checks[f"{basis} rows"] = counted(n, "row")
            checks[f"{basis}s add up"] = "to the Total rows, for each standard, cancer, route and modality"
            checks[f"{basis} performance"] = (
                "is the share within the standard in every row; within and after make the total"
            )
        extracts.append(part.extract("cancer", checks, revised=revised or reading.revised, notes=notes))
    return extracts


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


# The month of a csv, which may stand in its name alone ---------------------------------------------------------


def _named_month(sheet: Sheet) -> date | None:
    for match in _NAMED_MONTH.finditer(sheet.file.replace("_", "-")):
        with suppress(Unreadable):
            return parse_month(f"{match[1]}-{match[2]}")
    return None


def _no_named_month(sheet: Sheet) -> Iterator[Fault]:
    if _named_month(sheet) is None:
        remedy = "Give the file the name it was published under: January-2026-Monthly-Combined-CSV-Provisional.csv."
        yield sheet.fault(
            found="no month in the rows or in the name of the file",
            wanted="the month of the figures",
            remedy=remedy,
        )


SOURCES = (
    Source(
        name="cancer",
        title="cancer waiting times, combined workbook",
        publisher="NHS England",
        keeps="period",
        monthly=True,
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
        layouts=(*_SHEETS.values(), _CSV),
    ),
)
