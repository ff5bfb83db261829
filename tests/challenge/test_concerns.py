"""Reports of practices, and beside them what is counted, what clusters, and the month above the usual range."""

from datetime import date

import pyarrow as pa
import pytest
from builders import PROVIDER
from scipy.stats import poisson

from briefing.challenge.concerns import RegisterMonths, above_usual, count_concerns, synonyms
from briefing.challenge.model import Concern
from briefing.sources.schemas import SCHEMAS

TODAY = date(2026, 11, 22)


def concerns(*rows: str) -> pa.Table:
    """Each row: day, practice, theme, then the provider, specialty and day of answer where they matter."""
    table = []
    for number, row in enumerate(rows):
        day, practice, theme, *more = [cell.strip() for cell in row.split("|")]
        provider, specialty, answered = [*more, *["", "", ""][len(more) :]]
        table.append(
            {
                "concern_id": str(number),
                "practice_code": practice,
                "reported_on": date.fromisoformat(day),
                "provider_code": provider or PROVIDER,
                "specialty_code": specialty or None,
                "theme": theme,
                "answered_on": date.fromisoformat(answered) if answered else None,
            }
        )
    return pa.Table.from_pylist(table, schema=SCHEMAS["concerns"])


def counted(*rows: str, today: date = TODAY) -> tuple[Concern, ...]:
    return count_concerns(concerns(*rows), provider_code=PROVIDER, today=today)


CLUSTER = (
    "2026-09-01 | Y1 | fit notes",
    "2026-09-20 | Y2 | Fit Notes",
    "2026-10-04 | Y1 | fit_notes",
    "2026-10-11 | Y3 | fit notes || | 2026-10-20",
    "2026-11-02 | Y3 | fit notes",
)


def test_five_reports_from_three_practices_are_a_cluster() -> None:
    assert counted(*CLUSTER) == (
        Concern("fit notes", "ALL", 5, 3, unanswered=4, since=date(2026, 9, 1), clustered=True),
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (CLUSTER[1:], "four reports"),
        ([row.replace("Y3", "Y2") for row in CLUSTER], "two practices"),
        ([row.replace("2026-09-01", "2026-08-02") for row in CLUSTER], "one is older than the quarter"),
        ([CLUSTER[0] + "| RXZ", *CLUSTER[1:]], "one is about another hospital"),
        ([CLUSTER[0].replace("fit notes", "letters"), *CLUSTER[1:]], "one is in another theme"),
    ],
)
def test_fewer_are_none(rows: list[str], why: str) -> None:
    assert not any(concern.clustered for concern in counted(*rows)), why


def test_the_quarter_ends_with_the_registers_last_report_before_today() -> None:
    late = [*CLUSTER, "2027-05-01 | Y9 | fit notes"]
    assert counted(*late)[0].clustered
    assert not counted(*late, today=date(2027, 6, 1))[0].clustered


def test_a_specialty_is_named_where_it_is_the_only_one() -> None:
    only = counted(*[f"{row} || 110" for row in CLUSTER[:3]], "2026-10-04 | Y1 | results || 320")
    assert [(concern.theme, concern.specialty_code) for concern in only] == [
        ("fit notes", "110"),
        ("results", "320"),
    ]
    assert counted(CLUSTER[0] + "|| 110", CLUSTER[1])[0].specialty_code == "ALL"


def test_no_rows_no_concerns() -> None:
    assert counted() == ()


# Above the usual range

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
    days = enumerate(drawn("1 0 1 0 0 1 0 0 0 0 0 6"))
    table = concerns(*(f"{day} | Y{1 + number % 2} | results" for number, day in days))
    (alone,) = count_concerns(table, provider_code=PROVIDER, today=LAST)
    (sized,) = count_concerns(table, provider_code=PROVIDER, today=LAST, registered=sizes())
    assert (alone.clustered, alone.above) == (False, None)
    assert (sized.clustered, sized.above, sized.practices) == (True, date(2026, 12, 1), 2)


def test_words_for_one_matter_are_one_theme_named_as_most_name_it() -> None:
    late = (
        "late letters",
        "Letters",
        "late letters",
        "clinic letters",
        "fit notes",
        "letters",
        "late letters",
    )
    table = concerns(*(f"2026-12-0{1 + n} | Y{n % 3} | {theme}" for n, theme in enumerate(late)))
    one = synonyms([["clinic letters", "Late Letters", "letters"], ["*"], []])
    counted = count_concerns(table, provider_code=PROVIDER, today=LAST, one_theme=one)
    assert [(c.theme, c.reports, c.clustered) for c in counted] == [
        ("late letters", 6, True),
        ("fit notes", 1, False),
    ]
    apart = count_concerns(table, provider_code=PROVIDER, today=LAST)
    assert not any(concern.clustered for concern in apart)
