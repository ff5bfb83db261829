"""The analyst's bench: any tidy table, every fault of it at once, the same engine."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from briefing.bench import funnel_of, pprime, queue, rates, spc, waits
from briefing.cli import main
from briefing.errors import SourceError


def write(folder: Path, text: str, name: str = "tidy.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def faults(error: pytest.ExceptionInfo[SourceError]) -> list[tuple[int | None, str | None]]:
    return [(fault.row, fault.column) for fault in error.value.faults]


def test_charts_of_a_table_with_nothing_but_the_three_columns(tmp_path: Path) -> None:
    rows = "".join(f"A,2025-{month:02}-01,{10 + month % 2}\n" for month in range(1, 13))
    file = write(tmp_path, "Series,Date,Value\n" + rows + "A,2026-01-01,30\nB,2026-01-01,4\n")
    found = spc(file)
    assert [(each["series"], each["variation_type"]) for each in found["series"]] == [
        ("A", "special_cause_neutral_high"),
        ("B", "too_few"),
    ]
    assert found["points"][12]["special_cause_type"] == "Above UCL"
    assert found["points"][13]["mean"] is None


def test_a_rebase_keeps_the_old_limits_beside_the_new(tmp_path: Path) -> None:
    rows = [f"A,2024-{m:02}-01,{10 + m % 2},increase,12,2025-01-01,\n" for m in range(1, 13)]
    rows += [f"A,2025-{m:02}-01,{20 + m % 2},increase,12,01/01/2025,\n" for m in range(1, 13)]
    head = "series,date,value,improvement_direction,target,rebase_dates,fix_after_n\n"
    found = spc(write(tmp_path, head + "".join(rows).replace("01/01/2025", "2025-01-01")))
    last = found["points"][-1]
    assert (last["mean"], last["unrebased_mean"], last["rebase_group"]) == (20.5, 15.5, 1)
    assert found["series"][0]["assurance_type"] == "consistent_pass"


MONTHS = [f"{2024 + n // 12}-{n % 12 + 1:02}-01" for n in range(24)]
VALUES = [48, 52, 51, 49, 50, 53, 47, 51, 50, 49, 52, 48] * 2


def series_of(columns: str, cells: Sequence[str]) -> str:
    """A series of two years around 50, with more columns."""
    rows = zip(MONTHS, VALUES, cells, strict=True)
    return f"series,date,value,{columns}\n" + "".join(f"x,{m},{v},{more}\n" for m, v, more in rows)


def test_a_rebase_with_nine_points_after_it_judges_nothing(tmp_path: Path) -> None:
    cells = [f"increase,90,{MONTHS[15]}"] * 24
    (last,) = spc(write(tmp_path, series_of("improvement_direction,target,rebase_dates", cells)))["series"]
    assert (last["variation_type"], last["assurance_type"]) == ("too_few", "too_few")
    assert (last["last_mean"], last["last_lpl"], last["last_upl"]) == (None, None, None)


def test_a_rebase_on_one_row_counts_for_the_series(tmp_path: Path) -> None:
    cells = ["" if month != MONTHS[12] else month for month in MONTHS]
    points = spc(write(tmp_path, series_of("rebase_dates", cells)))["points"]
    assert [point["rebase_group"] for point in points] == [0] * 12 + [1] * 12


@pytest.mark.parametrize(
    ("targets", "last", "verdict"),
    [
        (["40"] * 12 + ["70"] * 12, 70, "consistent_fail"),
        (["70"] * 12 + ["40"] * 12, 40, "consistent_pass"),
        (["70"] + [""] * 23, 70, "consistent_fail"),  # written once, it holds on
    ],
)
def test_a_target_holds_from_its_row_on(
    tmp_path: Path, targets: list[str], last: float, verdict: str
) -> None:
    cells = [f"increase,{target}" for target in targets]
    found = spc(write(tmp_path, series_of("improvement_direction,target", cells)))
    assert (found["series"][0]["target"], found["series"][0]["assurance_type"]) == (last, verdict)
    assert [point["target"] for point in found["points"]][::23] == [float(targets[0]), last]


@pytest.mark.parametrize(
    ("column", "first", "other"),
    [
        ("improvement_direction", "increase", "decrease"),
        ("fix_after_n", "12", "13"),
        ("is_count", "yes", "no"),
    ],
)
def test_what_a_series_is_is_said_once(tmp_path: Path, column: str, first: str, other: str) -> None:
    with pytest.raises(SourceError) as error:
        spc(write(tmp_path, series_of(column, [first] * 12 + [other] * 12)))
    assert faults(error)[0] == (14, column)
    assert "where row 2 of the same series has" in str(error.value)
    spc(write(tmp_path, series_of(column, [first] + [""] * 23)))  # said once, it is said


def test_a_direction_written_once_colours_every_point(tmp_path: Path) -> None:
    text = series_of("improvement_direction", ["decrease"] + [""] * 23).replace(
        "2025-12-01,48", "2025-12-01,99"
    )
    assert spc(write(tmp_path, text))["points"][-1]["point_type"] == "special_cause_concern"


def test_a_baseline_of_no_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="wanted a number of rows, 1 or more"):
        spc(write(tmp_path, series_of("fix_after_n", ["0"] * 24)))


def test_months_without_a_row_are_said(tmp_path: Path) -> None:
    text = "".join(line for line in series_of("target", [""] * 24).splitlines(True) if ",2024-03" not in line)
    answer = CliRunner().invoke(main, ["analyse", "spc", str(write(tmp_path, text)), "--format", "csv"])
    assert "note: x: no row for 2024-03. The chart draws over them" in answer.stderr
    days = text + "y,2024-01-02,1,\ny,2024-01-09,2,\ny,2024-03-30,3,\n"
    found = {row["series"]: row["months_without_row"] for row in spc(write(tmp_path, days))["series"]}
    assert found == {"x": ["2024-03"], "y": []}  # the days of y are no months


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("A,50,110\n", "row 9, column 'group': found 'A' again, after row 2; wanted one row a group"),
        ("England,400,700\n", "row 9, column 'group': found 'England'; wanted the parts alone"),
        ("Everybody,278,598\n", "found 'Everybody', the sum of all other rows; wanted the parts alone"),
    ],
)
def test_a_group_twice_and_the_whole_among_its_parts_are_refused(
    tmp_path: Path, extra: str, said: str
) -> None:
    parts = "A,45,100\nB,35,80\nC,30,60\nD,30,70\nE,45,100\nF,45,90\nG,48,98\n"
    with pytest.raises(SourceError) as error:
        funnel_of(write(tmp_path, "group,numerator,denominator\n" + parts + extra))
    assert said in str(error.value)
    assert len(error.value.faults) == 1


def test_a_month_outside_the_limits_is_no_part_of_two_of_three(tmp_path: Path) -> None:
    """62 and 62 are outside; 58 lies between two and three sigma, alone there: as the method page says."""
    rows = "".join(f"x,{month},{48 + 4 * (n % 2)},20\n" for n, month in enumerate(MONTHS[:20]))
    tail = "".join(
        f"x,{month},{value},20\n" for month, value in zip(MONTHS[20:23], (62, 62, 58), strict=True)
    )
    points = spc(write(tmp_path, "series,date,value,fix_after_n\n" + rows + tail))["points"]
    assert [point["special_cause_type"] for point in points[-3:]] == [
        "Above UCL",
        "Above UCL",
        "Common Cause",
    ]


def test_shares_go_in_and_come_out_as_shares(tmp_path: Path) -> None:
    rows = "".join(f"A,2025-{m:02}-01,{60 + m % 3},100,increase,0.95\n" for m in range(1, 13))
    rows += "A,2026-01-01,61,100,increase,0.95\n"
    file = write(tmp_path, "series,date,numerator,denominator,improvement_direction,target\n" + rows)
    found = pprime(file)
    assert found["points"][0]["value"] == pytest.approx(0.61)
    assert found["series"][0]["assurance_type"] == "consistent_fail"
    assert found["series"][0]["target"] == pytest.approx(0.95)


SHARES = "series,date,numerator,denominator,target\n" + "".join(
    f"x,2024-{m:02d}-01,8,10,\n" for m in range(1, 13)
)


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("12,10,", "numerator", "12 of 10"),
        ("-2,10,", "numerator", "-2 of 10"),
        ("3,0,", "numerator", "3 of 0"),
        ("3,-5,", "denominator", "-5"),
        ("8,10,92", "target", "92"),
        ("8,10,-0.1", "target", "-0.1"),
    ],
)
def test_a_share_that_cannot_be_is_refused_by_its_row(
    tmp_path: Path, row: str, column: str, found: str
) -> None:
    with pytest.raises(SourceError) as error:
        pprime(write(tmp_path, f"{SHARES}x,2025-01-01,{row}\n"))
    assert (14, column) in faults(error)
    assert f"found {found};" in str(error.value)


def test_a_percentage_with_its_sign_is_a_share_on_a_chart_of_shares_and_itself_on_one_of_values(
    tmp_path: Path,
) -> None:
    shares = pprime(write(tmp_path, f"{SHARES}x,2025-01-01,0,0,\nx,2025-02-01,8,10,92%\n"))
    assert shares["series"][0]["target"] == 0.92
    rows = "".join(f"x,2024-{month:02d}-01,{60 + month % 2}.5%,92 %\n" for month in range(1, 13))
    values = spc(write(tmp_path, f"series,date,value,target\n{rows}"))
    assert (values["points"][0]["value"], values["series"][0]["target"]) == (61.5, 92.0)


@pytest.mark.parametrize("option", ["--target", "--weeks"])
@pytest.mark.parametrize("number", ["0", "-18", "nan", "inf"])
def test_a_wait_that_cannot_be_aimed_at_is_refused_as_words_of_the_command(
    tmp_path: Path, option: str, number: str
) -> None:
    file = write(tmp_path, "group,demand,capacity,queue\na,30,32,600\n")
    said = CliRunner().invoke(main, ["analyse", "waits", str(file), option, number])
    assert (said.exit_code, option in said.output) == (2, True)


def test_a_baseline_of_shares_leaves_the_later_months_out(tmp_path: Path) -> None:
    """Twelve months of 60 or 62 of 100, then 90 of 100: the mean is 61%, and what comes after stands out."""
    rows = "".join(f"A,2025-{m:02}-01,{60 + 2 * (m % 2)},100,12\n" for m in range(1, 13))
    head = "series,date,numerator,denominator,fix_after_n\n"
    file = write(tmp_path, head + rows + "A,2026-01-01,90,100,12\n")
    last = pprime(file)["points"][-1]
    assert (last["mean"], last["special_cause_type"]) == (pytest.approx(0.61), "Above UCL")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("series,value\nA,1\n", [(1, None)]),
        ("series,date,value\nA,2025-01-01,1\nA,2025-01-01,2\n", [(3, None)]),
        ("series,date,value\nA,2025-01-01,one\nA,soon,2\n", [(2, "value"), (3, "date")]),
        ("series,date,value,rebase_dates\nA,2025-01-01,1,2025-01-01;later\n", [(2, "rebase_dates")]),
        ("series,date,value,improvement_direction\nA,2025-01-01,1,up\n", [(2, "improvement_direction")]),
        ("series,date,value\n", [(None, None)]),
    ],
)
def test_what_is_wrong_with_a_table_is_said_by_row_and_column(
    tmp_path: Path, text: str, where: list[tuple[int | None, str | None]]
) -> None:
    with pytest.raises(SourceError) as error:
        spc(write(tmp_path, text))
    assert sorted(faults(error), key=str) == sorted(where, key=str)


def test_a_funnel_prints_phi_and_tau_squared_and_who_is_outside(tmp_path: Path) -> None:
    rows = "".join(f"T{n:02},{600 + 2 * n},1000\n" for n in range(20))
    found = funnel_of(write(tmp_path, "group,numerator,denominator\n" + rows + "T99,300,1000\n"))
    assert found["phi"] > 1
    assert found["tau2"] >= 0
    assert [row["group"] for row in found["groups"] if row["outlier"]] == ["T99"]


def test_counts_that_cannot_be_are_refused_together(tmp_path: Path) -> None:
    file = write(tmp_path, "group,numerator,denominator\nA,5,0\nB,7,5\nC,-1,5\nD,1,5\n")
    with pytest.raises(SourceError) as error:
        funnel_of(file)
    assert faults(error) == [(2, "denominator"), (2, "numerator"), (3, "numerator"), (4, "numerator")]


def test_rates_by_both_methods(tmp_path: Path) -> None:
    file = write(tmp_path, "numerator,denominator\n65,100\n")
    (wilson,) = rates(file)
    assert (wilson["low_95"], wilson["high_998"]) == pytest.approx((0.55254443296888, 0.778354061408968))
    (byars,) = rates(write(tmp_path, "numerator,denominator\n1,100000\n", "few.csv"), method="byars", per=1e5)
    assert (byars["low_95"], byars["high_95"]) == pytest.approx((0.0253178079842899, 5.5716433909389))


def test_waiting_lists_by_their_weekly_rates(tmp_path: Path) -> None:
    """30 join and 27 leave a week; 300 wait, where 135 would do for 18 weeks: 42.69 a week for 13 weeks."""
    file = write(tmp_path, "group,demand,capacity,queue,mean_wait\nA,30,27,300,9\nB,30,33,100,\n")
    first, second = waits(file, target_wait=18, weeks=13)
    assert (first["load"], first["target_queue"], first["needs_relief"]) == (
        pytest.approx(30 / 27),
        135,
        True,
    )
    assert first["relief_capacity"] == pytest.approx(42.6923076923077)
    assert (first["target_capacity"], first["pressure"]) == (None, 1)
    assert (second["needs_relief"], second["relief_capacity"], second["pressure"]) == (False, None, None)


def test_waiting_lists_by_their_pathways(shared: Path) -> None:
    (found,) = waits(shared / "golden/waiting_list/wl_pkgtest_inputs.csv", target_wait=4)
    assert (found["queue"], found["demand"]) == (3, pytest.approx(7 / 3))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("referral,removal\n2026-01-05,2026-01-07\n2026-01-05,2026-01-02\n", [(3, "removal")]),
        ("referral,removal\n2026-01-05,\n", [(None, None)]),
        ("demand,capacity,queue\n10,-1,5\n-2,3,5\n", [(2, "capacity"), (3, "demand")]),
    ],
)
def test_lists_that_cannot_be_are_refused(
    tmp_path: Path, text: str, where: list[tuple[int | None, str | None]]
) -> None:
    with pytest.raises(SourceError) as error:
        waits(write(tmp_path, text))
    assert sorted(faults(error), key=str) == sorted(where, key=str)


def test_who_joined_after_the_day_it_is_looked_at_does_not_wait_yet(tmp_path: Path) -> None:
    """Two join in the first week and one leaves; the third joins in February."""
    file = write(tmp_path, "referral,removal\n2026-01-05,2026-01-08\n2026-01-06,\n2026-02-02,\n")
    (early,) = waits(file, end=date(2026, 1, 12))
    assert (early["queue"], queue(file, end=date(2026, 1, 12))[-1]["queue_size"]) == (1, 1)
    with pytest.raises(SourceError, match="wanted at least one day after the first"):
        waits(file, end=date(2026, 1, 5))


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_excel_and_parquet_are_read_as_csv_is(tmp_path: Path, ending: str) -> None:
    table = pd.DataFrame({"Group": ["A", "B"], "Numerator": [65, 7], "Denominator": [100, 9]})
    file = tmp_path / f"tidy.{ending}"
    if ending == "xlsx":
        with pd.ExcelWriter(file, engine="xlsxwriter") as book:
            table.to_excel(book, sheet_name="Rates", index=False)
    else:
        table.to_parquet(file)
    assert rates(file) == rates(write(tmp_path, table.to_csv(index=False)))


def test_a_fault_in_a_workbook_names_file_sheet_row_and_column(tmp_path: Path) -> None:
    table = pd.DataFrame({"group": ["A", "B"], "numerator": ["65", "many"], "denominator": [100, 9]})
    with pd.ExcelWriter(tmp_path / "tidy.xlsx", engine="xlsxwriter") as book:
        table.to_excel(book, sheet_name="Rates", index=False)
    with pytest.raises(SourceError) as error:
        rates(tmp_path / "tidy.xlsx")
    said = str(error.value)
    assert all(part in said for part in ("tidy.xlsx", "Rates", "row 3", "numerator", "many"))


def test_counts_of_rare_events_have_limits_of_whole_events(tmp_path: Path) -> None:
    """Two deaths in two years: as counts the next whole event beyond three sigma is 2, as values 1 is outside."""
    values = [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]
    rows = "".join(f"A,{2024 + i // 12}-{i % 12 + 1:02}-01,{v},yes\n" for i, v in enumerate(values))
    counted = spc(write(tmp_path, "series,date,value,is_count\n" + rows))["points"]
    plain = spc(write(tmp_path, "series,date,value,is_count\n" + rows.replace("yes", "no")))["points"]
    assert [p["special_cause_type"] for p in counted if p["value"]] == ["Common Cause", "Common Cause"]
    assert "Above UCL" in [p["special_cause_type"] for p in plain]
