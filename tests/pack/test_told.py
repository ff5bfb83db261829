"""The letter speaks of the meeting that was held: what was told on the day, and what the register says since.

on the day                 today's figures              the register    the letter
thanks for the tests       thanks for A&E                               thanks for the tests
clinic letters: late       kept, by the figures         nothing         late
a lead: open               open                         kept            not there: it is done
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import editions
import packs

from briefing import memory
from briefing.challenge.model import Promise
from briefing.meeting.answers import Answer
from briefing.pack.clerk import clerk_sheet
from briefing.pack.editions import BULLETIN, LETTER
from briefing.pack.editions.edition import Occasion
from briefing.pack.model import Pack
from briefing.pack.outcomes import outcomes_of
from briefing.pack.told import TOLD, as_told, told_then

LETTERS = Promise("C1", "2026-06-04-rqz", "Clinic letters in a week", "Chief operating officer",
                  date(2026, 9, 30), "late", "54.0% when it was promised.", "letters_within_7_days")  # fmt: skip
LEAD = Promise("C2", "2026-06-04-rqz", "Name a lead", "Medical director", None, "open", "")
DONE_LATE = replace(LEAD, commitment_id="C3", state="late", closed_on=date(2026, 11, 2), settled=True)


def pack(credit: str, *promises: Promise) -> Pack:
    made = packs.full()
    return replace(made, praise=credit, challenge=replace(made.challenge, promises=promises))


THEN = pack("Tests are quicker.", LETTERS, LEAD, DONE_LATE)
NOW = pack(
    "A&E is quicker.",
    replace(LETTERS, state="kept", evidence="83.0% by now."),
    replace(LEAD, state="kept", settled=True),
    DONE_LATE,
)


def answer(**changes: Any) -> Answer:
    given: dict[str, Any] = {"state": "answered", "commitment": "A line", "owner": "COO", "note": None}
    return Answer("q1", packs.PROVIDER, due_on=date(2027, 1, 29), **{"measure": None, **given, **changes})


def test_thanks_and_promises_are_those_of_the_day() -> None:
    letter, bulletin = (
        editions.words(editions.document(edition, NOW, answers=[answer()], told=[as_told(THEN)]))
        for edition in (LETTER, BULLETIN)
    )
    assert "Tests are quicker." in letter
    assert "Late Clinic letters in a week" in letter
    assert "Name a lead" not in letter
    assert "Tests are quicker." in bulletin
    assert "Late Clinic letters in a week Chief" in bulletin
    assert "Kept Name a lead" in bulletin
    assert "Kept late, 2 November 2026 Name a lead" in bulletin
    assert "A&E is quicker." not in letter + bulletin


def test_without_a_note_of_the_day_today_is_told() -> None:
    assert told_then(NOW, []) == as_told(NOW)
    assert told_then(NOW, [replace(as_told(THEN), provider_code="RQY")]) == as_told(NOW)


def test_of_two_providers_each_is_told_what_it_was_asked_and_answered_alone() -> None:
    """The same question was put to both, and the other answered it: of this one nothing is recorded."""
    other = replace(NOW, provider_code="RQY")
    asked = (*clerk_sheet([NOW]).asked, *clerk_sheet([other]).asked)
    occasion = Occasion([NOW, other], [replace(answer(), provider_code="RQY")], asked)
    assert [one.provider_code for one in occasion.asked_of(NOW)] == [packs.PROVIDER] * 4
    assert [occasion.recorded(pack) for pack in (NOW, other)] == [False, True]
    assert [[one.recorded for one in outcomes_of(pack, occasion)] for pack in (NOW, other)] == [
        [False] * 4,
        [True] * 4,
    ]
    assert [one.commitment for one in outcomes_of(NOW, occasion)] == [""] * 4


def test_a_figure_stands_as_it_was_when_the_question_was_put() -> None:
    """The clerk leaves the measure as it is, or names another: that one nobody had written down."""
    (first, *_) = asked = clerk_sheet([THEN]).asked
    then = [replace(first, watch="Waiting: 58.3% in March 2026"), *asked[1:]]
    for measure, watched in ((first.measure, "Waiting: 58.3% in March 2026"), ("our_count", "Our count")):
        (outcome, *_) = outcomes_of(NOW, Occasion([NOW], [answer(measure=measure)], then))
        assert outcome.watch == watched


def test_what_was_told_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert memory.recall(tmp_path, "told", TOLD) is None
    for file, said in (
        ("told.json", b"%s"),
        (memory.FILE, b'{"told": %s}'),
    ):  # an older version's, and today's
        (tmp_path / file).write_bytes(said % TOLD.dump_json((as_told(THEN),)))
        assert memory.recall(tmp_path, "told", TOLD) == (as_told(THEN),)
        (tmp_path / file).unlink()
