"""About 120 practices in twelve networks, with their lists, deprivation and where they lie."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from briefing.sample_data.chance import Numbers, stream
from briefing.sample_data.economy import BAY, DOWNS, MERE_EAST, MERE_WEST, VALE, SubBoard

AGE_GROUPS = (*(f"{age}_{age + 4}" for age in range(0, 95, 5)), "95+")
_PYRAMID = np.array(
    [52, 56, 60, 60, 58, 66, 70, 70, 67, 62, 62, 68, 67, 58, 50, 48, 36, 22, 12, 6], dtype=float
)

_NETWORKS = (
    ("Mere Harbour", MERE_EAST, 11, 42.0),
    ("Mere Foundry", MERE_EAST, 10, 38.0),
    ("Mere Gardens", MERE_EAST, 10, 14.0),
    ("Mere Uplands", MERE_EAST, 9, 10.0),
    ("Larkmere North", MERE_WEST, 10, 33.0),
    ("Larkmere South", MERE_WEST, 10, 21.0),
    ("Copperwater", MERE_WEST, 10, 12.0),
    ("Harrowdale", VALE, 12, 10.5),
    ("Eastbrook Collieries", VALE, 12, 44.0),
    ("Westholme Market", DOWNS, 8, 16.0),
    ("High Downs", DOWNS, 8, 9.0),
    ("Thornley Quays", BAY, 10, 27.0),
)
"""Name, sub-board, practices, usual deprivation score."""

_PLACES = """
Alderwick Ambermere Ashgrip Barrowmoss Beckhollow Birklade Blackfen Braithmere Bramwold Brindlewick
Burnhollow Candleford Carrowby Cawdermere Cinderford Clavermoss Cobblegate Coldhanger Corvefield
Cragmere Crosslade Dapplewick Darnbeck Dovermoss Drakeholm Dunmarsh Elderhythe Elmsgarth Emberley
Fallowgate Fellhythe Fernhollow Flaxmere Foxlade Frosterby Furzewick Gannetmere Garthmoss Gillhollow
Glazebeck Gorsemoor Granbyhythe Greylade Hagmoss Hallowfen Harebeck Hatherwick Hazelgarth Heronsmere
Hollinlade
"""
_KINDS = ("Surgery", "Medical Centre", "Health Centre", "Family Practice")


@dataclass(frozen=True)
class Network:
    code: str
    name: str
    sub_board: SubBoard


@dataclass(frozen=True)
class Practice:
    """`patients` holds the list by sex (male, female) and five-year age group."""

    code: str
    name: str
    postcode: str
    network: Network
    imd_score: float
    imd_decile: int
    patients: Numbers

    @property
    def size(self) -> int:
        return int(self.patients.sum())


@cache
def practices() -> tuple[Practice, ...]:
    """Makes every practice, in order of code. A decile of 1 is the most deprived tenth."""
    drawn = [(network, score) for network, score, count in _networks() for _ in range(count)]
    rng = stream("practices")
    scores = np.array([score for _, score in drawn]) * rng.normal(1.0, 0.18, len(drawn)).clip(0.5, 1.6)
    sizes = rng.lognormal(np.log(8600), 0.38, len(drawn)).clip(2100, 24000)
    return tuple(
        _practice(number, network, float(score), float(size))
        for number, ((network, _), score, size) in enumerate(zip(drawn, scores, sizes, strict=True))
    )


def _networks() -> list[tuple[Network, float, int]]:
    return [
        (Network(f"U999{number:02d}", f"{name} PCN".upper(), sub_board), score, count)
        for number, (name, sub_board, count, score) in enumerate(_NETWORKS, 1)
    ]


def networks() -> tuple[Network, ...]:
    return tuple(network for network, _, _ in _networks())


def _practice(number: int, network: Network, score: float, size: float) -> Practice:
    rng = stream("practice", number)
    places = _PLACES.split()
    name = f"{places[number % len(places)]} {_KINDS[(number // len(places) + number) % len(_KINDS)]}"
    tilt = np.linspace(0.15, -0.25, 20) * (score - 22) / 20 + 1
    people = rng.multinomial(round(size), np.tile(_PYRAMID * tilt / (_PYRAMID * tilt).sum() / 2, 2))
    decile = int(np.searchsorted([-38, -31, -26, -22, -18.5, -15.5, -13, -10.5, -8], -score) + 1)
    postcode = f"ZZ{number // 10 + 1} {number % 10}AA"
    return Practice(
        f"V90{number + 1:03d}", name.upper(), postcode, network, score, decile, people.reshape(2, 20)
    )
