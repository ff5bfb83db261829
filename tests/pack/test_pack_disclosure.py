"""Small numbers: hidden once, with what would give them away, and never more shown by doing it again."""

from dataclasses import replace

import builders
import editions
import packs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.measures import ALL, Gradient, Measure
from briefing.metrics import registry
from briefing.pack.numbers import as_earlier, series_of
from briefing.protection.disclosure import Preset, protect, quiet, with_judged_peers
from briefing.protection.suppression import WITHIN, WITHIN_NONE

LOCAL = builders.metric(published=False)


def counted(numerator: float, denominator: float, **changes: object) -> Measure:
    """One month of a local share."""
    value = 100 * numerator / denominator if denominator else None
    point = builders.point(value=value, denominator=denominator, numerator=numerator, low=1.0, high=99.0)
    return builders.measure(**{"metric": LOCAL, "points": (point,)} | changes)


def shown(measures: tuple[Measure, ...]) -> list[float | None]:
    return [measure.latest.numerator for measure in measures]


@pytest.mark.parametrize(
    ("preset", "numerator", "denominator", "expected"),
    [
        ("none", 3, 40, 3),
        ("under_5", 4, 40, None),
        ("under_5", 0.5, 40, None),  # halves: a pathway shared by two trusts
        ("under_5", 4.5, 40, None),
        ("under_5", 5, 40, 5),
        ("under_5", 0, 40, 0),
        ("under_5", 38, 40, None),  # leaves 2
        ("hes", 7, 40, None),
        ("hes", 8, 40, 10),
        ("hes", 33, 40, None),  # leaves 7
        ("hes", 21, 43, 20),
        ("hes", 94, 102, None),  # leaves 8, but 95 of 100 would look like 5
        ("hes", 0, 40, 0),
    ],
)
def test_each_preset(preset: Preset, numerator: float, denominator: float, expected: float | None) -> None:
    (found,) = protect([counted(numerator, denominator)], preset)
    assert found.latest.numerator == expected


def test_a_hidden_month_keeps_nothing_that_was_counted() -> None:
    marked = replace(counted(3, 40).latest, rule="outside_limits", point_type="special_cause_concern")
    (found,) = protect([counted(3, 40, points=(marked,))], "hes")
    last = found.latest
    assert (last.numerator, last.denominator, last.value, last.low, last.high) == (None,) * 5
    assert (last.rule, last.point_type) == (None, "common_cause")
    assert last.hidden


def test_a_month_without_a_figure_is_missing_and_not_hidden() -> None:
    empty = builders.point(value=None, numerator=None, denominator=None)
    (found,) = protect([counted(3, 40, points=(empty,))], "hes")
    assert not found.latest.hidden


def test_percentages_and_intervals_are_made_from_rounded_counts() -> None:
    (found,) = protect([counted(21, 43)], "hes")
    assert found.latest.value == pytest.approx(100 * 20 / 45)
    assert found.latest.low == pytest.approx(31.0, abs=0.1)  # Wilson for 20 of 45
    assert found.latest.high == pytest.approx(58.8, abs=0.1)


def test_published_numbers_pass() -> None:
    small = replace(counted(3, 40), metric=builders.metric())
    assert protect([small], "hes") == (small,)


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        # a part hidden alone takes the smallest other with it
        (
            {ALL: (90, 180), "sex:female": (50, 99), "sex:male": (37, 75), "sex:other": (3, 6)},
            [90, 50, None, None],
        ),
        # dimensions are families of their own
        ({"sex:female": (3, 40), "age:75+": (30, 60)}, [None, 30]),
        # specialties add up to a whole too
        ({ALL: (60, 120), "100": (3, 20), "110": (27, 50), "120": (30, 60)}, [60, None, None, 30]),
        # our residents are hidden where they leave few others
        ({ALL: (40, 80), "QXA": (37, 70)}, [40, None]),
        # a part that nobody prints is a part too
        ({ALL: (40, 80), "sex:male": (37, 70)}, [40, None]),
        # two hidden parts that are few together take a third
        (
            {
                ALL: (43, 90),
                "age:0-17": (20, 40),
                "age:18-64": (20, 44),
                "age:65-74": (3, 6),
                "age:75+": (0, 0),
            },
            [43, None, 20, None, 0],
        ),
        # of three everybody and none of ours the others are three: everybody is hidden for its own sake, ours is not
        ({ALL: (3, 40), "QXA": (0, 20)}, [None, 0]),
    ],
)
def test_what_would_give_a_small_number_back_is_hidden_too(
    parts: dict[str, tuple[float, float]], printed: list[float | None]
) -> None:
    """A name with a colon is a group, a number a specialty, QXA our residents."""
    measures = []
    for name, counts in parts.items():
        of = "group_code" if ":" in name else "specialty_code" if name.isdigit() else "population_code"
        measures.append(counted(*counts, **{of: name}))
    assert shown(protect(measures, "under_5")) == printed


