"""One organisation as an analyst looks at it, without a meeting: asked, praised, left alone, and what was near.

asked        rtt_over_65_weeks     BURDEN    2,225 people    In April 2026, 2,225 people ...
praised      cancer_28_day         SC+                       ...
left alone   ae_4_hours                                      ...
not asked    rtt_over_52_weeks     PEER      310 people      beyond the limit of 8 for this meeting
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from briefing.challenge.challenge import challenge, select_findings
from briefing.challenge.inputs import ChallengeInputs
from briefing.challenge.model import Finding, LeaveAlone, Question
from briefing.challenge.questions import ask
from briefing.measures import ALL, Measure

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
    )


def _question(finding: Finding, inputs: ChallengeInputs) -> Question:
    names = (m.org_name for m in inputs.measures if m.org_code == inputs.provider_code)
    return ask(finding, provider=next(names, inputs.provider_code))


def _of_question(question: Question, inputs: ChallengeInputs, verdict: Verdict) -> Iterator[Outlook]:
    """Give a line for each measure that a card is about: burdens share one."""
    for finding in (question.finding, *question.finding.further):
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
