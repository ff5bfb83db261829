"""One text that means something to browsers, templates, spreadsheets and mail, as every name that people write."""

import io
import re
import zipfile
from dataclasses import replace
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path

import builders
import editions
import packs
import pytest
from docx import Document
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from briefing.measures import Measure
from briefing.pack.clerk import clerk_sheet, clerk_workbook
from briefing.pack.model import Pack
from briefing.pack.sheets import evidence_workbook
from briefing.post.addressing import Recipient
from briefing.post.letter import invitation, letter
from briefing.post.shipment import Choice, Shipment
from briefing.render import page, twin
from briefing.render.chart_images import ChartImage
from briefing.render.word import word
from briefing.render.workbook import written
from briefing.shelf.manifest import Manifest
from briefing.workspace import Workspace
from briefing.workspace.settings import Settings

MARKUP = "<script>alert(7)</script><svg onload=alert(7)><img src=x onerror=alert(7)>"
NASTY = f"=cmd|'/c calc'!A1 {MARKUP}{{{{ 7*7 }}}}{{% include '/etc/passwd' %}}\u202etrust\u202c"
LONG = "Hospital" * 37
HEADERS = "Ada\r\nBcc: other@example.org\r\n\r\n"
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def noted(measure: Measure) -> Measure:
    note = builders.note(measure.latest.period, text=NASTY)
    return replace(measure, org_name=f"{NASTY}{LONG}", specialty_name=NASTY, notes=(note,))


@pytest.fixture(scope="module")
def pack() -> Pack:
    reader = builders.person("P1", name=f"{NASTY} {LONG}", role=NASTY, practice_code=None)
    measures = packs.headline()
    asked = packs.challenge(measures)
    questions = tuple(replace(one, title=NASTY, opener=NASTY, settle_for=NASTY) for one in asked.questions)
    meeting = packs.meeting(
        title=NASTY, place=NASTY, notes=NASTY, decision_wanted=NASTY, panel=(reader,), chair=reader
    )
    return packs.full(
        meeting=meeting,
        provider_name=f"{NASTY} {LONG}",
        commissioner_name=NASTY,
        challenge=replace(
            asked,
            questions=questions,
            promises=tuple(replace(one, what=NASTY, owner=NASTY) for one in asked.promises),
            concerns=tuple(replace(one, theme=NASTY) for one in asked.concerns),
        ),
        measures=tuple(noted(measure) for measure in measures),
    )


class Elements(HTMLParser):
    """What a browser would run or fetch, and every word it would show."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.acts: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "object", "embed"}:
            self.acts.append(tag)
        self.acts += [name for name, _ in attrs if name.startswith("on")]
        self.acts += [value or "" for name, value in attrs if name == "src" and value == "x"]

    def handle_data(self, data: str) -> None:
        self.words += data


NAMES = ("gp", "chair", "notice", "bulletin", "letter", "minutes", "clerk", "wall")


@pytest.mark.parametrize("form", ["page", "twin"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_it_and_nothing_in_it_acts(pack: Pack, name: str, form: str) -> None:
    edition = editions.each(pack)[name]
    html = page.html(edition) if form == "page" else twin.write(edition).decode()
    seen = Elements(html)
    assert seen.acts == []
    assert "<script>alert(7)</script><svg onload=alert(7)>" in seen.words
    assert "{{ 7*7 }}{% include '/etc/passwd' %}" in seen.words
    assert "root:" not in html


def test_a_word_file_says_it_without_a_field_or_a_link_outside(pack: Pack) -> None:
    images = {figure.id: ChartImage(figure.id, b"<svg/>", DOT, DOT) for figure in pack.figures}
    made = word(editions.gp(pack), images)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        fields = "".join(re.findall(r"<w:instrText[^>]*>([^<]*)", archive.read("word/document.xml").decode()))
        links = archive.read("word/_rels/document.xml.rels").decode()
    assert "cmd" not in fields
    assert 'TargetMode="External"' not in links
    said = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(made)).paragraphs)
    assert MARKUP in said


@pytest.mark.parametrize("kind", ["evidence", "clerk"])
def test_a_workbook_says_it_without_a_formula_or_a_link_outside(pack: Pack, kind: str) -> None:
    made = (
        written(evidence_workbook(pack))
        if kind == "evidence"
        else written(clerk_workbook(clerk_sheet([pack])))
    )
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        links = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))
    assert not any(b"<f>" in sheet for sheet in sheets)
    assert b'TargetMode="External"' not in links
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    said = [
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    ]
    assert any(MARKUP in cell for cell in said)


def test_the_evidence_inside_a_pdf_has_no_cell_that_a_spreadsheet_runs(pack: Pack) -> None:
    tables = [table.csv.decode("utf-8-sig") for table in pack.evidence]
    assert any("'=cmd|" in table for table in tables)
    assert not any(re.search(r'(^|,)"?=', table, re.MULTILINE) for table in tables)


def test_files_are_named_in_plain_letters_and_not_too_long(pack: Pack) -> None:
    assert set(editions.each(pack)) == set(NAMES)
    for edition in editions.each(pack).values():
        assert re.fullmatch(r"[a-z0-9-]{1,100}", edition.stem)


@pytest.mark.parametrize("text", [NASTY, LONG, HEADERS])
def test_a_calendar_entry_is_one_entry_of_the_usual_properties(text: str) -> None:
    meeting = builders.meeting(title=text, place=text, decision_wanted=text)
    usual = invitation(builders.meeting(), version=1, inside=True)
    entry, plain = (Calendar.from_ical(data) for data in (invitation(meeting, version=1, inside=True), usual))
    (event,) = entry.walk("VEVENT")
    assert list(event) == list(plain.walk("VEVENT")[0])
    assert "\n" not in str(event["summary"])


ENCODED = "=?utf-8?q?=3Cother=40example=2Eorg=3E=2C?= " * 3
COMMAS = "Zo\u00eb, other@example.org; Smith (GP) " * 4


@pytest.mark.parametrize("text", [NASTY, LONG, HEADERS, ENCODED, COMMAS, COMMAS.replace("\u00eb", "e")])
def test_a_letter_has_one_recipient_and_the_usual_headers(text: str, tmp_path: Path) -> None:
    reader = Recipient("P1", text, "p1@board.example.org", frozenset({"panel"}), frozenset())
    settings = Settings.model_validate({"mail": {"sender": "packs@board.example.org"}})
    ours = settings.commissioner.model_copy(update={"name": text})  # though settings take one line alone
    settings = settings.model_copy(update={"commissioner": ours})
    version = Manifest("m", 1, "approved", "", (), {})
    workspace, meeting = Workspace(tmp_path, settings), builders.meeting(title=text, place=text)
    shipment = Shipment(workspace, meeting, version, Choice((), "before"))
    made = letter(reader, {}, shipment, message_id="<1@board.example.org>")
    read = message_from_bytes(made.as_bytes(), policy=policy.default)
    assert {name.lower() for name in read} == {
        "subject", "from", "to", "message-id", "mime-version", "content-type", "content-transfer-encoding",
    }  # fmt: skip
    assert [address.addr_spec for address in read["To"].addresses] == ["p1@board.example.org"]
    assert [address.addr_spec for address in read["From"].addresses] == ["packs@board.example.org"]
    assert not any(mark in str(read["Subject"]) for mark in "\r\n\u202e")
