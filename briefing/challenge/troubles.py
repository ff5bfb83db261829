"""What practices say is wrong, where a question is asked in its words: chosen by most reports, or by the manager.

reports on discharge summaries       the question is asked about
late 7, missing 2                    late: more than half say so
late 4, missing 4, wrong 1           no one: `check` asks the manager to pin INT-01@late or INT-01@missing
no sub-theme in the register         no one: `check` asks for the column to be filled in
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from briefing import formats
from briefing.challenge.model import Finding, Pattern
from briefing.challenge.slots import TROUBLE_SLOTS, slots_in


def chosen_by(pins: Iterable[str], finding: Finding) -> str | None:
    """Find the sub-theme that a pin names, of those that the reports of a finding have: INT-01@missing."""
    concern = finding.concern
    if concern is None or finding.measure is not None:
        return None
    for pin in pins:
        pattern_id, _, words = pin.partition("@")
        if pattern_id.strip() == finding.pattern.id:
            return next((trouble for trouble in concern.troubles if _bare(trouble) == _bare(words)), None)
    return None


def as_pinned(finding: Finding, pins: Iterable[str]) -> Finding:
    """Ask in the words that the manager chose, where a pin chooses."""
    trouble = chosen_by(pins, finding)
    if trouble is None or finding.concern is None:
        return finding
    return replace(finding, concern=replace(finding.concern, trouble=trouble))


def undecided(findings: Iterable[Finding]) -> Iterator[str]:
    """Say which questions rest on reports that do not say, or do not agree, what is wrong."""
    for finding in findings:
        concern, pattern_id = finding.concern, finding.pattern.id
        if concern is None or finding.measure is not None or concern.trouble or not _asks_by(finding.pattern):
            continue
        if concern.troubles:
            choice = " or ".join(f'"{pattern_id}@{trouble}"' for trouble in concern.troubles[:2])
            said = formats.listed(f"“{trouble}”" for trouble in concern.troubles)
            yield (
                f"Practices' reports about {concern.theme} say {said}, none of these in more than half of them. "
                f"Choose what to ask about: add {choice} to pinned."
            )
        else:
            yield (
                f"Practices' reports about {concern.theme} do not say what is wrong, so {pattern_id} can only ask "
                "in general. Fill in sub_theme in registers/concerns: late, missing, wrong, changes without a "
                "reason, or your own words."
            )


def _asks_by(pattern: Pattern) -> bool:
    """Tell whether a pattern has words for what is wrong."""
    lines = (line for sentence in pattern.opener for line in sentence)
    return any(slots_in(line) & TROUBLE_SLOTS for line in lines)


def _bare(words: str) -> str:
    return "".join(words.lower().split())
