"""Figures as vector drawings. `draw` chooses the drawing; `size` says for which place on the page."""

from typing import Literal

from briefing.document.figure import Figure
from briefing.measures import Measure
from briefing.render.charts import bars, groups, icons, spc
from briefing.render.charts.ages import ages
from briefing.render.charts.empty import empty, is_empty
from briefing.render.charts.frame import known
from briefing.render.charts.funnel import funnel
from briefing.render.charts.multiples import multiples
from briefing.render.charts.slope import slope
from briefing.render.charts.svg import data_uri
from briefing.render.charts.trajectory import trajectory
from briefing.render.charts.waterfall import waterfall

Size = Literal["full", "phone", "card", "spark"]
SIZES: dict[Size, tuple[float, float]] = {
    "full": (504, 138),
    "phone": (252, 150),
    "card": (212, 104),
    "spark": (112, 34),
}

FUNNEL_HEIGHT = 190.0
EMPTY_HEIGHT = 44.0


def draw(figure: Figure, size: Size = "full") -> str:
    """The figure as SVG. One month alone is never a line: it is set beside England, board and peers."""
    width, height = SIZES[size]
    measure = figure.measure
    if is_empty(figure):
        return empty(width=width, height=min(height, EMPTY_HEIGHT))
    if size == "spark":
        return spc.spark(measure, width=width, height=height)
    match figure.kind:
        case "bars":
            return bars.peers(measure, figure.others, width=width)
        case "groups":
            return groups.gap(figure.others, measure, width=width)
        case "funnel" if figure.funnel is not None:
            return funnel(figure.funnel, measure.org_code, width=width, height=FUNNEL_HEIGHT)
        case "waterfall":
            return waterfall(figure.steps, width=width, height=height)
        case "ages":
            return ages(figure.waiting, width=width, height=height + 18)
        case "multiples":
            return multiples(figure.others, measure, width=width)
        case "slope":
            return slope(figure.others, measure, width=width, height=height)
        case "trajectory" if len(known(measure.points)) > 1:
            return trajectory(measure, width=width, height=height)
        case _ if len(known(measure.points)) == 1:
            return bars.single(measure, figure.others, width=width)
        case _:
            return spc.spc(measure, width=width, height=height, small=size in ("card", "phone"))


def image(figure: Figure, size: Size = "full") -> str:
    """The figure as the address of an image: nothing else has to be fetched."""
    return data_uri(draw(figure, size))


def icon(kind: Literal["variation", "assurance"], measure: Measure) -> str:
    """The sign beside a measure, as the address of an image."""
    return data_uri(icons.variation(measure) if kind == "variation" else icons.assurance(measure))
