"""The registers of ODS, and what NHS Digital publishes of practices: who they are, and to whom they belong.

`etr` and `epraccur` have no header: 27 columns known by their place, dates as yyyymmdd. `ePCN` has the networks
on one sheet, and the practices in them, past and present, on another.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault
from briefing.sources.columns import Column, count, day, month, number, text
from briefing.sources.layout import Layout, Reading, rows_check
from briefing.sources.proofs import no_row_twice, one_month, refuse, some_rows
from briefing.sources.sheets import Sheet, counted
from briefing.sources.source import Codes, Extract, Keeping, Source
from briefing.sources.values import code, parse_area, parse_decile, parse_network, parse_practice, parse_trust

_ODS = "NHS England (ODS)"
_AGAIN = "Download the register again."


def proved(
    source: str,
    reading: Reading,
    key: Sequence[str],
    *,
    checks: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Extract:
    """Return the extract of a register, once it is shown to have rows and no key twice."""
    refuse(some_rows(reading), no_row_twice(reading, key))
    made = {**rows_check(reading.table), "no duplicates": " + ".join(key), **(checks or {})}
    return reading.extract(source, made, notes=notes)


def _early_ends(reading: Reading, starts: str, ends: str) -> tuple[str, ...]:
    """A note on rows that end before they start: the register's own slips, kept as published."""
    n = pc.sum(pc.less(reading.table[ends], reading.table[starts])).as_py() or 0
    return (f"{counted(n, 'row')} that end before they start, kept as published",) if n else ()


def _register(
    name: str,
    title: str,
    publisher: str,
    key: tuple[str, ...],
    columns: tuple[Column, ...],
    *,
    codes: tuple[Codes, ...],
    authority: int = 4,
    dates: tuple[str, str] | None = None,
    proofs: Sequence[Callable[[Reading], Iterable[Fault]]] = (),
    checks: Mapping[str, str] | None = None,
    unused: tuple[str, ...] = (),
    fits: Callable[[Sheet], bool] | None = None,
) -> Source:
    """Return the source of a register, which is read as every other: its columns, its rows, its key.

    One that `fits` recognises has no header; its columns are known by their place.
    """
    layout = Layout(title, columns, unused)

    def read(sheet: Sheet) -> list[Extract]:
        reading = (_by_place(sheet, columns) if fits else layout.open(sheet)).typed(columns)
        refuse(*(proof(reading) for proof in proofs))
        notes = _early_ends(reading, *dates) if dates else ()
        return [proved(name, reading, key, checks=checks, notes=notes)]

    keeps: Keeping = "period" if "period" in key else "snapshot"
    layouts = () if fits else (layout,)
    return Source(name, title, publisher, keeps, key, columns, read, codes, layouts, authority, fits=fits)


# Registers without a header ---------------------------------------------------------------------------------

_PLACES = dict(
    zip(
        (1, 2, 3, 4, 11, 12, 13, 15, 26),
        (
            "code",
            "name",
            "region code",
            "board code",
            "open date",
            "close date",
            "status",
            "commissioner",
            "setting",
        ),
        strict=True,
    )
)
_COLUMNS = [_PLACES.get(place, f"column {place}") for place in range(1, 28)]
"""The names shown in messages. Addresses and telephone numbers have none: they are not read."""
_TRUST_CODE = re.compile("[A-Z][A-Z0-9]{2}|[A-Z][0-9][A-Z][0-9][A-Z]")
_PRACTICE_CODE = re.compile("[A-Z][A-Z0-9]{2}[0-9]{3}")
_GP_PRACTICE = {"setting": "4"}
_OPEN = {**_GP_PRACTICE, "status": "A"}
_WALES = {"region_code": "W00"}
"""Wales has no boards."""


def _is_trust(row: Sequence[str]) -> bool:
    """Three characters (five since 2024) and a day in column 11. Practices, laid out alike, have six."""
    return len(row) >= 24 and _TRUST_CODE.fullmatch(row[0].upper()) is not None and _is_day(row[10])


def _is_practice(row: Sequence[str]) -> bool:
    """Six characters, a day in column 11, a status in column 13, a setting in column 26."""
    if len(row) < 26 or not _PRACTICE_CODE.fullmatch(row[0].upper()):
        return False
    return _is_day(row[10]) and row[12] in "ACDP" and row[25].isdigit()


def _is_day(cell: str) -> bool:
    return len(cell) == 8 and cell.isdigit()


