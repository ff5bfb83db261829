"""Who reported, and beside it who has been heard, who never was, and what came back to whom."""

from datetime import date

import pyarrow as pa
from builders import PROVIDER

from briefing.challenge.model import Practice
from briefing.challenge.representation import close_reports, represent
from briefing.sources.schemas import SCHEMAS

TODAY = date(2026, 12, 3)
ELM, OAK, ASH, FIR = (
    Practice("Y1", "Elm Surgery", "North PCN"),
    Practice("Y2", "Oak Surgery", "North PCN"),
    Practice("Y3", "Ash Surgery", "South PCN"),
    Practice("Y4", "Fir Surgery", "South PCN"),
)


def register(*rows: str) -> pa.Table:
    """Each row: day, practice, then provider, day of answer, outcome and day shown where they matter."""
    table = []
    for number, row in enumerate(rows):
        cells = [cell.strip() for cell in row.split("|")]
        day, practice, provider, answered, outcome, seen = [*cells, *[""] * (6 - len(cells))]
        table.append(
            {
                "concern_id": str(number),
                "practice_code": practice,
                "reported_on": date.fromisoformat(day),
                "provider_code": provider or PROVIDER,
                "theme": "results",
                "answered_on": date.fromisoformat(answered) if answered else None,
                "outcome": outcome or None,
                "answer_seen": date.fromisoformat(seen) if seen else None,
            }
        )
    return pa.Table.from_pylist(table, schema=SCHEMAS["concerns"])


def registered(*practices: Practice, period: date = date(2026, 10, 1)) -> list[dict[str, object]]:
    return [
        {
            "period": period,
            "practice_code": practice.code,
            "practice_name": practice.name.upper(),
            "network_name": practice.network,
            "patients": 9000,
        }
        for practice in practices
    ]


OURS = pa.Table.from_pylist(
    [
        *registered(Practice("Y9", "Closed Surgery", "North PCN"), period=date(2026, 9, 1)),
        *registered(ELM, OAK, ASH, FIR),
    ]
)


def test_heard_silent_and_never() -> None:
    told = represent(
        register("2026-10-01 | Y1", "2025-12-03 | Y2", "2026-11-01 | Y8 | RXZ"), registered=OURS, today=TODAY
    )
    assert told
    assert (told.heard, told.silent, told.never) == ((ELM,), (OAK,), (ASH, FIR))
    assert (told.since, told.networks, told.unheard_networks) == (
        date(2025, 12, 3), ("North PCN",), ("South PCN",),
    )  # fmt: skip
    assert told.sentence == (
        "In the past year we heard from 1 of our 4 practices (October 2026). No "
        "practice of South PCN was among them. We have never heard from Ash Surgery and Fir Surgery."
    )


def test_a_report_on_any_hospital_and_a_seat_on_the_panel_are_being_heard() -> None:
    told = represent(register("2026-10-01 | Y1 | RXZ"), registered=OURS, today=TODAY, panel=["Y3", None])
    assert told
    assert (told.heard, told.unheard_networks) == ((ELM, ASH), ())


def test_reports_to_come_are_not_yet_heard() -> None:
    told = represent(register("2026-12-04 | Y1"), registered=OURS, today=TODAY)
    assert told
    assert told.never == (ELM, OAK, ASH, FIR)
    assert told.sentence.endswith("We have never heard from 4.")


def test_without_a_list_of_practices_nothing_is_claimed() -> None:
    assert represent(register("2026-10-01 | Y1"), registered=None, today=TODAY) is None
    assert represent(register("2026-10-01 | Y1"), registered=OURS.slice(0, 0), today=TODAY) is None


def test_what_came_back_to_each_practice() -> None:
    closures = close_reports(
        register(
            "2026-10-01 | Y1 || 2026-10-20 | explained to the practice",
            "2026-10-02 | Y1 || 2026-10-21",
            "2026-10-03 | Y1",
            "2026-10-03 | Y2 || 2026-12-04 | it comes after today",
            "2026-10-03 | Y3 || 2026-11-04 | a new form",
            "2026-10-03 | Y4 | RXZ",
            "2025-12-03 | Y4",
        ),
        provider_code=PROVIDER,
        today=TODAY,
    )
    assert [(c.practice_code, c.reports, c.answered, c.told) for c in closures] == [
        ("Y1", 3, 2, 1),
        ("Y2", 1, 0, 0),
        ("Y3", 1, 1, 1),
    ]
    assert [c.sentence for c in closures] == [
        "Your practice sent 3 reports in the past year; 1 has an answer that we can show you.",
        "Your practice sent 1 report in the past year; it has no answer yet.",
        "Your practice sent 1 report in the past year; it has an answer that we can show you.",
    ]


def test_whether_a_practice_saw_its_answer() -> None:
    """Of Y1's two answers one was shown; the day Y3 is to be shown its own lies ahead; Y4 has no answer."""
    table = register(
        "2026-09-01 | Y1 | | 2026-09-20 | Clinic letters now go out weekly | 2026-10-01",
        "2026-09-02 | Y1 | | 2026-09-20 | A lead was named",
        "2026-09-03 | Y3 | | 2026-09-20 | A lead was named | 2027-01-01",
        "2026-09-04 | Y4",
    )
    closed = close_reports(table, provider_code=PROVIDER, today=TODAY)
    assert [(one.told, one.seen) for one in closed] == [(2, 1), (1, 0), (0, 0)]
    assert closed[0].sentence.endswith("You have been shown 1 of these 2. Ask us for the rest.")
    assert closed[1].sentence.endswith("It has not been shown to you yet: ask us for it.")
    assert closed[2].sentence.endswith("it has no answer yet.")
    told = represent(table, registered=OURS, today=TODAY)
    assert told is not None
    assert told.sentence.endswith("The practice that asked has seen 1 of 3 answers.")


def test_a_register_without_the_column_says_nothing_of_who_saw_what() -> None:
    table = register("2026-09-01 | Y1 | | 2026-09-20 | A lead was named")
    for one in (table, table.drop_columns(["answer_seen"])):
        (closed,) = close_reports(one, provider_code=PROVIDER, today=TODAY)
        assert "shown to you" not in closed.sentence
        told = represent(one, registered=OURS, today=TODAY)
        assert told is not None
        assert "Shown to" not in told.sentence
