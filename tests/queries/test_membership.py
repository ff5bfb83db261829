"""Who belongs where, today and at the time; names in print.

Two trusts merge on 1 April 2026 (RMM into RBB); the boards QOA and QOB become QNEW; QKEEP stays.

            January           February          April
RBB         100               110               150  (as one trust)
RMM          40                50               -
01A in      QOA               QOA               QNEW
02B in      QOB               QOB               QNEW
03C in      QKEEP             QKEEP             QKEEP
"""

from datetime import date

import pytest
from drawn import APRIL, MARCH, ae, observations, observed, practice, referral, rows_of, rtt

from briefing.errors import ConfigError
from briefing.organisations import refuse_circles, region_key, tidy_name, tidy_region
from briefing.warehouse import Connection

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


def local(code: str, **columns: object) -> dict[str, object]:
    return {"code": code, **columns}


@pytest.fixture(scope="module")
def merged() -> Connection:
    old = [
        rtt(
            period=month,
            provider=provider,
            commissioner=commissioner,
            board=board,
            provider_board="QOA",
            bands={0: n},
        )
        for month, provider, commissioner, board, n in (
            (JANUARY, "RBB", "01A", "QOA", 100),
            (JANUARY, "RMM", "02B", "QOB", 40),
            (JANUARY, "RKK", "03C", "QKEEP", 7),
            (FEBRUARY, "RBB", "01A", "QOA", 110),
            (FEBRUARY, "RMM", "02B", "QOB", 50),
            (FEBRUARY, "RKK", "03C", "QKEEP", 7),
        )
    ]
    new = [
        rtt(provider="RBB", commissioner="01A", board="QNEW", bands={0: 100}),
        rtt(provider="RBB", commissioner="02B", board="QNEW", bands={0: 50}),
        rtt(provider="RKK", commissioner="03C", board="QKEEP", bands={0: 7}),
    ]
    return observed(
        home_boards=["QOA"],
        rtt=[*old, *new],
        ae=[ae(period=JANUARY, provider="RMM", type_1=5), ae(provider="RBB", type_1=9)],
        organisations=[
            local("RMM", type="trust", valid_to=date(2026, 3, 31), successor_code="RBB"),
            local("RBB", name="Harrow Dale Hospital", nickname="The Dale", type="provider"),
        ],
        practice_map=[practice("P1", sub_board="01A", board="QOA")],
        ods_network_members=[
            {
                "practice_code": "P1",
                "network_code": code,
                "network_name": f"{code} PCN",
                "sub_board_code": "01A",
            }
            | ({"ended_on": date(2020, 1, 1)} if code == "U9" else {})
            for code in ("U1", "U2", "U9")
        ],
        referrals=[referral(1, referred_on=APRIL, received_on=date(2026, 4, 30))],
    )


def months(connection: Connection, org: str, **where: str) -> list[tuple[int, float]]:
    found = observations(connection, "rtt_list_size", org, **where)
    return [(row["period"].month, row["value"]) for row in found]


def test_a_trend_survives_a_merger(merged: Connection) -> None:
    assert months(merged, "RBB") == [(1, 140), (2, 160), (4, 150)]
    assert months(merged, "RMM") == []


def test_as_it_was_each_trust_has_its_own(merged: Connection) -> None:
    assert months(merged, "RBB", view="as_was") == [(1, 100), (2, 110), (4, 150)]
    assert months(merged, "RMM", view="as_was") == [(1, 40), (2, 50)]


def test_an_untouched_trust_has_one_history(merged: Connection) -> None:
    assert months(merged, "RKK") == [(1, 7), (2, 7), (4, 7)]
    assert months(merged, "RKK", view="as_was") == []


def test_boards_are_carried_through_their_sub_boards(merged: Connection) -> None:
    assert months(merged, "QNEW") == [(1, 140), (2, 160), (4, 150)]
    assert months(merged, "QOA") == []
    assert months(merged, "QOA", view="as_was") == [(1, 100), (2, 110)]
    assert months(merged, "QNEW", view="as_was") == [(4, 150)]


