"""The whole room: one drawn hospital, and then any panel, interests and signals that chance can make."""

from dataclasses import fields
from datetime import date
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from builders import BOARD, PROVIDER, interest, measure, meeting, metric, person, signal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.challenge.assignment import topics_of
from briefing.challenge.challenge import challenge
from briefing.challenge.inputs import ChallengeInputs
from briefing.challenge.model import Challenge, Question
from briefing.challenge.patterns import load_patterns
from briefing.measures import Measure, Metric, Signal
from briefing.meeting.model import Meeting
from briefing.pack.build import assemble, gp_editions
from briefing.pack.editions.gp import gp_document
from briefing.pack.model import PackSettings
from briefing.render import page as render_page
from briefing.sources.schemas import SCHEMAS

TODAY = date(2026, 11, 22)
BANK = load_patterns()

WAITS = metric("rtt_within_18_weeks")
YEAR_WAITS = metric("rtt_over_52_weeks", title="Waiting over a year", better="lower", people="numerator")
FOUR_HOURS = metric("ae_4_hours", title="A&E within 4 hours", topic="urgent care")
CANCER = metric("cancer_62_day", title="Cancer treatment within 62 days", topic="cancer")
RETURNED = metric("referrals_returned", title="Referrals sent back", better="lower", people="numerator")
LETTERS = metric(
    "letters_within_7_days", title="Clinic letters within 7 days", topic="letters and the interface"
)
TESTS = metric(
    "diagnostics_over_6_weeks", title="Over 6 weeks for a test", better="lower", topic="diagnostics"
)
METRICS = (WAITS, YEAR_WAITS, FOUR_HOURS, CANCER, RETURNED, LETTERS, TESTS)
SPECIALTIES = {
    "ALL": "All specialties",
    "110": "Trauma and Orthopaedic Service",
    "330": "Dermatology Service",
}


def table(name: str, *rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=SCHEMAS[name])


def run(
    measures: list[Measure],
    signals: list[Signal],
    sitting: Meeting,
    *,
    concerns: Any = None,
    promises: Any = None,
) -> Challenge:
    made = ChallengeInputs(
        measures=measures,
        signals=signals,
        concerns=table("concerns") if concerns is None else concerns,
        commitments=table("commitments") if promises is None else promises,
        meeting=sitting,
        provider_code=PROVIDER,
        patterns=BANK,
        today=TODAY,
        scanned=84,
        by_chance=1.2,
    )
    return challenge(made)


def printed(question: Question) -> list[str]:
    texts = [getattr(question, field.name) for field in fields(question) if field.name != "finding"]
    return [text for text in texts if isinstance(text, str)] + list(question.listen_for)


# One drawn hospital


DERMATOLOGY = measure(
    [8.0] * 13 + [27.0, 28.0],
    metric=RETURNED,
    special=2,
    variation="concern",
    specialty_code="330",
    specialty_name="Dermatology Service",
    people_affected=61,
)
ORTHOPAEDICS = measure(
    [60.0] * 15,
    metric=WAITS,
    standard=92,
    assurance="consistently_fails",
    specialty_code="110",
    specialty_name="Trauma and Orthopaedic Service",
    people_affected=423,
    people_against="the standard of 92%",
)
EMERGENCY = measure([74.0, 75.0, 73.5, 74.5, 75.5] * 3 + [73.0], metric=FOUR_HOURS, standard=78)
SCANS = measure([26.0] * 8 + [12.0] * 7, metric=TESTS, special=7, variation="improvement")
DRAWN = [DERMATOLOGY, ORTHOPAEDICS, EMERGENCY, SCANS]
FIRED = [
    signal("SC-", of=DERMATOLOGY, strength=6.0),
    signal("FAIL", of=ORTHOPAEDICS, strength=5.0),
    signal("HIT/MISS", of=EMERGENCY, strength=0.0),
    signal("SC+", of=SCANS),
]
CONCERNS = table(
    "concerns",
    *(
        {
            "concern_id": str(number),
            "practice_code": f"Y{number % 4}",
            "reported_on": date(2026, 10, 1 + number),
            "provider_code": PROVIDER,
            "theme": "onward referral",
        }
        for number in range(12)
    ),
)
PROMISES = table(
    "commitments",
    {
        "commitment_id": "K1",
        "meeting_id": "2026-06-04-rxa",
        "provider_code": PROVIDER,
        "what": "Send triage times to practices.",
        "owner": "The COO",
        "due_on": date(2026, 8, 1),
        "status": "open",
    },
)


