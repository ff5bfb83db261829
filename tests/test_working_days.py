"""Working days in England, those of a workspace, and the days of an edition's notice counted in them."""

from datetime import date, timedelta
from pathlib import Path

import editions
import packs
import pytest
import tiny

from briefing import loading
from briefing.build.inputs import meeting_of
from briefing.formats import day
from briefing.meeting.doubts import check
from briefing.pack.editions import LETTER, NOTICE
from briefing.runs.due import meetings
from briefing.shelf.parts import parts_of
from briefing.working_days import WorkingDays
from briefing.workspace import Workspace, open_workspace


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 12, 5), "a Saturday"),
        (date(2026, 12, 6), "a Sunday"),
        (date(2027, 1, 1), "a bank holiday (New Year's Day)"),
        (date(2027, 3, 26), "a bank holiday (Good Friday)"),
        (date(2027, 3, 29), "a bank holiday (Easter Monday)"),
        (date(2027, 5, 3), "a bank holiday (Early May bank holiday)"),
        (date(2027, 5, 31), "a bank holiday (Spring bank holiday)"),
        (date(2027, 8, 30), "a bank holiday (Summer bank holiday)"),
        (date(2027, 12, 27), "a bank holiday (Christmas Day)"),
        (date(2027, 12, 28), "a bank holiday (Boxing Day)"),
        (date(2023, 5, 8), "a bank holiday (Coronation of Charles III)"),
        (date(2027, 12, 29), "a day on which we are closed"),
        (date(2027, 12, 30), None),
    ],
)
def test_days_on_which_nobody_works(day: date, why: str | None) -> None:
    assert WorkingDays(closed=(date(2027, 12, 29),)).not_worked(day) == why


@pytest.mark.parametrize(
    ("day", "count", "before", "after"),
    [
        ("2026-12-03", 5, "2026-11-26", "2026-12-10"),
        ("2027-01-07", 5, "2026-12-30", "2027-01-14"),  # New Year's Day is no working day
        (
            "2026-12-29",
            2,
            "2026-12-23",
            "2026-12-31",
        ),  # nor Christmas, nor Monday 28 for Boxing Day on a Saturday
        ("2026-12-23", 2, "2026-12-21", "2026-12-29"),
        ("2026-04-07", 1, "2026-04-02", "2026-04-08"),  # nor Good Friday, nor Easter Monday
        ("2026-05-26", 5, "2026-05-18", "2026-06-02"),  # nor Monday 25 May
        ("2026-09-01", 1, "2026-08-28", "2026-09-02"),  # nor Monday 31 August, which is none in Scotland
        ("2026-11-30", 1, "2026-11-27", "2026-12-01"),  # St Andrew's Day is a working day in England
        ("2026-06-18", 5, "2026-06-10", "2026-06-25"),  # Wednesday 17 June is closed
        ("2026-06-18", 0, "2026-06-18", "2026-06-18"),
    ],
)
def test_working_days_are_counted(day: str, count: int, before: str, after: str) -> None:
    days = WorkingDays(closed=(date(2026, 6, 17),))
    assert days.before(date.fromisoformat(day), count) == date.fromisoformat(before)
    assert days.after(date.fromisoformat(day), count) == date.fromisoformat(after)


def workspace(folder: Path) -> Workspace:
    """A workspace that sends its notice seven working days ahead, and is closed on two days of June."""
    made = tiny.make_workspace(folder / "w", months=0)
    with (made.folder / "briefing.toml").open("a", encoding="utf-8") as file:
        file.write("\n[notice]\nthemes_notice = 7\nclosed = [2026-06-11, 2026-06-22]\n")
    loading.load(open_workspace(made.folder))
    return open_workspace(made.folder)


@pytest.mark.parametrize(
    ("more", "send_by", "differ_by", "ahead"),
    [
        ("", "2026-06-08", "2026-06-16", "7 working days ahead"),
        ("\n[notice]\nthemes_notice = 3\n", "2026-06-15", "2026-06-16", "3 working days ahead"),
        ("\n[notice]\nthemes_notice = 1\n", "2026-06-17", "2026-06-17", "1 working day ahead"),
        ("\n[notice]\nthemes_notice = 0\n", "2026-06-18", "2026-06-18", "the day of the meeting"),
    ],
)
def test_the_notice_names_the_day_on_which_the_scheduler_makes_it(
    tmp_path: Path, more: str, send_by: str, differ_by: str, ahead: str
) -> None:
    """Thursday 18 June 2026, seven working days ahead, with Thursday 11 June closed: Monday 8 June."""
    opened = workspace(tmp_path)
    meeting = meeting_of(opened, tiny.make_meeting(opened, date(2026, 6, 18), more=more))
    pack = packs.bare(meeting=meeting)
    notice = editions.words(editions.document(NOTICE, pack))
    (due,) = meetings(opened)
    sent, differ = due.since["themes_notice"], date.fromisoformat(differ_by)
    assert sent == date.fromisoformat(send_by)
    assert f"To be sent by {day(sent)} , {ahead}." in notice
    assert f"send them by {day(differ)} , so that we meet with one set of figures" in notice


def test_days_after_a_meeting_know_the_days_closed_too(tmp_path: Path) -> None:
    opened = workspace(tmp_path)
    meeting = meeting_of(opened, tiny.make_meeting(opened, date(2026, 6, 18)))
    pack = packs.bare(meeting=meeting, challenge=packs.challenge(packs.headline()))
    letter = editions.words(editions.document(LETTER, pack))
    assert "tell us by 26 June 2026 ." in letter
    assert "please write by 3 July 2026 ." in letter


def test_a_meeting_on_a_day_closed_is_doubted(tmp_path: Path) -> None:
    opened = workspace(tmp_path)
    meeting = meeting_of(opened, tiny.make_meeting(opened, date(2026, 6, 11)))
    doubts = check(meeting, today=meeting.date - timedelta(days=30))
    assert doubts[0].sentence == "11 June 2026 is a day on which we are closed. Is the date right?"


def test_what_is_printed_of_the_notice_names_another_state_and_the_rest_does_not(tmp_path: Path) -> None:
    """The page says when it is sent; by which day the GP pack is made is printed nowhere."""
    workspace = tiny.make_workspace(tmp_path / "w", months=0)
    name = tiny.make_meeting(workspace, date(2026, 6, 18))
    file = workspace.meetings / name / "meeting.toml"
    plain = file.read_text("utf-8")

    def state(own: str, ours: str = "") -> dict[str, str]:
        file.write_text(plain + own, encoding="utf-8")
        (workspace.folder / "briefing.toml").write_text(ours, encoding="utf-8")
        return parts_of(open_workspace(workspace.folder), name)

    before = state("")
    assert state("\n[notice]\ngp_pack = 9\n") == before
    assert state("", "[notice]\ngp_pack = 9\nrunning_order = 1\n") == before
    assert state("\n[notice]\nthemes_notice = 9\n") != before
    assert state("", "[notice]\nthemes_notice = 9\n") != before
    assert state("", "[notice]\nclosed = [2026-06-11]\n") != before
