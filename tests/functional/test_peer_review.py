"""The sample's peer review: each practice reads of itself, and of nobody else by name."""

from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Briefing
from papers import faults, pages_of

from briefing.build.inputs import gather, meeting_of
from briefing.workspace import open_workspace

MEETING = "2026-12-17-peer-review"


def text(pdf: Path) -> str:
    return " ".join(pages_of(pdf))


@pytest.mark.slow
def test_each_practice_has_a_pack_that_names_no_other(printed_demo: Path) -> None:
    workspace = open_workspace(printed_demo)
    inputs = gather(workspace, meeting_of(workspace, MEETING))
    names = {code: one.name for code, one in inputs.reviewed.items()}
    group = inputs.meeting.practice_codes
    names = {code: names.get(code, code) for code in group}  # one of them is in no file that is loaded
    for code in group:
        said = text(printed_demo / "packs" / MEETING / "v1" / f"peer-review-{code.lower()}.pdf")
        assert names[code] in said
        assert [other for other in group if other != code and (other in said or names[other] in said)] == []
        assert "comparison by deprivation" in said
        assert "not a verdict" in said
    lead = text(printed_demo / "packs" / MEETING / "v1" / "peer-review-lead.pdf")
    assert [code for code in group if code in lead or names[code] in lead] == []


@pytest.mark.slow
def test_the_packs_are_accessible(printed_demo: Path) -> None:
    for pdf in sorted((printed_demo / "packs" / MEETING / "v1").glob("*.pdf"))[::3]:
        assert faults(pdf) == [], pdf.name


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"V90064", "V90080", "V90099"', "", "line 6: found 3 in 'practices'; wanted at least 4"),
        ('"V90003"', '"V90002X"', "line 6: found the organisation 'V90002X', of which no data are loaded"),
        ('"peer_review"', '"assurance"', "line 6: found 'practices', which only a peer review has"),
    ],
)
def test_a_group_that_is_too_small_or_unknown_is_refused(
    demo: Path, copied: Callable[[str, str], Path], briefing: Briefing, before: str, after: str, said: str
) -> None:
    other = copied(MEETING, "2027-01-14")
    other.write_text(other.read_text("utf-8").replace(before, after), "utf-8")
    result = briefing("check", other.parent.name, "-w", demo)
    assert result.exit_code == 7
    assert said in result.stderr
