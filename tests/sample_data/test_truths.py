"""The list of planted truths names what exists, and the registers and meetings around it hold together."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from briefing.sample_data import truths
from briefing.sample_data.economy import FIRST
from briefing.sample_data.generate import WORKSPACE

from briefing import metrics, standards
from briefing.challenge.concerns import count_concerns
from briefing.challenge.patterns import load_patterns
from briefing.measures import Signal
from briefing.meeting.doubts import Doubt, check
from briefing.meeting.files import read_meeting
from briefing.meeting.model import Meeting
from briefing.sources import read_file
from briefing.workspace import open_workspace

TRUTHS = truths.read()


@pytest.fixture(scope="module")
def registers() -> dict[str, pa.Table]:
    found = [read_file(path) for path in sorted((WORKSPACE / "registers").glob("*.xlsx"))]
    return {extract.source: extract.table for extracts in found for extract in extracts}


def test_a_truth_without_its_signal_is_told_and_so_is_an_alarm_on_a_calm_series() -> None:
    truth, calm = TRUTHS.planted[0], TRUTHS.leave_alone[0]
    fired = Signal(
        code="FAIL",
        metric=truth.metric,
        org_code=truth.provider,
        population_code="ALL",
        specialty_code=truth.specialty,
        group_code=truth.group,
        period=FIRST,
        rule="",
        direction="concern",
        people_affected=None,
        strength=3.0,
        q_value=None,
    )
    alarm = replace(fired, code="SC-", metric=calm.metric, specialty_code=calm.specialty)
    assert truths.unseen([truth], [fired]) == []
    assert truths.unseen([truth], [alarm]) == [truth]
    assert truths.disturbed([calm], [fired, replace(alarm, code="HIT/MISS")]) == []
    assert truths.disturbed([calm], [alarm]) == [(calm, alarm)]


def test_truths_name_metrics_patterns_and_meetings_that_exist() -> None:
    patterns = {pattern.id for pattern in load_patterns()}
    assert {truth.pattern for truth in TRUTHS.planted} <= patterns
    assert {truth.metric for truth in TRUTHS.planted} - {""} <= set(metrics.registry())
    assert {series.metric for series in TRUTHS.leave_alone} <= set(metrics.registry())
    meetings = {path.parent.name for path in WORKSPACE.glob("meetings/*/meeting.toml")}
    assert {truth.meeting for truth in TRUTHS.planted} == meetings - {"2026-12-17-peer-review"}
    assert len({truth.id for truth in TRUTHS.planted}) == len(TRUTHS.planted) >= 12


def test_truths_cover_the_signals_of_the_engine() -> None:
    wanted = {"SC-", "SC+", "FAIL", "TRAJ", "GAP", "RECON", "CLUSTER", "SLIP", "SILENT"}
    assert {truth.signal for truth in TRUTHS.planted} == wanted


def test_both_meetings_can_be_read(registers: dict[str, pa.Table]) -> None:
    tables = {name: registers[name] for name in ("people", "interests", "organisations")}
    review, committee = (
        read_meeting(WORKSPACE / "meetings" / name, **tables)
        for name in ("2026-12-03-rza", "2026-12-10-select-committee")
    )
    assert (review.kind, review.provider_codes, len(review.panel)) == ("contract_review", ("RZA",), 3)
    assert (committee.kind, len(committee.provider_codes), len(committee.panel)) == ("select_committee", 3, 5)
    assert {interest.person_id for interest in committee.interests} == {"P04", "P05"}
    for meeting in (review, committee):
        assert check(meeting, today=date(2026, 11, 20)) == said_of_interests(meeting)


def said_of_interests(meeting: Meeting) -> list[Doubt]:
    """The only doubts there may be: who leads nothing on what."""
    return [
        doubt
        for doubt in check(meeting, today=date(2026, 11, 20))
        if "declared an interest" in doubt.sentence
    ]


def test_concerns_gather_in_one_theme_alone(registers: dict[str, pa.Table]) -> None:
    for code, clusters in (("RZA", ["onward referral"]), ("RZB", []), ("RZC", [])):
        counted = count_concerns(registers["concerns"], provider_code=code, today=date(2026, 12, 3))
        assert [concern.theme for concern in counted if concern.clustered] == clusters


def test_settings_and_local_standards_are_taken() -> None:
    workspace = open_workspace(WORKSPACE)
    assert workspace.settings.commissioner.home_boards == ("N7V4H",)
    table = standards.load(workspace.standards).as_table().to_pylist()
    assert {row["metric"] for row in table if row["local"]} <= set(metrics.registry())


def test_the_files_named_for_a_source_are_all_there() -> None:
    inbox = {
        path.relative_to(WORKSPACE / "inbox").parts[0] for path in Path(WORKSPACE / "inbox").rglob("*.*")
    }
    assert inbox == {
        "rtt",
        "ae",
        "cancer",
        "diagnostics",
        "referral-returns",
        "ods",
        "gp",
        "local",
        "patients",
        "wlmds",
    }
