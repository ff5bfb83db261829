"""The clerk's sheet: packs of a meeting, and beside them the lines of one list."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import builders
import clerk
import packs
import pytest

from briefing.challenge.model import Promise
from briefing.measures import Measure
from briefing.meeting.answers import OTHERS, SheetQuestion, questions_of
from briefing.pack.asked import measure_name
from briefing.pack.clerk import clerk_sheet


def test_every_question_is_a_line_with_the_series_it_will_be_judged_by() -> None:
    (part,) = clerk_sheet([packs.full(meeting=clerk.meeting())]).parts
    lines = [(row.number, row.asked.question_id, row.asked.measure, row.shows_in) for row in part.rows]
    assert lines == [
        (1, "q1", "rtt_within_18_weeks", "Waiting within 18 weeks"),
        (2, "q2", "advice_turnaround", "Advice and guidance: turnaround, 90th percentile"),
        (
            3,
            "q3",
            "rtt_within_18_weeks/ALL/deprivation:1",
            "Waiting within 18 weeks, people in the most deprived fifth",
        ),
        (4, "q4", "cancer_28_day", "Cancer: told within 28 days"),
        *((None, id, None, None) for id in OTHERS),
    ]


def test_a_session_has_one_sheet_with_a_part_for_each_provider() -> None:
    one = packs.full(meeting=clerk.meeting())
    other = replace(one, provider_code="RQY", provider_name="Saltersford Hospitals NHS Trust")
    sheet = clerk_sheet([one, other])
    assert [(part.provider_code, len(part.rows)) for part in sheet.parts] == [("RQZ", 6), ("RQY", 6)]
    assert len({asked.key for asked in sheet.asked}) == 8


def test_what_was_issued_is_read_back_as_it_was(tmp_path: Path) -> None:
    workspace, sheet = clerk.built(tmp_path / "work")
    assert questions_of(workspace.packs, clerk.MEETING) == {asked.key: asked for asked in sheet.asked}
    assert all(isinstance(asked, SheetQuestion) for asked in sheet.asked)


def test_only_promises_that_are_not_settled_are_looked_back_on() -> None:
    measures = packs.headline()
    promise = Promise("C1", "2026-06-04-rqz", "A plan", "COO", date(2026, 9, 1), "kept", "")
    both = (promise, replace(promise, commitment_id="C2", settled=True))
    challenge = replace(packs.challenge(measures), promises=both)
    (part,) = clerk_sheet([packs.full(challenge=challenge)]).parts
    assert [one.commitment_id for one in part.promises] == ["C1"]


def test_a_provider_with_nothing_to_ask_has_room_for_what_it_promises() -> None:
    (part,) = clerk_sheet([packs.bare()]).parts
    assert [row.asked.question_id for row in part.rows] == list(OTHERS)


def test_only_those_of_this_provider_may_decide() -> None:
    people = (
        builders.provider_person(
            role="Medical director", may_decide=("Elective waits",), provider_code="RQZ"
        ),
        builders.provider_person(role="Chief executive", may_decide=("Elective waits",), provider_code="RQY"),
        builders.provider_person(role="Chief pharmacist", may_decide=("prescribing",)),
    )
    (part,) = clerk_sheet([packs.full(meeting=clerk.meeting(provider_people=people))]).parts
    assert part.rows[0].may_decide == ("Medical director",)


@pytest.mark.parametrize(
    ("measure", "name"),
    [
        (builders.measure(), "rtt_within_18_weeks"),
        (builders.measure(specialty_code="120"), "rtt_within_18_weeks/120"),
        (builders.measure(group_code="age:75+"), "rtt_within_18_weeks/ALL/age:75+"),
        (builders.measure(specialty_code="120", group_code="age:75+"), "rtt_within_18_weeks/120/age:75+"),
    ],
)
def test_a_series_is_named_as_the_register_names_it(measure: Measure, name: str) -> None:
    assert measure_name(measure) == name
