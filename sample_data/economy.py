"""The organisations of the fictional health economy, and its calendar.

Nothing here exists: codes follow the pattern of real ones but are taken from ranges that no register uses
(`tests/sample_data/test_fiction.py` holds that against the real registers).

    Northmere and Vale (home; two boards until 31 March 2026)   Westholme Downs   Thornley Bay   six elsewhere
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

FIRST, LAST = date(2024, 4, 1), date(2026, 9, 1)
BOARD_MERGER = date(2026, 4, 1)
PROVIDER_MERGER = date(2025, 10, 1)


def months(first: date = FIRST, last: date = LAST) -> tuple[date, ...]:
    """Gives the first day of each month from the first to the last, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(later(first, by) for by in range(count))


def later(month: date, by: int) -> date:
    """Gives the first day of the month that comes `by` months after; before, where `by` is negative."""
    years, index = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(years, index + 1, 1)


@dataclass(frozen=True)
class Region:
    code: str
    name: str


@dataclass(frozen=True)
class Board:
    code: str
    place: str
    region: Region

    @property
    def name(self) -> str:
        return f"NHS {self.place} INTEGRATED CARE BOARD".upper()


@dataclass(frozen=True)
class SubBoard:
    """A location that kept the code of the group it was; practices belong to it."""

    code: str
    before: Board
    after: Board

    def board(self, month: date) -> Board:
        return self.before if month < BOARD_MERGER else self.after

    def name(self, month: date) -> str:
        return f"NHS {self.board(month).place.upper()} ICB - {self.code}"


@dataclass(frozen=True)
class Provider:
    """`size` is the number of people on its waiting list, `draws` the share that each sub-board sends."""

    code: str
    name: str
    kind: Literal["acute", "specialist", "community", "independent"]
    home: SubBoard
    size: int
    draws: tuple[tuple[SubBoard, float], ...]
    quality: float = 0.0
    """Points by which its waits are better (or worse) than usual."""
    successor: str | None = None

    def board(self, month: date) -> Board:
        return self.home.board(month)


NORTH = Region("Y91", "Northern Fells")
MID = Region("Y92", "Middle Shires")
SOUTH = Region("Y93", "Southern Coast")

NORTHMERE_OLD = Board("QZ1", "Northmere", NORTH)
VALE_OLD = Board("QZ2", "Harrowdale Vale", NORTH)
HOME_BOARD = Board("N7V4H", "Northmere and Vale", NORTH)
WESTHOLME = Board("QZ3", "Westholme Downs", NORTH)
THORNLEY = Board("QZ4", "Thornley Bay", MID)
ELSEWHERE = tuple(
    Board(code, place, region)
    for code, place, region in (
        ("QZ5", "Calderwick and Fenwold", NORTH),
        ("QZ6", "Brackenshire", MID),
        ("QZ7", "Ashmarsh and Dunwold", MID),
        ("QZ8", "Saltwick Coast", SOUTH),
        ("QZ9", "Kingsfold and Merrow Hills", SOUTH),
        ("QZA", "Great Ottermouth", SOUTH),
    )
)

MERE_EAST = SubBoard("9Z1", NORTHMERE_OLD, HOME_BOARD)
MERE_WEST = SubBoard("9Z2", NORTHMERE_OLD, HOME_BOARD)
VALE = SubBoard("9Z3", VALE_OLD, HOME_BOARD)
DOWNS = SubBoard("9Z4", WESTHOLME, WESTHOLME)
BAY = SubBoard("9Z5", THORNLEY, THORNLEY)
FAR = tuple(SubBoard(f"9Z{letter}", board, board) for letter, board in zip("678ACD", ELSEWHERE, strict=True))
SUB_BOARDS = (MERE_EAST, MERE_WEST, VALE, DOWNS, BAY, *FAR)
BOARDS = (NORTHMERE_OLD, VALE_OLD, HOME_BOARD, WESTHOLME, THORNLEY, *ELSEWHERE)
REGIONS = (NORTH, MID, SOUTH)