def test_a_peer_whose_own_month_is_hidden_has_no_value() -> None:
    own = counted(30, 60, peers=(builders.peer("RXB", value=7.5), builders.peer("RXC", value=50.0)))
    theirs = [counted(3, 40, org_code="RXB"), counted(20, 40, org_code="RXC")]
    found = protect([own, *theirs], "under_5")[0]
    assert [peer.value for peer in found.peers] == [None, 50.0]


def test_a_peer_whose_counts_are_not_at_hand_has_no_value() -> None:
    own = counted(30, 60, peers=(builders.peer("RXB", value=7.5),))
    (found,) = with_judged_peers(protect([own], "under_5"), [own])
    assert found.peers[0].value is None


@pytest.mark.parametrize(
    ("preset", "people", "told"), [("hes", 6, None), ("hes", 38, 40), ("under_5", 6, 6), ("under_5", 3, None)]
)
def test_few_people_affected_are_not_said(preset: Preset, people: int, told: int | None) -> None:
    assert protect([counted(30, 60, people_affected=people)], preset)[0].people_affected == told


def test_lines_are_drawn_again_only_where_a_month_is_hidden() -> None:
    months = builders.points([50.0, 52.0] * 7, ending=builders.LATEST, denominator=200.0)
    drawn = [replace(point, mean=49.0, lower_limit=40.0, upper_limit=58.0) for point in months]
    small = [replace(drawn[0], numerator=3.0), *drawn[1:]]
    whole, part = protect(
        [counted(0, 0, points=tuple(points), org_code=org) for org, points in (("A", drawn), ("B", small))],
        "under_5",
    )
    assert whole.points == tuple(drawn)
    assert part.points[-1].mean != 49.0


@pytest.mark.parametrize(("kind", "value"), [("count", 20.0), ("percentile", 21.0)])
def test_a_count_is_rounded_and_a_percentile_is_not(kind: str, value: float) -> None:
    point = builders.point(value=21.0, numerator=21.0, denominator=100.0)
    metric = builders.metric(published=False, kind=kind)
    (found,) = protect([builders.measure(metric=metric, points=(point,))], "hes")
    assert found.latest.value == value


def test_intervals_are_made_again_for_the_latest_month_of_a_share_and_for_nothing_else() -> None:
    two = tuple(builders.points([50.0, 50.0], ending=builders.LATEST, denominator=200.0))
    two = tuple(replace(point, low=43.0, high=57.0) for point in two)
    (share,) = protect([counted(0, 0, points=two)], "hes")
    assert [point.low is not None for point in share.points] == [False, True]
    metric = builders.metric(published=False, kind="rate")
    (rate,) = protect([counted(0, 0, points=two, metric=metric)], "hes")
    assert [point.low for point in rate.points] == [None, None]


share = st.integers(0, 60).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


@given(st.lists(share, min_size=1, max_size=6), st.sampled_from(["under_5", "hes"]))
def test_nothing_small_is_shown_and_twice_is_once(parts: list[tuple[int, int]], preset: Preset) -> None:
    measures = [counted(n, d, group_code=f"age:{index}") for index, (n, d) in enumerate(parts)]
    once = protect(measures, preset)
    small = 4 if preset == "under_5" else 7
    for measure in once:
        n, d = measure.latest.numerator, measure.latest.denominator
        assert n is None or d is None or not any(0 < count <= small for count in (n, d, d - n))
    assert sum(n is None for n in shown(once)) != 1 or len(parts) == 1
    assert protect(once, preset) == once


# What is computed from a hidden month ------------------------------------------------------------------------


def test_a_hidden_latest_month_takes_with_it_what_would_say_it() -> None:
    beside = {"england": 7.5, "region": 7.5, "board": 7.5, "peers_value": 7.5, "people_affected": 38}
    (found,) = protect([counted(3, 40, **beside)], "under_5")
    assert (found.england, found.region, found.board, found.peers_value, found.people_affected) == (None,) * 5


def test_a_share_beside_a_local_figure_has_one_decimal() -> None:
    (found,) = protect([counted(30, 60, board=100 * 37 / 86)], "under_5")
    assert found.board == 43.0


