"""The refusal of a row-level feed that would identify a patient, in words that repeat nothing of it."""

from collections.abc import Collection

from briefing.errors import Fault
from briefing.sources.identifiers import Kind, names_no_patient, screen_header
from briefing.sources.layout import same_heading
from briefing.sources.screening import Found, screen_table
from briefing.sources.sheets import Cells, counted

_PLURALS: dict[Kind, str] = {
    "address": "addresses",
    "date of birth": "dates of birth",
    "e-mail address": "e-mail addresses",
}


def identifier_faults(
    cells: Cells, *, free_text: Collection[str], dropped: Collection[str], mapped: Collection[str]
) -> list[Fault]:
    """A fault for each column, and for each cell of `free_text`, that holds an identifier.

    Columns that the settings drop are screened too, for the file itself would stay in the inbox; but one that
    is named for an organisation or for staff may hold what it says. `mapped`: the file's names of ours.
    """
    harmless = [name for name in cells.header if same_heading(name) in dropped and names_no_patient(name)]
    faults = []
    for found in screen_table(cells.table.drop_columns(harmless), free_text=free_text):
        faults += _cell_faults(found, cells) if found.column in free_text else [_column_fault(found, cells)]
    for name in mapped:
        kind = screen_header(name)
        if kind is not None:
            faults.append(_column_fault(Found(name, kind, 0), cells))
    return faults


def _column_fault(found: Found, cells: Cells) -> Fault:
    kinds = _PLURALS.get(found.kind, f"{found.kind}s")
    return cells.fault(
        found=f"{kinds} in {counted(found.n_rows, 'row')}" if found.n_rows else f"a column named for {kinds}",
        wanted="no identifiers of patients: pseudonymous ids only",
        remedy="Delete this file and have the extract made without them. "
        "Leaving the column out in briefing.toml is not enough: the file would still hold them.",
        row=cells.row(found.rows[0]) if found.rows else None,
        column=found.column,
    )


def _cell_faults(found: Found, cells: Cells) -> list[Fault]:
    kind = f"an {found.kind}" if found.kind[0] in "aeN" and found.kind != "name" else f"a {found.kind}"
    wanted, remedy = "a text that identifies nobody", "Take it out of the text, and save the file again."
    faults = [
        cells.fault(found=kind, wanted=wanted, remedy=remedy, row=cells.row(index), column=found.column)
        for index in found.rows
    ]
    if found.n_rows > len(found.rows):
        more = f"{kind} in {found.n_rows:,} rows, of which the first {len(found.rows)} are listed"
        faults.append(cells.fault(found=more, wanted=wanted, remedy=remedy, column=found.column))
    return faults
