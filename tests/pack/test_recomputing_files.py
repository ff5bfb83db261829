"""The files inside a pack, row by row; a funnel travels whole, and the bench finds the same outliers in it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import builders
import packs
import pytest
from nation import RATE, WITHIN, nation, seen

from briefing.bench import funnel_of
from briefing.context import Context
from briefing.measures import Funnel, Metric
from briefing.pack.cells import as_csv
from briefing.pack.how_to import how_to
from briefing.pack.recomputing import funnel, funnel_file, gaps, plan, pprime, removals, spc


def judged(metric: Metric) -> Funnel:
    """Twenty trusts of growing size and one far out, as the national pass judges them."""
    sizes = [1000 + 150 * number for number in range(20)]
    rows = [
        seen(f"RA{n:01X}" if n < 16 else f"RB{n - 16}", 0, 60 + 9 * n, sizes[n], of=metric) for n in range(20)
    ]
    with nation([*rows, seen("RZZ", 0, 700, 2000, of=metric)]) as drawn:
        context: Context = drawn.context
        (measure,) = context.measures(org_code="RZZ")
        (found,) = context.funnels([measure])
    return found


@pytest.mark.parametrize(("metric", "kind"), [(WITHIN, "proportion"), (RATE, "ratio")], ids=["share", "rate"])
def test_the_bench_finds_the_outliers_of_the_pack(tmp_path: Path, metric: Metric, kind: str) -> None:
    drawn = judged(metric)
    assert drawn.kind == kind
    printed: list[Any] = list(funnel(drawn))
    file = tmp_path / funnel_file(metric.name, drawn.specialty_code)
    file.write_bytes(as_csv(printed))
    found = funnel_of(file, kind=drawn.kind)
    assert (found["phi"], found["tau2"]) == pytest.approx((drawn.phi, drawn.tau2), rel=1e-9)
    assert [row["outlier"] for row in found["groups"]] == [row["outlier"] == "yes" for row in printed]
    assert [row["group"] for row in found["groups"] if row["outlier"]] == ["RZZ"]
    scale = 100 if kind == "proportion" else drawn.centre
    for ours, theirs in zip(found["groups"], printed, strict=True):
        assert ours["adjusted_z"] == pytest.approx(theirs["adjusted_z"], rel=1e-9)
        assert scale * ours["high_998"] == pytest.approx(theirs["high_998"], rel=1e-9)


JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))


@pytest.mark.parametrize(("kind", "printed"), [("proportion", pprime), ("rate", spc)])
def test_a_month_that_only_others_reported_is_a_hole_between_the_first_and_the_last(
    kind: str, printed: Any
) -> None:
    points = (builders.point(JANUARY), builders.point(MARCH))
    measure = builders.measure(metric=builders.metric(kind=kind), points=points, standard=92.0)
    rows = list(
        printed([measure], {measure.metric.name: [date(2025, 12, 1), JANUARY, FEBRUARY, MARCH, APRIL]})
    )
    shown = "numerator" if kind == "proportion" else "value"
    assert [(row["date"], row[shown] is None) for row in rows] == [
        (JANUARY, False),
        (FEBRUARY, True),
        (MARCH, False),
    ]
    assert {row["target"] for row in rows} == {0.92 if kind == "proportion" else 92.0}
    other = spc if kind == "proportion" else pprime
    assert list(other([measure], {})) == []


@pytest.mark.parametrize(
    ("better", "worse"), [("higher", ["yes", "no", "no", None]), ("lower", ["no", "no", "yes", None])]
)
def test_worse_than_the_plan_is_on_its_wrong_side(better: str, worse: list[str | None]) -> None:
    months = (JANUARY, FEBRUARY, MARCH, APRIL)
    points = tuple(
        builders.point(month, value) for month, value in zip(months, (64.0, 65.0, 66.0), strict=False)
    )
    measure = builders.measure(
        metric=builders.metric(better=better), points=points, plans=tuple((month, 65.0) for month in months)
    )
    assert [row["worse_than_plan"] for row in plan([measure])] == worse


def test_the_terms_of_a_balance_stand_in_one_row() -> None:
    def counts(name: str, *values: float) -> Any:
        points = tuple(
            replace(builders.point(month, value), numerator=value)
            for month, value in zip((JANUARY, FEBRUARY), values, strict=True)
        )
        return builders.measure(metric=builders.metric(name, kind="count"), points=points)

    terms = {
        m.key: m
        for m in (
            counts("rtt_list_size", 100, 110),
            counts("rtt_clock_starts", 7, 50),
            counts("rtt_treatments", 8, 35),
        )
    }
    [row] = removals([counts("rtt_other_removals", 9, 5)], terms)
    assert list(row.values())[1:] == [FEBRUARY, 100, 50, 35, 110, 5]
    assert list(removals([counts("rtt_list_size", 100, 110)], terms)) == []


def test_each_signal_that_a_card_speaks_of_is_computed_again() -> None:
    """A burden's card says how many, and that even a good month falls short: two steps on one series."""
    of = packs.headline()[0]
    card = builders.finding(
        measure=of,
        signal=builders.signal("BURDEN", of=of),
        trend=builders.signal("FAIL", of=of),
    )
    asked = replace(packs.full().challenge, questions=(builders.question(finding=card),))
    own = {measure.key: measure for measure in packs.headline()}
    told = how_to(asked, own, files={"months.csv", "spc.csv", "pprime.csv"}, screen="nhsr")
    assert [(row["signal"], row["series"].split()[0]) for row in told] == [
        ("BURDEN", of.metric.name),
        ("FAIL", of.metric.name),
    ]


