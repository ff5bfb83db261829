"""What a measure says: a clause a state, names with their limits, alternatives with numbers."""

from dataclasses import replace

import builders
import packs
import pytest

from briefing.measures import Gradient
from briefing.pack import breakdowns, figures, words
from briefing.pack.build import gp_editions
from briefing.pack.sections.picture import picture


@pytest.mark.parametrize(
    ("variation", "assurance", "clause"),
    [
        ("concern", "consistently_fails", "worse, and out of reach of the standard"),
        (
            "improvement",
            "consistently_fails",
            "better, but still out of reach of the standard",
        ),
        ("concern", "consistently_passes", "worse, but still meeting the standard every month"),
        ("common_cause", "hit_and_miss", "steady; any month may meet or miss the standard"),
        ("neutral", "no_standard", "lower"),
    ],
)
def test_standing(variation: str, assurance: str, clause: str) -> None:
    assert words.standing(builders.measure(variation=variation, assurance=assurance)) == clause


@pytest.mark.parametrize(
    ("variation", "assurance", "standard", "latest", "clause", "sign"),
    [
        (
            "improvement", "hit_and_miss", 68, [70] * 10,
            "getting better, and met the standard in each of the latest 10 months", "Met for 10 months",
        ),
        (
            "improvement", "hit_and_miss", 68, [67] * 7,
            "getting better, but missed the standard in each of the latest 21 months", "Missed for 21 months",
        ),
        (
            "improvement", "consistently_fails", 68, [67, 67, 67, 67, 67, 67, 69],
            "getting better, and met the standard in 1 of the latest 7 months", "Met 1 of 7 months",
        ),
        (
            "improvement", "consistently_fails", 68, [67] * 7,
            "getting better, but still out of reach of the standard", "Will miss the standard",
        ),
        (
            "concern", "hit_and_miss", 55, [57] * 7,
            "getting worse, but met the standard in each of the latest 21 months", "Met for 21 months",
        ),
        (
            "concern", "consistently_passes", 55, [50],
            "getting worse, and missed the standard in the latest month", "Missed in Mar 2026",
        ),
        (
            "concern", "consistently_passes", 55, [57] * 7,
            "getting worse, but still meeting the standard every month", "Will meet the standard",
        ),
    ],
)  # fmt: skip
def test_limits_of_before_and_after_a_change_do_not_contradict_the_months_since(
    variation: str, assurance: str, standard: float, latest: list[float], clause: str, sign: str
) -> None:
    """Fourteen months about 62%, then the latest, which a rule marks; the limits are of both together.

    Months that all met the standard, or none, are counted back to the first: no rule says for how long.
    """
    values = [61.0, 63.0] * 7 + [float(value) for value in latest]
    measure = builders.measure(
        values, standard=standard, variation=variation, assurance=assurance, special=len(latest)
    )
    measure = replace(
        measure,
        points=tuple(
            replace(p, rule="trend") if p.point_type != "common_cause" else p for p in measure.points
        ),
    )
    assert words.standing(measure) == clause
    assert words.assurance(measure) == sign


def test_a_short_history_claims_no_trend() -> None:
    assert words.standing(builders.measure([61.0])) == "61.0% in March 2026"
    assert words.standing(builders.measure([61.0, 62.0])) == "62.0% in March 2026; too few months to judge"
    assert words.standing(builders.measure([None])) == "no figure that can be shown"


def test_the_name_says_what_it_is_limited_to() -> None:
    measure = builders.measure(
        specialty_code="110",
        specialty_name="Trauma and Orthopaedic Service",
        group_code="deprivation:1",
        population_code="QXA",
    )
    assert words.name_of(measure) == (
        "Waiting within 18 weeks, trauma and orthopaedics, most deprived fifth, our residents"
    )


def test_people_come_before_percent() -> None:
    waits = replace(
        builders.metric(), counts="waits", gain="about {count} more waits would be within 18 weeks"
    )
    aim = "the median of similar trusts, 65.7%"
    measure = builders.measure(metric=waits, people_affected=3052, people_against=aim)
    ours = builders.measure(people_affected=1400)
    assert words.people(measure, ours) == (
        "If the trust matched the median of similar trusts, 65.7%, about 3,100 more waits would be within 18 weeks, "
        "about 1,400 of them for our residents."
    )
    assert words.people(builders.measure(), None) == ""


def test_the_latest_run_ends_where_the_rule_does() -> None:
    months = [
        builders.point(builders.months_before(builders.LATEST, back), 60.0, rule=rule)
        for back, rule in ((3, "trend"), (2, "shift"), (1, "shift"), (0, "shift"))
    ]
    assert words.rule_words(months) == "3 months, all on one side of the mean"
    assert words.rule_words([*months, builders.point(builders.LATEST, 60.0)]) == ""


