"""The membership of a workspace: reports, panels and visits; the command and the desk's page."""

import shutil
from datetime import date
from pathlib import Path

import papers
import pytest
import tiny
from click.testing import CliRunner

from briefing import pipeline
from briefing.challenge.membership import Outcomes
from briefing.cli import main
from briefing.meeting.answers import ANSWERS_FILE, Answer, answers_csv
from briefing.post.membership import membership_of
from briefing.workspace import Workspace, open_workspace

TODAY = date(2026, 6, 30)
FILES = {
    "people": "person_id,name,role,practice_code,may_decide\nP1,Dr One Sample,GP and chair,A81001,yes\n",
    "organisations": "code,name,type,parent_code\nQZZ,NHS Fenmarsh and Coldwater,board,\n"
    "RZ1,Fenmarsh Hospitals,provider,QZZ\nRZ2,Coldwater Bay,provider,QZZ\n",
    "concerns": "concern_id,practice_code,reported_on,provider_code,theme,outcome\n"
    "C1,A81002,2026-05-04,RZ1,clinic letters,explained\nC2,A81002,2026-05-05,RZ1,results,\n",
    "engagement": "practice_code,heard_on,how\nA81003,2026-02-03,Practice visit\nA81004,2025-01-09,survey\n",
    "commitments": "commitment_id,provider_code,what,owner,due_on,status\n"
    "M1,RZ1,A plan,Director,2026-05-01,kept\nM2,RZ1,A list,Director,2026-06-01,open\n"
    "M3,RZ1,A date,Director,2026-06-02,withdrawn\n",
}
MAP = (
    "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,ONS_ICB_CODE,ICB_CODE,ICB_NAME,"
    "PCN_CODE,PCN_NAME,ONS_SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_NAME,"
    "ONS_COMM_REGION_CODE,COMM_REGION_CODE,COMM_REGION_NAME,SUPPLIER_NAME\n"
)
LIST = "PUBLICATION,EXTRACT_DATE,ORG_TYPE,ORG_CODE,ONS_CODE,POSTCODE,SEX,AGE_GROUP_5,NUMBER_OF_PATIENTS\n"


def practices(folder: Path) -> None:
    """Five practices of the board in two networks, and one of another board."""
    lines, lists = [MAP], [LIST]
    for number, (network, board) in enumerate([("1", "QZZ")] * 3 + [("2", "QZZ")] * 2 + [("3", "QYY")], 1):
        code = f"A8100{number}"
        lines.append(
            f"GP_PRAC_PAT_LIST,01Jun2026,{code},SURGERY {number},ZZ1 1AA,E54000001,{board},NHS {board},"
            f"U0000{network},NETWORK {network} PCN,E38000001,01A,NHS {board} - 01A,E40000001,Y60,MIDLANDS,EMIS\n"
        )
        lists.append(f"GP_PRAC_PAT_LIST,2026-06-01,GP,{code},,ZZ1 1AA,ALL,ALL,5000\n")
    (folder / "gp-reg-pat-prac-map.csv").write_text("".join(lines))
    (folder / "gp-reg-pat-prac-quin-age.csv").write_text("".join(lists))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tiny.make_workspace(tmp_path_factory.mktemp("membership") / "w", months=2)
    practices(workspace.inbox)
    for name, text in FILES.items():
        (workspace.registers / f"{name}.xlsx").unlink(missing_ok=True)
        (workspace.registers / f"{name}.csv").write_text(text)
    meeting = tiny.make_meeting(workspace, date(2026, 6, 4))
    report = pipeline.load(workspace)
    assert not report.refused, report.refused
    answers = [
        Answer("uec-01", "RZ1", "answered", "A plan", "Director", date(2026, 9, 1)),
        Answer("uec-02", "RZ1", "partly", "A look at it"),
        Answer("uec-03", "RZ1", "not answered"),
        Answer("uec-04", "RZ1"),
    ]
    (workspace.meetings / meeting / ANSWERS_FILE).write_bytes(answers_csv(answers))
    return workspace.folder


@pytest.fixture
def workspace(loaded: Path, tmp_path: Path) -> Workspace:
    return open_workspace(shutil.copytree(loaded, tmp_path / "w"))


def test_reports_panels_and_visits_are_heard_and_practices_of_other_boards_are_not_ours(
    workspace: Workspace,
) -> None:
    found = membership_of(workspace, today=TODAY)
    assert [(one.name, len(one.practices), one.heard, one.never) for one in found.localities] == [
        ("Network 1 PCN", 3, 3, False),
        ("Network 2 PCN", 2, 0, False),
    ]
    by_code = {one.practice.code: one for one in found.standings}
    assert {code: (one.formal, one.informal) for code, one in by_code.items()} == {
        "A81001": (True, False),
        "A81002": (True, False),
        "A81003": (False, True),
        "A81004": (False, False),
        "A81005": (False, False),
    }
    assert [one.practice.code for one in found.newcomers] == ["A81001", "A81002"]
    assert [one.practice.code for one in found.never] == ["A81005"]


def test_a_quarter_says_what_its_reports_questions_and_commitments_won(workspace: Workspace) -> None:
    found = membership_of(workspace, today=TODAY)
    assert found.outcomes[-1] == Outcomes(
        reports=2, asked_about=0, answered=1, meetings=1, questions=3, dated=1, due=2, kept=1
    )
    assert found.outcomes[0] == Outcomes()


def test_a_meeting_that_was_called_off_heard_nobody(workspace: Workspace) -> None:
    file = next(workspace.meetings.glob("*/meeting.toml"))
    file.write_text(file.read_text() + 'status = "cancelled"\n')
    found = membership_of(workspace, today=TODAY)
    assert "A81001" not in {one.practice.code for one in found.newcomers}
    assert found.outcomes[-1].meetings == 0


@pytest.mark.slow
def test_the_command_writes_both_reports_in_three_forms(workspace: Workspace, tmp_path: Path) -> None:
    words = ["membership", str(tmp_path / "out"), "--today", str(TODAY), "-w", str(workspace.folder)]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"{stem}.{form}"
        for stem in ("membership", "membership-practices")
        for form in ("pdf", "html", "docx")
    }
    for pdf in (tmp_path / "out").glob("*.pdf"):
        assert papers.faults(pdf) == []
