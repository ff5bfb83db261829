"""What registers and settings name must be there: told by its row, and no pack is made where a page could change."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import tiny
from click.testing import CliRunner, Result

from briefing import pipeline
from briefing.cli import main
from briefing.workspace import open_workspace

DAY = date(2026, 6, 18)
PEOPLE = "person_id,name,role,may_decide\nP1,Dr One Sample,GP and chair,yes\n"
INTERESTS = "person_id,kind,organisation_code,topic,from,to\n"
PLANS = "metric,provider_code,specialty_code,period,planned_value\n"
CONTACTS = "organisation_code,name,email\n"
COMMITMENTS = "commitment_id,meeting_id,provider_code,what,owner,due_on,measure,status\n"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with figures and a meeting, all loaded once."""
    workspace = tiny.make_workspace(tmp_path_factory.mktemp("named") / "w", months=1)
    tiny.make_meeting(workspace, DAY)
    assert run(workspace.folder, "load").exit_code == 0
    return workspace.folder


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "-w", str(folder)])


def with_registers(folder: Path, registers: Mapping[str, str]) -> Path:
    for name, text in registers.items():
        (folder / "registers" / f"{name}.xlsx").unlink(missing_ok=True)
        (folder / "registers" / f"{name}.csv").write_text(text)
    return folder


REFUSED = [
    (
        "interests",
        INTERESTS + "P1,financial,RZ1,,,\nP11,financial,RZ1,,,\n",
        "interests.csv, row 3, column 'person_id': found the person 'P11', who is not in the register of people; "
        "wanted one that is known. Did you mean 'P1'? Mend the id, or add the person to registers/people.",
    ),
    (
        "interests",
        INTERESTS + "P1,financial,RZ11,,,\n",
        "interests.csv, row 2, column 'organisation_code': found the organisation 'RZ11', of which no file that is "
        "loaded knows; wanted one that is known. Did you mean 'RZ1'?",
    ),
    (
        "plans",
        PLANS + "ae_4_hours,RZ1,ALL,2026-05,70\nae_4_hours,RQQQQ,ALL,2026-05,70\n",
        "plans.csv, row 3, column 'provider_code': found the organisation 'RQQQQ'",
    ),
    (
        "commitments",
        COMMITMENTS + "K1,,RZZ,Shorten it,Chief operating officer,2026-12-18,,open\n",
        "commitments.csv, row 2, column 'provider_code': found the organisation 'RZZ'",
    ),
]
TOLD = [
    (
        "interests",
        INTERESTS
        + "P1,financial,,elective wait,,\nP1,financial,,Cancer,,\nP1,indirect,,our own car park,,\n",
        "interests.csv, row 2, column 'topic': found the topic 'elective wait', which no question has; wanted one that "
        "is known. Did you mean 'elective waits'?",
    ),
    (
        "contacts",
        CONTACTS + "RZ3,Sam Sample,sam@example.org\n",
        "contacts.csv, row 2, column 'organisation_code': found the organisation 'RZ3'",
    ),
    (
        "commitments",
        COMMITMENTS + "K1,2026-06-81-rz1,RZ1,Shorten it,Chief operating officer,2026-12-18,,open\n",
        "column 'meeting_id': found the meeting '2026-06-81-rz1', which has no folder in meetings/; wanted one that "
        "is known. Did you mean '2026-06-18-rz1'?",
    ),
    (
        "concerns",
        "concern_id,practice_code,reported_on,provider_code,theme\n"
        "C1,A81001,2026-03-02,RZ1,clinic letters\nC2,A81001,2026-03-03,RZ1,clinic leters\n"
        "C3,A81001,2026-03-04,RZ1,car parking\n",
        "concerns.csv, row 3, column 'theme': found the theme 'clinic leters', which no question speaks of; "
        "wanted one that is known. Did you mean 'clinic letters'? Write it so, or it is counted apart.",
    ),
    (
        "plans",
        PLANS + "ae_4_hours,RZ1,998,2026-05,70\n",
        "row 2, column 'specialty_code': found the specialty '998', of which no figures are loaded",
    ),
]


def copied(ready: Path, folder: Path) -> Path:
    return Path(shutil.copytree(ready, folder / "w"))


@pytest.mark.parametrize(("register", "text", "said"), REFUSED)
def test_a_name_that_could_change_a_page_stops_the_pack(
    ready: Path, tmp_path: Path, register: str, text: str, said: str
) -> None:
    folder = with_registers(copied(ready, tmp_path), {register: text})
    loaded = run(folder, "load")
    assert (loaded.exit_code, said in loaded.output) == (7, True), loaded.output
    for command in ("check", "build"):
        answer = run(folder, command, f"{DAY}-rz1")
        assert (answer.exit_code, said in answer.output) == (7, True), answer.output
    assert not list((folder / "packs").glob("*/v1"))


