"""Charts: well-formed, escaped, honest about short histories, and right in what they show."""

import re
from dataclasses import replace
from itertools import pairwise

import builders
import packs
import pytest
from boxes import words
from hypothesis import given
from hypothesis import strategies as st

from briefing.document.figure import Figure
from briefing.measures import Measure
from briefing.pack import figures
from briefing.render.charts import draw
from briefing.render.charts.scales import spread, values, wrapped
from briefing.render.charts.svg import strokes
from briefing.render.charts.tokens import colour

SVG = "{http://www.w3.org/2000/svg}"


def figure(measure: Measure, **changes: object) -> Figure:
    return replace(figures.series(measure, place="headline"), **changes)  # type: ignore[arg-type]


def test_names_are_escaped() -> None:
    peers = tuple(builders.peer(f"R{i}", org_name="<script>&amp;") for i in range(3))
    found = builders.there(figures.peers(builders.measure(peers=peers), []))
    svg = draw(found)
    assert "<script>" not in svg
    assert words(svg).count("<script>&amp;") == 3


def test_a_control_chart_names_its_lines_and_its_rule() -> None:
    shown = words(draw(figure(packs.headline()[0])))
    assert {"↑ Standard 92%", "58.3%", "13 months, all on one side of the mean", "A", "B"} <= set(shown)
    assert any(text.startswith("Mean 6") for text in shown)


def test_marks_differ_in_shape_as_well_as_in_colour() -> None:
    concern, better, changed = (draw(figure(packs.headline()[index])) for index in (0, 1, 4))
    assert colour("concern") in concern
    assert "<circle" in better.replace('r="5.5"', "")
    assert "<rect" in changed
    assert "<rect" not in concern


def test_a_short_history_is_dots_without_a_line_or_limits() -> None:
    svg = draw(figure(builders.measure([70.0, 71.0, 69.0], standard=92.0)))
    assert not any(text.startswith(("Mean", "Usual")) for text in words(svg))
    assert f'stroke="{colour("common")}" stroke-width="1"' not in svg  # the joining line


def test_one_month_stands_beside_the_others_and_claims_nothing() -> None:
    one = builders.measure([61.0], england=64.95, board=62.0, standard=92.0)
    shown = words(draw(figure(one)))
    assert {"This provider", "Our board", "England", "61.0%", "65.0%", "Standard 92%"} <= set(shown)


@pytest.mark.parametrize(("better", "expected"), [("higher", [80, 75, 70, 60]), ("lower", [60, 70, 75, 80])])
def test_peers_rank_best_first_as_dots_on_a_scale_that_shows_the_difference(
    better: str, expected: list[int]
) -> None:
    peers = tuple(builders.peer(f"R{v}", org_name=f"Trust {v}", value=float(v)) for v in (60, 80, 70))
    found = builders.there(
        figures.peers(builders.measure([75.0], metric=builders.metric(better=better), peers=peers), [])
    )
    svg = draw(found)
    named = [t for t in words(svg) if t.endswith(".0%") and "middle" not in t]
    assert [float(t.removesuffix("%")) for t in named] == expected
    at = {place: float(x) for place, x in zip([v for v in expected if v != 75], dots_of(svg), strict=True)}
    assert at[70] - at[60] == pytest.approx(at[80] - at[70], abs=0.1)
    assert at[80] - at[60] > 100  # points of print: a bar from zero would leave them 60


def dots_of(svg: str) -> list[str]:
    return re.findall(r'd="M([\d.]+) [\d.]+h0"', svg)


def test_bars_of_one_month_start_at_zero() -> None:
    svg = draw(figure(builders.measure([60.0], england=80.0)))
    bars = re.findall(r'd="M([\d.]+) [\d.]+H([\d.]+)', svg)
    lengths = sorted({round(float(b) - float(a), 1) for a, b in bars if float(b) - float(a) > 50})
    assert lengths[0] / lengths[-1] == pytest.approx(60 / 80, abs=0.01)


def test_a_line_is_not_drawn_across_a_month_nobody_reported() -> None:
    whole = builders.measure([70.0 + i % 3 for i in range(15)])
    gap = replace(whole, points=tuple(p for i, p in enumerate(whole.points) if i != 7))

    def lines(of: Measure) -> int:
        found = re.search(
            rf'd="([^"]+)" fill="none" stroke="{colour("common")}" stroke-width="1"', draw(figure(of))
        )
        assert found
        return found[1].count("M")

    assert (lines(whole), lines(gap)) == (1, 2)


def test_limits_move_in_steps_at_a_rebase() -> None:
    first, second = builders.points([70.0, 71.0] * 6), builders.points([80.0, 81.0] * 6)
    moved = tuple(
        replace(p, period=builders.months_before(builders.LATEST, 23 - i))
        for i, p in enumerate(first + second)
    )
    svg = draw(figure(builders.measure(points=moved)))
    means = re.search(rf'd="([^"]+)" fill="none" stroke="{colour("common")}" stroke-width="0.9"', svg)
    assert means
    assert means[1].count("M") == 2


def test_a_standard_far_off_is_named_by_an_arrow_in_a_small_chart() -> None:
    measure = builders.measure(standard=92.0)
    assert "↑ Standard 92%" in words(draw(figure(measure), "card"))


