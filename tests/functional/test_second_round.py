"""A second round on the sample: two months held back, a meeting recorded, the months loaded, and the next pack knows.

Promised on 6 August 2026, with figures to July:

    other-1   removals kept within their usual range, by 30 September    they leave it in August        not kept
    other-2   letters inside seven days, as in March and June            the same words once more       repeated
    q1        a note in writing, by 15 September                         nobody wrote                   late
    q2        a review, by 31 March 2027                                 its day is to come             open
    COM04     a clinical lead, of June                                   the clerk heard it was done    kept
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import clerk
import plain
import pytest
from built import built_packs
from commands import Briefing

from briefing import resources
from briefing.pack.clerk import clerk_sheet
from briefing.workspace import open_workspace

pytestmark = pytest.mark.slow

HELD_BACK = ("202608", "202609", "August-2026", "September-2026")
FIRST, SECOND = "2026-08-06-rza", "2026-10-08-rza"
TOML = """
kind = "contract_review"
title = "Contract review"
date = {day}
place = "Board room"
commissioner = "N7V4H"
providers = ["RZA"]
decision_wanted = "Dates"
minutes = 60
chair = "P10"
clerk = "P11"
panel = ["P01"]
"""
LETTERS = "Bring clinic letters back inside seven days, with a weekly count of those that are late"


@dataclass(frozen=True)
class Round:
    """What the commands said, and the workspace after the second build."""

    folder: Path
    recorded: str
    first: dict[str, bytes]
    promises: dict[str, dict[str, Any]]
    headline: dict[str, Any]


def _meeting(folder: Path, name: str) -> None:
    (folder / "meetings" / name).mkdir()
    (folder / "meetings" / name / "meeting.toml").write_text(TOML.format(day=name[:10]), "utf-8")


def _filled(folder: Path, path: Path) -> Path:
    """The clerk writes beside the first two questions, under "another promise", and beside a promise of June."""
    workspace = open_workspace(folder)
    sheet = clerk_sheet(built_packs(workspace, FIRST))
    first, second = (row.asked.question_id for row in sheet.parts[0].rows[:2])

    def promise(what: str, due: date, measure: str = "") -> dict[str, str | date]:
        owner: dict[str, str | date] = {
            "state": "answered",
            "commitment": what,
            "owner": "Chief operating officer",
            "due_on": due,
        }
        return owner | ({"measure": measure} if measure else {})

    answers = {
        first: promise("Write with the split by step", date(2026, 9, 15)),
        second: promise("A review with two GPs", date(2027, 3, 31)),
        "other-1": promise(
            "Keep removals without treatment in their usual range", date(2026, 9, 30), "rtt_other_removals"
        ),
        "other-2": promise(LETTERS, date(2026, 12, 31), "letters_within_7_days"),
    }
    heard = {"COM04": {"outcome": "kept", "closed_on": date(2026, 7, 20)}}
    return clerk.fill(path, sheet, answers, promises=heard, provider="RZA")


def _bytes(folder: Path, meeting: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "packs" / meeting / "v1").glob("*.pdf")}


@pytest.fixture(scope="module", autouse=True)
def plain_pages() -> Iterator[None]:
    """What the pages say is the matter here, and how they are laid out is not."""
    with plain.pages():
        yield


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, briefing: Briefing) -> Round:
    base = tmp_path_factory.mktemp("second-round")
    folder = base / "work"
    sample = resources.folder("sample_data") / "workspace"
    held = [p for p in sample.rglob("*") if p.is_file() and any(part in p.name for part in HELD_BACK)]
    assert len(held) >= 8, "two months of each published file"
    shutil.copytree(sample, folder, ignore=lambda _, names: [n for n in names if n in {p.name for p in held}])
    shutil.rmtree(folder / "meetings")
    (folder / "meetings").mkdir()
    assert briefing("load", "-w", folder).exit_code == 0
    _meeting(folder, FIRST)
    assert briefing("build", FIRST, "-w", folder).exit_code == 0
    recorded = briefing("record", FIRST, _filled(folder, base / "filled.xlsx"), "-w", folder)
    assert recorded.exit_code == 0, recorded.stderr
    first = _bytes(folder, FIRST)

    assert briefing("load", *held, "-w", folder).exit_code == 0
    _meeting(folder, SECOND)
    assert briefing("build", SECOND, "-w", folder).exit_code == 0
    said = briefing("promises", "--org", "RZA", "--today", SECOND[:10], "--format", "json", "-w", folder)
    told = json.loads(said.stdout)
    promises = {row["commitment_id"]: row for row in told["promises"]}
    return Round(folder, recorded.stdout, first, promises, told["headline"])


def _removals(played: Round, briefing: Briefing) -> dict[str, float]:
    said = briefing("show", "rtt_other_removals", "--org", "RZA", "--format", "json", "-w", played.folder)
    return {row["period"]: row["value"] for row in json.loads(said.stdout)}


def test_the_figures_lie_beyond_their_range_once_promised(played: Round, briefing: Briefing) -> None:
    """Worked out by hand: mean and 2.66 mean moving ranges of the months to July, without the widest steps."""
    values = _removals(played, briefing)
    before = [value for month, value in sorted(values.items()) if month < "2026-08"]
    steps = [abs(b - a) for a, b in pairwise(before)]
    usual = sum(steps) / len(steps)
    kept = [step for step in steps if step < 3.267 * usual]
    upper = sum(before) / len(before) + 2.66 * sum(kept) / len(kept)
    assert upper < min(values["2026-08"], values["2026-09"])


def test_promises_kept_late_repeated_broken_and_open_are_right(played: Round) -> None:
    ids = {row["what"]: key for key, row in played.promises.items()}
    state = {what: played.promises[key]["state"] for what, key in ids.items()}
    assert state["Keep removals without treatment in their usual range"] == "not kept"
    assert (state[LETTERS], played.promises[ids[LETTERS]]["times"]) == ("promised again", 3)
    assert state["Write with the split by step"] == "late"
    assert state["A review with two GPs"] == "open"
    assert state["Name a clinical lead for onward referral"] == "kept"
    assert "worse, by more than chance" in played.promises[f"{FIRST}-other-1"]["evidence"]


def test_the_shares_count_the_round(played: Round) -> None:
    """Two questions of the sheet brought a date; what was promised beside them is no question."""
    assert played.headline["dated"] == 2
    assert played.headline["meetings"] == 1
    ended = [row for row in played.promises.values() if row["state"] != "open"]
    assert (played.headline["due"], played.headline["kept"]) == (
        len(ended),
        sum(row["state"] == "kept" for row in ended),
    )


def test_the_next_pack_opens_with_what_became_of_them(played: Round) -> None:
    (pack,) = (played.folder / "packs" / SECOND / "v1").glob("gp-pack-*.pdf")
    today = plain.words(pack).partition("Last promises, and today")[2].partition("Today’s order")[0]
    for words in ("Not kept", "Promised again", "Late", "Open", "Kept", "worse, by more than chance"):
        assert words in today


def test_what_was_asked_stands_and_what_came_of_it_is_told(played: Round, briefing: Briefing) -> None:
    """Two months later its first question would not be asked: letter and bulletin still tell of those put."""
    said_then = json.loads((played.folder / "packs" / FIRST / "v1" / "said.json").read_bytes())
    pattern = "-".join(said_then["questions"][0]["question_id"].upper().split("-")[:2])
    with (played.folder / "meetings" / FIRST / "meeting.toml").open("a", encoding="utf-8") as file:
        file.write(f'barred = ["{pattern}"]\n')
    said = briefing("build", FIRST, "-w", played.folder)
    assert said.exit_code == 0, said.stderr
    v1, v2 = (played.folder / "packs" / FIRST / version for version in ("v1", "v2"))
    after = {"follow-up-letter-rza.pdf", "minutes.pdf", "practice-bulletin.pdf"}
    assert {path.name for path in v2.glob("*.pdf")} == after
    first, second = (json.loads((version / "said.json").read_bytes()) for version in (v1, v2))
    assert {name: second[name] for name in ("questions", "told")} == {
        name: first[name] for name in ("questions", "told")
    }
    assert "numbers" not in second
    (then,) = first["told"]
    assert _bytes(played.folder, FIRST) == played.first
    words = plain.words(v2 / "follow-up-letter-rza.pdf")
    put = first["questions"]
    assert [one["title"] for one in put if " ".join(one["title"].split()) not in words] == []
    assert "Write with the split by step" in words
    assert " ".join(then["credit"].split()) in words
    assert "nothing changed" in briefing("build", FIRST, "-w", played.folder).stdout
    assert briefing("verify", v2, "--rebuild", "-w", played.folder).exit_code == 0
