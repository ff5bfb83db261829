"""What stands above the table in a cancer sheet: month, status, and whose figures they are."""

from dataclasses import dataclass
from datetime import date

from briefing.errors import Fault, SourceError
from briefing.sources.sheets import Sheet, shown
from briefing.sources.values import Unreadable, parse_month


@dataclass(frozen=True)
class Preamble:
    month: date
    revised: bool
    notes: tuple[str, ...]


def read_preamble(sheet: Sheet, header_row: int, *, basis: str) -> Preamble:
    """The lines `Period:`, `Revised:`, `Status:`, `Basis:`. Final or revised outranks provisional."""
    said = _lines(sheet, header_row)
    faults = list(_contradictions(sheet, said, basis))
    try:
        month = parse_month(said.get("period", ("", 0))[0])
    except Unreadable:
        found = shown(said["period"][0]) if "period" in said else "no line that says 'Period:'"
        remedy = "Put the month back above the table, such as January 2026, or download the workbook again."
        row = said["period"][1] if "period" in said else None
        faults.append(sheet.fault(found=found, wanted="the month of the figures", remedy=remedy, row=row))
    if faults:
        raise SourceError(faults)
    status = said.get("status", ("", 0))[0]
    revised = bool(said.get("revised", ("", 0))[0]) or status.lower() in ("final", "revised")
    return Preamble(
        month, revised, (f"the publisher calls these figures {status.lower()}",) if status else ()
    )


def _lines(sheet: Sheet, header_row: int) -> dict[str, tuple[str, int]]:
    """`Period:` -> what stands to its right, and its row."""
    said = {}
    for number, row in enumerate(sheet.head[: header_row - 1], start=1):
        cells = [cell for cell in row if cell]
        if cells and cells[0].endswith(":"):
            said[cells[0].removesuffix(":").lower()] = (cells[1] if len(cells) > 1 else "", number)
    return said


def _contradictions(sheet: Sheet, said: dict[str, tuple[str, int]], basis: str) -> list[Fault]:
    text, row = said.get("basis", ("", 0))
    other = "commissioner" if basis == "provider" else "provider"
    if not text.lower().startswith(other):
        return []
    remedy = "The columns of one sheet may have been pasted into the other: download the workbook again."
    return [sheet.fault(found=f"figures by {other}", wanted=f"figures by {basis}", remedy=remedy, row=row)]
