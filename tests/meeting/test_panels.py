"""Whose practice sat on a panel within the year: meeting files drawn, and beside them who is heard."""

from datetime import date
from pathlib import Path

import pyarrow as pa

from briefing.meeting.registers import practices_on_panels
from briefing.sources.schemas import SCHEMAS

PEOPLE = pa.Table.from_pylist(
    [
        {"person_id": "P1", "name": "Dr A", "role": "GP", "practice_code": "Y1"},
        {"person_id": "P2", "name": "Dr B", "role": "GP", "practice_code": "Y2"},
        {"person_id": "P3", "name": "C", "role": "lay member", "practice_code": None},
    ],
    schema=SCHEMAS["people"],
)


def test_those_within_the_year_before_count(tmp_path: Path) -> None:
    files = {
        "too-early": 'date = 2025-12-03\npanel = ["P2"]',
        "just-in": 'date = 2025-12-04\npanel = ["P1", "P3", "P9"]',
        "today": 'date = 2026-12-03\npanel = ["P2"]',
        "no-toml": "date = ?",
        "no-list": 'date = 2026-06-04\npanel = "P2"',
        "no-day": 'panel = ["P2"]',
    }
    for name, text in files.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "meeting.toml").write_text(text, "utf-8")
    since, before = date(2025, 12, 3), date(2026, 12, 3)
    assert practices_on_panels(tmp_path, PEOPLE, since=since, before=before) == ("Y1",)
    assert practices_on_panels(tmp_path / "none", PEOPLE, since=since, before=before) == ()
