"""A meeting's year, late changes among it: its state, the one next step, who is told what, and what is refused."""

import shutil
import time
from datetime import date
from pathlib import Path

import pytest
import tiny

from briefing import formats, memory, pipeline
from briefing.build import changing
from briefing.build.inputs import name_of
from briefing.errors import BriefingError, SourceError
from briefing.loading.unloaded import unloaded
from briefing.meeting.answers import ANSWERS_FILE
from briefing.meeting.editing import set_fields
from briefing.pack.news import NEWS
from briefing.pack.sitting import SITTING
from briefing.post import dispatch, ledger, states
from briefing.post.ledger import Record
from briefing.runs.due import meetings as due
from briefing.runs.run import run_due
from briefing.shelf import folder as packs
from briefing.workspace import Workspace

EARLY, NOTICE, LATE = date(2026, 5, 1), date(2026, 6, 15), date(2026, 6, 19)
PEOPLE = "person_id,name,role,may_decide\nP1,Dr One Sample,GP and chair,yes\nP2,Dr Two Sample,GP,no\n"


def word(workspace: Workspace, name: str, today: date = NOTICE) -> tuple[str, str]:
    state = states.state_of(workspace, name, today=today)
    return state.word, str(state.next_step)


def sent(workspace: Workspace, name: str, *names: str) -> None:
    """Write down that files of the last version went out by mail."""
    home = workspace.packs / name
    made = packs.last_manifest(home)
    assert made is not None
    files = {file: made.editions[file] for file in names or [min(made.editions)]}
    record = Record("2026-06-15T07:00:00+00:00", "mail", "sent", "P1", "p1@example.org", made.version, files)
    ledger.append(home / ledger.NAME, record)


def news(workspace: Workspace, name: str) -> dict[str, tuple[str, ...]]:
    home = workspace.packs / name
    told = memory.recall(home / f"v{max(packs.versions(home))}", "news", NEWS)
    assert told is not None
    return dict(told.sentences)


def test_each_state_has_its_word_and_one_next_step(workspace: Workspace, meeting: str) -> None:
    assert word(workspace, meeting, EARLY) == ("planned", "nothing yet: its packs are due on 11 June 2026")
    assert word(workspace, meeting) == ("due", f"briefing build {meeting}")
    assert word(workspace, meeting, LATE)[0] == "passed without a pack"
    pipeline.build(workspace, meeting)
    assert word(workspace, meeting)[0] == "draft"
    set_fields(workspace.meetings / meeting / "meeting.toml", {"place": "Room 7"})
    assert word(workspace, meeting) == ("draft, out of date", f"briefing build {meeting}")
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by="A chair")
    assert word(workspace, meeting) == ("approved", f"briefing send {meeting}")
    sent(workspace, meeting)
    assert word(workspace, meeting) == ("sent", f"hold it on 18 June 2026, then: briefing record {meeting}")
    assert word(workspace, meeting, LATE) == ("to be recorded", f"briefing record {meeting}")
    (workspace.meetings / meeting / ANSWERS_FILE).write_text(
        "question_id,provider_code,state,commitment,owner,due_on,measure,note\n", encoding="utf-8"
    )
    assert word(workspace, meeting, LATE) == ("recorded", f"briefing build {meeting}")
    pipeline.build(workspace, meeting)
    assert word(workspace, meeting, LATE)[0] == "letters drafted"
    pipeline.approve(workspace, meeting, by="A chair")
    assert word(workspace, meeting, LATE) == ("letters approved", f"briefing send {meeting}")
    sent(workspace, meeting, "follow-up-letter-rz1.pdf")
    assert word(workspace, meeting, LATE) == ("closed", "")


