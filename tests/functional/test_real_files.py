"""The published files as they are given out, from the inbox to a pack. Skips where the files are absent."""

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import plain
import pytest
from built import built_packs
from commands import Briefing
from papers import core_of, thin

from briefing.build.inputs import as_at, context_of, lags_of
from briefing.challenge.inputs import challenge_inputs, meeting_inputs
from briefing.challenge.outlook import Outlook, outlook
from briefing.challenge.trying import trial_meeting
from briefing.document.reading import spoken
from briefing.pack.build import gp_editions
from briefing.pack.editions.gp import gp_document
from briefing.pack.model import Pack
from briefing.render.press import paper
from briefing.workspace import open_workspace

pytestmark = pytest.mark.slow

UNREAD = {
    "FFT_AE_layout_template.xlsx": "the Friends and Family Test",
    "FFT_Ambulance_layout_template.xlsx": "the Friends and Family Test",
    "FFT_IP_layout_template.xlsx": "the Friends and Family Test",
    "FFT_Maternity_layout_template.xlsx": "the Friends and Family Test",
    "FFT_Outpatient_layout_template.xlsx": "the Friends and Family Test",
    "IMD2019_Index_of_Multiple_Deprivation.csv": "deprivation by small area",
}
"""Published files that no source reads, each with what it is called."""
MEETING = """
kind = "contract_review"
title = "Contract review"
date = 2026-11-26
place = "Board room"
commissioner = "QWO"
providers = ["RR8"]
decision_wanted = "A dated plan for the people who wait longest"
minutes = 60
chair = "P1"
panel = ["P1", "P2"]
"""
PEOPLE = """person_id,name,role,practice_code,email,may_decide
P1,Dr One Sample,GP and chair,,one@example.org,yes
P2,Dr Two Sample,GP,,two@example.org,no
"""


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory, briefing: Briefing) -> Path:
    folder = tmp_path_factory.mktemp("real") / "w"
    briefing("init", folder)
    shutil.copytree(shared / "data", folder / "inbox", dirs_exist_ok=True)
    for path in (folder / "inbox").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (folder / "registers" / "people.xlsx").unlink()
    (folder / "registers" / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "meetings" / "2026-11-26-rr8").mkdir()
    (folder / "meetings" / "2026-11-26-rr8" / "meeting.toml").write_text(MEETING, encoding="utf-8")
    (folder / "loaded.txt").write_text(briefing("load", "-w", folder).stdout, encoding="utf-8")
    return folder


def show(
    briefing: Briefing, real: Path, metric: str, org: str, period: str, group: str = "ALL"
) -> dict[str, float]:
    words = (
        "show",
        metric,
        "--org",
        org,
        "--period",
        period,
        "--group",
        group,
        "--format",
        "json",
        "-w",
        real,
    )
    (row,) = json.loads(briefing(*words).stdout)
    return row


@pytest.mark.parametrize(
    ("metric", "numerator", "denominator", "value"),
    [
        ("rtt_within_18_weeks", 4_607_182, 7_093_502, 64.95),
        ("rtt_over_52_weeks", 97_388, 7_093_502, 1.37),
        ("rtt_over_65_weeks", 5_692, 7_093_502, 0.08),
    ],
)
def test_england_in_april_2026_is_as_published(
    real: Path, briefing: Briefing, metric: str, numerator: int, denominator: int, value: float
) -> None:
    row = show(briefing, real, metric, "ENG", "2026-04")
    assert (row["numerator"], row["denominator"]) == (numerator, denominator)
    assert round(row["value"], 2) == value


def test_the_scan_names_tens_of_outliers_in_april_2026_not_hundreds(real: Path, briefing: Briefing) -> None:
    """The 18-week share of every provider, board and specialty: thousands of comparisons, each finding once."""
    scan = json.loads(briefing("scan", "--format", "json", "-w", real).stdout)
    outliers = [row for row in scan if (row["signal"], row["metric"]) == ("PEER", "rtt_within_18_weeks")]
    wholes = {(row["org_code"], row["direction"]) for row in outliers if row["specialty_code"] == "ALL"}
    parts = [row for row in outliers if row["specialty_code"] != "ALL"]
    assert 10 <= len(wholes) <= 30
    assert 10 <= len(outliers) < 100
    assert not [row for row in parts if (row["org_code"], row["direction"]) in wholes]
    assert ("DXN", "concern") in wholes, "5.9% of 2,665 people within 18 weeks, beside 74.7% of its like"


