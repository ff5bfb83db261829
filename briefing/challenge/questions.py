"""From findings to questions: the bank's words, filled with what the finding can prove.

Why a question is asked, in plain sentences: what fired, whom it touches, where else, what was heard.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from briefing import formats
from briefing.challenge.model import Concern, Finding, Promise, Push, Question, Text
from briefing.challenge.slots import (
    Facts,
    facts_of,
    fill,
    fill_line,
    gained,
    hospital,
    measure_name,
    misses,
    months_in_run,
    of_them,
    our_residents,
    people_beyond,
    printed_share,
    spoken_figure,
    where,
)
from briefing.measures import ALL, Measure, Signal


def ask(
    finding: Finding, *, provider: str, against: Measure | None = None, today: date | None = None
) -> Question:
    """Word a finding as a question that nobody has been given yet, as it is put on the day of a meeting."""
    facts = facts_of(finding, provider=provider, against=against, today=today)
    pattern = finding.pattern
    return Question(
        id=question_id(finding),
        finding=finding,
        title=title_of(finding),
        fact=" ".join(part for part in (fill(_fact(finding), facts), reasons(finding, facts)) if part),
        opener=fill(pattern.opener, facts),
        listen_for=tuple(line for tick in pattern.listen_for if (line := fill_line(tick, facts))),
        likely_reply=fill(pattern.likely_reply, facts),
        answer=fill(pattern.answer, facts),
        settle_for=fill(pattern.settle_for, facts),
        fair_ask=fill(pattern.fair_ask, facts),
        push=push_of(finding),
    )


_BURDEN: Text = (
    (
        "In {month}, {beyond}: {share} of England's {england_people}.",
        "In {month}, {beyond}.",
        "In {month}, the standard was missed for {people}.",
    ),
    (
        "{said}; the standard is {standard}.",
        "{said}.",
        "The figure is {figure}; the standard is {standard}.",
        "The figure is {figure}.",
    ),
)
_FURTHER: Text = (("{beyond}: {share} of England's {england_people}.", "{beyond}."),)


def _fact(finding: Finding) -> Text:
    """Take the pattern's fact; of a burden its first sentence is how many people it is, here and in England."""
    return (*_BURDEN, *finding.pattern.fact[1:]) if finding.is_burden else finding.pattern.fact


def title_of(finding: Finding) -> str:
    """Name the matter: by the pattern, or by what practices say is wrong where they alone raised it."""
    concern = finding.concern
    if finding.measure is None and concern is not None and concern.trouble is not None:
        return f"{formats.capital(concern.theme)}: {concern.trouble}"
    return finding.pattern.title


def question_id(finding: Finding) -> str:
    """Name a question within its pack: rtt-02, or rtt-02-110 where it is about one specialty."""
    place = finding.measure.specialty_code if finding.measure else ALL
    return (finding.pattern.id if place == ALL else f"{finding.pattern.id}-{place}").lower()


def push_of(finding: Finding) -> Push:
    """A question goes no further than its evidence: without a signal, or on luck alone, it explores.

    It explores too where seven people or fewer are behind the figure: one of them may have made it.
    """
    signal = finding.signal
    if (signal or finding.concern or finding.promise) is None or (signal and signal.code == "HIT/MISS"):
        return "EXPLORE"
    return (
        "EXPLORE"
        if any(round(count) <= max(formats.SMALL) for count in _behind(finding))
        else finding.pattern.push
    )


def _behind(finding: Finding) -> Iterator[float]:
    """Count the people behind a finding: those affected, those of the latest figure, or the reports alone.

    A promise has no people behind it; what was promised is owed, however few it is about.
    """
    if finding.people_affected:
        yield finding.people_affected
    if finding.measure is not None:
        yield from _behind_figure(finding.measure)
    elif finding.concern is not None:
        yield finding.concern.reports


def _behind_figure(measure: Measure) -> Iterator[float]:
    all_of_them, counted = measure.latest.denominator, people_beyond(measure)
    if all_of_them is not None and measure.metric.kind in ("proportion", "percentile"):
        yield all_of_them
    if counted is not None:
        yield counted


def in_plain_words(question: Question, *, provider: str, today: date | None = None) -> str:
    """Give the opener for a member without clinical training."""
    facts = facts_of(question.finding, provider=provider, today=today)
    return fill(question.finding.pattern.plain, facts)


def compared_group(signal: Signal | None) -> str | None:
    """Read from a gap's rule whom the group is set against: deprivation:5, or ALL where it is the rest."""
    if signal is None or signal.code != "GAP":
        return None
    _, found, group = signal.rule.partition("_against_")
    return group if found and ":" in group else "ALL"


