"""Standards have dates, a source and a confidence; the local file outranks ours."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefing import metrics, standards
from briefing.errors import ConfigError

OURS = standards.load()


def in_force(metric: str, month: date) -> list[dict[str, Any]]:
    rows = [row for row in OURS.as_table().to_pylist() if row["metric"] == metric and row["org_code"] is None]
    return [
        row
        for row in rows
        if row["valid_from"] <= month and (row["valid_to"] is None or month <= row["valid_to"])
    ]


@pytest.mark.parametrize(
    ("metric", "month", "value"),
    [
        ("rtt_within_18_weeks", date(2026, 4, 1), 92),
        ("cancer_28_day", date(2024, 3, 1), 75),
        ("cancer_28_day", date(2024, 4, 1), 77),
        ("cancer_28_day", date(2026, 3, 1), 80),
        ("cancer_31_day", date(2026, 3, 1), 96),
        ("cancer_31_day", date(2026, 4, 1), 94),
        ("cancer_31_day", date(2028, 4, 1), 96),
        ("cancer_62_day", date(2025, 4, 1), 75),
        ("cancer_62_day", date(2026, 4, 1), 80),
        ("cancer_62_day", date(2028, 4, 1), 85),
        ("ae_4_hours", date(2024, 3, 1), 95),
        ("ae_4_hours", date(2026, 3, 1), 78),
        ("ae_4_hours", date(2026, 4, 1), 82),
        ("ae_4_hours", date(2028, 4, 1), 85),
        ("diagnostics_over_6_weeks", date(2026, 4, 1), 1),
        ("rtt_over_52_weeks", date(2025, 4, 1), 1),
        ("rtt_over_65_weeks", date(2026, 4, 1), 0),
    ],
)
def test_the_standard_in_force(metric: str, month: date, value: float) -> None:
    (found,) = in_force(metric, month)
    assert (found["value"], found["local"]) == (value, False)
    assert found["source"]


def test_before_a_standard_there_is_none() -> None:
    assert in_force("advice_turnaround", date(2024, 4, 1)) == []
    assert in_force("rtt_over_52_weeks", date(2024, 4, 1)) == []


def test_a_floor_that_differs_by_trust_is_told_not_drawn() -> None:
    told = [each for each in OURS.milestones if each.metric == "rtt_within_18_weeks"]
    assert [(each.value, each.confidence) for each in told] == [(65, "H"), (70, "H"), (92, "H")]
    assert "whichever is greater" in told[1].text


def test_every_standard_is_of_a_metric() -> None:
    known = set(metrics.registry())
    assert set(OURS.as_table()["metric"].to_pylist()) <= known
    assert {each.metric for each in OURS.milestones} <= known


def written(folder: Path, text: str) -> Path:
    path = folder / "standards.toml"
    path.write_text(text, "utf-8")
    return path


LOCAL = """
[[standard]]
metric = "advice_turnaround"
value = 5
from = 2026-01-01
source = "Local agreement of January 2026"
confidence = "H"

[[standard]]
metric = "ae_4_hours"
value = 80
from = 2026-04-01
until = 2027-03-31
org_code = "RAA"
source = "Contract of Sample Hospital"
confidence = "H"
"""


def test_as_a_table(tmp_path: Path) -> None:
    rows = standards.load(written(tmp_path, LOCAL)).as_table().to_pylist()
    assert rows[-1] == {
        "metric": "ae_4_hours",
        "org_code": "RAA",
        "specialty_code": None,
        "valid_from": date(2026, 4, 1),
        "valid_to": date(2027, 3, 31),
        "value": 80.0,
        "source": "Contract of Sample Hospital",
        "confidence": "H",
        "local": True,
        "note": "",
    }
    assert rows[0]["valid_to"] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[standard]]\nmetric = "x"\nvalue = 1\nfrom = 2026-01-01\nsource = "y"',
            "confidence: found nothing",
        ),
        (
            LOCAL.replace("value = 5", 'value = "five"'),
            "line 4: standard.1.value: found 'five'; wanted a number",
        ),
        (LOCAL.replace("until", "til"), "standard.2.til: found a key that is not known"),
        (LOCAL.replace("2027-03-31", "2020-03-31"), "before it begins"),
        (LOCAL + LOCAL, "Give the earlier one an `until`"),
        ("value = ", "is not TOML"),
        ("[[target]]\nvalue = 1", "target"),
    ],
)
def test_a_wrong_file_is_refused_and_named(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as refused:
        standards.load(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            LOCAL.replace("ae_4_hours", "ae_4_hour"),
            "line 10: found the metric 'ae_4_hour', which does not exist. ",
        ),
        (LOCAL.replace("ae_4_hours", "ae_4_hour"), "Did you mean 'ae_4_hours'?"),
        (
            LOCAL.replace("80", "0.8"),
            "line 11: found 0.8; wanted a percentage from 0 to 100. Write 80 where 80%",
        ),
        (LOCAL.replace("80", "800"), "line 11: found 800; wanted a percentage from 0 to 100"),
        (LOCAL.replace("value = 5", "value = -5"), "line 4: found -5; wanted 0 or more"),
    ],
)
def test_a_target_is_a_value_of_a_metric_that_there_is(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as refused:
        standards.load(path, metrics=metrics.registry())
    assert said in str(refused.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can't be read"):
        standards.load(tmp_path / "none.toml")