def drawn(**sitting: Any) -> Challenge:
    return run(DRAWN, FIRED, meeting(**sitting), concerns=CONCERNS, promises=PROMISES)


def test_a_drawn_hospital_is_asked_what_was_planted() -> None:
    told = drawn()
    assert {question.id for question in told.questions} == {"ref-01-330", "rtt-02-110", "ref-06", "pln-02"}
    by_id = {question.id: question for question in told.questions}
    assert by_id["ref-01-330"].fact == (
        "In March 2026, the figure for “Referrals sent back” in dermatology was 28.0%. It has been worse since "
        "February 2026, by more than chance. That is about 60 people."
    )
    assert by_id["rtt-02-110"].fact == (
        "In March 2026, the figure for “Waiting within 18 weeks” in trauma and orthopaedics was 60.0%. The "
        "standard has been missed for 15 months running. Even a good month does not reach 92%. The gap to "
        "the standard of 92% is about 420 people."
    )
    assert by_id["ref-06"].fact == (
        "Practices report patients sent back to them for a referral to another clinic in the same hospital. "
        "Since 1 October 2026, 4 practices sent 12 reports about onward referral; none has been answered."
    )
    assert by_id["pln-02"].fact == (
        "Promised on 4 June 2026, to be done by 1 August 2026: Send triage times to practices. It is overdue."
    )


def test_credit_and_what_to_leave_alone_of_a_drawn_hospital() -> None:
    told = drawn()
    assert told.credit is not None
    assert told.credit.fact == (
        "Since September 2025, the figure for “Over 6 weeks for a test” across the trust has been better: 12.0% in "
        "March 2026. That is more than ordinary variation."
    )
    assert [(alone.measure, alone.sentence) for alone in told.leave_alone] == [
        (
            EMERGENCY,
            "A&E within 4 hours across the trust fell by 2.5 points in March 2026, to 73.0%. That is within the "
            "usual range of 71.0% to 77.8%, so leave it alone.",
        )
    ]
    assert (told.scanned, told.by_chance) == (84, 1.2)


@pytest.mark.parametrize(
    ("declared", "clinical_p2", "lead", "note"),
    [
        ((), True, "P1", None),
        (
            (interest("P1", organisation_code=None, topic="Dermatology"),),
            True,
            "P2",
            "Not given to Dr P1, who has ",
        ),
        ((interest("P1"),), False, "P2", "Worded in plain English: no clinical member is free to lead it."),
        (
            (interest("P1"), interest("P2")),
            True,
            "CHAIR",
            "Left to the chair: no other member is free to lead it.",
        ),
        (
            (interest("P1"), interest("P2"), interest("CHAIR")),
            True,
            None,
            "Nobody is free to lead it: ask it in ",
        ),
        ((interest("P1", ends=date(2026, 12, 2)),), True, "P1", None),
        ((interest("P1", organisation_code="RXZ"),), True, "P1", None),
    ],
)
def test_nobody_leads_what_they_have_an_interest_in(
    declared: tuple[Any, ...], clinical_p2: bool, lead: str | None, note: str | None
) -> None:
    sitting = meeting(panel=(person("P1"), person("P2", clinical=clinical_p2)), interests=declared)
    (only,) = run([DERMATOLOGY], [FIRED[0]], sitting).questions
    assert only.lead == lead
    assert (only.assignment_note is None) if note is None else (note in str(only.assignment_note))


def test_a_member_without_clinical_training_gets_the_plain_opener() -> None:
    sitting = meeting(panel=(person("P1"), person("P2", clinical=False)), interests=(interest("P1"),))
    (only,) = run([DERMATOLOGY], [FIRED[0]], sitting).questions
    assert only.opener == "Why are referrals being sent back, and what happens to those patients next?"


def test_a_pattern_without_data_comes_by_a_pin_and_explores() -> None:
    (only,) = run([], [], meeting(pinned=("SAF-01",))).questions
    assert (only.id, only.push) == ("saf-01", "EXPLORE")
    assert only.finding.signal is None


def test_a_stable_hospital_is_asked_nothing() -> None:
    told = run([EMERGENCY], [], meeting())
    assert told.questions == ()
    assert told.credit is None
    assert [alone.measure for alone in told.leave_alone] == [EMERGENCY]


# Any panel, interests and signals


