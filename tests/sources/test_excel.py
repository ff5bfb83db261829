"""What Excel keeps otherwise than it shows: percentages, merged cells, formulas of sheets that nobody needs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from published_files import write_csv

from briefing.errors import SourceError
from briefing.sources import Extract, read_file

HEADINGS = ["metric", "provider_code", "specialty_code", "period", "planned_value"]
Draw = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]


def plans(path: Path, draw: Draw, *, months: int = 3) -> Path:
    """Three months of plans for RXA, specialty 110, of 60, 61 and 62; then what `draw` writes over them."""
    with xlsxwriter.Workbook(str(path / "plans.xlsx")) as book:
        sheet = book.add_worksheet("plans")
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, months + 1):
            month = f"2026-{row + 3:02d}"
            sheet.write_row(row, 0, ["rtt_within_18_weeks", "RXA", "110", month, 59.0 + row])
        draw(book, sheet)
    return path / "plans.xlsx"


def column(extract: Extract, name: str) -> list[object]:
    return list(extract.table[name].to_pylist())


@pytest.mark.parametrize("shape", ["0%", "0.0%", "0.00%;[Red]-0.00%", '"plan" 0.0%'])
def test_a_percentage_is_read_as_it_shows(tmp_path: Path, shape: str) -> None:
    def draw(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        per_cent = book.add_format({"num_format": shape})
        sheet.write_number(1, 4, 0.611, per_cent)
        sheet.write_number(2, 4, 0.07, per_cent)
        sheet.write_string(3, 4, "65 %", per_cent)

    [extract] = read_file(plans(tmp_path, draw))
    assert column(extract, "planned_value") == [61.1, 7.0, 65.0]


@pytest.mark.parametrize("shape", ["0.0", '0.0" of 100%"', "General"])
def test_any_other_number_is_read_as_it_is_kept(tmp_path: Path, shape: str) -> None:
    def draw(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_number(1, 4, 58.5, book.add_format({"num_format": shape}))

    assert column(read_file(plans(tmp_path, draw))[0], "planned_value") == [58.5, 61.0, 62.0]


def test_a_percent_sign_in_a_csv_is_read_too(tmp_path: Path) -> None:
    rows = [[*HEADINGS], *(["m", "RXA", "110", "2026-04", said] for said in ("61.1%",))]
    assert column(read_file(write_csv(tmp_path / "plans.csv", rows))[0], "planned_value") == [61.1]


def test_a_cell_merged_over_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    [extract] = read_file(plans(tmp_path, lambda _, sheet: sheet.merge_range("C2:C9", "120")))
    assert column(extract, "specialty_code") == ["120", "120", "120"]
    assert column(extract, "period") == [date(2026, month, 1) for month in (4, 5, 6)]
    assert extract.notes == ("cells merged over several rows were read as standing in each of them",)


def test_what_is_merged_or_styled_beyond_the_table_changes_nothing(tmp_path: Path) -> None:
    def draw(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        per_cent = book.add_format({"num_format": "0%"})
        sheet.merge.append([1, 25, 1048575, 25])  # as Excel keeps it: no cell is written but its first
        sheet.write_blank("Z2", None, per_cent)
        sheet.write_blank("AB3", None, per_cent)

    assert column(read_file(plans(tmp_path, draw))[0], "planned_value") == [60.0, 61.0, 62.0]


def test_a_cell_merged_over_columns_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        read_file(plans(tmp_path, lambda _, sheet: sheet.merge_range("B3:C3", "RXA")))
    assert "row 3, column 'B': found a cell merged over several columns" in str(error.value)


@pytest.mark.parametrize("formula", [("=1/0", "#DIV/0!"), ("=A1", "")])
def test_a_formula_that_failed_matters_only_where_the_sheet_is_needed(
    tmp_path: Path, formula: tuple[str, str]
) -> None:
    def beside(book: xlsxwriter.Workbook, _: xlsxwriter.worksheet.Worksheet) -> None:
        book.add_worksheet("working").write_formula(4, 1, formula[0], None, formula[1])

    [extract] = read_file(plans(tmp_path, beside))
    assert extract.table.num_rows == 3
    with pytest.raises(
        SourceError, match=r"row 2, column 'E': found (the result of a formula|a formula for)"
    ):
        read_file(plans(tmp_path, lambda _, sheet: sheet.write_formula(1, 4, formula[0], None, formula[1])))


@pytest.mark.parametrize("version", ["1900", "1904"])
def test_days_are_the_same_in_a_workbook_that_counts_them_from_1904(tmp_path: Path, version: str) -> None:
    with xlsxwriter.Workbook(
        str(tmp_path / "c.xlsx"), {"date_1904": version == "1904", "default_date_format": "dd/mm/yyyy"}
    ) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["concern_id", "practice_code", "reported_on", "provider_code", "theme"])
        sheet.write_row(1, 0, ["C1", "A81001", date(2026, 3, 2), "RXA", "clinic letters"])
    assert column(read_file(tmp_path / "c.xlsx")[0], "reported_on") == [date(2026, 3, 2)]


def test_rows_of_nothing_but_commas_are_left_out(tmp_path: Path) -> None:
    rows = [
        HEADINGS,
        ["m", "RXA", "110", "2026-04", "60"],
        [""] * 5,
        ["m", "RXA", "110", "2026-05", "61"],
        [""] * 5,
    ]
    [extract] = read_file(write_csv(tmp_path / "plans.csv", rows))
    assert extract.table.num_rows == 2
