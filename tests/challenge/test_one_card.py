"""Reports and figures on one matter, and beside them the one card that asks about both."""

from dataclasses import replace
from datetime import date

from builders import BOARD, PROVIDER, finding, measure, meeting, metric, pattern, signal

from briefing.challenge.choice import choose
from briefing.challenge.findings import find
from briefing.challenge.model import Concern, Finding
from briefing.challenge.questions import ask
from briefing.challenge.series import read_series
from briefing.measures import Measure, Signal

TODAY = date(2026, 11, 22)
LETTERS = metric("letters_within_7_days", title="Clinic letters within 7 days")
BANK = (
    pattern(
        "INT-03", metrics=("letters_within_7_days",), signals=("SC-", "CLUSTER"), themes=("clinic letters",)
    ),
)
SLOW = Concern("clinic letters", "330", 10, 4, unanswered=10, since=date(2026, 9, 1), clustered=True)
WHOLE = measure([70.0] * 12, metric=LETTERS)
SKIN = measure(
    [61.0] * 12,
    metric=LETTERS,
    variation="common_cause",
    specialty_code="330",
    specialty_name="Dermatology Service",
)


def found(
    *signals: Signal, measures: tuple[Measure, ...] = (WHOLE, SKIN), concern: Concern = SLOW
) -> list[Finding]:
    series = read_series(measures, signals=signals, provider_code=PROVIDER, commissioner_code=BOARD)
    return list(find(BANK, series=series, concerns=(concern,), promises=(), today=TODAY, measures=measures))


def test_where_the_figures_fire_the_reports_stand_with_them() -> None:
    (only,) = found(signal("SC-", of=WHOLE))
    assert (only.measure, only.concern, only.beside) == (WHOLE, SLOW, None)


def test_where_they_do_not_the_reports_ask_with_the_figure_beside_them() -> None:
    (only,) = found()
    assert (only.measure, only.concern, only.beside) == (None, SLOW, SKIN)
    assert ask(only, provider="Alderbrook").fact.endswith(
        "none has been answered. The figure for “Clinic letters within 7 days” in dermatology was 61.0% in "
        "March 2026, within its usual range."
    )


def test_reports_on_many_specialties_stand_beside_the_whole() -> None:
    (only,) = found(concern=Concern("clinic letters", "ALL", 10, 4, 9, date(2026, 9, 1), clustered=True))
    assert only.beside == WHOLE


def test_a_figure_too_small_to_print_does_not_stand_beside_reports() -> None:
    few = measure([1.0], metric=metric("letters_within_7_days", published=False))
    hidden = replace(few, points=(replace(few.latest, numerator=2.0),))
    (only,) = found(measures=(hidden,))
    assert only.beside is None


def test_a_doubtful_figure_and_the_reports_are_one_question() -> None:
    doubtful, reports = sorted(
        found(signal("SC-", of=SKIN, q_value=0.3)), key=lambda f: f.concern is not None
    )
    assert (doubtful.measure, reports.concern, reports.beside) == (SKIN, SLOW, SKIN)
    chosen, left = choose([doubtful, reports], meeting=meeting())
    assert chosen == (reports,)
    assert left == ("INT-03 Pattern INT-03, in dermatology: among so many figures, chance explains it.",)


def test_the_same_reports_are_not_asked_about_twice() -> None:
    first, second = (
        replace(finding(pattern=pattern(name), signal=None, score=score), measure=None, concern=SLOW)
        for name, score in (("INT-03", 3.0), ("INT-05", 2.0))
    )
    chosen, left = choose([second, first], meeting=meeting())
    assert chosen == (first,)
    assert left == (
        "INT-05 Pattern INT-05, on clinic letters: the same reports are asked about under INT-03.",
    )


def test_a_month_that_brought_more_than_chance_explains_is_said() -> None:
    burst = Concern(
        "clinic letters", "ALL", 5, 2, 5, date(2026, 11, 1), clustered=True, above=date(2026, 11, 1)
    )
    (only,) = found(measures=(), concern=burst)
    assert "November 2026 brought more than chance explains." in ask(only, provider="Alderbrook").fact
