"""Local feeds for tests: say what a row is about, the rest is filled in with what is right.

referrals({"priority": "urgent"}, {})      two rows, the first urgent
"""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa

from briefing.errors import Fault, SourceError
from briefing.sources import Extract, read_file

Row = Mapping[str, str]


def _table(key: str, defaults: Row) -> Callable[..., str]:
    def table(*rows: Row) -> str:
        filled = [
            {**defaults, key: f"{key[0].upper()}{number:04d}", **row} for number, row in enumerate(rows, 1)
        ]
        return as_csv(*filled)

    return table


def as_csv(*rows: Row) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


referrals = _table(
    "referral_id",
    {
        "referral_id": "",
        "practice_code": "V90003",
        "provider_code": "RZA",
        "specialty_code": "110",
        "priority": "routine",
        "referred_on": "2026-03-02",
        "received_on": "2026-03-03",
        "triaged_on": "2026-03-06",
        "triage_outcome": "accepted",
        "return_reason": "",
        "first_appointment_on": "2026-05-18",
        "first_appointment_outcome": "attended",
        "clock_stop_on": "2026-05-18",
        "clock_stop_reason": "non-admitted",
        "letter_sent_on": "2026-05-21",
        "age_band": "18-64",
        "sex": "female",
        "ethnic_category": "White",
        "imd_decile": "3",
    },
)
advice = _table(
    "request_id",
    {
        "request_id": "",
        "practice_code": "V90003",
        "provider_code": "RZA",
        "specialty_code": "400",
        "asked_on": "2026-03-02",
        "answered_on": "2026-03-09",
        "outcome": "advice",
    },
)
concerns = _table(
    "concern_id",
    {
        "concern_id": "",
        "practice_code": "V90003",
        "reported_on": "2026-03-02",
        "provider_code": "RZA",
        "specialty_code": "320",
        "theme": "clinic letters",
        "severity": "low",
        "text": "The letter came weeks after the clinic.",
        "status": "open",
        "answered_on": "",
        "outcome": "",
    },
)


def load(
    folder: Path, text: str, *, name: str = "feed.csv", columns: Mapping[str, str] | None = None
) -> Extract:
    """Reads a text as a file; `columns` are the user's names for ours, whichever feed it is."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    feeds = ("referrals", "advice", "concerns", "plans", "people")
    (extract,) = read_file(path, columns=dict.fromkeys(feeds, columns) if columns else None)
    return extract


def faults(
    folder: Path, text: str, *, name: str = "feed.csv", columns: Mapping[str, str] | None = None
) -> list[Fault]:
    """The faults for which a text is refused; none of them means that it was read."""
    try:
        load(folder, text, name=name, columns=columns)
    except SourceError as error:
        return list(error.faults)
    return []


def column(extract: Extract, name: str) -> list[object]:
    values: pa.ChunkedArray = extract.table[name]
    return list(values.to_pylist())
