"""Monthly referral returns (MRR): outpatient referrals made, by provider, commissioner and month.

General and acute specialties (GA) are a subset of all. Welsh providers have no parent.
"""

import pyarrow as pa

from briefing.errors import Fault, SourceError
from briefing.sources.conversion import convert
from briefing.sources.layout import Layout
from briefing.sources.proofs import no_row_twice, numbers, one_month, within
from briefing.sources.published import (
    CODES,
    PROVIDER_BY_COMMISSIONER,
    is_revised,
    order_note,
    organisation_faults,
)
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Cells, Sheet, counted
from briefing.sources.source import Check, Extract, Source

_COUNTS = {
    "gp_referrals": ("Op Gprefsmade M",),
    "other_referrals": ("Op Otherrefsmade M",),
    "gp_referrals_ga": ("Op Gprefsmade Ga M",),
    "other_referrals_ga": ("Op Otherrefsmade Ga M",),
}
KEY = ("provider_code", "commissioner_code")
LAYOUT = Layout(
    "the monthly referral return (MRR)",
    {"period": ("Periodname", "Period"), **PROVIDER_BY_COMMISSIONER, **_COUNTS},
)


def read(sheet: Sheet) -> list[Extract]:
    """One month of referrals made. A dash is refused: no total would prove that it means zero."""
    header_row = LAYOUT.header_row(sheet) or 1
    cells = sheet.text(header_row)
    headings = LAYOUT.found_in(cells.header)
    notes = LAYOUT.check_extras(cells, header_row=header_row)
    notes += order_note(cells, tuple(names[0] for names in LAYOUT.columns.values()))
    table = convert(cells, SCHEMAS["referral_returns"], columns=headings, required=KEY)
    month, faults = one_month(cells, table["period"], heading=headings["period"])
    faults += organisation_faults(cells, table, headings)
    faults += no_row_twice(cells, table, KEY)
    for name in ("gp_referrals", "other_referrals"):
        faults += _acute_within_all(cells, table, headings, name)
    if faults:
        raise SourceError(faults)
    checks = (
        Check("rows", counted(table.num_rows, "row")),
        Check("subsets", "general and acute referrals are within all referrals"),
        Check("no row twice", "one row a provider and commissioner"),
    )
    return [Extract("referral_returns", month, table, is_revised(sheet), checks, (*cells.notes, *notes))]


def _acute_within_all(cells: Cells, table: pa.Table, headings: dict[str, str], name: str) -> list[Fault]:
    part = f"{name}_ga"
    return within(
        cells,
        numbers(table[part]),
        numbers(table[name]),
        heading=headings[part],
        whole_heading=headings[name],
    )


SOURCES = (
    Source(
        name="referral_returns",
        title="monthly referral returns (MRR)",
        publisher="NHS England",
        keeps="period",
        key=("period", *KEY),
        recognises=LAYOUT.recognises,
        read=read,
        codes=CODES,
        authority=3,
        layouts=(LAYOUT,),
    ),
)
