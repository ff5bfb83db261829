"""Returns of which no original was seen: read in the layout that is described, refused in any other."""

from datetime import date
from pathlib import Path

import pytest
from published_files import Rows, one_extract, refused, write_csv, write_xlsx

from briefing.sources import read_file
from briefing.sources.hospital_returns import parse_period
from briefing.sources.values import Unreadable

CANCELLED: list[list[object]] = [
    ["Quarter 1, 2022-23 (April to June 2022)"],
    [],
    [
        *("Region Code", "Region Name", "Organisation Code", "Organisation Name"),
        "Number of last minute elective operations cancelled for non clinical reasons",
        "Number of patients not treated within 28 days of last minute cancellation",
    ],
    ["", "", "", "England", 150, 20],
    [],
    ["Y60", "MIDLANDS", "RZ1", "NORTHVALE HOSPITALS", 100, 15],
    ["Y60", "MIDLANDS", "RZ2", "SOUTHMERE", 50, 5],
    ["-", "-", "-", "-", "-", "-"],
]
YEAR = [
    [
        "Year",
        "Period Name",
        "Parent Org Code",
        "Parent Name",
        "Org Code",
        "Org Name",
        "Cancelled Operations",
        "Breaches Of Standard",
    ],
    ["2024-25", "JUNE", "Y60", "MIDLANDS", "RZ1", "NORTHVALE", "10", "1"],
    ["2024-25", "MARCH", "Y60", "MIDLANDS", "RZ1", "NORTHVALE", "12", "2"],
]
DISCHARGES = [
    [
        *(
            "Data Type",
            "Upper Tier Local Authority Code",
            "Upper Tier Local Authority",
            "Region (of Provider)",
        ),
        *("ICB (of Provider)", "Code", "Organisation Name", "Measure", "Value"),
    ],
    ["National", "", "", "", "", "ENG", "England", "Number of patients discharged in total", "900"],
    ["Provider", "", "", "N", "Q", "RZ1", "NORTHVALE", "Number of patients discharged in total", "100"],
    ["Provider", "", "", "N", "Q", "RZ1", "NORTHVALE", "Number of patients where there is No delay", "*"],
]
SHMI = [
    "TIME_PERIOD,PUBLICATION_MONTH,PROVIDER_CODE,PROVIDER_NAME,SHMI_VALUE,SHMI_BANDING,OD_LL,OD_UL,SPELLS,OBSERVED,"
    "EXPECTED,PALLIATIVE_SPELLS,PALLIATIVE_DEATHS",
    "JAN25_DEC25,JUL_26,RZ1,NORTHVALE,1.2,1.0,0.9,1.1,40000,1200,1000.0,1,1",
    "JAN25_DEC25,JUL_26,RZ2,SOUTHMERE,1.0,2.0,0.9,1.1,40000,1000,1000.0,1,1",
]  # fmt: skip
SECTORS = ["Total", "General & Acute", "Learning Disabilities", "Maternity", "Mental Illness"]
BEDS: list[list[object]] = [
    ["", "", "", "", "", "Available", *[""] * 5, "Occupied", *[""] * 5, "% Occupied", *[""] * 4],
    ["Year", "Period End", "Region Code", "Org Code", "Org Name", *SECTORS, "", *SECTORS, "", *SECTORS],
    ["2025-26", "March", "Y60", "RZ1", "NORTHVALE", 9, 400.5, 0, 5, 4, "", 8, 380, 0, 4, 3, "", 0.9, 380 / 400.5],
]  # fmt: skip
LEAGUE = [
    "Region,Trust_type,Trust_subtype,Trust_code,Trust_name,Quarter,Average_score,Likely_range_of_average_score,"
    "Segment,Trust_in_financial_deficit,Rank,Likely_range_of_rank",
    "Midlands,Acute,Large,RZ1,NORTHVALE,Q3 2025/26,1.36,1.2 to 1.5,1,No,3,1 to 20",
]
CQC = [
    [
        *("Location ID", "Location ODS Code", "Location Name", "Domain", "Service / Population Group"),
        *("Latest Rating", "Publication Date", "Provider ID"),
    ],
    ["1-1", "RZ101", "NORTHVALE GENERAL", "Safe", "Overall", "Good", "01/02/2024", "RZ1"],
    ["1-1", "RZ101", "NORTHVALE GENERAL", "Safe", "Maternity", "Requires improvement", "01/02/2024", "RZ1"],
]


