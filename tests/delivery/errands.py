"""A workspace with one pack in it, and a mail server beside it, for tests of what goes to whom."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import builders
import pyarrow as pa
import trustme
from mail_server import USER
from pypdf import PdfWriter

from briefing import audit
from briefing.meeting.model import Meeting
from briefing.post import sending
from briefing.post.addressing import recipients
from briefing.shelf import folder, manifest
from briefing.shelf.manifest import Manifest
from briefing.sources.schemas import SCHEMAS
from briefing.workspace import Workspace
from briefing.workspace.settings import Mail, Settings

ADA = builders.person("P1", name="Dr Ada Sample")
BEN = builders.person("P2", name="Dr Ben Specimen")
CHAIR = builders.person("P10", name="Harriet Chair-Sample", role="Chair", clinical=False)
CLERK = builders.person("P11", name="Ivan Clerk-Sample", role="Manager", clinical=False)
PROVIDER = "contracts@hospital.example.org"
PRACTICE = "manager@practice.example.org"
MEETING: Meeting = builders.meeting(
    id="2026-12-03-rza", provider_codes=("RZA",), chair=CHAIR, clerk=CLERK, panel=(ADA, BEN)
)
FILES = (
    "chair-running-order.pdf",
    "clerk-answer-sheet.pdf",
    "clerk-answer-sheet.xlsx",
    "evidence-rza.xlsx",
    "follow-up-letter-rza.pdf",
    "gp-pack-rza-dr-ada-sample.pdf",
    "gp-pack-rza-dr-ben-specimen.pdf",
    "minutes.docx",
    "minutes.pdf",
    "practice-bulletin.pdf",
    "said.json",
    "slides-rza.pptx",
    "themes-notice-rza.pdf",
    "wall-picture-rza.pdf",
)


def email_of(person_id: str) -> str:
    return f"{person_id.lower()}@board.example.org"


def people(*, without: Sequence[str] = (), **changes: str) -> pa.Table:
    ours = (ADA, BEN, CHAIR, CLERK)
    rows = [
        {"person_id": p.person_id, "name": p.name, "role": p.role, "email": email_of(p.person_id)}
        for p in ours
    ]
    for row in rows:
        row["email"] = changes.get(row["person_id"], row["email"])
    return pa.Table.from_pylist([r for r in rows if r["person_id"] not in without], SCHEMAS["people"])


def contacts(*rows: tuple[str, str]) -> pa.Table:
    given = rows or (("RZA", PROVIDER), ("V90003", PRACTICE), ("RZB", "other@hospital.example.org"))
    return pa.Table.from_pylist(
        [{"organisation_code": code, "name": "Contracts team", "email": email} for code, email in given],
        SCHEMAS["contacts"],
    )


def page(words: str) -> bytes:
    """A PDF that says what it is in its title."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": words})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def workspace(at: Path, *, status: str = "approved", version: int = 1, **settings: Any) -> Workspace:
    """A workspace whose only pack has every edition, each of other bytes."""
    ours = {"commissioner": {"name": "NHS Northmere and Vale"}}
    made = Workspace(at, Settings.model_validate(ours | settings))
    files = {
        name: page(f"{name} v{version}") if name.endswith(".pdf") else f"{name} v{version}".encode()
        for name in FILES
    }
    hashes = {name: manifest.sha256(data) for name, data in files.items()}
    version_of = Manifest(MEETING.id, version, status, "abc", (), editions=hashes)
    if status == "approved":
        digest = manifest.sha256(version_of.to_json())
        audit.record(made, "approved", MEETING.id, version=version, manifest=digest, by="A chair")
    folder.publish(made.packs / MEETING.id, files, version_of)
    return made


def send(at: Workspace, *by: str, meeting: Meeting = MEETING, **asked: Any) -> list[sending.Handover]:
    registers = {"people": asked.pop("people", people()), "contacts": asked.pop("contacts", contacts())}
    choice = sending.Choice(by=by or ("mail",), when=asked.pop("when", "before"), pauses=(0.01, 0.01))  # type: ignore[arg-type]
    choice = replace(choice, **asked)
    everybody = recipients(meeting, **registers)
    return list(sending.send(at, meeting, everybody, choice=choice))


@dataclass
class Post:
    """A running server and what it took."""

    folder: Path
    process: "subprocess.Popen[str]"
    port: int
    seen: set[str] = field(default_factory=set)

    @property
    def settings(self) -> dict[str, Any]:
        return self.settings_with()

    def settings_with(self, **changes: Any) -> dict[str, Any]:
        mail = {
            "server": "localhost",
            "port": self.port,
            "sender": "packs@board.example.org",
            "user": USER.decode(),
            "certificates": str(self.folder / "authority.pem"),
        }
        return {"mail": Mail.model_validate(mail | changes).model_dump()}

    def taken(self) -> list[dict[str, Any]]:
        return [json.loads(path.read_text()) for path in sorted(self.folder.glob("*.json"))]

    def letters(self) -> list[tuple[str, EmailMessage]]:
        """Who got what, in the order in which it came."""
        return [
            (one["to"][0], message_from_string(one["text"], policy=policy.default)) for one in self.taken()
        ]

    def delivered(self) -> dict[str, list[str]]:
        """Address -> names of all attachments it was sent."""
        got: dict[str, list[str]] = {}
        for to, letter in self.letters():
            got.setdefault(to, []).extend(str(part.get_filename()) for part in letter.iter_attachments())
        return got


@contextmanager
def mail_server(at: Path, *, tls: str = "starttls", **wish: Any) -> Iterator[Post]:
    """A server that behaves, but for what is wished; ended with the block."""
    at.mkdir(parents=True, exist_ok=True)
    if not (at / "server.pem").exists():
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(at / "authority.pem"))
        authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(at / "server.pem"))
    program = Path(__file__).with_name("mail_server.py")
    process = subprocess.Popen(
        [sys.executable, str(program), str(at), json.dumps({"tls": tls, **wish})],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield Post(at, process, int(process.stdout.readline()))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
