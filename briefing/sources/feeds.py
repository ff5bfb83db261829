"""Local feeds -> extracts: columns by name in any order, words from fixed lists, days in order, no patient.

A feed is written by people, so much may be wrong with it. One with identifiers is refused for them and
its columns alone, so that no message repeats one; else every value that can't be read is told, then what
the values show together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import PurePath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.sources.feed_layouts import FEEDS, Feed
from briefing.sources.layout import Reading, rows_check, same_heading
from briefing.sources.proofs import flags, no_row_twice, refuse, row_faults
from briefing.sources.screening import identifier_faults
from briefing.sources.sheets import Sheet, has_values
from briefing.sources.source import LOCAL_FEED, Extract, Source

AHEAD, BEHIND = timedelta(days=366), timedelta(days=20 * 366)
"""How far a day may lie from the feed's latest: appointments are booked ahead, waits began long ago."""
_MANY = 100
_NAMED_ROWS = 100_000
"""Of more, the cells as they stood are not kept."""
_FROM_ROWS = 0.99
_LAYOUTS = {feed.name: feed.layout for feed in FEEDS}


def _fits(feed: Feed, sheet: Sheet) -> bool:
    return _LAYOUTS[feed.name].recognises(sheet) and _is_called(feed, sheet) is not False


def _is_called(feed: Feed, sheet: Sheet) -> bool | None:
    """Whether the name of the sheet, or else of the file, tells this feed from its twin; None if it doesn't.

    Rebases and annotations have the same columns. Nothing in them says which they are, so their name has to.
    """
    if feed.says is None:
        return True
    twins = [other.says for other in FEEDS if other.says is not None]
    for name in (sheet.sheet or "", PurePath(sheet.file.rpartition(" > ")[2]).stem):
        said = [word for word in twins if word in name.lower()]
        if len(said) == 1:
            return said == [feed.says]
    return None if feed.says == twins[0] else False


def _read(feed: Feed, sheet: Sheet) -> list[Extract]:
    if _is_called(feed, sheet) is None:
        raise SourceError([_nameless(sheet)])
    layout = _LAYOUTS[feed.name]
    header_row = layout.header_row(sheet)
    assert header_row is not None
    dropped = {same_heading(theirs) for theirs, ours in sheet.names.items() if not ours}
    # columns that the settings drop keep their own name: they are screened too
    names = {theirs: ours or theirs for theirs, ours in sheet.names.items()}
    cells = replace(sheet, names=names).cells(header_row)
    opened = Reading.of(cells, layout.found_in(cells.header))
    faults = [
        *_merged(sheet, header_row),
        *_unknown(feed, sheet, opened, dropped, header_row),
        *_apart(feed, sheet, opened, header_row),
    ]
    if feed.screened:
        headings = opened.headings
        identifiers = identifier_faults(
            opened,
            free_text={headings[name] for name in feed.free_text if name in headings},
            dropped=dropped,
            released=sheet.released,
            mapped=[theirs for theirs, ours in sheet.names.items() if ours in headings],
        )
        if identifiers:
            raise SourceError([*faults, *identifiers])
    try:
        reading = opened.typed(feed.columns)
    except SourceError as error:
        raise SourceError([*faults, *error.faults]) from None
    refuse(
        faults,
        *(_out_of_order(*pair, reading) for pair in feed.in_order),
        _far_days(feed, reading),
        _overlaps(reading),
    )
    refuse(no_row_twice(reading, feed.key))
    # a register that nobody has written in yet is right as it is
    notes = (*_left_out(opened, dropped), *_missing(feed, reading))
    extract = reading.extract(feed.name, _checks(feed, reading), notes=notes)
    return [replace(extract, readings=(opened,)) if extract.table.num_rows <= _NAMED_ROWS else extract]


def _checks(feed: Feed, reading: Reading) -> dict[str, str]:
    checks = {**rows_check(reading.table), "no duplicates": " + ".join(feed.key)}
    if feed.in_order:
        checks["days in order"] = ", ".join(f"{first} to {second}" for first, second in feed.in_order)
    if feed.screened:
        checks["no identifiers"] = "NHS number, name, address, postcode, birth, e-mail, phone"
    return checks


# Columns ----------------------------------------------------------------------------------------------------


def _extras(opened: Reading) -> list[str]:
    return [heading for heading in opened.header if heading not in opened.headings.values()]


def _merged(sheet: Sheet, header_row: int) -> Iterator[Fault]:
    for row, column in sheet.merged:
        if row > header_row:
            yield sheet.fault(
                found="a cell merged over several columns",
                wanted="one value a cell",
                remedy="Take the merging off in Excel (Merge & Centre), and write each value in its own cell.",
                row=row,
                column=column,
            )


