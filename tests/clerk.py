"""A clerk at work: a meeting that was built, its sheet filled in as Excel or a PDF reader would save it."""

import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import builders
import packs
import xlsxwriter
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from briefing import loading, memory, resources
from briefing.meeting.answers import QUESTIONS
from briefing.meeting.model import Meeting
from briefing.meeting.sheet import (
    ANSWERS_SHEET,
    HEADINGS,
    PROMISE_HEADINGS,
    STEM,
    TICKS,
    answer_field,
    promise_field,
)
from briefing.pack.clerk import ClerkSheet, clerk_sheet, clerk_workbook
from briefing.pack.editions.clerk import clerk_document
from briefing.render import page as pages
from briefing.render import pdf
from briefing.render.workbook import written
from briefing.sources.files import open_bytes
from briefing.workspace import Workspace, init

PROVIDER = packs.PROVIDER
MEETING = "2026-12-03-rqz"
Cells = Mapping[str, str | date]
TOML = """
kind = "contract_review"
title = "Contract review"
date = 2026-12-03
place = "Room 2"
commissioner = "QZA"
providers = ["RQZ"]
decision_wanted = "A dated plan"
minutes = 60
chair = "P1"
panel = ["P1"]
"""
REGISTERS = {
    "people": "person_id,name,role\nP1,Dr Ada Sample,GP\n",
    "organisations": "code,name,type,parent_code\nRQZ,Alderbrook,provider,QZA\nQZA,Home,board,\n",
    "commitments": "commitment_id,provider_code,what,owner,due_on,status\nC1,RQZ,A rota,COO,2026-11-01,open\n",
}


def meeting(**changes: Any) -> Meeting:
    return packs.meeting(**{"id": MEETING, "provider_people": (builders.provider_person(),)} | changes)


def built(folder: Path, *, of: Meeting | None = None, **changes: Any) -> tuple[Workspace, ClerkSheet]:
    """A workspace in which the pack of a meeting has been made, and its sheet."""
    workspace = init(folder)
    sheet = clerk_sheet([packs.full(meeting=of or meeting(), **changes)])
    issue(workspace, sheet)
    return workspace, sheet


def in_the_room(folder: Path) -> tuple[Workspace, ClerkSheet]:
    """The same with its file, its registers loaded, an earlier promise, and the workbook lying in the pack."""
    workspace, sheet = built(folder)
    for name, text in REGISTERS.items():
        (workspace.registers / f"{name}.xlsx").unlink()
        (workspace.registers / f"{name}.csv").write_text(text)
    (workspace.meetings / MEETING / "meeting.toml").write_text(TOML)
    (workspace.packs / MEETING / "v1" / f"{STEM}.xlsx").write_bytes(written(clerk_workbook(sheet)))
    assert not loading.load(workspace).refused
    return workspace, sheet


def issue(workspace: Workspace, sheet: ClerkSheet, *, version: int = 1) -> None:
    made = workspace.packs / sheet.meeting.id / f"v{version}"
    made.mkdir(parents=True)
    (made / memory.FILE).write_bytes(memory.remembered({"questions": QUESTIONS.dump_json(sheet.asked)}))
    (workspace.meetings / sheet.meeting.id).mkdir(exist_ok=True)


def fill(
    path: Path,
    sheet: ClerkSheet,
    answers: Mapping[str, Cells],
    *,
    promises: Mapping[str, Cells] | None = None,
    provider: str = PROVIDER,
) -> Path:
    """The workbook as Excel saves it: every cell as it was issued, and what the clerk wrote."""
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for issued in open_bytes(written(clerk_workbook(sheet)), file="sheet.xlsx"):
        page = book.add_worksheet(issued.sheet)
        names: list[str | None] = []
        for row, as_issued in enumerate(issued.records()):
            cells: list[Any] = list(as_issued)
            if names:
                wrote = {**answers, **(promises or {})}.get(cells[0], {})
                mine = cells[1] == provider
                cells = [
                    wrote.get(name or "", cell) if mine else cell
                    for name, cell in zip(names, cells, strict=True)
                ]
            elif cells[0] in (HEADINGS["question_id"], PROMISE_HEADINGS["commitment_id"]):
                headings = HEADINGS if issued.sheet == ANSWERS_SHEET else PROMISE_HEADINGS
                known = {heading: name for name, heading in headings.items()}
                names = [known.get(cell) for cell in cells]
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    page.write_datetime(row, column, cell, day)
                elif cell:
                    page.write_string(row, column, cell)
    book.close()
    path.write_bytes(saved.getvalue())
    return path


def form(sheet: ClerkSheet) -> bytes:
    return pdf.write(
        pages.html(clerk_document(sheet)),
        title="Clerk's answer sheet",
        lang="en-GB",
        folder=resources.folder("templates"),
        made_on=sheet.meeting.date,
    )


def fill_form(
    path: Path,
    sheet: ClerkSheet,
    answers: Mapping[str, Mapping[str, str]],
    *,
    promises: Mapping[str, Mapping[str, str]] | None = None,
    provider: str = PROVIDER,
) -> Path:
    """The form as a PDF reader saves it: text in fields, ticks in boxes."""
    said: dict[str, str] = {}
    for id, cells in answers.items():
        said |= {answer_field(sheet.meeting.id, provider, id, name): text for name, text in _fields(cells)}
    for id, cells in (promises or {}).items():
        said |= {promise_field(sheet.meeting.id, id, name): text for name, text in _fields(cells)}
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(form(sheet))))
    left = set(said)
    for page in writer.pages:
        for annotation in page.get("/Annots", ()):
            field = annotation.get_object()
            if (name := field.get("/T")) in said:
                left.discard(name)
                value = said[name]
                ticked = field["/FT"] == "/Btn"
                field[NameObject("/V")] = NameObject(value) if ticked else TextStringObject(value)
                if ticked:
                    field[NameObject("/AS")] = NameObject(value)
    assert not left, f"the form has no fields {left}"
    with path.open("wb") as file:
        writer.write(file)
    return path


def _fields(cells: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    boxes = {place: box for box, place in TICKS.items()}
    for name, text in cells.items():
        yield (boxes[name, text], "/on") if (name, text) in boxes else (name, text)
