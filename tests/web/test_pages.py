"""What each page says, what each button does, and what no address opens."""

import hashlib
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import get_args

import httpx2
import pytest
import tiny
from pages import ended, words
from starlette.testclient import TestClient

from briefing import pipeline
from briefing.post.states import NextStep, Verb
from briefing.web.look import step_in_words
from briefing.workspace import Workspace


def on_the_shelf(workspace: Workspace, meeting: str, files: dict[str, bytes]) -> None:
    folder = workspace.packs / meeting / "v1"
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    editions = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    made = {"meeting": meeting, "version": 1, "status": "draft", "fingerprint": "", "inputs": [], "parts": {}}
    (folder / "manifest.json").write_text(json.dumps({**made, "editions": editions, "content": ""}))


def test_home_says_what_is_to_be_done_of_each_meeting(
    manager: TestClient, workspace: Workspace, soon: date
) -> None:
    tiny.make_meeting(workspace, soon)
    tiny.make_meeting(workspace, date(soon.year + 1, 6, 14), provider="RZ2")
    said = words(manager.get("/"))
    assert "Prepare the papers." in said
    assert "Due" in said
    assert "14 June" in said.split("Nothing to do yet")[1]
    assert "not loaded yet" in said


@pytest.mark.parametrize("verb", get_args(Verb))
def test_every_next_step_is_a_command_there_and_words_here(verb: Verb) -> None:
    step = NextStep(verb, "2026-12-03-rza", date(2026, 12, 3))
    here, there = step_in_words(step), str(step)
    assert "briefing" not in here
    assert "2026-12-03-rza" not in here
    assert bool(there) == bool(step) == (verb != "nothing")
    assert ("3 December 2026" in here) == ("3 December 2026" in there) == (verb in ("hold", "wait"))


@pytest.mark.parametrize("value", ["--date=2030-01-01", "-h", "--help"])
def test_what_is_typed_is_never_an_option(
    manager: TestClient, workspace: Workspace, soon: date, value: str
) -> None:
    name = tiny.make_meeting(workspace, soon)
    file = workspace.meetings / name / "meeting.toml"
    ended(manager, manager.post(f"/meetings/{name}/do/postpone", data={"reason": value}))
    assert f'reason = "{value}"' in file.read_text("utf-8")


def test_a_meeting_is_postponed_with_its_reason(
    manager: TestClient, workspace: Workspace, soon: date
) -> None:
    name = tiny.make_meeting(workspace, soon)
    answer = ended(
        manager, manager.post(f"/meetings/{name}/do/postpone", data={"reason": "The board room is shut"})
    )
    assert answer.status_code == 200
    assert 'status = "postponed"' in (workspace.meetings / name / "meeting.toml").read_text("utf-8")


@pytest.mark.parametrize(
    "path",
    [
        "/meetings/nowhere",
        "/meetings/%2e%2e",
        "/meetings/{name}/v1/manifest.json",
        "/meetings/{name}/v1/said.json",
        "/meetings/{name}/v1/..%2f..%2fmeeting.toml",
        "/meetings/{name}/v1/%2e%2e%2fbriefing.toml",
        "/meetings/{name}/v2/letter.html",
        "/meetings/{name}/v1/other.html",
        "/static/../desk.py",
        "/static/%2e%2e/desk.py",
        "/jobs/../../etc/passwd",
        "/jobs/nothing",
    ],
)
def test_no_address_opens_what_no_manifest_names(
    manager: TestClient, workspace: Workspace, soon: date, path: str
) -> None:
    name = tiny.make_meeting(workspace, soon)
    on_the_shelf(workspace, name, {"letter.html": b"<title>Letter</title>", "said.json": b"{}"})
    (workspace.packs / name / "v1" / "other.html").write_text("not of this version")
    assert manager.get(f"/meetings/{name}/v1/letter.html").status_code == 200
    assert manager.get(path.format(name=name), follow_redirects=False).status_code == 404


