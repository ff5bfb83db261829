"""Published files that nothing reads, and documents beside tables: one line, once, with what to do."""

from pathlib import Path, PurePath

import pytest
from published_files import ae, csv_bytes, write_csv, write_xlsx, write_zip

from briefing.errors import Fault, SourceError
from briefing.sources import read_file
from briefing.sources.unread import no_table

AE_BY_PROVIDER = [
    ["Title:", "A&E Attendances and Emergency Admissions"],
    ["Code", "Region", "Name", "Type 1 Departments - Major A&E", "Type 2 Departments - Single Specialty"],
    ["RZ1", "Midlands", "NORTHVALE", 1, 2],
]
CRS = [
    ["Period", "Standard", "Org Code", "Cancer Type", "Stage/Route", "Total", "Within Standard", "Breaches"],
    ["Apr-25", "31-day Combined", "RZ1", "Skin", "First", 3, 3, 0],
]
FFT = [
    ["A&E Friends and Family Test (FFT) data - July 2025"],
    ["ICB Code", "Trust Code"],
    ["Selection", "=SUM(A1)"],
]
LSOA = [["LSOA code (2011)", "LSOA name (2011)", "Index of Multiple Deprivation (IMD) Rank"], ["E01", "A", 7]]
LSOA_OF_2015 = [
    ["LSOA code ", "LSOA name ", "District Code", "imd_rank", "imd_decile"],
    ["E01", "A", "E07", 7, 1],
]


def refusal(path: Path) -> list[Fault]:
    with pytest.raises(SourceError) as error:
        read_file(path)
    return list(error.value.faults)


@pytest.mark.parametrize(
    ("rows", "found", "instead"),
    [
        (AE_BY_PROVIDER, "the A&E workbook by provider", "Load the CSV of the same month"),
        (CRS, "(CWT-CRS)", "Load the Monthly Combined Workbook, or its CSV"),
        (FFT, "the Friends and Family Test without a trust", "Load the whole workbook of the month"),
        (LSOA, "by small area (LSOA)", "use the practice-level file"),
        (LSOA_OF_2015, "by small area (LSOA)", "use the practice-level file"),
        (
            [["Ambulance Quality Indicators"], ["Org", "Calls"]],
            "ambulance quality indicators",
            "leave it out",
        ),
        ([["Data on Written Complaints in the NHS"], ["Org"]], "written complaints", "leave it out"),
        ([["Trust Code", "Trust Name", "ERIC"], ["RZ1", "F", 1]], "estates (ERIC)", "leave it out"),
        ([["PRACTICE_CODE", "BNF_CODE", "ITEMS"], ["A81001", "01", 1]], "prescribing", "leave it out"),
        ([["Title:", "Never Events reported"], ["Org"]], "never events", "leave it out"),
        ([["PRIMARY_LEVEL", "MEASURE_ID"], ["England", "MHS01"]], "mental health", "leave it out"),
    ],
)
def test_a_published_file_that_is_not_read_is_told_in_one_line(
    tmp_path: Path, rows: list[list[object]], found: str, instead: str
) -> None:
    path = write_xlsx(tmp_path / "as published.xlsx", {"Notes": [["Contents"]], "One": rows, "Two": rows})
    [fault] = refusal(path)
    assert found in fault.found
    assert instead in fault.remedy
    assert fault.harmless
    assert "ownload it again" not in fault.remedy


def test_a_feed_that_only_speaks_of_such_a_file_is_told_what_is_wrong_with_it(tmp_path: Path) -> None:
    rows = [
        ["concern_id", "practice_code", "reported_on", "provider_code", "theme", "text"],
        ["C1", "A81001", "soon", "RXA", "letters", "Friends and Family Test"],
    ]
    [fault] = refusal(write_csv(tmp_path / "c.csv", rows))
    assert (fault.row, fault.column, fault.harmless) == (2, "reported_on", False)
    [fault] = refusal(write_csv(tmp_path / "c.csv", [[*row[:4], *row[5:]] for row in rows]))
    assert "without the columns 'theme'" in fault.found


def test_an_unknown_workbook_is_told_once_however_many_sheets_it_has(tmp_path: Path) -> None:
    [fault] = refusal(
        write_xlsx(tmp_path / "t.xlsx", {name: [["colour"], ["red"]] for name in ("A", "B", "C")})
    )
    assert (
        "no known layout in sheet 'A' or sheet 'B' or sheet 'C'; its first cells are 'colour'" in fault.found
    )


