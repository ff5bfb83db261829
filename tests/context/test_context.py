"""A measure in context: comparisons, people, standards, rebases, and what is said of too little."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest
from nation import ADMITTED, LIST, OVER_52, RATE, REMOVALS, WITHIN, month, nation, seen, standard, steady
from oracle import slope_index

from briefing.context import ContextSettings, PeerSet, PeerSwap
from briefing.measures import Gradient, Note

TRUSTS = [f"RA{letter}" for letter in "ABCDEFGHIJKL"]


def test_england_region_and_board_are_those_of_the_same_month_and_specialty() -> None:
    """
    RAA, in board QAA of region Y01          600 of 1,000    dermatology 50 of 100
    QAA 62%   Y01 63%   ENG 64%           dermatology in England 70%; last month's England doesn't count
    """
    rows = [seen("RAA", 1, 600, 1000), seen("RAA", 1, 50, 100, specialty_code="330"), seen("ENG", 0, 1, 2)]
    rows += [seen("QAA", 1, 62, 100), seen("Y01", 1, 63, 100), seen("ENG", 1, 64, 100)]
    rows += [seen("ENG", 1, 70, 100, specialty_code="330")]
    places = {"RAA": ["QAA", "Y01", "ENG"]}
    with nation(rows, places=places, types={"QAA": "board", "Y01": "region"}) as drawn:
        whole, skin = drawn.context.measures(org_code="RAA")
        if whole.specialty_code != "ALL":
            whole, skin = skin, whole
        assert (whole.england, whole.region, whole.board) == (64, 63, 62)
        assert (skin.england, skin.region, skin.board) == (70, None, None)
        assert skin.specialty_name == "Dermatology"


def test_our_residents_are_compared_with_everybody() -> None:
    rows = [seen("RAA", 0, 50, 100, population_code="QAA"), seen("RAA", 0, 60, 100), seen("ENG", 0, 64, 100)]
    with nation(rows, places={"RAA": ["ENG"]}) as drawn:
        (ours,) = drawn.context.measures(org_code="RAA", population_code="QAA")
        assert (ours.latest.value, ours.england) == (50, 64)


@pytest.mark.parametrize(
    ("of", "numerator", "denominator", "target", "people"),
    [
        (WITHIN, 596, 1000, 65.0, 54),  # 650 should have been within
        (WITHIN, 92, 100, 92.0, 0),  # met, although 0.92 x 100 isn't quite 92 in a computer
        (WITHIN, 91, 100, 92.0, 1),
        (WITHIN, 17, 33, 92.0, 13),  # 30.36 - 17 = 13.36 people: whole ones
        (WITHIN, 99, 100, 92.0, 0),
        (WITHIN, 300, 1000, 64.1, 341),  # a computer makes it 340.9999999999999
        (OVER_52, 30, 1000, 1.0, 20),
        (OVER_52, 16, 1000, 0.0, 16),
        (RATE, 12, 2000, 5.0, 2),  # 5 per 1,000 would be 10
    ],
)
def test_people_affected(
    of: object, numerator: float, denominator: float, target: float, people: int
) -> None:
    with nation(
        [seen("RAA", 0, numerator, denominator, of=of)], standards=[standard(target, of=of)]
    ) as drawn:
        (measure,) = drawn.context.measures()
        assert measure.people_affected == people
        assert measure.people_against.startswith(f"the standard of {target:g}")


def test_without_a_standard_people_are_counted_against_the_median_of_the_peers() -> None:
    """Eleven trusts of one size at 60, 61 .. 70%: the median of RAA's ten peers is 65.5%."""
    rows = [seen(code, 0, 600 + 10 * rank, 1000) for rank, code in enumerate(TRUSTS[:11])]
    rows += [seen(code, 0, 1000, of=LIST) for code in TRUSTS[:11]]
    with nation(rows) as drawn:
        (measure,) = drawn.context.measures(org_code="RAA", metrics=["rtt_within_18_weeks"])
        assert (measure.peers_value, measure.people_affected) == (65.5, 55)
        assert measure.people_against == "the median of similar trusts, 65.5%"
        assert [peer.value for peer in measure.peers] == [61 + rank for rank in range(10)]


