"""The sample packs against the truths that were planted in the sample data."""

import csv
import io
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import page
import pytest
from pypdf import PdfReader

from briefing import inputs, pipeline, resources
from briefing.pack.build import gp_editions
from briefing.render.press import printed
from briefing.workspace import open_workspace

PLANTED: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (resources.folder("sample_data") / "truths.toml").read_text("utf-8")
)
MEETINGS = ("2026-12-03-rza", "2026-12-10-select-committee")


def packs(demo: Path, meeting: str, provider: str = "") -> list[Path]:
    return sorted((demo / "packs" / meeting / "v1").glob(f"gp-pack-{provider.lower()}*.pdf"))


@cache
def text(pdf: Path) -> str:
    """A pack's words in one line, so that a phrase may run over the end of one."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def evidence(pdf: Path, name: str) -> list[dict[str, str]]:
    """A CSV that travels inside a pack."""
    data = PdfReader(pdf).attachments[name][0]
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def asked(demo: Path, meeting: str, provider: str) -> set[tuple[str, str]]:
    rows = evidence(packs(demo, meeting, provider)[0], "signals.csv")
    return {(row["metric"], row["specialty_code"]) for row in rows}


@pytest.mark.parametrize("meeting", MEETINGS)
def test_both_sample_meetings_have_a_pack_for_each_member_and_provider(demo: Path, meeting: str) -> None:
    members = inputs.meeting_of(open_workspace(demo), meeting)
    assert len(packs(demo, meeting)) == len(members.panel) * len(members.provider_codes)


@pytest.mark.parametrize("truth", PLANTED["truth"], ids=lambda truth: truth["id"])
def test_a_planted_truth_stands_on_the_pages_of_its_pack(demo: Path, truth: dict[str, Any]) -> None:
    said = text(packs(demo, truth["meeting"], truth["provider"])[0]).lower()
    assert [words for words in truth["on_page"] if words.lower() not in said] == []


@pytest.mark.parametrize(
    "alone", PLANTED["leave_alone"], ids=lambda a: f"{a['provider']}-{a['metric']}-{a['specialty']}"
)
def test_what_is_only_chance_is_not_asked_about(demo: Path, alone: dict[str, Any]) -> None:
    assert (alone["metric"], alone["specialty"]) not in asked(demo, alone["meeting"], alone["provider"])


@pytest.mark.parametrize("meeting", MEETINGS)
def test_every_pack_is_accessible_and_marked_as_a_draft(demo: Path, meeting: str) -> None:
    for pdf in packs(demo, meeting)[::3]:
        found = page.validate_pdf(str(pdf), profile="ua1")
        assert found.compliant, f"{pdf.name}: {found}"
        assert "not yet approved" in text(pdf)


def test_every_number_on_the_page_with_the_picture_names_its_source(demo: Path) -> None:
    said = text(packs(demo, MEETINGS[0])[0])
    assert "RTT waiting times" in said
    assert "Open Government Licence v3.0" in said
    assert {"measures.csv", "months.csv", "sources.csv"} <= set(
        PdfReader(packs(demo, MEETINGS[0])[0]).attachments
    )


def test_the_same_inputs_make_the_same_bytes(demo: Path) -> None:
    workspace = open_workspace(demo)
    pack = next(pipeline.packs_of(workspace, inputs.meeting_of(workspace, MEETINGS[0]), version=1))
    edition = gp_editions(pack)[0]
    assert printed(edition) == (demo / "packs" / MEETINGS[0] / "v1" / edition.filename).read_bytes()
