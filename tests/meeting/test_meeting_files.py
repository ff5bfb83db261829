"""A meeting file and the registers, and beside them what is made of them or what is said to be wrong."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from briefing.errors import MeetingError
from briefing.meeting.files import is_clinical, read_meeting
from briefing.meeting.model import AgendaItem, Interest, Meeting, Person, ProviderPerson
from briefing.meeting.purpose import Matter
from briefing.meeting.registers import practices_on_panels
from briefing.nearest import Named
from briefing.sources.schemas import SCHEMAS

PEOPLE = pa.Table.from_pylist(
    [
        {"person_id": "P01", "name": "Dr One", "role": "GP partner", "practice_code": "Y1"},
        {"person_id": "P02", "name": "Two", "role": "Lay member"},
        {"person_id": "P10", "name": "Ten", "role": "Chair", "may_decide": True},
    ],
    schema=SCHEMAS["people"],
)
INTERESTS = pa.Table.from_pylist(
    [
        {"person_id": "P01", "kind": "indirect", "organisation_code": "RXA", "from": date(2026, 1, 1)},
        {"person_id": "P99", "kind": "financial", "topic": "cancer"},
    ],
    schema=SCHEMAS["interests"],
)
ORGANISATIONS = pa.table({"code": ["RXA", "RXB", "QXA"]})

GOOD = """\
kind = "contract_review"
title = "Contract review"
date = 2026-12-03
place = "Room 2"
commissioner = "QXA"
providers = ["RXA"]
decision_wanted = "A dated plan"
minutes = 60
chair = "P10"
panel = [
    "P01",
    "P02",
]
pinned = ["RTT-03"]

[[provider_people]]
name = "Sam Sample"
role = "Chief operating officer"
may_decide = ["elective waits"]

[[agenda]]
title = "Waits"
minutes = 60
topic = "elective waits"
"""


def read(folder: Path, text: str) -> Meeting:
    file = folder / "2026-12-03-rxa" / "meeting.toml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    return read_meeting(file.parent, people=PEOPLE, interests=INTERESTS, organisations=ORGANISATIONS)


def faults(folder: Path, text: str) -> list[str]:
    """The lines of the message, without the file's name."""
    with pytest.raises(MeetingError) as caught:
        read(folder, text)
    return [line.split("meeting.toml", 1)[1].lstrip(", ") for line in str(caught.value).splitlines()]


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("letters_within_7_days", Matter("Clinic letters within 7 days", metric="letters_within_7_days")),
        ("clinic letters within 7 DAYS", Matter("Clinic letters within 7 days", "letters_within_7_days")),
        ("502", Matter("Gynaecology", specialty_code="502")),
        ("Ear Nose & Throat", Matter("Ear, nose and throat", specialty_code="120")),
        ("ENT", Matter("Ear, nose and throat", specialty_code="120")),
        ("rtt_over_52_weeks/urology", Matter("Waits of over a year, Urology", "rtt_over_52_weeks", "101")),
        ("waiting over a YEAR", Matter("Waits of over a year", "rtt_over_52_weeks")),
        ("Fit notes", Matter("fit notes", theme="fit notes")),
    ],
)
def test_what_a_meeting_is_about(tmp_path: Path, word: str, means: Matter) -> None:
    text = GOOD.replace("minutes = 60\nchair", f'about = ["{word}"]\nminutes = 60\nchair')
    assert read(tmp_path, text).about == (means,)


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("letters_in_7_days", "letters_within_7_days"),
        ("gynecology", "Gynaecology"),
        ("fit note", "fit notes"),
        ("rtt_over_52_weeks/urolgy", "rtt_over_52_weeks/Urology"),
        ("rt_over_52_weeks/101", "rtt_over_52_weeks/101"),
        ("zzz", None),
    ],
)
def test_a_purpose_that_is_nowhere_is_refused_with_the_nearest(
    tmp_path: Path, word: str, near: str | None
) -> None:
    listed = f'about = [\n    "502",\n    "{word}",\n]'
    text = GOOD.replace("minutes = 60\nchair", f"{listed}\nminutes = 60\nchair")
    (said,) = faults(tmp_path, text)
    assert said.startswith(f"line 10: found '{word}', which is no measure, no specialty and no theme.")
    assert ("Did you mean" in said) == (near is not None)
    assert near is None or f"Did you mean {near!r}?" in said


