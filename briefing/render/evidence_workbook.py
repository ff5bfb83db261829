"""The evidence workbook as an Excel file: typed cells, links, filters, ready to print, and no formula at all.

Text is written as text, whatever it begins with. The file carries no clock: the same pack gives the same bytes.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from briefing.formats import HIDDEN
from briefing.pack.sheets import Amount, Cell, Column, EvidenceWorkbook, Sheet

TABLE_ROW = 3
"""Counted from nought: above it stand the sheet's title, what it holds, and the way back to the contents."""
_CONTENTS = "Contents"
_NUMBERS = {
    "percent": "0.0%",
    "weeks": "0.0",
    "days": "0.0",
    "people": "#,##0",
    "per_1000": "0.0",
    "ratio": "0.00",
    "count": "#,##0",
}
_DATES = {"day": "d mmm yyyy", "month": "mmm yyyy"}
_LONG = 40
"""A column wider than this holds sentences, and wraps."""


def written(workbook: EvidenceWorkbook) -> bytes:
    """The workbook as bytes of an .xlsx file."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({
        "title": workbook.title,
        "author": workbook.author,
        "created": datetime.combine(workbook.made_on, time()),
    })  # fmt: skip
    pen = _Pen(book, workbook)
    pen.contents()
    for sheet in workbook.sheets:
        pen.table(sheet)
    book.close()
    return file.getvalue()


class _Pen:
    """Writes sheets in one style. A class because the formats belong to one open workbook."""

    def __init__(self, book: Any, workbook: EvidenceWorkbook) -> None:
        self._book, self._workbook = book, workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def contents(self) -> None:
        page = self._book.add_worksheet(_CONTENTS)
        page.set_column(0, 0, 30)
        page.set_column(1, 1, 100)
        page.write_string(
            0, 0, self._workbook.title, self._style(bold=True, font_size=14, font_color="#12395B")
        )
        lines = [" · ".join(part for part in (self._workbook.status, self._workbook.marking) if part)]
        lines += self._workbook.lines
        for number, line in enumerate(lines, start=1):
            page.write_string(number, 0, line, self._style(font_color="#51606C"))
        first = len(lines) + 2
        for number, sheet in enumerate(self._workbook.sheets, start=first):
            self._link(page, number, sheet.name, to=sheet.name)
            page.write_string(number, 1, f"{sheet.about} ({len(sheet.rows):,} {_rows(sheet)})", self._style())
        self._print(page, landscape=False)

    def table(self, sheet: Sheet) -> None:
        page = self._book.add_worksheet(sheet.name)
        page.write_string(0, 0, sheet.name, self._style(bold=True, font_size=14, font_color="#12395B"))
        page.write_string(1, 0, sheet.about, self._style(font_color="#51606C"))
        self._link(page, 2, "Back to the contents", to=_CONTENTS)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
            side = {"align": "right"} if _counts(sheet, place) else {"align": "left", "indent": 1}
            heading = self._style(
                bold=True, text_wrap=True, valign="top", bg_color="#E8EFF5", bottom=1, **side
            )
            page.write_string(TABLE_ROW, place, column.heading, heading)
        for number, row in enumerate(sheet.rows, start=TABLE_ROW + 1):
            self._row(page, number, row, sheet.columns)
        page.autofilter(TABLE_ROW, 0, TABLE_ROW + len(sheet.rows), len(sheet.columns) - 1)
        page.freeze_panes(TABLE_ROW + 1, sheet.fixed)
        page.repeat_rows(TABLE_ROW)
        self._print(page, landscape=True)

    def _row(self, page: Any, number: int, row: Sequence[Cell], columns: Sequence[Column]) -> None:
        for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
            wrap: Mapping[str, Any] = {"text_wrap": True} if column.width > _LONG else {}
            if isinstance(cell, str):
                page.write_string(number, place, cell, self._style(valign="top", indent=1, **wrap))
            elif isinstance(cell, date):
                style = self._style(valign="top", align="left", indent=1, num_format=_DATES[column.dates])
                page.write_datetime(number, place, datetime.combine(cell, time()), style)
            elif isinstance(cell, Amount):
                self._amount(page, number, place, cell)
            elif cell is not None:
                whole = float(cell).is_integer()
                page.write_number(
                    number, place, cell, self._style(valign="top", num_format="#,##0" if whole else "0.000")
                )

    def _amount(self, page: Any, row: int, place: int, amount: Amount) -> None:
        """Per cent as Excel counts it, so that a sum or an average of ours and of theirs agree."""
        if amount.value is not None:
            value = round(amount.value / 100, 14) if amount.unit == "percent" else amount.value
            page.write_number(row, place, value, self._style(valign="top", num_format=_NUMBERS[amount.unit]))

    def _link(self, page: Any, row: int, words: str, *, to: str) -> None:
        place = to.replace("'", "''")
        page.write_url(
            row, 0, f"internal:'{place}'!A1", self._style(font_color="#1267A8", underline=1), words
        )

    def _style(self, **properties: Any) -> Any:
        """One format for equal properties: Excel refuses a file with too many of them."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def _print(self, page: Any, *, landscape: bool) -> None:
        if landscape:
            page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.hide_gridlines(2)
        head, foot = (_plain(text) for text in (self._workbook.marking, self._workbook.status))
        page.set_header(f"&L{_plain(self._workbook.title)[:150]}&R{head}")
        page.set_footer(f"&L{foot}&C&A&R&P of &N")


def _counts(sheet: Sheet, place: int) -> bool:
    """Whether a column holds numbers: its head then stands above them, at the right."""
    first = next((row[place] for row in sheet.rows if row[place] not in (None, "", HIDDEN)), None)
    return isinstance(first, Amount | int | float)


def _plain(text: str) -> str:
    """Text for a head or a foot, where Excel reads what follows an ampersand as a command."""
    return text.replace("&", "&&")


def _rows(sheet: Sheet) -> str:
    return "row" if len(sheet.rows) == 1 else "rows"
