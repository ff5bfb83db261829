"""A file people drop in -> its sheets. What a file is shows in its first bytes, never in its name alone."""

import io
import re
import zipfile
from pathlib import Path, PurePath

from briefing.errors import Fault, SourceError
from briefing.sources.archives import BROKEN_ZIP, LARGEST_TOTAL, members, refusals
from briefing.sources.columnar import parquet_sheet
from briefing.sources.delimited import delimited_sheet
from briefing.sources.sheets import Cells, Sheet
from briefing.sources.workbooks import locked, workbook_sheets

__all__ = ["Cells", "Sheet", "open_bytes", "open_file"]

MOST_COLUMNS = 2_000
"""Far more than any published table has; many more take time for nothing."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a Word document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_KINDS = {
    "text": ("a text file", ".csv"),
    "zip": ("a zip archive", ".zip"),
    "xlsx": ("an Excel workbook", ".xlsx"),
    "xls": ("an Excel workbook of the old kind", ".xls"),
    "parquet": ("a Parquet file", ".parquet"),
}
_ENDINGS = {
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".zip": "zip",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".parquet": "parquet",
}


def open_file(path: Path) -> list[Sheet]:
    """The sheets of a file: one of a csv or parquet, each of a workbook, those of every file in a zip."""
    try:
        if (size := path.stat().st_size) > LARGEST_TOTAL:
            raise _refused(path.name, f"a file of {size / 2**30:.1f} GiB", "Split it by month.")
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "can't be opened"
        remedy = "Check that the file is there, may be read, and is not open in Excel."
        raise SourceError([Fault(path.name, reason, "a file that can be read", remedy)]) from None
    return open_bytes(data, file=path.name)


def open_bytes(data: bytes, *, file: str) -> list[Sheet]:
    """The sheets of a file's content, under the name to show to the user."""
    sheets = _sheets(data, file)
    for sheet in sheets:
        if (width := max(map(len, sheet.head), default=0)) > MOST_COLUMNS:
            raise SourceError(
                [
                    sheet.fault(
                        found=f"{width:,} columns",
                        wanted=f"at most {MOST_COLUMNS:,}",
                        remedy="Check that it is the right file.",
                    )
                ]
            )
    return sheets


def _sheets(data: bytes, file: str) -> list[Sheet]:
    kind = _kind(data, file)
    _refuse_wrong_ending(kind, file)
    if kind == "zip":
        return _zip_sheets(data, file)
    if kind in ("xlsx", "xls"):
        sheets = workbook_sheets(data, file=file)
        if not sheets:
            raise _refused(file, "a workbook without any cells", "Check that it is the right file.")
        return sheets
    return [parquet_sheet(data, file=file) if kind == "parquet" else delimited_sheet(data, file=file)]


def _kind(data: bytes, file: str) -> str:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data or data.isspace():
        raise _refused(file, "an empty file", "Download it again.")
    for signature, name in _FOREIGN:
        if data.startswith(signature):
            raise _refused(file, name, "Look for the csv or Excel version of the same publication.")
    if start.startswith(b"<"):
        found = (
            "a web page" if re.match(rb"<(!doctype|html|head|meta|table)", start) else "an XML or web file"
        )
        raise _refused(file, found, "Open the link in a browser and save the csv or Excel file itself.")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise locked(file)
        return "xls"
    if data.startswith(b"PAR1"):
        return "parquet"
    return _zip_kind(data, file) if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) else "text"


def _zip_kind(data: bytes, file: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            faults = refusals(archive, file=file)
    except BROKEN_ZIP:
        return "zip"  # said with its reason when it is unpacked
    if faults:
        raise SourceError(faults)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if names & {"xl/workbook.bin", "word/document.xml", "ppt/presentation.xml", "content.xml"}:
        raise _refused(file, "an Office file of another kind", "Open it and save it as an .xlsx workbook.")
    return "zip"


def _refuse_wrong_ending(kind: str, file: str) -> None:
    ending = PurePath(file).suffix.lower()
    if ending in _ENDINGS and _ENDINGS[ending] != kind:
        name, right = _KINDS[kind]
        wanted = f"what the ending {ending} says"
        remedy = f"Give the file the ending {right} if it is the right one, and load it again."
        raise SourceError([Fault(file, name, wanted, remedy)])


def _zip_sheets(data: bytes, file: str) -> list[Sheet]:
    sheets: list[Sheet] = []
    faults: list[Fault] = []
    for name, content in members(data, file=file):
        shown = f"{file} > {name}"
        if content.startswith(b"PK") and PurePath(name).suffix.lower() not in (".xlsx", ".xlsm"):
            faults.append(
                Fault(shown, "a zip inside a zip", "tables", "Unpack the outer zip and load what is inside.")
            )
            continue
        try:
            sheets += open_bytes(content, file=shown)
        except SourceError as error:
            faults += error.faults
    if faults:
        raise SourceError(faults)
    if not sheets:
        raise _refused(file, "a zip without any table", "Check that it is the right file.")
    return sheets


def _refused(file: str, found: str, remedy: str) -> SourceError:
    return SourceError([Fault(file, found, "a table as csv, xlsx, xls, zip or parquet", remedy)])
