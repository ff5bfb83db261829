"""The room's one entry: everything there is to say about one provider at one meeting."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from briefing import formats
from briefing.challenge.assignment import assign
from briefing.challenge.choice import A_MEETING, A_PERSON, choose, matches, unraised
from briefing.challenge.concerns import count_concerns
from briefing.challenge.credit import find_credit, leave_alone
from briefing.challenge.findings import by_pin, find
from briefing.challenge.model import Challenge, Finding, Pattern, Question
from briefing.challenge.promises import read_promises
from briefing.challenge.questions import ask, compared_group
from briefing.challenge.series import Key, read_series
from briefing.measures import Measure, Signal
from briefing.meeting.model import Meeting


def challenge(
    *,
    measures: Iterable[Measure],
    signals: Iterable[Signal],
    concerns_table: Any,
    commitments_table: Any,
    meeting: Meeting,
    provider_code: str,
    patterns: Sequence[Pattern],
    scanned: int,
    by_chance: float,
    today: date,
) -> Challenge:
    """Turns what fired at a provider into the few questions of a meeting, each with somebody free to ask it.

    The words speak only of what the measures show: pass them as they will be printed, small numbers hidden.
    The tables are the registers of concerns and commitments, as Arrow tables or data frames.
    """
    known, fired = list(measures), list(signals)
    concerns = count_concerns(concerns_table, provider_code=provider_code, today=today)
    promises = read_promises(commitments_table, provider_code=provider_code, today=today)
    series = read_series(
        known, signals=fired, provider_code=provider_code, commissioner_code=meeting.commissioner_code
    )
    found = find(patterns, series=series, concerns=concerns, promises=promises, today=today)
    candidates = (*found, *_pinned_without_data(patterns, meeting))
    chosen, left = choose(candidates, meeting=meeting, limit=_limit(meeting))
    provider = _provider_name(known, provider_code)
    worded = [_worded(finding, provider=provider, measures=known) for finding in chosen]
    asked = [finding.measure.key for finding in chosen if finding.measure is not None]
    unbarred = [pattern for pattern in patterns if pattern.id not in meeting.barred]
    thanks = find_credit(unbarred, measures=known, signals=fired, provider_code=provider_code, asked=asked)
    return Challenge(
        questions=assign(worded, meeting=meeting, provider_code=provider_code, provider=provider),
        credit=_worded(thanks, provider=provider, measures=known) if thanks else None,
        leave_alone=leave_alone(known, signals=fired, provider_code=provider_code, asked=asked),
        concerns=concerns,
        promises=promises,
        scanned=scanned,
        by_chance=by_chance,
        not_asked=(*left, *unraised(patterns, findings=candidates, meeting=meeting)),
    )


def _pinned_without_data(patterns: Iterable[Pattern], meeting: Meeting) -> list[Finding]:
    """Raises the patterns that wait for data where a manager pins them."""
    waiting = [by_pin(pattern) for pattern in patterns if pattern.needs]
    return [finding for finding in waiting if any(matches(pin, finding) for pin in meeting.pinned)]


def _limit(meeting: Meeting) -> int:
    people = {person.person_id for person in (*meeting.panel, meeting.chair)}
    return min(A_MEETING, A_PERSON * len(people))


def _provider_name(measures: Sequence[Measure], provider_code: str) -> str:
    return next(
        (formats.organisation(m.org_name) for m in measures if m.org_code == provider_code), provider_code
    )


def _worded(finding: Finding, *, provider: str, measures: Sequence[Measure]) -> Question:
    return ask(finding, provider=provider, against=_compared(finding, measures))


def _compared(finding: Finding, measures: Sequence[Measure]) -> Measure | None:
    """Finds the series of the group that a gap is measured against."""
    group = compared_group(finding.signal)
    if group is None or finding.measure is None:
        return None
    key: Key = (*finding.measure.key[:4], group)
    return next((measure for measure in measures if measure.key == key), None)