@pytest.mark.parametrize(("register", "text", "said"), TOLD)
def test_any_other_name_is_told_and_stops_nothing(
    ready: Path, tmp_path: Path, register: str, text: str, said: str
) -> None:
    folder = with_registers(copied(ready, tmp_path), {register: text})
    for words in (["load"], ["check", f"{DAY}-rz1"]):
        answer = run(folder, *words)
        assert (answer.exit_code, said in answer.output) == (0, True), answer.output


@pytest.mark.parametrize(
    ("metric", "near"),
    [
        ("ae 4 hours", "Did you mean 'ae_4_hours'?"),
        ("Visits to A&E", "Did you mean 'ae_attendances', Visits to A&E?"),
        ("18 weeks", "Did you mean 'rtt_within_18_weeks'?"),
        ("four-hour visits", "Did you mean 'ae_4_hours', A&E visits within 4 hours?"),
    ],
)
def test_a_metric_by_its_title_is_offered_by_its_name(
    ready: Path, tmp_path: Path, metric: str, near: str
) -> None:
    folder = with_registers(copied(ready, tmp_path), {"plans": f"{PLANS}{metric},RZ1,ALL,2026-05,70\n"})
    answer = run(folder, "load")
    assert (
        answer.exit_code,
        f"row 2, column 'metric': found the metric '{metric.lower()}'" in answer.output,
    ) == (4, True)
    assert near in answer.output


def test_what_is_refused_for_something_else_is_told_of_its_names_too(ready: Path, tmp_path: Path) -> None:
    rows = "ae_4_hour,RZ1,ALL,2026-05,70\nae_4_hours,RQQQQ,ALL,2026-05,70\n"
    answer = run(with_registers(copied(ready, tmp_path), {"plans": PLANS + rows}), "load")
    assert answer.exit_code == 4
    assert "row 2, column 'metric': found the metric 'ae_4_hour', which does not exist" in answer.output
    assert "row 3, column 'provider_code': found the organisation 'RQQQQ'" in answer.output


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            '[[peers.swaps]]\norg_code = "RZ1"\nleave_out = "RZ22"\ntake_in = "RZ2"\nreason = "Alike"\n',
            "briefing.toml, line 8: found the organisation 'RZ22', of which nothing that is loaded knows",
        ),
        (
            '[[peers.swaps]]\norg_code = "RZ1"\nleave_out = "QZZ"\ntake_in = "RZ2"\nreason = "Alike"\n'
            'metric = "ae_4_hour"\n',
            "briefing.toml, line 11: found the metric 'ae_4_hour', of which nothing that is loaded knows; wanted one "
            "that is known. Did you mean 'ae_4_hours'?",
        ),
    ],
)
def test_what_the_settings_name_is_told_by_its_line(
    ready: Path, tmp_path: Path, settings: str, said: str
) -> None:
    folder = copied(ready, tmp_path)
    with (folder / "briefing.toml").open("a") as file:
        file.write(settings)
    answer = run(folder, "check", f"{DAY}-rz1")
    assert (answer.exit_code, said in answer.output) == (7, True), answer.output


STANDARD = (
    '[[standard]]\nmetric = "ae_4_hours"\nvalue = 80\nfrom = 2026-04-01\nsource = "Ours"\nconfidence = "H"\n'
)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('org_code = "RZ11"\n', "ours.toml, line 7: found the organisation 'RZ11'"),
        ('specialty_code = "998"\n', "ours.toml, line 7: found the specialty '998'"),
        ("until = 2025-03-31\n", "line 7: ae_4_hours: it ends on 2025-03-31, before it begins on 2026-04-01"),
        (STANDARD.replace("80", "82"), "line 10: ae_4_hours: 80 is in force until further notice, but 82"),
        (
            STANDARD.replace("ae_4_hours", "ae_4_hour"),
            "line 8: found the metric 'ae_4_hour', which does not exist",
        ),
        (STANDARD.replace("80", "780"), "line 9: found 780; wanted a percentage from 0 to 100"),
    ],
)
def test_what_our_own_standards_name_is_told_by_its_line(
    ready: Path, tmp_path: Path, more: str, said: str
) -> None:
    folder = copied(ready, tmp_path)
    (folder / "ours.toml").write_text(STANDARD + more)
    settings = folder / "briefing.toml"
    settings.write_text(f'standards = "ours.toml"\n{settings.read_text()}')
    for words in (["load"], ["check", f"{DAY}-rz1"]):
        answer = run(folder, *words)
        assert (answer.exit_code in (3, 7), said in answer.output) == (True, True), answer.output


