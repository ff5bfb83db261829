"""Returns of hospitals of which no original was seen: cancelled operations, discharges, SHMI, beds, league table, CQC.

Each is read in the layout that its publisher describes, proved as far as it proves itself, and refused in any other.
A quarter counts for its last month, a rolling year for the month it ends in.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.sources.columns import Column, count, number, text
from briefing.sources.layout import Layout, Reading, same_heading
from briefing.sources.proofs import codes, flags, no_row_twice, refuse, row_faults, some_rows, within
from briefing.sources.sheets import Sheet, counted, shown
from briefing.sources.source import Codes, Extract, Source
from briefing.sources.values import Unreadable, one_of, parse_count, parse_month, parse_number, parse_share

_MARKS = frozenset(("*", "-", ":", "[x]", "[z]", "**"))
_QUARTER = re.compile(r"q(?:uarter )?([1-4])\D{1,3}(?:20)?([0-9]{2})\D[0-9]{2}")
_YEAR_AND_MONTH = re.compile(r"(?:20)?([0-9]{2})\D{1,2}[0-9]{2} ([a-z]{3,9})")
_MONTH_AND_YEAR = re.compile(r"([a-z]{3,9}) ?((?:20)?[0-9]{2})(?![0-9])")


def parse_period(text: str) -> date:
    """`Quarter 1, 2022-23`, `Q1 2022/23` and `2022-23 JUNE` are June 2022; `JAN25_DEC25` ends in December 2025."""
    words = " ".join(re.sub(r"[-_,/]+", " ", text.lower()).split())
    if match := _QUARTER.search(words):
        quarter, year = int(match[1]), 2000 + int(match[2])
        return date(year + quarter // 4, (6, 9, 12, 3)[quarter - 1], 1)
    if match := _YEAR_AND_MONTH.search(words):
        with suppress(Unreadable):
            month = parse_month(f"{match[2]}-{match[1]}")
            return month.replace(year=month.year + (month.month < 4))
    for name, year_digits in reversed(_MONTH_AND_YEAR.findall(words)):
        with suppress(Unreadable):
            return parse_month(f"{name}-{year_digits}")
    raise Unreadable("the month or quarter of the figures", "Download the file again, and keep its name.")


def _shown(parse: Callable[[str], float]) -> Callable[[str], float | None]:
    return lambda text: None if text.lower() in _MARKS else parse(text)


def _parse_measure(words: str) -> str:
    """The two measures that are counted on get short names; the others keep their own."""
    endings = {"discharged in total": "discharged", "no delay": "on_the_day"}
    return next((name for end, name in endings.items() if words.lower().endswith(end)), words)


_PERIOD = Column("period", pa.date32())
_CODE = text("org_code", "Org Code", "Organisation Code", "Code", "PROVIDER_CODE", "Trust_code", filled=True)
_NAME = text("org_name", "Org Name", "Organisation Name", "PROVIDER_NAME", "Trust_name", filled=True)


@dataclass(frozen=True)
class _Form:
    """One return: its columns and what else may stand there, where its month is said, and what it proves of itself."""

    name: str
    title: str
    publisher: str
    columns: tuple[Column, ...]
    unused: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    """The columns that say the period of a row; without them the head of the sheet or its name does."""
    groups: frozenset[str] = frozenset()
    """The groups of columns in the row above the headings."""
    key: tuple[str, ...] = ("period", "org_code")
    wanted: tuple[str, str] | None = None
    """A column and what it says of the rows that are read."""
    proofs: Callable[[Reading], Iterable[Fault]] = lambda reading: ()

    @property
    def layout(self) -> Layout:
        return Layout(
            f"{self.title} (no original was seen: any other heading is refused)",
            self.columns,
            unused=self.unused,
        )

    def under_one_header(self, sheet: Sheet) -> Sheet:
        """Return the sheet with the names of its groups in its headings, where it has groups."""
        for at, row in enumerate(sheet.head[:-1] if self.groups else (), start=1):
            if self.groups <= {same_heading(cell) for cell in row}:
                names, group = [], ""
                for above, below in zip(row, sheet.head[at], strict=False):
                    group = above.replace("%", "Share") or group  # signs are not told apart in headings
                    names.append(f"{group}: {below}" if group and below else below)
                return sheet.with_header(at, names, through=at + 1)
        return sheet

    def fits(self, sheet: Sheet) -> bool:
        return self.layout.recognises(self.under_one_header(sheet))

    def read(self, sheet: Sheet) -> list[Extract]:
        opened = self.layout.open(self.under_one_header(sheet))
        named = pc.invert(pc.is_in(opened.text(self.key[-1]), pa.array(["", "-"])))
        if self.wanted is not None:
            named = pc.and_(named, pc.equal(opened.text(self.wanted[0]), self.wanted[1].upper()))
        reading = opened.where(named).typed(self.columns)
        refuse(some_rows(reading))
        reading = reading.filled(period=pa.array(list(self._periods(sheet, reading)), pa.date32()))
        checked = () if self.key[-1] != "org_code" else codes(reading, "org_code")
        refuse(checked, no_row_twice(reading, self.key), self.proofs(reading))
        notes = ("the layout was described, and no original of it seen: look at its first figures yourself",)
        return [
            part.extract(
                self.name, {"rows": counted(part.table.num_rows, "row")}, revised=part.revised, notes=notes
            )
            for part in reading.by_month()
        ]

    def _periods(self, sheet: Sheet, reading: Reading) -> Iterator[date]:
        """The period of each row: in its own words, or else in those of the head of the sheet or of its name."""
        columns = [reading.table[name].to_pylist() for name in self.said if name in reading.headings]
        if columns:
            for row, words in enumerate(zip(*columns, strict=True)):
                yield self._period(" ".join(word or "" for word in words), partial(reading.fault, row=row))
            return
        above = [
            cell
            for row in sheet.head
            for cell in row
            if _QUARTER.search(cell.lower().replace("-", " ").replace(",", ""))
        ]
        period = self._period((above or [sheet.file.rpartition(" > ")[2].partition(".")[0]])[0], sheet.fault)
        yield from [period] * reading.table.num_rows

    def _period(self, words: str, fault: Callable[..., Fault]) -> date:
        try:
            return parse_period(words)
        except Unreadable as why:
            raise SourceError(
                [fault(found=f"no period in {shown(words)}", wanted=why.wanted, remedy=why.remedy)]
            ) from None

    @property
    def source(self) -> Source:
        kind = Codes("provider", "org_code", "org_name")
        return Source(
            self.name,
            self.title,
            self.publisher,
            "rows",
            self.key,
            self.columns,
            self.read,
            codes=() if "location_id" in self.key else (kind,),
            layouts=() if self.groups else (self.layout,),
            fits=self.fits,
            authority=6,
            lag=8,
        )


def _share_holds(reading: Reading, part: str, whole: str, share: str, within_: float) -> list[Fault]:
    """A fault where a published share or ratio is not that of its counts."""
    some, every, said = (reading.table[name].cast(pa.float64()).to_numpy() for name in (part, whole, share))
    with np.errstate(divide="ignore", invalid="ignore"):
        made = some / every
    return row_faults(
        reading,
        np.abs(made - said) > within_,
        found=lambda row: f"{said[row]:.4g}, where {part} / {whole} is {made[row]:.4g}",
        wanted="the published share of its counts",
        column=share,
    )


def _band_holds(reading: Reading) -> Iterator[Fault]:
    """SHMI: the band is what the value says beside its limits."""
    yield from _share_holds(reading, "observed", "expected", "value", 0.006)
    value, low, high = (reading.table[name].to_numpy() for name in ("value", "low", "high"))
    band = np.array([word or "" for word in reading.table["band"].to_pylist()])
    meant = np.where(value > high, _HIGHER, np.where(value < low, _LOWER, _AS_EXPECTED))
    yield from row_faults(
        reading,
        flags(pc.is_valid(reading.table["band"])) & (band != meant),
        found=lambda row: f"{band[row]}, where the limits say {meant[row]}",
        wanted="the band of its limits",
        column="band",
    )


_AS_EXPECTED, _HIGHER, _LOWER = "as expected", "higher than expected", "lower than expected"
_parse_band = one_of(
    *(_HIGHER, _AS_EXPECTED, _LOWER),
    also={_HIGHER: "1|1.0", _AS_EXPECTED: "2|2.0", _LOWER: "3|3.0"},
)
_SECTORS = ("Total", "General & Acute", "Learning Disabilities", "Maternity", "Mental Illness")
_STATES = ("Available", "Occupied", "Share Occupied")
_OF_BEDS = "General & Acute"
_FORMS = (
    _Form(
        "cancelled_operations",
        "operations cancelled at the last minute",
        "NHS England",
        columns=(
            _PERIOD,
            *(_CODE, _NAME),
            text("year", "Year", optional=True, kept=False),
            text("quarter", "Period Name", optional=True, kept=False),
            count(
                "cancelled",
                "Number of last minute elective operations cancelled for non clinical reasons",
                "Cancelled Operations",
                filled=True,
            ),
            count(
                "not_treated",
                "Number of patients not treated within 28 days of last minute cancellation",
                "Breaches Of Standard",
                filled=True,
            ),
        ),
        unused=("Region Code", "Region Name", "Parent Org Code", "Parent Name"),
        said=("year", "quarter"),
        proofs=lambda reading: within(reading, "not_treated", "cancelled"),
    ),
    _Form(
        "discharges",
        "discharge ready date",
        "NHS England",
        columns=(
            _PERIOD,
            text("data_type", "Data Type", filled=True, kept=False),
            *(_CODE, _NAME),
            text("measure", "Measure", filled=True, parse=_parse_measure),
            number("value", "Value", parse=_shown(parse_number)),
        ),
        unused=(
            *("Upper Tier Local Authority Code", "Upper Tier Local Authority"),
            *("Region (of Provider)", "ICB (of Provider)"),
        ),
        key=("period", "measure", "org_code"),
        wanted=("data_type", "Provider"),
    ),
    _Form(
        "shmi",
        "summary hospital-level mortality indicator (SHMI)",
        "NHS Digital",
        columns=(
            _PERIOD,
            text("year", "TIME_PERIOD", filled=True, kept=False),
            *(_CODE, _NAME),
            number("value", "SHMI_VALUE", parse=_shown(parse_number)),
            text("band", "SHMI_BANDING", parse=lambda word: None if word in _MARKS else _parse_band(word)),
            *(
                number("low", "OD_LL", parse=_shown(parse_number)),
                number("high", "OD_UL", parse=_shown(parse_number)),
            ),
            count("spells", "SPELLS", parse=_shown(parse_count)),
            count("observed", "OBSERVED", parse=_shown(parse_count)),
            number("expected", "EXPECTED", parse=_shown(parse_number)),
        ),
        unused=("PUBLICATION_MONTH", "PALLIATIVE_SPELLS", "PALLIATIVE_DEATHS"),
        said=("year",),
        proofs=_band_holds,
    ),
    _Form(
        "beds",
        "beds open overnight (KH03)",
        "NHS England",
        columns=(
            _PERIOD,
            *(
                text("year", "Year", filled=True, kept=False),
                text("month", "Period End", filled=True, kept=False),
            ),
            *(_CODE, _NAME),
            *(number(name.lower(), f"{name}: {_OF_BEDS}", filled=True) for name in _STATES[:2]),
            number("share", f"Share Occupied: {_OF_BEDS}", parse=_shown(parse_share), kept=False),
        ),
        unused=(
            *("Region Code", "Region Name"),
            *(f"{state}: {sector}" for state in _STATES for sector in _SECTORS if sector != _OF_BEDS),
        ),
        said=("year", "month"),
        groups=frozenset(map(same_heading, _STATES[:2])),
        proofs=lambda reading: _share_holds(reading, "occupied", "available", "share", 0.0006),
    ),
    _Form(
        "oversight",
        "NHS Oversight Framework, league table",
        "NHS England",
        columns=(
            _PERIOD,
            *(text("trust_type", "Trust_type", filled=True), _CODE, _NAME),
            text("year", "Quarter", "Reporting_date", filled=True, kept=False),
            number("score", "Average_score", filled=True),
            text("likely_score", "Likely_range_of_average_score"),
            count("segment", "Segment", filled=True),
            text("in_deficit", "Trust_in_financial_deficit"),
            count("rank", "Rank", filled=True),
            text("likely_rank", "Likely_range_of_rank"),
        ),
        unused=("Region", "Trust_subtype"),
        said=("year",),
    ),
    _Form(
        "cqc",
        "ratings of the Care Quality Commission",
        "Care Quality Commission",
        columns=(
            _PERIOD,
            *(text("location_id", "Location ID", filled=True), text("org_code", "Location ODS Code")),
            *(text("org_name", "Location Name", filled=True), text("domain", "Domain", filled=True)),
            text("group", "Service / Population Group", "Service Population Group", filled=True, kept=False),
            text("rating", "Latest Rating", filled=True),
            text("published", "Publication Date", filled=True),
            text("provider_id", "Provider ID"),
        ),
        unused=(
            *(
                "Care Home",
                "Location Type",
                "Location Primary Inspection Category",
                "Location Street Address",
            ),
            *("Location Address Line 2", "Location City", "Location Post Code", "Location Local Authority"),
            *("Location Region", "Location NHS Region", "Location ONSPD CCG Code", "Location ONSPD CCG"),
            *("Location Commissioning CCG Code", "Location Commissioning CCG Name", "Report Type"),
            *("Inherited Rating (Y/N)", "URL", "Provider Name", "Brand ID", "Brand Name"),
        ),
        key=("period", "domain", "location_id"),
        wanted=("group", "Overall"),
    ),
)
"""Only what a measure, or a page of context, may be made of: sites, wards and other sectors are not read."""

SOURCES = tuple(form.source for form in _FORMS)
