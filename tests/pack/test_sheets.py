"""The evidence workbook: what stands on each sheet, and the file as another program reads it."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import builders
import packs
import pytest
from python_calamine import CalamineWorkbook

from briefing.document.blocks import Masthead
from briefing.document.workbook import Amount, Cell, Month, Sheet, Workbook
from briefing.pack.model import Pack
from briefing.pack.sheets import evidence_workbook
from briefing.render.workbook import written

MASTHEAD = Masthead("A board", 1, "approved", "OFFICIAL & MORE")
TABLE_ROW = 3
"""Counted from nought: above it stand the sheet's title, what it holds, and the way back to the contents."""


@pytest.fixture(scope="module")
def full() -> Pack:
    return packs.full()


def read(data: bytes, sheet: str) -> list[list[Any]]:
    """A sheet's table from its heading on, as a program that is not the one that wrote it reads it."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python()[TABLE_ROW:]


def one(**row: Cell) -> bytes:
    sheet = Sheet("Topic", (("About it",),), dict.fromkeys(row, 10), (row,))
    return written(Workbook("x.xlsx", "Evidence", MASTHEAD, date(2026, 12, 3), (sheet,), ("A line",)))


def test_cells_keep_their_types() -> None:
    march, share, wait = Month(date(2026, 3, 1)), Amount(58.3, "percent"), Amount(16.5, "weeks")
    made = one(Measure="Waits", Month=march, C0=41_250, C1=share, C2=wait, C3=None, C4="*")
    assert read(made, "Topic") == [
        ["Measure", "Month", "C0", "C1", "C2", "C3", "C4"],
        ["Waits", date(2026, 3, 1), 41_250, 0.583, 16.5, "", "*"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "https://example.org", "{=1}"])
def test_text_is_never_a_formula_or_a_link(text: str) -> None:
    made = one(Text=text)
    assert read(made, "Topic")[1] == [text]
    parts = zipfile.ZipFile(io.BytesIO(made))
    assert not [
        name
        for name in parts.namelist()
        if b"<f>" in parts.read(name) or b'TargetMode="External"' in parts.read(name)
    ]


def test_names_of_sheets_fit_excel_and_each_other(full: Pack) -> None:
    titles = (
        "a/b: [waits] for a topic whose name is too long",
        "A/B waits? for a topic whose name is too long?",
        "contents",
        "'",
    )
    rows = [
        replace(row, measure=replace(row.measure, metric=replace(row.measure.metric, topic=topic)))
        for row, topic in zip(full.rows, titles, strict=False)
    ]
    made = evidence_workbook(replace(full, rows=tuple(rows), figures=(), specialties=()))
    names = [sheet.name for sheet in made.sheets]
    assert {
        "A b waits for a topic whose nam",
        "A B waits for a topic whose n 2",
        "Contents 2",
        "Sheet",
    } <= set(names)
    assert all(len(name) <= 31 for name in names)
    assert len({name.lower() for name in names}) == len(names)
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(made)))
    assert book.sheet_names == ["Contents", *names]


def test_every_month_of_what_is_shown_stands_with_its_topic(full: Pack) -> None:
    made = written(evidence_workbook(full))
    rtt = full.rows[0].measure
    rows = [
        row
        for row in read(made, "Elective waits")
        if row[0] == rtt.metric.title and row[1:4] == ["all", "all", "all"]
    ]
    assert len(rows) == len(rtt.points) == 28
    assert rows[-1][4] == date(2026, 3, 1)
    assert rows[-1][5:7] == [pytest.approx(rtt.latest.numerator), rtt.latest.denominator]
    assert rows[-1][7] == pytest.approx((rtt.latest.value or 0) / 100)
    assert rows[-1][14] == "all on one side of the mean"


def test_a_hidden_month_is_a_star_and_an_unpublished_one_is_empty() -> None:
    local = builders.metric(published=False, topic="letters")
    hidden = replace(builders.point(), numerator=None, denominator=None, value=None, hidden=True)
    absent = replace(
        builders.point(builders.months_before(builders.LATEST, 1)),
        numerator=None,
        denominator=None,
        value=None,
    )
    measure = packs.measure((absent, hidden), metric=local)
    made = evidence_workbook(
        packs.bare(measures=(measure,), meeting=packs.meeting(measures=("rtt_within_18_weeks",)))
    )
    [topic] = [sheet for sheet in made.sheets if sheet.name == "Letters"]
    shown = [tuple(row[heading] for heading in ("Counted", "Out of", "Value")) for row in topic.rows]
    assert shown == [(None, None, Amount(None, "percent")), ("*", "*", "*")]
    assert "* Too small a number to print, or it would give one away." in made.lines


def test_few_people_are_a_star_in_the_list_of_questions(full: Pack) -> None:
    question = full.challenge.questions[0]
    few = replace(question, finding=replace(question.finding, people_affected=4))
    pack = replace(full, challenge=replace(full.challenge, questions=(few,)))
    assert evidence_workbook(pack).sheets[0].rows[0]["People affected"] == "*"


def test_the_contents_lead_to_each_sheet_and_back(full: Pack) -> None:
    parts = zipfile.ZipFile(io.BytesIO(written(evidence_workbook(full))))
    links = parts.read("xl/worksheets/sheet1.xml").decode()
    for sheet in evidence_workbook(full).sheets:
        assert f"location=\"'{sheet.name}'!A1\"" in links
    assert "location=\"'Contents'!A1\"" in parts.read("xl/worksheets/sheet2.xml").decode()
    assert "OFFICIAL" in parts.read("xl/worksheets/sheet2.xml").decode()


def test_an_ampersand_in_a_marking_is_no_command() -> None:
    made = one(Text="x")
    sheet = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet2.xml").decode()
    assert "OFFICIAL &amp;&amp; MORE" in sheet


def test_the_same_pack_gives_the_same_bytes(full: Pack) -> None:
    assert written(evidence_workbook(full)) == written(evidence_workbook(packs.full()))
