"""Who does better: similar trusts that were as bad and have turned, or hold a level beyond chance; and nobody else."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from nation import LIST, TRIAGED, WITHIN, month, nation, seen, steady

from briefing.measures import Exemplar

Rows = list[dict[str, Any]]
WOBBLE = (0, 8, -4, 4, -8)
MONTHS = 30


def line(org: str, levels: Sequence[int], **changes: Any) -> Rows:
    """A trust by its level month by month, of 1,000, with a little scatter."""
    return [seen(org, at, level + WOBBLE[at % 5], 1000, **changes) for at, level in enumerate(levels)]


def step(low: int, high: int, *, at: int) -> list[int]:
    return [low] * at + [high] * (MONTHS - at)


def sized(orgs: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Trusts of one size: all are similar to each other."""
    return (seen(org, MONTHS - 1, 50_000, of=LIST) for org in orgs)


def exemplars(rows: Rows, **drawn_with: Any) -> list[Exemplar]:
    """Those beside RAA, which stands at 60%, among trusts that stand there too."""
    others = [f"R{number:02}" for number in range(6)]
    crowd = [row for org in others for row in steady(org, months=MONTHS)]
    known = {row["org_code"] for row in rows} | {"RAA", "ENG", *others}
    england = [seen("ENG", at, 600_000, 1_000_000) for at in range(MONTHS)]
    everything = [*steady("RAA", months=MONTHS), *crowd, *rows, *england, *sized(sorted(known - {"ENG"}))]
    with nation(everything, **drawn_with) as drawn:
        (own,) = drawn.context.measures(org_code="RAA", metrics=[WITHIN.name])
    return list(own.exemplars)


def test_a_trust_that_was_as_bad_and_has_turned_is_told_with_its_months() -> None:
    (found,) = exemplars(line("RBB", step(550, 750, at=20)))
    last_bad = 0.1 * (550 + WOBBLE[19 % 5])
    assert (found.org_code, found.kind, found.since) == ("RBB", "improved", month(20))
    assert (found.as_bad_on, found.as_bad) == (month(19), pytest.approx(last_bad))
    assert (found.period, found.value) == (month(29), pytest.approx(0.1 * (750 + WOBBLE[29 % 5])))


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("better now, but never as bad", step(650, 780, at=20)),
        ("it was as bad in one month alone", [*step(650, 780, at=20)[:10], 550, *step(650, 780, at=20)[11:]]),
        ("as bad, and no better now", step(550, 605, at=20)),
        ("better for two months only", step(550, 750, at=28)),
        ("better by chance alone: nothing on its chart", [600] * MONTHS),
        ("it turned, and is turning back", [*step(550, 750, at=15)[:27], 560, 555, 550]),
    ],
)
def test_nobody_is_named_who_did_not_turn(name: str, levels: list[int]) -> None:
    found = exemplars(line("RBB", levels))
    assert [one for one in found if one.kind == "improved"] == [], name


def test_three_years_ago_is_the_furthest_that_is_looked_back() -> None:
    """As bad up to month 3 only, of 44; three months running, and better ever since."""
    levels = [550] * 4 + [660] * 20 + [760] * 20
    others = [row for n in range(6) for row in steady(f"R{n:02}", months=44)]
    rows = [*steady("RAA", months=44), *others, *line("RBB", levels)]
    rows += [seen(org, 43, 50_000, of=LIST) for org in sorted({row["org_code"] for row in rows})]
    with nation(rows) as drawn:
        (own,) = drawn.context.measures(org_code="RAA", metrics=[WITHIN.name])
    assert own.exemplars == ()


def test_one_that_holds_a_better_level_has_no_month_in_which_it_was_as_bad() -> None:
    (found,) = exemplars(line("RBB", [800] * MONTHS))
    assert (found.kind, found.as_bad_on, found.as_bad, found.since) == ("holds", None, None, month(0))


def test_a_level_that_a_bad_month_brings_down_to_others_is_not_held() -> None:
    assert exemplars([seen("RBB", at, 660 + 60 * (-1) ** at, 1000) for at in range(MONTHS)]) == []


def test_those_that_improved_come_first_and_never_more_than_three() -> None:
    turned = [row for org in ("RCC", "RDD") for row in line(org, step(550, 750, at=20))]
    held = [row for org in ("RBB", "REE") for row in line(org, [800] * MONTHS)]
    found = exemplars([*turned, *held])
    assert [(one.org_code, one.kind) for one in found] == [
        ("RCC", "improved"),
        ("RDD", "improved"),
        ("RBB", "holds"),
    ]


def test_a_rebase_hides_no_improvement_and_its_reason_is_told() -> None:
    rebase = {"metric": WITHIN.name, "provider_code": "RBB", "specialty_code": None, "period": month(20)}
    written = {"reason": "A second theatre opened", "author": "A. Analyst", "decided_on": month(21)}
    early = {**rebase, "period": month(2), "reason": "A flood"}
    (found,) = exemplars(
        line("RBB", step(550, 750, at=20)),
        rebases=[rebase | written],
        annotations=[early],
    )
    assert (found.kind, found.since) == ("improved", month(20))
    assert found.notes == ("A second theatre opened",)


def test_local_figures_and_counts_name_nobody() -> None:
    """A list of 50,000 that became 20,000 is another trust's size; a local feed is not open to all."""
    rows = line("RBB", step(550, 250, at=20), of=TRIAGED)
    rows += line("RAA", [550] * MONTHS, of=TRIAGED)
    for at in range(MONTHS):
        rows += [seen("RBB", at, 50_000 if at < 20 else 20_000, of=LIST), seen("RAA", at, 50_000, of=LIST)]
    with nation(rows) as drawn:
        found = drawn.context.measures(org_code="RAA")
    assert [one.metric.name for one in found] == [TRIAGED.name, LIST.name]
    assert [one.exemplars for one in found] == [(), ()]