@pytest.mark.parametrize(("numerator", "kept"), [(3, 0), (30, 1)])
def test_a_signal_that_rests_on_a_hidden_month_is_not_told(numerator: int, kept: int) -> None:
    (found,) = protect([counted(numerator, 60, people_affected=3)], "under_5")
    heard = quiet([builders.signal(of=found, people_affected=3)], [found])
    assert [signal.people_affected for signal in heard] == [None] * kept


def test_a_signal_of_published_figures_or_of_no_measure_at_hand_is_told_as_it_is() -> None:
    published = replace(counted(3, 60, people_affected=38), metric=builders.metric())
    signals = [builders.signal(of=published, people_affected=3), builders.signal(of=published)]
    hidden = replace(published, points=(replace(published.latest, hidden=True),))
    assert quiet(signals, [hidden]) == signals
    assert quiet(signals, []) == signals


def test_a_signal_that_counts_nobody_goes_on_counting_nobody() -> None:
    local = counted(30, 60, people_affected=38)
    (heard,) = quiet([replace(builders.signal(of=local), people_affected=None)], [local])
    assert heard.people_affected is None


# Sums that no page prints -----------------------------------------------------------------------------------


def test_the_others_by_group_are_a_sum_too() -> None:
    #              everybody   ours      others (printed nowhere)
    #  whole         90/180    50/100    40/80
    #  female        50/100    27/56     23/44
    #  male          40/80     23/44     17/36
    fine = [
        counted(90, 180),
        counted(50, 100, group_code="sex:female"),
        counted(40, 80, group_code="sex:male"),
        counted(50, 100, population_code="QXA"),
        counted(27, 56, population_code="QXA", group_code="sex:female"),
        counted(23, 44, population_code="QXA", group_code="sex:male"),
    ]
    assert None not in shown(protect(fine, "under_5"))
    #  of the male others 3 of 20: our males are hidden, and our females beside them
    few = [*fine[:-2], counted(13, 40, population_code="QXA", group_code="sex:female")]
    few.append(counted(37, 60, population_code="QXA", group_code="sex:male"))
    assert shown(protect(few, "under_5")) == [90, 50, 40, 50, None, None]


@pytest.mark.parametrize(
    ("counts", "printed"),
    [
        # answered 100 = converted 60 + returned 37 + 3 with advice alone
        ({"advice_converted": (60, 100), "advice_returned": (37, 100)}, [60, None]),
        ({"advice_converted": (60, 100), "advice_returned": (30, 100)}, [60, 30]),
        # booked 100 = cancelled by the hospital 10 + expected 87 + 3 cancelled by themselves
        ({"cancelled_by_hospital": (10, 100), "missed_appointments": (20, 87)}, [None, 20]),
        ({"cancelled_by_hospital": (10, 100), "missed_appointments": (20, 80)}, [10, 20]),
    ],
)
def test_what_two_metrics_leave_together_is_looked_at(
    counts: dict[str, tuple[float, float]], printed: list[float | None]
) -> None:
    both = [
        replace(counted(*pair), metric=builders.metric(name, published=False))
        for name, pair in counts.items()
    ]
    assert shown(protect(both, "under_5")) == printed


FIRST_APPOINTMENTS = "letters_within_7_days", "first_appointment_within_18_weeks"


def of_metric(name: str, numerator: float, denominator: float, **changes: object) -> Measure:
    metric = builders.metric(name, published=False, source="referrals")
    return counted(numerator, denominator, metric=metric, **changes)


@pytest.mark.parametrize(
    ("counts", "printed"),
    [
        # 87 letters were due, and 85 people are counted in the waits: two were suspected of cancer
        ([("letters_within_7_days", 60, 87), ("first_appointment_within_18_weeks", 40, 85)], [60, None]),
        ([("letters_within_7_days", 60, 95), ("first_appointment_within_18_weeks", 40, 85)], [60, 40]),
        ([("letters_within_7_days", 60, 85), ("first_appointment_within_18_weeks", 40, 85)], [60, 40]),
        # 107 could be kept, 20 were not: the same 87
        ([("missed_appointments", 20, 107), ("first_appointment_within_18_weeks", 40, 85)], [20, None]),
        ([("active_monitoring_stops", 20, 107), ("referrals_over_18_weeks", 40, 105)], [20, None]),
        # nobody knows what a metric of our own counts: 84 of 87, or 44 of the same 85 beside 40
        ([("letters_within_7_days", 60, 87), ("ours", 40, 84)], [60, None]),
        ([("first_appointment_within_18_weeks", 40, 85), ("ours", 44, 85)], [40, None]),
        ([("first_appointment_within_18_weeks", 40, 85), ("ours", 52, 85)], [40, 52]),
    ],
)
def test_metrics_of_one_feed_that_leave_few_between_them_are_not_both_shown(
    counts: list[tuple[str, float, float]], printed: list[float | None]
) -> None:
    assert shown(protect([of_metric(*each) for each in counts], "under_5")) == printed


