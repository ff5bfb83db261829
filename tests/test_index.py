"""The page of a workspace that links every pack with its evidence and says how far each meeting is; and the manual."""

import json
import os
import re
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
import tiny
from click.testing import CliRunner

from briefing import resources
from briefing.cli import main
from briefing.keeping.index import page_of, write_index
from briefing.workspace import Workspace

DAY, TODAY = date(2026, 6, 18), date(2026, 4, 20)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return tiny.make_workspace(tmp_path / "w", months=1)


def version(workspace: Workspace, meeting: str, number: int, *, status: str = "draft") -> Path:
    """A version on the shelf, with one document in three forms, its evidence, and what is no document."""
    folder = workspace.packs / meeting / f"v{number}"
    folder.mkdir(parents=True)
    for name in ("gp-pack-rz1-dr-one.pdf", "gp-pack-rz1-dr-one.html", "evidence-rz1.xlsx", "said.json"):
        (folder / name).write_text("{}")
    made = {
        "meeting": meeting,
        "version": number,
        "status": status,
        "fingerprint": "",
        "inputs": [],
        "editions": {},
    }
    (folder / "manifest.json").write_text(json.dumps(made | {"parts": {}, "content": ""}))
    return folder


def test_a_meeting_links_the_files_of_its_last_version_and_says_its_state(workspace: Workspace) -> None:
    name = tiny.make_meeting(workspace, DAY)
    assert "18 June 2026: planned. Next: nothing yet: its packs are due on" in page_of(workspace, today=TODAY)
    version(workspace, name, 1)
    version(workspace, name, 2, status="approved")
    page = page_of(workspace, today=TODAY)
    assert "<h2>Contract review</h2>" in page
    assert "approved, out of date, version 2. Next: briefing build" in page
    links = [unquote(link) for link in re.findall(r'href="([^"]+)"', page)]
    assert links == [
        f"meetings/{name}/meeting.toml",
        f"packs/{name}/v2/evidence-rz1.xlsx",
        f"packs/{name}/v2/gp-pack-rz1-dr-one.html",
        f"packs/{name}/v2/gp-pack-rz1-dr-one.pdf",
    ]
    assert all((workspace.folder / link).is_file() for link in links)


def test_titles_are_text_and_no_markup(workspace: Workspace) -> None:
    name = tiny.make_meeting(workspace, DAY)
    file = workspace.meetings / name / "meeting.toml"
    file.write_text(file.read_text().replace("Contract review", "<script>alert(1)</script>"))
    assert "<script>" not in page_of(workspace, today=TODAY)


def test_the_page_is_written_at_a_load_and_nobody_misses_it_where_it_cannot_be(workspace: Workspace) -> None:
    answer = CliRunner().invoke(main, ["load", "-w", str(workspace.folder)])
    assert answer.exit_code == 0
    page = workspace.folder / "index.html"
    assert page.read_text() == page_of(workspace, today=date.today())
    page.unlink()
    page.mkdir()  # nothing can be written there
    write_index(workspace)
    assert page.is_dir()


# The manual -------------------------------------------------------------------------------------------------


def test_the_manual_lies_beside_the_program_and_is_printed_by_page() -> None:
    listed = CliRunner().invoke(main, ["docs"]).stdout
    assert "data-guide" in listed
    assert "install" in listed
    page = CliRunner().invoke(main, ["docs", "Install.md"]).stdout
    assert page == (resources.folder("docs") / "install.md").read_text("utf-8") + "\n"


def test_a_page_that_is_none_offers_the_nearest() -> None:
    answer = CliRunner().invoke(main, ["docs", "instal"])
    assert (answer.exit_code, "Did you mean 'install'?" in answer.stderr) == (1, True)


def test_a_new_workspace_leads_to_the_registers_that_are_ready(tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["init", str(tmp_path / "w")]).stdout
    assert "Open the Excel files in registers/" in answer
    assert (tmp_path / "w" / "registers" / "people.xlsx").is_file()
    assert os.listdir(tmp_path / "w" / "inbox") == []
