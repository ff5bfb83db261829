"""The GP Patient Survey: a few of more than a thousand columns, whatever stands in the others."""

from datetime import date
from pathlib import Path

import pytest
from published_files import Rows, one_extract, refused, write_csv

from briefing.sources.gp_survey import QUESTIONS

IDENTITY = ["ad_practicecode", "ad_practicename", "ad_icscode", "distributed", "received", "resprate"]


def survey(*practices: tuple[str, str, str, str], others: int = 1000) -> Rows:
    """Each practice with its answers, good share and lower limit, beside columns that nobody reads."""
    asked = [
        f"{stem}.{end}"
        for stem in QUESTIONS.values()
        for end in ("baseevaluw", "pcteval", "lowileval", "hiwileval")
    ]
    unread = [f"q{number}_1.count" for number in range(others)]
    rows = [[*IDENTITY, *unread, *asked]]
    for code, base, share, low in practices:
        rows.append(
            [
                code,
                "THE SURGERY",
                "QZ1",
                "300",
                "90",
                ".3",
                *["12.5"] * others,
                *[base, share, low, ".97"] * 9,
            ]
        )
    return rows


def test_what_is_read_of_a_thousand_columns(tmp_path: Path) -> None:
    rows = survey(("A81001", "88", ".931193762117523", ".85"), ("A81002", "", "*", "*"))
    found = one_extract(
        write_csv(tmp_path / "GPPS_2026_Practice_data_(weighted).csv", rows, encoding="utf-8-sig")
    )
    assert (found.source, found.period) == ("gp_survey", date(2026, 3, 1))
    good, hidden = found.table.to_pylist()
    assert (good["overall_base"], round(good["overall_share"], 4)) == (88.0, 0.9312)
    assert (hidden["overall_share"], hidden["distributed"]) == (None, 300.0)
    assert found.table.num_columns == 3 + 2 + 4 * len(QUESTIONS)


@pytest.mark.parametrize(
    ("rows", "name", "words"),
    [
        (
            survey(("A81001", "88", ".80", ".85"), others=3),
            "gpps-2026.csv",
            "0.800, which is not between 0.850",
        ),
        (survey(("A81001", "88", ".9", ".8"), others=3), "survey.csv", "no year in the name"),
        (survey(*[("A81001", "88", ".9", ".8")] * 2, others=3), "gpps-2026.csv", "the same practice code"),
        (
            [row[:-1] for row in survey(("A81001", "88", ".9", ".8"), others=3)],
            "gpps-2026.csv",
            "without the columns",
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, rows: Rows, name: str, words: str) -> None:
    assert words in refused(write_csv(tmp_path / name, rows))
