"""The monthly A&E file and the map of providers to systems."""

from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pytest
from published_files import SYSTEM_MAPPING, ae, column, loaded, old_ae, reordered, write_csv, write_xlsx

from briefing.sources import read_file
from briefing.sources.schemas import SCHEMAS

T1, T2 = "A&E attendances Type 1", "A&E attendances Type 2"


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


def test_a_file_of_2019_has_no_total_row_and_is_read_with_a_note(tmp_path: Path) -> None:
    [found] = read_file(write_csv(tmp_path / "Monthly-AE-April-2019-revised.csv", old_ae()[:-1]))
    assert (found.table.num_rows, found.period, found.revised) == (2, date(2019, 3, 1), True)
    assert "nothing proves that the columns are whole" in found.notes[0]
    assert "providers add up" not in [check.name for check in found.checks]


# the map of providers


def test_the_map(tmp_path: Path) -> None:
    found = loaded(tmp_path, SYSTEM_MAPPING)
    assert (found.source, found.period) == ("system_mapping", None)
    assert found.table.column("provider_code").to_pylist() == ["RZ1", "RZ2"]


def test_the_map_with_a_row_twice(tmp_path: Path) -> None:
    found = loaded(tmp_path, [*SYSTEM_MAPPING, SYSTEM_MAPPING[1]])
    assert found.table.num_rows == 2
    assert "1 row that stood there twice, read once" in found.notes


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
