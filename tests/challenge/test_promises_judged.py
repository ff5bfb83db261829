"""Promises against the figures: a row of the register and a series, beside them what became of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from builders import PROVIDER, measure, metric, months_before

from briefing.challenge.figures import series_of
from briefing.challenge.model import Promise
from briefing.challenge.outcomes import Headline, headline, promises_by_provider
from briefing.challenge.promises import months_since_asked, read_promises
from briefing.measures import Measure
from briefing.meeting.answers import Answer
from briefing.sources.schemas import SCHEMAS

TODAY = date(2027, 3, 4)
LAST = date(2027, 1, 1)
"""The latest month published by then."""


def row(commitment_id: str = "C1", **changes: Any) -> dict[str, Any]:
    """Promised on 1 October 2026, due at the end of the year, still open, to show in the 18-week share."""
    return {
        "commitment_id": commitment_id,
        "meeting_id": "2026-10-01-rxa",
        "provider_code": PROVIDER,
        "what": f"A plan {commitment_id}",
        "owner": "Chief operating officer",
        "due_on": date(2026, 12, 31),
        "measure": "rtt_within_18_weeks",
        "status": "open",
        "closed_on": None,
        "evidence": None,
        **changes,
    }


def shown(values: Sequence[float | None], **changes: Any) -> Measure:
    """A series whose last month is January 2027: 60 % up to the September before the promise."""
    one = measure([60.0] * 9 + list(values), **changes)
    count = len(one.points)
    dated = [replace(p, period=months_before(LAST, count - 1 - n)) for n, p in enumerate(one.points)]
    return replace(one, points=tuple(dated))


def judged(*rows: dict[str, Any], measures: Sequence[Measure] = ()) -> dict[str, Promise]:
    table = pa.Table.from_pylist(list(rows), schema=SCHEMAS["commitments"])
    found = read_promises(table, provider_code=PROVIDER, today=TODAY, measures=measures)
    return {promise.commitment_id: promise for promise in found}


BETTER = (62.0, 66.0, 68.0, 70.0)
WORSE = (58.0, 55.0, 53.0, 51.0)


@pytest.mark.parametrize(
    ("values", "variation", "assurance", "state"),
    [
        (BETTER, "improvement", "hit_and_miss", "kept"),
        (BETTER, "common_cause", "hit_and_miss", "late"),
        (BETTER, "too_few", "too_few", "late"),
        (BETTER, "concern", "hit_and_miss", "late"),
        (WORSE, "concern", "hit_and_miss", "not_kept"),
        (WORSE, "common_cause", "consistently_fails", "late"),
        (WORSE, "improvement", "hit_and_miss", "late"),
        (BETTER, "common_cause", "consistently_passes", "kept"),
        (BETTER, "concern", "consistently_passes", "late"),
        (WORSE, "common_cause", "consistently_passes", "late"),
        (WORSE, "concern", "consistently_passes", "not_kept"),
        ((60.0, 60.02), "improvement", "hit_and_miss", "late"),
    ],
)
def test_an_open_promise_whose_day_has_come_is_judged_by_the_signs_and_the_values(
    values: tuple[float, ...], variation: Any, assurance: Any, state: str
) -> None:
    series = shown(values, variation=variation, assurance=assurance, standard=65)
    assert judged(row(), measures=[series])["C1"].state == state


def test_where_less_is_better_the_same_figures_say_the_opposite() -> None:
    waits = metric(better="lower")
    kept = shown(WORSE, variation="improvement", metric=waits)
    assert judged(row(), measures=[kept])["C1"].state == "kept"
    broken = shown(BETTER, variation="concern", metric=waits)
    assert judged(row(), measures=[broken])["C1"].state == "not_kept"


def test_a_standard_that_was_met_before_proves_nothing() -> None:
    series = shown(BETTER, variation="common_cause", assurance="consistently_passes", standard=55)
    assert judged(row(), measures=[series])["C1"].state == "late"


@pytest.mark.parametrize(
    ("values", "variation", "assurance", "told"),
    [
        (BETTER, "improvement", "consistently_passes", "Better, by more than chance."),
        (WORSE, "concern", "consistently_passes", "Worse, by more than chance."),
        (BETTER, "concern", "hit_and_miss", "Better than then, though worse than it used to be."),
        (WORSE, "improvement", "hit_and_miss", "Worse than then, though better than it used to be."),
        ((60.0, 60.02), "concern", "hit_and_miss", "No different from then."),
        (BETTER, "too_few", "too_few", "Too few months to judge."),
        (BETTER, "common_cause", "consistently_passes", "The standard is reliably met."),
        (BETTER, "common_cause", "hit_and_miss", "No more than the usual variation."),
    ],
)
def test_the_sentence_says_what_the_signs_say(
    values: tuple[float, ...], variation: Any, assurance: Any, told: str
) -> None:
    series = shown(values, variation=variation, assurance=assurance, standard=65)
    assert judged(row(), measures=[series])["C1"].evidence.endswith(told)


def test_the_figures_are_told_beside_what_the_register_says() -> None:
    promise = judged(row(evidence="Draft seen"), measures=[shown(BETTER, variation="improvement")])["C1"]
    assert promise.evidence == (
        "Draft seen. By the figures: 60.0 % in September 2026, before it was promised; "
        "70.0 % in January 2027. Better, by more than chance."
    )


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"due_on": date(2027, 6, 30)}, "open"),
        ({"status": "not kept"}, "not_kept"),
        ({"status": "kept", "closed_on": date(2027, 2, 1)}, "late"),
        ({"measure": None}, "late"),
        ({"measure": "a weekly count"}, "late"),
        ({"measure": "rtt_within_18_weeks/120"}, "late"),
        ({"measure": "Waiting within 18 weeks"}, "kept"),
        ({"meeting_id": "spring review"}, "late"),
        ({"meeting_id": "2027-02-01-rxa"}, "late"),
    ],
)
def test_what_people_wrote_stands_and_what_names_no_figure_is_judged_by_its_day(
    changes: dict[str, Any], state: str
) -> None:
    series = shown(BETTER, variation="improvement")
    assert judged(row(**changes), measures=[series])["C1"].state == state


def test_figures_that_end_before_the_day_do_not_break_a_promise() -> None:
    series = shown(WORSE, variation="concern")
    assert judged(row(due_on=date(2027, 2, 28)), measures=[series])["C1"].state == "late"
    assert judged(row(due_on=date(2027, 1, 31)), measures=[series])["C1"].state == "not_kept"


def test_a_promise_made_twice_is_kept_by_the_figures_or_stays_promised_again() -> None:
    again = (row("C1", what="A plan"), row("C2", what="A plan", meeting_id="2026-11-05-rxa"))
    assert judged(*again, measures=[shown(WORSE, variation="concern")])["C2"].state == "repeated"
    assert judged(*again, measures=[shown(BETTER, variation="improvement")])["C2"].state == "kept"


def test_hidden_and_missing_values_are_no_evidence() -> None:
    for values in ((None, None, None, None), ()):
        series = shown(values, variation="improvement")
        points = tuple(replace(p, value=None) if p.period >= date(2026, 10, 1) else p for p in series.points)
        assert judged(row(), measures=[replace(series, points=points)])["C1"].state == "late"


def test_only_the_providers_own_series_counts() -> None:
    peer = shown(BETTER, variation="improvement", org_code="RXZ")
    residents = shown(BETTER, variation="improvement", population_code="QXA")
    assert judged(row(), measures=[peer, residents])["C1"].state == "late"


def test_a_specialty_or_a_group_is_judged_by_itself() -> None:
    whole, part = shown(WORSE), shown(BETTER, specialty_code="120")
    group = shown(BETTER, group_code="age:75+")
    every = [whole, part, group]
    assert series_of("rtt_within_18_weeks", every) is whole
    assert series_of("rtt_within_18_weeks/120", every) is part
    assert series_of("rtt_within_18_weeks/ALL/age:75+", every) is group
    assert series_of("rtt_within_18_weeks/330", every) is None


def test_a_promise_on_one_specialty_counts_as_asked_about_its_metric() -> None:
    promise = judged(row(measure="rtt_within_18_weeks/120"))["C1"]
    assert months_since_asked([promise], metric="rtt_within_18_weeks", today=TODAY) == 5


def answer(question_id: str, state: Any, due: date | None) -> Answer:
    return Answer(
        question_id, PROVIDER, state, "A plan" if due else None, "COO" if due else None, due, None, None
    )


def test_the_headline_counts_questions_that_brought_a_date_and_promises_kept_by_theirs() -> None:
    day = date(2027, 1, 31)
    first = (answer("q1", "answered", day), answer("q2", "will write", None), answer("other-1", None, day))
    second = (answer("q1", "partly", day), answer("q3", None, None))
    table = pa.Table.from_pylist(
        [
            row("C1", status="kept", closed_on=date(2026, 12, 1)),
            row("C2", status="kept", closed_on=date(2027, 1, 20)),
            row("C3"),
            row("C4", due_on=date(2027, 6, 1)),
            row("C5", provider_code="RXZ", status="not kept"),
        ],
        schema=SCHEMAS["commitments"],
    )
    made = promises_by_provider(table, today=TODAY)
    found = headline([first, (), second], [promise for own in made.values() for promise in own])
    assert list(made) == [PROVIDER, "RXZ"]
    assert found == Headline(meetings=2, questions=4, not_reached=1, dated=2, promises=5, due=4, kept=1)
    assert (found.dated_share, found.kept_share) == (50.0, 25.0)
    assert headline([], []).dated_share is None
