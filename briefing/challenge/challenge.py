"""The room's one entry: everything there is to say about one provider at one meeting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefing.challenge.assignment import assign
from briefing.challenge.choice import A_MEETING, A_PERSON, LeftOut, choose, matches, unraised
from briefing.challenge.concerns import count_concerns, synonyms
from briefing.challenge.credit import find_credit, leave_alone
from briefing.challenge.findings import by_pin, find
from briefing.challenge.history import asked_before, of_provider
from briefing.challenge.inputs import ChallengeInputs
from briefing.challenge.model import Challenge, Concern, Finding, Promise, Question, Voice
from briefing.challenge.promises import read_promises
from briefing.challenge.purpose import last_known, measures_of, unasked
from briefing.challenge.questions import ask, compared_group
from briefing.challenge.representation import close_reports, represent
from briefing.challenge.series import read_series
from briefing.challenge.troubles import as_pinned
from briefing.challenge.voices import count_voices, heard, joined
from briefing.measures import Key, Measure


@dataclass(frozen=True)
class Selection:
    """What was found at a provider, what of it is chosen, and what is left out by which rule."""

    concerns: tuple[Concern, ...]
    voices: tuple[Voice, ...]
    promises: tuple[Promise, ...]
    candidates: tuple[Finding, ...]
    chosen: tuple[Finding, ...]
    left: tuple[LeftOut, ...]
    thanks: Finding | None


def challenge(inputs: ChallengeInputs) -> Challenge:
    """Turn what fired at a provider into the few questions of a meeting, each with somebody free to ask it."""
    selection = select_findings(inputs)
    thanks = selection.thanks
    panel = [*(person.practice_code for person in inputs.meeting.panel), *inputs.panel_practices]
    return Challenge(
        questions=word(inputs, selection.chosen),
        credit=_worded(thanks, inputs) if thanks else None,
        leave_alone=leave_alone(
            fresh(inputs.measures),
            signals=inputs.signals,
            provider_code=inputs.provider_code,
            asked=_keys(selection.chosen),
        ),
        concerns=selection.concerns,
        heard=heard(
            selection.voices,
            concerns=selection.concerns,
            patterns=inputs.patterns,
            measures=_own(inputs),
            one_theme=_one_theme(inputs),
        ),
        promises=selection.promises,
        scanned=inputs.scanned,
        by_chance=inputs.by_chance,
        not_asked=(
            *(str(left) for left in selection.left),
            *unraised(inputs.patterns, findings=selection.candidates, meeting=inputs.meeting),
        ),
        closures=close_reports(inputs.concerns, provider_code=inputs.provider_code, today=inputs.today),
        representation=represent(
            inputs.concerns, registered=inputs.registered, today=inputs.today, panel=panel
        ),
        unasked=unasked(
            inputs.meeting.about,
            chosen=selection.chosen,
            reasons=[(left.finding, left.reason) for left in selection.left],
            measures=_own(inputs),
            concerns=selection.concerns,
            patterns=inputs.patterns,
            today=inputs.today,
        ),
        last_known=last_known(
            [left.finding for left in selection.left if left.rule == "old"],
            today=inputs.today,
            told=[
                measure
                for matter in inputs.meeting.about
                for measure in measures_of(matter, _own(inputs), inputs.patterns)
            ],
        ),
    )


def select_findings(inputs: ChallengeInputs) -> Selection:
    """Find what is worth asking and chooses from it. `briefing questions try` explains this very result."""
    provider, meeting, today = inputs.provider_code, inputs.meeting, inputs.today
    one_theme = _one_theme(inputs)
    reports = count_concerns(
        inputs.concerns,
        provider_code=provider,
        today=today,
        registered=inputs.registered,
        one_theme=one_theme,
    )
    said = inputs.patient_voice
    voices = (
        count_voices(said, provider_code=provider, today=today, one_theme=one_theme)
        if said is not None
        else ()
    )
    concerns = joined(reports, voices, one_theme)
    promises = read_promises(
        inputs.commitments,
        provider_code=provider,
        today=today,
        measures=inputs.measures,
        meeting_id=meeting.id,
    )
    series = read_series(
        inputs.measures,
        signals=inputs.signals,
        provider_code=provider,
        commissioner_code=meeting.commissioner_code,
    )
    found = find(
        inputs.patterns,
        series=series,
        concerns=concerns,
        promises=promises,
        today=today,
        measures=_own(inputs),
        history=of_provider(inputs.history, provider),
        about=meeting.about,
    )
    waiting = [by_pin(pattern) for pattern in inputs.patterns if pattern.needs]
    pinned = [finding for finding in waiting if any(matches(pin, finding) for pin in meeting.pinned)]
    candidates = tuple(as_pinned(finding, meeting.pinned) for finding in (*found, *pinned))
    people = {person.person_id for person in (*meeting.panel, meeting.chair)}
    chosen, left = choose(candidates, meeting=meeting, limit=min(A_MEETING, A_PERSON * len(people)))
    thanks = find_credit(
        [pattern for pattern in inputs.patterns if pattern.id not in meeting.barred],
        measures=fresh(inputs.measures),
        signals=inputs.signals,
        provider_code=provider,
        asked=_keys(chosen),
    )
    return Selection(concerns, voices, promises, candidates, chosen, left, thanks)


def _one_theme(inputs: ChallengeInputs) -> dict[str, str]:
    return synonyms(pattern.themes for pattern in inputs.patterns)


def fresh(measures: Iterable[Measure]) -> list[Measure]:
    """Keep the measures that may be spoken of in the present."""
    return [measure for measure in measures if not measure.old]


def _own(inputs: ChallengeInputs) -> list[Measure]:
    return [measure for measure in inputs.measures if measure.org_code == inputs.provider_code]


def word(inputs: ChallengeInputs, findings: Sequence[Finding]) -> tuple[Question, ...]:
    """Word findings as questions and gives each to somebody who is free to lead it."""
    asked = assign(
        [_worded(finding, inputs) for finding in findings],
        meeting=inputs.meeting,
        provider_code=inputs.provider_code,
        provider=_provider_name(inputs.measures, inputs.provider_code),
    )
    history = of_provider(inputs.history, inputs.provider_code)
    return tuple(
        _remembered(_as_chosen(question, inputs), asked_before(question, history)) for question in asked
    )


def _as_chosen(question: Question, inputs: ChallengeInputs) -> Question:
    """Put a question as the manager words it, whoever asks it."""
    worded = (
        one.opener for one in inputs.meeting.choices if one.opener and matches(one.question, question.finding)
    )
    return replace(question, opener=next(worded, question.opener))


def _remembered(question: Question, before: str) -> Question:
    notes = filter(None, (question.assignment_note, before))
    return replace(question, assignment_note=" ".join(notes)) if before else question


def topics(findings: Iterable[Finding]) -> dict[str, str]:
    """The topics that are asked about, each with the title of the first question on it."""
    found: dict[str, str] = {}
    for finding in findings:
        found.setdefault(finding.pattern.topic, finding.pattern.title)
    return found


def _keys(findings: Iterable[Finding]) -> list[Key]:
    every = [one for finding in findings for one in (finding, *finding.further)]
    return [one.measure.key for one in every if one.measure is not None]


def _provider_name(measures: Sequence[Measure], provider_code: str) -> str:
    return next((m.org_name for m in measures if m.org_code == provider_code), provider_code)


def _worded(finding: Finding, inputs: ChallengeInputs) -> Question:
    provider = _provider_name(inputs.measures, inputs.provider_code)
    return ask(finding, provider=provider, against=_compared(finding, inputs.measures), today=inputs.today)


def _compared(finding: Finding, measures: Sequence[Measure]) -> Measure | None:
    """Find the series of the group that a gap is measured against."""
    group = compared_group(finding.signal)
    if group is None or finding.measure is None:
        return None
    key: Key = (*finding.measure.key[:4], group)
    return next((measure for measure in measures if measure.key == key), None)
