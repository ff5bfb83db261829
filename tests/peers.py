"""A peer review of drawn practices, for the tests of the page: one beyond chance, one as expected, one hidden."""

from datetime import date
from typing import Any

import builders
import packs
import pyarrow as pa

from briefing.document.blocks import Document, Masthead
from briefing.peer_review.editions import Review, ReviewedPractice, peer_documents
from briefing.peer_review.practices import Matter, Standing

GROUP = tuple(
    ReviewedPractice(
        f"Y0000{number}", f"{name} Surgery", patients=9_000 - 700 * number, older=8.5, deprivation=4
    )
    for number, name in enumerate(("Elm", "Mill Lane", "Riverside and Old Priory", "Northgate", "Hillside"))
)


def review() -> tuple[Document, ...]:
    """An edition a practice, and the lead's."""
    return peer_documents(
        Review(
            [
                _matter("Referrals", "per_1000", 100.0, (122.0, 101.0, 96.0, 88.0, None)),
                _matter("Missed first appointments", "percent", 7.0, (6.8, 7.4, 9.9, 5.1, 7.0)),
                _matter("Dermatology", "per_1000", 12.0, (18.0, 11.0, 12.5, None, None), specialty=True),
            ],
            GROUP,
            concerns=pa.table({"practice_code": []}),
            meeting=packs.meeting(kind="peer_review", title="Peer review of practices"),
            masthead=Masthead("Winterbourne and Brackenshire Integrated Care Board", 1, "draft", "OFFICIAL"),
            sources=packs.sources()[:1],
        )
    )


def _matter(
    title: str, unit: Any, expected: float, shown: tuple[float | None, ...], **changes: Any
) -> Matter:
    """Each value with an interval of a tenth of what is expected on either side."""
    reach = expected / 10
    return Matter(
        metric=builders.metric("gp_referrals_per_1000", title=title, unit=unit, better="neither"),
        title=title,
        standings=tuple(
            Standing(practice.code, 1.0, 1.0, value, value and value - reach, value and value + reach)
            for practice, value in zip(GROUP, shown, strict=True)
        ),
        expected=expected,
        expected_is="All our practices",
        first=date(2025, 4, 1),
        last=builders.LATEST,
        source_line="Local feed, referrals, March 2026",
        **changes,
    )