def test_a_good_file(tmp_path: Path) -> None:
    meeting = read(tmp_path, GOOD)
    assert meeting.id == "2026-12-03-rxa"
    assert meeting.date == date(2026, 12, 3)
    assert meeting.reading_minutes == 10
    assert meeting.panel == (
        Person("P01", "Dr One", "GP partner", "Y1", may_decide=False, clinical=True),
        Person("P02", "Two", "Lay member", None, may_decide=False, clinical=False),
    )
    assert meeting.interests == (Interest("P01", "indirect", "RXA", None, date(2026, 1, 1), None),)
    assert meeting.provider_people == (
        ProviderPerson("Sam Sample", "Chief operating officer", ("elective waits",)),
    )
    assert meeting.agenda == (AgendaItem("Waits", 60, "elective waits"),)
    assert (meeting.clerk, meeting.pinned) == (None, ("RTT-03",))


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        (
            'kind = "contract_review"',
            'kind = "chat"',
            "line 1: found 'chat' for 'kind'; wanted 'contract_review', 'quality_review', 'assurance', "
            "'select_committee' or 'peer_review'.",
        ),
        (
            "date = 2026-12-03",
            'date = "3 December"',
            "line 3: found '3 December' for 'date'; wanted a date without quotation marks. "
            "Write date = 2026-12-03.",
        ),
        (
            "minutes = 60\nchair",
            "minutes = 0\nchair",
            "line 8: found 0 for 'minutes'; wanted a whole number above 0.",
        ),
        (
            "minutes = 60\nchair",
            "minutes = 60\nroom = 2\nchair",
            "line 9: found the field 'room', which means nothing here. Mend its spelling or drop it.",
        ),
        (
            "minutes = 60\nchair",
            'minutes = 60\nclrek = "P01"\nchair',
            "line 9: found the field 'clrek', which means nothing here. Did you mean 'clerk'? "
            "Mend its spelling or drop it.",
        ),
        (
            'chair = "P10"',
            'chair = "Ten"',
            "line 9: found the name 'Ten'; wanted an id of the register of people. Did you mean 'P10', Ten? "
            "Mend the id, or add the person to registers/people.",
        ),
        (
            'place = "Room 2"\n',
            "",
            "found no 'place'; it is needed. Add the line place = ....",
        ),
        (
            'providers = ["RXA"]',
            "providers = []",
            "line 6: found nothing in 'providers'; wanted at least one. Fill it in.",
        ),
        (
            'providers = ["RXA"]',
            'providers = "RXA"',
            "line 6: found 'RXA' for 'providers'; wanted a list in square brackets. Write providers = [...].",
        ),
        (
            'providers = ["RXA"]',
            'providers = ["RXC"]',
            "line 6: found the organisation 'RXC', of which no data are loaded. Did you mean 'RXB'? "
            "Mend the code, or load a file that knows it.",
        ),
        (
            '    "P02",',
            '    "P2",',
            "line 12: found the person 'P2', who is not in the register of people. Did you mean 'P02'? "
            "Mend the id, or add the person to registers/people.",
        ),
        (
            '    "P02",',
            '    "P02, P10",',
            "line 12: found the person 'P02, P10', who is not in the register of people. "
            'Write each in quotation marks of its own: ["P1", "P2"]. '
            "Mend the id, or add the person to registers/people.",
        ),
        ('    "P02",', '    "P01",', "line 11: found 'P01' twice in 'panel'. Drop one."),
        (
            'role = "Chief operating officer"',
            'role = "Chief operating officer"\nprovider = "RXB"',
            "line 19: found the provider 'RXB', who is not at this meeting. "
            "Add it to 'providers', or mend it.",
        ),
        (
            'pinned = ["RTT-03"]',
            'pinned = ["RTT-03"]\nbarred = ["RTT-03"]',
            "line 15: found 'RTT-03' both pinned and barred. Drop one.",
        ),
        (
            'title = "Waits"\nminutes = 60',
            'title = "Waits"\nminutes = "60"',
            "line 23: found '60' for 'minutes'; wanted a whole number without quotation marks. "
            "Write minutes = 60.",
        ),
        (
            "[[agenda]]",
            '[[peers]]\nprovider = "RXA"\ncodes = ["RXB", "RXB", "QXA"]\nreason = "ours"\n\n[[agenda]]',
            "line 23: found ['RXB', 'RXB', 'QXA'] as peers of 'RXA'; wanted each once, and not itself. Mend the list.",
        ),
        (
            "[[agenda]]",
            '[[peers]]\nprovider = "RXA"\ncodes = ["RXB", "QXA", "RXC"]\nreason = "ours"\n\n[[agenda]]',
            "line 23: found the organisation 'RXC', of which no data are loaded. Did you mean 'RXB'? "
            "Mend the code, or load a file that knows it.",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    assert was in GOOD
    told = faults(tmp_path, GOOD.replace(was, becomes, 1))
    assert [line.removeprefix(": ") for line in told] == [said]


def test_single_quotation_marks_are_as_good(tmp_path: Path) -> None:
    told = faults(tmp_path, GOOD.replace('chair = "P10"', "chair = 'P1'"))
    assert told[0].startswith("line 9: found the person 'P1', who is not in the register of people.")


def test_every_fault_is_told_in_the_order_of_lines(tmp_path: Path) -> None:
    broken = GOOD.replace('"QXA"', '"QXZ"').replace('"P10"', '"P77"').replace('"P01"', '"P78"')
    assert [line.split(":")[0] for line in faults(tmp_path, broken)] == ["line 5", "line 9", "line 11"]


def test_text_that_is_not_toml_tells_the_place(tmp_path: Path) -> None:
    assert "at line 2" in faults(tmp_path, GOOD.replace('title = "Contract review"', "title = Contract"))[0]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MeetingError, match=r"nowhere\.toml: found no such file"):
        read_meeting(
            tmp_path / "nowhere.toml", people=PEOPLE, interests=INTERESTS, organisations=ORGANISATIONS
        )


