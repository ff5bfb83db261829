"""What counts as the content of a version: everything but its number, DRAFT, and the list of files behind it."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import editions
import packs
import pytest

from briefing.document.blocks import Document, Masthead, Section
from briefing.document.figure import EvidenceTable
from briefing.document.workbook import Sheet, Workbook
from briefing.pack.editions import GP
from briefing.pack.model import Pack
from briefing.pack.sheets import evidence_workbook
from briefing.shelf.content import content_of

BESIDE = {"version": 7, "status": "approved", "changes": None, "sources": (), "source_groups": ()}


def content(pack: Pack) -> str:
    return content_of([*editions.documents(GP, pack), evidence_workbook(pack)])


@pytest.mark.parametrize("name", BESIDE)
def test_the_number_and_the_list_of_files_are_no_content(name: str) -> None:
    pack = packs.bare()
    assert content(replace(pack, **{name: BESIDE[name]})) == content(pack)


def test_the_list_of_files_inside_a_pdf_is_none_either_and_all_other_evidence_is() -> None:
    gp = editions.gp(packs.bare())

    def with_csv(name: str, csv: bytes) -> str:
        return content_of([replace(gp, attachments=(EvidenceTable(name, "", csv),))])

    assert with_csv("sources.csv", b"one") == with_csv("sources.csv", b"another")
    assert with_csv("months.csv", b"one") != with_csv("months.csv", b"another")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (kind, field.name)
        for kind in (Document, Section, Workbook, Sheet, Masthead)
        for field in fields(kind)
        if not (kind is Masthead and field.name in BESIDE)
    ],
)
def test_whatever_else_a_document_or_a_workbook_holds_is_content(kind: type, name: str) -> None:
    document, workbook = editions.gp(packs.full()), evidence_workbook(packs.full())
    held = (document, document.sections[0], workbook, workbook.sheets[0], document.masthead)
    [whole] = [one for one in held if type(one) is kind]
    assert content_of([replace(whole, **{name: "something else"})]) != content_of([whole])


@dataclass(frozen=True)
class Drawn:
    said: Mapping[str, float]
    whose: frozenset[str]
    on: date | None = None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ([1, 2], [1, 2], True),
        ([1, 2], [2, 1], False),
        ([1], ["1"], False),
        ([None], [""], False),
        ([["a", "b"], "c"], [["a"], "b", "c"], False),
        ([date(2026, 6, 1)], [date(2026, 6, 2)], False),
        ([b"\xff"], [b"\xfe"], False),
        ([Drawn({"a": 0.1}, frozenset("xyz"))], [Drawn({"a": 0.1}, frozenset("zyx"))], True),
        ([Drawn({"a": 0.1}, frozenset())], [Drawn({"a": 0.1}, frozenset(), date(2026, 6, 1))], False),
        ([Drawn({"a": 0.1}, frozenset())], [Drawn({"a": 0.1 + 1e-16}, frozenset())], False),
    ],
)
def test_contents_are_equal_where_all_their_parts_are(one: list[Any], other: list[Any], same: bool) -> None:
    assert (content_of(one) == content_of(other)) == same


def test_content_is_the_same_in_every_process() -> None:
    """Python gives the words of a set in another order in each."""
    script = "from briefing.shelf.content import content_of; print(content_of([frozenset('abcdefgh')]))"
    said = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
