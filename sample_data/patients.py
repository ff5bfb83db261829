"""What patients say: the Friends and Family Test of inpatients, month by month, and a feed of complaints."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from briefing.sample_data.chance import overdispersed, share, stream
from briefing.sample_data.economy import LAST, PROVIDERS, Provider, months, reporting_code
from briefing.sample_data.planted import PATIENTS, steady
from briefing.sample_data.published import csv_bytes, month_name, write_file, write_zip

ANSWERS = ("Very Good", "Good", "Neither Good nor Poor", "Poor", "Very Poor", "Don't Know")
HEADER = (
    *("ICB Code", "Trust Code", "Trust Name", "Total Responses", "Total Eligible", "Percentage Positive"),
    *("Percentage Negative", "Breakdown of Responses", *[""] * 5),
)
Answers = tuple[int, ...]


def write(inbox: Path) -> None:
    calendar = months()
    found = {each: _answers(each) for each in PROVIDERS if each.kind in ("acute", "specialist")}
    members = {
        f"FFT-inpatient-{month_name(month)}.csv": csv_bytes(_month(found, number, month))
        for number, month in enumerate(calendar)
    }
    write_zip(inbox / "patients" / "friends-and-family-inpatient.zip", members)
    write_file(inbox / "local" / "patient-voice.csv", csv_bytes([VOICE_HEADER, *_voices()]))


def _answers(each: Provider) -> list[tuple[int, Answers]]:
    """The patients and the answers of each month: about a fifth of those who leave answer, more at a small hospital."""
    rng, calendar = stream("friends and family", each.code), months()
    eligible = overdispersed(rng, np.full(len(calendar), each.size * 0.09), 0.04)
    answered = rng.binomial(eligible, 0.45 if each.kind == "specialist" else 0.21)
    level = PATIENTS.get(each.code, steady(94.0 + each.quality / 10))
    positive = share(rng, answered, np.array([level.at(month) for month in calendar]), 0.5)
    very = rng.binomial(positive, 0.82)
    rest = answered - positive
    poor, unsure = rest * 2 // 5, rest // 10
    very_poor = poor // 2
    neither = rest - poor - unsure
    columns = (very, positive - very, neither, poor - very_poor, very_poor, unsure)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return list(zip(eligible.tolist(), rows, strict=True))


def _month(found: dict[Provider, list[tuple[int, Answers]]], number: int, month: date) -> list[list[object]]:
    """The trusts of a month as its macro saves them; before a merger both report, after it one."""
    rows: dict[str, list[object]] = {}
    for each, answers in found.items():
        eligible, counts = answers[number]
        if reporting_code(each.code, month) == each.code:
            rows[each.code] = _row(each.board(month).code, each.code, each.name.upper(), eligible, counts)
    reported = [answers[number] for each, answers in found.items() if each.code in rows]
    england = [sum(counts[place] for _, counts in reported) for place in range(len(ANSWERS))]
    eligible = sum(asked for asked, _ in reported)
    return [
        list(HEADER),
        [*[""] * 7, *ANSWERS],
        _row("", "", "England (including Independent Sector Providers)", eligible, tuple(england)),
        *rows.values(),
    ]


def _row(board: str, code: str, name: str, eligible: int, counts: Answers) -> list[object]:
    total = sum(counts)
    good, bad = sum(counts[:2]), sum(counts[3:5])
    return [board, code, name, total, eligible, round(good / total, 4), round(bad / total, 4), *counts]


VOICE_HEADER = ["period", "heard_through", "theme", "provider_code", "specialty_code", "reports"]
VOICES = (
    ("PALS", "clinic letters", (17, 16, 15, 8, 6, 7)),
    ("complaints", "clinic letters", (9, 8, 9, 4, 3, 4)),
    ("forum", "parking", (12, 14, 11, 13, 12, 14)),
)
"""At RZE, month by month to the last: letters are sent sooner since January, and patients say so."""


def _voices() -> Iterator[list[object]]:
    calendar = months()[-6:]
    assert calendar[-1] == LAST
    for channel, theme, counts in VOICES:
        for month, reports in zip(calendar, counts, strict=True):
            yield [month.isoformat()[:7], channel, theme, "RZE", "", reports]