def test_a_file_that_can_t_be_read_is_a_state_too(workspace: Workspace, meeting: str) -> None:
    (workspace.meetings / meeting / "meeting.toml").write_text("date = 18/06/2026\n", encoding="utf-8")
    (found,) = states.states(workspace, today=NOTICE)
    assert (found.word, str(found.next_step)) == (
        "wrong in its file or its packs",
        f"briefing check {meeting}",
    )


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (
            "date",
            date(2026, 6, 25),
            "The meeting is now on 25 June 2026, not on 18 June 2026. It affects everybody.",
        ),
        ("chair", "P2", "Dr Two Sample now chairs, in place of Dr One Sample. It affects everybody."),
        ("panel", ["P1", "P2"], "Dr Two Sample has joined the panel. It affects everybody."),
        ("decision_wanted", "Another", "The decision wanted is now: Another It affects everybody."),
        ("notes", "Another", "Something else stands in the meeting's file. It affects everybody."),
    ],
)
def test_what_changed_after_approval_stops_sending(
    workspace: Workspace, meeting: str, field: str, value: str | date | list[str], told: str
) -> None:
    (workspace.registers / "people.csv").write_text(PEOPLE, encoding="utf-8")
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by="A chair")
    dispatch.owed(workspace, meeting, today=NOTICE)
    set_fields(workspace.meetings / meeting / "meeting.toml", {field: value})
    with pytest.raises(BriefingError, match="nothing was sent, for version 2 was approved before") as refused:
        dispatch.owed(workspace, meeting, today=NOTICE)
    assert told in str(refused.value)
    assert word(workspace, meeting)[0] == "approved, out of date"


def test_an_interest_declared_after_approval_stops_sending_until_a_new_version(
    workspace: Workspace, meeting: str
) -> None:
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by="A chair")
    register = workspace.registers / "interests.csv"
    (workspace.registers / "interests.xlsx").unlink()
    register.write_text("person_id,kind,organisation_code,topic\nP1,financial,RZ1,\n", encoding="utf-8")
    assert list(unloaded(workspace)) == ["registers/interests.csv: not loaded yet"]
    with pytest.raises(BriefingError, match="not all registers are loaded: registers/interests"):
        dispatch.owed(workspace, meeting, today=NOTICE)
    pipeline.check(workspace, meeting)
    assert list(unloaded(workspace)) == []
    with pytest.raises(BriefingError, match="Dr One Sample declares are others now"):
        dispatch.owed(workspace, meeting, today=NOTICE)
    pipeline.build(workspace, meeting)
    assert any("interests" in one for told in news(workspace, meeting).values() for one in told)


def test_a_file_loaded_since_is_told_with_the_questions_that_rest_on_it(
    workspace: Workspace, meeting: str
) -> None:
    pipeline.build(workspace, meeting)
    tiny.ae_month(workspace, date(2026, 4, 1), revised=True)
    pipeline.load(workspace)
    (since,) = states.state_of(workspace, meeting, today=NOTICE).since
    asked = memory.recall(workspace.packs / meeting / "v1", "sitting", SITTING)
    assert asked is not None
    listed = formats.listed(f"question {one.number}, “{one.title}”" for one in asked.put)
    assert since.sentence == "A&E attendances and emergency admissions was loaded anew."
    assert since.readers == (
        f"Dr One Sample, who leads {listed}; the figures that Dr One Sample have before them"
    )


def test_another_address_than_at_the_approval_is_told_and_stops_nothing(
    workspace: Workspace, meeting: str
) -> None:
    register = workspace.registers / "people.csv"
    with_mail = "person_id,name,role,email,may_decide\nP1,Dr One Sample,GP and chair,{},yes\n"
    register.write_text(with_mail.format("one@board.example.org"), encoding="utf-8")
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by="A chair")
    assert dispatch.new_addresses(workspace, meeting) == []
    time.sleep(1.1)  # moments are written down in seconds
    register.write_text(with_mail.format("other@board.example.org"), encoding="utf-8")
    pipeline.take_in_registers(workspace)
    assert dispatch.new_addresses(workspace, meeting) == [
        "Dr One Sample: the address is other@board.example.org now, and was one@board.example.org when version 2 was "
        "approved."
    ]
    assert dispatch.owed(workspace, meeting, today=NOTICE)


