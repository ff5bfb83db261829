"""The sample packs against the truths that were planted in the sample data."""

import csv
import io
import json
from functools import cache
from pathlib import Path

import plain
import pytest
from briefing.sample_data import truths
from briefing.sample_data.truths import Calm, NoCredit, Truth
from built import built_packs
from papers import faults, pages_of
from pypdf import PdfReader

from briefing.build.inputs import context_of, meeting_of
from briefing.pack.build import gp_editions
from briefing.pack.editions.gp import gp_document
from briefing.render.look import look_of
from briefing.render.press import printed
from briefing.workspace import open_workspace

PLANTED = truths.read()
MEETINGS = ("2026-12-03-rza", "2026-12-10-select-committee")


def packs(demo: Path, meeting: str, provider: str = "") -> list[Path]:
    """Those about a provider: of a session each is about all of them."""
    made = demo / "packs" / meeting / "v1"
    return sorted(made.glob(f"gp-pack-{provider.lower()}*.pdf")) or sorted(made.glob("gp-pack-session-*.pdf"))


def chapter(demo: Path, meeting: str, provider: str) -> str:
    """The words on one provider in the first of its packs."""
    codes = meeting_of(open_workspace(demo), meeting).provider_codes
    words = plain.words(packs(demo, meeting, provider)[0])
    return words.split("In sixty seconds")[1 + codes.index(provider)]


def praised(demo: Path, of: Truth | NoCredit) -> str:
    said = chapter(demo, of.meeting, of.provider)
    return said.partition("One to praise")[2].partition("One to leave alone")[0].lower()


@cache
def text(pdf: Path) -> str:
    """A pack's words in one line, so that a phrase may run over the end of one."""
    return " ".join(pages_of(pdf))


def evidence(pdf: Path, name: str) -> list[dict[str, str]]:
    """A CSV that travels inside a pack."""
    data = PdfReader(pdf).attachments[name][0]
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def asked(demo: Path, meeting: str, provider: str) -> set[tuple[str, str]]:
    pack = packs(demo, meeting, provider)[0]
    apart = f"-{provider.lower()}" if pack.stem.startswith("gp-pack-session") else ""
    rows = evidence(pack, f"signals{apart}.csv")
    return {(row["metric"], row["specialty_code"]) for row in rows}


@pytest.mark.parametrize("meeting", MEETINGS)
def test_both_sample_meetings_have_a_pack_for_each_member(demo: Path, meeting: str) -> None:
    members = meeting_of(open_workspace(demo), meeting)
    assert len(packs(demo, meeting)) == len(members.panel)


@pytest.mark.slow
@pytest.mark.parametrize("truth", PLANTED.planted, ids=lambda truth: truth.id)
def test_a_planted_truth_stands_on_the_pages_of_its_pack(printed_demo: Path, truth: Truth) -> None:
    said = text(packs(printed_demo, truth.meeting, truth.provider)[0]).lower()
    assert [words for words in truth.on_page if words.lower() not in said] == []


@pytest.mark.parametrize("truth", PLANTED.planted, ids=lambda truth: truth.id)
def test_a_planted_truth_is_asked_about_by_its_pattern_or_thanked_for(demo: Path, truth: Truth) -> None:
    pdf = packs(demo, truth.meeting, truth.provider)[0]
    if truth.pattern == "POS-01":
        assert truth.on_page[0].lower() in praised(demo, truth)
        return
    put = json.loads((pdf.parent / "said.json").read_bytes())["questions"]
    ids = [one["question_id"] for one in put if one["provider_code"] == truth.provider]
    assert [one for one in ids if f"{one}-".startswith(f"{truth.pattern.lower()}-")], ids


@pytest.mark.parametrize("meeting", MEETINGS)
def test_nobody_leads_on_what_they_have_an_interest_in(demo: Path, meeting: str) -> None:
    workspace = open_workspace(demo)
    sitting = meeting_of(workspace, meeting)
    assert sitting.interests, "the sample panel has members with interests"
    for pack in built_packs(workspace, meeting):
        for question in pack.challenge.questions:
            topics = {i.topic for i in sitting.interests if i.person_id == question.lead and i.topic}
            places = {i.organisation_code for i in sitting.interests if i.person_id == question.lead}
            assert question.finding.pattern.topic not in topics
            assert pack.provider_code not in places


def test_the_engine_sees_what_was_planted_and_nothing_in_what_is_calm(demo: Path) -> None:
    with context_of(open_workspace(demo)) as context:
        signals = context.signals()
    assert [truth.id for truth in truths.unseen(PLANTED.planted, signals)] == []
    assert truths.disturbed(PLANTED.leave_alone, signals) == []


def test_a_list_that_fell_by_removals_is_not_thanked_for(demo: Path) -> None:
    for alone in PLANTED.no_credit:
        said = praised(demo, alone)
        assert said
        assert "waiting list" not in said


@pytest.mark.slow
@pytest.mark.parametrize("alone", PLANTED.leave_alone, ids=lambda a: f"{a.provider}-{a.metric}-{a.specialty}")
def test_what_is_only_chance_is_not_asked_about(printed_demo: Path, alone: Calm) -> None:
    assert (alone.metric, alone.specialty) not in asked(printed_demo, alone.meeting, alone.provider)


@pytest.mark.slow
@pytest.mark.parametrize("meeting", MEETINGS)
def test_every_edition_is_accessible_and_every_pack_marked_as_a_draft(
    printed_demo: Path, meeting: str
) -> None:
    editions = sorted((printed_demo / "packs" / meeting / "v1").glob("*.pdf"))
    others = {"chair-running-order.pdf", "clerk-answer-sheet.pdf", "practice-bulletin.pdf"}
    assert others <= {pdf.name for pdf in editions}
    assert (editions[0].parent / "clerk-answer-sheet.xlsx").exists()
    assert {pdf.name: wrong for pdf in editions if (wrong := faults(pdf))} == {}
    assert all("not yet approved" in text(pdf) for pdf in packs(printed_demo, meeting))


@pytest.mark.slow
def test_every_number_on_the_page_with_the_picture_names_its_source(printed_demo: Path) -> None:
    (pdf, *_) = packs(printed_demo, MEETINGS[0])
    said = text(pdf)
    assert "RTT waiting times" in said
    assert "Open Government Licence v3.0" in said
    assert {"measures.csv", "months.csv", "sources.csv"} <= set(PdfReader(pdf).attachments)


@pytest.mark.slow
def test_the_same_inputs_make_the_same_bytes(printed_demo: Path) -> None:
    workspace = open_workspace(printed_demo)
    pack = built_packs(workspace, MEETINGS[0])[0]
    edition = gp_editions(pack)[0]
    folder = printed_demo / "packs" / MEETINGS[0] / "v1"
    for name, data in printed(gp_document(edition), look_of(workspace)).items():
        assert data == (folder / name).read_bytes()
