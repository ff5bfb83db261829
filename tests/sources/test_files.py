"""What files are opened, what in them is told, and what is refused with a way to mend it."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import xlwt
from published_files import csv_bytes, write_csv, write_xlsx, write_zip

from briefing.errors import SourceError
from briefing.sources import files, read_file, workbooks
from briefing.sources.files import Cells, open_file
from briefing.sources.limits import within_limits

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE = [["name", "n"], ["ash", "1"], ["elm", "2"]]


def opened(path: Path, header_row: int = 1) -> Cells:
    [sheet] = open_file(path)
    return sheet.text(header_row)


def read_all(path: Path) -> list[Cells]:
    return [sheet.text(1) for sheet in open_file(path)]


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as error:
        read_all(path)
    return str(error.value)


def rows(cells: Cells) -> list[list[str]]:
    return [list(cells.header), *(list(row.values()) for row in cells.table.to_pylist())]


# one table, whatever the file


def test_one_table_whatever_the_file(tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", TABLE)
    write_xlsx(tmp_path / "t.xlsx", {"Trees": TABLE})
    pq.write_table(pa.table({"name": ["ash", "elm"], "n": [1, 2]}), tmp_path / "t.parquet")
    book = xlwt.Workbook()
    old = book.add_sheet("Trees")
    for r, row in enumerate(TABLE):
        for c, cell in enumerate(row):
            old.write(r, c, float(cell) if cell.isdigit() else cell)
    book.save(str(tmp_path / "t.xls"))
    for ending, name in (("csv", None), ("xlsx", "Trees"), ("xls", "Trees"), ("parquet", None)):
        [sheet] = open_file(tmp_path / f"t.{ending}")
        assert (sheet.sheet, rows(sheet.text(1))) == (name, TABLE), ending


def test_zip_leaves_out_what_macos_adds(tmp_path: Path) -> None:
    content = csv_bytes(TABLE)
    litter = {"__MACOSX/._t.csv": b"\0\5\26\7", "folder/": b"", ".DS_Store": b"\0"}
    [sheet] = open_file(write_zip(tmp_path / "t.zip", {**litter, "folder/t.csv": content}))
    assert sheet.file == "t.zip > t.csv"
    assert rows(sheet.text(1)) == TABLE


@pytest.mark.parametrize(
    ("encoding", "notes"),
    [
        *(("utf-8", ()), ("utf-8-sig", ()), ("utf-16", ())),
        ("cp1252", ("the text is in Windows-1252, not UTF-8: check accented letters",)),
    ],
)
def test_encodings_give_the_same_text(tmp_path: Path, encoding: str, notes: tuple[str, ...]) -> None:
    cells = opened(write_csv(tmp_path / "t.csv", [["name"], ["Ynys Môn – café"]], encoding=encoding))
    assert (rows(cells), cells.notes) == ([["name"], ["Ynys Môn – café"]], notes)


def test_tabs_are_read_and_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("name\tn\r\nash, the\t1\r\n".encode("utf-16"))
    cells = opened(tmp_path / "t.csv")
    assert rows(cells) == [["name", "n"], ["ash, the", "1"]]
    assert "tabs" in cells.notes[0]


# row numbers are those of a spreadsheet


def test_rows_are_numbered_as_the_user_sees_them(tmp_path: Path) -> None:
    lines = [["A title"], [], ["name", "n"], ["ash", "1"], ["", ""], ["two\nlines", "2"], ["elm", "3"]]
    cells = opened(write_csv(tmp_path / "t.csv", lines), header_row=3)
    assert cells.rows.to_pylist() == [4, 6, 7]
    assert cells.notes == ("left out: 1 blank row between others",)


def test_a_workbook_that_starts_lower_down_keeps_its_row_numbers(tmp_path: Path) -> None:
    cells = opened(write_xlsx(tmp_path / "t.xlsx", {"S": [[], [], ["", "name"], ["", "ash"]]}), header_row=3)
    assert (cells.header, cells.rows.to_pylist()) == (("name",), [4])


def test_quick_and_slow_ways_agree(tmp_path: Path) -> None:
    [sheet] = open_file(write_csv(tmp_path / "t.csv", [["x"], *[["note", "n"]], ["ash", "1"], ["elm", ""]]))
    cells = sheet.cells(2)
    assert cells.table.column("n").to_pylist() == ["1", ""]
    assert cells.rows.to_pylist() == sheet.text(2).rows.to_pylist() == [3, 4]


def test_the_quick_way_steps_back_where_rows_would_lose_their_numbers(tmp_path: Path) -> None:
    [sheet] = open_file(write_csv(tmp_path / "t.csv", [["name", "n"], ["ash", "1"], [], ["elm", "2"]]))
    assert sheet.cells(1).rows.to_pylist() == [2, 4]


@pytest.mark.parametrize("value", ["1,000", "x", "1.0", "two\nlines"])
def test_the_quick_way_steps_back_where_a_value_is_out_of_the_ordinary(tmp_path: Path, value: str) -> None:
    [sheet] = open_file(write_csv(tmp_path / "t.csv", [["name", "n"], ["ash", value]]))
    assert sheet.cells(1).table.column("n").to_pylist() == [value]


# Excel's own ways


def test_cells_of_excel_come_as_plain_text(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "t.xlsx")) as book:
        sheet = book.add_worksheet("S")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["day", "when", "whole", "part", "yes"])
        sheet.write_datetime(1, 0, datetime(2026, 4, 3), day)
        sheet.write_datetime(1, 1, datetime(2026, 4, 3, 9, 30), day)
        sheet.write_row(1, 2, [1234.0, 0.735, True])
    assert rows(opened(tmp_path / "t.xlsx"))[1] == [
        "2026-04-03",
        "2026-04-03 09:30:00",
        "1234",
        "0.735",
        "TRUE",
    ]


def test_formulas_are_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "t.xlsx")) as book:
        sheet = book.add_worksheet("S")
        sheet.write("A1", "n")
        sheet.write_formula("A2", "=1+1", None, 2)
    cells = opened(tmp_path / "t.xlsx")
    assert rows(cells) == [["n"], ["2"]]
    assert "formulas" in cells.notes[0]


@pytest.mark.parametrize(("value", "said"), [("#DIV/0!", "failed"), ("", "no value was saved")])
def test_formulas_without_a_result_are_refused(tmp_path: Path, value: str, said: str) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "t.xlsx")) as book:
        sheet = book.add_worksheet("S")
        sheet.write("A1", "n")
        sheet.write_formula("A2", "=1/0", None, value)
    message = refusal(tmp_path / "t.xlsx")
    assert "sheet 'S', row 2, column 'A'" in message
    assert said in message


def test_hidden_sheets_are_left_out_and_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "t.xlsx")) as book:
        for name in ("Old", "New"):
            book.add_worksheet(name).write_column(0, 0, ["n", name])
        book.get_worksheet_by_name("New").activate()
        book.get_worksheet_by_name("Old").hide()
    [sheet] = open_file(tmp_path / "t.xlsx")
    assert sheet.sheet == "New"
    assert "'Old'" in sheet.notes[0]


def _with_part(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The same workbook with some bytes of a part replaced."""
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    assert old in members[part]
    members[part] = members[part].replace(old, new)
    return write_zip(path, members)


