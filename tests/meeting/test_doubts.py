"""What is doubtful about a meeting, though nothing is wrong with its file."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from builders import PROVIDER, agenda_item, interest, meeting, person, provider_person

from briefing.meeting.doubts import check
from briefing.meeting.files import messages
from briefing.meeting.model import in_force, same_topic
from briefing.meeting.purpose import Matter

TODAY = date(2026, 11, 22)
CLERK = person("C", name="The clerk", clinical=False)


def doubts(**changes: Any) -> list[str]:
    given = {name: changes.pop(name, None) for name in ("asked", "runs_to", "reading", "unmeasured")}
    given |= {name: changes.pop(name, ()) for name in ("proposed", "topics")}
    return [doubt.sentence for doubt in check(meeting(**{"clerk": CLERK} | changes), today=TODAY, **given)]


def test_a_meeting_without_doubts() -> None:
    assert doubts() == []


def test_a_decision_that_no_measure_stands_for() -> None:
    nothing = "Nothing says what the decision wanted is about, so no measure stands for it: "
    known: dict[str, list[str]] = {"RXA": [], "RXB": []}
    assert doubts(unmeasured=known) == [f"{nothing}add about = [...]."]
    proposed = ("ae_4_hours", "Neurology")
    assert doubts(unmeasured=known, proposed=proposed) == [
        f'{nothing}its words suggest about = ["ae_4_hours", "Neurology"].'
    ]
    about = (Matter("Fit notes", theme="fit notes"),)
    assert doubts(about=about, unmeasured=known) == []
    assert doubts(about=about, unmeasured=known | {"RXA": ["Fit notes"]}) == [
        "Fit notes: no figure of RXA on it is loaded, and no report."
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 2), "The meeting was on 2 November 2026, which is past. Is the date right?"),
        (date(2026, 12, 5), "5 December 2026 is a Saturday. Is the date right?"),
        (date(2026, 12, 28), "28 December 2026 is a bank holiday (Boxing Day). Is the date right?"),
    ],
)
def test_the_day(day: date, said: str) -> None:
    assert doubts(date=day) == [said]


@pytest.mark.parametrize(("opens", "odd"), [(2, True), (6, True), (7, False), (19, False), (20, True)])
def test_an_hour_at_which_nobody_meets(opens: int, odd: bool) -> None:
    told = [f"It starts at {opens:02}:30. Is the time right?"]
    assert doubts(starts=time(opens, 30)) == (told if odd else [])


def test_figures_that_were_forgotten() -> None:
    """On 22 November 2026 the September returns are out; a file that ends in July has been left behind."""
    ends = {"RTT waiting times": date(2026, 8, 1), "A&E attendances": date(2026, 7, 1)}
    assert doubts(runs_to=ends) == [
        "A&E attendances: the figures end with July 2026, 4 months ago. Load newer files."
    ]


def test_minutes_that_do_not_add_up() -> None:
    assert doubts(agenda=(agenda_item(minutes=45),)) == [
        "The agenda adds up to 45 minutes, 15 fewer than the meeting's 60."
    ]
    assert doubts(agenda=()) == [
        "The agenda is empty: the order of the day cannot be timed. Add [[agenda]] items with minutes."
    ]


def test_more_to_read_than_is_planned() -> None:
    panel = (person("A", name="Dr A"), person("B", name="Dr B"), person("C", name="Dr C"))
    assert doubts(panel=panel, reading_minutes=15, reading={"A": 15, "B": 14, "C": 3}) == []
    assert doubts(panel=panel, reading_minutes=15, reading={"A": 20, "B": 16, "C": 15}) == [
        "Reading the core of every pack, at the pace of reading aloud, takes Dr A 20 minutes and Dr B 16 minutes; "
        "15 minutes are planned. Plan 20."
    ]


def test_a_topic_on_which_nobody_may_decide() -> None:
    asked = {
        PROVIDER: {"cancer": "Told within 28 days", "elective waits": "A line"},
        "RXB": {"maternity": "?"},
    }
    said = (
        f"Nobody from {PROVIDER} may decide on cancer, which “Told within 28 days” asks about. "
        "Ask for somebody who can."
    )
    assert doubts(asked=asked) == [said]


def test_each_provider_brings_its_own_people() -> None:
    brought = (provider_person(provider_code="RXB"),)
    assert doubts(provider_codes=("RXB", "RXC"), provider_people=brought) == [
        "Nobody is named for RXC. Ask who they will bring, and add [[provider_people]]."
    ]


def test_what_a_question_is_to_be_about() -> None:
    said = (
        "Practices' reports about letters say “late” and “missing”, none of these in more than half of them."
    )
    found = [doubt for doubt in check(meeting(), today=TODAY, undecided=(said,)) if doubt.sentence == said]
    assert [doubt.place for doubt in found] == [("pinned",)]


def test_the_panel() -> None:
    lay = person("P1", name="Lay", role="", clinical=False)
    assert doubts(panel=(lay,), clerk=lay) == [
        "Lay has no role in the register of people. It chooses their words.",
        "No member of the panel has a clinical role: every question will be put in plainer words.",
        "Lay is clerk and on the panel: nobody can ask and write at once.",
    ]


def test_interests() -> None:
    declared = (interest("P1"), interest("P2", organisation_code="X", topic="cancer", ends=date(2026, 12, 2)))
    assert doubts(interests=declared) == [
        f"Dr P1 has declared an interest in {PROVIDER} (financial) and will not lead on it."
    ]
    assert doubts(interests=(interest("P1"), interest("P2")))[-1] == (
        "Every member of the panel has an interest in the provider: ask somebody else to join."
    )


@pytest.mark.parametrize(
    ("starts", "ends", "held"),
    [
        (None, None, True),
        (date(2026, 12, 3), None, True),
        (date(2026, 12, 4), None, False),
        (None, date(2026, 12, 3), True),
        (None, date(2026, 12, 2), False),
    ],
)
def test_an_interest_in_force(starts: date | None, ends: date | None, held: bool) -> None:
    assert in_force(interest(starts=starts, ends=ends), date(2026, 12, 3)) is held


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Cancer", "cancer", True),
        ("waits", "elective waits", True),
        ("urgent care", "elective care", False),
        ("the", "of", False),
        ("ENT", "ear, nose and throat", False),
    ],
)
def test_same_topic(one: str, other: str, same: bool) -> None:
    assert same_topic(one, other) is same
    assert same_topic(other, one) is same


FILE = """kind = "contract_review"
date = 2026-12-05
minutes = 60
panel = [
    "P1",
    "P2",
]

