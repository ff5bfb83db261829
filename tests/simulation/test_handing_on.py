"""What one room hands to the next: the version before to protection, the settings to the packs, a state its name."""

from typing import Any

import pytest

from briefing import pipeline
from briefing.build import inputs
from briefing.challenge import inputs as challenged
from briefing.protection.suppression import Earlier
from briefing.workspace import Workspace, open_workspace

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