_BECAUSE: dict[str, tuple[str, ...]] = {
    "SC-": (
        "That is more than chance could explain: {levels}.",
        "It got worse from {since}, by more than chance, and has been recovering since {turned}.",
        "It has been worse since {since}, by more than chance.",
        "It was worse than usual, by more than chance.",
    ),
    "SC+": (
        "That is more than ordinary variation, though still short of {standard}.",
        "That is more than ordinary variation.",
    ),
    "TRAJ": (
        "It has been worse than the plan for {behind} running.",
        "It is worse than the plan.",
    ),
    "FAIL": (
        "Even a good month does not reach {standard}.",
        "Even a good month does not reach the standard.",
    ),
    "PEER": (
        "That is further from similar trusts than chance could explain.",
        "That is further from other trusts than chance could explain.",
    ),
    "GAP": (
        "The gap was {gap_then} and is {gap_now}: it has widened by more than chance. "
        "In England it was {england_then} and is {england_now}.",
        "The gap was {gap_then} and is {gap_now}: it has widened by more than chance.",
        "In England the two were {england_group} and {england_against}; this gap is wider, by more than chance.",
        "The gap is wider than chance could explain.",
    ),
    "RECON": ("Starts and treatments do not account for the change in the list.",),
    "CLASH": ("The two differ by more than rounding.",),
    "SILENT": ("Nothing has come since.",),
    "STEADY": ("It is steady and poor: only a change in the service will move it.",),
    "HIT/MISS": (
        "Its usual range spans {standard}, so any one month is luck.",
        "Its usual range spans the standard, so any one month is luck.",
    ),
}
_IMPROVING = (
    "It has improved, but not enough: {standard} is still out of reach.",
    "It has improved, but not enough.",
)
_REACHED = (
    "It has improved, and its latest month met {standard}. The question is whether that lasts.",
    "It has improved, and its latest month met the standard. The question is whether that lasts.",
)
_CHANGING = (
    "It has changed, so its past range, which spans {standard}, does not show what to expect.",
    "It has changed, so its past range, which spans the standard, does not show what to expect.",
)
_MOST = (
    "The largest number, {most_people}, is in {most}.",
    "More of them are in {most} than in any other specialty.",
)
_NAMED = 2


def reasons(finding: Finding, facts: Facts) -> str:
    """Say why this is asked; every question names its signal in this way."""
    return " ".join(
        sentence
        for sentence in (
            _because(finding, facts),
            _of_burden(finding, facts),
            _affected(finding),
            _elsewhere(finding),
            reports_sentence(finding.concern) if finding.concern else "",
            _beside(finding.beside) if finding.beside else "",
            _owed(finding.promise, finding.others) if finding.promise else "",
        )
        if sentence
    )


def _because(finding: Finding, facts: Facts) -> str:
    if finding.signal is None or finding.signal.code == "BURDEN":
        return ""
    lines = _lines(finding, finding.signal.code)
    if finding.signal.code == "PEER" and not (finding.improving or facts.get("peers")):
        lines = lines[1:]
    if finding.signal.code == "SC+" and not _short(finding):
        lines = lines[1:]
    return fill((lines,), facts)


def _lines(finding: Finding, code: str) -> tuple[str, ...]:
    """The sentence of the signal, unless what it says of the limits is not true of the months since a change."""
    of = finding.measure
    if code == "SC-" and of is not None and months_in_run(of) < 2:
        return _BECAUSE[code][-1:]
    changed = of is not None and of.variation in ("concern", "improvement")
    if code == "FAIL" and finding.improving and not _short(finding):
        return _REACHED
    if code == "HIT/MISS" and changed:
        return _CHANGING
    return _IMPROVING if finding.improving and code in ("FAIL", "TRAJ", "PEER") else _BECAUSE[code]


