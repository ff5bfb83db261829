"""What people wrote, on its way out: text stays text in pages, drawings, workbooks and tables of every kind."""

import re
from pathlib import Path
from xml.etree import ElementTree

import builders
import packs
import pytest

import briefing
from briefing.cli.printing import print_rows
from briefing.pack import figures
from briefing.pack.cells import as_csv
from briefing.render.charts import draw

NASTY = '<script>alert("1")</script><svg onload=x>&amp;\'"'


@pytest.mark.parametrize("kind", ["series", "groups"])
def test_a_name_with_markup_is_text_in_a_drawing(kind: str) -> None:
    whole = packs.measure(packs.series(66, 58), org_name=NASTY, specialty_name=NASTY)
    parts = [
        packs.measure(packs.series(60 + at, 50 + at), group_code=f"ethnicity:{NASTY} {at}") for at in range(2)
    ]
    figure = builders.there(
        figures.series(whole, place="headline") if kind == "series" else figures.groups(whole, parts)
    )
    drawing = ElementTree.fromstring(draw(figure))
    assert {element.tag.rpartition("}")[2] for element in drawing.iter()} <= {
        "svg", "g", "path", "line", "rect", "circle", "text", "tspan", "title", "desc",
    }  # fmt: skip
    assert "onload" not in {name for element in drawing.iter() for name in element.attrib}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_text_that_a_spreadsheet_would_run_is_held_by_an_apostrophe(start: str) -> None:
    table = as_csv([{"title": f"{start}cmd|'/c calc'!A1", "value": -3.5}])
    assert f"'{start}cmd" in table.decode("utf-8-sig")
    assert ",-3.5" in table.decode("utf-8-sig"), "a number below nought is a number"


def test_rows_that_a_command_prints_as_csv_hold_it_too(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"org_name": "=HYPERLINK(1)", "value": -3.5, "period": None}], "csv")
    assert capsys.readouterr().out == "org_name,value,period\n'=HYPERLINK(1),-3.5,\n"


def test_every_module_that_writes_csv_holds_its_text() -> None:
    """By its source: a new writer that forgets is found here, before somebody opens its file."""
    texts = {path: path.read_text("utf-8") for path in Path(briefing.__file__).parent.rglob("*.py")}
    writers = {path.name for path, text in texts.items() if re.search(r"csv\.(writer|DictWriter)\(", text)}
    holding = {path.name for path, text in texts.items() if re.search(r"formats\.(held|would_run)\b", text)}
    assert writers == {"cells.py", "printing.py", "answers.py", "register_file.py", "downloads.py"}
    assert writers <= holding


def test_every_workbook_is_written_by_calls_that_make_no_formula() -> None:
    """`write` and `write_row` guess, `write_formula` asks for one; `write_string` and its like never make one."""
    texts = {path: path.read_text("utf-8") for path in Path(briefing.__file__).parent.rglob("*.py")}
    books = {path.name: text for path, text in texts.items() if "xlsxwriter" in text}
    assert set(books) == {"workbook.py", "registers.py"}
    guessing = re.compile(r"\b(page|sheet)\.write(_row|_column|_formula|_array_formula|_rich_string)?\(")
    assert [name for name, text in books.items() if guessing.search(text)] == []
