"""ODS `epraccur`: GP practices and other prescribers, closed ones included, with all that is above them."""

import re
from collections.abc import Sequence

from briefing.sources import ods
from briefing.sources.codes import code_parser, parse_area, parse_practice
from briefing.sources.conversion import convert
from briefing.sources.extracts import early_ends, proved
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Sheet
from briefing.sources.source import Codes, Extract, Source

NAME = "ods_practices"
_CODE = re.compile("[A-Z][A-Z0-9]{2}[0-9]{3}")
_COLUMNS = {
    "code": "code",
    "name": "name",
    "region_code": "region code",
    "board_code": "board code",
    "sub_board_code": "commissioner",
    "status": "status",
    "setting": "setting",
    "opened_on": "open date",
    "closed_on": "close date",
}
_GP = "4"
_OPEN = {"setting": _GP, "status": "A"}
_WALES = {"region_code": "W00"}
"""Wales has no boards."""
_STATUS = code_parser("[ACDP]", wanted="a status: A, C, D or P", remedy="Download the register again.")
_SETTING = code_parser(
    "[0-9]{1,2}", wanted="a prescribing setting from 0 to 99", remedy="Download the register again."
)


def _is_practice(row: Sequence[str]) -> bool:
    """Six characters, a day in column 11, a status in column 13, a setting in column 26."""
    code, opened, status, setting = row[0], row[10], row[12], row[25]
    return (
        _CODE.fullmatch(code.upper()) is not None
        and ods.is_day(opened)
        and status in "ACDP"
        and setting.isdigit()
    )


def _recognises(sheet: Sheet) -> bool:
    return ods.fits(sheet, _is_practice, least=26)


def _read(sheet: Sheet) -> list[Extract]:
    cells = ods.body(sheet)
    table = convert(
        cells,
        SCHEMAS[NAME],
        columns=_COLUMNS,
        required=("code", "name", "status", "setting", "opened_on"),
        parsers={
            "code": parse_practice,
            "region_code": parse_area,
            "board_code": parse_area,
            "sub_board_code": parse_area,
            "status": _STATUS,
            "setting": _SETTING,
        },
    )
    return [proved(NAME, table, cells, key=("code",), notes=early_ends(table, "opened_on", "closed_on"))]


SOURCES = (
    Source(
        NAME,
        "GP practices (ODS epraccur)",
        "NHS England (ODS)",
        "snapshot",
        ("code",),
        _recognises,
        _read,
        codes=(
            # every prescriber has a name, every practice a place, and those open today are counted
            Codes("practice", "code", "name", dates=("opened_on", "closed_on"), counted=False),
            Codes(
                "practice",
                "code",
                within=(Codes("sub_board", "sub_board_code", counted=False),),
                where={"setting": _GP},
                counted=False,
            ),
            Codes("practice", "code", where=_OPEN, unless=_WALES),
            # what a month's map says goes before this register, which has no date
            Codes(
                "sub_board",
                "sub_board_code",
                within=(Codes("board", "board_code"),),
                where=_OPEN,
                unless=_WALES,
                authority=7,
            ),
        ),
        authority=2,
    ),
)
