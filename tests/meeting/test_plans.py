"""A plan is a value of its metric's unit: read as it shows, or refused with its row."""

from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from briefing import pipeline
from briefing.loading import warehouse_of
from briefing.warehouse import run
from briefing.workspace import Workspace, init

HEAD = "metric,provider_code,specialty_code,period,planned_value\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init(tmp_path / "w")


def planned(workspace: Workspace) -> list[float]:
    with warehouse_of(workspace).connect() as connection:
        return list(
            run(connection, "select planned_value from plans order by period")["planned_value"].to_pylist()
        )


def taken_in(workspace: Workspace, metric: str, *values: str) -> list[str]:
    """Load these plans, one a month from April on, and give the faults for which they are refused."""
    rows = "".join(
        f"{metric},RXA,ALL,2026-{month:02d},{value}\n" for month, value in enumerate(values, start=4)
    )
    (workspace.registers / "plans.csv").write_text(HEAD + rows)
    report = pipeline.take_in(workspace)
    return [str(fault) for file in report.refused for fault in file.faults]


@pytest.mark.parametrize(
    ("metric", "value", "wanted"),
    [
        ("rtt_within_18_weeks", "605", "a percentage from 0 to 100"),
        ("rtt_within_18_weeks", "-3", "a percentage from 0 to 100"),
        ("rtt_within_18_weeks", "6110%", "a percentage from 0 to 100"),
        ("rtt_within_18_weeks", "0.611", "Write 61.1 where 61.1% is meant"),
        ("rtt_within_18_weeks", "1", "Write 100 where 100% is meant"),
        ("rtt_median_wait", "-2", "0 or more"),
        ("rtt_median_wait", "12%", "a number of weeks"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_its_row(
    workspace: Workspace, metric: str, value: str, wanted: str
) -> None:
    right = "61.1" if metric == "rtt_within_18_weeks" else "9"
    (fault,) = taken_in(workspace, metric, right, value)
    assert fault.startswith(f"plans.csv, row 3, column 'planned_value': found {value}; wanted ")
    assert wanted in fault
    assert planned(workspace) == []


@pytest.mark.parametrize(
    ("metric", "values", "kept"),
    [
        ("rtt_within_18_weeks", ("61.1", "61.4%", "65 %", "0", "100"), [61.1, 61.4, 65.0, 0.0, 100.0]),
        ("rtt_over_52_weeks", ("0.8", "1", "0.5%"), [0.8, 1.0, 0.5]),
        ("rtt_median_wait", ("12.5", "0.5"), [12.5, 0.5]),
    ],
)
def test_a_plan_that_can_be_is_read_as_it_shows(
    workspace: Workspace, metric: str, values: tuple[str, ...], kept: list[float]
) -> None:
    assert taken_in(workspace, metric, *values) == []
    assert planned(workspace) == kept


def test_the_rows_of_two_sheets_are_told_by_sheet_and_row(workspace: Workspace) -> None:
    (workspace.registers / "plans.xlsx").unlink()
    with xlsxwriter.Workbook(str(workspace.registers / "plans.xlsx")) as book:
        per_cent = book.add_format({"num_format": "0.0%"})
        for name, month, value in (("one", "2026-04", 0.611), ("two", "2026-05", 6.05)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEAD.strip().split(","))
            sheet.write_row(1, 0, ["rtt_within_18_weeks", "RXA", "ALL", month])
            sheet.write_number(1, 4, value, per_cent)
    (fault,) = [fault for file in pipeline.take_in(workspace).refused for fault in file.faults]
    assert (fault.sheet, fault.row, fault.found) == ("two", 2, "605%")


@pytest.mark.parametrize("register", ["plans", "rebases", "annotations"])
def test_a_metric_that_does_not_exist_is_refused_with_its_row_and_the_nearest_name(
    workspace: Workspace, register: str
) -> None:
    """
    rtt_18_weeks would be kept, and no page would ever show it
    """
    head, value = ("planned_value", "60") if register == "plans" else ("reason", "A new unit opened")
    author = ("", "") if register == "plans" else (",author", ",Manager")
    rows = [
        f"{name},RXA,ALL,2026-04-01,{value}{author[1]}" for name in ("rtt_median_wait", "rtt_within_18_week")
    ]
    (workspace.registers / f"{register}.xlsx").unlink()
    text = "\n".join([f"metric,provider_code,specialty_code,period,{head}{author[0]}", *rows, ""])
    (workspace.registers / f"{register}.csv").write_text(text)
    (refused,) = pipeline.take_in(workspace).refused
    (fault,) = map(str, refused.faults)
    assert fault.startswith(f"{register}.csv, row 3, column 'metric': found the metric 'rtt_within_18_week'")
    assert "Did you mean 'rtt_within_18_weeks'?" in fault


def test_a_small_percentage_of_an_old_workbook_is_not_guessed(workspace: Workspace) -> None:
    """Its cells show 0.5%, 50% or 0.5 alike: what was meant can't be read from it."""
    (workspace.registers / "plans.xlsx").unlink()
    book = xlwt.Workbook()
    sheet = book.add_sheet("plans")
    per_cent = xlwt.easyxf(num_format_str="0.0%")
    rows = [("2026-04", 12.5), ("2026-05", 0.5)]
    for column, name in enumerate(HEAD.strip().split(",")):
        sheet.write(0, column, name)
    for row, (month, value) in enumerate(rows, start=1):
        for column, cell in enumerate(("rtt_over_52_weeks", "RXA", "ALL", month)):
            sheet.write(row, column, cell)
        sheet.write(row, 4, value, per_cent)
    book.save(str(workspace.registers / "plans.xls"))
    report = pipeline.take_in(workspace)
    (fault,) = [str(fault) for file in report.refused for fault in file.faults]
    assert "row 3, column 'planned_value': found 0.5 in an .xls file" in fault
    assert "save it as .xlsx" in fault
