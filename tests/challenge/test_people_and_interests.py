"""Concerns and promises: rows of the registers, and beside them what is counted and judged."""

from datetime import date

import pyarrow as pa
import pytest
from builders import PROVIDER

from briefing.challenge.concerns import count_concerns
from briefing.challenge.model import Concern, Promise
from briefing.challenge.promises import months_since_asked, read_promises, slipped
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


def commitment(**cells: object) -> dict[str, object]:
    return {
        "commitment_id": "K1",
        "meeting_id": "2026-06-04-rxa",
        "provider_code": PROVIDER,
        "what": "Send the triage times",
        "owner": "The COO",
        "due_on": date(2026, 9, 1),
        "measure": "referrals_returned",
        "status": "open",
        "closed_on": None,
        "evidence": None,
    } | cells


def promises(*rows: dict[str, object]) -> tuple[Promise, ...]:
    table = pa.Table.from_pylist(list(rows), schema=SCHEMAS["commitments"])
    return read_promises(table, provider_code=PROVIDER, today=TODAY)


@pytest.mark.parametrize(
    ("cells", "state", "owed"),
    [
        ({"status": "closed", "closed_on": date(2026, 8, 30)}, "kept", False),
        ({"status": "closed", "closed_on": date(2026, 9, 1)}, "kept", False),
        ({"status": "Closed", "closed_on": date(2026, 9, 2)}, "late", False),
        ({"status": "done"}, "kept", False),
        ({"status": "open", "due_on": date(2026, 11, 21)}, "late", True),
        ({"status": "open", "due_on": TODAY}, "open", False),
        ({"status": "open", "due_on": None}, "open", False),
        ({"status": None, "due_on": date(2026, 9, 1)}, "late", True),
        ({"status": "not kept"}, "not_kept", True),
    ],
)
def test_what_became_of_a_promise(cells: dict[str, object], state: str, owed: bool) -> None:
    (promise,) = promises(commitment(**cells))
    assert (promise.state, slipped(promise)) == (state, owed)


def test_the_same_words_at_two_meetings_are_one_repeated_promise() -> None:
    (promise,) = promises(
        commitment(),
        commitment(
            commitment_id="K9",
            meeting_id="2026-09-03-rxa",
            what="Send the triage times.",
            due_on=date(2026, 12, 1),
        ),
    )
    assert (promise.commitment_id, promise.state, promise.times) == ("K9", "repeated", 2)
    assert promise.due_on == date(2026, 12, 1)


def test_promises_of_others_and_of_meetings_to_come_are_left_out() -> None:
    assert promises(commitment(provider_code="RXZ"), commitment(meeting_id="2027-01-10-rxa")) == ()


def test_months_since_a_metric_was_asked_about() -> None:
    made = promises(commitment(), commitment(commitment_id="K2", what="Else", meeting_id="2026-09-03-rxa"))
    assert months_since_asked(made, metric="referrals_returned", today=TODAY) == 2
    assert months_since_asked(made, metric="ae_4_hours", today=TODAY) is None
