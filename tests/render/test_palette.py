"""The palette in grey print and for eyes without red or green receptors: what must be told apart, is.

Colours are turned into what a dichromat sees by the matrices of Viénot, Brettel and Mollon (1999), in linear light.
Distance is CIE 1976 in L*a*b*: 10 is plain to see side by side; grey keeps L* alone.
"""

import math
import re
from itertools import combinations

import builders
import pytest

from briefing.render.charts import icons
from briefing.render.charts.marks import INK, mark
from briefing.render.charts.tokens import colour
from briefing.workspace.colours import contrast

Linear = tuple[float, float, float]

TO_CONES = ((17.8824, 43.5161, 4.11935), (3.45565, 27.1554, 3.86714), (0.0299566, 0.184309, 1.46709))
FROM_CONES = (
    (0.0809444479, -0.130504409, 0.116721066),
    (-0.0102485335, 0.0540193266, -0.113614708),
    (-0.000365296938, -0.00412161469, 0.693511405),
)
SEEN = {
    "every receptor": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red receptor": ((0, 2.02344, -2.52581), (0, 1, 0), (0, 0, 1)),
    "no green receptor": ((1, 0, 0), (0.494207, 0, 1.24827), (0, 0, 1)),
}
MEANINGS = ("concern", "improvement", "common", "neutral", "brand")
ALIKE_IN_HUE = {frozenset(("improvement", "neutral")), frozenset(("improvement", "brand"))}
"""Blue and violet, blue and navy come close for some eyes: their shapes differ, and they never meet as opposites."""


def linear(hexadecimal: str) -> Linear:
    parts = [int(hexadecimal[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def times(matrix: tuple[tuple[float, ...], ...], vector: Linear) -> Linear:
    first, second, third = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def seen_by(eyes: str, hexadecimal: str) -> Linear:
    through = times(FROM_CONES, times(SEEN[eyes], times(TO_CONES, linear(hexadecimal))))
    return tuple(min(max(part, 0.0), 1.0) for part in through)  # type: ignore[return-value]


def lab(rgb: Linear) -> Linear:
    x, y, z = times(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)), rgb)

    def f(t: float) -> float:
        return t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116

    fx, fy, fz = f(x / 0.9505), f(y), f(z / 1.089)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def apart(eyes: str, one: str, other: str) -> float:
    return math.dist(lab(seen_by(eyes, colour(one))), lab(seen_by(eyes, colour(other))))


@pytest.mark.parametrize("eyes", SEEN)
def test_good_and_bad_are_told_apart_by_every_eye(eyes: str) -> None:
    assert apart(eyes, "concern", "improvement") > 40
    assert apart(eyes, "concern", "common") > 25
    assert apart(eyes, "improvement", "common") > 15


@pytest.mark.parametrize("eyes", SEEN)
@pytest.mark.parametrize("pair", list(combinations(MEANINGS, 2)), ids=" ".join)
def test_meanings_that_meet_in_a_chart_are_told_apart(eyes: str, pair: tuple[str, str]) -> None:
    assert apart(eyes, *pair) > (5 if frozenset(pair) in ALIKE_IN_HUE else 10)


def test_red_and_green_of_one_lightness_would_be_caught() -> None:
    red, green = lab(seen_by("no green receptor", "#b35900")), lab(seen_by("no green receptor", "#777700"))
    assert math.dist(red, green) < 10 < math.dist(lab(linear("#b35900")), lab(linear("#777700")))


@pytest.mark.parametrize(
    ("darker", "lighter"),
    [
        ("brand", "bar"),  # our bar among the others
        ("ink", "common"),  # the three shades of a list by age
        ("common", "bar"),
        ("common", "rule"),  # a specialty before the whole
        ("rule", "hairline"),
        ("bar", "paper"),
    ],
)
def test_shades_that_stand_beside_each_other_differ_in_grey(darker: str, lighter: str) -> None:
    light = [lab(linear(colour(name)))[0] for name in (darker, lighter)]
    assert light[1] - light[0] > 8


def in_two_inks(svg: str) -> str:
    """A drawing as the worst printer leaves it: what is dark is black, all else is paper."""
    return re.sub(
        r"#[0-9a-f]{6}", lambda found: "black" if contrast(found[0], "#ffffff") > 3 else "paper", svg
    )


def test_signs_and_marks_are_told_apart_by_their_shapes_alone() -> None:
    trends = ("concern", "improvement", "neutral", "common_cause", "too_few")
    aims = ("consistently_fails", "consistently_passes", "hit_and_miss", "no_standard")
    shapes = (
        {in_two_inks(icons.variation(builders.measure(variation=state))) for state in trends},
        {in_two_inks(icons.assurance(builders.measure(assurance=aim))) for aim in aims},
        {in_two_inks(mark(0, 0, kind)) for kind in INK},
    )
    assert [len(each) for each in shapes] == [5, 4, 4]


def test_colour_alone_would_not_do() -> None:
    orange, blue = (f'<circle r="3" fill="{colour(name)}"/>' for name in ("concern", "improvement"))
    assert orange != blue
    assert in_two_inks(orange) == in_two_inks(blue)


@pytest.mark.parametrize("ink", ["ink", "quiet", "brand", "concern", "improvement", "neutral", "standard"])
@pytest.mark.parametrize(
    "ground", ["paper", "tint", "watermark", "brand-tint", "concern-tint", "improvement-tint"]
)
def test_words_stand_out_from_their_ground(ink: str, ground: str) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for text."""
    assert contrast(colour(ink), colour(ground)) >= 4.5


@pytest.mark.parametrize("mark", ["concern", "improvement", "neutral", "common", "brand", "standard"])
@pytest.mark.parametrize("ground", ["paper", "tint"])
def test_marks_stand_out_from_their_ground(mark: str, ground: str) -> None:
    """WCAG 2.2 AA: 3 to 1 for what carries meaning without being text."""
    assert contrast(colour(mark), colour(ground)) >= 3
