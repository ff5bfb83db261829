"""The clerk's sheet in the room: the workbook, saved field by field; the record is that of the command."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import clerk
import pytest
from clerk import MEETING
from click.testing import CliRunner
from pages import ended, words
from starlette.testclient import TestClient

from briefing.cli.recording import record
from briefing.meeting.answers import answers_of
from briefing.meeting.filling import version_of
from briefing.meeting.sheet import read_sheet
from briefing.pack.clerk import ClerkSheet
from briefing.web.desk import desk
from briefing.web.guard import Keys
from briefing.workspace import Workspace

HOME = "http://127.0.0.1:8765"
PAGE = f"/meetings/{MEETING}/record"
ROOM = tuple[TestClient, Workspace, ClerkSheet]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ClerkSheet]:
    """A workspace whose meeting has its pack, and whose registers are loaded."""
    workspace, sheet = clerk.in_the_room(tmp_path_factory.mktemp("room") / "work")
    return workspace.folder, sheet


@pytest.fixture
def room(held: tuple[Path, ClerkSheet], tmp_path: Path) -> Iterator[ROOM]:
    folder, sheet = held
    shutil.copytree(folder, tmp_path / "work")
    workspace = Workspace(tmp_path / "work", clerk.init(tmp_path / "other").settings)
    keys = Keys()
    with TestClient(desk(workspace, keys=keys), base_url=HOME) as client:
        client.get("/sign-in", params={"key": keys.new_link()})
        yield client, workspace, sheet


def field(client: TestClient, name: str, text: str, over: str = "") -> dict[str, object]:
    answer = client.post(f"{PAGE}/field", data={"name": name, "text": text, "version": version_of(over)})
    return {"code": answer.status_code, **answer.json()}


def file_of(workspace: Workspace) -> Path:
    return workspace.meetings / MEETING / "clerk-answer-sheet.xlsx"


def texts(workspace: Workspace) -> dict[str, str]:
    filled = read_sheet(file_of(workspace), meeting=(MEETING,))
    return {"/".join(spot): text for spot, text in filled.texts.items() if text}


def test_each_field_is_saved_in_the_workbook_that_excel_opens(room: ROOM) -> None:
    client, workspace, _ = room
    assert "In the room" in words(client.get(PAGE))
    assert not file_of(workspace).exists(), "to look is not to write"
    saved = field(client, "RQZ/q1/commitment", "=A weekly count, by ward")
    assert (saved["code"], saved["state"], saved["version"]) == (
        200,
        "saved",
        version_of("=A weekly count, by ward"),
    )
    field(client, "RQZ/q1/due_on", "1/3/2027")
    field(client, "RQZ/q1/state", "answered")
    assert texts(workspace) == {
        "RQZ/q1/commitment": "=A weekly count, by ward",
        "RQZ/q1/due_on": "2027-03-01",
        "RQZ/q1/state": "answered",
    }
    page = client.get(PAGE).text
    assert 'value="01/03/2027"' in page


def test_what_is_missing_is_said_beside_the_field_while_it_is_typed(room: ROOM) -> None:
    client, _, _ = room
    said = field(client, "RQZ/q1/commitment", "A weekly count")["messages"]
    assert isinstance(said, dict)
    assert "an owner" in said["RQZ/q1/owner"]
    assert "a day" in said["RQZ/q1/due_on"]
    assert said["RQZ/q1/commitment"] == said["RQZ/q1/note"] == ""
    field(client, "RQZ/q1/owner", "COO")
    assert isinstance(said := field(client, "RQZ/q1/due_on", "30/2/2027")["messages"], dict)
    assert "30/2/2027" in said["RQZ/q1/due_on"]
    assert said["RQZ/q1/owner"] == ""


@pytest.mark.parametrize("text", ["Mrs Jones rang", "943 476 5919", "Call 01632 960123"])
def test_what_may_identify_a_patient_is_never_written(room: ROOM, text: str) -> None:
    client, workspace, _ = room
    field(client, "RQZ/q1/note", "The rota")
    said = field(client, "RQZ/q1/note", text, over="The rota")
    assert (said["code"], said["text"]) == (422, "The rota")
    assert text not in json.dumps(said)
    assert client.post(PAGE, data={"RQZ/q1/note": text}).status_code == 409
    assert texts(workspace) == {"RQZ/q1/note": "The rota"}
    assert not [
        path for path in workspace.folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()
    ]


def test_of_two_who_write_in_one_field_the_later_is_shown_the_earlier(room: ROOM) -> None:
    client, workspace, _ = room
    field(client, "RQZ/q1/owner", "COO")
    late = field(client, "RQZ/q1/owner", "Medical director")
    assert (late["code"], late["text"]) == (409, "COO")
    assert field(client, "RQZ/q1/owner", "COO")["code"] == 200, "the same once more, as after a lost answer"
    page = client.post(PAGE, data={"RQZ/q1/owner": "Chief nurse", "version:RQZ/q1/owner": version_of("")})
    assert page.status_code == 409
    assert "Somebody else wrote “COO” here meanwhile" in words(page)
    assert 'value="Chief nurse"' in page.text
    assert texts(workspace)["RQZ/q1/owner"] == "COO"
    assert field(client, "RQZ/q1/owner", "Medical director", over="COO")["code"] == 200
    assert texts(workspace)["RQZ/q1/owner"] == "Medical director"


def test_a_day_is_one_text_however_it_is_written(room: ROOM) -> None:
    client, workspace, _ = room
    saved = field(client, "RQZ/q1/due_on", "31/1/2027")
    again = client.post(
        PAGE, data={"RQZ/q1/due_on": "1 February 2027", "version:RQZ/q1/due_on": saved["version"]}
    )
    assert again.status_code == 200
    assert field(client, "RQZ/q1/due_on", "01/02/2027", over="anything")["code"] == 200
    assert texts(workspace) == {"RQZ/q1/due_on": "2027-02-01"}


def test_two_fields_of_two_people_are_both_kept(room: ROOM) -> None:
    client, workspace, _ = room
    for name, text in (("RQZ/q1/owner", "COO"), ("RQZ/q2/note", "After January")):
        assert field(client, name, text)["code"] == 200
    assert texts(workspace) == {"RQZ/q1/owner": "COO", "RQZ/q2/note": "After January"}


@pytest.mark.parametrize(
    "name", ["RQZ/q1/title", "RQZ/q99/note", "RQZ/q1", "../q1/note", "promise/C99/evidence"]
)
def test_no_other_cell_is_ever_written(room: ROOM, name: str) -> None:
    client, workspace, _ = room
    assert client.post(f"{PAGE}/field", data={"name": name, "text": "x"}).status_code in (400, 409)
    assert not file_of(workspace).exists()


FORM = {
    "RQZ/q1/state": "answered",
    "RQZ/q1/commitment": "A weekly count",
    "RQZ/q1/owner": "COO",
    "RQZ/q1/due_on": "31/1/2027",
    "RQZ/q2/state": "not answered",
}


def test_without_a_script_all_is_saved_at_once_read_back_and_recorded_as_the_command_records(
    room: ROOM, held: tuple[Path, ClerkSheet], tmp_path: Path
) -> None:
    client, workspace, sheet = room
    back = client.post(PAGE, data={**FORM, "read-back": "yes"})
    assert str(back.url).endswith("/read-back")
    assert "COO , by 31 January 2027 : A weekly count" in words(back)
    answer = ended(client, client.post(f"{PAGE}/do/keep"))
    assert "4 questions, 2 reached, 1 with a dated commitment" in words(answer)

    other = clerk.init(tmp_path / "by-hand")
    shutil.rmtree(other.folder)
    shutil.copytree(held[0], other.folder)
    cells = {
        "q1": {"state": "answered", "commitment": "A weekly count", "owner": "COO"},
        "q2": {"state": "not answered"},
    }
    cells["q1"] |= {"due_on": date(2027, 1, 31)}  # type: ignore[dict-item]
    filled = clerk.fill(tmp_path / "filled.xlsx", sheet, cells)
    assert CliRunner().invoke(record, ["-w", str(other.folder), MEETING, str(filled)]).exit_code == 0
    for path in (f"meetings/{MEETING}/answers.csv", "registers/commitments.csv"):
        assert (workspace.folder / path).read_bytes() == (other.folder / path).read_bytes()


def test_a_record_is_corrected_and_taken_back_with_its_history(room: ROOM) -> None:
    client, workspace, _ = room
    client.post(PAGE, data=FORM)
    ended(client, client.post(f"{PAGE}/do/keep"))
    field(client, "RQZ/q1/owner", "Medical director", over="COO")
    ended(client, client.post(f"{PAGE}/do/keep"))
    folder = workspace.meetings / MEETING
    assert answers_of(folder)[0].owner == "Medical director"
    history = words(client.get(PAGE)).split("What was recorded")[1]
    assert history.count("recorded: clerk-answer-sheet.xlsx") == 2
    undone = {"by": "A chair", "reason": "The wrong name"}
    ended(client, client.post(f"{PAGE}/do/take-back", data=undone))
    assert answers_of(folder)[0].owner == "COO"
    assert "taken back: The wrong name" in words(client.get(PAGE))


def test_a_letter_that_came_closes_what_they_would_write(room: ROOM) -> None:
    client, workspace, _ = room
    client.post(PAGE, data={**FORM, "RQZ/q1/state": "will write"})
    ended(client, client.post(f"{PAGE}/do/keep"))
    wrote = {"question": "RQZ q1", "on": "12/1/2027", "note": "Enclosed"}
    ended(client, client.post(f"{PAGE}/do/wrote", data=wrote))
    (first, *_) = answers_of(workspace.meetings / MEETING)
    assert (first.state, first.note) == ("wrote", "Wrote on 12 January 2027. Enclosed")


@pytest.mark.parametrize("ending", ["xlsx", "pdf"])
def test_a_sheet_filled_elsewhere_goes_into_the_page(room: ROOM, tmp_path: Path, ending: str) -> None:
    client, workspace, sheet = room
    field(client, "RQZ/q2/note", "Said in the room")
    if ending == "xlsx":
        path = clerk.fill(tmp_path / "mine.xlsx", sheet, {"q1": {"state": "partly", "note": "In Excel"}})
    else:
        path = clerk.fill_form(tmp_path / "mine.pdf", sheet, {"q1": {"state": "partly", "note": "In Excel"}})
    with path.open("rb") as opened:
        answer = client.post(f"{PAGE}/file", files={"file": (path.name, opened)})
    assert "2 fields were taken" in words(answer)
    assert texts(workspace) == {
        "RQZ/q1/note": "In Excel",
        "RQZ/q1/state": "partly",
        "RQZ/q2/note": "Said in the room",
    }
    assert client.get(f"{PAGE}/clerk-answer-sheet.xlsx").content == file_of(workspace).read_bytes()


def test_another_meetings_sheet_is_refused(room: ROOM, tmp_path: Path) -> None:
    client, workspace, _ = room
    other = clerk.clerk_sheet([clerk.packs.full(meeting=clerk.meeting(id="2027-01-01-rqz"))])
    path = clerk.fill(tmp_path / "other.xlsx", other, {"q1": {"state": "partly"}})
    with path.open("rb") as opened:
        answer = client.post(f"{PAGE}/file", files={"file": (path.name, opened)})
    assert answer.status_code == 409
    assert "a sheet of another meeting" in words(answer)
    assert not file_of(workspace).exists()


def test_a_form_in_the_meetings_folder_is_what_the_page_opens_with(room: ROOM) -> None:
    client, workspace, sheet = room
    form = clerk.fill_form(
        workspace.meetings / MEETING / "clerk-answer-sheet.pdf", sheet, {"q1": {"note": "From the form"}}
    )
    assert 'value="From the form"' in client.get(PAGE).text
    field(client, "RQZ/q2/note", "And here")
    assert texts(workspace) == {"RQZ/q1/note": "From the form", "RQZ/q2/note": "And here"}
    assert form.exists()


def test_words_of_the_room_are_words_and_no_page(room: ROOM) -> None:
    client, _, _ = room
    field(client, "RQZ/q1/commitment", "<script>alert(1)</script>")
    for path in (PAGE, f"{PAGE}/read-back"):
        assert "<script>alert" not in client.get(path).text


def test_a_meeting_without_a_pack_says_what_to_do(room: ROOM) -> None:
    client, workspace, _ = room
    shutil.rmtree(workspace.packs / MEETING)
    answer = client.get(PAGE)
    assert answer.status_code == 409
    assert "Prepare the papers first" in words(answer)
    assert client.get(f"/meetings/{quote('../x')}/record").status_code == 404
