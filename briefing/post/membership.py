"""The membership as a workspace knows it: reports, panels and the register of engagement, and what came of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from briefing.build.inputs import practices_of, registers_of
from briefing.challenge.membership import Membership, Outcomes, Quarter, Voice, membership, quarters_to
from briefing.challenge.representation import practices_listed
from briefing.loading import warehouse_of
from briefing.meeting.answers import OTHERS, Answer, answers_of, is_recorded
from briefing.meeting.outline import Outline, outlines
from briefing.meeting.registers import Row, rows_of
from briefing.post.reports import Fate, fates_of
from briefing.sources.feed_layouts import FORMAL
from briefing.warehouse import run_file
from briefing.workspace import Workspace

_Rows = Mapping[str, Sequence[Row]]


def membership_of(workspace: Workspace, *, today: date) -> Membership:
    """Return who was heard up to a day, and what came of it in each of the last four quarters."""
    boards = {"boards": list(workspace.settings.commissioner.home_boards)}
    with warehouse_of(workspace).connect() as connection:
        listed = practices_listed(run_file(connection, "packs/registered_practices", boards))
    ours = {*practices_of(workspace)}
    practices = [one for one in listed if one.code in ours]  # one of another board may have reported too
    tables = registers_of(workspace, "people", "commitments", "engagement")
    rows = {name: rows_of(table) for name, table in tables.items()}
    fates, held = fates_of(workspace), list(_held(workspace, today))
    voices = [*_voices(fates, rows), *_on_panels(held, rows["people"])]
    outcomes = [
        _outcomes(workspace, one, fates, held, rows["commitments"], today) for one in quarters_to(today)
    ]
    return membership(practices, voices, outcomes, today=today)


def _held(workspace: Workspace, today: date) -> Iterator[tuple[date, Outline]]:
    """Yield each meeting that took place, with its day."""
    for one in outlines(workspace.meetings):
        if one.takes_place and one.day is not None and one.day <= today:
            yield one.day, one


def _voices(fates: Sequence[Fate], rows: _Rows) -> Iterator[Voice]:
    for fate in fates:
        yield Voice(fate.row["practice_code"], fate.row["reported_on"], formal=True)
    for row in rows["engagement"]:
        yield Voice(row["practice_code"], row["heard_on"], formal=row["how"] in FORMAL)


def _on_panels(held: Sequence[tuple[date, Outline]], people: Sequence[Row]) -> Iterator[Voice]:
    practice_of = {row["person_id"]: row["practice_code"] for row in people}
    for day, meeting in held:
        for person in meeting.panel:
            if (practice := practice_of.get(person)) is not None:
                yield Voice(practice, day, formal=True)


def _outcomes(
    workspace: Workspace,
    quarter: Quarter,
    fates: Sequence[Fate],
    held: Sequence[tuple[date, Outline]],
    commitments: Sequence[Row],
    today: date,
) -> Outcomes:
    reported = [one for one in fates if quarter.holds(one.row["reported_on"])]
    recorded = [
        one.id for day, one in held if quarter.holds(day) and is_recorded(workspace.meetings / one.id)
    ]
    reached = [one for id in recorded for one in answers_of(workspace.meetings / id) if _was_reached(one)]
    due = [
        row
        for row in commitments
        if row["due_on"] and quarter.holds(row["due_on"]) and row["due_on"] <= today
        if row["status"] not in ("withdrawn", "replaced")
    ]
    return Outcomes(
        reports=len(reported),
        asked_about=sum(one.asked is not None for one in reported),
        answered=sum(one.state == "answered" for one in reported),
        meetings=len(recorded),
        questions=len(reached),
        dated=sum(one.dated for one in reached),
        due=len(due),
        kept=sum(row["status"] == "kept" for row in due),
    )


def _was_reached(answer: Answer) -> bool:
    return answer.state is not None and answer.question_id not in OTHERS