def test_the_successor_of_a_board_is_inferred(merged: Connection) -> None:
    """March is missing between the files: when it happened isn't known."""
    found = rows_of(merged, "select code, today_code, ended_on, basis from successors order by code")
    assert found == [
        {"code": "QOA", "today_code": "QNEW", "ended_on": None, "basis": "inferred"},
        {"code": "QOB", "today_code": "QNEW", "ended_on": None, "basis": "inferred"},
        {"code": "RMM", "today_code": "RBB", "ended_on": date(2026, 3, 31), "basis": "declared"},
    ]


def test_a_home_board_may_be_named_by_its_old_code(merged: Connection) -> None:
    assert months(merged, "RBB", population_code="QNEW") == [(1, 140), (2, 160), (4, 150)]


def test_other_sources_follow_the_same_succession(merged: Connection) -> None:
    found = observations(merged, "ae_attendances", "RBB")
    assert [(row["period"].month, row["value"]) for row in found] == [(1, 5), (4, 9)]


def test_members(merged: Connection) -> None:
    """A practice in two networks; U9 ended. An old trust leads to today's organisations."""
    sql = (
        "select org_type, org_code from membership where view = 'today' and member_code = $code order by all"
    )
    assert [tuple(row.values()) for row in rows_of(merged, sql, code="P1")] == [
        ("board", "QNEW"),
        ("england", "ENG"),
        ("network", "U1"),
        ("network", "U2"),
        ("practice", "P1"),
        ("region", "Y59"),
        ("sub_board", "01A"),
    ]
    assert [tuple(row.values()) for row in rows_of(merged, sql, code="RMM")] == [
        ("board", "QNEW"),
        ("england", "ENG"),
        ("provider", "RBB"),
        ("region", "Y59"),
    ]


def test_a_practice_of_two_networks_counts_in_both_and_once_in_the_board(merged: Connection) -> None:
    found = rows_of(
        merged,
        "select org_code, made from referral_counts where specialty_code = 'ALL' and group_code = 'ALL'\n"
        "order by org_code",
    )
    assert [tuple(row.values()) for row in found] == [
        ("01A", 1), ("P1", 1), ("QNEW", 1), ("RAA", 1), ("U1", 1), ("U2", 1),
    ]  # fmt: skip


def test_the_local_register_has_the_last_word_on_names(merged: Connection) -> None:
    found = rows_of(merged, "select name, nickname, type, parent_code from organisations where code = 'RBB'")
    assert found == [
        {"name": "Harrow Dale Hospital", "nickname": "The Dale", "type": "provider", "parent_code": "QNEW"}
    ]


def test_every_organisation_with_a_figure_has_a_name(merged: Connection) -> None:
    assert (
        rows_of(
            merged, "select org_code from observations where org_code not in (select code from organisations)"
        )
        == []
    )
    assert rows_of(merged, "select code from organisations group by code having count(*) > 1") == []


def test_a_chain_leads_to_today_and_a_split_leads_nowhere() -> None:
    found = observed(
        rtt=[rtt(provider="RAA", bands={0: 30}), rtt(provider="RSS", bands={0: 20})],
        organisations=[
            local("RAA", type="provider", successor_code="RBB"),
            local("RBB", type="provider", successor_code="RCC"),
            local("RSS", type="provider", successor_code="RX1"),
            local("RSS", type="provider", successor_code="RX2"),
        ],
    )
    assert months(found, "RCC") == [(4, 30)]
    assert months(found, "RSS") == [(4, 20)]


def test_a_merger_to_come_has_not_happened() -> None:
    found = observed(
        rtt=[rtt(period=MARCH, provider="RAA", bands={0: 30})],
        organisations=[local("RAA", type="provider", valid_to=date(2027, 3, 31), successor_code="RBB")],
    )
    assert months(found, "RAA") == [(3, 30)]


