"""What needs somebody: every state in words with one next step, what the registers wait for, and the year."""

import re
from datetime import date, timedelta

import pytest
import tiny
from pages import words
from starlette.testclient import TestClient

from briefing import pipeline
from briefing.build.waiting import waiting
from briefing.post import ledger
from briefing.post.ledger import Record
from briefing.post.states import NextStep, State
from briefing.sources.publications import PUBLICATIONS
from briefing.web import home
from briefing.workspace import Workspace

COMMITMENTS = """commitment_id,meeting_id,provider_code,what,owner,due_on,status,closed_on
C1,2026-01-08-rz1,RZ1,Open two more clinics,Operations director,{late},open,
C2,2026-01-08-rz1,RZ1,Name a lead,Medical director,{soon},,
C3,2026-01-08-rz1,RZ1,Later than that,Medical director,{later},open,
C4,2026-01-08-rz1,RZ1,Kept already,Medical director,{late},kept,{late}
"""
CONCERNS = """concern_id,practice_code,reported_on,provider_code,theme,text,status,answered_on
N1,A81001,{late},RZ1,clinic letters,Late again,open,
N2,A81001,{soon},RZ1,clinic letters,Late again,open,
N3,A81001,{late},RZ1,clinic letters,Late again,answered,{late}
"""


@pytest.fixture
def registers(workspace: Workspace) -> Workspace:
    today = date.today()
    days = {
        "late": today - timedelta(days=9),
        "soon": today + timedelta(days=9),
        "later": today + timedelta(days=90),
    }
    (workspace.registers / "commitments.csv").write_text(COMMITMENTS.format(**days), "utf-8")
    days["soon"] = today
    (workspace.registers / "concerns.csv").write_text(CONCERNS.format(**days), "utf-8")
    report = pipeline.load(workspace)
    assert not report.refused, list(report.lines())
    return workspace


def test_promises_that_fall_due_and_reports_without_an_answer_are_waited_for(registers: Workspace) -> None:
    found = waiting(registers, today=date.today())
    assert [(one.what, one.late) for one in found.promises] == [
        ("Open two more clinics", True),
        ("Name a lead", False),
    ]
    (reports,) = found.reports
    assert (reports.reports, reports.since) == (2, date.today() - timedelta(days=9))


def test_home_says_what_the_registers_wait_for(manager: TestClient, registers: Workspace) -> None:
    said = words(manager.get("/"))
    assert "Overdue since" in said.split("Promises falling due")[1].split("Open two more clinics")[0]
    assert "Later than that" not in said
    assert "Kept already" not in said
    assert "2 reports wait, the oldest since" in said


@pytest.mark.parametrize(
    ("word", "step", "where"),
    [
        ("due", "build", "Prepare the papers."),
        ("draft", "approve", "Read the papers, then approve them."),
        ("approved", "send", "Send the papers."),
        ("in doubt", "ask whether it came", "Ask whether the letter came"),
        ("to be recorded", "record", "Record what was said."),
        ("letters approved", "send", "Send the papers."),
        ("closed", "nothing", "Nothing is left to do."),
        ("sent", "hold", "Hold it on 3 December 2026"),
        ("planned", "wait", "its papers are due on 3 December 2026"),
    ],
)
def test_every_state_is_said_with_its_next_step(
    manager: TestClient, monkeypatch: pytest.MonkeyPatch, word: str, step: str, where: str
) -> None:
    day = date(2026, 12, 3)
    found = State("2026-12-03-rz1", "Winter", day, (), word, NextStep(step, "2026-12-03-rz1", day))  # type: ignore[arg-type]
    monkeypatch.setattr(home, "states", lambda *_, **__: [found])
    said = words(manager.get("/"))
    assert where in said
    assert word.casefold() in said.casefold()
    assert ("Nothing to do yet" in said) == (step in ("hold", "wait", "nothing"))


def test_a_letter_in_doubt_is_asked_about_before_anything_else(
    manager: TestClient, workspace: Workspace, soon: date
) -> None:
    name = tiny.make_meeting(workspace, soon)
    book = workspace.packs / name / ledger.NAME
    book.parent.mkdir(parents=True)
    files = {"gp-pack.pdf": "0" * 64}
    ledger.append(
        book, Record("2026-11-26T07:00:00+00:00", "mail", "offered", "P1", "p1@example.org", 1, files, "m")
    )
    page = manager.get(f"/meetings/{name}")
    assert "Prepare the papers." in words(page), "nothing was made yet: that comes first"


def test_the_year_holds_meetings_papers_promises_and_days_of_figures(
    manager: TestClient, registers: Workspace
) -> None:
    today = date.today()
    name = tiny.make_meeting(registers, today + timedelta(days=20))
    page = manager.get("/calendar").text
    assert f'<a href="/meetings/{name}">' in page
    kinds = set(re.findall(r"desk-event--(\w+)", page))
    assert kinds == {"meeting", "papers", "promise", "figures"}
    assert "GP pack due" in page
    assert "Later than that" in page
    assert len(re.findall(r'<section class="desk-month"', page)) == 12


@pytest.mark.parametrize("year", ["x", "-1", "99999", "1e3", "٢٠٢٦"])
def test_a_year_that_is_none_is_not_there(manager: TestClient, year: str) -> None:
    assert manager.get("/calendar", params={"year": year}).status_code == 404


@pytest.mark.parametrize(
    ("source", "month", "file", "day"),
    [
        ("rtt", date(2026, 4, 1), "20260430-RTT-April-2026-full-extract.csv.zip", date(2026, 6, 11)),
        ("ae", date(2025, 5, 1), "Monthly-AE-May-2025.csv", date(2025, 6, 12)),
        ("cancer", date(2026, 1, 1), "January-2026-Monthly-Combined-Workbook-Provisional.xlsx", date(2026, 3, 12)),
        ("diagnostics", date(2025, 12, 1), "Monthly-Diagnostics-Full-Extract-December-2025.zip", date(2026, 2, 12)),
    ],
)  # fmt: skip
def test_a_publication_is_looked_for_by_its_own_name(source: str, month: date, file: str, day: date) -> None:
    assert PUBLICATIONS[source].file(month) == file
    assert PUBLICATIONS[source].usual_day(month) == day
