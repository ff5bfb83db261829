"""Documents of drawn packs, for the tests of pages: one edition, or one reader's, and its words."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from briefing.document.blocks import Document
from briefing.pack.build import gp_editions
from briefing.pack.editions.edition import Edition, Occasion
from briefing.pack.editions.gp import gp_document
from briefing.pack.model import Pack
from briefing.render import page


def documents(edition: Edition, *packs: Pack, **occasion: Any) -> list[Document]:
    """All that an edition makes of a meeting: `answers`, `asked` and `told` as an occasion takes them."""
    return list(edition.documents(Occasion(packs, **occasion)))


def document(edition: Edition, *packs: Pack, **occasion: Any) -> Document:
    """The first of them."""
    return documents(edition, *packs, **occasion)[0]


def gp(pack: Pack, reader: int = 0) -> Document:
    """The pack of one member of the panel."""
    return gp_document(gp_editions(pack)[reader])


def gp_page(pack: Pack, reader: int = 0) -> str:
    return page.html(gp(pack, reader))


def words(of: Document | str) -> str:
    """What is printed, in one line."""
    html = of if isinstance(of, str) else page.html(of)
    body = re.sub(r"(?s)<svg.*?</svg>|<style.*?</style>|<title>.*?</title>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).replace("\u00a0", " ").split())


def each(pack: Pack) -> dict[str, Document]:
    """One document of each edition of a meeting that is read as pages and on a screen."""
    from briefing.pack.editions import EDITIONS

    made: Sequence[Document] = [document(edition, pack) for edition in EDITIONS]
    return {one.edition: one for one in made if "html" in one.forms}


def stems(made: Sequence[Document]) -> list[str]:
    return [one.stem for one in made]
