"""From findings to questions: the bank's words, filled with what the finding can prove."""

from briefing import formats
from briefing.challenge.model import Finding, Pattern, Push, Question
from briefing.challenge.reasons import reasons
from briefing.challenge.slots import Facts, facts_of, fill, fill_line
from briefing.measures import ALL, Measure, Signal


def ask(finding: Finding, *, provider: str, against: Measure | None = None) -> Question:
    """Words a finding as a question that nobody has been given yet."""
    facts = facts_of(finding, provider=provider, against=against)
    pattern = finding.pattern
    return Question(
        id=question_id(finding),
        finding=finding,
        title=pattern.title,
        fact=" ".join(part for part in (fill(pattern.fact, facts), reasons(finding, facts)) if part),
        opener=fill(pattern.opener, facts),
        listen_for=_listen_for(pattern, facts),
        likely_reply=fill(pattern.likely_reply, facts),
        answer=fill(pattern.answer, facts),
        bring=fill(pattern.bring, facts),
        settle_for=fill(pattern.settle_for, facts),
        fair_ask=fill(pattern.fair_ask, facts),
        push=push_of(finding),
        lead=None,
        supporter=None,
        assignment_note=None,
    )


def question_id(finding: Finding) -> str:
    """Names a question within its pack: rtt-02, or rtt-02-110 where it is about one specialty."""
    measure = finding.measure
    parts = [
        finding.pattern.id,
        *([measure.specialty_code] if measure and measure.specialty_code != ALL else []),
    ]
    return "-".join(parts).lower()


def push_of(finding: Finding) -> Push:
    """A question goes no further than its evidence: without a signal, or on luck alone, it explores.

    Where those it touches are few, one patient may have made the signal: then it is asked, not pressed.
    """
    proven = finding.signal is not None or finding.concern is not None or finding.promise is not None
    lucky = finding.signal is not None and finding.signal.code == "HIT/MISS"
    if not proven or lucky:
        return "EXPLORE"
    few = finding.people_affected in formats.SMALL
    return "ASK" if few and finding.pattern.push == "FIRM" else finding.pattern.push


def in_plain_words(question: Question, *, provider: str) -> str:
    """Gives the opener for a member without clinical training."""
    return fill(question.finding.pattern.plain, facts_of(question.finding, provider=provider))


def _listen_for(pattern: Pattern, facts: Facts) -> tuple[str, ...]:
    return tuple(line for tick in pattern.listen_for if (line := fill_line(tick, facts)))


def compared_group(signal: Signal | None) -> str | None:
    """Reads from a gap's rule whom the group is set against: deprivation:5, or ALL where it is the rest."""
    if signal is None or signal.code != "GAP":
        return None
    _, found, group = signal.rule.partition("_against_")
    return group if found and ":" in group else "ALL"
