"""What the figures show since a promise was made, by the signs of the one engine.

promised in June; special improvement from July on                           kept
                  standard missed in May, reliably met now, no concern       kept
                  special concern from August on                             worse
                  special concern since February, as when it was promised    nothing shown: "still worse"
                  special improvement since March, before it was promised    nothing shown: "already better"
                  62 % in May, 63 % in October, ordinary variation           nothing shown

Two months are never compared: values are printed, and only marks of the control chart are judged, those of a
run that began with the promise or later. A promise of a deed ("name a lead") does not show in figures at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from briefing import formats
from briefing.challenge.slots import misses, run_began
from briefing.measures import ALL, Measure, Point

# fmt: off
_AIMS = frozenset({
    "bring", "clear", "close", "cut", "end", "get", "halve", "hold", "improve", "increase", "keep", "lower",
    "raise", "reach", "reduce", "restore", "return", "shorten",
})
# fmt: on
_WITH_A_SPAN = frozenset({"answer", "meet", "send", "see", "treat", "offer"})
"""These aim at a figure where they say how fast: "Answer requests within ten days"."""


@dataclass(frozen=True)
class Shown:
    """What a series shows since a day."""

    kept: bool
    worse: bool
    until: date
    """The month of the latest figure: what is due later can't be judged by it."""
    sentence: str
    deed: bool = False
    """What was promised is done or not, and shows in no figure."""


def aims_at_figures(what: str) -> bool:
    """Tells a promise that figures can show ("Bring letters back inside seven days") from a deed."""
    words = "".join(letter if letter.isalnum() else " " for letter in what.lower()).split()
    first = words[0] if words else ""
    return first in _AIMS or (first in _WITH_A_SPAN and bool({"within", "inside", "standard"} & set(words)))


def series_of(name: str | None, measures: Iterable[Measure]) -> Measure | None:
    """Finds the series that a promise names: metric, metric/specialty or metric/specialty/group.

    A metric's title is as good as its name: "Waiting within 18 weeks".
    """
    metric, specialty, group = [*(name or "").strip().split("/"), "", ""][:3]
    wanted = (specialty or ALL, group or ALL)
    return next(
        (
            measure
            for measure in measures
            if metric.casefold() in (measure.metric.name, measure.metric.title.casefold())
            and (measure.specialty_code, measure.group_code) == wanted
            and measure.population_code == ALL
        ),
        None,
    )


def shown_since(measure: Measure, made: date, *, what: str) -> Shown | None:
    """Reads the marks since a promise was made; nothing where no figure stands before it or after it."""
    start = made.replace(day=1)
    before = [p for p in measure.points if p.value is not None and p.period < start]
    since = [p for p in measure.points if p.value is not None and p.period >= start]
    if not before or not since or measure.metric.better == "neither":
        return None
    then, now = before[-1], since[-1]
    if not aims_at_figures(what):
        return Shown(False, False, now.period, "Ask whether it was done: no figure can show it.", deed=True)
    began = run_began(measure)
    fresh = began is not None and began >= start
    met = _met_since(measure, then)
    return Shown(
        kept=(fresh and measure.variation == "improvement") or met,
        worse=fresh and measure.variation == "concern",
        until=now.period,
        sentence=f"{_values(measure, then, now)}: {_judged(measure, fresh=fresh, met=met)}.",
    )


def _met_since(measure: Measure, then: Point) -> bool:
    """Whether a standard that was missed when the promise was made is reliably met now."""
    met = measure.assurance == "consistently_passes" and measure.variation != "concern"
    return met and misses(measure, then.value)


def _values(measure: Measure, then: Point, now: Point) -> str:
    before, after = (formats.amount(point.value, measure.metric.unit) for point in (then, now))
    return f"{before} when it was promised, {after} in {formats.month(now.period)}"


def _judged(measure: Measure, *, fresh: bool, met: bool) -> str:
    match measure.variation:
        case "improvement" if fresh:
            return "better, by more than chance"
        case "concern" if fresh:
            return "worse, by more than chance"
        case _ if met:
            return "the standard is now reliably met"
        case "improvement":
            return "better than usual, as it was then"
        case "concern":
            return "still worse than usual, as it was then"
        case "too_few":
            return "too few months to judge"
        case _:
            return "no change that can be told from ordinary variation"