@st.composite
def series_with_signals(draw: st.DrawFn, of: Metric, specialty: str) -> tuple[Measure, list[Signal]]:
    people = draw(st.none() | st.integers(min_value=0, max_value=30_000))
    one = measure(
        metric=of,
        standard=draw(st.none() | st.just(92.0)),
        specialty_code=specialty,
        specialty_name=SPECIALTIES[specialty],
        people_affected=people,
        people_against=draw(st.none() | st.just("the standard of 92%")),
        peers_value=draw(st.none() | st.just(71.0)),
    )
    codes = draw(st.sets(st.sampled_from(["SC-", "SC+", "FAIL", "HIT/MISS", "PEER", "TRAJ"]), max_size=3))
    strengths = st.floats(min_value=0, max_value=10, allow_nan=False)
    return one, [signal(code, of=one, strength=draw(strengths)) for code in sorted(codes)]


@st.composite
def economies(draw: st.DrawFn) -> tuple[list[Measure], list[Signal]]:
    places = draw(
        st.sets(st.tuples(st.sampled_from(METRICS), st.sampled_from(sorted(SPECIALTIES))), max_size=14)
    )
    made = [draw(series_with_signals(of, specialty)) for of, specialty in sorted(places, key=str)]
    return [one for one, _ in made], [fired for _, every in made for fired in every]


@st.composite
def sittings(draw: st.DrawFn) -> Meeting:
    size = draw(st.integers(min_value=1, max_value=6))
    panel = [
        person(f"P{number}", clinical=draw(st.booleans()), newcomer=draw(st.booleans()))
        for number in range(size)
    ]
    chair = draw(st.sampled_from([*panel, person("CHAIR", clinical=False)]))
    ids = sorted({p.person_id for p in (*panel, chair)})
    days = st.none() | st.dates(date(2026, 11, 1), date(2027, 1, 1))
    declared = draw(
        st.lists(
            st.builds(
                interest,
                st.sampled_from(ids),
                organisation_code=st.sampled_from([None, PROVIDER, "RXZ"]),
                topic=st.sampled_from([None, "dermatology", "Cancer", "urgent care", "gardening"]),
                starts=days,
                ends=days,
            ),
            max_size=5,
        )
    )
    pins = draw(st.lists(st.sampled_from(["UEC-01", "SAF-01", "RTT-03"]), max_size=2, unique=True))
    return meeting(panel=panel, chair=chair, interests=tuple(declared), pinned=tuple(pins))


def may_lead(person_id: str, question: Question, sitting: Meeting) -> bool:
    """The rule of interests once more, slowly: no interest of theirs that holds on the day touches this."""
    for declared in sitting.interests:
        if declared.person_id != person_id:
            continue
        if declared.starts and declared.starts > sitting.date:
            continue
        if declared.ends and declared.ends < sitting.date:
            continue
        if declared.organisation_code == PROVIDER:
            return False
        words = set((declared.topic or "").lower().split())
        for topic in topics_of(question.finding):
            if words and words - {"care"} <= set(topic.lower().split()):
                return False
    return True


SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SOME
@given(economies(), sittings())
def test_the_rules_hold_for_any_hospital_and_panel(
    economy: tuple[list[Measure], list[Signal]], sitting: Meeting
) -> None:
    told = run(*economy, sitting)
    assert_limits_and_interests_hold(told, sitting)
    assert_newcomers_are_supported(told, sitting)
    assert_the_work_is_spread_fairly(told, sitting)
    assert_every_question_names_its_signal(told, sitting, economy[1])
    assert_safety_and_interface_come_in(told)


def assert_limits_and_interests_hold(told: Challenge, sitting: Meeting) -> None:
    leads = [question.lead for question in told.questions]
    assert len(leads) <= 8
    assert all(leads.count(lead) <= 4 for lead in set(leads) - {None})
    for question in told.questions:
        for person_id in (question.lead, question.supporter):
            assert person_id is None or may_lead(person_id, question, sitting)
        assert question.lead is None or question.supporter != question.lead
        kept = [p for p in sitting.panel if not may_lead(p.person_id, question, sitting)]
        assert all(p.name in str(question.assignment_note) for p in kept)


def assert_newcomers_are_supported(told: Challenge, sitting: Meeting) -> None:
    """A newcomer has an experienced member beside them, where one is free."""
    people = {p.person_id: p for p in (*sitting.panel, sitting.chair)}
    for question in told.questions:
        experienced = [
            p
            for p in people.values()
            if not p.newcomer and p.person_id != question.lead and may_lead(p.person_id, question, sitting)
        ]
        if question.lead is not None and people[question.lead].newcomer and experienced:
            assert question.supporter is not None
            assert not people[question.supporter].newcomer
            assert "is new to the panel" in str(question.assignment_note)


