"""The monthly A&E file and the map of providers to systems."""

from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pytest
from published_files import (
    SYSTEM_MAPPING,
    Rows,
    ae,
    column,
    old_ae,
    reordered,
    replaced,
    swapped_values,
    write_csv,
    write_xlsx,
)

from briefing.errors import SourceError
from briefing.sources import Extract, read_file
from briefing.sources.schemas import SCHEMAS

T1, T2 = "A&E attendances Type 1", "A&E attendances Type 2"


def loaded(tmp_path: Path, rows: Rows, name: str = "ae.csv", end: str = "\r\n") -> Extract:
    [found] = read_file(write_csv(tmp_path / name, rows, end=end))
    return found


def refusal(tmp_path: Path, rows: Rows) -> str:
    with pytest.raises(SourceError) as error:
        loaded(tmp_path, rows)
    return str(error.value)


def test_what_comes_out(tmp_path: Path) -> None:
    found = loaded(tmp_path, ae())
    assert (found.source, found.period, found.revised) == ("ae", date(2025, 4, 1), False)
    assert found.table.schema == SCHEMAS["ae"]
    first, second = found.table.to_pylist()
    assert (first["provider_code"], first["region_name"]) == ("RZ1", "NHS ENGLAND MIDLANDS")
    assert [first[f"{kind}_type_1"] for kind in ("attendances", "booked", "over_4_hours")] == [
        9000,
        500,
        4000,
    ]
    assert (second["decision_over_12_hours"], second["admissions_not_through_ae"]) == (12, 400)


@pytest.mark.parametrize("total", ["TOTAL", "Total", "total "])
def test_the_total_row_in_any_writing(tmp_path: Path, total: str) -> None:
    assert loaded(tmp_path, ae(total=total)).table.num_rows == 2


def test_damage_that_can_be_read_rightly(tmp_path: Path) -> None:
    """`hs` for `hrs`, thousands separators, dashes, leading spaces, empty columns and a stray heading."""
    rows = [[f" {cell}" if cell.isdigit() else cell for cell in row] for row in ae()]
    rows = [["-" if cell == " 0" else cell for cell in row] for row in rows]
    rows[1][column(rows, T1)] = "9,000"
    rows[0] = [heading.replace("12+ hrs", "12+ hs").replace(" - ", " – ") for heading in rows[0]]
    rows = [[*rows[0], "", "", "a"], *([*row, "", "", ""] for row in rows[1:])]
    found = loaded(tmp_path, rows, "Monthly-AE-April-2025 copy.csv")
    assert found.table == loaded(tmp_path, ae()).table
    assert found.notes == ("left out: 2 empty columns without a name", "left out: the empty column 'a'")


def test_a_workbook_made_of_it(tmp_path: Path) -> None:
    [found] = read_file(write_xlsx(tmp_path / "ae.xlsx", {"Monthly A&E": ae()}))
    assert found.table == loaded(tmp_path, ae()).table


def test_the_layout_before_august_2020(tmp_path: Path) -> None:
    found = loaded(tmp_path, old_ae())
    assert found.period == date(2019, 3, 1)
    first = found.table.to_pylist()[0]
    assert (first["attendances_type_1"], first["over_4_hours_other"]) == (9000, 90)
    assert (first["booked_type_1"], first["booked_over_4_hours_other"]) == (None, None)


def test_columns_in_any_order(tmp_path: Path) -> None:
    rows = ae()
    found = loaded(tmp_path, reordered(rows, range(len(rows[0]) - 1, -1, -1)))
    assert found.table == loaded(tmp_path, rows).table
    assert found.notes == ("the columns are not in the published order; they were matched by name",)


def test_a_revised_file_says_so_in_its_name(tmp_path: Path) -> None:
    assert loaded(tmp_path, ae(), "Monthly-AE-April-2025-revised.csv").revised


# what is refused


def test_a_provider_taken_out_is_told_column_by_column(tmp_path: Path) -> None:
    rows = ae()
    message = refusal(tmp_path, [rows[0], rows[1], rows[3]])
    assert (
        f"row 3, column '{T1}': found 14,000 in the TOTAL row, where the providers add up to 9,000" in message
    )
    assert len(message.splitlines()) == 8  # those in which RZ2 counted anyone


def test_no_total_row(tmp_path: Path) -> None:
    assert "found no TOTAL row" in refusal(tmp_path, ae()[:-1])


def test_a_file_of_2019_has_no_total_row_and_is_read_with_a_note(tmp_path: Path) -> None:
    [found] = read_file(write_csv(tmp_path / "Monthly-AE-April-2019-revised.csv", old_ae()[:-1]))
    assert (found.table.num_rows, found.period, found.revised) == (2, date(2019, 3, 1), True)
    assert "nothing proves that the columns are whole" in found.notes[0]
    assert "providers add up" not in [check.name for check in found.checks]
    late = "Number of attendances over 4hrs Type 1"
    assert "more than" in refusal(tmp_path, replaced(old_ae()[:-1], 2, late, "9001")), (
        "what can be proved still is"
    )


