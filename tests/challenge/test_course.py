"""Which way a series goes, between which levels it stepped, and what is usual for it."""

from dataclasses import replace
from datetime import date

import pytest
from builders import LATEST, finding, measure, metric, months_before, point

from briefing import formats
from briefing.challenge.course import levels, usual_range
from briefing.challenge.slots import facts_of, months_behind, months_missed
from briefing.measures import Measure
from briefing.pack import words

OLD = [70.0, 71.0, 69.5, 70.5, 70.0, 69.0, 71.5, 70.0, 70.5, 69.5, 71.0, 70.0, 69.0, 70.5]


def worse(latest: list[float], *, before: list[float] = OLD, **changes: object) -> Measure:
    """A share of which more is better, marked for the worse in its latest months."""
    return measure([*before, *latest], variation="concern", special=len(latest), **changes)


@pytest.mark.parametrize(
    ("latest", "clause", "sign"),
    [
        ([55], "worse in March 2026", "Worse in Mar 2026"),
        ([55, 56, 55, 54, 56], "worse since November 2025", "Worse since Nov 2025"),
        ([64, 60, 55, 51, 48, 44], "getting worse", "Getting worse"),
        (
            [55, 50, 45, 49, 54, 59],
            "worse since October 2025, recovering since January 2026",
            "Worse, recovering",
        ),
        ([55, 54.9, 54.8], "worse since January 2026", "Worse since Jan 2026"),
        ([60, 56, 58, 53, 54, 50, 51, 46], "getting worse", "Getting worse"),
    ],
)
def test_getting_worse_is_said_only_where_the_latest_months_go_that_way(
    latest: list[float], clause: str, sign: str
) -> None:
    found = worse(latest)
    assert words.standing(found) == clause
    assert words.variation(found) == sign


def test_the_year_of_the_turn_is_said_only_where_it_is_another() -> None:
    earlier = [
        replace(one, period=months_before(one.period, 3)) for one in worse([55, 50, 45, 49, 54, 59]).points
    ]
    found = replace(worse([55]), points=tuple(earlier))
    assert words.standing(found) == "worse since July 2025, recovering since October"


@pytest.mark.parametrize(("last", "clause"), [(90.0, "higher since"), (40.0, "lower since")])
def test_a_measure_of_which_neither_is_better_goes_up_or_down(last: float, clause: str) -> None:
    found = measure(
        [*OLD, last, last + 1, last], variation="neutral", special=3, metric=metric(better="neither")
    )
    assert words.standing(found) == f"{clause} January 2026"


SINCE = [12.0, 11.5, 12.5, 12.0, 11.0, 12.5, 13.0, 12.0, 11.5, 12.0, 12.5]
BEFORE = [26.0, 25.0, 27.0, 26.5, 25.5, 26.0, 26.5, 25.0, 26.0, 27.0, 26.0]


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (
            4,
            "About 26% until November 2025, about 12% since: 12.0% in March 2026; "
            "its usual range until November 2025 was 23.4% to 28.7%.",
        ),
        (
            11,
            "About 26% until April 2025, about 12% since: 12.5% in March 2026; "
            "its usual range since is 10.1% to 14.0%.",
        ),
    ],
)
def test_a_step_is_read_as_two_levels_with_the_range_of_one_of_them(months: int, said: str) -> None:
    """The limits of all months together, about 20%, hold no month at all: they are no usual range."""
    counts = metric(kind="rate")
    found = worse(SINCE[:months], before=BEFORE, metric=counts)
    assert words.finding(found) == said
    assert facts_of(finding(measure=found), provider="A")["levels"] in said.replace("About", "about")
    assert words.why_marked(outside(found)) == f"{formats.counted(months, 'month')}, outside the limits"
    assert words.why_marked(outside(worse([55, 54]))) == "2 months, outside the usual range"


def outside(measure: Measure) -> Measure:
    """The same, each marked month for lying outside the limits."""
    marked = (
        one if one.point_type == "common_cause" else replace(one, rule="outside_limits")
        for one in measure.points
    )
    return replace(measure, points=tuple(marked))


def test_a_range_that_no_month_was_in_is_printed_nowhere() -> None:
    """Two levels and a third month that drifts: no step is read, and the limits lie between the levels."""
    values = [26.0, 26.1] * 5 + [12.0, 12.1] * 5
    drifting = measure(values, variation="common_cause", metric=metric(kind="rate"))
    assert levels(drifting) is None
    assert usual_range(drifting) is None
    assert words.finding(drifting) == "12.1% in March 2026."
    assert "usual" not in words.series_alt(drifting)
    facts = facts_of(finding(measure=drifting), provider="A")
    assert (facts["low"], facts["high"]) == (None, None)


def test_a_drift_is_no_step() -> None:
    values = [float(80 - at) for at in range(24)]
    assert levels(measure(values, variation="concern", special=8)) is None


def test_months_are_counted_and_a_missing_month_ends_the_count() -> None:
    """Missed in every month known; February is missing, so that only March was missed "running"."""
    whole = measure(OLD, standard=92)
    holed = replace(whole, points=tuple(one for one in whole.points if one.period != date(2026, 2, 1)))
    assert (months_missed(whole), months_missed(holed)) == (14, 1)
    facts = facts_of(finding(measure=holed), provider="A")
    assert (facts["months"], facts["previous"]) == (None, None)


@pytest.mark.parametrize(("behind", "said"), [(6, "6 months"), (2, "2 months"), (1, None), (0, None)])
def test_months_behind_the_plan_are_counted(behind: int, said: str | None) -> None:
    plans = [(months_before(LATEST, back), 80.0 if back < behind else 60.0) for back in range(13)]
    found = measure(OLD, plans=tuple(plans))
    assert months_behind(found) == behind
    assert facts_of(finding(measure=found), provider="A")["behind"] == said


def test_the_pace_of_six_months_is_that_of_six_calendar_months() -> None:
    """Seven points are half a year only where no month is missing."""
    whole = measure([60.0, 61, 62, 63, 64, 65, 66], standard=92)
    holed = replace(whole, points=(point(date(2020, 1, 1), 10.0), *whole.points[1:]))
    paces = [facts_of(finding(measure=of), provider="A")["achieved"] for of in (whole, holed)]
    assert paces == ["a rise of 1 point a month", None]
