"""The clerk's answer sheet as an Excel workbook: white cells to fill, lists to choose from, days checked.

Text is written as text, whatever it begins with: no cell of ours becomes a formula. The workbook carries no
clock, so the same sheet gives the same bytes.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from briefing import formats
from briefing.meeting.answers import STATES
from briefing.meeting.sheet import (
    ANSWERS_SHEET,
    HEADINGS,
    MEETING_CELL,
    OUTCOMES,
    PROMISE_HEADINGS,
    PROMISE_TO_FILL,
    PROMISES_SHEET,
    TO_FILL,
)
from briefing.pack.clerk import STANDING, ClerkSheet

HEADER_ROW = 4
"""Counted from nought: above it stand the title, the meeting's id and what to do."""
_LONGEST_LIST = 255
_WIDTHS = {
    "question_id": 13, "provider_code": 10, "topic": 17, "title": 34, "asked_by": 20, "state": 15,
    "commitment": 46, "owner": 26, "due_on": 13, "measure": 26, "note": 34, "commitment_id": 20, "what": 46,
    "promised_by": 24, "was_due": 13, "standing": 24, "outcome": 12, "closed_on": 13, "evidence": 40,
}  # fmt: skip
_HOW = (
    "Fill the white cells. A commitment needs an owner, by role, and a day. Leave a line empty where the "
    "question was not reached. Write nothing that could identify a patient."
)
_HOW_PROMISES = "Mark what the meeting heard. Leave a line empty where the promise is still open."


