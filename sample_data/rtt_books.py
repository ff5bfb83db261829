"""The books of referral to treatment: who waits, who is treated, who leaves otherwise.

Each cell (provider x commissioner x specialty) keeps its books:

    list now = list before + clock starts - treatments - other removals

The list, the starts and the removals are drawn; treatments balance. A cell whose removals were raised on
purpose loses people from its list in the same measure, while starts and treatments go on as before.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from briefing.sample_data.chance import Numbers, stream
from briefing.sample_data.economy import LOCAL, NATIONAL, Provider, SubBoard, months
from briefing.sample_data.planted import (
    ORDINARY_REMOVALS,
    OTHER_REMOVALS,
    RTT_OVER_52,
    RTT_WITHIN_18,
    Step,
    steady,
)

BANDS = 105
CLEARED = 4.0
"""Points of quality from which a provider has nobody over 65 weeks."""


@dataclass(frozen=True)
class Specialty:
    """`within` and `over_52` are per cent of the list; `admitted` is the share of treatments with a bed."""

    code: str
    name: str
    weight: float
    within: float
    over_52: float
    admitted: float


SPECIALTIES = (
    Specialty("100", "General Surgery Service", 7.0, 63.0, 1.6, 0.35),
    Specialty("101", "Urology Service", 6.5, 65.0, 1.3, 0.30),
    Specialty("110", "Trauma and Orthopaedic Service", 14.0, 59.0, 2.3, 0.40),
    Specialty("120", "Ear Nose and Throat Service", 9.0, 59.0, 2.1, 0.22),
    Specialty("130", "Ophthalmology Service", 11.0, 73.0, 0.8, 0.30),
    Specialty("301", "Gastroenterology Service", 6.0, 69.0, 0.9, 0.15),
    Specialty("320", "Cardiology Service", 6.5, 69.0, 0.8, 0.08),
    Specialty("330", "Dermatology Service", 6.5, 66.0, 1.1, 0.10),
    Specialty("400", "Neurology Service", 3.5, 60.0, 1.0, 0.02),
    Specialty("410", "Rheumatology Service", 2.5, 70.0, 0.8, 0.03),
    Specialty("502", "Gynaecology Service", 9.0, 60.0, 1.9, 0.20),
    Specialty("X02", "Other - Medical Services", 8.0, 70.0, 0.7, 0.05),
    Specialty("X05", "Other - Surgical Services", 6.0, 65.0, 1.3, 0.30),
)
BY_CODE = {specialty.code: specialty for specialty in SPECIALTIES}
_WIDE = tuple(BY_CODE)
_NARROW = ("110", "120", "130", "330", "502", "X02")
_SPECIAL = {"RZE": ("110",), "independent": ("110", "130")}


@dataclass(frozen=True)
class Cell:
    """The books of one provider, commissioner and specialty: one row of counts a month in each array.

    `waiting`, `admitted`, `seen` and `decided` are months x 105 bands; `starts` and `removals` are months.
    """

    provider: str
    commissioner: SubBoard | None
    specialty: str
    waiting: Numbers
    decided: Numbers
    admitted: Numbers
    seen: Numbers
    starts: Numbers
    removals: Numbers
    opening: int

    def part(self, part: str, month: int) -> Numbers:
        """Gives the 105 bands of a part and, last, its total."""
        if part == "3":
            return np.append(np.zeros(BANDS, dtype=int), self.starts[month])
        bands = {"1A": self.admitted, "1B": self.seen, "2": self.waiting, "2A": self.decided}[part][month]
        return np.append(bands, bands.sum())


def cells() -> list[Cell]:
    """Makes the books of the whole economy."""
    return [
        _cell(each, commissioner, part, BY_CODE[code])
        for each in LOCAL + NATIONAL
        if each.size
        for code in _specialties(each)
        for commissioner, part in (*each.draws, *_without_commissioner(each, code))
    ]


def _specialties(each: Provider) -> tuple[str, ...]:
    fallback = _WIDE if each in LOCAL and each.kind == "acute" else _NARROW
    return _SPECIAL.get(each.code) or _SPECIAL.get(each.kind) or fallback


def _without_commissioner(each: Provider, code: str) -> tuple[tuple[SubBoard | None, float], ...]:
    """NONC: people whose commissioner isn't English; they have no board and England leaves them out."""
    return ((None, 0.004),) if each.kind == "acute" and code in ("110", "130") else ()


