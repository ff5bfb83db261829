"""What a new version tells each reader on its first page, and what it keeps from whom."""

from dataclasses import replace
from datetime import date, time

import builders
import editions
import packs
import pytest

from briefing.meeting.model import Meeting
from briefing.pack.editions import CHAIR, GP, NOTICE
from briefing.pack.editions.farewell import called_off, no_part
from briefing.pack.model import Pack
from briefing.pack.news import MOST, News, news_of, with_news
from briefing.pack.sitting import SITTING, Sitting, differences, sitting_of

ADA, BEN, CARA = (
    builders.person(f"P{n}", name=f"Dr {name}") for n, name in enumerate(("Ada", "Ben", "Cara"), 1)
)
MEETING = packs.meeting(panel=(ADA, BEN), chair=ADA, clerk=None, interests=())
CODE = packs.PROVIDER.lower()


def pack(of: Meeting = MEETING, leads: tuple[str, ...] = ("P1", "P2"), **changes: object) -> Pack:
    """A pack of as many questions as there are leads."""
    full = packs.full(meeting=of)
    asked = tuple(
        replace(one, lead=lead, supporter=None)
        for one, lead in zip(full.challenge.questions, leads, strict=False)
    )
    return replace(full, challenge=replace(full.challenge, questions=asked), **changes)  # type: ignore[arg-type]


def told(then: Pack, now: Pack) -> dict[str, tuple[str, ...]]:
    return news_of(sitting_of(then.meeting, [then]), sitting_of(now.meeting, [now]), [now])


def test_nothing_is_told_where_nothing_is_another() -> None:
    assert told(pack(), pack()) == {}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"date": date(2028, 2, 29)}, "The meeting is now on 29 February 2028, not on 3 December 2026."),
        ({"starts": time(14, 30)}, "It now starts at 14:30, not at 10:00."),
        ({"starts": None}, "The time at which it starts is open again."),
        ({"minutes": 90}, "It now takes 90 minutes, not 60."),
        ({"place": "Room 7"}, "The place is now: Room 7. It was: Board room."),
        ({"chair": BEN}, "Dr Ben now chairs, in place of Dr Ada."),
    ],
)
def test_everybody_hears_of_another_day_place_or_chair(changes: dict[str, object], sentence: str) -> None:
    before = replace(MEETING, starts=time(10, 0), minutes=60, place="Board room")
    found = told(pack(before), pack(replace(before, **changes)))  # type: ignore[arg-type]
    assert {stem: sentences[0] for stem, sentences in found.items()} == {
        f"gp-pack-{CODE}-dr-ada": sentence,
        f"gp-pack-{CODE}-dr-ben": sentence,
        f"themes-notice-{CODE}": sentence,
        "chair-running-order": sentence,
    }


def test_who_leads_another_question_hears_of_it_and_the_hospital_does_not() -> None:
    then, now = pack(leads=("P1", "P2")), pack(leads=("P2", "P2"))
    first = now.challenge.questions[0].title
    assert told(then, now) == {
        f"gp-pack-{CODE}-dr-ada": (f"You no longer lead question 1, “{first}”: Dr Ben does.",),
        f"gp-pack-{CODE}-dr-ben": (f"You now lead question 1, “{first}”.",),
        "chair-running-order": (f"Dr Ben now leads question 1, “{first}”, not Dr Ada.",),
    }


def test_a_question_that_fell_is_told_to_who_was_to_lead_it() -> None:
    then, now = pack(leads=("P1", "P2")), pack(leads=("P1",))
    gone = then.challenge.questions[1].title
    found = told(then, now)
    assert found[f"gp-pack-{CODE}-dr-ada"] == (f"No longer asked: “{gone}”.",)
    assert found[f"gp-pack-{CODE}-dr-ben"] == (f"No longer asked: “{gone}”, which you were to lead.",)


def test_a_new_member_is_told_nothing_and_who_left_is_remembered() -> None:
    then, now = pack(), pack(replace(MEETING, panel=(ADA, CARA)), leads=("P1", "P3"))
    found = told(then, now)
    assert f"gp-pack-{CODE}-dr-cara" not in found
    assert found[f"gp-pack-{CODE}-dr-ada"][:2] == (
        "Dr Cara has joined the panel.",
        "Dr Ben is no longer on the panel.",
    )
    before = sitting_of(then.meeting, [then])
    after = sitting_of(now.meeting, [now], before=before)
    assert after.gone == (BEN,)
    assert sitting_of(now.meeting, [now], before=after).gone == (BEN,)
    assert sitting_of(then.meeting, [then], before=after).gone == (CARA,)
    assert SITTING.validate_json(SITTING.dump_json(after)) == after


def test_interests_are_told_to_whose_they_are() -> None:
    declared = replace(MEETING, interests=(builders.interest("P2", topic="cancer"),))
    found = told(pack(), pack(declared))
    assert found == {f"gp-pack-{CODE}-dr-ben": ("The interests that Dr Ben declares are others now.",)}
    over = replace(MEETING, interests=(builders.interest("P2", ends=date(2020, 1, 1)),))
    assert told(pack(), pack(over)) == {}


def test_the_first_page_says_it_and_no_more_than_fits() -> None:
    document = editions.document(GP, packs.full(meeting=MEETING))
    sentences = tuple(f"Sentence {n}." for n in range(MOST + 3))
    page = editions.words(with_news(document, News(2, {document.stem: sentences})))
    assert "What changed for you since version 2" in page
    assert [f"Sentence {n}." in page for n in (0, MOST - 1, MOST)] == [True, True, False]
    assert "And 3 other changes." in page
    for edition in (CHAIR, NOTICE):
        other = editions.document(edition, packs.full(meeting=MEETING))
        assert with_news(other, News(2, {document.stem: sentences})) is other


def test_what_is_called_off_says_why_and_nothing_of_what_would_have_been_asked() -> None:
    off = replace(MEETING, status="postponed", reason="Two of the panel are ill")
    ours, theirs = called_off(off, pack().masthead, {off.provider_codes[0]: "Alderbrook"})
    for document in (ours, theirs):
        words = editions.words(document)
        assert "is postponed. Two of the panel are ill. There is no new date yet" in words
        assert off.decision_wanted not in words
    assert "delete the files" in editions.words(ours)
    assert "Alderbrook" in editions.words(theirs)
    note = editions.words(no_part(BEN, MEETING, pack().masthead))
    assert "To Dr Ben" in note and "no longer have a part" in note  # noqa: PT018


def test_a_change_of_status_is_a_difference_of_its_own() -> None:
    def said(then: Meeting, now: Meeting) -> list[str]:
        return [one.sentence for one in differences(*map(sitting_of, (then, now)))]

    off = replace(MEETING, status="cancelled")
    assert said(MEETING, off) == ["The meeting is cancelled."]
    assert said(off, MEETING) == ["The meeting takes place after all."]
    assert isinstance(sitting_of(off), Sitting)