def clerk_workbook(sheet: ClerkSheet) -> bytes:
    """One workbook for all providers of a meeting: a row a question, a row an earlier promise."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    moment = datetime.combine(sheet.meeting.date, time())
    book.set_properties({
        "title": f"Clerk's answer sheet: {sheet.meeting.title}",
        "author": sheet.masthead.commissioner_name,
        "created": moment,
    })  # fmt: skip
    page = _Page(book, sheet)
    answers = page.table(ANSWERS_SHEET, HEADINGS, TO_FILL, list(_questions(sheet)), how=_HOW)
    _offer_answers(answers, sheet, rows=sum(len(part.rows) for part in sheet.parts))
    promises = list(_promises(sheet))
    looked_back = page.table(PROMISES_SHEET, PROMISE_HEADINGS, PROMISE_TO_FILL, promises, how=_HOW_PROMISES)
    _offer_outcomes(looked_back, rows=len(promises))
    book.close()
    return file.getvalue()


def _questions(sheet: ClerkSheet) -> Iterator[dict[str, str | date]]:
    for part in sheet.parts:
        for row in part.rows:
            asked = row.asked
            yield {
                "question_id": asked.question_id,
                "provider_code": asked.provider_code,
                "topic": asked.topic,
                "title": asked.title,
                "asked_by": asked.asked_by,
            }


def _promises(sheet: ClerkSheet) -> Iterator[dict[str, str | date]]:
    for part in sheet.parts:
        for promise in part.promises:
            yield {
                "commitment_id": promise.commitment_id,
                "provider_code": part.provider_code,
                "what": promise.what,
                "promised_by": promise.owner,
                "was_due": promise.due_on or "",
                "standing": STANDING[promise.state],
            }


class _Page:
    """Lays out tables in one style."""

    def __init__(self, book: Any, sheet: ClerkSheet) -> None:
        self._book, self._sheet = book, sheet
        wrapped = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9D1D7"}
        self._title = book.add_format({"bold": True, "font_size": 14, "font_color": "#12395B"})
        self._quiet = book.add_format({"font_color": "#51606C"})
        self._heading = book.add_format({**wrapped, "bold": True, "bg_color": "#E8EFF5"})
        self._given = book.add_format({**wrapped, "bg_color": "#F2F5F7"})
        self._given_day = book.add_format({**wrapped, "bg_color": "#F2F5F7", "num_format": "dd/mm/yyyy"})
        self._open = book.add_format({**wrapped, "num_format": "@", "locked": False})
        self._open_day = book.add_format({**wrapped, "num_format": "dd/mm/yyyy", "locked": False})

    def table(
        self,
        name: str,
        headings: Mapping[str, str],
        to_fill: Sequence[str],
        rows: Sequence[Mapping[str, str | date]],
        *,
        how: str,
    ) -> Any:
        page = self._book.add_worksheet(name)
        self._head(page, how)
        for column, (key, heading) in enumerate(headings.items()):
            page.set_column(column, column, _WIDTHS[key])
            page.write_string(HEADER_ROW, column, heading, self._heading)
            for number, row in enumerate(rows, start=HEADER_ROW + 1):
                self._cell(page, number, column, row.get(key), key if key in to_fill else None)
        self._print(page, columns=len(headings))
        return page

    def _head(self, page: Any, how: str) -> None:
        meeting = self._sheet.meeting
        page.write_string(0, 0, f"Clerk's answer sheet: {meeting.title}", self._title)
        where = f"{formats.day(meeting.date)}, {meeting.place}"
        page.write_string(1, 0, f"{self._sheet.masthead.marking}  {where}".strip(), self._quiet)
        page.write_string(2, 0, MEETING_CELL, self._quiet)
        page.write_string(2, 1, meeting.id, self._quiet)
        page.write_string(3, 0, how, self._quiet)

    def _cell(self, page: Any, row: int, column: int, value: str | date | None, fills: str | None) -> None:
        if fills is not None:
            page.write_blank(row, column, None, self._open_day if fills.endswith("_on") else self._open)
        elif isinstance(value, date):
            page.write_datetime(row, column, datetime.combine(value, time()), self._given_day)
        else:
            page.write_string(row, column, value or "", self._given)

    def _print(self, page: Any, *, columns: int) -> None:
        """What was issued is locked, without a password, so that no id is changed by a slip of the hand."""
        page.freeze_panes(HEADER_ROW + 1, 2)
        page.protect("", {"format_rows": True, "format_columns": True})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEADER_ROW)
        page.set_footer(f"&L{self._sheet.meeting.id}, version {self._sheet.masthead.version}&R&P of &N")


def _offer_answers(page: Any, sheet: ClerkSheet, *, rows: int) -> None:
    day = sheet.meeting.date
    _list(page, HEADINGS, "state", rows, STATES, strict=True)
    _list(page, HEADINGS, "owner", rows, sheet.owners)
    _list(page, HEADINGS, "measure", rows, sheet.measures)
    _rule(page, HEADINGS, "due_on", rows, {
        "validate": "date",
        "criteria": ">=",
        "value": datetime.combine(day, time()),
        "input_title": "By when",
        "input_message": "A day, such as 01/03/2027",
        "error_title": "Not a day from the meeting on",
        "error_message": f"Write a day from {formats.day(day)} on, such as 01/03/2027.",
    })  # fmt: skip


def _offer_outcomes(page: Any, *, rows: int) -> None:
    _list(page, PROMISE_HEADINGS, "outcome", rows, OUTCOMES, strict=True)
    _rule(page, PROMISE_HEADINGS, "closed_on", rows, {
        "validate": "date",
        "criteria": ">=",
        "value": datetime(2000, 1, 1),
        "error_title": "Not a day",
        "error_message": "Write a day, such as 01/03/2027.",
    })  # fmt: skip


def _list(
    page: Any, headings: Mapping[str, str], key: str, rows: int, words: Sequence[str], *, strict: bool = False
) -> None:
    """A list to choose from. Where it is not strict, other words pass; one too long for Excel is left out."""
    words = [word for word in words if "," not in word]
    if not words or len(",".join(words)) > _LONGEST_LIST:
        return
    rule: dict[str, Any] = {"validate": "list", "source": words}
    if strict:
        rule |= {"error_title": headings[key], "error_message": f"Choose {formats.listed(words, 'or')}."}
    else:
        rule |= {"show_error": False}
    _rule(page, headings, key, rows, rule)


def _rule(page: Any, headings: Mapping[str, str], key: str, rows: int, rule: Mapping[str, Any]) -> None:
    column = list(headings).index(key)
    if rows:
        page.data_validation(HEADER_ROW + 1, column, HEADER_ROW + rows, column, dict(rule))
