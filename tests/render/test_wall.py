"""The picture for the wall: one page, whatever there is to show, that holds as PDF/UA."""

import editions
import packs
import pytest
from papers import faults, pages_of

from briefing.pack.editions import WALL
from briefing.pack.words import title
from briefing.render.press import paper

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "pack", [packs.full(), packs.bare(), packs.torture()], ids=["full", "bare", "longest"]
)
def test_it_is_one_page_with_every_measure_under_its_finding(pack: packs.Pack) -> None:
    document = editions.document(WALL, pack)
    made = paper(document)
    (page,) = pages_of(made)
    assert [title(row.measure) for row in pack.rows if title(row.measure) not in page] == []
    assert faults(made) == []
    said = editions.words(document)
    assert [one.opener for one in pack.challenge.questions if one.opener in said] == []
