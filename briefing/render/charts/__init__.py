"""Figures as vector drawings. `draw` chooses the drawing; `size` says for which place on the page."""

from typing import Literal

from briefing.challenge.course import in_levels
from briefing.document.figure import Figure
from briefing.measures import Measure
from briefing.pack.breakdowns import then_and_now
from briefing.render.charts import bars, groups, icons
from briefing.render.charts.ages import ages
from briefing.render.charts.frame import known, quiet
from briefing.render.charts.funnel import Comparison, funnel
from briefing.render.charts.multiples import multiples, strips
from briefing.render.charts.slope import slope
from briefing.render.charts.spc import ControlSeries, spark, spc
from briefing.render.charts.svg import data_uri, drawing, tag
from briefing.render.charts.tokens import colour
from briefing.render.charts.trajectory import trajectory
from briefing.render.charts.waterfall import waterfall

Size = Literal["full", "image", "beside", "phone", "card", "spark"]
"""A whole width; an image of its own, enlarged to a page's width; beside its caption on paper; a phone's width; on a
card; in a row of a table."""
SIZES: dict[Size, tuple[float, float]] = {
    "full": (504, 132),
    "image": (456, 132),
    "beside": (284, 106),
    "phone": (252, 150),
    "card": (212, 84),
    "spark": (112, 34),
}

FUNNEL_HEIGHT = 190.0
EMPTY_HEIGHT = 44.0


def draw(figure: Figure, size: Size = "full") -> str:
    """Draw the figure as SVG. One month alone is never a line: it is set beside England, board and peers."""
    width, height = SIZES[size]
    measure = figure.measure
    series = ControlSeries(
        measure.points,
        measure.metric.unit,
        measure.standard,
        measure.notes,
        levels=in_levels(measure),
    )
    if _is_empty(figure):
        return _empty(width=width, height=min(height, EMPTY_HEIGHT))
    if size == "spark":
        return spark(series, width=width, height=height)
    match figure.kind:
        case "bars":
            return bars.peers(measure, figure.others, width=width)
        case "groups":
            return groups.gap(figure.others, measure, width=width)
        case "funnel" if (whole := figure.funnel) is not None:
            metric = whole.metric
            compared = Comparison(
                points=whole.points,
                kind=whole.kind,
                centre=whole.centre,
                tau2=whole.tau2,
                unit=metric.unit,
                better=metric.better,
                counted=metric.denominator,
            )
            return funnel(compared, measure.org_code, width=width, height=FUNNEL_HEIGHT)
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
            return spc(series, width=width, height=height, small=size in ("card", "phone"))


def images(figure: Figure, size: Size) -> list[str]:
    """Return the figure as it is printed: one image, or of small multiples one a row, for they may go on overleaf."""
    if figure.kind == "multiples" and not _is_empty(figure):
        rows = strips(figure.others, figure.measure, width=SIZES["full"][0])
        return [data_uri(row) for row in rows]
    return [image(figure, size)]


def image(figure: Figure, size: Size = "full") -> str:
    """Return the figure as the address of an image: nothing else has to be fetched."""
    return data_uri(draw(figure, size))


def icon(kind: Literal["variation", "assurance"], measure: Measure) -> str:
    """Return the sign beside a measure, as the address of an image."""
    return data_uri(icons.variation(measure) if kind == "variation" else icons.assurance(measure))


def _is_empty(figure: Figure) -> bool:
    """Whether there is no figure in what would be drawn."""
    match figure.kind:
        case "waterfall":
            return not figure.steps
        case "ages":
            return not any(sum(each.weeks) for each in figure.waiting[:1])
        case "funnel":
            return figure.funnel is None or not figure.funnel.points
        case "slope":
            return not any(then_and_now(part) for part in figure.others)
        case "groups" | "multiples":
            return not any(known(part.points) for part in figure.others)
        case _:
            return not known(figure.measure.points)


def _empty(*, width: float, height: float) -> str:
    """A dashed frame that says so, never mistaken for a flat line; a sparkline has no room for words but a dash."""
    framed = tag(
        "rect",
        x=0.5,
        y=0.5,
        width=width - 1,
        height=height - 1,
        rx=4,
        fill="none",
        stroke=colour("rule"),
        stroke_dasharray="3 3",
    )
    words = "–" if width < 120 else "No figure to show"
    return drawing(width, height, framed, quiet(width / 2, height / 2 + 2.6, words))