def test_groups_mark_the_ends_and_show_the_whole() -> None:
    rtt = packs.headline()[0]
    found = builders.there(figures.groups(rtt, packs.fifths(rtt)))
    assert found.title == "Waiting within 18 weeks: most deprived fifth 52.1%, least deprived fifth 63.9%"
    assert {"Most deprived fifth", "Everyone 58.3%", "52.1%", "63.9%"} <= set(words(draw(found)))


def test_a_plan_is_drawn_beside_the_actual() -> None:
    found = figures.trajectory(packs.headline()[0], place="question")
    assert found.title == "Waiting within 18 weeks: 58.3% where the plan said 63.5%"
    assert {"Plan 67.7% by Sep 2026", "Actual 58.3%"} <= set(words(draw(found)))
    assert "The plan for September 2026 is 67.7%." in found.caption

    ahead = replace(packs.headline()[0], plan=50.0, plans=())
    bars = [draw(figures.trajectory(m, place="question")) for m in (packs.headline()[0], ahead)]
    ends = [[colour(ink) in bar for ink in ("concern", "improvement")] for bar in bars]
    assert ends == [[True, False], [False, True]]  # behind the plan, and ahead of it

    alone = figures.trajectory(replace(packs.headline()[0], plans=()), place="question")
    assert {"Plan 63.5%", "Actual 58.3%"} <= set(words(draw(alone)))
    assert "The plan for" not in alone.caption


@given(st.lists(st.floats(0, 200), min_size=1, max_size=8))
def test_spread_labels_never_touch_and_stay_inside(wanted: list[float]) -> None:
    placed = sorted(spread(wanted, gap=9.5, low=0, high=200))
    assert all(after - before >= 9.5 - 1e-6 for before, after in pairwise(placed))
    assert placed[0] >= -1e-6
    assert placed[-1] <= 200 + 1e-6


@given(st.lists(st.floats(-50, 5_000_000), min_size=1, max_size=30))
def test_a_scale_holds_all_it_shows(shown: list[float]) -> None:
    scale = values(shown, start=100, end=10)
    assert all(10 - 1e-6 <= scale.at(value) <= 100 + 1e-6 for value in shown)
    assert 1 <= len(scale.ticks) <= 12


def test_long_names_take_two_lines() -> None:
    name = "South Brackenshire and Kingsholt Acute and Community Hospitals"
    assert wrapped(name) == ("South Brackenshire and Kingsholt", "Acute and Community Hospitals")
    assert wrapped(name, at=23) == ("South Brackenshire and", "Kingsholt Acute and", "Community Hospitals")
    assert wrapped("Mossgate") == ("Mossgate",)


def test_hidden_figures_are_stars_and_missing_ones_leave_a_gap() -> None:
    whole = builders.measure([70.0 + i % 3 for i in range(15)])
    hidden = replace(builders.point(value=None), hidden=True)
    points = tuple(replace(hidden, period=p.period) if i == 7 else p for i, p in enumerate(whole.points))
    assert words(draw(figure(replace(whole, points=points)))).count("*") == 1
    assert "*" not in words(draw(figure(replace(whole, points=points[:7] + points[8:]))))

    rtt = packs.headline()[0]
    first, second, *rest = packs.fifths(rtt)
    found = builders.there(figures.groups(rtt, [first, replace(second, points=(hidden,)), *rest]))
    assert words(draw(found)).count("*") == 1
    assert "Second most deprived fifth hidden" in found.alt


def test_a_tick_between_two_numbers_is_not_rounded_to_one() -> None:
    """0, 0.5, 1, 1.5 once stood there as 0, 1, 1, 2."""
    assert [number for _, number in values([0.1, 1.2], start=44, end=0, steps=3).numbers] == [
        "0.0",
        "0.5",
        "1.0",
        "1.5",
    ]
    assert [n for _, n in values([0.1, 1.7], start=44, end=0, steps=2).numbers] == ["0", "1", "2"]


def test_a_level_line_is_written_by_its_ends() -> None:
    level = [(0, 5), (10, 5), (20, 5), (20, 8), (30, 8)]
    assert 'd="M0 5H20V8H30"' in strokes([level], stroke="ink")
    there_and_back = [(0, 5), (20, 5), (10, 5)]
    assert 'd="M0 5H20H10"' in strokes([there_and_back], stroke="ink")


@pytest.mark.parametrize(
    ("values", "special", "named"),
    [
        ([70.0, 71.0, 69.0] * 5, 0, True),
        ([26.0, 26.1] * 5 + [12.0, 12.1] * 5, 0, False),
        ([26.0, 25.0, 27.0] * 4 + [12.0, 11.5, 12.5, 12.0], 4, False),
    ],
)
def test_limits_that_no_month_need_lie_between_are_called_limits(
    values: list[float], special: int, named: bool
) -> None:
    """Ordinary months; two levels that nobody marks; a step."""
    marked = builders.measure(values, special=special, variation="concern" if special else "common_cause")
    shown = words(draw(figure(marked)))
    assert any(text.startswith("Usual") for text in shown) is named
    assert any(text.startswith("Upper limit") for text in shown) is not named