def test_the_scan_is_read_within_a_hundred_columns_and_says_how_much_it_looked_at(
    real: Path, briefing: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RL1: 1,787 people over 65 weeks in the file, 2,768 over 52 of 23,494: 2,533 more than 1%."""
    told = briefing("scan", "-w", real).stdout.splitlines()
    monkeypatch.setenv("COLUMNS", "100")
    on_a_screen = briefing("scan", "-w", real).stdout.splitlines()
    assert max(map(len, on_a_screen)) <= 100
    monkeypatch.delenv("COLUMNS")
    rows = (line.split() for line in told if re.search(r" [A-Z][A-Z0-9]{2} +\S+ +\d{4}-\d\d ", line))
    found = {tuple(row[2:5]): row[6] for row in rows}
    assert found["rtt_over_65_weeks", "RL1", "all"] == "1,787"
    assert found["rtt_over_52_weeks", "RL1", "all"] == "2,533"
    assert told[-1].endswith("would stand out by chance alone.")
    assert briefing("scan", "--org", "R1A", "-w", real).stdout.startswith("No signal. We scanned ")
    refused = briefing("scan", "--org", "ZZZ", "-w", real)
    assert (refused.exit_code, "found 'ZZZ'" in refused.stderr) == (1, True)


WAITS = {"rtt_within_18_weeks": 18, "rtt_over_52_weeks": 52, "rtt_over_65_weeks": 65}


@pytest.fixture(scope="module")
def waiting(shared: Path) -> dict[str, tuple[int, dict[str, int]]]:
    """Counted from the published file: each large trust's list, and how many have waited over 18, 52, 65 weeks."""
    found: dict[str, tuple[int, dict[str, int]]] = {}
    (path,) = (shared / "data" / "rtt").glob("*-full-extract.csv.zip")
    with zipfile.ZipFile(path) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".csv") and "__MACOSX" not in each)
        with io.TextIOWrapper(archive.open(name), encoding="utf-8-sig") as text:
            for row in csv.DictReader(text):
                code = row["Provider Org Code"]
                whole = (row["RTT Part Type"], row["Treatment Function Code"]) == ("Part_2", "C_999")
                if whole and re.fullmatch("[RT][A-Z0-9]{2}", code):
                    total, beyond = found.get(code, (0, dict.fromkeys(WAITS, 0)))
                    weeks = [int(row[band] or 0) for band in row if band.startswith("Gt ")]
                    more = {metric: beyond[metric] + sum(weeks[after:]) for metric, after in WAITS.items()}
                    found[code] = (total + int(row["Total All"]), more)
    return {code: counts for code, counts in found.items() if counts[0] >= 15_000}


def test_who_waits_longest_is_asked_and_half_of_all_trusts_have_no_burden(
    real: Path, waiting: dict[str, tuple[int, dict[str, int]]]
) -> None:
    """119 trusts of 15,000 people and more: twelve are the worst tenth, asked where a hundred people are behind it."""
    assert len(waiting) == 119
    workspace = open_workspace(real)
    asked: dict[str, list[Outlook]] = {}
    with context_of(workspace) as context:
        day, lags = as_at(workspace, context), lags_of(workspace)
        for code in waiting:
            sitting = trial_meeting(provider_code=code, commissioner_code="ALL", today=day, lags=lags)
            shared_by_all = meeting_inputs(workspace, sitting)
            (inputs,) = challenge_inputs(shared_by_all, context, preset="none", providers=[code])
            lines = outlook(inputs)
            asked[code] = [line for line in lines if line.verdict == "asked"]
            safety = {m.metric.name for m in inputs.measures if m.metric.safety}
            assert not [line for line in lines if line.verdict == "left alone" and line.metric in safety]
    for metric in WAITS:
        share = {code: beyond[metric] / total for code, (total, beyond) in waiting.items()}
        worst = sorted(share, key=lambda code: -share[code])[:12]
        due = {code for code in worst if waiting[code][1][metric] >= 100}
        assert due <= {code for code, lines in asked.items() if metric in {line.metric for line in lines}}
    burdened = [code for code, lines in asked.items() if any(line.signal == "BURDEN" for line in lines)]
    assert 2 * len(burdened) <= len(waiting)
    assert asked["RAJ"][0].metric == "rtt_over_65_weeks"
    assert "2,225 waits" in asked["RAJ"][0].text
    assert "39% of England's 5,692" in asked["RAJ"][0].text