def test_a_paper_may_do_nothing_on_the_desk(manager: TestClient, workspace: Workspace, soon: date) -> None:
    name = tiny.make_meeting(workspace, soon)
    on_the_shelf(
        workspace, name, {"letter.html": b"<title>Letter &amp; more</title><script>alert(1)</script>"}
    )
    policy = manager.get(f"/meetings/{name}/v1/letter.html").headers["content-security-policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    read = manager.get(f"/meetings/{name}/v1/letter.html/read")
    assert "sandbox></iframe>" in read.text
    assert "Letter & more" in words(read)


def test_words_of_a_meeting_are_words_and_no_page(
    manager: TestClient, workspace: Workspace, soon: date
) -> None:
    name = tiny.make_meeting(workspace, soon)
    file = workspace.meetings / name / "meeting.toml"
    file.write_text(file.read_text("utf-8").replace("Contract review", "<script>alert(1)</script>"), "utf-8")
    for path in ("/", "/meetings", f"/meetings/{name}"):
        answer = manager.get(path)
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;alert" in answer.text


def upload(manager: TestClient, name: str, data: bytes) -> httpx2.Response:
    files = {"files": (name, io.BytesIO(data), "application/octet-stream")}
    return ended(manager, manager.post("/files/upload", files=files))


def test_a_file_that_is_chosen_is_loaded(manager: TestClient, workspace: Workspace) -> None:
    path = tiny.ae_month(workspace, date(2026, 5, 1))
    data = path.read_bytes()
    path.unlink()
    upload(manager, path.name, data)
    assert path.read_bytes() == data
    assert "A&E attendances" in words(manager.get("/files"))
    assert not list(workspace.inbox.glob(".~*"))


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    manager: TestClient, workspace: Workspace
) -> None:
    answer = upload(manager, "picture.csv", b"\x89PNG\r\n\x1a\n")
    said = words(manager.get("/files"))
    assert "picture.csv" in said.split("Refused")[1]
    assert "picture.csv Refused" in words(answer)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../briefing.toml", "briefing.toml"),
        ("..\\..\\registers\\people.csv", "people.csv"),
        ("C:\\Users\\me\\may.csv", "may.csv"),
        ("a:b?.csv", "a_b_.csv"),
    ],
)
def test_a_file_lands_in_the_inbox_and_nowhere_else(
    manager: TestClient, workspace: Workspace, given: str, kept: str
) -> None:
    before = (workspace.folder / "briefing.toml").read_bytes()
    upload(manager, given, b"a,b\n1,2\n")
    assert (workspace.inbox / kept).is_file()
    assert (workspace.folder / "briefing.toml").read_bytes() == before


@pytest.mark.parametrize("given", [".hidden", "~$open.xlsx", "..", "Thumbs.db"])
def test_what_is_no_file_of_data_is_not_taken(manager: TestClient, workspace: Workspace, given: str) -> None:
    before = sorted(workspace.inbox.iterdir())
    assert upload(manager, given, b"x").status_code == 409
    assert sorted(workspace.inbox.iterdir()) == before


def test_another_file_of_the_same_name_is_never_written_over(
    manager: TestClient, workspace: Workspace
) -> None:
    (workspace.inbox / "may.csv").write_bytes(b"the first")
    answer = upload(manager, "may.csv", b"the second")
    assert "another file of this name" in words(answer)
    assert (workspace.inbox / "may.csv").read_bytes() == b"the first"


def test_nothing_chosen_is_said(manager: TestClient) -> None:
    assert "No file was chosen" in words(manager.post("/files/upload"))


def test_a_missing_month_is_shown_as_missing(manager: TestClient, workspace: Workspace) -> None:
    (workspace.inbox / "Monthly-AE-March-2026.csv").unlink()
    pipeline.load(workspace)
    page = manager.get("/files").text
    row = re.search(r"<th scope=\"row\">A&amp;E attendances.*?</tr>", page, re.DOTALL)
    assert row is not None
    months = re.findall(r'<td class="desk-(\w+)"', row.group())
    assert (months[:3], {*months[3:]}) == (["there", "missing", "there"], {"old"})


def test_a_figure_is_the_one_the_command_shows(manager: TestClient, workspace: Workspace) -> None:
    pipeline.load(workspace)
    asked = {"metric": "A&E", "org": "fenmarsh"}
    wrong = manager.get("/explore", params=asked | {"org": "nowhere at all"})
    assert wrong.status_code == 404
    assert "nowhere at all" in words(wrong)
    rows, _ = pipeline.show(workspace, ["ae_4_hours"], ["RZ1"], {})
    csv = manager.get("/explore.csv", params={"metric": "ae_4_hours", "org": "RZ1"})
    assert csv.headers["content-disposition"].startswith("attachment")
    assert next(line.split(",") for line in csv.text.lstrip("\ufeff").split()) == list(rows[0])
    assert str(rows[-1]["numerator"]) in csv.text
    page = manager.get("/explore", params={"metric": "ae_4_hours", "org": "RZ1"})
    assert 'src="data:image/svg+xml' in page.text


def test_a_page_that_is_not_there_says_so(manager: TestClient) -> None:
    assert manager.get("/nowhere").status_code == 404
    assert "This page is not there" in manager.get("/nowhere").text


def test_a_job_of_this_desk_is_watched_until_it_ends(
    manager: TestClient, workspace: Workspace, soon: date
) -> None:
    name = tiny.make_meeting(workspace, soon)
    answer = ended(manager, manager.post(f"/meetings/{name}/do/approve", data={"by": "A chair"}))
    assert "This could not be done. Nothing was lost." in words(answer)
    assert "Approve" in words(manager.get("/jobs"))


def test_no_file_of_the_desk_lies_in_the_packs(manager: TestClient, workspace: Workspace, soon: date) -> None:
    manager.post(f"/meetings/{tiny.make_meeting(workspace, soon)}/do/approve", data={"by": "A chair"})
    assert {path.name for path in workspace.folder.iterdir()} >= {".desk", "packs"}
    assert not list(Path(workspace.packs).rglob("*.json"))
