"""Nothing is said that the reader's own edition lacks: the whole bank, walked over drawn situations.

value    similar trusts   England   plan     standard    months   people    what may be said
70%      72% better       none      none     92% missed  15       1,000     "Similar trusts are at 72%."
70%      68% worse        none      missed   none        1        1,000     "You do better ... and miss your own plan"
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle, product
from types import SimpleNamespace
from typing import Any, cast

import builders
import pytest
from printed import MOST_WHEN_FILLED, NEVER, sentences

from briefing import metrics
from briefing.challenge.model import Concern, Finding, Pattern, Promise, Question
from briefing.challenge.patterns import load_patterns
from briefing.challenge.questions import ask, in_plain_words
from briefing.document.blocks import Drawing
from briefing.measures import Measure, Metric
from briefing.pack import figures
from briefing.pack.model import Card, GpEdition
from briefing.pack.sections.questions import questions as cards_of

BANK = load_patterns()
REGISTRY = metrics.registry(None)
STEP = {"percent": 5.0, "weeks": 3.0, "days": 3.0}


@dataclass(frozen=True)
class Situation:
    """Where the latest figure lies: "worse", "better" or None for what there is not."""

    peers: str | None
    england: str | None
    plan: str | None
    standard: str | None
    months: int
    many: bool
    specialty: bool


_REST = cycle(product((1, 15), (True, False), (True, False), ("worse", None)))
SITUATIONS = [
    Situation(peers, england, plan, standard, months, many, specialty)
    for (peers, plan, standard), (months, many, specialty, england) in zip(
        [*product(("worse", "better", None), repeat=3)] * 2, _REST, strict=False
    )
]
"""The figure is worse, or better, than similar trusts, England, its plan and its standard."""


def measure_in(situation: Situation, metric: Metric, signal: str, group: str) -> Measure:
    """Draw one series. "worse" sets the other value a step to the better side."""
    up = 1 if metric.better != "lower" else -1
    value, step = (20.0, STEP.get(metric.unit, 5.0)) if metric.unit == "percent" else (40.0, 9.0)

    def beside(side: str | None) -> float | None:
        return None if side is None else value + (up * step if side == "worse" else -up * step)

    special = 3 if signal in ("SC-", "SC+") and situation.months > 3 else 0
    drawn = builders.measure(
        [value] * situation.months,
        metric=metric,
        standard=beside(situation.standard),
        plan=beside(situation.plan),
        peers_value=beside(situation.peers),
        england=beside(situation.england),
        special=special,
        variation="improvement" if signal == "SC+" else "concern",
        people_affected=420 if situation.many else 5,
        people_against="the standard" if situation.standard == "worse" else None,
        specialty_code="101" if situation.specialty else "ALL",
        specialty_name="Urology Service" if situation.specialty else "All specialties",
        group_code=group,
    )
    if situation.many:
        return drawn
    few = tuple(replace(point, denominator=40.0, numerator=8.0) for point in drawn.points)
    return replace(drawn, points=few)


def by_figures(pattern: Pattern) -> Iterator[Finding]:
    """Draw each metric and signal of a pattern; where there is no standard, the metric has no words of its own."""
    names = [name for name in REGISTRY if name in pattern.metrics] or (
        ["rtt_within_18_weeks", "referrals_returned"] if "*" in pattern.metrics else []
    )
    groups = [group.replace(":*", ":1").replace("*", "-17") for group in pattern.groups] or ["ALL"]
    codes = [code for code in pattern.signals if code not in ("CLUSTER", "SLIP")]
    for name, code, group, situation in product(names, codes, groups, SITUATIONS):
        metric = REGISTRY[name] if situation.standard else replace(REGISTRY[name], said="", beyond="")
        of = measure_in(situation, metric, code, group)
        fired = builders.signal(code, of=of)
        if code == "BURDEN" and situation.england:
            fired = replace(fired, share_of_england=0.39, england_people=5706)
        yield Finding(pattern, 1.0, fired, of, people_affected=of.people_affected)


def by_reports(pattern: Pattern) -> Iterator[Finding]:
    if "CLUSTER" in pattern.signals:
        troubles = (None, "late", "missing", "wrong", "changes without a reason", "illegible")
        for trouble, reports in product(troubles, (5, 30)):
            heard = Concern(
                "clinic letters", "ALL", reports, 4, 3, date(2026, 9, 1), clustered=True, trouble=trouble
            )
            yield Finding(pattern, 1.0, concern=heard)
            if pattern.metrics:
                of = builders.measure(metric=REGISTRY[pattern.metrics[0]])
                yield Finding(pattern, 1.0, concern=heard, beside=of)
                yield Finding(pattern, 1.0, builders.signal("SC-", of=of), of, heard, people_affected=30)


def by_promises(pattern: Pattern) -> Iterator[Finding]:
    for state, due in product(pattern.promises, (date(2026, 9, 1), None)):
        made = Promise("C1", "2026-06-04-rxa", "Send the figures.", "The COO", due, state, "", times=2)
        yield Finding(pattern, 1.0, promise=made)


def findings(pattern: Pattern) -> list[Finding]:
    every = [*by_figures(pattern), *by_reports(pattern), *by_promises(pattern)]
    return every or [Finding(pattern, 1.0)]


def against(finding: Finding) -> Measure | None:
    of = finding.measure
    return replace(of, group_code="ALL") if of is not None and of.group_code != "ALL" else None


def texts(question: Question) -> dict[str, str]:
    """All that a member says or hears of it, by field."""
    said = {
        name: getattr(question, name)
        for name in ("title", "fact", "opener", "likely_reply", "answer", "settle_for", "fair_ask")
    }
    plain = in_plain_words(question, provider="Alderbrook")
    return said | {"plain": plain, "listen_for": " | ".join(question.listen_for)}


NOWHERE = re.compile(
    r"\b(pages?|tables?|attached|enclosed|appendix|annex|overleaf|in this pack|on the page|behind (it|this|here)"
    r"|(on|in) (the|this|our) (list|letter|sheet|log|ledger|map|heat map) (below|above|behind|here|attached)"
    r"|here is|here are|we have (timed|put|counted|measured|shown|traced|marked|tested|checked)"
    r"|(record|computer|it) system|the new system|another site|the app)\b",
    re.IGNORECASE,
)
"""What no edition holds, whoever reads it: only a figure, a chart and reports are in a pack."""
CHART = re.compile(r"\b(charts?|graphs?|lines? on)\b", re.IGNORECASE)


def has_chart(question: Question) -> bool:
    """Lay out the reader's card and look for its chart."""
    of = question.finding.measure
    drawn = figures.series(of, place="question", ours=None) if of is not None else None
    card = Card(1, question, "You ask this", drawn, None, own=True)
    edition = cast(GpEdition, SimpleNamespace(cards=(card,)))
    return any(isinstance(block, Drawing) for section in cards_of(edition) for block in _inside(section))


