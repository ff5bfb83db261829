"""Excel workbooks, new and old: each visible sheet as text, whatever size the sheet claims to have.

The values are those Excel saved; formulas are told in a note, and refused where Excel saved no value.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from xml.etree import ElementTree

import python_calamine as calamine

from briefing.errors import Fault, SourceError
from briefing.sources.sheets import HEAD_ROWS, Sheet, one_line

MOST_CELLS = 60_000_000
_CELL = re.compile(rb'<(?:x:)?c r="([A-Z]{1,3})([0-9]{1,7})"[^>/]*>')
_ERROR = re.compile(rb'<(?:x:)?c r="([A-Z]{1,3})([0-9]{1,7})"[^>]* t="e"')
_FORMULA = re.compile(rb"<(?:x:)?f[ />]")
_NOT_CALCULATED = re.compile(
    rb'<(?:x:)?c r="([A-Z]{1,3})([0-9]{1,7})"(?![^>]* t="str")[^>]*>'
    rb"<(?:x:)?f(?:[^>]*/>|[^>]*>[^<]*</(?:x:)?f>)(?:<(?:x:)?v ?/>|<v></v>)?</(?:x:)?c>"
)
_SHOWN = 20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def workbook_sheets(data: bytes, *, file: str) -> list[Sheet]:
    """The visible sheets of a workbook that have cells."""
    parts = _parts(data) if data.startswith(b"PK") else {}
    faults = [fault for name, xml in parts.items() for fault in _part_faults(xml, file=file, sheet=name)]
    if faults:
        raise SourceError(faults)
    formulas = {name for name, xml in parts.items() if _FORMULA.search(xml)}
    parts.clear()
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return list(_visible(workbook, file, formulas))
    except calamine.PasswordError:
        raise locked(file) from None
    except calamine.CalamineError as error:
        remedy = "Open it in Excel, save it as a new .xlsx, and load that."
        raise SourceError(
            [Fault(file, f"a damaged workbook ({error})", "a workbook Excel can open", remedy)]
        ) from None


def locked(file: str) -> SourceError:
    remedy = (
        "Open it in Excel, take the password off (File, Info, Protect Workbook), save, and load it again."
    )
    return SourceError([Fault(file, "a workbook locked with a password", "an open workbook", remedy)])


def _visible(workbook: calamine.CalamineWorkbook, file: str, formulas: set[str]) -> Iterator[Sheet]:
    hidden = []
    for meta in workbook.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if meta.visible != calamine.SheetVisibleEnum.Visible:
            hidden.append(meta.name)
            continue
        notes = tuple(f"the hidden sheet {name!r} was left out" for name in hidden)
        if meta.name in formulas:
            notes = (*notes, "some cells are formulas: the values that Excel saved for them were used")
        sheet = workbook.get_sheet_by_name(meta.name)
        if sheet.height and sheet.width:
            yield _sheet(sheet, file, notes)


def _sheet(sheet: calamine.CalamineSheet, file: str, notes: tuple[str, ...]) -> Sheet:
    def records() -> Iterator[Sequence[str]]:
        for row in sheet.to_python(skip_empty_area=False):
            yield [cell_text(cell) for cell in row]

    first = sheet.to_python(skip_empty_area=False, nrows=HEAD_ROWS)
    head = tuple(tuple(one_line(cell_text(cell)) for cell in row) for row in first)
    return Sheet(file, sheet.name, head, records, notes=notes)


def cell_text(cell: Any) -> str:
    """A cell's value as text: whole numbers without `.0`, days as 2026-04-30."""
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def _parts(data: bytes) -> dict[str, bytes]:
    """The XML of each worksheet by the sheet's name, for what calamine can't tell: formulas, true extent."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            relations = ElementTree.fromstring(_plain(archive, "xl/_rels/workbook.xml.rels"))
            sheets = ElementTree.fromstring(_plain(archive, "xl/workbook.xml")).iter(f"{_MAIN}sheet")
            targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
            paths = {sheet.get("name", ""): targets.get(sheet.get(_RELATION), "") for sheet in sheets}
        except (KeyError, ElementTree.ParseError):
            return {}
        names = set(archive.namelist())
        full = {
            name: path.lstrip("/") if path.startswith("/") else f"xl/{path}" for name, path in paths.items()
        }
        return {name: archive.read(path) for name, path in full.items() if path in names}


def _plain(archive: zipfile.ZipFile, member: str) -> bytes:
    """A small part of the workbook; one that declares entities is no workbook and is not parsed."""
    xml = archive.read(member)
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise KeyError(member)
    return xml


def _part_faults(xml: bytes, *, file: str, sheet: str) -> Iterator[Fault]:
    widest = tallest = 0
    for match in _CELL.finditer(xml):
        widest = max(widest, _column_number(match[1]))
        tallest = max(tallest, int(match[2]))
    if widest * tallest > MOST_CELLS:
        yield Fault(
            file,
            found=f"cells as far as row {tallest:,} and column {widest:,}",
            wanted=f"at most {MOST_CELLS:,} cells",
            remedy="Delete stray values far below or to the right of the table, and save.",
            sheet=sheet,
        )
    yield from _cell_faults(_ERROR, xml, file, sheet, found="the result of a formula that failed")
    yield from _cell_faults(_NOT_CALCULATED, xml, file, sheet, found="a formula for which no value was saved")


def _cell_faults(
    pattern: re.Pattern[bytes], xml: bytes, file: str, sheet: str, *, found: str
) -> Iterator[Fault]:
    for match in islice(pattern.finditer(xml), _SHOWN):
        yield Fault(
            file,
            found=found,
            wanted="a value",
            remedy="Open the workbook in Excel, mend the formula, let it calculate, save, and load it again.",
            sheet=sheet,
            row=int(match[2]),
            column=match[1].decode(),
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
