"""The design system as one document: tokens, components and every kind of chart in each state, from drawn data.

PYTHONPATH=tests python tests/specimen.py specimen.pdf      look at it after every change to a style sheet
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import builders
import editions
import packs
import peers

from briefing.document.blocks import (
    Callout,
    Chart,
    Column,
    Document,
    Paragraph,
    Row,
    Section,
    Table,
    inside,
    strong,
)
from briefing.document.figure import Figure
from briefing.measures import Measure, Point
from briefing.pack import breakdowns, figures, waiting
from briefing.render.charts.tokens import tokens
from briefing.render.press import paper
from briefing.workspace.colours import contrast

LONG_SPECIALTIES = (
    "Trauma and Orthopaedic Service",
    "Cardiothoracic Surgery Service",
    "Other - Mental Health Services",
    "Elderly Medicine Service",
    "Oral and Maxillofacial Surgery and Restorative Dentistry",
)
State = tuple[str, Figure]


def charts() -> dict[str, list[State]]:
    """Every kind of figure there is: as it should be, empty, with one point, with the longest labels."""
    return {
        kind: [
            (state, replace(figure, id=f"example-{index}-{at}", source_line="drawn data"))
            for at, (state, figure) in enumerate(states)
        ]
        for index, (kind, states) in enumerate(_charts())
    }


def _charts() -> Iterator[tuple[str, list[State]]]:
    worse, better, steady, _, size, *_ = packs.headline()
    yield (
        "Control chart",
        [
            ("getting worse", _series(worse)),
            ("getting better", _series(better)),
            ("ordinary variation, one month hidden", _series(_hidden(steady))),
            ("longest labels", _series(_large(size))),
            ("one point: beside the others", _series(replace(worse, points=worse.points[-1:], notes=()))),
            ("empty", _series(replace(steady, points=tuple(map(_missing, steady.points))))),
        ],
    )
    plan = figures.trajectory(worse, place="headline")
    one_month = figures.trajectory(replace(worse, plans=()), place="headline")
    yield "Plan against actual", [("as usual", plan), ("plan of one month only", one_month)]
    flows = {measure.key: measure for measure in packs.flows(size)}
    fall = _found(waiting.waterfall(size, flows))
    short = _found(waiting.waterfall(replace(size, points=size.points[-2:]), flows))
    yield (
        "Reconciliation of a list",
        [("a year", fall), ("one month", short), ("empty", replace(fall, steps=()))],
    )
    aged = _found(waiting.ages(size, packs.waiting_lists()))
    yield (
        "Age of a list",
        [
            ("as usual", aged),
            ("no year before", replace(aged, waiting=aged.waiting[:1])),
            ("empty", replace(aged, waiting=())),
        ],
    )
    yield "Small multiples", _multiples(worse)
    yield from _beside(worse)


def _multiples(worse: Measure) -> list[State]:
    parts = packs.specialties(worse)
    named = [replace(part, specialty_name=name) for part, name in zip(parts, LONG_SPECIALTIES, strict=False)]
    usual = _panels(worse, parts)
    return [
        ("as usual", usual),
        ("longest labels", _panels(worse, named)),
        ("one month", _of_one_month(usual)),
        ("empty", replace(usual, others=())),
    ]


def _beside(worse: Measure) -> Iterator[tuple[str, list[State]]]:
    """The kinds that set organisations or groups beside each other."""
    yield (
        "Ranked bars",
        [
            ("as usual", _found(figures.peers(worse, ()))),
            ("longest labels", _found(figures.peers(replace(worse, org_name=packs.LONG_NAME), ()))),
        ],
    )
    funnel = builders.funnel(worse)
    drawn = figures.funnel(worse, funnel)
    own = next(point for point in funnel.points if point.org_code == worse.org_code)
    alone = replace(funnel, points=(own,))
    far = replace(own, denominator=400.0, numerator=0.0, value=0.0, z=-9.0)
    far_out = replace(funnel, points=tuple(far if point is own else point for point in funnel.points))
    yield (
        "Funnel",
        [
            ("as usual", drawn),
            ("one organisation far from all others, and the smallest", figures.funnel(worse, far_out)),
            ("one point", replace(drawn, funnel=alone)),
            ("empty", replace(drawn, funnel=None)),
        ],
    )
    fifths = packs.fifths(worse)
    latest = [replace(fifth, points=fifth.points[-1:]) for fifth in fifths]
    star = replace(latest[1], points=(packs.hidden(latest[1].latest),))
    gap, starred = (figures.groups(worse, parts) for parts in (latest, [latest[0], star, *latest[2:]]))
    yield "Groups of people", [("as usual", _found(gap)), ("one group hidden", _found(starred))]
    slope = _found(breakdowns.slope(worse, fifths))
    yield (
        "Then and now",
        [
            ("as usual", slope),
            ("all but alike: labels make room for each other", _alike(slope, fifths)),
            ("empty: one month is no movement", _of_one_month(slope)),
        ],
    )


def _series(measure: Measure) -> Figure:
    return figures.series(measure, place="headline")


def _panels(whole: Measure, parts: Sequence[Measure]) -> Figure:
    return _found(breakdowns.multiples(whole, {part.key: part for part in parts}))


def _found(figure: Figure | None) -> Figure:
    assert figure is not None, "a sample is drawn so that its figure is made"
    return figure


def _of_one_month(figure: Figure) -> Figure:
    parts = tuple(replace(part, points=part.points[-1:]) for part in figure.others)
    return replace(figure, others=parts, measure=replace(figure.measure, points=figure.measure.points[-1:]))


def _alike(figure: Figure, fifths: Sequence[Measure]) -> Figure:
    """Every fifth within half a point of the first, then and now."""
    first = fifths[0]
    parts = tuple(
        replace(
            first,
            group_code=fifth.group_code,
            points=tuple(replace(point, value=(point.value or 0) + at / 10) for point in first.points),
        )
        for at, fifth in enumerate(fifths)
    )
    return replace(figure, others=parts)


def _missing(point: Point) -> Point:
    return replace(point, value=None, numerator=None, denominator=None, low=None, high=None)


def _hidden(of: Measure) -> Measure:
    points = [packs.hidden(point) if index == 9 else point for index, point in enumerate(of.points)]
    return replace(of, points=tuple(points))


def _large(of: Measure) -> Measure:
    """The whole country on one line: seven digits at every label."""
    lines = ("value", "mean", "lower_limit", "upper_limit")
    points = [
        replace(point, **{line: 180 * (getattr(point, line) or 0) for line in lines}) for point in of.points
    ]
    return replace(of, points=tuple(points))


def document() -> Document:
    """A reader's pack, with the system itself before it and every state of a chart behind it."""
    pack = editions.gp(packs.full()).in_one
    kinds = (
        Section(
            f"kind-{number}",
            kind,
            tuple(
                block
                for state, figure in states
                for block in (Paragraph(strong(state)), Chart(figure, "Source: drawn data"))
            ),
            kind="evidence",
            level=3,
        )
        for number, (kind, states) in enumerate(charts().items())
    )
    return replace(
        pack, title="The design system", sections=(*pack.sections, _tokens(), _components(), *kinds)
    )


def _tokens() -> Section:
    columns = tuple(Column(head) for head in ("Name", "Value", "Contrast with paper", "For"))
    rows = tuple(
        Row((
            token.name,
            token.value,
            f"{contrast(token.value, tokens()['paper'].value):.1f}" if token.is_colour else "",
            token.use,
        ))
        for token in tokens().values()
    )  # fmt: skip
    return Section("tokens", "Tokens", (Table(columns, rows),), kind="evidence", level=3)


def _components() -> Section:
    callouts = (
        Callout((strong("What is to be decided."), " Brand tint, a bar at the left."), "decision"),
        Callout(
            (strong("A warning."), " Concern tint: something is missing that the meeting needs."), "warning"
        ),
        Callout((strong("Credit."), " Improvement tint: thanks where they are due."), "thanks"),
        Callout((strong("A quiet note."), " Grey tint: a licence, what to leave alone."), "quiet"),
    )
    among = [
        block
        for section in peers.review()[0].sections
        for block in inside(section.blocks)
        if isinstance(block, Table)
    ]
    return Section("components", "Callouts, and one among others", (*callouts, *among), "evidence", level=3)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(paper(document()))
