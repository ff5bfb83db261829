"""Small inputs that once went wrong, put where a user would put them: read rightly, or refused in words that help."""

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from commands import Briefing

from briefing.build.inputs import registers_of
from briefing.workspace import Workspace, init

Wanted = Mapping[str, tuple[object, ...]]

READ: list[tuple[str, str, Wanted, str]] = [
    ("1/plans.xlsx", "plans", {"planned_value": (61.1, 61.4)}, ""),
    (
        "4/epraccur.zip",
        "ods_practices",
        {"code": ("V99001", "V99002", "V99003")},
        "epraccur.pdf holds nothing",
    ),
    (
        "4/with-word-notes.zip",
        "ods_practices",
        {"code": ("V99001", "V99002", "V99003")},
        "Notes.docx holds nothing",
    ),
    ("5/Monthly-AE-April-2019-revised.csv", "ae", {"attendances_type_1": (9000, 7000)}, "no TOTAL row"),
    ("10/plans.xlsx", "plans", {"specialty_code": ("110", "110", "110")}, "merged"),
    (
        "11/concerns.xlsx",
        "concerns",
        {
            "reported_on": (date(2026, 3, 2), date(2026, 4, 7)),
            "answered_on": (date(2026, 3, 20), None),
        },
        "",
    ),
    ("13/January-2026-Monthly-Combined-CSV-Provisional.csv", "cancer", {"total": (100,)}, "January 2026"),
    (
        "14/Annual-CSV-2025-26.csv",
        "referral_returns",
        {"provider_code": ("RXA", "RXB") * 3},
        "June 2025: 2 rows",
    ),
]
"""What is read: its table, some of its columns whole, and what is told of it."""

REFUSED: list[tuple[str, tuple[str, ...]]] = [
    ("2/plans.csv", ("row 2", "found 605", "row 3", "found -3", "a percentage from 0 to 100")),
    ("3/plans.csv", ("row 2", "'rtt_18_weeks', which does not exist", "Did you mean 'rtt_within_18_weeks'?")),
    ("3/rebases.csv", ("row 2", "Did you mean 'diagnostics_over_6_weeks'?")),
    ("3/commitments.csv", ("row 2", "Did you mean 'letters_within_7_days'?")),
    ("19/concerns.xlsx", ("Open it in Excel and save it as a new .xlsx",)),
]

ANALYSED: list[tuple[str, str, Wanted, Wanted]] = [
    (
        "spc",
        "6/spc.csv",
        {"variation_type": ("too_few",), "assurance_type": ("too_few",), "last_mean": (None,)},
        {},
    ),
    ("spc", "7/target-changes.csv", {"assurance_type": ("consistent_fail",), "target": (70,)}, {}),
    ("spc", "7/rebase-on-its-row.csv", {}, {"rebase_group": (0,) * 20 + (1,) * 16}),
]
"""What the last words on each series are, and what stands beside its points."""

MISTAKES: list[tuple[str, int, tuple[str, ...]]] = [
    (
        "spc 7/direction-changes.csv",
        4,
        ("row 14", "found 'decrease', where row 2 of the same series has 'increase'"),
    ),
    ("pprime 8/more-than-all.csv", 4, ("found 12 of 10", "found -2 of 10", "found 3 of 0")),
    ("pprime 8/target-92.csv", 4, ("found 92; wanted a share between 0 and 1",)),
    (
        "funnel 17/funnel.csv",
        4,
        ("found 'A' again, after row 2", "found 'England', the sum of all other rows"),
    ),
    ("waits 15/rates.csv --target 0", 2, ("not in the range",)),
    ("waits 15/rates.csv --target -18", 2, ("not in the range",)),
    ("waits 15/rates.csv --weeks 0", 2, ("not in the range",)),
]


@pytest.fixture
def faults(shared: Path) -> Path:
    if not (shared / "faults").is_dir():
        pytest.skip("the folder of inputs that went wrong is absent")
    return shared / "faults"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init(tmp_path / "w")


def loaded(briefing: Briefing, workspace: Workspace, file: Path, *, code: int) -> str:
    shutil.copyfile(file, workspace.inbox / file.name)
    result = briefing("load", "-w", workspace.folder)
    assert result.exit_code == code, result.output
    return str(result.output)


@pytest.mark.parametrize(("place", "table", "wanted", "told"), READ)
def test_it_is_read(
    faults: Path, workspace: Workspace, briefing: Briefing, place: str, table: str, wanted: Wanted, told: str
) -> None:
    assert told in loaded(briefing, workspace, faults / place, code=0)
    held = registers_of(workspace, table)[table]
    assert {name: tuple(held[name].to_pylist()) for name in wanted} == dict(wanted)


@pytest.mark.parametrize(("place", "words"), REFUSED)
def test_it_is_refused_in_words(
    faults: Path, workspace: Workspace, briefing: Briefing, place: str, words: tuple[str, ...]
) -> None:
    told = loaded(briefing, workspace, faults / place, code=4)
    assert [one for one in words if one not in told] == []


@pytest.mark.parametrize(("command", "place", "last", "points"), ANALYSED)
def test_it_is_judged_rightly(
    faults: Path, briefing: Briefing, command: str, place: str, last: Wanted, points: Wanted
) -> None:
    found = json.loads(briefing("analyse", command, faults / place, "--format", "json").stdout)
    assert {name: tuple(one[name] for one in found["series"]) for name in last} == dict(last)
    assert {name: tuple(one[name] for one in found["points"]) for name in points} == dict(points)


@pytest.mark.parametrize(("line", "code", "words"), MISTAKES)
def test_a_mistake_is_told(
    faults: Path, briefing: Briefing, line: str, code: int, words: tuple[str, ...]
) -> None:
    command, place, *options = line.split()
    result = briefing("analyse", command, faults / place, *options)
    assert (result.exit_code, [one for one in words if one not in result.output]) == (code, [])


@pytest.mark.parametrize(
    ("line", "figure", "wanted", "method"),
    [
        ("waits 16/pathways.csv --end 2024-03-08", "load", 1.182, "0.1.2 leaves such days out"),
        ("spc 20/spc.csv", "last_mean", 50.0, "a month outside the limits is none: rule 1 marks it already"),
    ],
)
def test_where_we_count_otherwise_the_method_says_so(
    faults: Path, briefing: Briefing, line: str, figure: str, wanted: float, method: str
) -> None:
    command, place, *options = line.split()
    found = json.loads(briefing("analyse", command, faults / place, *options, "--format", "json").stdout)
    (row,) = found["series"] if command == "spc" else found
    assert row[figure] == pytest.approx(wanted, abs=0.001)
    assert method in " ".join(briefing("docs", "method").stdout.replace("*", "").split())