def test_a_register_with_its_headings_alone_is_not_waited_for(workspace: Workspace, meeting: str) -> None:
    (workspace.registers / "interests.xlsx").unlink()
    register = workspace.registers / "interests.csv"
    register.write_text("person_id,kind,organisation_code,topic\n", encoding="utf-8")
    assert list(unloaded(workspace)) == []
    register.write_text("person_id,kind,organisation_code,topic\nP1,financial,RZ1,\n", encoding="utf-8")
    assert list(unloaded(workspace)) == ["registers/interests.csv: not loaded yet"]
    pipeline.take_in_registers(workspace)
    register.write_text("person_id,kind,organisation_code,topic\n", encoding="utf-8")
    assert list(unloaded(workspace)) == ["registers/interests.csv: changed since it was loaded"]


def test_a_register_s_row_that_touches_nobody_stops_nothing(workspace: Workspace, meeting: str) -> None:
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by="A chair")
    (workspace.registers / "people.csv").write_text(PEOPLE, encoding="utf-8")
    pipeline.take_in_registers(workspace)
    dispatch.owed(workspace, meeting, today=NOTICE)
    assert states.state_of(workspace, meeting, today=NOTICE).since == ()


def test_a_register_that_is_wrong_makes_no_pack(workspace: Workspace, meeting: str) -> None:
    (workspace.registers / "people.csv").write_text(PEOPLE.replace("P2", "P1"), encoding="utf-8")
    for command in (pipeline.build, pipeline.check):
        with pytest.raises(SourceError, match="people"):
            command(workspace, meeting)
    assert not packs.versions(workspace.packs / meeting)


def test_a_meeting_that_moves_tells_its_readers_and_its_calendar(workspace: Workspace, meeting: str) -> None:
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by="A chair")
    moved = changing.move(workspace, meeting, to=date(2026, 6, 25), today=NOTICE)
    assert moved.id == "2026-06-25-rz1"
    made = pipeline.build(workspace, meeting)
    assert (made.version, made.folder.parent.name) == (3, moved.id)
    told = news(workspace, moved.id)
    sentence = "The meeting is now on 25 June 2026, not on 18 June 2026."
    assert {stem: first for stem, (first, *_) in told.items()} == dict.fromkeys(
        ("gp-pack-rz1-dr-one-sample", "themes-notice-rz1", "chair-running-order"), sentence
    )


def test_a_meeting_called_off_makes_notices_alone_and_is_never_due(
    workspace: Workspace, meeting: str
) -> None:
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by="A chair")
    sent(workspace, meeting)
    changing.call_off(workspace, meeting, status="cancelled", reason="Agreed in writing", today=NOTICE)
    assert due(workspace) == []
    assert run_due(workspace, today=NOTICE).outcomes == ()
    assert word(workspace, meeting) == ("cancelled, not yet said", f"briefing build {meeting}")
    made = pipeline.build(workspace, meeting)
    assert [path.name for path in made.files if path.suffix == ".pdf"] == [
        "meeting-called-off.pdf",
        "provider-called-off-rz1.pdf",
    ]
    assert word(workspace, meeting)[0] == "cancelled, not yet said"
    pipeline.approve(workspace, meeting, by="A chair")
    assert word(workspace, meeting) == ("cancelled, not yet said", f"briefing send {meeting}")
    sent(workspace, meeting)
    assert word(workspace, meeting) == ("cancelled", "")
    changing.move(workspace, meeting, to=date(2026, 6, 25), today=NOTICE)
    pipeline.build(workspace, meeting)
    told = news(workspace, "2026-06-25-rz1")
    assert told["chair-running-order"][:2] == (
        "The meeting takes place after all.",
        "The meeting is now on 25 June 2026, not on 18 June 2026.",
    )


def test_a_meeting_called_off_of_which_nobody_had_anything_needs_no_notice(
    workspace: Workspace, meeting: str
) -> None:
    changing.call_off(workspace, meeting, status="postponed", reason="", today=NOTICE)
    assert word(workspace, meeting) == (
        "postponed",
        f"briefing meeting move {meeting} --to DAY, once there is a day",
    )


def test_a_renamed_meeting_stays_approved_and_is_proved_as_before(workspace: Workspace, meeting: str) -> None:
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by="A chair")
    changing.rename(workspace, meeting, "summer-review")
    assert word(workspace, "summer-review") == ("approved", "briefing send summer-review")
    assert pipeline.build(workspace, meeting).changed is False
    assert run_due(workspace, today=NOTICE).outcomes[0].approved


