"""What moved a list: where it stood, what joined, what left and how, where it stands. Columns that add up."""

from collections.abc import Sequence
from itertools import pairwise

from briefing import formats
from briefing.document.figure import Step
from briefing.render.charts.bars import wrapped
from briefing.render.charts.scales import Values, values
from briefing.render.charts.svg import Shape, drawing, line, tag, text
from briefing.render.charts.tokens import colour

TOP, FOOT = 16.0, 24.0
MILLION = 1e6


def waterfall(steps: Sequence[Step], *, width: float, height: float) -> str:
    """Draw the levels from zero, each change from where the one before it ended, and its number over it."""
    spans = reached(steps)
    ends = [end for span in spans for end in span]
    scale = values(ends, top=TOP + 8, bottom=height - FOOT, from_zero=True)
    place = width / len(steps)
    middles = [place * (index + 0.5) for index in range(len(steps))]
    half = min(place * 0.32, 34)
    base = line(0, scale.bottom, width, scale.bottom, stroke="rule", width=0.8)
    large = any(abs(step.amount) >= MILLION for step in steps)
    shapes = [text(0, 8, "people, in millions (m)" if large else "people", fill="quiet"), base]
    for (x, (_, end)), (next_x, _) in pairwise(zip(middles, spans, strict=True)):
        y = scale.y(end)
        shapes.append(line(x + half, y, next_x - half, y, stroke="common", width=0.6))
    for step, x, span in zip(steps, middles, spans, strict=True):
        shapes.append(_column(step, x, half, scale, span))
        shapes.append(_words(step, x, place, scale, span))
    return drawing(width, height, *shapes)


def reached(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """Where each column starts and ends: levels from zero, changes from the end of the one before."""
    found: list[tuple[float, float]] = []
    for step in steps:
        start = 0.0 if step.kind == "level" else found[-1][1]
        found.append((start, start + step.amount))
    return found


def _column(step: Step, x: float, half: float, scale: Values, span: tuple[float, float]) -> Shape:
    """Filled for a level, grey for what was reported, an empty dashed frame for what was worked out."""
    top, bottom = scale.y(max(span)), scale.y(min(span))
    fill = {"level": "brand", "reported": "bar", "balance": "paper"}[step.kind]
    frame = step.kind == "balance"
    return tag(
        "rect",
        x=x - half,
        y=top,
        width=2 * half,
        height=max(bottom - top, 0.8),
        fill=colour(fill),
        stroke=colour("ink") if frame else None,
        stroke_width=0.9 if frame else None,
        stroke_dasharray="3 2" if frame else None,
    )


def _words(step: Step, x: float, place: float, scale: Values, span: tuple[float, float]) -> Shape:
    signed = _brief(abs(step.amount))
    if step.kind != "level":
        signed = f"{'+' if step.amount >= 0 else '−'}{signed}"
    name = wrapped(step.name, at=max(int(place / 4.3), 6))
    lines = [
        text(x, scale.bottom + 11 + 9 * index, part, fill="quiet", anchor="middle")
        for index, part in enumerate(name)
    ]
    return text(x, scale.y(max(span)) - 4, signed, anchor="middle", bold=True) + Shape("").join(lines)


def _brief(people: float) -> str:
    """A number that fits over its column: millions to a tenth, all else to the last person."""
    return formats.number(people) if people < MILLION else f"{formats.number(people / MILLION, 1)} m"
