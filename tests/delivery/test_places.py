"""Pages of need of a workspace: from the files, by the command and on the desk; the real lists where they are."""

import shutil
from datetime import date
from pathlib import Path

import papers
import pytest
import tiny
from builders import there
from click.testing import CliRunner

from briefing import pipeline
from briefing.build.need import need_of, picture_of
from briefing.cli import main
from briefing.errors import BriefingError
from briefing.workspace import open_workspace

AGES = ("0_4", "30_34", "65_69", "75_79", "85_89")
MAP = (
    "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,ONS_ICB_CODE,ICB_CODE,ICB_NAME,"
    "PCN_CODE,PCN_NAME,ONS_SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_NAME,"
    "ONS_COMM_REGION_CODE,COMM_REGION_CODE,COMM_REGION_NAME,SUPPLIER_NAME\n"
)
LIST = "PUBLICATION,EXTRACT_DATE,ORG_TYPE,ORG_CODE,ONS_CODE,POSTCODE,SEX,AGE_GROUP_5,NUMBER_OF_PATIENTS\n"
INDICATOR = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,Column not used,"
    "Time period Sortable,New data,Compared to goal,Time period range\n"
)
ACTIVITY = (
    "period,provider_code,point_of_delivery,specialty_code,planned_activity,actual_activity,"
    "planned_cost,actual_cost"
)


def lists(folder: Path, month: str, each: int) -> None:
    """Three practices, the third in another network: so many people of each age and sex."""
    rows = [LIST]
    for code in ("A81001", "A81002", "A81003"):
        for sex in ("FEMALE", "MALE"):
            for age in AGES:
                rows.append(f"GP_PRAC_PAT_LIST,{month}-01,GP,{code},,ZZ1 1AA,{sex},{age},{each}\n")
    (folder / f"gp-reg-pat-prac-quin-age-{month}.csv").write_text("".join(rows))


def indicator(code: str, kind: str, value: float, people: int) -> str:
    """Dementia in a hundred people."""
    count = round(value * people / 100)
    return (
        f"247,Dementia,E92000001,England,{code},Somewhere,{kind},Persons,All ages,,,2023/24,{value},"
        f"{value - 0.5},{value + 0.5},{value - 1},{value + 1},{count},{people},,,,,20230000,,,1y\n"
    )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tiny.make_workspace(tmp_path_factory.mktemp("need") / "w", months=2)
    lists(workspace.inbox, "2025-06", 90)
    lists(workspace.inbox, "2026-06", 100)
    lines = [
        f"GP_PRAC_PAT_LIST,01Jun2026,A8100{n},SURGERY {n},ZZ1 1AA,E54000001,QZZ,NHS FENMARSH,U0000{network},"
        f"NETWORK {network} PCN,E38000001,01A,NHS FENMARSH - 01A,E40000001,Y60,MIDLANDS,EMIS\n"
        for n, network in ((1, 1), (2, 1), (3, 2))
    ]
    (workspace.inbox / "gp-reg-pat-prac-map.csv").write_text("".join([MAP, *lines]))
    rows = [
        *(indicator(f"A8100{n}", "GPs", value, 1000) for n, value in ((1, 1.0), (2, 3.0))),
        indicator("E92000001", "England", 0.8, 100000),
    ]
    (workspace.inbox / "dementia.csv").write_text("".join([INDICATOR, *rows]))
    rows = [
        f"2026-{month:02d},RZ1,{kind},{specialty},{planned},{actual},{planned * cost},{actual * cost}"
        for month in (3, 4)
        for kind, specialty, planned, actual, cost in (
            ("first outpatient", "ALL", 500, 600, 200),
            ("first outpatient", "110", 100, 100, 200),
            ("day case", "100", 100, 90, 1000),
            ("day case", "110", 50, 60, 1000),
            ("A&E", "ALL", 3, 2, 100),
        )
    ]
    (workspace.inbox / "activity.csv").write_text("\n".join([ACTIVITY, *rows]) + "\n")
    report = pipeline.load(workspace)
    assert not report.refused, report.refused
    return workspace.folder