@pytest.mark.parametrize(
    ("role", "clinical"),
    [
        ("GP partner", True),
        ("Salaried GP", True),
        ("Lead nurse", True),
        ("Clinical director", True),
        ("Lay member", False),
        ("Practice manager", False),
        ("Non-clinical director", False),
        ("Chair", False),
        ("", False),
    ],
)
def test_is_clinical(role: str, clinical: bool) -> None:
    assert is_clinical(role) is clinical


def test_those_on_a_panel_within_the_year_before_count(tmp_path: Path) -> None:
    files = {
        "too-early": 'date = 2025-12-03\npanel = ["P2"]',
        "just-in": 'date = 2025-12-04\npanel = ["P1", "P3", "P9"]',
        "today": 'date = 2026-12-03\npanel = ["P2"]',
        "no-toml": "date = ?",
        "no-list": 'date = 2026-06-04\npanel = "P2"',
        "no-day": 'panel = ["P2"]',
    }
    for name, text in files.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "meeting.toml").write_text(text, "utf-8")
    practices = {"P1": "Y1", "P2": "Y2", "P3": None}
    people = pa.Table.from_pylist(
        [{"person_id": id, "practice_code": code} for id, code in practices.items()]
    )
    since, before = date(2025, 12, 3), date(2026, 12, 3)
    assert practices_on_panels(tmp_path, people, since=since, before=before) == ("Y1",)
    assert practices_on_panels(tmp_path / "none", people, since=since, before=before) == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('pinned = ["RTT-3"]', "found the pattern 'RTT-3', which does not exist. Did you mean 'RTT-03'?"),
        ('pinned = ["RTT-03@ae_4_hours/110"]', None),
        ('pinned = ["RTT-03@late"]', None),
        (
            'pinned = ["RTT-03@ae_4_hour/110"]',
            "found the metric 'ae_4_hour', which does not exist. Did you mean 'ae_4_hours'?",
        ),
        (
            'measures = ["A&E visits within four hours"]',
            "found the metric 'A&E visits within four hours', which does not exist. "
            "Did you mean 'ae_4_hours', A&E visits within 4 hours?",
        ),
        ('barred = ["RTT-33"]', "found the pattern 'RTT-33', which does not exist. Did you mean 'RTT-03'?"),
        (
            'measures = ["ae_4_hour"]',
            "found the metric 'ae_4_hour', which does not exist. Did you mean 'ae_4_hours'?",
        ),
        ('measures = ["ae_4_hours"]', None),
    ],
)
def test_a_pattern_and_a_metric_that_are_named_exist(tmp_path: Path, line: str, told: str | None) -> None:
    file = tmp_path / "2026-12-03-rxa" / "meeting.toml"
    file.parent.mkdir()
    text = GOOD.replace('pinned = ["RTT-03"]', line)
    assert line in text
    file.write_text(text, encoding="utf-8")
    registers = {"people": PEOPLE, "interests": INTERESTS, "organisations": ORGANISATIONS}
    called = [
        Named("pattern", "RTT-03", "The longest waits"),
        Named("metric", "ae_4_hours", "A&E visits within 4 hours"),
    ]
    names: dict[str, Any] = {
        "patterns": lambda: ["RTT-03"],
        "metrics": lambda: ["ae_4_hours"],
        "called": lambda: called,
    }
    if told is None:
        read_meeting(file.parent, **registers, **names)
        return
    with pytest.raises(MeetingError, match=re.escape(told)):
        read_meeting(file.parent, **registers, **names)