def _fits(is_row: Callable[[Sequence[str]], bool]) -> Callable[[Sheet], bool]:
    """Whether nearly all of the first rows are the register's. Excel drops empty columns at the right."""

    def fits(sheet: Sheet) -> bool:
        rows = [row for row in sheet.head if any(row)]
        fitting = sum(len(row) <= len(_COLUMNS) and is_row(row) for row in rows)
        return fitting > 0 and fitting >= 0.9 * len(rows)

    return fits


def _by_place(sheet: Sheet, columns: Iterable[Column]) -> Reading:
    cells = sheet.text(0, names=_COLUMNS[: max(len(row) for row in sheet.head)])
    return Reading.of(cells, {each.name: each.headings[0] for each in columns})


# Registers with one -----------------------------------------------------------------------------------------


def _parse_allocated_network(text: str) -> str | None:
    """A network's code; `U` alone stands for a practice in no network."""
    return None if text.upper() == "U" else str(parse_network(text))


def _deciles_overlap(reading: Reading) -> Iterator[Fault]:
    """Refuse deciles that run the other way, or swapped columns: each decile lies below the one before."""
    of_scores = [("imd_score", "min"), ("imd_score", "max")]
    ranges: pa.Table = reading.table.group_by("imd_decile").aggregate(of_scores).sort_by("imd_decile")
    for more, less in pairwise(ranges.to_pylist()):
        if less["imd_score_max"] > more["imd_score_min"]:
            yield reading.fault(
                found=f"decile {less['imd_decile']} with a score of {less['imd_score_max']:.2f}, "
                f"above decile {more['imd_decile']} with {more['imd_score_min']:.2f}",
                wanted="a higher score for every lower decile",
                remedy="Check that 1 is the most deprived tenth and that scores and deciles belong together.",
                column="imd_decile",
            )
            return


