"""Would a pattern fire at a provider, and why or why not: the challenge's own result, explained.

REF-01 at RXA
signals        SC- referrals_returned 330      fires it
               PEER referrals_returned 110     among so many figures, chance could explain it
verdict        limit: beyond the limit of 8 for this meeting
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing.challenge.challenge import Selection, select_findings, word
from briefing.challenge.choice import LeftOut, matches
from briefing.challenge.credit import SUSTAINED
from briefing.challenge.findings import looks_at, reports_on
from briefing.challenge.inputs import ChallengeInputs
from briefing.challenge.model import Concern, Pattern, Promise, Question
from briefing.challenge.series import doubt, is_concern
from briefing.challenge.slots import months_in_run
from briefing.measures import ALL, Measure, Signal
from briefing.meeting.model import Meeting, Person

Verdict = Literal[
    "asked", "thanked", "interest", "limit", "doubled", "chance", "old", "barred", "no_signal", "no_data"
]
_FURTHEST = ("limit", "doubled", "chance", "old", "barred")
"""Of several findings left out, the one that came furthest speaks for the pattern."""


@dataclass(frozen=True)
class SignalCheck:
    """A signal on a series that the pattern looks at, and why it does not carry the pattern, if so."""

    signal: Signal
    against: str | None


@dataclass(frozen=True)
class Trial:
    """What became of one pattern at one provider."""

    pattern: Pattern
    provider_code: str
    verdict: Verdict
    why: str
    seen: tuple[SignalCheck, ...]
    """Strongest first."""
    looked_at: int
    """Of how many series of the provider the pattern would take a signal."""
    concerns: tuple[Concern, ...]
    """Reports on its themes; those that cluster fire it where it names CLUSTER."""
    promises: tuple[Promise, ...]
    """Promises in the states it names; those that slipped fire it."""
    questions: tuple[Question, ...]

    @property
    def fires(self) -> bool:
        return self.verdict in ("asked", "thanked", "interest")


def try_pattern(pattern: Pattern, inputs: ChallengeInputs) -> Trial:
    """Run the whole challenge and reads from it what became of one pattern."""
    selection = select_findings(inputs)
    looked_at = tuple(_looked_at(pattern, inputs))
    asked = [q for q in word(inputs, selection.chosen) if q.finding.pattern.id == pattern.id]
    verdict, why = _verdict(pattern, inputs, selection=selection, asked=asked)
    return Trial(
        pattern=pattern,
        provider_code=inputs.provider_code,
        verdict=verdict,
        why=why,
        seen=tuple(_seen(pattern, inputs.signals, looked_at)),
        looked_at=len(looked_at),
        concerns=tuple(reports_on(pattern, selection.concerns, bank=inputs.patterns)),
        promises=tuple(p for p in selection.promises if p.state in pattern.promises),
        questions=tuple(asked),
    )


def unasked_pins(inputs: ChallengeInputs, selection: Selection) -> Iterator[tuple[str, str]]:
    """Yield each pin of the meeting that asks nothing of the provider, and why."""
    bank = {pattern.id: pattern for pattern in inputs.patterns}
    thanked = selection.thanks.pattern.id if selection.thanks is not None else ""
    asked = [one for card in selection.chosen for one in (card, *card.further)]
    for pin in inputs.meeting.pinned:
        pattern = bank.get(pin.partition("@")[0].strip())
        if pattern is None or pattern.id == thanked or any(matches(pin, finding) for finding in asked):
            continue
        if left := [one for one in selection.left if matches(pin, one.finding)]:
            yield pin, _furthest(left).reason
        elif any(one.pattern.id == pattern.id for one in asked):
            yield pin, "it is asked, and not about what stands after the @: nothing stands out there"
        else:
            yield pin, _of_nothing(pattern, inputs, selection)[1]


def trial_meeting(
    *, provider_code: str, commissioner_code: str, today: date, lags: Mapping[str, int] | None = None
) -> Meeting:
    """Return a meeting as nobody has called it yet: two GPs free of interests, nothing pinned, nothing barred."""
    one, two = (Person(name, name, "GP", None, may_decide=False, clinical=True) for name in ("GP 1", "GP 2"))
    return Meeting(
        id=f"{today}-{provider_code.lower()}",
        kind="contract_review",
        title="A meeting that nobody has called yet",
        date=today,
        place="",
        commissioner_code=commissioner_code,
        provider_codes=(provider_code,),
        decision_wanted="",
        minutes=60,
        chair=one,
        panel=(one, two),
        lags=lags or {},
    )


def _looked_at(pattern: Pattern, inputs: ChallengeInputs) -> Iterator[Measure]:
    for measure in inputs.measures:
        populations = (ALL, inputs.meeting.commissioner_code)
        ours = measure.org_code == inputs.provider_code and measure.population_code in populations
        if ours and looks_at(pattern, measure):
            yield measure


def _seen(pattern: Pattern, signals: Sequence[Signal], looked_at: Sequence[Measure]) -> list[SignalCheck]:
    by_key = {measure.key: measure for measure in looked_at}
    seen = []
    for signal in sorted(signals, key=lambda signal: -signal.strength):
        measure = by_key.get(signal.key)
        if measure is not None:
            seen.append(SignalCheck(signal, _against(pattern, signal, measure)))
    return seen


def _against(pattern: Pattern, signal: Signal, measure: Measure) -> str | None:
    if signal.code not in pattern.signals:
        return "not one of the pattern's signals"
    if pattern.credit:
        lasted = months_in_run(measure)
        return None if lasted >= SUSTAINED else f"it has lasted {lasted} of the {SUSTAINED} months it should"
    return doubt(signal, measure) if is_concern(signal) else "not for the worse"


def _verdict(
    pattern: Pattern, inputs: ChallengeInputs, *, selection: Selection, asked: Sequence[Question]
) -> tuple[Verdict, str]:
    if selection.thanks is not None and selection.thanks.pattern.id == pattern.id:
        return "thanked", "it is the credit of the meeting"
    if asked:
        notes = " ".join(dict.fromkeys(q.assignment_note for q in asked if q.assignment_note))
        if all(question.lead is None for question in asked):
            return "interest", notes
        return "asked", notes or "it is among the questions of the meeting"
    if left := [one for one in selection.left if one.finding.pattern.id == pattern.id]:
        furthest = _furthest(left)
        return furthest.rule, furthest.reason
    if pattern.credit and pattern.id in inputs.meeting.barred:
        return "barred", "barred in the meeting file"
    return _of_nothing(pattern, inputs, selection)


def _furthest(left: Sequence[LeftOut]) -> LeftOut:
    return min(left, key=lambda one: _FURTHEST.index(one.rule))


def _of_nothing(pattern: Pattern, inputs: ChallengeInputs, selection: Selection) -> tuple[Verdict, str]:
    if pattern.needs:
        lacking = f"it waits for data we do not have: {pattern.needs}"
        return "no_data", f"{lacking}; a pin in the meeting file asks it"
    registers = (pattern.themes and selection.concerns) or (pattern.promises and selection.promises)
    if pattern.credit and not pattern.signals and any(_looked_at(pattern, inputs)):
        return (
            "no_signal",
            "nothing it looks at is better than England and similar trusts by more than chance",
        )
    if registers or any(_looked_at(pattern, inputs)):
        return "no_signal", "nothing it looks at stands out"
    metrics = [] if "*" in pattern.metrics else list(pattern.metrics)
    reports = ["practices' reports"] if pattern.themes else []
    promises = ["earlier promises"] if pattern.promises else []
    sources = ", ".join([*metrics, *reports, *promises]) or "any metric"
    return "no_data", f"nothing is loaded on {sources} at {inputs.provider_code}"