@pytest.mark.parametrize(
    ("name", "register", "told"),
    [
        ("minutes.DOCX", True, (True, "no table: a document", "left alone")),
        ("minutes.docx", False, (False, "no table: a document", "look for the csv or Excel")),
        ("April.msg", False, (False, "an e-mail", "Save the file that is attached")),
        ("people.numbers", True, (False, "a spreadsheet of another program", "save it from there as .xlsx")),
        ("people.gsheet", True, (False, "a spreadsheet of another program", "save it from there as .xlsx")),
        ("How to fill it in.pdf", True, (True, "no table: a document", "left alone")),
        ("statistics.pdf", False, None),
        ("people.csv", True, None),
        ("statistics.txt", False, None),
    ],
)
def test_what_is_no_table_is_known_by_the_ending_of_its_name(
    name: str, register: bool, told: tuple[bool, str, str] | None
) -> None:
    fault = no_table(PurePath(name), register=register)
    if told is None:
        assert fault is None
    else:
        assert fault is not None
        harmless, found, remedy = told
        assert (fault.harmless, found in fault.found, remedy in fault.remedy) == (harmless, True, True)


@pytest.mark.parametrize(
    ("file", "headings"),
    [
        ("people.csv", ["Ref", "Full name", "Job title"]),
        ("staff.csv", ["Person ID", "Full name", "Job title"]),
    ],
)
def test_a_register_under_headings_of_its_own_is_told_which_are_wanted(
    tmp_path: Path, file: str, headings: list[str]
) -> None:
    [fault] = refusal(write_csv(tmp_path / file, [headings, ["P1", "Dr Sample", "GP"]]))
    assert fault.wanted == "people (register), with the columns person_id, name, role"
    assert "briefing.toml under [columns.people]" in fault.remedy


def test_a_clerk_s_sheet_in_the_inbox_is_told_where_it_goes(tmp_path: Path) -> None:
    rows = [["Meeting id", "2026-06-18-rz1"], ["Question id", "Provider", "Question", "Answer", "Commitment"]]
    [fault] = refusal(write_xlsx(tmp_path / "clerk.xlsx", {"Answers": rows}))
    assert (fault.harmless, "briefing record MEETING FILE" in fault.remedy) == (True, True)


DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
DOCUMENTS = {
    "notes.pdf": b"%PDF-1.7 about the file",
    "readme.html": b"<html><p>About the file</p></html>",
    "notes.rtf": b"{\\rtf1 about}",
    "cover.png": b"\x89PNG\r\n",
    "README.txt": b"About the file.\n",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
}


def docx(folder: Path) -> bytes:
    return write_zip(folder / "made.docx", DOCX).read_bytes()


@pytest.mark.parametrize("name", [*DOCUMENTS, "notes.docx"])
def test_a_document_beside_a_table_in_a_zip_is_a_note(tmp_path: Path, name: str) -> None:
    content = DOCUMENTS.get(name) or docx(tmp_path)
    [extract] = read_file(write_zip(tmp_path / "a.zip", {"a.csv": csv_bytes(ae()), name: content}))
    assert extract.table.num_rows == 2
    assert extract.notes == (f"a.zip > {name} holds nothing this tool reads, and was left out",)


def test_documents_alone_are_refused_and_so_is_an_archive_that_may_hold_tables(tmp_path: Path) -> None:
    assert (
        "a PDF document" in refusal(write_zip(tmp_path / "a.zip", {"a.pdf": DOCUMENTS["notes.pdf"]}))[0].found
    )
    inner = write_zip(tmp_path / "inner.zip", {"a.csv": csv_bytes(ae())}).read_bytes()
    members = {"a.csv": csv_bytes(ae()), "inner.zip": inner}
    assert "a zip inside a zip" in refusal(write_zip(tmp_path / "b.zip", members))[0].found


@pytest.mark.parametrize(
    "litter", [".DS_Store", "Thumbs.db", "~$a.xlsx", "a.csv.bak", "desktop.ini", "__MACOSX/._a.csv"]
)
def test_what_a_computer_left_in_a_zip_is_no_file(tmp_path: Path, litter: str) -> None:
    [extract] = read_file(write_zip(tmp_path / "a.zip", {"a.csv": csv_bytes(ae()), litter: b"\0\1\2"}))
    assert extract.notes == ()


@pytest.mark.parametrize(
    "content", [b"<html><table><tr><td>1</td></tr></table>", b'<?xml version="1.0"?><Workbook/>']
)
def test_a_web_page_under_the_name_of_a_workbook_is_to_be_saved_by_excel(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "a.xls").write_bytes(content)
    assert refusal(tmp_path / "a.xls")[0].remedy == "Open it in Excel, save it as .xlsx, and load that."


def test_a_workbook_whose_parts_are_named_with_backslashes_is_to_be_saved_anew(tmp_path: Path) -> None:
    path = write_zip(
        tmp_path / "a.xlsx", {"xl\\workbook.xml": b"<workbook/>", "xl\\worksheets\\sheet1.xml": b"<a/>"}
    )
    assert refusal(path)[0].remedy == "Open it in Excel and save it as a new .xlsx."
