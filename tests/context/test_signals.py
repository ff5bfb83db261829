"""Which rule fires, how strongly, and what chance alone would show."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nation import (
    GROUPS,
    GUARDED,
    LIST,
    PUBLISHED,
    RATE,
    REMOVALS,
    TRIAGED,
    VOICE,
    WITHIN,
    Drawn,
    month,
    nation,
    seen,
    standard,
    steady,
)
from scipy.special import ndtri

from briefing.context.reading import scanned_sentence
from briefing.statistics.false_discovery import benjamini_hochberg, p_of
from briefing.statistics.funnel import funnel
from briefing.statistics.intervals import newcombe


def plan(at: int, value: float, org: str = "RAA") -> dict[str, object]:
    return {
        "metric": WITHIN.name,
        "provider_code": org,
        "specialty_code": None,
        "period": month(at),
        "planned_value": value,
    }


@pytest.mark.parametrize(
    ("name", "values", "plans", "fires"),
    [
        ("worse two months running", [600, 610], [61, 62], True),
        ("worse in the last month only", [620, 610], [61, 62], False),
        ("worse in the month before only", [600, 620], [61, 62], False),
        ("equal to the plan", [610, 620], [61, 62], False),
        ("no plan for the month before", [600, 610], [None, 62], False),
    ],
)
def test_behind_the_plan(name: str, values: list[int], plans: list[float | None], fires: bool) -> None:
    rows = [seen("RAA", at, value, 1000) for at, value in enumerate(values)]
    agreed = [plan(at, value) for at, value in enumerate(plans) if value is not None]
    with nation(rows, plans=agreed) as drawn:
        assert ("TRAJ" in drawn.codes("RAA")) is fires, name


@pytest.mark.parametrize(
    ("name", "months", "rule"),
    [
        ("six months", range(6), "worse_than_plan_6_months_running"),
        ("a month missing, two since", (0, 1, 2, 4, 5), "worse_than_plan_2_months_running"),
    ],
)
def test_the_rule_counts_the_months_behind_the_plan(name: str, months: Sequence[int], rule: str) -> None:
    rows = [seen("RAA", at, 600, 1000) for at in months] + [seen("RBB", at, 600, 1000) for at in range(6)]
    with nation(rows, plans=[plan(at, 61) for at in range(6)]) as drawn:
        assert [signal.rule for signal in drawn.context.signals("RAA") if signal.code == "TRAJ"] == [rule], (
            name
        )


def test_the_rate_required_stands_beside_the_rate_achieved() -> None:
    """60, 61, 62% so far: one point a month. The plan is 70% five months from now: 1.6 points a month."""
    rows = [seen("RAA", at, 600 + 10 * at, 1000) for at in range(3)]
    with nation(rows, plans=[plan(1, 63.0), plan(2, 64.0), plan(7, 70.0)]) as drawn:
        row = drawn.series("RAA")
        assert (row["plan"], row["months_behind"]) == (64, 2)
        assert row["required_rate"] == pytest.approx(8 / 5)
        assert row["achieved_rate"] == pytest.approx(1.0)
        (measure,) = drawn.context.measures()
        assert measure.plan == 64
        assert measure.plans == ((month(1), 63.0), (month(2), 64.0), (month(7), 70.0))


def test_who_is_behind_the_plan_is_counted_against_the_plan() -> None:
    """620 of 1,000 where 65% was agreed: 30 people, whatever the standard says."""
    rows = [seen("RAA", at, 620, 1000) for at in range(2)]
    with nation(rows, plans=[plan(0, 65.0), plan(1, 65.0)], standards=[standard(92.0)]) as drawn:
        (signal,) = drawn.context.signals("RAA")
        assert (signal.code, signal.people_affected) == ("TRAJ", 30)
        assert drawn.context.measures()[0].people_affected == 300


@pytest.mark.parametrize(
    ("name", "months", "last", "fires"),
    [
        ("half of the usual referrals in the feed", 20, 250, True),
        ("as usual", 20, 505, False),
        ("both fall alike", 20, None, False),
        ("too few months to know what is usual", 12, 250, False),
    ],
)
def test_two_sources_that_part_ways(name: str, months: int, last: int | None, fires: bool) -> None:
    """Our residents' referrals at RAA as published, and in our practices' feed: about half, give or take 10."""
    wobble = (0, 5, -10, 10, -5)
    rows = [
        seen("RAA", at, 1000 + 2 * wobble[at % 5], of=PUBLISHED, population_code="QAA")
        for at in range(months - 1)
    ]
    rows += [seen("RAA", at, 20, 500 + wobble[at % 5], of=TRIAGED) for at in range(months - 1)]
    published, feed = (1000, last) if last else (500, 250)
    rows += [seen("RAA", months - 1, published, of=PUBLISHED, population_code="QAA")]
    rows += [seen("RAA", months - 1, 20, feed, of=TRIAGED)]
    with nation(rows) as drawn:
        found = [each for each in drawn.context.signals("RAA") if each.code == "CLASH"]
    assert bool(found) is fires, name
    for each in found:
        assert (each.metric, each.population_code, each.direction) == (PUBLISHED.name, "QAA", "neutral")


def test_a_gap_between_the_most_and_the_least_deprived() -> None:
    """55% of 1,000 against 65% of 1,000: ten points, newcombe's interval from 5.7 to 14.2; 100 people."""
    rows = [
        seen("RAA", 0, 550, 1000, group_code="deprivation:1"),
        seen("RAA", 0, 650, 1000, group_code="deprivation:5"),
    ]
    rows += [seen("RAA", 0, 600, 1000, group_code="deprivation:3")]
    with nation(rows) as drawn:
        (signal,) = drawn.context.signals("RAA")
        assert (signal.code, signal.group_code, signal.direction, signal.people_affected) == (
            "GAP",
            "deprivation:1",
            "concern",
            100,
        )
        row = drawn.series("RAA", group="deprivation:1")
        _, low, high = newcombe([550], [1000], other_numerator=[650], other_denominator=[1000])
        assert (row["gap"], row["gap_against"]) == (pytest.approx(-10), "deprivation:5")
        assert (row["gap_low"], row["gap_high"]) == pytest.approx((100 * low[0], 100 * high[0]))


