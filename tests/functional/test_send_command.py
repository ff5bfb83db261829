"""`briefing send` on the sample workspace: what would go to whom, without sending."""

from pathlib import Path

from commands import Briefing

MEETING = "2026-12-03-rza"


def test_a_draft_of_the_sample_would_go_to_our_own_people_alone(briefing: Briefing, demo: Path) -> None:
    result = briefing("send", MEETING, "--dry-run", "--draft", "--to", "eml", "-w", demo)
    assert result.exit_code == 0, result.stderr
    assert "would go: Dr Ada Sample: gp-pack-rza-dr-ada-sample.pdf" in result.stdout
    assert "held back: Contracts team: themes-notice-rza.pdf" in result.stdout


def test_a_way_that_is_not_set_up_is_said(briefing: Briefing, demo: Path) -> None:
    result = briefing("send", MEETING, "--draft", "--to", "mail", "-w", demo)
    assert result.exit_code == 3
    assert "found no `server` and `sender` under [mail]" in result.stderr
