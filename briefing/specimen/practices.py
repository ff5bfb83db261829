"""A drawn practice among drawn others, in each state that a peer review knows."""

from dataclasses import replace

from briefing.peer_review.editions import PeerLine
from briefing.peer_review.practices import Standing

_OTHERS = (84.0, 88.5, 92.0, 97.0, 103.5, 109.0)


def beside() -> tuple[PeerLine, ...]:
    """Beyond chance, within it, and where too few are left to draw anybody."""
    usual = PeerLine(
        title="As expected",
        meaning="",
        unit="per_1000",
        own=Standing("Y00001", 900.0, 9000.0, 100.0, 93.6, 106.7),
        others=_OTHERS,
        expected=98.0,
        expected_is="All our practices",
        sentence="Yours: 100.0; chance leaves open 93.6 to 106.7. That is as expected: nothing to explain.",
        talk="",
        span="October 2025 to September 2026",
        source_line="drawn for this specimen",
    )
    more = replace(
        usual,
        title="More than expected",
        own=Standing("Y00001", 1100.0, 9000.0, 122.0, 114.9, 129.4),
        sentence="Yours: 122.0; chance leaves open 114.9 to 129.4. That is more than expected, beyond chance.",
        talk="What may explain it, and what would help?",
    )
    none = replace(
        usual, title="Too few", own=None, others=(), expected=None, sentence="No figure of your practice."
    )
    return (more, usual, none)
