"""Files people drop in -> typed, checked Arrow tables. One module a data set; `read_file` is the door."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

import pyarrow as pa

from briefing.errors import Fault, SourceError
from briefing.formats import listed
from briefing.sources import (
    ae,
    cancer,
    diagnostics,
    feeds,
    fingertips,
    friends_and_family,
    gp_list_size,
    gp_survey,
    hospital_returns,
    referral_returns,
    registers,
    rtt,
    rtt_overview,
    wlmds,
)
from briefing.sources.files import open_file
from briefing.sources.identifiers import screen_text
from briefing.sources.proofs import duplicate_keys, refuse
from briefing.sources.sheets import Sheet, shown
from briefing.sources.source import LOCAL_FEED, Extract, Source
from briefing.sources.unread import unread_file

__all__ = ["SOURCES", "Columns", "Extract", "Source", "read_file", "source_named"]

_MODULES = (
    *(rtt, ae, cancer, diagnostics, referral_returns, wlmds, friends_and_family, rtt_overview, fingertips),
    *(hospital_returns, gp_survey, registers, gp_list_size, feeds),
)
SOURCES: tuple[Source, ...] = tuple(source for module in _MODULES for source in module.SOURCES)

_NOT_A_HEADING = re.compile(r"[0-9]{5}|[0-9][/.-][0-9]+[/.-][0-9]")


class _NearMiss(SourceError):
    """A sheet that comes near to a published layout."""


Columns = Mapping[str, Mapping[str, str]]
"""Source name -> the user's column names -> ours, as in `[columns.referrals]` of briefing.toml."""


def source_named(name: str) -> Source:
    """The source of that name; KeyError where there is none."""
    return {source.name: source for source in SOURCES}[name]


def read_file(
    path: Path,
    *,
    columns: Columns | None = None,
    american: bool = False,
    released: frozenset[str] = frozenset(),
) -> list[Extract]:
    """Everything a file holds, one extract a source and period; or a refusal with every fault.

    `american`: 03/04/2026 is the fourth of March. `released`: fingerprints of words that look like an identifier
    and are none.
    """
    extracts: list[Extract] = []
    faults: list[Fault] = []
    unknown: list[Sheet] = []
    sheets = open_file(path)
    near: list[Fault] = []
    for sheet in sheets:
        try:
            found = _read_sheet(replace(sheet, american=american, released=released), columns or {})
        except _NearMiss as error:
            near += error.faults
            continue
        except SourceError as error:
            faults += error.faults
            continue
        extracts += found
        if not found:
            unknown.append(sheet)
    if not (extracts or faults) and (known := unread_file(sheets)):
        raise SourceError([known])
    refuse(faults, near)
    if not extracts:
        raise SourceError([_unrecognised(unknown)])
    notes = _left_out(unknown)
    return [replace(extract, notes=(*extract.notes, *notes)) for extract in _joined(extracts, path.name)]


def _left_out(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """Name the sheets that no source reads, beside those that one does."""
    names = [_name(sheet) for sheet in sheets]
    if len(names) > 1:
        return (f"{listed(names)} hold nothing this tool reads, and were left out",)
    return tuple(f"{name} holds nothing this tool reads, and was left out" for name in names)


def _read_sheet(sheet: Sheet, columns: Columns) -> list[Extract]:
    """The extracts of a sheet, which one source recognises; none where no source does."""
    views = {source.name: sheet.renamed(columns.get(source.name, {})) for source in SOURCES}
    matches = [source for source in SOURCES if source.recognises(views[source.name])]
    if len(matches) > 1:
        names = " and ".join(source.title for source in matches)
        remedy = "Keep the columns of one of them, or tell the tool's makers."
        fault = sheet.fault(found=f"columns of {names}", wanted="one data set a sheet", remedy=remedy)
        raise SourceError([fault])
    if matches:
        return matches[0].read(views[matches[0].name])
    layouts = [(layout, views[source.name], source) for source in SOURCES for layout in source.layouts]
    nearest, view, source = max(layouts, key=lambda each: each[0].nearness(each[1])[0])
    if faults := nearest.near_miss(view):
        raise SourceError(faults) if source.publisher == LOCAL_FEED else _NearMiss(faults)
    return []


def _unrecognised(sheets: Sequence[Sheet]) -> Fault:
    """One fault for a file, however many sheets it has."""
    sheet = sheets[0]
    where = "" if len(sheets) == 1 else f" in {' or '.join(_name(each) for each in sheets)}"
    first = next((row for row in sheet.head if any(row)), ())
    wanted = "one of: " + "; ".join(sorted(source.title for source in SOURCES))
    remedy = "Drop in the published file unchanged, or give a local file the columns the data guide lists."
    if (meant := _meant(sheets)) is not None:
        wanted, remedy = meant
    fault = sheet.fault(found=f"no known layout{where}; {_seen(first)}", wanted=wanted, remedy=remedy)
    return fault if len(sheets) == 1 else replace(fault, sheet=None)


def _meant(sheets: Sequence[Sheet]) -> tuple[str, str] | None:
    """Return the local feed that a file is meant for, by its name or some of its headings, and what it has to hold."""
    feeds = [(layout, sheet, source) for sheet in sheets for source in SOURCES for layout in source.layouts]
    feeds = [one for one in feeds if one[2].publisher == LOCAL_FEED]
    named = [one for one in feeds if PurePath(one[1].file).stem.lower().startswith(one[2].name)]
    layout, sheet, source = max(named or feeds, key=lambda one: one[0].nearness(one[1])[0])
    if not named and layout.nearness(sheet)[0] < _SOME:
        return None
    columns = ", ".join(layout.needed)
    remedy = (
        f"Name the columns so, or say in briefing.toml under [columns.{source.name}] what yours are called."
    )
    return f"{source.title}, with the columns {columns}", remedy


_SOME = 0.3
"""Of the headings of a feed: a file with so many is likely meant for it."""


def _seen(first: Sequence[str]) -> str:
    """The first cells, if they are headings: any other row may hold a patient, whom no message repeats."""
    cells = [cell for cell in first if cell]
    if _NOT_A_HEADING.search(" ".join(cells)) or any(screen_text(cell) for cell in cells):
        return "its first row is no row of headings"
    return f"its first cells are {', '.join(shown(cell) for cell in cells[:6])}"


def _name(sheet: Sheet) -> str:
    return f"sheet {sheet.sheet!r}" if sheet.sheet is not None else sheet.file


def _joined(extracts: Sequence[Extract], file: str) -> Iterator[Extract]:
    """One extract for all sheets of a file that speak of the same source and period."""
    together: dict[tuple[str, object], list[Extract]] = {}
    for extract in extracts:
        together.setdefault((extract.source, extract.period), []).append(extract)
    for (name, _), parts in together.items():
        table = parts[0].table
        if len(parts) > 1:
            table = pa.concat_tables([part.table for part in parts])
            refuse(duplicate_keys(table, source_named(name).key, file=file))
        yield replace(
            parts[0],
            table=table,
            revised=any(part.revised for part in parts),
            checks=tuple(dict.fromkeys(check for part in parts for check in part.checks)),
            notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
            readings=tuple(reading for part in parts for reading in part.readings),
        )
