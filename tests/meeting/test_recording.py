"""A clerk's sheet filled in, and beside it what is kept, what is on the register, or what is refused."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import clerk
import packs
import pytest
import xlsxwriter
from clerk import MEETING, PROVIDER

from briefing import audit, memory
from briefing.errors import BriefingError, DisclosureError, MeetingError, SourceError
from briefing.meeting import record_book, recording
from briefing.meeting.answers import (
    ANSWERS_FILE,
    QUESTIONS,
    Answer,
    SheetQuestion,
    answers_of,
    commitment_id,
    is_recorded,
    keep,
    questions_in_the_room,
)
from briefing.meeting.recording import RecordReport, record, take_back, wrote
from briefing.meeting.register_file import file_content, open_register
from briefing.pack.clerk import ClerkSheet, clerk_sheet
from briefing.sources.files import open_file
from briefing.sources.schemas import SCHEMAS
from briefing.workspace import Workspace, init
from briefing.workspace.registers import filled_workbook

PROMISED = {
    "state": "answered",
    "commitment": "A recovery line by specialty",
    "owner": "Chief operating officer",
    "due_on": date(2027, 1, 31),
}
Lines = Mapping[str, Mapping[str, str | date]]
SHEET: Lines = {
    "q1": PROMISED,
    "q2": {"state": "will write", "note": "After their board in January"},
    "q3": {**PROMISED, "state": "partly", "commitment": "=SUM(a) by fifth", "measure": "a count each month"},
    "other-1": {"commitment": "A named lead for letters", "owner": "Dr B Lead", "due_on": date(2026, 12, 18)},
}
EARLIER = (
    *("C1", "2026-06-04-rqz", PROVIDER, "Publish the sheet", "Director", "2026-08-31", "", "open", "", ""),
)
COLUMNS = (
    *("commitment_id", "meeting_id", "provider_code", "what", "owner", "due_on", "measure", "status"),
    *("closed_on", "evidence"),
)


@dataclass(frozen=True)
class Desk:
    """A workspace in which a pack was made, with one earlier promise on its register."""

    workspace: Workspace
    sheet: ClerkSheet
    folder: Path

    def fill(self, lines: Lines, *, promises: Lines | None = None, form: bool = False) -> Path:
        if not form:
            return clerk.fill(self.folder / "f.xlsx", self.sheet, lines, promises=promises)
        written, heard = (
            {
                id: {
                    name: f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for name, cell in row.items()
                }
                for id, row in (rows or {}).items()
            }
            for rows in (lines, promises)
        )
        return clerk.fill_form(self.folder / "f.pdf", self.sheet, written, promises=heard)

    def record(self, lines: Lines, *, promises: Lines | None = None, form: bool = False) -> RecordReport:
        return self.take(self.fill(lines, promises=promises, form=form))

    def take(self, path: Path | None = None) -> RecordReport:
        return record(self.workspace, clerk.meeting(), path)

    @property
    def register(self) -> list[tuple[str, ...]]:
        """The rows of the register, as anybody opens it."""
        path = next(self.workspace.registers.glob("commitments.[xc]*[xv]"))
        return [tuple(row) for row in open_file(path)[0].records()][1:]

    def put(self, *rows: tuple[str, ...]) -> None:
        made = filled_workbook("commitments", headings={name: name for name in COLUMNS}, rows=rows)
        (self.workspace.registers / "commitments.xlsx").write_bytes(made)

    @property
    def answers(self) -> Path:
        return self.workspace.meetings / MEETING / "answers.csv"

    @property
    def everything(self) -> dict[str, bytes]:
        kept = [*self.workspace.meetings.rglob("*"), *self.workspace.registers.iterdir()]
        return {path.name: path.read_bytes() for path in kept if path.is_file()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(*clerk.built(tmp_path / "work"), tmp_path)
    made.put(EARLIER)
    return made


def test_a_filled_sheet_is_kept_and_its_commitments_are_on_the_register(desk: Desk) -> None:
    earlier = {"C1": {"outcome": "kept", "closed_on": date(2026, 8, 30), "evidence": "On their website"}}
    done = desk.record(SHEET, promises=earlier)
    with desk.answers.open() as file:
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
    assert desk.register == [
        (*EARLIER[:7], "kept", "2026-08-30", "On their website"),
        (f"{MEETING}-q1", MEETING, PROVIDER, a_line, owner, "2027-01-31", rtt, "open", "", ""),
        (f"{MEETING}-q3", MEETING, PROVIDER, "=SUM(a) by fifth", owner, "2027-01-31", "a count each month",
         "open", "", ""),
        (f"{MEETING}-other-1", MEETING, PROVIDER, "A named lead for letters", "Dr B Lead", "2026-12-18", "",
         "open", "", ""),
    ]  # fmt: skip
    assert (len(done.questions), done.reached, done.dated, done.settled) == (4, 3, 2, ("C1",))


def test_the_form_and_the_workbook_say_the_same(desk: Desk) -> None:
    written = []
    for form in (True, False):
        desk.put(EARLIER)
        desk.answers.unlink(missing_ok=True)
        desk.record(SHEET, promises={"C1": {"outcome": "not kept"}}, form=form)
        written.append((desk.everything["answers.csv"], desk.everything["commitments.xlsx"]))
    assert written[0] == written[1]


def test_recording_twice_changes_nothing_and_mending_changes_what_was_mended(desk: Desk) -> None:
    desk.record(SHEET, promises={"C1": {"outcome": "kept", "closed_on": date(2026, 8, 30)}})
    before = desk.everything
    again = desk.take(desk.folder / "f.xlsx")
    assert desk.everything == before
    assert (again.added, again.changed, again.settled) == ((), (), ())

    rows = desk.register
    by_hand = [*rows[:1], (*rows[1][:4], "Deputy COO", *rows[1][5:9], "Draft seen"), *rows[2:]]
    desk.put(*by_hand)
    done = desk.record({**SHEET, "q1": {**PROMISED, "due_on": date(2027, 2, 28)}})
    assert done.changed == (f"{MEETING}-q1",)
    assert desk.register[1] == (*by_hand[1][:5], "2027-02-28", *by_hand[1][6:]), "mended by hand, it stays"
    assert desk.register[2:] == by_hand[2:]
    assert b"2027-01-31" in desk.answers.with_name("answers.csv.bak").read_bytes()


def test_an_empty_line_never_wipes_out_what_another_clerk_wrote(desk: Desk) -> None:
    desk.record({"q1": PROMISED})
    done = desk.record({"q2": {"state": "not answered"}})
    states = {answer.question_id: answer.state for answer in answers_of(desk.answers.parent)}
    assert states == {"q1": "answered", "q2": "not answered", "q3": None, "q4": None}
    assert any("q1" in note for note in done.notes)
    assert len(desk.register) == 2


def test_a_commitment_taken_off_the_sheet_is_told_and_stays_on_the_register(desk: Desk) -> None:
    desk.record({"q1": PROMISED})
    done = desk.record({"q1": {"state": "not answered"}})
    assert len(desk.register) == 2
    assert [note.split(":")[0] for note in done.notes] == [f"{MEETING}-q1"]


WRONG: dict[str, dict[str, str | date]] = {
    "q1": {**PROMISED, "owner": ""},
    "q2": {**PROMISED, "due_on": ""},
    "q3": {**PROMISED, "due_on": date(2026, 12, 2), "state": "perhaps"},
    "q4": {"owner": "Medical director", "due_on": "soon"},
    "other-1": {"question_id": "q9", "note": "asked from the floor"},
}
FOUND = [
    ("Owner", "nothing"),
    ("Due", "nothing"),
    ("Due", "2 December 2026, which is before the meeting"),
    ("Due", "'soon'"),
    ("Commitment", "nothing, beside an owner, a day or a measure"),
    ("Promise id", "the promise 'C2', which is not on the register"),
    ("Kept?", "nothing, beside a day or evidence"),
    ("Kept on", "'12/2026'"),
]
FOUND_IN_WORKBOOK = [
    *FOUND,
    ("Answer", "'perhaps'"),
    ("Question id", f"the question 'q9 of {PROVIDER}', which was not asked"),
]


@pytest.mark.parametrize(
    ("form", "expected", "row", "place"),
    [(False, FOUND_IN_WORKBOOK, 6, "Owner"), (True, FOUND, None, f"{PROVIDER} q1: Owner")],
)
def test_everything_wrong_is_told_at_once_and_nothing_is_recorded(
    desk: Desk, form: bool, expected: list[tuple[str, str]], row: int | None, place: str
) -> None:
    """The row is as Excel counts it. A form offers no other answers and ids than those it was issued with."""
    before = desk.everything
    wrong = {
        id: {name: cell for name, cell in cells.items() if not (form and cell in ("perhaps", "q9"))}
        for id, cells in WRONG.items()
    }
    with pytest.raises(SourceError) as refused:
        desk.record(wrong, promises={"C1": {"closed_on": "12/2026"}, "C2": {"outcome": "kept"}}, form=form)
    told = [(str(fault.column), fault.found) for fault in refused.value.faults]
    for column, found in expected:
        assert any(c.endswith(column) and f.startswith(found) for c, f in told), (column, found, told)
    assert any((fault.row, fault.column) == (row, place) for fault in refused.value.faults)
    assert desk.everything == before


def test_a_form_with_two_ticks_is_refused(desk: Desk) -> None:
    with pytest.raises(SourceError, match="answered and partly"):
        desk.record({"q1": {"answered": "/on", "partly": "/on"}}, form=True)


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
    desk: Desk, column: str, text: str, kind: str
) -> None:
    before = desk.everything
    with pytest.raises(DisclosureError, match=rf"row 6.*what looks like {kind}") as blocked:
        desk.record({"q1": {**PROMISED, "state": "nonsense", column: text}})
    assert text not in str(blocked.value)
    assert desk.everything == before


@pytest.mark.parametrize("form", [False, True])
def test_a_sheet_of_another_meeting_is_refused(desk: Desk, form: bool) -> None:
    other = clerk_sheet([packs.full(meeting=clerk.meeting(id="2026-06-04-rqz"))])
    path = replace(desk, sheet=other).fill({} if form else SHEET, form=form)
    with pytest.raises(SourceError, match=r"another meeting \('2026-06-04-rqz'\)"):
        desk.take(path)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("f.csv", b"a,b\n1,2\n", "no sheet with a clerk's answers"),
        ("f.pdf", b"%PDF-1.7\nnothing", "damaged document"),
        ("f.xlsx", b"%PDF-1.7\n", "a PDF document"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(desk: Desk, name: str, content: bytes, found: str) -> None:
    (desk.folder / name).write_bytes(content)
    with pytest.raises(SourceError, match=found):
        desk.take(desk.folder / name)


def test_without_a_pack_there_is_nothing_to_record_against(desk: Desk) -> None:
    (desk.workspace.packs / MEETING / "v1" / memory.FILE).unlink()
    with pytest.raises(MeetingError, match=f"briefing build {MEETING}"):
        desk.record(SHEET)


def test_a_question_of_an_earlier_version_may_still_be_answered(desk: Desk) -> None:
    full = packs.challenge(packs.headline())
    fewer = replace(full, questions=full.questions[1:])
    second = clerk_sheet([packs.full(meeting=clerk.meeting(), challenge=fewer)])
    clerk.issue(desk.workspace, second, version=2)
    desk.record({"q1": PROMISED})
    assert len(desk.register) == 2


def test_a_kill_between_the_two_writes_is_mended_by_recording_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(path: Path, content: bytes) -> bool:
        if path.name == ANSWERS_FILE:
            raise OSError(28, "No space left on device")
        return keep(path, content)

    with monkeypatch.context() as broken:
        broken.setattr(recording, "keep", full_disk)
        with pytest.raises(BriefingError, match="recorded twice"):
            desk.record(SHEET)
    rows = desk.register
    done = desk.take(desk.folder / "f.xlsx")
    assert desk.register == rows
    assert (len(rows), done.dated) == (4, 2)


def test_a_register_in_csv_stays_one_with_its_own_columns(desk: Desk) -> None:
    (desk.workspace.registers / "commitments.xlsx").unlink()
    file = desk.workspace.registers / "commitments.csv"
    file.write_text(
        "commitment_id,provider_code,what,owner,due_on,status,seen by\nC1,RQZ,Old,COO,31/08/2026,open,Ann\n"
    )
    settings = desk.workspace.settings.model_copy(update={"columns": {"commitments": {"seen by": ""}}})
    replace(desk, workspace=Workspace(desk.workspace.folder, settings)).record({"q1": PROMISED})
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = ("commitment_id", "due_on", "seen by", "meeting_id")
    assert [rows[0][name] for name in names] == ["C1", "31/08/2026", "Ann", ""]
    assert [rows[1][name] for name in names] == [f"{MEETING}-q1", "2027-01-31", "", MEETING]
    assert not (desk.workspace.registers / "commitments.xlsx").exists()


def test_a_register_that_would_lose_something_is_refused(desk: Desk) -> None:
    with xlsxwriter.Workbook(desk.workspace.registers / "commitments.xlsx") as book:
        for name in ("commitments", "my notes"):
            book.add_worksheet(name).write_row(0, 0, COLUMNS)
    before = desk.everything
    with pytest.raises(SourceError, match="further sheets"):
        desk.record({"q1": PROMISED})
    assert desk.everything == before


def test_the_sheet_in_the_meetings_folder_is_found(desk: Desk) -> None:
    with pytest.raises(MeetingError, match="found no clerk's sheet"):
        desk.take()
    clerk.fill(desk.answers.with_name("clerk-answer-sheet.xlsx"), desk.sheet, {"q1": PROMISED})
    for name in ("~$clerk-answer-sheet.xlsx", ".clerk.xlsx", "clerk-answer-sheet.xlsx.bak"):
        desk.answers.with_name(name).write_bytes(b"half")
    assert desk.take().dated == 1


def test_a_promise_may_be_kept_on_the_day_of_the_meeting(desk: Desk) -> None:
    done = desk.record({"q1": {**PROMISED, "due_on": clerk.meeting().date}})
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
def test_whatever_is_written_comes_back_as_it_was(desk: Desk, ending: str) -> None:
    desk.put()
    if ending == "csv":
        (desk.workspace.registers / "commitments.xlsx").unlink()
        (desk.workspace.registers / "commitments.csv").write_text(",".join(COLUMNS) + "\n")
    for text in ODD:
        desk.record({"q1": {**PROMISED, "commitment": text, "measure": text, "note": text}})
        answer = answers_of(desk.answers.parent)[0]
        assert (answer.commitment, answer.measure, answer.note) == (text, text, text)
        ((_, _, _, what, _, _, measure, *_),) = desk.register
        runs = ending == "csv" and text[0] in "=+-@"
        assert (what, measure) == ((f"'{text}", f"'{text}") if runs else (text, text))


def test_a_form_brings_one_line_and_not_too_much(desk: Desk) -> None:
    line = {**PROMISED, "commitment": "A plan\r\nby  fifth\x00"}
    desk.record({"q1": line}, form=True)
    assert desk.register[1][3] == "A plan by fifth"
    with pytest.raises(SourceError, match="1,004 letters"):
        desk.record({"q1": {**line, "commitment": "plan " * 201}}, form=True)


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
    ledger = open_register(workspace.registers, "commitments")
    assert (ledger.rows, ledger.ids) == ((), frozenset())
    assert list(ledger.headings) == SCHEMAS["commitments"].names


@pytest.mark.parametrize(
    ("measure", "cells"),
    [
        ("rtt_within_18_weeks", ("rtt_within_18_weeks",)),
        ("rtt_within_18_weeks/120", ("rtt_within_18_weeks", "120")),
        ("rtt_within_18_weeks/120/ALL/QZA", ("rtt_within_18_weeks", "120", "QZA")),
        ("rtt_within_18_weeks/ALL/ALL/QZA", ("rtt_within_18_weeks", "", "QZA")),
        ("rtt_within_18_weeks/ALL/age:75+", ("rtt_within_18_weeks/ALL/age:75+",)),
        ("A sample of 20 notes/letters", ("A sample of 20 notes/letters",)),
    ],
)
def test_a_specialty_and_a_population_get_columns_of_their_own(
    desk: Desk, measure: str, cells: tuple[str, ...]
) -> None:
    """An older register, as this one, gets them once they are needed."""
    desk.record({"q1": {**PROMISED, "measure": measure}})
    ledger = open_register(desk.workspace.registers, "commitments")
    (row,) = [row for row in ledger.rows if ledger.of(row, "commitment_id") == f"{MEETING}-q1"]
    columns = ("measure", "specialty_code", "population_code")
    assert [ledger.of(row, name) for name in columns] == [*cells, *[""] * (3 - len(cells))]
    desk.record({"q1": {**PROMISED, "measure": "rtt_within_18_weeks"}})
    ledger = open_register(desk.workspace.registers, "commitments")
    (row,) = [row for row in ledger.rows if ledger.of(row, "commitment_id") == f"{MEETING}-q1"]
    assert [ledger.of(row, name) for name in columns] == ["rtt_within_18_weeks", "", ""]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"measure": "letter_within_7_days"}, "Did you mean 'letters_within_7_days'?"),
        ({"measure": "Clinic leters within 7 days"}, "Did you mean 'Clinic letters within 7 days'?"),
        ({"measure": "no_such_measure"}, "found the measure 'no_such_measure', which does not exist"),
        ({"owner": "P98"}, "Did you mean 'P99'?"),
        ({"note": "Replaces C2"}, "found the promise 'C2', which is not on the register"),
        ({"note": "In place of the rota; replaces CC1."}, "Did you mean 'C1'?"),
        ({"owner": "Dr Amara Osei-Thistlewod"}, "Did you mean 'Dr Amara Osei-Thistlewood'?"),
    ],
)
def test_a_measure_or_a_person_that_does_not_exist_is_refused_with_its_row(
    desk: Desk, cells: dict[str, str], told: str
) -> None:
    (desk.workspace.registers / "people.xlsx").unlink()
    people = "person_id,name,role,practice_code,email,may_decide\nP99,Dr Nine,GP,,,no\n"
    (desk.workspace.registers / "people.csv").write_text(people, encoding="utf-8")
    before = desk.everything
    with pytest.raises(SourceError) as caught:
        desk.record({"q1": {**PROMISED, **cells}})
    assert told in str(caught.value)
    assert re.search(r"row \d+, column '(Measured how|Owner|Note)'", str(caught.value))
    assert desk.everything == before
    desk.record({"q1": {**PROMISED, "measure": "a count by hand", "owner": "Divisional manager"}})
    desk.record({"q1": {**PROMISED, "note": "The new rota replaces the old one"}})


@pytest.mark.parametrize(
    ("outcome", "status"), [(None, "replaced"), ("kept", "kept"), ("not kept", "not kept")]
)
def test_what_is_promised_in_its_place_closes_an_earlier_promise(
    desk: Desk, outcome: str | None, status: str
) -> None:
    """q1 asks about C1: a new promise under it takes its place, unless the meeting heard that it was kept."""
    asked = tuple(replace(one, promise="C1") if one.question_id == "q1" else one for one in desk.sheet.asked)
    made = desk.workspace.packs / MEETING / "v1" / memory.FILE
    made.write_bytes(memory.remembered({"questions": QUESTIONS.dump_json(asked)}))
    promises = {"C1": {"outcome": outcome}} if outcome else None
    for _ in range(2):  # recording again changes nothing
        desk.record({"q1": PROMISED}, promises=promises)
        ledger = open_register(desk.workspace.registers, "commitments")
        old, new = ledger.row("C1"), ledger.row(f"{MEETING}-q1")
        assert old is not None
        assert new is not None
        assert ledger.of(old, "status") == status
        assert ledger.of(new, "replaces") == ("" if status == "kept" else "C1")
    assert ledger.of(old, "closed_on") == ("2026-12-03" if status == "replaced" else "")


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


def test_a_meeting_without_a_question_is_recorded(tmp_path: Path) -> None:
    """Nothing was asked, and nothing or one thing was promised: both are a record."""
    full = packs.full(meeting=clerk.meeting())
    sheet = clerk_sheet([replace(full, challenge=replace(full.challenge, questions=()))])
    workspace = init(tmp_path / "work")
    clerk.issue(workspace, sheet)
    empty = record(workspace, clerk.meeting(), clerk.fill(tmp_path / "empty.xlsx", sheet, {}))
    assert (empty.answers, is_recorded(workspace.meetings / MEETING)) == ((), True)
    other = {"other-1": SHEET["other-1"]}
    for filled in (
        clerk.fill(tmp_path / "filled.xlsx", sheet, other),
        clerk.fill_form(tmp_path / "filled.pdf", sheet, {"other-1": {**SHEET["other-1"], "due_on": "18/12/2026"}}),
    ):  # fmt: skip
        record(workspace, clerk.meeting(), filled)
        assert [one.commitment for one in answers_of(workspace.meetings / MEETING)] == [
            "A named lead for letters"
        ]


def test_a_provider_that_was_asked_nothing_may_promise_and_a_stranger_may_not(tmp_path: Path) -> None:
    session = clerk.meeting(provider_codes=(PROVIDER, "RQY"))
    asked = packs.full(meeting=session)
    calm = replace(asked, provider_code="RQY", challenge=replace(asked.challenge, questions=()))
    sheet = clerk_sheet([asked, calm])
    workspace = init(tmp_path / "work")
    clerk.issue(workspace, sheet)
    filled = clerk.fill(tmp_path / "sheet.xlsx", sheet, {"other-1": SHEET["other-1"]}, provider="RQY")
    report = record(workspace, session, filled)
    assert report.added == (f"{MEETING}-rqy-other-1",)
    with pytest.raises(SourceError, match="which was not asked"):
        record(workspace, clerk.meeting(provider_codes=(PROVIDER,)), filled)


# Taken back, corrected, closed ------------------------------------------------------------------------------


def history(desk: Desk) -> list[str]:
    return [one.event for one in record_book.records_of(desk.workspace.meetings / MEETING)]


def undo(desk: Desk) -> list[str]:
    *_, notes = take_back(desk.workspace, clerk.meeting(), by="A chair", reason="The wrong sheet")
    return notes


def test_what_was_recorded_is_taken_back_answers_and_register_and_its_history_stays(desk: Desk) -> None:
    before, folder = desk.register, desk.workspace.meetings / MEETING
    desk.record({"q1": PROMISED}, promises={"C1": {"outcome": "kept", "closed_on": date(2026, 11, 1)}})
    once = answers_of(folder)
    desk.record({"q1": {**PROMISED, "owner": "Medical director"}, "q2": {"state": "answered"}})
    assert undo(desk) == []
    assert answers_of(folder) == once
    assert desk.register[-1][4] == "Chief operating officer"
    assert undo(desk) == []
    assert not is_recorded(folder)
    assert [row[:8] for row in desk.register] == [row[:8] for row in before]
    with pytest.raises(MeetingError, match="nothing recorded that can be taken back"):
        undo(desk)
    assert history(desk) == ["recorded", "recorded", "taken back", "taken back"]
    assert [e.action for e in audit.read(desk.workspace).entries] == history(desk)
    desk.record({"q1": PROMISED})
    assert answers_of(folder)[0] == once[0], "and the right sheet is recorded"


def test_what_somebody_changed_on_the_register_since_is_left_and_told(desk: Desk) -> None:
    desk.record({"q1": PROMISED, "q3": PROMISED})
    ledger = open_register(desk.workspace.registers, "commitments")
    mended = ledger.with_row(f"{MEETING}-q1", {"owner": "Somebody else"})
    ledger.path.write_bytes(file_content(mended))
    assert undo(desk) == [f"{MEETING}-q1: changed on the register since it was recorded, so it stays there."]
    assert open_register(desk.workspace.registers, "commitments").ids == {"C1", f"{MEETING}-q1"}


def test_a_promise_that_was_replaced_is_owed_again_once_that_is_taken_back(desk: Desk) -> None:
    desk.record({"other-1": {**PROMISED, "state": "", "note": "Replaces “c1”."}})
    ledger = open_register(desk.workspace.registers, "commitments")
    new, old = ledger.row(f"{MEETING}-other-1"), ledger.row("C1")
    assert new is not None
    assert old is not None
    assert (ledger.of(new, "replaces"), ledger.of(old, "status")) == ("C1", "replaced")
    undo(desk)
    ledger = open_register(desk.workspace.registers, "commitments")
    assert [ledger.of(row, "status") for row in ledger.rows] == ["open"]


def test_will_write_is_closed_when_they_wrote_and_stays_so(desk: Desk) -> None:
    promised = {**PROMISED, "state": "will write"}
    desk.record({"q1": promised, "q2": {"state": "will write", "note": "After January"}})
    for question in ("q2", "Q1"):
        wrote(desk.workspace, clerk.meeting(), question, on=date(2027, 1, 12), note="Enclosed the split.")
    first, second, *_ = answers_of(desk.workspace.meetings / MEETING)
    assert (first.state, second.state) == ("wrote", "wrote")
    assert second.note == "Wrote on 12 January 2027. Enclosed the split. After January"
    ledger = open_register(desk.workspace.registers, "commitments")
    assert (row := ledger.row(f"{MEETING}-q1")) is not None
    assert (ledger.of(row, "status"), ledger.of(row, "closed_on")) == ("kept", "2027-01-12")
    desk.record({"q1": promised, "q2": {"state": "will write"}})
    assert answers_of(desk.workspace.meetings / MEETING)[1].state == "wrote", (
        "the same sheet again opens nothing"
    )
    with pytest.raises(
        MeetingError, match="found none of 'q2' that they would write on; wanted one of: none"
    ):
        wrote(desk.workspace, clerk.meeting(), "q2", on=date(2027, 1, 12))


def test_answers_cut_anywhere_are_read_whole_from_their_history(desk: Desk) -> None:
    desk.record(SHEET)
    folder = desk.workspace.meetings / MEETING
    whole, answers = (folder / ANSWERS_FILE).read_bytes(), answers_of(folder)
    for length in range(0, len(whole), 7):
        (folder / ANSWERS_FILE).write_bytes(whole[:length])
        assert answers_of(folder) == answers


def test_a_history_cut_anywhere_keeps_the_records_before_it(desk: Desk) -> None:
    desk.record({"q1": PROMISED})
    file = desk.workspace.meetings / MEETING / record_book.NAME
    whole = file.read_bytes()
    for length in range(1, len(whole) - 2, 37):
        file.write_bytes(whole + whole[:length])
        assert len(record_book.records_of(file.parent)) == 1
    file.write_bytes(whole.replace(b'"event"', b'"evant"'))
    with pytest.raises(MeetingError, match="line 1: found no record of a meeting"):
        record_book.records_of(file.parent)


@pytest.mark.parametrize("form", [False, True])
def test_a_sheet_with_nothing_filled_in_is_refused(desk: Desk, form: bool) -> None:
    """The blank one was taken for the clerk's: recorded, it would say that nothing was reached."""
    before = desk.everything
    with pytest.raises(MeetingError, match="found nothing filled in; wanted at least one answer"):
        desk.record({}, form=form)
    assert desk.everything == before
    desk.record({"q1": {"note": "None of them was reached"}}, form=form)
    assert is_recorded(desk.workspace.meetings / MEETING)