def test_metrics_of_two_feeds_leave_nobody_between_them() -> None:
    letters, ours = of_metric("letters_within_7_days", 60, 87), of_metric("ours", 40, 85)
    ours = replace(ours, metric=replace(ours.metric, source="advice"))
    assert shown(protect([letters, ours], "under_5")) == [60, 40]


def test_what_two_metrics_leave_by_group_is_a_sum_too() -> None:
    """Twenty were urgent, 17 of them women: the other three would be the rest."""
    letters, waits = (
        [
            of_metric(name, n, d, group_code=group)
            for group, n, d in (("ALL", *whole), ("sex:female", *female))
        ]
        for name, whole, female in zip(
            FIRST_APPOINTMENTS, [(90, 160), (70, 140)], [(50, 100), (40, 83)], strict=True
        )
    )
    assert shown(protect([*letters, *waits], "under_5")) == [90, 50, 70, None]


def test_every_local_share_is_known_to_lie_within_another_or_within_none() -> None:
    local = {
        metric.name
        for metric in registry(None).values()
        if not metric.published and metric.kind != "percentile"
    }
    assert local == WITHIN_NONE.union(name for chain in WITHIN for name, _ in chain)


@pytest.mark.parametrize("preset", ["under_5", "hes"])
def test_a_median_says_of_how_many_to_the_ten_below(preset: Preset) -> None:
    metric = builders.metric("first_appointment_wait", published=False, kind="percentile", unit="weeks")
    point = builders.point(value=9.3, numerator=None, denominator=85.0)
    (found,) = protect([builders.measure(metric=metric, points=(point,))], preset)
    assert (found.latest.value, found.latest.denominator) == (9.3, 80.0)
    assert protect([found], preset) == (found,)


def test_what_hides_our_residents_hides_the_others_too() -> None:
    #       everybody   ours      others (printed nowhere)
    #  A    23/46       20/40      3/6
    #  B    20/40       20/40      none
    #  C    47/94       30/60     17/34
    # Beside A, B is the smallest of ours; but the others less C would then be the three of A, so C goes.
    groups = {"A": ((23, 46), (20, 40)), "B": ((20, 40), (20, 40)), "C": ((47, 94), (30, 60))}
    measures = [counted(90, 180), counted(70, 140, population_code="QXA")]
    for name, (all_of_them, _) in groups.items():
        measures.append(counted(*all_of_them, group_code=f"area:{name}"))
    for name, (_, ours) in groups.items():
        measures.append(counted(*ours, population_code="QXA", group_code=f"area:{name}"))
    assert shown(protect(measures, "under_5")) == [90, 70, 23, 20, 47, None, 20, None]


def test_a_pack_shows_no_members_of_an_organisation_beside_it() -> None:
    """A network less its other practices would be the one that was hidden: so practices are never given with it."""
    usual = packs.headline()
    member = packs.measure(packs.series(66, 58), org_code="V99999", org_name="A practice of its own")
    pack = packs.full(measures=(*usual, member))
    printed = b"".join(table.csv for table in pack.evidence) + editions.gp_page(pack).encode()
    assert packs.PROVIDER.encode() in printed
    assert b"V99999" not in printed
    assert b"A practice of its own" not in printed


@pytest.mark.parametrize(
    ("preset", "last", "expected"),
    [
        ("none", 3, Gradient(3.123, 1.049, 5.197, 1.0512)),
        ("under_5", 30, Gradient(3.1, 1.0, 5.2, 1.05)),
        ("under_5", 3, None),  # four fifths and the line would tell the one that is hidden
        ("hes", 30, None),  # made of counts that were not rounded
    ],
)
def test_a_gradient_is_shown_where_all_its_fifths_are(
    preset: Preset, last: float, expected: Gradient | None
) -> None:
    counts = (30, 30, 30, 30, last)
    fifths = [counted(x, 100, group_code=f"deprivation:{at}") for at, x in enumerate(counts, start=1)]
    whole = counted(sum(counts), 500, gradient=Gradient(3.123, 1.049, 5.197, 1.0512))
    assert protect([whole, *fifths], preset)[0].gradient == expected
    without = replace(whole, gradient=Gradient(3.123, 1.049, 5.197, None))
    (found, *_) = protect([without, *fifths], preset)
    assert found.gradient is None or found.gradient.ratio is None


