"""A panel with practices, and a meeting with papers for each of them."""

import hashlib
import json
from dataclasses import asdict
from datetime import date

import tiny

from briefing import audit
from briefing.build.inputs import meeting_of
from briefing.meeting.answers import ANSWERS_FILE, Answer, SheetQuestion, answers_csv
from briefing.pack.sitting import SITTING, Put, sitting_of
from briefing.post.addressing import expected_files
from briefing.shelf import folder as packs
from briefing.shelf.manifest import sha256
from briefing.workspace import Workspace

PEOPLE = """person_id,name,role,practice_code,may_decide
P1,Dr One Sample,GP and chair,V90001,yes
P2,Dr Two Sample,GP,V90002,no
P3,Dr Three Sample,GP,,no
"""
ORGANISATIONS = "V90001,Abbey Surgery,practice,{board}\nV90002,Brook Surgery,practice,{board}\n"
CARD = (
    '<article class="card" id="question-1"><div class="chart" role="img" aria-label="Letters &amp; days: 58%">'
    "<svg xmlns='http://www.w3.org/2000/svg'></svg></div></article>"
)
QUESTION = SheetQuestion(
    question_id="int-01",
    provider_code="RZ1",
    topic="letters and the interface",
    title="Clinic letters",
    asked_by="Dr Two Sample",
    measure=None,
    opener="What holds your letters up?",
    settle_for="A date.",
    you_said="Clinic letters: 9 reports, 8 practices",
)
OTHER = SheetQuestion("uec-01", "RZ1", "urgent care", "A&E", "Dr One Sample", "ae_4_hours", "Why so long?")
WON = Answer("int-01", "RZ1", "answered", "Letters inside seven days", "Medical director", date(2027, 3, 1))


def with_practices(workspace: Workspace) -> None:
    """Put three people into the register, two of them of a practice."""
    (workspace.registers / "people.csv").write_text(PEOPLE, encoding="utf-8")
    with (workspace.registers / "organisations.csv").open("a", encoding="utf-8") as file:
        file.write(ORGANISATIONS.format(board=tiny.BOARD))


def held(workspace: Workspace, day: date, *answers: Answer) -> str:
    """A meeting with an approved version, and what is recorded of it."""
    name = tiny.make_meeting(workspace, day)
    file = workspace.meetings / name / "meeting.toml"
    file.write_text(file.read_text("utf-8").replace('panel = ["P1"]', 'panel = ["P1", "P2"]'), "utf-8")
    meeting = meeting_of(workspace, name)
    sitting = asdict(sitting_of(meeting)) | {
        "put": [
            asdict(Put("RZ1", "int-01", 1, "Clinic letters", "letters", "P2", "P1")),
            asdict(Put("RZ1", "uec-01", 2, "A&E", "urgent care", "P1", None)),
        ]
    }
    memory = {
        "questions": [asdict(QUESTION), asdict(OTHER)],
        "sitting": json.loads(SITTING.dump_json(SITTING.validate_python(sitting, strict=False))),
    }
    folder = workspace.packs / name / "v1"
    folder.mkdir(parents=True)
    (folder / "said.json").write_text(json.dumps(memory))
    names = [*expected_files(meeting), "gp-pack-rz1-dr-one-sample.html", "gp-pack-rz1-dr-two-sample.html"]
    editions = {}
    for one in names:
        data = f"<title>{one}</title>{CARD}".encode()
        (folder / one).write_bytes(data)
        editions[one] = hashlib.sha256(data).hexdigest()
    approval = {"draft": 1, "draft_manifest": "", "by": "Dr One Sample"}
    made = {"meeting": name, "version": 1, "status": "approved", "fingerprint": "", "inputs": [], "parts": {}}
    (folder / "manifest.json").write_text(
        json.dumps({**made, "editions": editions, "content": "", "approval": approval})
    )
    made_so = packs.manifest_of(folder.parent, 1)
    audit.record(workspace, "approved", name, version=1, manifest=sha256(made_so.to_json()))
    if answers:
        (workspace.meetings / name / ANSWERS_FILE).write_bytes(answers_csv(answers))
    return name
