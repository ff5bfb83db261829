"""A register of commitments that names what does not exist, and the rows that are refused."""

from pathlib import Path

import pytest

from briefing.loading import load
from briefing.workspace import Workspace, init

HEAD = "commitment_id,meeting_id,provider_code,what,owner,due_on,measure,status,replaces"
GOOD = "C1,2026-06-04-rxa,RXA,Send the rota,P01,2026-09-30,letters_within_7_days,open,"
PEOPLE = "person_id,name,role,practice_code,email,may_decide\nP01,Dr One,GP,,,no\nP02,Dr Two,GP,,,no\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init(tmp_path / "w")
    for name in ("commitments", "people"):
        (made.registers / f"{name}.xlsx").unlink()
    (made.registers / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return made


def put(workspace: Workspace, *rows: str, head: str = HEAD) -> list[str]:
    """What is wrong with a register of these rows."""
    path = workspace.registers / "commitments.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    (found,) = load(workspace, [path]).files
    assert found.state == ("refused" if found.faults else "loaded")
    return [str(fault) for fault in found.faults]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (GOOD.replace("letters_within", "letter_within"), "'letters_within_7_days'"),
        (
            GOOD.replace("letters_within_7_days", "Clinic letters within 7 dais"),
            "'Clinic letters within 7 days'",
        ),
        (GOOD.replace("letters_within_7_days", "no_such_thing"), "found the measure 'no_such_thing'"),
        (GOOD.replace("P01", "P03"), "found the person 'P03', who is not in the register of people"),
        (f"{GOOD}C9", "found the promise 'C9', which is not here"),
    ],
)
def test_what_does_not_exist_is_refused_by_its_row_with_the_nearest_name(
    workspace: Workspace, row: str, told: str
) -> None:
    (fault,) = put(workspace, GOOD.replace("C1", "C0", 1), row)
    assert "row 3" in fault
    assert told in fault


@pytest.mark.parametrize(
    "row",
    [
        GOOD,
        GOOD.replace("letters_within_7_days", "Clinic letters within 7 days"),
        GOOD.replace("letters_within_7_days", "letters_within_7_days/120"),
        GOOD.replace("letters_within_7_days", "a count each week"),
        GOOD.replace("letters_within_7_days", ""),
        GOOD.replace("P01", "Chief operating officer"),
        GOOD.replace("P01", "Dr Pat Elsewhere"),
    ],
)
def test_roles_and_plain_words_are_let_pass(workspace: Workspace, row: str) -> None:
    assert put(workspace, row) == []


def test_an_old_register_without_the_new_columns_loads(workspace: Workspace) -> None:
    old = "commitment_id,provider_code,what,owner,due_on,status"
    assert put(workspace, "C1,RXA,Send it,COO,2026-09-30,open", head=old) == []


def test_the_population_is_everybody_ours_or_a_board(workspace: Workspace) -> None:
    head = f"{HEAD},population_code"
    for words in ("ALL", "everybody", "ours", "Our residents", "QXA"):
        assert put(workspace, f"{GOOD},{words}", head=head) == []
    (fault,) = put(workspace, f"{GOOD},the neighbours", head=head)
    assert "population_code" in fault
