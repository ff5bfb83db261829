"""The local feed of advice and guidance: a request from a practice, and when a consultant answered."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from briefing.sample_data.chance import stream
from briefing.sample_data.economy import Provider, later, months, provider, reporting_code
from briefing.sample_data.planted import ADVICE_DAYS, steady
from briefing.sample_data.practices import practices
from briefing.sample_data.published import write_zip
from briefing.sample_data.referrals import EXTRACTED

A_MONTH = {
    "RZA": {"320": 24, "330": 30, "301": 20, "400": 14},
    "RZB": {"320": 12, "400": 22},
    "RZC": {"320": 10, "400": 9},
}
OUTCOMES = ("advice", "converted to referral", "returned")


def requests() -> pd.DataFrame:
    made = [
        _asked(provider(code), specialty, count, month)
        for code, wanted in A_MONTH.items()
        for specialty, count in wanted.items()
        for month in months()
    ]
    frame = pd.concat(made, ignore_index=True).sort_values("asked_on", kind="stable", ignore_index=True)
    frame.insert(0, "request_id", [f"ADV{number:05d}" for number in range(1, len(frame) + 1)])
    return frame


def _asked(each: Provider, specialty: str, count: int, month: date) -> pd.DataFrame:
    rng = stream("advice", each.code, specialty, month)
    size = int(rng.poisson(count))
    days = int((np.datetime64(later(month, 1)) - np.datetime64(month)).astype(int))
    asked = np.busday_offset(np.datetime64(month) + rng.integers(0, days, size), 0, roll="modifiedpreceding")
    median = ADVICE_DAYS.get((each.code, specialty), steady(4.0)).at(month)
    took = np.maximum(1, np.round(median * rng.lognormal(0, 0.45, size))).astype(int)
    answered = np.busday_offset(asked, took)
    known = answered <= EXTRACTED
    draws = {sub_board.code for sub_board, _ in each.draws}
    near = [one.code for one in practices() if one.network.sub_board.code in draws]
    return pd.DataFrame(
        {
            "practice_code": rng.choice(near, size),
            "provider_code": reporting_code(each.code, month),
            "specialty_code": specialty,
            "asked_on": asked,
            "answered_on": np.where(known, answered, np.datetime64("NaT")),
            "outcome": np.where(known, rng.choice(OUTCOMES, size, p=[0.68, 0.24, 0.08]), ""),
        }
    )


def write(folder: Path) -> None:
    content = requests().to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
    write_zip(folder / "advice-to-2026-09.csv.zip", {"advice-to-2026-09.csv": content.encode()})
