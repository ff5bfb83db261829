"""A meeting made and changed by a form: by names, field by field, with nobody's work undone."""

import re
from datetime import date, time
from html import unescape

import httpx2
import pytest
import tiny
from pages import words
from starlette.testclient import TestClient

from briefing import audit, toml
from briefing.build import changing
from briefing.build.changing import Stale
from briefing.workspace import Workspace

NEW = {
    "kind": "contract review",
    "title": "",
    "date": "3/12/2027",
    "starts": "2pm",
    "minutes": "60",
    "place": "Board room",
    "providers": ["fenmarsh", "", ""],
    "decision_wanted": "A dated plan",
    "chair": "Dr One Sample",
    "panel": ["P1", ""],
    "clerk": "",
    "provider_people.name": ["Sam Director", ""],
    "provider_people.role": ["Operations director", ""],
    "provider_people.may_decide": ["urgent care, letters", ""],
    "provider_people.provider": ["", ""],
    "unknown": "left out",
}


@pytest.fixture
def workspace(workspace_with_figures: Workspace) -> Workspace:
    return workspace_with_figures


@pytest.fixture
def meeting(workspace: Workspace, soon: date) -> str:
    return tiny.make_meeting(workspace, soon)


def fields_of(workspace: Workspace, name: str) -> dict[str, object]:
    return toml.loads((workspace.meetings / name / "meeting.toml").read_text("utf-8"))


