"""The head and the foot of every page hold the longest marking, names, place, footer and logos of any shape."""

import base64
import io
from dataclasses import replace
from itertools import combinations
from typing import Any

import clerk
import editions
import packs
import pdfplumber
import pytest
from papers import pages_of
from PIL import Image

from briefing.document.blocks import Document
from briefing.pack.editions import BULLETIN, CHAIR, CLERK, LETTER, MINUTES, NOTICE, WALL
from briefing.pack.editions.gp import annex_document
from briefing.pack.model import Pack
from briefing.render import press
from briefing.render.look import Look

pytestmark = pytest.mark.slow

MM = 72 / 25.4
EDGE = 4 * MM
"""What no printer reaches."""
MARKING = (
    "OFFICIAL-SENSITIVE: COMMERCIAL AND PERSONAL. Handle as the information governance framework of the "
    "integrated care system says; not for onward distribution without leave of the author of this paper. "
) * 2
BOARD = "NHS Winterbourne, Brackenshire, Upper Thistlewood and the Isles Integrated Care Board"
TITLE = (
    "Extraordinary contract and quality review meeting of the integrated commissioning sub-committee for "
    "planned, urgent and emergency care"
)
PLACE = (
    "The Greater Winterbourne Community Engagement Suite, third floor, east wing, Old County Hall, Upper "
    "Brackenshire Road, Winterbourne WB1 2AB, and by video"
)
FOOTER = (
    "Printed for the members of the panel and for nobody else; shred it after the meeting and tell the office "
    "that you have done so, with the day on which you did"
)


def png(width: int, height: int) -> str:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "#884400").save(made, "PNG")
    return f"data:image/png;base64,{base64.b64encode(made.getvalue()).decode()}"


def svg(width: int, height: int) -> str:
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><rect width="{width}" '
        f'height="{height}" fill="#040"/></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"


LOGOS = {"wide": png(2400, 60), "tall": png(60, 2400), "tiny": png(6, 4), "drawn": svg(30, 900)}


def longest(pack: Pack, **meeting: Any) -> Pack:
    held = replace(pack.meeting, title=TITLE, place=PLACE, **meeting)
    name = f"{pack.provider_name}, formerly the Royal Alderbrook Infirmary and Associated Hospitals"
    return replace(pack, meeting=held, marking=MARKING.strip(), commissioner_name=BOARD, provider_name=name)


def documents() -> dict[str, Document]:
    pack = longest(packs.full())
    sheet = longest(packs.full(meeting=clerk.meeting()))
    made = {
        one.stem: editions.document(one, pack) for one in (BULLETIN, CHAIR, LETTER, MINUTES, NOTICE, WALL)
    }
    return made | {CLERK.stem: editions.document(CLERK, sheet), "gp": editions.gp(pack)}


@pytest.mark.parametrize("logo", LOGOS)
@pytest.mark.parametrize("name", documents())
def test_heads_and_feet_stay_on_the_page_and_off_each_other(name: str, logo: str) -> None:
    if logo != "wide" and name == "gp":
        pytest.skip("a pack takes seconds, and its first page is that of the others")
    made = press.paper(documents()[name], Look(logo=LOGOS[logo], footer=FOOTER))
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        for page in pdf.pages:
            upright = page.filter(lambda part: part.get("upright", True) and part.get("size", 0) < 60)
            words = upright.extract_words(keep_blank_chars=False)
            assert [word["text"] for word in words if not inside(word, page)] == [], page.page_number
            around = [w for w in words if w["bottom"] < 20 * MM or w["top"] > page.height - 18 * MM]
            assert [pair for pair in combinations(around, 2) if lie_on(*pair)] == [], page.page_number
            assert all(
                picture["x1"] <= page.width - EDGE and picture["top"] >= EDGE for picture in page.images
            )


def inside(word: dict[str, Any], page: Any) -> bool:
    across = word["x0"] >= EDGE and word["x1"] <= page.width - EDGE
    return bool(across and word["top"] >= EDGE and word["bottom"] <= page.height - EDGE)


def lie_on(one: dict[str, Any], other: dict[str, Any]) -> bool:
    across = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return bool(across > 1 and down > 3)


def test_a_marking_is_whole_on_the_first_page_and_begins_alike_on_all() -> None:
    approved = longest(replace(packs.full(), status="approved"))
    first, *others = pages_of(press.paper(editions.document(CHAIR, approved)))
    assert MARKING.strip() in first
    assert others
    assert all("OFFICIAL-SENSITIVE: COMMERCIAL AND PERSONAL" in page for page in others)


def test_what_fits_a_head_is_not_shortened() -> None:
    page = editions.gp_page(packs.full())
    assert "data-running" not in page


def test_the_foot_of_an_annex_names_the_meeting_and_no_reader() -> None:
    first, *others = pages_of(press.paper(annex_document(packs.full())))
    assert first.count("every member of the panel") == 1
    assert others
    assert all("member of the panel" not in page for page in others)
    assert all("Contract and quality review, 3 December 2026" in page for page in (first, *others))
