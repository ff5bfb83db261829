"""Registers at the desk: what is typed is checked as at loading, saved in Excel's own file, told later and undone."""

import json
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import httpx2
import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from pages import words
from starlette.testclient import TestClient

from briefing import audit, pipeline
from briefing.build import registers
from briefing.loading import warehouse_of
from briefing.workspace import Workspace

PEOPLE: list[list[object]] = [
    ["person_id", "name", "role", "practice_code", "email", "may_decide", "newcomer", "My remark"],
    ["P1", "Dr One Sample", "GP and chair", None, "one@example.org", "yes", None, "sits at the window"],
    ["P2", "Ann Other", "Lay member", None, None, "no", "yes", None],
]


@pytest.fixture
def desk(manager: TestClient, workspace: Workspace) -> TestClient:
    """The register of people is a workbook with a column and a look of its own, and a sheet beside it."""
    (workspace.registers / "people.csv").unlink()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "people"
    for row in PEOPLE:
        sheet.append(row)
    sheet["B2"].font, sheet["B2"].fill = Font(bold=True), PatternFill("solid", fgColor="FFFF00")
    sheet.column_dimensions["B"].width = 33
    book.create_sheet("notes")["A1"] = "phone list is with the front desk"
    book.save(workspace.registers / "people.xlsx")
    (workspace.folder / "briefing.toml").write_text(
        (workspace.folder / "briefing.toml").read_text() + '\n[columns.people]\n"My remark" = ""\n'
    )
    again = pipeline.open_workspace(workspace.folder)
    manager.app.state.workspace = again  # type: ignore[attr-defined]
    assert not pipeline.take_in(again, [again.registers]).refused
    return manager


def people(workspace: Workspace) -> list[list[object]]:
    sheet = openpyxl.load_workbook(workspace.registers / "people.xlsx")["people"]
    return [[cell.value for cell in row] for row in sheet]


def form(page: httpx2.Response) -> dict[str, str]:
    """What a browser would send of the page as it is."""
    found = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', page.text)
    }
    return {name: value for name, value in found.items() if name == "opened" or name.startswith("was:")}


def save(desk: TestClient, changes: Mapping[str, str], source: str = "people") -> httpx2.Response:
    return desk.post(f"/registers/{source}", data={**form(desk.get(f"/registers/{source}")), **changes})


def test_a_cell_is_changed_in_the_workbook_and_all_else_stays(desk: TestClient, workspace: Workspace) -> None:
    answer = save(desk, {"0.role": "GP", "1.email": "ann@example.org"})
    assert "Saved: 2 rows changed" in words(answer)
    expected = [list(row) for row in PEOPLE]
    expected[1][2], expected[2][4] = "GP", "ann@example.org"
    assert people(workspace) == expected
    book = openpyxl.load_workbook(workspace.registers / "people.xlsx")
    assert (book["people"]["B2"].font.bold, book["people"]["B2"].fill.fgColor.rgb) == (True, "00FFFF00")
    assert book["people"].column_dimensions["B"].width == 33
    assert book["notes"]["A1"].value == "phone list is with the front desk"
    known = registers.registers_of(workspace, "people")["people"].to_pylist()
    assert [row["role"] for row in known] == ["GP", "Lay member"], "and it is loaded"


def test_a_line_is_added_and_one_taken_out(desk: TestClient, workspace: Workspace) -> None:
    new = {
        "new0.person_id": "P3",
        "new0.name": "=Eve Third",
        "new0.role": "Director",
        "new0.may_decide": "yes",
    }
    save(desk, {**new, "1.remove": "yes"})
    assert [row[:2] for row in people(workspace)[1:]] == [["P1", "Dr One Sample"], ["P3", "=Eve Third"]]
    sheet = openpyxl.load_workbook(workspace.registers / "people.xlsx")["people"]
    assert sheet["B3"].data_type == "s", "no cell becomes a formula"


@pytest.mark.parametrize(
    ("changes", "cell", "told"),
    [
        ({"0.email": "one at example"}, "0.email", "one e-mail address"),
        ({"1.person_id": ""}, "1.person_id", "an empty cell"),
        ({"0.practice_code": "X1"}, "0.practice_code", "X1"),
        ({"0.may_decide": "perhaps"}, "0.may_decide", "perhaps"),
        ({"0.role": "GP, ring 01632 960123"}, "0.role", "a phone number"),
    ],
)
def test_what_loading_would_refuse_is_refused_and_said_beside_the_cell(
    desk: TestClient, workspace: Workspace, changes: dict[str, str], cell: str, told: str
) -> None:
    before = (workspace.registers / "people.xlsx").read_bytes()
    answer = save(desk, changes)
    assert answer.status_code == 422
    beside = re.search(rf'id="{re.escape(cell)}-message"[^>]*>([^<]*)<', answer.text)
    assert beside is not None
    assert told.lower() in unescape(beside.group(1)).lower()
    typed = next(iter(changes.values()))
    assert unescape(answer.text).count(typed) >= 1, "nothing that was typed is lost"
    assert (workspace.registers / "people.xlsx").read_bytes() == before
    checked = desk.post(
        "/registers/people/check", data={**form(desk.get("/registers/people")), **changes, "row": cell[0]}
    )
    assert told.lower() in checked.json()[cell].lower(), "and the same while it is typed"


