"""No word of a chart lies on its data, on another word or outside the drawing, whatever the months are."""

from collections.abc import Sequence
from dataclasses import replace

import boxes
import builders
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.challenge.course import in_levels
from briefing.measures import Measure, Point
from briefing.months import months_before
from briefing.pack import breakdowns, figures
from briefing.render.charts import Size, draw
from briefing.render.charts.funnel import Comparison, funnel
from briefing.render.charts.multiples import sheet_of
from briefing.render.charts.svg import dots, drawing, strokes, text

SIZES: tuple[Size, ...] = ("full", "image", "beside", "phone", "card")
LONG = "South Brackenshire, Kingsholt and the Vale of Winterbourne University Hospitals NHS Foundation Trust"

shares = st.one_of(st.sampled_from([0.0, 100.0, 50.0, 49.9, 0.04]), st.floats(0, 100))
flat = st.builds(lambda value, months: [value] * months, shares, st.integers(3, 60))
wild = st.lists(shares, min_size=3, max_size=60)
spike = st.builds(lambda values, last: [*values, last], flat, shares)
step = st.builds(
    lambda one, other, before, since: [one + i % 3 for i in range(before)] + [other + i % 2 for i in range(since)],
    st.floats(0, 97),
    st.floats(0, 97),
    st.integers(8, 30),
    st.integers(3, 16),
)  # fmt: skip
histories = st.one_of(flat, wild, spike, step)


def faults(svg: str) -> list[object]:
    return [*boxes.over_data(svg), *boxes.colliding(svg), *boxes.outside(svg)]


def series(values: Sequence[float], gone: set[int], special: int, aim: float | None, rule: str) -> Measure:
    months: list[float | None] = [
        None if at in gone and at < len(values) - 3 else v for at, v in enumerate(values)
    ]
    made = builders.measure(
        months, standard=aim, special=min(special, len(values) - 2), variation="concern", org_name=LONG
    )
    marked = tuple(replace(p, rule=rule) if p.point_type != "common_cause" else p for p in made.points)
    notes = (builders.note(months_before(builders.LATEST, len(values) // 2)), builders.note())
    return replace(made, points=marked, notes=notes)


@settings(max_examples=120, deadline=None)
@given(
    histories,
    st.sets(st.integers(0, 59), max_size=12),
    st.integers(0, 12),
    st.one_of(st.none(), shares),
    st.sampled_from(["outside_limits", "shift", "trend", "two_of_three"]),
)
@example([0.0] * 3, set(), 0, 100.0, "shift")
@example([100.0] * 60, set(), 7, 100.0, "shift")
@example([70.0] * 35 + [5.0], set(), 1, 92.0, "outside_limits")
@example([70.0, 71.0, 69.0] * 8 + [40.0, 41.0, 40.0, 41.0], {5, 6}, 4, 41.0, "shift")
def test_a_control_chart_and_a_plan(
    values: list[float], gone: set[int], special: int, aim: float | None, rule: str
) -> None:
    measure = series(values, gone, special, aim, rule)
    ends = values[-1]
    plans = tuple((months_before(builders.LATEST, 3 - n), min(100.0, ends + 2.0 * n)) for n in range(9))
    planned = replace(measure, plan=plans[3][1], plans=plans)
    for size in SIZES:
        assert faults(draw(figures.series(measure, place="headline"), size)) == [], size
        assert faults(draw(figures.trajectory(planned, place="headline"), size)) == [], size


@settings(max_examples=60, deadline=None)
@given(
    st.lists(shares, min_size=3, max_size=14),
    st.one_of(st.none(), shares),
    st.one_of(st.none(), shares),
    shares,
    st.booleans(),
)
@example([70.0] * 10, 70.0, 70.0, 70.0, True)
@example([99.8, 99.9, 100.0], 92.0, 99.9, 0.0, True)
@example([0.04, 50.0, 50.0], None, None, 50.0, False)
def test_peers_and_one_month(
    values: list[float], aim: float | None, england: float | None, own: float, long: bool
) -> None:
    peers = tuple(
        builders.peer(f"R{at:02}", org_name=LONG if long else f"Trust {at}", value=value)
        for at, value in enumerate(values)
    )
    one = builders.measure([own], standard=aim, peers=peers, england=england, peers_value=values[0], plan=aim)
    ranked = builders.there(figures.peers(one, []))
    for size in SIZES:
        assert faults(draw(ranked, size)) == [], size
        assert faults(draw(figures.series(one, place="headline"), size)) == [], size


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(shares, min_size=6, max_size=36), min_size=2, max_size=24), st.one_of(st.none(), shares)
)
def test_small_multiples(histories: list[list[float]], aim: float | None) -> None:
    whole = builders.measure([50.0 + i % 3 for i in range(12)], standard=aim)
    parts = [
        builders.measure(
            values, specialty_code=f"{at}", specialty_name="Trauma and orthopaedic", england=england
        )
        for at, values in enumerate(histories)
        for england in [values[0]]
    ]
    found = builders.there(breakdowns.multiples(whole, {part.key: part for part in parts}))
    for size in SIZES:
        assert faults(draw(found, size)) == [], size


@pytest.mark.parametrize(
    ("levels", "own"), [((40.0, 99.0), True), ((40.0, 60.0, 99.0), True), ((60.0, 62.0), False)]
)
def test_small_multiples_far_apart_still_show_change(levels: tuple[float, ...], own: bool) -> None:
    """Months that swing by 2 points: on one scale from 40 to 99 they would take 3% of a panel."""
    whole = builders.measure([55.0] * 12)
    parts = [
        builders.measure([level + n % 2 * 2 - 1 for n in range(12)], specialty_code=f"{at}", england=level)
        for at, level in enumerate(levels)
    ]
    found = builders.there(breakdowns.multiples(whole, {part.key: part for part in parts}))
    assert ("equal length" in found.caption) == own
    assert ("The pale line" in found.caption) == (not own)
    sheet = sheet_of(parts, whole, 500)
    lengths = {round(scale.high - scale.low, 6) for scale in sheet.scales}
    assert len(lengths) == 1
    for part, scale in zip(sheet.parts, sheet.scales, strict=False):
        low, high = breakdowns.span_of(part)
        assert scale.low <= low + 1e-9
        assert high <= scale.high + 1e-9
        assert (high - low) / (scale.high - scale.low) >= (0.99 if own and part is not whole else 0.2)
    for size in SIZES:
        assert faults(draw(found, size)) == [], size


def panels(count: int, size: Size) -> list[int]:
    """How many panels stand in each row, by where their names stand."""
    whole = builders.measure()
    parts = [builders.measure(specialty_code=f"{n}", specialty_name=f"Ward {n}") for n in range(count)]
    svg = draw(builders.there(breakdowns.multiples(whole, {part.key: part for part in parts})), size)
    tops = [box.top for box in boxes.boxes(svg) if box.words.startswith(("Ward", "All together"))]
    return [tops.count(top) for top in dict.fromkeys(tops)]


@pytest.mark.parametrize("size", ["full", "phone"])
def test_no_panel_is_left_over_on_a_row_of_its_own(size: Size) -> None:
    assert all(panels(count, size)[-1] > 1 for count in range(2, 25))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(50, 9000), st.floats(30, 95)), min_size=1, max_size=40), st.integers(0, 39)
)
def test_names_in_a_funnel_keep_off_the_dots(places: list[tuple[float, float]], own: int) -> None:
    drawn = builders.funnel()
    outside = replace(drawn.points[0], z=-5.0)
    points = tuple(
        replace(
            outside, org_code=f"X{n}", org_name=f"Hospital of the place {n}", denominator=size, value=value
        )
        for n, (size, value) in enumerate(places)
    )
    metric = drawn.metric
    compared = Comparison(points, drawn.kind, 70.0, 0.001, metric.unit, metric.better, metric.denominator)
    svg = funnel(compared, f"X{own % len(points)}", width=504, height=190)
    marks = [box for box in boxes.over_dots(svg) if box.startswith("Hospital")]
    assert marks == []