@pytest.mark.parametrize(
    ("england", "fires"),
    [
        ((1000, 1000), True),  # no gap in England
        ((960, 1000), True),  # 2 points there, and 5.7 to 14.2 here
        ((880, 1000), False),  # 6 points there: what is here may be the same
        ((760, 1000), False),  # 12 points there
        ((1020, 1000), True),  # the other way round there
        (None, True),  # not known there
    ],
)
def test_a_published_gap_is_a_finding_only_beyond_englands(
    england: tuple[int, int] | None, fires: bool
) -> None:
    """55% of 1,000 against 65% of 1,000 here: ten points, from 5.7 to 14.2. In England of 2,000 each."""
    rows = [
        seen("RAA", 0, 550, 1000, group_code=POOR, of=GROUPS),
        seen("RAA", 0, 650, 1000, group_code=RICH, of=GROUPS),
    ]
    for group, numerator in zip((POOR, RICH), england or (), strict=False):
        rows.append(seen("ENG", 0, numerator, 2000, group_code=group, of=GROUPS))
    with nation(rows) as drawn:
        assert ("GAP" in drawn.codes("RAA")) is fires
        row = drawn.series("RAA", GROUPS, group=POOR)
        assert row["gap_england"] == (pytest.approx((england[0] - england[1]) / 20) if england else None)


def test_nothing_is_judged_of_everybody_by_a_metric_that_is_there_for_groups() -> None:
    """A fall of ten points in the last month, told by two metrics: only the one that is of everybody fires."""
    for of, fires in ((WITHIN, True), (GROUPS, False)):
        rows = [*steady("RAA", of=of), seen("RAA", 24, 400, 1000, of=of)]
        with nation(rows) as drawn:
            assert ("SC-" in drawn.codes("RAA")) is fires
            assert bool(drawn.connection.execute("select * from tests").fetchall()) is fires


