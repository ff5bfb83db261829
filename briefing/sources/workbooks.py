"""Excel workbooks, new and old: each visible sheet as text, whatever size the sheet claims to have.

The values are those Excel saved; formulas are told in a note, and refused where Excel saved no value. What shows
as 61.1% is stored as 0.611: it is read as it shows. A cell merged over several rows stands in each of them.

The library that reads it may end the process over a damaged one, or ask for all memory there is: see `limits.py`.
"""

import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from itertools import islice
from xml.etree import ElementTree

import python_calamine as calamine

from briefing.errors import Fault, SourceError
from briefing.sources.sheets import Sheet, column_letter, head_of, one_line, refused, shown

BROKEN_ZIP = zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError
"""All that the standard library raises over a zip whose bytes are not in order."""
_END_OF_ZIP = b"PK\x05\x06"
MOST_CELLS = 30_000_000
MOST_SHEETS = 250
"""Each is looked through; no published workbook has more than a few dozen."""
_LONGEST_NAME = 60
_MOST_MERGED, _MOST_IN_MERGED = 10_000, 2_000_000
_CELL = re.compile(rb'<(?:x:)?c r="([A-Z]{1,3})([0-9]{1,7})"[^>/]*>')
_ERROR = re.compile(rb'<(?:x:)?c r="([A-Z]{1,3})([0-9]{1,7})"[^>]* t="e"')
_NUMBER = re.compile(
    rb'<(?:x:)?c r="([A-Z]{1,3})([0-9]{1,7})"(?![^>]* t="(?!n"))[^>]* s="([0-9]{1,7})"[^>/]*>'
)
"""Of a number, and its style."""
_PERCENT = re.compile(r'^(?:[^"]|"[^"]*")*%')
_USUAL_PERCENT = ("9", "10")
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
    parts = _parts(data, file) if data.startswith(b"PK") else {}
    if faults := [fault for part in parts.values() for fault in part.sprawl]:
        raise SourceError(faults)
    if not data.startswith(b"PK"):  # or a zip behind an old mark would be read unchecked
        data = data.replace(_END_OF_ZIP, bytes(len(_END_OF_ZIP)))
    book = _opened(data, file)
    hidden = tuple(
        f"the hidden sheet {shown(meta.name)} was left out"
        for meta in book.sheets_metadata
        if _is_table(meta) and not _is_visible(meta)
    )
    sheets = []
    for meta in filter(_is_visible, book.sheets_metadata):
        with _library(file):
            cells = book.get_sheet_by_name(meta.name)
        if _height(cells):
            sheets.append(_sheet(cells, file, parts.get(meta.name, _Part()), hidden))
    return [replace(sheet, cover=sheets[0].head) for sheet in sheets]


def locked(file: str) -> SourceError:
    remedy = (
        "Open it in Excel, take the password off (File, Info, Protect Workbook), save, and load it again."
    )
    return refused(file, "a workbook locked with a password", remedy, wanted="an open workbook")


def _opened(data: bytes, file: str) -> calamine.CalamineWorkbook:
    with _library(file):
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))


@contextmanager
def _library(file: str) -> Iterator[None]:
    """Say of a workbook what the library says; where it breaks down over one, which is no Exception, say that."""
    try:
        yield
    except calamine.PasswordError:
        raise locked(file) from None
    except calamine.CalamineError as error:
        raise _damaged(file, str(error)) from None
    except (MemoryError, KeyboardInterrupt):
        raise
    except BaseException:
        raise _damaged(file, "the library that reads it gave up") from None


def _damaged(file: str, why: str) -> SourceError:
    remedy = "Open it in Excel, save it as a new .xlsx, and load that."
    return refused(file, f"a damaged workbook ({one_line(why)})", remedy, wanted="a workbook Excel can open")


def _is_table(meta: calamine.SheetMetadata) -> bool:
    return bool(meta.typ == calamine.SheetTypeEnum.WorkSheet)


def _is_visible(meta: calamine.SheetMetadata) -> bool:
    return _is_table(meta) and bool(meta.visible == calamine.SheetVisibleEnum.Visible)


def _height(cells: calamine.CalamineSheet) -> int:
    return int(cells.end[0]) + 1 if cells.height and cells.width and cells.end else 0


def _texts(cells: calamine.CalamineSheet) -> Iterator[list[str]]:
    """Every row from the first, with the empty columns at the left that the library leaves out."""
    left = [""] * cells.start[1]
    for row in cells.iter_rows():
        yield [*left, *map(cell_text, row)]


def cell_text(cell: object) -> str:
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


def _short(name: str) -> str:
    """A sheet's name as it may stand in a message: Excel allows 31 letters, another program millions."""
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..."


