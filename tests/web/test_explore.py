"""Looking at measures at the desk: what stands on a page, what can be kept of it, and what is put to a meeting."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

import pytest
import tiny
from pages import words
from starlette.testclient import TestClient

from briefing import pipeline, toml
from briefing.build.asking import inputs_of
from briefing.build.exploring import Asked, Explored
from briefing.challenge.outlook import outlook
from briefing.web import explore
from briefing.web.desk import desk
from briefing.web.guard import COOKIE, Keys
from briefing.web.users import User
from briefing.workspace import Workspace

ASKED = {"metric": "ae_4_hours", "org": "RZ1"}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = tiny.make_workspace(tmp_path_factory.mktemp("explore") / "fenmarsh")
    pipeline.load(workspace)
    return workspace


@pytest.fixture(scope="module")
def manager(loaded: Workspace) -> Iterator[TestClient]:
    keys = Keys()
    with TestClient(desk(loaded, keys=keys), base_url="http://127.0.0.1:8765") as client:
        client.get("/sign-in", params={"key": keys.new_link()})
        yield client


@pytest.fixture
def meeting(loaded: Workspace, soon: date) -> Iterator[str]:
    """A meeting that is gone after the test."""
    name = tiny.make_meeting(loaded, soon)
    yield name
    shutil.rmtree(loaded.meetings / name)


def test_each_month_of_the_chart_stands_in_the_table_beside_it(
    manager: TestClient, loaded: Workspace
) -> None:
    rows, _ = pipeline.show(loaded, ["ae_4_hours"], ["RZ1"], {})
    said = words(manager.get("/explore", params=ASKED))
    assert len(rows) == 14
    for row in rows:
        assert f"{row['value']:.1f}%" in said
        assert f"{row['numerator']:,} of {row['denominator']:,}" in said
    assert "March 2026" in said
    assert "Monthly-AE-April-2026.csv" in said
    assert "select" in said


def test_names_and_codes_lead_to_the_same_page(manager: TestClient, loaded: Workspace) -> None:
    by_code = words(manager.get("/explore", params=ASKED)).split("A&E")[-1]
    by_name = words(
        manager.get("/explore", params={"metric": "A&E visits within 4 hours", "org": "fenmarsh hosp"})
    )
    assert by_code in by_name


@pytest.mark.parametrize(
    ("address", "kind", "begins"),
    [
        ("/explore.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfmetric,"),
        (
            "/explore.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK\x03\x04",
        ),
        ("/explore.svg", "image/svg+xml", b"<svg"),
        ("/compare.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfmetric,"),
        ("/scan.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfmetric,org_code,"),
        ("/questions.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfverdict,question,"),
    ],
)
def test_what_is_shown_can_be_kept(
    manager: TestClient, loaded: Workspace, address: str, kind: str, begins: bytes
) -> None:
    answer = manager.get(address, params=ASKED)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content.startswith(begins)


def test_the_workbook_holds_months_definition_and_files(manager: TestClient, loaded: Workspace) -> None:
    book = zipfile.ZipFile(io.BytesIO(manager.get("/explore.xlsx", params=ASKED).content))
    held = book.read("xl/workbook.xml").decode() + book.read("xl/sharedStrings.xml").decode()
    for word in ("Months", "Definition", "Files", "Monthly-AE-April-2026.csv"):
        assert word in held


def test_a_chart_that_is_not_there_is_no_file(manager: TestClient, loaded: Workspace) -> None:
    assert manager.get("/explore.svg", params=ASKED | {"chart": "funnel"}).status_code == 404


def test_organisations_stand_side_by_side_in_the_order_asked_for(
    manager: TestClient, loaded: Workspace
) -> None:
    asked = urlencode([("metric", "ae_4_hours"), ("org", "RZ2"), ("org", "RZ1"), ("org", "")])
    page = manager.get(f"/compare?{asked}")
    table = words(page).split("The latest month of each")[1]
    assert table.index("Coldwater") < table.index("Fenmarsh")
    for code in ("RZ1", "RZ2"):
        rows, _ = pipeline.show(loaded, ["ae_4_hours"], [code], {"period": "2026-04"})
        assert f"{rows[0]['value']:.1f}%" in table
    assert page.text.count('src="data:image/svg+xml') == 2


def test_no_more_than_six_stand_side_by_side(manager: TestClient, loaded: Workspace) -> None:
    asked = urlencode([("metric", "ae_4_hours"), *(("org", f"R{n}") for n in range(7))])
    answer = manager.get(f"/compare?{asked}")
    assert answer.status_code == 404
    assert "found 7 organisations; wanted 6" in words(answer)


def test_what_compares_nobody_is_not_set_side_by_side(manager: TestClient, loaded: Workspace) -> None:
    asked = urlencode([("metric", "patients_positive_ae"), ("org", "RZ2"), ("org", "RZ1")])
    answer = manager.get(f"/compare?{asked}")
    assert answer.status_code == 404
    assert "its publisher says that it does not compare organisations" in words(answer)


def test_every_signal_of_the_command_stands_on_its_page(manager: TestClient, loaded: Workspace) -> None:
    rows, sentences, _ = pipeline.scan(loaded, "RZ1")
    assert rows
    page = manager.get("/scan", params={"org": "fenmarsh hospitals"})
    assert page.text.count('<a href="/explore?metric=') == len(rows)
    for sentence in sentences:
        assert sentence in words(page)


def test_the_questions_are_those_of_the_command(manager: TestClient, loaded: Workspace) -> None:
    lines = outlook(inputs_of(loaded, "RZ1", as_published=False))
    said = words(manager.get("/questions", params={"org": "RZ1"}))
    assert lines
    for line in lines:
        assert " ".join(line.text.split()) in said


@pytest.mark.parametrize("address", ["/scan", "/questions", "/compare", "/explore"])
def test_a_page_of_nothing_asks_what_to_look_at(manager: TestClient, address: str) -> None:
    assert manager.get(address).status_code == 200
    asked = {"org": "<b>nobody</b>", "metric": "ae_4_hours"}
    answer = manager.get(address, params=asked)
    assert answer.status_code == 404
    assert "<b>nobody" not in answer.text
    assert "There is a problem" in words(answer)


def put(manager: TestClient, meeting: str, field: str, word: str, back: str = "/explore?org=RZ1") -> int:
    form = {"meeting": meeting, "field": field, "word": word, "back": back}
    return manager.post("/put", data=form, follow_redirects=False).status_code


def test_a_measure_is_put_to_a_meeting_once(manager: TestClient, loaded: Workspace, meeting: str) -> None:
    file = loaded.meetings / meeting / "meeting.toml"
    before = file.read_text("utf-8")
    assert f'value="{meeting}"' in manager.get("/explore", params=ASKED).text
    assert put(manager, meeting, "about", "ae_4_hours") == 303
    assert put(manager, meeting, "measures", "A&E visits within 4 hours") == 303
    assert put(manager, meeting, "about", "ae_4_hours") == 409
    fields = toml.loads(file.read_text("utf-8"))
    assert (fields["about"], fields["measures"]) == (["ae_4_hours"], ["ae_4_hours"])
    assert {line for line in before.splitlines() if line} <= set(file.read_text("utf-8").splitlines())


def test_a_question_is_pinned_to_a_meeting(manager: TestClient, loaded: Workspace, meeting: str) -> None:
    assert put(manager, meeting, "pinned", "UEC-01@ae_4_hours", "/questions?org=RZ1") == 303
    fields = toml.loads((loaded.meetings / meeting / "meeting.toml").read_text("utf-8"))
    assert fields["pinned"] == ["UEC-01@ae_4_hours"]


@pytest.mark.parametrize(
    ("field", "word", "back", "status"),
    [
        ("chair", "P9", "/explore?org=RZ1", 404),
        ("about", "ae_4_hours", "https://evil.example/", 404),
        ("about", "ae_4_hours", "//evil.example/explore?", 404),
        ("pinned", "NO-99@ae_4_hours", "/questions?org=RZ1", 409),
        ("about", "no such thing", "/explore?org=RZ1", 409),
    ],
)
def test_nothing_else_is_put_to_a_meeting(
    manager: TestClient, loaded: Workspace, meeting: str, field: str, word: str, back: str, status: int
) -> None:
    before = (loaded.meetings / meeting / "meeting.toml").read_bytes()
    assert put(manager, meeting, field, word, back) == status
    assert put(manager, "../" + meeting, "about", "ae_4_hours") == 409
    assert (loaded.meetings / meeting / "meeting.toml").read_bytes() == before


def test_who_is_no_manager_sees_what_packs_show_and_changes_nothing(
    loaded: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    shown = explore.explored

    def watched(workspace: Workspace, asked: Asked, org: str) -> Explored:
        seen.append(asked.as_published)
        return shown(workspace, asked, org)

    monkeypatch.setattr(explore, "explored", watched)
    keys = Keys()
    with TestClient(desk(loaded, keys=keys), base_url="http://127.0.0.1:8765") as gp:
        gp.cookies.set(COOKIE, keys.admit(User("P1", "Dr One Sample", frozenset({"gp"}))))
        for address in ("/explore", "/explore.xlsx", "/explore.svg"):
            assert gp.get(address, params=ASKED | {"view": "raw"}).status_code == 200
        assert "Put this to a meeting" not in gp.get("/explore", params=ASKED).text
        assert gp.get("/questions", params={"org": "RZ1"}).status_code == 403
        assert put(gp, meeting, "about", "ae_4_hours") == 403
    assert seen == [True] * 4
