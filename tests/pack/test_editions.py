"""The chair's order, the notice, the bulletin and the letter: what each holds, and what it must not."""

from dataclasses import replace
from datetime import date
from typing import Any

import builders
import packs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.challenge.assignment import assign, conflicted
from briefing.challenge.history import headline, headline_sentence
from briefing.challenge.model import Challenge, Concern, Promise, Question
from briefing.meeting.answers import Answer
from briefing.meeting.model import AgendaItem, Meeting
from briefing.pack import agenda
from briefing.pack.afterwards import bulletin_edition, letter_editions
from briefing.pack.build import gp_editions
from briefing.pack.clerk import clerk_sheet
from briefing.pack.editions import ChairEdition, Step
from briefing.pack.model import Pack
from briefing.pack.notice import notice_editions
from briefing.pack.running_order import apportion, chair_edition
from briefing.render import html


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


def steps(edition: ChairEdition) -> list[Step]:
    return [step for stage in edition.stages for step in stage.steps]


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
    edition = chair_edition([packs.full()], packs.full().meeting)
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
    edition = chair_edition([one(asked, question("b"), promises=(owed,))], packs.meeting(interests=()))
    welcome = edition.stages[0]
    assert [step.kind for step in welcome.steps] == ["interests", "promises", "question"]


def test_each_question_has_its_lead_its_supporter_and_who_may_decide() -> None:
    asked = question("a", lead="P2", supporter="P1", settle_for="A date.")
    (step,) = (s for s in steps(chair_edition([one(asked)], packs.meeting(interests=()))) if s.asked)
    assert step.asked is not None
    assert (step.asked.lead, step.asked.supporter) == ("Dr Bryn ap Rhŷs", "Dr Amara Osei-Thistlewood")
    assert (step.asked.decides, step.asked.settle_for) == (("The chief operating officer",), "A date.")


def test_a_topic_nobody_may_decide_on_is_said_before_the_meeting() -> None:
    edition = chair_edition([one(question("a", topic="cancer"))], packs.meeting(interests=()))
    assert edition.sittings[0].gaps == ("cancer",)


def test_interests_are_read_out_before_the_provider_they_are_in() -> None:
    meeting, made = session()
    read = [step.lines for step in steps(chair_edition(made, meeting)) if step.kind == "interests"]
    assert read == [
        ("None is on the register. Ask: has anybody an interest to declare?",),
        ("Dr Amara Osei-Thistlewood: financial interest in this provider; leads nothing here.",),
    ]


def test_a_chair_with_an_interest_hands_over() -> None:
    meeting, made = session(interests=(builders.interest("CHAIR", organisation_code="RAA"),))
    read = next(step for step in steps(chair_edition(made, meeting)) if step.kind == "interests")
    assert read.lines == (
        "The chair: financial interest in this provider. Hand the chair to another member for this part.",
    )


def test_a_session_runs_provider_by_provider_between_two_private_parts() -> None:
    meeting, made = session()
    edition = chair_edition(made, meeting)
    assert [(stage.starts, stage.minutes, stage.private) for stage in edition.stages] == [
        (0, 10, True),
        (10, 20, False),
        (30, 20, False),
        (50, 10, True),
    ]
    assert [(s.provider_name, s.starts, s.minutes) for s in edition.sittings] == [
        ("Alder Hospitals", 10, 20),
        ("Birch Hospitals", 30, 20),
    ]
    assert edition.sittings[1].people == ("Birch's chief, Chief operating officer: may decide on cancer",)
    (leads,) = (step.leads for step in steps(edition) if step.leads)
    assert [one.provider_name for one in leads] == ["Alder Hospitals", "Birch Hospitals"]


def test_nobody_with_an_interest_leads_or_supports() -> None:
    meeting, made = session()
    birch = next(s for s in chair_edition(made, meeting).stages if s.opens and s.opens.provider_code == "RBB")
    asked = [step.asked for step in birch.steps if step.asked]
    assert {one.lead for one in asked} == {"Dr Bryn ap Rhŷs"}
    assert {one.supporter for one in asked} == {None}


def test_a_lead_with_an_interest_that_slipped_through_is_caught_and_put_in_writing() -> None:
    meeting, made = session()
    wrong = replace(made[1], challenge=asking(question("a", lead="P1", supporter="P2")))
    edition = chair_edition([made[0], wrong], meeting)
    assert [one.lead for one in edition.sittings[1].in_writing] == ["in writing"]
    assert [s.asked for s in steps(edition) if s.asked and s.starts >= 30] == []


def test_a_question_nobody_may_lead_goes_in_writing_and_takes_no_minutes() -> None:
    note = "Nobody is free to lead it: ask it in writing."
    edition = chair_edition(
        [one(question("a", lead=None, supporter=None, assignment_note=note))], packs.meeting(interests=())
    )
    assert [(q.number, q.note) for q in edition.sittings[0].in_writing] == [(1, note)]
    assert not [step for step in steps(edition) if step.asked]


