"""Who asks what, on small panels drawn by hand; the rules for any panel are in test_challenge."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from builders import (
    PROVIDER,
    finding,
    interest,
    measure,
    meeting,
    metric,
    pattern,
    person,
    point,
    question,
    signal,
)

from briefing.challenge.assignment import assign
from briefing.challenge.credit import find_credit, leave_alone
from briefing.challenge.model import Finding, Question
from briefing.measures import Measure


def questions(*topics: str) -> list[Question]:
    return [
        question(f"q{number}", finding=finding(pattern=pattern(topic=topic), measure=_series(topic)))
        for number, topic in enumerate(topics)
    ]


def _series(topic: str) -> Measure:
    return measure(metric=metric(topic, topic=topic), people_affected=10)


def leads(asked: list[Question], **sitting: Any) -> list[str | None]:
    return [q.lead for q in given(asked, **sitting)]


def given(asked: list[Question], **sitting: Any) -> tuple[Question, ...]:
    return assign(asked, meeting=meeting(**sitting), provider_code=PROVIDER, provider="Alderbrook")


def barred(person_id: str, *topics: str) -> list[Any]:
    return [interest(person_id, organisation_code=None, topic=topic) for topic in topics]


def test_work_is_moved_until_no_single_move_makes_it_fairer() -> None:
    """
    free to lead    one: A B    two: C D    three: A C

    In turn, A would lead one and three, and B nothing.
    """
    panel = [person(name) for name in "ABCD"]
    declared = (
        barred("A", "two") + barred("B", "two", "three") + barred("C", "one") + barred("D", "one", "three")
    )
    assert leads(questions("one", "two", "three"), panel=panel, interests=tuple(declared)) == ["B", "C", "A"]


def test_four_each_then_the_chair_then_nobody() -> None:
    told = given(questions(*"abcdefghi"), panel=[person("P1")])
    assert Counter(q.lead for q in told) == {"P1": 4, "CHAIR": 4, None: 1}
    assert {q.lead: q.assignment_note for q in told} == {
        "P1": None,
        "CHAIR": "Left to the chair: every other free member leads 4 already.",
        None: "Nobody is free to lead it: ask it in writing.",
    }


def test_a_question_that_few_can_take_is_given_first() -> None:
    panel = [person("A"), person("B")]
    asked = questions("open", "open", "open", "open", "closed")
    told = leads(asked, panel=panel, interests=tuple(barred("A", "closed")))
    assert told[-1] == "B"
    assert Counter(told) == {"A": 3, "B": 2}


def test_support_goes_round_too() -> None:
    told = given(questions("a", "b", "c", "d"), panel=[person(name) for name in "ABC"])
    assert all(q.supporter not in (None, q.lead) for q in told)
    assert max(Counter(q.supporter for q in told).values()) <= 2


def test_two_with_an_interest_are_both_recorded() -> None:
    declared = tuple(barred("A", "eyes") + barred("B", "eyes"))
    (only,) = given(questions("eyes"), panel=[person(name) for name in "ABC"], interests=declared)
    assert only.assignment_note == "Not given to Dr A and Dr B, who have declared an interest."
    assert (only.lead, only.supporter) == ("C", None)


BETTER = measure([60.0] * 8 + [70.0] * 7, special=3, variation="improvement")
CREDIT = pattern("POS-01", credit=True, metrics=("*",), signals=("SC+",))


def credited(*codes: str, of: Measure = BETTER, asked: Any = ()) -> bool:
    fired = [signal(code, of=of) for code in codes]
    return bool(find_credit([CREDIT], measures=[of], signals=fired, provider_code=PROVIDER, asked=asked))


def test_credit_is_for_an_improvement_that_lasts_and_is_not_asked_about() -> None:
    assert credited("SC+")
    assert credited("SC+", "FAIL"), "short of its standard, and better all the same"
    assert not credited("SC+", "SC-")
    assert not credited("SC-")
    assert not credited("SC+", of=measure([60.0] * 13 + [70.0] * 2, special=2, variation="improvement"))
    assert not credited("SC+", asked=[BETTER.key])
    slipping = measure([60.0, 61.0] * 7 + [80.0, 77.0, 73.0, 69.0], special=4, variation="improvement")
    assert not credited("SC+", of=slipping), "better than usual still, and on its way back"


@pytest.mark.parametrize(("mean", "praised"), [(None, True), (68.1, True), (67.9, False), (60.0, False)])
def test_one_good_month_is_no_level(mean: float | None, praised: bool) -> None:
    """England is at 66%; months lie within 6 points of their mean, so a sigma is two points."""
    limits = {} if mean is None else {"mean": mean, "lower_limit": mean - 6, "upper_limit": mean + 6}
    of = measure(points=(point(value=70.0, low=67.1, high=72.8, **limits),), england=66.0)
    found = find_credit([LEVEL], measures=[of], signals=(), provider_code=PROVIDER)
    assert bool(found) == praised


LEVEL = pattern("POS-02", credit=True, metrics=("*",), signals=())


@pytest.mark.parametrize(
    ("value", "england", "peers", "better", "praised"),
    [
        (70.0, 66.0, 65.0, "higher", True),
        (70.0, 66.0, None, "higher", True),
        (70.0, 66.0, 68.0, "higher", False),  # 67.1 to 72.8: the peers' 68 may be the same by chance
        (70.0, None, 60.0, "higher", False),
        (70.0, 74.0, 60.0, "higher", False),
        (10.0, 14.0, 15.0, "lower", True),
        (10.0, 14.0, 9.0, "lower", False),
    ],
)
def test_credit_may_be_for_a_level_better_than_england_and_the_peers(
    value: float, england: float | None, peers: float | None, better: Any, praised: bool
) -> None:
    """1,000 people: 70% lies between 67.1% and 72.8%, 10% between 8.3% and 12.0%."""
    low, high = (67.1, 72.8) if value == 70 else (8.3, 12.0)
    of = measure(
        points=(point(value=value, low=low, high=high),),
        metric=metric(better=better),
        england=england,
        peers_value=peers,
    )

    def thanks(*fired: Any, asked: Any = (), bank: Any = (LEVEL,), measures: Any = (of,)) -> Finding | None:
        return find_credit(bank, measures=measures, signals=fired, provider_code=PROVIDER, asked=asked)

    assert bool(thanks()) == praised
    assert not thanks(signal("FAIL", of=of)), "what is out of reach is not praised"
    assert not thanks(asked=[(*of.key[:3], "120", "ALL")]), "nor what is asked about in a specialty"
    change = thanks(signal("SC+", of=BETTER), bank=(CREDIT, LEVEL), measures=(of, BETTER))
    assert change is None or change.pattern is CREDIT, "a change that lasts comes before a level"


def test_only_ordinary_variation_that_looks_alarming_is_left_alone() -> None:
    worse, better = measure([70.0, 71.0] * 7 + [69.0]), measure([70.0, 71.0] * 7 + [72.0])
    below = measure([70.0, 71.0] * 7 + [72.0], standard=92)
    failing = measure([70.0, 71.0] * 7 + [69.0], standard=92, assurance="consistently_fails")
    short = measure([70.0, 69.0])

    def alone(one: Measure, *fired: Any) -> bool:
        return bool(leave_alone([one], signals=fired, provider_code=PROVIDER, asked=()))

    assert alone(worse)
    assert not alone(better)
    assert not alone(below), "below its standard, but no worse than the month before"
    assert not alone(replace(worse, metric=replace(worse.metric, safety=True))), "a matter of safety"
    assert not alone(replace(worse, england=70.5)), "worse than England"
    assert not alone(replace(worse, peers_value=70.5)), "worse than the peers"
    assert alone(replace(worse, england=66.0, peers_value=68.9))
    assert not alone(measure([70.0, 71.0] * 7 + [70.0, 69.98])), "no change that is seen in print"
    assert not alone(failing)
    assert not alone(short), "too few months to judge"
    assert not alone(worse, signal("PEER", of=worse))
    assert alone(worse, signal("HIT/MISS", of=worse))


def test_an_experienced_member_supports_a_newcomer() -> None:
    """New: N and M. Experienced: E. Whoever of the new ones leads has E beside them, however often that is."""
    panel = [person("N", newcomer=True), person("M", newcomer=True), person("E")]
    told = given(questions(*"abcdef"), panel=panel)
    assert Counter(q.lead for q in told) == {"N": 2, "M": 2, "E": 2}
    assert {q.supporter for q in told if q.lead in ("N", "M")} == {"E"}
    notes = {q.lead: q.assignment_note for q in told}
    assert notes["N"] == "Dr N is new to the panel: Dr E supports."
    assert notes["E"] is None


def test_where_the_experienced_are_kept_from_a_topic_the_chair_supports_the_newcomer() -> None:
    panel = [person("N", newcomer=True), person("E")]
    (told,) = given(questions("one"), panel=panel, interests=tuple(barred("E", "one")))
    assert (told.lead, told.supporter) == ("N", "CHAIR")
    assert "Dr N is new to the panel: The chair supports." in (told.assignment_note or "")


def test_newcomers_alone_are_told_so() -> None:
    panel = [person("N", newcomer=True), person("M", newcomer=True)]
    chair = person("CHAIR", name="The chair", newcomer=True, clinical=False)
    (told,) = given(questions("one"), panel=panel, chair=chair)
    assert told.assignment_note == "Dr N is new to the panel, and nobody experienced is free to support."