def inputs(answer: httpx2.Response) -> dict[str, list[str]]:
    """Every input of a form with what stands in it, as a browser would send it."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", answer.text):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name is not None:
            found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    for name_, text in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', answer.text):
        found.setdefault(name_, []).append(unescape(text))
    for select in re.findall(r"<select .*?</select>", answer.text, re.DOTALL):
        chosen = re.search(r"<option selected>([^<]*)", select)
        name = re.search(r' name="([^"]*)"', select)
        if name is not None and chosen is not None:
            found[name[1]] = [chosen[1]]
    return found


def error_status(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, words(answer)


def test_a_meeting_is_made_by_names_and_days_as_people_write_them(
    manager: TestClient, workspace: Workspace
) -> None:
    answer = manager.post("/meetings/new", data=NEW)
    assert "The meeting is set up." in words(answer)
    made = fields_of(workspace, "2027-12-03-rz1")
    assert (made["chair"], made["panel"], made["providers"]) == ("P1", ["P1"], ["RZ1"])
    assert (made["date"], made["starts"]) == (date(2027, 12, 3), time(14, 0))
    assert made["provider_people"] == [
        {"name": "Sam Director", "role": "Operations director", "may_decide": ["urgent care", "letters"]}
    ]
    agenda = made["agenda"]
    assert isinstance(agenda, list)
    assert [one["minutes"] for one in agenda] == [10, 45, 5]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"date": "31/11/2027"}, "31/11/2027"),
        ({"date": ""}, "Day: Fill this in"),
        ({"chair": "Dr Nobody"}, "who is not in the register of people"),
        ({"providers": ["no such hospital"]}, "no such hospital"),
        ({"minutes": "an hour"}, "wanted a whole number"),
        ({"providers": [""]}, "Hospitals: Choose at least one"),
        ({"starts": "25:00"}, "wanted a time of day"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    manager: TestClient, workspace: Workspace, wrong: dict[str, str | list[str]], told: str
) -> None:
    status, said = error_status(answer := manager.post("/meetings/new", data=NEW | wrong))
    assert status == 422
    assert told in said.split("There is a problem")[1]
    assert 'value="Sam Director"' in answer.text
    assert [path for path in workspace.meetings.iterdir() if path.is_dir()] == []


def test_more_lines_are_asked_for_without_a_script(manager: TestClient, workspace: Workspace) -> None:
    first, more = manager.get("/meetings/new"), manager.post("/meetings/new", data=NEW | {"more": "1"})
    assert len(inputs(more)["panel"]) > len(inputs(first)["panel"])
    assert more.status_code == 200
    assert 'value="Sam Director"' in more.text


def test_a_form_sent_as_it_came_changes_nothing(
    manager: TestClient, workspace: Workspace, meeting: str
) -> None:
    before = (workspace.meetings / meeting / "meeting.toml").read_bytes()
    manager.post(f"/meetings/{meeting}/edit", data=inputs(manager.get(f"/meetings/{meeting}/edit")))
    assert (workspace.meetings / meeting / "meeting.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ({"title": ["Another title"]}, "title", "Another title"),
        ({"starts": ["14.30"]}, "starts", time(14, 30)),
        ({"minutes": ["45"]}, "minutes", 45),
        ({"providers": ["Fenmarsh", "coldwater bay"]}, "providers", ["RZ1", "RZ2"]),
        ({"notes": ["Snow is likely"]}, "notes", "Snow is likely"),
        ({"measures": ["ae_4_hours"]}, "measures", ["ae_4_hours"]),
        (
            {"agenda.title": ["Waits"], "agenda.minutes": ["5"], "agenda.topic": ["urgent care"]},
            "agenda",
            [{"title": "Waits", "minutes": 5, "topic": "urgent care"}],
        ),
        (
            {"provider_people.name": ["Sam"], "provider_people.role": ["Director"],
             "provider_people.may_decide": ["urgent care"]},
            "provider_people",
            [{"name": "Sam", "role": "Director", "may_decide": ["urgent care"]}],
        ),
    ],
)  # fmt: skip
def test_every_field_can_be_changed_and_the_change_undone(
    manager: TestClient,
    workspace: Workspace,
    meeting: str,
    typed: dict[str, list[str]],
    field: str,
    value: object,
) -> None:
    file = workspace.meetings / meeting / "meeting.toml"
    file.write_text(f"# ours alone\n{file.read_text('utf-8')}", "utf-8")
    before = file.read_bytes()
    form = inputs(manager.get(f"/meetings/{meeting}/edit"))
    columns = {name.partition(".")[0] for name in typed if "." in name}
    kept = {name: cells for name, cells in form.items() if name.partition(".")[0] not in columns}
    blank = {
        name: [""] * len(next(iter(typed.values()))) for name in form if name.partition(".")[0] in columns
    }
    answer = manager.post(f"/meetings/{meeting}/edit", data=kept | blank | typed | {"reason": "So agreed"})
    assert answer.status_code == 200, words(answer)
    now = fields_of(workspace, meeting)
    assert now.pop(field) == value
    was = toml.loads(before.decode())
    was.pop(field, None)
    assert now == was
    assert file.read_text("utf-8").startswith("# ours alone\n")
    last = audit.read(workspace).entries[-1]
    assert (last.action, last.details["fields"], last.details["reason"]) == ("changed", [field], "So agreed")

    seen = inputs(manager.get(f"/meetings/{meeting}"))["seen"]
    manager.post(f"/meetings/{meeting}/undo", data={"seen": seen})
    assert file.read_bytes() == before


def test_a_stale_form_is_refused_with_both_shown(
    manager: TestClient, workspace: Workspace, meeting: str
) -> None:
    form = inputs(manager.get(f"/meetings/{meeting}/edit"))
    changing.change(workspace, meeting, {"place": "Room 7"}, seen=form["seen"][0])
    answer = manager.post(f"/meetings/{meeting}/edit", data=form | {"place": ["Town hall"]})
    status, said = error_status(answer)
    assert status == 409
    assert "somebody else changed it meanwhile" in said
    assert "Now in the file: Room 7" in said
    assert inputs(answer)["place"] == ["Town hall"]
    assert fields_of(workspace, meeting)["place"] == "Room 7"
    again = inputs(answer)
    assert manager.post(f"/meetings/{meeting}/edit", data=again).status_code == 200
    assert fields_of(workspace, meeting)["place"] == "Town hall"


def test_an_old_undo_undoes_nothing(manager: TestClient, workspace: Workspace, meeting: str) -> None:
    first = changing.seen(workspace, meeting)
    changing.change(workspace, meeting, {"place": "Room 7"}, seen=first)
    stale = changing.seen(workspace, meeting)
    changing.change(workspace, meeting, {"place": "Room 8"}, seen=stale)
    assert manager.post(f"/meetings/{meeting}/undo", data={"seen": stale}).status_code == 409
    assert fields_of(workspace, meeting)["place"] == "Room 8"
    with pytest.raises(Stale):
        changing.undo(workspace, meeting, seen=first)


def test_what_somebody_wrote_by_hand_is_never_undone(workspace: Workspace, meeting: str) -> None:
    changing.change(workspace, meeting, {"place": "Room 7"}, seen=changing.seen(workspace, meeting))
    file = workspace.meetings / meeting / "meeting.toml"
    file.write_text(file.read_text("utf-8").replace("Room 7", "Room 9"), "utf-8")
    assert changing.last_change(workspace, meeting) is None


@pytest.mark.parametrize("field", ["notes", "reason"])
def test_words_that_may_identify_a_patient_are_not_kept(
    manager: TestClient, workspace: Workspace, meeting: str, field: str
) -> None:
    form = inputs(manager.get(f"/meetings/{meeting}/edit"))
    secret = {"notes": ["NHS number 943 476 5919"]} if field == "notes" else {
        "place": ["Town hall"], "reason": ["NHS number 943 476 5919"]}  # fmt: skip
    status, said = error_status(manager.post(f"/meetings/{meeting}/edit", data=form | secret))
    assert status == 422
    assert "found an NHS number" in said
    assert "943 476" not in (workspace.meetings / meeting / "meeting.toml").read_text("utf-8")
    assert all("943 476" not in str(one.details) for one in audit.read(workspace).entries)


def test_what_is_doubtful_stands_beside_its_field_as_it_is_typed(
    manager: TestClient, workspace: Workspace, meeting: str
) -> None:
    form = inputs(manager.get(f"/meetings/{meeting}/edit"))
    answer = manager.post(f"/meetings/{meeting}/look", data=form | {"clerk": ["P1"], "minutes": ["7"]})
    beside = dict(re.findall(r'id="doubt-(\w+)"[^>]*>(.*?)</div>', answer.text, re.DOTALL))
    assert "nobody can ask and write at once" in beside["clerk"]
    assert beside["title"] == ""
    wrong = manager.post(f"/meetings/{meeting}/look", data=form | {"chair": ["Dr Nobody"]})
    beside = dict(re.findall(r'id="doubt-(\w+)"[^>]*>(.*?)</div>', wrong.text, re.DOTALL))
    assert "not in the register of people" in beside["chair"]
    assert fields_of(workspace, meeting).get("clerk") is None


def test_what_is_doubtful_leads_to_its_field(manager: TestClient, meeting: str) -> None:
    page = manager.get(f"/meetings/{meeting}/doubts").text
    assert f'href="/meetings/{meeting}/edit#clerk"' in page
    assert 'id="clerk"' in manager.get(f"/meetings/{meeting}/edit").text


def test_a_file_with_something_wrong_in_it_can_be_corrected_here(
    manager: TestClient, workspace: Workspace, meeting: str
) -> None:
    file = workspace.meetings / meeting / "meeting.toml"
    file.write_text(file.read_text("utf-8").replace('chair = "P1"', 'chair = "P7"'), "utf-8")
    answer = manager.get(f"/meetings/{meeting}/edit")
    assert "who is not in the register of people" in words(answer)
    manager.post(f"/meetings/{meeting}/edit", data=inputs(answer) | {"chair": ["Dr One Sample"]})
    assert fields_of(workspace, meeting)["chair"] == "P1"
