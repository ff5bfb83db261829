"""What patients say is counted by theme, and joined with what practices report and what is measured."""

from datetime import date

import builders
import pyarrow as pa
import pytest

from briefing.challenge.model import Concern
from briefing.challenge.questions import reports_sentence
from briefing.challenge.voices import count_voices, heard, joined
from briefing.sources.schemas import SCHEMAS

TODAY = date(2026, 12, 3)
ONE_THEME = {"clinic letters": "clinic letters", "late letters": "clinic letters"}


def said(
    month: int, reports: int, theme: str = "clinic letters", through: str = "PALS", of: str = "RZA"
) -> dict[str, object]:
    row = {"period": date(2026, month, 1), "heard_through": through, "theme": theme, "reports": reports}
    return row | {"provider_code": of, "specialty_code": None}


def table(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=SCHEMAS["patient_voice"])


def concern(theme: str = "clinic letters", reports: int = 3, practices: int = 2) -> Concern:
    return Concern(theme, "ALL", reports, practices, 0, date(2026, 9, 2), clustered=False)


def test_three_months_are_counted_beside_the_three_before() -> None:
    """
    May to July      7 + 3                      before
    August on       10 + 12 + 8 (forum), 4      now; another hospital's, and what is to come, are not counted
    """
    rows = table(
        said(5, 7), said(7, 3), said(8, 10), said(9, 12, "Late  letters"), said(10, 8, through="forum"),
        said(10, 4, "parking"), said(10, 99, of="RZB"), said(12, 50, theme="to come") | {"period": date(2027, 1, 1)},
    )  # fmt: skip
    letters, parking = count_voices(rows, provider_code="RZA", today=TODAY, one_theme=ONE_THEME)
    assert (letters.theme, letters.reports, letters.before) == ("clinic letters", 30, 10)
    assert letters.channels == ("PALS", "forum")
    assert (letters.first, letters.last) == (date(2026, 8, 1), date(2026, 10, 1))
    assert (parking.reports, parking.before) == (4, 0)


def test_a_feed_that_began_lately_has_no_before() -> None:
    [voice] = count_voices(table(said(10, 8)), provider_code="RZA", today=TODAY, one_theme={})
    assert voice.before is None
    assert count_voices(table(), provider_code="RZA", today=TODAY, one_theme={}) == ()


@pytest.mark.parametrize(
    ("reports", "practices", "clusters"),
    [(30, 2, True), (7, 2, False), (30, 1, False)],
    ids=["two practices and many patients", "too few patients to print", "one practice"],
)
def test_where_both_say_it_neither_need_be_enough_alone(reports: int, practices: int, clusters: bool) -> None:
    voices = count_voices(
        table(said(10, reports, "late letters")), provider_code="RZA", today=TODAY, one_theme=ONE_THEME
    )
    [one] = joined([concern(practices=practices)], voices, ONE_THEME)
    assert one.clustered is clusters
    assert one.patients == (reports if reports > 7 else 0)
    too = "Patients said so too, 30 times in three months."
    assert (too in reports_sentence(one)) is (reports > 7)


def test_what_all_three_speak_of_stands_first() -> None:
    voices = count_voices(
        table(said(10, 90, "parking"), said(10, 30)), provider_code="RZA", today=TODAY, one_theme=ONE_THEME
    )
    letters = builders.measure(metric=builders.metric("letters_within_7_days"))
    pattern = builders.pattern(metrics=("letters_within_7_days",), themes=("clinic letters", "late letters"))
    first, last = heard(
        voices, concerns=[concern()], patterns=[pattern], measures=[letters], one_theme=ONE_THEME
    )
    assert (first.patients.theme, first.practices, first.measure) == ("clinic letters", concern(), letters)
    assert (last.patients.theme, last.practices, last.measure) == ("parking", None, None)
