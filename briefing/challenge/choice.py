"""Which findings are asked: at most eight a meeting and four a person, each pattern and each series once.

Burdens of one pattern share its card: people over 65 weeks, and those over a year.

The weightiest go first, behind what the manager pinned and, of each matter that the meeting is for, the weightiest.
That, a promise broken twice, and a safety and an interface finding where any qualifies are always in, even if a
weightier one must give way. What is left out is listed with its reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing.challenge.findings import MOST, rank
from briefing.challenge.model import Finding, Pattern
from briefing.challenge.purpose import speaks_of
from briefing.challenge.slots import people_beyond, where
from briefing.challenge.troubles import chosen_by
from briefing.measures import ALL, Measure
from briefing.meeting.model import Meeting

A_MEETING = 8
A_PERSON = 4


Rule = Literal["barred", "chance", "doubled", "limit", "old"]


@dataclass(frozen=True)
class LeftOut:
    """A finding that is not asked about, by which rule, and why in words."""

    finding: Finding
    rule: Rule
    reason: str

    def __str__(self) -> str:
        return f"{name_of(self.finding)}: {self.reason}."


def choose(
    findings: Sequence[Finding], *, meeting: Meeting, limit: int = A_MEETING
) -> tuple[tuple[Finding, ...], tuple[LeftOut, ...]]:
    """Choose the findings to ask about, in order of weight; list the others with the rule that kept each out."""
    shut = [out for finding in findings if (out := _shut_out(finding, meeting)) is not None]
    asked = [finding for finding in findings if _shut_out(finding, meeting) is None]
    purpose = _heaviest_of_each_matter(asked, meeting)
    order = sorted(asked, key=lambda one: (not _marked(one, meeting.pinned), one not in purpose, rank(one)))
    must = [finding for finding in order if finding in purpose or broken_twice(finding)]
    chosen, left = _walk([*must, *(f for f in order if f not in must)], limit=limit)
    for trait in ("safety", "interface"):
        if not any(getattr(finding.pattern, trait) for finding in chosen):
            fitting = [finding for finding in order if getattr(finding.pattern, trait)]
            alone = (one for one in fitting if not any(_same(one, other) for other in must))
            must += list(alone)[:1]
            chosen, left = _walk([*must, *(f for f in order if f not in must)], limit=limit)
    return _gathered(sorted(chosen, key=order.index), [*shut, *left])


def _gathered(
    chosen: Sequence[Finding], left: Sequence[LeftOut]
) -> tuple[tuple[Finding, ...], tuple[LeftOut, ...]]:
    """Put burdens of one pattern on one card: whoever waited over a year beside those over 65 weeks."""
    cards = [
        replace(card, further=tuple(out.finding for out in left if _on_one_card(out, card)))
        for card in chosen
    ]
    told = [one for card in cards for one in card.further]
    return tuple(cards), tuple(out for out in left if out.finding not in told)


def _on_one_card(out: LeftOut, card: Finding) -> bool:
    one, other = out.finding.measure, card.measure
    if out.rule != "doubled" or one is None or other is None:
        return False
    burdens = out.finding.is_burden and card.is_burden and out.finding.pattern.id == card.pattern.id
    return burdens and one.metric.name != other.metric.name and one.specialty_code == other.specialty_code


def _heaviest_of_each_matter(findings: Iterable[Finding], meeting: Meeting) -> list[Finding]:
    ranked = sorted(findings, key=rank)
    first = (next((f for f in ranked if speaks_of(f, matter)), None) for matter in meeting.about)
    return [finding for finding in first if finding is not None]


def broken_twice(finding: Finding) -> bool:
    """Tell a promise that was made again after it was not kept, and is owed still."""
    return finding.promise is not None and finding.promise.times > 1


def is_old(finding: Finding) -> bool:
    """Tell whether the figure that a question would press is older than its source's usually is."""
    of, code = finding.measure, finding.signal.code if finding.signal else None
    return of is not None and of.old and code != "SILENT"


def _shut_out(finding: Finding, meeting: Meeting) -> LeftOut | None:
    """Say why a finding may not be chosen: barred, of an old figure, or doubtful and not pinned."""
    if _marked(finding, meeting.barred):
        return LeftOut(finding, "barred", "barred in the meeting file")
    old = is_old(finding)
    if finding.doubt is None or (_marked(finding, meeting.pinned) and not old):
        return None
    return LeftOut(finding, "old" if old else "chance", finding.doubt)


