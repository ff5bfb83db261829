"""Monthly referral return (MRR): referrals made to each provider for each commissioner."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from briefing.sample_data.chance import Numbers, stream
from briefing.sample_data.economy import PROVIDERS, SubBoard, months, provider, reporting_code
from briefing.sample_data.published import csv_bytes, month_name, write_file

HEADER = [
    "Periodname",
    "Provider Parent Org Code",
    "Provider Parent Name",
    "Provider Org Code",
    "Provider Org Name",
    "Commissioner Parent Org Code",
    "Commissioner Parent Name",
    "Commissioner Org Code",
    "Commissioner Org Name",
    "Op Gprefsmade M",
    "Op Otherrefsmade M",
    "Op Gprefsmade Ga M",
    "Op Otherrefsmade Ga M",
]


def _returns() -> dict[tuple[str, SubBoard], Numbers]:
    """Makes, for each provider and commissioner, months x the four counts."""
    return {
        (each.code, commissioner): _counts(each.code, commissioner, each.size * part)
        for each in PROVIDERS
        if each.size
        for commissioner, part in each.draws
    }


def _counts(code: str, commissioner: SubBoard, people: float) -> Numbers:
    rng, calendar = stream("mrr", code, commissioner.code), months()
    season = np.array(
        [0.9 if month.month == 12 else 0.97 if month.month == 8 else 1.01 for month in calendar]
    )
    shared = season * stream("mrr month", code).normal(1, 0.02, len(calendar))
    gp, other = rng.poisson(people * 0.13 * shared), rng.poisson(people * 0.10 * shared)
    return np.stack([gp, other, rng.binomial(gp, 0.93), rng.binomial(other, 0.86)], axis=1)


def write(folder: Path) -> None:
    returns = _returns()
    for number, month in enumerate(months()):
        write_file(
            folder / f"MRR-{month_name(month)}.csv", csv_bytes([HEADER, *_rows(returns, number, month)])
        )


def _rows(returns: dict[tuple[str, SubBoard], Numbers], number: int, month: date) -> Iterator[list[object]]:
    merged: dict[tuple[str, SubBoard], Numbers] = {}
    for (code, commissioner), counts in returns.items():
        key = (reporting_code(code, month), commissioner)
        merged[key] = merged.get(key, 0) + counts[number]
    for (code, commissioner), counts in merged.items():
        each, board = provider(code), commissioner.board(month)
        theirs = each.board(month)
        yield [
            f"MRR-{month_name(month)}",
            theirs.code,
            theirs.name,
            code,
            each.name.upper(),
            board.code,
            board.name,
            commissioner.code,
            commissioner.name(month),
            *counts.tolist(),
        ]