LOCAL = (
    Provider(
        "RZA",
        "Northmere University Hospitals NHS Foundation Trust",
        "acute",
        MERE_EAST,
        61000,
        ((MERE_EAST, 0.50), (MERE_WEST, 0.34), (DOWNS, 0.16)),
        6.5,
    ),
    Provider(
        "RZB",
        "Harrowdale and Eastbrook Hospitals NHS Foundation Trust",
        "acute",
        VALE,
        21000,
        ((VALE, 0.8), (MERE_WEST, 0.2)),
        5.5,
    ),
    Provider("RZM", "Eastbrook District Hospital NHS Trust", "acute", VALE, 8000, ((VALE, 1.0),), 5.5, "RZB"),
    Provider(
        "RZC",
        "Westholme Downs Hospitals NHS Trust",
        "acute",
        DOWNS,
        26000,
        ((DOWNS, 0.78), (MERE_WEST, 0.22)),
        6.0,
    ),
    Provider(
        "RZD",
        "Thornley Bay Hospitals NHS Foundation Trust",
        "acute",
        BAY,
        19000,
        ((BAY, 0.9), (DOWNS, 0.1)),
        2.0,
    ),
    Provider(
        "RZE",
        "Northmere Orthopaedic and Spinal Hospital NHS Foundation Trust",
        "specialist",
        MERE_WEST,
        9000,
        ((MERE_EAST, 0.3), (MERE_WEST, 0.4), (VALE, 0.3)),
        0.0,
    ),
    Provider(
        "RZF",
        "Mereside and Vale Community Healthcare NHS Trust",
        "community",
        MERE_EAST,
        0,
        ((MERE_EAST, 1.0),),
    ),
    Provider(
        "NZZ01",
        "LARKMERE SURGICAL CENTRE",
        "independent",
        MERE_EAST,
        1700,
        ((MERE_EAST, 0.6), (VALE, 0.4)),
        9.0,
    ),
)

_FAR_NAMES = (
    ("0", "Calderwick Royal Hospitals NHS Foundation Trust", 0, 20000, 3.0),
    ("1", "Fenwold General Hospital NHS Trust", 0, 9000, -4.0),
    ("2", "Upper Calder Moors Hospitals NHS Trust", 0, 7000, 1.0),
    ("3", "Brackenshire University Hospitals NHS Trust", 1, 24000, -6.0),
    ("4", "Ludmarsh and Corve Hospitals NHS Foundation Trust", 1, 11000, 5.0),
    ("5", "Brackenfold Hospital NHS Foundation Trust", 1, 8000, 0.0),
    ("6", "Ashmarsh Hospitals NHS Foundation Trust", 2, 15000, -2.0),
    ("7", "Dunwold and Hollin Hospitals NHS Trust", 2, 10000, 2.0),
    ("8", "Hollinshire Infirmary NHS Foundation Trust", 2, 12000, 7.0),
    ("9", "Saltwick Coast Hospitals NHS Foundation Trust", 3, 17000, -3.0),
    ("G", "Pellmouth Hospital NHS Trust", 3, 6500, 4.0),
    ("H", "Sandwick and Orrell Bay Hospitals NHS Trust", 3, 9500, -1.0),
    ("J", "Kingsfold University Hospitals NHS Foundation Trust", 4, 26000, 1.0),
    ("K", "Merrow Hills Hospitals NHS Trust", 4, 12000, -5.0),
    ("L", "Tarnbridge Hospital NHS Foundation Trust", 4, 8500, 6.0),
    ("N", "Great Ottermouth Teaching Hospitals NHS Trust", 5, 23000, -2.0),
    ("P", "Otterside and Marl Hospitals NHS Foundation Trust", 5, 13000, 3.0),
    ("Q", "Marlham Infirmary NHS Trust", 5, 7500, 0.0),
)
_FAR_SMALL = (
    ("RZR", "Calder and Fen Community NHS Foundation Trust", 0, "community"),
    ("RZS", "Brackenshire Community Healthcare NHS Trust", 1, "community"),
    ("RZT", "Hollin Community Partnership NHS Trust", 2, "community"),
    ("RZU", "Saltwick Coast Community NHS Trust", 3, "community"),
    ("RZV", "Kingsfold Community Care NHS Foundation Trust", 4, "community"),
    ("RZW", "Ottermouth Community NHS Trust", 5, "community"),
    ("NZZ02", "CORVE VALLEY TREATMENT CENTRE", 1, "independent"),
    ("NZZ03", "ORRELL BAY CLINIC", 3, "independent"),
    ("NZZ04", "TARN HOUSE SURGICAL HOSPITAL", 4, "independent"),
    ("NZZ05", "PELLMOUTH WALK IN CENTRE", 3, "community"),
    ("NZZ06", "OTTERGATE URGENT CARE CENTRE", 5, "community"),
    ("NZZ07", "LUDMARSH MINOR INJURIES UNIT", 1, "community"),
)

NATIONAL = tuple(
    Provider(f"RZ{code}", name, "acute", FAR[at], size, ((FAR[at], 1.0),), quality)
    for code, name, at, size, quality in _FAR_NAMES
) + tuple(
    Provider(code, name, kind, FAR[at], 900 if kind == "independent" else 0, ((FAR[at], 1.0),), 8.0)  # type: ignore[arg-type]
    for code, name, at, kind in _FAR_SMALL
)
PROVIDERS = LOCAL + NATIONAL


def provider(code: str) -> Provider:
    return next(each for each in PROVIDERS if each.code == code)


def reporting_code(code: str, month: date) -> str:
    """Gives the code under which a provider reports in a month: after a merger its successor's."""
    successor = provider(code).successor
    return successor if successor and month >= PROVIDER_MERGER else code
