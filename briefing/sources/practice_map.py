"""The map of a month: each practice with its network, sub-board, board and region.

Published with patients registered at a practice. CCGs and STPs became sub-ICB locations and ICBs in July
2022; the codes stayed, so both forms fill the same columns.
"""

from briefing.errors import SourceError
from briefing.sources.codes import parse_allocated_network, parse_area, parse_practice
from briefing.sources.conversion import convert
from briefing.sources.extracts import proved, under_header
from briefing.sources.layout import Layout
from briefing.sources.proofs import one_month
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Sheet
from briefing.sources.source import Codes, Extract, Source

NAME = "practice_map"
_KEY = ("period", "practice_code")
_REGION = Codes("region", "region_code", "region_name", counted=False)
_BOARD = Codes("board", "board_code", "board_name", within=(_REGION,))
_SUB_BOARD = Codes("sub_board", "sub_board_code", "sub_board_name", within=(_BOARD,))
_LAYOUT = Layout(
    "the practice map",
    {
        "period": ("EXTRACT_DATE",),
        "practice_code": ("PRACTICE_CODE",),
        "practice_name": ("PRACTICE_NAME",),
        "network_code": ("PCN_CODE",),
        "network_name": ("PCN_NAME",),
        "sub_board_code": ("SUB_ICB_LOCATION_CODE", "SUB_ICB_CODE", "CCG_CODE"),
        "sub_board_name": ("SUB_ICB_LOCATION_NAME", "SUB_ICB_NAME", "CCG_NAME"),
        "board_code": ("ICB_CODE", "STP_CODE"),
        "board_name": ("ICB_NAME", "STP_NAME"),
        "region_code": ("COMM_REGION_CODE",),
        "region_name": ("COMM_REGION_NAME",),
    },
    tolerated=(
        "PUBLICATION",
        "PRACTICE_POSTCODE",
        "SUPPLIER_NAME",
        "ONS_CCG_CODE",
        "ONS_STP_CODE",
        "ONS_SUB_ICB_LOCATION_CODE",
        "ONS_SUB_ICB_CODE",
        "ONS_ICB_CODE",
        "ONS_COMM_REGION_CODE",
    ),
)


def _read(sheet: Sheet) -> list[Extract]:
    cells, columns, notes = under_header(sheet, _LAYOUT)
    table = convert(
        cells,
        SCHEMAS[NAME],
        columns=columns,
        required=("practice_code", "sub_board_code", "board_code", "region_code"),
        parsers={
            "practice_code": parse_practice,
            "network_code": parse_allocated_network,
            "sub_board_code": parse_area,
            "board_code": parse_area,
            "region_code": parse_area,
        },
    )
    period, faults = one_month(cells, table["period"], heading=columns["period"])
    if faults:
        raise SourceError(faults)
    return [proved(NAME, table, cells, key=_KEY, period=period, notes=notes)]


SOURCES = (
    Source(
        NAME,
        "practice map (patients registered at a practice)",
        "NHS Digital",
        "period",
        _KEY,
        _LAYOUT.recognises,
        _read,
        codes=(
            Codes("practice", "practice_code", "practice_name", within=(_SUB_BOARD,)),
            Codes("network", "network_code", "network_name", within=(Codes("sub_board", "sub_board_code"),)),
        ),
        layouts=(_LAYOUT,),
        authority=5,
    ),
)
