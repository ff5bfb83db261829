"""The desk in a real browser: axe finds nothing at any width, and a meeting is made, approved and sent by clicks."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import browser
import clerk
import pytest
import tiny
import uvicorn
from playwright.sync_api import Browser, Page, ViewportSize
from rooms import WON, held, with_practices

from briefing import pipeline
from briefing.build import changing
from briefing.meeting.answers import answers_of
from briefing.meeting.register_file import open_register
from briefing.meeting.sheet import read_sheet
from briefing.web.desk import desk
from briefing.web.guard import Keys
from briefing.workspace import Workspace, init

LONG = 120_000
"""Milliseconds that a page may take on a busy machine."""
TABLET: ViewportSize = {"width": 820, "height": 1180}
pytestmark = pytest.mark.slow


@contextmanager
def served(workspace: Workspace) -> Iterator[str]:
    """A desk that listens; yields the link that opens it."""
    keys = Keys()
    server = uvicorn.Server(uvicorn.Config(desk(workspace, keys=keys), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/sign-in?key={keys.new_link()}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as opened:
        yield opened


@pytest.fixture
def loaded(tmp_path: Path, soon: date) -> Workspace:
    workspace = tiny.make_workspace(tmp_path / "fenmarsh")
    tiny.make_meeting(workspace, soon)
    (workspace.inbox / "Monthly-AE-December-2025.csv").unlink()
    (workspace.inbox / "picture.csv").write_bytes(b"\x89PNG\r\n")
    pipeline.load(workspace)
    return workspace


@contextmanager
def opened(chromium: Browser, link: str, *, script: bool = True) -> Iterator[tuple[Page, list[str]]]:
    """A page at the desk, and every address and complaint that is not the desk's own."""
    context = chromium.new_context(java_script_enabled=script)
    context.set_default_timeout(LONG)
    page, strange = context.new_page(), list[str]()
    home = link.split("/sign-in")[0]
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((home, "data:", "about:")) else strange.append(asked.url),
    )
    page.on(
        "console", lambda said: strange.append(said.text) if "status of 4" not in said.text else None
    )  # a refusal is shown
    page.goto(link)
    yield page, strange
    context.close()


