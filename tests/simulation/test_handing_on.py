"""What one room hands to the next: the version before to protection, the settings to the packs, a state its name."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import builders
import clerk
import editions
import packs
import pytest

from briefing import pipeline
from briefing.build import inputs, version
from briefing.build import packs as built
from briefing.challenge import inputs as challenged
from briefing.document.blocks import Document
from briefing.errors import BriefingError, MeetingError
from briefing.meeting.answers import ANSWERS_FILE, QUESTIONS, Answer, answers_csv
from briefing.pack.clerk import clerk_sheet
from briefing.pack.model import Pack
from briefing.post import dispatch
from briefing.protection.suppression import Earlier
from briefing.shelf import folder
from briefing.workspace import Workspace, init, open_workspace

_STANDARD = """
[[standard]]
metric = "ae_4_hours"
value = 77
from = 2026-04-01
source = "Agreed with RZ1"
confidence = "H"
"""


def test_a_version_is_protected_beside_what_the_one_before_showed(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    protect, seen = challenged.protect, []

    def watched(*measures: Any, earlier: Earlier, **choice: Any) -> Any:
        seen.append(earlier)
        return protect(*measures, earlier=earlier, **choice)

    monkeypatch.setattr(challenged, "protect", watched)
    pipeline.build(workspace, meeting)
    pipeline.build(workspace, meeting, again=True)
    first, second = seen
    assert not first.shown
    assert {key[0] for key, _ in second.shown} >= {"ae_4_hours"}
    assert all(None not in counts for (key, _), counts in second.shown.items() if key[0] == "ae_4_hours")


def test_the_packs_are_made_by_the_settings_of_the_workspace(workspace: Workspace, meeting: str) -> None:
    file = workspace.folder / "briefing.toml"
    chosen = 'marking = "OFFICIAL"\n' + file.read_text("utf-8").replace('"under_5"', '"hes"')
    file.write_text(chosen + '\n[statistics]\nscreen = "mdc_excel"\n\n[peers]\nn = 7\n', encoding="utf-8")
    changed = open_workspace(workspace.folder)
    made = inputs.gather(changed, inputs.meeting_of(changed, meeting)).pack_settings
    assert (made.suppression, made.marking, made.screen, made.peer_count) == (
        "hes",
        "OFFICIAL",
        "mdc_excel",
        7,
    )


def test_an_own_metric_and_an_own_standard_make_another_state(workspace: Workspace) -> None:
    states = [inputs.state(workspace)]
    workspace.metrics.mkdir(exist_ok=True)
    (workspace.metrics / "own.sql").write_text("select 1", encoding="utf-8")
    states.append(inputs.state(workspace))
    (workspace.folder / "ours.toml").write_text(_STANDARD, encoding="utf-8")
    file = workspace.folder / "briefing.toml"
    file.write_text('standards = "ours.toml"\n' + file.read_text("utf-8"), encoding="utf-8")
    states.append(inputs.state(open_workspace(workspace.folder)))
    assert len(set(states)) == 3
    (workspace.folder / "ours.toml").write_text(_STANDARD.replace("77", "78"), encoding="utf-8")
    assert inputs.state(open_workspace(workspace.folder)) != states[-1]


def test_a_pack_is_made_of_protected_peers_and_of_the_months_that_anybody_reported(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = builders.metric(published=False)
    few = builders.measure(metric=local, points=(builders.point(numerator=3, denominator=40),))
    handed: list[dict[str, Any]] = []
    monkeypatch.setattr(built, "_peers_of", lambda *_: [few])
    monkeypatch.setattr(built, "assemble", lambda **choice: handed.append(choice))
    gathered = inputs.gather(workspace, inputs.meeting_of(workspace, meeting))
    with inputs.context_of(workspace) as context:
        list(built.packs_of(gathered, context, version=1))
        reported = context.reported()
    (choice,) = handed
    assert choice["measures"][-1].latest.hidden
    assert choice["reported"] == reported != {}


def test_only_a_provider_s_own_answers_count_in_its_shares(workspace: Workspace, meeting: str) -> None:
    """Of a session in March the one answer is RZ1's, then RZ2's; that of the meeting itself, and of one after it, is
    no earlier answer. The meeting in June is with RZ1."""
    earlier, own, later = (
        workspace.meetings / name for name in ("2026-03-05-session", meeting, "2026-09-03-rz1")
    )
    for place in (earlier, later):
        place.mkdir()
    for place in (own, later):
        (place / ANSWERS_FILE).write_bytes(answers_csv([Answer("q2", "RZ1", "partly")]))
    shares = []
    for provider in ("RZ1", "RZ2"):
        answer = Answer("q1", provider, "answered", "A plan", "COO", date(2026, 4, 1))
        (earlier / ANSWERS_FILE).write_bytes(answers_csv([answer]))
        gathered = inputs.gather(workspace, inputs.meeting_of(workspace, meeting))
        with inputs.context_of(workspace) as context:
            shares += [pack.shares for pack in built.packs_of(gathered, context, version=1)]
    assert shares == ["So far 1 of 1 question brought a dated commitment.", ""]


def test_a_recorded_meeting_is_told_as_it_was_asked_and_is_not_asked_anew(tmp_path: Path) -> None:
    """v1 asked q1 to q4, the clerk recorded all; today's figures would ask q2 to q4 alone."""
    workspace, sheet = clerk.built(tmp_path / "work")
    put = sheet.asked
    answers = tuple(Answer(one.question_id, one.provider_code, "answered") for one in put)
    pack = packs.full(meeting=clerk.meeting(), version=2)
    today = replace(pack, challenge=replace(pack.challenge, questions=pack.challenge.questions[1:]))

    def made(of: Pack, answers: tuple[Answer, ...] = answers) -> version.Manuscript:
        recorded = cast(inputs.Inputs, SimpleNamespace(answers=answers, recorded=bool(answers)))
        return version.manuscript_of(workspace, recorded, [of], parts={}, sources=())

    assert QUESTIONS.validate_json(made(today).questions) == put
    assert [getattr(job, "edition", "") for job in made(today).jobs] == ["bulletin", "letter", "minutes"]
    assert "clerk" in [getattr(job, "edition", "") for job in made(pack).jobs]
    assert len(QUESTIONS.validate_json(made(today, ()).questions)) == 3


