"""Files on the desk: what becomes of each as it happens, what is missing and where it is, and how much may come."""

import io
import re
import time
from datetime import date

import pytest
import tiny
from pages import words
from starlette.testclient import TestClient

from briefing import pipeline
from briefing.months import months_before
from briefing.web import files
from briefing.workspace import Workspace


def chosen(*named: tuple[str, bytes]) -> list[tuple[str, tuple[str, io.BytesIO, str]]]:
    return [("files", (name, io.BytesIO(data), "text/csv")) for name, data in named]


def test_each_file_s_fate_is_said(manager: TestClient, workspace: Workspace) -> None:
    path = tiny.ae_month(workspace, date(2026, 5, 1))
    good = path.read_bytes()
    path.unlink()
    answer = manager.post("/files/upload", files=chosen((path.name, good), ("picture.csv", b"\x89PNG\r\n")))
    page = str(answer.url)
    assert "/files/fates/" in page
    for _ in range(600):
        if "Continue" in (answer := manager.get(page)).text:
            break
        time.sleep(0.2)
    said = words(answer)
    loaded, _, refused = said.split(path.name)[1].partition("picture.csv")
    assert "Loaded A&E attendances and emergency admissions, May 2026:" in loaded
    assert "rows" in loaded
    assert refused.startswith(" Refused")
    assert "wanted" in refused


def test_more_than_may_come_is_refused_before_it_is_written(
    manager: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1000)
    before = sorted(workspace.inbox.iterdir())
    answer = manager.post("/files/upload", files=chosen(("large.csv", b"x" * 5000)))
    assert answer.status_code == 409
    assert "nothing was taken" in words(answer)
    assert sorted(workspace.inbox.iterdir()) == before


def test_a_gap_says_which_page_has_it_and_what_the_file_is_called(
    manager: TestClient, workspace: Workspace
) -> None:
    (workspace.inbox / "Monthly-AE-March-2026.csv").unlink()
    pipeline.load(workspace)
    page = manager.get("/files")
    assert "March 2026, missing between others" in words(page)
    assert "A&E Attendances and Emergency Admissions" in words(page)
    assert "Monthly-AE-March-2026.csv" in words(page)
    assert "1 month is missing." in words(manager.get("/"))


def test_what_is_too_old_is_shown_month_by_month(
    manager: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.load(workspace)
    newest = max(line.latest_period for line in files.status(workspace).sources if line.latest_period)
    monkeypatch.setattr(files, "_newest_wanted", lambda *_: months_before(newest, -2))
    page = manager.get("/files").text
    row = re.search(r"<th scope=\"row\">A&amp;E attendances.*?</tr>", page, re.DOTALL)
    assert row is not None
    assert re.findall(r'<td class="desk-(\w+)"', row.group())[-3:] == ["there", "old", "old"]
    assert "not here yet" in words(manager.get("/files"))
    monkeypatch.setattr(files, "_newest_wanted", lambda *_: newest)
    assert 'class="desk-old"' not in manager.get("/files").text


@pytest.mark.parametrize("job", ["nothing", "../x", "20260101-000000-000000"])
def test_only_the_fates_of_an_upload_are_there(manager: TestClient, job: str) -> None:
    assert manager.get(f"/files/fates/{job}").status_code == 404
