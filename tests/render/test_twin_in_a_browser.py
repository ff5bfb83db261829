"""Every twin before a judge that is not ours, on a desk, on a phone, and with text twice as large."""

from collections.abc import Iterator

import clerk
import editions
import packs
import pytest
from browser import chromium, faults
from playwright.sync_api import Browser

from briefing.document.blocks import Document
from briefing.pack.editions import CHAIR
from briefing.render import twin

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


RICH = editions.each(packs.full(meeting=clerk.meeting()))
ODD = {
    "nothing to say": editions.gp(packs.bare()),
    "everything at its longest": editions.gp(packs.torture()),
    "a chair with the longest of all": editions.document(CHAIR, packs.torture()),
}


@pytest.mark.parametrize("edition", RICH.values(), ids=RICH)
def test_an_edition_has_no_fault_at_any_width(browser: Browser, edition: Document) -> None:
    assert faults(browser, twin.write(edition).decode()) == []


@pytest.mark.parametrize("edition", ODD.values(), ids=ODD)
def test_nor_has_the_shortest_or_the_longest(browser: Browser, edition: Document) -> None:
    assert faults(browser, twin.write(edition).decode()) == []


SPOILT = {
    "image-alt": '<img src="data:,">',
    "color-contrast": '<p style="color: #999">pale words</p>',
    "label": '<input type="text">',
    "scrolls sideways": '<div style="width: 90rem">wide</div>',
    "cut off": '<div style="height: 1rem; overflow: hidden">one<br>two<br>three</div>',
    "asks for https": '<img alt="x" src="https://127.0.0.1:9/x.png">',
}


def test_the_judge_sees_what_is_spoilt(browser: Browser) -> None:
    page = twin.write(RICH["notice"]).decode().replace("</main>", f"{''.join(SPOILT.values())}</main>")
    found = faults(browser, page)
    assert [fault for fault in SPOILT if not any(fault in one for one in found)] == []


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_the_question_comes_before_its_chart(browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.set_content(twin.write(RICH["gp"]).decode())
    places = page.evaluate(
        """() => [...document.querySelectorAll('.card:has(.side)')].map(card => ['h3', '.role', '.opener', '.side',
        '.settle'].map(one => card.querySelector(one).getBoundingClientRect().top))"""
    )
    page.close()
    assert places
    assert all(sorted(tops) == tops for tops in places)


def test_on_a_phone_a_figure_stands_beside_its_label(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content(twin.write(RICH["gp"]).decode())
    apart = page.evaluate(
        """() => [...document.querySelectorAll('.picture td[data-label] > p:first-child')].filter(words =>
        words.getClientRects()[0].top - words.parentElement.getBoundingClientRect().top > 8)
        .map(words => words.innerText)"""
    )
    assert page.locator(".picture td[data-label] > p:first-child").count() > 3
    page.close()
    assert apart == []
