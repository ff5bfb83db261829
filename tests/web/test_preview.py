"""Papers as their readers see them, who gets what, and what a change does to an approval."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import plain
import pytest
import tiny
from pages import words
from starlette.testclient import TestClient

from briefing import pipeline, resources
from briefing.build import changing, version
from briefing.render import pdf
from briefing.workspace import Workspace


@pytest.fixture
def workspace(workspace_with_figures: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(version, "print_all", plain.plain_pages)
    return workspace_with_figures


def on_the_shelf(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    editions = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    made = {"meeting": folder.parent.name, "version": 1, "status": "draft", "fingerprint": "", "inputs": [],
            "parts": {}, "editions": editions, "content": ""}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(made))


def two_pages() -> bytes:
    body = '<p>One</p><p style="break-before: page">Two</p>'
    head = '<title>T</title><link rel="stylesheet" href="css/tokens.css"><style>body { font-family: Inter }</style>'
    page = f'<html lang="en-GB"><head>{head}</head><body>{body}</body></html>'
    folder = resources.folder("templates")
    return pdf.write(page, title="T", lang="en-GB", folder=folder, made_on=date(2026, 1, 1))


def test_every_edition_is_seen_on_a_phone_on_a_screen_and_on_paper(
    manager: TestClient, workspace: Workspace, soon: date
) -> None:
    name = tiny.make_meeting(workspace, soon)
    files = {"letter.html": b"<title>Letter</title>", "letter.pdf": two_pages(), "notes.pdf": two_pages()}
    on_the_shelf(workspace.packs / name / "v1", files)
    home = f"/meetings/{name}/v1"
    assert "desk-preview--narrow" in manager.get(f"{home}/letter.html/read").text
    assert "desk-preview--narrow" not in manager.get(f"{home}/letter.html/read?as=screen").text
    for address in (f"{home}/letter.html/read?as=paper", f"{home}/notes.pdf/read"):
        pictures = re.findall(r'<img src="([^"]*)" alt="(Page \d of 2)', manager.get(address).text)
        assert [alt for _, alt in pictures] == ["Page 1 of 2", "Page 2 of 2"]
        first, second = (manager.get(picture) for picture, _ in pictures)
        assert first.headers["content-type"] == "image/png"
        assert first.content.startswith(b"\x89PNG")
        assert first.content != second.content


@pytest.mark.parametrize("number", ["0", "3", "-1", "x"])
def test_a_page_that_no_paper_has_is_not_there(
    manager: TestClient, workspace: Workspace, soon: date, number: str
) -> None:
    name = tiny.make_meeting(workspace, soon)
    on_the_shelf(workspace.packs / name / "v1", {"letter.html": b"", "letter.pdf": two_pages()})
    assert manager.get(f"/meetings/{name}/v1/letter.pdf/page/{number}").status_code == 404
    assert manager.get(f"/meetings/{name}/v1/letter.html/page/1").status_code == 404


def test_a_change_after_approval_makes_it_void_and_says_so(
    manager: TestClient, workspace: Workspace, soon: date
) -> None:
    name = tiny.make_meeting(workspace, soon)
    pipeline.build(workspace, name)
    assert "Nothing goes out before the papers are made, read and approved." in words(
        manager.get(f"/meetings/{name}/readers")
    )
    pipeline.approve(workspace, name, by="A chair")
    said = words(manager.get(f"/meetings/{name}/edit"))
    assert "Version 2 is approved A change makes it void" in said
    readers = words(manager.get(f"/meetings/{name}/readers"))
    assert "Gets nothing, and why" in readers
    assert "no address" in readers.casefold()
    changing.change(workspace, name, {"place": "Town hall"}, seen=changing.seen(workspace, name))
    said = words(manager.get(f"/meetings/{name}"))
    assert "Version 2 is void" in said
    assert "The place is now: Town hall" in said
    assert "Changed since papers were made" in words(manager.get("/"))
    assert "approved before this changed" in words(manager.get(f"/meetings/{name}/readers"))
    pipeline.build(workspace, name)
    said = words(manager.get(f"/meetings/{name}"))
    assert "void" not in said
    assert "The place is now: Town hall" in said.split("What changed since the version before")[1]