def test_peers_are_the_nearest_in_size_and_a_manager_may_swap_one() -> None:
    rows = [seen(code, 0, 600, 1000) for code in TRUSTS]
    rows += [seen(code, 0, 1000 * 1.5**rank, of=LIST) for rank, code in enumerate(TRUSTS)]
    swap = PeerSwap("RAA", "RAC", "RAL", "RAL also serves the coast")
    settings = ContextSettings(peer_count=3, peer_swaps=(swap,))
    with nation(rows, settings=settings) as drawn:
        (measure,) = drawn.context.measures(org_code="RAA", metrics=["rtt_within_18_weeks"])
        assert [peer.org_code for peer in measure.peers] == ["RAB", "RAL", "RAD"]
        found = drawn.rows(
            "select peer_code, reason, distance from peers where org_code = 'RAA' order by rank"
        )
        assert found[1] == {"peer_code": "RAL", "reason": "RAL also serves the coast", "distance": None}
        assert drawn.rows("select peer_code from peers where org_code = 'RAB' and reason is not null") == []


def test_a_swap_may_be_for_one_metric_alone() -> None:
    rows = [seen(code, 0, 600, 1000, of=of) for code in TRUSTS for of in (WITHIN, OVER_52)]
    rows += [seen(code, 0, 1000 * 1.5**rank, of=LIST) for rank, code in enumerate(TRUSTS)]
    swap = PeerSwap("RAA", "RAB", "RAL", "no long waits at RAB", metric="rtt_over_52_weeks")
    with nation(rows, settings=ContextSettings(peer_count=2, peer_swaps=(swap,))) as drawn:
        over, within = (
            drawn.context.measures(org_code="RAA", metrics=[name])[0]
            for name in ("rtt_over_52_weeks", "rtt_within_18_weeks")
        )
        assert [peer.org_code for peer in over.peers] == ["RAL", "RAC"]
        assert [peer.org_code for peer in within.peers] == ["RAB", "RAC"]


def test_a_named_set_stands_in_place_of_the_nearest_with_its_reason() -> None:
    rows = [seen(code, 0, 600 + 10 * rank, 1000) for rank, code in enumerate(TRUSTS)]
    rows += [seen(code, 0, 1000 * 1.5**rank, of=LIST) for rank, code in enumerate(TRUSTS)]
    named = PeerSet("RAA", ("RAK", "RAJ", "RAI"), "The published set")
    with nation(rows, settings=ContextSettings(peer_count=3, peer_sets=(named,))) as drawn:
        ours, theirs = (
            drawn.context.measures(org_code=code, metrics=["rtt_within_18_weeks"])[0]
            for code in ("RAA", "RAB")
        )
    assert [(peer.org_code, peer.distance, peer.reason) for peer in ours.peers] == [
        (code, None, "The published set") for code in ("RAK", "RAJ", "RAI")
    ]
    assert ours.peers_value == 69
    assert [peer.reason for peer in theirs.peers] == [None] * 3


def test_a_swap_in_a_named_set_keeps_its_own_reason() -> None:
    rows = [seen(code, 0, 600, 1000) for code in TRUSTS]
    rows += [seen(code, 0, 1000 * 1.5**rank, of=LIST) for rank, code in enumerate(TRUSTS)]
    settings = ContextSettings(
        peer_sets=(PeerSet("RAA", ("RAK", "RAJ", "RAI"), "The published set"),),
        peer_swaps=(PeerSwap("RAA", "RAJ", "RAB", "RAJ has merged"),),
    )
    with nation(rows, settings=settings) as drawn:
        (measure,) = drawn.context.measures(org_code="RAA", metrics=["rtt_within_18_weeks"])
    assert [(peer.org_code, peer.reason) for peer in measure.peers] == [
        ("RAK", "The published set"),
        ("RAB", "RAJ has merged"),
        ("RAI", "The published set"),
    ]


def mixed(code: str, *shares: int) -> list[dict[str, Any]]:
    """A list of 1,000 people, so many of a hundred in each of three specialties."""
    whole = [seen(code, 0, 1000, of=LIST), seen(code, 0, 600, 1000)]
    parts = zip(("110", "130", "320"), shares, strict=True)
    return whole + [seen(code, 0, 10 * share, of=LIST, specialty_code=name) for name, share in parts]


def test_peers_of_one_size_are_those_with_the_same_mix_of_work() -> None:
    """RAA is as large as all others: RAC is an eye hospital as it is, RAB and RAD are not."""
    rows = [
        *mixed("RAA", 10, 80, 10),
        *mixed("RAB", 80, 10, 10),
        *mixed("RAC", 15, 75, 10),
        *mixed("RAD", 30, 30, 40),
    ]
    with nation(rows, settings=ContextSettings(peer_count=1)) as drawn:
        (measure,) = drawn.context.measures(org_code="RAA", metrics=["rtt_within_18_weeks"])
    assert [peer.org_code for peer in measure.peers] == ["RAC"]


