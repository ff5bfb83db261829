"""Monthly referral returns (MRR): outpatient referrals made, by provider, commissioner and month.

General and acute specialties (GA) are a subset of all. Welsh providers have no parent.
"""

from briefing.sources.columns import count, month
from briefing.sources.layout import Layout, rows_check
from briefing.sources.proofs import no_row_twice, refuse, some_rows, within
from briefing.sources.published import CODES, PROVIDER_BY_COMMISSIONER, STORED, organisation_faults
from briefing.sources.sheets import Sheet
from briefing.sources.source import Extract, Source

_KEY = ("provider_code", "commissioner_code")
_PERIOD = month("Periodname", "Period")
_COUNTS = (
    count("gp_referrals", "Op Gprefsmade M"),
    count("other_referrals", "Op Otherrefsmade M"),
    count("gp_referrals_ga", "Op Gprefsmade Ga M"),
    count("other_referrals_ga", "Op Otherrefsmade Ga M"),
)
"""General and acute specialties are a subset of all."""
_COLUMNS = (_PERIOD, *STORED, *_COUNTS)
_LAYOUT = Layout("the monthly referral return (MRR)", (_PERIOD, *PROVIDER_BY_COMMISSIONER, *_COUNTS))


def _read(sheet: Sheet) -> list[Extract]:
    """Referrals made, an extract for each month of the file. A dash is refused: no total proves that it means zero."""
    reading = _LAYOUT.open(sheet).typed(_COLUMNS)
    refuse(
        some_rows(reading),
        organisation_faults(reading),
        no_row_twice(reading, _KEY if len(reading.months) == 1 else ("period", *_KEY)),
        within(reading, "gp_referrals_ga", "gp_referrals"),
        within(reading, "other_referrals_ga", "other_referrals"),
    )
    proven = {
        "subsets": "general and acute referrals are within all referrals",
        "no row twice": "one row a provider and commissioner",
    }
    return [
        month.extract("referral_returns", {**rows_check(month.table), **proven}, revised=reading.revised)
        for month in reading.by_month()
    ]


SOURCES = (
    Source(
        name="referral_returns",
        title="monthly referral returns (MRR)",
        publisher="NHS England",
        keeps="period",
        monthly=True,
        key=("period", *_KEY),
        columns=_COLUMNS,
        read=_read,
        codes=CODES,
        layouts=(_LAYOUT,),
        authority=3,
    ),
)
