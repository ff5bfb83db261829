"""A file people drop in -> its sheets. What a file is shows in its first bytes, never in its name alone.

A zip may come from anywhere: only plain members of plausible size are unpacked, in memory.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath, PurePosixPath
from typing import BinaryIO

from briefing.disk import is_left_behind
from briefing.errors import Fault, SourceError
from briefing.sources.flat_files import delimited_sheet, parquet_sheet
from briefing.sources.sheets import Cells, Sheet, refused
from briefing.sources.workbooks import BROKEN_ZIP, locked, workbook_sheets

__all__ = ["Cells", "Sheet", "open_bytes", "open_file"]

MOST_COLUMNS = 2_000
"""Far more than any published table has; many more take time for nothing."""
LONGEST_LINE = 1 << 20
MOST_MEMBERS = 200
_LONGEST_NAME = 120
LARGEST_TOTAL = 2 << 30
LARGEST_RATIO = 200
_RATIO_MATTERS_FROM = 10 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = (b"PK", b"PAR1", _OLE, b"\x89PNG", b"%PDF")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD = "WordDocument".encode("utf-16-le")
_OTHER_OFFICE = {"xl/workbook.bin", "word/document.xml", "ppt/presentation.xml", "content.xml"}
_DOCUMENTS = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_ARCHIVES = ((b"\x1f\x8b", "a gzip archive"), (b"7z\xbc\xaf", "a 7-Zip archive"), (b"Rar!", "a RAR archive"))
_KINDS = {
    "text": ("a text file", (".csv", ".tsv", ".txt")),
    "zip": ("a zip archive", (".zip",)),
    "xlsx": ("an Excel workbook", (".xlsx", ".xlsm")),
    "xls": ("an Excel workbook of the old kind", (".xls",)),
    "parquet": ("a Parquet file", (".parquet",)),
}
_ENDINGS = {ending: kind for kind, (_, endings) in _KINDS.items() for ending in endings}


class _NoTable(SourceError):
    """A document: beside tables in a zip it is worth a note, and no more."""


def open_file(path: Path) -> list[Sheet]:
    """The sheets of a file: one of a csv or parquet, each of a workbook, those of every file in a zip."""
    try:
        if (size := path.stat().st_size) > LARGEST_TOTAL:
            raise refused(path.name, f"a file of {size / 2**30:.1f} GiB", "Split it by month.")
        with path.open("rb") as file:
            if not file.peek(4).startswith(_BINARY):
                _refuse_endless_lines(file, path.name)
        data = path.read_bytes()
    except OSError as error:
        remedy = "Check that the file is there, may be read, and is not open in Excel."
        found = error.strerror or "can't be opened"
        raise refused(path.name, found, remedy, wanted="a file that can be read") from None
    return open_bytes(data, file=path.name)


def _refuse_endless_lines(file: BinaryIO, name: str) -> None:
    """Refuse a text without a line's end for a megabyte before all of it is in memory."""
    while len(part := file.read(LONGEST_LINE)) == LONGEST_LINE:
        if b"\n" not in part and b"\r" not in part:
            found = f"a line of more than {LONGEST_LINE:,} letters"
            raise refused(name, found, "Check that it is the right file: a table has many short lines.")


def open_bytes(data: bytes, *, file: str) -> list[Sheet]:
    """The sheets of a file's content, under the name to show to the user."""
    sheets = _sheets(data, file)
    for sheet in sheets:
        if (width := max(map(len, sheet.head), default=0)) > MOST_COLUMNS:
            wanted, remedy = f"at most {MOST_COLUMNS:,}", "Check that it is the right file."
            raise SourceError([sheet.fault(found=f"{width:,} columns", wanted=wanted, remedy=remedy)])
    return sheets


def _sheets(data: bytes, file: str) -> list[Sheet]:
    kind = _kind(data, file)
    ending = PurePath(file).suffix.lower()
    if _ENDINGS.get(ending, kind) != kind:
        name, (right, *_) = _KINDS[kind]
        remedy = f"Give the file the ending {right} if it is the right one, and load it again."
        raise refused(file, name, remedy, wanted=f"what the ending {ending} says")
    if kind == "zip":
        return _zip_sheets(data, file)
    if kind in ("xlsx", "xls"):
        sheets = workbook_sheets(data, file=file)
        if not sheets:
            raise refused(file, "a workbook without any cells", "Check that it is the right file.")
        return sheets
    return [parquet_sheet(data, file=file) if kind == "parquet" else delimited_sheet(data, file=file)]


def _kind(data: bytes, file: str) -> str:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data or data.isspace():
        raise refused(file, "an empty file", "Download it again.")
    for signature, name in (*_DOCUMENTS, *_ARCHIVES):
        if data.startswith(signature):
            error = refused(file, name, "Look for the csv or Excel version of the same publication.")
            raise _NoTable(error.faults) if (signature, name) in _DOCUMENTS else error
    if start.startswith(b"<"):
        page = re.match(rb"<(!doctype|html|head|meta|table)", start)
        remedy = "Open the link in a browser and save the csv or Excel file itself."
        if PurePath(file).suffix.lower() in (".xls", ".xlsx", ".xlsm"):
            remedy = "Open it in Excel, save it as .xlsx, and load that."
        raise _NoTable(refused(file, "a web page" if page else "an XML or web file", remedy).faults)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise locked(file)
        if _OLD_WORD in data:
            raise _NoTable(refused(file, "a Word document", "Look for the csv or Excel version.").faults)
        return "xls"
    if data.startswith(b"PAR1"):
        return "parquet"
    return _zip_kind(data, file) if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) else "text"


