"""The words for numbers: what a reader sees for none, one, many and not known."""

from datetime import date

import builders
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import formats


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (0, 0, "0"),
        (1234.4, 0, "1,234"),
        (7093502, 0, "7,093,502"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-0.04, 1, "0.0"),
        (64.95, 1, "65.0"),
        (None, 1, "not known"),
        (float("nan"), 1, "not known"),
        (float("inf"), 0, "not known"),
    ],
)
def test_number(value: float | None, places: int, written: str) -> None:
    assert formats.number(value, places) == written


def test_a_hidden_figure_is_a_star_and_a_missing_one_a_dash() -> None:
    hidden, missing = builders.point(value=None, hidden=True), builders.point(value=None)
    assert [formats.shown(each, "percent") for each in (builders.point(value=64.949), hidden, missing)] == [
        "64.9%",
        "*",
        "–",
    ]


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (64.949, "percent", "64.9%"),
        (0.05, "percent", "0.1%"),
        (0.0044, "percent", "less than 0.1%"),
        (0.0, "percent", "0.0%"),
        (11.9, "weeks", "11.9 weeks"),
        (1, "weeks", "1 week"),
        (0.96, "weeks", "1 week"),
        (5, "days", "5 days"),
        (1, "people", "1 person"),
        (0, "people", "no people"),
        (97388, "people", "97,388 people"),
        (14.25, "per_1000", "14.3 per 1,000"),
        (1.234, "ratio", "1.23"),
        (1234, "count", "1,234"),
        (None, "percent", "not known"),
    ],
)
def test_amount_in_the_metrics_unit(value: float | None, unit: str, written: str) -> None:
    assert formats.amount(value, unit) == written


@pytest.mark.parametrize(("value", "unit", "written"), [(92, "percent", "92%"), (14.5, "days", "14.5 days")])
def test_standard_has_no_needless_decimals(value: float, unit: str, written: str) -> None:
    assert formats.standard(value, unit) == written


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.4, "percent", "a rise of 0.4 points"),
        (-1.0, "percent", "a fall of 1 point"),
        (0.01, "percent", "no change"),
        (0.01, "per_1000", "no change"),
        (-2, "weeks", "a fall of 2 weeks"),
        (0, "people", "no change"),
        (None, "people", "an unknown change"),
    ],
)
def test_change(value: float | None, unit: str, written: str) -> None:
    assert formats.change(value, unit) == written


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (None, "an unknown number of people"),
        (0, "nobody"),
        (1, "a small number of people"),
        (7, "a small number of people"),
        (8, "about 10 people"),
        (61, "about 60 people"),
        (423, "about 420 people"),
        (995, "about 1,000 people"),
        (12_499, "about 12,000 people"),
        (97_388, "about 97,000 people"),
    ],
)
def test_people(count: int | None, written: str) -> None:
    assert formats.people(count) == written


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (None, "an unknown number of reports"),
        (0, "no reports"),
        (1, "1 report"),
        (2, "2 reports"),
        (1200, "1,200 reports"),
    ],
)
def test_counted(count: int | None, written: str) -> None:
    assert formats.counted(count, "report") == written


def test_several_hides_what_could_point_at_a_person() -> None:
    assert [formats.several(n, "report") for n in (0, 1, 7, 8)] == [
        "no reports",
        "a few reports",
        "a few reports",
        "8 reports",
    ]


@given(st.integers(min_value=0, max_value=10**8))
def test_no_count_of_people_from_one_to_seven_is_ever_printed(count: int) -> None:
    written = formats.people(count)
    assert (count in formats.SMALL) == written.startswith("a small number")
    assert "None" not in written


@given(st.integers(min_value=8, max_value=10**8))
def test_about_stays_within_a_tenth_of_the_truth(count: int) -> None:
    assert abs(formats.about(count) - count) <= max(2.5, count / 10 / 2)


def test_dates() -> None:
    assert formats.day(date(2026, 12, 3)) == "3 December 2026"
    assert formats.month(date(2026, 3, 1)) == "March 2026"
    assert formats.short_month(date(2026, 9, 1)) == "Sep 2026"
    assert (formats.day(None), formats.month(None)) == ("no date", "no month")


@pytest.mark.parametrize(
    ("items", "written"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["cancer", "referral and advice", "letters"], "cancer, referral and advice, and letters"),
    ],
)
def test_listed(items: list[str], written: str) -> None:
    assert formats.listed(items) == written


@pytest.mark.parametrize(
    ("published", "written"),
    [
        ("General Surgery Service", "general surgery"),
        ("Trauma and Orthopaedic Service", "trauma and orthopaedics"),
        ("Ear Nose and Throat Service", "ear, nose and throat"),
        ("Other - Medical Services", "other medical services"),
        ("MAGNETIC_RESONANCE_IMAGING", "magnetic resonance imaging"),
        ("DEXA Scan", "DEXA scan"),
    ],
)
def test_specialty(published: str, written: str) -> None:
    assert formats.specialty(published) == written


def test_tied_keeps_a_number_with_its_unit() -> None:
    assert formats.tied("64.9% of 420 people on 3 December 2026 in 2 rooms") == (
        "64.9% of 420\u00a0people on 3\u00a0December 2026 in 2 rooms"
    )
