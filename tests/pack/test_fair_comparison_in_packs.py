"""A comparison that a hospital cannot call unfair: like with like, beside England, and not of a handful of people."""

from dataclasses import replace

import builders
import packs
import pytest

from briefing.challenge.slots import facts_of
from briefing.measures import Measure
from briefing.pack import breakdowns, figures
from briefing.render.charts import draw

ALL_TYPES = builders.metric("ae_4_hours", title="A&E within 4 hours", like_for_like="ae_4_hours_type_1")
MAJOR = builders.metric("ae_4_hours_type_1", title="Major A&E within 4 hours")


def ranked(metric: object, value: float, *, ahead: int, **changes: object) -> Measure:
    """A measure with ten peers, so many of them better."""
    values = [value + 5] * ahead + [value - 5] * (10 - ahead)
    peers = tuple(builders.peer(f"R{n:02}", value=one, counted=500.0) for n, one in enumerate(values))
    return builders.measure([value], metric=metric, peers=peers, peers_value=values[5], **changes)


def test_both_ranks_are_printed_where_the_mix_differs_and_the_fair_one_is_named() -> None:
    whole = ranked(ALL_TYPES, 64.2, ahead=9, fairer="ae_4_hours_type_1")
    found = builders.there(figures.peers(whole, [], fairer=ranked(MAJOR, 61.9, ahead=5)))
    assert found.title == "A&E within 4 hours: ranks 10th of 11 similar trusts"
    assert (
        "What it counts differs between hospitals, so this rank is not a fair one: "
        "by “Major A&E within 4 hours”, which compares like with like, it is 6th of 11."
    ) in found.caption
    alike = builders.there(figures.peers(ranked(ALL_TYPES, 64.2, ahead=9), []))
    assert "fair" not in alike.caption


def test_a_question_presses_no_comparison_that_is_unfair() -> None:
    better = {"peers_value": 80.0, "england": 80.0}
    fair = builders.measure([64.0], metric=ALL_TYPES, **better)
    unfair = replace(fair, fairer="ae_4_hours_type_1")
    said = [facts_of(builders.finding(measure=of), provider="A") for of in (fair, unfair)]
    assert [(facts["peers"], facts["england"]) for facts in said] == [("80%", "80%"), (None, None)]


@pytest.mark.parametrize(
    ("of", "title"), [(19.0, "too few people to rank"), (20.0, "ranks 3rd of 11 similar trusts")]
)
def test_there_is_no_rank_below_twenty_people(of: float, title: str) -> None:
    found = ranked(MAJOR, 60.0, ahead=2)
    few = replace(found, points=(replace(found.latest, denominator=of),))
    drawn = builders.there(figures.peers(few, []))
    assert drawn.title == f"Major A&E within 4 hours: {title}"


def test_a_peer_of_a_handful_is_not_ranked_against() -> None:
    found = ranked(MAJOR, 60.0, ahead=2)
    handful = tuple(replace(peer, counted=3.0) if n < 2 else peer for n, peer in enumerate(found.peers))
    drawn = builders.there(figures.peers(replace(found, peers=handful), []))
    assert drawn.title == "Major A&E within 4 hours: ranks first of 9 similar trusts"


def test_a_rank_says_of_how_many_each_figure_is() -> None:
    """Of a count, and where one of them is of a handful, nothing is said."""
    found = replace(ranked(MAJOR, 60.0, ahead=2), points=(builders.point(value=60.0, denominator=950.0),))

    def beside(*people: float) -> str:
        others = [
            builders.measure(
                metric=MAJOR, points=(builders.point(value=65.0, denominator=of),), org_code=f"R{at:02}"
            )
            for at, of in enumerate(people)
        ]
        drawn = builders.there(figures.peers(found, others))
        return drawn.caption

    assert "Here it is of 950, at the others of 310 to 12,400." in beside(12_400, 310, 4_000)
    assert "Here it is of 950, at the others of 310." in beside(310, 310)
    assert "Here it is of 950." in beside(12_400, 7)


@pytest.mark.parametrize(
    ("gap", "told"),
    [
        (4.0, "Of the 2 ahead of it, none is so by more than chance."),
        (9.0, "Of the 2 ahead of it, 1 is so by more than chance."),
        (16.0, "Of the 2 ahead of it, all are so by more than chance."),
    ],
)
def test_a_rank_says_how_many_are_surely_ahead(gap: float, told: str) -> None:
    """Three points on either side: apart from 6.6 points on, among ten; one is so far ahead, the other half as far."""
    found = ranked(MAJOR, 60.0, ahead=2)
    found = replace(found, points=(replace(found.latest, denominator=950.0, low=57.0, high=63.0),))

    def theirs(at: int, value: float) -> Measure:
        points = (builders.point(value=value, low=value - 3, high=value + 3, denominator=900.0),)
        return builders.measure(metric=MAJOR, points=points, org_code=f"R{at:02}")

    others = [theirs(0, 60 + gap), theirs(1, 60 + gap / 2), *(theirs(at, 55.0) for at in range(2, 10))]
    drawn = figures.peers(found, others)
    assert drawn is not None
    assert told in drawn.caption
    alone = figures.peers(ranked(MAJOR, 60.0, ahead=1, points=found.points), [others[0], *others[2:]])
    assert alone is not None
    assert (
        f"The one ahead of it {'may be so by' if gap == 4.0 else 'is so by more than'} chance."
        in alone.caption
    )
    unknown = figures.peers(found, others[1:])
    assert unknown is not None
    assert "ahead of it" not in unknown.caption, "one of those ahead is not loaded"


