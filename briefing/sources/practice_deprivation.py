"""Deprivation of practices: the average score (IMD) of where their patients live, and its tenth."""

from itertools import pairwise

import pyarrow as pa

from briefing.errors import SourceError
from briefing.sources.codes import parse_area, parse_practice
from briefing.sources.conversion import convert
from briefing.sources.extracts import proved, under_header
from briefing.sources.layout import Layout
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Cells, Sheet
from briefing.sources.source import Check, Extract, Source
from briefing.sources.values import Unreadable, parse_count

NAME = "practice_deprivation"
_LAYOUT = Layout(
    "practice deprivation",
    {
        "practice_code": ("practice_code",),
        "practice_name": ("practice_name",),
        "sub_board_code": ("subicb_code", "sub_icb_code", "ccg_code"),
        "imd_score": ("imd_score",),
        "imd_decile": ("imd_decile",),
    },
    tolerated=("postcode",),
)


def parse_decile(text: str) -> int:
    """1 to 10; 1 is the most deprived tenth."""
    value = parse_count(text)
    if not 1 <= value <= 10:
        raise Unreadable("a tenth from 1 (most deprived) to 10", "Use national deciles of deprivation.")
    return value


def _read(sheet: Sheet) -> list[Extract]:
    cells, columns, notes = under_header(sheet, _LAYOUT)
    table = convert(
        cells,
        SCHEMAS[NAME],
        columns=columns,
        required=("practice_code", "imd_score", "imd_decile"),
        parsers={"practice_code": parse_practice, "sub_board_code": parse_area, "imd_decile": parse_decile},
    )
    ordered = Check("deciles follow scores", "decile 1 has the highest scores, and no two deciles overlap")
    _prove_order(table, cells, columns)
    return [proved(NAME, table, cells, key=("practice_code",), notes=notes, checks=(ordered,))]


def _prove_order(table: pa.Table, cells: Cells, columns: dict[str, str]) -> None:
    """Refuses deciles that run the other way, or swapped columns: each decile lies below the one before."""
    ranges = (
        table.group_by("imd_decile")
        .aggregate([("imd_score", "min"), ("imd_score", "max")])
        .sort_by("imd_decile")
    )
    rows = ranges.to_pylist()
    for more, less in pairwise(rows):
        if less["imd_score_max"] > more["imd_score_min"]:
            found = (
                f"decile {less['imd_decile']} with a score of {less['imd_score_max']:.2f}, "
                f"above decile {more['imd_decile']} with {more['imd_score_min']:.2f}"
            )
            remedy = "Check that 1 is the most deprived tenth and that scores and deciles belong together."
            wanted = "a higher score for every lower decile"
            column = columns["imd_decile"]
            raise SourceError([cells.fault(found=found, wanted=wanted, remedy=remedy, column=column)])


SOURCES = (
    Source(
        NAME,
        "practice deprivation",
        "MHCLG, by practice",
        "snapshot",
        ("practice_code",),
        _LAYOUT.recognises,
        _read,
        codes=(),  # the places of a past year, not who is there today
        layouts=(_LAYOUT,),
    ),
)
