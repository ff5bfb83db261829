"""Practices' reports: what went wrong between them and a hospital, without a patient in it."""

from collections.abc import Iterator
from datetime import date, timedelta

from briefing.sample_data.chance import stream
from briefing.sample_data.economy import later, months, reporting_code
from briefing.sample_data.practices import practices

HEADER = [
    "concern_id",
    "practice_code",
    "reported_on",
    "provider_code",
    "specialty_code",
    "theme",
    "severity",
    "text",
    "status",
    "answered_on",
    "outcome",
]

TEXTS = {
    "onward referral": "The clinic asked us to refer on to another clinic of the same hospital.",
    "clinic letters": "The letter came weeks after the clinic and asked for action by the end of that week.",
    "fit notes": "The patient was told to come to us for a fit note after the operation.",
    "results": "We were asked to find the result of a test that the ward had ordered.",
    "contact": "The number for clinicians rang out three times.",
    "shared care": "A medicine was started and handed over before we had agreed to take it on.",
}
SPECIALTIES = ("110", "320", "301", "130", "502", "400")

UNHEARD = range(82, 94)
"""The practices of Eastbrook Collieries, the most deprived network of the board: never heard."""

PLANTED = (
    (date(2026, 7, 14), 2, "320"),
    (date(2026, 7, 28), 9, "110"),
    (date(2026, 8, 12), 17, "320"),
    (date(2026, 8, 27), 25, "301"),
    (date(2026, 9, 9), 2, "320"),
    (date(2026, 9, 16), 33, "110"),
    (date(2026, 9, 24), 41, "320"),
    (date(2026, 10, 6), 9, "320"),
    (date(2026, 10, 15), 52, "110"),
    (date(2026, 10, 23), 17, "320"),
    (date(2026, 11, 4), 61, "301"),
    (date(2026, 11, 11), 33, "320"),
)
"""The cluster: day, practice (its place in the list) and specialty of reports on onward referral at RZA."""


def concerns() -> list[list[object]]:
    """Gives the register's rows, in order of the day they were reported."""
    rows = sorted([*_planted(), *_scattered()], key=lambda row: (row[1], row[0]))
    return [[f"CON{number:03d}", row[0], row[1], *row[2:]] for number, row in enumerate(rows, 1)]


def _planted() -> Iterator[list[object]]:
    for day, practice, specialty in PLANTED:
        yield _row(practice, day, "RZA", specialty, "onward referral", day < date(2026, 7, 20))


def _scattered() -> Iterator[list[object]]:
    """About five a month, spread over themes and hospitals, so that no other theme gathers in a quarter."""
    themes = [theme for theme in TEXTS if theme != "onward referral"]
    for number, month in enumerate(months(date(2025, 10, 1), date(2026, 11, 1))):
        rng = stream("concerns", month)
        for turn in range(5):
            day = later(month, 0) + timedelta(days=int(rng.integers(0, 20)))
            hospital = ("RZA", "RZB", "RZC")[(number + turn) % 3]
            specialty = SPECIALTIES[int(rng.integers(len(SPECIALTIES)))]
            answered = bool(rng.random() < 0.7) and day < date(2026, 9, 15)
            theme = themes[(number * 2 + turn) % len(themes)]
            yield _row(_heard(int(rng.integers(120))), day, hospital, specialty, theme, answered)


def _heard(practice: int) -> int:
    """Nobody of one network has ever reported anything: its draws are its neighbour's."""
    return practice - len(UNHEARD) if practice in UNHEARD else practice


def _row(practice: int, day: date, hospital: str, specialty: str, theme: str, answered: bool) -> list[object]:
    code = reporting_code(hospital, day.replace(day=1))
    severity = "medium" if theme in ("onward referral", "shared care", "results") else "low"
    reply = [day + timedelta(days=24), "explained to the practice"] if answered else [None, ""]
    status = "answered" if answered else "open"
    return [practices()[practice].code, day, code, specialty, theme, severity, TEXTS[theme], status, *reply]