_DATES = ("opened_on", "closed_on")
_PLACE = Codes("sub_board", "sub_board_code", counted=False)
_REGION = Codes("region", "region_code", "region_name", counted=False)
_BOARD = Codes("board", "board_code", "board_name", within=(_REGION,))
_SUB_BOARD = Codes("sub_board", "sub_board_code", "sub_board_name", within=(_BOARD,))
_NAMED = (
    text("name", filled=True),
    text("region_code", "region code", parse=parse_area),
    text("board_code", "board code", parse=parse_area),
)
_OPENED_AND_CLOSED = (day("opened_on", "open date", filled=True), day("closed_on", "close date"))
_MEMBER_KEY = ("practice_code", "network_code", "started_on")
SOURCES = (
    _register(
        "ods_trusts",
        "NHS trusts (ODS etr)",
        _ODS,
        ("code",),
        (text("code", filled=True, parse=parse_trust), *_NAMED, *_OPENED_AND_CLOSED),
        codes=(
            Codes(
                "provider",
                "code",
                "name",
                within=(Codes("board", "board_code"), Codes("region", "region_code", counted=False)),
                dates=_DATES,
            ),
        ),
        authority=2,
        dates=_DATES,
        fits=_fits(_is_trust),
    ),
    _register(
        "ods_practices",
        "GP practices (ODS epraccur)",
        _ODS,
        ("code",),
        (
            text("code", filled=True, parse=parse_practice),
            *_NAMED,
            text("sub_board_code", "commissioner", parse=parse_area),
            # active, closed, dormant, proposed
            text("status", filled=True, parse=code("[ACDP]", wanted="a status: A, C, D or P", remedy=_AGAIN)),
            # 4 is a GP practice
            text(
                "setting",
                filled=True,
                parse=code("[0-9]{1,2}", wanted="a prescribing setting from 0 to 99", remedy=_AGAIN),
            ),
            *_OPENED_AND_CLOSED,
        ),
        codes=(
            # every prescriber has a name, every practice a place, and those open today are counted
            Codes("practice", "code", "name", dates=_DATES, counted=False),
            Codes("practice", "code", within=(_PLACE,), where=_GP_PRACTICE, counted=False),
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
        dates=_DATES,
        fits=_fits(_is_practice),
    ),
    _register(
        "ods_networks",
        "primary care networks (ODS ePCN)",
        _ODS,
        ("code",),
        (
            text("code", "PCN Code", filled=True, parse=parse_network),
            text("name", "PCN Name", filled=True),
            text(
                "sub_board_code",
                *("Current Sub ICB Loc Code", "Current Clinical Commissioning Group Code"),
                parse=parse_area,
            ),
            text("sub_board_name", "Sub ICB Location", "Clinical Commissioning Group Name"),
            *_OPENED_AND_CLOSED,
        ),
        codes=(
            Codes(
                "network",
                "code",
                "name",
                within=(Codes("sub_board", "sub_board_code", "sub_board_name", counted=False, authority=6),),
                dates=_DATES,
            ),
        ),
        authority=2,
        dates=_DATES,
        unused=(*(f"Address Line {line}" for line in range(1, 6)), "Postcode"),
    ),
    _register(
        "ods_network_members",
        "practices of networks (ODS ePCN)",
        _ODS,
        _MEMBER_KEY,
        (
            text("practice_code", "Partner Organisation Code", filled=True, parse=parse_practice),
            text("practice_name", "Partner Name"),
            text(
                "sub_board_code",
                *("Practice Parent Sub ICB Loc Code", "Practice Parent CCG Code"),
                parse=parse_area,
            ),
            text("sub_board_name", "Practice Parent Sub ICB Loc Name", "Practice Parent CCG Name"),
            text("network_code", "PCN Code", filled=True, parse=parse_network),
            text("network_name", "PCN Name"),
            day("started_on", "Practice to PCN Relationship Start Date", filled=True),
            day("ended_on", "Practice to PCN Relationship End Date"),
        ),
        codes=(
            Codes("practice", "practice_code", "practice_name", counted=False),
            Codes("network", "network_code", "network_name"),
        ),
        dates=("started_on", "ended_on"),
        unused=(
            *("PCN Parent Sub ICB Loc Code", "PCN Parent Sub ICB Loc Name"),
            *("PCN Parent CCG Code", "PCN Parent CCG Name"),
            *("Practice Sub ICB Loc and PCN Sub ICB Loc Match", "Practice and PCN CCG Match"),
        ),
    ),
    _register(
        "practice_map",
        "practice map (patients registered at a practice)",
        "NHS Digital",
        ("period", "practice_code"),
        (
            month("EXTRACT_DATE"),
            text("practice_code", "PRACTICE_CODE", filled=True, parse=parse_practice),
            text("practice_name", "PRACTICE_NAME"),
            text("network_code", "PCN_CODE", parse=_parse_allocated_network),
            text("network_name", "PCN_NAME"),
            # CCGs and STPs became sub-ICB locations and ICBs in July 2022; the codes stayed
            text(
                "sub_board_code",
                *("SUB_ICB_LOCATION_CODE", "SUB_ICB_CODE", "CCG_CODE"),
                filled=True,
                parse=parse_area,
            ),
            text("sub_board_name", "SUB_ICB_LOCATION_NAME", "SUB_ICB_NAME", "CCG_NAME"),
            text("board_code", "ICB_CODE", "STP_CODE", filled=True, parse=parse_area),
            text("board_name", "ICB_NAME", "STP_NAME"),
            text("region_code", "COMM_REGION_CODE", filled=True, parse=parse_area),
            text("region_name", "COMM_REGION_NAME"),
        ),
        codes=(
            Codes("practice", "practice_code", "practice_name", within=(_SUB_BOARD,)),
            Codes("network", "network_code", "network_name", within=(Codes("sub_board", "sub_board_code"),)),
        ),
        authority=5,
        proofs=(one_month,),
        unused=(
            *("PUBLICATION", "PRACTICE_POSTCODE", "SUPPLIER_NAME", "ONS_CCG_CODE", "ONS_STP_CODE"),
            *("ONS_ICB_CODE", "ONS_SUB_ICB_LOCATION_CODE", "ONS_SUB_ICB_CODE", "ONS_COMM_REGION_CODE"),
        ),
    ),
    _register(
        "practice_deprivation",
        "practice deprivation",
        "MHCLG, by practice",
        ("practice_code",),
        (
            text("practice_code", filled=True, parse=parse_practice),
            text("practice_name"),
            text("sub_board_code", "subicb_code", "sub_icb_code", "ccg_code", parse=parse_area),
            number("imd_score", filled=True),
            count("imd_decile", filled=True, parse=parse_decile),
        ),
        codes=(),  # the places of a past year, not who is there today
        proofs=(_deciles_overlap,),
        checks={"deciles follow scores": "decile 1 has the highest scores, and no two deciles overlap"},
        unused=("postcode",),
    ),
)
