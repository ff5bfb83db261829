"""The Friends and Family Test: the publisher's own empty workbooks filled in, and workbooks drawn in their layout."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from published_files import one_extract, refused, write_csv, write_xlsx

from briefing.sources import read_file
from briefing.sources.schemas import SCHEMAS

ANSWERS = ["Very Good", "Good", "Neither Good nor Poor", "Poor", "Very Poor", "Don't Know"]
TITLE = "A&E Friends and Family Test (FFT) data - February 2026"
RXL = [502, 3387, 302 / 502, 154 / 502, 207, 95, 43, 51, 103, 3]
"""A trust's row as published in February 2026: 60.16% positive."""
HIDDEN = [3, 40, *"********"]
Row = Sequence[object]


def trusts(*rows: Row, england: object = 505) -> list[list[object]]:
    headings = ["ICB Code", "Trust Code", "Trust Name", "Total Responses", "Total Eligible"]
    headings += ["Percentage Positive", "Percentage Negative", "Breakdown of Responses", *[""] * 5]
    return [
        [],
        ["", "Sort data by:"],
        [*headings, "Mode of Collection", ""],
        ["", "", "", "", "", "", "", *ANSWERS, "Mode SMS", "Mode Other"],
        ["", "", "England", england, 9000, 0.6, 0.3, *[1] * 6, 1, 1],
        ["", "", "Selection (excluding suppressed data)", 502, 9000, 0.6, 0.3, *[1] * 6, 1, 1],
        *(["QE1", code, f"{code} NHS TRUST", *cells, 1, 1] for code, *cells in rows),
    ]


def workbook(tmp_path: Path, rows: list[list[object]], title: str = TITLE) -> Path:
    return write_xlsx(tmp_path / "FFT_AE.xlsx", {"Notes": [[], ["", title]], "Trusts": rows})


def test_a_trust_as_published_and_one_that_is_hidden(tmp_path: Path) -> None:
    found = one_extract(workbook(tmp_path, trusts(["RXL", *RXL], ["RZ2", *HIDDEN])))
    assert (found.source, found.period) == ("friends_and_family", date(2026, 2, 1))
    assert found.table.schema == SCHEMAS["friends_and_family"]
    shown, hidden = found.table.to_pylist()
    assert (shown["service"], shown["org_type"], shown["org_code"]) == ("ae", "provider", "RXL")
    assert round(100 * (shown["very_good"] + shown["good"]) / shown["responses"], 2) == 60.16
    assert (hidden["responses"], hidden["very_good"], hidden["dont_know"]) == (3, None, None)
    assert "1 provider whose answers the publisher hides stay unknown" in found.notes
    assert "505, as in England's row" in {check.detail for check in found.checks}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (trusts(["RXL", *RXL], england=700), "700, where the organisations add up to 502"),
        (trusts(["RXL", *RXL[:4], 208, *RXL[5:]], england=502), "502, where the answers add up to 503"),
        (
            trusts(
                ["RXL", *RXL[:4], 95, 207, 43, 103, 51, 3], ["RZ2", *RXL[:2], 0.5, *RXL[3:]], england=1004
            ),
            "50.0%, where the answers make 60.2%",
        ),
        (trusts(["RXL", *RXL], ["RXL", *RXL], england=1004), "the same org code as in row 7"),
        (trusts(["Northvale", *RXL], england=502), "'NORTHVALE'"),
    ],
)
def test_what_does_not_hold_is_refused(tmp_path: Path, rows: list[list[object]], words: str) -> None:
    assert words in refused(workbook(tmp_path, rows))


def test_another_heading_is_refused_and_not_guessed(tmp_path: Path) -> None:
    rows = trusts(["RXL", *RXL], england=502)
    rows[3][7] = "Excellent"
    assert "without the columns 'Very Good'" in refused(workbook(tmp_path, rows))


def test_a_csv_takes_service_and_month_from_its_name(tmp_path: Path) -> None:
    rows = [[str(cell) for cell in row] for row in trusts(["RXL", *RXL], england=502)[2:]]
    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    found = one_extract(write_csv(tmp_path / "FFT_AE_Feb-26.csv", rows))
    assert (found.period, found.table["service"][0].as_py()) == (date(2026, 2, 1), "ae")
    assert "no service on the cover" in refused(write_csv(tmp_path / "export.csv", rows))
    assert "no month on the cover" in refused(write_csv(tmp_path / "fft-outpatient.csv", rows))


def test_practices(tmp_path: Path) -> None:
    headings = ["Practice Code", "Practice Name", "Total Responses", "Percentage Positive"]
    rows = [
        [*headings, "Percentage Negative", *ANSWERS],
        ["A81001", "THE SURGERY", 10, 0.9, 0, 8, 1, 1, 0, 0, 0],
    ]
    path = write_xlsx(tmp_path / "ftt-gp-apr-26.xlsx", {"practice level": rows})
    [row] = one_extract(path).table.to_pylist()
    assert (row["service"], row["org_type"], row["org_code"]) == ("gp", "practice", "A81001")
    assert row["period"] == date(2026, 4, 1)


LAYOUTS = {
    "FFT_AE": ("Trusts", ["ae"]),
    "FFT_Ambulance": ("PTS Org", ["ambulance"]),
    "FFT_IP": ("Trusts", ["inpatient"]),
    "FFT_Maternity": ("Trusts Q", ["antenatal", "birth", "postnatal_ward", "postnatal_community"]),
    "FFT_Outpatient": ("Orgs", ["outpatient"]),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_publishers_own_headings_are_read(shared: Path, tmp_path: Path, name: str) -> None:
    """Its empty workbook, with one trust written in under the headings as they stand; empty it is told in one line."""
    template = shared / "data" / "fft" / f"{name}_layout_template.xlsx"
    assert "the Friends and Family Test" in refused(template)
    starts, services = LAYOUTS[name]
    book = openpyxl.load_workbook(template)
    for sheet in book.worksheets:
        if sheet.title.startswith(starts):
            fill(sheet)
    book.save(tmp_path / "filled.xlsx")
    [found] = read_file(tmp_path / "filled.xlsx")
    assert found.table["service"].to_pylist() == services
    assert found.period in (date(2025, 6, 1), date(2025, 7, 1))
    for row in found.table.to_pylist():
        assert (row["org_code"], row["responses"], row["very_good"], row["dont_know"]) == ("RXL", 502, 207, 3)


def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    """Formulas go: only Excel can save their values."""
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell, openpyxl.cell.MergedCell) and str(cell.value).startswith("="):
                cell.value = None
    at = next(row for row in range(1, 30) if "Total Responses" in [cell.value for cell in sheet[row]])
    headings = [cell.value or under.value for cell, under in zip(sheet[at], sheet[at + 1], strict=True)]
    headings = [
        under.value if cell.value == "Breakdown of Responses" else heading
        for cell, under, heading in zip(sheet[at], sheet[at + 1], headings, strict=True)
    ]
    values = dict(
        zip(
            ("Total Responses", "Total Eligible", "Percentage Positive", "Percentage Negative"),
            RXL,
            strict=False,
        )
    )
    values |= dict(zip(ANSWERS, RXL[4:], strict=True))
    values |= dict.fromkeys(("Trust Code", "Org Code"), "RXL")
    values |= dict.fromkeys(("Trust Name", "Organisation Name"), "MADE UP NHS TRUST")
    selection = next(row for row in range(at, 30) if str(sheet.cell(row, 3).value).startswith("Selection"))
    for column, heading in enumerate(headings, start=1):
        sheet.cell(selection + 1, column).value = values.get(heading)
