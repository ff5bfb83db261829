"""The editions as documents: their pages, what is on them, and that PDF/UA holds."""

from dataclasses import replace
from datetime import date

import editions
import packs
import pytest
from papers import faults, pages_of, thin

from briefing.meeting.answers import Answer
from briefing.pack.editions import BULLETIN, CHAIR, LETTER, MINUTES, NOTICE
from briefing.pack.model import Pack
from briefing.render.press import paper

pytestmark = pytest.mark.slow


def five(made: list[Pack], *, recorded: bool = False) -> dict[str, bytes]:
    """The editions of a meeting, of the notices and letters the first."""
    answers = tuple(said(pack) for pack in made) if recorded else ()
    made_of = (CHAIR, NOTICE, BULLETIN, LETTER, MINUTES)
    documents = [editions.document(one, *made, answers=answers) for one in made_of]
    return {document.edition: paper(document) for document in documents}


def said(pack: Pack) -> Answer:
    return Answer(
        question_id="q1",
        provider_code=pack.provider_code,
        state="answered",
        commitment="A recovery line by specialty, month by month, sent to us",
        owner="Chief operating officer",
        due_on=date(2027, 1, 29),
        measure="rtt_within_18_weeks",
        note=None,
    )


def eight(pack: Pack) -> Pack:
    """The same provider with the most that a meeting may ask."""
    twice = (*pack.challenge.questions, *(replace(q, id=f"{q.id}b") for q in pack.challenge.questions))
    return replace(pack, challenge=replace(pack.challenge, questions=twice))


def three() -> list[Pack]:
    """A session of three providers, without an agenda."""
    codes = ("RAA", "RBB", "RCC")
    meeting = packs.meeting(provider_codes=codes, agenda=(), minutes=135, kind="select_committee")
    return [replace(packs.full(), meeting=meeting, provider_code=code) for code in codes]


@pytest.fixture(scope="module")
def usual() -> dict[str, bytes]:
    return five([packs.full()], recorded=True)


@pytest.fixture(scope="module")
def bare() -> dict[str, bytes]:
    return five([packs.bare()])


@pytest.mark.parametrize("name", ["chair", "notice", "bulletin", "letter", "minutes"])
def test_pdf_ua_holds_for_much_and_for_almost_nothing(
    name: str, usual: dict[str, bytes], bare: dict[str, bytes]
) -> None:
    assert faults(usual[name]) == faults(bare[name]) == []


def test_each_is_as_short_as_its_reader_needs(usual: dict[str, bytes]) -> None:
    assert {name: len(pages_of(made)) for name, made in usual.items()} == {
        "chair": 2,
        "notice": 1,
        "bulletin": 1,
        "letter": 1,
        "minutes": 2,
    }
    most = {name: len(pages_of(made)) for name, made in five([eight(packs.full())]).items()}
    assert most["notice"] == 1
    assert max(most["chair"], most["bulletin"], most["letter"], most["minutes"]) <= 2


def test_a_session_goes_on_from_provider_to_provider_and_its_heading_keeps_the_first_step() -> None:
    """A page for each left pages a fifth full."""
    made = paper(editions.document(CHAIR, *three()))
    pages = pages_of(made)
    assert "who leads what" in pages[0]
    assert sum(page.count("Interests, read out") for page in pages) == 3
    headed = [page.count("Interests, read out") for page in pages]
    assert [page.count("If time is short") for page in pages] == headed
    assert len(pages) <= 2 * 3
    assert thin(made) == {}
    assert faults(made) == []


def test_every_page_says_what_it_is_and_that_it_is_a_draft(usual: dict[str, bytes]) -> None:
    for made in usual.values():
        for number, page in enumerate(pages := pages_of(made), start=1):
            assert f"Draft, version 2: not yet approved · page {number} of {len(pages)}" in page
            assert "OFFICIAL" in page


def test_the_longest_of_everything_lays_out_without_a_warning() -> None:
    assert set(five([packs.torture()], recorded=True)) == {
        "chair",
        "notice",
        "bulletin",
        "letter",
        "minutes",
    }
