"""Figures older than is usual of their source: never pressed, told in the past, and asked for anew."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders import finding, measure, meeting, metric, pattern, signal, standard

from briefing.challenge.challenge import challenge
from briefing.challenge.choice import choose
from briefing.challenge.inputs import ChallengeInputs, aged
from briefing.challenge.model import Challenge
from briefing.challenge.series import doubt
from briefing.challenge.slots import facts_of
from briefing.measures import Measure
from briefing.meeting.purpose import Matter
from briefing.pack import figures, words
from briefing.sources import source_named
from briefing.sources.schemas import SCHEMAS

AE = metric(
    "ae_4_hours",
    title="A&E within 4 hours",
    source="ae",
    said="{value} of people who came to A&E were through it within four hours",
)
LAGS = {"ae": 3, "rtt": 4}


def accident(values: tuple[float, ...] = (71.0, 70.0, 56.1), **changes: Any) -> Measure:
    """A series whose last month is March 2026."""
    usual = {"england": 74.8, "variation": "concern", "people_affected": 900}
    return measure(values, metric=AE, standard=78, **usual | changes)


@pytest.mark.parametrize(
    ("source", "day", "old"),
    [
        ("ae", date(2026, 6, 30), False),
        ("ae", date(2026, 7, 1), True),
        ("rtt", date(2026, 7, 31), False),
        ("rtt", date(2026, 8, 1), True),
        ("referrals", date(2030, 1, 1), False),
    ],
)
def test_a_figure_is_old_once_its_month_lies_further_back_than_its_source_usually_does(
    source: str, day: date, old: bool
) -> None:
    """March 2026, A&E three months behind at most, waiting times four; nothing is known of the other's."""
    of = measure(metric=metric(source=source))
    (found,) = aged([of], meeting(date=day, lags=LAGS))
    assert found.old == old


def test_each_source_declares_how_far_it_usually_lies_behind() -> None:
    names = ("ae", "rtt", "cancer", "diagnostics", "referrals", "advice")
    assert [source_named(name).lag for name in names] == [3, 4, 4, 4, 2, 2]


def given(*measures: Measure, pinned: tuple[str, ...] = (), about: tuple[Matter, ...] = ()) -> Challenge:
    sitting = meeting(date=date(2027, 5, 6), lags=LAGS, pinned=pinned, about=about)
    inputs = ChallengeInputs(
        meeting=sitting,
        concerns=SCHEMAS["concerns"].empty_table(),
        commitments=SCHEMAS["commitments"].empty_table(),
        patterns=(
            pattern("UEC-01", metrics=("ae_4_hours",)),
            pattern("RTT-01"),
            pattern("POS-01", credit=True, metrics=("*",), signals=("SC+",)),
        ),
        measures=aged(measures, sitting),
        signals=[signal("SC+" if of.variation == "improvement" else "SC-", of=of) for of in measures],
        provider_code=measures[0].org_code,
        today=sitting.date,
    )
    return challenge(inputs)


LAST_KNOWN = (
    "In March 2026, 56.1% of people who came to A&E were through it within four hours. That was 14 months before this "
    "meeting: ask for today’s figure."
)


@pytest.mark.parametrize("pinned", [(), ("UEC-01",), ("UEC-01@ae_4_hours",)])
def test_no_question_presses_it_not_even_a_pinned_one(pinned: tuple[str, ...]) -> None:
    found = given(accident(), pinned=pinned)
    assert found.questions == ()
    assert found.last_known == (LAST_KNOWN,)
    assert found.not_asked == (
        "UEC-01 Pattern UEC-01, across the trust: its latest figure is of March 2026, too old to press.",
    )


def test_what_is_fresh_is_pressed_as_ever_and_nothing_is_asked_for_anew() -> None:
    recent = replace(accident(), points=tuple(replace(p, period=date(2027, 3, 1)) for p in accident().points))
    found = given(recent)
    assert [question.id for question in found.questions] == ["uec-01"]
    assert found.last_known == ()


def test_what_the_meeting_is_for_is_told_once_and_in_the_past() -> None:
    found = given(accident(), about=(Matter("A&E within 4 hours", metric="ae_4_hours"),))
    assert found.unasked == (f"A&E within 4 hours: i{LAST_KNOWN[1:]}",)
    assert found.last_known == ()


def test_nobody_is_thanked_and_nothing_is_left_alone_by_it() -> None:
    better = accident((60.0,) * 9 + (70.0,) * 6, variation="improvement", special=6)
    assert given(better).credit is None
    steady = accident((70.0, 71.0) * 8 + (69.0,), variation="common_cause")
    assert given(steady).leave_alone == ()


def test_a_silence_is_asked_about_as_long_as_others_are_not_silent() -> None:
    of = replace(accident(), old=True)
    assert doubt(signal("SILENT", of=of), of) is None
    assert doubt(signal("FAIL", of=of), of) == "its latest figure is of March 2026, too old to press"
    silent = finding(measure=of, signal=signal("SILENT", of=of))
    assert choose([silent], meeting=meeting())[0] == (silent,)


def test_no_word_for_a_change_stands_beside_it() -> None:
    of = measure((70.0,) * 12 + (60.0,) * 6, variation="concern", special=6, standard=92, old=True)
    assert words.standing(of) == "60.0% in March 2026, the last known"
    assert words.finding(of) == "60.0% in March 2026 (600 of 1,000), the last known: ask for today’s figure."
    assert words.people(replace(of, people_affected=900, people_against="the standard of 92%"), None) == ""


@pytest.mark.parametrize(
    ("today", "target", "pace"),
    [
        (None, "March 2026", "a rise of 11 points a month"),
        (date(2026, 3, 19), "March 2026", "a rise of 11 points a month"),
        (date(2026, 4, 2), "March 2027", "a rise of 1.6 points a month"),
    ],
)
def test_nothing_is_to_be_reached_by_a_month_gone_by(today: date | None, target: str, pace: str) -> None:
    """70% in January 2026, 22 points short of 92%: two months before the next March, or fourteen."""
    one = measure((70.0,), standard=standard(92))
    of = replace(one, points=tuple(replace(point, period=date(2026, 1, 1)) for point in one.points))
    facts = facts_of(finding(measure=of), provider="A", today=today)
    assert (facts["target_month"], facts["required"]) == (target, pace)


@pytest.mark.parametrize(("day", "verb"), [(date(2026, 9, 3), "is"), (date(2026, 10, 1), "was")])
def test_a_plan_that_has_run_out_is_told_in_the_past(day: date, verb: str) -> None:
    of = measure((60.0, 61.0), plan=63.0, plans=((date(2026, 3, 1), 63.0), (date(2026, 9, 1), 68.0)))
    drawn = figures.trajectory(of, place="question", today=day)
    assert drawn.caption.endswith(f"The plan for September 2026 {verb} 68.0%.")
