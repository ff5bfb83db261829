"""Diagnostics (DM01), on files made in the published layout."""

from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pytest
from published_files import Rows, diagnostics, replaced, swapped_values, write_csv

from briefing.errors import SourceError
from briefing.sources import Extract, read_file
from briefing.sources.schemas import SCHEMAS


def loaded(tmp_path: Path, rows: Rows) -> Extract:
    [found] = read_file(write_csv(tmp_path / "dm01.csv", rows))
    return found


def refusal(tmp_path: Path, rows: Rows) -> str:
    with pytest.raises(SourceError) as error:
        loaded(tmp_path, rows)
    return str(error.value)


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


def test_a_test_taken_out(tmp_path: Path) -> None:
    rows = diagnostics()
    message = refusal(tmp_path, rows[:1] + rows[2:])
    assert "row 16, column '00 < 01 Week': found rows that add up to 1 fewer than TOTAL (test 16)" in message


def test_the_row_of_all_tests_taken_out(tmp_path: Path) -> None:
    rows = diagnostics()
    assert "no row TOTAL (test 16) for provider code RZ2" in refusal(tmp_path, rows[:-1])


def test_waits_that_do_not_add_up(tmp_path: Path) -> None:
    message = refusal(tmp_path, replaced(diagnostics(), 2, "03 < 04 Weeks", "5"))
    assert "row 2, column 'Total WL': found 3, where the waits by week add up to 8" in message


def test_activity_that_does_not_add_up(tmp_path: Path) -> None:
    message = refusal(tmp_path, replaced(diagnostics(), 2, "Planned Activity", "99"))
    assert (
        "row 2, column 'Total Activity': found 14, where the three kinds of activity add up to 112" in message
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Total WL", "Waiting List Activity"),
        ("Total Activity", "Planned Activity"),
        ("13+ Weeks", "Total WL"),
        ("Diagnostic Tests Sort Order", "Diagnostic Tests"),
        ("Provider Org Code", "Commissioner Org Code"),
    ],
)
def test_values_under_each_others_headings(tmp_path: Path, one: str, other: str) -> None:
    assert refusal(tmp_path, swapped_values(diagnostics(), one, other))


def test_a_test_that_is_none(tmp_path: Path) -> None:
    rows = replaced(diagnostics(), 2, "Diagnostic Tests Sort Order", "17")
    assert "wanted a test from 1 to 16" in refusal(tmp_path, rows)


def test_a_row_that_stands_twice(tmp_path: Path) -> None:
    rows = diagnostics()
    assert "row 34: found the same" in refusal(tmp_path, [*rows, rows[1]])