def test_months_marked_on_the_other_side_are_another_run() -> None:
    months = [
        builders.point(
            builders.months_before(builders.LATEST, 2 - i),
            60.0,
            rule="outside_limits",
            point_type=f"special_cause_{way}",
        )
        for i, way in enumerate(("concern", "improvement", "improvement"))
    ]
    assert words.rule_words(months) == "2 months, outside the usual range"


def test_the_alternative_of_a_chart_says_what_it_shows() -> None:
    said = words.series_alt(builders.measure(standard=92.0))
    assert said == (
        "Waiting within 18 weeks, Alderbrook Hospitals NHS Trust, January 2025 to March 2026: 15 "
        "months between "
        "69.0% and 71.5%, last 70.0% in March 2026. Mean 70.1%, usual range of 67.1% to 73.2%. "
        "Standard 92%."
    )


def test_a_shift_is_as_long_as_the_months_on_one_side() -> None:
    """Nine months above the mean, the sixth so far out that another rule marks it: nine, not three."""
    values = [70, 69, 70, 69, 70, 69, 72, 72, 73, 72, 73, 79, 72, 73, 72]
    rules = [None] * 6 + ["shift"] * 5 + ["outside_limits"] + ["shift"] * 3
    points = tuple(
        replace(point, mean=71.0, lower_limit=66.0, upper_limit=76.0, rule=rule)
        for point, rule in zip(builders.points(values), rules, strict=True)
    )
    assert words.rule_words(points) == "9 months, all on one side of the mean"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([70.0, 71.0] * 7, "71.0% in March 2026, within its usual range of 67.8% to 73.2%."),
        ([70.0, 71.0], "71.0% in March 2026; too few months to say what is usual."),
        ([99.0, 100.0] * 8, "100.0% in March 2026, within its usual range of 96.8% to 100.0%."),
        ([71.0], "71.0% in March 2026 (710 of 1,000), beside nothing to compare it with."),
    ],
)
def test_a_caption_sets_the_month_beside_what_is_usual(values: list[float], said: str) -> None:
    assert words.finding(builders.measure(values)) == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Gradient(3.1, 1.0, 5.2, 1.05), "3.1 points up, 95% 1.0 to 5.2."),
        (Gradient(-3.1, -5.2, -1.0, 0.95), "3.1 points down, 95% 1.0 to 5.2."),
        (Gradient(-0.4, -1.8, 1.0, 0.99), "0.4 points down, 95% -1.0 to 1.8; that may be chance."),
    ],
)
def test_a_gradient_is_said_from_the_most_to_the_least_deprived(found: Gradient, said: str) -> None:
    whole = replace(packs.headline()[0], gradient=found)
    fifths = packs.fifths(whole)
    start = " From the most to the least deprived, over all five: "
    assert words.gradient(whole, fifths) == start + said
    assert words.gradient(whole, fifths[1:]) == ""
    assert words.gradient(replace(whole, gradient=None), fifths) == ""


def test_both_figures_of_deprivation_say_the_gradient() -> None:
    whole = replace(packs.headline()[0], gradient=Gradient(3.1, 1.0, 5.2, 1.05))
    fifths = packs.fifths(whole)
    drawn = (breakdowns.slope(whole, fifths), figures.groups(whole, fifths))
    assert all(figure and figure.caption.endswith("3.1 points up, 95% 1.0 to 5.2.") for figure in drawn)


def test_peoples_keep_their_capitals_inside_a_sentence() -> None:
    assert words.group_within("ethnicity:Asian or Asian British") == "Asian or Asian British"
    assert words.group_within("deprivation:1") == "most deprived fifth"
    assert words.group_within("age:75+") == "aged 75+"


@pytest.mark.parametrize(
    ("published", "said"),
    [(False, "70.0% of 1,000 in March 2026, within its "), (True, "70.0% in March 2026, within its ")],
)
def test_a_share_of_a_local_feed_says_of_how_many(published: bool, said: str) -> None:
    assert words.finding(builders.measure(metric=builders.metric(published=published))).startswith(said)


def test_the_picture_says_of_how_many_each_local_share_is() -> None:
    pack = packs.full()
    local = [row.measure for row in pack.rows if not row.measure.metric.published]
    shares = [one for one in local if one.metric.kind == "proportion" and one.latest.value is not None]
    printed = str(list(picture(gp_editions(pack)[0])))
    assert shares
    for share in shares:
        assert f"of {share.latest.denominator:,.0f}" in printed


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("deprivation:1", "most deprived fifth"),
        ("deprivation:2", "second most deprived fifth"),
        ("deprivation:3", "middle fifth"),
        ("deprivation:5", "least deprived fifth"),
        ("age:75+", "aged 75+"),
        ("ethnicity:Asian or Asian British", "Asian or Asian British"),
    ],
)
def test_a_group_is_named_as_in_a_sentence(code: str, said: str) -> None:
    assert words.group_within(code) == said