def _cell(each: Provider, commissioner: SubBoard | None, part: float, specialty: Specialty) -> Cell:
    rng = stream("rtt", each.code, commissioner and commissioner.code, specialty.code)
    calendar = months()
    mix = sum(BY_CODE[code].weight for code in _specialties(each))
    level = each.size * part * specialty.weight / mix
    lists, removals = _lists(rng, level, OTHER_REMOVALS.get((each.code, specialty.code)), calendar)
    starts = rng.poisson(level * 0.235 * rng.normal(1.0, 0.03, len(calendar)) * _working_days(calendar))
    treated = np.maximum(starts + lists[:-1] - lists[1:] - removals, 0)
    starts = treated + lists[1:] - lists[:-1] + removals
    within = _within_18(each, specialty, calendar) + _shared_noise(each, specialty, len(calendar))
    long = _over_52(each, specialty, calendar)
    waiting = _spread(rng, lists[1:], _survival(within, long, cleared=each.quality >= CLEARED))
    admitted = rng.binomial(treated, specialty.admitted)
    return Cell(
        each.code,
        commissioner,
        specialty.code,
        waiting=waiting,
        decided=rng.binomial(waiting, _decided_share(specialty)),
        admitted=_spread(rng, admitted, _survival(within - 8, np.full(len(calendar), 2.5))),
        seen=_spread(
            rng, treated - admitted, _survival(np.minimum(within + 12, 92), np.full(len(calendar), 0.7))
        ),
        starts=starts,
        removals=removals,
        opening=int(lists[0]),
    )


def _lists(
    rng: np.random.Generator, level: float, planted: Step | None, calendar: tuple[date, ...]
) -> tuple[Numbers, Numbers]:
    """Draws the list at the end of each month (and of the one before the first) and the removals in each."""
    usual = steady(ORDINARY_REMOVALS)
    extra = np.array([(planted or usual).at(month) - ORDINARY_REMOVALS for month in calendar]) / 100
    fall = np.append(1.0, np.cumprod(1 - extra))
    lists = np.round(level * fall * rng.normal(1.0, 0.006, fall.size)).astype(int)
    rate = (ORDINARY_REMOVALS / 100 + extra) * rng.normal(1.0, 0.10, len(calendar))
    return lists, rng.poisson(lists[:-1] * np.maximum(rate, 0.005))


def _working_days(calendar: tuple[date, ...]) -> Numbers:
    """Starts follow the working days of a month: fewer in December, about 21 else."""
    days = [
        np.busday_count(month, np.datetime64(month, "M").astype("datetime64[M]") + 1) for month in calendar
    ]
    scale = np.array(days) / 21.5
    return np.where([month.month == 12 for month in calendar], scale * 0.93, scale)


def _within_18(each: Provider, specialty: Specialty, calendar: tuple[date, ...]) -> Numbers:
    planted = RTT_WITHIN_18.get((each.code, specialty.code))
    usual = steady(
        specialty.within + each.quality + stream("rtt level", each.code, specialty.code).normal(0, 2.0)
    )
    return np.array([(planted or usual).at(month) for month in calendar])


def _over_52(each: Provider, specialty: Specialty, calendar: tuple[date, ...]) -> Numbers:
    planted = RTT_OVER_52.get((each.code, specialty.code))
    worse = 2 ** (-each.quality / 5)
    return np.array([(planted or steady(specialty.over_52 * worse)).at(month) for month in calendar])


def _shared_noise(each: Provider, specialty: Specialty, count: int) -> Numbers:
    """A month is good or bad for a whole provider, and for a specialty in it, whoever commissions."""
    return stream("rtt noise", each.code).normal(0, 0.35, count) + stream(
        "rtt noise", each.code, specialty.code
    ).normal(0, 0.7, count)


def _survival(within: Numbers, over_52: Numbers, *, cleared: bool = False) -> Numbers:
    """Shapes the waits: the share of people in each weekly band, months x 105.

    Waits thin out at one pace to 18 weeks, at another to 52, and fast beyond: few are left at 104, and none
    at 65 where the longest waits were cleared.
    """
    beyond = np.array([1e-7, 1e-8, 1e-9]) if cleared else np.array([0.085, 0.014, 0.002])
    knots = np.array([0, 18, 52, 65, 78, 104, 105])
    left = np.stack(
        [
            np.ones_like(within),
            1 - within / 100,
            over_52 / 100,
            *(over_52 / 100 * share for share in beyond),
        ]
    )
    logs = np.vstack([np.log(left), np.full((1, within.size), -40.0)])
    curve = np.array([np.interp(np.arange(BANDS + 1), knots, logs[:, month]) for month in range(within.size)])
    still = np.exp(curve)
    still[:, -1] = 0.0
    shares: Numbers = -np.diff(still, axis=1)
    return shares


def _spread(rng: np.random.Generator, totals: Numbers, shares: Numbers) -> Numbers:
    return rng.multinomial(totals, shares / shares.sum(axis=1, keepdims=True))


def _decided_share(specialty: Specialty) -> Numbers:
    """A decision to admit comes late: rare in the first weeks, common among long waits."""
    late: Numbers = np.interp(np.arange(BANDS), [0, 30, 104], [0.25, 0.9, 1.6])
    return np.clip(specialty.admitted * late, 0, 0.95)