def _inside(block: Any) -> Iterator[Any]:
    yield block
    for inner in getattr(block, "blocks", ()):
        yield from _inside(inner)


def worse_than(of: Measure, other: float | None) -> bool:
    value = of.latest.value
    assert value is not None
    return other is not None and (other > value if of.metric.better == "higher" else other < value)


def claims_hold(text: str, of: Measure | None) -> Iterator[str]:
    """Name what a text claims of a series and the drawn values do not bear out."""
    peers, plan = (of.peers_value, of.plan) if of else (None, None)
    standard = of.standard.value if of and of.standard else None
    claims = {
        r"Similar trusts are at [\d.]+%?[^;.]*\. What": of and worse_than(of, peers),
        r"At similar trusts it is [\d.]+": of and (worse_than(of, peers) or of.metric.better == "neither"),
        "You do better than similar trusts": of and peers is not None and not worse_than(of, peers),
        "still miss your own plan": of and worse_than(of, plan),
        "Your own plan said": of and worse_than(of, plan),
        r"You still miss [\d.]": of and worse_than(of, standard),
        "missed the standard of": of and worse_than(of, standard),
        "worse since": of and of.latest.point_type == "special_cause_concern",
    }
    for claim, holds in claims.items():
        if re.search(claim, text) and not holds:
            yield claim


NEVER_SAID = re.compile(r"\btouch|small number of reports", re.IGNORECASE)
"""Beside what docs/style.md keeps out of every sentence."""


@pytest.mark.parametrize("pattern", BANK, ids=lambda pattern: pattern.id)
def test_nothing_is_said_that_the_edition_lacks_or_a_gp_would_not_say(pattern: Pattern) -> None:
    for finding in findings(pattern):
        question = ask(finding, provider="Alderbrook", against=against(finding))
        for field, text in texts(question).items():
            assert not re.search(r"^$|\{|  ", text), (field, text)
            assert not NEVER_SAID.search(text), (field, text)
            assert not NEVER.search(text), (field, text)
            assert all(len(said.split()) <= MOST_WHEN_FILLED for said in sentences(text)), (field, text)
            assert not NOWHERE.search(text), (field, text)
            assert not CHART.search(text) or has_chart(question), (field, text)
            assert not list(claims_hold(text, finding.measure)), (field, text, finding.measure)
        assert says_of_how_many(question)
        assert question.push == ("EXPLORE" if few_or_luck(finding) else pattern.push)


