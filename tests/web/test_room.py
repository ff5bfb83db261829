"""The GP's room: whose each paper is, what may be reported, what came of it, what somebody did."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
import tiny
from pages import words
from rooms import WON, held, with_practices
from starlette.testclient import TestClient

from briefing import pipeline
from briefing.meeting.answers import Answer
from briefing.meeting.register_file import open_register
from briefing.sources import read_file
from briefing.web.desk import desk
from briefing.web.guard import COOKIE, Keys
from briefing.web.users import Role, User
from briefing.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = tiny.make_workspace(tmp_path / "fenmarsh", months=0)
    with_practices(workspace)
    pipeline.take_in_registers(workspace)
    return workspace


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def manager(workspace: Workspace, keys: Keys) -> Iterator[TestClient]:
    """The one who opened the desk on a laptop."""
    with TestClient(desk(workspace, keys=keys), base_url="http://127.0.0.1:8765") as client:
        client.get("/sign-in", params={"key": keys.new_link()})
        yield client


def somebody(manager: TestClient, keys: Keys, id: str, role: Role = "gp") -> TestClient:
    """Somebody else at the same desk."""
    client = TestClient(manager.app, base_url="http://127.0.0.1:8765")
    client.cookies.set(COOKIE, keys.admit(User(id, f"Dr {id}", frozenset({role}))))
    return client


def report(client: TestClient, person: str = "P2", **fields: str) -> tuple[int, str]:
    form = {
        "provider": "Fenmarsh Hospitals Nhs Trust",
        "theme": "clinic letters",
        "trouble": "Late",
        "month": f"{date.today():%Y-%m}",
        "specialty": "",
        "text": "Letters reach us after the patient does",
    }
    answer = client.post(f"/room/{person}/report", data=form | fields)
    return answer.status_code, words(answer) + unescape(answer.text)


# Whose room it is ---------------------------------------------------------------------------------------------


def test_everybody_is_led_to_their_own_room(manager: TestClient, keys: Keys) -> None:
    assert "Dr Two Sample" in words(manager.get("/room"))
    own = somebody(manager, keys, "P2").get("/room")
    assert str(own.url).endswith("/room/P2")


@pytest.mark.parametrize(
    "path", ["", "/report", "/concerns", "/record", "/record.csv", "/record.docx", "/record.pdf", "/meetings/{meeting}",
             "/meetings/{meeting}/gp-pack-rz1-dr-one-sample.pdf"]
)  # fmt: skip
@pytest.mark.parametrize("role", ["gp", "chair", "manager"])
def test_nobody_is_in_the_room_of_another(
    manager: TestClient, workspace: Workspace, keys: Keys, soon: date, role: Role, path: str
) -> None:
    address = path.format(meeting=held(workspace, soon))
    assert manager.get(f"/room/P1{address}").status_code == 200
    assert somebody(manager, keys, "P2", role).get(f"/room/P1{address}").status_code == 403
    assert somebody(manager, keys, "P1", "gp").get(f"/room/P1{address}").status_code == 200
    assert somebody(manager, keys, "", "gp").get(f"/room/P1{address}").status_code == 403
    assert manager.get(f"/room/nobody{address}").status_code == 404


@pytest.mark.parametrize(
    ("name", "of_chair", "of_gp"),
    [
        ("gp-pack-rz1-dr-one-sample.html", 200, 404),
        ("gp-pack-rz1-dr-two-sample.html", 404, 200),
        ("gp-pack-rz1-dr-two-sample.pdf", 404, 200),
        ("chair-running-order.pdf", 200, 404),
        ("themes-notice-rz1.pdf", 404, 404),
        ("manifest.json", 404, 404),
        ("said.json", 404, 404),
        ("..%2f..%2f..%2fbriefing.toml", 404, 404),
    ],
)
def test_a_paper_is_its_readers_and_nobody_elses(
    manager: TestClient, workspace: Workspace, soon: date, name: str, of_chair: int, of_gp: int
) -> None:
    meeting = held(workspace, soon)
    assert manager.get(f"/room/P1/meetings/{meeting}/{name}").status_code == of_chair
    assert manager.get(f"/room/P2/meetings/{meeting}/{name}").status_code == of_gp
    assert manager.get(f"/room/P3/meetings/{meeting}/{name}").status_code == 404


def test_a_draft_and_what_was_withdrawn_are_nobodys(
    manager: TestClient, workspace: Workspace, soon: date
) -> None:
    meeting = held(workspace, soon)
    address = f"/room/P2/meetings/{meeting}/gp-pack-rz1-dr-two-sample.pdf"
    assert manager.get(address).status_code == 200
    pipeline.withdraw(workspace, meeting, by="Dr One Sample, chair", reason="A figure is wrong")
    assert manager.get(address).status_code == 404
    assert "No papers are approved yet" in words(manager.get(f"/room/P2/meetings/{meeting}"))


def test_the_chart_stands_after_its_question(manager: TestClient, workspace: Workspace, soon: date) -> None:
    page = manager.get(f"/room/P2/meetings/{held(workspace, soon)}").text
    assert page.index("What holds your letters up?") < page.index('alt="Letters &amp; days: 58%"')
    assert page.index('alt="Letters &amp; days: 58%"') < page.index("In my own words")
    assert "Why so long?" not in page
    assert "GP pack: Read GP pack" in words(manager.get(f"/room/P2/meetings/{soon}-rz1"))


# Own words ----------------------------------------------------------------------------------------------------


def test_own_words_are_kept_for_their_owner_alone(
    manager: TestClient, workspace: Workspace, soon: date
) -> None:
    address = f"/meetings/{held(workspace, soon)}"
    form = {"rz1/int-01": "Ask about the <typing> pool", "minutes": "25"}
    assert "Your words are kept" in words(manager.post(f"/room/P2{address}", data=form))
    page = manager.get(f"/room/P2{address}").text
    assert "Ask about the &lt;typing&gt; pool" in page
    assert 'value="25"' in page
    assert "typing" not in manager.get(f"/room/P1{address}").text
    manager.post(f"/room/P2{address}", data={"rz1/int-01": "", "minutes": ""})
    assert "typing" not in manager.get(f"/room/P2{address}").text


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("rz1/int-01", "Remember Mrs Jones", "This holds a name"),
        ("minutes", "half an hour", "Write whole minutes"),
        ("minutes", "9999", "up to 600"),
        ("rz1/int-01", "x" * 601, "600 letters or fewer"),
    ],
)
def test_what_may_not_be_kept_is_shown_again(
    manager: TestClient, workspace: Workspace, soon: date, field: str, typed: str, reason: str
) -> None:
    meeting = held(workspace, soon)
    answer = manager.post(f"/room/P2/meetings/{meeting}", data={field: typed})
    assert answer.status_code == 422
    assert reason in words(answer)
    assert typed in answer.text
    assert not list((workspace.meetings / meeting).rglob("own-words/*"))


# Reports ------------------------------------------------------------------------------------------------------


def test_a_report_is_a_row_of_the_register(manager: TestClient, workspace: Workspace) -> None:
    status, said = report(manager, specialty="Dermatology")
    assert (status, "number web-V90002-1" in said) == (200, True)
    [extract] = read_file(workspace.registers / "concerns.xlsx")
    [row] = extract.table.to_pylist()
    assert {name: cell for name, cell in row.items() if cell is not None} == {
        "concern_id": "web-V90002-1",
        "practice_code": "V90002",
        "reported_on": date.today(),
        "provider_code": "RZ1",
        "specialty_code": "330",
        "theme": "clinic letters",
        "sub_theme": "Late",
        "text": "Letters reach us after the patient does",
        "status": "open",
    }
    assert "number web-V90002-2" in report(manager)[1]


def test_a_report_of_an_earlier_month_is_dated_there(manager: TestClient, workspace: Workspace) -> None:
    last = date.today().replace(day=1) - timedelta(days=1)
    assert report(manager, month=f"{last:%Y-%m}")[0] == 200
    register = open_register(workspace.registers, "concerns")
    assert register.ours(register.rows[0])["reported_on"][:10] == last.isoformat()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mrs Jones waited nine weeks", "a name"),
        ("The letter for 943 476 5919 never came", "an NHS number"),
        ("Please ring 01632 960123", "a phone number"),
        ("Born 3/4/1952, no letter", "a date of birth"),
        ("Lives at SW1A 2AA", "a postcode"),
        ("Write to ada@example.com", "an e-mail address"),
    ],
)
@pytest.mark.parametrize("field", ["text", "theme"])
def test_what_identifies_a_patient_is_kept_nowhere(
    manager: TestClient, workspace: Workspace, text: str, kind: str, field: str
) -> None:
    screened = manager.post("/room/P2/report/screen", data={field: text})
    assert kind in words(screened)
    status, said = report(manager, **{field: text})
    assert status == 422
    assert kind in said
    assert text in said, "what was typed is still in the form"
    for path in (one for one in workspace.folder.rglob("*") if one.is_file()):
        assert text.encode() not in _unpacked(path), path


def _unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return data
    book = zipfile.ZipFile(io.BytesIO(data))
    return b"".join(book.read(name) for name in book.namelist())


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("provider", "No such hospital", "Choose one of the hospitals"),
        ("specialty", "Wizardry", "Choose one of the specialties"),
        ("month", "2019-01", "Choose a month of the last year"),
        ("month", "soon", "Choose a month"),
        ("theme", "", "Say what it is about"),
        ("text", "x" * 1001, "1,000 letters or fewer"),
    ],
)
def test_what_is_wrong_with_a_report_is_said_beside_it(
    manager: TestClient, workspace: Workspace, field: str, typed: str, reason: str
) -> None:
    before = (workspace.registers / "concerns.xlsx").read_bytes()
    status, said = report(manager, **{field: typed})
    assert status == 422
    assert reason in said
    assert (workspace.registers / "concerns.xlsx").read_bytes() == before


def test_who_has_no_practice_is_told_so(manager: TestClient) -> None:
    assert "does not say which practice is yours" in words(manager.get("/room/P3"))
    assert report(manager, "P3")[0] == 404


def test_a_practice_hears_what_came_of_its_report_and_no_other_does(
    manager: TestClient, workspace: Workspace
) -> None:
    report(manager)
    report(manager, "P1", theme="fit notes", text="None were given")
    before = words(manager.get("/room/P2/concerns"))
    assert "Letters reach us after the patient does" in before
    assert "None were given" not in before
    assert "Yours was the only report of it" in before
    held(workspace, date.today(), WON)
    after = words(manager.get("/room/P2/concerns"))
    assert "“What holds your letters up?”" in after
    assert "They answered. Letters inside seven days, by 1 March 2027 (Medical director)." in after
    assert "What holds your letters up?" not in words(manager.get("/room/P1/concerns"))


def test_questions_of_a_meeting_to_come_are_not_told(
    manager: TestClient, workspace: Workspace, soon: date
) -> None:
    report(manager)
    held(workspace, soon)
    assert "What holds your letters up?" not in words(manager.get("/room/P2/concerns"))


def test_each_report_has_an_answer_that_its_practice_sees(
    manager: TestClient, workspace: Workspace, keys: Keys
) -> None:
    report(manager)
    assert "Letters reach us after the patient does" in words(manager.get("/reports"))
    refused = manager.post("/reports/web-V90002-1", data={"outcome": "Mr Khan was told"})
    assert (refused.status_code, "This holds a name" in words(refused)) == (422, True)
    manager.post("/reports/web-V90002-1", data={"outcome": "The typing pool has two more people"})
    assert "Every report has an answer" in words(manager.get("/reports"))
    assert "1 report of your practice has an answer" in words(manager.get("/room/P2"))
    assert "The typing pool has two more people" in words(manager.get("/room/P2/concerns"))
    other = somebody(manager, keys, "P1").post("/room/P1/concerns/web-V90002-1/seen")
    assert other.status_code == 404
    manager.post("/room/P2/concerns/web-V90002-1/seen")
    assert "has an answer" not in words(manager.get("/room/P2"))
    register = open_register(workspace.registers, "concerns")
    row = register.ours(register.rows[0])
    assert (row["status"], row["text"]) == ("answered", "Letters reach us after the patient does")
    assert row["answer_seen"][:10] == date.today().isoformat()


def test_only_managers_answer(manager: TestClient, keys: Keys) -> None:
    report(manager)
    gp = somebody(manager, keys, "P2")
    assert gp.get("/reports").status_code == 403
    assert gp.post("/reports/web-V90002-1", data={"outcome": "Done"}).status_code == 403


# The record ---------------------------------------------------------------------------------------------------


def test_the_record_counts_minutes_questions_and_commitments(
    manager: TestClient, workspace: Workspace
) -> None:
    day = date.today() - timedelta(days=30)
    meeting = held(workspace, day, WON, Answer("uec-01", "RZ1"))
    learned = "Ask for the day before the plan"
    manager.post(f"/room/P2/meetings/{meeting}", data={"minutes": "25", "learned": learned})
    said = words(manager.get("/room/P2/record"))
    for sentence in (
        "1 meeting",
        "25 minutes prepared",
        "1 question asked",
        "1 commitment won, 1 with a date",
        f"You learned: {learned}",
    ):
        assert sentence in said
    assert "Letters inside seven days, by 1 March 2027 (Medical director): open" in said
    chair = words(manager.get("/room/P1/record"))
    assert "0 questions asked" in chair
    assert "0 commitments won" in chair
    csv = manager.get("/room/P2/record.csv").text.lstrip("\ufeff").splitlines()
    assert csv[1] == f"{day},Contract review,25,10,1,Clinic letters,1,Letters inside seven days,{learned}"
    with zipfile.ZipFile(io.BytesIO(manager.get("/room/P2/record.docx").content)) as file:
        document = file.read("word/document.xml").decode()
    for word in ("Dr Two Sample", "25 minutes", "Clinic letters", "Letters inside seven days", learned):
        assert word in document
    assert manager.get("/room/P2/record.pdf").content.startswith(b"%PDF")
    assert manager.get("/room/P2/record.exe").status_code == 404
    past = words(manager.get(f"/room/P2/meetings/{meeting}"))
    assert "They answered. Letters inside seven days" in past


def test_nothing_held_is_no_record(manager: TestClient, workspace: Workspace, soon: date) -> None:
    held(workspace, soon)
    assert "No meeting with you on the panel has been held yet" in words(manager.get("/room/P2/record"))


def test_a_place_without_lists_says_which_files_are_wanted(manager: TestClient, keys: Keys) -> None:
    assert "gp-reg-pat-prac-quin-age" in words(manager.get("/need"))
    assert somebody(manager, keys, "P2").get("/need").status_code == 403


def test_the_membership_report_is_the_managers(manager: TestClient, keys: Keys) -> None:
    said = words(manager.get("/membership"))
    assert "For the governing body: Read for The governing body" in said
    assert "For our practices" in said
    page = manager.get("/membership/membership-practices/html")
    assert "Whose voice we heard" in page.text
    assert manager.get("/membership/membership/exe").status_code == 404
    assert manager.get("/membership/nothing/pdf").status_code == 404
    assert somebody(manager, keys, "P2").get("/membership").status_code == 403