def test_an_identifier_is_said_while_typing_and_never_repeated(
    desk: TestClient, workspace: Workspace
) -> None:
    fields = {
        **form(desk.get("/registers/concerns")),
        "new0.concern_id": "C9",
        "new0.practice_code": "A81001",
    }
    fields |= {"new0.reported_on": "1/5/2026", "new0.provider_code": "RZ1", "new0.theme": "contact"}
    fields |= {"new0.text": "rang Mrs Jones, 943 476 5919", "row": "new0"}
    said = desk.post("/registers/concerns/check", data=fields).json()
    assert "identif" in said["new0.text"]
    assert "Jones" not in json.dumps(said)
    answer = desk.post("/registers/concerns", data=fields)
    assert answer.status_code == 422
    assert not [
        path
        for path in workspace.folder.rglob("*")
        if path.is_file() and b"943 476 5919" in path.read_bytes()
    ]


def test_a_name_that_nobody_knows_is_doubted_and_may_be_saved(desk: TestClient, workspace: Workspace) -> None:
    new = {"new0.person_id": "P7", "new0.kind": "indirect", "new0.organisation_code": "RZ1"}
    fields = {**form(desk.get("/registers/interests")), **new, "row": "new0"}
    assert "P7" in desk.post("/registers/interests/check", data=fields).json()["new0.person_id"]
    assert "Saved" in words(desk.post("/registers/interests", data=fields))
    assert "who is not in the register of people" in words(desk.get("/registers/interests"))


def test_days_are_taken_as_they_are_written_and_kept_as_days(desk: TestClient, workspace: Workspace) -> None:
    new = {
        "new0.person_id": "P1",
        "new0.kind": "indirect",
        "new0.organisation_code": "RZ1",
        "new0.from": "1/4/2026",
    }
    save(desk, new, "interests")
    sheet = openpyxl.load_workbook(workspace.registers / "interests.xlsx").active
    (cell,) = [cell for cell in sheet[2] if cell.is_date]
    assert (str(cell.value)[:10], cell.number_format) == ("2026-04-01", "dd/mm/yyyy")
    assert 'value="01/04/2026"' in desk.get("/registers/interests").text
    assert save(desk, {}, "interests").status_code == 200
    assert len(registers.history(workspace, "interests")) == 1, "to save nothing is no change"


def test_who_saves_later_is_shown_who_saved_first_and_loses_nothing(
    desk: TestClient, workspace: Workspace
) -> None:
    late = form(desk.get("/registers/people"))
    save(desk, {"0.role": "GP", "1.email": "ann@example.org"})
    answer = desk.post("/registers/people", data={**late, "0.role": "Chair", "0.email": "first@example.org"})
    assert answer.status_code == 409
    assert "Somebody saved this register while you had it open" in words(answer)
    assert "Saved meanwhile: “GP”" in words(answer)
    assert 'value="Chair"' in answer.text
    assert people(workspace)[1][2] == "GP"
    again = desk.post(
        "/registers/people", data={**form(answer), "0.role": "Chair", "0.email": "first@example.org"}
    )
    assert "Saved" in words(again)
    assert people(workspace)[1][2:5] == ["Chair", None, "first@example.org"]
    assert people(workspace)[2][4] == "ann@example.org", "the earlier save stands where they did not meet"


def test_a_line_that_somebody_took_out_meanwhile_can_be_saved_again(
    desk: TestClient, workspace: Workspace
) -> None:
    late = form(desk.get("/registers/people"))
    save(desk, {"1.remove": "yes"})
    answer = desk.post("/registers/people", data={**late, "1.role": "Lay chair"})
    assert answer.status_code == 409
    boxes = dict(re.findall(r'name="(0\.\w+)" value="([^"]*)"', answer.text))
    desk.post("/registers/people", data={**form(answer), **boxes, "0.may_decide": "no", "0.newcomer": "yes"})
    assert people(workspace)[2][:3] == ["P2", "Ann Other", "Lay chair"]


def test_a_file_saved_in_excel_meanwhile_is_seen_and_told(desk: TestClient, workspace: Workspace) -> None:
    save(desk, {"0.role": "GP"})
    late = form(desk.get("/registers/people"))
    book = openpyxl.load_workbook(workspace.registers / "people.xlsx")
    book["people"]["C3"] = "Treasurer"
    book.save(workspace.registers / "people.xlsx")
    assert desk.post("/registers/people", data={**late, "0.role": "Chair"}).status_code == 409
    assert "P2, role: “Lay member” became “Treasurer”" in words(desk.get("/registers/people/history"))
    save(desk, {"0.role": "Chair"})
    assert [one.event for one in registers.history(workspace, "people")] == [
        "changed",
        "elsewhere",
        "changed",
    ]


