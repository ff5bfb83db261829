"""What moved a list: where it stood, what joined, what left and how, where it stands. Columns that add up."""

from collections.abc import Sequence
from itertools import pairwise

from briefing import formats
from briefing.document.figure import Movement
from briefing.render.charts.frame import quiet
from briefing.render.charts.scales import Values, values, wrapped
from briefing.render.charts.svg import Shape, drawing, line, lines_of, tag, text
from briefing.render.charts.tokens import colour

TOP, FOOT = 16.0, 24.0
MILLION = 1e6


def waterfall(steps: Sequence[Movement], *, width: float, height: float) -> str:
    """Draw the levels from zero, each change from where the one before it ended, and its number over it."""
    spans = _spans(steps)
    ends = [end for span in spans for end in span]
    scale = values(ends, start=height - FOOT, end=TOP + 8, from_zero=True)
    place = width / len(steps)
    middles = [place * (index + 0.5) for index in range(len(steps))]
    half = min(place * 0.32, 34)
    large = any(abs(step.amount) >= MILLION for step in steps)
    shapes = [
        quiet(0, 8, "people, in millions (m)" if large else "people", None),
        line(0, scale.start, width, scale.start, stroke="rule", width=0.8),
    ]
    for (x, (_, end)), (next_x, _) in pairwise(zip(middles, spans, strict=True)):
        y = scale.at(end)
        shapes.append(line(x + half, y, next_x - half, y, stroke="common", width=0.6))
    for step, x, span in zip(steps, middles, spans, strict=True):
        name = wrapped(step.name, at=max(int(place / 4.3), 6))
        shapes += [
            _column(step, x, half, scale, span),
            text(x, scale.at(max(span)) - 4, _signed(step), anchor="middle", bold=True),
            lines_of(name, x, scale.start + 11, leading=9, fill="quiet", anchor="middle"),
        ]
    return drawing(width, height, *shapes)


def _spans(steps: Sequence[Movement]) -> list[tuple[float, float]]:
    """Where each column starts and ends: levels from zero, changes from the end of the one before."""
    found: list[tuple[float, float]] = []
    for step in steps:
        start = 0.0 if step.kind == "level" else found[-1][1]
        found.append((start, start + step.amount))
    return found


def _column(step: Movement, x: float, half: float, scale: Values, span: tuple[float, float]) -> Shape:
    """Filled for a level, grey for what was reported, an empty dashed frame for what was worked out."""
    top, bottom = scale.at(max(span)), scale.at(min(span))
    fill = {"level": "brand", "reported": "bar", "balance": "paper"}[step.kind]
    framed = step.kind == "balance"
    return tag(
        "rect",
        x=x - half,
        y=top,
        width=2 * half,
        height=max(bottom - top, 0.8),
        fill=colour(fill),
        stroke=colour("ink") if framed else None,
        stroke_width=0.9 if framed else None,
        stroke_dasharray="3 2" if framed else None,
    )


def _signed(step: Movement) -> str:
    """A number that fits over its column: millions to a tenth, all else to the last person."""
    people = abs(step.amount)
    size = formats.number(people) if people < MILLION else f"{formats.number(people / MILLION, 1)} m"
    sign = "" if step.kind == "level" else "+" if step.amount >= 0 else "−"
    return f"{sign}{size}"
