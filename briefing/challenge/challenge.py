"""The room's one entry: everything there is to say about one provider at one meeting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from briefing.challenge.assignment import assign
from briefing.challenge.choice import A_MEETING, A_PERSON, LeftOut, decide, matches, unraised
from briefing.challenge.concerns import count_concerns, synonyms
from briefing.challenge.credit import find_credit, leave_alone
from briefing.challenge.findings import by_pin, find
from briefing.challenge.history import AskedBefore, of_provider
from briefing.challenge.model import Challenge, Concern, Finding, Pattern, Promise, Question
from briefing.challenge.promises import read_promises
from briefing.challenge.questions import ask, compared_group
from briefing.challenge.representation import close_reports, represent
from briefing.challenge.series import Key, read_series
from briefing.measures import Measure, Signal
from briefing.meeting.model import Meeting


@dataclass(frozen=True)
class Given:
    """All that a challenge is made from.

    The words speak only of what the measures show: pass them as they will be printed, small numbers hidden.
    The tables are registers, as Arrow tables or data frames; `registered` has the columns period,
    practice_code, practice_name, network_name and patients, a row a month for each practice of ours.
    """

    measures: Sequence[Measure]
    signals: Sequence[Signal]
    concerns_table: Any
    commitments_table: Any
    meeting: Meeting
    provider_code: str
    patterns: Sequence[Pattern]
    today: date
    registered: Any = None
    history: Sequence[AskedBefore] = ()
    sat: Sequence[str] = ()
    """Practices of those who were on a panel within the year."""


@dataclass(frozen=True)
class Considered:
    """What was found at a provider, what of it is chosen, and what is left out by which rule."""

    concerns: tuple[Concern, ...]
    promises: tuple[Promise, ...]
    candidates: tuple[Finding, ...]
    chosen: tuple[Finding, ...]
    left: tuple[LeftOut, ...]
    thanks: Finding | None


def challenge(given: Given, *, scanned: int, by_chance: float) -> Challenge:
    """Turns what fired at a provider into the few questions of a meeting, each with somebody free to ask it.

    `scanned` says how many measures were looked at, `by_chance` how many of them would stand out by chance.
    """
    considered = consider(given)
    thanks = considered.thanks
    panel = [*(person.practice_code for person in given.meeting.panel), *given.sat]
    return Challenge(
        questions=word(given, considered.chosen),
        credit=_worded(thanks, given) if thanks else None,
        leave_alone=leave_alone(
            given.measures,
            signals=given.signals,
            provider_code=given.provider_code,
            asked=_keys(considered.chosen),
        ),
        concerns=considered.concerns,
        promises=considered.promises,
        scanned=scanned,
        by_chance=by_chance,
        not_asked=(
            *(str(left) for left in considered.left),
            *unraised(given.patterns, findings=considered.candidates, meeting=given.meeting),
        ),
        closures=close_reports(given.concerns_table, provider_code=given.provider_code, today=given.today),
        representation=represent(
            given.concerns_table, registered=given.registered, today=given.today, panel=panel
        ),
    )


def consider(given: Given) -> Considered:
    """Finds what is worth asking and chooses from it. `briefing questions try` explains this very result."""
    provider, meeting, today = given.provider_code, given.meeting, given.today
    concerns = count_concerns(
        given.concerns_table,
        provider_code=provider,
        today=today,
        registered=given.registered,
        one_theme=synonyms(pattern.themes for pattern in given.patterns),
    )
    promises = read_promises(
        given.commitments_table,
        provider_code=provider,
        today=today,
        measures=given.measures,
        meeting_id=meeting.id,
    )
    series = read_series(
        given.measures,
        signals=given.signals,
        provider_code=provider,
        commissioner_code=meeting.commissioner_code,
    )
    found = find(
        given.patterns,
        series=series,
        concerns=concerns,
        promises=promises,
        today=today,
        measures=[measure for measure in given.measures if measure.org_code == provider],
        history=of_provider(given.history, provider),
    )
    candidates = (*found, *_pinned_without_data(given.patterns, meeting))
    chosen, left = decide(candidates, meeting=meeting, limit=_limit(meeting))
    thanks = find_credit(
        [pattern for pattern in given.patterns if pattern.id not in meeting.barred],
        measures=given.measures,
        signals=given.signals,
        provider_code=provider,
        asked=_keys(chosen),
    )
    return Considered(concerns, promises, candidates, chosen, left, thanks)


def word(given: Given, findings: Sequence[Finding]) -> tuple[Question, ...]:
    """Words findings as questions and gives each to somebody who is free to lead it."""
    return assign(
        [_worded(finding, given) for finding in findings],
        meeting=given.meeting,
        provider_code=given.provider_code,
        provider=_provider_name(given.measures, given.provider_code),
    )


def topics(findings: Iterable[Finding]) -> dict[str, str]:
    """The topics that are asked about, each with the title of the first question on it."""
    found: dict[str, str] = {}
    for finding in findings:
        found.setdefault(finding.pattern.topic, finding.pattern.title)
    return found


def _keys(findings: Iterable[Finding]) -> list[Key]:
    return [finding.measure.key for finding in findings if finding.measure is not None]


def _pinned_without_data(patterns: Iterable[Pattern], meeting: Meeting) -> list[Finding]:
    """Raises the patterns that wait for data where a manager pins them."""
    waiting = [by_pin(pattern) for pattern in patterns if pattern.needs]
    return [finding for finding in waiting if any(matches(pin, finding) for pin in meeting.pinned)]


def _limit(meeting: Meeting) -> int:
    people = {person.person_id for person in (*meeting.panel, meeting.chair)}
    return min(A_MEETING, A_PERSON * len(people))


def _provider_name(measures: Sequence[Measure], provider_code: str) -> str:
    return next((m.org_name for m in measures if m.org_code == provider_code), provider_code)


def _worded(finding: Finding, given: Given) -> Question:
    provider = _provider_name(given.measures, given.provider_code)
    return ask(finding, provider=provider, against=_compared(finding, given.measures))


def _compared(finding: Finding, measures: Sequence[Measure]) -> Measure | None:
    """Finds the series of the group that a gap is measured against."""
    group = compared_group(finding.signal)
    if group is None or finding.measure is None:
        return None
    key: Key = (*finding.measure.key[:4], group)
    return next((measure for measure in measures if measure.key == key), None)
