"""What is due on a day."""

from datetime import date
from pathlib import Path

import tiny

from briefing.runs.due import meetings
from briefing.workspace import open_workspace


def test_a_meeting_is_due_from_its_longest_notice_until_its_day_is_over(tmp_path: Path) -> None:
    workspace = tiny.make_workspace(tmp_path / "w", months=0)
    tiny.make_meeting(workspace, date(2026, 6, 18))
    (due,) = meetings(workspace)
    days = [date(2026, 6, day) for day in range(9, 21)]
    assert [day.day for day in days if due.on(day)] == [11, 12, 13, 14, 15, 16, 17, 18]
    assert [str(day) for day in due.since.values()] == ["2026-06-11", "2026-06-11", "2026-06-16"]


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
