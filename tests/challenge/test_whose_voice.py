"""Whose voice was heard, by quarter and locality; who never was; whom to invite next."""

from datetime import date

import pytest

from briefing.challenge.membership import Membership, Outcomes, Quarter, Voice, membership, quarters_to
from briefing.challenge.model import Practice
from briefing.document.blocks import Masthead
from briefing.pack.membership import membership_documents

TODAY = date(2026, 11, 30)
ELM, OAK, ASH, FIR, YEW = (
    Practice("Y1", "Elm Surgery", "North"),
    Practice("Y2", "Oak Surgery", "North"),
    Practice("Y3", "Ash Surgery", "North"),
    Practice("Y4", "Fir Surgery", "South"),
    Practice("Y5", "Yew Surgery", "South"),
)
OURS = (ELM, OAK, ASH, FIR, YEW)


def heard(*voices: tuple[str, str, bool], outcomes: tuple[Outcomes, ...] = (Outcomes(),) * 4) -> Membership:
    said = [Voice(code, date.fromisoformat(day), formal) for code, day, formal in voices]
    return membership(OURS, said, outcomes, today=TODAY)


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 11, 30), ["Jan to Mar 2026", "Apr to Jun 2026", "Jul to Sep 2026", "Oct to Dec 2026"]),
        (date(2026, 3, 31), ["Apr to Jun 2025", "Jul to Sep 2025", "Oct to Dec 2025", "Jan to Mar 2026"]),
    ],
)
def test_the_last_four_quarters_end_with_that_of_the_day(day: date, names: list[str]) -> None:
    assert [one.short for one in quarters_to(day)] == names


def test_a_quarter_holds_its_first_day_and_not_the_next_ones() -> None:
    quarter = Quarter(date(2026, 10, 1))
    assert quarter.holds(date(2026, 10, 1))
    assert quarter.holds(date(2026, 12, 31))
    assert not quarter.holds(date(2027, 1, 1))


def test_each_practice_counts_once_a_quarter_formally_or_informally() -> None:
    found = heard(("Y1", "2026-10-02", True), ("Y1", "2026-10-09", True), ("Y2", "2026-05-01", False))
    north, south = found.localities
    assert [north.heard_in(quarter) for quarter in range(4)] == [0, 1, 0, 1]
    assert (north.heard, north.formally, north.informally_only) == (2, 1, 1)
    assert (south.heard, south.never) == (0, True)


def test_a_newcomer_was_never_heard_before_and_what_is_to_come_is_not_heard() -> None:
    found = heard(
        ("Y1", "2026-10-02", True),
        ("Y2", "2023-01-01", True),
        ("Y2", "2026-10-05", True),
        ("Y3", "2026-12-24", True),
    )
    assert [one.practice for one in found.newcomers] == [ELM]
    assert [one.practice for one in found.never] == [ASH, FIR, YEW]


def test_those_of_a_locality_that_was_never_heard_are_invited_first_then_the_longest_silent() -> None:
    found = heard(("Y1", "2026-10-02", True), ("Y2", "2024-01-01", True))
    assert [(one.practice, why) for one, why in found.invited] == [
        (FIR, "nobody of South has ever been heard"),
        (YEW, "nobody of South has ever been heard"),
        (ASH, "never heard"),
        (OAK, "last heard in January 2024"),
    ]


def test_no_more_than_two_of_a_locality_are_invited_at_once() -> None:
    many = [Practice(f"Y{n}", f"Surgery {n}", "North") for n in range(9)]
    found = membership(many, [], (), today=TODAY)
    assert [one.practice.code for one, _ in found.invited] == ["Y0", "Y1"]


MASTHEAD = Masthead("NHS Sample", 1, "approved", "")


def test_the_board_reads_names_and_practices_read_none_of_each_other() -> None:
    outcomes = (*(Outcomes(),) * 3, Outcomes(6, 2, 3, 1, questions=8, dated=5, due=4, kept=1))
    found = heard(("Y1", "2026-10-02", True), outcomes=outcomes)
    board, practices = (str(one) for one in membership_documents(found, masthead=MASTHEAD))
    for text in (board, practices):
        assert "we heard from 1 of our 5 practices" in text
        assert "5 of 8 questions asked in the last four quarters won a commitment with a day." in text
        assert "1 of 4 commitments that fell due was kept." in text
        assert "Nobody of South has ever been heard." in text
    assert "Fir Surgery" in board
    assert not any(practice.name in practices for practice in OURS)


def test_what_nobody_recorded_is_said_and_no_share_is_made_of_it() -> None:
    text = str(membership_documents(heard(("Y1", "2026-10-02", True)), masthead=MASTHEAD)[0])
    assert "nobody can say what questions won" in text
    assert "No commitment fell due" in text
