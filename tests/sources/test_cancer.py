"""The combined cancer workbook: both bases, halves, and what its Total rows and performance prove."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc
import pytest
import xlwt
from published_files import (
    Rows,
    cancer,
    cancer_workbook,
    column,
    loaded,
    one_extract,
    replaced,
    write_csv,
    write_xlsx,
)

from briefing.errors import SourceError
from briefing.sources import read_file
from briefing.sources.schemas import SCHEMAS


def test_both_sheets_make_one_extract(tmp_path: Path) -> None:
    found = one_extract(cancer_workbook(tmp_path / "w.xlsx"))
    assert (found.source, found.period, found.revised) == ("cancer", date(2026, 1, 1), False)
    assert found.table.schema == SCHEMAS["cancer"]
    names = zip(found.table["basis"].to_pylist(), found.table["org_code"].to_pylist(), strict=True)
    assert sorted(set(names)) == [
        ("commissioner", "QZ1"),
        ("commissioner", "UNKNOWN"),
        ("provider", "RZ1"),
        ("provider", "RZ2"),
    ]
    assert "sheet 'Referrals Seen' holds nothing this tool reads, and was left out" in found.notes
    assert "the publisher calls these figures provisional" in found.notes


def test_pathways_shared_by_two_trusts_keep_their_halves(tmp_path: Path) -> None:
    table = one_extract(cancer_workbook(tmp_path / "w.xlsx")).table
    row = table.filter((pc.field("org_code") == "RZ1") & (pc.field("standard") == "62")).to_pylist()[0]
    assert (row["total"], row["within"], row["after"]) == (Decimal("15.5"), Decimal("11.0"), Decimal("4.5"))
    assert (row["region_name"], row["modality"]) == ("Midlands", "ALL MODALITIES")


def test_faster_diagnosis_has_no_modality(tmp_path: Path) -> None:
    table = one_extract(cancer_workbook(tmp_path / "w.xlsx")).table
    assert table.filter(pc.field("standard") == "28")["modality"].null_count == 4


@pytest.mark.parametrize(("status", "revised"), [("Provisional", False), ("Final", True), ("Revised", True)])
def test_a_final_status_outranks_a_provisional_one(tmp_path: Path, status: str, revised: bool) -> None:
    assert one_extract(cancer_workbook(tmp_path / "w.xlsx", status=status)).revised is revised


def test_a_workbook_of_the_old_kind(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Provider Level Performance")
    for r, row in enumerate(cancer("provider")):
        for c, cell in enumerate(row):
            sheet.write(r, c, float(cell) if cell.replace(".", "", 1).isdigit() else cell)
    book.save(str(tmp_path / "w.xls"))
    assert one_extract(tmp_path / "w.xls").table == loaded(tmp_path, cancer("provider")).table


def test_a_header_in_another_row(tmp_path: Path) -> None:
    rows = cancer("provider")
    assert loaded(tmp_path, rows[4:]).table == loaded(tmp_path, rows).table


def test_performance_in_per_cent(tmp_path: Path) -> None:
    rows = cancer("provider")
    at = column(rows, "Performance")
    per_cent = [
        [*row[:at], str(100 * float(row[at])), *row[at + 1 :]] if _is_share(row, at) else row for row in rows
    ]
    found = loaded(tmp_path, per_cent)
    assert found.table == loaded(tmp_path, rows).table
    assert "performance stands in per cent, not as a share; it was proved and is computed anew" in found.notes


def _is_share(row: list[str], at: int) -> bool:
    return len(row) > at and row[at].replace(".", "", 1).isdigit()


def test_a_dash_where_nobody_was_treated(tmp_path: Path) -> None:
    rows = replaced(cancer("provider"), 24, "Performance", "-")
    assert loaded(tmp_path, replaced(rows, 24, "Total", "-")).table.num_rows == 6


def combined_csv(*months: str) -> Rows:
    """Both sheets under one header, as the csv has them, with a line of referrals seen."""
    header = ["Basis", "Org_Code", "Org_Name", "Parent_Org", "Standard_or_Item", "Cancer_Type"]
    header += ["Referral_Route_or_Stage", "Treatment_Modality", "Total", "Within", "After", "Performance"]
    rows = [["Period", *header]]
    for month in months or ("",):
        for row in cancer("provider")[15:]:
            rows.append([month, "Provider", row[1], row[3], row[2], *row[4:12]])
        for row in cancer("commissioner")[15:]:
            rows.append([month, "Commissioner", row[1], row[2], "", *row[3:11]])
        seen = ["Provider", "RZ1", "X", "Midlands", "Urgent Suspected Cancer referral", "ALL CANCERS"]
        rows.append([month, *seen, "ALL ROUTES", "", "40", "", "", ""])
    return rows if months else [row[1:] for row in rows]


CSV_NAME = "January-2026-Monthly-Combined-CSV-Provisional.csv"


def test_the_combined_csv_says_the_same_as_the_workbook(tmp_path: Path) -> None:
    found = one_extract(write_csv(tmp_path / CSV_NAME, combined_csv()))
    book = one_extract(cancer_workbook(tmp_path / "w.xlsx"))
    key = [(name, "ascending") for name in ("basis", "standard", "org_code")]
    counts = ["period", "basis", "org_code", "standard", "modality", "total", "within", "after"]
    assert found.table.sort_by(key).select(counts) == book.table.sort_by(key).select(counts)
    assert (found.period, found.revised) == (date(2026, 1, 1), False)
    assert "left out: 1 row of other items than the three standards" in found.notes
    assert [check.name for check in found.checks][:3] == [
        "provider rows",
        "providers add up",
        "provider performance",
    ]


def test_a_csv_of_several_months_is_an_extract_for_each(tmp_path: Path) -> None:
    rows = combined_csv("01/04/2025", "2025-05-01")
    found = read_file(write_csv(tmp_path / "2025-26-Cumulative-Monthly-Combined-CSV-Final.csv", rows))
    assert [(each.period, each.table.num_rows, each.revised) for each in found] == [
        (date(2025, 4, 1), 12, True),
        (date(2025, 5, 1), 12, True),
    ]


def test_a_csv_without_a_month_is_told_to_keep_its_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no month in the rows or in the name of the file"):
        read_file(write_csv(tmp_path / "cancer.csv", combined_csv()))
    rows = [row for row in combined_csv() if row[1] != "RZ2"]
    with pytest.raises(SourceError, match="rows that add up to 400 fewer than Total"):
        read_file(write_csv(tmp_path / CSV_NAME, rows))


def test_one_bad_sheet_refuses_the_workbook(tmp_path: Path) -> None:
    good, bad = cancer("commissioner"), replaced(cancer("provider"), 17, "Total", "x")
    with pytest.raises(SourceError, match="sheet 'Providers', row 17, column 'Total': found 'x'"):
        read_file(write_xlsx(tmp_path / "w.xlsx", {"Systems": good, "Providers": bad}))


def test_the_same_sheet_twice(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "w.xlsx", {"One": cancer("provider"), "Two": cancer("provider")})
    with pytest.raises(SourceError, match="6 rows that stand in more than one sheet"):
        read_file(path)


# the real workbook


def test_january_2026(shared: Path) -> None:
    [path] = (shared / "data/cancer").glob("January-2026*.xlsx")
    table = one_extract(path).table
    assert table.num_rows == 24_277
    for basis in ("provider", "commissioner"):
        whole = (pc.field("basis") == basis) & (pc.field("cancer_type") == "ALL CANCERS")
        sums = {}
        for standard, route, modality in (
            ("28", "ALL ROUTES", None),
            ("31", "ALL STAGES", "ALL MODALITIES"),
            ("62", "ALL ROUTES", "ALL MODALITIES"),
        ):
            chosen = whole & (pc.field("standard") == standard) & (pc.field("route") == route)
            chosen &= pc.field("modality").is_null() if modality is None else pc.field("modality") == modality
            rows = table.filter(chosen)
            total, within = (pc.sum(rows[name]).as_py() for name in ("total", "within"))
            sums[standard] = (total, round(100 * within / total, 2))
        assert sums == {
            "28": (Decimal("267704.0"), Decimal("72.76")),
            "31": (Decimal("59736.0"), Decimal("89.83")),
            "62": (Decimal("28742.0"), Decimal("68.39")),
        }
