"""Each kind of chart as it should be, empty, with one point, and with the longest labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.document.figure import Figure
from briefing.measures import Measure, Point
from briefing.pack import breakdowns, figures, waiting
from briefing.specimen import samples

LONG_SPECIALTIES = (
    "Trauma and Orthopaedic Service",
    "Cardiothoracic Surgery Service",
    "Other - Mental Health Services",
    "Elderly Medicine Service",
    "Oral and Maxillofacial Surgery and Restorative Dentistry",
)


@dataclass(frozen=True)
class Example:
    """One chart in one state, and what to see in it."""

    state: str
    figure: Figure
    full: bool = True
    """In full width; else two share a line."""


@dataclass(frozen=True)
class Kind:
    """A kind of chart: what it is for, and its states."""

    name: str
    use: str
    examples: tuple[Example, ...]


def kinds() -> tuple[Kind, ...]:
    """Every kind of figure there is, in the order of the evidence."""
    return tuple(_numbered(kind, index) for index, kind in enumerate(_kinds(), start=1))


def _numbered(kind: Kind, index: int) -> Kind:
    """Names of their own for the figures: two states are of one measure."""
    examples = tuple(
        replace(each, figure=replace(each.figure, id=f"example-{index}-{number}", source_line="drawn data"))
        for number, each in enumerate(kind.examples, start=1)
    )
    return replace(kind, examples=examples)


def _kinds() -> Iterator[Kind]:
    worse, better, steady = samples.worse(), samples.better(), samples.steady()
    yield Kind(
        "Control chart",
        "What happened each month, what the process does anyway, which months are more than chance. A letter "
        "marks a dated note; a solid line is a break or a rebase, a dotted one a remark.",
        (
            Example("normal: getting worse", figures.series(worse, place="headline")),
            Example("getting better", figures.series(better, place="headline")),
            Example(
                "ordinary variation, one month hidden", figures.series(_hidden(steady), place="headline")
            ),
            Example("longest labels", figures.series(_large(samples.list_size()), place="headline")),
            Example("one point: beside the others, claiming no trend", _one(worse)),
            Example("empty", _none(figures.series(steady, place="headline"))),
        ),
    )
    yield Kind(
        "Plan against actual",
        "The months so far, the plan's own line with its months to come, and how far apart they are.",
        (
            Example("normal", figures.trajectory(worse, place="headline")),
            Example("plan of one month only", figures.trajectory(replace(worse, plans=()), place="headline")),
        ),
    )
    size = samples.list_size()
    fall = _found(waiting.waterfall(size, {m.key: m for m in samples.flows(size)}))
    short = replace(size, points=size.points[-2:])
    yield Kind(
        "Reconciliation of a list",
        "Where it stood, what joined, what left and how, where it stands. A dashed frame is worked out, "
        "not reported.",
        (
            Example("normal: a year", fall),
            Example("one month", _found(waiting.waterfall(short, {m.key: m for m in samples.flows(size)}))),
            Example("empty", replace(fall, steps=())),
        ),
    )
    aged = _found(waiting.ages(size, samples.waiting_lists()))
    yield Kind(
        "Age of a list",
        "A column a week of waiting, the year before as a step behind it; groups end where standards do.",
        (
            Example("normal", aged),
            Example("no year before", replace(aged, waiting=aged.waiting[:1])),
            Example("empty", replace(aged, waiting=())),
        ),
    )
    parts = samples.specialties()
    yield Kind(
        "Small multiples",
        "The same chart once a specialty, on one scale, those that touch most people first.",
        (
            Example("normal", _panels(worse, parts)),
            Example("longest labels", _panels(worse, samples.specialties(LONG_SPECIALTIES))),
            Example("one month", _of_one_month(_panels(worse, parts))),
            Example("empty", replace(_panels(worse, parts), others=())),
        ),
    )
    yield from _beside(worse)


def _beside(worse: Measure) -> Iterator[Kind]:
    """The kinds that set organisations or groups beside each other."""
    ranked = _found(figures.peers(worse, ()))
    long = replace(worse, org_name=samples.LONGEST, peers=samples.peers(longest=True))
    yield Kind(
        "Ranked bars",
        "Ours among its peers, best first, from zero; the thin line is the 95% interval.",
        (
            Example("normal", ranked),
            Example("longest labels", _found(figures.peers(long, ()))),
        ),
    )
    yield Kind(
        "Funnel",
        "Every trust by its size between the limits that chance and real differences allow.",
        (
            Example("normal", figures.funnel(worse, samples.funnel())),
            Example("one organisation far from all others, and the smallest", _far_out(worse)),
            Example("one point", _alone(figures.funnel(worse, samples.funnel()))),
            Example("empty", replace(figures.funnel(worse, samples.funnel()), funnel=None)),
        ),
    )
    fifths = samples.fifths()
    latest = [replace(fifth, points=fifth.points[-1:]) for fifth in fifths]
    gap = _found(figures.groups(worse, latest))
    star = replace(latest[1], points=(_hidden_point(latest[1].latest),))
    yield Kind(
        "Groups of people",
        "A dot and its 95% interval each; diamond and ring are the ends.",
        (
            Example("normal", gap),
            Example("one group hidden", _found(figures.groups(worse, [latest[0], star, *latest[2:]]))),
        ),
    )
    yield Kind(
        "Then and now",
        "The fifths of deprivation a year ago and now: a gap is seen to open or to close.",
        (
            Example("normal", _found(breakdowns.slope(worse, fifths))),
            Example("all but alike: labels make room for each other", _alike(worse, fifths)),
            Example(
                "empty: one month is no movement", _of_one_month(_found(breakdowns.slope(worse, fifths)))
            ),
        ),
    )


def _of_one_month(figure: Figure) -> Figure:
    parts = tuple(replace(part, points=part.points[-1:]) for part in figure.others)
    return replace(figure, others=parts, measure=replace(figure.measure, points=figure.measure.points[-1:]))


def _alike(whole: Measure, fifths: Sequence[Measure]) -> Figure:
    """Every fifth within half a point of the first, then and now."""
    drawn = _found(breakdowns.slope(whole, fifths))
    parts = tuple(
        replace(
            fifths[0], group_code=fifth.group_code, points=tuple(_raised(p, index) for p in fifths[0].points)
        )
        for index, fifth in enumerate(fifths)
    )
    return replace(drawn, others=parts)


def _raised(point: Point, tenths: int) -> Point:
    return replace(point, value=(point.value or 0) + tenths / 10)


def _alone(figure: Figure) -> Figure:
    drawn = samples.funnel()
    own = next(point for point in drawn.points if point.org_code == samples.CODE)
    return replace(figure, funnel=replace(drawn, points=(own,)))


def _far_out(worse: Measure) -> Figure:
    """Ours is a tenth of the smallest of the others, and none of its patients was in time."""
    drawn = samples.funnel()
    points = tuple(
        replace(point, denominator=400.0, numerator=0.0, value=0.0, z=-9.0)
        if point.org_code == samples.CODE
        else point
        for point in drawn.points
    )
    return figures.funnel(worse, replace(drawn, points=points))


def _found(figure: Figure | None) -> Figure:
    assert figure is not None, "a sample is drawn so that its figure is made"
    return figure


def _panels(whole: Measure, parts: Sequence[Measure]) -> Figure:
    return _found(breakdowns.multiples(whole, {part.key: part for part in parts}))


def _one(of: Measure) -> Figure:
    return figures.series(replace(of, points=of.points[-1:], notes=(), variation="too_few"), place="headline")


def _none(figure: Figure) -> Figure:
    points = tuple(_missing(point) for point in figure.measure.points)
    return replace(figure, measure=replace(figure.measure, points=points), title="Nothing was reported")


def _missing(point: Point) -> Point:
    return replace(point, value=None, numerator=None, denominator=None, low=None, high=None)


def _hidden_point(point: Point) -> Point:
    return replace(_missing(point), hidden=True)


def _hidden(of: Measure) -> Measure:
    points = [_hidden_point(point) if index == 9 else point for index, point in enumerate(of.points)]
    return replace(of, points=tuple(points))


def _large(of: Measure) -> Measure:
    """The whole country on one line: seven digits at every label."""
    return replace(
        of,
        points=tuple(
            replace(
                point,
                value=180 * (point.value or 0),
                mean=180 * (point.mean or 0),
                lower_limit=180 * (point.lower_limit or 0),
                upper_limit=180 * (point.upper_limit or 0),
            )
            for point in of.points
        ),
    )