def _zip_kind(data: bytes, file: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/") for name in archive.namelist()}
            odd = "xl/workbook.xml" in names and "xl/workbook.xml" not in archive.namelist()
            faults = list(_bombs(archive, file))
    except BROKEN_ZIP:
        return "zip"  # said with its reason when it is unpacked
    if faults:
        raise SourceError(faults)
    if odd:
        remedy = "Open it in Excel and save it as a new .xlsx."
        raise refused(file, "a workbook whose parts another program has named wrongly", remedy)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if names & _OTHER_OFFICE:
        remedy = "Open it and save it as an .xlsx workbook."
        error = refused(file, "an Office file of another kind", remedy)
        raise error if "xl/workbook.bin" in names else _NoTable(error.faults)
    return "zip"


# Zip archives -----------------------------------------------------------------------------------------------


def _zip_sheets(data: bytes, file: str) -> list[Sheet]:
    sheets: list[Sheet] = []
    faults: list[Fault] = []
    documents: list[Fault] = []
    for name, content in _members(data, file):
        shown = f"{file} > {name}"
        try:
            if content.startswith(b"PK") and _kind(content, shown) == "zip":
                remedy = "Unpack the outer zip and load what is inside."
                raise refused(shown, "a zip inside a zip", remedy, wanted="tables")
            sheets += open_bytes(content, file=shown)
        except _NoTable as error:
            documents += error.faults
        except SourceError as error:
            faults += error.faults
    if faults or (documents and not sheets):
        raise SourceError([*faults, *documents])
    if not sheets:
        raise refused(file, "a zip without any table", "Check that it is the right file.")
    notes = tuple(f"{each.file} holds nothing this tool reads, and was left out" for each in documents)
    return [replace(sheet, notes=(*sheet.notes, *notes)) for sheet in sheets]


def _members(data: bytes, file: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file in a zip, one at a time; what macOS leaves behind is skipped."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = [info for info in archive.infolist() if not _is_litter(info)]
            if faults := [*_bombs(archive, file), *_odd_members(wanted, file)]:
                raise SourceError(faults)
            for info in wanted:
                yield _path(info).name, _content(archive, info)
    except BROKEN_ZIP as error:
        remedy = "Download it again: the download was probably cut short."
        raise refused(file, f"a damaged zip file ({error})", remedy, wanted="a zip file that opens") from None


def _bombs(archive: zipfile.ZipFile, file: str) -> Iterator[Fault]:
    """What makes a zip, or a workbook, which is a zip inside, unsafe to unpack whatever it holds."""
    infos = archive.infolist()
    total, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    ratio = total // max(packed, 1)
    remedy = "This is not how the NHS publishes: ask whoever sent the file."
    if len(infos) > 20 * MOST_MEMBERS:
        yield Fault(file, f"{len(infos):,} members", f"at most {20 * MOST_MEMBERS:,}", remedy)
    if total > LARGEST_TOTAL:
        found, wanted = f"{total / 2**30:.1f} GiB when unpacked", f"at most {LARGEST_TOTAL / 2**30:.0f} GiB"
        yield Fault(file, found, wanted, remedy)
    if total > max(_RATIO_MATTERS_FROM, LARGEST_RATIO * max(packed, 1)):
        found = f"content that unpacks to {ratio:,} times its size"
        yield Fault(file, found, f"{LARGEST_RATIO} at most", remedy)


def _odd_members(wanted: list[zipfile.ZipInfo], file: str) -> Iterator[Fault]:
    unpack = "Unpack it and load its files."
    if len(wanted) > MOST_MEMBERS:
        yield Fault(file, f"{len(wanted):,} files in the zip", f"at most {MOST_MEMBERS}", unpack)
    for info in wanted:
        path, shown = _path(info), f"{file} > {_shortened(info.filename)}"
        if not path.name:
            yield Fault(
                file, "a file without a name in the zip", "a plain file name", "Ask whoever sent the file."
            )
        elif path.is_absolute() or ".." in path.parts or ":" in info.filename:
            found = "a name that points outside the zip"
            yield Fault(shown, found, "a plain file name", "Ask whoever sent the file.")
        if info.flag_bits & 0x1:
            remedy = "Unpack it and load the file inside."
            yield Fault(shown, "a member locked with a password", "an open zip", remedy)


def _shortened(name: str) -> str:
    """A member may be called by 60,000 letters: nobody reads them."""
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..."


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(info.filename.replace("\\", "/"))


def _is_litter(info: zipfile.ZipInfo) -> bool:
    path = _path(info)
    return info.filename.endswith("/") or "__MACOSX" in path.parts or is_left_behind(path.name)


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The member's bytes, no more than it declared: the declared size was checked."""
    with archive.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) > info.file_size:
        raise zipfile.BadZipFile(f"{info.filename} is larger than it says")
    return content
