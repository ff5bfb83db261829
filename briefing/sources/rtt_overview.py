"""RTT overview time series: England's waits for treatment since 2007, month by month, as background.

Figures are as submitted; those with estimates for trusts that sent nothing stand beside them. A dash is no figure,
and months to come are empty rows.
"""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault
from briefing.sources.columns import Column, day, number
from briefing.sources.layout import Layout, Reading, same_heading
from briefing.sources.proofs import no_row_twice, refuse, row_faults, some_rows
from briefing.sources.sheets import Sheet
from briefing.sources.source import Extract, Source
from briefing.sources.values import parse_month, parse_number

_WAITING = "Incomplete RTT pathways"
_ADMITTED, _NOT_ADMITTED = (
    "Completed admitted (unadjusted) RTT pathways",
    "Completed non-admitted RTT pathways",
)
_STARTS = "New RTT periods"
_ESTIMATED = " with estimates for missing data"


def _parse_figure(text: str) -> float | None:
    """A dash is no figure, and a percentile beyond the last band (52+) has no number."""
    return None if text in ("-", "52+", "104+") else parse_number(text)


def _parse_marked_month(text: str) -> date:
    """`* Feb-24` has a footnote."""
    return parse_month(text.removeprefix("*").strip())


def _figure(name: str, group: str, heading: str) -> Column:
    return number(name, f"{group}: {heading}", parse=_parse_figure)


_COLUMNS = (
    day("period", "Month", filled=True, parse=_parse_marked_month),
    _figure("waiting", _WAITING, "Total waiting (mil)"),
    _figure("waiting_estimated", _WAITING, f"Total waiting (mil){_ESTIMATED}"),
    _figure("within_18_weeks", _WAITING, "No. within 18 weeks"),
    _figure("within_18_weeks_estimated", _WAITING, f"No. within 18 weeks{_ESTIMATED}"),
    *(_figure(f"over_{weeks}_weeks", _WAITING, f"No. > {weeks} weeks") for weeks in (18, 52, 65, 78, 104)),
    _figure("median_weeks", _WAITING, "Median wait (weeks)"),
    _figure("percentile_92_weeks", _WAITING, "92nd percentile (weeks)"),
    _figure("treated_admitted", _ADMITTED, "No. of pathways (all)"),
    _figure("treated_not_admitted", _NOT_ADMITTED, "No. of pathways (all)"),
    _figure("clock_starts", _STARTS, "No. of new RTT periods"),
)
_LAYOUT = Layout(
    "the RTT overview time series",
    _COLUMNS,
    unused=(
        "Year",
        *(f"{_WAITING}: No. > {weeks} weeks{_ESTIMATED}" for weeks in (18, 52, 65, 78, 104)),
        *(
            f"{_WAITING}: % {which}{how}"
            for which in ("within 18 weeks", "> 52 weeks")
            for how in ("", _ESTIMATED)
        ),
        "Unique Patients: Ratio of total unique patients to total waiting (i.e. incomplete RTT pathways)",
        "Unique Patients: Estimated number of unique patients (mil)",
        *(
            f"{group}: {heading}"
            for group in (_ADMITTED, _NOT_ADMITTED, "Completed admitted (adjusted) RTT pathways")
            for heading in (
                *("Median wait (weeks)", "95th percentile (weeks)", "No. within 18 weeks", "No. > 52 weeks"),
                *("No. of pathways (all)", f"No. of pathways (all){_ESTIMATED}", "% within 18 weeks"),
            )
        ),
        f"{_STARTS}: No. of new RTT periods{_ESTIMATED}",
    ),
)


def _fits(sheet: Sheet) -> bool:
    return _groups_row(sheet) is not None


def _groups_row(sheet: Sheet) -> int | None:
    wanted = {same_heading(group) for group in (_WAITING, _STARTS)}
    rows = ({same_heading(cell) for cell in row} for row in sheet.head[:-1])
    return next((number for number, row in enumerate(rows, start=1) if wanted <= row), None)


def _read(sheet: Sheet) -> list[Extract]:
    at = _groups_row(sheet) or 1
    opened = _LAYOUT.open(sheet.with_header(at, _headings(*sheet.head[at - 1 : at + 1]), through=at + 1))
    shown = pc.not_equal(pc.coalesce(opened.text("waiting"), pa.scalar("")), "")
    reading = opened.where(pc.and_(shown, pc.not_equal(opened.text("period"), ""))).typed(_COLUMNS)
    refuse(some_rows(reading), no_row_twice(reading, ("period",)), _halves_add_up(reading), _gaps(reading))
    months = reading.months
    checks = {
        "months": f"{months[0]:%B %Y} to {months[-1]:%B %Y}, none missing",
        "waits add up": "within and over 18 weeks make the whole list",
    }
    notes = (
        "figures are as submitted; the list and its 18 weeks are also kept with the publisher's estimates",
    )
    return [reading.extract("rtt_overview", checks, notes=notes)]


def _headings(groups: tuple[str, ...], columns: tuple[str, ...]) -> list[str]:
    """`New RTT periods` over `No. of new RTT periods`: "New RTT periods: No. of new RTT periods"."""
    names, group = [], ""
    for above, below in zip(groups, columns, strict=True):
        group = above or group
        names.append(f"{group}: {below}" if below else above)
    return names


def _halves_add_up(reading: Reading) -> list[Fault]:
    within, over, waiting = (
        reading.table[name].to_numpy() for name in ("within_18_weeks", "over_18_weeks", "waiting")
    )
    return row_faults(
        reading,
        np.abs(within + over - waiting) > 1,
        found=lambda row: (
            f"{waiting[row]:,.0f}, where within and over 18 weeks make {within[row] + over[row]:,.0f}"
        ),
        wanted="their sum",
        column="waiting",
    )


def _gaps(reading: Reading) -> list[Fault]:
    """A fault at the month after one that is missing."""
    months = reading.table["period"].to_pylist()
    number = np.array([12 * month.year + month.month for month in months])
    return row_faults(
        reading,
        np.diff(number, prepend=number[:1] - 1) != 1,
        found=lambda row: f"{months[row]:%B %Y}, which is not the month after the one above",
        wanted="every month in turn",
        column="period",
    )


SOURCES = (
    Source(
        name="rtt_overview",
        title="the RTT overview time series of England",
        publisher="NHS England",
        keeps="snapshot",
        key=("period",),
        columns=_COLUMNS,
        read=_read,
        codes=(),
        fits=_fits,
    ),
)
