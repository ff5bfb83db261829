"""One organisation as an analyst looks at it, without a meeting: asked, praised, left alone, and what was near.

asked        rtt_over_65_weeks     BURDEN    2,225 people    In April 2026, 2,225 people ...
praised      cancer_28_day         SC+                       ...
left alone   ae_4_hours                                      ...
not asked    rtt_over_52_weeks     PEER      310 people      beyond the limit of 8 for this meeting
not asked    ae_4_hours            BURDEN    9,120 people    misses the standard as most trusts do: 41st of 119
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from briefing import formats
from briefing.challenge.challenge import challenge, select_findings
from briefing.challenge.inputs import ChallengeInputs
from briefing.challenge.model import Finding, LeaveAlone, Question
from briefing.challenge.questions import ask
from briefing.challenge.slots import (
    measure_name,
    people_beyond,
    printed_share,
    printed_value,
    spoken_figure,
    where,
)
from briefing.measures import ALL, Measure, NearBurden

Verdict = Literal["asked", "praised", "left alone", "not asked"]


@dataclass(frozen=True)
class Outlook:
    """One thing that would be said of an organisation, or that was near to being said."""

    verdict: Verdict
    question: str
    """The question's id, rtt-02-110; empty for what is left alone."""
    metric: str
    """Empty for what practices' reports or earlier promises raise."""
    org_code: str
    specialty_code: str
    signal: str
    direction: str
    people: int | None
    period: date | None
    strength: float | None
    text: str
    why: str
    """Why it was not asked; of what is asked, the rule that fired."""


def outlook(inputs: ChallengeInputs) -> tuple[Outlook, ...]:
    """List what would be asked, in order, praised and left alone, and then what was near and why it was not asked."""
    made, selection = challenge(inputs), select_findings(inputs)
    return (
        *(line for question in made.questions for line in _of_question(question, inputs, "asked")),
        *(_of_question(made.credit, inputs, "praised") if made.credit else ()),
        *(_of_calm(left, inputs) for left in made.leave_alone),
        *(
            replace(line, why=left.reason)
            for left in selection.left
            for line in _of_question(_question(left.finding, inputs), inputs, "not asked")
        ),
        *_near_misses(inputs, asked=[q.finding for q in made.questions]),
    )


def _question(finding: Finding, inputs: ChallengeInputs) -> Question:
    names = (m.org_name for m in inputs.measures if m.org_code == inputs.provider_code)
    return ask(finding, provider=next(names, inputs.provider_code))


def _told(finding: Finding) -> tuple[Finding, ...]:
    """List what a card is about: burdens share one."""
    return (finding, *finding.further)


def _near_misses(inputs: ChallengeInputs, *, asked: Iterable[Finding]) -> Iterator[Outlook]:
    """Give a line for each standard that is missed without a burden, where its figure may be printed."""
    own = {
        (m.metric.name, m.specialty_code): m
        for m in inputs.measures
        if (m.org_code, m.population_code, m.group_code) == (inputs.provider_code, ALL, ALL)
    }
    told = {one.measure.key for finding in asked for one in _told(finding) if one.measure is not None}
    for near in inputs.near_burdens:
        measure = own.get((near.metric, near.specialty_code))
        if measure is None or measure.key in told or printed_value(measure, measure.latest) is None:
            continue
        people = people_beyond(measure)
        said = (
            spoken_figure(measure) or f"{measure_name(measure)} {where(measure)} was {printed_share(measure)}"
        )
        yield Outlook(
            verdict="not asked",
            question="",
            metric=near.metric,
            org_code=inputs.provider_code,
            specialty_code=near.specialty_code,
            signal="BURDEN",
            direction="concern",
            people=None if people is None or round(people) in formats.SMALL else round(people),
            period=measure.latest.period,
            strength=None,
            text=f"In {formats.month(measure.latest.period)}, {said}.",
            why=_why_no_burden(near, measure),
        )


def _why_no_burden(near: NearBurden, measure: Measure) -> str:
    """Say what a burden wants that a near miss of one has not."""
    least = 25 if measure.metric.safety else 100
    stands = [f"{formats.ordinal(near.place)} of {near.places}, the worst first"] if near.place else []
    if near.share_of_england is not None:
        stands.append(f"{formats.amount(100 * near.share_of_england, 'percent')} of England's")
    place = f": {' and '.join(stands)}" if stands else ""
    return {
        "few": f"as far out as a burden, with fewer than {least} people behind it",
        "as_elsewhere": f"it misses the standard, not among the worst tenth or with 5% of England's{place}",
        "one_of_two": f"a specialty is asked about in the worst tenth with a tenth of England's{place}",
    }[near.near]


def _of_question(question: Question, inputs: ChallengeInputs, verdict: Verdict) -> Iterator[Outlook]:
    """Give a line for each measure that a card is about: burdens share one."""
    for finding in _told(question.finding):
        signal, measure = finding.signal, finding.measure
        concern = finding.concern if measure is None else None
        yield Outlook(
            verdict=verdict,
            question=question.id,
            metric=measure.metric.name if measure else "",
            org_code=inputs.provider_code,
            specialty_code=measure.specialty_code if measure else concern.specialty_code if concern else ALL,
            signal=signal.code if signal else "CLUSTER" if concern else "SLIP" if finding.promise else "",
            direction=signal.direction if signal else "concern",
            people=finding.people_affected,
            period=signal.period if signal else None,
            strength=round(signal.strength, 2) if signal else None,
            text=" ".join(part for part in (question.fact, question.opener) if part),
            why=signal.rule.replace("_", " ") if signal else "",
        )


def _of_calm(left: LeaveAlone, inputs: ChallengeInputs) -> Outlook:
    measure: Measure = left.measure
    return Outlook(
        verdict="left alone",
        question="",
        metric=measure.metric.name,
        org_code=inputs.provider_code,
        specialty_code=measure.specialty_code,
        signal="",
        direction="neutral",
        people=measure.people_affected,
        period=measure.latest.period,
        strength=None,
        text=left.sentence,
        why="its latest month is within its usual range",
    )


def of_verdict(lines: Sequence[Outlook], verdict: Verdict) -> tuple[Outlook, ...]:
    """Pick the lines of one verdict, in their order."""
    return tuple(line for line in lines if line.verdict == verdict)
