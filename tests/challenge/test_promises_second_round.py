"""A second round, drawn: a sheet is recorded, months pass, and the next challenge knows what became of it.

3 December 2026   q1  a higher share, by 31 January; the share within 18 weeks improves from December    kept
                  q2  a turnaround standard, by 31 January; nothing is heard                    late
                  q3  the promise of June once more                                             repeated
                  C2  of June, marked kept by the clerk                                         kept
                  q4  a one-stop clinic, by the end of June                                     open
"""

from dataclasses import replace
from datetime import date

import builders
import clerk
import packs
import pytest
from clerk import MEETING, PROVIDER

from briefing.challenge.challenge import challenge
from briefing.challenge.history import headline, promises_by_provider
from briefing.challenge.inputs import ChallengeInputs
from briefing.challenge.model import Challenge
from briefing.challenge.patterns import load_patterns
from briefing.measures import Measure
from briefing.meeting.answers import answers_of
from briefing.meeting.recording import record
from briefing.pack.clerk import clerk_sheet
from briefing.sources import source_named
from briefing.sources.files import open_file
from briefing.sources.schemas import SCHEMAS
from briefing.workspace import Workspace
from briefing.workspace.registers import filled_workbook

LETTERS = "Bring clinic letters back inside seven days"
HEADINGS = ("commitment_id", "meeting_id", "provider_code", "what", "owner", "due_on", "measure", "status",
            "closed_on", "evidence")  # fmt: skip
JUNE = (
    (
        "C1",
        "2026-06-04-rqz",
        PROVIDER,
        LETTERS,
        "COO",
        date(2026, 9, 30),
        "letters_within_7_days",
        "open",
        "",
        "",
    ),
    (
        "C2",
        "2026-06-04-rqz",
        PROVIDER,
        "Name a lead",
        "Medical director",
        date(2026, 9, 30),
        "",
        "open",
        "",
        "",
    ),
)
NEXT = date(2027, 3, 4)


def promise(what: str, due: date) -> dict[str, str | date]:
    return {"state": "answered", "commitment": what, "owner": "Medical director", "due_on": due}


ANSWERS = {
    "q1": promise("Raise the share within 18 weeks", date(2027, 1, 31)),
    "q2": promise("A turnaround standard", date(2027, 1, 31)) | {"measure": "the local schedule"},
    "q3": promise(LETTERS.upper() + ".", date(2027, 2, 26)) | {"measure": "letters_within_7_days"},
    "q4": promise("A one-stop clinic", date(2027, 6, 30)),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("second")
    workspace, sheet = clerk.built(folder / "work")
    made = filled_workbook("commitments", headings={name: name for name in HEADINGS}, rows=JUNE)
    (workspace.registers / "commitments.xlsx").write_bytes(made)
    promises = replace(packs.challenge(packs.headline()).promises[0], commitment_id="C2", settled=False)
    sheet = replace(sheet, parts=(replace(sheet.parts[0], promises=(promises,)),))
    filled = clerk.fill(folder / "filled.xlsx", sheet, ANSWERS, promises={"C2": {"outcome": "kept"}})
    record(workspace, clerk.meeting(), filled)
    return workspace


def register(workspace: Workspace) -> object:
    (sheet,) = open_file(workspace.registers / "commitments.xlsx")
    return source_named("commitments").read(sheet)[0].table


def months(first: float, last: float, **changes: object) -> Measure:
    """28 months to January 2027; the last eight change from one value to another."""
    points = packs.series(first, last, scatter=0.4, **changes)
    moved = [replace(p, period=builders.months_before(p.period, -10)) for p in points]
    return packs.measure(moved)


def since_december(measure: Measure) -> Measure:
    """The same series, its marks from December 2026 on alone: the run began with the promise."""
    return replace(
        measure,
        points=tuple(
            p if p.period >= date(2026, 12, 1) else replace(p, rule=None, point_type="common_cause")
            for p in measure.points
        ),
    )


def next_challenge(workspace: Workspace, *, id: str = "2027-03-04-rqz", day: date = NEXT) -> Challenge:
    rtt = since_december(
        replace(months(58.0, 71.0, kind="special_cause_improvement"), variation="improvement")
    )
    letters = replace(
        months(84.0, 60.0, kind="special_cause_concern"),
        metric=builders.metric("letters_within_7_days", title="Clinic letters within 7 days"),
        variation="concern",
    )
    made = ChallengeInputs(
        measures=[rtt, letters],
        signals=[],
        concerns=SCHEMAS["concerns"].empty_table(),
        commitments=register(workspace),
        meeting=clerk.meeting(id=id, date=day, interests=()),
        provider_code=PROVIDER,
        patterns=load_patterns(),
        today=day,
    )
    return challenge(made)


def test_kept_late_repeated_and_open_are_right_at_the_next_meeting(desk: Workspace) -> None:
    states = {one.commitment_id: (one.state, one.times) for one in next_challenge(desk).promises}
    assert states == {
        f"{MEETING}-q1": ("kept", 1),
        f"{MEETING}-q2": ("late", 1),
        f"{MEETING}-q3": ("repeated", 2),
        f"{MEETING}-q4": ("open", 1),
        "C2": ("kept", 1),
    }


def test_what_slipped_is_asked_about_and_what_was_kept_is_not(desk: Workspace) -> None:
    asked = [q for q in next_challenge(desk).questions if q.finding.promise is not None]
    assert {q.finding.promise.commitment_id for q in asked if q.finding.promise} == {
        f"{MEETING}-q2",
        f"{MEETING}-q3",
    }
    assert any("a turnaround standard" in q.fact.lower() for q in asked)


def test_the_figures_stand_beside_the_promise(desk: Workspace) -> None:
    kept = next(one for one in next_challenge(desk).promises if one.commitment_id == f"{MEETING}-q1")
    assert "% when it was promised, " in kept.evidence
    assert kept.evidence.endswith("in January 2027: better, by more than chance.")


def test_the_headline_counts_the_round(desk: Workspace) -> None:
    made = promises_by_provider(register(desk), today=NEXT, measures=[])
    found = headline([answers_of(desk.meetings / MEETING)], made[PROVIDER])
    assert (found.questions, found.dated, found.promises, found.due, found.kept) == (4, 4, 5, 4, 1)


def test_the_next_sheet_looks_back_on_what_is_not_settled(desk: Workspace) -> None:
    asked = next_challenge(desk)
    (part,) = clerk_sheet([packs.full(challenge=asked, meeting=clerk.meeting(date=NEXT))]).parts
    assert [one.commitment_id for one in part.promises] == [
        f"{MEETING}-q3",
        f"{MEETING}-q2",
        f"{MEETING}-q4",
        f"{MEETING}-q1",
    ]


def test_the_same_meeting_built_again_does_not_look_back_on_its_own_promises(desk: Workspace) -> None:
    again = next_challenge(desk, id=MEETING, day=date(2026, 12, 3))
    assert {one.commitment_id: (one.state, one.times) for one in again.promises} == {
        "C1": ("not_kept", 1),
        "C2": ("kept", 1),
    }
