"""Registers of trusts, practices and networks, lists of patients, deprivation: laid out as published."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from briefing.sample_data.economy import LAST, PROVIDER_MERGER, PROVIDERS
from briefing.sample_data.practices import AGE_GROUPS, Practice, networks, practices
from briefing.sample_data.published import csv_bytes, write_file, write_workbook, write_zip

WIDTH = 27


def write(folder: Path) -> None:
    write_file(folder / "ods" / "etr.csv", csv_bytes(_trusts(), quoting=csv.QUOTE_ALL))
    write_file(folder / "ods" / "epraccur.csv", csv_bytes(_practices(), end="\n", quoting=csv.QUOTE_ALL))
    write_workbook(
        folder / "ods" / "ePCN.xlsx", {"PCNDetails": _networks(), "PCN Core Partner Details": _partners()}
    )
    write_file(folder / "gp" / "gp-reg-pat-prac-all.csv", csv_bytes(_lists()))
    by_age = {"gp-reg-pat-prac-quin-age.csv": csv_bytes(_lists_by_age())}
    write_zip(folder / "gp" / "gp-reg-pat-prac-quin-age.zip", by_age)
    write_file(folder / "gp" / "gp-reg-pat-prac-map.csv", csv_bytes(_map(), end="\n"))
    write_file(
        folder / "gp" / "practice_imd.csv", csv_bytes(_deprivation(), end="\n", quoting=csv.QUOTE_NONNUMERIC)
    )
    write_file(folder / "ae" / "System-Mapping.csv", csv_bytes(_systems(), end="\n"))


def _padded(cells: dict[int, str]) -> list[str]:
    """Lays cells out by column number, counted from 1 as the register's own guide does."""
    return [cells.get(column, "") for column in range(1, WIDTH + 1)]


def _trusts() -> Iterator[list[str]]:
    for each in PROVIDERS:
        if each.kind != "independent" and not each.code.startswith("NZZ"):
            board = each.board(LAST)
            closed = f"{date.fromordinal(PROVIDER_MERGER.toordinal() - 1):%Y%m%d}" if each.successor else ""
            address = {5: "TRUST HEADQUARTERS", 6: "1 HOSPITAL WAY", 8: board.place.upper(), 10: "ZZ99 9ZZ"}
            yield _padded(
                {1: each.code, 2: each.name.upper(), 3: board.region.code, 4: board.code, **address}
                | {11: "19940401", 12: closed, 22: "1", 24: "Z"}
            )


def _practices() -> Iterator[list[str]]:
    for each in practices():
        sub_board = each.network.sub_board
        board = sub_board.board(LAST)
        yield _padded(
            {1: each.code, 2: each.name, 3: board.region.code, 4: board.code, 5: "1 SURGERY LANE"}
            | {
                8: board.place.upper(),
                10: each.postcode,
                11: "19740401",
                13: "A",
                14: "B",
                15: sub_board.code,
            }
            | {16: "20200401", 22: "0", 24: sub_board.code, 26: "4"}
        )


def _networks() -> list[Sequence[object]]:
    head = "PCN Code,PCN Name,Current Sub ICB Loc Code,Sub ICB Location,Open Date,Close Date"
    addresses = (*(f"Address Line {line}" for line in range(1, 6)), "Postcode")
    rows = [
        (
            each.code,
            each.name,
            each.sub_board.code,
            each.sub_board.name(LAST),
            "20191001",
            "",
            "THE NETWORK OFFICE",
            "1 MARKET SQUARE",
            "",
            "",
            "",
            "ZZ99 9ZZ",
        )
        for each in networks()
    ]
    return [(*head.split(","), *addresses), *rows]


def _partners() -> list[Sequence[object]]:
    head = (
        "Partner\nOrganisation\nCode",
        "Partner\nName",
        "Practice\nParent\nSub ICB Loc Code",
        "Practice\nParent\nSub ICB Loc Name",
        "PCN Code",
        "PCN Name",
        "PCN Parent\nSub ICB Loc Code",
        "PCN Parent\nSub ICB Loc Name",
        "Practice to PCN\nRelationship\nStart Date",
        "Practice to PCN\nRelationship\nEnd Date",
        "Practice Sub ICB Loc and PCN Sub ICB Loc Match ",
    )
    return [head, *(_partner(each) for each in practices())]


