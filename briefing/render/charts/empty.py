"""The place of a chart that has nothing to show: it says so, and is never mistaken for a flat line."""

from briefing.document.figure import Figure
from briefing.pack.breakdowns import then_and_now
from briefing.render.charts.frame import known
from briefing.render.charts.svg import drawing, tag, text
from briefing.render.charts.tokens import colour


def is_empty(figure: Figure) -> bool:
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


def empty(*, width: float, height: float) -> str:
    """A dashed frame with the words in it; for a sparkline, which has no room for words, a dash."""
    small = width < 120
    frame = tag(
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
    words = "–" if small else "No figure to show"
    return drawing(
        width, height, frame, text(width / 2, height / 2 + 2.6, words, fill="quiet", anchor="middle")
    )