@pytest.fixture(scope="module")
def june(real: Path) -> dict[str, Pack]:
    """The packs of two trusts for a meeting in June 2026: waits of April, cancer of January, A&E of last July."""
    made = {}
    for provider, board in (("RAJ", "QH8"), ("RRK", "QHL")):
        folder = real / "meetings" / f"2026-06-25-{provider.lower()}"
        folder.mkdir()
        held = MEETING.replace("2026-11-26", "2026-06-25").replace("RR8", provider).replace("QWO", board)
        (folder / "meeting.toml").write_text(held, encoding="utf-8")
        (made[provider],) = built_packs(open_workspace(real), folder.name)
        assert (made[provider].provider_code, made[provider].meeting.commissioner_code) == (provider, board)
    return made


def read_aloud(pack: Pack) -> str:
    return spoken(gp_document(gp_editions(pack)[0])).replace("\u00a0", " ")


def test_the_longest_waits_in_england_open_the_pack(
    june: dict[str, Pack], waiting: dict[str, tuple[int, dict[str, int]]]
) -> None:
    """And the card says them: how many there are here, of how many in England, and where most of them wait."""
    people = waiting["RAJ"][1]["rtt_over_65_weeks"]
    assert people == max(beyond["rtt_over_65_weeks"] for _, beyond in waiting.values()) == 2225
    first = june["RAJ"].challenge.questions[0]
    assert first.finding.measure is not None
    assert first.finding.measure.metric.name == "rtt_over_65_weeks"
    told = f"In April 2026, {people:,} waits across the trust were over 65 weeks: 39% of England's 5,692."
    assert june["RAJ"].press[0].sentence == told
    assert told in read_aloud(june["RAJ"])
    assert first.fact.count("The largest number, 1,022, is in trauma and orthopaedics.") == 1


@pytest.mark.parametrize("code", ["RAJ", "RRK"])
def test_a_real_pack_is_read_in_four_pages_and_none_is_half_empty(june: dict[str, Pack], code: str) -> None:
    made = paper(gp_document(gp_editions(june[code])[0]))
    assert len(core_of(made)) <= 4
    assert thin(made) == {}


def published(path: Path, code: str, *, of: str, within: str) -> float:
    """The four-hour share of a trust in the file of a month of A&E, by the columns of a type or of all."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = (row for row in csv.DictReader(file) if row["Org Code"] == code)
    came = sum(int(row[name] or 0) for name in row if re.fullmatch(of, name))
    late = sum(int(row[name] or 0) for name in row if re.fullmatch(within, name))
    return 100 * (came - late) / came


def test_birminghams_pack_holds_major_departments_the_gps_own_route_and_its_worst_specialty(
    june: dict[str, Pack], shared: Path
) -> None:
    """Counted from the files: type 1 in July 2025; January's urgent referrals; ophthalmology 62.2% against 73.1%."""
    pack = june["RRK"]
    rows = {row.measure.metric.name: row.measure for row in pack.rows}
    (month,) = (shared / "data" / "ae").glob("July-2025-*.csv")
    major = published(
        month,
        "RRK",
        of="A&E attendances( Booked Appointments)? Type 1",
        within="Attendances over 4hrs( Booked Appointments)? Type 1",
    )
    assert rows["ae_4_hours_type_1"].latest.value == pytest.approx(major)
    urgent = rows["cancer_62_day_urgent"].latest
    assert (urgent.numerator, urgent.denominator) == (141, 298)
    captions = " ".join(figure.caption for figure in pack.figures).replace("\u00a0", " ")
    assert "47.3% in January 2026 (141 of 298), the last known" in captions
    aloud = read_aloud(pack)
    assert f"{rows['ae_4_hours_type_1'].metric.title} {major:.1f}% July 2025" in " ".join(aloud.split())
    assert "47.3%" in aloud
    assert "ophthalmology 62.2%, England 73.1% (about 1,000 more waits)" in aloud


def test_no_old_figure_of_accident_and_emergency_is_pressed(june: dict[str, Pack]) -> None:
    for pack in june.values():
        measures = [question.finding.measure for question in pack.challenge.questions]
        assert not [one for one in measures if one is not None and one.metric.name.startswith("ae_")]
        assert not [press for press in pack.press if "A&E" in press.title]
        aloud = read_aloud(pack)
        (told,) = re.findall(r"In July 2025, [0-9.]+% of [^.]*A&E[^.]*\. (.*?figure\.)", aloud)
        assert told == "That was 11 months before this meeting: ask for today’s figure."


