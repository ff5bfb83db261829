"""Codes are never needed: everything goes by its name, in any case, and what is nearly one lists the nearest."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from click.testing import CliRunner, Result

from briefing.cli import main
from briefing.cli.printing import print_rows
from briefing.nearest import Named, holding, likest, meant

Said = Callable[..., Result]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Said:
    workspace = tiny.make_workspace(tmp_path_factory.mktemp("finding") / "w", months=2)
    known = workspace.registers / "organisations.csv"
    rows = known.read_text().splitlines()
    nicknames = {"RZ1": "The Marsh"}
    heads = ["code,name,nickname,type,parent_code"]
    for row in rows[1:]:
        code, name, *rest = row.split(",")
        heads.append(",".join([code, name, nicknames.get(code, ""), *rest]))
    known.write_text("\n".join(heads) + "\n")
    folder = str(workspace.folder)
    assert CliRunner().invoke(main, ["load", "-w", folder]).exit_code == 0
    return lambda *words: CliRunner().invoke(main, [*words, "-w", folder], env={"COLUMNS": "80"})


@pytest.mark.parametrize(
    "metric",
    [
        *("ae_4_hours", "AE_4_HOURS", "A&E", "four hours", "seen in a&e within four hours"),
        *("four hour waits", "4hr target", "ED performance", "A&E four-hour waits"),
    ],
)
@pytest.mark.parametrize("org", ["RZ1", "rz1", "the marsh", "Fenmarsh Hospitals NHS Trust", "fenm hosp"])
def test_a_metric_and_an_organisation_go_by_any_of_their_names(said: Said, metric: str, org: str) -> None:
    if metric.startswith("seen"):
        metric = json.loads(said("find", "ae_4_hours", "--format", "json").stdout)[0]["name"].lower()
    answer = said("show", metric, "--org", org, "--period", "April 2026", "--format", "json")
    assert [(row["metric"], row["org_code"], row["period"]) for row in json.loads(answer.stdout)] == [
        ("ae_4_hours", "RZ1", "2026-04")
    ]


def test_several_metrics_and_organisations_come_in_one_table(said: Said) -> None:
    answer = said(
        "show", "A&E", "ae_attendances", "--org", "fenmarsh hosp", "--org", "coldwater bay", "--format", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))
    assert [(row["org_code"], row["metric"]) for row in rows][::2] == [
        (org, metric) for org in ("RZ1", "RZ2") for metric in ("ae_4_hours", "ae_attendances")
    ]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["show", "ae_4_hour", "--org", "RZ1"], 3, "Did you mean ae_4_hours ("),
        (["show", "cancer", "--org", "RZ1"], 3, "found more than one metric 'cancer'; wanted one"),
        (["show", "A&E", "--org", "fenmash"], 1, "or RZ1 (Fenmarsh Hospitals"),
        (["show", "A&E", "--org", "nhs"], 1, "wanted one organisation"),
        (["show", "62 hour waits for a bed", "--org", "RZ1"], 3, "Did you mean ae_12_hours_from_decision ("),
        (
            ["show", "A&E", "--org", "RZ1", "--format", "excel"],
            2,
            "found 'excel'. Did you mean 'csv'? Wanted one of: table",
        ),
        (["show", "A&E", "--org", "RZ1", "--format", "jsn"], 2, "Did you mean 'json'?"),
        (["send", "x", "--to", "Email"], 2, "Did you mean 'mail'? Wanted one of: mail, eml, folder."),
        (["send", "x", "--to", "outlook"], 2, "Did you mean 'eml'?"),
        (["explain", "ae_4_hour"], 3, "Did you mean ae_4_hours ("),
        (["questions", "show", "rtt-2"], 3, "Did you mean RTT-02"),
        (["questions", "for", "fenmash"], 1, "or RZ1"),
        (["scan", "--org", "fenmash"], 1, "or RZ1"),
        (["find", "fenmash"], 1, "Did you mean"),
        (["find", "zzzz"], 1, "nothing is called 'zzzz'. List everything: briefing find"),
    ],
)
def test_what_is_no_name_lists_the_nearest(said: Said, words: list[str], code: int, told: str) -> None:
    answer = said(*words)
    assert (answer.exit_code, told in answer.stderr) == (code, True), answer.stderr


def test_a_pattern_goes_by_its_title_and_several_metrics_are_explained(said: Said) -> None:
    assert said("questions", "show", "longest waits").stdout.startswith("RTT-03  The longest waits")
    assert said("questions", "show", "rtt-03").stdout.startswith("RTT-03  The longest waits")
    explained = said("explain", "A&E", "letters").stdout
    assert "(ae_4_hours)" in explained
    assert "(letters_within_7_days)" in explained


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["fenmarsh"], {("provider", "RZ1"), ("board", "QZZ")}),
        (["the", "marsh"], {("provider", "RZ1")}),
        (["trauma"], {("specialty", "110")}),
        (["dr one"], {("person", "P1")}),
    ],
)
def test_find_lists_everything_that_has_the_words(
    said: Said, words: list[str], found: set[tuple[str, str]]
) -> None:
    rows = json.loads(said("find", *words, "--format", "json").stdout)
    assert {(row["kind"], row["code"]) for row in rows} == found


def test_find_needs_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = json.loads(CliRunner().invoke(main, ["find", "18 weeks", "--format", "json"]).stdout)
    assert (rows[0]["kind"], rows[0]["code"]) == ("metric", "rtt_within_18_weeks")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["scan", "--org", "RZ1", "--format", "csv"], "metric,org_code,"),
        (["questions", "for", "RZ1", "--format", "csv"], "verdict,question,"),
        (["questions", "try", "CON-01", "--org", "RZ1", "--format", "csv"], "pattern,org_code,"),
    ],
)
def test_csv_has_its_headings_whatever_was_found(said: Said, words: list[str], first: str) -> None:
    assert said(*words).stdout.startswith(first)


def test_a_trial_has_the_same_headings_with_and_without_a_signal(said: Said) -> None:
    heads = {
        said("questions", "try", name, "--org", "RZ1", "--format", "csv").stdout.splitlines()[0]
        for name in ("CON-01", "UEC-01")
    }
    assert len(heads) == 1


@pytest.mark.parametrize("day", ["01/02/2027", "2027-02-01", "1-Feb-2027"])
def test_a_day_is_written_as_people_write_it(said: Said, day: str) -> None:
    assert said("run", "--due", "--dry-run", "--today", day).exit_code == 0


def test_a_day_that_is_none_is_told(said: Said) -> None:
    answer = said("run", "--due", "--dry-run", "--today", "soon")
    assert answer.exit_code == 2
    assert "found 'soon'; wanted a date, such as 2027-02-01 or 01/02/2027" in answer.stderr


# Tables -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("many", [3, 9, 14])
def test_a_table_fits_the_terminal_and_loses_nothing(
    width: int, many: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    rows = [
        {f"column_{at}": f"a{row}b{at}" for at in range(many)} | {"words": "so many of them " * 6}
        for row in range(3)
    ]
    print_rows(rows, "table")
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= width
    assert all(f"a{row}b{at}" in printed for row in range(3) for at in range(many))
    assert printed.count("many") >= 6


def test_what_is_the_same_in_every_row_stands_once_above_a_wide_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    print_rows(
        [{"name": "Fenmarsh Hospitals NHS Trust", "month": m, "value": 1.5 + m} for m in (1, 2)], "table"
    )
    assert capsys.readouterr().out.splitlines() == [
        "name: Fenmarsh Hospitals NHS Trust", "month  value", "-----  -----", "1      2.50", "2      3.50",
    ]  # fmt: skip


# Names ------------------------------------------------------------------------------------------------------

TRUSTS = [
    Named("provider", "RJ1", "Guy's and St Thomas' NHS Foundation Trust", ("GSTT",)),
    Named("provider", "RJ7", "St George's University Hospitals NHS Foundation Trust"),
    Named("provider", "RTH", "Oxford University Hospitals NHS Foundation Trust"),
]


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("guys & st thomas", ["RJ1"]),
        ("Guy\u2019s", ["RJ1"]),
        ("gstt", ["RJ1"]),
        ("st", ["RJ1", "RJ7"]),
        ("university hospitals", ["RJ7", "RTH"]),
        ("oxf", ["RTH"]),
        ("rth", ["RTH"]),
        ("", []),
        ("leeds", []),
    ],
)
def test_who_is_meant_by_a_word(word: str, codes: list[str]) -> None:
    assert [one.code for one in meant(word, TRUSTS)] == codes


def test_the_likest_is_offered_once() -> None:
    assert [one.code for one in likest("gsst", TRUSTS)] == ["RJ1"]
    assert [one.code for one in holding("univ hosp", TRUSTS)] == ["RJ7", "RTH"]