@pytest.mark.parametrize("variable", ["older_people", "deprivation", "major_ae"])
def test_peers_look_after_people_of_like_age_and_deprivation_and_are_of_one_type(variable: str) -> None:
    """All of one size; of RAE nothing is known, and it is like the mean of them, or without the department."""
    rows = [row for code in ("RAA", "RAB", "RAC", "RAD", "RAE") for row in mixed(code, 40, 30, 30)]
    values = {"RAA": 1.0, "RAB": 0.0, "RAC": 0.9, "RAD": 0.0}
    likeness = [{"org_code": code, "variable": variable, "value": value} for code, value in values.items()]
    with nation(rows, likeness=likeness, settings=ContextSettings(peer_count=1)) as drawn:
        (measure,) = drawn.context.measures(org_code="RAA", metrics=["rtt_within_18_weeks"])
    assert [peer.org_code for peer in measure.peers] == ["RAC"]


def test_how_a_hospital_records_its_work_makes_no_peers() -> None:
    """Only the share with a decision to admit sets RAC apart: it is no further off than the rest."""
    rows = [row for code in ("RAA", "RAB", "RAC") for row in mixed(code, 40, 30, 30)]
    rows += [seen(code, 0, n, 1000, of=ADMITTED) for code, n in (("RAA", 100), ("RAB", 110), ("RAC", 900))]
    with nation(rows, settings=ContextSettings(peer_count=2)) as drawn:
        found = drawn.rows("select peer_code, distance from peers where org_code = 'RAA' order by rank")
    assert found == [{"peer_code": "RAB", "distance": 0.0}, {"peer_code": "RAC", "distance": 0.0}]


def test_the_standard_in_force_is_the_latest_the_local_and_the_most_particular() -> None:
    rows = [seen("RAA", at, 600, 1000) for at in (0, 14)] + [
        seen("RAB", 14, 600, 1000),
        seen("RAC", 0, 600, 1000),
    ]
    dated = [
        standard(92.0, valid_to=date(2024, 12, 31)),
        standard(70.0, valid_from=date(2025, 1, 1)),
        standard(66.0, valid_from=date(2025, 1, 1), org_code="RAB", local=True, confidence="M"),
        standard(99.0, valid_from=date(2027, 1, 1)),
    ]
    with nation(rows, standards=dated) as drawn:
        found = {code: drawn.context.measures(org_code=code)[0].standard for code in ("RAA", "RAB", "RAC")}
        assert {code: each.value for code, each in found.items()} == {"RAA": 70, "RAB": 66, "RAC": 92}
        assert (found["RAB"].local, found["RAB"].confidence) == (True, "M")


@pytest.mark.parametrize(
    ("base", "months", "assurance", "codes"),
    [
        (600, 24, "consistently_fails", ["FAIL"]),
        (950, 24, "consistently_passes", []),
        (860, 24, "hit_and_miss", ["HIT/MISS"]),
        (600, 12, "too_few", []),
        (600, 1, "too_few", []),
    ],
)
def test_assurance_and_its_signal(base: int, months: int, assurance: str, codes: list[str]) -> None:
    """Against 85%, of 1,000 people; a single month claims neither trend nor failure."""
    with nation(steady("RAA", base=base, months=months), standards=[standard(85.0)]) as drawn:
        (measure,) = drawn.context.measures()
        assert (measure.assurance, drawn.codes("RAA")) == (assurance, codes)
        assert measure.variation == ("too_few" if months < 13 else "common_cause")


def test_a_steady_hundred_per_cent_passes_and_is_never_flagged() -> None:
    rows = [seen("RAA", at, 40 + at, 40 + at) for at in range(24)]
    with nation(rows, standards=[standard(95.0)]) as drawn:
        (measure,) = drawn.context.measures()
        assert (measure.variation, measure.assurance) == ("common_cause", "consistently_passes")
        assert (measure.latest.lower_limit, measure.latest.upper_limit) == (100, 100)
        assert drawn.codes("RAA") == []


def test_a_fall_is_a_concern_only_where_higher_is_better() -> None:
    rows = [
        *steady("RAA"),
        seen("RAA", 24, 400, 1000),
        *steady("RAA", of=OVER_52),
        seen("RAA", 24, 400, 1000, of=OVER_52),
    ]
    with nation(rows) as drawn:
        found = {signal.metric: (signal.code, signal.rule) for signal in drawn.context.signals("RAA")}
        assert found == {
            "rtt_within_18_weeks": ("SC-", "outside_limits"),
            "rtt_over_52_weeks": ("SC+", "outside_limits"),
        }