@pytest.mark.parametrize(("metric", "weeks"), [("rtt_median_wait", 11.90), ("rtt_92nd_percentile", 38.70)])
def test_englands_percentiles_are_as_published(
    real: Path, briefing: Briefing, metric: str, weeks: float
) -> None:
    assert round(show(briefing, real, metric, "ENG", "2026-04")["value"], 2) == weeks


@pytest.mark.parametrize(
    ("metric", "denominator", "value"),
    [("cancer_28_day", 267_704, 72.76), ("cancer_31_day", 59_736, 89.83), ("cancer_62_day", 28_742, 68.39)],
)
def test_cancer_in_january_2026_is_as_published(
    real: Path, briefing: Briefing, metric: str, denominator: int, value: float
) -> None:
    row = show(briefing, real, metric, "ENG", "2026-01")
    assert (row["denominator"], round(row["value"], 2)) == (denominator, value)


@pytest.mark.parametrize(
    ("metric", "group", "numerator", "denominator"),
    [
        ("groups_over_52_weeks", "ALL", 146_075, 7_082_510),
        ("groups_within_18_weeks", "sex:female", 2_250_625, 3_774_935),
        ("groups_within_18_weeks", "deprivation:1", 419_190 + 434_715, 708_780 + 727_815),
    ],
)
def test_who_waited_in_england_in_january_2026_is_as_published(
    real: Path, briefing: Briefing, metric: str, group: str, numerator: int, denominator: int
) -> None:
    row = show(briefing, real, metric, "ENG", "2026-01", group)
    assert (row["numerator"], row["denominator"]) == (numerator, denominator)


def test_england_since_2007_is_as_published(real: Path, briefing: Briefing) -> None:
    row = show(briefing, real, "england_within_18_weeks", "ENG", "2025-12")
    assert (row["numerator"], row["denominator"], round(row["value"], 2)) == (4_424_207, 7_199_624, 61.45)


def test_attendances_of_april_2025_are_the_total_row(real: Path, briefing: Briefing) -> None:
    total = 1354645 + 49112 + 804415 + 33654 + 626 + 53368
    late = 544763 + 2227 + 24075 + 7638 + 42 + 516
    assert show(briefing, real, "ae_attendances", "ENG", "2025-04")["numerator"] == total
    assert show(briefing, real, "ae_4_hours", "ENG", "2025-04")["numerator"] == total - late


def test_every_file_is_read_or_told_in_one_line(real: Path, briefing: Briefing) -> None:
    lines = (real / "loaded.txt").read_text(encoding="utf-8").splitlines()
    told = {line.split(": ")[1].rpartition("/")[2]: line for line in lines if line.startswith("not read: ")}
    assert told.keys() == UNREAD.keys()
    for name, words in UNREAD.items():
        assert words in told[name]
    files = [path for path in (real / "inbox").rglob("*") if path.is_file()]
    loaded = len(files) - len(UNREAD) + 1
    assert lines[-1] == f"{loaded} loaded, 0 known already, 0 refused, {len(UNREAD)} not read"
    said = briefing("status", "-w", real).stdout
    assert all(line in said.splitlines() for line in told.values())
    for source in ("RTT waiting times", "A&E attendances", "Cancer waiting times", "Practice map"):
        assert source.lower() in said.lower()


def test_loading_the_real_files_twice_changes_nothing(real: Path, briefing: Briefing) -> None:
    before = (real / "warehouse" / "ledger.jsonl").read_bytes()
    again = briefing("load", "-q", "-w", real)
    assert again.exit_code == 0, "a sound file of no use is told of, and is no alarm"
    assert again.stderr == "", "it is told once"
    assert (real / "warehouse" / "ledger.jsonl").read_bytes() == before


def test_a_pack_of_a_real_trust_claims_no_trend_it_cannot_support(real: Path, briefing: Briefing) -> None:
    with plain.pages():
        built = briefing("build", "2026-11-26-rr8", "-w", real)
    assert built.exit_code == 0, built.stderr
    text = plain.words(next((real / "packs" / "2026-11-26-rr8" / "v1").glob("gp-pack-*.pdf")))
    assert "Leeds Teaching Hospitals NHS Trust" in text
    assert "too few months to judge" in text.lower()
    assert "months running" not in text
