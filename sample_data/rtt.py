"""Referral to treatment: a full extract a month, as a zip of one CSV with 121 columns."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from briefing.sample_data.chance import Numbers
from briefing.sample_data.economy import SubBoard, months, provider, reporting_code
from briefing.sample_data.planted import ABSENT, REVISED
from briefing.sample_data.published import csv_bytes, month_name, write_zip
from briefing.sample_data.rtt_books import BANDS, BY_CODE, Cell, cells

PARTS = {
    "1A": "Completed Pathways For Admitted Patients",
    "1B": "Completed Pathways For Non-Admitted Patients",
    "2": "Incomplete Pathways",
    "2A": "Incomplete Pathways with DTA",
    "3": "New RTT Periods - All Patients",
}
HEADER = (
    "Period",
    "Provider Parent Org Code",
    "Provider Parent Name",
    "Provider Org Code",
    "Provider Org Name",
    "Commissioner Parent Org Code",
    "Commissioner Parent Name",
    "Commissioner Org Code",
    "Commissioner Org Name",
    "RTT Part Type",
    "RTT Part Description",
    "Treatment Function Code",
    "Treatment Function Name",
    *(f"Gt {week:02d} To {week + 1:02d} Weeks SUM 1" for week in range(104)),
    "Gt 104 Weeks SUM 1",
    "Total",
    "Patients with unknown clock start date",
    "Total All",
)


def write(folder: Path) -> None:
    """Writes a zip a month, one of them with the Apple member that publishers leave in, and a revised one."""
    books = cells()
    for number, month in enumerate(months()):
        stem = f"{_last_day(month)}-RTT-{month_name(month)}-full-extract"
        first = frozenset({"RZC"} if month == REVISED["rtt"] else ())
        _write_month(folder / f"{stem}.csv.zip", books, number, month, undercounted=first)
        if month == REVISED["rtt"]:
            _write_month(folder / f"{stem}-revised.csv.zip", books, number, month)


def _write_month(
    path: Path, books: list[Cell], number: int, month: date, *, undercounted: frozenset[str] = frozenset()
) -> None:
    name = path.name.removesuffix(".zip")
    members = {name: csv_bytes([HEADER, *_rows(books, number, month, undercounted=undercounted)])}
    if month == months()[0]:
        members[f"__MACOSX/._{name}"] = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        "
    write_zip(path, members)


def _rows(
    books: list[Cell], number: int, month: date, *, undercounted: frozenset[str]
) -> Iterator[list[object]]:
    """Gives the rows of a month: each part of each cell with anyone in it, and the C_999 totals."""
    for (code, commissioner), group in _grouped(books, month).items():
        head = _head(code, commissioner, month)
        for part, description in PARTS.items():
            counts = _counts(group, part, number, undercount=code in undercounted and part in ("2", "2A"))
            for specialty, name, numbers in counts:
                yield [*head, f"Part_{part}", description, specialty, name, *_cells_of_row(part, numbers)]


def _grouped(books: list[Cell], month: date) -> dict[tuple[str, SubBoard | None], list[Cell]]:
    """Groups cells by who reports them this month; a merged provider's are added to its successor's."""
    groups: dict[tuple[str, SubBoard | None], list[Cell]] = {}
    for cell in books:
        code = reporting_code(cell.provider, month)
        if (code, month) not in ABSENT["rtt"]:
            groups.setdefault((code, cell.commissioner), []).append(cell)
    return dict(
        sorted(groups.items(), key=lambda item: (item[0][0], item[0][1].code if item[0][1] else "NONC"))
    )


def _counts(
    group: list[Cell], part: str, number: int, *, undercount: bool
) -> Iterator[tuple[str, str, Numbers]]:
    found: dict[str, Numbers] = {}
    for cell in group:
        counts = cell.part(part, number)
        if undercount:
            bands = counts[:-1] * 9 // 10
            counts = np.append(bands, bands.sum())
        if counts[-1]:
            found[cell.specialty] = found.get(cell.specialty, 0) + counts
    for code in sorted(found):
        yield (code if code.startswith("X") else f"C_{code}"), BY_CODE[code].name, found[code]
    if found:
        yield "C_999", "Total", sum(found.values())  # type: ignore[misc]


def _cells_of_row(part: str, numbers: Numbers) -> list[object]:
    bands, total = numbers[:-1].tolist(), int(numbers[-1])
    if part == "3":
        return [""] * (BANDS + 2) + [total]
    if part in ("1A", "1B"):
        return [*bands, total, 0, total]
    return [*bands, "", "", total]


def _head(code: str, commissioner: SubBoard | None, month: date) -> list[object]:
    each = provider(code)
    theirs = each.board(month)
    head = [f"RTT-{month_name(month)}", theirs.code, theirs.name, code, each.name.upper()]
    if commissioner is None:
        return [*head, "", "", "NONC", ""]
    board = commissioner.board(month)
    return [*head, board.code, board.name, commissioner.code, commissioner.name(month)]


def _last_day(month: date) -> str:
    end = np.datetime64(month, "M").astype("datetime64[M]") + 1
    return str(end.astype("datetime64[D]") - 1).replace("-", "")
