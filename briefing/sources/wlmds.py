"""Who waits (WLMDS): the waiting list of each trust by age, sex, deprivation and ethnicity, as workbook or csv.

Counts are rounded to 5, and those of 1 to 7 hidden behind `*`: nothing adds up to the last person, and what is
hidden stays unknown. A trust that sent no breakdown has empty cells: absent is not zero.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.formats import listed
from briefing.sources.columns import Column, count, number, text
from briefing.sources.layout import Layout, Reading, same_heading
from briefing.sources.proofs import added, codes, flags, no_row_twice, numbers, refuse, row_faults, some_rows
from briefing.sources.sheets import Sheet, column_letter, counted, shown
from briefing.sources.source import Codes, Extract, Source
from briefing.sources.values import Unreadable, parse_count, parse_date, parse_share

ENGLAND = "ENG"
_WHOLE = ("ALL", "ENGLAND")
_PROVIDERS = ("NHS ACUTE", "INDEPENDENT SECTOR", "OTHER")
_AREAS = (*_WHOLE, *_PROVIDERS, "REGION", "INTEGRATED CARE BOARD")
"""What is no trust. Regions and boards are those of acute trusts alone, and left out."""
_ROUNDING = 10
"""How far parts that are rounded may lie from their rounded whole."""


def _parse_shown(text: str) -> int | None:
    return None if text == "*" else parse_count(text)


def _count(name: str, *headings: str) -> Column:
    return count(name, *headings, parse=_parse_shown)


_BANDS = (
    _count("within_18_weeks", "Up to 18 weeks", "01 To 18 Weeks"),
    _count("weeks_18_to_52", "Over 18 and up to 52 weeks", "18 To 52 Weeks"),
    _count("over_52_weeks", "Over 52 weeks"),
    _count("unknown_start", "Unknown Clock Start Date", "Unknown Clock Start"),
)
_COUNTS = (_count("total", "Total Waiting List", "Total"), *_BANDS)
_SHARE = number("share", "% within 18 weeks*", parse=parse_share, kept=False)


def _parse_band(text: str) -> str:
    for column in _COUNTS:
        if same_heading(text) in map(same_heading, column.headings):
            return column.name
    raise Unreadable(
        f"one of: {', '.join(column.headings[-1] for column in _COUNTS)}", "Download the file again."
    )


_ORGANISATION = (
    text("org_code", "Organisation Code", "Code", filled=True, parse=str.upper),
    text("org_name", "Organisation Name", "Name", filled=True),
    text("org_type", "Organisation Type", "Geography", filled=True, parse=str.upper),
)
_KEY = ("org_code", "org_type", "dimension", "category")
_COLUMNS = (
    Column("period", pa.date32()),
    Column("week_ending", pa.date32()),
    *_ORGANISATION,
    Column("dimension", pa.string()),
    Column("category", pa.string()),
    *_COUNTS,
    _SHARE,
)
"""Dimension: age, sex, deprivation or ethnicity. Category: 0-18, female, 1 (the most deprived tenth), a letter."""
_CSV_COLUMNS = (
    *_ORGANISATION,
    text("metric", "Metric", filled=True),
    text("group", "Category", filled=True),
    text("band", "Waiting Bands", filled=True, parse=_parse_band),
    _count("people", "Count"),
)
_CSV = Layout("the csv of waiting lists by age, sex, deprivation and ethnicity", _CSV_COLUMNS)
_CATEGORIES = {
    "deprivation": re.compile(r"imd (10|[1-9])"),
    "ethnicity": re.compile(r"(?:ethnicity )?([a-z]|99): ?.+"),
    "sex": re.compile(r"(?:sex )?(female|male)"),
    "age": re.compile(r"(?:age )?([0-9]+ ?(?:to|-) ?[0-9]+|over [0-9]+) years"),
}
_DAY = re.compile(r"[0-9]{1,2} [A-Za-z]{3,9} 20[0-9]{2}")


def parse_category(text: str) -> tuple[str, str]:
    """`IMD 1` -> deprivation, 1; `A: British` -> ethnicity, A; `Over 65 years` -> age, 65+."""
    for dimension, pattern in _CATEGORIES.items():
        if match := pattern.fullmatch(" ".join(text.lower().split())):
            word = re.sub(r"over ([0-9]+)", r"\1+", re.sub(r" ?to ?", "-", match[1]))
            return dimension, word.upper() if dimension == "ethnicity" else word
    raise Unreadable("a group by age, sex, deprivation (IMD) or ethnicity", "Download the file again.")


def _read(sheet: Sheet) -> list[Extract]:
    """The list at the end of one week by one of the four breakdowns; the csv has all of them."""
    readings = [_csv_reading(sheet)] if _CSV.recognises(sheet) else list(_workbook_readings(sheet))
    for reading in readings:
        refuse(some_rows(reading), codes(reading, "org_code"), no_row_twice(reading, _KEY))
        refuse(_bands_add_up(reading), _shares_hold(reading), _england_adds_up(reading))
    return [_kept(replace(readings[0], table=pa.concat_tables([reading.table for reading in readings])))]


def _kept(whole: Reading) -> Extract:
    """England and the trusts that sent a breakdown, with what is hidden or absent said."""
    kinds = whole.table["org_type"]
    is_england = pc.and_(pc.equal(whole.table["org_code"], ENGLAND), pc.is_in(kinds, pa.array(_WHOLE)))
    table = whole.table.filter(pc.or_(is_england, pc.invert(pc.is_in(kinds, pa.array(_AREAS)))))
    counts = pc.fill_null(table["total"], 1)
    each = (
        table.append_column("n", counts)
        .group_by(["org_code", "dimension"])
        .aggregate([("n", "sum")])
        .to_pylist()
    )
    silent = {(row["org_code"], row["dimension"]) for row in each if not row["n_sum"]}
    pairs = zip(table["org_code"].to_pylist(), table["dimension"].to_pylist(), strict=True)
    table = table.filter(pa.array([pair not in silent for pair in pairs]))
    breakdowns = listed(pc.unique(whole.table["dimension"]).to_pylist())
    n_trusts = len(set(table["org_code"].to_pylist()) - {ENGLAND})
    checks = {
        f"trusts by {breakdowns}": counted(n_trusts, "trust"),
        "bands add up": "waits by length to the whole list, as far as rounding goes",
        "England adds up": "from acute, independent and other providers, as far as rounding goes",
    }
    notes = tuple(_remarks(table, breakdowns, sorted({code for code, _ in silent})))
    return replace(whole, table=table).extract("wlmds", checks, revised=whole.revised, notes=notes)


def _remarks(table: pa.Table, breakdowns: str, silent: Sequence[str]) -> Iterator[str]:
    week = table["week_ending"][0].as_py()
    yield f"the list at the end of the week to {week.day} {week:%B %Y}"
    if silent:
        yield f"no breakdown by {breakdowns} came from {listed(silent)}: zeros there are no counts, and left out"
    if hidden := sum(table[column.name].null_count for column in _COUNTS):
        stay = "stays" if hidden == 1 else "stay"
        yield f"{counted(hidden, 'count')} by {breakdowns} that the publisher hides {stay} unknown"


def _bands_add_up(reading: Reading) -> list[Fault]:
    """Bands add up to the whole list, wherever none of them is hidden."""
    table, names = reading.table, [column.name for column in _BANDS]
    in_full = np.logical_and.reduce([flags(pc.is_valid(table[name])) for name in (*names, "total")])
    parts, total = added(reading, names), numbers(table["total"])
    return row_faults(
        reading,
        in_full & (np.abs(parts - total) > _ROUNDING),
        found=lambda row: f"{total[row]:,} in all, where the waits by length add up to {parts[row]:,}",
        wanted=f"the same within {_ROUNDING}, as counts are rounded to 5",
        column="total",
    )


def _shares_hold(reading: Reading) -> list[Fault]:
    """The published share within 18 weeks is that of the counts, as far as rounding lets one tell: swaps show."""
    table = reading.table
    given = flags(pc.and_(pc.is_valid(table["share"]), pc.is_valid(table["within_18_weeks"])))
    total = np.maximum(numbers(table["total"]), 1)
    said, share = table["share"].fill_null(0).to_numpy(), numbers(table["within_18_weeks"]) / total
    return row_faults(
        reading,
        given & (np.abs(said - share) > 0.001 + _ROUNDING / total),
        found=lambda row: f"{said[row]:.1%}, where the counts make {share[row]:.1%}",
        wanted="the share within 18 weeks",
        remedy="The values of two columns may have been swapped: download the file again.",
        column="share",
    )


def _england_adds_up(reading: Reading) -> Iterator[Fault]:
    """The three kinds of provider add up to England, in each group of which all four rows are there."""
    rows: dict[str, dict[str, tuple[int, int | None]]] = {}
    keys = zip(*(reading.table[name].to_pylist() for name in (*_KEY, "total")), strict=True)
    for row, (code, kind, dimension, category, total) in enumerate(keys):
        if code == ENGLAND:
            whole = "ALL" if kind in _WHOLE else kind
            rows.setdefault(f"{dimension} {category}", {})[whole] = row, total
    for kinds in rows.values():
        totals = [kinds[kind][1] for kind in ("ALL", *_PROVIDERS) if kind in kinds]
        known = [total for total in totals if total is not None]
        if len(known) == 4 and abs(known[0] - sum(known[1:])) > _ROUNDING:
            yield reading.fault(
                found=f"{known[0]:,}, where the three kinds of provider add up to {sum(known[1:]):,}",
                wanted=f"their sum within {_ROUNDING}, as counts are rounded to 5",
                remedy="A row was changed or removed: download the file again.",
                row=kinds["ALL"][0],
                column="total",
            )


def _grouped(reading: Reading, week: date, groups: Sequence[tuple[str, str]]) -> Reading:
    """The same with its week, and the group of each row."""
    dimensions, categories = zip(*groups, strict=True) if groups else ((), ())
    return reading.filled(
        period=pa.scalar(week.replace(day=1)),
        week_ending=pa.scalar(week),
        dimension=pa.array(dimensions, pa.string()),
        category=pa.array(categories, pa.string()),
    )


def _week(sheet: Sheet, text: str) -> date:
    """The day in "Week ending 25 January 2026", or the last one in the name "...-to-27-July-2025-v1"."""
    try:
        return parse_date(_DAY.findall(re.sub("[-_]", " ", text))[-1])
    except (IndexError, Unreadable):
        fault = sheet.fault(
            found=f"no day in {shown(text)}",
            wanted="the end of the week, such as 25 January 2026",
            remedy="Give the file the name it was published under, or download it again.",
        )
        raise SourceError([fault]) from None


# The workbook: a sheet a breakdown, seven columns a group --------------------------------------------------------


def _fits(sheet: Sheet) -> bool:
    return _CSV.recognises(sheet) or _groups_row(sheet) is not None


def _groups_row(sheet: Sheet) -> int | None:
    """Return the row, counted from 1, that names organisations and groups; the headings stand in the next."""
    wanted = {same_heading(column.headings[0]) for column in _ORGANISATION}
    for place, row in enumerate(sheet.head, start=1):
        if wanted <= {same_heading(cell) for cell in row} and any(map(_names_a_group, row)):
            return place
    return None


def _names_a_group(cell: str) -> bool:
    return cell.startswith("Incomplete Pathways - ")


def _workbook_readings(sheet: Sheet) -> Iterator[Reading]:
    """A reading a group, so that a fault names the group and the row."""
    at = _groups_row(sheet) or 1
    groups, headings = sheet.head[at - 1 : at + 1]
    week = _week(sheet, _period(sheet))
    organisation = _places(_ORGANISATION, groups, range(len(groups)))
    # under the table stands a remark, which names nobody
    rows = [
        (place, row)
        for place, row in enumerate(sheet.records(), start=1)
        if place > at + 1 and row[organisation["org_name"]].strip()
    ]
    starts = [index for index, cell in enumerate(groups) if _names_a_group(cell)]
    for start, end in zip(starts, [*starts[1:], len(headings)], strict=True):
        name = groups[start].partition(" - ")[2]
        counts = _places((*_COUNTS, _SHARE), headings, range(start, end))
        refuse(_lacking(sheet, counts, name, at + 1))
        there = [(place, row) for place, row in rows if any(cell.strip() for cell in row[start:end])]
        titles = {column: f"{name}: {headings[place]}" for column, place in counts.items()}
        titles |= {column: groups[place] for column, place in organisation.items()}
        table = pa.table(
            {
                titles[column]: pa.array([row[place] for _, row in there], pa.string())
                for column, place in (organisation | counts).items()
            }
        )
        row_numbers = pa.array([place for place, _ in there], pa.int32())
        reading = Reading(sheet, table, row_numbers, sheet.notes, sheet.american, titles)
        group = _category(sheet, name, row=at, column=column_letter(start))
        yield _grouped(reading.typed(_COLUMNS), week, [group] * len(there))


def _places(columns: Sequence[Column], headings: Sequence[str], within: range) -> dict[str, int]:
    """Where each of our columns lies, by its heading."""
    there = {same_heading(headings[index]): index for index in reversed(within)}
    wanted = {column.name: same_heading(column.headings[0]) for column in columns}
    return {name: there[heading] for name, heading in wanted.items() if heading in there}


def _lacking(sheet: Sheet, places: Mapping[str, int], group: str, row: int) -> Iterator[Fault]:
    for column in _COUNTS:
        if column.name not in places:
            yield sheet.fault(
                found=f"no column {shown(column.headings[0])} for {shown(group)}",
                wanted="the same columns for every group",
                remedy="Download the file again.",
                row=row,
            )


def _category(sheet: Sheet, name: str, *, row: int, column: str | None = None) -> tuple[str, str]:
    try:
        return parse_category(name)
    except Unreadable as why:
        fault = sheet.fault(found=shown(name), wanted=why.wanted, remedy=why.remedy, row=row, column=column)
        raise SourceError([fault]) from None


def _period(sheet: Sheet) -> str:
    """What stands beside "Period:" above the table; else the name of the file."""
    for row in sheet.head:
        cells = [cell for cell in row if cell]
        if len(cells) > 1 and cells[0] == "Period:":
            return cells[1]
    return sheet.file


# The csv: a row a band -------------------------------------------------------------------------------------------


def _csv_reading(sheet: Sheet) -> Reading:
    """The bands of a group side by side, in the row of the first of them."""
    week = _week(sheet, sheet.file)
    long = _CSV.open(sheet).typed(_CSV_COLUMNS)
    groups = ("org_code", "org_name", "org_type", "metric", "group")
    refuse(some_rows(long), no_row_twice(long, (*groups, "band")))
    first: dict[tuple[str, ...], int] = {}
    people: dict[str, dict[int, int | None]] = {column.name: {} for column in _COUNTS}
    keys = zip(*(long.table[name].to_pylist() for name in groups), strict=True)
    bands = zip(long.table["band"].to_pylist(), long.table["people"].to_pylist(), strict=True)
    for row, (key, (band, n)) in enumerate(zip(keys, bands, strict=True)):
        people[band][first.setdefault(key, row)] = n
    at = list(first.values())
    wide = {name: pa.array([counts.get(row) for row in at], pa.int32()) for name, counts in people.items()}
    organisations = {name: long.table[name].take(at) for name in groups[:3]}
    nothing = {column.name: pa.nulls(len(at), column.kind) for column in _COLUMNS}
    table = pa.table(nothing | organisations | wide)
    reading = replace(long, table=table, rows=long.rows.take(pa.array(at)), columns=_COLUMNS)
    return _grouped(
        reading, week, [_csv_category(long, metric, group, row) for (*_, metric, group), row in first.items()]
    )


def _csv_category(long: Reading, metric: str, group: str, row: int) -> tuple[str, str]:
    try:
        return parse_category(f"{metric} {group}")
    except Unreadable as why:
        found = shown(f"{metric} {group}")
        raise SourceError(
            [long.fault(found=found, wanted=why.wanted, remedy=why.remedy, row=row, column="group")]
        ) from None


SOURCES = (
    Source(
        name="wlmds",
        title="waiting lists by age, sex, deprivation and ethnicity (WLMDS)",
        publisher="NHS England",
        keeps="period",
        key=("period", *_KEY),
        columns=_COLUMNS,
        read=_read,
        codes=(Codes("provider", "org_code", "org_name", unless={"org_code": ENGLAND}),),
        layouts=(_CSV,),
        fits=_fits,
    ),
)
