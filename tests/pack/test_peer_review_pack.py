"""What one practice reads of itself beside the group, and what it reads where nobody has its figures."""

from datetime import date
from typing import Any

import packs
import pyarrow as pa
import pytest
from builders import LATEST, metric

from briefing.document.blocks import Document, Masthead
from briefing.peer_review.editions import Review, ReviewedPractice, peer_documents
from briefing.peer_review.practices import Matter, Standing
from briefing.render.page import html as page_of

HEAD = Masthead("NHS Alderbrook", 1, "draft", "")
KNOWN = ReviewedPractice(
    "Y1", "Elm Surgery", patients=9_000, listed_in=date(2026, 10, 1), older=8.0, deprivation=3
)
UNKNOWN = ReviewedPractice("Y9", "Y9")
AS_EXPECTED, BEYOND = (80.0, 120.0), (110.0, 130.0)
"""Intervals around a hundred, and clear of it."""
STANDS, SILENT = "differs from what was to be expected", "says how your practice stands"


def editions(value: float | None = 101.0, interval: tuple[float, float] = AS_EXPECTED) -> list[Document]:
    """A group of two, of which only the first has a figure."""
    low, high = interval if value is not None else (None, None)
    matter: Any = Matter(
        metric=metric("gp_referrals_per_1000", title="Referrals", unit="per_1000", better="neither"),
        title="Referrals",
        standings=(Standing("Y1", 101.0, 1.0, value, low, high),),
        expected=100.0,
        expected_is="All our practices",
        first=date(2025, 10, 1),
        last=LATEST,
        source_line="",
        specialty=False,
    )
    made = peer_documents(
        Review(
            [matter],
            [KNOWN, UNKNOWN],
            concerns=pa.table({"practice_code": []}),
            meeting=packs.meeting(),
            masthead=HEAD,
            sources=(),
        )
    )
    return list(made)


@pytest.mark.parametrize(
    ("value", "interval", "stands", "silent"),
    [(101.0, AS_EXPECTED, True, False), (120.0, BEYOND, False, False), (None, AS_EXPECTED, False, True)],
)
def test_a_practice_is_told_that_nothing_differs_only_of_figures_it_has(
    value: float | None, interval: tuple[float, float], stands: bool, silent: bool
) -> None:
    page = page_of(editions(value, interval)[0])
    assert (STANDS in page, SILENT in page) == (stands, silent)


def test_a_practice_nobody_has_figures_of_is_not_told_that_it_is_as_expected() -> None:
    known, unknown, lead = editions()
    page = page_of(unknown)
    assert (STANDS in page, SILENT in page, "Your list:" in page) == (False, True, False)
    assert "9,000\u00a0people in October 2026, 8.0% aged 75 or more" in page_of(known)
    assert SILENT not in page_of(lead)
