"""The local feeds on drawn tables: which date decides the month, and which months the feed can't speak of."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from drawn import (
    APRIL,
    MARCH,
    MAY,
    Row,
    april_of,
    listed,
    observations,
    observed,
    practice,
    referral,
    rows_of,
    value_of,
    worked_out,
)

from briefing.warehouse import Connection

START = date(2025, 4, 1)
"""The feed begins a year earlier, with one referral, and ends on 30 May 2026."""
FEED = [
    referral(0, referred_on=START, received_on=START, practice_code="P3"),
    referral(1, referred_on=date(2026, 5, 30), received_on=date(2026, 5, 30), practice_code="P3"),
]


def april_referrals() -> list[Row]:
    """Triaged in April: 8 accepted, 2 returned, after 1, 2, ... 10 days."""
    received = date(2026, 4, 2)
    return [
        referral(
            100 + days,
            referred_on=date(2026, 4, 1),
            received_on=received,
            triaged_on=received + timedelta(days=days),
            triage_outcome="returned" if days > 8 else "accepted",
        )
        for days in range(1, 11)
    ]


def april_appointments() -> list[Row]:
    """Ten attended in April, after 1 to 10 weeks; letters after 1 to 9 days, and none for the tenth."""
    seen = date(2026, 4, 20)
    attended = [
        referral(
            200 + week,
            referred_on=seen - timedelta(weeks=week),
            first_appointment_on=seen,
            first_appointment_outcome="attended",
            letter_sent_on=seen + timedelta(days=week) if week < 10 else None,
            practice_code="P2" if week == 10 else "P1",
            imd_decile=9 if week > 5 else 2,
        )
        for week in range(1, 11)
    ]
    others = [
        referral(300, first_appointment_on=seen, first_appointment_outcome="did not attend"),
        referral(301, first_appointment_on=seen, first_appointment_outcome="cancelled by provider"),
        referral(302, first_appointment_on=seen, first_appointment_outcome="cancelled by patient"),
        referral(303, first_appointment_on=date(2026, 6, 3)),
    ]
    cancer = referral(
        304, priority="suspected cancer", first_appointment_on=seen, first_appointment_outcome="attended"
    )
    return [*attended, *others, cancer]


def april_stops() -> list[Row]:
    """Two stops: after exactly 18 weeks, and a day later."""
    stopped = date(2026, 4, 30)
    return [
        referral(
            401,
            referred_on=stopped - timedelta(days=126),
            clock_stop_on=stopped,
            clock_stop_reason="admitted",
        ),
        referral(
            402,
            referred_on=stopped - timedelta(days=127),
            clock_stop_on=stopped,
            clock_stop_reason="active monitoring",
            imd_decile=10,
            sex="male",
        ),
    ]


def advice(number: int, days: int, outcome: str) -> Row:
    return {
        "request_id": f"A{number}",
        "practice_code": "P1",
        "provider_code": "RAA",
        "specialty_code": "400",
        "asked_on": date(2026, 4, 1),
        "answered_on": date(2026, 4, 1) + timedelta(days=days),
        "outcome": outcome,
    }


@pytest.fixture(scope="module")
def april() -> Connection:
    return observed(
        home_boards=["QAA"],
        practice_map=[
            practice("P1"),
            practice("P2"),
            practice("P3", network="U2"),
            practice("P4", sub_board="02B", board="QBB"),
        ],
        gp_list_size=[
            listed(code, patients, period=month)
            for month, sizes in ((MARCH, (2000, 3000, 5000)), (MAY, (2500, 3000, 5000)))
            for code, patients in zip(("P1", "P2", "P3"), sizes, strict=True)
        ],
        referrals=[*FEED, *april_referrals(), *april_appointments(), *april_stops()],
        advice=[
            {**advice(0, 0, "advice"), "asked_on": date(2026, 2, 1), "answered_on": date(2026, 2, 2)},
            *(advice(days, days, "converted to referral" if days < 4 else "advice") for days in range(1, 10)),
            advice(10, 28, "returned"),
        ],
    )


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("referrals_returned", (2, 10, 20)),
        ("referral_triage_days", (None, 10, 5)),
        ("referral_triage_days_90th", (None, 10, 9)),
        ("first_appointment_wait", (None, 10, 5)),
        ("first_appointment_wait_90th", (None, 10, 9)),
        ("first_appointment_within_18_weeks", (10, 10, 100)),
        ("missed_appointments", (1, 12, 100 / 12)),  # 11 attended, the suspected cancer among them
        ("cancelled_by_hospital", (1, 14, 100 / 14)),
        ("letters_within_7_days", (7, 11, 100 * 7 / 11)),  # a letter that was not recorded is late
        ("referrals_over_18_weeks", (1, 2, 50)),
        ("active_monitoring_stops", (1, 2, 50)),
        ("advice_turnaround", (None, 10, 5)),
        ("advice_turnaround_90th", (None, 10, 9)),
        ("advice_converted", (3, 10, 30)),
        ("advice_returned", (1, 10, 10)),
    ],
)
@pytest.mark.parametrize("org", ["RAA", "QAA"])
def test_the_drawn_month(
    april: Connection, metric: str, org: str, expected: tuple[float | None, float, float]
) -> None:
    assert april_of(april, metric, org) == worked_out(*expected)


@pytest.mark.parametrize(
    ("group", "expected"),
    [("deprivation:1", (0, 1)), ("deprivation:5", (1, 1)), ("sex:male", (1, 1)), ("age:65-74", (1, 2))],
)
def test_groups(april: Connection, group: str, expected: tuple[int, int]) -> None:
    assert value_of(april, "referrals_over_18_weeks", "RAA", group_code=group)[:2] == expected


def test_a_practice_has_no_groups_and_a_local_feed_stops_at_the_board(april: Connection) -> None:
    groups = rows_of(april, "select distinct group_code from observations where org_code = 'P1'")
    assert groups == [{"group_code": "ALL"}]
    assert [observations(april, "referrals_returned", org) for org in ("ENG", "Y59")] == [[], []]


def test_booked_appointments_are_not_counted_yet(april: Connection) -> None:
    assert observations(april, "cancelled_by_hospital", "RAA")[-1]["period"] == APRIL


@pytest.mark.parametrize(
    ("org", "month", "expected"),
    [
        ("P1", APRIL, (12, 2000, 6)),  # on the list of March
        ("P1", MAY, (0, 2500, 0)),  # on the new one
        ("U1", APRIL, (12, 5000, 2.4)),  # the lists of all its practices
        ("QAA", START, (1, 10000, 0.1)),  # before the first list that one is used
    ],
)
def test_referrals_per_1000_use_the_list_of_the_month(
    april: Connection, org: str, month: date, expected: tuple[int, int, float]
) -> None:
    found = {row["period"]: row for row in observations(april, "gp_referrals_per_1000", org)}
    assert tuple(found[month][name] for name in ("numerator", "denominator", "value")) == expected


@pytest.fixture(scope="module")
def short_feed() -> Connection:
    """From 1 January to 15 May 2026; ten people a month, all referred on the first day; no letters."""
    first = date(2026, 1, 1)
    seen = [
        referral(
            month * 100 + n,
            referred_on=first,
            received_on=first,
            triaged_on=date(2026, month, 10),
            triage_outcome="accepted",
            first_appointment_on=date(2026, month, 10),
            first_appointment_outcome="attended",
            clock_stop_on=date(2026, month, 10),
        )
        for month in (1, 2, 3, 4, 5)
        for n in range(10)
    ]
    return observed(
        referrals=[*seen, referral(1, referred_on=date(2026, 5, 15), received_on=date(2026, 5, 15))]
    )


@pytest.mark.parametrize(
    ("metric", "months"),
    [
        ("referrals_returned", [1, 2, 3, 4]),  # May is not over
        ("missed_appointments", [1, 2, 3, 4]),
        ("referral_triage_days", [2, 3, 4]),  # nobody could have waited long in January
        ("first_appointment_wait", []),  # nor 18 weeks before 7 May
        ("referrals_over_18_weeks", []),
        ("letters_within_7_days", []),  # not supplied is not late
    ],
)
def test_months_a_feed_can_speak_of(short_feed: Connection, metric: str, months: list[int]) -> None:
    assert [row["period"].month for row in observations(short_feed, metric, "RAA")] == months


def test_the_last_letters_wait_until_they_were_due() -> None:
    """The feed ends on 3 May: a letter of 30 April may still come in time."""
    seen = {"first_appointment_outcome": "attended", "letter_sent_on": date(2026, 5, 3)}
    feed = observed(
        referrals=[
            referral(1, first_appointment_on=date(2026, 3, 30), **seen),
            referral(2, first_appointment_on=date(2026, 4, 30), **seen),
        ]
    )
    assert [row["period"] for row in observations(feed, "letters_within_7_days", "RAA")] == [MARCH]
    assert [row["period"] for row in observations(feed, "missed_appointments", "RAA")] == [MARCH, APRIL]


class TestExpectedReferrals:
    """Two practices of 1,000. The old refer 3 in April, the young 1; P1 has 900 old, P2 has 100."""

    MADE = tuple(
        referral(n, practice_code=code, age_band=age, sex="female", referred_on=date(2026, 4, 30))
        for n, (code, age) in enumerate([("P1", "75+"), ("P1", "75+"), ("P1", "75+"), ("P2", "0-74")])
    )

    def test_by_list_size_where_no_ages_are_loaded(self) -> None:
        """4 referrals over two equal lists: 2 each."""
        found = observed(
            practice_map=[practice("P1"), practice("P2")],
            gp_list_size=[listed("P1"), listed("P2")],
            referrals=self.MADE,
        )
        assert value_of(found, "practice_referrals_against_expected", "P1") == (3, 2, 1.5)
        assert rows_of(found, "select distinct basis from practice_expected") == [{"basis": "size"}]

    def test_by_age_and_sex_where_they_are(self) -> None:
        """Old: 3 a thousand, P1 expects 0.9 x 3; young: 1 a thousand, P1 expects 0.1 x 1. In all 2.8 of 4."""
        ages = [
            listed(code, patients, sex="female", age=age)
            for code, old in (("P1", 900), ("P2", 100))
            for age, patients in (("80-84", old), ("40-44", 1000 - old))
        ]
        found = observed(
            practice_map=[practice("P1"), practice("P2")],
            gp_list_size=[listed("P1"), listed("P2"), *ages],
            referrals=self.MADE,
        )
        assert value_of(found, "practice_referrals_against_expected", "P1") == (
            3,
            pytest.approx(2.8),
            pytest.approx(3 / 2.8),
        )
        assert value_of(found, "practice_referrals_against_expected", "P2")[1] == pytest.approx(1.2)
        assert value_of(found, "practice_referrals_against_expected", "U1") == (
            4,
            pytest.approx(4),
            pytest.approx(1),
        )
        assert rows_of(found, "select distinct basis from practice_expected") == [{"basis": "age and sex"}]


ALLOWING = "practice_referrals_allowing_for_deprivation"


class TestAllowingForDeprivation:
    """Seven practices of 1,000 make 10 referrals in April, so each expects 10/7 by size; P1 makes 4, the others 1."""

    PRACTICES = tuple(f"P{n}" for n in range(1, 8))

    def drawn(self, deciles: Sequence[int | None], *, months: Sequence[date] = (APRIL,)) -> Connection:
        """In months other than April everybody makes one."""
        made = [
            (month.replace(day=30), code)
            for month in months
            for code in ["P1"] * (3 if month == APRIL else 0) + list(self.PRACTICES)
        ]
        return observed(
            practice_map=[practice(code) for code in self.PRACTICES],
            gp_list_size=[listed(code) for code in self.PRACTICES],
            practice_deprivation=[
                {"practice_code": code, "imd_decile": decile}
                for code, decile in zip(self.PRACTICES, deciles, strict=True)
            ],
            referrals=[
                referral(n, practice_code=code, referred_on=day, received_on=day)
                for n, (day, code) in enumerate(made)
            ],
        )

    def expected(self, found: Connection, month: date = APRIL) -> list[float | None]:
        sql = "select cast(expected_with_deprivation as double) as expected from practice_expected"
        sql += " where period = $month order by practice_code"
        return [row["expected"] for row in rows_of(found, sql, month=month)]

    @pytest.mark.parametrize(
        "deciles",
        [
            (1, 2, 2, 10, 10, 9, 9),
            (1, 1, 1, 4, 8, 10, 10),  # one, none, one and two: the lower fifths are merged
            (1, 1, 1, 5, 5, 6, 10),  # the one left over at the end joins its neighbours
        ],
    )
    def test_practices_are_held_against_their_like(self, deciles: Sequence[int]) -> None:
        """P1 to P3 made 6 of 30/7 expected: 1.4 times, 2 each. The four others 4 of 40/7: 0.7 times, 1 each."""
        found = self.drawn(deciles)
        groups = rows_of(found, "select deprivation_group from practice_expected order by practice_code")
        assert [row["deprivation_group"] for row in groups] == [1, 1, 1, 2, 2, 2, 2]
        assert self.expected(found) == pytest.approx([2, 2, 2, 1, 1, 1, 1])
        assert value_of(found, ALLOWING, "P1") == (4, pytest.approx(2), pytest.approx(2))
        assert value_of(found, ALLOWING, "U1") == (10, pytest.approx(10), pytest.approx(1))

    def test_a_group_is_pooled_over_twelve_months_and_each_month_adds_up(self) -> None:
        """March: 7 for 7. Over both months P1 to P3 made 9 of 51/7, the others 8 of 68/7: 90/51 and 80/68 each."""
        found = self.drawn((1, 1, 1, 10, 10, 10, 10), months=(MARCH, APRIL))
        assert self.expected(found) == pytest.approx([90 / 51] * 3 + [80 / 68] * 4)
        assert sum(one or 0 for one in self.expected(found)) == pytest.approx(10)
        assert self.expected(found, MARCH) == pytest.approx([1] * 7)

    def test_a_practice_without_a_deprivation_is_left_out(self) -> None:
        """P1 to P3 made 6, P4 to P6 made 3: 2 and 1 each; U1 is of those six alone."""
        found = self.drawn((1, 1, 1, 10, 10, 10, None))
        assert self.expected(found) == [*[pytest.approx(2)] * 3, *[pytest.approx(1)] * 3, None]
        assert not observations(found, ALLOWING, "P7")
        assert value_of(found, ALLOWING, "U1") == (9, pytest.approx(9), pytest.approx(1))

    def test_two_groups_of_three_are_the_least_that_is_compared(self) -> None:
        found = self.drawn((1, 1, 1, 1, 1, 10, 10))
        assert self.expected(found) == [None] * 7
        assert not observations(found, ALLOWING, "P1")
        assert value_of(found, "practice_referrals_against_expected", "P1")[1] == pytest.approx(10 / 7)
