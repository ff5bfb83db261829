"""The registers: real ones are read to the known truths, drawn ones show every refusal."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from briefing.errors import Fault, SourceError
from briefing.sources import Extract, read_file


def read(folder: Path, text: str, name: str = "register.csv") -> list[Extract]:
    path = folder / name
    path.write_text(text)
    return read_file(path)


def refused(folder: Path, text: str) -> list[Fault]:
    with pytest.raises(SourceError) as caught:
        read(folder, text)
    return list(caught.value.faults)


# Real files -------------------------------------------------------------------------------------------------


def test_the_real_list_sizes_add_up_to_the_published_truth(shared: Path) -> None:
    (extract,) = read_file(shared / "data/gp/gp-reg-pat-prac-all.csv")
    assert extract.source == "gp_list_size"
    assert extract.period == date(2021, 1, 1)
    assert extract.table.num_rows == 6_658
    assert sum(extract.table["patients"].to_pylist()) == 60_606_345
    assert ("patients", "6,658 practices, 60,606,345 people") in [(c.name, c.detail) for c in extract.checks]


def test_the_real_practice_map_leaves_practices_without_a_network_without_one(shared: Path) -> None:
    (extract,) = read_file(shared / "data/gp/gp-reg-pat-prac-map.csv")
    assert (extract.source, extract.period, extract.table.num_rows) == (
        "practice_map",
        date(2022, 1, 1),
        6_527,
    )
    assert extract.table["network_code"].null_count == 68
    assert extract.table["board_code"][0].as_py() == "QHM"


def test_the_real_deprivation_scores_follow_their_deciles(shared: Path) -> None:
    (extract,) = read_file(shared / "data/gp/practice_imd.csv")
    assert (extract.source, extract.table.num_rows) == ("practice_deprivation", 6_437)


def test_the_real_registers_of_trusts_and_practices_are_told_apart(shared: Path) -> None:
    (trusts,) = read_file(shared / "data/ods/etr.csv")
    (practices,) = read_file(shared / "data/ods/epraccur.csv")
    assert (trusts.source, trusts.table.num_rows) == ("ods_trusts", 274)
    assert (practices.source, practices.table.num_rows) == ("ods_practices", 15_971)
    first = practices.table.slice(0, 1).to_pylist()[0]
    assert first["code"] == "A81001"
    assert (first["sub_board_code"], first["status"], first["setting"]) == ("16C", "A", "4")
    assert first["opened_on"] == date(1974, 4, 1)
    assert max(day for day in trusts.table["opened_on"].to_pylist()) == date(2026, 6, 1), (
        "a future trust is kept"
    )


def test_the_real_networks_come_from_two_sheets(shared: Path) -> None:
    extracts = {extract.source: extract.table for extract in read_file(shared / "data/ods/ePCN.xlsx")}
    assert extracts["ods_networks"].num_rows == 1_366
    assert extracts["ods_network_members"].num_rows == 7_705
    assert extracts["ods_network_members"]["ended_on"].null_count == 6_224


# ODS registers ----------------------------------------------------------------------------------------------


def ods(*rows: dict[int, str], width: int = 27) -> str:
    """Rows of an ODS register; cells by the number of their column."""
    return "\n".join(",".join(f'"{row.get(place, "")}"' for place in range(1, width + 1)) for row in rows)


TRUST = {
    1: "RZA",
    2: "NORTHMERE NHS TRUST",
    3: "Y91",
    4: "QZ1",
    5: "1 HIGH STREET",
    10: "ZZ1 1ZZ",
    11: "19910401",
}
PRACTICE = {**TRUST, 1: "V90003", 2: "MERE SURGERY", 13: "A", 15: "9Z1", 18: "01632 960001", 26: "4"}


def test_a_trust_keeps_its_codes_and_loses_its_address(tmp_path: Path) -> None:
    (extract,) = read(tmp_path, ods(TRUST))
    assert extract.table.to_pylist() == [
        {
            "code": "RZA",
            "name": "NORTHMERE NHS TRUST",
            "region_code": "Y91",
            "board_code": "QZ1",
            "opened_on": date(1991, 4, 1),
            "closed_on": None,
        }
    ]


def test_a_register_saved_by_excel_without_its_empty_columns_is_read(tmp_path: Path) -> None:
    (trusts,) = read(tmp_path, ods({**TRUST, 24: "H"}, width=24))
    (practices,) = read(tmp_path, ods(PRACTICE, width=26))
    assert (trusts.source, practices.source) == ("ods_trusts", "ods_practices")


def test_every_fault_of_a_register_is_told_with_its_row_and_nothing_of_it_is_read(tmp_path: Path) -> None:
    rows = [{**PRACTICE, 1: f"V9000{n}"} for n in range(9)] * 1
    bad = [{**PRACTICE, 1: "MERE"}, {**PRACTICE, 1: "V90010", 12: "20261301", 13: "X"}]
    faults = refused(
        tmp_path, ods(*rows, *rows[:1], *rows[1:2], *[{**PRACTICE, 1: f"V9002{n}"} for n in range(9)], *bad)
    )
    told = {(fault.row, fault.column) for fault in faults}
    assert told == {(21, "code"), (22, "close date"), (22, "status")}


def test_a_code_twice_is_refused(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, ods(TRUST, {**TRUST, 2: "ANOTHER NAME"}))
    assert fault.row == 2
    assert "row 1" in fault.found


def test_one_code_may_close_before_it_opens_with_a_note(tmp_path: Path) -> None:
    (extract,) = read(tmp_path, ods({**TRUST, 12: "19900101"}))
    assert extract.notes == ("1 row that end before they start, kept as published",)


# List sizes -------------------------------------------------------------------------------------------------

ALL = "PUBLICATION,EXTRACT_DATE,TYPE,{area},CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS\n"
CCG = ALL.format(area="CCG_CODE,ONS_CCG_CODE")
SUB_ICB = ALL.format(area="SUB_ICB_LOCATION_CODE,ONS_SUB_ICB_LOCATION_CODE")


@pytest.mark.parametrize("written", ["01JAN2021", "01Jan2021", "01-Jan-21", "2021-01-01"])
@pytest.mark.parametrize("header", [CCG, SUB_ICB])
def test_every_form_of_the_extract_date_is_the_same_month(tmp_path: Path, header: str, written: str) -> None:
    (extract,) = read(tmp_path, f"{header}GP_PRAC_PAT_LIST,{written},GP,9Z1,E0,V90003,ZZ1 1ZZ,ALL,ALL,5903\n")
    assert extract.period == date(2021, 1, 1)
    assert extract.table.to_pylist() == [
        {
            "period": date(2021, 1, 1),
            "practice_code": "V90003",
            "sub_board_code": "9Z1",
            "sex": "all",
            "age_group": "all",
            "patients": 5903,
        }
    ]


def test_two_months_in_a_file_are_refused(tmp_path: Path) -> None:
    rows = "".join(
        f"X,{day},GP,9Z1,E0,V9000{n},Z,ALL,ALL,1\n" for n, day in enumerate(["01JAN2021", "01FEB2021"])
    )
    (fault,) = refused(tmp_path, CCG + rows)
    assert fault.found == "January 2021, February 2021"
    assert fault.column == "EXTRACT_DATE"


AGES = "PUBLICATION,EXTRACT_DATE,ORG_TYPE,ORG_CODE,ONS_CODE,POSTCODE,SEX,AGE_GROUP_5,NUMBER_OF_PATIENTS\n"


def by_age(*rows: tuple[str, str, int], kind: str = "GP") -> str:
    return AGES + "".join(f"P,01JAN2021,{kind},V90003,,,{sex},{age},{people}\n" for sex, age, people in rows)


def test_age_groups_are_read_and_areas_left_out(tmp_path: Path) -> None:
    #                        0-4   95+   total
    #              male       3     1
    #              female     2     4     all 10
    rows = [
        ("MALE", "0_4", 3),
        ("MALE", "95+", 1),
        ("FEMALE", "0_4", 2),
        ("FEMALE", "95+", 4),
        ("ALL", "ALL", 10),
    ]
    text = by_age(*rows) + by_age(("ALL", "ALL", 99), kind="CCG").removeprefix(AGES).replace("V90003", "9Z1")
    (extract,) = read(tmp_path, text)
    assert extract.table["age_group"].to_pylist() == ["0-4", "95+", "0-4", "95+", "all"]
    assert extract.table["sub_board_code"].to_pylist() == [None] * 5
    assert "1 row for areas left out: areas are summed from practices" in extract.notes
    assert ("patients", "1 practices, 10 people") in [(check.name, check.detail) for check in extract.checks]


@pytest.mark.parametrize(
    "rows",
    [
        [("MALE", "0_4", 3), ("FEMALE", "0_4", 2), ("ALL", "ALL", 6)],
        [("MALE", "0_4", 3), ("MALE", "ALL", 4), ("FEMALE", "ALL", 2), ("ALL", "ALL", 6)],
    ],
    ids=["sexes", "ages"],
)
def test_parts_that_dont_add_up_are_refused(tmp_path: Path, rows: list[tuple[str, str, int]]) -> None:
    (fault,) = refused(tmp_path, by_age(*rows))
    assert "V90003" in fault.found
    assert fault.column == "NUMBER_OF_PATIENTS"


def test_an_age_group_that_excel_made_a_date_is_refused(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, by_age(("ALL", "ALL", 2), ("MALE", "05-Sep", 2)))
    assert fault.row == 3
    assert "'05-Sep'" in fault.found


# Map, deprivation, networks ---------------------------------------------------------------------------------

STP_MAP = (
    "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,PCN_NAME,ONS_CCG_CODE,CCG_CODE,"
    "CCG_NAME,ONS_STP_CODE,STP_CODE,STP_NAME,ONS_COMM_REGION_CODE,COMM_REGION_CODE,COMM_REGION_NAME\n"
    "P,01Jan2022,V90003,MERE SURGERY,ZZ1 1ZZ,U99001,MERE PCN,E0,9Z1,NORTHMERE CCG,"
    "E1,QZ1,Northmere,E2,Y91,Fells\n"
)
ICB_MAP = (
    STP_MAP.replace("CCG_CODE", "SUB_ICB_LOCATION_CODE")
    .replace("CCG_NAME", "SUB_ICB_LOCATION_NAME")
    .replace("STP_", "ICB_")
    .replace("COMM_REGION_NAME\n", "COMM_REGION_NAME,SUPPLIER_NAME\n")
    .replace("Fells\n", "Fells,SYSTEM\n")
)


@pytest.mark.parametrize("text", [STP_MAP, ICB_MAP], ids=["ccg and stp", "sub-icb and icb"])
def test_both_forms_of_the_map_fill_the_same_columns(tmp_path: Path, text: str) -> None:
    (extract,) = read(tmp_path, text)
    row = extract.table.to_pylist()[0]
    assert (row["practice_code"], row["network_code"]) == ("V90003", "U99001")
    assert (row["sub_board_code"], row["board_code"], row["region_code"]) == ("9Z1", "QZ1", "Y91")
    assert (row["sub_board_name"], row["board_name"]) == ("NORTHMERE CCG", "Northmere")


DEPRIVATION = "practice_code,practice_name,postcode,subicb_code,imd_score,imd_decile\n"


def test_deciles_that_run_the_wrong_way_are_refused(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, DEPRIVATION + "V90003,A,Z,9Z1,45.0,10\nV90004,B,Z,9Z1,8.0,1\n")
    assert "decile 10" in fault.found
    assert fault.column == "imd_decile"


def test_a_decile_beyond_ten_is_refused(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, DEPRIVATION + "V90003,A,Z,9Z1,45.0,11\n")
    assert fault.row == 2


def test_networks_and_members_of_one_workbook_become_two_sources(tmp_path: Path) -> None:
    path = tmp_path / "any name.xlsx"
    with xlsxwriter.Workbook(path) as book:
        networks = book.add_worksheet("one")
        networks.write_row(0, 0, ["PCN Code", "PCN Name", "Current Sub ICB Loc Code", "Sub ICB Location"])
        networks.write_row(0, 4, ["Open Date", "Close Date", "Postcode"])
        networks.write_row(1, 0, ["U99001", "MERE PCN", "9Z1", "MERE", "20190701", "", "ZZ1 1ZZ"])
        members = book.add_worksheet("two")
        kind = "Practice\nParent\nSub ICB Loc"
        members.write_row(
            0, 0, ["Partner\nOrganisation\nCode", "Partner\nName", f"{kind} Code", f"{kind} Name"]
        )
        members.write_row(0, 4, ["PCN Code", "PCN Name"])
        members.write_row(
            0, 6, ["Practice to PCN\nRelationship\nStart Date", "Practice to PCN\nRelationship\nEnd Date"]
        )
        members.write_row(
            1, 0, ["V90003", "MERE SURGERY", "9Z1", "MERE", "U99001", "MERE PCN", "20190701", ""]
        )
    extracts = {extract.source: extract.table.to_pylist() for extract in read_file(path)}
    assert extracts["ods_networks"][0]["opened_on"] == date(2019, 7, 1)
    assert extracts["ods_network_members"][0]["network_code"] == "U99001"
