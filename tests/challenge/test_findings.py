"""Signals on series, and beside them the findings that are worth a meeting's time."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders import BOARD, PROVIDER, finding, measure, meeting, metric, pattern, point, signal

from briefing.challenge.choice import choose, unraised
from briefing.challenge.findings import find, weigh_all
from briefing.challenge.model import Concern, Finding, Promise
from briefing.challenge.questions import ask
from briefing.challenge.series import read_series
from briefing.measures import Measure, Signal

TODAY = date(2026, 11, 22)
WHOLE = measure(standard=92, people_affected=900)
UROLOGY = measure(specialty_code="101", specialty_name="Urology Service", people_affected=80)
NEUROLOGY = measure(specialty_code="400", specialty_name="Neurology Service", people_affected=60)


def found(
    *signals: Signal, measures: tuple[Measure, ...] = (WHOLE, UROLOGY, NEUROLOGY), **bank: Any
) -> list[Finding]:
    series = read_series(measures, signals=signals, provider_code=PROVIDER, commissioner_code=BOARD)
    patterns = bank.pop("patterns", (pattern(**bank),))
    return list(find(patterns, series=series, concerns=(), promises=(), today=TODAY))


def places(findings: list[Finding]) -> list[tuple[str, str, list[str]]]:
    """What fired, where, and which further specialties are counted with it."""
    return [
        (f.signal.code, f.measure.specialty_code, [m.specialty_code for m in f.also])
        for f in findings
        if f.signal and f.measure
    ]


def test_no_signal_no_question() -> None:
    assert found() == []


def test_several_specialties_are_one_finding_named_by_the_worst() -> None:
    assert places(found(signal("SC-", of=NEUROLOGY), signal("SC-", of=UROLOGY))) == [("SC-", "101", ["400"])]


def test_the_whole_trust_leads_where_the_same_fires_there() -> None:
    fired = found(signal("FAIL", of=UROLOGY), signal("FAIL", of=WHOLE), signal("FAIL", of=NEUROLOGY))
    assert places(fired) == [("FAIL", "ALL", ["101", "400"])]


def test_a_fresh_change_in_a_specialty_stands_beside_a_standing_failure_of_the_whole() -> None:
    fired = found(signal("FAIL", of=WHOLE), signal("SC-", of=UROLOGY), signal("FAIL", of=NEUROLOGY))
    assert places(fired) == [("FAIL", "ALL", ["400"]), ("SC-", "101", [])]


@pytest.mark.parametrize(
    ("codes", "speaks", "improving"),
    [
        (["FAIL", "SC-"], "SC-", False),
        (["HIT/MISS", "FAIL"], "FAIL", False),
        (["PEER", "TRAJ", "FAIL"], "TRAJ", False),
        (["SC+", "FAIL"], "FAIL", True),
        (["SC+", "SC-"], "SC-", False),
    ],
)
def test_one_stated_order_where_signals_disagree(codes: list[str], speaks: str, improving: bool) -> None:
    every = ("SC-", "FAIL", "TRAJ", "PEER", "HIT/MISS")
    (only,) = found(*(signal(code, of=WHOLE) for code in codes), signals=every)
    assert only.signal
    assert (only.signal.code, only.improving) == (speaks, improving)


STEADY_RUN = measure(special=1, variation="concern")
LASTING_RUN = measure(special=2, variation="concern")
HIDDEN = measure(points=(point(value=None),), variation="concern")


@pytest.mark.parametrize(
    ("fired", "of", "doubt"),
    [
        (signal("SC-", q_value=0.01), STEADY_RUN, None),
        (signal("SC-", q_value=0.011), STEADY_RUN, "among so many figures, chance could explain it"),
        (signal("SC-", q_value=0.05), LASTING_RUN, None),
        (signal("SC-", q_value=0.051), LASTING_RUN, "among so many figures, chance could explain it"),
        (signal("FAIL", q_value=None), STEADY_RUN, None),
        (signal("HIT/MISS", q_value=None), STEADY_RUN, "any one month's result is luck"),
        (signal("SC-", q_value=0.0), HIDDEN, "the people behind it are too few to print a figure"),
        (signal("SILENT", q_value=None), HIDDEN, None),
    ],
)
def test_what_chance_makes_carries_no_question(fired: Signal, of: Measure, doubt: str | None) -> None:
    (only,) = found(fired, measures=(of,), signals=("SC-", "FAIL", "HIT/MISS", "SILENT"))
    assert only.doubt == doubt
    assert choose([only], meeting=meeting())[0] == (() if doubt else (only,))
    assert choose([only], meeting=meeting(pinned=("RTT-01",)))[0] == (only,)


def test_a_credible_specialty_speaks_before_a_doubtful_whole() -> None:
    fired = found(signal("SC-", of=WHOLE, q_value=0.3), signal("FAIL", of=WHOLE), signal("SC-", of=UROLOGY))
    assert places(fired) == [("FAIL", "ALL", []), ("SC-", "101", [])]
    assert not any(f.doubt for f in fired)


def test_a_specialty_that_accounts_for_the_whole_leads() -> None:
    most = measure(specialty_code="101", specialty_name="Urology Service", people_affected=720)
    fired = found(
        signal("SC-", of=WHOLE),
        signal("SC-", of=most),
        signal("SC-", of=NEUROLOGY),
        measures=(WHOLE, most, NEUROLOGY),
    )
    assert places(fired) == [("SC-", "101", ["400"])]


@pytest.mark.parametrize(
    ("fired", "why"),
    [
        (signal("SC+", of=WHOLE), "an improvement is the credit's"),
        (signal("PEER", of=WHOLE, direction="improvement"), "better than peers"),
        (signal("GAP", of=WHOLE, direction="neutral"), "the other side of the gap"),
        (signal("HIT/MISS", of=WHOLE, strength=0.0), "luck that mostly meets the standard"),
        (signal("SC-", of=WHOLE, org_code="RXZ"), "another hospital"),
        (signal("SC-", of=WHOLE, population_code="QZZ"), "another board's people"),
        (signal("SC-", of=WHOLE, group_code="sex:female"), "a group"),
    ],
)
def test_what_is_never_asked(fired: Signal, why: str) -> None:
    assert found(fired, signals=("SC-", "SC+", "PEER", "GAP", "HIT/MISS")) == [], why


def test_our_own_population_speaks_only_where_the_whole_does_not() -> None:
    ours = measure(population_code=BOARD, people_affected=61)
    (only,) = found(signal("SC-", of=ours), measures=(WHOLE, ours))
    assert only.measure == ours
    (both,) = found(signal("SC-", of=ours), signal("SC-", of=WHOLE), measures=(WHOLE, ours))
    assert (both.measure, both.ours) == (WHOLE, ours)


@pytest.mark.parametrize(
    ("specialties", "asked"), [("any", ["ALL"]), ("all_only", ["ALL"]), ("each_only", ["101"])]
)
def test_a_pattern_looks_at_the_whole_or_at_each(specialties: str, asked: list[str]) -> None:
    fired = found(signal("SC-", of=WHOLE), signal("SC-", of=UROLOGY), specialties=specialties)
    assert [place for _, place, _ in places(fired)] == asked


def test_groups_are_for_patterns_that_name_them() -> None:
    poorest = measure(group_code="deprivation:1")
    fired = signal("GAP", of=poorest)
    assert found(fired, measures=(poorest,), signals=("GAP",)) == []
    assert len(found(fired, measures=(poorest,), signals=("GAP",), groups=("deprivation:*",))) == 1


def concern(theme: str, *, clustered: bool = True) -> Concern:
    return Concern(theme, "ALL", 10, 4, unanswered=2, since=date(2026, 9, 1), clustered=clustered)


def raised_by(*concerns: Concern, promises: tuple[Promise, ...] = ()) -> list[Finding]:
    bank = (
        pattern("REF-06", metrics=(), signals=("CLUSTER",), themes=("onward referral",)),
        pattern("CON-01", metrics=(), signals=("CLUSTER",), themes=("*",)),
        pattern("PLN-02", metrics=(), signals=("SLIP",), promises=("late",)),
    )
    return list(find(bank, series=(), concerns=concerns, promises=promises, today=TODAY))


def test_a_cluster_fires_the_pattern_that_names_its_theme_or_the_one_for_the_rest() -> None:
    fired = raised_by(concern("onward referral"), concern("parking"), concern("letters", clustered=False))
    assert {(f.pattern.id, f.concern.theme) for f in fired if f.concern} == {
        ("REF-06", "onward referral"),
        ("CON-01", "parking"),
    }


def test_a_cluster_stands_beside_the_figures_on_one_card() -> None:
    series = read_series(
        (WHOLE,), signals=[signal("SC-", of=WHOLE)], provider_code=PROVIDER, commissioner_code=BOARD
    )
    bank = (pattern(signals=("SC-", "CLUSTER"), themes=("letters",)),)
    (only,) = find(bank, series=series, concerns=(concern("letters"),), promises=(), today=TODAY)
    assert (only.measure, only.concern) == (WHOLE, concern("letters"))


def promise(number: int, **changes: object) -> Promise:
    defaults = {
        "commitment_id": f"K{number}",
        "meeting_id": "2026-06-04-rxa",
        "what": f"Promise {number}",
        "owner": "The COO",
        "due_on": date(2026, 9, number),
        "state": "late",
        "evidence": "",
    }
    return Promise(**defaults | changes)  # type: ignore[arg-type]


def test_a_slipped_promise_is_raised_once_and_the_rest_counted() -> None:
    kept_late = promise(3, closed_on=date(2026, 10, 1))
    (only,) = raised_by(promises=(promise(1), promise(2), kept_late))
    assert only.promise
    assert (only.promise.commitment_id, only.others) == ("K1", 1)


def test_weight_is_people_by_strength_by_push_by_time_since_asked() -> None:
    asked = promise(1, measure="rtt_within_18_weeks", meeting_id="2026-09-01-rxa")  # 2 months ago
    few, many = measure(people_affected=10), measure(people_affected=420)
    weighed = weigh_all(
        [
            finding(measure=few, score=5.0),  # 10 x 5 x 3 x 2/12
            finding(measure=many, score=2.0, pattern=pattern(push="ASK")),  # 420 x 2 x 2 x 2/12
            finding(measure=measure(metric="ae_4_hours", people_affected=10), score=5.0),  # 10 x 5 x 3
        ],
        promises=(asked,),
        today=TODAY,
    )
    assert [round(f.score) for f in weighed] == [280, 150, 25]


def test_improving_weighs_half() -> None:
    plain, improving = (finding(score=2.0, improving=now) for now in (False, True))
    weighed = weigh_all([plain, improving], promises=(), today=TODAY)
    assert weighed[0].score == 2 * weighed[1].score


def many(count: int, **changes: object) -> list[Finding]:
    """Findings of as many patterns and metrics, the first the weightiest."""
    return [
        finding(
            pattern=pattern(f"AAA-{number:02d}", **changes),
            measure=measure(metric=metric(f"metric_{number}")),
            score=100.0 - number,
        )
        for number in range(count)
    ]


def ids(findings: tuple[Finding, ...]) -> list[str]:
    return [f.pattern.id for f in findings]


def test_at_most_eight_and_what_is_left_out_is_told() -> None:
    chosen, left = choose(many(10), meeting=meeting())
    assert ids(chosen) == [f"AAA-{n:02d}" for n in range(8)]
    assert tuple(map(str, left)) == (
        "AAA-08 Pattern AAA-08, across the trust: beyond the limit of 8 for this meeting.",
        "AAA-09 Pattern AAA-09, across the trust: beyond the limit of 8 for this meeting.",
    )


@pytest.mark.parametrize("trait", ["safety", "interface"])
def test_a_safety_and_an_interface_finding_come_in_though_they_weigh_less(trait: str) -> None:
    light = finding(
        pattern=pattern("ZZZ-01", **{trait: True}), measure=measure(metric=metric("other")), score=0.1
    )
    chosen, _ = choose([*many(9), light], meeting=meeting())
    assert ids(chosen) == [*(f"AAA-{n:02d}" for n in range(7)), "ZZZ-01"]


def test_pinned_comes_in_and_barred_stays_out() -> None:
    chosen, left = choose(
        many(10), meeting=meeting(pinned=("AAA-09@metric_9/ALL",), barred=("AAA-00", "AAA-01@metric_7"))
    )
    assert ids(chosen)[0] == "AAA-09"
    assert "AAA-00" not in ids(chosen)
    assert "AAA-01" in ids(chosen)
    assert str(left[0]) == "AAA-00 Pattern AAA-00, across the trust: barred in the meeting file."


def test_nothing_is_asked_twice() -> None:
    series = measure()
    first = finding(pattern=pattern("AAA-01"), measure=series, score=3.0)
    same_figures = finding(pattern=pattern("AAA-02"), measure=series, score=2.0)
    same_pattern = finding(pattern=pattern("AAA-01"), measure=measure(metric=metric("other")), score=1.0)
    chosen, left = choose([first, same_figures, same_pattern], meeting=meeting())
    assert chosen == (first,)
    assert tuple(map(str, left)) == (
        "AAA-02 Pattern AAA-02, across the trust: the same figures are asked about under AAA-01.",
        "AAA-01 Pattern AAA-01, across the trust: AAA-01 is asked once already, across the trust.",
    )


def test_a_pin_that_nothing_supports_is_told() -> None:
    bank = (pattern("RTT-01"), pattern("SAF-01", metrics=(), signals=(), needs="harm reviews"))
    sitting = meeting(pinned=("RTT-01", "SAF-01", "XXX-01"))
    assert unraised(bank, findings=(), meeting=sitting) == [
        "RTT-01: pinned, but nothing in the figures, concerns or promises supports it.",
        "XXX-01: pinned, but the question bank has no such pattern.",
    ]


# Reports and figures on one matter: one card


LETTERS = metric("letters_within_7_days", title="Clinic letters within 7 days")
CARD = (
    pattern(
        "INT-03", metrics=("letters_within_7_days",), signals=("SC-", "CLUSTER"), themes=("clinic letters",)
    ),
)
SLOW = Concern("clinic letters", "330", 10, 4, unanswered=10, since=date(2026, 9, 1), clustered=True)
ALL_LETTERS = measure([70.0] * 12, metric=LETTERS)
SKIN = measure(
    [61.0] * 12,
    metric=LETTERS,
    variation="common_cause",
    specialty_code="330",
    specialty_name="Dermatology Service",
)


def raised(
    *signals: Signal, measures: tuple[Measure, ...] = (ALL_LETTERS, SKIN), concern: Concern = SLOW
) -> list[Finding]:
    series = read_series(measures, signals=signals, provider_code=PROVIDER, commissioner_code=BOARD)
    return list(find(CARD, series=series, concerns=(concern,), promises=(), today=TODAY, measures=measures))


def test_where_the_figures_fire_the_reports_stand_with_them() -> None:
    (only,) = raised(signal("SC-", of=ALL_LETTERS))
    assert (only.measure, only.concern, only.beside) == (ALL_LETTERS, SLOW, None)


def test_where_they_do_not_the_reports_ask_with_the_figure_beside_them() -> None:
    (only,) = raised()
    assert (only.measure, only.concern, only.beside) == (None, SLOW, SKIN)
    assert ask(only, provider="Alderbrook").fact.endswith(
        "none has been answered. The figure for “Clinic letters within 7 days” in dermatology was 61.0% in "
        "March 2026, within its usual range."
    )


def test_reports_on_many_specialties_stand_beside_the_whole() -> None:
    (only,) = raised(concern=Concern("clinic letters", "ALL", 10, 4, 9, date(2026, 9, 1), clustered=True))
    assert only.beside == ALL_LETTERS


def test_a_figure_too_small_to_print_does_not_stand_beside_reports() -> None:
    few = measure([1.0], metric=metric("letters_within_7_days", published=False))
    hidden = replace(few, points=(replace(few.latest, numerator=2.0),))
    (only,) = raised(measures=(hidden,))
    assert only.beside is None


def test_a_doubtful_figure_and_the_reports_are_one_question() -> None:
    doubtful, reports = sorted(
        raised(signal("SC-", of=SKIN, q_value=0.3)), key=lambda f: f.concern is not None
    )
    assert (doubtful.measure, reports.concern, reports.beside) == (SKIN, SLOW, SKIN)
    chosen, left = choose([doubtful, reports], meeting=meeting())
    assert chosen == (reports,)
    assert tuple(map(str, left)) == (
        "INT-03 Pattern INT-03, in dermatology: among so many figures, chance could explain it.",
    )


def test_what_is_steady_and_poor_is_named_and_placed_by_its_own_service() -> None:
    """Who leads on urgent care answers for it, and the title says what is poor."""
    service = measure(metric=metric("ae_4_hours", title="A&E within 4 hours", topic="urgent care"))
    poor = pattern(
        "STD-01", title="Steady, and worse", topic="data", metrics=("ae_4_hours",), signals=("STEADY",)
    )
    steady = signal("STEADY", of=service, q_value=None)
    series = read_series([service], signals=[steady], provider_code=PROVIDER, commissioner_code=BOARD)
    (one,) = find([poor], series=series, concerns=(), promises=(), today=TODAY)
    assert (one.pattern.title, one.pattern.topic) == ("A&E within 4 hours: steady, and worse", "urgent care")


def test_one_service_is_not_asked_about_under_two_patterns() -> None:
    """A&E of all types and of major departments; what is steady and poor elsewhere is another matter."""
    service = ("ae_4_hours", "ae_4_hours_type_1")
    four_hours = finding(
        pattern=pattern("UEC-01", metrics=service), measure=measure(metric=service[0]), score=9.0
    )
    poor = pattern("STD-01", metrics=(*service, "missed_appointments"), signals=("STEADY",))
    major, missed = (
        finding(pattern=poor, measure=measure(metric=name), score=8.0)
        for name in (service[1], "missed_appointments")
    )
    chosen, left = choose([four_hours, major], meeting=meeting(), limit=8)
    assert [one.pattern.id for one in chosen] == ["UEC-01"]
    assert [out.reason for out in left] == ["UEC-01 asks about the same service, across the trust"]
    assert len(choose([four_hours, missed], meeting=meeting(), limit=8)[0]) == 2


def test_the_same_reports_are_not_asked_about_twice() -> None:
    first, second = (
        replace(finding(pattern=pattern(name), signal=None, score=score), measure=None, concern=SLOW)
        for name, score in (("INT-03", 3.0), ("INT-05", 2.0))
    )
    chosen, left = choose([second, first], meeting=meeting())
    assert chosen == (first,)
    assert tuple(map(str, left)) == (
        "INT-05 Pattern INT-05, on clinic letters: the same reports are asked about under INT-03.",
    )


def test_a_month_that_brought_more_than_chance_could_explain_is_said() -> None:
    burst = Concern(
        "clinic letters", "ALL", 5, 2, 5, date(2026, 11, 1), clustered=True, above=date(2026, 11, 1)
    )
    (only,) = raised(measures=(), concern=burst)
    assert (
        "There were more in November 2026 than chance could explain." in ask(only, provider="Alderbrook").fact
    )


@pytest.mark.parametrize("wanted", [False, True])
@pytest.mark.parametrize(("there", "asked"), [(588.0, 1), (480.0, 1), (300.0, 2)])
def test_a_specialty_that_holds_nearly_all_of_a_burden_is_not_asked_about_twice(
    there: float, asked: int, wanted: bool
) -> None:
    """588 people have waited over a year, 588, 480 or 300 of them in orthopaedics, where it has become worse too.

    Nor is it where the meeting is about waits over a year: they are the same people.
    """
    waits = metric("rtt_over_52_weeks", better="lower", people="numerator")
    whole, part = (
        replace(
            measure([6.0] * 15, metric=waits, specialty_code=code),
            points=(point(value=6.0, numerator=count),),
        )
        for code, count in (("ALL", 588.0), ("110", there))
    )
    burden = replace(finding(measure=whole, signal=signal("BURDEN", of=whole)), most=part, wanted=wanted)
    worse = replace(finding(measure=part, signal=signal("SC-", of=part)), wanted=wanted)
    assert len(choose([burden, worse], meeting=meeting())[0]) == asked
