"""The clerk's sheet as drawn: a form that readers can fill and hear, a workbook without a formula."""

import io
import re
import zipfile

import clerk
import packs
import pytest
from papers import faults, pages_of
from pypdf import PdfReader

from briefing.meeting.sheet import answer_field, parts_of, promise_field
from briefing.pack.clerk import ClerkSheet, clerk_sheet, clerk_workbook
from briefing.render.workbook import written
from briefing.sources.files import open_bytes


@pytest.fixture(scope="module")
def sheet() -> ClerkSheet:
    return clerk_sheet([packs.full(meeting=clerk.meeting())])


@pytest.fixture(scope="module")
def form(sheet: ClerkSheet) -> bytes:
    return clerk.form(sheet)


def test_the_form_holds_pdf_ua_1(form: bytes) -> None:
    """Labels stand beside their fields and no figures are tabular: then forms pass every rule."""
    assert faults(form) == []


def test_every_question_and_promise_has_its_fields_by_stable_names(form: bytes) -> None:
    fields = PdfReader(io.BytesIO(form)).get_fields() or {}
    mine = "2026-12-03-rqz"
    ticks = ("answered", "partly", "will_write", "not_answered")
    text = ("commitment", "owner", "due_on", "measure", "note")
    asked = {f"{mine}/RQZ/{q}/{name}" for q in ("q1", "q2", "q3", "q4") for name in (*ticks, *text)}
    others = {f"{mine}/RQZ/{id}/{name}" for id in ("other-1", "other-2") for name in text}
    outcomes = ("kept", "not_kept", "closed_on", "evidence")
    promised = {f"{mine}/promise/{id}/{name}" for id in ("C1", "C2", "C3", "C4") for name in outcomes}
    assert set(fields) == asked | others | promised
    assert {fields[name]["/FT"] for name in asked if name.rpartition("/")[2] in ticks} == {"/Btn"}
    assert {field.get("/V") for field in fields.values()} == {"", "/Off"}


def test_a_screen_reader_says_what_a_field_is_for(form: bytes) -> None:
    fields = PdfReader(io.BytesIO(form)).get_fields() or {}
    assert fields["2026-12-03-rqz/RQZ/q2/will_write"]["/TU"] == "Will write: question 2"
    assert fields["2026-12-03-rqz/RQZ/q1/owner"]["/TU"] == "Owner, by role: question 1"


def test_the_form_runs_and_sends_nothing(form: bytes) -> None:
    assert not re.search(rb"/(JavaScript|JS|SubmitForm|OpenAction|Launch|AA)\b", form)


@pytest.mark.parametrize("id", ["COM01", "a/b", "3.1.2", "Ä 7", "50%"])
def test_any_id_of_a_register_makes_a_field_that_is_read_back(id: str) -> None:
    assert parts_of(promise_field("2026-12-03-rqz", id, "kept")) == ("2026-12-03-rqz", "promise", id, "kept")
    assert "." not in answer_field("2026-12-03-rqz", "RQZ", id, "note")


def test_the_same_sheet_gives_the_same_bytes(sheet: ClerkSheet, form: bytes) -> None:
    assert clerk.form(sheet) == form
    assert written(clerk_workbook(sheet)) == written(clerk_workbook(sheet))


def test_an_approved_sheet_shows_no_draft_and_names_its_marking() -> None:
    made = clerk.form(clerk_sheet([packs.bare(meeting=clerk.meeting())]))
    text = "".join(pages_of(made))
    assert "Version 1" in text
    assert "Draft" not in text


def _part(book: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(f"xl/{name}").decode()


def test_the_workbook_offers_the_states_and_checks_the_day(sheet: ClerkSheet) -> None:
    rules = re.findall(
        r"<dataValidation .*?</dataValidation>",
        _part(written(clerk_workbook(sheet)), "worksheets/sheet1.xml"),
    )
    states = next(rule for rule in rules if "answered,partly,will write,not answered" in rule)
    assert 'sqref="F6:F11"' in states
    assert 'showErrorMessage="1"' in states
    days = next(rule for rule in rules if 'type="date"' in rule)
    assert 'sqref="I6:I11"' in days
    assert "<formula1>46359</formula1>" in days, "3 December 2026 as Excel counts days"
    outcomes = _part(written(clerk_workbook(sheet)), "worksheets/sheet2.xml")
    assert "kept,not kept" in outcomes


def test_what_was_issued_is_locked_and_what_is_to_fill_is_not(sheet: ClerkSheet) -> None:
    made = written(clerk_workbook(sheet))
    assert "<sheetProtection" in _part(made, "worksheets/sheet1.xml")
    assert 'locked="0"' in _part(made, "styles.xml")


def test_a_sheet_without_earlier_promises_can_be_made() -> None:
    made = written(clerk_workbook(clerk_sheet([packs.bare()])))
    assert [sheet.sheet for sheet in open_bytes(made, file="sheet.xlsx")] == ["Answers", "Last promises"]
