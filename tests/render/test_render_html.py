"""The page as text: everything escaped, every link leads somewhere, no name may be absent."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import builders
import editions
import packs
import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from briefing.pack.model import Pack
from briefing.render.page import environment


@pytest.fixture(scope="module")
def page() -> str:
    return editions.gp_page(packs.full())


class Elements(HTMLParser):
    """Ids, link targets, heading levels and images of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.targets: set[str] = set()
        self.levels: list[int] = []
        self.alternatives: list[str | None] = []
        self.scopes: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if "id" in found:
            self.ids[found["id"] or ""] += 1
        if tag == "a":
            self.targets.add((found["href"] or "").removeprefix("#"))
            assert found.get("title")
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "img":
            self.alternatives.append(found.get("alt"))
        if tag == "th":
            self.scopes.append(found.get("scope"))


@pytest.mark.parametrize(("pack", "reader"), [(packs.full, 0), (packs.full, 1), (packs.bare, 0)])
def test_links_lead_somewhere_and_headings_skip_no_level(pack: Callable[[], Pack], reader: int) -> None:
    """Evidence for question 2 is in everyone's pack; the card is only in its reader's: no link back is broken."""
    found = Elements(editions.gp_page(pack(), reader))
    assert set(found.ids.values()) == {1}
    assert found.targets <= set(found.ids)
    assert found.levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(found.levels, found.levels[1:], strict=False))
    assert all(found.alternatives)
    assert set(found.scopes) <= {"col", "row"}


def test_hostile_text_is_escaped() -> None:
    evil = '<img src=x onerror="alert(1)">{{ 7 * 7 }}'
    question = builders.question(title=evil, fact=evil, opener=evil)
    challenge = replace(packs.challenge(packs.headline()), questions=(question,))
    page = editions.gp_page(packs.full(provider_name=evil, challenge=challenge))
    assert "<img src=x" not in page
    assert "49" not in re.sub(r"base64,[\w+/=]+", "", page).split("Your questions")[1].split("The picture")[0]


def test_a_draft_says_so_and_an_approved_pack_does_not(page: str) -> None:
    approved = editions.gp_page(packs.full(status="approved"))
    assert "css/draft.css" in page
    assert "not yet approved" in page
    assert "css/draft.css" not in approved
    assert "not yet approved" not in approved


def test_an_absent_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ pack.no_such_thing }}").render(pack=packs.bare())


def test_templates_are_sandboxed() -> None:
    with pytest.raises(SecurityError):
        environment().from_string("{{ pack.__class__.__mro__ }}").render(pack=packs.bare())


def test_terms_can_be_local() -> None:
    from briefing.pack.model import TERMS, PackSettings

    local = PackSettings(terms={**TERMS, "board": "Our place"})
    assert '<th scope="col">Our place</th>' in editions.gp_page(packs.full(settings=local))
