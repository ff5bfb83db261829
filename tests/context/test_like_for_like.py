"""What is compared with what: like with like, and never in months that cannot show what is looked for."""

from collections.abc import Iterator
from typing import Any

import pytest
from nation import ALL_TYPES, LIST, MADE, MAJOR, SEEN, TRIAGED, nation, seen, steady

Rows = list[dict[str, Any]]


def emergency(
    org: str, *, major: int, others: int, within_major: float, within_others: float = 0.98
) -> Iterator[Any]:
    """One month of A&E: so many at the major department and at the others, and who of them was through in time."""
    within = round(major * within_major)
    yield seen(org, 0, within, major, of=MAJOR)
    yield seen(org, 0, within + round(others * within_others), major + others, of=ALL_TYPES)
    yield seen(org, 0, 1000 * major, of=LIST)


def trusts(*, others: int) -> Rows:
    """Twelve trusts alike but for their walk-in centres: RAA has none, and is better than most at type 1."""
    rows = list(emergency("RAA", major=20_000, others=0, within_major=0.62))
    for number in range(11):
        code = f"R{number:02}"
        rows += emergency(code, major=20_000, others=others, within_major=0.57 + 0.008 * number)
    return rows


@pytest.mark.parametrize(("others", "fairer"), [(12_000, "ae_4_hours_type_1"), (500, None)])
def test_where_the_mix_differs_the_part_is_compared(others: int, fairer: str | None) -> None:
    with nation(trusts(others=others)) as drawn:
        (whole,) = drawn.context.measures(org_code="RAA", metrics=[ALL_TYPES.name])
        (major,) = drawn.context.measures(org_code="RAA", metrics=[MAJOR.name])
    assert (whole.fairer, major.fairer) == (fairer, None)
    assert major.latest.value is not None
    assert major.peers_value is not None
    assert major.latest.value > major.peers_value
    if fairer:
        assert whole.latest.value is not None
        assert whole.peers_value is not None
        assert whole.latest.value < whole.peers_value, (
            "the same trust, behind nearly all on a mix it does not have"
        )


@pytest.mark.parametrize(("few", "median"), [(20, 0.0), (19, 60.0)])
def test_a_peer_of_a_handful_is_in_no_median(few: int, median: float) -> None:
    """Six of ten peers sent nothing back, of 19 referrals each: what the four with 1,000 each do is what peers do."""
    rows = [seen("RAA", 0, 300, 1000, of=TRIAGED)]
    for number in range(10):
        counts = (0, few) if number < 6 else (600, 1000)
        rows.append(seen(f"R{number:02}", 0, *counts, of=TRIAGED))
    rows += [seen(org, 0, 50_000, of=LIST) for org in ("RAA", *(f"R{n:02}" for n in range(10)))]
    with nation(rows) as drawn:
        (own,) = drawn.context.measures(org_code="RAA", metrics=[TRIAGED.name])
    assert own.peers_value == median


def test_no_outlier_is_named_by_a_mix() -> None:
    """Thirty trusts are mostly walk-in centres, RAA has none: far outside on all types, as good as they on type 1."""
    rows = list(emergency("RAA", major=20_000, others=0, within_major=0.6))
    for number in range(30):
        rows += emergency(
            f"R{number:02}", major=20_000, others=60_000, within_major=0.6 + 0.001 * (number % 5)
        )
    with nation(rows) as drawn:
        assert abs(drawn.series("RAA", ALL_TYPES)["funnel_z"]) > 3.09
        assert "PEER" not in drawn.codes("RAA")


def feed(*, months: int, late: int = 600) -> Rows:
    """A feed that begins in month 0: nobody can have waited long in its first year, and nearly all are seen in time."""
    rows = [seen("RAA", at, 100, of=MADE) for at in range(months)]
    wobble = (0, 4, -3, 2, -5)
    first = [seen("RAA", at, 990 - 30 * (at - 4), 1000, of=SEEN) for at in range(4, min(12, months))]
    return [
        *rows,
        *first,
        *(seen("RAA", at, late + wobble[at % 5], 1000, of=SEEN) for at in range(12, months)),
    ]


def test_the_first_year_of_a_feed_sets_no_limits() -> None:
    """Steady at 60% since long waits can be seen at all: the eight months before are shown, and make no fall of it."""
    with nation(feed(months=30)) as drawn:
        (measure,) = drawn.context.measures(org_code="RAA", metrics=[SEEN.name])
        assert drawn.codes("RAA") == []
    assert [point.mean is None for point in measure.points] == [True] * 8 + [False] * 18
    assert measure.variation == "common_cause"
    assert measure.latest.mean == pytest.approx(59.96, abs=0.05)


def test_months_that_judge_nothing_count_for_no_judgement() -> None:
    """Twenty months of a feed hold eight that can be judged: too few."""
    with nation(feed(months=20)) as drawn:
        (measure,) = drawn.context.measures(org_code="RAA", metrics=[SEEN.name])
    assert (len(measure.points), measure.variation) == (16, "too_few")


def test_nothing_fires_in_the_first_year_of_a_feed() -> None:
    """Far apart by deprivation, in month 10: nobody can say yet."""

    def rows(last: int) -> Rows:
        groups = {"deprivation:1": 400, "deprivation:5": 900}
        return feed(months=last + 1) + [
            seen("RAA", last, within, 1000, of=SEEN, group_code=group) for group, within in groups.items()
        ]

    found = {}
    for last in (10, 13):
        with nation(rows(last)) as drawn:
            found[last] = drawn.codes("RAA")
    assert found == {10: [], 13: ["GAP"]}


def test_a_measure_of_no_waits_is_judged_from_the_first_month() -> None:
    with nation([*steady("RAA", months=20), *feed(months=20)]) as drawn:
        assert drawn.series("RAA")["n_points"] == 20
