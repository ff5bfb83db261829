"""A field of a meeting's file set in its place, whatever somebody wrote around it."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from briefing.errors import MeetingError
from briefing.meeting.editing import Table, set_fields, with_fields
from briefing.meeting.outline import Outline, folder_of, outline_of, outlines

FILE = """# ours
title = "Review"
date = 2026-12-03  # agreed
panel = [
  "P1",  # chairs
  "P2",
]
# reason = ""

# Whom they bring
[[agenda]]
title = "Waits"
date = 3
"""


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({"date": date(2027, 2, 28)}, "date = 2026-12-03  # agreed", "date = 2027-02-28"),
        ({"panel": ["P3"]}, 'panel = [\n  "P1",  # chairs\n  "P2",\n]', 'panel = ["P3"]'),
        ({"reason": 'Snow "heavy"'}, '# reason = ""', 'reason = "Snow \\"heavy\\""'),
        ({"status": "cancelled"}, "\n# Whom they bring", 'status = "cancelled"\n\n# Whom they bring'),
    ],
)
def test_only_the_field_is_another(changes: dict[str, date | list[str]], before: str, after: str) -> None:
    made = with_fields(FILE, changes)
    if "status" in changes:
        assert tomllib.loads(made)["status"] == "cancelled"
        assert made.replace('status = "cancelled"\n', "") == FILE
    else:
        assert made == FILE.replace(before, after, 1)


def test_line_ends_of_windows_stay() -> None:
    made = with_fields('title = "Review"\r\ndate = 2026-12-03\r\n', {"date": date(2026, 12, 10)})
    assert made == 'title = "Review"\r\ndate = 2026-12-10\r\n'


def test_a_file_that_is_no_toml_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "meeting.toml"
    file.write_text("date = 03/12/2026\n", encoding="utf-8")
    with pytest.raises(MeetingError, match="nothing was changed"):
        set_fields(file, {"status": "cancelled"})
    assert file.read_text("utf-8") == "date = 03/12/2026\n"


def test_the_file_s_day_counts_and_without_one_the_folder_s(tmp_path: Path) -> None:
    files = {
        "2026-12-03-rza": 'date = 2027-01-14\nformerly = ["winter"]\n',
        "2026-12-04-rza": "date = 04/12/2026",
        "spring": "date = 2026-03-04\nstatus = 'cancelled'\n",
        "nowhere": "title = 3\n",
    }
    for name, text in files.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "meeting.toml").write_text(text, encoding="utf-8")
    found = [(one.id, one.day, one.takes_place, one.readable) for one in outlines(tmp_path)]
    assert found == [
        ("spring", date(2026, 3, 4), False, True),
        ("2026-12-04-rza", date(2026, 12, 4), True, False),
        ("2026-12-03-rza", date(2027, 1, 14), True, True),
        ("nowhere", None, True, True),
    ]
    assert folder_of(tmp_path, "winter") == tmp_path / "2026-12-03-rza"
    assert folder_of(tmp_path, "summer") is None
    assert outline_of(tmp_path / "2026-02-29-rza") == Outline("2026-02-29-rza", None)


TABLES = """title = "Review"

# Whom they bring
[[provider_people]]
name = "Sam"  # their office said so

# The order of the day
[[agenda]]
title = "Waits"
minutes = 20

[[agenda]]
title = "Letters"
minutes = 10

# Days
[notice]
gp_pack = 3
"""


@pytest.mark.parametrize(
    ("agenda", "after"),
    [
        (
            [{"title": "Cancer", "minutes": 5}],
            '# The order of the day\n[[agenda]]\ntitle = "Cancer"\nminutes = 5\n\n# Days\n[notice]',
        ),
        (
            [{"title": "A", "minutes": 1}, {"title": "B", "minutes": 2}],
            '[[agenda]]\ntitle = "A"\nminutes = 1\n\n[[agenda]]\ntitle = "B"\nminutes = 2\n\n# Days',
        ),
        ([], "# The order of the day\n\n# Days"),
    ],
)
def test_tables_stand_where_they_stood(agenda: list[Table], after: str) -> None:
    made = with_fields(TABLES, {"agenda": agenda})
    assert after in made
    assert 'name = "Sam"  # their office said so' in made
    assert tomllib.loads(made).get("agenda", []) == agenda
    assert tomllib.loads(made)["notice"] == {"gp_pack": 3}


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ('title = "R"\n', 'title = "R"\n\n[[agenda]]\ntitle = "A"\n'),
        (
            'title = "R"\n# [[agenda]]\n# title = "..."\n\n[notice]\ngp_pack = 3\n',
            '# title = "..."\n\n[[agenda]]\ntitle = "A"\n\n[notice]',
        ),
        ('agenda = [\n  {title = "X"},\n]\nplace = "P"\n', 'agenda = [{ title = "A" }]\nplace = "P"\n'),
    ],
)
def test_a_first_table_finds_its_place(text: str, after: str) -> None:
    assert after in with_fields(text, {"agenda": [{"title": "A"}]})


def test_a_field_is_taken_away() -> None:
    assert with_fields('a = 1\nclerk = "P1"\nb = 2\n', {"clerk": None, "starts": None}) == "a = 1\nb = 2\n"