def by_specialty(cells: Mapping[tuple[str, str], tuple[int, int]]) -> list[dict[str, object]]:
    """Observations of group x specialty, and of each group over all specialties."""
    rows = [
        seen("RAA", 0, x, n, group_code=group, specialty_code=specialty)
        for (group, specialty), (x, n) in cells.items()
    ]
    for group in dict.fromkeys(group for group, _ in cells):
        of = [counts for (each, _), counts in cells.items() if each == group]
        rows.append(seen("RAA", 0, sum(x for x, _ in of), sum(n for _, n in of), group_code=group))
    return rows


POOR, RICH = "deprivation:1", "deprivation:5"


def test_a_gap_that_the_mix_of_specialties_explains_is_no_finding() -> None:
    """In each specialty both wait alike, 80% in 330 and 50% in 110; the deprived are sent to 110 more often."""
    cells = {
        (POOR, "110"): (400, 800), (POOR, "330"): (160, 200), (RICH, "110"): (100, 200), (RICH, "330"): (640, 800)
    }  # fmt: skip
    with nation(by_specialty(cells)) as drawn:
        (row,) = drawn.rows(f"select * from series where group_code = '{POOR}' and specialty_code = 'ALL'")
        assert (row["gap"], row["gap_standardised"]) == (pytest.approx(-18), pytest.approx(0))
        assert row["gap_high"] < 0 < row["gap_standardised_high"]
        assert drawn.context.signals() == []


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(20, 300), st.integers(20, 300)), min_size=4, max_size=4), st.randoms())
def test_the_standardised_gap_is_the_mean_of_the_gaps_within(
    sizes: list[tuple[int, int]], chance: Random
) -> None:
    drawn_cells = {
        (group, specialty): (chance.randint(0, n), n)
        for (poor, rich), specialty in zip(sizes, ("110", "120", "130", "330"), strict=True)
        for group, n in ((POOR, poor), (RICH, rich))
    }
    with nation(by_specialty(drawn_cells)) as drawn:
        (row,) = drawn.rows(f"select * from series where group_code = '{POOR}' and specialty_code = 'ALL'")
    parts = []
    for specialty in ("110", "120", "130", "330"):
        (x1, n1), (x2, n2) = drawn_cells[POOR, specialty], drawn_cells[RICH, specialty]
        parts.append((n1 + n2, x1 / n1 - x2 / n2, wald(x1, n1) + wald(x2, n2)))
    everybody = sum(weight for weight, _, _ in parts)
    gap = sum(weight * difference for weight, difference, _ in parts) / everybody
    error = sum(weight**2 * variance for weight, _, variance in parts) ** 0.5 / everybody
    assert row["gap_standardised"] == pytest.approx(100 * gap)
    assert row["gap_standardised_low"] == pytest.approx(100 * (gap - 1.959963984540054 * error))


def wald(x: int, n: int) -> float:
    """The variance of a share, with half a person on either side."""
    p = (x + 0.5) / (n + 1)
    return p * (1 - p) / n


def test_a_handful_of_people_is_no_group() -> None:
    """Nobody of 19 against 900 of 1,000: however wide the gap, 19 people are too few."""
    rows = [seen("RAA", 0, 900, 1000, group_code=RICH)]
    with nation([*rows, seen("RAA", 0, 0, 19, group_code=POOR)]) as drawn:
        assert drawn.codes("RAA") == []
    with nation([*rows, seen("RAA", 0, 0, 20, group_code=POOR)]) as drawn:
        assert drawn.codes("RAA") == ["GAP"]


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        ("a difference that chance could explain", {"deprivation:1": (60, 100), "deprivation:5": (64, 100)}),
        (
            "tumour sites are no groups of patients",
            {"cancer:Lung": (400, 1000), "cancer:Breast": (900, 1000)},
        ),
        ("one group alone", {"deprivation:1": (600, 1000)}),
    ],
)
def test_what_is_no_gap(name: str, groups: dict[str, tuple[int, int]]) -> None:
    rows = [seen("RAA", 0, *counts, group_code=group) for group, counts in groups.items()]
    with nation(rows) as drawn:
        assert drawn.codes("RAA") == [], name