def test_without_an_agenda_the_usual_order_stands_in() -> None:
    bare = chair_edition([one(question("a"))], packs.meeting(agenda=(), interests=()))
    assert [(stage.title, stage.minutes) for stage in bare.stages] == [
        ("Welcome, interests, last promises", 6),
        ("Questions", 48),
        ("Commitments read back", 6),
    ]


def test_a_session_that_forgets_a_provider_shares_its_time_equally() -> None:
    forgotten = (builders.agenda_item("Alder", minutes=60, topic=None, provider_code="RAA"),)
    meeting, made = session(agenda=forgotten)
    assert [(s.starts, s.minutes) for s in chair_edition(made, meeting).sittings] == [(6, 24), (30, 24)]


def test_an_agenda_too_long_is_said_and_one_too_short_leaves_time_in_hand() -> None:
    item = builders.agenda_item(minutes=70)
    long = chair_edition([one(question("a"))], packs.meeting(agenda=(item,), interests=()))
    assert long.cautions == (
        "The agenda is 10 minutes longer than the meeting's 60: shorten an item before you begin.",
    )
    short = chair_edition(
        [one(question("a"))], packs.meeting(agenda=(replace(item, minutes=45),), interests=())
    )
    assert (short.stages[-1].title, short.stages[-1].minutes, short.cautions) == ("In hand", 15, ())


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
    edition = chair_edition(made, meeting)
    assert sum(stage.minutes for stage in edition.stages) == meeting.minutes
    assert all(sum(step.minutes for step in stage.steps) == stage.minutes for stage in edition.stages)
    assert [step.starts for step in steps(edition)] == sorted(step.starts for step in steps(edition))
    names = {p.name: p for p in (meeting.chair, *meeting.panel)}
    for stage in edition.stages:
        pack = next((p for p in made if stage.opens and p.provider_code == stage.opens.provider_code), None)
        for step in stage.steps:
            if step.asked and pack:
                finding = pack.challenge.questions[step.asked.number - 1].finding
                lead = names[step.asked.lead]
                assert not conflicted(lead, finding, meeting=meeting, provider_code=pack.provider_code)
    for pack in made:
        printed = [s.asked.number for stage in edition.stages for s in stage.steps if s.asked]
        written = [q.number for s in edition.sittings for q in s.in_writing]
        assert len(printed) + len(written) == 2 * len(topics)
        assert agenda.items_of(pack.provider_code, agenda.agenda_of(meeting), meeting)


