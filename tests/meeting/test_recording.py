"""A clerk's sheet filled in, and beside it what is kept, what is on the register, or what is refused."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import builders
import clerk
import packs
import pytest
import xlsxwriter
from clerk import MEETING, PROVIDER

from briefing import memory
from briefing.errors import BriefingError, DisclosureError, MeetingError, SourceError
from briefing.meeting import recording
from briefing.meeting.answers import (
    QUESTIONS,
    Answer,
    SheetQuestion,
    answers_of,
    commitment_id,
    questions_in_the_room,
)
from briefing.meeting.ledger import open_ledger
from briefing.meeting.recording import record
from briefing.pack.clerk import ClerkSheet, clerk_sheet
from briefing.sources.files import open_file
from briefing.workspace import Workspace
from briefing.workspace.registers import filled_workbook

PROMISED = {
    "state": "answered",
    "commitment": "A recovery line by specialty",
    "owner": "Chief operating officer",
    "due_on": date(2027, 1, 31),
}
SHEET: dict[str, dict[str, str | date]] = {
    "q1": PROMISED,
    "q2": {"state": "will write", "note": "After their board in January"},
    "q3": {**PROMISED, "state": "partly", "commitment": "=SUM(a) by fifth", "measure": "a count each month"},
    "other-1": {"commitment": "A named lead for letters", "owner": "Dr B Lead", "due_on": date(2026, 12, 18)},
}
EARLIER = (
    "C1",
    "2026-06-04-rqz",
    PROVIDER,
    "Publish the sheet",
    "Director",
    "2026-08-31",
    "",
    "open",
    "",
    "",
)
COLUMNS = (
    *("commitment_id", "meeting_id", "provider_code", "what", "owner", "due_on", "measure", "status"),
    *("closed_on", "evidence"),
)


def registered(workspace: Workspace) -> list[tuple[str, ...]]:
    """The rows of the register, as anybody opens it."""
    path = next(workspace.registers.glob("commitments.[xc]*[xv]"))
    return [tuple(record) for record in open_file(path)[0].records()][1:]


def with_earlier(workspace: Workspace, *rows: tuple[str, ...]) -> None:
    made = filled_workbook("commitments", headings={name: name for name in COLUMNS}, rows=rows or [EARLIER])
    (workspace.registers / "commitments.xlsx").write_bytes(made)


def everything(workspace: Workspace) -> dict[str, bytes]:
    kept = [*workspace.meetings.rglob("*"), *workspace.registers.iterdir()]
    return {path.name: path.read_bytes() for path in kept if path.is_file()}


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Workspace, ClerkSheet]:
    workspace, sheet = clerk.built(tmp_path / "work")
    with_earlier(workspace)
    return workspace, sheet


def test_a_filled_sheet_is_kept_and_its_commitments_are_on_the_register(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path
) -> None:
    workspace, sheet = desk
    earlier = {"C1": {"outcome": "kept", "closed_on": date(2026, 8, 30), "evidence": "On their website"}}
    path = clerk.fill(tmp_path / "filled.xlsx", sheet, SHEET, promises=earlier)
    done = record(workspace, clerk.meeting(), path)
    with (workspace.meetings / MEETING / "answers.csv").open() as file:
        rows = list(csv.reader(file))
    owner, rtt = "Chief operating officer", "rtt_within_18_weeks"
    a_line = "A recovery line by specialty"
    assert rows == [
        ["question_id", "provider_code", "state", "commitment", "owner", "due_on", "measure", "note"],
        ["q1", PROVIDER, "answered", a_line, owner, "2027-01-31", rtt, ""],
        ["q2", PROVIDER, "will write", "", "", "", "", "After their board in January"],
        ["q3", PROVIDER, "partly", "'=SUM(a) by fifth", owner, "2027-01-31", "a count each month", ""],
        ["q4", PROVIDER, "not asked", "", "", "", "", ""],
        ["other-1", PROVIDER, "not asked", "A named lead for letters", "Dr B Lead", "2026-12-18", "", ""],
    ]
    assert registered(workspace) == [
        (*EARLIER[:7], "kept", "2026-08-30", "On their website"),
        (f"{MEETING}-q1", MEETING, PROVIDER, a_line, owner, "2027-01-31", rtt, "open", "", ""),
        (f"{MEETING}-q3", MEETING, PROVIDER, "=SUM(a) by fifth", owner, "2027-01-31", "a count each month",
         "open", "", ""),
        (f"{MEETING}-other-1", MEETING, PROVIDER, "A named lead for letters", "Dr B Lead", "2026-12-18", "",
         "open", "", ""),
    ]  # fmt: skip
    assert (len(done.questions), done.reached, done.dated, done.settled) == (4, 3, 2, ("C1",))


def test_the_form_and_the_workbook_say_the_same(desk: tuple[Workspace, ClerkSheet], tmp_path: Path) -> None:
    workspace, sheet = desk
    written = {
        id: {name: f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for name, cell in cells.items()}
        for id, cells in SHEET.items()
    }
    earlier = {"C1": {"outcome": "not kept"}}
    record(workspace, clerk.meeting(), clerk.fill_form(tmp_path / "f.pdf", sheet, written, promises=earlier))
    by_form = everything(workspace)
    with_earlier(workspace)
    (workspace.meetings / MEETING / "answers.csv").unlink()
    record(workspace, clerk.meeting(), clerk.fill(tmp_path / "f.xlsx", sheet, SHEET, promises=earlier))
    by_workbook = everything(workspace)
    assert by_form["answers.csv"] == by_workbook["answers.csv"]
    assert by_form["commitments.xlsx"] == by_workbook["commitments.xlsx"]


def test_recording_twice_changes_nothing_and_mending_changes_what_was_mended(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path
) -> None:
    workspace, sheet = desk
    heard = {"C1": {"outcome": "kept", "closed_on": date(2026, 8, 30)}}
    record(workspace, clerk.meeting(), clerk.fill(tmp_path / "f.xlsx", sheet, SHEET, promises=heard))
    before = everything(workspace)
    again = record(workspace, clerk.meeting(), tmp_path / "f.xlsx")
    assert everything(workspace) == before
    assert (again.added, again.changed, again.settled) == ((), (), ())

    rows = registered(workspace)
    by_hand = [*rows[:1], (*rows[1][:4], "Deputy COO", *rows[1][5:9], "Draft seen"), *rows[2:]]
    with_earlier(workspace, *by_hand)
    mended = {**SHEET, "q1": {**PROMISED, "due_on": date(2027, 2, 28)}}
    done = record(workspace, clerk.meeting(), clerk.fill(tmp_path / "f.xlsx", sheet, mended))
    assert done.changed == (f"{MEETING}-q1",)
    after = registered(workspace)
    assert after[1] == (*by_hand[1][:5], "2027-02-28", *by_hand[1][6:]), "what was mended by hand stays"
    assert after[2:] == by_hand[2:]
    assert b"2027-01-31" in (workspace.meetings / MEETING / "answers.csv.bak").read_bytes()


def test_an_empty_line_never_wipes_out_what_another_clerk_wrote(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path
) -> None:
    workspace, sheet = desk
    record(workspace, clerk.meeting(), clerk.fill(tmp_path / "one.xlsx", sheet, {"q1": PROMISED}))
    half = clerk.fill(tmp_path / "two.xlsx", sheet, {"q2": {"state": "not answered"}})
    done = record(workspace, clerk.meeting(), half)
    states = {answer.question_id: answer.state for answer in answers_of(workspace.meetings / MEETING)}
    assert states == {"q1": "answered", "q2": "not answered", "q3": None, "q4": None}
    assert any("q1" in note for note in done.notes)
    assert len(registered(workspace)) == 2


def test_a_commitment_taken_off_the_sheet_is_told_and_stays_on_the_register(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path
) -> None:
    workspace, sheet = desk
    record(workspace, clerk.meeting(), clerk.fill(tmp_path / "f.xlsx", sheet, {"q1": PROMISED}))
    less = clerk.fill(tmp_path / "f.xlsx", sheet, {"q1": {"state": "not answered"}})
    done = record(workspace, clerk.meeting(), less)
    assert len(registered(workspace)) == 2
    assert [note.split(":")[0] for note in done.notes] == [f"{MEETING}-q1"]


WRONG: dict[str, dict[str, str | date]] = {
    "q1": {**PROMISED, "owner": ""},
    "q2": {**PROMISED, "due_on": ""},
    "q3": {**PROMISED, "due_on": date(2026, 12, 2), "state": "perhaps"},
    "q4": {"owner": "Medical director", "due_on": "soon"},
    "other-1": {"question_id": "q9", "note": "asked from the floor"},
}


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_everything_wrong_is_told_at_once_and_nothing_is_recorded(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path, kind: str
) -> None:
    workspace, sheet = desk
    before = everything(workspace)
    earlier = {"C1": {"closed_on": "12/2026"}, "C2": {"outcome": "kept"}}
    if kind == "xlsx":
        path = clerk.fill(tmp_path / "f.xlsx", sheet, WRONG, promises=earlier)
    else:
        text = {
            id: {
                name: str(cell) for name, cell in cells.items() if name != "question_id" and cell != "perhaps"
            }
            for id, cells in WRONG.items()
        }
        path = clerk.fill_form(tmp_path / "f.pdf", sheet, text, promises=earlier)
    with pytest.raises(SourceError) as refused:
        record(workspace, clerk.meeting(), path)
    told = [(fault.row, fault.column, fault.found) for fault in refused.value.faults]
    in_both = [
        ("Owner", "nothing"),
        ("Due", "nothing"),
        ("Due", "2 December 2026, which is before the meeting"),
        ("Due", "'soon'"),
        ("Commitment", "nothing, beside an owner, a day or a measure"),
        ("Promise id", "the promise 'C2', which is not on the register"),
        ("Kept?", "nothing, beside a day or evidence"),
        ("Kept on", "'12/2026'"),
    ]
    in_workbook = [
        ("Answer", "'perhaps'"),
        ("Question id", f"the question 'q9 of {PROVIDER}', which was not asked"),
    ]
    for column, found in in_both + (in_workbook if kind == "xlsx" else []):
        assert any(c.endswith(column) and f.startswith(found) for _, c, f in told), (column, found, told)
    assert everything(workspace) == before
    if kind == "xlsx":
        assert (6, "Owner", "nothing") in told, "the row as Excel counts it"
    else:
        assert any(place == f"{PROVIDER} q1: Owner" for _, place, _ in told)


def test_a_form_with_two_ticks_is_refused(desk: tuple[Workspace, ClerkSheet], tmp_path: Path) -> None:
    workspace, sheet = desk
    both = {"q1": {"answered": "/on", "partly": "/on"}}
    with pytest.raises(SourceError, match="answered and partly"):
        record(workspace, clerk.meeting(), clerk.fill_form(tmp_path / "f.pdf", sheet, both))


@pytest.mark.parametrize(
    ("column", "text", "kind"),
    [
        ("note", "Mrs Jones waited since May", "a name"),
        ("commitment", "Write to the patient on 943 476 5919", "an NHS number"),
        ("owner", "director@example.org", "an e-mail address"),
        ("measure", "calls to 01632 960123", "a phone number"),
    ],
)
def test_what_identifies_somebody_blocks_and_is_not_repeated(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path, column: str, text: str, kind: str
) -> None:
    workspace, sheet = desk
    before = everything(workspace)
    path = clerk.fill(tmp_path / "f.xlsx", sheet, {"q1": {**PROMISED, "state": "nonsense", column: text}})
    with pytest.raises(DisclosureError, match=rf"row 6.*what looks like {kind}") as blocked:
        record(workspace, clerk.meeting(), path)
    assert text not in str(blocked.value)
    assert everything(workspace) == before


def test_a_sheet_of_another_meeting_is_refused(desk: tuple[Workspace, ClerkSheet], tmp_path: Path) -> None:
    workspace, _ = desk
    other = clerk_sheet([packs.full(meeting=clerk.meeting(id="2026-06-04-rqz"))])
    for path in (
        clerk.fill(tmp_path / "f.xlsx", other, SHEET),
        clerk.fill_form(tmp_path / "f.pdf", other, {}),
    ):
        with pytest.raises(SourceError, match=r"another meeting \('2026-06-04-rqz'\)"):
            record(workspace, clerk.meeting(), path)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("f.csv", b"a,b\n1,2\n", "no sheet with a clerk's answers"),
        ("f.pdf", b"%PDF-1.7\nnothing", "damaged document"),
        ("f.xlsx", b"%PDF-1.7\n", "a PDF document"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path, name: str, content: bytes, found: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=found):
        record(desk[0], clerk.meeting(), tmp_path / name)


def test_without_a_pack_there_is_nothing_to_record_against(tmp_path: Path) -> None:
    workspace, sheet = clerk.built(tmp_path / "work")
    path = clerk.fill(tmp_path / "f.xlsx", sheet, SHEET)
    (workspace.packs / MEETING / "v1" / memory.FILE).unlink()
    with pytest.raises(MeetingError, match=f"briefing build {MEETING}"):
        record(workspace, clerk.meeting(), path)


def test_a_question_of_an_earlier_version_may_still_be_answered(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path
) -> None:
    workspace, sheet = desk
    full = packs.challenge(packs.headline())
    fewer = clerk_sheet(
        [packs.full(meeting=clerk.meeting(), challenge=replace(full, questions=full.questions[1:]))]
    )
    clerk.issue(workspace, fewer, version=2)
    record(workspace, clerk.meeting(), clerk.fill(tmp_path / "f.xlsx", sheet, {"q1": PROMISED}))
    assert len(registered(workspace)) == 2


def test_a_kill_between_the_two_writes_is_mended_by_recording_again(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, sheet = desk
    path = clerk.fill(tmp_path / "f.xlsx", sheet, SHEET)

    def full_disk(answers: object) -> bytes:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(recording, "answers_csv", full_disk)
        with pytest.raises(BriefingError, match="recorded twice"):
            record(workspace, clerk.meeting(), path)
    rows = registered(workspace)
    done = record(workspace, clerk.meeting(), path)
    assert registered(workspace) == rows
    assert (len(rows), done.dated) == (4, 2)


def test_a_register_in_csv_stays_one_with_its_own_columns(tmp_path: Path) -> None:
    workspace, sheet = clerk.built(tmp_path / "work")
    (workspace.registers / "commitments.xlsx").unlink()
    file = workspace.registers / "commitments.csv"
    file.write_text(
        "commitment_id,provider_code,what,owner,due_on,status,seen by\nC1,RQZ,Old,COO,31/08/2026,open,Ann\n"
    )
    settings = workspace.settings.model_copy(update={"columns": {"commitments": {"seen by": ""}}})
    workspace = Workspace(workspace.folder, settings)
    record(workspace, clerk.meeting(), clerk.fill(tmp_path / "f.xlsx", sheet, {"q1": PROMISED}))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {name: rows[0][name] for name in ("commitment_id", "due_on", "seen by", "meeting_id")} == {
        "commitment_id": "C1",
        "due_on": "31/08/2026",
        "seen by": "Ann",
        "meeting_id": "",
    }
    assert (rows[1]["commitment_id"], rows[1]["meeting_id"], rows[1]["seen by"]) == (
        f"{MEETING}-q1",
        MEETING,
        "",
    )
    assert not (workspace.registers / "commitments.xlsx").exists()


def test_a_register_that_would_lose_something_is_refused(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path
) -> None:
    workspace, sheet = desk
    with xlsxwriter.Workbook(workspace.registers / "commitments.xlsx") as book:
        for name in ("commitments", "my notes"):
            book.add_worksheet(name).write_row(0, 0, COLUMNS)
    before = everything(workspace)
    with pytest.raises(SourceError, match="further sheets"):
        record(workspace, clerk.meeting(), clerk.fill(tmp_path / "f.xlsx", sheet, {"q1": PROMISED}))
    assert everything(workspace) == before


def test_the_sheet_in_the_meetings_folder_is_found(desk: tuple[Workspace, ClerkSheet]) -> None:
    workspace, sheet = desk
    with pytest.raises(MeetingError, match="found no clerk's sheet"):
        record(workspace, clerk.meeting())
    clerk.fill(workspace.meetings / MEETING / "clerk-answer-sheet.xlsx", sheet, {"q1": PROMISED})
    assert record(workspace, clerk.meeting()).dated == 1


def test_a_promise_may_be_kept_on_the_day_of_the_meeting(
    desk: tuple[Workspace, ClerkSheet], tmp_path: Path
) -> None:
    workspace, sheet = desk
    lines = {"q1": {**PROMISED, "due_on": clerk.meeting().date}}
    done = record(workspace, clerk.meeting(), clerk.fill(tmp_path / "f.xlsx", sheet, lines))
    assert done.answers[0].due_on == date(2026, 12, 3)


ODD = (
    "=1+1",
    "-3% since May",
    "'quoted'",
    "'=held",
    "+",
    'a "b", c',
    "Ångström µ – “so”",
    "a; b",
    "é" * 1000,
)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_whatever_is_written_comes_back_as_it_was(tmp_path: Path, ending: str) -> None:
    workspace, sheet = clerk.built(tmp_path / "work")
    if ending == "csv":
        (workspace.registers / "commitments.xlsx").unlink()
        (workspace.registers / "commitments.csv").write_text(",".join(COLUMNS) + "\n")
    for text in ODD:
        lines = {"q1": {**PROMISED, "commitment": text, "measure": text, "note": text}}
        record(workspace, clerk.meeting(), clerk.fill(tmp_path / "f.xlsx", sheet, lines))
        answer = answers_of(workspace.meetings / MEETING)[0]
        assert (answer.commitment, answer.measure, answer.note) == (text, text, text)
        ((_, _, _, what, _, _, measure, *_),) = registered(workspace)
        runs = ending == "csv" and text[0] in "=+-@"
        assert (what, measure) == ((f"'{text}", f"'{text}") if runs else (text, text))


def test_a_form_brings_one_line_and_not_too_much(desk: tuple[Workspace, ClerkSheet], tmp_path: Path) -> None:
    workspace, sheet = desk
    said = {
        "state": "answered",
        "commitment": "A plan\r\nby  fifth\x00",
        "owner": "COO",
        "due_on": "1/3/2027",
    }
    record(workspace, clerk.meeting(), clerk.fill_form(tmp_path / "f.pdf", sheet, {"q1": said}))
    assert registered(workspace)[1][3] == "A plan by fifth"
    long = {"q1": {**said, "commitment": "plan " * 201}}
    with pytest.raises(SourceError, match="1,004 letters"):
        record(workspace, clerk.meeting(), clerk.fill_form(tmp_path / "f.pdf", sheet, long))


@pytest.mark.parametrize(
    ("meeting_id", "provider", "expected"),
    [
        ("2026-12-03-rza", "RZA", "2026-12-03-rza-rtt-02"),
        ("2026-12-10-select-committee", "RZB", "2026-12-10-select-committee-rzb-rtt-02"),
        ("2026-12-10-select-committee", "RZC", "2026-12-10-select-committee-rzc-rtt-02"),
        ("2026-12-03-arza", "RZA", "2026-12-03-arza-rza-rtt-02"),
    ],
)
def test_a_commitment_is_named_by_meeting_provider_and_question(
    meeting_id: str, provider: str, expected: str
) -> None:
    answer = Answer("rtt-02", provider, "answered", "A plan", "COO", date(2027, 1, 1), None, None)
    assert commitment_id(meeting_id, answer) == expected


def test_the_register_of_a_new_workspace_opens_empty(tmp_path: Path) -> None:
    workspace, _ = clerk.built(tmp_path / "work")
    ledger = open_ledger(workspace.registers)
    assert (ledger.rows, list(ledger.headings)) == ((), list(COLUMNS))
    assert builders.PROVIDER not in ledger.ids


def test_the_sheet_that_was_filled_is_the_last_that_asks_all_that_was_reached(tmp_path: Path) -> None:
    """v1  a b      v2  a b c      v3  c d      reached  a b      ->  v2, in the words of v2"""
    for version, ids in (("v1", "ab"), ("v2", "abc"), ("v3", "cd")):
        folder = tmp_path / "m" / version
        folder.mkdir(parents=True)
        sheet = [SheetQuestion(id, "RQZ", "waits", f"{id} of {version}", "Dr A", None, "Why?") for id in ids]
        (folder / "questions.json").write_bytes(QUESTIONS.dump_json(tuple(sheet)))

    def told(reached: str, *, before: int = 4) -> list[str]:
        answers = [Answer(id, "RQZ", "answered", None, None, None, None, None) for id in reached]
        return [one.title for one in questions_in_the_room(tmp_path, "m", answers, before=before)]

    assert told("ab") == ["a of v2", "b of v2", "c of v2"]
    assert told("ab", before=2) == ["a of v1", "b of v1"]
    assert told("c") == ["c of v3", "d of v3"]
    assert told("ad") == ["a of v2", "b of v2", "c of v3", "d of v3"]
    assert questions_in_the_room(tmp_path, "other", [], before=2) == ()
