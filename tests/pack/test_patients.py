"""The card that joins what patients say with practices' reports and the measure, and the answers over time."""

from dataclasses import replace
from datetime import date

import builders
import packs

from briefing.challenge.model import Concern, Heard, Voice
from briefing.document.blocks import Paragraph, Table, plain
from briefing.pack.model import Pack
from briefing.pack.sections.patients import patients


def voice(theme: str, reports: int, before: int | None) -> Voice:
    return Voice(theme, reports, before, ("PALS", "forum"), date(2026, 8, 1), date(2026, 10, 1))


def told(pack: Pack) -> str:
    """The cells of the table and the note below it."""
    [section] = patients(pack)
    [table] = [block for block in section.blocks if isinstance(block, Table)]
    notes = [plain(block.text) for block in section.blocks if isinstance(block, Paragraph)]
    return " ".join([*(plain(cell) for row in table.rows for cell in row.cells), *notes]).replace(
        "\u00a0", " "
    )


def test_nothing_is_said_where_nobody_was_heard() -> None:
    assert list(patients(packs.bare())) == []


def test_three_who_speak_of_the_same_thing_stand_in_one_row_and_few_have_no_number() -> None:
    letters = builders.measure(metric=builders.metric("letters_within_7_days", title="Letters within 7 days"))
    reports = Concern("clinic letters", "ALL", 9, 6, 0, date(2026, 9, 2), clustered=True)
    heard = (
        Heard(voice("clinic letters", 34, 20), reports, letters),
        Heard(voice("parking", 4, None), None, None),
    )
    pack = packs.bare()
    pack = replace(pack, challenge=replace(pack.challenge, heard=heard))
    words = told(pack)
    assert "Clinic letters 34 reports 20 reports 9 reports Letters within 7 days" in words
    assert "Parking a few reports" in words
    assert " 4 reports" not in words
    assert "August 2026 to October 2026, heard through PALS and forum" in words
