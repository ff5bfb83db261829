"""Files dropped into a workspace are loaded once, refused with their faults, and answered for by `status`."""

import os
import shutil
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from briefing.errors import BriefingError, Fault, WarehouseError
from briefing.loading import LoadReport, load, status, warehouse_of
from briefing.loading.refusals import lines_of
from briefing.warehouse import Warehouse, run
from briefing.workspace import Workspace, init, open_workspace

RETURNS = (
    "Periodname,Provider Parent Org Code,Provider Parent Name,Provider Org Code,Provider Org Name,"
    "Commissioner Parent Org Code,Commissioner Parent Name,Commissioner Org Code,Commissioner Org Name,"
    "Op Gprefsmade M,Op Otherrefsmade M,Op Gprefsmade Ga M,Op Otherrefsmade Ga M\n"
    "MRR-{month},QAA,NORTH BOARD,RAA,A HOSPITAL,QAA,NORTH BOARD,01A,NORTH,{referrals},5,1,1\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init(tmp_path / "northmere")


def returns(folder: Path, month: str, referrals: int, *, name: str | None = None) -> Path:
    """A monthly referral return in the published layout, of one hospital."""
    path = folder / (name or f"MRR-{month}.csv")
    path.write_text(RETURNS.format(month=month, referrals=referrals))
    return path


def people(workspace: Workspace, *names: str) -> Path:
    """The register of people, saved from Excel with these in it."""
    path = workspace.registers / "people.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, values in enumerate(
            [("person_id", "name", "role"), *((name, name, "GP") for name in names)]
        ):
            sheet.write_row(row, 0, values)
    return path


def states(report: LoadReport) -> dict[str, str]:
    return {file.path: file.state for file in report.files if file.state != "empty"}


def ask(workspace: Workspace, sql: str) -> list[tuple[object, ...]]:
    with warehouse_of(workspace).connect() as connection:
        return [tuple(row.values()) for row in run(connection, sql).to_pylist()]


def test_what_was_dropped_is_loaded_and_the_empty_registers_are_passed_by(workspace: Workspace) -> None:
    returns(workspace.inbox, "April-2026", 40)
    report = load(workspace)
    assert states(report) == {"inbox/MRR-April-2026.csv": "loaded"}
    assert ask(workspace, "select period::text, gp_referrals from referral_returns") == [("2026-04-01", 40)]
    assert list(report.lines()) == [
        "loaded inbox/MRR-April-2026.csv",
        "  monthly referral returns (MRR), April 2026: 1 row",
        "1 loaded, 0 known already, 0 refused",
    ]


