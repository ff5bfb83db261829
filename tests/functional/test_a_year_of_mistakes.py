"""A manager's year at the command line, with the mistakes that people make: the right papers reach the right people.

The day is what the test says it is; pages are plain. Each step is tried wrong first, and must say so in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import clerk
import plain
import pytest
import tiny
from built import built_packs
from click.testing import Result
from commands import Briefing

from briefing import pipeline
from briefing.cli import files, meetings, packs, recording
from briefing.pack.clerk import clerk_sheet
from briefing.post import dispatch
from briefing.workspace import Workspace

MEETING, MOVED, NEXT = "2026-06-18-rz1", "2026-06-25-rz1", "2026-10-15-rz1"
PEOPLE = (
    "person_id,name,role,email,may_decide\n"
    "P1,Dr One Sample,GP and chair,one@board.example.org,yes\n"
    "P2,Dr Two Sample,GP,two@board.example.org,no\n"
    "P3,Dr Three Sample,GP,{address},no\n"
)
CONTACTS = (
    "organisation_code,name,role,email\n"
    "RZ1,Contracts team,,contracts@rz1.example.org\n"
    "QZZ,Practices of the board,distribution,practices@board.example.org\n"
)
INTERESTS = "person_id,kind,organisation_code,topic,from,to\n{person},financial,RZ1,,2025-04-01,\n"
NEW = (
    *(
        "meeting",
        "new",
        "--no-input",
        "--kind",
        "contract review",
        "--date",
        "18/06/2026",
        "--starts",
        "10am",
    ),
    *("--place", "Board room", "--decision", "A dated plan for urgent care", "--chair", "Dr One Sample"),
    *("--panel", "P1", "--panel", "dr two sample", "--panel", "P3"),
)


@dataclass
class Desk:
    """A manager's: the workspace, the command line, and what day it is."""

    workspace: Workspace
    briefing: Briefing
    monkeypatch: pytest.MonkeyPatch

    def is_told(self, *words: object, code: int = 0) -> str:
        """Run a command, and return all that it says in one line."""
        result: Result = self.briefing(*words, "-w", self.workspace.folder)
        assert result.exit_code == code, result.output
        return " ".join(result.output.split())

    def register(self, name: str, text: str) -> None:
        (self.workspace.registers / f"{name}.xlsx").unlink(missing_ok=True)
        (self.workspace.registers / f"{name}.csv").write_text(text, encoding="utf-8")

    def day_is(self, *day: int) -> None:
        class Calendar(date):
            @classmethod
            def today(cls) -> date:  # type: ignore[override]
                return date(*day)

        for room in (files, meetings, packs, recording, dispatch, pipeline):
            self.monkeypatch.setattr(room, "date", Calendar)

    def drafted(self, meeting: str, version: int) -> dict[str, set[str]]:
        """The files in each draft that lies ready for Outlook, by whom it goes to."""
        found = {}
        for file in (self.workspace.packs / meeting / f"drafts-v{version}").glob("*.eml"):
            letter = message_from_bytes(file.read_bytes(), policy=policy.default)
            names = {str(part.get_filename()) for part in letter.iter_attachments()}  # type: ignore[attr-defined]
            to = str(letter["To"]).partition(" <")[0]
            found[to] = {name for name in names if name.endswith(".pdf")}
        return found