@pytest.mark.parametrize(("groups", "gap", "sure"), [(2, 8.0, True), (12, 8.0, False), (12, 13.0, True)])
def test_the_best_and_the_worst_of_many_groups_differ_by_more_before_it_is_no_chance(
    groups: int, gap: float, *, sure: bool
) -> None:
    """Five points on either side of each: two groups differ from 7.1 points on, the ends of twelve from 12.2."""
    values = [60.0, *[60.0 + gap / 2] * (groups - 2), 60.0 + gap]
    whole, parts = sites(*[400.0] * groups)
    parts = [
        replace(part, points=(replace(part.latest, value=value, low=value - 5, high=value + 5),))
        for part, value in zip(parts, values, strict=True)
    ]
    found = builders.there(figures.groups(whole, parts))
    assert f"{groups} groups, each of 400. The gap between the two ends" in found.caption
    assert ("is more than chance" if sure else "may be chance") in found.caption
    assert figures.apart(found) is sure


def sites(
    *people: float, england: float | None = 66.0, published: bool = True
) -> tuple[Measure, list[Measure]]:
    """Tumour sites, each ten points worse than the one before it, of so many people."""
    metric = builders.metric("cancer_62_day", title="Cancer treatment within 62 days", published=published)
    whole = builders.measure([60.0], metric=metric)
    parts = [
        builders.measure(
            metric=metric,
            points=(
                builders.point(value=80.0 - 10 * n, denominator=of, low=78.0 - 10 * n, high=82.0 - 10 * n),
            ),
            group_code=f"cancer:Site {n}",
            england=england,
        )
        for n, of in enumerate(people)
    ]
    return whole, parts


def test_every_site_stands_beside_england() -> None:
    found = builders.there(figures.groups(*sites(100, 100, 100)))
    assert (
        "Site 0 80.0% (England 66.0%), Site 1 70.0% (England 66.0%) and Site 2 60.0% (England 66.0%)"
        in found.alt
    )
    assert "The tick on a row is England." in found.caption
    without = builders.there(figures.groups(*sites(100, 100, 100, england=None)))
    assert "England" not in without.alt + without.caption
    assert draw(found).count("<path") > draw(without).count("<path")


def test_a_feed_of_our_own_has_no_england() -> None:
    found = builders.there(figures.groups(*sites(100, 100, published=False)))
    assert "England" not in found.alt + found.caption


def test_a_group_of_fewer_than_twenty_is_in_no_headline_and_has_no_colour() -> None:
    """Site 2 is the worst, of 19 people: it is drawn as all others are, and the title names the ends of the rest."""
    whole, parts = sites(100, 100, 19)
    found = builders.there(figures.groups(whole, parts))
    assert found.title == "Cancer treatment within 62 days: site 1 70.0%, site 0 80.0%"
    assert figures.groups(whole, sites(100, 19, 19)[1]) is None
    enough = builders.there(figures.groups(*sites(100, 100, 20)))
    assert enough.title == "Cancer treatment within 62 days: site 2 60.0%, site 0 80.0%"


def test_a_specialty_of_a_handful_is_left_out_of_the_multiples() -> None:
    rtt = packs.headline()[0]
    parts = list(packs.specialties(rtt, 3))
    last = parts[2]
    parts[2] = replace(last, points=tuple(replace(point, denominator=19.0) for point in last.points))
    found = builders.there(breakdowns.multiples(rtt, {part.key: part for part in parts}))
    assert len(found.others) == 2


def test_every_specialty_stands_beside_england() -> None:
    rtt = packs.headline()[0]
    parts = [replace(part, england=73.1) for part in packs.specialties(rtt, 3)]
    found = builders.there(breakdowns.multiples(rtt, {part.key: part for part in parts}))
    assert found.alt.count("(England 73.1%)") == 3
    assert "The short line beside the last month is England." in found.caption
    without = builders.there(
        breakdowns.multiples(rtt, {part.key: replace(part, england=None) for part in parts})
    )
    assert "England" not in without.alt + without.caption
    assert len(draw(found)) > len(draw(without))
