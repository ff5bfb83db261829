"""What a reader of a session has to read, and that what belongs together stands on one page."""

from datetime import date

import packs
import pytest
from papers import core_of

from briefing.pack.editions.edition import Occasion
from briefing.pack.editions.gp import gp_documents
from briefing.render import joining, pdf
from briefing.render.press import paper
from briefing.resources import folder

MOST_PAGES, MOST_OF_A_PROVIDER = 20, 4


@pytest.mark.slow
@pytest.mark.parametrize("providers", [3, 5])
def test_a_reader_reads_at_most_four_pages_a_provider_and_twenty_in_all(providers: int) -> None:
    sitting = packs.session(providers)
    made = paper(next(iter(gp_documents(Occasion(sitting)))))
    core, places = core_of(made), joining.places(made)
    assert len(core) <= MOST_PAGES
    chapters = core[1:]  # behind the first page, which is the session's
    codes = [pack.provider_code.lower() for pack in sitting]
    pages = {page for place, page in places.items() if page in chapters and place.partition(".")[0] in codes}
    assert providers < len(pages) <= MOST_OF_A_PROVIDER * providers


@pytest.mark.parametrize("above", range(560, 700, 20))
def test_a_head_and_its_note_stand_with_the_first_chart(above: int) -> None:
    sheets = "".join(
        f'<link rel=stylesheet href="css/{one}.css">' for one in ("tokens", "page", "components", "packs/gp")
    )
    body = (
        f'<section class="evidence"><div style="height: {above}pt">Above</div></section>'
        '<section class="evidence charts"><h3 id=head>Beside</h3>'
        "<p class=note>The line through a dot is its interval.</p><figure class=chart id=chart "
        'style="height: 90pt; break-inside: avoid"><p>Chart</p></figure></section>'
    )
    made = pdf.write(
        f'<html lang="en"><head><title>A</title>{sheets}</head>'
        f"<body>{body}<p>See <a href='#head'>one</a>, <a href='#chart'>two</a></p></body></html>",
        title="A",
        lang="en-GB",
        folder=folder("templates"),
        made_on=date(2026, 12, 3),
    )
    places = joining.places(made)
    assert places["head"] == places["chart"]