def says_of_how_many(question: Question) -> bool:
    """A share of a local feed, 20% of 1,000 or of 40, is never said without how many it is one of."""
    of = question.finding.measure
    if of is None or of.metric.published or of.metric.kind != "proportion":
        return True
    said = f"{question.fact} {question.opener}"
    return said.count("20.0%") == len(re.findall(r"20\.0% of (1,000|40)\b", said))


def few_or_luck(finding: Finding) -> bool:
    """Seven people or fewer are never pressed; nor is luck, nor what nothing but a pin raised."""
    people, heard, signal = finding.people_affected, finding.concern, finding.signal
    few_reports = finding.measure is None and heard is not None and heard.reports <= 7
    luck = signal is not None and signal.code == "HIT/MISS"
    nothing = signal is None and heard is None and finding.promise is None
    return (people is not None and people <= 7) or few_reports or luck or nothing


@pytest.mark.parametrize("words", ["It is on the page behind.", "We have timed that.", "Here is the count."])
def test_a_planted_citation_is_found(words: str) -> None:
    assert NOWHERE.search(words)


def test_a_chart_is_cited_only_where_one_is_drawn() -> None:
    cites = replace(builders.question(answer="Look at the chart."))
    assert has_chart(cites)
    assert not has_chart(replace(cites, finding=Finding(builders.pattern(), 1.0)))


ANSWERS = {
    ("worse", "worse"): "Similar trusts are at 25%. What do they do that you do not?",
    (
        "better",
        "worse",
    ): "You do better than similar trusts, who are at 15%. You still miss your own plan of 25%. "
    "Was the plan wrong?",
    (None, "worse"): "Your own plan said 25%. What has changed since you made it?",
    (None, None): "The plan was your own. What has changed since you made it?",
}


@pytest.mark.parametrize(("sides", "answer"), ANSWERS.items())
def test_the_answer_goes_by_the_side_on_which_the_figure_lies(
    sides: tuple[str | None, str | None], answer: str
) -> None:
    """20% within 18 weeks: similar trusts at 25% or 15%, the plan 25%."""
    pattern = next(one for one in BANK if one.id == "RTT-01")
    peers, plan = sides
    situation = Situation(peers, None, plan, None, 15, many=True, specialty=False)
    of = measure_in(situation, REGISTRY["rtt_within_18_weeks"], "TRAJ", "ALL")
    finding = Finding(pattern, 1.0, builders.signal("TRAJ", of=of), of)
    assert ask(finding, provider="Alderbrook").answer == answer


@pytest.mark.parametrize(
    ("trouble", "opener", "title"),
    [
        ("late", "Discharge summaries reach us late.", "Discharge summaries: late"),
        ("never sent", "Some discharge summaries are missing: we never see them.", "Discharge summaries: never sent"),
        ("wrong", "Some discharge summaries have things wrong in them.", "Discharge summaries: wrong"),
        (
            "changes without a reason",
            "Discharge summaries tell us that a medicine has changed, without a reason.",
            "Discharge summaries: changes without a reason",
        ),
        ("illegible", "Practices tell us of problems with discharge summaries.", "Discharge summaries: illegible"),
        (None, "Practices tell us of problems with discharge summaries.", "Discharge summaries"),
    ],
)  # fmt: skip
def test_a_question_fits_what_practices_said(trouble: str | None, opener: str, title: str) -> None:
    pattern = next(one for one in BANK if one.id == "INT-01")
    heard = Concern("discharge summaries", "ALL", 9, 4, 9, date(2026, 9, 1), clustered=True, trouble=trouble)
    question = ask(Finding(pattern, 1.0, concern=heard), provider="Alderbrook")
    assert question.opener.startswith(opener)
    assert question.title == title


def test_a_burden_in_a_local_feed_counts_all_whom_the_standard_missed() -> None:
    """55.5% of 355 letters in time against 80%: 158 were late, though 87 fewer would meet the standard."""
    of = replace(
        builders.measure([55.5], metric=REGISTRY["letters_within_7_days"], standard=80, people_affected=87),
        points=(builders.point(value=55.5, numerator=197.0, denominator=355.0),),
    )
    pattern = next(one for one in BANK if one.id == "INT-03")
    fact = ask(Finding(pattern, 1.0, builders.signal("BURDEN", of=of), of), provider="Alderbrook").fact
    assert fact == (
        "In March 2026, 158 clinic letters across the trust took over 7 days. 55.5% of 355 clinic letters "
        "across the trust were sent within 7 days; the standard is 80%."
    )
