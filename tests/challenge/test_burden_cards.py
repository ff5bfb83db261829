"""What a burden says on its card, and where it stands among the questions of a meeting."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders import BOARD, PROVIDER, measure, meeting, metric, pattern, signal

from briefing.challenge.choice import choose
from briefing.challenge.findings import find
from briefing.challenge.model import Finding
from briefing.challenge.questions import ask
from briefing.challenge.series import read_series
from briefing.measures import ALL, Measure, Metric, Signal

TODAY = date(2026, 5, 22)


def waits(name: str, words: str, **changes: Any) -> Metric:
    beyond = f"{{count}} people {{where}} had waited {words}"
    return metric(name, better="lower", people="numerator", beyond=beyond, **changes)


WITHIN = metric(beyond="{count} people {where} had waited over 18 weeks")
OVER_52 = waits("rtt_over_52_weeks", "over a year")
OVER_65 = waits("rtt_over_65_weeks", "over 65 weeks")


def of(metric: Metric, people: int, size: int = 174_395, *, england: float, **changes: Any) -> Measure:
    """One month of a trust's whole list, or of a specialty: so many people of it are behind the standard."""
    counted = people if metric.people == "numerator" else size - people
    built = measure([100 * counted / size], metric=metric, england=england, **changes)
    return replace(built, points=(replace(built.latest, numerator=counted, denominator=size),))


def burden(measure: Measure, people: int, **changes: Any) -> Signal:
    return signal("BURDEN", of=measure, people_affected=people, strength=10.0, q_value=None, **changes)


LONGEST = of(OVER_65, 2225, england=0.08)
A_YEAR = of(OVER_52, 12_286, england=1.37)
EIGHTEEN = of(WITHIN, 88_457, england=64.9)
ALL_THREE = (
    burden(EIGHTEEN, 88_457, england_people=2_486_320, share_of_england=0.0356),
    burden(A_YEAR, 12_286, england_people=97_388, share_of_england=0.126),
    burden(LONGEST, 2225, england_people=5692, share_of_england=0.3907),
)
TAIL = pattern("RTT-03", metrics=(OVER_52.name, OVER_65.name), signals=("BURDEN", "FAIL", "PEER", "SC-"))
LIST = pattern("RTT-02", metrics=(WITHIN.name,), signals=("BURDEN", "FAIL", "SC-"))


def found(*signals: Signal, measures: tuple[Measure, ...], commissioner: str = BOARD) -> list[Finding]:
    series = read_series(measures, signals=signals, provider_code=PROVIDER, commissioner_code=commissioner)
    return list(find((LIST, TAIL), series=series, concerns=(), promises=(), today=TODAY, measures=measures))


def asked(*signals: Signal, measures: tuple[Measure, ...], limit: int = 8) -> list[Finding]:
    return list(choose(found(*signals, measures=measures), meeting=meeting(), limit=limit)[0])


def names(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(f.signal.code, f.measure.metric.name) for f in findings if f.signal and f.measure]


def test_the_rarest_wait_is_the_gravest() -> None:
    """2,225 people of whom England has 0.08% outweigh 88,457 of whom it has 35%."""
    order = names(found(*ALL_THREE, measures=(LONGEST, A_YEAR, EIGHTEEN)))
    assert [name for _, name in order] == [OVER_65.name, OVER_52.name, WITHIN.name]


def test_burdens_of_one_pattern_share_a_card_and_none_is_left_out() -> None:
    longest, eighteen = asked(*ALL_THREE, measures=(LONGEST, A_YEAR, EIGHTEEN))
    assert names([longest, *longest.further, eighteen]) == [
        ("BURDEN", OVER_65.name), ("BURDEN", OVER_52.name), ("BURDEN", WITHIN.name),
    ]  # fmt: skip
    fact = ask(longest, provider="Alderbrook").fact
    assert "2,225 people across the trust had waited over 65 weeks: 39% of England's 5,692." in fact
    assert "12,286 people across the trust had waited over a year: 13% of England's 97,388." in fact


def test_a_bar_on_one_of_them_leaves_the_other() -> None:
    findings = found(*ALL_THREE, measures=(LONGEST, A_YEAR, EIGHTEEN))
    chosen, _ = choose(findings, meeting=meeting(barred=(f"RTT-03@{OVER_65.name}",)))
    assert names(list(chosen)) == [("BURDEN", OVER_52.name), ("BURDEN", WITHIN.name)]
    assert chosen[0].further == ()


