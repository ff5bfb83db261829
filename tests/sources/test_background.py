"""Fingertips indicators and the RTT overview: the real files, and small ones drawn in their layout."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from published_files import Rows, one_extract, refusal, refused, write_csv, write_xlsx

HEADINGS = [
    "Indicator ID",
    "Indicator Name",
    "Parent Code",
    "Parent Name",
    "Area Code",
    "Area Name",
    "Area Type",
    "Sex",
    "Age",
    "Category Type",
    "Category",
    "Time period",
    "Value",
    "Lower CI 95.0 limit",
    "Upper CI 95.0 limit",
    "Lower CI 99.8 limit",
    "Upper CI 99.8 limit",
    "Count",
    "Denominator",
    "Value note",
    "Recent Trend",
    "Compared to England value or percentiles",
    "VARIES",
    "Time period Sortable",
    "New data",
    "Compared to goal",
    "Time period range",
]


def area(code: str = "A81001", parent: str = "E92000001", value: str = "5", **changes: str) -> list[str]:
    row = dict.fromkeys(HEADINGS, "") | {
        "Indicator ID": "247",
        "Indicator Name": "Dementia",
        "Parent Code": parent,
        "Area Code": code,
        "Area Name": "Somewhere",
        "Area Type": "GPs",
        "Sex": "Persons",
        "Age": "All ages",
        "Time period": "2022/23",
        "Value": value,
        "Lower CI 95.0 limit": "4" if value else "",
        "Upper CI 95.0 limit": "6.5" if value else "",
        "Time period Sortable": "20220000",
    }
    return list((row | changes).values())


def indicator(
    *rows: list[str], compared: str = "Compared to PCNs (v. 27/10/23) value or percentiles"
) -> Rows:
    return [[compared if heading == "VARIES" else heading for heading in HEADINGS], *rows]


def need(tmp_path: Path, rows: Rows) -> pa.Table:
    found = one_extract(write_csv(tmp_path / "download.csv", rows))
    assert found.source == "need"
    return found.table


@pytest.mark.parametrize("compared", ["Column not used", "Compared to Region value or percentiles"])
def test_an_indicator_of_any_download(tmp_path: Path, compared: str) -> None:
    rows = indicator(area(), area("U41591", "ICB1"), area("U41591", "ICB2"), compared=compared)
    table = need(tmp_path, rows)
    assert table["area_code"].to_pylist() == ["A81001", "U41591"], "an area in two others stands there once"
    assert (table["area_type"][0].as_py(), table["value"][0].as_py()) == ("GP", 5.0)


def test_the_older_form_without_its_last_column(tmp_path: Path) -> None:
    assert need(tmp_path, [row[:-1] for row in indicator(area())]).num_rows == 1


def test_a_withheld_value_stays_unknown(tmp_path: Path) -> None:
    row = area(value="", **{"Value note": "Value suppressed for disclosure control reasons"})
    found = one_extract(write_csv(tmp_path / "a.csv", indicator(row)))
    assert found.table["value"].to_pylist() == [None]
    assert "1 value withheld by the publisher stay unknown" in found.notes


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (indicator(area(), area(parent="X", value="6")), "the same indicator id"),
        (indicator(area(value="7")), "7, which is not between 4 and 6.5"),
        (indicator(area(value="many")), "'many'"),
        (
            indicator(area(VARIES="9"), compared="Rank of the area"),
            "a column that does not belong to the layout",
        ),
    ],
)
def test_an_indicator_that_cannot_be_sure_of_itself(tmp_path: Path, rows: Rows, words: str) -> None:
    assert words in refusal(tmp_path, rows)


@pytest.mark.parametrize(
    ("name", "areas", "england"),
    [
        ("fingertips_93553_imd2019_practice_indicator-data.csv", 6546, ("2019", "Persons", 21.7221)),
        ("ed_under5.csv", None, ("2021/22", "Persons", 762.5906)),
        ("dementia_qof_prev.csv", 14 * 15, ("2009/10", "Persons", 0.4549)),
    ],
)
def test_the_real_indicators(
    shared: Path, name: str, areas: int | None, england: tuple[str, str, float]
) -> None:
    """England stands twice in two of them, and is kept once a period."""
    rows = one_extract(shared / "data" / "fingertips" / name).table.to_pylist()
    assert areas in (None, len(rows))
    time, sex, value = england
    found = [
        row["value"]
        for row in rows
        if (row["area_code"], row["time_period"], row["sex"]) == ("E92000001", time, sex)
        and row["category_type"] is None
    ]
    assert [round(each, 4) for each in found] == [value]


GROUPS = ["Incomplete RTT pathways", "Completed admitted (unadjusted) RTT pathways"]
GROUPS += ["Completed non-admitted RTT pathways", "New RTT periods"]
ESTIMATED = " with estimates for missing data"
WAITING = [
    "Median wait (weeks)",
    "92nd percentile (weeks)",
    "No. within 18 weeks",
    f"No. within 18 weeks{ESTIMATED}",
]
WAITING += [f"No. > {weeks} weeks" for weeks in (18, 52, 65, 78, 104)]
WAITING += ["Total waiting (mil)", f"Total waiting (mil){ESTIMATED}"]


def overview(*months: tuple[str, object, int, int]) -> list[list[object]]:
    """Each month with its list, those within and those over 18 weeks."""
    return [
        ["Referral to treatment"],
        ["Year", "Month", GROUPS[0], *[""] * (len(WAITING) - 1), GROUPS[1], GROUPS[2], GROUPS[3]],
        ["", "", *WAITING, "No. of pathways (all)", "No. of pathways (all)", "No. of new RTT periods"],
        *(
            ["", month, 12.5, "52+", within, within, over, 5, 4, 3, 2, total, total, 300, 900, 1600]
            for month, total, within, over in months
        ),
        ["", "2026-03-01", *[""] * 14],
        ["Notes:", *[""] * 15],
    ]


def test_the_overview_is_read_to_its_last_month(tmp_path: Path) -> None:
    rows = overview(("2025-12-01", "-", 0, 0), ("2026-01-01", 100, 60, 40), ("2026-02-01", 110, 60, 50))
    rows[3][4:9] = ["-"] * 5
    found = one_extract(write_xlsx(tmp_path / "o.xlsx", {"Full Time Series": rows}))
    assert found.source == "rtt_overview"
    last = found.table.to_pylist()[-1]
    assert (last["period"], last["waiting"], last["within_18_weeks"]) == (date(2026, 2, 1), 110, 60)
    assert last["percentile_92_weeks"] is None
    assert last["clock_starts"] == 1600


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (overview(("2026-01-01", 100, 60, 50)), "100, where within and over 18 weeks make 110"),
        (
            overview(("2025-11-01", 100, 60, 40), ("2026-01-01", 100, 60, 40)),
            "January 2026, which is not the month",
        ),
    ],
)
def test_an_overview_that_does_not_hold(tmp_path: Path, rows: list[list[object]], words: str) -> None:
    assert words in refused(write_xlsx(tmp_path / "o.xlsx", {"Full Time Series": rows}))


def test_december_2025_is_as_published(shared: Path) -> None:
    [path] = (shared / "data" / "rtt").glob("RTT-Overview*")
    table = one_extract(path).table.to_pylist()
    last = table[-1]
    assert (table[0]["period"], last["period"]) == (date(2007, 4, 1), date(2025, 12, 1))
    assert last["waiting"] == 7_199_624
    assert round(100 * last["within_18_weeks"] / last["waiting"], 2) == 61.45
    over = [last[f"over_{weeks}_weeks"] for weeks in (52, 65, 78, 104)]
    assert over == [138_711, 7_304, 1_512, 223]
    assert [round(last[name], 2) for name in ("median_weeks", "percentile_92_weeks")] == [13.45, 40.78]
