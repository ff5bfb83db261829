"""Cancer waiting times: a combined workbook a month.

The header is on row 15, the Total rows come first, and people whom two trusts share count half in each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from briefing.sample_data.chance import Numbers, stream
from briefing.sample_data.economy import LOCAL, PROVIDERS, Provider, later, months, provider, reporting_code
from briefing.sample_data.planted import CANCER_28, CANCER_31, CANCER_62, Step, steady
from briefing.sample_data.published import MONTHS, write_workbook

SUSPECTED = {
    "Suspected breast cancer": 0.30,
    "Suspected lower gastrointestinal cancer": 0.28,
    "Suspected skin cancer": 0.27,
    "Suspected urological malignancies (excluding testicular)": 0.15,
}
TREATED = {"Breast": 0.36, "Lower Gastrointestinal": 0.24, "Urological - Prostate": 0.40}
HEADER = [
    "Total",
    "Within",
    "After",
    "Performance",
    "Within 14 days",
    "In 15 to 28 days",
    "In 29 to 42 days",
    "In 43 to 62 days",
    "After 62 days",
    "Within 31 days",
    "In 32 to 38 days",
    "In 39 to 48 days",
    "In 49 to 62 days",
    "In 63 to 76 days",
    "In 77 to 90 days",
    "In 91 to 104 days",
    "After 104 days",
]
DAYS = {
    "FDS": (range(5), 2, np.array([0.6, 0.4]), np.array([0.5, 0.3, 0.2])),
    "31D": (range(5, 9), 1, np.array([1.0]), np.array([0.4, 0.3, 0.3])),
    "62D": (range(5, 13), 4, np.array([0.35, 0.2, 0.2, 0.25]), np.array([0.3, 0.25, 0.2, 0.25])),
}
"""For each standard: the columns of days it fills, how many are within, how people spread over both sides."""

Line = tuple[str, str, str, str]
"""Standard, cancer type, route or stage, modality: one row of the workbook for one organisation."""


@dataclass(frozen=True)
class Team:
    """A provider's pathways: for each line without an ALL in it, months x columns of days, in halves."""

    provider: str
    sub_board: str
    halves: dict[Line, Numbers]


def teams() -> list[Team]:
    return [_team(each) for each in PROVIDERS if each.kind == "acute"]


def _team(each: Provider) -> Team:
    """A local trust reports every cancer, others two: a sample must stay small."""
    lines: dict[Line, Numbers] = {}
    big = each in LOCAL
    for standard, level, volume, types, split in (
        (
            "FDS",
            CANCER_28.get(each.code, steady(77.0 + each.quality / 2)),
            each.size * 0.024,
            SUSPECTED,
            _ROUTES,
        ),
        (
            "31D",
            CANCER_31.get(each.code, steady(92.5 + each.quality / 4)),
            each.size * 0.0065,
            TREATED,
            _STAGES,
        ),
        (
            "62D",
            CANCER_62.get(each.code, steady(69.0 + each.quality / 2)),
            each.size * 0.0031,
            TREATED,
            _UPGRADES,
        ),
    ):
        luck = stream("cancer month", each.code, standard).normal(0, 1.0, len(months()))
        for kind, weight in list(types.items())[: None if big else 2]:
            for route, modality, part in split:
                line = (standard, kind, route, modality)
                rng = stream("cancer", each.code, *line)
                lines[line] = _days(rng, standard, volume * weight * part, level, luck)
    return Team(each.code, each.home.code, lines)


_ROUTES = (("URGENT SUSPECTED CANCER", "", 1.0),)
_STAGES = (("First Treatment", "ALL MODALITIES", 0.52), ("Subsequent", "ALL MODALITIES", 0.48))
_UPGRADES = (
    ("Urgent Suspected Cancer", "ALL MODALITIES", 0.64),
    ("Consultant Upgrade", "ALL MODALITIES", 0.36),
)


def _days(rng: np.random.Generator, standard: str, volume: float, level: Step, luck: Numbers) -> Numbers:
    columns, within, near, far = DAYS[standard]
    shape = 2 if standard == "62D" else 1
    total = rng.poisson(volume * shape * rng.normal(1, 0.04, luck.size))
    chance = np.array([level.at(month) for month in months()]) + luck
    good = rng.binomial(total, np.clip(chance / 100, 0, 1))
    far = np.resize(far, len(columns) - within)
    table = np.hstack([rng.multinomial(good, near), rng.multinomial(total - good, far / far.sum())])
    return table if shape == 2 else table * 2