@pytest.fixture
def desk(tmp_path: Path, briefing: Briefing, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with plain.pages():
        yield Desk(tiny.make_workspace(tmp_path / "w"), briefing, monkeypatch)


def test_a_year_with_its_mistakes_ends_with_the_right_papers(desk: Desk) -> None:
    desk.day_is(2026, 6, 1)
    registers_with_mistakes(desk)
    a_meeting_with_mistakes(desk)
    papers_with_mistakes(desk)
    a_move(desk)
    a_record_with_mistakes(desk)
    the_next_round(desk)


def registers_with_mistakes(desk: Desk) -> None:
    desk.register("people", PEOPLE.format(address=""))
    desk.register("contacts", CONTACTS)
    desk.register("interests", INTERESTS.format(person="P22"))
    registers = desk.workspace.registers
    for name in ("~$people.csv", "people-LAPTOP12.csv", "Thumbs.db"):
        (registers / name).write_bytes((registers / "people.csv").read_bytes())
    told = desk.is_told("load", code=7)
    assert "found the person 'P22', who is not in the register of people" in told
    assert "Did you mean 'P2'?" in told
    assert "people-LAPTOP12.csv: a copy of people.csv" in told
    desk.register("interests", INTERESTS.format(person="P2"))
    assert "1 loaded" in desk.is_told("load")


def a_meeting_with_mistakes(desk: Desk) -> None:
    assert "Did you mean RZ1" in desk.is_told(*NEW, "--provider", "Fenmash", code=2)
    assert "2026-06-18-rz1" in desk.is_told(*NEW, "--provider", "Fenmarsh")
    file = desk.workspace.meetings / MEETING / "meeting.toml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("date = 2026-06-18", "date = 18/06/2026"), encoding="utf-8")
    assert "date = 2026-06-18" in desk.is_told("check", MEETING, code=7)
    file.write_text(good, encoding="utf-8")
    assert MEETING in desk.is_told("meetings", "--provider", "fenmarsh")
    told = desk.is_told("check", MEETING)
    assert "Dr Three Sample: would get nothing: no address" in told
    assert "Dr Two Sample has declared an interest in RZ1" in told


def papers_with_mistakes(desk: Desk) -> None:
    desk.day_is(2026, 6, 15)
    desk.is_told("build", MEETING)
    assert "wanted" in desk.is_told("approve", MEETING, "--by", " \u200b", code=1)
    desk.is_told("approve", MEETING, "--by", "A chair, GP")
    desk.register("people", PEOPLE.format(address="three@board.example.org"))
    assert "registers/people.csv: changed since" in desk.is_told("send", MEETING, "--to", "eml", code=1)
    assert "no address" not in desk.is_told("check", MEETING)
    file = desk.workspace.meetings / MEETING / "meeting.toml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace('chair = "P1"', 'chair = "P2"'), encoding="utf-8")
    assert "chair" in desk.is_told("send", MEETING, "--to", "eml", code=1)
    file.write_text(good, encoding="utf-8")
    desk.is_told("send", MEETING, "--to", "eml")
    assert desk.drafted(MEETING, 2) == {
        "Dr One Sample": {"gp-pack-rz1-dr-one-sample.pdf", "chair-running-order.pdf", "slides-rz1.pptx"},
        "Dr Two Sample": {"gp-pack-rz1-dr-two-sample.pdf"},
        "Dr Three Sample": {"gp-pack-rz1-dr-three-sample.pdf"},
        "Contracts team": {"themes-notice-rz1.pdf"},
    }


def a_move(desk: Desk) -> None:
    """The old papers are void the moment the day is another, and everybody is told."""
    desk.is_told("meeting", "move", MEETING, "--to", "25/06/2026", "--reason", "The room is taken")
    assert "The meeting is now on 25 June 2026" in desk.is_told("send", MEETING, "--to", "eml", code=1)
    desk.is_told("build", MOVED)
    desk.is_told("approve", MOVED, "--by", "A chair, GP")
    desk.is_told("send", MOVED, "--to", "eml")
    assert len(desk.drafted(MOVED, 4)) == 4
    page = plain.words(desk.workspace.packs / MOVED / "v4" / "gp-pack-rz1-dr-two-sample.pdf")
    assert "is now on 25 June 2026, not on 18 June 2026" in page


def a_record_with_mistakes(desk: Desk) -> None:
    """A sheet with a promise that has no day is refused whole; one that was recorded wrong is taken back."""
    desk.day_is(2026, 6, 26)
    assert "nothing is recorded of it" in desk.is_told("send", MOVED, "--to", "eml", code=7)
    assert "column 'Due': found nothing" in desk.is_told("record", MOVED, filled(desk, due=""), code=4)
    assert "RZ1" not in desk.is_told("promises")
    desk.is_told("record", MOVED, filled(desk, due=date(2026, 12, 31)))
    desk.is_told("record", MOVED, "--take-back", "--by", "A manager", "--reason", "Another day was said")
    desk.is_told("record", MOVED, filled(desk, due=date(2026, 9, 30)))
    promises = desk.is_told("promises")
    assert "2026-09-30" in promises
    assert "2026-12-31" not in promises
    desk.is_told("build", MOVED)
    desk.is_told("approve", MOVED, "--by", "A chair, GP")
    desk.is_told("send", MOVED, "--to", "eml")
    letter, bulletin = {"follow-up-letter-rz1.pdf"}, {"practice-bulletin.pdf"}
    assert desk.drafted(MOVED, 6) == {
        **dict.fromkeys(("Dr One Sample", "Dr Two Sample", "Dr Three Sample", "Contracts team"), letter),
        "Practices of the board": bulletin,
    }
    assert "letters drafted in mail, not sent" in desk.is_told("meetings")
    desk.is_told("send", MOVED, "--arrived", "all")
    assert "closed" in desk.is_told("meetings")


def filled(desk: Desk, *, due: str | date) -> Path:
    """The clerk's sheet with a promise beside the first question."""
    sheet = clerk_sheet(built_packs(desk.workspace, MOVED))
    promise: dict[str, str | date] = {
        "state": "answered",
        "commitment": "A dated plan",
        "owner": "Chief operating officer",
        "due_on": due,
    }
    place = desk.workspace.folder.parent / "filled.xlsx"
    return clerk.fill(place, sheet, {sheet.parts[0].rows[0].asked.question_id: promise}, provider="RZ1")


def the_next_round(desk: Desk) -> None:
    """Copied, with the promise that fell due on its first pages; the year is kept, and can be put back."""
    desk.day_is(2026, 10, 1)
    desk.is_told("meeting", "copy", MOVED, "--date", "31/02/2027", code=2)
    desk.is_told("meeting", "copy", MOVED, "--date", "15/10/2026")
    desk.is_told("build", NEXT)
    page = plain.words(desk.workspace.packs / NEXT / "v1" / "gp-pack-rz1-dr-one-sample.pdf")
    assert "A dated plan" in page
    desk.is_told("audit")
    kept = desk.workspace.folder / "year.zip"
    desk.is_told("backup", kept)
    again = desk.workspace.folder.parent / "again"
    assert desk.briefing("restore", kept, again).exit_code == 0
    assert (again / "packs" / MOVED / "v6" / "manifest.json").read_bytes() == (
        desk.workspace.packs / MOVED / "v6" / "manifest.json"
    ).read_bytes()
