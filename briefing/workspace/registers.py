"""Empty registers to fill in Excel: the right columns, lists where values are fixed, notes on headings."""

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pyarrow as pa
import xlsxwriter
from pydantic import BaseModel, ConfigDict, TypeAdapter

from briefing import toml
from briefing.disk import write_atomically
from briefing.sources.schemas import SCHEMAS

_ROWS = 2000


class Register(BaseModel):
    """One workbook: what its columns mean, and which words they may hold. All of them stand in `registers.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    meanings: Mapping[str, str]
    fixed: Mapping[str, tuple[str, ...]] = {}
    """Columns that hold one of these words and nothing else."""
    suggested: Mapping[str, tuple[str, ...]] = {}
    """Columns for which a list is offered; other words are taken too."""


REGISTERS = TypeAdapter(dict[str, Register]).validate_python(
    toml.loads(Path(__file__).with_name("registers.toml").read_text("utf-8"))
)
"""By source."""


def write_registers(folder: Path) -> tuple[Path, ...]:
    """Write the registers that aren't there yet, and say which. One that is there is never touched."""
    paths = tuple(folder / f"{source}.xlsx" for source in REGISTERS if not _is_kept(folder, source))
    for path in paths:
        write_atomically(path, _workbook(path.stem))
    return paths


@cache
def untouched() -> frozenset[str]:
    """Give the SHA-256 of each register as it is made, to know one that nobody has written in yet."""
    return frozenset(hashlib.sha256(_workbook(source)).hexdigest() for source in REGISTERS)


def _is_kept(folder: Path, source: str) -> bool:
    return any((folder / f"{source}{ending}").exists() for ending in (".xlsx", ".xls", ".csv"))


def filled_workbook(
    source: str, *, headings: Mapping[str, str | None], rows: Iterable[Sequence[str | float | date]]
) -> bytes:
    """Make a register with rows. `headings` are its own, each with the column of ours that it is, if any."""
    return _workbook(source, headings=headings, rows=rows)


def _workbook(
    source: str,
    *,
    headings: Mapping[str, str | None] | None = None,
    rows: Iterable[Sequence[str | float | date]] = (),
) -> bytes:
    """Make a workbook. It carries no clock: the same register gives the same bytes."""
    register, schema = REGISTERS[source], SCHEMAS[source]
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1)})
    sheet = book.add_worksheet(source)
    heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EDEE", "valign": "top"})
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
    sheet: xlsxwriter.worksheet.Worksheet, rows: Iterable[Sequence[str | float | date]], *, day: object
) -> None:
    """Write text as text, whatever it begins with, so that no cell becomes a formula."""
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, index, value, day)
            elif isinstance(value, float):
                sheet.write_number(number, index, value)
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
