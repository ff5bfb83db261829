"""Files as publishers make them, with the same bytes each time: fixed times inside zips and workbooks."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Rows = list[Sequence[object]]
STAMP = (2026, 11, 12, 9, 30, 0)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]  # not strftime: a locale would change it


def month_name(month: date) -> str:
    """Names a month as publishers do: April-2026."""
    return f"{MONTHS[month.month - 1]}-{month.year}"


def csv_bytes(
    rows: Iterable[Sequence[object]], *, end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL
) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode()


def write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def write_zip(path: Path, members: dict[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, STAMP)
            member.external_attr = 0o644 << 16
            archive.writestr(member, content, zipfile.ZIP_DEFLATED, 9)


def write_workbook(path: Path, sheets: Mapping[str, Iterable[Sequence[object]]]) -> None:
    """Writes typed cells: text as text (never a formula), numbers, dates; None and "" leave a cell empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(*STAMP)})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                _write_row(sheet, number, row, day=day, bold=bold)


def _write_row(sheet, number, row, *, day, bold) -> None:  # type: ignore[no-untyped-def]
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            sheet.write_boolean(number, column, value)
        elif isinstance(value, date):
            sheet.write_datetime(number, column, datetime(value.year, value.month, value.day), day)
        elif isinstance(value, str):
            sheet.write_string(number, column, value, bold if number == 0 else None)
        else:
            sheet.write_number(number, column, value)