# The version before ------------------------------------------------------------------------------------------


def beside(before: list[Measure], now: list[Measure], first: Preset = "under_5") -> list[float | None]:
    """What the second of two versions prints, protected beside the first."""
    earlier = as_earlier(map(series_of, protect(before, first)))
    return shown(protect(now, "under_5", earlier=earlier))


def month_of(**counts: float) -> list[Measure]:
    """A month of a count each: `whole`, `ours` of all patients, and groups of sex."""
    return [
        counted(
            n,
            2 * n,
            group_code="ALL" if name in ("whole", "ours") else f"sex:{name}",
            population_code="QXA" if name == "ours" else "ALL",
        )
        for name, n in counts.items()
    ]


@pytest.mark.parametrize(
    ("before", "now", "printed"),
    [
        # what was hidden beside three stays hidden once the three have grown
        (
            month_of(whole=90, female=50, male=37, other=3),
            month_of(whole=95, female=50, male=37, other=8),
            [95, 50, None, None],
        ),
        # hidden while it stood alone: the part that is new beside it would give it back, however large it is now
        (month_of(whole=40, male=3), month_of(whole=48, male=8, female=40), [48, None, None]),
        # shown before as it is now: to hide it protects nothing, so the whole goes
        (month_of(whole=90, female=50, male=40), month_of(whole=53, female=50, male=3), [None, 50, None]),
        # a figure that moved is not known from before
        (month_of(whole=90, female=49, male=41), month_of(whole=53, female=50, male=3), [53, None, None]),
        # a whole that stays hidden is not given back by its parts
        (month_of(whole=3), month_of(whole=60, female=40, male=20), [None, 40, None]),
        # beside others than our residents, who are printed nowhere, ours gives no hidden whole back
        (month_of(whole=3), month_of(whole=60, ours=40), [None, 40]),
        # ours are known from before: to hide them hides no three others, so everybody is hidden too
        (month_of(whole=50, ours=37), month_of(whole=40, ours=37), [None, None]),
    ],
)
def test_a_version_is_protected_beside_the_one_before(
    before: list[Measure], now: list[Measure], printed: list[float | None]
) -> None:
    assert beside(before, now) == printed


def test_what_readers_have_already_is_not_hidden_in_vain() -> None:
    """The version before hid nothing at all, and nothing has moved: only the small number itself goes."""
    same = month_of(whole=53, female=50, male=3)
    assert beside(same, same, first="none") == [53, 50, None]


# Which part is hidden beside ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "counts", "printed"),
    [
        ("proportion", [(83, 156), (30, 60), (50, 90), (3, 6)], [83, None, 50, None]),
        (
            "proportion",
            [(83, 156), (50, 60), (30, 90), (3, 6)],
            [83, None, 30, None],
        ),  # the smaller of how many
        ("count", [(83, None), (50, None), (30, None), (3, None)], [83, 50, None, None]),
    ],
)
def test_the_smallest_other_part_is_hidden_beside(
    kind: str, counts: list[tuple[float, float | None]], printed: list[float | None]
) -> None:
    metric = builders.metric(published=False, kind=kind)
    names = ("ALL", "sex:female", "sex:male", "sex:other")
    measures = [
        builders.measure(
            metric=metric,
            group_code=name,
            points=(builders.point(value=1.0, numerator=float(n), denominator=d),),
        )
        for name, (n, d) in zip(names, counts, strict=True)
    ]
    assert shown(protect(measures, "under_5")) == printed


@pytest.mark.parametrize(
    ("kind", "numerator", "denominator", "is_hidden"),
    [
        ("percentile", None, 3, True),  # the median wait of three people
        ("percentile", None, 8, False),
        ("count", 10, 12, False),  # two more are no part of what is counted
        ("proportion", 10, 12, True),
        ("rate", 10, 3, False),  # its denominator is registered people, whom no month makes fewer
        ("rate", 3, 100, True),
    ],
)
def test_few_are_few_people(kind: str, numerator: float | None, denominator: float, is_hidden: bool) -> None:
    point = builders.point(value=1.0, numerator=numerator, denominator=denominator)
    metric = builders.metric(published=False, kind=kind)
    (found,) = protect([builders.measure(metric=metric, points=(point,))], "under_5")
    assert found.latest.hidden == is_hidden
