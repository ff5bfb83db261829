"""What is due: working days in England, counted back from the meeting."""

from datetime import date
from pathlib import Path

import pytest
import tiny

from briefing.runs.due import is_working_day, meetings, working_days_before
from briefing.workspace import open_workspace


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        ("2027-01-07", 5, "2026-12-30"),  # New Year's Day is no working day
        ("2026-12-29", 2, "2026-12-23"),  # nor Christmas, nor Monday 28 for Boxing Day on a Saturday
        ("2026-04-07", 1, "2026-04-02"),  # nor Good Friday, nor Easter Monday
        ("2026-05-26", 5, "2026-05-18"),  # nor Monday 25 May
        ("2026-09-01", 1, "2026-08-28"),  # nor Monday 31 August, which is none in Scotland
        ("2026-11-30", 1, "2026-11-27"),  # St Andrew's Day is a working day in England, Sunday is not
        ("2026-06-18", 5, "2026-06-11"),
        ("2026-06-18", 0, "2026-06-18"),
    ],
)
def test_working_days_are_counted_back_from_the_meeting(day: str, count: int, due: str) -> None:
    assert working_days_before(date.fromisoformat(day), count) == date.fromisoformat(due)


def test_a_day_that_the_workspace_calls_closed_is_no_working_day() -> None:
    assert is_working_day(date(2026, 6, 17))
    assert not is_working_day(date(2026, 6, 17), closed=(date(2026, 6, 17),))
    assert working_days_before(date(2026, 6, 18), 5, closed=(date(2026, 6, 17),)) == date(2026, 6, 10)


def test_a_meeting_is_due_from_its_longest_notice_until_its_day_is_over(tmp_path: Path) -> None:
    workspace = tiny.make_workspace(tmp_path / "w", months=0)
    tiny.make_meeting(workspace, date(2026, 6, 18))
    (due,) = meetings(workspace)
    days = [date(2026, 6, day) for day in range(9, 21)]
    assert [day.day for day in days if due.on(day)] == [11, 12, 13, 14, 15, 16, 17, 18]
    assert due.editions(date(2026, 6, 15)) == ["GP pack", "themes notice"]
    assert due.editions(date(2026, 6, 16)) == ["GP pack", "themes notice", "chair's running order"]


def test_the_meeting_s_own_notice_outranks_the_workspace_s(tmp_path: Path) -> None:
    workspace = tiny.make_workspace(tmp_path / "w", months=0)
    with (workspace.folder / "briefing.toml").open("a", encoding="utf-8") as file:
        file.write("\n[notice]\ngp_pack = 3\nthemes_notice = 4\n")
    tiny.make_meeting(workspace, date(2026, 6, 18))
    tiny.make_meeting(workspace, date(2026, 6, 18), provider="RZ2", more="\n[notice]\ngp_pack = 10\n")
    first, second = meetings(open_workspace(workspace.folder))
    assert [str(day) for day in first.since.values()] == ["2026-06-15", "2026-06-12", "2026-06-16"]
    assert [str(day) for day in second.since.values()] == ["2026-06-04", "2026-06-12", "2026-06-16"]


def test_a_meeting_file_that_can_t_be_read_is_due_by_its_name_so_that_its_fault_is_told(
    tmp_path: Path,
) -> None:
    workspace = tiny.make_workspace(tmp_path / "w", months=0)
    name = tiny.make_meeting(workspace, date(2026, 6, 18))
    (workspace.meetings / name / "meeting.toml").write_text("kind = contract", encoding="utf-8")
    assert [str(due.first) for due in meetings(workspace)] == ["2026-06-11"]
