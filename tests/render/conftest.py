"""Whole packs laid out once a session, since each takes seconds."""

import io

import editions
import packs
import pytest
from costly import Once
from pypdf import PdfReader

from briefing.pack.build import gp_editions
from briefing.pack.model import GpEdition, Pack
from briefing.render import press


def laid_out(once: Once, name: str, pack: Pack) -> bytes:
    made = editions.gp(pack)
    return once(f"{name}.pdf", lambda place: place.write_bytes(press.paper(made))).read_bytes()


@pytest.fixture(scope="session")
def full_paper(once: Once) -> bytes:
    """The PDF of `packs.full()`, for its first reader."""
    return laid_out(once, "full", packs.full())


@pytest.fixture(scope="session")
def bare_paper(once: Once) -> bytes:
    """The PDF of a pack with almost nothing in it."""
    return laid_out(once, "bare", packs.bare())


@pytest.fixture(scope="session")
def longest_paper(once: Once) -> bytes:
    """The PDF of a pack with everything at its longest."""
    return laid_out(once, "longest", packs.torture())


@pytest.fixture(scope="session")
def full_pdf(full_paper: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(full_paper))


@pytest.fixture(scope="session")
def edition() -> GpEdition:
    """`packs.full()` as its first reader has it."""
    return gp_editions(packs.full())[0]