def test_a_gap_brings_every_group_of_its_dimension_and_the_difference_it_rests_on() -> None:
    def group(code: str, numerator: float) -> Any:
        point = builders.point(value=numerator, numerator=numerator, denominator=100.0)
        return builders.measure(group_code=code, points=(point,))

    parts = [
        group("deprivation:1", 50),
        group("deprivation:3", 60),
        group("deprivation:5", 70),
        group("age:75+", 9),
    ]
    signal = builders.signal("GAP", of=parts[0], rule="deprivation_against_deprivation:5")
    question = builders.question(finding=builders.finding(measure=parts[0], signal=signal))
    challenge = replace(packs.challenge(packs.headline()), questions=(question,))
    rows = list(gaps(challenge, {part.key: part for part in parts}))
    assert [(row["group"], row["role"]) for row in rows] == [
        ("deprivation:1", "asked about"),
        ("deprivation:3", "other"),
        ("deprivation:5", "against"),
    ]
    assert [row["difference"] for row in rows] == [pytest.approx(-20), None, None]
    rest = replace(
        question, finding=replace(question.finding, signal=replace(signal, rule="gap_against_the rest"))
    )
    rows = list(gaps(replace(challenge, questions=(rest,)), {part.key: part for part in parts}))
    assert rows[0]["difference"] == pytest.approx(50 - 65)
    special = replace(question, finding=replace(question.finding, signal=replace(signal, code="SC-")))
    assert list(gaps(replace(challenge, questions=(special,)), {part.key: part for part in parts})) == []


def test_the_first_months_of_a_feed_are_left_out_of_what_is_computed_again() -> None:
    """Eight months that set no limits, then fifteen that do; and eight alone, of which there is nothing to compute."""
    feed = builders.metric(settles_in=12)
    early = tuple(
        replace(one, period=builders.months_before(one.period, 15)) for one in builders.points([99.0] * 8)
    )
    settled = builders.measure(metric=feed)
    rows = list(pprime([replace(settled, points=(*early, *settled.points))], {}))
    assert [row["date"] for row in rows] == [point.period for point in settled.points]
    assert list(pprime([replace(settled, points=early)], {})) == []
    assert len(list(pprime([builders.measure([70.0, 71.0])], {}))) == 2