def test_a_meeting_that_asked_nothing_is_recorded_and_asks_nothing_afterwards(tmp_path: Path) -> None:
    """v1 asked nothing and nothing was promised; today's figures would ask four questions."""
    asking = packs.full(meeting=clerk.meeting(), version=2)
    nothing = replace(asking, version=1, challenge=replace(asking.challenge, questions=()))
    workspace = init(tmp_path / "work")
    clerk.issue(workspace, clerk_sheet([nothing]))
    recorded = cast(inputs.Inputs, SimpleNamespace(answers=(), recorded=True))
    made = version.manuscript_of(workspace, recorded, [asking], parts={}, sources=())
    assert QUESTIONS.validate_json(made.questions) == ()
    documents = [job for job in made.jobs if isinstance(job, Document)]
    assert [document.edition for document in documents] == ["bulletin", "letter", "minutes"]
    said = " ".join(editions.words(document) for document in documents)
    assert "We had nothing to ask" in said
    assert "gave us no reason for a question" in said
    assert "Not ready to send" not in said


def test_after_a_meeting_nothing_goes_out_but_what_holds_its_answers(
    workspace: Workspace, meeting: str
) -> None:
    pipeline.build(workspace, meeting)
    pipeline.approve(workspace, meeting, by="A chair")
    after = date(2026, 6, 19)
    with pytest.raises(MeetingError, match="nothing is recorded of it"):
        dispatch.owed(workspace, meeting, today=after)
    answer = Answer("other-1", "RZ1", commitment="A plan", due_on=date(2026, 9, 1))
    (workspace.meetings / meeting / ANSWERS_FILE).write_bytes(answers_csv([answer]))
    with pytest.raises(BriefingError, match="made before its answers were recorded"):
        dispatch.owed(workspace, meeting, today=after)


def test_a_version_is_protected_beside_every_version_of_every_meeting_with_its_provider(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """v1, then v2 without a series, then a meeting in another month: each is made beside all that is out there."""
    protect, seen = challenged.protect, []

    def watched(*measures: Any, earlier: Earlier, **choice: Any) -> Any:
        seen.append(earlier)
        return protect(*measures, earlier=earlier, **choice)

    monkeypatch.setattr(challenged, "protect", watched)
    pipeline.build(workspace, meeting)
    of_all = version.numbers_of
    nothing = SimpleNamespace(series=(), questions=())
    monkeypatch.setattr(version, "numbers_of", lambda pack: replace(of_all(pack), **vars(nothing)))
    pipeline.build(workspace, meeting, again=True)
    monkeypatch.setattr(version, "numbers_of", of_all)
    pipeline.build(workspace, meeting, again=True)
    shutil.copytree(workspace.meetings / meeting, workspace.meetings / "2026-09-03-rz1")
    pipeline.build(workspace, "2026-09-03-rz1")
    first, second, third, elsewhere = seen
    assert not first.shown
    assert second.shown.keys() == third.shown.keys() == elsewhere.shown.keys() != set()


def test_an_approved_version_and_one_made_again_stand_beside_what_their_draft_did(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.build(workspace, meeting)
    shutil.copytree(workspace.meetings / meeting, workspace.meetings / "2026-09-03-rz1")
    pipeline.build(workspace, "2026-09-03-rz1")
    pipeline.build(workspace, meeting, again=True)
    home = workspace.packs / meeting
    assert [folder.made_beside(home, number) for number in (1, 2)] == [{}, {"2026-09-03-rz1": 1}]
    pipeline.build(workspace, "2026-09-03-rz1", again=True)
    assert folder.made_beside(home, 2) == {"2026-09-03-rz1": 1}
    assert folder.made_beside(home, 3) == {"2026-09-03-rz1": 2}
    pipeline.approve(workspace, meeting, by="A chair")
    assert folder.made_beside(home, 3) == {"2026-09-03-rz1": 1}