def rebase(at: int, reason: str) -> dict[str, object]:
    of = {"metric": WITHIN.name, "provider_code": "RAA", "period": month(at)}
    return {**of, "reason": reason, "author": "AB"}


def test_a_rebase_in_the_register_starts_new_limits_and_keeps_the_old_ones() -> None:
    """From 60% to 70% in month 12: the register says why, so 70% is usual; without it, it's a signal."""
    rows = [*steady("RAA", months=12), *[seen("RAA", 12 + at, 700 + 10 * (at % 3), 1000) for at in range(12)]]
    with nation(rows, rebases=[rebase(12, "new building")]) as drawn:
        (measure,) = drawn.context.measures()
        assert measure.variation == "common_cause"
        assert (measure.points[0].mean, measure.latest.mean) == (
            pytest.approx(60.0, abs=0.2),
            pytest.approx(71.0),
        )
        assert [(each.kind, each.text) for each in measure.notes] == [("rebase", "new building")]
        (last,) = drawn.rows(
            f"select unrebased_mean, unrebased_upper from points where period = date '{month(23)}'"
        )
        assert last["unrebased_mean"] == pytest.approx(65.5, abs=0.2)
    with nation(rows) as drawn:
        assert drawn.context.measures()[0].variation == "improvement"


def test_too_few_months_after_a_rebase_are_not_judged() -> None:
    rows = [*steady("RAA", months=18), *[seen("RAA", 18 + at, 700, 1000) for at in range(6)]]
    with nation(rows, rebases=[rebase(18, "merger")], standards=[standard(92.0)]) as drawn:
        (measure,) = drawn.context.measures()
        assert (measure.variation, measure.assurance, measure.latest.mean) == ("too_few", "too_few", None)
        assert measure.points[0].mean is not None


def test_a_value_that_was_not_collected_is_a_hole_not_a_zero() -> None:
    rows = steady("RAA")
    rows[10] |= {"numerator": None, "value": None}
    with nation(rows) as drawn:
        (measure,) = drawn.context.measures()
        assert (len(measure.points), measure.variation) == (23, "common_cause")


def test_intervals_are_of_the_kind_of_metric() -> None:
    """1 of 2,000 a month: exact Poisson, 0.0253 to 5.5716 events; 20 of 100: Wilson; a list has none."""
    rows = [seen("RAA", 0, 1, 2000, of=RATE), seen("RAA", 0, 20, 100), seen("RAA", 0, 500, of=LIST)]
    with nation(rows) as drawn:
        found = {each.metric.name: (each.latest.low, each.latest.high) for each in drawn.context.measures()}
        assert found["falls_per_1000"] == pytest.approx((0.02531780798 / 2, 5.5716433909 / 2))
        assert found["rtt_within_18_weeks"] == pytest.approx((13.33669, 28.88292), abs=1e-4)
        assert found["rtt_list_size"] == (None, None)


def test_a_balancing_figure_may_be_negative() -> None:
    with nation([seen("RAA", 0, -30, 1000, of=REMOVALS)]) as drawn:
        (measure,) = drawn.context.measures()
        assert (measure.latest.value, measure.latest.low) == (-3, None)


def test_the_source_line_names_source_month_and_vintage() -> None:
    with nation([seen("RAA", 5, 1, 2)]) as drawn:
        assert drawn.context.measures()[0].source_line == (
            "NHS England, RTT waiting times, full extract, June 2024, 2nd publication, revised"
        )


def test_measures_are_chosen_by_any_part_of_their_key_and_end_where_asked() -> None:
    rows = [
        *steady("RAA", months=3),
        *steady("RAB", months=3),
        *steady("RAA", months=3, group_code="age:75+"),
    ]
    with nation(rows) as drawn:
        assert len(drawn.context.measures()) == 3
        assert [each.org_code for each in drawn.context.measures(group_code="ALL")] == ["RAA", "RAB"]
        (until,) = drawn.context.measures(org_code="RAB", period=month(1))
        assert until.latest.period == month(1)
        assert drawn.context.measures(org_code="RZZ") == []


def test_the_same_nation_gives_the_same_digits() -> None:
    rows = [row for code in TRUSTS for row in steady(code, base=577)]
    with nation(rows) as one, nation(list(reversed(rows))) as other:
        for table in ("points", "series", "peers", "signals"):
            assert one.rows(f"select * from {table} order by all") == other.rows(
                f"select * from {table} order by all"
            )