def test_an_untouched_register_is_not_even_opened(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(load.__globals__, "within_limits", None)
    assert {file.state for file in load(workspace).files} == {"empty"}


def test_loading_again_changes_nothing(workspace: Workspace) -> None:
    returns(workspace.inbox, "April-2026", 40)
    (workspace.inbox / "holiday.csv").write_text("where,when\nsea,July\n")
    load(workspace)
    before = {path: path.read_bytes() for path in workspace.warehouse.rglob("*") if path.is_file()}
    report = load(workspace)
    assert states(report) == {"inbox/MRR-April-2026.csv": "known", "inbox/holiday.csv": "refused"}
    kept = {path: path.read_bytes() for path in workspace.warehouse.rglob("*") if path.is_file()}
    refused = workspace.warehouse / "refused.jsonl"
    assert {path for path in before if before[path] != kept.get(path)} <= {refused}
    assert kept.keys() == before.keys()


def test_a_revised_file_counts_and_the_first_one_is_kept(workspace: Workspace) -> None:
    returns(workspace.inbox, "April-2026", 40)
    load(workspace)
    returns(workspace.inbox, "April-2026", 44, name="MRR-April-2026-revised.csv")
    report = load(workspace)
    assert "  monthly referral returns (MRR), April 2026, vintage 2: 1 row" in report.lines()
    assert ask(workspace, "select gp_referrals from referral_returns") == [(44,)]
    assert ask(workspace, "select vintage, counts from loads order by all") == [(1, False), (2, True)]


def test_a_first_publication_found_late_says_that_it_is_not_in_use(workspace: Workspace) -> None:
    returns(workspace.inbox, "April-2026", 44, name="MRR-April-2026-revised.csv")
    load(workspace)
    returns(workspace.inbox, "April-2026", 40)
    (line,) = [line for line in load(workspace).lines() if "vintage 2" in line]
    assert line.endswith("; not in use: a revised or later file counts")
    assert ask(workspace, "select gp_referrals from referral_returns") == [(44,)]


def test_a_refused_file_does_not_keep_the_others_out(workspace: Workspace) -> None:
    (workspace.inbox / "a letter.pdf").write_bytes(b"%PDF-1.7")
    returns(workspace.inbox, "April-2026", 40)
    returns(workspace.inbox, "May-2026", -1)
    report = load(workspace)
    assert states(report) == {
        "inbox/MRR-April-2026.csv": "loaded",
        "inbox/MRR-May-2026.csv": "refused",
        "inbox/a letter.pdf": "refused",
    }
    refusals = "\n".join(report.refusals())
    assert "refused inbox/a letter.pdf\n  a letter.pdf: found a PDF document" in refusals
    assert "MRR-May-2026.csv, row 2, column 'Op Gprefsmade M': found '-1'" in refusals


def test_a_refusal_is_remembered_until_the_file_is_mended_or_gone(workspace: Workspace) -> None:
    returns(workspace.inbox, "April-2026", -1)
    returns(workspace.inbox, "May-2026", -1)
    load(workspace)
    assert [each.path for each in status(workspace).refusals] == [
        "inbox/MRR-April-2026.csv",
        "inbox/MRR-May-2026.csv",
    ]
    returns(workspace.inbox, "April-2026", 40)
    load(workspace, [workspace.inbox / "MRR-April-2026.csv"])
    (refusal,) = status(workspace).refusals
    assert refusal.path == "inbox/MRR-May-2026.csv"
    assert "found '-1'" in str(refusal.faults[0])
    (workspace.inbox / "MRR-May-2026.csv").unlink()
    assert status(workspace).refusals == ()


def test_what_computers_leave_behind_is_passed_by(workspace: Workspace, tmp_path: Path) -> None:
    for name in (
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "~$people.xlsx",
        ".hidden.csv",
        "x.csv.part",
        "x.crdownload",
        "people.xlsx.bak",
        "people.xlsx~",
    ):
        (workspace.inbox / name).write_text("x")
    for folder in ("__MACOSX", ".git"):
        (workspace.inbox / folder).mkdir()
        returns(workspace.inbox / folder, "April-2026", 40)
    (workspace.registers / "standards.toml").write_text("")
    assert states(load(workspace)) == {}


def test_our_own_standards_are_no_data_however_the_folder_is_named(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace.registers / "standards.toml").write_text("")
    monkeypatch.chdir(workspace.folder)
    assert states(load(workspace, [Path("registers")])) == {}


HEAD = "person_id,name,role\n"
COPIES = (
    *(
        "people-LAPTOP123.xlsx",
        "people (1).xlsx",
        "people - Copy.xlsx",
        "people - Copy (2).xlsx",
        "people 2.xlsx",
    ),
    *(
        "people copy.xlsx",
        "Copy of people.xlsx",
        "people-DESKTOP-AB12CD-2.xlsx",
        "people_conflict-20261130.xlsx",
    ),
    *("people (Ann Lee's conflicted copy 2026-11-30).xlsx", "people.sync-conflict-20261130-092341-AB7.xlsx"),
)


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_that_a_sync_made_of_a_register_is_not_read(workspace: Workspace, name: str) -> None:
    people(workspace, "Ann", "Bob").rename(workspace.registers / name)
    people(workspace, "Ann", "Bob", "Cas")
    report = load(workspace)
    assert states(report) == {"registers/people.xlsx": "loaded", f"registers/{name}": "refused"}
    assert ask(workspace, "select count(*)::int from people") == [(3,)]
    assert not any(file.alarming for file in report.refused)
    (line,) = report.refusals()
    assert line == (
        f"not read: registers/{name}: a copy of people.xlsx that a sync or a download made. "
        "people.xlsx counts. If a row is missing in it, put it there; then delete this file."
    )
    assert list(report.lines())[-1] == "1 loaded, 0 known already, 0 refused, 1 not read"
    assert list(load(workspace).refusals()) == [], "it is told once"
    assert line in status(workspace).lines()


def test_a_copy_without_its_register_is_the_register(workspace: Workspace) -> None:
    people(workspace, "Ann").rename(workspace.registers / "people (1).xlsx")
    assert states(load(workspace)) == {"registers/people (1).xlsx": "loaded"}


def test_a_csv_beside_the_workbook_of_a_register_is_not_read(workspace: Workspace) -> None:
    people(workspace, "Ann")
    (workspace.registers / "people.csv").write_text(HEAD + "B,Bob,GP\n")
    report = load(workspace)
    assert states(report) == {"registers/people.csv": "refused", "registers/people.xlsx": "loaded"}
    assert "a csv beside the register people.xlsx" in "".join(report.refusals())
    assert ask(workspace, "select name from people") == [("Ann",)]


def test_a_csv_beside_a_workbook_that_nobody_has_written_in_is_the_register(workspace: Workspace) -> None:
    (workspace.registers / "people.csv").write_text(HEAD + "B,Bob,GP\n")
    assert states(load(workspace)) == {"registers/people.csv": "loaded"}


@pytest.mark.parametrize("loaded_before", [False, True])
def test_two_files_of_one_register_are_refused_with_both_names_and_their_rows(
    workspace: Workspace, loaded_before: bool
) -> None:
    people(workspace, "Ann", "Bob")
    if loaded_before:
        load(workspace)
    (workspace.registers / "staff.csv").write_text(HEAD + "C,Cas,GP\n")
    report = load(workspace)
    assert states(report) == {"registers/people.xlsx": "refused", "registers/staff.csv": "refused"}
    told = "people (register) in people.xlsx with 2 rows and staff.csv with 1 row; wanted one file a register"
    assert [told in str(fault) for file in report.refused for fault in file.faults] == [True, True]
    assert all(file.alarming for file in report.refused)
    assert ask(workspace, "select count(*)::int from people") == [(2 if loaded_before else 0,)]
    (workspace.registers / "staff.csv").unlink()
    assert [file.state for file in load(workspace).files if "people" in file.path] == [
        "known" if loaded_before else "loaded"
    ]


@pytest.mark.parametrize("first", ["registers", "inbox"])
def test_a_register_in_the_inbox_does_not_silently_take_the_place_of_another(
    workspace: Workspace, first: str
) -> None:
    (workspace.folder / first / "people.csv").write_text(HEAD + "A,Ann,GP\nB,Bob,GP\n")
    (workspace.inbox / "staff.csv").write_text(HEAD + "C,Cas,GP\n")
    report = load(workspace)
    assert states(report) == {f"{first}/people.csv": "loaded", "inbox/staff.csv": "refused"}
    assert f"in {first}/people.csv with 2 rows and inbox/staff.csv with 1 row" in "".join(report.refusals())


def test_the_next_file_of_a_register_that_is_kept_in_the_inbox_counts(workspace: Workspace) -> None:
    for name in ("Ann", "Bob"):
        (workspace.inbox / f"{name}.csv").write_text(f"{HEAD}{name},{name},GP\n")
        load(workspace)
    assert ask(workspace, "select name from people") == [("Bob",)]


def test_two_files_of_rows_that_add_up_are_both_read(workspace: Workspace) -> None:
    head = "concern_id,practice_code,reported_on,provider_code,theme\n"
    for year in (2025, 2026):
        row = f"C{year},A81001,{year}-03-02,RXA,letters\n"
        (workspace.registers / f"concerns-{year}.csv").write_text(head + row)
    load(workspace)
    assert ask(workspace, "select count(*)::int from concerns") == [(2,)]


@pytest.mark.parametrize(("kept", "told"), [(5, False), (4, True), (1, True)])
def test_a_register_of_half_its_rows_says_so(workspace: Workspace, kept: int, told: bool) -> None:
    names = [f"P{number}" for number in range(8)]
    people(workspace, *names)
    load(workspace)
    people(workspace, *names[:kept])
    (file,) = load(workspace).loaded
    notes = [note for note in file.loads[0].notes if "the file before held 8 rows" in note]
    assert bool(notes) == told


def test_a_register_that_was_deleted_says_that_its_rows_still_count(workspace: Workspace) -> None:
    path = people(workspace, "Ann", "Bob")
    (workspace.registers / "concerns.csv").write_text(
        "concern_id,practice_code,reported_on,provider_code,theme\nC1,A81001,2026-03-02,RXA,letters\n"
    )
    assert load(workspace).gone == ()
    path.unlink()
    (workspace.registers / "concerns.csv").unlink()
    told = (
        "registers/people.xlsx is no longer there, and its 2 rows still count: put it back, "
        "or one with its headings alone, which takes them out.",
        "registers/concerns.csv is no longer there, and its row still counts: put it back.",
    )
    assert sorted(load(workspace).gone) == sorted(told)
    assert set(told) <= set(status(workspace).lines(quiet=True))
    people(workspace)
    assert [line for line in load(workspace).gone if "people" in line] == []
    assert ask(workspace, "select count(*)::int from people") == [(0,)]


def test_folders_in_the_inbox_are_walked_in_the_order_of_names(workspace: Workspace) -> None:
    for folder, month in (("b", "May-2026"), ("a", "June-2026"), ("a/deep", "April-2026")):
        (workspace.inbox / folder).mkdir(parents=True, exist_ok=True)
        returns(workspace.inbox / folder, month, 40)
    assert list(states(load(workspace))) == [
        "inbox/a/MRR-June-2026.csv",
        "inbox/a/deep/MRR-April-2026.csv",
        "inbox/b/MRR-May-2026.csv",
    ]


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")
def test_a_link_that_leads_outside_is_not_followed(workspace: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    secret = returns(outside, "April-2026", 40)
    (workspace.inbox / "link.csv").symlink_to(secret)
    (workspace.inbox / "folder").symlink_to(outside)
    inside = returns(workspace.inbox, "May-2026", 40)
    (workspace.inbox / "z.csv").symlink_to(inside)
    assert states(load(workspace)) == {"inbox/MRR-May-2026.csv": "loaded", "inbox/z.csv": "known"}


def test_files_elsewhere_can_be_named(workspace: Workspace, tmp_path: Path) -> None:
    elsewhere = returns(tmp_path, "April-2026", 40)
    returns(workspace.inbox, "May-2026", 40)
    assert states(load(workspace, [elsewhere, elsewhere])) == {elsewhere.as_posix(): "loaded"}
    with pytest.raises(BriefingError, match=r"nowhere\.csv: is not there"):
        load(workspace, [tmp_path / "nowhere.csv"])


def test_a_register_that_was_emptied_is_empty(workspace: Workspace) -> None:
    people(workspace, "Ann", "Bob")
    load(workspace)
    people(workspace, "Ann")
    load(workspace)
    assert ask(workspace, "select name from people") == [("Ann",)]
    people(workspace)
    assert states(load(workspace)) == {"registers/people.xlsx": "loaded"}
    assert ask(workspace, "select name from people") == []
    people(workspace, "Cas")
    load(workspace)
    assert ask(workspace, "select name from people") == [("Cas",)]


def test_a_file_that_changes_while_it_is_read_is_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    copying = returns(workspace.inbox, "April-2026", 40)
    within_limits = load.__globals__["within_limits"]

    def read_while_it_is_copied(*how: object, **options: object) -> object:
        extracts = within_limits(*how, **options)
        copying.write_text(copying.read_text() + "MRR-April-2026,,,RBB,,,,01A,,1,1,1,1\n")
        return extracts

    monkeypatch.setitem(load.__globals__, "within_limits", read_while_it_is_copied)
    (line,) = [line for line in load(workspace).lines() if "found" in line]
    assert "found a file that changed while it was read; wanted a finished file. Wait until" in line
    monkeypatch.undo()
    assert states(load(workspace)) == {"inbox/MRR-April-2026.csv": "loaded"}


@pytest.mark.skipif(os.name == "nt", reason="rights are set the POSIX way")
def test_a_file_that_can_not_be_opened_is_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = returns(workspace.inbox, "April-2026", 40)
    path.unlink()
    path.symlink_to(path.with_name("gone.csv"))
    (line,) = [line for line in load(workspace).lines() if "found" in line]
    assert "MRR-April-2026.csv: found No such file or directory; wanted a file that can be read." in line


def test_column_names_of_the_settings_reach_the_reader(workspace: Workspace) -> None:
    settings = workspace.folder / "briefing.toml"
    settings.write_text('[columns.advice]\n"Request" = "request_id"\n"Ward" = ""\n')
    (workspace.inbox / "advice.csv").write_text(
        "Request,practice_code,provider_code,specialty_code,asked_on,answered_on,outcome,Ward\n"
        "Q1,A81001,RAA,110,2026-04-01,2026-04-03,advice,north\n"
    )
    assert states(load(workspace)) == {"inbox/advice.csv": "refused"}
    assert states(load(open_workspace(workspace.folder))) == {"inbox/advice.csv": "loaded"}


def test_two_files_of_list_sizes_in_one_month_are_both_there(workspace: Workspace) -> None:
    """Totals come in one file, ages in another: one doesn't replace the other."""
    head = "PUBLICATION,EXTRACT_DATE,TYPE,CCG_CODE,ONS_CCG_CODE,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS\n"
    row = "GP_PRAC_PAT_LIST,01Jan2022,GP,01A,E38000001,A81001,TS18 1HU,ALL,ALL,{}\n"
    (workspace.inbox / "all.csv").write_text(head + row.format(900))
    load(workspace)
    (workspace.inbox / "other.csv").write_text(head + row.format(800).replace("A81001", "A81002"))
    load(workspace)
    sql = "select practice_code, patients from gp_list_size order by all"
    assert ask(workspace, sql) == [("A81001", 900), ("A81002", 800)]


def test_progress_is_told_file_by_file(workspace: Workspace) -> None:
    returns(workspace.inbox, "April-2026", 40)
    shutil.rmtree(workspace.registers)
    returns(workspace.inbox, "May-2026", 40)
    told: list[tuple[str, int, int]] = []
    load(workspace, progress=lambda *step: told.append(step))
    assert told == [("inbox/MRR-April-2026.csv", 0, 2), ("inbox/MRR-May-2026.csv", 1, 2)]


def test_what_was_loaded_and_refused_before_an_error_is_kept(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace.inbox / "a.csv").write_text("where,when\nsea,July\n")
    returns(workspace.inbox, "April-2026", 40, name="b.csv")
    returns(workspace.inbox, "May-2026", 40, name="c.csv")
    add = Warehouse.add

    def add_until_the_disk_is_full(self: Warehouse, extracts: object, file: str, sha256: str) -> object:
        if file.endswith("c.csv"):
            raise WarehouseError("the disk is full")
        return add(self, extracts, file, sha256)  # type: ignore[arg-type]

    monkeypatch.setattr(Warehouse, "add", add_until_the_disk_is_full)
    with pytest.raises(WarehouseError, match="the disk is full"):
        load(workspace)
    assert [load.path for load in warehouse_of(workspace).loads()] == ["inbox/b.csv"]
    assert [each.path for each in status(workspace).refusals] == ["inbox/a.csv"]


def test_status_tells_months_vintages_and_gaps(workspace: Workspace) -> None:
    for month in ("November-2025", "February-2026", "April-2026"):
        returns(workspace.inbox, month, 40)
    returns(workspace.inbox, "April-2026", 41, name="MRR-April-2026-revised.csv")
    load(workspace)
    (source,) = status(workspace).sources
    assert (source.source, source.rows, len(source.loads)) == ("referral_returns", 3, 4)
    assert [month.isoformat() for month in source.gaps] == ["2025-12-01", "2026-01-01", "2026-03-01"]
    first, second, *_ = status(workspace).lines()
    assert first.startswith("monthly referral returns (MRR): November 2025 to April 2026, 3 rows, loaded 20")
    assert second == "  no file for December 2025, January 2026, March 2026"
    told = "\n".join(status(workspace).lines(verbose=True))
    assert "Apr 2026 vintage 1: inbox/MRR-April-2026.csv, 1 row" in told
    assert "not in use" in told
    assert "checked: rows: 1 row" in told


def test_a_snapshot_that_comes_once_a_quarter_misses_no_month(workspace: Workspace) -> None:
    head = "PUBLICATION,EXTRACT_DATE,TYPE,CCG_CODE,ONS_CCG_CODE,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS\n"
    for month in ("JAN", "APR"):
        row = f"GP_PRAC_PAT_LIST,01{month}2026,GP,01A,E38000001,A81001,TS18 1HU,ALL,ALL,900\n"
        (workspace.inbox / f"{month}.csv").write_text(head + row)
    load(workspace)
    (source,) = status(workspace).sources
    assert (str(source.first_period), str(source.latest_period), source.gaps) == (
        "2026-01-01",
        "2026-04-01",
        (),
    )


def test_the_settings_say_what_a_date_with_slashes_is(workspace: Workspace) -> None:
    (workspace.inbox / "advice.csv").write_text(
        "request_id,practice_code,provider_code,specialty_code,asked_on,answered_on,outcome\n"
        "Q1,A81001,RAA,110,03/04/2026,05/04/2026,advice\n"
    )
    load(workspace)
    assert ask(workspace, "select asked_on::text from advice") == [("2026-04-03",)]
    settings = workspace.folder / "briefing.toml"
    settings.write_text('dates = "us"\n')
    american = open_workspace(workspace.folder)
    shutil.rmtree(american.warehouse)
    load(american)
    assert ask(american, "select asked_on::text from advice") == [("2026-03-04",)]


def test_status_of_a_new_workspace_says_what_to_do(workspace: Workspace) -> None:
    assert list(status(workspace).lines()) == [
        "nothing is loaded yet: drop files into inbox/, then run `briefing load`"
    ]
    assert list(status(workspace).lines(quiet=True)) == []


def test_status_tells_how_long_the_metrics_took(workspace: Workspace) -> None:
    warehouse_of(workspace).derive("f1", lambda connection: ["loads"])
    told = list(status(workspace).lines(verbose=True))
    assert told[-2].startswith("metrics in context computed in ")
    assert told[-1].startswith("  loads: 0 rows, ")


def test_a_lost_record_of_refusals_is_no_error(workspace: Workspace) -> None:
    (workspace.inbox / "a.csv").write_text("where,when\nsea,July\n")
    load(workspace)
    (workspace.warehouse / "refused.jsonl").write_text("half a li")
    assert status(workspace).refusals == ()
    load(workspace)
    assert [each.path for each in status(workspace).refusals] == ["inbox/a.csv"]


def test_the_registers_of_a_new_workspace_offer_lists_in_excel(workspace: Workspace) -> None:
    with zipfile.ZipFile(workspace.registers / "interests.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'type="list"' in sheet
    assert "non-financial professional" in sheet


def test_the_real_files_are_read_or_refused_with_a_reason(workspace: Workspace, shared: Path) -> None:
    shutil.copytree(shared / "data" / "ae", workspace.inbox / "ae")
    shutil.copytree(shared / "data" / "ods", workspace.inbox / "ods")
    report = load(workspace)
    assert {file.state for file in report.files} == {"loaded", "empty"}
    assert ask(workspace, "select count(distinct period)::int from ae") == [(14,)]
    assert {file.state for file in load(workspace).files} == {"known", "empty"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files and names")
def test_whatever_lies_in_the_inbox_the_rest_is_loaded(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    """Pipes, names that are no text, names that a screen obeys, a link in a circle: each a sentence, none a stop."""
    returns(workspace.inbox, "April-2026", 40, name="z.csv")
    inbox = os.fsencode(workspace.inbox)
    os.mkfifo(workspace.inbox / "pipe.csv")
    (workspace.inbox / "circle.csv").symlink_to(workspace.inbox / "circle.csv")
    for name in (b"caf\xe9.csv", b"two\nlines.csv", b"\x1b[31mred.csv"):
        with open(os.path.join(inbox, name), "wb") as file:
            file.write(b"a,b\n1,2\n")
    report = load(workspace)
    assert sorted(states(report).values()) == ["loaded", *["refused"] * 5]
    told = "\n".join(report.lines(verbose=True))
    assert told.encode("utf-8").isascii()
    assert "\x1b" not in told
    assert told.count("a name that can't be printed") == 3
    assert len(list(status(workspace).lines())) > 1


def test_a_fault_of_ours_over_one_file_stops_no_other(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    returns(workspace.inbox, "April-2026", 40, name="a.csv")
    returns(workspace.inbox, "May-2026", 40, name="b.csv")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    add = Warehouse.add

    def fail_once(self: Warehouse, extracts: object, file: str, sha256: str) -> object:
        if file.endswith("a.csv"):
            raise ZeroDivisionError("nobody foresaw this")
        return add(self, extracts, file, sha256)  # type: ignore[arg-type]

    monkeypatch.setattr(Warehouse, "add", fail_once)
    report = load(workspace)
    assert states(report) == {"inbox/a.csv": "refused", "inbox/b.csv": "loaded"}
    assert "Traceback" not in "\n".join(report.lines())
    (log,) = tmp_path.glob("briefing-fault-*.txt")
    assert "ZeroDivisionError: nobody foresaw this" in log.read_text()


def test_what_many_files_lack_is_listed_once() -> None:
    wanted = "one of: " + "; ".join(f"layout {n}" for n in range(30))
    faults = [[Fault(f"{name}.csv", "no known layout", wanted, "Drop it.")] for name in "abc"]
    said = "\n".join(lines_of((f"{name}.csv", one) for name, one in zip("abc", faults, strict=True)))
    assert said.count(wanted) == 1
    assert said.count("wanted one of those named above. Drop it.") == 2


def test_the_workspace_named_as_what_to_load_is_its_inbox_and_registers(workspace: Workspace) -> None:
    """`briefing load .` reads no packs and no settings."""
    (workspace.packs / "m").mkdir()
    (workspace.packs / "m" / "evidence.csv").write_text("colour,size\nred,4\n", encoding="utf-8")
    (workspace.inbox / "odd.csv").write_text("colour,size\nred,4\n", encoding="utf-8")
    assert [file.path for file in load(workspace, [workspace.folder]).refused] == ["inbox/odd.csv"]