def test_an_age_group_is_held_against_all_others() -> None:
    groups = {"age:0-17": (700, 1000), "age:18-74": (690, 1000), "age:75+": (500, 1000)}
    rows = [seen("RAA", 0, *counts, group_code=group) for group, counts in groups.items()]
    with nation(rows) as drawn:
        found = {signal.group_code: signal.direction for signal in drawn.context.signals("RAA")}
        assert found["age:75+"] == "concern"
        assert drawn.series("RAA", group="age:75+")["gap"] == pytest.approx(50 - 69.5)


def test_removals_beyond_their_usual_scatter_do_not_balance() -> None:
    rows = [seen("RAA", at, 100 + 10 * (at % 3), 1000, of=REMOVALS) for at in range(20)]
    rows += [seen("RAA", 20, 300, 1000, of=REMOVALS)]
    with nation(rows) as drawn:
        found = {signal.code: signal for signal in drawn.context.signals("RAA")}
        assert set(found) == {"SC-", "RECON"}
        assert found["RECON"].people_affected == 300


def test_a_provider_that_stops_reporting_is_silent_and_nothing_else_is_said_of_it() -> None:
    """RAB reported until month 22; nobody knows how it stands now. RAC stopped more than a year ago."""
    rows = [*steady("RAA"), *steady("RAB", months=22), seen("RAB", 22, 300, 1000), *steady("RAC", months=5)]
    with nation(rows, standards=[standard(92.0)]) as drawn:
        (signal,) = drawn.context.signals("RAB")
        assert (signal.code, signal.period, signal.specialty_code) == ("SILENT", month(23), "ALL")
        assert drawn.codes("RAC") == []


