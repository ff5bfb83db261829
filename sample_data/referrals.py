"""The local feed of referrals: one pseudonymous row a referral, from practice to clinic letter.

    referred -> received -> triaged -> first appointment -> clock stop
                              |              |
                              returned       letter

Nobody in it exists. Dates after the extract was taken are blank, as they would be.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from briefing.sample_data.chance import Numbers, stream
from briefing.sample_data.economy import Provider, later, months, provider, reporting_code
from briefing.sample_data.planted import DEPRIVATION_WAIT, LETTERS, MISSED, RETURNED, Step, steady
from briefing.sample_data.practices import practices
from briefing.sample_data.published import write_zip

EXTRACTED = np.datetime64("2026-09-30")
LETTERS_UNTIL = np.datetime64("2026-10-14")
"""Letters come a fortnight after the rest, so that the last month's clinics can be judged."""

A_MONTH = {"RZA": 560, "RZB": 270, "RZM": 90, "RZC": 320, "RZD": 55, "RZE": 130, "NZZ01": 65}
MIX = {
    "100": 9,
    "101": 8,
    "110": 15,
    "120": 11,
    "130": 12,
    "301": 8,
    "320": 8,
    "330": 17,
    "400": 6,
    "410": 4,
    "502": 11,
}
NARROW = {"RZE": {"110": 1}, "NZZ01": {"110": 2, "130": 3}}
PRIORITIES = ("routine", "urgent", "suspected cancer")
REASONS = (
    "information missing from the form",
    "tests needed before referral",
    "does not meet local criteria",
    "another service is better placed",
)
AGES = ("0-17", "18-64", "65-74", "75+")
ETHNICITIES = ("White", "Asian or Asian British", "Black or Black British", "Mixed", "Other", "not stated")
STOPS = ("non-admitted", "admitted", "active monitoring", "declined", "other")

Frame = pd.DataFrame


def referrals() -> Frame:
    """Makes all referrals, in order of the day they were made."""
    made = [_journeys(provider(code), month, count) for code, count in A_MONTH.items() for month in months()]
    frame = pd.concat(made, ignore_index=True).sort_values("referred_on", kind="stable", ignore_index=True)
    frame.insert(0, "referral_id", [f"REF{number:06d}" for number in range(1, len(frame) + 1)])
    return frame


def _journeys(each: Provider, month: date, count: int) -> Frame:
    rng = stream("referrals", each.code, month)
    size = int(rng.poisson(count * rng.normal(1.0, 0.03)))
    frame = _people(rng, each, month, size)
    _triage(rng, frame, each, month)
    _first_appointment(rng, frame, each)
    _clock_stop(rng, frame, each)
    frame["provider_code"] = reporting_code(each.code, month)
    return frame[list(COLUMNS)]


def _people(rng: np.random.Generator, each: Provider, month: date, size: int) -> Frame:
    mix = NARROW.get(each.code, MIX)
    drawn = _draw_practices(rng, each, size)
    start = np.datetime64(month)
    days = (np.datetime64(later(month, 1)) - start).astype(int)
    referred = np.busday_offset(start + rng.integers(0, days, size), 0, roll="modifiedpreceding")
    received = np.busday_offset(referred, rng.integers(0, 2, size))
    decile = np.clip(
        np.array([practices()[at].imd_decile for at in drawn]) + rng.integers(-1, 2, size), 1, 10
    )
    return pd.DataFrame(
        {
            "practice_code": [practices()[at].code for at in drawn],
            "specialty_code": _choose(rng, mix, size),
            "priority": rng.choice(PRIORITIES, size, p=[0.72, 0.17, 0.11]),
            "referred_on": referred,
            "received_on": np.where(received <= _last_of(month), received, referred),
            "age_band": rng.choice(AGES, size, p=[0.12, 0.54, 0.18, 0.16]),
            "sex": rng.choice(("female", "male"), size, p=[0.54, 0.46]),
            "ethnic_category": rng.choice(ETHNICITIES, size, p=[0.76, 0.09, 0.04, 0.02, 0.02, 0.07]),
            "imd_decile": decile,
        }
    )


def _choose(rng: np.random.Generator, mix: dict[str, int], size: int) -> Numbers:
    weights = np.array(list(mix.values()), dtype=float)
    return rng.choice(list(mix), size, p=weights / weights.sum())


def _draw_practices(rng: np.random.Generator, each: Provider, size: int) -> Numbers:
    drawn = {sub_board.code: share for sub_board, share in each.draws}
    weights = np.array([one.size * drawn.get(one.network.sub_board.code, 0.0) for one in practices()])
    return rng.choice(len(weights), size, p=weights / weights.sum())


def _last_of(month: date) -> np.datetime64:
    return np.datetime64(later(month, 1)) - 1


def _triage(rng: np.random.Generator, frame: Frame, each: Provider, month: date) -> None:
    size = len(frame)
    days = np.where(frame.priority == "routine", rng.integers(1, 9, size), rng.integers(1, 4, size))
    triaged = np.busday_offset(frame.received_on.to_numpy("datetime64[D]"), days)
    back = np.full(size, 6.0)
    for (code, specialty), step in RETURNED.items():
        if code == each.code:
            back[frame.specialty_code == specialty] = step.at(month)
    back = np.where(frame.priority == "suspected cancer", 1.0, back) / 100
    luck = rng.random(size)
    outcome = np.select(
        [luck < back, luck < back + 0.03, luck < back + 0.07],
        ["returned", "redirected", "advice"],
        "accepted",
    )
    seen = triaged <= EXTRACTED
    frame["triaged_on"] = _until(triaged, EXTRACTED)
    frame["triage_outcome"] = np.where(seen, outcome, "")
    reason = rng.choice(REASONS, size, p=[0.42, 0.26, 0.20, 0.12])
    frame["return_reason"] = np.where(seen & (outcome == "returned"), reason, "")