def _sheet(cells: calamine.CalamineSheet, file: str, part: "_Part", hidden: tuple[str, ...]) -> Sheet:
    down: dict[int, set[int]] = defaultdict(set)
    across, merged = [], 0
    for (top, left), (bottom, right) in (cells.merged_cell_ranges or ())[:_MOST_MERGED]:
        if left != right:
            across.append((top + 1, column_letter(left)))
            continue
        bottom = min(bottom, _height(cells) - 1)
        if (merged := merged + max(bottom - top, 0)) > _MOST_IN_MERGED:
            remedy = "Take the merging off (Home, Merge & Center), and save."
            raise refused(file, f"more than {_MOST_IN_MERGED:,} cells in merged ones", remedy, wanted="fewer")
        for row in range(top + 1, bottom + 1):
            down[row].add(left)

    def rows() -> Iterator[list[str]]:
        above: list[str] = []
        for number, row in enumerate(_texts(cells)):
            for column in part.percents.get(number, ()):
                row[column : column + 1] = map(_per_cent, row[column : column + 1])
            for column in down.get(number, ()) if any(row) else ():
                row[column : column + 1] = above[column : column + 1]
            yield row
            above = row

    def records() -> Iterator[Sequence[str]]:
        if part.faults:
            raise SourceError(part.faults)
        return rows()

    notes = [*hidden]
    if part.has_formulas:
        notes.append("some cells are formulas: the values Excel saved were used")
    if any(any(row) for number, row in enumerate(_texts(cells)) if number in down):
        notes.append("cells merged over several rows were read as standing in each of them")
    return Sheet(file, _short(cells.name), head_of(rows()), records, notes=tuple(notes), merged=tuple(across))


def _per_cent(number: str) -> str:
    """`0.611` is `61.1%`."""
    try:
        return f"{(Decimal(number) * 100).normalize():f}%"
    except InvalidOperation:
        return number


@dataclass(frozen=True)
class _Part:
    """What calamine can't tell of a worksheet, from its XML."""

    sprawl: tuple[Fault, ...] = ()
    """Cells so far out that to read them would take all memory."""
    faults: tuple[Fault, ...] = ()
    """Cells without a value, which are refused where the sheet is needed."""
    has_formulas: bool = False
    percents: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """Row -> the columns of numbers that show as per cent, counted from 0."""


def _parts(data: bytes, file: str) -> dict[str, _Part]:
    """Each worksheet by its name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            styles, names = _percent_styles(archive), set(archive.namelist())
            paths = {name: path for name, path in _sheet_paths(archive).items() if path in names}
            if len(paths) > MOST_SHEETS:
                remedy = "Save the sheet with the table as a workbook of its own."
                raise refused(file, f"{len(paths):,} sheets", remedy, wanted=f"at most {MOST_SHEETS}")
            return {name: _part(archive.read(path), styles, file, name) for name, path in paths.items()}
    except BROKEN_ZIP as error:
        raise _damaged(file, str(error)) from None


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """`{"Sheet 1": "xl/worksheets/sheet1.xml"}`; empty where the workbook does not say."""
    try:
        relations = ElementTree.fromstring(_plain(archive, "xl/_rels/workbook.xml.rels"))
        sheets = ElementTree.fromstring(_plain(archive, "xl/workbook.xml")).iter(f"{_MAIN}sheet")
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    paths = {sheet.get("name", ""): targets.get(sheet.get(_RELATION), "") for sheet in sheets}
    return {name: path.lstrip("/") if path.startswith("/") else f"xl/{path}" for name, path in paths.items()}


def _plain(archive: zipfile.ZipFile, member: str) -> bytes:
    """A small part of the workbook; one that declares entities is no workbook and is not parsed."""
    xml = archive.read(member)
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise KeyError(member)
    return xml


def _part(xml: bytes, styles: Collection[bytes], file: str, sheet: str) -> _Part:
    percents = defaultdict(list)
    for match in _NUMBER.finditer(xml) if styles else ():
        if match[3] in styles:
            percents[int(match[2]) - 1].append(_column_number(match[1]) - 1)
    return _Part(
        tuple(_sprawl(xml, file=file, sheet=sheet)),
        (
            *_cell_faults(_ERROR, xml, file, sheet, found="the result of a formula that failed"),
            *_cell_faults(_NOT_CALCULATED, xml, file, sheet, found="a formula for which no value was saved"),
        ),
        _FORMULA.search(xml) is not None,
        percents,
    )


def _percent_styles(archive: zipfile.ZipFile) -> set[bytes]:
    """The numbers of the styles in which a number shows as per cent."""
    try:
        styles = ElementTree.fromstring(_plain(archive, "xl/styles.xml"))
    except (KeyError, ElementTree.ParseError):
        return set()
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in styles.iter(f"{_MAIN}numFmt")}
    percent = {*_USUAL_PERCENT, *(number for number, shape in own.items() if _PERCENT.match(shape))}
    cells = styles.find(f"{_MAIN}cellXfs")
    every = enumerate(() if cells is None else cells)
    return {str(place).encode() for place, cell in every if cell.get("numFmtId") in percent}


def _sprawl(xml: bytes, *, file: str, sheet: str) -> Iterator[Fault]:
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
