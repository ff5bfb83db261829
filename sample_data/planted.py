"""What was planted: the changes that the generators obey. `truths.py` says which of them a pack must find.

A `Step` is a level that changes in a month and stays changed:

    percent   82 82 82 82 | 58 58 58 58      Step(82, 58, month of the bar)
"""

from dataclasses import dataclass
from datetime import date

from briefing.sample_data.economy import FIRST


@dataclass(frozen=True)
class Step:
    before: float
    after: float
    since: date

    def at(self, month: date) -> float:
        return self.after if month >= self.since else self.before


def steady(value: float) -> Step:
    return Step(value, value, FIRST)


RTT_WITHIN_18 = {
    ("RZA", "120"): steady(46.0),
    ("RZ3", "120"): Step(43.0, 67.0, date(2025, 10, 1)),
    ("RZE", "110"): steady(66.0),
    ("RZB", "120"): steady(67.0),
    ("RZM", "120"): steady(67.0),
}
"""Per cent of the list within 18 weeks, where a specialty isn't ordinary."""

RTT_OVER_52 = {
    ("RZE", "110"): Step(3.0, 6.5, date(2026, 3, 1)),
}

OTHER_REMOVALS = {
    ("RZA", "110"): Step(3.5, 7.5, date(2026, 7, 1)),
}
"""Per cent of last month's list that left without treatment; the list falls by the difference."""

ORDINARY_REMOVALS = 3.5

FOUR_HOURS = {
    "RZA": steady(73.5),
    "RZB": steady(81.0),
    "RZC": steady(84.5),
}
"""Per cent of all attendances within four hours."""

CANCER_28 = {
    "RZA": Step(81.5, 71.0, date(2026, 2, 1)),
    "RZB": Step(73.0, 84.5, date(2025, 12, 1)),
    "RZM": Step(73.0, 84.5, date(2025, 12, 1)),
}
CANCER_62 = {"RZA": steady(77.5), "RZB": steady(79.0), "RZC": steady(76.5)}
CANCER_31 = {"RZA": steady(94.5)}

DIAGNOSTICS_LATE = {"RZA": Step(26.0, 12.0, date(2025, 12, 1))}
"""Per cent waiting over six weeks for a test."""

LETTERS = {
    ("RZA", "ALL"): Step(84.0, 58.0, date(2026, 2, 1)),
    ("RZE", "ALL"): Step(73.0, 93.0, date(2026, 1, 1)),
}
"""Per cent of clinic letters sent within seven days."""

PATIENTS = {"RZE": Step(96.0, 86.0, date(2026, 2, 1))}
"""Per cent of inpatients who call their care good or very good."""

RETURNED = {("RZA", "330"): Step(7.0, 32.0, date(2026, 3, 1))}
"""Per cent of referrals sent back to the practice."""

MISSED = {("RZC", "ALL"): Step(6.5, 17.0, date(2026, 2, 1))}
"""Per cent of first appointments missed."""

ADVICE_DAYS = {("RZB", "400"): Step(5.0, 19.0, date(2026, 2, 1))}
"""Median days until advice is given; elsewhere about four."""

DEPRIVATION_WAIT = {"RZB": 1.6}
"""How many times longer people from the most deprived fifth wait than those from the least."""

USUAL_DEPRIVATION_GAP = steady(1.8)
DEPRIVATION_GAP = {"RZC": Step(1.8, 11.0, date(2026, 1, 1))}
"""Points by which more of the most deprived tenth than of the least wait over 18 weeks, in the published list."""

ABSENT = {
    "rtt": {("RZD", date(2025, 11, 1))},
    "diagnostics": {("RZC", date(2026, 8, 1)), ("RZC", date(2026, 9, 1))},
}
"""Who did not submit, when."""

REVISED = {"rtt": date(2026, 2, 1), "ae": date(2026, 1, 1)}
"""Months of which a second, revised file was published; the first one undercounts RZC."""
