"""Who waits (WLMDS): a csv of three weeks, the waiting list of each trust by age, sex, deprivation and ethnicity.

The lists are those of the extracts of waiting times. Groups differ as in England, and by nothing but rounding, so that
no trust has a gap of its own but the one in which a gap that widens was planted.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from briefing.sample_data.chance import Numbers
from briefing.sample_data.economy import months, provider, reporting_code
from briefing.sample_data.planted import ABSENT, DEPRIVATION_GAP, USUAL_DEPRIVATION_GAP
from briefing.sample_data.published import MONTHS, csv_bytes, write_zip
from briefing.sample_data.rtt_books import Cell, cells

HEADER = ("Code", "Name", "Geography", "Metric", "Category", "Waiting Bands", "Count")
WEEKS = (date(2025, 9, 28), date(2026, 3, 29), date(2026, 9, 27))
BANDS = ("01 To 18 Weeks", "18 To 52 Weeks", "Over 52 Weeks")
AGES = (("0-18 Years", 0.11, 1.5), ("19-64 Years", 0.56, 0.5), ("Over 65 Years", 0.33, -1.3))
SEXES = (("Female", 0.57, 0.4), ("Male", 0.43, -0.5))
ETHNICITIES = (
    ("A: British", 0.74, 0.0),
    ("B: Irish", 0.01, -0.5),
    ("C: Any other White background", 0.06, 0.5),
    ("H: Indian", 0.04, 0.6),
    ("J: Pakistani", 0.03, 0.6),
    ("N: African", 0.03, 0.4),
    ("S: Any other ethnic group", 0.02, 0.0),
    ("Z: Not stated", 0.05, -0.8),
    ("99: Not known", 0.02, -1.0),
)
"""Each group with its share of the list, and by how many points more (or fewer) of it wait over 18 weeks."""


def write(folder: Path) -> None:
    books = cells()
    for week in WEEKS:
        stem = f"WLMDS-Demographics-Geography-to-{week.day}-{MONTHS[week.month - 1]}-{week.year}-v1.csv"
        write_zip(folder / f"{stem}.zip", {stem: csv_bytes([HEADER, *_rows(books, week.replace(day=1))])})


def _rows(books: list[Cell], month: date) -> Iterator[list[object]]:
    """England of each kind of provider and in all, then the trusts."""
    lists = _lists(books, month)
    groups = {code: _groups(code, bands, month) for code, bands in lists.items()}
    acute = [code for code in groups if provider(code).kind != "independent"]
    kinds = {"NHS ACUTE": acute, "INDEPENDENT SECTOR": [code for code in groups if code not in acute]}
    for kind, codes in {"ENGLAND": list(groups), **kinds, "OTHER": []}.items():
        whole = {name: sum((groups[code][name] for code in codes), np.zeros(3)) for name in groups[acute[0]]}
        yield from _printed(["ENG", "ENGLAND", kind], whole)
    for code in acute:
        yield from _printed([code, provider(code).name.upper(), "ACUTE TRUST"], groups[code])


def _lists(books: list[Cell], month: date) -> dict[str, Numbers]:
    """The list of each who reported that month, by length of wait."""
    at, found = months().index(month), dict[str, Numbers]()
    for cell in books:
        code = reporting_code(cell.provider, month)
        if (code, month) not in ABSENT["rtt"]:
            weeks = cell.waiting[at]
            bands = np.array([weeks[:18].sum(), weeks[18:52].sum(), weeks[52:].sum()])
            found[code] = found.get(code, np.zeros(3)) + bands
    return dict(sorted(found.items()))


def _groups(code: str, bands: Numbers, month: date) -> dict[tuple[str, str], Numbers]:
    """The list of a trust in each group of each breakdown, by length of wait."""
    gap = DEPRIVATION_GAP.get(code, USUAL_DEPRIVATION_GAP).at(month)
    tenths = tuple((str(tenth), 0.1, gap * (5.5 - tenth) / 9) for tenth in range(1, 11))
    breakdowns = {"Age": AGES, "Sex": SEXES, "IMD": tenths, "Ethnicity": ETHNICITIES}
    return {
        (metric, category): _group(bands, share, more)
        for metric, groups in breakdowns.items()
        for category, share, more in groups
    }


def _group(bands: Numbers, share: float, more: float) -> Numbers:
    """So much of the list, of which so many points more wait over 18 weeks."""
    total, late = bands.sum() * share, bands[1:].sum() / bands.sum()
    wanted = np.clip(late + more / 100, 0.01, 0.99)
    within = total * (1 - wanted)
    return np.append(within, (total - within) * bands[1:] / bands[1:].sum())


def _printed(organisation: list[object], groups: dict[tuple[str, str], Numbers]) -> Iterator[list[object]]:
    """Counts as they are published: 1 to 7 hidden, all others rounded to 5."""
    for (metric, category), bands in groups.items():
        counts = {"Unknown Clock Start": 0, **dict(zip(BANDS, bands, strict=True))}
        for band, count in {**counts, "Total": sum(counts.values())}.items():
            yield [*organisation, metric, category, band, _shown(round(float(count)))]


def _shown(count: int) -> int | str:
    return "*" if 1 <= count <= 7 else 5 * round(count / 5)