SECRET = {
    "opener": "OPENER-SECRET",
    "likely_reply": "REPLY-SECRET",
    "answer": "ANSWER-SECRET",
    "fact": "FACT-SECRET",
    "title": "TITLE-SECRET",
    "settle_for": "SETTLE-SECRET",
    "bring": "BRING-SECRET",
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
    (notice,) = notice_editions([pack], meeting)
    assert [(theme.topic, theme.about, theme.bring) for theme in notice.themes] == [
        (
            "elective waits",
            ("Waiting within 18 weeks, March 2026",),
            "The chief operating officer, Chief operating officer",
        ),
        (
            "letters",
            ("Clinic letters within 7 days, March 2026",),
            "Nobody we know of may decide on this: please bring somebody who can.",
        ),
    ]
    page = html.themes_notice(notice)
    assert "SECRET" not in page
    assert not [person.name for person in meeting.panel if person.name in page]
    assert "Private" not in page
    assert "3,052" not in page
    assert "58.3" not in page


def test_each_provider_is_told_of_its_own_themes_and_its_own_time() -> None:
    meeting, made = session()
    alder, birch = notice_editions(made, meeting)
    assert (alder.starts, alder.minutes, birch.starts, birch.minutes) == (10, 20, 30, 20)
    assert (alder.filename, birch.filename) == ("themes-notice-raa.pdf", "themes-notice-rbb.pdf")
    assert "Birch's chief" not in html.themes_notice(alder)


def test_a_provider_with_nothing_to_ask_hears_of_credit_and_promises_only() -> None:
    owed = packs.challenge(packs.headline()).promises[:1]
    credit = packs.challenge(packs.headline()).credit
    pack = one(credit=credit, promises=owed)
    meeting = pack.meeting
    chair = chair_edition([pack], meeting)
    assert {step.kind for step in steps(chair)} == {
        "interests",
        "credit",
        "promises",
        "other",
        "read_back",
    }
    assert "No measure and no report gives a reason for a question." in html.chair_order(chair)
    (notice,) = notice_editions([pack], meeting)
    assert "Your figures give us no reason for a question this time." in html.themes_notice(notice)
    assert owed[0].what in html.themes_notice(notice)
    bulletin = bulletin_edition([pack], meeting)
    assert not bulletin.to_fill_in
    assert "We had nothing to ask" in html.bulletin(bulletin)
    (letter,) = letter_editions([pack], meeting)
    assert "Your figures gave us no reason for a question this time." in html.letter(letter)
    for page in (html.themes_notice(notice), html.bulletin(bulletin), html.letter(letter)):
        assert 'class="outcomes"' not in page
        assert 'class="themes"' not in page


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
    bulletin = bulletin_edition([pack], pack.meeting, answers)
    assert [(o.number, o.state, o.commitment, o.owner, o.due_on) for o in bulletin.parts[0].outcomes] == [
        (1, "Answered", "A line by specialty", "Chief operating officer", date(2027, 1, 29)),
        (2, "Partly answered", "A talk", "", None),
        (3, "They will write", "", "", None),
        (4, "Not reached: asked in writing", "", "", None),
        (None, "Promised", "A telephone number", "Medical director", None),
    ]
    assert bulletin.headline == "1 of 4 questions brought a dated commitment."
    page = html.bulletin(bulletin)
    assert "by 29 January 2027" in page
    assert "remark of the clerk" not in page
    assert 'class="blank"' not in page


def test_the_letter_asks_for_the_owner_and_the_date_that_are_missing(
    answered: tuple[Pack, tuple[Answer, ...]],
) -> None:
    pack, answers = answered
    (letter,) = letter_editions([pack], pack.meeting, answers)
    page = html.letter(letter)
    assert page.count("Please name an owner") == 1  # the talk
    assert page.count("Please give a date") == 2  # the talk, the telephone number
    assert (letter.correct_by, letter.write_by) == (date(2026, 12, 10), date(2026, 12, 17))
    assert [promise.state for promise in letter.promises] == ["not_kept", "open", "repeated"]
    assert letter.filename == "follow-up-letter-rqz.pdf"


def test_what_was_put_is_told_though_the_pack_would_ask_something_else(
    answered: tuple[Pack, tuple[Answer, ...]],
) -> None:
    """put          today's pack         the letter
    q1 .. q4     q1 gone, q2 .. q4    q1 .. q4, in the words of the day
    """
    pack, answers = answered
    put = clerk_sheet([pack]).asked
    today = replace(pack, challenge=replace(pack.challenge, questions=pack.challenge.questions[1:]))
    then = bulletin_edition([pack], pack.meeting, answers).parts[0].outcomes
    assert bulletin_edition([today], pack.meeting, answers, asked=put).parts[0].outcomes == then
    assert letter_editions([today], pack.meeting, answers, asked=put)[0].outcomes == then
    assert len(letter_editions([today], pack.meeting, answers)[0].outcomes) == len(then) - 1


def test_before_the_record_there_is_room_to_fill_in() -> None:
    pack = packs.full()
    bulletin = bulletin_edition([pack], pack.meeting)
    assert bulletin.to_fill_in
    assert bulletin.headline == ""
    assert html.bulletin(bulletin).count('class="blank"') == 2 * len(pack.challenge.questions)
    assert "Not ready to send" in html.bulletin(bulletin)


def test_a_letter_holds_the_answers_of_its_own_provider_alone() -> None:
    meeting, made = session()
    answers = (answer("a", "answered", provider_code="RAA", commitment="Alder's promise"),)
    alder, birch = letter_editions(made, meeting, answers)
    assert "Alder&#39;s promise" in html.letter(alder)
    assert "promise" not in "".join(o.commitment for o in birch.outcomes)


def test_what_practices_said_is_counted_never_so_few_that_one_could_be_found() -> None:
    many = Concern("onward referral", "ALL", 9, 8, 9, date(2026, 8, 27), True)
    few = Concern("fit notes", "301", 2, 1, 2, date(2026, 9, 14), False)
    asked = question("a", finding={"measure": None, "concern": many})
    other = Concern("results", "ALL", 3, 2, 3, date(2026, 9, 14), False)
    (part,) = bulletin_edition([one(asked, concerns=(many, few, other))], packs.meeting(interests=())).parts
    assert part.outcomes[0].you_said == "Onward referral: 9 reports, 8 practices"
    assert part.outcomes[0].watch == "Practices’ reports on onward referral, counted each month"
    assert part.heard == ("A small number of reports each on fit notes and results.",)


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
    said = "So far 1 of 4 questions brought a dated commitment, and 1 of 2 promises that fell due was kept."
    assert line == said
    pack = replace(packs.full(), shares=line)
    chair = chair_edition([pack], pack.meeting)
    assert [step.lines for step in steps(chair) if step.kind == "promises"] == [(said,)]
    page = html.gp_pack(gp_editions(pack)[0])
    assert " ".join(page.replace("\u00a0", " ").split()).count(said) == 1


def test_without_a_record_there_is_no_share_to_tell() -> None:
    assert headline_sentence(headline([], [])) == ""
    assert (
        headline_sentence(headline([[answer("q1", None)]], []))
        == "So far 0 of 1 question brought a dated commitment."
    )
