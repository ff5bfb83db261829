"""Empty registers to fill in Excel: the right columns, lists where values are fixed, notes on headings."""

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pyarrow as pa
import xlsxwriter

from briefing.sources.schemas import SCHEMAS

_ROWS = 2000


@dataclass(frozen=True)
class Register:
    """One workbook: what its columns mean, and which words they may hold."""

    source: str
    meanings: Mapping[str, str]
    fixed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns that hold one of these words and nothing else."""
    suggested: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns for which a list is offered; other words are taken too."""


_PROVIDER = "The hospital's code, such as RXX"
_SPECIALTY = "A treatment function such as 110 or X02; ALL or empty for all of them"
_ON_A_SERIES = {
    "metric": "The name of a metric, such as rtt_within_18_weeks",
    "provider_code": _PROVIDER,
    "specialty_code": _SPECIALTY,
    "period": "The month, as a date: 01/04/2026",
}
_NOTE = {**_ON_A_SERIES, "reason": "Why, in a line that is printed", "author": "Who decided it"}

REGISTERS = (
    Register(
        "people",
        {
            "person_id": "Your own short name for the person, such as P01",
            "name": "As it is to be printed",
            "role": "GP, lay member, director of commissioning ...",
            "practice_code": "A GP's practice, such as A81001; else empty",
            "email": "Where their pack goes",
            "may_decide": "Whether they can commit us at a meeting",
            "newcomer": "Yes while they are new to the panel: an experienced member supports them",
        },
        fixed={"may_decide": ("yes", "no"), "newcomer": ("yes", "no")},
    ),
    Register(
        "contacts",
        {
            "organisation_code": "A hospital, whose notice and letter they get, or a practice, which gets the "
            "bulletin",
            "name": "A person or a shared mailbox, as it is to be addressed",
            "role": "Such as contract manager; for you alone",
            "email": "Where it goes",
        },
    ),
    Register(
        "interests",
        {
            "person_id": "As in the register of people",
            "kind": "One of the four kinds of NHS England's guidance",
            "organisation_code": "The organisation the interest is in; empty where it is in a topic alone",
            "topic": "What it touches, such as cancer; empty for everything at that organisation",
            "from": "Since when",
            "to": "Until when; empty while it lasts",
        },
        fixed={
            "kind": ("financial", "non-financial professional", "non-financial personal", "indirect"),
        },
    ),
    Register(
        "concerns",
        {
            "concern_id": "Your own number of the report",
            "practice_code": "Who reported it",
            "reported_on": "When",
            "provider_code": _PROVIDER,
            "specialty_code": _SPECIALTY,
            "theme": "One theme a report, always in the same words: they are counted by it",
            "severity": "How bad it was",
            "text": "What happened. Never anything that could identify a patient: the file would be refused",
            "status": "Whether the hospital has answered",
            "answered_on": "When it answered",
            "outcome": "What came of it",
            "answer_seen": "When the practice was shown the answer. May be left out",
        },
        suggested={
            "theme": (
                "onward referral",
                "clinic letters",
                "discharge summaries",
                "fit notes",
                "results",
                "contact",
                "shared care",
            ),
            "severity": ("low", "medium", "high"),
            "status": ("open", "answered"),
        },
    ),
    Register(
        "commitments",
        {
            "commitment_id": "Your own number of the promise",
            "meeting_id": "The folder of the meeting at which it was made",
            "provider_code": _PROVIDER,
            "what": "What was promised, in one sentence",
            "owner": "Who promised it, by role",
            "due_on": "By when",
            "measure": "The name of the metric it will show in",
            "status": "What became of it",
            "closed_on": "When it was kept, or given up",
            "evidence": "How we know",
        },
        suggested={"status": ("open", "kept", "not kept", "withdrawn")},
    ),
    Register(
        "plans", {**_ON_A_SERIES, "planned_value": "The planned value of that month, in the metric's unit"}
    ),
    Register(
        "organisations",
        {
            "code": "The organisation's code; of your own making for a locality or neighbourhood",
            "name": "Its full name",
            "nickname": "What people here call it",
            "type": "What it is",
            "parent_code": "What it belongs to",
            "valid_from": "Since when",
            "valid_to": "Until when; empty while it lasts",
            "successor_code": "Which organisation took it over",
        },
        fixed={"type": ("provider", "practice", "network", "sub_board", "board", "region")},
    ),
    Register("rebases", _NOTE),
    Register("annotations", _NOTE),
)