def test_each_change_is_told_with_who_and_what_before_and_undone(
    desk: TestClient, workspace: Workspace
) -> None:
    save(desk, {"0.role": "GP", "1.remove": "yes"})
    save(desk, {"new0.person_id": "P3", "new0.name": "Eve Third", "new0.role": "Director"})
    told = words(desk.get("/registers/people/history"))
    assert "P1, role: “GP and chair” became “GP”" in told
    assert "P2, name: “Ann Other” became nothing" in told
    assert audit.author() in told
    first = registers.history(workspace, "people")[-1]
    answer = desk.post(f"/registers/people/undo/{first.at}")
    assert "Undone" in words(answer)
    names = {row[0]: row[2] for row in people(workspace)[1:]}
    assert names == {"P1": "GP and chair", "P3": "Director", "P2": "Lay member"}
    assert [one.action for one in audit.read(workspace).entries].count("changed") == 3
    assert warehouse_of(workspace).loads()


def test_what_was_changed_since_stays_when_an_earlier_change_is_undone(
    desk: TestClient, workspace: Workspace
) -> None:
    save(desk, {"0.role": "GP", "1.role": "Member"})
    save(desk, {"0.role": "Chair"})
    first = registers.history(workspace, "people")[-1]
    answer = desk.post(f"/registers/people/undo/{first.at}")
    assert "P1, role: changed since, so it stays as it is." in words(answer)
    assert [row[2] for row in people(workspace)[1:]] == ["Chair", "Lay member"]


def test_the_file_goes_to_excel_and_comes_back(
    desk: TestClient, workspace: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "people.xlsx"
    out.write_bytes(desk.get("/registers/people/file").content)
    assert out.read_bytes() == (workspace.registers / "people.xlsx").read_bytes()
    book = openpyxl.load_workbook(out)
    book["people"]["C3"] = "Treasurer"
    book.save(out)
    opened = {"opened": form(desk.get("/registers/people"))["opened"]}
    with out.open("rb") as file:
        answer = desk.post("/registers/people/file", data=opened, files={"file": ("mine.xlsx", file)})
    assert "Saved: 1 row changed" in words(answer)
    assert (workspace.registers / "people.xlsx").read_bytes() == out.read_bytes(), "byte for byte"
    with out.open("rb") as file:
        late = desk.post("/registers/people/file", data=opened, files={"file": ("mine.xlsx", file)})
    assert late.status_code == 409


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("people.csv", b"person_id,name,role\nP1,Dr One,GP\nP1,Dr Two,GP\n", "second row"),
        ("plans.csv", b"metric,period\nx,y\n", "mine"),
        ("people.xlsx", b"\x89PNG\r\n", "picture"),
        ("people.doc", b"x", "as .xlsx or .csv"),
    ],
)
def test_a_file_with_anything_wrong_changes_nothing(
    desk: TestClient, workspace: Workspace, name: str, data: bytes, told: str
) -> None:
    before = {path.name: path.read_bytes() for path in workspace.registers.iterdir() if path.is_file()}
    opened = {"opened": form(desk.get("/registers/people"))["opened"]}
    answer = desk.post("/registers/people/file", data=opened, files={"file": (name, data)})
    assert answer.status_code == 409, words(answer)
    assert before == {
        path.name: path.read_bytes() for path in workspace.registers.iterdir() if path.is_file()
    }


def test_a_register_in_csv_stays_one(desk: TestClient, workspace: Workspace) -> None:
    save(desk, {"new0.code": "QX1", "new0.name": "Our place", "new0.type": "network"}, "organisations")
    text = (workspace.registers / "organisations.csv").read_text("utf-8-sig")
    assert "QX1,Our place,network" in text
    assert not (workspace.registers / "organisations.xlsx").exists()


def test_a_workbook_with_formulas_is_left_to_excel(desk: TestClient, workspace: Workspace) -> None:
    path = workspace.registers / "people.xlsx"
    book = openpyxl.load_workbook(path)
    book["notes"]["A2"] = "=1+1"
    book.save(path)
    before = path.read_bytes()
    answer = save(desk, {"0.role": "GP"})
    assert answer.status_code == 409
    assert "formulas, which only Excel can save" in words(answer)
    assert path.read_bytes() == before


def test_every_register_has_its_page_and_no_other_name_has(desk: TestClient) -> None:
    listed = desk.get("/registers").text
    for source in registers.REGISTERS:
        assert f'href="/registers/{source}"' in listed
        assert desk.get(f"/registers/{source}").status_code == 200, source
    for path in ("/registers/loads", "/registers/..%2fbriefing", "/registers/people/undo/x"):
        assert desk.get(path).status_code in (404, 405)


def test_words_in_a_register_are_words_and_no_page(desk: TestClient) -> None:
    save(desk, {"0.role": "<script>alert(1)</script>"})
    for path in ("/registers/people", "/registers/people/history", "/registers"):
        assert "<script>alert" not in desk.get(path).text
