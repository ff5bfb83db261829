"""A workbook that somebody keeps: cells of it are set, and all else stays as Excel saved it.

Columns, formats, lists to choose from, notes, other sheets stay. What only Excel itself can draw, such as a chart,
is lost with this library, so a workbook with one is refused before anything is written.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from briefing.sources.sheets import refused

_LOST = re.compile(r"xl/(charts|drawings/drawing|pivotTables|slicers|ctrlProps|activeX|externalLinks)|vba")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(modified|created)[^>]*>)[^<]*")


@dataclass(frozen=True)
class Setting:
    """One cell, by its row and column counted from 1, and what it is to hold."""

    row: int
    column: int
    value: str | float | date


def with_cells(
    path: Path,
    settings: Mapping[str | None, Iterable[Setting]],
    *,
    removed: Collection[int] = (),
    below: int = 0,
) -> bytes:
    """Return a workbook with cells set, by their sheet, and rows taken out there: the same change, the same bytes.

    A cell without a look of its own takes that of the one above it, or of its column right below the headings, which
    stand in the row `below`. Rows are counted as they are before any is taken out.
    """
    data = path.read_bytes()
    _refuse_losses(path.name, data)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of what Excel alone knows: the cells are proved when they are read again
        book = openpyxl.load_workbook(io.BytesIO(data))
        for name, cells in settings.items():
            sheet = book[name] if name is not None else book.worksheets[0]
            last = sheet.max_row
            for cell in cells:
                _set(sheet, cell, below=below)
            for row in sorted(removed, reverse=True):
                sheet.delete_rows(row)
            for table in sheet.tables.values():
                _stretch(table, sheet, last)
        saved = io.BytesIO()
        book.save(saved)
    return _without_clock(saved.getvalue())


def _refuse_losses(name: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            lost = any(_LOST.search(part) for part in parts.namelist())
            formulas = any(
                b"<f>" in parts.read(part) or b"<f " in parts.read(part)
                for part in parts.namelist()
                if part.startswith("xl/worksheets/sheet")
            )
    except zipfile.BadZipFile:
        raise refused(
            name, "a damaged workbook", "Save it in Excel as a new .xlsx.", wanted="an Excel workbook"
        ) from None
    if lost or formulas:
        what = "formulas" if formulas else "a chart, a drawing or a link to another file"
        raise refused(
            name,
            f"a workbook with {what}, which only Excel can save",
            "Change it in Excel, or move that into a workbook of its own.",
            wanted="a workbook of cells alone",
        )


def _set(sheet: Worksheet, setting: Setting, *, below: int) -> None:
    cell = sheet.cell(setting.row, setting.column)
    if not cell.has_style and setting.row > below + 1:
        cell._style = copy(sheet.cell(setting.row - 1, setting.column)._style)
    if not cell.has_style and setting.row > below:
        cell._style = copy(sheet.column_dimensions[get_column_letter(setting.column)]._style)
    if isinstance(setting.value, str):
        cell.value = setting.value or None
        if setting.value:
            cell.data_type = "s"  # text, whatever it begins with: no cell becomes a formula
        return
    percent = isinstance(setting.value, float) and "%" in cell.number_format
    cell.value = setting.value / 100 if percent else setting.value  # type: ignore[operator]
    if isinstance(setting.value, date) and not cell.is_date:
        cell.number_format = "dd/mm/yyyy"


def _stretch(table: object, sheet: Worksheet, last: int) -> None:
    """Keep a table of Excel's own over its rows, where it reached to the last."""
    left, top, right, bottom = range_boundaries(table.ref)  # type: ignore[attr-defined]
    if bottom == last and sheet.max_row > top:
        ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{sheet.max_row}"
        table.ref = ref  # type: ignore[attr-defined]
        if table.autoFilter is not None:  # type: ignore[attr-defined]
            table.autoFilter.ref = ref  # type: ignore[attr-defined]


def _without_clock(data: bytes) -> bytes:
    """Return the same workbook without the moment at which it was saved."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2026-01-01T00:00:00Z", content)
            part = zipfile.ZipInfo(name, _FIRST_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, content)
    return made.getvalue()
