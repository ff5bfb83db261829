"""A provider with nothing to ask: the page says so, and offers what went well and what was promised, no more."""

from dataclasses import replace

import editions
import packs
import pytest
from papers import pages_of

from briefing.render.press import paper

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def said() -> str:
    usual = packs.challenge(packs.headline())
    calm = replace(usual, questions=(), concerns=(), leave_alone=(), not_asked=())
    edition = editions.gp(packs.full(challenge=calm))
    return " ".join(pages_of(paper(edition)))


def test_it_says_that_nothing_stands_out(said: str) -> None:
    assert "Nothing to press" in said
    assert "nothing stands out from ordinary variation" in said
    assert "You have no question of your own today." in said


def test_credit_and_promises_are_offered_and_no_question(said: str) -> None:
    assert "One to praise" in said
    assert "The share waiting over a year fell from 3.1% to 1.9%" in said
    for promise in (
        "Answer every returned referral with a named clinician",
        "Weekly count of the slot worklist",
    ):
        assert promise in said
    for word in ("Likely reply", "Settle for", "You can answer", "to press Asked"):
        assert word not in said
    assert "what could we do that would help you?" in said
