"""The map from provider to integrated care board and region that goes with the A&E files."""

import numpy as np
import pyarrow as pa

from briefing.errors import SourceError
from briefing.sources.conversion import convert
from briefing.sources.layout import Layout
from briefing.sources.proofs import codes, group_ids, no_row_twice
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Sheet, counted
from briefing.sources.source import Check, Codes, Extract, Source

LAYOUT = Layout(
    "the map of providers to systems",
    {
        "provider_code": ("Code",),
        "provider_name": ("Name",),
        "board_code": ("ICB Code",),
        "board_name": ("ICB Name",),
        "region_name": ("Region Name",),
    },
)


def read(sheet: Sheet) -> list[Extract]:
    """The whole map. The same row twice is read once; two boards for one provider are refused."""
    header_row = LAYOUT.header_row(sheet) or 1
    cells = sheet.text(header_row)
    notes = LAYOUT.check_extras(cells, header_row=header_row)
    headings = LAYOUT.found_in(cells.header)
    table = convert(
        cells,
        SCHEMAS["system_mapping"],
        columns=headings,
        required=tuple(headings),
        parsers={"provider_code": str.upper},
    )
    first = np.zeros(table.num_rows, np.bool_)
    first[np.unique(group_ids(table, table.column_names), return_index=True)[1]] = True
    if n_again := int((~first).sum()):
        notes += (f"{counted(n_again, 'row')} that stood there twice, read once",)
    cells, table = cells.where(pa.array(first)), table.filter(pa.array(first))
    faults = [
        *codes(cells, table["provider_code"], heading=headings["provider_code"]),
        *codes(cells, table["board_code"], heading=headings["board_code"]),
        *no_row_twice(cells, table, ("provider_code",)),
    ]
    if faults:
        raise SourceError(faults)
    checks = (
        Check("rows", counted(table.num_rows, "provider")),
        Check("no row twice", "one board for each provider"),
    )
    return [Extract("system_mapping", None, table, checks=checks, notes=(*cells.notes, *notes))]


SOURCES = (
    Source(
        name="system_mapping",
        title="providers by integrated care board",
        publisher="NHS England",
        keeps="snapshot",
        key=("provider_code",),
        recognises=LAYOUT.recognises,
        read=read,
        codes=(
            Codes("provider", "provider_code", "provider_name", within=(Codes("board", "board_code"),)),
            Codes("board", "board_code", "board_name", within=(Codes("region", name="region_name"),)),
        ),
        authority=6,
        layouts=(LAYOUT,),
    ),
)