LETTERS = [
    (
        "people",
        PEOPLE.replace("One Sample", "Παπαδόπουλος"),
        "people.csv, row 2, column 'name': found the letters",
    ),
    (
        "people",
        PEOPLE.replace("GP and chair", "терапевт"),
        "people.csv, row 2, column 'role': found the letters",
    ),
    (
        "commitments",
        COMMITMENTS + "K1,,RZ1,A ward,王小明,2026-12-18,,open\n",
        "row 2, column 'owner': found the letters",
    ),
]


@pytest.mark.parametrize(("register", "text", "said"), LETTERS)
def test_letters_that_no_page_has_are_told_before_a_page_is_made(
    ready: Path, tmp_path: Path, register: str, text: str, said: str
) -> None:
    folder = with_registers(copied(ready, tmp_path), {register: text})
    for words in (["load"], ["check", f"{DAY}-rz1"], ["build", f"{DAY}-rz1"]):
        answer = run(folder, *words)
        assert (answer.exit_code, said in answer.output) == (7, True), answer.output
        assert "which no font of a page has; wanted letters of the Latin alphabet" in answer.output


def test_letters_of_a_meeting_s_file_are_told_by_their_line(ready: Path, tmp_path: Path) -> None:
    folder = copied(ready, tmp_path)
    file = folder / "meetings" / f"{DAY}-rz1" / "meeting.toml"
    file.write_text(file.read_text().replace("Board room", "Αίθουσα 2"))
    answer = run(folder, "check", f"{DAY}-rz1")
    assert (answer.exit_code, "line 4: found the letters Αίθουσα (Greek)" in answer.output) == (7, True)
    file.write_text(file.read_text().replace("Αίθουσα 2", "Café Žižek, β-block \U0001f600"))
    assert run(folder, "check", f"{DAY}-rz1").exit_code == 0


def test_a_meeting_from_before_the_workspace_is_no_slip_of_the_pen(ready: Path, tmp_path: Path) -> None:
    """Much like a meeting that is there, and on a day of its own."""
    row = "K1,2026-03-18-rz1,RZ1,Shorten it,Chief operating officer,2026-12-18,,open\n"
    folder = with_registers(copied(ready, tmp_path), {"commitments": COMMITMENTS + row})
    answer = run(folder, "load")
    assert (answer.exit_code, "2026-03-18-rz1" in answer.output) == (0, False), answer.output


def test_a_code_of_a_kind_that_no_file_knows_may_be_right(ready: Path, tmp_path: Path) -> None:
    rows = "P1,financial,A81001,,,\nP1,financial,,elective waits,,\n"
    folder = with_registers(copied(ready, tmp_path), {"interests": INTERESTS + rows})
    assert run(folder, "load").exit_code == 0
    assert run(folder, "check", f"{DAY}-rz1").exit_code == 0


def test_a_person_who_left_the_register_is_missed_afterwards(ready: Path, tmp_path: Path) -> None:
    two = PEOPLE + "P2,Dr Two Sample,GP,no\n"
    registers = {"people": two, "interests": INTERESTS + "P2,financial,RZ1,,,\n"}
    folder = with_registers(copied(ready, tmp_path), registers)
    assert run(folder, "load").exit_code == 0
    with_registers(folder, {"people": PEOPLE})
    assert "found the person 'P2', who is not in the register of people" in run(folder, "load").output


def test_many_rows_of_a_kind_are_counted(ready: Path, tmp_path: Path) -> None:
    rows = "".join(f"RZ{n},Sam Sample,sam{n}@example.org\n" for n in range(30, 45))
    folder = with_registers(copied(ready, tmp_path), {"contacts": CONTACTS + rows})
    said = run(folder, "load").output
    assert said.count("found the organisation") == 10
    assert "column 'organisation_code': found 5 more rows of the kind" in said


def test_the_register_of_organisations_makes_a_code_known(ready: Path, tmp_path: Path) -> None:
    known = (open_workspace(ready).registers / "organisations.csv").read_text()
    registers = {
        "organisations": known + "RQQ,A Clinic,provider,QZZ\n",
        "plans": PLANS + "ae_4_hours,RQQ,ALL,2026-05,70\n",
    }
    assert run(with_registers(copied(ready, tmp_path), registers), "load").exit_code == 0


def test_a_pin_without_effect_is_told_by_its_line_and_at_the_build(ready: Path, tmp_path: Path) -> None:
    folder = copied(ready, tmp_path)
    name = tiny.make_meeting(open_workspace(folder), date(2026, 7, 16), more='pinned = ["INT-03"]\n')
    why = "nothing is loaded on letters_within_7_days, practices' reports at RZ1."
    checked = run(folder, "check", name).output
    assert f"meeting.toml, line 11: INT-03 is pinned and asks nothing of RZ1: {why}" in checked
    assert pipeline.pins_without_effect(open_workspace(folder), name) == [
        f"INT-03 is pinned and asks nothing of RZ1: {why}"
    ]