def write(folder: Path) -> None:
    everybody = teams()
    for number, month in enumerate(months()):
        name = f"{MONTHS[month.month - 1]}-{month.year}-Monthly-Combined-Workbook-Provisional.xlsx"
        write_workbook(folder / name, _sheets(everybody, number, month))


def _sheets(everybody: list[Team], number: int, month: date) -> dict[str, list[list[object]]]:
    england: dict[Line, Numbers] = {}
    trusts: dict[str, dict[Line, Numbers]] = {}
    boards: dict[str, dict[Line, Numbers]] = {}
    for team in everybody:
        board = provider(team.provider).board(month).code
        for line, counts in team.halves.items():
            code = reporting_code(team.provider, month)
            for totals in (england, trusts.setdefault(code, {}), boards.setdefault(board, {})):
                for each in _summaries(line):
                    totals[each] = totals.get(each, 0) + counts[number]
    by_provider = [
        ([each.code, each.board(month).region.name, each.name.upper()], lines)
        for each, lines in ((provider(code), lines) for code, lines in sorted(trusts.items()))
    ]
    names = {each.board(month).code: each.board(month).name for each in PROVIDERS}
    by_board = [([code, names[code]], lines) for code, lines in sorted(boards.items())]
    return {
        "System Level Performance": _sheet("System", month, [(["Total", "Total"], england)], by_board),
        "Provider Level Performance": _sheet(
            "Provider", month, [(["Total", "England", "Total"], england)], by_provider
        ),
    }


def _summaries(line: Line) -> Iterator[Line]:
    """Gives a line and the published lines it is part of: its cancer over all routes, and all cancers."""
    standard, kind, route, modality = line
    everywhere = {"FDS": "ALL ROUTES", "31D": "ALL STAGES", "62D": "ALL ROUTES"}[standard]
    yield line
    yield (standard, kind, everywhere, modality)
    yield (standard, "ALL CANCERS", everywhere, modality)
    if standard != "FDS":
        yield (standard, "ALL CANCERS", route, modality)


def _sheet(level: str, month: date, totals: list, rows: list) -> list[list[object]]:  # type: ignore[type-arg]
    names = ["Org Code", "System"] if level == "System" else ["Org Code", "Region", "Org Name"]
    head = [*names, "Standard", "Cancer Type", "Referral Route/Stage", "Treatment Modality", *HEADER]
    body: list[list[object]] = [*_body(totals), [], *_body(rows)]
    return [
        *_preamble(level, month, len(names)),
        ["", *head],
        *(["", *row] for row in body),
    ]


def _preamble(level: str, month: date, names: int) -> list[list[object]]:
    basis = "Commissioner" if level == "System" else "Provider"
    published = (
        f"Thursday {later(month, 2).day + 11}th {MONTHS[later(month, 2).month - 1]} {later(month, 2).year}"
    )
    title = "Cancer Waiting Times monthly statistics, sample data of a fictional health economy"
    span = [""] * (names + 4)
    return [
        [],
        ["", "Title:", title],
        ["", "Summary:", "Cancer Waiting Times performance for the FDS, 31D and 62D standards"],
        ["", "", "Nothing in this file describes a real organisation."],
        ["", "Period:", f"{MONTHS[month.month - 1]} {month.year}"],
        ["", "Source:", "Sample data"],
        ["", "Basis:", f"{basis} including 'Unknowns'"],
        ["", "Published:", published],
        ["", "Revised:", ""],
        ["", "Status:", "Provisional"],
        ["", "Contact:", "sample@example.org"],
        [],
        ["", f"{level} Level Performance"],
        [*span, "Applicable to 31D and 62D standards", "", "", "", "", "Applicable only to FDS"],
    ]


def _body(groups: list) -> Iterator[list[object]]:  # type: ignore[type-arg]
    """Gives the rows, standard by standard as published, and organisation by organisation within."""
    for standard in DAYS:
        for head, lines in groups:
            for line in sorted((line for line in lines if line[0] == standard), key=_published_order):
                yield [*head, *line, *_numbers(standard, lines[line])]


def _published_order(line: Line) -> tuple[bool, bool, str, str]:
    return (line[1] != "ALL CANCERS", not line[2].startswith("ALL"), line[2], line[1])


def _numbers(standard: str, halves: Numbers) -> list[object]:
    """Lays a line out: total, within, after, performance, then the days that its standard fills."""
    columns, within, _, _ = DAYS[standard]
    total, good = int(halves.sum()), int(halves[:within].sum())
    cells: list[object] = [None] * 13
    for column, count in zip(columns, halves.tolist(), strict=True):
        cells[column] = count / 2
    if standard == "62D":
        cells[4] = (total - good) / 2
    return [total / 2, good / 2, (total - good) / 2, good / total if total else None, *cells]
