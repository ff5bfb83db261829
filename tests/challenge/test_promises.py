"""Promises: a row of the register and a series, and beside them what became of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from builders import PROVIDER, measure, months_before

from briefing.challenge.history import Headline, headline, promises_by_provider
from briefing.challenge.model import Promise
from briefing.challenge.promises import aims_at_figures, months_since_asked, read_promises, series_of, slipped
from briefing.measures import Measure
from briefing.meeting.answers import Answer
from briefing.pack.sections.promises import standing
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
        "what": f"Bring the share within 18 weeks back, {commitment_id}",
        "owner": "Chief operating officer",
        "due_on": date(2026, 12, 31),
        "measure": "rtt_within_18_weeks",
        "status": "open",
        "closed_on": None,
        "evidence": None,
        **changes,
    }


def shown(values: Sequence[float | None], **changes: Any) -> Measure:
    """A series whose last month is January 2027: 60% up to the September before the promise."""
    one = measure([60.0] * 9 + list(values), **changes)
    count = len(one.points)
    dated = [replace(p, period=months_before(LAST, count - 1 - n)) for n, p in enumerate(one.points)]
    return replace(one, points=tuple(dated))


def judged(
    *rows: dict[str, Any], measures: Sequence[Measure] = (), today: date = TODAY
) -> dict[str, Promise]:
    table = pa.Table.from_pylist(list(rows), schema=SCHEMAS["commitments"])
    found = read_promises(table, provider_code=PROVIDER, today=today, measures=measures)
    return {promise.commitment_id: promise for promise in found}


# By what people wrote on the register


REGISTERED = {"what": "Send the triage times", "measure": "referrals_returned", "due_on": date(2026, 9, 1)}
NOVEMBER = date(2026, 11, 22)


def registered(*rows: dict[str, Any]) -> list[Promise]:
    """Rows of one promise of June, due on 1 September, judged in November; each changes what it gives."""
    full = [row(**{"meeting_id": "2026-06-04-rxa", **REGISTERED, **changes}) for changes in rows]
    return list(judged(*full, today=NOVEMBER).values())


@pytest.mark.parametrize(
    ("cells", "state", "owed"),
    [
        ({"status": "closed", "closed_on": date(2026, 8, 30)}, "kept", False),
        ({"status": "closed", "closed_on": date(2026, 9, 1)}, "kept", False),
        ({"status": "Closed", "closed_on": date(2026, 9, 2)}, "late", False),
        ({"status": "done"}, "kept", False),
        ({"due_on": date(2026, 11, 21)}, "late", True),
        ({"due_on": NOVEMBER}, "open", False),
        ({"due_on": None}, "open", False),
        ({"status": None}, "late", True),
        ({"status": "not kept"}, "not_kept", True),
        ({"status": "not_kept"}, "not_kept", True),
    ],
)
def test_what_became_of_a_promise(cells: dict[str, Any], state: str, owed: bool) -> None:
    (promise,) = registered(cells)
    assert (promise.state, slipped(promise)) == (state, owed)


def test_the_same_words_at_two_meetings_are_one_repeated_promise() -> None:
    again = {"commitment_id": "K9", "meeting_id": "2026-09-03-rxa", "what": "Send the triage times."}
    (promise,) = registered({}, again | {"due_on": date(2026, 12, 1)})
    assert (promise.commitment_id, promise.state, promise.times) == ("K9", "repeated", 2)
    assert promise.due_on == date(2026, 12, 1)


def test_promises_of_others_and_of_meetings_to_come_are_left_out() -> None:
    assert registered({"provider_code": "RXZ"}, {"meeting_id": "2027-01-10-rxa"}) == []


def test_months_since_a_metric_was_asked_about() -> None:
    made = registered({}, {"commitment_id": "K2", "what": "Else", "meeting_id": "2026-09-03-rxa"})
    assert months_since_asked(made, metric="referrals_returned", today=NOVEMBER) == 2
    assert months_since_asked(made, metric="ae_4_hours", today=NOVEMBER) is None


# By the figures


BETTER = (62.0, 66.0, 68.0, 70.0)
WORSE = (58.0, 55.0, 53.0, 51.0)


@pytest.mark.parametrize(
    ("variation", "special", "assurance", "state", "told"),
    [
        ("improvement", 4, "hit_and_miss", "kept", "better, by more than chance"),
        ("improvement", 1, "consistently_fails", "kept", "better, by more than chance"),
        ("improvement", 6, "hit_and_miss", "late", "better than usual, as it was then"),
        ("concern", 4, "hit_and_miss", "not_kept", "worse, by more than chance"),
        ("concern", 4, "consistently_passes", "not_kept", "worse, by more than chance"),
        ("concern", 6, "hit_and_miss", "late", "still worse than usual, as it was then"),
        (
            "concern",
            6,
            "consistently_passes",
            "late",
            "still worse than usual, as it was then",
        ),
        ("common_cause", 0, "hit_and_miss", "late", "no change that can be told from ordinary variation"),
        ("common_cause", 0, "consistently_passes", "kept", "the standard is now reliably met"),
        ("improvement", 6, "consistently_passes", "kept", "the standard is now reliably met"),
        ("too_few", 0, "too_few", "late", "too few months to judge"),
    ],
)
def test_an_open_promise_whose_day_has_come_is_judged_by_marks_that_began_since(
    variation: Any, special: int, assurance: Any, state: str, told: str
) -> None:
    """`special` counts the marked months up to January: four begin with the promise, six before it."""
    series = shown(BETTER, variation=variation, special=special, assurance=assurance, standard=65)
    promise = judged(row(), measures=[series])["C1"]
    assert (promise.state, promise.evidence) == (
        state, f"60.0% when it was promised, 70.0% in January 2027: {told}."
    )  # fmt: skip


@pytest.mark.parametrize("values", [BETTER, WORSE, (60.0, 60.0, 60.0, 60.0)])
def test_values_alone_are_never_compared(values: tuple[float, ...]) -> None:
    """However far two months lie apart, only the marks of the chart judge."""
    for variation, state in (("common_cause", "late"), ("improvement", "kept"), ("concern", "not_kept")):
        special = 0 if variation == "common_cause" else 4
        series = shown(values, variation=variation, special=special)
        assert judged(row(), measures=[series])["C1"].state == state


def test_a_standard_that_was_met_before_proves_nothing() -> None:
    series = shown(BETTER, variation="common_cause", assurance="consistently_passes", standard=55)
    assert judged(row(), measures=[series])["C1"].state == "late"


@pytest.mark.parametrize(
    ("what", "aims"),
    [
        ("Bring clinic letters back inside seven days", True),
        ("Answer requests for advice within ten working days", True),
        ("Send every letter within seven days", True),
        ("Meet the standard by March", True),
        ("Send the split by specialty", False),
        ("Meet the network leads", False),
        ("Name a clinical lead for onward referral", False),
        ("Share the demand and capacity sheet", False),
        ("", False),
    ],
)
def test_a_deed_does_not_show_in_figures(what: str, aims: bool) -> None:
    assert aims_at_figures(what) is aims
    series = shown(BETTER, variation="improvement", special=4)
    if what:
        promise = judged(row(what=what), measures=[series])["C1"]
        assert promise.state == ("kept" if aims else "late")
        assert promise.evidence.startswith("60.0%" if aims else "Ask whether it was done")


def test_the_figures_are_told_beside_what_the_register_says() -> None:
    series = shown(BETTER, variation="improvement", special=4)
    promise = judged(row(evidence="Draft seen"), measures=[series])["C1"]
    assert promise.evidence == (
        "Draft seen. 60.0% when it was promised, 70.0% in January 2027: better, by more than chance."
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
    series = shown(BETTER, variation="improvement", special=4)
    assert judged(row(**changes), measures=[series])["C1"].state == state


def test_figures_that_end_before_the_day_do_not_break_a_promise() -> None:
    series = shown(WORSE, variation="concern", special=4)
    assert judged(row(due_on=date(2027, 2, 28)), measures=[series])["C1"].state == "late"
    assert judged(row(due_on=date(2027, 1, 31)), measures=[series])["C1"].state == "not_kept"


def test_a_promise_made_twice_is_kept_by_the_figures_or_stays_promised_again() -> None:
    again = (row("C1", what="Clear the list"), row("C2", what="Clear the list", meeting_id="2026-11-05-rxa"))
    assert judged(*again, measures=[shown(WORSE, variation="concern", special=4)])["C2"].state == "repeated"
    assert judged(*again, measures=[shown(BETTER, variation="improvement", special=4)])["C2"].state == "kept"


def test_hidden_and_missing_values_are_no_evidence() -> None:
    for values in ((None, None, None, None), ()):
        series = shown(values, variation="improvement", special=4)
        points = tuple(replace(p, value=None) if p.period >= date(2026, 10, 1) else p for p in series.points)
        assert judged(row(), measures=[replace(series, points=points)])["C1"].state == "late"


def test_only_the_providers_own_series_counts() -> None:
    peer = shown(BETTER, variation="improvement", special=4, org_code="RXZ")
    residents = shown(BETTER, variation="improvement", special=4, population_code="QXA")
    assert judged(row(), measures=[peer, residents])["C1"].state == "late"


def test_a_specialty_or_a_group_is_judged_by_itself() -> None:
    whole, part = shown(WORSE), shown(BETTER, specialty_code="120")
    group = shown(BETTER, group_code="age:75+")
    every = [whole, part, group]
    assert series_of("rtt_within_18_weeks", every) is whole
    assert series_of("rtt_within_18_weeks/120", every) is part
    assert series_of("rtt_within_18_weeks/ALL/age:75+", every) is group
    assert series_of("rtt_within_18_weeks/330", every) is None


@pytest.mark.parametrize(
    ("cells", "found", "told"),
    [
        ({}, "whole", "“Waiting within 18 weeks”"),
        ({"specialty_code": "120"}, "part", "“Waiting within 18 weeks” in ear, nose and throat"),
        ({"measure": "rtt_within_18_weeks/120"}, "part", "“Waiting within 18 weeks” in ear, nose and throat"),
        (
            {"population_code": "OURS"},
            "ours",
            "“Waiting within 18 weeks” across the trust among our residents",
        ),
        (
            {"population_code": "QXA"},
            "ours",
            "“Waiting within 18 weeks” across the trust among our residents",
        ),
        (
            {"measure": "rtt_within_18_weeks/ALL/age:75+"},
            "group",
            "“Waiting within 18 weeks”, people aged 75+",
        ),
    ],
)
def test_the_promised_series_is_named_and_told_then_and_now(
    cells: dict[str, Any], found: str, told: str
) -> None:
    """Four series that a promise could be taken for; each ends with another figure."""
    ends = {"whole": 61.0, "part": 62.0, "ours": 63.0, "group": 64.0}
    places: dict[str, dict[str, Any]] = {
        "whole": {},
        "part": {"specialty_code": "120", "specialty_name": "Ear Nose and Throat Service"},
        "ours": {"population_code": "QXA"},
        "group": {"group_code": "age:75+"},
    }
    every = [shown((60.0, 60.0, 60.0, ends[name]), **places[name]) for name in ends]
    promise = judged(row(**cells), measures=every)["C1"]
    assert promise.measured == f"Measured as {told}."
    assert promise.evidence.startswith(f"60.0% when it was promised, {ends[found]}% in January 2027")


def test_a_series_that_is_not_there_lends_its_name_to_no_other() -> None:
    promise = judged(row(specialty_code="330"), measures=[shown(BETTER)])["C1"]
    assert promise.measured == "Measured as “Waiting within 18 weeks”, 330, of which no figure is loaded."
    assert promise.evidence == ""
    assert judged(row(measure="a weekly count."))["C1"].measured == "Measured by: a weekly count."
    assert judged(row(measure=None))["C1"].measured == ""


def test_a_promise_replaced_by_another_is_closed_by_it() -> None:
    old = row("C1", what="Open a second room", due_on=date(2026, 12, 31))
    new = row(
        "C2", what="Open it by spring", meeting_id="2027-01-07-rxa", due_on=date(2027, 4, 30), replaces="C1"
    )
    found = judged(old | {"status": "replaced"}, new)
    assert list(found) == ["C2"]
    assert (found["C2"].state, found["C2"].times, slipped(found["C2"])) == ("repeated", 2, True)
    third = row("C3", what="Rent one", meeting_id="2027-02-04-rxa", due_on=date(2027, 6, 30), replaces="C2")
    assert [(one.commitment_id, one.times) for one in judged(old, new, third).values()] == [("C3", 3)]
    done = new | {"status": "kept", "closed_on": date(2027, 2, 1)}
    assert judged(old, done)["C2"].state == "kept"
    assert judged(row("C4", status="replaced")) == {}
    assert set(judged(row("C5", replaces="C6"), row("C6", replaces="C5"))) in ({"C5"}, {"C6"})


def test_a_promise_kept_late_says_when() -> None:
    kept = judged(row(due_on=date(2026, 11, 1), status="kept", closed_on=date(2026, 12, 1)))["C1"]
    assert standing(kept) == "Kept late, 1 December 2026"
    assert standing(judged(row())["C1"]) == "Late"


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