def _of_burden(finding: Finding, facts: Facts) -> str:
    """Say where most of a burden's people wait, how many are ours, who else waits, and what the months say of it."""
    if not finding.is_burden:
        return ""
    others = [fill(_FURTHER, facts_of(one, provider=facts["provider"] or "")) for one in finding.further]
    trend = replace(finding, signal=finding.trend, trend=None)
    sentences = (
        _most(finding, facts),
        _ours_behind(finding),
        *others,
        _because(trend, facts),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def _ours_behind(finding: Finding) -> str:
    ours, everybody = (people_beyond(one) if one else None for one in (finding.ours, finding.measure))
    if not ours or not everybody or finding.measure is None:
        return ""
    said = (
        "A small number" if round(ours) in formats.SMALL else f"About {formats.number(formats.about(ours))}"
    )
    if formats.about(ours) >= formats.about(everybody):
        said = "All" if ours >= everybody else "Nearly all"
    return f"{said} of the {formats.number(everybody)} are {our_residents(finding.measure.metric.counts)}."


def _most(finding: Finding, facts: Facts) -> str:
    """Say which specialty holds most of a burden, or all of it."""
    if finding.most is None or finding.measure is None:
        return ""
    there, everywhere = people_beyond(finding.most), people_beyond(finding.measure)
    if there is not None and everywhere is not None and there >= everywhere:
        return fill_line("All of them are in {most}.", facts)
    return fill((_MOST,), facts)


def _short(finding: Finding) -> bool:
    return finding.measure is not None and misses(finding.measure, finding.measure.latest.value)


def _affected(finding: Finding) -> str:
    """Say how many people or waits that is, and how many of them are our residents': not only per cent."""
    said_already = finding.signal is not None and finding.signal.code in ("BURDEN", "SILENT", "CLASH")
    affected, of = finding.people_affected, finding.measure
    if said_already or affected is None or affected <= 0:
        return ""
    counts = of.metric.counts if of is not None else "people"
    if affected in formats.SMALL:
        return f"That is only a few {counts}."
    ours = finding.ours.people_affected if finding.ours else None
    aim = _aim(finding)
    if of is None or aim is None:
        return f"That is {formats.people(affected, counts)}{of_them(ours, affected, counts)}."
    return gained(of.metric, affected, aim=aim, ours=ours, place=hospital(of))


def _aim(finding: Finding) -> str | None:
    """What they are counted against, which is the signal's to say: a plan is missed where a standard is met."""
    of, code = finding.measure, finding.signal.code if finding.signal else None
    if of is None or code == "RECON":
        return None
    if code == "TRAJ":
        return None if of.plan is None else f"the plan of {formats.standard(of.plan, of.metric.unit)}"
    return "the rate of the others" if code == "GAP" else of.people_against


def _elsewhere(finding: Finding) -> str:
    """Name the worst two other specialties in which the same fires, and counts the rest."""
    names = [formats.specialty(measure.specialty_name) for measure in finding.also]
    if not names or finding.measure is None:
        return ""
    rest = len(names) - _NAMED
    more = [f"{formats.counted(rest, 'more specialty', 'more specialties')}"] if rest > 0 else []
    shows = "It is most marked" if finding.measure.specialty_code == ALL else "The same is true"
    return f"{shows} in {formats.listed([*names[:_NAMED], *more])}."


def reports_sentence(concern: Concern) -> str:
    """Say what practices reported: "Since 3 June 2026, 6 practices sent 12 reports about fit notes; ...".

    How many reports there were is left out where they are so few that they could point at a person.
    """
    since, practices = formats.day(concern.since), formats.counted(concern.practices, "practice")
    few = concern.reports in formats.SMALL
    sent = "told us" if few else f"sent {formats.counted(concern.reports, 'report')}"
    mostly = f", mostly “{concern.trouble}”" if concern.trouble else ""
    more = (
        f" There were more in {formats.month(concern.above)} than chance could explain."
        if concern.above
        else ""
    )
    too = (
        f" Patients said so too, {formats.number(concern.patients)} times in three months."
        if concern.patients
        else ""
    )
    return (
        f"Since {since}, {practices} {sent} about {concern.theme}{mostly}; {_unanswered(concern)}.{more}{too}"
    )


def _beside(measure: Measure) -> str:
    """Set the metric beside what practices say, though by itself it would not be asked about."""
    value = printed_share(measure)
    month = formats.month(measure.latest.period)
    ordinary = ", within its usual range" if measure.variation == "common_cause" else ""
    if spoken := spoken_figure(measure):
        return f"In {month}, {spoken}{ordinary}."
    return f"The figure for {measure_name(measure)} {where(measure)} was {value} in {month}{ordinary}."


def _unanswered(concern: Concern) -> str:
    if concern.unanswered <= 0:
        return "all have been answered"
    if concern.unanswered >= concern.reports:
        return "none has been answered"
    if concern.unanswered in formats.SMALL:
        return "some have no answer yet"
    return f"{formats.number(concern.unanswered)} have no answer yet"


def _owed(promise: Promise, others: int) -> str:
    state = {"late": "It is overdue.", "not_kept": "It was not kept."}.get(promise.state, "It is still open.")
    if others <= 0:
        return state
    promises = formats.capital(formats.counted(others, "other promise"))
    return f"{state} {promises} {formats.plural(others, 'is', 'are')} also owed."