def write_registers(folder: Path) -> tuple[Path, ...]:
    """Write the registers that aren't there yet, and say which. One that is there is never touched."""
    missing = [register for register in REGISTERS if not _is_kept(folder, register.source)]
    paths = tuple(folder / f"{register.source}.xlsx" for register in missing)
    for register, path in zip(missing, paths, strict=True):
        path.write_bytes(_workbook(register))
    return paths


@cache
def untouched() -> frozenset[str]:
    """Give the SHA-256 of each register as it is made, to know one that nobody has written in yet."""
    return frozenset(hashlib.sha256(_workbook(register)).hexdigest() for register in REGISTERS)


def _is_kept(folder: Path, source: str) -> bool:
    return any((folder / f"{source}{ending}").exists() for ending in (".xlsx", ".xls", ".csv"))


def filled_workbook(
    source: str, *, headings: Mapping[str, str | None], rows: Iterable[Sequence[str | date]]
) -> bytes:
    """Make a register with rows. `headings` are its own, each with the column of ours that it is, if any."""
    return _workbook(next(one for one in REGISTERS if one.source == source), headings=headings, rows=rows)


def _workbook(
    register: Register,
    *,
    headings: Mapping[str, str | None] | None = None,
    rows: Iterable[Sequence[str | date]] = (),
) -> bytes:
    """Make a workbook. It carries no clock: the same register gives the same bytes."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1)})
    sheet = book.add_worksheet(register.source)
    heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EDEE", "valign": "top"})
    schema = SCHEMAS[register.source]
    for index, (name, column) in enumerate((headings or {name: name for name in schema.names}).items()):
        shape = _shape(schema.field(column).type) if column else "@"
        sheet.set_column(index, index, _width(column or name), book.add_format({"num_format": shape}))
        sheet.write_string(0, index, name, heading)
        if column:
            sheet.write_comment(0, index, register.meanings[column], {"x_scale": 1.6})
            _offer(sheet, index, register, column)
    sheet.freeze_panes(1, 0)
    _write_rows(sheet, rows, day=book.add_format({"num_format": "dd/mm/yyyy"}) if rows else None)
    book.close()
    return file.getvalue()


def _write_rows(
    sheet: xlsxwriter.worksheet.Worksheet, rows: Iterable[Sequence[str | date]], *, day: object
) -> None:
    """Write text as text, whatever it begins with, so that no cell becomes a formula."""
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, index, value, day)
            elif value:
                sheet.write_string(number, index, value)


def _offer(sheet: xlsxwriter.worksheet.Worksheet, index: int, register: Register, column: str) -> None:
    """Put a list under a heading; Excel lets other words pass only where they are merely suggested."""
    words = register.fixed.get(column) or register.suggested.get(column)
    if words is None:
        return
    rule = {"validate": "list", "source": list(words), "error_title": column}
    if column in register.fixed:
        rule |= {"error_message": "Choose one of the list."}
    else:
        rule |= {"error_type": "information", "error_message": "Not one of the list: keep to the same words."}
    sheet.data_validation(1, index, _ROWS, index, rule)


def _shape(kind: pa.DataType) -> str:
    """Codes are text, or Excel would make numbers and dates of them."""
    if pa.types.is_date(kind):
        return "dd/mm/yyyy"
    return "General" if pa.types.is_floating(kind) or pa.types.is_boolean(kind) else "@"


def _width(column: str) -> int:
    return 60 if column in ("text", "what", "reason", "evidence") else max(14, len(column) + 4)
