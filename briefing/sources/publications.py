"""Where published files come from: the page they stand on, what they are called there, and when they usually come out.

rtt, April 2026      Consultant-led Referral to Treatment Waiting Times, 20260430-RTT-April-2026-full-extract.csv.zip
                     usually on the second Thursday of June 2026
"""

from dataclasses import dataclass
from datetime import date, timedelta

from briefing.months import months_before

_THURSDAY = 3
_STATISTICS = "https://www.england.nhs.uk/statistics/statistical-work-areas"


@dataclass(frozen=True)
class Publication:
    """A monthly publication, as somebody looks for it."""

    page: str
    """As the page is called."""
    address: str
    pattern: str
    """What its file is called; {month:%B %Y} and the like stand for the month."""
    months: int
    """After the month that it speaks of."""

    def file(self, month: date) -> str:
        """Return what the file of a month is called, as far as the publisher keeps to its own pattern."""
        return self.pattern.format(month=month, end=_last_day(month))

    def usual_day(self, month: date) -> date:
        """Return the second Thursday of the month in which the figures of a month come out."""
        first = months_before(month, -self.months)
        return first + timedelta(days=(_THURSDAY - first.weekday()) % 7 + 7)


def _last_day(month: date) -> date:
    return months_before(month, -1) - timedelta(days=1)


PUBLICATIONS = {
    "rtt": Publication(
        "Consultant-led Referral to Treatment Waiting Times",
        f"{_STATISTICS}/rtt-waiting-times/",
        "{end:%Y%m%d}-RTT-{month:%B-%Y}-full-extract.csv.zip",
        2,
    ),
    "ae": Publication(
        "A&E Attendances and Emergency Admissions",
        f"{_STATISTICS}/ae-waiting-times-and-activity/",
        "Monthly-AE-{month:%B-%Y}.csv",
        1,
    ),
    "cancer": Publication(
        "Cancer Waiting Times",
        f"{_STATISTICS}/cancer-waiting-times/",
        "{month:%B-%Y}-Monthly-Combined-Workbook-Provisional.xlsx",
        2,
    ),
    "diagnostics": Publication(
        "Diagnostics Waiting Times and Activity",
        f"{_STATISTICS}/diagnostics-waiting-times-and-activity/",
        "Monthly-Diagnostics-Full-Extract-{month:%B-%Y}.zip",
        2,
    ),
    "referral_returns": Publication(
        "Outpatient Referrals",
        f"{_STATISTICS}/outpatient-referrals/",
        "MRR_{month:%B-%Y}.csv",
        2,
    ),
}
"""By source: those that come out every month."""
