"""What a meeting is for: the findings that speak of it, and what is said where none does."""

from typing import Any

from builders import finding, measure, meeting, metric, pattern, point, question, signal

from briefing.challenge.challenge import challenge
from briefing.challenge.choice import choose
from briefing.challenge.inputs import ChallengeInputs
from briefing.challenge.model import Challenge, Concern, Finding, Promise
from briefing.challenge.purpose import unasked
from briefing.measures import Measure
from briefing.meeting.purpose import Matter
from briefing.pack.parts import if_short
from briefing.sources.schemas import SCHEMAS

GYNAECOLOGY = Matter("Gynaecology", specialty_code="502")
TODAY = meeting().date
SAID = {
    "rtt_within_18_weeks": "{value} of waits {where} were within 18 weeks",
    "rtt_over_52_weeks": "{value} of waits {where} were over a year",
}


def wait(name: str, value: float, **changes: Any) -> Measure:
    better = "higher" if name == "rtt_within_18_weeks" else "lower"
    usual = {"specialty_code": "502", "specialty_name": "Gynaecology Service"}
    return measure(
        metric=metric(name, said=SAID[name], better=better), points=(point(value=value),), **usual | changes
    )


def told(about: Matter, *measures: Measure, **changes: Any) -> str:
    nothing: dict[str, Any] = {"chosen": (), "reasons": (), "concerns": (), "patterns": (), "today": TODAY}
    (line,) = unasked([about], measures=measures, **nothing | changes)
    return line


def test_where_nothing_fires_the_page_says_so_with_the_figures() -> None:
    within, over = wait("rtt_within_18_weeks", 64.7, england=60.2), wait("rtt_over_52_weeks", 0.0)
    assert told(GYNAECOLOGY, within, over) == (
        "Gynaecology: in March 2026, 64.7% of waits were within 18 weeks, better than England’s "
        "60.2%; none of the waits were over a year."
    )


def test_it_is_as_good_as_it_is_and_no_better() -> None:
    worse = wait("rtt_within_18_weeks", 58.0, england=60.2, standard=92)
    assert told(GYNAECOLOGY, worse).endswith(
        "58.0% of waits were within 18 weeks, worse than England’s 60.2% and short of the standard of 92%."
    )
    same = wait("rtt_over_52_weeks", 1.02, england=0.98)
    assert told(GYNAECOLOGY, same).endswith("1.0% of waits were over a year, as in England (1.0%).")


def test_why_it_is_not_asked_and_what_practices_said() -> None:
    one = finding(measure=wait("rtt_within_18_weeks", 58.0))
    assert told(GYNAECOLOGY, reasons=[(one, "chance could explain it")]).endswith(
        "Not asked: chance could explain it."
    )
    heard = Concern("fit notes", "ALL", 9, 3, 0, meeting().date, clustered=False)
    said = told(Matter("fit notes", theme="Fit notes"), concerns=[heard])
    assert said.startswith(
        "Fit notes: no figure of it is loaded. Since 3 December 2026, 3 practices sent 9 reports"
    )


def test_what_a_question_asks_about_is_not_said_twice() -> None:
    asked = finding(measure=wait("rtt_within_18_weeks", 58.0))
    nothing: dict[str, Any] = {"reasons": (), "concerns": (), "patterns": (), "measures": (), "today": TODAY}
    about = [GYNAECOLOGY, Matter("Waiting", metric="rtt_within_18_weeks")]
    assert unasked(about, chosen=[asked], **nothing) == ()


def heavy(number: int, **changes: Any) -> Finding:
    """One of many findings, each on a metric of its own and heavier than the next."""
    one = measure(metric=f"heavy_{number}")
    return finding(pattern=pattern(f"HV-{number:02}"), measure=one, score=1000.0 - number, **changes)


def test_what_the_meeting_is_for_goes_first_and_is_never_crowded_out() -> None:
    light = finding(pattern=pattern("LT-01"), measure=wait("rtt_within_18_weeks", 58.0), score=1.0)
    broken = Promise("C1", "2026-06-04-rxa", "Send it", "COO", None, "repeated", "", times=2)
    promised = Finding(pattern("PLN-01"), score=0.5, promise=broken)
    many = [heavy(number) for number in range(12)]
    chosen, _ = choose([*many, light, promised], meeting=meeting(about=(GYNAECOLOGY,)), limit=8)
    assert [one.pattern.id for one in chosen] == ["LT-01", *(f"HV-{n:02}" for n in range(6)), "PLN-01"]
    chosen, _ = choose([*many, light], meeting=meeting(), limit=8)
    assert [one.pattern.id for one in chosen] == [f"HV-{n:02}" for n in range(8)]


def given(*measures: Measure, about: tuple[Matter, ...]) -> Challenge:
    """A challenge of one provider with a signal on every measure."""
    inputs = ChallengeInputs(
        meeting=meeting(about=about),
        concerns=SCHEMAS["concerns"].empty_table(),
        commitments=SCHEMAS["commitments"].empty_table(),
        patterns=(pattern("RTT-02"),),
        measures=measures,
        signals=[signal(of=one) for one in measures],
        provider_code=measures[0].org_code,
        today=meeting().date,
    )
    return challenge(inputs)


def test_a_specialty_that_the_meeting_is_about_is_not_lost_in_the_whole() -> None:
    """The whole fires too, and urology fires harder: without a purpose one question stands for all three."""
    whole = measure(people_affected=5000)
    urology = measure(specialty_code="101", specialty_name="Urology Service", people_affected=900)
    gynaecology = measure(specialty_code="502", specialty_name="Gynaecology Service", people_affected=40)
    ids = [question.id for question in given(whole, urology, gynaecology, about=()).questions]
    assert ids == ["rtt-02"]
    found = given(whole, urology, gynaecology, about=(GYNAECOLOGY,))
    assert [question.id for question in found.questions] == ["rtt-02-502", "rtt-02"]
    assert found.unasked == ()


def test_if_time_is_short_neither_the_purpose_nor_a_promise_broken_twice_is_dropped() -> None:
    broken = Promise("C1", "2026-06-04-rxa", "Send it", "COO", None, "repeated", "", times=2)
    asked = [
        question("a", finding=heavy(1)),
        question("b", finding=heavy(2)),
        question("c", finding=heavy(3)),
        question("d", finding=heavy(4, wanted=True)),
        question("e", finding=Finding(pattern("PLN-01"), score=0.5, promise=broken)),
    ]
    assert if_short(asked) == (
        "If time is short, keep questions 1, 2, 4 and 5; put the other in writing and ask for a date."
    )
