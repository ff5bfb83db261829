"""Page 4: whose experience the meeting rests on, and to each reader what came back to their own practice."""

from dataclasses import replace
from datetime import date

import editions
import packs
import pytest

from briefing.challenge.model import Closure, Practice, Representation
from briefing.pack.build import gp_editions
from briefing.pack.editions.gp import gp_document
from briefing.pack.model import Pack
from briefing.render import page as render_page

HEARD = Representation(
    since=date(2025, 12, 3),
    heard=(Practice("Y1", "Elm Surgery"),),
    silent=(),
    never=(Practice("Y2", "Oak Surgery"),),
    networks=(),
    unheard_networks=(),
    sentence="Heard within the year: 1 of our 2 practices. Never heard: Oak Surgery.",
)


@pytest.fixture
def pack() -> Pack:
    made = packs.full()
    codes = [reader.practice_code for reader in made.meeting.panel if reader.practice_code]
    closures = tuple(
        Closure(code, 3, 1, 1, 0, f"To {code}: 1 of 3 has an answer.")
        for code in dict.fromkeys([*codes, "Y99"])
    )
    told = replace(made.challenge, representation=HEARD, closures=closures)
    return replace(made, challenge=told)


def test_everybody_reads_who_was_heard_and_each_what_came_back_to_them(pack: Pack) -> None:
    for edition in gp_editions(pack):
        page = render_page.html(gp_document(edition))
        assert "Never heard: Oak Surgery." in page
        own = edition.reader.practice_code
        for closure in pack.challenge.closures:
            assert (closure.sentence in page) == (closure.practice_code == own), closure


def test_without_a_list_of_practices_the_page_claims_nothing() -> None:
    page = editions.gp_page(packs.full())
    assert "Heard in the past year" not in page
