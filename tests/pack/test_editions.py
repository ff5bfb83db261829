"""The chair's order, the notice, the bulletin and the letter: what each holds, and what it must not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

import builders
import editions
import packs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.challenge.assignment import assign, conflicted
from briefing.challenge.history import headline, headline_sentence
from briefing.challenge.model import Challenge, Concern, Promise, Question
from briefing.challenge.promises import UNSEEN
from briefing.document.blocks import Blank, Block, Document, Item, Listing, Paragraph, Table, inside, plain
from briefing.meeting.answers import Answer
from briefing.meeting.model import AgendaItem, Meeting
from briefing.pack import agenda, running_order
from briefing.pack.clerk import clerk_sheet
from briefing.pack.editions import BULLETIN, CHAIR, EDITIONS, GP, LETTER, MINUTES, NOTICE
from briefing.pack.editions.edition import Occasion
from briefing.pack.model import Pack
from briefing.pack.outcomes import outcomes_of
from briefing.pack.running_order import Stage, Step, apportion, stages_of


def question(question_id: str, *, topic: str = "elective waits", **changes: Any) -> Question:
    finding = changes.pop("finding", {})
    found = replace(builders.finding(pattern=builders.pattern(topic=topic)), **finding)
    return builders.question(question_id, finding=found, **changes)


def asking(*questions: Question, **changes: Any) -> Challenge:
    nothing = Challenge((), None, (), (), (), scanned=1, by_chance=0.0, not_asked=())
    return replace(nothing, questions=questions, **changes)


def one(*questions: Question, **changes: Any) -> Pack:
    """A pack of one provider with these questions."""
    meeting = changes.pop("meeting", packs.meeting(interests=()))
    return packs.bare(challenge=asking(*questions, **changes), meeting=meeting)


def session(**changes: Any) -> tuple[Meeting, list[Pack]]:
    """Two providers, 20 minutes each between 10 private ones; P1 has an interest in the second."""
    items = (
        builders.agenda_item("Private: who leads", minutes=10, topic=None),
        builders.agenda_item("Alder", minutes=20, topic=None, provider_code="RAA"),
        builders.agenda_item("Birch", minutes=20, topic=None, provider_code="RBB"),
        builders.agenda_item("Private: what was promised", minutes=10, topic=None),
    )
    defaults: dict[str, Any] = {
        "provider_codes": ("RAA", "RBB"),
        "agenda": items,
        "interests": (builders.interest("P1", organisation_code="RBB"),),
        "minutes": 60,
        "provider_people": (
            builders.provider_person("Alder's chief", provider_code="RAA"),
            builders.provider_person("Birch's chief", provider_code="RBB", may_decide=("cancer",)),
        ),
    }
    meeting = packs.meeting(**defaults | changes)
    made = []
    for code, name in (("RAA", "Alder Hospitals"), ("RBB", "Birch Hospitals")):
        asked = assign(
            (question("a", title="Waits"), question("b", title="Theatres")),
            meeting=meeting,
            provider_code=code,
            provider=name,
        )
        pack = packs.bare(challenge=asking(*asked), meeting=meeting)
        made.append(replace(pack, provider_code=code, provider_name=name))
    return meeting, made


def steps(stages: Sequence[Stage]) -> list[Step]:
    return [step for stage in stages for step in stage.steps]


def sittings(stages: Sequence[Stage]) -> list[Stage]:
    """The items with which a provider comes in."""
    return [stage for stage in stages if stage.opens is not None]


def lines(step: Step) -> list[str]:
    """What is said in a step under its title."""
    return [plain(block.text) for block in step.blocks[1:] if isinstance(block, Paragraph)]


def test_minutes_are_shared_by_weight_and_none_is_lost() -> None:
    assert apportion(20, (12, 12, 9)) == (7, 7, 6)
    assert apportion(10, (2, 1, 12)) == (2, 1, 7)
    assert apportion(2, (2, 1, 12)) == (1, 0, 1)  # too few for all: the heaviest


@given(minutes=st.integers(0, 200), weights=st.lists(st.integers(1, 20), min_size=1, max_size=14))
def test_shared_minutes_always_add_up(minutes: int, weights: list[int]) -> None:
    shares = apportion(minutes, weights)
    assert sum(shares) == minutes
    assert minutes < len(weights) or min(shares) >= 1


def test_the_chair_hears_interests_then_credit_then_promises_then_questions() -> None:
    edition = stages_of([packs.full()])
    assert [
        (step.starts, step.kind, step.asked.number if step.asked else None) for step in steps(edition)
    ] == [
        (0, "interests", None),
        (3, "credit", None),
        (5, "promises", None),
        (10, "question", 1),  # 25 minutes by weight 12, 9, 9: 10, 8, 7
        (20, "question", 2),
        (28, "question", 3),
        (35, "other", None),
        (50, "read_back", None),
    ]


def test_a_question_of_a_promise_is_asked_when_promises_are() -> None:
    owed = Promise("C1", "2026-06-04", "A sheet", "Director", date(2026, 8, 31), "late", "")
    asked = question("a", topic="data and delivery", finding={"promise": owed})
    edition = stages_of([one(asked, question("b"), promises=(owed,))])
    welcome = edition[0]
    assert [step.kind for step in welcome.steps] == ["interests", "promises", "question"]


def test_each_question_has_its_lead_its_supporter_and_who_may_decide() -> None:
    asked = question("a", lead="P2", supporter="P1", settle_for="A date.")
    (step,) = (s for s in steps(stages_of([one(asked)])) if s.asked)
    assert step.asked is not None
    assert (step.asked.lead, step.asked.supporter) == ("Dr Bryn ap Rhŷs", "Dr Amara Osei-Thistlewood")
    assert (step.asked.decides, step.asked.settle_for) == (("The chief operating officer",), "A date.")


def test_a_topic_nobody_may_decide_on_is_said_before_the_meeting() -> None:
    assert running_order.gaps(one(question("a", topic="cancer"))) == ["cancer"]


def test_interests_are_read_out_before_the_provider_they_are_in() -> None:
    _, made = session()
    read = [lines(step) for step in steps(stages_of(made)) if step.kind == "interests"]
    assert read == [
        ["None is on the register. Ask: has anybody an interest to declare?"],
        ["Dr Amara Osei-Thistlewood: financial interest in this provider; will not lead here."],
    ]


def test_a_chair_with_an_interest_hands_over() -> None:
    _, made = session(interests=(builders.interest("CHAIR", organisation_code="RAA"),))
    read = next(step for step in steps(stages_of(made)) if step.kind == "interests")
    assert lines(read) == [
        "The chair: financial interest in this provider. Hand the chair to another member for this part."
    ]


def test_a_session_runs_provider_by_provider_between_two_private_parts() -> None:
    _, made = session()
    edition = stages_of(made)
    assert [(stage.starts, stage.minutes, stage.private) for stage in edition] == [
        (0, 10, True),
        (10, 20, False),
        (30, 20, False),
        (50, 10, True),
    ]
    assert [(s.opens and s.opens.provider_name, s.starts, s.minutes) for s in sittings(edition)] == [
        ("Alder Hospitals", 10, 20),
        ("Birch Hospitals", 30, 20),
    ]
    assert running_order.who_decides(made[1]) == [
        "Birch's chief, Chief operating officer: may decide on cancer"
    ]
    alone = steps(edition)[0]
    assert [line for line in lines(alone) if line.endswith("Hospitals")] == [
        "Alder Hospitals",
        "Birch Hospitals",
    ]


def test_nobody_with_an_interest_leads_or_supports() -> None:
    _, made = session()
    birch = next(s for s in stages_of(made) if s.opens and s.opens.provider_code == "RBB")
    asked = [step.asked for step in birch.steps if step.asked]
    assert {one.lead for one in asked} == {"Dr Bryn ap Rhŷs"}
    assert {one.supporter for one in asked} == {None}


def test_a_lead_with_an_interest_that_slipped_through_is_caught_and_put_in_writing() -> None:
    _, made = session()
    wrong = replace(made[1], challenge=asking(question("a", lead="P1", supporter="P2")))
    edition = stages_of([made[0], wrong])
    assert [one.lead for one in running_order.in_writing(wrong)] == ["in writing"]
    assert [s.asked for s in steps(edition) if s.asked and s.starts >= 30] == []


def test_a_question_nobody_may_lead_goes_in_writing_and_takes_no_minutes() -> None:
    note = "Nobody is free to lead it: ask it in writing."
    pack = one(question("a", lead=None, supporter=None, assignment_note=note))
    assert [(q.number, q.note) for q in running_order.in_writing(pack)] == [(1, note)]
    assert not [step for step in steps(stages_of([pack])) if step.asked]


def test_without_an_agenda_the_usual_order_stands_in() -> None:
    bare = stages_of([one(question("a"), meeting=packs.meeting(agenda=(), interests=()))])
    assert [(stage.title, stage.minutes) for stage in bare] == [
        ("Welcome, interests, last promises", 6),
        ("Questions", 48),
        ("Commitments read back", 6),
    ]


def test_a_session_that_forgets_a_provider_shares_its_time_equally() -> None:
    forgotten = (builders.agenda_item("Alder", minutes=60, topic=None, provider_code="RAA"),)
    _, made = session(agenda=forgotten)
    assert [(s.starts, s.minutes) for s in sittings(stages_of(made))] == [(6, 24), (30, 24)]


def test_an_agenda_too_long_is_said_and_one_too_short_leaves_time_in_hand() -> None:
    item = builders.agenda_item(minutes=70)
    over = "The agenda is 10 minutes longer than the meeting's 60: shorten an item before you begin."
    long = one(question("a"), meeting=packs.meeting(agenda=(item,), interests=()))
    assert over in editions.words(editions.document(CHAIR, long))
    fits = one(question("a"), meeting=packs.meeting(agenda=(replace(item, minutes=45),), interests=()))
    last = stages_of([fits])[-1]
    assert (last.title, last.minutes) == ("In hand", 15)
    assert "longer than" not in editions.words(editions.document(CHAIR, fits))


TOPICS = ("elective waits", "cancer", "letters", "data and delivery")
ITEMS = st.lists(
    st.tuples(st.integers(1, 30), st.sampled_from((None, *TOPICS)), st.sampled_from((None, "RAA", "RBB"))),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(
    items=ITEMS,
    topics=st.lists(st.sampled_from(TOPICS), max_size=8),
    interested=st.sets(st.sampled_from(("P1", "P2", "CHAIR"))),
    spare=st.integers(0, 40),
)
def test_minutes_add_up_and_no_lead_has_an_interest(
    items: list[tuple[int, str | None, str | None]], topics: list[str], interested: set[str], spare: int
) -> None:
    given_items = tuple(AgendaItem(f"Item {at}", *item) for at, item in enumerate(items))
    minutes = sum(item.minutes for item in given_items) + spare
    meeting, made = session(
        agenda=given_items,
        minutes=max(minutes, 20),
        interests=tuple(builders.interest(who, organisation_code="RBB") for who in sorted(interested)),
    )
    asked = tuple(question(f"q{at}", topic=topic) for at, topic in enumerate(topics))
    made = [
        replace(
            pack,
            challenge=asking(
                *assign(asked, meeting=meeting, provider_code=pack.provider_code, provider=pack.provider_name)
            ),
        )
        for pack in made
    ]
    edition = stages_of(made)
    assert sum(stage.minutes for stage in edition) == meeting.minutes
    assert all(sum(step.minutes for step in stage.steps) == stage.minutes for stage in edition)
    assert [step.starts for step in steps(edition)] == sorted(step.starts for step in steps(edition))
    names = {p.name: p for p in (meeting.chair, *meeting.panel)}
    for stage in edition:
        pack = next((p for p in made if stage.opens and p.provider_code == stage.opens.provider_code), None)
        for step in stage.steps:
            if step.asked and pack:
                finding = pack.challenge.questions[step.asked.number - 1].finding
                lead = names[step.asked.lead]
                assert not conflicted(lead, finding, meeting=meeting, provider_code=pack.provider_code)
    for pack in made:
        printed = [s.asked.number for stage in edition for s in stage.steps if s.asked]
        written = [q.number for pack in made for q in running_order.in_writing(pack)]
        assert len(printed) + len(written) == 2 * len(topics)
        assert agenda.items_of(pack.provider_code, agenda.agenda_of(meeting), meeting)


SECRET = {
    "opener": "OPENER-SECRET",
    "likely_reply": "REPLY-SECRET",
    "answer": "ANSWER-SECRET",
    "fact": "FACT-SECRET",
    "title": "TITLE-SECRET",
    "settle_for": "SETTLE-SECRET",
    "fair_ask": "FAIR-SECRET",
    "listen_for": ("LISTEN-SECRET",),
    "assignment_note": "NOTE-SECRET",
}


def test_the_notice_names_topics_and_figures_and_nothing_that_will_be_said() -> None:
    asked = [
        question("a", finding={"measure": packs.headline()[0]}, **SECRET),
        question("b", topic="letters", finding={"measure": packs.headline()[6]}, **SECRET),
    ]
    meeting = packs.meeting(notes="PRIVATE-SECRET", decision_wanted="DECISION-SECRET")
    pack = packs.bare(challenge=asking(*asked), meeting=meeting)
    (notice,) = editions.documents(NOTICE, pack)
    page = editions.words(notice)
    for theme in (
        "Elective waits Waiting within 18 weeks, March 2026 The chief operating officer, Chief operating officer",
        "Letters Clinic letters within 7 days, March 2026 Nobody we know of may decide on this: please bring "
        "somebody who can.",
    ):
        assert theme in page
    assert "SECRET" not in page
    assert not [person.name for person in meeting.panel if person.name in page]
    assert "Private" not in page
    assert "3,052" not in page
    assert "58.3" not in page


def test_the_notice_asks_for_todays_figure_where_ours_is_old() -> None:
    pack = packs.full()
    old = replace(pack.rows[0], measure=replace(pack.rows[0].measure, old=True))
    told = [editions.words(editions.documents(NOTICE, one)[0]) for one in (pack, replace(pack, rows=(old,)))]
    asked = "Our figures for these are old. Please send today’s by "
    assert asked not in told[0]
    assert asked in told[1]
    assert f"{old.measure.metric.title}: the latest we have is for March 2026." in told[1]


def test_each_provider_is_told_of_its_own_themes_and_its_own_time() -> None:
    _, made = session()
    alder, birch = editions.documents(NOTICE, *made)
    assert (alder.stem, birch.stem) == ("themes-notice-raa", "themes-notice-rbb")
    for notice, starts in ((alder, 10), (birch, 30)):
        assert f"20 minutes with you, from {starts} minutes after" in editions.words(notice)
    assert "Birch's chief" not in editions.words(alder)


def test_every_edition_tells_the_time_of_day_once_the_start_is_known() -> None:
    """20 minutes each between 10 private ones, from 14:50: over at 15:50."""
    meeting, made = session()
    known = [replace(pack, meeting=replace(meeting, starts=time(14, 50))) for pack in made]
    for edition in EDITIONS:
        texts = " ".join(editions.words(each) for each in editions.documents(edition, *known))
        assert "Minute " not in texts
        to_a_provider = edition.role == "provider" or edition.by_provider
        times = ("15:00", "15:20") if to_a_provider else ("14:50 to 15:50",)
        assert [when for when in times if when not in texts] == [], edition.title
    rows = ("14:50 Private: who leads", "15:00 Alder", "15:20 Birch", "15:40 Private: what was promised")
    for edition in (GP, CHAIR):
        page = editions.words(editions.documents(edition, *known)[0])
        assert [row for row in rows if row not in page] == []


def test_a_provider_with_nothing_to_ask_hears_of_credit_and_promises_only() -> None:
    owed = packs.challenge(packs.headline()).promises[:1]
    credit = packs.challenge(packs.headline()).credit
    pack = one(credit=credit, promises=owed)
    assert {step.kind for step in steps(stages_of([pack]))} == {
        "interests",
        "credit",
        "promises",
        "other",
        "read_back",
    }
    said = {name: editions.words(made) for name, made in editions.each(pack).items()}
    assert "No measure and no report gives a reason for a question." in said["chair"]
    assert "Your figures give us no reason for a question this time." in said["notice"]
    assert "what went well and what was promised earlier" in said["notice"]
    assert owed[0].what in said["notice"]
    assert "Not ready to send" not in said["bulletin"]
    assert "We had nothing to ask" in said["bulletin"]
    assert "Your figures gave us no reason for a question this time." in said["letter"]
    for name in ("notice", "bulletin", "letter"):
        assert not [block for block in blocks(editions.each(pack)[name]) if isinstance(block, Table)]


def blocks(document: Document) -> list[Block]:
    return [block for section in document.sections for block in inside(section.blocks)]


def answer(question_id: str, state: Any, **changes: Any) -> Answer:
    defaults: dict[str, Any] = {
        "question_id": question_id,
        "provider_code": packs.PROVIDER,
        "state": state,
        "commitment": None,
        "owner": None,
        "due_on": None,
        "measure": None,
        "note": "a remark of the clerk's",
    }
    return Answer(**defaults | changes)


@pytest.fixture
def answered() -> tuple[Pack, tuple[Answer, ...]]:
    pack = packs.full()
    kept = {"commitment": "A line by specialty", "owner": "Chief operating officer"}
    return pack, (
        answer("q1", "answered", due_on=date(2027, 1, 29), measure="rtt_within_18_weeks", **kept),
        answer("q2", "partly", commitment="A talk"),
        answer("q3", "will write"),
        answer("q4", None),
        answer("other-1", None, commitment="A telephone number", owner="Medical director"),
    )


def test_what_they_said_comes_from_the_record(answered: tuple[Pack, tuple[Answer, ...]]) -> None:
    pack, answers = answered
    outcomes = list(outcomes_of(pack, Occasion([pack], answers)))
    assert [(o.number, o.state, o.commitment, o.owner, o.due_on) for o in outcomes] == [
        (1, "Answered", "A line by specialty", "Chief operating officer", date(2027, 1, 29)),
        (2, "Partly answered", "A talk", "", None),
        (3, "They will write", "", "", None),
        (4, "Not reached: asked in writing", "", "", None),
        (None, "Promised", "A telephone number", "Medical director", None),
    ]
    bulletin = editions.document(BULLETIN, pack, answers=answers)
    page = editions.words(bulletin)
    assert "1 of 4 questions brought a dated commitment." in page
    assert "by 29 January 2027" in page
    assert page.count("Noted a remark of the clerk's") == 5
    assert Blank not in map(type, blocks(bulletin))


def test_the_letter_asks_for_the_owner_and_the_date_that_are_missing(
    answered: tuple[Pack, tuple[Answer, ...]],
) -> None:
    pack, answers = answered
    (letter,) = editions.documents(LETTER, pack, answers=answers)
    page = editions.words(letter)
    assert page.count("Please name an owner") == 1  # the talk
    assert page.count("Please give a date") == 2  # the talk, the telephone number
    assert "tell us by 10 December 2026" in page
    assert "please write by 17 December 2026" in page
    (owed,) = (block for block in blocks(letter) if isinstance(block, Listing))
    states = [plain(line.text).split()[0] for line in owed.lines]
    assert states == ["Not", "Open", "Promised"]
    assert letter.stem == "follow-up-letter-rqz"


def test_the_letter_speaks_to_the_trust_and_leaves_no_note_or_promise_out() -> None:
    """What the record holds, and beside it what the trust reads of it."""
    pack = packs.full()
    day = date(2026, 12, 9)
    answers = (
        answer("q1", "answered", note=None),
        answer("q2", "partly", note="The rota is missing."),
        answer("q3", "will write", owner="Medical director", due_on=day, note=None),
        answer("q4", "not answered", note=None),
        answer("other-1", None, commitment="A telephone number", due_on=day, note=None),
        answer("other-2", None, note="They asked for our referral forms."),
    )
    letter = editions.document(LETTER, pack, answers=answers)
    (table,) = (block for block in blocks(letter) if isinstance(block, Table))
    cells = [[_said(item) for item in row.items[1:3]] for row in table.rows]
    assert cells == [
        ["You answered.", ""],
        ["You answered in part. We noted The rota is missing.", "Please write by 17 December 2026"],
        ["You will write by 9 December 2026.", "Medical director"],
        ["Not answered.", "Please write by 17 December 2026"],
        ["A telephone number.", "Please name an owner by 9 December 2026"],
        ["We noted They asked for our referral forms.", ""],
    ]
    assert "Where a question was left open" in editions.words(letter)
    done = editions.words(editions.document(LETTER, pack, answers=answers[:1]))
    assert "Not reached: asked in writing." in done
    bulletin = editions.words(editions.document(BULLETIN, pack, answers=answers))
    assert "They will write. Medical director, by 9 December 2026" in bulletin
    assert "Also noted" in bulletin


def _said(item: Item) -> str:
    inner = [plain(block.text) for block in item.blocks if isinstance(block, Paragraph)]
    return " ".join(filter(None, [plain(item.text), *inner]))


PROMISED = {"owner": "Medical director", "evidence": "", "due_on": None, "commitment_id": "C1"}


@pytest.mark.parametrize(
    ("changes", "answers", "kind"),
    [
        ({"credit": packs.challenge(packs.headline()).credit}, (), "Please pass on our thanks"),
        (
            {"promises": (Promise(meeting_id="m", what="Open a room", state="kept", **PROMISED),)},
            (),
            "You kept a promise: Open a room. Please thank the people who did it.",
        ),
        ({}, (("a", date(2027, 1, 29)),), "You left us with 1 promise that has a date."),
        ({}, (), "Please thank your staff for what they do for our patients every day."),
    ],
)
def test_a_letter_always_opens_with_something_true_and_kind(
    changes: dict[str, Any], answers: tuple[tuple[str, date], ...], kind: str
) -> None:
    recorded = [answer(name, "answered", commitment="A line", due_on=day) for name, day in answers]
    page = editions.words(editions.document(LETTER, one(question("a"), **changes), answers=recorded))
    opening = page.partition("Dear colleagues, thank you for meeting us. ")[2]
    assert kind in opening[:400]


def test_an_earlier_promise_is_told_in_full_wherever_it_is_listed() -> None:
    day = date(2026, 8, 31)
    late = Promise(
        meeting_id="2026-06-04-rqz", what="Share the rota", state="late",
        **PROMISED | {"due_on": day, "evidence": "61.0% when it was promised."},
    )  # fmt: skip
    told = (
        "Late Share the rota Medical director, due 31 August 2026, promised on 4 June 2026 61.0% when it was"
    )
    pack = one(question("a"), promises=(late, replace(late, commitment_id="C2", evidence=UNSEEN)))
    for edition in (NOTICE, BULLETIN, LETTER, CHAIR):
        page = editions.words(editions.document(edition, pack))
        assert told in page, edition.title
        assert UNSEEN not in page, "said to who asks, not to who promised"


def test_the_minutes_hold_what_was_asked_answered_and_promised_and_what_was_not_asked() -> None:
    """What the record holds, and beside it what the minutes say of it; q4 was not reached."""
    pack = packs.full()
    day = date(2026, 12, 9)
    answers = (
        answer(
            "q1",
            "answered",
            commitment="A line by specialty",
            owner="Medical director",
            due_on=day,
            note=None,
        ),
        answer("q2", "partly", commitment="A talk", note="the rota is missing"),
        answer("q3", "will write", owner="Medical director", due_on=day, note=None),
        answer("q4", None, note=None),
        answer("other-1", None, commitment="A telephone number", owner="Director of strategy", note=None),
    )
    minutes = editions.document(MINUTES, pack, answers=answers)
    (table,) = (block for block in blocks(minutes) if isinstance(block, Table))
    assert [_said(row.items[0])[:3] for row in table.rows] == ["1. ", "2. ", "3. ", "No "]
    cells = [[_said(item) for item in row.items[1:]] for row in table.rows]
    shown = [promised.partition(" Shown by ") for _, promised, _ in cells]
    assert [answered for answered, _, _ in cells] == [
        "Answered.",
        "Partly answered. The rota is missing.",
        "They will write by 9 December 2026: Medical director.",
        "",
    ]
    assert [promise for promise, _, _ in shown] == [
        "A line by specialty.",
        "A talk.",
        "Nothing",
        "A telephone number.",
    ]
    assert [bool(measure) for _, _, measure in shown] == [True, True, False, True]
    assert [who for _, _, who in cells] == [
        "Medical director by 9 December 2026",
        "Nobody named no day named",
        "",
        "Director of strategy no day named",
    ]
    page = editions.words(minutes)
    left_out = pack.challenge.questions[3]
    assert (
        f"What was not asked in the room 4 {left_out.title}. Nobody on the panel was free to ask it." in page
    )
    assert "The letter asks for an answer by 17 December 2026." in page
    assert "1 of 4 questions brought a dated commitment." in page


def test_the_minutes_say_who_was_expected_and_claim_no_more() -> None:
    meeting, made = session()
    page = editions.words(editions.document(MINUTES, *made))
    assert "These were expected. Take out who was absent, and add who came." in page
    alder, birch = page.split("Birch Hospitals")[0], page.split("Birch Hospitals")[1]
    assert "Expected from them Alder's chief" in alder
    assert "Interests None on the register." in alder
    assert f"Interests {meeting.panel[0].name}: financial interest in this provider." in birch
    assert "will not lead" not in page
    assert "Not ready to send" in page, "before the record"


def test_what_was_put_is_told_though_the_pack_would_ask_something_else(
    answered: tuple[Pack, tuple[Answer, ...]],
) -> None:
    """put          today's pack         the letter and the bulletin
    q1 .. q4     q1 gone, q2 .. q4    q1 .. q4, in the words of the day
    """
    pack, answers = answered
    put = clerk_sheet([pack]).asked
    today = replace(pack, challenge=replace(pack.challenge, questions=pack.challenge.questions[1:]))
    then = list(outcomes_of(pack, Occasion([pack], answers)))
    assert list(outcomes_of(today, Occasion([today], answers, put))) == then
    assert len(list(outcomes_of(today, Occasion([today], answers)))) == len(then) - 1


def test_before_the_record_there_is_room_to_fill_in() -> None:
    pack = packs.full()
    bulletin = editions.document(BULLETIN, pack)
    rooms = [block for block in blocks(bulletin) if isinstance(block, Blank)]
    assert len(rooms) == 2 * len(pack.challenge.questions)
    assert "Not ready to send" in editions.words(bulletin)
    assert "brought a dated commitment" not in editions.words(bulletin)


def test_a_letter_holds_the_answers_of_its_own_provider_alone() -> None:
    _, made = session()
    answers = (answer("a", "answered", provider_code="RAA", commitment="Alder's promise"),)
    alder, birch = map(editions.words, editions.documents(LETTER, *made, answers=answers))
    assert "Alder's promise" in alder
    assert "Alder's promise" not in birch


def test_what_practices_said_is_counted_never_so_few_that_one_could_be_found() -> None:
    many = Concern("onward referral", "ALL", 9, 8, 9, date(2026, 8, 27), True)
    few = Concern("fit notes", "301", 2, 1, 2, date(2026, 9, 14), False)
    asked = question("a", finding={"measure": None, "concern": many})
    other = Concern("results", "ALL", 3, 2, 3, date(2026, 9, 14), False)
    page = editions.words(editions.document(BULLETIN, one(asked, concerns=(many, few, other))))
    assert "You said Onward referral: 9 reports, 8 practices We asked" in page
    assert "Practices’ reports on onward referral, counted each month" in page
    assert "What else you told us A few reports each on fit notes and results." in page


def test_the_shares_stand_with_the_promises_in_one_line() -> None:
    """1 of the 4 questions of an earlier sheet brought a day; 2 promises fell due, 1 was kept by its day."""
    dated = {"commitment": "A line", "due_on": date(2026, 9, 1)}
    earlier = (
        answer("q1", "answered", **dated),
        answer("q2", "partly", commitment="A talk"),
        *(answer(name, None) for name in ("q3", "q4", "other-1")),
    )
    made = [replace(packs.full().challenge.promises[0], state=state) for state in ("kept", "late", "open")]
    line = headline_sentence(headline([earlier], made))
    said = "So far 1 of 4 questions brought a dated commitment, and 1 of 2 promises that fell due was kept by its day."
    assert line == said
    pack = replace(packs.full(), shares=line)
    for document in (editions.document(CHAIR, pack), editions.gp(pack)):
        assert editions.words(document).count(said) == 1


def test_without_a_record_there_is_no_share_to_tell() -> None:
    assert headline_sentence(headline([], [])) == ""
    assert (
        headline_sentence(headline([[answer("q1", None)]], []))
        == "So far 0 of 1 question brought a dated commitment."
    )
