"""What is known of the real files, held against what the readers make of them. Skips where the files are absent."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from published_files import one_extract

from briefing.sources import read_file


def total(table: pa.Table, *columns: str) -> int:
    return int(sum(pc.sum(table[name]).as_py() or 0 for name in columns))


@pytest.mark.parametrize(
    ("name", "attendances", "within_4", "waited_12"),
    [
        ("Monthly-AE-April-2025.csv", 2_295_820, 74.77, 44_881),
        ("Monthly-AE-May-2025.csv", 2_395_886, 75.39, 42_891),
        ("Monthly-AE-June-2025-1-1.csv", 2_350_478, 75.55, 38_683),
        ("July-2025-CSV-9jfy4.csv", 2_407_884, 76.40, 35_467),
    ],
)
def test_accident_and_emergency(
    shared: Path, name: str, attendances: int, within_4: float, waited_12: int
) -> None:
    table = one_extract(shared / "data" / "ae" / name).table
    kinds = ("type_1", "type_2", "other")
    came = total(table, *(f"{how}_{kind}" for how in ("attendances", "booked") for kind in kinds))
    late = total(
        table, *(f"{how}_{kind}" for how in ("over_4_hours", "booked_over_4_hours") for kind in kinds)
    )
    assert came == attendances
    assert round(100 * (came - late) / came, 2) == within_4
    assert total(table, "decision_over_12_hours") == waited_12


def test_who_waited_in_january_2026_by_each_breakdown(shared: Path) -> None:
    [path] = (shared / "data" / "wlmds").glob("*.xlsx")
    table = one_extract(path).table
    england = table.filter(pc.equal(table["org_code"], "ENG"))
    found = {
        dimension: total(england.filter(pc.equal(england["dimension"], dimension)), "total")
        for dimension in ("age", "sex", "deprivation", "ethnicity")
    }
    assert found == {"age": 7_082_510, "sex": 6_606_150, "deprivation": 6_960_740, "ethnicity": 7_186_180}
    by_age = england.filter(pc.equal(england["dimension"], "age"))
    assert total(by_age, "over_52_weeks") == 146_075


def test_who_waited_in_july_2025(shared: Path) -> None:
    [path] = (shared / "data" / "wlmds").glob("*.csv")
    table = one_extract(path).table
    by_age = table.filter(pc.and_(pc.equal(table["org_code"], "ENG"), pc.equal(table["dimension"], "age")))
    assert (total(by_age, "total"), total(by_age, "over_52_weeks")) == (7_275_960, 202_700)
    beyond = total(by_age, "weeks_18_to_52", "over_52_weeks")
    assert round(100 * beyond / total(by_age, "total"), 2) == 39.87


@pytest.mark.slow
def test_lists_of_july_2026(shared: Path) -> None:
    table = one_extract(shared / "data" / "gp" / "gp-reg-pat-prac-quin-age.zip").table
    everybody = table.filter(pc.and_(pc.equal(table["sex"], "all"), pc.equal(table["age_group"], "all")))
    by_age = table.filter(pc.and_(pc.not_equal(table["sex"], "all"), pc.not_equal(table["age_group"], "all")))
    assert (everybody.num_rows, total(everybody, "patients"), total(by_age, "patients")) == (
        6_139,
        63_436_508,
        63_436_508,
    )


def test_the_map_of_july_2026(shared: Path) -> None:
    [found] = read_file(shared / "data" / "gp" / "gp-reg-pat-prac-map.zip")
    counts = {
        name: len(set(found.table[name].to_pylist()) - {None})
        for name in ("practice_code", "sub_board_code", "board_code", "region_code")
    }
    assert counts == {"practice_code": 6_139, "sub_board_code": 106, "board_code": 36, "region_code": 7}
    assert len(set(found.table["network_code"].to_pylist()) - {None, "U"}) == 1_298
