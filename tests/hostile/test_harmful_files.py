"""Files that mean harm or are far from what they should be: a refusal that says so, in bounded time and memory."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from published_files import refused, write_zip

from briefing.sources import files, read_file

HEAD = "person_id,name,role,practice_code,email,may_decide\n"


def people(folder: Path, name: str, *, role: str = "GP", email: str = "") -> Path:
    path = folder / "people.csv"
    path.write_text(f'{HEAD}P1,"{name}",{role},,"{email}",no\n', encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("x" * 40_000, "row 2, column 'name': found 40,000 letters; wanted at most 32,767"),
        ("Ada\x1b[31mSample", "row 2, column 'name': found characters that can't be seen"),
        ("Ada\u202eelpmaS", "row 2, column 'name': found characters that can't be seen"),
    ],
)
def test_text_that_is_not_what_it_seems(tmp_path: Path, name: str, said: str) -> None:
    assert said in refused(people(tmp_path, name))


@pytest.mark.parametrize(
    "email",
    [
        "a@example.org, b@example.org",
        "Ada <a@example.org>",
        "a@example.org\nBcc: b@example.org",
        "a@example.org;b@example.org",
        "a@localhost",
        "\u0430da@example.org",
    ],
)
def test_an_address_is_one_plain_address(tmp_path: Path, email: str) -> None:
    assert "column 'email'" in refused(people(tmp_path, "Ada", email=email))


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|'/c calc'!A1", "<script>alert(1)</script>", "<svg onload=x>", "é\tn"]
)
def test_what_means_something_elsewhere_is_only_text_here(tmp_path: Path, text: str) -> None:
    (extract,) = read_file(people(tmp_path, text))
    assert extract.table["name"].to_pylist() == [text]


def test_a_table_with_far_too_many_columns(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(",".join(f"c{i}" for i in range(20_000)) + "\n1\n")
    assert "found 20,000 columns; wanted at most 2,000" in refused(tmp_path / "t.csv")


def test_a_file_too_large_to_be_one_of_ours_is_not_read_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.truncate(files.LARGEST_TOTAL + 1)  # a hole: it takes no room on the disk
    monkeypatch.setattr(Path, "read_bytes", None)
    assert "a file of 2.0 GiB" in refused(path)


def test_a_zip_that_says_less_than_it_holds_is_stopped_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    write_zip(path, {"t.csv": b"name\n" + b"0" * 5_000_000})
    content = path.read_bytes()
    honest, lie = (5_000_005).to_bytes(4, "little"), (5).to_bytes(4, "little")
    assert content.count(honest) == 2
    path.write_bytes(content.replace(honest, lie))
    assert "a damaged zip file" in refused(path)


def test_a_link_in_a_zip_is_text_and_leads_nowhere(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("people.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "root" not in refused(tmp_path / "t.zip")


def test_a_workbook_with_macros_is_read_for_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsm"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("people")
        sheet.write_row(0, 0, HEAD.strip().split(","))
        sheet.write_row(1, 0, ["P1", "Ada Sample", "GP", "", "", "no"])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xcc\x61 Attribute VB_Name = ThisWorkbook: Auto_Open")
    (extract,) = read_file(path)
    assert extract.table["name"].to_pylist() == ["Ada Sample"]


def test_a_formula_that_reaches_out_is_refused_or_read_as_its_value(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("people")
        sheet.write_row(0, 0, HEAD.strip().split(","))
        sheet.write_row(1, 0, ["P1", "", "GP", "", "", "no"])
        sheet.write_formula("B2", '=WEBSERVICE("http://example.org/"&A2)', None, "Ada Sample")
    (extract,) = read_file(path)
    assert extract.table["name"].to_pylist() == ["Ada Sample"]
    assert any("formulas" in note for note in extract.notes)


MEASURE = """
import resource, sys
from pathlib import Path
from briefing.errors import SourceError
from briefing.sources import read_file
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    (extract,) = read_file(Path(sys.argv[1]))
    rows = extract.table.num_rows
except SourceError as error:
    rows = str(error)[:300]
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024, rows)
"""


BYTES_A_ROW = 300
"""Six times what a row takes in the file. Before columns were kept by their different values it was 390."""


def peak_of(path: Path, rows: int) -> int:
    with path.open("w", newline="") as file:
        file.write("request_id,practice_code,provider_code,specialty_code,asked_on,answered_on,outcome\n")
        for number in range(rows):
            file.write(
                f"Q{number:08},V9{number % 70:04},RZA,100,2026-0{number % 6 + 1}-02,2026-07-09,advice\n"
            )
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
    )
    used, read = done.stdout.split(" ", 1)
    assert read.strip() == f"{rows}"
    return int(used)


def test_each_further_row_of_a_feed_takes_little_memory(tmp_path: Path) -> None:
    """A fraction of the ten million that were measured by hand: see docs/decisions.md."""
    pytest.importorskip("resource", reason="Windows doesn't count a process's memory this way")
    few, many = 100_000, 500_000
    further = peak_of(tmp_path / "many.csv", many) - peak_of(tmp_path / "few.csv", few)
    assert further / (many - few) < BYTES_A_ROW


def test_the_most_columns_are_more_than_any_published_table_has() -> None:
    assert files.MOST_COLUMNS > 200