def stepped(since: int) -> Measure:
    values = [70.0, 71.0, 69.0] * 6 + [50.0, 51.0, 49.5, 50.5, 50.0, 51.0, 49.5, 50.5, 50.0, 51.0, 50.0][
        :since
    ]
    return builders.measure(values, special=since, variation="concern")


@pytest.mark.parametrize(("since", "limits"), [(5, False), (11, True)])
def test_a_step_is_drawn_as_two_levels(since: int, limits: bool) -> None:
    """18 months about 70, then some about 50: two means; limits of a level only from ten months on."""
    measure = stepped(since)
    before, after = in_levels(measure)[0], in_levels(measure)[-1]
    assert before.mean == pytest.approx(70.0)
    assert after.mean == pytest.approx(50.25, abs=0.2)
    assert before.upper_limit is not None
    assert before.upper_limit < 77  # of all months together it would lie above 80
    assert (after.upper_limit is not None) is limits
    shown = boxes.words(draw(figures.series(measure, place="headline")))
    assert {words.rsplit(" ", 1)[0] for words in shown} >= {
        "Mean before",
        "Mean since",
        f"Upper limit {'since' if limits else 'before'}",
    }
    assert [p.point_type for p in in_levels(measure)] == [p.point_type for p in measure.points]


def test_months_that_did_not_step_keep_the_lines_that_judge_them() -> None:
    steady = builders.measure()
    assert in_levels(steady) == steady.points


def of_nobody(of: float) -> Point:
    return replace(builders.point(value=0.0), numerator=0.0, denominator=of, low=0.0, high=3.0)


@pytest.mark.parametrize(
    ("of", "label"), [(5, "none"), (120, "none of 120"), (302, "none of 302"), (303, "0.0%"), (4000, "0.0%")]
)
def test_nought_per_cent_is_said_of_enough_people_only(of: float, label: str) -> None:
    months = tuple(replace(of_nobody(of), period=months_before(builders.LATEST, 5 - n)) for n in range(6))
    drawn = figures.series(builders.measure(points=months, variation="too_few"), place="headline")
    assert label in boxes.words(draw(drawn))
    assert ("0.0%" in drawn.title) is (label == "0.0%")


def test_a_plan_of_which_the_title_speaks_is_drawn_even_beside_one_month() -> None:
    found = figures.trajectory(builders.measure([58.0], plan=63.0), place="question")
    assert "where the plan said 63" in found.title
    assert "Plan 63.0%" in boxes.words(draw(found))


def test_words_over_data_are_seen() -> None:
    """A line through words, a dot on them, a line that only passes by."""
    through = drawing(100, 40, strokes([[(0, 0), (60, 40)]], stroke="common"), text(20, 22, "Mean 66"))
    beside = drawing(100, 40, strokes([[(0, 30), (90, 30)]], stroke="common"), text(20, 22, "Mean 66"))
    on = drawing(100, 40, dots([(24, 20)], fill="common", radius=2), text(20, 22, "Mean 66"))
    assert [boxes.over_data(svg) for svg in (through, beside, on)] == [["Mean 66"], [], ["Mean 66"]]
