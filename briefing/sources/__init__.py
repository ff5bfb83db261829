"""Files people drop in -> typed, checked Arrow tables. One module a data set; `read_file` is the door."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from briefing.errors import Fault, SourceError
from briefing.sources import ae, cancer, diagnostics, feeds, gp_list_size, referral_returns, registers, rtt
from briefing.sources.files import open_file
from briefing.sources.identifiers import screen_text
from briefing.sources.layout import same_heading
from briefing.sources.proofs import duplicate_keys, refuse
from briefing.sources.sheets import Sheet, shown
from briefing.sources.source import Extract, Source

__all__ = ["SOURCES", "Extract", "Source", "read_file", "source_named"]

_MODULES = (rtt, ae, cancer, diagnostics, referral_returns, registers, gp_list_size, feeds)
SOURCES: tuple[Source, ...] = tuple(source for module in _MODULES for source in module.SOURCES)

_NOT_A_HEADING = re.compile(r"[0-9]{5}|[0-9][/.-][0-9]+[/.-][0-9]")

Columns = Mapping[str, Mapping[str, str]]
"""Source name -> the user's column names -> ours, as in `[columns.referrals]` of briefing.toml."""


def source_named(name: str) -> Source:
    """The source of that name; KeyError where there is none."""
    return {source.name: source for source in SOURCES}[name]


def read_file(path: Path, *, columns: Columns | None = None) -> list[Extract]:
    """Everything a file holds, one extract a source and period; or a refusal with every fault."""
    extracts: list[Extract] = []
    faults: list[Fault] = []
    unknown: list[Sheet] = []
    for sheet in open_file(path):
        try:
            found = _read_sheet(sheet, columns or {})
        except SourceError as error:
            faults += error.faults
            continue
        extracts += found
        if not found:
            unknown.append(sheet)
    refuse(faults)
    if not extracts:
        raise SourceError(_unrecognised(sheet) for sheet in unknown)
    notes = tuple(f"{_name(sheet)} holds nothing this tool reads, and was left out" for sheet in unknown)
    return [replace(extract, notes=(*extract.notes, *notes)) for extract in _joined(extracts, path.name)]


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
    refuse(_small_area_deprivation(sheet))
    refuse(_near_misses(views))
    return []


def _near_misses(views: Mapping[str, Sheet]) -> list[Fault]:
    """The faults of the layout that the sheet comes nearest to."""
    layouts = [(layout, views[source.name]) for source in SOURCES for layout in source.layouts]
    nearest, view = max(layouts, key=lambda pair: pair[0].nearness(pair[1])[0])
    return nearest.near_miss(view)


def _small_area_deprivation(sheet: Sheet) -> Iterator[Fault]:
    """People may well drop in the deprivation of small areas: it names its code LSOA and ranks by IMD."""
    for row in sheet.head:
        headings = [same_heading(cell) for cell in row]
        words = {word for heading in headings for word in heading.split()}
        area = any(heading.startswith("lsoa code") for heading in headings)
        if area and words & {"imd", "imd_rank", "deprivation"}:
            fault = sheet.fault(
                found="the index of multiple deprivation by small area (LSOA)",
                wanted="deprivation by GP practice, with practice_code, imd_score and imd_decile",
                remedy="Patients are counted by practice here: use the practice-level file, not this one.",
            )
            yield replace(fault, harmless=True)
            return


def _unrecognised(sheet: Sheet) -> Fault:
    first = next((row for row in sheet.head if any(row)), ())
    wanted = "one of: " + "; ".join(sorted(source.title for source in SOURCES))
    remedy = "Drop in the published file unchanged, or give a local file the columns the data guide lists."
    return sheet.fault(found=f"no known layout; {_seen(first)}", wanted=wanted, remedy=remedy)


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
        )