def _walk(order: Iterable[Finding], *, limit: int) -> tuple[list[Finding], list[LeftOut]]:
    chosen: list[Finding] = []
    left: list[LeftOut] = []
    for finding in order:
        twice = next((reason for other in chosen if (reason := _same(finding, other))), None)
        if twice is not None:
            left.append(LeftOut(finding, "doubled", twice))
        elif len(chosen) >= limit:
            left.append(LeftOut(finding, "limit", f"beyond the limit of {limit} for this meeting"))
        else:
            chosen.append(finding)
    return chosen, left


def _same(finding: Finding, other: Finding) -> str | None:
    """Say why two findings would ask one thing twice: one pattern, one series, or the same reports."""
    if finding.pattern.id == other.pattern.id and not _two_matters(finding, other):
        return f"{other.pattern.id} is asked once already, {_place(other)}"
    if finding.measure is not None and other.measure is not None and finding.measure.key == other.measure.key:
        return f"the same figures are asked about under {other.pattern.id}"
    if _one_subject(finding, other):
        return f"{other.pattern.id} asks about the same service, {_place(other)}"
    if finding.measure is None and finding.concern is not None and finding.concern == other.concern:
        return f"the same reports are asked about under {other.pattern.id}"
    return None


def _one_subject(finding: Finding, other: Finding) -> bool:
    """Tell two measures of one service, which a pattern of it names together: A&E of all types and of major ones."""
    one, two = finding.measure, other.measure
    if one is None or two is None or one.key[1:] != two.key[1:]:
        return False
    names = {one.metric.name, two.metric.name}
    return any(
        names <= set(f.pattern.metrics) and "STEADY" not in f.pattern.signals for f in (finding, other)
    )


def _two_matters(finding: Finding, other: Finding) -> bool:
    """Tell a change in one specialty from another kind of trouble across the whole trust, on one metric.

    A specialty that the meeting is about is a matter of its own, whatever fired; one that holds nearly all of the
    whole trust's burden is not: the card of the burden names it, and they are the same people.
    """
    one, two = finding.measure, other.measure
    if one is None or two is None or finding.signal is None or other.signal is None:
        return False
    apart = (one.specialty_code == ALL) != (two.specialty_code == ALL)
    if _holds_nearly_all(one, finding.most, two) or _holds_nearly_all(two, other.most, one):
        return False
    other_kind = finding.signal.code != other.signal.code or finding.wanted or other.wanted
    return apart and one.metric.name == two.metric.name and other_kind


def _holds_nearly_all(whole: Measure, most: Measure | None, part: Measure) -> bool:
    """Tell whether a part holds nearly all of a burden of the whole: then the two are the same people."""
    everybody, there = people_beyond(whole), people_beyond(most) if most else None
    if most is None or not everybody or there is None or most.key != part.key:
        return False
    return there >= MOST * everybody


def unraised(patterns: Iterable[Pattern], *, findings: Iterable[Finding], meeting: Meeting) -> list[str]:
    """List pins that found nothing: no signal, no question, unless the pattern has no data to wait for."""
    raised = {finding.pattern.id for finding in findings}
    known = {pattern.id: pattern for pattern in patterns}
    notes = []
    for pin in meeting.pinned:
        pattern_id = pin.split("@")[0].strip()
        if pattern_id not in known:
            notes.append(f"{pin}: pinned, but the question bank has no such pattern.")
        elif pattern_id not in raised and not known[pattern_id].needs:
            notes.append(f"{pin}: pinned, but nothing in the figures, concerns or promises supports it.")
    return notes


def _marked(finding: Finding, marks: Iterable[str]) -> bool:
    return any(matches(mark, finding) for mark in marks)


def matches(mark: str, finding: Finding) -> bool:
    """Tell whether a pin or a bar means this finding: RTT-03, RTT-03@rtt_over_52_weeks/110, INT-01@missing."""
    pattern_id, _, place = mark.replace(" ", "").partition("@")
    metric, _, specialty = place.partition("/")
    if pattern_id != finding.pattern.id:
        return False
    if not place or chosen_by([mark], finding):
        return True
    measure = finding.measure
    return measure is not None and metric == measure.metric.name and specialty in ("", measure.specialty_code)


def name_of(finding: Finding) -> str:
    return f"{finding.pattern.id} {finding.pattern.title}, {_place(finding)}"


def _place(finding: Finding) -> str:
    if finding.measure is not None:
        return where(finding.measure)
    return f"on {finding.concern.theme}" if finding.concern else "without figures"
