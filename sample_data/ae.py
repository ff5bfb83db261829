"""A&E attendances and emergency admissions: a CSV a month, with its TOTAL row and its trailing spaces."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from briefing.sample_data.chance import Numbers, overdispersed, stream
from briefing.sample_data.economy import PROVIDERS, Provider, months, provider, reporting_code
from briefing.sample_data.planted import FOUR_HOURS, REVISED, steady
from briefing.sample_data.published import csv_bytes, month_name, write_file

HEADER = (
    "Period",
    "Org Code",
    "Parent Org",
    "Org name",
    "A&E attendances Type 1",
    "A&E attendances Type 2",
    "A&E attendances Other A&E Department",
    "A&E attendances Booked Appointments Type 1",
    "A&E attendances Booked Appointments Type 2",
    "A&E attendances Booked Appointments Other Department",
    "Attendances over 4hrs Type 1",
    "Attendances over 4hrs Type 2",
    "Attendances over 4hrs Other Department",
    "Attendances over 4hrs Booked Appointments Type 1",
    "Attendances over 4hrs Booked Appointments Type 2",
    "Attendances over 4hrs Booked Appointments Other Department",
    "Patients who have waited 4-12 hs from DTA to admission",
    "Patients who have waited 12+ hrs from DTA to admission",
    "Emergency admissions via A&E - Type 1",
    "Emergency admissions via A&E - Type 2",
    "Emergency admissions via A&E - Other A&E department",
    "Other emergency admissions",
)
SEASON = np.array([0.97, 0.98, 1.0, 1.0, 1.02, 1.01, 1.02, 0.98, 0.98, 1.01, 1.01, 1.02])
"""Attendances by calendar month, January first, after the length of the month."""


@dataclass(frozen=True)
class Department:
    """A provider's emergency departments; `counts` is months x the 18 published columns."""

    provider: str
    counts: Numbers


def departments() -> list[Department]:
    """Makes the counts of every provider that has a department."""
    return [
        Department(each.code, _counts(each))
        for each in PROVIDERS
        if each.kind in ("acute", "community") and each.code not in ("RZP", "RZ5")
    ]


def _counts(each: Provider) -> Numbers:
    rng, calendar = stream("ae", each.code), months()
    length = np.array([_days(month) / 30.4 * SEASON[month.month - 1] for month in calendar])
    major = each.size * 0.21 if each.kind == "acute" else 0
    eyes = major * 0.1 if each.size > 20000 else 0
    minor = major * 0.25 if each.kind == "acute" else 2600
    attended = [overdispersed(rng, length * level, 0.022) for level in (major, eyes, minor)]
    booked = [np.zeros_like(attended[0]), np.zeros_like(attended[0]), attended[2] * 12 // 100]
    attended[2] = attended[2] - booked[2]
    percent = _percent(each, calendar, rng)
    over_minor, over_booked = (rng.binomial(count, 0.012) for count in (attended[2], booked[2]))
    over_eyes = rng.binomial(attended[1], 0.03)
    everyone = sum(attended) + booked[2]
    over_major = np.clip(
        np.round(everyone * (1 - percent / 100)).astype(int) - over_minor - over_booked - over_eyes,
        0,
        attended[0],
    )
    none = np.zeros_like(over_eyes)
    admitted = rng.binomial(attended[0], 0.29)
    # A bed comes free on the wards, whatever the door is like: only the four hours are planted.
    long_wait = overdispersed(rng, attended[0] * 0.03, 0.08)
    waited = overdispersed(rng, over_major * 0.22, 0.08)
    return np.stack(
        [
            *attended,
            *booked,
            over_major,
            over_eyes,
            over_minor,
            none,
            none,
            over_booked,
            waited,
            long_wait,
            admitted,
            rng.binomial(attended[1], 0.02),
            none,
            overdispersed(rng, major * 0.05 * length, 0.05),
        ],
        axis=1,
    ).astype(int)


def _percent(each: Provider, calendar: tuple[date, ...], rng: np.random.Generator) -> Numbers:
    """Four-hour performance: a level, a slightly worse winter, and months that scatter by two points."""
    usual = steady(75.0 + each.quality * 0.6 if each.kind == "acute" else 98.8)
    level = np.array([FOUR_HOURS.get(each.code, usual).at(month) for month in calendar])
    winter = np.array([{12: -0.8, 1: -0.9, 2: -0.4}.get(month.month, 0.2) for month in calendar])
    return level + (winter + rng.normal(0, 1.7, level.size) if each.kind == "acute" else 0)


def write(folder: Path) -> None:
    """Writes a CSV a month and a revised one."""
    all_counts = departments()
    for number, month in enumerate(months()):
        stem = f"Monthly-AE-{month_name(month)}"
        revised = month == REVISED["ae"]
        _write_month(
            folder / f"{stem}.csv", all_counts, number, month, undercounted={"RZC"} if revised else set()
        )
        if revised:
            _write_month(folder / f"{stem}-revised.csv", all_counts, number, month, undercounted=set())


def _write_month(
    path: Path, all_counts: list[Department], number: int, month: date, *, undercounted: set[str]
) -> None:
    rows = list(_rows(all_counts, number, month, undercounted))
    total = ["TOTAL"] * 4 + [sum(column) for column in list(zip(*rows, strict=True))[4:]]
    write_file(path, csv_bytes([HEADER, *rows, total]))


def _rows(
    all_counts: list[Department], number: int, month: date, undercounted: set[str]
) -> Iterator[list[object]]:
    merged: dict[str, Numbers] = {}
    for department in all_counts:
        code = reporting_code(department.provider, month)
        merged[code] = merged.get(code, 0) + department.counts[number]
    for code, counts in merged.items():
        each = provider(code)
        region = f"NHS ENGLAND {each.board(month).region.name.upper()} "
        kept = counts * 97 // 100 if code in undercounted else counts
        yield [f"MSitAE-{month_name(month).upper()}", code, region, each.name.upper(), *kept.tolist()]


def _days(month: date) -> int:
    start = np.datetime64(month, "M")
    return int(((start + 1).astype("datetime64[D]") - start.astype("datetime64[D]")).astype(int))