def _unknown(
    feed: Feed, sheet: Sheet, opened: Reading, dropped: set[str], header_row: int
) -> Iterator[Fault]:
    for heading in _extras(opened):
        if same_heading(heading) not in dropped and has_values(opened.table[heading]):
            yield sheet.fault(
                found="a column that is not in the layout",
                wanted=f"the columns {', '.join(feed.names)}",
                remedy=f'Write in briefing.toml under [columns.{feed.name}]: "{heading}" = "our name", '
                f'or "{heading}" = "" to leave it out.',
                row=header_row,
                column=heading,
            )


def _apart(feed: Feed, sheet: Sheet, opened: Reading, header_row: int) -> Iterator[Fault]:
    for day, outcome in feed.together:
        if day in opened.headings and outcome not in opened.headings:
            yield sheet.fault(
                found=f"the column {day!r} without the column {outcome!r}",
                wanted="both",
                remedy=f"Add {outcome!r}: without it a share would be counted as none.",
                row=header_row,
            )


def _left_out(opened: Reading, dropped: set[str]) -> Iterator[str]:
    for heading in _extras(opened):
        why = "as briefing.toml asks" if same_heading(heading) in dropped else "it is empty"
        yield f"the column {heading!r} was left out: {why}"


def _missing(feed: Feed, reading: Reading) -> Iterator[str]:
    missing = [name for name in feed.names if name not in reading.headings]
    if missing:
        yield f"without {', '.join(missing)}: what needs them is not measured"


def _nameless(sheet: Sheet) -> Fault:
    return sheet.fault(
        found="columns that rebases and annotations share",
        wanted="a name that tells them apart",
        remedy="Name the sheet, or the file, rebases (limits start again) or annotations (a remark only).",
    )


# What the values show together ------------------------------------------------------------------------------


def _out_of_order(first: str, second: str, reading: Reading) -> list[Fault]:
    """A row each for days that run backwards. They would be counted as waits shorter than none."""
    table = reading.table
    return row_faults(
        reading,
        flags(pc.less(table[second], table[first])),
        found=lambda row: f"{table[second][row]}, before {first}, {table[first][row]}",
        wanted=f"a day on or after {first}",
        remedy="Correct one of the two days, clear the wrong one, or remove the row.",
        column=second,
    )


def _far_days(feed: Feed, reading: Reading) -> Iterator[Fault]:
    latest = _latest(reading.table[feed.happens_on]) if feed.happens_on else None
    if latest is None:
        return
    for name in reading.headings:
        days = reading.table[name]
        if days.type == pa.date32():
            yield from row_faults(
                reading,
                flags(pc.or_(pc.greater(days, latest + AHEAD), pc.less(days, latest - BEHIND))),
                found=lambda row, days=days: (
                    f"{days[row]}, far from the feed's latest {feed.happens_on}, {latest}"
                ),  # type: ignore[misc]
                wanted="a day not a year after it, nor twenty years before",
                remedy="Correct the year.",
                column=name,
            )


def _latest(days: pa.ChunkedArray) -> date | None:
    """The feed's latest day; in a large feed the last but one in a hundred, lest a mistyped year set it."""
    ordered = np.sort(pc.drop_null(days).to_numpy())
    if not len(ordered):
        return None
    at = len(ordered) - 1 if len(ordered) < _MANY else int(_FROM_ROWS * (len(ordered) - 1))
    latest: date = ordered[at].astype("datetime64[D]").item()
    return latest


def _overlaps(reading: Reading) -> Iterator[Fault]:
    if "age_band" not in reading.headings:
        return
    both = _overlapping(pc.drop_null(reading.table["age_band"].unique()).to_pylist())
    if both is not None:
        yield reading.fault(
            found=f"the bands {both[0]} and {both[1]}",
            wanted="one set of age bands a file, of which none share an age",
            remedy="Use the same bands in every row.",
            column="age_band",
        )


def _overlapping(bands: Iterable[str]) -> tuple[str, str] | None:
    """Two bands that share an age, if there are such: people of that age would be in either."""
    spans = sorted((_bounds(band), band) for band in bands)
    for ((_, last), band), ((first, _), after) in pairwise(spans):
        if first <= last:
            return band, after
    return None


def _bounds(band: str) -> tuple[int, int]:
    first, _, last = band.removesuffix("+").partition("-")
    return int(first), int(last) if last else 200


SOURCES = tuple(
    Source(
        feed.name,
        feed.title,
        LOCAL_FEED,
        feed.keeps,
        feed.key,
        feed.columns,
        read=partial(_read, feed),
        codes=feed.codes,
        layouts=(_LAYOUTS[feed.name],) if feed.says in (None, "rebase") else (),
        authority=feed.authority,
        lag=2,
        fits=partial(_fits, feed),
    )
    for feed in FEEDS
)