def test_a_merger_is_noted_in_the_month_it_took_effect() -> None:
    """RZZ ended with April 2024 and became part of RAA: from May RAA's own months hold both."""
    ended = {"code": "RZZ", "today_code": "RAA", "ended_on": date(2024, 4, 30)}
    undated = {"code": "RZY", "today_code": "RAA", "ended_on": None}
    before = {"code": "RZX", "today_code": "RAA", "ended_on": date(2023, 3, 31)}
    with nation([*steady("RAA"), *steady("RAB")], mergers=[ended, undated, before]) as drawn:
        notes = {measure.org_code: measure.notes for measure in drawn.context.measures()}
    assert notes == {
        "RAA": (Note(date(2024, 5, 1), "merger", "RZZ became part of this organisation"),),
        "RAB": (),
    }


def fifths_of(counts: Sequence[tuple[int, int]]) -> list[dict[str, object]]:
    """Observations of the fifths, most deprived first, and of everybody."""
    rows = [
        seen("RAA", 0, x, n, group_code=f"deprivation:{fifth}")
        for fifth, (x, n) in enumerate(counts, start=1)
    ]
    return [*rows, seen("RAA", 0, sum(x for x, _ in counts), sum(n for _, n in counts))]


def gradient_of(rows: Sequence[dict[str, object]], group: str = "ALL") -> Gradient | None:
    with nation(rows) as drawn:
        (whole,) = drawn.context.measures(org_code="RAA", group_code=group)
    return whole.gradient


def test_the_gradient_of_five_fifths_on_a_line() -> None:
    """
    61, 63, 65, 67, 69% of 1,000 each: 2 points a fifth, 10 from end to end, 60% there and 70% here.
    Its error: places -0.4 to 0.4, squares 0.4 in all; 2.5 x each place x 1.5 points or so: 4.7 points for 95%.
    """
    rows = fifths_of([(610, 1000), (630, 1000), (650, 1000), (670, 1000), (690, 1000)])
    found = gradient_of(rows)
    assert found is not None
    assert (found.points, found.ratio) == (pytest.approx(10), pytest.approx(70 / 60))
    assert (10 - found.low, found.high - 10) == (pytest.approx(4.66, abs=0.02), pytest.approx(4.66, abs=0.02))
    assert gradient_of(rows, "deprivation:1") is None


def test_the_gradients_of_a_nation_in_sql_agree_with_numpy() -> None:
    """Thirty trusts of fifths of every size, in one pass; a trust with nobody counted has no ratio."""
    chance = Random(7)
    nobody = [(0, 20)] * 5
    drawn = {
        f"R{at}": [(chance.randint(0, n), n) for n in chance.choices(range(20, 900), k=5)] for at in range(30)
    }
    rows = [
        row | {"org_code": org}
        for org, counts in (drawn | {"R99": nobody}).items()
        for row in fifths_of(counts)
    ]
    with nation(rows) as whole:
        found = {one.org_code: one.gradient for one in whole.context.measures(group_code="ALL")}
    for org, counts in drawn.items():
        x, n = (np.array(each, float) for each in zip(*counts, strict=True))
        errors = np.sqrt((x + 0.5) * (n - x + 0.5) / (n + 1) ** 2 / n)
        expected, gradient = slope_index(100 * x / n, 100 * errors, n), found[org]
        assert gradient is not None
        assert (gradient.points, gradient.low, gradient.high) == pytest.approx(
            (expected.slope, expected.slope_low, expected.slope_high), abs=1e-9
        )
        assert gradient.ratio is None or gradient.ratio == pytest.approx(expected.relative, rel=1e-9)
    assert sum(one.ratio is not None for one in found.values() if one) > 20
    assert found["R99"] is not None
    assert (found["R99"].points, found["R99"].ratio) == (0, None)


@pytest.mark.parametrize(
    "rows",
    [
        fifths_of([(610, 1000), (630, 1000), (650, 1000), (670, 1000)]),  # four
        fifths_of([(610, 1000), (630, 1000), (650, 1000), (670, 1000), (9, 19)]),  # nineteen people
        [
            row | ({"group_code": "age:75+"} if row["group_code"] == "deprivation:3" else {})
            for row in fifths_of([(60, 100)] * 5)
        ],
    ],
)
def test_without_all_five_fifths_there_is_no_gradient(rows: list[dict[str, object]]) -> None:
    assert gradient_of(rows) is None
