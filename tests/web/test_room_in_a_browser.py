"""The GP's room in a real browser, on a phone: papers read, own words kept, a concern reported, the record taken."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import browser
import pytest
import tiny
from desks import complaints, opened, served
from playwright.sync_api import Browser
from rooms import WON, held, with_practices

from briefing import pipeline
from briefing.meeting.register_file import open_register
from briefing.workspace import Workspace

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as started:
        yield started


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = tiny.make_workspace(tmp_path / "fenmarsh")
    with_practices(workspace)
    pipeline.load(workspace)
    return workspace


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without one"])
def test_a_gp_prepares_reports_and_takes_the_record_on_a_phone(
    chromium: Browser, workspace: Workspace, soon: date, script: bool
) -> None:
    held(workspace, soon)
    held(workspace, date.today() - timedelta(days=40), WON)
    with served(workspace) as link, opened(chromium, link, script=script) as (page, strange):
        page.set_viewport_size({"width": 320, "height": 640})
        page.get_by_role("link", name="GPs’ rooms").click()
        page.get_by_role("link", name="Dr Two Sample").click()
        page.get_by_role("link", name="Contract review").first.click()
        page.get_by_label("In my own words").fill("Ask who types")
        page.get_by_label("Minutes I spent preparing").fill("15")
        page.get_by_role("button", name="Keep").click()
        assert page.get_by_label("In my own words").input_value() == "Ask who types"

        page.get_by_role("link", name="Back to Dr Two Sample").click()
        page.get_by_role("link", name="Report a concern").click()
        page.get_by_label("Hospital").fill("Fenmarsh Hospitals Nhs Trust")
        page.get_by_label("What it is about").fill("clinic letters")
        page.get_by_label("What happened").press_sequentially("Mrs Jones has no letter")
        if script:
            page.get_by_text("This holds a name").wait_for()
        page.get_by_role("button", name="Send the report").click()
        page.get_by_role("alert").get_by_text("This holds a name").wait_for()
        page.get_by_label("What happened").fill("Letters reach us late")
        page.get_by_role("button", name="Send the report").click()
        page.get_by_text("Your report is in the register").wait_for()

        page.get_by_role("link", name="Back to Dr Two Sample").click()
        page.get_by_role("link", name="My engagement record").click()
        assert "1 commitment won" in page.inner_text("main")
        with page.expect_download() as kept:
            page.get_by_role("link", name="as a Word file").click()
        assert kept.value.suggested_filename == "engagement.docx"
        assert strange == []
    rows = open_register(workspace.registers, "concerns").rows
    assert [row["text"] for row in rows] == ["Letters reach us late"]


def test_axe_finds_nothing_in_the_room_or_beside_it(
    chromium: Browser, workspace: Workspace, soon: date
) -> None:
    coming = held(workspace, soon)
    past = held(workspace, date.today() - timedelta(days=40), WON)
    with served(workspace) as link, opened(chromium, link) as (page, strange):
        home = link.split("/sign-in")[0]
        room = f"{home}/room/P2"
        found = complaints(page, f"{room}/concerns")
        page.goto(f"{room}/report")
        page.get_by_label("What happened").fill("Mrs Jones has no letter")
        page.get_by_role("button", name="Send the report").click()
        found += browser.violations(page)
        page.get_by_label("Hospital").fill("Fenmarsh Hospitals Nhs Trust")
        page.get_by_label("What it is about").fill("clinic letters")
        page.get_by_label("What happened").fill("Letters reach us late")
        page.get_by_role("button", name="Send the report").click()
        for address in (
            *(
                f"{home}/room",
                room,
                f"{room}/report",
                f"{room}/concerns",
                f"{room}/record",
                f"{home}/reports",
            ),
            *(f"{room}/meetings/{coming}", f"{room}/meetings/{past}", f"{home}/room/P3"),
            *(f"{home}/scan?org=RZ1", f"{home}/questions?org=RZ1", f"{home}/scan", f"{home}/questions?org=x"),
            *(f"{home}/compare?metric=ae_4_hours&org=RZ1&org=RZ2", f"{home}/compare"),
        ):
            found += complaints(page, address)
        assert found == []
        assert strange == []