def test_a_circle_is_refused() -> None:
    circle = [
        local("RAA", type="provider", successor_code="RBB"),
        local("RBB", type="provider", successor_code="RAA"),
    ]
    with pytest.raises(ConfigError, match="RAA -> RBB -> RAA"):
        observed(organisations=circle)


@pytest.mark.parametrize("links", [{}, {"A": "B", "B": "C"}, {"A": "C", "B": "C"}])
def test_what_ends_is_no_circle(links: dict[str, str]) -> None:
    refuse_circles(links)


@pytest.mark.parametrize(
    ("found", "printed"),
    [
        ("ROYAL BERKSHIRE NHS FOUNDATION TRUST", "Royal Berkshire NHS Foundation Trust"),
        ("  GUY'S AND  ST THOMAS' NHS FOUNDATION TRUST ", "Guy's and St Thomas' NHS Foundation Trust"),
        ("THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN", "The Queen Elizabeth Hospital, King's Lynn"),
        ("NHS THAMES VALLEY ICB - U2G6B", "NHS Thames Valley ICB - U2G6B"),
        ("NHS STAFFORDSHIRE AND STOKE-ON-TRENT ICB", "NHS Staffordshire and Stoke-on-Trent ICB"),
        ("FIRST COMMUNITY HEALTH AND CARE CIC", "First Community Health and Care CIC"),
        ("THE ONE HEALTH GROUP PLC", "The One Health Group plc"),
        ("NEWMEDICA - GLOUCESTER (BRIGHOUSE COURT)", "Newmedica - Gloucester (Brighouse Court)"),
        ("O'DRISCOLL SURGERY", "O'Driscoll Surgery"),
        ("D'ARCY HOUSE (DR O'CONNELL)", "D'Arcy House (Dr O'Connell)"),
        ("L’AUMONE SURGERY, B'HAM", "L’Aumone Surgery, B'ham"),
        ("MCKENZIE HOUSE, MACCLESFIELD", "McKenzie House, Macclesfield"),
        ("MACDONALD'S PRACTICE", "MacDonald's Practice"),
        ("NORTH A&E AND ENT, GP OOH", "North A&E and ENT, GP OOH"),
        ("HENRY VIII WARD, CLINIC II (MSK)", "Henry VIII Ward, Clinic II (MSK)"),
        ("FAREHAM&GOSPORT PCN", "Fareham&Gosport PCN"),
        ("ST.LUKE'S HOSP. - THE ANNEXE", "St.Luke's Hosp. - The Annexe"),
        ("CHESTER-LE-STREET AND NEWCASTLE-UPON-TYNE", "Chester-le-Street and Newcastle-upon-Tyne"),
        ("THE 1ST PRACTICE AT 2A LE ROI RD", "The 1st Practice at 2A Le Roi Rd"),
        ("C.A.M.H.S. FOR LYNG AND CWM", "C.A.M.H.S. for Lyng and Cwm"),
        ("DRS NG AND SMYTH LTD", "Drs Ng and Smyth Ltd"),
        ("THE ST JOHN'S HOSPITAL (NORTH)", "The St John's Hospital (North)"),
        ("NHS NORTH  EAST", "NHS North East"),
        ("SOUTH EAST - H&J COMMISSIONING HUB", "South East - H&J Commissioning Hub"),
        ("iCare of Mereside", "iCare of Mereside"),
    ],
)
def test_names_in_print(found: str, printed: str) -> None:
    assert tidy_name(found) == printed


@pytest.mark.parametrize(
    "spelt", ["NHS ENGLAND EAST OF ENGLAND ", "East of England Commissioning Region", "East Of England"]
)
def test_spellings_of_a_region(spelt: str) -> None:
    assert region_key(spelt) == "east of england"


def test_a_region_in_print() -> None:
    assert tidy_region("NHS ENGLAND EAST OF ENGLAND ") == "East of England"
    assert tidy_region("South West Commissioning Region") == "South West"
