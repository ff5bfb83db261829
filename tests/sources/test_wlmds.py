"""Who waits (WLMDS), on a workbook and a csv made in the published layout."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from published_files import refused, write_csv, write_xlsx, write_zip

from briefing.sources import Extract, read_file
from briefing.sources.schemas import SCHEMAS

HEADINGS = [
    *("Total Waiting List", "Up to 18 weeks", "Over 18 and up to 52 weeks", "Over 52 weeks"),
    *("Unknown Clock Start Date", "% within 18 weeks*", "% > 52 weeks*"),
]
ENGLAND = ("ENG", "ENGLAND", "ALL")
PROVIDERS = [("ENG", "ENGLAND", kind) for kind in ("NHS ACUTE", "INDEPENDENT SECTOR", "OTHER")]
TRUST = ("RZ1", "NORTHVALE HOSPITALS NHS TRUST", "ACUTE TRUST")
OTHER_TRUST = ("RZ2", "SOUTHMERE NHS FOUNDATION TRUST", "ACUTE TRUST")
REMARK = "* The main source for '% within 18 weeks' is the monthly figure."
Cells = Sequence[object]
Rows = list[list[object]]


def waits(within: int, to_52: int, over_52: object, unknown: object = 0, total: int | None = None) -> Cells:
    """The seven cells of a group; a hidden count leaves the share of it blank."""
    shown = [count for count in (within, to_52, over_52, unknown) if isinstance(count, int)]
    total = sum(shown) if total is None else total
    share = within / total if total else ""
    return [
        total,
        within,
        to_52,
        over_52,
        unknown,
        share,
        over_52 / total if isinstance(over_52, int) and total else "",
    ]


def sheet(
    groups: Sequence[str],
    rows: Sequence[tuple[tuple[str, str, str], Sequence[Cells]]],
    week: str = "25 January 2026",
) -> Rows:
    """A sheet as published: a margin at the left, a title block, two rows of headings, a remark at the end."""
    return [
        [],
        ["", "Title:", "Referral to Treatment (RTT) Waiting Times"],
        ["", "Summary:", "From the Waiting List Minimum Data Set"],
        ["", "Period:", f"Week ending {week}"],
        [],
        [
            *("", "Organisation Code", "Organisation Name", "Organisation Type"),
            *(cell for group in groups for cell in (f"Incomplete Pathways - {group}", *[""] * 6)),
        ],
        ["", "", "", "", *HEADINGS * len(groups)],
        *(
            ["", *organisation, *(cell for cells in counts for cell in cells)]
            for organisation, counts in rows
        ),
        [],
        ["", REMARK],
    ]


def england(*counts: Cells) -> list[tuple[tuple[str, str, str], Sequence[Cells]]]:
    nobody = waits(0, 0, 0)
    whole = [(ENGLAND, list(counts)), (PROVIDERS[0], list(counts))]
    return [*whole, *((each, [nobody] * len(counts)) for each in PROVIDERS[1:])]


AGES = ("0 to 18 years", "Over 65 years")
BY_AGE = sheet(
    AGES,
    [
        *england(waits(600, 380, 20), waits(700, 290, 10)),
        (("Y59", "NORTH", "REGION"), [waits(100, 50, 5), waits(100, 50, 5)]),
        (TRUST, [waits(60, 35, "*", 0, total=100), waits(70, 25, 5)]),
        (OTHER_TRUST, [waits(0, 0, 0), waits(0, 0, 0)]),
    ],
)
BY_DEPRIVATION = sheet(
    ("IMD 1", "IMD 10"),
    [*england(waits(600, 380, 20), waits(700, 290, 10)), (TRUST, [waits(50, 45, 5), waits(70, 25, 5)])],
)
BY_ETHNICITY = sheet(("R: Chinese", "99: Not known"), [(TRUST, [waits(10, 5, 5), waits(70, 25, 5)])])


def workbook(tmp_path: Path, **sheets: Rows) -> Path:
    return write_xlsx(
        tmp_path / "WLMDS-Demographics-Summary.xlsx",
        {name.replace("_", "-"): rows for name, rows in sheets.items()},
    )


def one(path: Path) -> Extract:
    [found] = read_file(path)
    return found


def test_what_comes_out(tmp_path: Path) -> None:
    """Hidden counts are unknown, a trust whose breakdown is all noughts is absent, regions are left out."""
    found = one(workbook(tmp_path, Provider_Age=BY_AGE, Provider_Deprivation=BY_DEPRIVATION, Notes=[["."]]))
    assert (found.source, found.period, found.table.schema) == ("wlmds", date(2026, 1, 1), SCHEMAS["wlmds"])
    rows = {(row["org_code"], row["dimension"], row["category"]): row for row in found.table.to_pylist()}
    assert rows.keys() == {
        (code, dimension, category)
        for code in ("ENG", "RZ1")
        for dimension, category in (
            ("age", "0-18"),
            ("age", "65+"),
            ("deprivation", "1"),
            ("deprivation", "10"),
        )
    }
    young = rows["RZ1", "age", "0-18"]
    assert (young["total"], young["within_18_weeks"], young["over_52_weeks"]) == (100, 60, None)
    assert young["week_ending"] == date(2026, 1, 25)
    said = " | ".join(found.notes)
    assert "the list at the end of the week to 25 January 2026" in said
    assert "no breakdown by age came from RZ2: zeros there are no counts, and left out" in said
    assert "1 count by age that the publisher hides stays unknown" in said
    assert "sheet 'Notes' holds nothing this tool reads, and was left out" in said


def test_sheets_of_other_tables_are_named_in_one_note(tmp_path: Path) -> None:
    other = [["Treatment Function Name", "Incomplete Pathways - Female"], ["Cardiology Service", 5]]
    path = workbook(tmp_path, Provider_Age=BY_AGE, Treatment_Function_Sex=other, Notes=[["."]])
    [note] = [note for note in one(path).notes if "left out" in note and "sheet" in note]
    assert (
        note
        == "sheet 'Treatment-Function-Sex' and sheet 'Notes' hold nothing this tool reads, and were left out"
    )


def test_ethnic_letters_and_not_known(tmp_path: Path) -> None:
    table = one(workbook(tmp_path, Provider_Ethnicity=BY_ETHNICITY)).table.to_pylist()
    assert [(row["category"], row["total"]) for row in table] == [("R", 20), ("99", 100)]


BANDS = ("Unknown Clock Start", "01 To 18 Weeks", "18 To 52 Weeks", "Over 52 Weeks", "Total")


def csv_rows(code: str = "RZ1", kind: str = "ACUTE TRUST", hidden: str = "20") -> list[list[str]]:
    groups = {
        ("Age", "0-18 Years"): hidden,
        ("IMD", "10"): "20",
        ("Sex", "Female"): "20",
        ("Ethnicity", "S: Any other ethnic group"): "20",
    }
    rows = [["Code", "Name", "Geography", "Metric", "Category", "Waiting Bands", "Count"]]
    for (metric, category), over_52 in groups.items():
        for band, people in zip(BANDS, ("0", "60", "20", over_52, "100"), strict=True):
            rows.append([code, "NORTHVALE", kind, metric, category, band, people])
    return rows


def test_the_csv_is_the_same_table(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "WLMDS-Demographics-Geography-to-27-July-2025-v1.csv", csv_rows(hidden="*"))
    found = one(path)
    assert (found.period, found.table["week_ending"][0].as_py()) == (date(2025, 7, 1), date(2025, 7, 27))
    assert [
        (row["dimension"], row["category"], row["within_18_weeks"], row["over_52_weeks"])
        for row in found.table.to_pylist()
    ] == [
        ("age", "0-18", 60, None),
        ("deprivation", "10", 60, 20),
        ("sex", "female", 60, 20),
        ("ethnicity", "S", 60, 20),
    ]
    zipped = write_zip(tmp_path / "x.zip", {path.name: path.read_bytes()})
    assert one(zipped).table == found.table


def changed(rows: Rows, row: int, column: int, value: object) -> Rows:
    copy = [list(cells) for cells in rows]
    copy[row][column] = value
    return copy


@pytest.mark.parametrize(
    ("rows", "where", "found"),
    [
        (changed(BY_AGE, 12, 11, 70), "row 13, column 'Over 65 years: Total Waiting List'", "70 in all"),
        (changed(BY_AGE, 7, 4, 1100), "row 8, column '0 to 18 years: Total Waiting List'", "1,100 in all"),
        (changed(BY_AGE, 12, 4, "many"), "row 13, column '0 to 18 years: Total Waiting List'", "'many'"),
        (changed(BY_AGE, 12, 1, "Northvale"), "row 13, column 'Organisation Code'", "'NORTHVALE'"),
        (changed(BY_AGE, 5, 4, "Incomplete Pathways - Left-handed"), "row 6, column 'E'", "'Left-handed'"),
        (changed(BY_AGE, 6, 5, "Under 18 weeks"), "row 7", "no column 'Up to 18 weeks' for '0 to 18 years'"),
        (changed(BY_AGE, 3, 2, "January"), "", "no day in 'January'"),
        (changed(BY_AGE, 9, 4, 500), "row 10, column '0 to 18 years: Total Waiting List'", "500 in all"),
    ],
)
def test_what_is_refused(tmp_path: Path, rows: Rows, where: str, found: str) -> None:
    said = refused(workbook(tmp_path, Provider_Age=rows))
    assert found in said
    assert where in said


def test_swapped_columns_show_in_the_published_share(tmp_path: Path) -> None:
    rows = [list(row) for row in BY_DEPRIVATION]
    for row in rows[6:]:
        if len(row) > 6:
            row[5], row[6] = row[6], row[5]
    rows[6][5], rows[6][6] = rows[6][6], rows[6][5]
    said = refused(workbook(tmp_path, Provider_Deprivation=rows))
    assert "60.0%, where the counts make 38.0%" in said


def test_kinds_of_provider_that_do_not_add_up_to_england(tmp_path: Path) -> None:
    rows = sheet(
        ("Female",), [(ENGLAND, [waits(60, 40, 0)]), *((each, [waits(30, 20, 0)]) for each in PROVIDERS)]
    )
    assert "100, where the three kinds of provider add up to 150" in refused(
        workbook(tmp_path, Provider_Sex=rows)
    )


@pytest.mark.parametrize("name", ["waiting.csv", "WLMDS-Demographics-Geography-to-45-July-2025.csv"])
def test_a_csv_without_its_week_says_where_it_is_looked_for(tmp_path: Path, name: str) -> None:
    said = refused(write_csv(tmp_path / name, csv_rows()))
    assert "Give the file the name it was published under" in said


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda row: [*row[:5], "Over 78 Weeks", row[6]], "'Over 78 Weeks'"),
        (lambda row: [*row[:3], "Height", *row[4:]], "'Height 10'"),
    ],
)
def test_a_csv_of_other_words_is_refused(
    tmp_path: Path, change: Callable[[list[str]], list[str]], found: str
) -> None:
    rows = csv_rows()
    rows[6] = change(rows[6])
    said = refused(write_csv(tmp_path / "WLMDS-Demographics-Geography-to-27-July-2025-v1.csv", rows))
    assert found in said
    assert "row 7" in said
