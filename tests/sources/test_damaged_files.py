"""Published files that can't be right: each is refused, and told by the place and what should stand there."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from published_files import (
    SYSTEM_MAPPING,
    Rows,
    ae,
    cancer,
    diagnostics,
    loaded,
    old_ae,
    referral_returns,
    refusal,
    replaced,
    rtt,
    rtt_row,
    swapped_values,
    without,
)

AE, DM01, MRR, RTT, CANCER = ae(), diagnostics(), referral_returns(), rtt(), cancer("provider")
T1, T2 = "A&E attendances Type 1", "A&E attendances Type 2"
LATE1, LATE2 = "Attendances over 4hrs Type 1", "Attendances over 4hrs Type 2"


def renamed(rows: Rows, heading: str, other: str) -> Rows:
    return [[other if cell == heading else cell for cell in rows[0]], *rows[1:]]


def cells(rows: Rows, names: Mapping[str, str]) -> Rows:
    """The rows with these cells, wherever they stand, replaced."""
    return [[names.get(cell, cell) for cell in row] for row in rows]


def types_changed_about(rows: Rows) -> Rows:
    """Every column of type 1 under type 2 and back: each sum still holds, but the size gives it away."""
    for heading in [heading for heading in rows[0] if heading.endswith("Type 1")]:
        rows = swapped_values(rows, heading, heading.replace("Type 1", "Type 2"))
    return rows


DAMAGED: dict[str, tuple[Rows, *tuple[str, ...]]] = {
    "ae: a provider taken out": (
        without(AE, 3),
        f"row 3, column '{T1}': found 14,000 in the TOTAL row, where the providers add up to 9,000",
    ),
    "ae: no total row": (AE[:-1], "found no TOTAL row"),
    "ae: what can be proved of a file without one still is": (
        replaced(old_ae()[:-1], 2, "Number of attendances over 4hrs Type 1", "9001"),
        "more than",
    ),
    "ae: more late than there were": (
        replaced(replaced(AE, 2, LATE2, "201"), 4, LATE2, "201"),
        f"found 201, more than {T2!r}, 200",
    ),
    "ae: types changed about": (types_changed_about(AE), "wanted more at type 1, the major departments"),
    "ae: a provider twice": (
        replaced(AE, 3, "Org Code", "RZ1"),
        "row 3: found the same provider code as in row 2",
    ),
    "ae: two months": (replaced(AE, 3, "Period", "MSitAE-MAY-2025"), "rows of one month"),
    "ae: a heading changed": (
        renamed(AE, T1, "Major A&E"),
        f"a sheet like the monthly A&E file without the columns {T1!r}",
    ),
    "ae: a heading twice": (renamed(AE, T2, T1), "without the columns"),
    "ae: percentages": (replaced(AE, 2, LATE1, "44.4%"), "a whole number"),
    "map: a provider in two boards": (
        [*SYSTEM_MAPPING, ["RZ1", SYSTEM_MAPPING[1][1], "QZ9", "NHS Other Board", "London"]],
        "row 4: found the same provider code as in row 2",
    ),
    "dm01: a test taken out": (
        without(DM01, 2),
        "row 16, column '00 < 01 Week': found rows that add up to 1 fewer than TOTAL (test 16)",
    ),
    "dm01: the row of all tests taken out": (DM01[:-1], "no row TOTAL (test 16) for provider code RZ2"),
    "dm01: waits that do not add up": (
        replaced(DM01, 2, "03 < 04 Weeks", "5"),
        "row 2, column 'Total WL': found 3, where the waits by week add up to 8",
    ),
    "dm01: activity that does not add up": (
        replaced(DM01, 2, "Planned Activity", "99"),
        "row 2, column 'Total Activity': found 14, where the three kinds of activity add up to 112",
    ),
    "dm01: no test": (replaced(DM01, 2, "Diagnostic Tests Sort Order", "17"), "wanted a test from 1 to 16"),
    "dm01: a row twice": ([*DM01, DM01[1]], "row 34: found the same"),
    "mrr: a dash, for nothing proves it a zero": (
        replaced(MRR, 2, "Op Gprefsmade M", "-"),
        "Write 0 where nobody",
    ),
    "mrr: more general and acute than all": (
        swapped_values(MRR, "Op Gprefsmade M", "Op Gprefsmade Ga M"),
        "row 2, column 'Op Gprefsmade Ga M': found 900, more than 'Op Gprefsmade M', 800",
    ),
    "mrr: a row twice": (
        [*MRR, MRR[1]],
        "row 5: found the same provider code and commissioner code as in row 2",
    ),
    "mrr: a column missing": (
        [row[:-2] + row[-1:] for row in MRR],
        "a sheet like the monthly referral return (MRR) without the columns 'Op Gprefsmade Ga M'",
    ),
    "rtt: a band changed": (
        replaced(RTT, rtt_row(RTT, "Part_2", "X02"), "Gt 05 To 06 Weeks SUM 1", "9"),
        f"row {rtt_row(RTT, 'Part_2', 'X02')}, column 'Total All': found 11, where the waits by week",
        "add up to 12",
    ),
    "rtt: a total of known starts changed, though Total All holds": (
        replaced(RTT, 2, "Total", "4"),
        "row 2, column 'Total': found 4, where the waits by week add up to 3",
    ),
    "rtt: a row taken out": (
        without(RTT, rtt_row(RTT, "Part_2", "X02")),
        "rows that add up to 8 fewer than C_999 for provider code RZ1, commissioner code 01Z, part 2",
        "column 'Gt 05 To 06 Weeks SUM 1'",
    ),
    "rtt: a total row taken out": (
        without(RTT, rtt_row(RTT, "Part_3", "C_999")),
        "no row C_999 for provider code RZ1, commissioner code 01Z, part 3",
    ),
    "rtt: a row twice": (
        [*RTT, RTT[1]],
        "row 62: found the same provider code and commissioner code and part and specialty code as in row 2",
    ),
    "rtt: parts changed about, so that more have a decision than wait": (
        cells(RTT, {"Part_2": "Part_2A", "Part_2A": "Part_2"}),
        "part 2A within part 2",
    ),
    "rtt: two months": (
        [*RTT, *rtt(period="RTT-May-2026")[1:]],
        "found April 2026, May 2026; wanted rows of one month",
    ),
    "rtt: a column missing and another in its place": (
        renamed(RTT, "Total All", "Grand total"),
        "a sheet like the RTT full extract without the columns 'Total All'",
        "it has these instead: 'Grand total'",
    ),
    "rtt: a column too many": (
        [[*row, "seen" if index else "My notes"] for index, row in enumerate(RTT)],
        "column 'My notes': found a column that does not belong to the layout",
    ),
    "cancer: performance in both units": (
        replaced(CANCER, 16, "Performance", "73.5"),
        "row 16, column 'Performance': found 73.5, where within / total is 0.7350",
    ),
    "cancer: a row taken out": (
        without(CANCER, 18),
        "rows that add up to 400 fewer than Total for standard 28, cancer type ALL CANCERS",
    ),
    "cancer: a total row taken out": (without(CANCER, 16), "no row Total for standard 28"),
    "cancer: a quarter of a pathway": (replaced(CANCER, 17, "Total", "600.25"), "in whole or half numbers"),
    "cancer: no line with the month": (CANCER[5:], "no line that says 'Period:'"),
    "cancer: a quarter of a year": (cancer("provider", period="Q4"), "found 'Q4'"),
    "cancer: the lines of the other sheet": (
        [*CANCER[:6], cancer("commissioner")[6], *CANCER[7:]],
        "found figures by commissioner; wanted figures by provider",
    ),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damage_is_refused(tmp_path: Path, damage: str) -> None:
    rows, *parts = DAMAGED[damage]
    message = refusal(tmp_path, rows)
    for part in parts:
        assert part in message


SWAPPED: list[tuple[Rows, str, str]] = [
    (AE, T1, LATE1),
    (AE, T1, T2),
    (AE, "Org Code", "Org name"),
    (AE, "Org Code", "Parent Org"),
    (AE, "A&E attendances Booked Appointments Type 1", "Attendances over 4hrs Booked Appointments Type 1"),
    (DM01, "Total WL", "Waiting List Activity"),
    (DM01, "Total Activity", "Planned Activity"),
    (DM01, "13+ Weeks", "Total WL"),
    (DM01, "Diagnostic Tests Sort Order", "Diagnostic Tests"),
    (DM01, "Provider Org Code", "Commissioner Org Code"),
    (MRR, "Op Gprefsmade M", "Op Otherrefsmade M"),
    (RTT, "Total", "Total All"),
    (RTT, "Total All", "Patients with unknown clock start date"),
    (RTT, "Gt 17 To 18 Weeks SUM 1", "Total All"),
    (RTT, "Provider Org Code", "Provider Org Name"),
    (RTT, "Provider Org Code", "Commissioner Org Code"),
    (RTT, "RTT Part Type", "RTT Part Description"),
    (RTT, "Treatment Function Code", "Treatment Function Name"),
    (RTT, "Treatment Function Code", "RTT Part Type"),
    (CANCER, "Within", "After"),
    (CANCER, "Total", "Within"),
    (CANCER, "Org Code", "Org Name"),
    (CANCER, "Within", "Performance"),
    # moved round by three: the form this damage took in a real file
    (swapped_values(CANCER, "Total", "Within"), "Within", "After"),
]


@pytest.mark.parametrize(("rows", "one", "other"), SWAPPED)
def test_values_under_each_others_headings(tmp_path: Path, rows: Rows, one: str, other: str) -> None:
    assert refusal(tmp_path, swapped_values(rows, one, other))


@pytest.mark.parametrize(
    ("heading", "value", "said"),
    [
        ("Total All", "", "an empty cell"),
        ("Total All", "*", "suppressed"),
        ("RTT Part Type", "Part_4", "one of Part_1A"),
        ("Treatment Function Code", "General Surgery", "a treatment function such as C_100"),
        ("Provider Org Code", "rz1 ", "an organisation code"),
        ("Period", "RTT-2026", "a month"),
        ("Gt 00 To 01 Weeks SUM 1", "-1", "a count from 0"),
    ],
)
def test_a_value_that_is_none(tmp_path: Path, heading: str, value: str, said: str) -> None:
    message = refusal(tmp_path, replaced(RTT, 2, heading, value))
    assert f"file.csv, row 2, column '{heading}'" in message
    assert said in message


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    rows = replaced(replaced(RTT, 2, "Total All", "x"), 5, "Gt 00 To 01 Weeks SUM 1", "y")
    assert len(refusal(tmp_path, rows).splitlines()) == 2
    assert len(refusal(tmp_path, without(AE, 3)).splitlines()) == 8  # the columns in which RZ2 counted anyone


@pytest.mark.parametrize("name", ["Monthly-AE-April-2025-revised.csv", "MRR-Revised-April.csv"])
def test_a_revised_file_says_so_in_its_name(tmp_path: Path, name: str) -> None:
    assert loaded(tmp_path, AE if "AE" in name else MRR, name).revised
