"""Workbooks as Excel files: typed cells, cells to fill in, lists to choose from, ready to print, and no formula at all.

Text is written as text, whatever it begins with. The file carries no clock: the same workbook gives the same bytes.
"""

import io
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from briefing import formats
from briefing.document.workbook import Amount, Cell, Month, Open, Sheet, Workbook

_CONTENTS = "Contents"
_NUMBERS = {
    "percent": "0.0%",
    "weeks": "0.0",
    "days": "0.0",
    "people": "#,##0",
    "waits": "#,##0",
    "per_1000": "0.0",
    "ratio": "0.00",
    "count": "#,##0",
}
_LONG = 40
"""A column wider than this holds sentences, and wraps."""
_LONGEST_LIST = 255
_TITLE = {"bold": True, "font_size": 14, "font_color": "#12395B"}
_QUIET = {"font_color": "#51606C"}
_BOXED = {"text_wrap": True, "border": 1, "border_color": "#C9D1D7"}
"""Cells of a sheet to fill in: what was issued is grey and locked, what is open is white."""


def written(workbook: Workbook) -> bytes:
    """The workbook as bytes of an .xlsx file."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({
        "title": workbook.title,
        "author": workbook.masthead.commissioner_name,
        "created": datetime.combine(workbook.dated, time()),
    })  # fmt: skip
    pen = _Pen(book, workbook)
    if workbook.lines:
        pen.contents()
    for sheet in workbook.sheets:
        pen.sheet(sheet)
    book.close()
    return file.getvalue()


class _Pen:
    """Writes sheets in one style. A class because the formats belong to one open workbook."""

    def __init__(self, book: Any, workbook: Workbook) -> None:
        self._book, self._workbook = book, workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def contents(self) -> None:
        page, masthead = self._book.add_worksheet(_CONTENTS), self._workbook.masthead
        page.set_column(0, 0, 30)
        page.set_column(1, 1, 100)
        page.write_string(0, 0, self._workbook.title, self._style(**_TITLE))
        standing = " · ".join(filter(None, (masthead.standing, masthead.marking)))
        lines = (standing, *self._workbook.lines)
        for number, line in enumerate(lines, start=1):
            page.write_string(number, 0, line, self._style(**_QUIET))
        for number, sheet in enumerate(self._workbook.sheets, start=len(lines) + 2):
            self._link(page, number, sheet.name, to=sheet.name)
            held = f"{sheet.above[0][0]} ({formats.counted(len(sheet.rows), 'row')})"
            page.write_string(number, 1, held, self._style())
        self._print(page)

    def sheet(self, sheet: Sheet) -> None:
        """A sheet: its title, the lines above its table, the way back to the contents, the table."""
        page, with_contents = self._book.add_worksheet(sheet.name), bool(self._workbook.lines)
        title = sheet.name if with_contents else self._workbook.title
        page.write_string(0, 0, title, self._style(**_TITLE))
        for number, line in enumerate(sheet.above, start=1):
            for place, words in enumerate(line):
                page.write_string(number, place, words, self._style(**_QUIET))
        head = len(sheet.above) + 1 + with_contents
        if with_contents:
            self._link(page, head - 1, "Back to the contents", to=_CONTENTS)
        self._table(page, sheet, head)
        page.freeze_panes(head + 1, sheet.fixed)
        page.repeat_rows(head)
        page.set_landscape()
        self._print(page)

    def _table(self, page: Any, sheet: Sheet, head: int) -> None:
        for place, (heading, width) in enumerate(sheet.widths.items()):
            page.set_column(place, place, width)
            side = {"align": "right"} if _counts(sheet, heading) else {"align": "left", "indent": 1}
            style = self._style(bold=True, text_wrap=True, valign="top", bg_color="#E8EFF5", bottom=1, **side)
            page.write_string(head, place, heading, style)
            for number, row in enumerate(sheet.rows, start=head + 1):
                if heading in sheet.open:
                    page.write_blank(number, place, None, self._style(**_open_look(sheet.open[heading])))
                else:
                    look = {"bg_color": "#F2F5F7", **_BOXED} if sheet.open else {"text_wrap": width > _LONG}
                    self._cell(page, number, place, row[heading], look)
            if sheet.rows and (rule := _rule(heading, sheet.open.get(heading, Open()))):
                page.data_validation(head + 1, place, head + len(sheet.rows), place, rule)
        if sheet.open:  # without a password: no id is changed by a slip of the hand
            page.protect("", {"format_rows": True, "format_columns": True})
        else:
            page.autofilter(head, 0, head + len(sheet.rows), len(sheet.widths) - 1)

    def _cell(self, page: Any, row: int, place: int, cell: Cell, look: Mapping[str, Any]) -> None:
        """Per cent as Excel counts it, so that a sum or an average of ours and of theirs agree."""
        match cell:
            case Amount(value=float() | int() as value, unit=unit):
                number = round(value / 100, 14) if unit == "percent" else value
                page.write_number(row, place, number, self._style(valign="top", num_format=_NUMBERS[unit]))
            case None | Amount():
                if "border" in look:
                    page.write_blank(row, place, None, self._style(**look))
            case str():
                page.write_string(row, place, cell, self._style(valign="top", indent=1, **look))
            case Month() | date():
                day, form = (cell.day, "mmm yyyy") if isinstance(cell, Month) else (cell, "d mmm yyyy")
                style = self._style(valign="top", align="left", indent=1, num_format=form, **look)
                page.write_datetime(row, place, datetime.combine(day, time()), style)
            case _:
                form = "#,##0" if float(cell).is_integer() else "0.000"
                page.write_number(row, place, cell, self._style(valign="top", num_format=form))

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

    def _print(self, page: Any) -> None:
        page.set_paper(9)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.hide_gridlines(2)
        title, masthead = self._workbook.title, self._workbook.masthead
        page.set_header(f"&L{_plain(title)[:150]}&R{_plain(masthead.marking)}")
        page.set_footer(f"&L{_plain(masthead.standing)}&C&A&R&P of &N")


def _counts(sheet: Sheet, heading: str) -> bool:
    """Whether a column holds numbers: its head then stands above them, at the right."""
    cells = (row.get(heading) for row in sheet.rows)
    first = next((cell for cell in cells if cell not in (None, "", formats.HIDDEN)), None)
    return isinstance(first, Amount | int | float)


def _open_look(column: Open) -> dict[str, Any]:
    return {**_BOXED, "valign": "top", "num_format": "dd/mm/yyyy" if column.since else "@", "locked": False}


def _rule(heading: str, column: Open) -> dict[str, Any]:
    """What Excel takes in a column; none where a list is too long for it. Words that only offer pass any other."""
    if column.since is not None:
        return {
            "validate": "date",
            "criteria": ">=",
            "value": datetime.combine(column.since, time()),
            "input_title": heading,
            "input_message": "A day, such as 01/03/2027",
            "error_title": "Not a day that can be",
            "error_message": f"Write a day from {formats.day(column.since)} on, such as 01/03/2027.",
        }
    words = [word for word in column.choices if "," not in word]
    if not words or len(",".join(words)) > _LONGEST_LIST:
        return {}
    if not column.strict:
        return {"validate": "list", "source": words, "show_error": False}
    wanted = f"Choose {formats.listed(words, 'or')}."
    return {"validate": "list", "source": words, "error_title": heading, "error_message": wanted}


def _plain(text: str) -> str:
    """Text for a head or a foot, where Excel reads what follows an ampersand as a command."""
    return text.replace("&", "&&")
