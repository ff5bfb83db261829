"""No two labels on each other and none outside the drawing: every kind, at every size, in every state."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import boxes
import builders
import packs
import pytest

from briefing.document.figure import Figure
from briefing.measures import Measure, Point
from briefing.pack import breakdowns, figures, waiting
from briefing.pack.model import Pack
from briefing.render.charts import Size, draw
from briefing.render.charts.scales import width_of


@cache
def whole_packs() -> tuple[Pack, ...]:
    return (packs.full(), packs.bare(), packs.torture())


def extremes() -> Iterator[Figure]:
    """Series flat, wild, huge, tiny, short, with a hidden month; one and sixty specialties; one fifth missing."""
    rtt, *_, letters, _ = packs.headline()
    list_size = packs.headline()[4]
    flat = [builders.point(builders.months_before(builders.LATEST, back), 58.3) for back in range(27, -1, -1)]
    yield figures.series(replace(rtt, points=tuple(flat), standard=builders.standard(58.4)), place="headline")
    yield figures.series(replace(rtt, points=packs.series(0.1, 99.9, scatter=0.1)), place="headline")
    yield figures.series(replace(list_size, points=scaled(list_size.points, 1000)), place="headline")
    yield figures.series(replace(letters, points=letters.points[-1:]), place="headline")
    yield figures.series(replace(letters, points=hidden(letters.points)), place="headline")
    for count in (2, 3, 60):
        found = builders.there(breakdowns.multiples(rtt, {m.key: m for m in packs.specialties(rtt, count)}))
        yield found
    for fifths in (packs.fifths(rtt), packs.fifths(rtt)[::4], alike(packs.fifths(rtt))):
        for made in (breakdowns.slope(rtt, fifths), figures.groups(rtt, fifths)):
            assert made is not None
            yield made
    for scale in (0.01, 90.0):
        aged = builders.there(waiting.ages(list_size, packs.waiting_lists(scale)))
        yield aged
    for times in (0.001, 1000):
        flows = {m.key: replace(m, points=scaled(m.points, times)) for m in packs.flows(list_size)}
        fall = builders.there(
            waiting.waterfall(replace(list_size, points=scaled(list_size.points, times)), flows)
        )
        yield fall


def scaled(points: tuple[Point, ...], times: float) -> tuple[Point, ...]:
    return tuple(
        replace(
            point,
            value=None if point.value is None else round(point.value * times),
            numerator=None if point.numerator is None else round(point.numerator * times),
            mean=None,
            lower_limit=None,
            upper_limit=None,
        )
        for point in points
    )


def hidden(points: tuple[Point, ...]) -> tuple[Point, ...]:
    gone = {3, 4, 11, 26}
    return tuple(
        replace(point, value=None, numerator=None, denominator=None, hidden=True) if index in gone else point
        for index, point in enumerate(points)
    )


def alike(fifths: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Five fifths within half a point: their labels want one place."""
    return tuple(
        replace(fifth, points=tuple(replace(p, value=58 + 0.1 * index) for p in fifth.points))
        for index, fifth in enumerate(fifths)
    )


@cache
def everything() -> tuple[Figure, ...]:
    return (*(figure for pack in whole_packs() for figure in pack.figures), *extremes())


@pytest.mark.parametrize("size", ["full", "phone", "card", "spark"])
def test_no_words_lie_on_each_other_or_leave_the_drawing(size: Size) -> None:
    for figure in everything():
        svg = draw(figure, size)
        assert boxes.colliding(svg) == [], (figure.id, size)
        assert boxes.outside(svg) == [], (figure.id, size)


def test_every_kind_of_figure_is_looked_at() -> None:
    assert {figure.kind for figure in everything()} >= {
        "spc",
        "bars",
        "groups",
        "waterfall",
        "ages",
        "multiples",
        "slope",
    }


def test_words_on_each_other_are_seen() -> None:
    two = '<text x="10" y="20" font-size="8">Mean 66</text><text x="14" y="23" font-size="8">England</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 43 30">{two}</svg>'
    assert boxes.colliding(svg) == [("Mean 66", "England")]
    assert boxes.outside(svg) == ["England"]


@pytest.mark.parametrize(
    "words", ["Alderbrook, Thornmere and the Vale", "52.1%", "12,345", "Usual, up to 16.1 weeks", "↑ 1st"]
)
@pytest.mark.parametrize("bold", [False, True])
def test_the_width_that_charts_reckon_with_is_that_of_the_font(words: str, bold: bool) -> None:
    real = boxes.width(words, size=8.0, bold=bold)
    assert width_of(words, bold=bold) == pytest.approx(real, rel=0.04)
