"""Drawn months of reports, and beside them the month that is above the usual range."""

from datetime import date

import pyarrow as pa
import pytest
from builders import PROVIDER
from scipy.stats import poisson

from briefing.challenge.concerns import RegisterMonths, above_usual, count_concerns, synonyms
from briefing.sources.schemas import SCHEMAS

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 20)
LIST = [{"period": date(2026, 6, 1), "practice_code": code, "patients": 250_000} for code in ("Y1", "Y2")]


def sizes(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows or LIST), schema=pa.schema(
        [("period", pa.date32()), ("practice_code", pa.string()), ("patients", pa.int32())]
    ))  # fmt: skip


def drawn(counts: str) -> list[date]:
    """Reports of each month of 2026: "1 0 2" is one in January and two in March."""
    return [date(2026, month, 10) for month, count in enumerate(counts.split(), 1) for _ in range(int(count))]


@pytest.mark.parametrize(
    ("reports", "above"),
    [
        # usual a month: 1, less than one, six
        ("1 0 1 1 0 1 0 1 1 0 1 6", date(2026, 12, 1)),
        ("1 0 1 1 0 1 0 1 1 0 6 1", date(2026, 11, 1)),
        ("1 0 1 1 0 1 0 1 1 0 1 3", None),
        ("0 0 0 0 0 0 0 0 0 0 0 2", None),  # beyond three sigma, yet chance brings it every few years
        ("6 7 5 6 8 4 6 7 5 6 8 9", None),
        ("1 6 1 1 0 1 0 1 1 0 1 1", None),  # long ago
    ],
)
def test_a_month_above_the_usual(reports: str, above: date | None) -> None:
    kept = RegisterMonths.between(FIRST, LAST, sizes())
    assert above_usual(drawn(reports), kept, after=date(2026, 9, 20)) == above


def test_more_people_send_more_reports() -> None:
    """Twelve reports in December are many from half a million people and few from ten times as many."""
    reports = drawn("3 2 3 3 2 3 2 3 3 2 3 12")
    grown = [{**row, "period": date(2026, 12, 1), "patients": 2_500_000} for row in LIST]
    assert above_usual(reports, RegisterMonths.between(FIRST, LAST, sizes()), after=LAST) == date(2026, 12, 1)
    assert above_usual(reports, RegisterMonths.between(FIRST, LAST, sizes(*LIST, *grown)), after=LAST) is None


def test_without_list_sizes_or_with_few_months_nothing_is_usual() -> None:
    reports = drawn("1 0 1 1 0 1 0 1 1 0 1 9")
    assert above_usual(reports, RegisterMonths.between(FIRST, LAST, None), after=LAST) is None
    assert above_usual(reports, RegisterMonths.between(date(2026, 4, 1), LAST, sizes()), after=LAST) is None


def test_a_false_alarm_is_as_rare_as_three_sigma() -> None:
    """Of the numbers a quiet theme can bring in December, those that chance brings are no alarm."""
    kept = RegisterMonths.between(FIRST, LAST, sizes())
    for usual in (1, 2, 4):
        quiet = " ".join([str(usual)] * 11)
        alarms = [n for n in range(1, 30) if above_usual(drawn(f"{quiet} {n}"), kept, after=LAST)]
        assert poisson.sf(alarms[0] - 1, usual) < 0.00135


def test_a_burst_is_a_cluster_though_fewer_than_three_practices_report() -> None:
    rows = [
        {
            "concern_id": str(number),
            "practice_code": f"Y{1 + number % 2}",
            "reported_on": day,
            "provider_code": PROVIDER,
            "theme": "results",
        }
        for number, day in enumerate(drawn("1 0 1 0 0 1 0 0 0 0 0 6"))
    ]
    table = pa.Table.from_pylist(rows, schema=SCHEMAS["concerns"])
    (alone,) = count_concerns(table, provider_code=PROVIDER, today=LAST)
    (sized,) = count_concerns(table, provider_code=PROVIDER, today=LAST, registered=sizes())
    assert (alone.clustered, alone.above) == (False, None)
    assert (sized.clustered, sized.above, sized.practices) == (True, date(2026, 12, 1), 2)


def test_words_for_one_matter_are_one_theme_named_as_most_name_it() -> None:
    words = (
        "late letters",
        "Letters",
        "late letters",
        "clinic letters",
        "fit notes",
        "letters",
        "late letters",
    )
    rows = [
        {
            "concern_id": str(number),
            "practice_code": f"Y{number % 3}",
            "reported_on": date(2026, 12, 1 + number),
            "provider_code": PROVIDER,
            "theme": theme,
        }
        for number, theme in enumerate(words)
    ]
    table = pa.Table.from_pylist(rows, schema=SCHEMAS["concerns"])
    one = synonyms([["clinic letters", "Late Letters", "letters"], ["*"], []])
    counted = count_concerns(table, provider_code=PROVIDER, today=LAST, one_theme=one)
    assert [(c.theme, c.reports, c.clustered) for c in counted] == [
        ("late letters", 6, True),
        ("fit notes", 1, False),
    ]
    apart = count_concerns(table, provider_code=PROVIDER, today=LAST)
    assert not any(concern.clustered for concern in apart)
