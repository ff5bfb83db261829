"""A new version, a dropped reader and a meeting called off, on their way to those who had papers and to nobody else."""

from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from briefing import audit, pipeline
from briefing.build import changing
from briefing.meeting.editing import set_fields
from briefing.post import dispatch
from briefing.workspace import Workspace

TODAY = date(2026, 6, 15)
PEOPLE = (
    "person_id,name,role,may_decide,email\nP1,Dr One Sample,GP and chair,yes,one@board.example.org\n"
    "P2,Dr Two Sample,GP,no,two@board.example.org\nP3,Dr Six Sample,GP,no,six@board.example.org\n"
)
CONTACTS = "organisation_code,name,email\nRZ1,Contracts team,contracts@hospital.example.org\n"
ONE, TWO, SIX, THEM = "Dr One Sample", "Dr Two Sample", "Dr Six Sample", "Contracts team"


@pytest.fixture
def ready(workspace: Workspace, meeting: str) -> Workspace:
    """A meeting of two on the panel, approved as version 2."""
    for name, text in (("people", PEOPLE), ("contacts", CONTACTS)):
        (workspace.registers / f"{name}.xlsx").unlink(missing_ok=True)
        (workspace.registers / f"{name}.csv").write_text(text, encoding="utf-8")
    set_fields(_file(workspace, meeting), {"panel": ["P1", "P2"]})
    _approved(workspace, meeting)
    return workspace


def _file(workspace: Workspace, name: str) -> Path:
    return workspace.meetings / name / "meeting.toml"


def _approved(workspace: Workspace, name: str) -> None:
    pipeline.build(workspace, name)
    pipeline.approve(workspace, name, by="A chair")


def _sent(workspace: Workspace, name: str) -> dict[str, tuple[str, ...]]:
    """Make the letters and say that they went: whose they are, and the files in each."""
    made = list(dispatch.send(workspace, name, by=["eml"], today=TODAY))
    if any(one.what == "drafted" for one in made):
        dispatch.settle(workspace, name, "all")
    return {one.who: one.files for one in made if one.what == "drafted"}


def _letters(workspace: Workspace, name: str, version: int) -> Iterator[EmailMessage]:
    for file in sorted((workspace.packs / name / f"drafts-v{version}").glob("*.eml")):
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        yield letter


def _words(letter: EmailMessage) -> str:
    body = letter.get_body()
    assert body is not None
    return f"{letter['Subject']} {body.get_content()}"


def _calendar(letter: EmailMessage) -> str:
    file = next(one for one in letter.iter_attachments() if one.get_filename() == "meeting.ics")
    content = file.get_content()
    return content if isinstance(content, str) else str(content.decode())


def test_a_moved_meeting_says_so_in_each_letter_and_in_the_calendar(ready: Workspace, meeting: str) -> None:
    assert set(_sent(ready, meeting)) == {ONE, TWO, THEM}
    name = changing.move(ready, meeting, to=date(2026, 6, 25), today=TODAY).id
    _approved(ready, name)
    assert set(_sent(ready, name)) == {ONE, TWO, THEM}
    for letter in _letters(ready, name, 4):
        assert "What changed for you since version 2" in _words(letter)
        assert "The meeting is now on 25 June 2026, not on 18 June 2026." in _words(letter)
        said = _calendar(letter)
        assert f"UID:{meeting}." in said
        assert "DTSTART;VALUE=DATE:20260625" in said
        assert "METHOD:PUBLISH" in said


def test_a_hospital_gets_no_notice_twice_that_says_the_same(ready: Workspace, meeting: str) -> None:
    _sent(ready, meeting)
    set_fields(_file(ready, meeting), {"decision_wanted": "Another"})
    _approved(ready, meeting)
    assert set(_sent(ready, meeting)) == {ONE, TWO}
    set_fields(_file(ready, meeting), {"place": "Room 7"})
    _approved(ready, meeting)
    assert THEM in _sent(ready, meeting)


def test_who_is_replaced_is_written_to_and_who_comes_in_hears_of_no_change(
    ready: Workspace, meeting: str
) -> None:
    _sent(ready, meeting)
    set_fields(_file(ready, meeting), {"panel": ["P1", "P3"]})
    _approved(ready, meeting)
    went = _sent(ready, meeting)
    assert went[TWO] == ("no-part-now-p2.pdf",)
    assert any("gp-pack-rz1-dr-six-sample" in name for name in went[SIX])
    said = {letter["To"].addresses[0].display_name: letter for letter in _letters(ready, meeting, 4)}
    assert "No part for you now" in _words(said[TWO])
    assert "METHOD:CANCEL" in _calendar(said[TWO])
    assert "What changed" not in _words(said[SIX])
    assert f"{TWO} is no longer on the panel." in _words(said[ONE])
    assert _sent(ready, meeting) == {}


def test_who_had_nothing_is_not_told_that_it_is_off(ready: Workspace, meeting: str) -> None:
    changing.call_off(ready, meeting, status="cancelled", reason="", today=TODAY)
    _approved(ready, meeting)
    assert _sent(ready, meeting) == {}


def test_who_had_papers_is_told_that_it_is_off_even_after_its_day(ready: Workspace, meeting: str) -> None:
    _sent(ready, meeting)
    changing.call_off(ready, meeting, status="postponed", reason="Snow", today=TODAY)
    _approved(ready, meeting)
    assert _sent(ready, meeting) == {
        ONE: ("meeting-called-off.pdf",),
        TWO: ("meeting-called-off.pdf",),
        THEM: ("provider-called-off-rz1.pdf",),
    }
    for letter in _letters(ready, meeting, 4):
        assert letter["Subject"].startswith("Postponed: ")
        assert "Reading it takes" not in _words(letter)


def test_a_renamed_meeting_has_sent_what_it_had_sent(ready: Workspace, meeting: str) -> None:
    _sent(ready, meeting)
    before = [one for one in audit.read(ready).entries if one.action in ("sent", "drafted")]
    changing.rename(ready, meeting, "summer-review")
    assert _sent(ready, "summer-review") == {}
    assert [one for one in audit.read(ready).entries if one.action in ("sent", "drafted")] == before
