"""Every HTML twin of the sample meetings before axe-core, at every width and with text twice as large."""

from pathlib import Path

import pytest
from browser import chromium, faults

from briefing.resources import folder

SAMPLE = folder("sample_data") / "workspace" / "meetings"
MEETINGS = sorted(path.parent.name for path in SAMPLE.glob("*/meeting.toml"))


@pytest.mark.slow
@pytest.mark.parametrize("meeting", MEETINGS)
def test_every_twin_of_a_sample_meeting_has_no_fault(printed_demo: Path, meeting: str) -> None:
    made = printed_demo / "packs" / meeting / "v1"
    twins = sorted(made.glob("*.html"))
    assert {twin.stem for twin in twins} == {
        pdf.stem for pdf in made.glob("*.pdf") if not pdf.stem.startswith("annex-")
    }
    with chromium() as browser:
        found = {twin.name: faults(browser, twin.read_text("utf-8")) for twin in twins}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
