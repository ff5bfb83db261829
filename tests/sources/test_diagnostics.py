"""Diagnostics (DM01), on files made in the published layout."""

from datetime import date
from pathlib import Path

import pyarrow.compute as pc
from published_files import diagnostics, loaded

from briefing.sources.schemas import SCHEMAS


def test_what_comes_out(tmp_path: Path) -> None:
    """Test t has t people in its first week and 2 beyond thirteen; the row of all tests is left out."""
    found = loaded(tmp_path, diagnostics())
    assert (found.source, found.period) == ("diagnostics", date(2026, 3, 1))
    assert found.table.schema == SCHEMAS["diagnostics"]
    assert found.table.num_rows == 30
    row = found.table.filter(
        (pc.field("test_code") == 12) & (pc.field("provider_code") == "RZ1")
    ).to_pylist()[0]
    assert (row["test_name"], row["weeks_00"], row["weeks_13_plus"], row["total_waiting"]) == (
        "COLONOSCOPY",
        12,
        2,
        14,
    )
    assert (row["planned_activity"], row["total_activity"]) == (12, 135)


def test_headings_in_capitals_blanks_and_dashes(tmp_path: Path) -> None:
    rows = diagnostics()
    rows[0] = [heading.upper() for heading in rows[0]]
    spoilt = [[cell if cell != "0" else "-" for cell in row] for row in rows]
    spoilt[1] = [cell if cell != "-" else "" for cell in spoilt[1]]
    assert loaded(tmp_path, spoilt).table == loaded(tmp_path, diagnostics()).table
