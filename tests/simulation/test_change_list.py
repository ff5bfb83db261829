"""The change list from end to end: a revised publication, an approval, and what each version says of it."""

import json
from dataclasses import replace
from datetime import date

import builders
import pytest
import tiny

from briefing import memory, pipeline
from briefing.build.inputs import gather, meeting_of
from briefing.errors import IntegrityError
from briefing.keeping import proof, retention
from briefing.shelf import folder as packs
from briefing.shelf.folder import Delivered
from briefing.workspace import Workspace

APRIL = tiny.date(2026, 4, 1)
RECORDED = "question_id,provider_code,state,commitment,owner,due_on,measure,note\nq,RZ1,answered,,,,,\n"


def told(made: Delivered) -> str:
    """What a version's GP pack says has changed; empty where it says nothing of it."""
    [page] = [
        path.read_text("utf-8")
        for path in made.files
        if path.name.startswith("gp-pack") and path.suffix == ".pdf"
    ]
    return page.partition('id="changes"')[2]


def revise(workspace: Workspace) -> None:
    tiny.ae_month(workspace, APRIL, revised=True)
    pipeline.load(workspace)


def four_hours(made: Delivered) -> str:
    """The latest share within 4 hours as a version printed it."""
    kept = json.loads((made.folder / memory.FILE).read_text("utf-8"))["numbers"]["RZ1"]["series"]
    [series] = [one for one in kept if one["metric"] == "ae_4_hours" and one["population_code"] == "ALL"]
    return f"{series['months'][-1][3]:.1f}"


def test_a_revised_publication_is_told_number_by_number(workspace: Workspace, meeting: str) -> None:
    first = pipeline.build(workspace, meeting)
    assert told(first) == ""
    revise(workspace)
    second = pipeline.build(workspace, meeting)
    said = told(second).replace("\u00a0", " ")
    assert "Since version 1" in said
    assert f"from {four_hours(first)}% to {four_hours(second)}%, revised by the publisher" in said
    assert "Revised-Monthly-AE-April-2026.csv" in said


def test_a_file_that_was_superseded_is_no_source(workspace: Workspace, meeting: str) -> None:
    measure = builders.measure(metric=replace(builders.metric("ae_4_hours"), source="ae"))

    def april() -> list[tuple[int, str]]:
        sources = gather(workspace, meeting_of(workspace, meeting)).sources_of([measure])
        return [(one.vintage, one.file) for one in sources if one.period == "April 2026"]

    assert april() == [(1, "Monthly-AE-April-2026.csv")]
    revise(workspace)
    assert april() == [(2, "Revised-Monthly-AE-April-2026.csv")]


def test_the_approved_version_tells_what_its_draft_told(workspace: Workspace, meeting: str) -> None:
    pipeline.build(workspace, meeting)
    revise(workspace)
    draft = pipeline.build(workspace, meeting)
    approved = pipeline.approve(workspace, meeting, by="A chair")
    assert told(draft) == told(approved) != ""


def test_an_approved_version_is_made_again_though_the_drafts_before_it_were_pruned(
    workspace: Workspace, meeting: str
) -> None:
    """Version 3 tells what changed since version 1. Both drafts go; whoever verifies it needs what 1 showed."""
    pipeline.build(workspace, meeting)
    revise(workspace)
    pipeline.build(workspace, meeting)
    approved = pipeline.approve(workspace, meeting, by="A chair")
    answers = workspace.meetings / meeting / "answers.csv"
    answers.write_text(RECORDED, encoding="utf-8")  # nobody needs the drafts to know what was asked
    retention.prune(workspace, today=date(2027, 7, 1))
    answers.unlink()
    assert packs.versions(workspace.packs / meeting) == [3]
    found = proof.of_folder(workspace, approved.folder, rebuild=True)
    assert found.faults == ()
    assert "are the same, byte for byte" in found.shown[-1]


def test_a_version_made_before_numbers_were_kept_is_passed_over(workspace: Workspace, meeting: str) -> None:
    first = pipeline.build(workspace, meeting)
    (first.folder / memory.FILE).unlink()
    assert told(pipeline.build(workspace, meeting, again=True)) == ""


def test_a_version_of_before_kept_its_memory_in_three_files_and_is_told_from_all_the_same(
    workspace: Workspace, meeting: str
) -> None:
    first = pipeline.build(workspace, meeting)
    said = json.loads((first.folder / memory.FILE).read_bytes())
    (first.folder / memory.FILE).unlink()
    for part, name in memory.EARLIER_FILES.items():
        (first.folder / name).write_text(json.dumps(said[part]), encoding="utf-8")
    revise(workspace)
    second = pipeline.build(workspace, meeting)
    assert f"to {four_hours(second)}%, revised by the publisher" in told(second).replace("\u00a0", " ")
    assert [path.name for path in memory.files_of(first.folder)] == list(memory.EARLIER_FILES.values())


def test_numbers_that_were_tampered_with_stop_the_next_version(workspace: Workspace, meeting: str) -> None:
    first = pipeline.build(workspace, meeting)
    (first.folder / memory.FILE).write_text('{"numbers": {"RZ1": 3}}', encoding="utf-8")
    with pytest.raises(IntegrityError, match=r"v1/said\.json: can't be read"):
        pipeline.build(workspace, meeting, again=True)
