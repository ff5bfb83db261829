"""Local feeds -> extracts: columns by name in any order, words from fixed lists, days in order, no patient.

A feed is written by people, so much may be wrong with it. One with identifiers is refused for them and
its columns alone, so that no message repeats one; else every value that can't be read is told, then what
the values show together.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePath

import pyarrow as pa

from briefing.errors import Fault, SourceError
from briefing.sources.conversion import convert
from briefing.sources.extracts import proved
from briefing.sources.feed_identifiers import identifier_faults
from briefing.sources.feed_layouts import FEEDS, Feed
from briefing.sources.feed_proofs import feed_checks, feed_faults, feed_notes
from briefing.sources.layout import Layout, same_heading
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Cells, Sheet, has_values
from briefing.sources.source import LOCAL_FEED, Extract, Source

_LAYOUTS = {feed.name: feed.layout for feed in FEEDS}


def _recognises(feed: Feed, sheet: Sheet) -> bool:
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
    cells = _body(sheet, header_row)
    columns = layout.found_in(cells.header)
    faults = [*_unknown(feed, cells, columns, dropped, header_row), *_apart(feed, cells, columns, header_row)]
    if feed.screened:
        free_text = {columns[name] for name in feed.free_text if name in columns}
        mapped = [theirs for theirs, ours in sheet.names.items() if ours in columns]
        identifiers = identifier_faults(cells, free_text=free_text, dropped=dropped, mapped=mapped)
        if identifiers:
            raise SourceError([*faults, *identifiers])
    table = _converted(feed, cells, columns, faults)
    faults += feed_faults(feed, table, cells, columns)
    if faults:
        raise SourceError(faults)
    notes = (*_left_out(cells, columns, dropped), *feed_notes(feed, columns))
    checks = feed_checks(feed)
    # A register that nobody has written in yet is right as it is.
    return [proved(feed.name, table, cells, key=feed.key, checks=checks, notes=notes, may_be_empty=True)]


def _body(sheet: Sheet, header_row: int) -> Cells:
    """The cells as text. Columns that the settings drop keep their own name: they are screened too."""
    names = {theirs: ours or theirs for theirs, ours in sheet.names.items()}
    return replace(sheet, names=names).typed(header_row, {})


def _converted(feed: Feed, cells: Cells, columns: dict[str, str], faults: list[Fault]) -> pa.Table:
    try:
        return convert(
            cells,
            SCHEMAS[feed.name],
            columns=columns,
            required=[name for name in feed.filled if name in columns],
            parsers=feed.parsers,
        )
    except SourceError as error:
        raise SourceError([*faults, *error.faults]) from None


# Columns ----------------------------------------------------------------------------------------------------


def _extras(cells: Cells, columns: dict[str, str]) -> list[str]:
    return [heading for heading in cells.header if heading not in columns.values()]


def _unknown(
    feed: Feed, cells: Cells, columns: dict[str, str], dropped: set[str], header_row: int
) -> Iterator[Fault]:
    for heading in _extras(cells, columns):
        if same_heading(heading) not in dropped and has_values(cells.table[heading]):
            yield cells.fault(
                found="a column that is not in the layout",
                wanted=f"the columns {', '.join(SCHEMAS[feed.name].names)}",
                remedy=f'Write in briefing.toml under [columns.{feed.name}]: "{heading}" = "our name", '
                f'or "{heading}" = "" to leave it out.',
                row=header_row,
                column=heading,
            )


def _apart(feed: Feed, cells: Cells, columns: dict[str, str], header_row: int) -> Iterator[Fault]:
    for day, outcome in feed.together:
        if day in columns and outcome not in columns:
            yield cells.fault(
                found=f"the column {day!r} without the column {outcome!r}",
                wanted="both",
                remedy=f"Add {outcome!r}: without it a share would be counted as none.",
                row=header_row,
            )


def _left_out(cells: Cells, columns: dict[str, str], dropped: set[str]) -> Iterator[str]:
    for heading in _extras(cells, columns):
        why = "as briefing.toml asks" if same_heading(heading) in dropped else "it is empty"
        yield f"the column {heading!r} was left out: {why}"


def _nameless(sheet: Sheet) -> Fault:
    return sheet.fault(
        found="columns that rebases and annotations share",
        wanted="a name that tells them apart",
        remedy="Name the sheet, or the file, rebases (limits start again) or annotations (a remark only).",
    )


# Sources ----------------------------------------------------------------------------------------------------


def _source(feed: Feed, layout: Layout) -> Source:
    recognises: Callable[[Sheet], bool] = partial(_recognises, feed)
    read: Callable[[Sheet], list[Extract]] = partial(_read, feed)
    layouts = (layout,) if feed.says in (None, "rebase") else ()
    return Source(
        feed.name,
        feed.title,
        LOCAL_FEED,
        feed.keeps,
        feed.key,
        recognises,
        read,
        feed.codes,
        layouts,
        feed.authority,
    )


SOURCES: tuple[Source, ...] = tuple(_source(feed, _LAYOUTS[feed.name]) for feed in FEEDS)
