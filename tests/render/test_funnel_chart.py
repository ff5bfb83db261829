"""The funnel drawn: who is named, that names don't collide, and that the curves are the judge's own limits."""

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import builders
import pytest

from briefing.measures import Funnel, FunnelPoint
from briefing.render.charts.funnel import Comparison, funnel
from briefing.render.charts.scales import width_of

SVG = "{http://www.w3.org/2000/svg}"
WIDTH, HEIGHT = 504.0, 190.0


def drawn_funnel(of: Funnel, own: str | None) -> str:
    metric = of.metric
    compared = Comparison(
        of.points, of.kind, of.centre, of.tau2, metric.unit, metric.better, metric.denominator
    )
    return funnel(compared, own, width=WIDTH, height=HEIGHT)


def words(svg: str) -> list[ElementTree.Element]:
    texts = ElementTree.fromstring(svg).iter(f"{SVG}text")
    return [element for element in texts if element.get("aria-hidden") is None]


def outside(name: str, *, size: float, value: float, z: float = -5.0) -> FunnelPoint:
    return FunnelPoint(name, name, size * value / 100, size, value, z, 66, 73, 64, 75)


def crowd(count: int) -> Funnel:
    """So many outliers close to each other."""
    inside = builders.funnel().points[:24]
    together = [
        outside(f"Hospital of the place {n}", size=6000 + 400 * n, value=55 + 0.4 * n) for n in range(count)
    ]
    return replace(builders.funnel(), points=(*inside, *together))


def test_the_outlier_and_our_own_are_named_and_nobody_else() -> None:
    drawn = builders.funnel()
    plain = {element.text for element in words(drawn_funnel(drawn, "RVC"))}
    assert {"Alderbrook Hospitals", "Trust RVC"} <= plain
    assert not {name for name in plain if name and name.startswith("Trust ") and name != "Trust RVC"}


def test_names_of_a_crowd_do_not_cover_each_other_and_stay_inside() -> None:
    named = [e for e in words(drawn_funnel(crowd(12), None)) if "place" in (e.text or "")]
    boxes = []
    for element in named:
        x, y, wide = float(element.get("x") or 0), float(element.get("y") or 0), width_of(element.text or "")
        left = {"end": x - wide, "middle": x - wide / 2}.get(element.get("text-anchor") or "", x)
        boxes.append((left, y - 6, left + wide, y + 1))
    assert 2 <= len(named) <= 8
    assert all(box[0] >= 0 and box[2] <= WIDTH for box in boxes)
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize(("better", "shape"), [("higher", "path"), ("lower", "circle"), ("neither", "rect")])
def test_position_and_shape_both_say_what_an_outlier_means(better: str, shape: str) -> None:
    """Far below the others: a diamond where that's bad, a ring where it's good, a square where it's neither."""
    drawn = builders.funnel()
    drawn = replace(drawn, metric=replace(drawn.metric, better=better))
    root = ElementTree.fromstring(drawn_funnel(drawn, None))
    found = {"circle": 0, "rect": 0, "path": 0}
    for element in root.iter():
        name = element.tag.removeprefix(SVG)
        diamond = name == "path" and (element.get("d") or "").endswith("Z") and element.get("stroke")
        if name in ("circle", "rect") or diamond:
            found[name] += 1
    assert found == {"circle": 0, "rect": 0, "path": 0} | {shape: 1}


def test_no_curve_stands_for_chance_where_chance_explains_it_all() -> None:
    drawn = replace(builders.funnel(), tau2=0.0)
    said = [element.text for element in words(drawn_funnel(drawn, None))]
    assert "99.8%, by chance" not in said
    assert said.count("99.8%") == 2