def complaints(page: Page, address: str) -> list[str]:
    found = []
    for width, height in (browser.DESKTOP, browser.PHONE, browser.REFLOW):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        found += [f"{address} at {width}: {rule}" for rule in browser.violations(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{address} at {width}: scrolls sideways"] if wide > 0 else []
    return found


def test_axe_finds_nothing_on_any_page(chromium: Browser, loaded: Workspace, soon: date) -> None:
    name = f"{soon}-rz1"
    paths = (
        *("/", "/meetings", "/meetings/new", "/files", "/jobs", "/explore", "/nowhere", f"/meetings/{name}"),
        *(
            f"/meetings/{name}/doubts",
            f"/meetings/{name}/edit",
            f"/meetings/{name}/questions",
            f"/meetings/{name}/readers",
            "/calendar",
            "/explore?metric=ae_4_hours&org=RZ1",
            "/explore?metric=ae_4_hours&org=x",
        ),
    )
    with served(loaded) as link, opened(chromium, link) as (page, strange):
        home = link.split("/sign-in")[0]
        assert [one for path in paths for one in complaints(page, home + path)] == []
        assert strange == []


def test_axe_finds_nothing_on_an_empty_desk_or_before_it_is_opened(chromium: Browser, tmp_path: Path) -> None:
    with served(init(tmp_path / "empty")) as link, opened(chromium, link) as (page, strange):
        home = link.split("/sign-in")[0]
        found = [
            one
            for path in ("/", "/meetings", "/meetings/new", "/calendar", "/files", "/explore", "/jobs")
            for one in complaints(page, home + path)
        ]
        page.get_by_role("button", name="Close this desk").click()
        assert found + complaints(page, page.url) + complaints(page, link) == []
        assert strange == []


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without one"])
def test_a_meeting_is_made_read_approved_and_drafted_by_clicks(
    chromium: Browser, loaded: Workspace, soon: date, script: bool
) -> None:
    day = date(soon.year, soon.month, soon.day)
    with served(loaded) as link, opened(chromium, link, script=script) as (page, strange):
        page.get_by_role("link", name="Set up a meeting").click()
        page.get_by_label("Day", exact=True).fill(f"{day:%d/%m/%Y}")
        page.get_by_label("Place").fill("Board room")
        page.get_by_label("Hospitals 1").fill("coldwater bay")
        page.get_by_label("Decision wanted").fill("A dated plan for urgent care")
        page.get_by_label("Chair").fill("Dr One Sample")
        page.get_by_label("Panel 1").fill("Dr One Sample")
        page.get_by_role("button", name="Set up the meeting").click()
        _until(page, "The meeting is set up.")

        page.get_by_role("link", name="Change any of it").click()
        page.get_by_label("Clerk").fill("Dr One Sample")
        if script:
            page.get_by_label("Clerk").press("Tab")
            page.wait_for_selector("#doubt-clerk :text('nobody can ask and write at once')")
        page.get_by_label("Clerk").fill("")
        page.get_by_label("Starts at").fill("2pm")
        page.get_by_role("button", name="Save").click()
        _until(page, "Changed.")

        page.get_by_role("button", name="Prepare the papers").click()
        _until(page, "Approve version 1")
        page.get_by_role("link", name="Read").first.click()
        page.wait_for_selector("iframe, .desk-paper")
        page.get_by_role("link", name="On paper").click()
        page.wait_for_selector("img[alt^='Page 1 of']")
        page.get_by_role("link", name="Back to the meeting").click()
        page.get_by_label("Who approves it").fill("Dr One Sample, chair")
        page.get_by_role("button", name="Approve version 1").click()
        _until(page, "See who gets what")
        page.get_by_role("link", name="See who gets what").click()
        page.get_by_role("button", name="Send", exact=True).click()
        _until(page, "Continue", "Done")
        assert strange == []
    assert list((loaded.packs / f"{soon}-rz2").glob("v2/*.pdf"))


def test_axe_finds_nothing_where_something_is_wrong_or_somebody_else_was_quicker(
    chromium: Browser, loaded: Workspace, soon: date
) -> None:
    name = f"{soon}-rz1"
    with served(loaded) as link, opened(chromium, link) as (page, strange):
        home, found = link.split("/sign-in")[0], list[str]()
        page.goto(f"{home}/meetings/{name}/edit")
        changing.change(loaded, name, {"place": "Room 7"}, seen=changing.seen(loaded, name))
        page.get_by_label("Place").fill("Town hall")
        page.get_by_role("button", name="Save").click()
        page.wait_for_selector(":text('Now in the file: Room 7')")
        for width in (browser.DESKTOP[0], browser.PHONE[0], browser.REFLOW[0]):
            page.set_viewport_size({"width": width, "height": 900})
            found += browser.violations(page)
        page.get_by_label("Chair").fill("Dr Nobody")
        page.get_by_role("button", name="Save").click()
        page.wait_for_selector(".nhsuk-error-message")
        found += browser.violations(page)
        page.locator(".nhsuk-error-summary a").first.click()
        assert page.evaluate("document.activeElement.id") == "chair"
        page.goto(f"{home}/files")
        page.locator("#files").set_input_files(
            {"name": "p.csv", "mimeType": "text/csv", "buffer": b"\x89PNG"}
        )
        page.get_by_role("button", name="Load", exact=True).click()
        page.wait_for_selector("text=Continue")
        found += browser.violations(page)
        assert found == []
        assert strange == []


def _until(page: Page, *said: str) -> None:
    """Wait, through the page of a job and back, until something is said."""
    for _ in range(600):
        text = page.inner_text("main") + " ".join(
            one.inner_text() for one in page.get_by_role("button").all()
        )
        if any(one in text for one in said):
            return
        # a link that is waited for may come after the text was read: it is not followed then
        if "Continue" not in said and (on := page.get_by_role("link", name="Continue")).count():
            assert "could not be done" not in text, text
            on.click()
            continue
        page.wait_for_timeout(500)
    raise AssertionError(f"never said: {said}; but: {page.inner_text('main')}")


# The GP’s room ----------------------------------------------------------------------------------------------------


@pytest.fixture
def rooms(tmp_path: Path) -> Workspace:
    workspace = tiny.make_workspace(tmp_path / "fenmarsh")
    with_practices(workspace)
    pipeline.load(workspace)
    return workspace


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without one"])
def test_a_gp_prepares_reports_and_takes_the_record_on_a_phone(
    chromium: Browser, rooms: Workspace, soon: date, script: bool
) -> None:
    held(rooms, soon)
    held(rooms, date.today() - timedelta(days=40), WON)
    with served(rooms) as link, opened(chromium, link, script=script) as (page, strange):
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
    rows = open_register(rooms.registers, "concerns").rows
    assert [row["text"] for row in rows] == ["Letters reach us late"]


def test_axe_finds_nothing_in_the_room_or_beside_it(chromium: Browser, rooms: Workspace, soon: date) -> None:
    coming = held(rooms, soon)
    past = held(rooms, date.today() - timedelta(days=40), WON)
    with served(rooms) as link, opened(chromium, link) as (page, strange):
        home = link.split("/sign-in")[0]
        room = f"{home}/room/P2"
        found = complaints(page, f"{room}/concerns")
        page.goto(f"{room}/report")
        page.get_by_label("What happened").fill("Mrs Jones has no letter")
        page.get_by_role("button", name="Send the report").click()
        page.get_by_role("alert").wait_for()
        found += browser.violations(page)
        page.get_by_label("Hospital").fill("Fenmarsh Hospitals Nhs Trust")
        page.get_by_label("What it is about").fill("clinic letters")
        page.get_by_label("What happened").fill("Letters reach us late")
        page.get_by_role("button", name="Send the report").click()
        page.get_by_text("Your report is in the register").wait_for()
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


def test_a_sheet_is_kept_through_a_lost_connection_and_a_reload_and_is_then_recorded(
    chromium: Browser, tmp_path: Path
) -> None:
    workspace, _ = clerk.in_the_room(tmp_path / "work")
    with served(workspace) as link, opened(chromium, link) as (page, strange):
        address = f"{link.split('/sign-in')[0]}/meetings/{clerk.MEETING}/record"
        page.set_viewport_size(TABLET)
        page.goto(address)
        page.locator("[id='RQZ/q1/commitment']").fill("A weekly count")
        page.get_by_text("Everything is saved.").wait_for()
        assert texts_of_sheet(workspace) == {"commitment": "A weekly count"}

        page.context.set_offline(True)
        page.locator("[id='RQZ/q1/owner']").fill("COO")
        page.locator("[id='RQZ/q1/due_on']").fill("31/1/2027")
        page.locator("input[name='RQZ/q1/state'][value='answered']").check(force=True)
        page.get_by_text("3 fields are kept on this device").wait_for()
        context = page.context
        page.close()
        assert texts_of_sheet(workspace) == {"commitment": "A weekly count"}

        context.set_offline(False)
        again = context.new_page()
        again.set_default_timeout(LONG)
        again.goto(address)
        assert again.locator("[id='RQZ/q1/owner']").input_value() == "COO"
        again.get_by_text("Everything is saved.").wait_for()
        said = {"commitment": "A weekly count", "owner": "COO", "due_on": "2027-01-31", "state": "answered"}
        assert texts_of_sheet(workspace) == said
        assert again.evaluate("localStorage.length") == 0

        again.locator("[id='RQZ/q2/note']").fill("Mrs Jones rang")
        again.get_by_text("what looks like a name").wait_for()
        assert "Jones" not in again.evaluate("JSON.stringify(localStorage)")
        again.locator("[id='RQZ/q2/note']").fill("They rang")
        again.get_by_text("what looks like a name").wait_for(state="hidden")

        again.get_by_role("button", name="Save and read back").click()
        again.get_by_text("A weekly count").wait_for()
        again.get_by_role("button", name="Record").click()
        _until(again, "What was recorded")
        assert [one for one in strange if "ERR_INTERNET_DISCONNECTED" not in one] == []
    (first, *_) = answers_of(workspace.meetings / clerk.MEETING)
    assert (first.owner, first.due_on) == ("COO", date(2027, 1, 31))


def texts_of_sheet(workspace: Workspace) -> dict[str, str]:
    file = workspace.meetings / clerk.MEETING / "clerk-answer-sheet.xlsx"
    filled = read_sheet(file, meeting=(clerk.MEETING,))
    return {name: text for (_, id, name), text in filled.texts.items() if text and id == "q1"}


def test_a_register_is_checked_as_it_is_typed(chromium: Browser, tmp_path: Path) -> None:
    workspace, _ = clerk.in_the_room(tmp_path / "work")
    with served(workspace) as link, opened(chromium, link) as (page, strange):
        page.goto(f"{link.split('/sign-in')[0]}/registers/people")
        page.locator("[id='0.email']").fill("nobody at home")
        page.get_by_text("wanted one e-mail address").wait_for()
        assert page.locator("[id='0.email']").get_attribute("aria-invalid") == "true"
        page.locator("[id='0.email']").fill("ada@example.org")
        page.get_by_text("wanted one e-mail address").wait_for(state="hidden")
        page.keyboard.press("Enter")
        page.get_by_text("Saved: 1 row changed").wait_for()
        assert strange == []
    assert "ada@example.org" in (workspace.registers / "people.csv").read_text("utf-8-sig")


def test_axe_finds_nothing_on_the_sheet_and_the_registers(chromium: Browser, tmp_path: Path) -> None:
    workspace, _ = clerk.in_the_room(tmp_path / "work")
    sheet = f"/meetings/{clerk.MEETING}/record"
    with served(workspace) as link, opened(chromium, link) as (page, strange):
        home = link.split("/sign-in")[0]
        page.goto(home + sheet)
        page.locator("[id='RQZ/q1/commitment']").fill("A weekly count")
        page.get_by_role("button", name="Save", exact=True).click()
        found = [f"after saving: {rule}" for rule in browser.violations(page)]
        page.goto(f"{home}/registers/people")
        page.locator("[id='0.email']").fill("nobody at home")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("There is a problem").wait_for()
        found += [f"refused: {rule}" for rule in browser.violations(page)]
        page.goto(f"{home}/registers/people")
        page.locator("[id='0.role']").fill("Chair")
        opened_before = page.locator("input[name=opened]").first.input_value()
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator("[id='0.role']").fill("GP")
        page.evaluate(
            "was => { for (const one of document.getElementsByName('opened')) one.value = was }",
            opened_before,
        )
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("Somebody saved this register").wait_for()
        found += [f"overtaken: {rule}" for rule in browser.violations(page)]
        paths = (sheet, f"{sheet}/read-back", "/registers", "/registers/people", "/registers/commitments")
        for path in (*paths, "/registers/people/history"):
            found += complaints(page, home + path)
        assert found == []
        assert strange == []
