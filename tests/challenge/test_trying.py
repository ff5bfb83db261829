"""A drawn hospital, and beside each pattern what became of it and why: by the challenge's own result."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from builders import BOARD, PROVIDER, interest, measure, meeting, metric, pattern, person, point, signal
from click.testing import CliRunner

from briefing.challenge.challenge import challenge, select_findings
from briefing.challenge.inputs import ChallengeInputs
from briefing.challenge.outlook import Outlook, of_verdict, outlook
from briefing.challenge.trying import Trial, trial_meeting, try_pattern, unasked_pins
from briefing.cli import questions as command
from briefing.measures import Measure, NearBurden, Signal
from briefing.sources.schemas import SCHEMAS

TODAY = date(2026, 11, 22)
RETURNED = metric("referrals_returned", better="lower", people="numerator")
LETTERS = metric("letters_within_7_days")
WORSE = measure(special=3, variation="concern", people_affected=400)
UNSURE = measure(metric=RETURNED, special=1, variation="concern", people_affected=50)
BETTER = measure(metric=LETTERS, special=4, variation="improvement")

BANK = (
    pattern("RTT-01", signals=("SC-",)),
    pattern("RTT-02", signals=("SC-", "FAIL")),
    pattern("REF-01", metrics=("referrals_returned",), signals=("SC-",)),
    pattern("UEC-01", metrics=("ae_4_hours",), signals=("SC-",)),
    pattern("INT-03", metrics=("letters_within_7_days",), signals=("SC-",)),
    pattern("POS-01", metrics=("*",), signals=("SC+",), credit=True),
    pattern("SAF-01", metrics=(), signals=(), needs="harm reviews"),
    pattern("REF-06", metrics=(), signals=("CLUSTER",), themes=("onward referral",)),
    pattern("CON-01", metrics=(), signals=("CLUSTER",), themes=("*",)),
)
SIGNALS = (
    signal("SC-", of=WORSE, strength=5.0),
    signal("SC-", of=UNSURE, q_value=0.2),
    signal("SC+", of=BETTER),
)


def reports(theme: str, count: int) -> list[dict[str, Any]]:
    return [
        {
            "concern_id": f"{theme} {number}",
            "practice_code": f"Y{number % 3}",
            "reported_on": date(2026, 11, 1 + number),
            "provider_code": PROVIDER,
            "theme": theme,
        }
        for number in range(count)
    ]


def given(**changes: Any) -> ChallengeInputs:
    rows = [*reports("onward referral", 6), *reports("parking", 2)]
    defaults: dict[str, Any] = {
        "measures": [WORSE, UNSURE, BETTER],
        "signals": SIGNALS,
        "concerns": pa.Table.from_pylist(rows, schema=SCHEMAS["concerns"]),
        "commitments": pa.Table.from_pylist([], schema=SCHEMAS["commitments"]),
        "meeting": trial_meeting(provider_code=PROVIDER, commissioner_code=BOARD, today=TODAY),
        "provider_code": PROVIDER,
        "patterns": BANK,
        "today": TODAY,
    }
    return ChallengeInputs(**defaults | changes)


def tried(pattern_id: str, **changes: Any) -> Trial:
    return try_pattern(next(p for p in BANK if p.id == pattern_id), given(**changes))


@pytest.mark.parametrize(
    ("pattern_id", "verdict", "why"),
    [
        ("RTT-01", "asked", "it is among the questions of the meeting"),
        ("RTT-02", "doubled", "the same figures are asked about under RTT-01"),
        ("REF-01", "chance", "among so many figures, chance could explain it"),
        ("UEC-01", "no_data", "nothing is loaded on ae_4_hours at RXA"),
        ("INT-03", "no_signal", "nothing it looks at stands out"),
        ("POS-01", "thanked", "it is the credit of the meeting"),
        (
            "SAF-01",
            "no_data",
            "it waits for data we do not have: harm reviews; a pin in the meeting file asks it",
        ),
        ("REF-06", "asked", "it is among the questions of the meeting"),
        ("CON-01", "no_signal", "nothing it looks at stands out"),
    ],
)
def test_what_becomes_of_a_pattern(pattern_id: str, verdict: str, why: str) -> None:
    trial = tried(pattern_id)
    assert (trial.verdict, trial.why) == (verdict, why)
    assert trial.fires == (verdict in ("asked", "thanked"))


def test_bars_pins_and_interests_of_a_meeting() -> None:
    sitting = meeting(panel=[person("P1")], interests=(interest("P1"), interest("CHAIR")))
    assert tried("RTT-01", meeting=meeting(barred=("RTT-01", "POS-01"))).verdict == "barred"
    assert tried("RTT-02", meeting=meeting(barred=("RTT-01", "POS-01"))).verdict == "asked"
    assert tried("POS-01", meeting=meeting(barred=("RTT-01", "POS-01"))).verdict == "barred"
    assert tried("SAF-01", meeting=meeting(pinned=("SAF-01",))).verdict == "asked"
    assert tried("REF-01", meeting=meeting(pinned=("REF-01",))).verdict == "asked"
    kept = tried("RTT-01", meeting=sitting)
    assert (kept.verdict, kept.fires) == ("interest", True)
    assert "who have declared an interest. Nobody is free to lead it" in kept.why


def test_beyond_the_limit() -> None:
    many = [
        measure(metric=f"metric_{n}", special=3, variation="concern", people_affected=900) for n in range(9)
    ]
    bank = (*BANK, *(pattern(f"AAA-0{n}", metrics=(f"metric_{n}",), signals=("SC-",)) for n in range(9)))
    trial = tried(
        "RTT-01",
        measures=[WORSE, *many],
        signals=(*SIGNALS, *(signal("SC-", of=one, strength=9.0) for one in many)),
        patterns=bank,
    )
    assert (trial.verdict, trial.why) == ("limit", "beyond the limit of 8 for this meeting")


def test_each_signal_says_whether_it_carries_the_pattern() -> None:
    ours: Measure = measure(population_code=BOARD, special=3, variation="concern")
    fired = (
        *SIGNALS,
        signal("PEER", of=WORSE, strength=9.0),
        signal("SC-", of=ours, strength=3.0),
        signal("SC-", of=measure(population_code="QQQ"), strength=8.0),  # somebody else's residents
        signal("SC-", of=measure(group_code="age:75+"), strength=8.0),  # a group, not the total
    )
    trial = tried("RTT-01", measures=[WORSE, UNSURE, BETTER, ours], signals=fired)
    assert [(seen.signal.code, seen.signal.population_code, seen.against) for seen in trial.seen] == [
        ("PEER", "ALL", "not one of the pattern's signals"),
        ("SC-", "ALL", None),
        ("SC-", BOARD, None),
    ]
    assert [seen.against for seen in tried("REF-01").seen] == [
        "among so many figures, chance could explain it"
    ]
    assert trial.looked_at == 2


def test_credit_says_how_long_an_improvement_must_last() -> None:
    fresh = measure(metric=LETTERS, special=1, variation="improvement")
    trial = tried("POS-01", measures=[fresh], signals=(signal("SC+", of=fresh),))
    assert (trial.verdict, [seen.against for seen in trial.seen]) == (
        "no_signal",
        ["it has lasted 1 of the 3 months it should"],
    )


def test_reports_are_counted_whether_or_not_they_cluster() -> None:
    assert [(c.theme, c.reports, c.clustered) for c in tried("REF-06").concerns] == [
        ("onward referral", 6, True)
    ]
    assert [(c.theme, c.reports, c.clustered) for c in tried("CON-01").concerns] == [("parking", 2, False)]


def test_the_verdicts_are_those_of_the_challenge_itself() -> None:
    """Whatever is tried as asked is what the pack asks, and nothing else."""
    made = given()
    told = challenge(made)
    asked = {question.finding.pattern.id for question in told.questions}
    assert {p.id for p in BANK if tried(p.id).verdict == "asked"} == asked == {"RTT-01", "REF-06"}
    assert [f.pattern.id for f in select_findings(made).chosen] == [
        q.finding.pattern.id for q in told.questions
    ]


CALM = measure(metric="ae_4_hours", standard=82, assurance="hit_and_miss")


def lines(**changes: Any) -> Sequence[Outlook]:
    return outlook(given(measures=[WORSE, UNSURE, BETTER, CALM], **changes))


def test_what_is_asked_comes_first_and_what_was_near_last() -> None:
    found = [(line.verdict, line.question, line.metric, line.signal) for line in lines()]
    assert ("asked", "rtt-01", "rtt_within_18_weeks", "SC-") in found
    assert ("praised", "pos-01", "letters_within_7_days", "SC+") in found
    assert ("not asked", "ref-01", "referrals_returned", "SC-") in found
    order = ["asked", "praised", "left alone", "not asked"]
    assert [order.index(verdict) for verdict, *_ in found] == sorted(
        order.index(verdict) for verdict, *_ in found
    )


def test_each_line_has_its_figures_and_what_was_near_its_reason() -> None:
    by_question = {line.question: line for line in lines()}
    asked, near = by_question["rtt-01"], by_question["ref-01"]
    assert (asked.people, asked.strength, asked.direction) == (400, 5.0, "concern")
    assert asked.period == WORSE.latest.period
    assert near.why == "among so many figures, chance could explain it"
    assert by_question["rtt-02"].why == "the same figures are asked about under RTT-01"


def test_burdens_on_one_card_have_a_line_each() -> None:
    year, longer = (
        measure([2.0], metric=name, people_affected=300, england=1.0)
        for name in ("rtt_over_52_weeks", "rtt_over_65_weeks")
    )
    tail = pattern("RTT-03", metrics=("rtt_over_52_weeks", "rtt_over_65_weeks"), signals=("BURDEN",))
    found = outlook(
        given(
            measures=[year, longer],
            signals=[signal("BURDEN", of=one, q_value=None) for one in (year, longer)],
            patterns=[tail],
        )
    )
    asked = [(line.question, line.metric) for line in found if line.verdict == "asked"]
    assert sorted(asked) == [("rtt-03", "rtt_over_52_weeks"), ("rtt-03", "rtt_over_65_weeks")]


def near(**changes: Any) -> tuple[Outlook, ...]:
    """What is said of A&E, of which 9,000 of 30,000 took over four hours, where that is near to being a burden."""
    latest = point(value=70.0, numerator=21_000.0, denominator=30_000.0)
    service = measure(metric="ae_4_hours", points=(latest,), standard=82)
    found = {"metric": "ae_4_hours", "specialty_code": "ALL", "near": "as_elsewhere"}
    placed = {"share_of_england": 0.0123, "place": 41, "places": 119}
    missed = NearBurden(**found | placed | changes.pop("missed", {}))
    inputs = given(measures=[service], near_burdens=[missed], **{"signals": (), **changes})
    return of_verdict(outlook(inputs), "not asked")


@pytest.mark.parametrize(
    ("missed", "why"),
    [
        (
            {},
            "it misses the standard, not among the worst tenth or with 5% of England's: 41st of 119, the worst first "
            "and 1.2% of England's",
        ),
        (
            {"place": None, "share_of_england": None},
            "it misses the standard, not among the worst tenth or with 5% of England's",
        ),
        ({"near": "few"}, "as far out as a burden, with fewer than 100 people behind it"),
    ],
)
def test_a_standard_missed_without_a_burden_says_what_was_wanted_for_one(
    missed: dict[str, Any], why: str
) -> None:
    (line,) = near(missed=missed)
    assert (line.metric, line.signal, line.people, line.why) == ("ae_4_hours", "BURDEN", 9000, why)
    assert line.text.startswith("In March 2026, ")


def test_what_is_asked_about_is_no_near_miss_of_a_burden() -> None:
    service = measure(metric="ae_4_hours", standard=82)
    asks = pattern("UEC-01", metrics=("ae_4_hours",), signals=("FAIL",))
    fired = [signal("FAIL", of=service, q_value=None)]
    missed = NearBurden("ae_4_hours", "ALL", "as_elsewhere", None, 41, 119)
    found = outlook(given(measures=[service], near_burdens=[missed], signals=fired, patterns=[asks]))
    assert "BURDEN" not in {line.signal for line in found}


COLUMNS = [
    "verdict", "question", "metric", "org_code", "specialty_code", "signal", "direction", "people", "period",
    "strength", "text", "why",
]  # fmt: skip


@pytest.mark.parametrize("signals", [SIGNALS, ()])
def test_every_form_holds_every_column(
    monkeypatch: pytest.MonkeyPatch, signals: tuple[Signal, ...], tmp_path: Path
) -> None:
    """Where nothing is asked a table says so, and a CSV file has its headings."""
    inputs = given(signals=signals, concerns=given().concerns.slice(0, 0))
    monkeypatch.setattr(command, "_inputs", lambda *_, **__: inputs)
    (tmp_path / "briefing.toml").write_text("", encoding="utf-8")

    def run(form: str) -> str:
        words = ["for", "alderbrook", "--format", form, "-w", str(tmp_path)]
        return CliRunner().invoke(command.questions, words, catch_exceptions=False).stdout

    rows = json.loads(run("json"))
    assert all(list(row) == COLUMNS for row in rows)
    assert next(csv.reader(io.StringIO(run("csv")))) == COLUMNS
    table = run("table")
    assert ("Asked: nothing" in table) is (not signals)
    assert [head for head in ("Asked", "Praised", "Left alone", "Not asked") if f"{head}: " in table] == [
        "Asked", "Praised", "Left alone", "Not asked",
    ]  # fmt: skip


def test_a_pin_that_asks_nothing_is_told_with_the_reason() -> None:
    sitting = trial_meeting(provider_code=PROVIDER, commissioner_code=BOARD, today=TODAY)
    pins = ("RTT-02", "UEC-01", "INT-03", "RTT-02@rtt_within_18_weeks/110", "POS-01", "SAF-01")
    inputs = given(meeting=replace(sitting, pinned=pins))
    told = dict(unasked_pins(inputs, select_findings(inputs)))
    assert told == {
        "UEC-01": f"nothing is loaded on ae_4_hours at {PROVIDER}",
        "INT-03": "nothing it looks at stands out",
        "RTT-02@rtt_within_18_weeks/110": "it is asked, and not about what stands after the @: nothing stands out "
        "there",
    }


def test_a_pin_that_another_question_leaves_no_room_for_says_so() -> None:
    sitting = trial_meeting(provider_code=PROVIDER, commissioner_code=BOARD, today=TODAY)
    inputs = given(meeting=replace(sitting, pinned=("RTT-01", "RTT-02")))
    assert dict(unasked_pins(inputs, select_findings(inputs))) == {
        "RTT-02": "the same figures are asked about under RTT-01"
    }
