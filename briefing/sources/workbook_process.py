"""Turns a workbook on standard input into lines of JSON on standard output. Run in a process of its own.

A workbook comes from anywhere, and the library that reads it may end the process over a damaged one, or ask
for all memory there is. Here it can: `workbooks.py` sees only that no answer came. The first line names the
sheets, `{"sheets": [{"name": "S", "rows": 2, "merged": []}], "hidden": []}`, or says `{"refused": "why"}`; rows follow.

It imports nothing of ours, so that it starts quickly.
"""

import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import python_calamine as calamine

MOST_MEMORY = 6 << 30


def main() -> None:
    _limit_memory()
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n", write_through=False)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheets = [
            workbook.get_sheet_by_name(meta.name) for meta in workbook.sheets_metadata if _is_visible(meta)
        ]
    except calamine.PasswordError:
        out.write(json.dumps({"refused": "locked"}))
    except calamine.CalamineError as error:
        out.write(json.dumps({"refused": str(error)}))
    else:
        hidden = [meta.name for meta in workbook.sheets_metadata if _is_table(meta) and not _is_visible(meta)]
        names = [{"name": sheet.name, "rows": _height(sheet), "merged": _merged(sheet)} for sheet in sheets]
        out.write(json.dumps({"sheets": names, "hidden": hidden}) + "\n")
        for sheet in sheets:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(sheet))
    out.flush()


def _is_table(meta: calamine.SheetMetadata) -> bool:
    return bool(meta.typ == calamine.SheetTypeEnum.WorkSheet)


def _is_visible(meta: calamine.SheetMetadata) -> bool:
    return _is_table(meta) and bool(meta.visible == calamine.SheetVisibleEnum.Visible)


def _height(sheet: calamine.CalamineSheet) -> int:
    return int(sheet.end[0]) + 1 if sheet.height and sheet.width and sheet.end else 0


def _merged(sheet: calamine.CalamineSheet) -> list[list[int]]:
    """First row, first column, last row, last column of every merged cell, counted from 0."""
    return [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]


def _rows(sheet: calamine.CalamineSheet) -> Iterator[list[str]]:
    """Every row from the first, with the empty columns at the left that the library leaves out."""
    left = [""] * sheet.start[1] if _height(sheet) else []
    for row in sheet.iter_rows() if _height(sheet) else ():
        yield [*left, *(cell_text(cell) for cell in row)]


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


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