def assert_the_work_is_spread_fairly(told: Challenge, sitting: Meeting) -> None:
    """Nobody leads two more than a clinical colleague who was free to take one of theirs."""
    load = {p.person_id: sum(q.lead == p.person_id for q in told.questions) for p in sitting.panel}
    for question in told.questions:
        clinical = {p.person_id for p in sitting.panel if p.clinical}
        free = [one for one in clinical if may_lead(one, question, sitting)]
        if question.lead in free:
            assert load[str(question.lead)] - min(load[one] for one in free) <= 1
        elif free:
            assert all(load[one] == 4 for one in free), "a free clinical member was passed over"


def assert_every_question_names_its_signal(told: Challenge, sitting: Meeting, fired: list[Signal]) -> None:
    """And leaves no slot open; what is asked is not left alone."""
    for question in (*told.questions, *([told.credit] if told.credit else [])):
        series = question.finding.measure
        if series is None:
            assert question.id.upper() in sitting.pinned
        elif question is not told.credit:
            signal = question.finding.signal
            assert signal in fired
            assert signal.code != "SC+"
            assert (signal.metric, signal.specialty_code) == (series.metric.name, series.specialty_code)
        for text in printed(question):
            assert not any(mark in text for mark in ("{", "}", "None", "nan", "  ", "..")), text
        assert question.fact
        assert question.opener
    asked = {q.finding.measure.key for q in told.questions if q.finding.measure}
    assert not asked & {alone.measure.key for alone in told.leave_alone}
    assert len({q.id for q in told.questions}) == len(told.questions)


def assert_safety_and_interface_come_in(told: Challenge) -> None:
    left = {line.split()[0] for line in told.not_asked if "beyond the limit" in line}
    for trait, ids in (("safety", {"RTT-03", "CAN-02", "DX-01"}), ("interface", {"REF-01", "INT-03"})):
        if left & ids:
            assert any(getattr(question.finding.pattern, trait) for question in told.questions)


@pytest.mark.parametrize(("panel", "asked"), [(1, 4), (2, 8), (6, 8)])
def test_a_hospital_with_more_than_can_be_asked_is_asked_eight_things_and_four_by_each(
    panel: int, asked: int
) -> None:
    """Seven measures, each out of reach of its standard as a whole and changed in one specialty: fourteen findings."""
    measures, signals = [], []
    for of in METRICS:
        for code, specialty in (("FAIL", "ALL"), ("SC-", "110")):
            one = measure(metric=of, standard=92.0, specialty_code=specialty, people_affected=500)
            measures.append(one)
            signals.append(signal(code, of=one, strength=6.0))
    people = [person(f"P{number}") for number in range(panel)]
    told = run(measures, signals, meeting(panel=people, chair=people[0]))
    assert len(told.questions) == asked
    leads = [question.lead for question in told.questions]
    assert max(leads.count(lead) for lead in set(leads)) <= 4


@settings(SOME, max_examples=12)
@given(economies(), sittings())
def test_every_printed_question_leads_to_its_evidence_and_its_metric(
    economy: tuple[list[Measure], list[Signal]], sitting: Meeting
) -> None:
    measures, signals = economy
    pack = assemble(
        meeting=sitting,
        provider_code=PROVIDER,
        provider_name="Alderbrook",
        commissioner_name="Home board",
        challenge=run(measures, signals, sitting),
        measures=measures,
        version=1,
        status="draft",
        sources=(),
        settings=PackSettings(),
    )
    figures = {figure.id: figure for figure in pack.figures}
    for edition in gp_editions(pack):
        page = render_page.html(gp_document(edition))
        for card in edition.cards:
            asked = card.question.finding.measure
            if asked is None:
                continue
            figure = figures[card.evidence or "none"]
            assert card.number in figure.questions
            assert figure.measure.metric == asked.metric
            assert asked.metric.title in figure.title
            assert f'href="#{figure.id}"' in page
            assert f'id="{figure.id}"' in page


@SOME
@given(economies(), sittings(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    economy: tuple[list[Measure], list[Signal]], sitting: Meeting, chance: Random
) -> None:
    measures, signals = economy
    shuffled = chance.sample(measures, len(measures)), chance.sample(signals, len(signals))
    assert run(measures, signals, sitting) == run(*shuffled, sitting)


def test_our_own_people_are_counted_beside_the_whole() -> None:
    ours = measure([60.0] * 15, metric=WAITS, population_code=BOARD, specialty_code="110", people_affected=61)
    (only,) = run([ORTHOPAEDICS, ours], [FIRED[1]], meeting()).questions
    assert only.fact.endswith(
        "The gap to the standard of 92% is about 420 people, about 60 of them our residents."
    )
