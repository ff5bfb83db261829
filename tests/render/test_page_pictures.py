"""Every edition as it looks: a broken layout fails, whatever the words on it."""

from dataclasses import replace
from functools import cache

import clerk
import editions
import packs
import peers
import pictures
import pytest
from PIL import Image, ImageFilter

from briefing.document.blocks import Document
from briefing.pack.editions import BULLETIN, CHAIR, CLERK, LETTER, MINUTES, NOTICE
from briefing.render import page, pdf
from briefing.render.press import paper
from briefing.resources import folder


def pictured() -> dict[str, Document]:
    """One edition of each kind, from drawn data that no query and no sample changes."""
    pack = packs.full()
    session = packs.meeting(
        provider_codes=("RAA", "RBB"),
        agenda=(),
        minutes=135,
        kind="select_committee",
        title="Select committee",
    )
    sittings = [replace(pack, meeting=session, provider_code=code) for code in session.provider_codes]
    return {
        "gp-pack": editions.gp(pack),
        "gp-pack-bare": editions.gp(packs.bare()),
        "chair": editions.document(CHAIR, pack),
        "chair-of-a-session": editions.document(CHAIR, *sittings),
        "notice": editions.document(NOTICE, pack),
        "bulletin": editions.document(BULLETIN, pack),
        "letter": editions.document(LETTER, pack),
        "minutes": editions.document(MINUTES, pack),
        "peer-review": peers.review()[0],
        "peer-review-lead": peers.review()[-1],
        "clerk": editions.document(CLERK, packs.full(meeting=clerk.meeting())),
    }


KEPT = {"gp-pack": "full_paper", "gp-pack-bare": "bare_paper"}


@pytest.mark.slow
@pytest.mark.parametrize("name", pictured())
def test_an_edition_looks_as_it_did(name: str, request: pytest.FixtureRequest) -> None:
    made = request.getfixturevalue(KEPT[name]) if name in KEPT else paper(pictured()[name])
    assert pictures.held_to_reference(made, name) == []


def test_no_picture_is_kept_of_what_is_no_longer_made() -> None:
    found = {path.stem for path in pictures.FOLDER.glob("*.png") if ".found" not in path.name}
    assert found == set(pictured())


@cache
def notice(style: str = "") -> Image.Image:
    """The shortest edition, with a style that breaks it."""
    html = page.html(pictured()["notice"]).replace("</head>", f"<style>{style}</style></head>")
    return pictures.sheet(
        pdf.write(
            html, title="Notice", lang="en-GB", folder=folder("templates"), made_on=packs.meeting().date
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