def split(lines: list[str]) -> Rows:
    return [line.split(",") for line in lines]


def test_each_is_read_in_its_layout(tmp_path: Path) -> None:
    found = one_extract(write_xlsx(tmp_path / "Q1-Cancelled.xlsx", {"Provider": CANCELLED}))
    assert (found.source, found.period) == ("cancelled_operations", date(2022, 6, 1))
    assert [(row["org_code"], row["cancelled"], row["not_treated"]) for row in found.table.to_pylist()] == [
        ("RZ1", 100, 15),
        ("RZ2", 50, 5),
    ]
    assert "no original of it seen" in found.notes[-1]
    months = [extract.period for extract in read_file(write_csv(tmp_path / "QMCO-Annual.csv", YEAR))]
    assert months == [date(2024, 6, 1), date(2025, 3, 1)]
    found = one_extract(write_csv(tmp_path / "Discharge-Ready-Date-csv-April-2024-Revised.csv", DISCHARGES))
    assert (found.source, found.period, found.revised) == ("discharges", date(2024, 4, 1), True)
    assert found.table.select(["measure", "value"]).to_pylist() == [
        {"measure": "discharged", "value": 100.0},
        {"measure": "on_the_day", "value": None},
    ]
    found = one_extract(write_csv(tmp_path / "SHMI.csv", split(SHMI)))
    assert (found.source, found.period) == ("shmi", date(2025, 12, 1))
    assert found.table["band"].to_pylist() == ["higher than expected", "as expected"]
    found = one_extract(write_xlsx(tmp_path / "Beds.xlsx", {"NHS Trust by Sector": BEDS}))
    assert (found.source, found.period) == ("beds", date(2026, 3, 1))
    assert found.table.select(["available", "occupied"]).to_pylist() == [
        {"available": 400.5, "occupied": 380.0}
    ]
    found = one_extract(write_csv(tmp_path / "league.csv", split(LEAGUE)))
    assert (found.source, found.period, found.table["segment"][0].as_py()) == (
        "oversight",
        date(2025, 12, 1),
        1,
    )
    found = one_extract(write_xlsx(tmp_path / "05_May_2026_Latest_ratings.xlsx", {"Locations": CQC}))
    assert (found.source, found.period, found.table.num_rows) == ("cqc", date(2026, 5, 1), 1)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            split([SHMI[0], SHMI[1].replace(",1.0,0.9", ",2.0,0.9")]),
            "as expected, where the limits say higher",
        ),
        (
            split([SHMI[0], SHMI[1].replace("1200,1000.0", "1000,1200.0")]),
            "where observed / expected is 0.8333",
        ),
        (split([SHMI[0].replace("OD_LL", "CI_LL"), SHMI[1]]), "without the columns 'OD_LL'"),
        ([YEAR[0], [*YEAR[1][:6], "1", "10"]], "10, more than 'Cancelled Operations', 1"),
        ([YEAR[0], ["", "", *YEAR[1][2:]]], "no period in"),
        ([[*LEAGUE[0].split(","), "Star"], [*LEAGUE[1].split(","), "5"]], "a column that does not belong"),
    ],
)
def test_what_is_not_sure_is_refused(tmp_path: Path, rows: Rows, words: str) -> None:
    assert words in refused(write_csv(tmp_path / "file.csv", rows))


def test_a_share_of_beds_proves_its_columns(tmp_path: Path) -> None:
    rows = [BEDS[0], BEDS[1], [*BEDS[2][:12], 330, *BEDS[2][13:]]]
    assert "where occupied / available is 0.824" in refused(write_xlsx(tmp_path / "b.xlsx", {"Sheet": rows}))


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("Quarter 4, 2024-25 (January to March 2025)", date(2025, 3, 1)),
        ("Q3 2025/26", date(2025, 12, 1)),
        ("2024-25 SEPTEMBER", date(2024, 9, 1)),
        ("JAN25_DEC25", date(2025, 12, 1)),
        ("April-2024-Revised", date(2024, 4, 1)),
    ],
)
def test_how_a_period_is_said(words: str, period: date) -> None:
    assert parse_period(words) == period


def test_no_period() -> None:
    with pytest.raises(Unreadable):
        parse_period("latest")