@pytest.mark.parametrize("code", ["SC-", "FAIL", "PEER"])
def test_a_whole_trusts_burden_comes_before_a_specialtys_ripple(code: str) -> None:
    """Ripples of 40,000 people in a specialty at full strength; a burden of 120 people, not rare in England."""
    small = of(WITHIN, 120, 240, england=64.9)
    urology = of(OVER_52, 15_000, england=1.4, specialty_code="101", specialty_name="Urology")
    ripple = signal(code, of=urology, people_affected=40_000, strength=10.0)
    (first, *_) = asked(ripple, burden(small, 120), measures=(small, urology), limit=1)
    assert names([first]) == [("BURDEN", WITHIN.name)]


def test_the_specialty_that_holds_most_is_named() -> None:
    """Ophthalmology has the higher share, orthopaedics more people; a specialty of last month's file is not it."""
    bones = of(
        OVER_65, 900, 30_000, england=0.1, specialty_code="110", specialty_name="Trauma and orthopaedics"
    )
    eyes = of(OVER_65, 180, 2000, england=0.1, specialty_code="130", specialty_name="Ophthalmology")
    (card,) = found(burden(LONGEST, 2225), measures=(LONGEST, bones, eyes))
    assert card.most == bones
    fact = ask(card, provider="Alderbrook").fact
    assert "The largest number, 900, is in trauma and orthopaedics." in fact


def test_a_burden_of_the_whole_speaks_for_a_level_in_its_part_and_not_for_a_change() -> None:
    bones = of(OVER_65, 900, england=0.1, specialty_code="110", specialty_name="Trauma and orthopaedics")
    level = found(burden(LONGEST, 2225), signal("FAIL", of=bones), measures=(LONGEST, bones))
    assert names(level) == [("BURDEN", OVER_65.name)]
    change = found(burden(LONGEST, 2225), signal("SC-", of=bones), measures=(LONGEST, bones))
    assert {code for code, _ in names(change)} == {"BURDEN", "SC-"}


def test_a_burden_states_a_fact_and_the_change_says_its_own() -> None:
    """Where the months have changed too, the card says so after the fact; of one month it says nothing."""
    (alone,) = found(burden(LONGEST, 2225), measures=(LONGEST,))
    worse = replace(measure(metric=OVER_65, special=3, variation="concern"), england=0.08)
    (both,) = found(burden(worse, 700), signal("SC-", of=worse), measures=(worse,))
    assert both.signal is not None
    assert (both.signal.code, both.trend and both.trend.code) == ("BURDEN", "SC-")
    assert "chance" not in ask(alone, provider="Alderbrook").fact
    assert "more than chance" in ask(both, provider="Alderbrook").fact


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        (0.3907, "2,225 people across the trust had waited over 65 weeks: 39% of England's 5,692."),
        (0.009, "2,225 people across the trust had waited over 65 weeks."),
        (None, "2,225 people across the trust had waited over 65 weeks."),
    ],
)
def test_a_share_of_england_is_said_where_it_is_an_argument(share: float | None, sentence: str) -> None:
    (card,) = found(burden(LONGEST, 2225, england_people=5692, share_of_england=share), measures=(LONGEST,))
    assert ask(card, provider="Alderbrook").fact.startswith(f"In March 2026, {sentence} ")


@pytest.mark.parametrize(
    ("ours", "sentence"),
    [
        (615, "About 620 of the 2,225 are our residents."),
        (5, "A small number of the 2,225 are our residents."),
        (2221, "Nearly all of the 2,225 are our residents."),
        (2225, "All of the 2,225 are our residents."),
    ],
)
def test_our_own_among_them(ours: int, sentence: str) -> None:
    residents = of(OVER_65, ours, 9000, england=0.08, population_code=BOARD)
    (card,) = found(burden(LONGEST, 2225), measures=(LONGEST, residents))
    assert sentence in ask(card, provider="Alderbrook").fact


def test_whoever_asks_for_nobody_has_nobody_of_their_own() -> None:
    (card,) = found(burden(LONGEST, 2225), measures=(LONGEST,), commissioner=ALL)
    assert card.ours is None
    assert "our residents" not in ask(card, provider="Alderbrook").fact