[[provider_people]]
name = "The chief operating officer"
may_decide = ["elective waits"]

[[agenda]]
title = "Waits"
minutes = 40
topic = "elective waits"

[[agenda]]
title = "Letters"
minutes = 30
topic = "letters"
"""


def test_each_doubt_names_the_line_it_is_on(tmp_path: Path) -> None:
    file = tmp_path / "meeting.toml"
    file.write_text(FILE, encoding="utf-8")
    sitting = meeting(
        date=date(2026, 12, 5),
        agenda=(agenda_item(minutes=40), agenda_item("Letters", minutes=30, topic="letters")),
        interests=(interest("P2", organisation_code=None, topic="cancer"),),
        clerk=None,
    )
    found = check(sitting, today=TODAY, asked={PROVIDER: {"cancer": "Told within 28 days"}})
    lines = messages(file, [(doubt.place, doubt.value, doubt.sentence) for doubt in found])
    assert [line.removeprefix(str(file)).partition(": ")[0::2] for line in lines] == [
        (", line 2", "5 December 2026 is a Saturday. Is the date right?"),
        (", line 3", "The agenda adds up to 70 minutes, 10 more than the meeting's 60."),
        (", line 6", "Dr P2 has declared an interest in cancer (financial) and will not lead on it."),
        (
            ", line 11",
            f"Nobody from {PROVIDER} may decide on cancer, which “Told within 28 days” asks about. "
            "Ask for somebody who can.",
        ),
        (", line 21", f"Nobody from {PROVIDER} may decide on letters. Ask for somebody who can."),
        ("", "There is no clerk: who writes the commitments down?"),
    ]


@pytest.mark.parametrize(
    ("topic", "near"),
    [("emergancy care", "Did you mean 'emergency care'? "), ("emergency", ""), ("car parking", "")],
)
def test_a_topic_that_is_nearly_a_question_s(topic: str, near: str) -> None:
    told = f"found the topic {topic!r}, which no question has. {near}Mend it."
    found = doubts(
        provider_people=(provider_person(may_decide=(topic,)),),
        agenda=(agenda_item(topic=topic),),
        topics=("emergency care", "cancer"),
    )
    assert found.count(told) == (2 if near else 0)
