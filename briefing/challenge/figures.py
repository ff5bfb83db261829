"""What the figures show since a promise was made, by the signs of the one engine.

promised in June; share within 7 days 62 % in May, 81 % in October, special improvement      kept
                  standard of 75 % missed in May, reliably met now, no sign of concern       kept
                  62 % in May, 63 % in October, ordinary variation                           nothing shown yet
                  62 % in May, 51 % in October, special concern                              worse

A sign alone is not enough, nor is a change: an improvement that began and ended before the promise was made
proves nothing, and a better month within the usual range is no proof either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from briefing import formats
from briefing.challenge.slots import misses
from briefing.measures import ALL, Measure, Point


@dataclass(frozen=True)
class Shown:
    """What a series shows since a day."""

    kept: bool
    worse: bool
    until: date
    """The month of the latest figure: what is due later can't be judged by it."""
    sentence: str


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


def shown_since(measure: Measure, made: date) -> Shown | None:
    """Compares the latest figure with the last one before a day; nothing where there is none of either."""
    before = [p for p in measure.points if p.value is not None and p.period < made.replace(day=1)]
    since = [p for p in measure.points if p.value is not None and p.period >= made.replace(day=1)]
    if not before or not since or measure.metric.better == "neither":
        return None
    then, now = before[-1], since[-1]
    better = _better(measure, then, now)
    return Shown(
        kept=better is True and (measure.variation == "improvement" or _met_since(measure, then)),
        worse=better is False and measure.variation == "concern",
        until=now.period,
        sentence=_sentence(measure, then, now, better),
    )


def _met_since(measure: Measure, then: Point) -> bool:
    """Whether a standard that was missed when the promise was made is reliably met now."""
    met = measure.assurance == "consistently_passes" and measure.variation != "concern"
    return met and misses(measure, then.value)


def _better(measure: Measure, then: Point, now: Point) -> bool | None:
    """Whether the figure is better than it was; None where it is the same, as printed."""
    unit = measure.metric.unit
    if formats.amount(then.value, unit) == formats.amount(now.value, unit):
        return None
    return ((now.value or 0.0) > (then.value or 0.0)) == (measure.metric.better == "higher")


def _sentence(measure: Measure, then: Point, now: Point, better: bool | None) -> str:
    unit = measure.metric.unit
    values = (
        f"By the figures: {formats.amount(then.value, unit)} in {formats.month(then.period)}, before it was "
        f"promised; {formats.amount(now.value, unit)} in {formats.month(now.period)}"
    )
    return f"{values}. {_judged(measure, better)}."


def _judged(measure: Measure, better: bool | None) -> str:
    match measure.variation, better:
        case "improvement", True:
            return "Better, by more than chance"
        case "concern", False:
            return "Worse, by more than chance"
        case "improvement", False:
            return "Worse than then, though better than it used to be"
        case "concern", True:
            return "Better than then, though worse than it used to be"
        case "improvement" | "concern", None:
            return "No different from then"
        case "too_few", _:
            return "Too few months to judge"
        case _ if measure.assurance == "consistently_passes":
            return "The standard is reliably met"
        case _:
            return "No more than the usual variation"
