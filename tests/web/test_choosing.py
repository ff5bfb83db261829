"""Choosing what a meeting asks: in order with its evidence; each decision with its reason, in the meeting's file."""

import re
from datetime import date
from typing import Any

import pytest
import tiny
from pages import words
from starlette.testclient import TestClient

from briefing import audit, pipeline, toml
from briefing.build import changing
from briefing.build.inputs import meeting_of
from briefing.web.choosing import _changed
from briefing.workspace import Workspace


@pytest.mark.parametrize(
    ("before", "verb", "after"),
    [
        ({}, "pin", {"pinned": ["A-1@x/ALL"], "choices": [{"question": "A-1@x/ALL", "reason": "R"}]}),
        ({"pinned": ["B-1", "A-1"]}, "drop",
         {"pinned": ["B-1"], "barred": ["A-1@x/ALL"], "choices": [{"question": "A-1@x/ALL", "reason": "R"}]}),
        ({"barred": ["A-1@x/ALL"]}, "pin",
         {"pinned": ["A-1@x/ALL"], "barred": [], "choices": [{"question": "A-1@x/ALL", "reason": "R"}]}),
        ({}, "reword", {"choices": [{"question": "A-1@x/ALL", "reason": "R", "opener": "Why?"}]}),
        ({"pinned": ["A-1@x/ALL"], "choices": [{"question": "A-1@x/ALL", "reason": "Q"},
                                               {"question": "B-1", "reason": "S"}]}, "let-go",
         {"pinned": [], "choices": [{"question": "B-1", "reason": "S"}]}),
        ({"choices": [{"question": "A-1@x/ALL", "reason": "Q", "opener": "Why?"}]}, "pin",
         {"pinned": ["A-1@x/ALL"], "choices": [{"question": "A-1@x/ALL", "reason": "R", "opener": "Why?"}]}),
        ({"pinned": ["A-1@y/110"]}, "drop",
         {"barred": ["A-1@x/ALL"], "choices": [{"question": "A-1@x/ALL", "reason": "R"}]}),
    ],
)  # fmt: skip
def test_a_question_has_one_decision_at_a_time(
    before: dict[str, Any], verb: str, after: dict[str, Any]
) -> None:
    assert _changed(before, verb, "A-1@x/ALL", "R", "Why?") == after


DAY = date(2026, 6, 18)
"""While the figures that are drawn are new."""


def form_of(manager: TestClient, meeting: str) -> dict[str, str]:
    seen = re.search(r'name="seen" value="(\w+)"', manager.get(f"/meetings/{meeting}/questions").text)
    assert seen is not None
    return {"seen": seen[1], "reason": "It is what the board asked for"}


@pytest.fixture
def workspace(workspace_with_figures: Workspace) -> Workspace:
    return workspace_with_figures


@pytest.fixture
def meeting(workspace: Workspace) -> str:
    return tiny.make_meeting(workspace, DAY)


def asked(workspace: Workspace, meeting: str) -> list[str]:
    return [one.id for chapter in pipeline.asked(workspace, meeting) for one in chapter.questions]


def test_a_question_is_dropped_pinned_and_let_go_with_its_reason(
    manager: TestClient, workspace: Workspace, meeting: str
) -> None:
    first, *_ = asked(workspace, meeting)
    page = manager.get(f"/meetings/{meeting}/questions").text
    mark = re.findall(r'name="mark" value="([^"]*)"', page)[0]
    home = f"/meetings/{meeting}/questions"
    manager.post(f"{home}/drop", data=form_of(manager, meeting) | {"mark": mark})
    assert first not in asked(workspace, meeting)
    said = words(manager.get(home))
    assert "barred in the meeting file. Why: It is what the board asked for" in said
    last = audit.read(workspace).entries[-1]
    assert (last.action, last.details["reason"]) == (
        "changed", f"dropped {mark}: It is what the board asked for",
    )  # fmt: skip
    manager.post(f"{home}/pin", data=form_of(manager, meeting) | {"mark": mark})
    assert asked(workspace, meeting)[0] == first
    manager.post(f"{home}/let-go", data=form_of(manager, meeting) | {"mark": mark})
    fields = toml.loads((workspace.meetings / meeting / "meeting.toml").read_text("utf-8"))
    assert [fields.get(name) or [] for name in ("pinned", "barred", "choices")] == [[], [], []]


def test_words_of_ones_own_are_asked_and_printed(
    manager: TestClient, workspace: Workspace, meeting: str
) -> None:
    home = f"/meetings/{meeting}/questions"
    mark = re.findall(r'name="mark" value="([^"]*)"', manager.get(home).text)[0]
    own = "What will be different for our patients by Easter?"
    manager.post(f"{home}/reword", data=form_of(manager, meeting) | {"mark": mark, "opener": own})
    (chapter,) = pipeline.asked(workspace, meeting)
    assert chapter.questions[0].opener == own
    assert own in words(manager.get(home))
    assert meeting_of(workspace, meeting).choices[0].reason == "It is what the board asked for"


@pytest.mark.parametrize(
    ("verb", "fields", "told"),
    [
        ("drop", {"reason": ""}, "Say why"),
        ("reword", {"opener": ""}, "Write how the question is put"),
        ("reword", {"opener": "Ask about 943 476 5919"}, "found an NHS number"),
        ("pin", {"mark": "XYZ-99"}, "found the pattern 'XYZ-99', which does not exist"),
        ("pin", {"seen": "0" * 16}, "somebody else changed it meanwhile"),
    ],
)
def test_a_decision_without_its_reason_or_on_an_old_page_is_refused(
    manager: TestClient, workspace: Workspace, meeting: str, verb: str, fields: dict[str, str], told: str
) -> None:
    before = changing.seen(workspace, meeting)
    data = form_of(manager, meeting) | {"mark": "UEC-01@ae_4_hours/ALL", "opener": "Why?"} | fields
    answer = manager.post(f"/meetings/{meeting}/questions/{verb}", data=data)
    assert answer.status_code == 409
    assert told in words(answer)
    assert changing.seen(workspace, meeting) == before


def test_who_leads_and_whose_interest_keeps_them_from_it_is_said(
    manager: TestClient, workspace: Workspace
) -> None:
    (workspace.registers / "interests.csv").write_text(
        "person_id,kind,organisation_code,topic,from,to\nP1,financial,RZ1,,2020-01-01,\n", "utf-8"
    )
    pipeline.load(workspace)
    said = words(manager.get(f"/meetings/{tiny.make_meeting(workspace, DAY)}/questions"))
    assert "Dr One Sample has declared an interest in RZ1 (financial) and will not lead on it." in said
    assert "Nobody leads it: it is asked in writing." in said