def test_the_size_a_sheet_claims_is_not_believed(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", {"S": TABLE})
    _with_part(path, "xl/worksheets/sheet1.xml", b'ref="A1:B3"', b'ref="A1"')
    assert rows(opened(path)) == TABLE


def test_a_stray_cell_at_the_far_corner_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", {"S": TABLE})
    _with_part(path, "xl/worksheets/sheet1.xml", b'r="B3"', b'r="XFD1048576"')
    assert "row 1,048,576" in refusal(path)


def test_a_size_that_no_memory_holds_ends_no_process_but_its_own(tmp_path: Path) -> None:
    """The library sets aside room for the 2 billion rows that this sheet claims, and is aborted."""
    book = xlwt.Workbook()
    book.add_sheet("S").write(0, 0, "name")
    book.save(str(tmp_path / "t.xls"))
    content = bytearray((tmp_path / "t.xls").read_bytes())
    last_row = content.index(b"\x00\x02\x0e\x00") + 8  # in the record of the sheet's dimensions
    content[last_row : last_row + 4] = b"\xff\xff\xff\x7f"
    (tmp_path / "t.xls").write_bytes(content)
    with pytest.raises(SourceError, match="or breaks the library that reads it"):
        within_limits(read_file, tmp_path / "t.xls")


def test_a_new_workbook_behind_an_old_ones_mark_is_not_read_unchecked(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "t.xlsx") as book:
        book.add_worksheet().write_row(0, 0, ["a", "b"])
    content = (tmp_path / "t.xlsx").read_bytes()
    (tmp_path / "t.xls").write_bytes(OLD_EXCEL + content)
    assert "a damaged workbook" in refusal(tmp_path / "t.xls")


# what is refused


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", b"", "an empty file"),
        ("t.csv", b" \r\n\r\n", "an empty file"),
        ("t.csv", b"<!DOCTYPE html><html>Not found</html>", "a web page"),
        ("t.xls", b"\r\n<html><table><tr><td>1</td></tr></table>", "a web page"),
        ("t.pdf", b"%PDF-1.7", "a PDF document"),
        ("t.csv", b"name,n\n\0\0\0\1,2", "bytes that are not text"),
        ("t.csv", b"name\n\x81\x8d", "bytes that are not text"),
        ("t.csv.gz", b"\x1f\x8b\x08\0", "a gzip archive"),
        ("t.zip", b"PK\x03\x04 cut short", "a damaged zip file"),
        ("t.parquet", b"PAR1 cut short PAR1", "a damaged Parquet file"),
        ("t.xls", OLD_EXCEL + b"\0" * 600, "a damaged workbook"),
        ("t.xlsx", OLD_EXCEL + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("t.csv", b'name,n\nash,1\n"elm,2\noak,3\n', "a quotation mark out of place"),
        ("t.csv", b"n,m,n\n1,2,3\n", "row 1, column 'C': found a second column named 'n'"),
        ("t.csv", b"n,\n1,2\n", "values under an empty heading"),
        ("t.csv", b"a,b\n" + b"1\n" * 50, "50 rows of another length, of which the first 20 are listed"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    message = refusal(path)
    assert message.startswith(name)
    assert said in message


def test_a_workbook_called_csv(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "t.xlsx", {"S": TABLE}).rename(tmp_path / "t.csv")
    assert "Give the file the ending .xlsx" in refusal(tmp_path / "t.csv")


ZEROS = b"0" * (files._RATIO_MATTERS_FROM + 1)
WITHIN = io.BytesIO()
zipfile.ZipFile(WITHIN, "w").close()


@pytest.mark.parametrize(
    ("name", "members", "said"),
    [
        ("t.docx", {"word/document.xml": b"<w/>"}, "another kind"),
        ("t.zip", {"inner.zip": WITHIN.getvalue()}, "t.zip > inner.zip: found a zip inside a zip"),
        ("t.zip", {"__MACOSX/._t.csv": b"x"}, "a zip without any table"),
        *(
            ("t.zip", {member: b"a\n1"}, "points outside the zip")
            for member in ("../t.csv", "/etc/t.csv", "..\\t.csv", "C:\\t.csv")
        ),
        ("t.zip", {"t.csv": ZEROS}, "times its size"),
        ("t.xlsx", {"xl/workbook.xml": ZEROS}, "times its size"),
        ("t.zip", {f"{i}.csv": b"a\n1" for i in range(files.MOST_MEMBERS + 1)}, "201 files in the zip"),
    ],
)
def test_a_zip_that_is_not_unpacked(tmp_path: Path, name: str, members: dict[str, bytes], said: str) -> None:
    assert said in refusal(write_zip(tmp_path / name, members))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "can be read" in refusal(tmp_path / "gone.csv")


def test_a_file_without_a_name(tmp_path: Path) -> None:
    """Only its central directory lacks the name: an archive that Python would not write, but somebody's tool did."""
    path = write_zip(tmp_path / "t.zip", {"t.csv": b"a\n1"})
    content = path.read_bytes()
    at = content.rindex(b"t.csv")
    path.write_bytes(content[:at] + b"\0.csv" + content[at + 5 :])
    assert "t.zip: found a file without a name in the zip" in refusal(path)


def test_every_refused_member_is_told(tmp_path: Path) -> None:
    message = refusal(write_zip(tmp_path / "t.zip", {"a.csv": b"", "b.csv": b"%PDF", "c.csv": b"x\n1"}))
    assert [line.split(":")[0] for line in message.splitlines()] == ["t.zip > a.csv", "t.zip > b.csv"]


def test_a_workbook_that_declares_entities_is_not_parsed() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
        archive.writestr("xl/_rels/workbook.xml.rels", b"<x/>")
    assert workbooks._parts(content.getvalue(), "t.xlsx") == {}


# shape


def test_rows_of_another_length_are_all_told(tmp_path: Path) -> None:
    lines = [["a", "b"], ["1", "2"], ["1"], ["1", "2", "3"], ["Source: x", "", ""]]
    message = refusal(write_csv(tmp_path / "t.csv", lines))
    assert "row 3: found 1 values; wanted 2 values" in message
    assert "row 4: found 3 values; wanted 2 values" in message
    assert "row 5" not in message


def test_an_empty_second_column_of_one_name_is_left_out_and_told(tmp_path: Path) -> None:
    cells = opened(write_csv(tmp_path / "t.csv", [["n", "", "n"], ["1", "", ""]]))
    assert (rows(cells), cells.notes) == ([["n"], ["1"]], ("left out: 2 empty columns without a name",))


def test_headings_are_trimmed(tmp_path: Path) -> None:
    assert opened(write_csv(tmp_path / "t.csv", [[" n ", "two\nlines"], ["1", "2"]])).header == (
        "n",
        "two lines",
    )


def test_columns_renamed_by_the_user(tmp_path: Path) -> None:
    [sheet] = open_file(write_csv(tmp_path / "t.csv", [["Antal", "n"], ["1", "2"]]))
    renamed = sheet.renamed({"Antal": "count"})
    assert renamed.head[0] == ("count", "n")
    assert renamed.text(1).header == ("count", "n")
    assert renamed.cells(1).header == ("count", "n")
