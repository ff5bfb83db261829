"""Every edition as it looks: a broken layout fails, whatever the words on it."""

from dataclasses import replace
from functools import cache

import clerk
import packs
import peers
import pictures
import pytest
from PIL import Image, ImageFilter

from briefing.pack.afterwards import bulletin_edition, letter_editions
from briefing.pack.build import gp_editions
from briefing.pack.clerk import clerk_sheet
from briefing.pack.notice import notice_editions
from briefing.pack.running_order import chair_edition
from briefing.render import html, pdf
from briefing.render.press import Edition, paper
from briefing.resources import folder


def editions() -> dict[str, Edition]:
    """One edition of each kind, from drawn data that no query and no sample changes."""
    pack = packs.full()
    meeting = pack.meeting
    session = packs.meeting(
        provider_codes=("RAA", "RBB"),
        agenda=(),
        minutes=135,
        kind="select_committee",
        title="Select committee",
    )
    sittings = [replace(pack, meeting=session, provider_code=code) for code in session.provider_codes]
    return {
        "gp-pack": gp_editions(pack)[0],
        "gp-pack-bare": gp_editions(packs.bare())[0],
        "chair": chair_edition([pack], meeting),
        "chair-of-a-session": chair_edition(sittings, session),
        "notice": notice_editions([pack], meeting)[0],
        "bulletin": bulletin_edition([pack], meeting, ()),
        "letter": letter_editions([pack], meeting, ())[0],
        "peer-review": peers.review()[0],
        "peer-review-lead": peers.review()[-1],
        "clerk": clerk_sheet([packs.full(meeting=clerk.meeting())]),
    }


KEPT = {"gp-pack": "full_paper", "gp-pack-bare": "bare_paper"}


@pytest.mark.slow
@pytest.mark.parametrize("name", editions())
def test_an_edition_looks_as_it_did(name: str, request: pytest.FixtureRequest) -> None:
    made = request.getfixturevalue(KEPT[name]) if name in KEPT else paper(editions()[name])
    assert pictures.held_to_reference(made, name) == []


def test_no_picture_is_kept_of_what_is_no_longer_made() -> None:
    found = {path.stem for path in pictures.FOLDER.glob("*.png") if ".found" not in path.name}
    assert found == set(editions())


@cache
def notice(style: str = "") -> Image.Image:
    """The shortest edition, with a style that breaks it."""
    page = html.drawn(editions()["notice"]).replace("</head>", f"<style>{style}</style></head>")
    return pictures.sheet(
        pdf.write(
            page, title="Notice", lang="en-GB", folder=folder("templates"), made_on=packs.meeting().date
        )
    )


@pytest.mark.parametrize(
    "style", ["body { margin-left: 3mm }", "p { margin-bottom: 9pt }", "h2 { display: none }"]
)
def test_a_broken_layout_is_seen(style: str) -> None:
    assert list(pictures.differences(notice(style), notice())) != []


def test_type_drawn_a_little_heavier_is_the_same_page() -> None:
    usual = notice()
    softer = usual.filter(ImageFilter.GaussianBlur(0.35))
    assert softer != usual
    assert list(pictures.differences(softer, usual)) == []


def test_a_page_more_is_told() -> None:
    whole = notice()
    more = Image.new("L", (whole.width, whole.height * 2), 255)
    assert list(pictures.differences(more, whole)) == ["1 x 2 pages where there were 1 x 1"]