def _partner(each: Practice) -> Sequence[object]:
    home = (each.network.sub_board.code, each.network.sub_board.name(LAST))
    return (each.code, each.name, *home, each.network.code, each.network.name, *home, "20191001", "", True)


def _lists() -> Iterator[Sequence[object]]:
    yield [
        "PUBLICATION",
        "EXTRACT_DATE",
        "TYPE",
        "SUB_ICB_LOCATION_CODE",
        "ONS_SUB_ICB_LOCATION_CODE",
        "CODE",
        "POSTCODE",
        "SEX",
        "AGE",
        "NUMBER_OF_PATIENTS",
    ]
    for each in practices():
        code = each.network.sub_board.code
        yield (
            *(
                "GP_PRAC_PAT_LIST",
                "01SEP2026",
                "GP",
                code,
                _ons(code),
                each.code,
                each.postcode,
                "ALL",
                "ALL",
            ),
            each.size,
        )


def _lists_by_age() -> Iterator[Sequence[object]]:
    yield [
        "PUBLICATION",
        "EXTRACT_DATE",
        "ORG_TYPE",
        "ORG_CODE",
        "ONS_CODE",
        "POSTCODE",
        "SEX",
        "AGE_GROUP_5",
        "NUMBER_OF_PATIENTS",
    ]
    for each in practices():
        head = ("GP_PRAC_PAT_LIST", "01OCT2026", "GP", each.code, "", each.postcode)
        yield (*head, "ALL", "ALL", each.size)
        for sex, people in zip(("MALE", "FEMALE"), each.patients.tolist(), strict=True):
            yield (*head, sex, "ALL", sum(people))
            yield from ((*head, sex, age, count) for age, count in zip(AGE_GROUPS, people, strict=True))


def _map() -> Iterator[Sequence[object]]:
    yield [
        "PUBLICATION",
        "EXTRACT_DATE",
        "PRACTICE_CODE",
        "PRACTICE_NAME",
        "PRACTICE_POSTCODE",
        "PCN_CODE",
        "PCN_NAME",
        "ONS_SUB_ICB_LOCATION_CODE",
        "SUB_ICB_LOCATION_CODE",
        "SUB_ICB_LOCATION_NAME",
        "ONS_ICB_CODE",
        "ICB_CODE",
        "ICB_NAME",
        "ONS_COMM_REGION_CODE",
        "COMM_REGION_CODE",
        "COMM_REGION_NAME",
    ]
    for each in practices():
        home = each.network.sub_board
        board = home.board(LAST)
        yield (
            "GP_PRAC_PAT_LIST",
            "01OCT2026",
            each.code,
            each.name,
            each.postcode,
            each.network.code,
            *(each.network.name, _ons(home.code), home.code, home.name(LAST), _ons(board.code), board.code),
            *(board.name, _ons(board.region.code), board.region.code, board.region.name),
        )


def _deprivation() -> Iterator[Sequence[object]]:
    yield ["practice_code", "practice_name", "postcode", "subicb_code", "imd_score", "imd_decile"]
    for each in practices():
        yield (
            *(each.code, each.name, each.postcode, each.network.sub_board.code),
            *(round(each.imd_score, 6), each.imd_decile),
        )


def _systems() -> Iterator[Sequence[object]]:
    yield ("Code", "Name", "ICB Code", "ICB Name", "Region Name")
    for each in PROVIDERS:
        if each.successor is None:
            board = each.board(LAST)
            name = f"NHS {board.place} Integrated Care Board"
            yield (each.code, each.name, board.code, name, f"{board.region.name} Commissioning Region")


def _ons(code: str) -> str:
    """Makes up a statistics code that no real area has."""
    return f"Z{sum(ord(letter) * 31**place for place, letter in enumerate(code)) % 10**8:08d}"
