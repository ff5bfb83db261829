"""ODS `etr`: every NHS trust, closed and future ones included, with its region and board."""

import re
from collections.abc import Sequence

from briefing.sources import ods
from briefing.sources.codes import parse_area, parse_trust
from briefing.sources.conversion import convert
from briefing.sources.extracts import early_ends, proved
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Sheet
from briefing.sources.source import Codes, Extract, Source

NAME = "ods_trusts"
_CODE = re.compile("[A-Z][A-Z0-9]{2}|[A-Z][0-9][A-Z][0-9][A-Z]")
_COLUMNS = {
    "code": "code",
    "name": "name",
    "region_code": "region code",
    "board_code": "board code",
    "opened_on": "open date",
    "closed_on": "close date",
}


def _is_trust(row: Sequence[str]) -> bool:
    """Three characters (five since 2024) and a day in column 11. Practices, laid out alike, have six."""
    return _CODE.fullmatch(row[0].upper()) is not None and ods.is_day(row[10])


def _recognises(sheet: Sheet) -> bool:
    return ods.fits(sheet, _is_trust, least=24)


def _read(sheet: Sheet) -> list[Extract]:
    cells = ods.body(sheet)
    table = convert(
        cells,
        SCHEMAS[NAME],
        columns=_COLUMNS,
        required=("code", "name", "opened_on"),
        parsers={"code": parse_trust, "region_code": parse_area, "board_code": parse_area},
    )
    return [proved(NAME, table, cells, key=("code",), notes=early_ends(table, "opened_on", "closed_on"))]


SOURCES = (
    Source(
        NAME,
        "NHS trusts (ODS etr)",
        "NHS England (ODS)",
        "snapshot",
        ("code",),
        _recognises,
        _read,
        codes=(
            Codes(
                "provider",
                "code",
                "name",
                within=(Codes("board", "board_code"), Codes("region", "region_code", counted=False)),
                dates=("opened_on", "closed_on"),
            ),
        ),
        authority=2,
    ),
)