def test_a_network_is_read_from_the_files_beside_its_board(loaded: Path) -> None:
    picture = picture_of(open_workspace(loaded))
    found = need_of(picture, picture.place("network 1 pcn"))
    assert (found.place.people, found.board.people, found.nation.people) == (2000, 3000, 3000)
    assert found.place.growth == pytest.approx(100 / 9)
    assert found.place.practices[0].listed_before == date(2025, 6, 1)
    (dementia,) = found.indicators
    assert (dementia.value, dementia.england, dementia.summed) == (pytest.approx(2.0), 0.8, True)
    assert found.flows == ()
    assert found.expected is None


def test_a_place_of_which_most_practices_have_no_value_has_none(loaded: Path) -> None:
    picture = picture_of(open_workspace(loaded))
    assert need_of(picture, picture.place("U00002")).indicators == ()
    (own,) = need_of(picture, picture.place("A81002")).indicators
    assert (own.value, own.summed) == (3.0, False)


def test_the_board_alone_sees_its_contract_each_activity_once(loaded: Path) -> None:
    picture = picture_of(open_workspace(loaded))
    contract = there(picture.contract)
    assert [(one.kind, one.planned, one.actual) for one in contract.deliveries] == [
        ("day case", 300, 300),
        ("first outpatient", 1000, 1200),
    ]
    assert (contract.first, contract.last) == (date(2026, 3, 1), date(2026, 4, 1))
    assert (contract.people, contract.weighted) == (3000, False)
    assert need_of(picture, picture.place("QZZ")).money
    assert need_of(picture, picture.place("U00001")).money == ()


def test_a_place_that_nobody_knows_is_refused_with_the_nearest(loaded: Path) -> None:
    with pytest.raises(BriefingError, match=r"no place 'Network 9'.*Network 1 PCN"):
        picture_of(open_workspace(loaded)).place("Network 9")


def test_without_a_list_by_age_it_says_which_files_are_wanted(tmp_path: Path) -> None:
    workspace = tiny.make_workspace(tmp_path / "w", months=1)
    with pytest.raises(BriefingError, match="gp-reg-pat-prac-quin-age"):
        picture_of(workspace)


@pytest.mark.slow
def test_the_command_writes_a_page_for_each_place_asked_for(loaded: Path, tmp_path: Path) -> None:
    words = ["need", "Network 1 PCN", "A81003", "--to", str(tmp_path / "out"), "-w", str(loaded)]
    said = CliRunner().invoke(main, words)
    assert said.exit_code == 0, said.output
    assert {path.stem for path in (tmp_path / "out").iterdir()} == {"need-u00001", "need-a81003"}
    assert papers.faults(tmp_path / "out" / "need-u00001.pdf") == []


@pytest.mark.slow
def test_the_published_lists_of_july_2026_are_england(shared: Path, tmp_path: Path) -> None:
    workspace = tiny.make_workspace(tmp_path / "w", months=1)
    for name in ("gp-reg-pat-prac-quin-age.zip", "gp-reg-pat-prac-map.zip"):
        shutil.copy(shared / "data" / "gp" / name, workspace.inbox)
    text = (tmp_path / "w" / "briefing.toml").read_text()
    (tmp_path / "w" / "briefing.toml").write_text(text.replace('code = "QZZ"', 'code = "D7T5G"'))
    workspace = open_workspace(tmp_path / "w")
    pipeline.take_in(workspace)
    picture = picture_of(workspace)
    assert (picture.nation.name, picture.nation.people) == ("England", 63_436_508)
    assert len(picture.nation.practices) == 6_139
    (board,) = (one for one in picture.places if one.level == "board")
    assert board.code == "D7T5G"
    assert sum(one.people for one in picture.places if one.level == "sub_board") == board.people