def _first_appointment(rng: np.random.Generator, frame: Frame, each: Provider) -> None:
    size = len(frame)
    usual = frame.priority.map({"routine": 47.0, "urgent": 24.0, "suspected cancer": 10.0}).to_numpy()
    days = usual * _slower(frame, each) * rng.lognormal(0, 0.42, size) * _pace(frame)
    accepted = (frame.triage_outcome == "accepted").to_numpy()
    received = frame.received_on.to_numpy("datetime64[D]")
    ready = np.where(accepted, frame.triaged_on.to_numpy("datetime64[D]"), received) + 2
    on = np.busday_offset(np.maximum(ready, received + days.astype(int)), 0, roll="forward")
    held = accepted & (on <= EXTRACTED)
    luck = rng.random(size)
    missed = _level(MISSED, each, on, 7.0) + _month_noise("missed", each, on, 0.5)
    deprived = 1 + 0.25 * (5.5 - frame.imd_decile.to_numpy()) / 4.5
    missed = missed / 100 * deprived
    outcome = np.select(
        [luck < missed, luck < missed + 0.055, luck < missed + 0.105],
        ["did not attend", "cancelled by provider", "cancelled by patient"],
        "attended",
    )
    frame["first_appointment_on"] = np.where(held, on, np.datetime64("NaT"))
    frame["first_appointment_outcome"] = np.where(held, outcome, "")
    prompt = _level(LETTERS, each, on, 80.0) + _month_noise("letters", each, on, 1.2)
    late = np.where(rng.random(size) < prompt / 100, rng.integers(1, 8, size), 8 + rng.geometric(0.11, size))
    sent = np.where(held & (outcome == "attended"), on + late, np.datetime64("NaT"))
    frame["letter_sent_on"] = _until(sent, LETTERS_UNTIL)


def _level(planted: dict[tuple[str, str], Step], each: Provider, on: Numbers, usual: float) -> Numbers:
    """Gives the level in force on each day: planted for this provider, else the usual one."""
    step = planted.get((each.code, "ALL"), steady(usual))
    levels: Numbers = np.where(on >= np.datetime64(step.since), step.after, step.before)
    return levels


def _month_noise(topic: str, each: Provider, on: Numbers, spread: float) -> Numbers:
    """Gives each day the luck of its month, the same for everybody seen in it."""
    month = on.astype("datetime64[M]").astype(int) - np.datetime64("2024-01", "M").astype(int)
    luck: Numbers = stream(topic, each.code).normal(0, spread, 120)
    drawn: Numbers = luck[np.clip(month, 0, 119)]
    return drawn


def _slower(frame: Frame, each: Provider) -> Numbers:
    """People from poorer areas wait longer where that was planted."""
    most = DEPRIVATION_WAIT.get("RZB" if each.successor == "RZB" else each.code, 1.0)
    slower: Numbers = 1 + (most - 1) * (10 - frame.imd_decile.to_numpy()) / 9
    return slower


def _pace(frame: Frame) -> Numbers:
    slow = {"120": 1.25, "110": 1.1, "400": 1.2, "130": 0.85, "330": 0.9}
    return frame.specialty_code.map(slow).fillna(1.0).to_numpy()


def _clock_stop(rng: np.random.Generator, frame: Frame, each: Provider) -> None:
    size = len(frame)
    first = frame.first_appointment_on.to_numpy("datetime64[D]")
    at_first = (rng.random(size) < 0.34) & (frame.first_appointment_outcome == "attended").to_numpy()
    further = (12 + rng.gamma(2.5, 24.0, size)) * _slower(frame, each) * _pace(frame)
    further = np.where(frame.priority == "suspected cancer", further * 0.4, further)
    on = np.where(at_first, first, first + further.astype(int))
    returned = (frame.triage_outcome.isin(["returned", "redirected", "advice"])).to_numpy()
    on = np.where(returned, frame.triaged_on.to_numpy("datetime64[D]"), on)
    on = np.busday_offset(np.where(np.isnat(on), EXTRACTED + 400, on), 0, roll="forward")
    reason = rng.choice(STOPS, size, p=[0.52, 0.26, 0.09, 0.07, 0.06])
    reason = np.where(at_first & (reason == "admitted"), "non-admitted", np.where(returned, "other", reason))
    frame["clock_stop_on"] = _until(on, EXTRACTED)
    frame["clock_stop_reason"] = np.where(on <= EXTRACTED, reason, "")


def _until(days: Numbers, last: np.datetime64) -> Numbers:
    return np.where(days <= last, days, np.datetime64("NaT"))


COLUMNS = (
    "practice_code",
    "provider_code",
    "specialty_code",
    "priority",
    "referred_on",
    "received_on",
    "triaged_on",
    "triage_outcome",
    "return_reason",
    "first_appointment_on",
    "first_appointment_outcome",
    "clock_stop_on",
    "clock_stop_reason",
    "letter_sent_on",
    "age_band",
    "sex",
    "ethnic_category",
    "imd_decile",
)


def write(folder: Path) -> None:
    content = referrals().to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d").encode()
    write_zip(folder / "referrals-to-2026-09.csv.zip", {"referrals-to-2026-09.csv": content})