def test_who_is_dropped_is_written_to(workspace: Workspace, meeting: str) -> None:
    (workspace.registers / "people.csv").write_text(PEOPLE, encoding="utf-8")
    file: Path = workspace.meetings / meeting / "meeting.toml"
    set_fields(file, {"panel": ["P1", "P2"]})
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by="A chair")
    set_fields(file, {"panel": ["P1"]})
    made = pipeline.build(workspace, meeting)
    assert (made.folder / "no-part-now-p2.pdf").is_file()
    assert "Dr Two Sample is no longer on the panel." in news(workspace, meeting)["chair-running-order"]
    set_fields(file, {"panel": ["P2", "P1"]})
    back = pipeline.build(workspace, meeting)
    assert not list(back.folder.glob("no-part-now-*"))


@pytest.mark.parametrize("change", [{}, {"date": date(2026, 6, 19)}, {"title": "Another title"}])
def test_a_folder_renamed_by_hand_finds_its_packs_again(
    workspace: Workspace, meeting: str, change: dict[str, str | date]
) -> None:
    """Else readers would get their papers a second time, and the record would know no question."""
    pipeline.build(workspace, meeting)
    new = "2026-06-18-winter"
    (workspace.meetings / meeting).rename(workspace.meetings / new)
    set_fields(workspace.meetings / new / "meeting.toml", change)
    mend = f"briefing meeting rename {meeting} {new}"
    assert word(workspace, new) == ("parted from its packs", mend)
    with pytest.raises(BriefingError, match=mend):
        pipeline.build(workspace, new)
    assert changing.rename(workspace, meeting, new).id == new
    assert packs.versions(workspace.packs / new) == [1]
    assert word(workspace, new)[0] in ("draft", "draft, out of date")
    assert name_of(workspace, meeting) == new


def test_another_meeting_with_the_hospital_is_not_taken_for_a_renamed_one(
    workspace: Workspace, meeting: str
) -> None:
    pipeline.build(workspace, meeting)
    other = tiny.make_meeting(workspace, date(2026, 7, 16))
    assert word(workspace, other)[0] == "planned"
    shutil.rmtree(workspace.meetings / meeting)
    set_fields(workspace.meetings / other / "meeting.toml", {"title": "Summer review"})
    assert word(workspace, other)[0] == "planned"


def test_a_file_under_another_name_does_not_make_its_meeting_unseen(
    workspace: Workspace, meeting: str
) -> None:
    """As Notepad saves it; a folder of notes is nothing of ours."""
    home = (workspace.meetings / meeting).rename(workspace.meetings / "Fenmarsh in June")
    (home / "meeting.toml").rename(home / "meeting.toml.txt")
    (workspace.meetings / "notes").mkdir()
    (state,) = states.states(workspace, today=NOTICE)
    assert (state.word, str(state.next_step)) == (
        "without its file",
        "call its file meeting.toml: there is meeting.toml.txt",
    )
    (home / "meeting.toml.txt").rename(home / "meeting.toml")
    assert word(workspace, "Fenmarsh in June") == ("due", 'briefing build "Fenmarsh in June"')


def test_a_register_that_was_refused_stops_sending_as_one_that_was_not_loaded(
    workspace: Workspace, meeting: str
) -> None:
    """Whoever ran `check` or `load` in between would else send by the register from before."""
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by="A chair")
    (workspace.registers / "people.csv").write_text(
        f"{PEOPLE}P3,Dr Three, and a half,GP,no\n", encoding="utf-8"
    )
    assert pipeline.load(workspace).refused
    with pytest.raises(BriefingError, match=r"registers/people\.csv: was refused, and an earlier one counts"):
        list(dispatch.send(workspace, meeting, today=NOTICE, dry_run=True))
    (workspace.registers / "people (1).csv").write_text(PEOPLE, encoding="utf-8")
    (workspace.registers / "people.csv").write_text(PEOPLE, encoding="utf-8")
    pipeline.load(workspace)
    assert list(dispatch.send(workspace, meeting, today=NOTICE, dry_run=True))