def test_a_merged_organisation_as_it_was_has_no_signals() -> None:
    with nation(
        [
            *steady("RAA"),
            seen("RAA", 24, 300, 1000),
            *[
                row | {"view": "as_was", "org_code": "RAO"}
                for row in [*steady("RAA"), seen("RAA", 24, 300, 1000)]
            ],
        ]
    ) as drawn:
        assert (drawn.codes("RAA"), drawn.codes("RAO")) == (["SC-"], [])
        assert drawn.context.measures(org_code="RAO", view="as_was")[0].variation == "concern"


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3000), st.floats(0, 1)), min_size=8, max_size=30))
def test_the_funnel_in_sql_agrees_with_the_one_in_numpy(counts: list[tuple[int, float]]) -> None:
    shares = [(round(n * share), n) for n, share in counts]
    rows = [seen(f"R{number:02}", 0, x, n) for number, (x, n) in enumerate(shares)]
    with nation(rows) as drawn:
        found = drawn.rows(
            "select phi, tau2, funnel_z, funnel_lower_998, funnel_upper_95 from series order by org_code"
        )
    total = sum(x for x, _ in shares) / sum(n for _, n in shares)
    if total in (0, 1):
        assert {row["phi"] for row in found} == {None}
        return
    ours = funnel([x for x, _ in shares], [n for _, n in shares], kind="proportion")
    np.testing.assert_allclose([row["phi"] for row in found], ours.phi, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose([row["tau2"] for row in found], ours.tau2, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose([row["funnel_z"] for row in found], ours.adjusted_z, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(
        [row["funnel_lower_998"] for row in found], 100 * ours.limits.low_998, rtol=1e-9, atol=1e-9
    )
    np.testing.assert_allclose(
        [row["funnel_upper_95"] for row in found], 100 * ours.limits.high_95, rtol=1e-9, atol=1e-9
    )


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3000), st.integers(0, 40)), min_size=8, max_size=30))
def test_the_funnel_of_rates_in_sql_leaves_the_tails_out_as_shmi_does(counts: list[tuple[int, int]]) -> None:
    rows = [seen(f"R{number:02}", 0, x, n, of=RATE) for number, (n, x) in enumerate(counts)]
    with nation(rows) as drawn:
        found = drawn.rows("select phi, tau2, funnel_z, funnel_upper_998 from series order by org_code")
    size, events = np.array(counts, float).T
    overall = events.sum() / size.sum()
    if overall == 0:
        assert {row["phi"] for row in found} == {None}
        return
    ours = funnel(events, size * overall, kind="ratio")
    np.testing.assert_allclose([row["phi"] for row in found], ours.phi, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose([row["tau2"] for row in found], ours.tau2, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose([row["funnel_z"] for row in found], ours.adjusted_z, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(
        [row["funnel_upper_998"] for row in found], 1000 * overall * ours.limits.high_998, rtol=1e-9
    )


def test_a_funnel_is_read_back_whole() -> None:
    """Twenty-one trusts, one far below: its own funnel has all of them, with phi, tau-squared and limits."""
    with nation(spread_out(1200)) as drawn:
        (measure,) = drawn.context.measures(org_code="RBA")
        (found,) = drawn.context.funnels([measure])
        assert drawn.context.funnels([]) == []
    ours = funnel([p.numerator for p in found.points], [4000] * 21, kind="proportion")
    assert (found.kind, found.compared_as, len(found.points)) == ("proportion", "nhs_trust", 21)
    assert (found.phi, found.tau2) == pytest.approx((ours.phi, ours.tau2))
    assert [p.high_998 for p in found.points] == pytest.approx(list(100 * ours.limits.high_998))


def spread_out(extra: int) -> list[dict[str, object]]:
    """Twenty trusts of 4,000 a little apart, and one far below."""
    rows = [
        seen(f"RA{letter}", 0, 2400 + 8 * rank, 4000) for rank, letter in enumerate("ABCDEFGHIJKLMNOPQRST")
    ]
    return [*rows, seen("RBA", 0, extra, 4000)]


def test_an_outlier_of_the_adjusted_funnel_and_its_false_discovery_rate() -> None:
    with nation(spread_out(1200)) as drawn:
        (signal,) = [each for each in drawn.context.signals() if each.code == "PEER"]
        assert (signal.org_code, signal.direction, signal.rule) == (
            "RBA",
            "concern",
            "outside_adjusted_funnel_998",
        )
        z = drawn.series("RBA")["funnel_strength"]
        assert signal.strength == pytest.approx(min(z, 10))
        assert signal.q_value == pytest.approx(benjamini_hochberg(p_of([z]))[0])


def outliers(drawn: Drawn) -> list[tuple[str, str]]:
    found = [each for each in drawn.context.signals() if each.code == "PEER"]
    return sorted((each.org_code, each.specialty_code) for each in found)


def test_winsorising_understates_the_spread_and_its_strength_puts_that_right() -> None:
    """400 trusts that differ by a true spread and nothing else: their strengths are those of ordinary z-scores."""
    draw = np.random.default_rng(3)
    shares = np.sin(np.arcsin(np.sqrt(0.6)) + draw.normal(0, 0.05, 400)) ** 2
    rows = [seen(f"R{at:03}", 0, draw.binomial(4000, share), 4000) for at, share in enumerate(shares)]
    with nation(rows) as drawn:
        ((raw, corrected),) = [
            tuple(row.values())
            for row in drawn.rows(
                "select sqrt(avg(funnel_z ** 2)) as raw, sqrt(avg(funnel_strength ** 2)) as corrected from series"
            )
        ]
        assert outliers(drawn) == []
    assert (raw, corrected) == (pytest.approx(1.21, abs=0.09), pytest.approx(1, abs=0.08))


def test_outside_the_funnel_alone_is_no_finding_among_many() -> None:
    """One trust at 3.3 among 200: by chance there is one beyond 3 in most such nations."""
    steps = np.arcsin(np.sqrt(0.6)) + 0.05 * ndtri((np.arange(1, 200) - 0.5) / 199)
    rows = [seen(f"R{at:03}", 0, round(4000 * np.sin(y) ** 2), 4000) for at, y in enumerate(steps)]
    edge = 4000 * np.sin(np.arcsin(np.sqrt(0.6)) - 0.05 * 3.3 * 0.83) ** 2
    with nation([*rows, seen("RZZZ", 0, round(edge), 4000)]) as drawn:
        assert drawn.series("RZZZ")["funnel_z"] < -3.090232
        assert outliers(drawn) == []


def test_where_one_patient_would_decide_there_is_no_outlier() -> None:
    """A trust of 12 people, none of whom waited 18 weeks or less: beyond the limit, but ten events are wanted."""
    rows = [seen(f"RA{letter}", 0, 3600, 4000) for letter in "ABCDEFGHIJKLMNOPQRST"]
    with nation([*rows, seen("RBA", 0, 0, 12)]) as drawn:
        assert drawn.series("RBA")["funnel_z"] < -3.090232
        assert outliers(drawn) == []


def test_a_finding_is_named_once_by_the_widest_that_fired() -> None:
    """RBA is far below in all and in 330; a board and its sub-board are, too. A part alone stands for itself."""
    rows = [*spread_out(1200), *[row | {"specialty_code": "330"} for row in spread_out(1200)]]
    rows += [
        seen(f"Q0{n}", 0, 1200 if n == 0 else 2400 + 8 * n, 4000) | {"specialty_code": specialty}
        for n in range(10)
        for specialty in ("ALL", "110")
    ]
    rows += [seen(f"9Z{n}", 0, 1200 if n == 0 else 2400 + 8 * n, 4000) for n in range(10)]
    types = {f"Q0{n}": "board" for n in range(10)} | {f"9Z{n}": "sub_board" for n in range(10)}
    with nation(rows, types=types, places={"9Z0": ["Q00"]}) as drawn:
        assert outliers(drawn) == [("Q00", "ALL"), ("RBA", "ALL")]
    alone = [row | {"specialty_code": "330"} for row in spread_out(1200)]
    with nation(alone) as drawn:
        assert outliers(drawn) == [("RBA", "330")]


def test_seven_organisations_make_no_funnel() -> None:
    with nation(spread_out(1200)[-7:]) as drawn:
        assert drawn.context.signals() == []


def test_private_hospitals_are_not_held_against_trusts() -> None:
    """Ten trusts near 60% and ten clinics near 95%: each is ordinary among its like."""
    rows = [seen(f"R0{n}", 0, 2400 + 10 * n, 4000) for n in range(10)]
    rows += [seen(f"NX{n}", 0, 190 + n, 200) for n in range(10)]
    with nation(rows) as drawn:
        assert drawn.context.signals() == []


def test_signals_come_strongest_first_as_rows_and_as_values() -> None:
    rows = [*steady("RAA"), seen("RAA", 24, 300, 1000), *steady("RAB"), seen("RAB", 24, 500, 1000)]
    with nation(rows, standards=[standard(92.0)]) as drawn:
        scan = drawn.context.scan()
        assert [row["strength"] for row in scan] == sorted((row["strength"] for row in scan), reverse=True)
        wanted = {"metric", "org_code", "specialty_code", "period", "signal", "rule", "direction"}
        assert wanted | {"people_affected", "strength", "q_value"} <= set(scan[0])
        assert {row["signal"] for row in drawn.context.scan("RAB")} == {"SC-", "FAIL"}
        assert [each.code for each in drawn.context.signals("RAB")] == [
            row["signal"] for row in drawn.context.scan("RAB")
        ]


def test_how_many_were_scanned_and_how_many_would_stand_out_by_chance() -> None:
    """RAA: two charts of 24 months (2 in 100 each) and one gap of groups (5 in 100)."""
    rows = [*steady("RAA"), *steady("RAA", specialty_code="330")]
    rows += [*steady("RAA", group_code="deprivation:1"), *steady("RAA", group_code="deprivation:5")]
    with nation(rows) as drawn:
        assert drawn.context.scanned("RAA") == drawn.context.scanned(None) == 3
        assert drawn.context.chance("RAA") == pytest.approx(0.09)
        assert (drawn.context.scanned("RZZ"), drawn.context.chance("RZZ")) == (0, 0)


@pytest.mark.parametrize(
    ("scanned", "chance", "sentence"),
    [
        (84, 1.7, "We scanned 84 measures; about 2 would stand out by chance alone."),
        (1, 0.02, "We scanned 1 measure; fewer than 1 would stand out by chance alone."),
    ],
)
def test_the_printed_sentence(scanned: int, chance: float, sentence: str) -> None:
    assert scanned_sentence(scanned, chance) == sentence


def test_a_metric_without_a_better_direction_raises_nothing() -> None:
    from dataclasses import replace

    import nation as drawing

    attendances = replace(LIST, name="ae_attendances", better="neither")
    rows = [seen("RAA", at, 100 + at % 3, of=attendances) for at in range(20)] + [
        seen("RAA", 20, 900, of=attendances)
    ]
    drawing.METRICS[attendances.name] = attendances
    try:
        with nation(rows) as drawn:
            assert drawn.context.measures()[0].variation == "neutral"
            assert drawn.context.signals() == []
    finally:
        del drawing.METRICS[attendances.name]


def test_a_standard_that_ends_is_not_judged_afterwards() -> None:
    with nation(steady("RAA"), standards=[standard(92.0, valid_to=date(2024, 3, 31))]) as drawn:
        assert (drawn.context.measures()[0].assurance, drawn.codes("RAA")) == ("no_standard", [])


@pytest.mark.parametrize(
    ("name", "england", "months", "aim", "codes"),
    [
        ("every month worse than England's", 800, 24, None, ["STEADY"]),
        ("England within its ordinary months", 640, 24, None, []),
        ("better than England", 400, 24, None, []),
        ("too few months to call it steady", 800, 9, None, []),
        (
            "the standard is out of reach, and a burden: they say it already",
            800,
            24,
            92.0,
            ["BURDEN", "FAIL"],
        ),
        ("any month may meet the standard, and still", 800, 24, 61.0, ["HIT/MISS", "STEADY"]),
    ],
)
def test_steady_and_worse_than_elsewhere(
    name: str, england: int, months: int, aim: float | None, codes: list[str]
) -> None:
    """60% give or take two points, whatever happens elsewhere; of a specialty nothing is said."""
    rows = [*steady("RAA", months=months), *steady("RAA", months=months, specialty_code="130")]
    rows += [row for at in range(months) for row in (seen("ENG", at, england, 1000),)]
    rows += [seen("ENG", at, england, 1000, specialty_code="130") for at in range(months)]
    aims = [standard(aim, specialty_code="ALL")] if aim is not None else []
    with nation(rows, standards=aims) as drawn:
        found = [each for each in drawn.context.signals("RAA") if each.specialty_code == "ALL"]
        assert sorted(each.code for each in found) == codes, name
        others = [each for each in drawn.context.signals("RAA") if each.specialty_code != "ALL"]
        assert not [each for each in others if each.code == "STEADY"]
        for each in found:
            if each.code == "STEADY":
                assert (each.rule, each.direction) == (
                    "every_ordinary_month_is_worse_than_elsewhere",
                    "concern",
                )
                assert each.strength == 1, "what changed is asked about before it"


@pytest.mark.parametrize(("aim", "fires"), [(63.0, True), (61.0, False), (58.0, False)])
def test_safety_that_misses_its_standard_in_most_months_is_asked_about(aim: float, fires: bool) -> None:
    """60% with a sigma of two points: 63% is missed in most months, 61% in some."""
    with nation(steady("RAA", of=GUARDED), standards=[standard(aim, of=GUARDED)]) as drawn:
        rules = [each.rule for each in drawn.context.signals("RAA") if each.code == "STEADY"]
    assert rules == (["misses_its_standard_in_most_months"] if fires else [])


def test_what_compares_nobody_is_held_against_its_own_past_alone() -> None:
    """
    RAA     60% ... 60%, then 30%     worse than its own past
    RBB     20% every month           far below the others, and as it ever was
    RCC ..  60%
    """
    codes = ["RAA", "RBB", *(f"RC{n}" for n in range(9))]
    likeness = [{"org_code": code, "variable": "beds", "value": float(at)} for at, code in enumerate(codes)]
    rows = [
        row
        for code in codes
        for row in steady(code, base=200 if code == "RBB" else 600, of=VOICE)
        if (code, row["period"]) != ("RAA", month(23))
    ]
    with nation([*rows, seen("RAA", 23, 300, 1000, of=VOICE)], likeness=likeness) as drawn:
        assert drawn.codes("RAA") == ["SC-"]
        assert drawn.codes("RBB") == []
        found = drawn.series("RBB", VOICE)
        assert [found[name] for name in ("peers_value", "england", "board", "funnel_z")] == [None] * 4
        [measure] = drawn.context.measures(org_code="RBB", metrics=[VOICE.name])
        assert measure.peers == ()
