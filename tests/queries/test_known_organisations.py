"""One list says which columns of which source name organisations; all that knows organisations is made of it."""

from datetime import date

import pytest
from drawn import APRIL, ae, observed, rows_of, rtt, value_of, warehouse
from test_portable_sql import offences

from briefing.sources import SOURCES
from briefing.sources.source import LOCAL_FEED, Codes, Source
from briefing.warehouse import known_codes_sql, organisations_sql, run

TELL_OF_OTHERS = {
    *("practice_deprivation", "need", "cqc"),
    *(
        "patient_voice",
        "activity",
        "concerns",
        "commitments",
        "people",
        "contacts",
        "alerts",
        "engagement",
        "interests",
        "plans",
        "rebases",
        "annotations",
    ),
    "engagement",
}
"""Sources that speak of organisations known from elsewhere: to be named there makes nobody one."""
NAMES_OF_CODES = {"code", "org_code", "provider_code", "practice_code", "commissioner_code"}
COUNTED = [
    (source, codes)
    for source in SOURCES
    for codes in source.codes
    if codes.counted and codes.type != "network"
]


def row_of(source: Source, codes: Codes) -> dict[str, object]:
    """A row that names one organisation and nothing else."""
    row: dict[str, object] = {**codes.where, codes.code: "RZZ01"}
    row |= {} if codes.type else {"type": "provider"}
    return row | ({"period": APRIL} if "period" in source.schema.names else {})


@pytest.mark.parametrize(
    ("source", "codes"), COUNTED, ids=lambda each: each.name if isinstance(each, Source) else each.code
)
def test_whoever_one_source_alone_knows_is_a_member_and_a_code_for_a_meeting(
    source: Source, codes: Codes
) -> None:
    rows = {source.name: [row_of(source, codes)]}
    assert run(warehouse(**rows), known_codes_sql())["code"].to_pylist() == ["RZZ01"]
    found = rows_of(
        observed(**rows), "select member_type, org_code, org_type from membership where member_code = 'RZZ01'"
    )
    kind = codes.type or "provider"
    assert {(row["member_type"], row["org_type"]) for row in found} == {(kind, kind), (kind, "england")}
    names = rows_of(observed(**rows), "select code, type from organisations where code = 'RZZ01'")
    assert names == [{"code": "RZZ01", "type": kind}]


def test_england_counts_a_provider_that_only_the_ae_file_knows() -> None:
    """
    RAA     10 attendances      also in RTT
    RBB     10 attendances      nowhere else
    ENG     20
    """
    found = observed(
        rtt=[rtt(provider="RAA", bands={0: 1})],
        ae=[ae(provider="RAA", type_1=10), ae(provider="RBB", type_1=10)],
    )
    assert value_of(found, "ae_attendances", "ENG")[2] == 20
    assert value_of(found, "ae_attendances", "Y59")[2] == 20


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_source_with_a_column_of_codes_lists_it(source: Source) -> None:
    listed = {codes.code for codes in source.codes}
    if source.name in TELL_OF_OTHERS:
        assert not listed
    else:
        assert NAMES_OF_CODES & set(source.schema.names) <= listed
        assert source.authority == 9 or source.publisher != LOCAL_FEED or source.name == "organisations"


def test_conditions_hold_for_what_is_above_too() -> None:
    """A practice of Wales, or one that has closed, makes no sub-board and no board."""
    open_one = {"setting": "4", "status": "A", "region_code": "Y59", "board_code": "QAA"}
    found = observed(
        ods_practices=[
            {**open_one, "code": "A81001", "sub_board_code": "01A"},
            {**open_one, "code": "A81002", "sub_board_code": "02B", "board_code": "QBB", "status": "C"},
            {
                **open_one,
                "code": "W81003",
                "sub_board_code": "7A9",
                "board_code": "QWW",
                "region_code": "W00",
            },
        ]
    )
    members = rows_of(
        found, "select distinct member_code as code from membership where member_type <> 'practice'"
    )
    assert sorted(row["code"] for row in members) == ["01A", "QAA"]


def test_the_newest_name_counts_and_the_register_goes_first() -> None:
    first, second = date(2026, 3, 1), date(2026, 4, 1)
    files = {
        "ae": [
            ae(period=first, provider="RAA") | {"provider_name": "OLD NAME"},
            ae(period=second, provider="RAA") | {"provider_name": "NEW NAME"},
        ]
    }
    name = "select name from organisations where code = 'RAA'"
    assert rows_of(observed(**files), name) == [{"name": "New Name"}]
    register = [{"code": "RAA", "name": "NAME OF THE REGISTER"}]
    assert rows_of(observed(ods_trusts=register, **files), name) == [{"name": "Name of the Register"}]


def test_the_list_is_portable_sql() -> None:
    assert offences(organisations_sql()) == []