def test_more_late_than_there_were(tmp_path: Path) -> None:
    rows = replaced(
        replaced(ae(), 2, "Attendances over 4hrs Type 2", "201"), 4, "Attendances over 4hrs Type 2", "201"
    )
    assert f"found 201, more than {T2!r}, 200" in refusal(tmp_path, rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (T1, "Attendances over 4hrs Type 1"),
        (T1, T2),
        ("Org Code", "Org name"),
        ("Org Code", "Parent Org"),
        ("A&E attendances Booked Appointments Type 1", "Attendances over 4hrs Booked Appointments Type 1"),
    ],
)
def test_values_under_each_others_headings(tmp_path: Path, one: str, other: str) -> None:
    assert refusal(tmp_path, swapped_values(ae(), one, other))


def test_types_of_department_changed_about_throughout(tmp_path: Path) -> None:
    """Every column of type 1 under type 2 and back: each sum still holds, but the size gives it away."""
    rows = ae()
    for heading in [heading for heading in rows[0] if heading.endswith("Type 1")]:
        rows = swapped_values(rows, heading, heading.replace("Type 1", "Type 2"))
    assert "wanted more at type 1, the major departments" in refusal(tmp_path, rows)


def test_a_provider_that_stands_twice(tmp_path: Path) -> None:
    rows = replaced(ae(), 3, "Org Code", "RZ1")
    assert "row 3: found the same provider code as in row 2" in refusal(tmp_path, rows)


def test_two_months_in_one_file(tmp_path: Path) -> None:
    assert "rows of one month" in refusal(tmp_path, replaced(ae(), 3, "Period", "MSitAE-MAY-2025"))


def test_a_heading_changed(tmp_path: Path) -> None:
    rows = ae()
    rows[0] = ["Major A&E" if heading == T1 else heading for heading in rows[0]]
    message = refusal(tmp_path, rows)
    assert f"a sheet like the monthly A&E file without the columns {T1!r}" in message


def test_a_heading_twice(tmp_path: Path) -> None:
    rows = ae()
    rows[0] = [T1 if heading == T2 else heading for heading in rows[0]]
    assert "without the columns" in refusal(tmp_path, rows)


def test_percentages_in_place_of_counts(tmp_path: Path) -> None:
    assert "a whole number" in refusal(tmp_path, replaced(ae(), 2, "Attendances over 4hrs Type 1", "44.4%"))


# the map of providers


def test_the_map(tmp_path: Path) -> None:
    found = loaded(tmp_path, SYSTEM_MAPPING)
    assert (found.source, found.period) == ("system_mapping", None)
    assert found.table.column("provider_code").to_pylist() == ["RZ1", "RZ2"]


def test_the_map_with_a_row_twice(tmp_path: Path) -> None:
    found = loaded(tmp_path, [*SYSTEM_MAPPING, SYSTEM_MAPPING[1]])
    assert found.table.num_rows == 2
    assert "1 row that stood there twice, read once" in found.notes


def test_a_provider_in_two_boards(tmp_path: Path) -> None:
    other = ["RZ1", *SYSTEM_MAPPING[1][1:2], "QZ9", "NHS Other Board", "London Commissioning Region"]
    assert "row 4: found the same provider code as in row 2" in refusal(tmp_path, [*SYSTEM_MAPPING, other])


# the real files


def test_fourteen_real_months(shared: Path) -> None:
    """Each is proved against its TOTAL row by the reader; those of April 2025 stand in the file itself."""
    found = [extract for path in (shared / "data/ae").glob("*202*.csv") for extract in read_file(path)]
    by_month = {extract.period: extract for extract in found if extract.period}
    assert sorted(by_month) == [date(2024, m, 1) for m in range(6, 13)] + [
        date(2025, m, 1) for m in range(1, 8)
    ]
    assert sorted(month.month for month, extract in by_month.items() if extract.revised) == [2, 7, 10, 11]
    april = by_month[date(2025, 4, 1)].table
    assert [pc.sum(april[f"attendances_{kind}"]).as_py() for kind in ("type_1", "type_2", "other")] == [
        *(1_354_645, 49_112, 804_415)
    ]
    assert pc.sum(april["decision_over_12_hours"]).as_py() == 44_881
    september = by_month[date(2024, 9, 1)]
    assert september.notes == ("left out: 5 empty columns without a name", "left out: the empty column 'a'")


def test_the_real_map(shared: Path) -> None:
    [found] = read_file(shared / "data/ae/System-Mapping.csv")
    assert found.table.num_rows == 207
    assert len(set(found.table.column("board_code").to_pylist())) == 42
