"""A manager at the command line: a small workspace, what day it is, and what each reader gets."""

from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import clerk
import pytest
from built import built_packs
from click.testing import Result
from commands import Briefing

from briefing import pipeline
from briefing.cli import files, meetings, packs, recording
from briefing.pack.clerk import clerk_sheet
from briefing.post import dispatch
from briefing.workspace import Workspace

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
            found[to] = {name for name in names if name.endswith((".pdf", ".pptx"))}
        return found

    def filled(self, meeting: str, *, due: str | date | None = None) -> Path:
        """The clerk's sheet with a promise beside the first question of the first hospital; blank without a day."""
        sheet = clerk_sheet(built_packs(self.workspace, meeting))
        promise: dict[str, str | date] = {
            "state": "answered",
            "commitment": "A dated plan",
            "owner": "Chief operating officer",
            "due_on": due or "",
        }
        part = sheet.parts[0]
        place = self.workspace.folder.parent / "filled.xlsx"
        filled_in = {} if due is None else {part.rows[0].asked.question_id: promise}
        return clerk.fill(place, sheet, filled_in, provider=part.provider_code)
