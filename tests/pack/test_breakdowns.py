"""Figures that open a measure up: they add up, say the finding, and stand back where the data don't hold it."""

from dataclasses import replace
from datetime import date

import builders
import packs
import pytest

from briefing.measures import Measure, Note, WaitingList
from briefing.pack import breakdowns, waiting


def count(name: str, values: list[float | None]) -> Measure:
    points = tuple(
        replace(point, numerator=point.value, denominator=None) for point in builders.points(values)
    )
    return builders.measure(points=points, metric=builders.metric(name, unit="people", kind="count"))


def the_list(*notes: Note) -> tuple[Measure, dict[tuple[str, str, str, str, str], Measure]]:
    """Waiting 100, 110, 105, 120; joined 50, 40, 60; treated 35, 40, 40; so 5, 5, 5 left otherwise."""
    whole = replace(count("rtt_list_size", [100, 110, 105, 120]), notes=notes)
    flows = (
        count("rtt_clock_starts", [None, 50, 40, 60]),
        count("rtt_treatments", [None, 35, 40, 40]),
        count("rtt_other_removals", [None, 5, 5, 5]),
    )
    return whole, {measure.key: measure for measure in flows}


def test_a_waterfall_adds_up_over_the_months_that_are_whole() -> None:
    found = builders.there(waiting.waterfall(*the_list()))
    assert [(step.name, step.amount) for step in found.steps] == [
        ("Waiting, Dec 2025", 100),
        ("New pathways", 150),
        ("Treated", -115),
        ("Left otherwise", -15),
        ("Waiting, Mar 2026", 120),
    ]
    assert sum(step.amount for step in found.steps[:-1]) == found.steps[-1].amount
    assert found.title == ("The waiting list in 3 months: 20 more; 15 left without a reported treatment")


def test_a_waterfall_starts_anew_where_the_count_did() -> None:
    found = builders.there(
        waiting.waterfall(*the_list(Note(date(2026, 2, 1), "break", "Community services left the count")))
    )
    assert [step.amount for step in found.steps] == [105, 60, -40, -5, 120]


def test_no_waterfall_where_a_flow_of_the_latest_month_is_missing() -> None:
    whole, flows = the_list()
    late = {key: replace(measure, points=measure.points[:-1]) for key, measure in flows.items()}
    assert waiting.waterfall(whole, late) is None
    assert waiting.waterfall(whole, {}) is None


def test_ages_are_told_in_the_groups_of_the_standards() -> None:
    weeks = (*range(1, 53), 7)  # 1 person in the first week, 2 in the second ... 7 over 52
    whole = count("rtt_list_size", [1385])
    now = WaitingList(whole.org_code, "ALL", builders.LATEST, weeks)
    assert waiting.in_groups(now) == [
        ("0–6 weeks", 21),
        ("7–12", 57),
        ("13–18", 93),
        ("19–26", 180),
        ("27–39", 429),
        ("40–52", 598),
        ("over 52", 7),
    ]
    before = replace(now, period=date(2025, 3, 1), weeks=(2,) * 53)
    found = builders.there(waiting.ages(whole, [before, now]))
    assert found.title == "The waiting list by age: 1,214 of 1,385 waiting over 18 weeks, 7 over 52"
    assert "March 2025, when 70 waited over 18 weeks and 2 over 52" in found.caption
    assert found.waiting == (now, before)
    assert waiting.ages(whole, [before]) is None


def test_specialties_come_in_the_order_of_the_people_they_touch() -> None:
    rtt = packs.headline()[0]
    parts = packs.specialties(rtt, 3)
    shuffled = [replace(part, people_affected=n) for part, n in zip(parts, (10, None, 30), strict=True)]
    found = builders.there(breakdowns.multiples(rtt, {part.key: part for part in shuffled}))
    assert [part.specialty_code for part in found.others] == ["110", "100", "101"]


def test_sixty_specialties_are_cut_to_a_page_and_it_is_said() -> None:
    rtt = packs.headline()[0]
    found = builders.there(breakdowns.multiples(rtt, {part.key: part for part in packs.specialties(rtt, 60)}))
    assert len(found.others) == 24
    assert "Shown are 24 of 60." in found.caption
    assert breakdowns.multiples(rtt, {part.key: part for part in packs.specialties(rtt, 1)}) is None


def around(measure: Measure, *, by: float) -> Measure:
    """The same with intervals that reach so far to each side."""
    points = (replace(p, low=(p.value or 0) - by, high=(p.value or 0) + by) for p in measure.points)
    return replace(measure, points=tuple(points))


@pytest.mark.parametrize(
    ("then", "now", "people", "said"),
    [
        ((50.0, 60.0), (50.0, 65.0), 1000, "is 15 points after 10 points; that change may be chance"),
        ((50.0, 60.0), (50.0, 65.0), 2000, "is wider, 15 points after 10 points"),
        ((50.0, 60.0), (50.0, 58.0), 2000, "is 8 points after 10 points; that change may be chance"),
        ((50.0, 60.0), (50.0, 58.0), 20_000, "is narrower, 8 points after 10 points"),
        ((50.0, 60.0), (52.0, 62.0), 20_000, "is as wide, 10 points"),
        ((50.0, 60.0), (58.0, 54.0), 1000, "has turned round, 4 points after 10 points the other way"),
    ],
)
def test_a_slope_tests_the_change_of_a_gap_as_a_change(
    then: tuple[float, float], now: tuple[float, float], people: float, said: str
) -> None:
    """Of 1,000 people in each of the four, a change of 5 points has an error of 3.2; of 2,000, 2.2."""
    whole = builders.measure()
    ends = [
        around(
            builders.measure(
                points=builders.points([was, *[70.0] * 11, is_now], denominator=people),
                group_code=f"deprivation:{fifth}",
            ),
            by=1.0,
        )
        for fifth, was, is_now in zip((1, 5), then, now, strict=True)
    ]
    found = builders.there(breakdowns.slope(whole, ends))
    assert said in found.title
    assert breakdowns.slope(whole, ends[:1]) is None
    near = [around(end, by=20.0) for end in ends]
    assert breakdowns.slope(whole, near) is None  # within their intervals then and now: it may be chance
    one_month = [replace(end, points=end.points[-1:]) for end in ends]
    assert breakdowns.slope(whole, one_month) is None
