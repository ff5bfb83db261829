"""Local feeds: what is right is read, each kind of wrong is refused where it stands, no patient gets in."""

from datetime import date
from pathlib import Path
from typing import Any

import feed_tables
import pyarrow.csv
import pyarrow.parquet
import pytest
import xlsxwriter
from feed_tables import advice, as_csv, column, concerns, faults, load, referrals

from briefing.errors import SourceError
from briefing.sources import SOURCES, read_file
from briefing.sources.feed_layouts import FEEDS
from briefing.sources.schemas import SCHEMAS
from briefing.workspace.registers import write_registers

# Reading ----------------------------------------------------------------------------------------------------


def test_a_referral_is_read_into_its_types(tmp_path: Path) -> None:
    extract = load(tmp_path, referrals({}))
    assert (extract.source, extract.period) == ("referrals", None)
    row = extract.table.to_pylist()[0]
    assert row["referral_id"] == "R0001"
    assert row["referred_on"] == date(2026, 3, 2)
    assert row["return_reason"] is None
    assert row["imd_decile"] == 3


def test_columns_come_in_any_order_case_and_spacing(tmp_path: Path) -> None:
    header, body = advice({}).split("\n", 1)
    names, values = header.split(","), body.strip().split(",")
    turned = ",".join(name.replace("_", " ").title() for name in reversed(names))
    extract = load(tmp_path, f"{turned}\n{','.join(reversed(values))}\n")
    assert extract.source == "advice"
    assert column(extract, "request_id") == ["R0001"]


def test_words_are_read_in_any_case_and_in_other_spellings(tmp_path: Path) -> None:
    #   priority            triage       first appointment        sex   ethnic group
    rows = [
        ("Suspected Cancer", "ACCEPTED", "Did_not_attend", "F", "A"),
        ("2WW", "Rejected", "DNA", "1", "Chinese"),
        ("urgent", "advice", "cancelled by hospital", "x", "Z"),
    ]
    names = ("priority", "triage_outcome", "first_appointment_outcome", "sex", "ethnic_category")
    extract = load(tmp_path, referrals(*(dict(zip(names, row, strict=True)) for row in rows)))
    assert [column(extract, name) for name in names] == [
        ["suspected cancer", "suspected cancer", "urgent"],
        ["accepted", "returned", "advice"],
        ["did not attend", "did not attend", "cancelled by provider"],
        ["female", "male", "not known"],
        ["White", "Asian or Asian British", "not stated"],
    ]


def test_treatment_functions_are_brought_to_one_form(tmp_path: Path) -> None:
    codes = ["C_100", "100", "502", "x02", "X06"]
    extract = load(tmp_path, referrals(*({"specialty_code": code} for code in codes)))
    assert column(extract, "specialty_code") == ["100", "100", "502", "X02", "X06"]


def test_age_bands_are_brought_to_one_form(tmp_path: Path) -> None:
    bands = ["under 18", "18–64", "65 to 74", "75 and over"]
    extract = load(tmp_path, referrals(*({"age_band": band} for band in bands)))
    assert column(extract, "age_band") == ["0-17", "18-64", "65-74", "75+"]


def test_every_format_of_a_file_gives_the_same_table(tmp_path: Path) -> None:
    text = referrals({}, {"priority": "urgent", "letter_sent_on": ""})
    extract = load(tmp_path, text)
    table = pyarrow.csv.read_csv(tmp_path / "feed.csv")
    pyarrow.parquet.write_table(table, tmp_path / "feed.parquet")
    with xlsxwriter.Workbook(tmp_path / "feed.xlsx", {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.write_row(0, 0, table.column_names)
        for at, row in enumerate(table.to_pylist(), 1):
            sheet.write_row(at, 0, ["" if value is None else value for value in row.values()])
    for name in ("feed.parquet", "feed.xlsx"):
        (other,) = read_file(tmp_path / name)
        assert other.table.equals(extract.table), name


def test_columns_that_a_feed_may_lack_are_named_in_a_note(tmp_path: Path) -> None:
    row = dict(zip(*(line.split(",") for line in referrals({}).splitlines()), strict=True))
    del row["letter_sent_on"], row["imd_decile"]
    extract = load(tmp_path, as_csv(row))
    assert "without letter_sent_on, imd_decile: what needs them is not measured" in extract.notes
    assert column(extract, "letter_sent_on") == [None]


def test_registers_on_sheets_of_one_workbook_become_one_source_each(tmp_path: Path) -> None:
    note = ["metric", "provider_code", "specialty_code", "period", "reason", "author"]
    sheets: dict[str, list[list[Any]]] = {
        "Who": [["person_id", "name", "role", "may_decide"], ["P1", "Ada Sample", "GP", "no"]],
        "Interests": [
            ["person_id", "kind", "organisation_code", "topic", "from", "to"],
            ["P1", "Non-financial professional", "RZA", "cancer", "2024-09-01", ""],
        ],
        "Plans": [
            ["metric", "provider_code", "period", "planned_value"],
            ["cancer_62_day", "RZA", "2026-04", 71.5],
        ],
        "Rebases": [note, ["cancer_62_day", "RZA", "ALL", "2026-04", "new centre", "A"]],
        "Annotations": [note, ["cancer_62_day", "RZA", "", "2026-05", "strike", "A"]],
    }
    with xlsxwriter.Workbook(tmp_path / "registers.xlsx") as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    read = {extract.source: extract.table.to_pylist() for extract in read_file(tmp_path / "registers.xlsx")}
    assert set(read) == {"people", "interests", "plans", "rebases", "annotations"}
    assert read["people"][0]["may_decide"] is False
    assert read["interests"][0]["kind"] == "non-financial professional"
    assert (read["plans"][0]["period"], read["plans"][0]["planned_value"]) == (date(2026, 4, 1), 71.5)
    assert read["annotations"][0]["reason"] == "strike"


def test_registers_as_the_workspace_makes_them_are_read_empty(tmp_path: Path) -> None:
    for path in write_registers(tmp_path):
        (extract,) = read_file(path)
        assert (extract.source, extract.table.num_rows) == (path.stem, 0)
        assert extract.table.schema.equals(SCHEMAS[path.stem])


NOTES = (
    "metric,provider_code,specialty_code,period,reason,author\ncancer_62_day,RZA,ALL,2026-04,new centre,A\n"
)


@pytest.mark.parametrize(
    ("name", "source"), [("our rebases.csv", "rebases"), ("Annotations 2026.csv", "annotations")]
)
def test_the_files_name_tells_rebases_from_annotations(tmp_path: Path, name: str, source: str) -> None:
    assert load(tmp_path, NOTES, name=name).source == source


@pytest.mark.parametrize("name", ["notes.csv", "rebases and annotations.csv"])
def test_rebases_without_a_name_that_tells_are_refused(tmp_path: Path, name: str) -> None:
    (fault,) = faults(tmp_path, NOTES, name=name)
    assert "Name the sheet" in fault.remedy


def test_every_feed_is_a_source_with_its_schema() -> None:
    sources = {source.name: source for source in SOURCES}
    for feed in FEEDS:
        assert sources[feed.name].publisher == "local feed"
        names = set(SCHEMAS[feed.name].names)
        named = {*feed.key, *feed.free_text, *sum(feed.in_order, ())}
        assert named <= names, feed.name


# Columns ----------------------------------------------------------------------------------------------------


def test_all_missing_and_unknown_columns_are_told_at_once(tmp_path: Path) -> None:
    text = advice({}).replace("specialty_code", "clinic").replace("outcome", "what_happened")
    (fault,) = faults(tmp_path, text)
    for name in ("specialty_code", "outcome", "clinic", "what_happened"):
        assert repr(name) in fault.found or name in fault.found
    assert "[columns.advice]" in fault.remedy


def test_unknown_columns_are_each_named(tmp_path: Path) -> None:
    told = faults(tmp_path, concerns({"colour": "red", "weight": "3"}))
    assert [fault.column for fault in told] == ["colour", "weight"]
    assert '"colour" = ""' in told[0].remedy


def test_an_empty_unknown_column_is_left_out_with_a_note(tmp_path: Path) -> None:
    assert "the column 'colour' was left out: it is empty" in load(tmp_path, concerns({"colour": ""})).notes


def test_columns_are_mapped_and_left_out_as_the_settings_say(tmp_path: Path) -> None:
    text = concerns({"colour": "red"}).replace("theme", "Subject of report")
    extract = load(tmp_path, text, columns={"Subject of report": "theme", "colour": ""})
    assert column(extract, "theme") == ["clinic letters"]
    assert "the column 'colour' was left out: as briefing.toml asks" in extract.notes


def test_a_day_without_the_column_of_what_came_of_it_is_refused(tmp_path: Path) -> None:
    row = dict(zip(*(line.split(",") for line in referrals({}).splitlines()), strict=True))
    del row["triage_outcome"]
    (fault,) = faults(tmp_path, as_csv(row))
    assert "'triage_outcome'" in fault.found


# Values -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("priority", "soonish", "routine, urgent, suspected cancer"),
        ("triage_outcome", "maybe", "accepted, returned, redirected, advice"),
        ("first_appointment_outcome", "seen", "did not attend"),
        ("clock_stop_reason", "gone", "active monitoring"),
        ("specialty_code", "Cardiology", "treatment function"),
        ("specialty_code", "ALL", "treatment function"),
        ("practice_code", "Mere Surgery", "practice code"),
        ("provider_code", "Northmere", "provider code"),
        ("referred_on", "32/03/2026", "day"),
        ("referred_on", "", "a value in every row"),
        ("age_band", "34", "age band"),
        ("age_band", "34-35", "age band"),
        ("sex", "woman", "female"),
        ("ethnic_category", "Q", "White"),
        ("imd_decile", "11", "tenth"),
        ("imd_decile", "0", "tenth"),
    ],
)
def test_a_value_that_can_not_be_is_refused_in_its_place(
    tmp_path: Path, name: str, value: str, hint: str
) -> None:
    (fault,) = faults(tmp_path, referrals({}, {name: value}, {}))
    assert (fault.row, fault.column) == (3, name)
    assert hint in fault.wanted


def test_every_faulty_value_is_told_at_once(tmp_path: Path) -> None:
    told = faults(tmp_path, referrals({"priority": "x"}, {"sex": "x1"}, {"imd_decile": "x"}))
    assert {(fault.row, fault.column) for fault in told} == {(2, "priority"), (3, "sex"), (4, "imd_decile")}


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, referrals({}, {"referral_id": "R0001"}))
    assert fault.row == 3
    assert "row 2" in fault.found


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("received_on", "2026-03-01"),
        ("triaged_on", "2026-03-02"),
        ("first_appointment_on", "2026-03-01"),
        ("clock_stop_on", "2026-03-01"),
        ("letter_sent_on", "2026-05-17"),
    ],
)
def test_days_that_run_backwards_are_refused(tmp_path: Path, name: str, day: str) -> None:
    told = faults(tmp_path, referrals({}, {name: day}))
    assert {(fault.row, fault.column) for fault in told} == {(3, name)}


def test_days_that_fall_together_are_in_order(tmp_path: Path) -> None:
    same = dict.fromkeys(
        ("received_on", "triaged_on", "first_appointment_on", "letter_sent_on"), "2026-03-02"
    )
    assert faults(tmp_path, referrals(same)) == []


def test_a_mistyped_year_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, referrals({}, {"first_appointment_on": "2062-05-18", "letter_sent_on": ""}))
    assert (fault.row, fault.column) == (3, "first_appointment_on")


def test_one_mistyped_year_does_not_move_a_large_feed(tmp_path: Path) -> None:
    blank = dict.fromkeys(
        ("received_on", "triaged_on", "first_appointment_on", "clock_stop_on", "letter_sent_on"), ""
    )
    rows: list[dict[str, Any]] = [{}] * 200 + [{**blank, "referred_on": "2062-03-02"}]
    assert [(fault.row, fault.column) for fault in faults(tmp_path, referrals(*rows))] == [
        (202, "referred_on")
    ]


def test_age_bands_that_share_an_age_are_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, referrals({"age_band": "18-64"}, {"age_band": "60-64"}))
    assert "18-64" in fault.found
    assert "60-64" in fault.found


# Identifiers ------------------------------------------------------------------------------------------------

NHS_NUMBER = "9434765919"


@pytest.mark.parametrize("table", [referrals, advice, concerns])
def test_nhs_numbers_as_ids_are_refused_with_the_column_named(tmp_path: Path, table) -> None:  # type: ignore[no-untyped-def]
    key = {referrals: "referral_id", advice: "request_id", concerns: "concern_id"}[table]
    told = faults(tmp_path, table({key: NHS_NUMBER}))
    assert [fault.column for fault in told] == [key]
    assert "NHS number" in told[0].found
    assert NHS_NUMBER not in str(SourceError(told))


@pytest.mark.parametrize(
    ("header", "value", "kind"),
    [
        ("NHS number", NHS_NUMBER, "NHS number"),
        ("Patient surname", "Jones", "name"),
        ("Postcode", "LS1 4AP", "postcode"),
        ("DOB", "1956-03-12", "date"),
        ("started", "1956-03-12", "date"),
        ("contact", "jane@example.org", "e-mail"),
        ("line", "07700 900123", "phone"),
    ],
)
@pytest.mark.parametrize("settings", [None, "dropped"])
def test_a_column_of_identifiers_is_refused_even_if_the_settings_drop_it(
    tmp_path: Path, header: str, value: str, kind: str, settings: str | None
) -> None:
    told = faults(tmp_path, referrals({header: value}), columns={header: ""} if settings else None)
    assert any(fault.column == header and kind in fault.found for fault in told)
    assert value not in str(SourceError(told))


def test_a_column_named_for_patients_is_refused_under_our_name_too(tmp_path: Path) -> None:
    text = referrals({}).replace("referral_id", "Patient name")
    (fault,) = faults(tmp_path, text, columns={"Patient name": "referral_id"})
    assert fault.column == "Patient name"


def test_dropped_columns_about_organisations_may_hold_what_they_say(tmp_path: Path) -> None:
    row = {"practice_postcode": "LS1 4AP", "Consultant": "Mr Smith"}
    assert load(tmp_path, referrals(row), columns=dict.fromkeys(row, "")).source == "referrals"


@pytest.mark.parametrize("name", ["text", "theme", "outcome"])
@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Mrs Jones was not told", "a name"),
        (f"see {NHS_NUMBER[:3]} {NHS_NUMBER[3:6]} {NHS_NUMBER[6:]}", "an NHS number"),
        ("lives at LS1 4AP", "a postcode"),
        ("DOB 12/3/56", "a date of birth"),
        ("ring 01632 960123", "a phone number"),
    ],
)
def test_free_text_is_screened_cell_by_cell(tmp_path: Path, name: str, written: str, kind: str) -> None:
    told = faults(tmp_path, concerns({}, {name: written}, {}))
    assert [(fault.row, fault.column, fault.found) for fault in told] == [(3, name, kind)]
    assert written not in str(SourceError(told))


def test_a_return_reason_is_free_text(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, referrals({}, {"return_reason": "Mr Smith had no bloods"}))
    assert (fault.row, fault.column) == (3, "return_reason")


def test_values_are_not_quoted_where_identifiers_were_found(tmp_path: Path) -> None:
    told = faults(tmp_path, referrals({"priority": "Jane Jones", "return_reason": "Mrs Jones called"}))
    assert [fault.column for fault in told] == ["priority", "return_reason"]


def test_many_cells_are_counted_after_the_first_twenty(tmp_path: Path) -> None:
    told = faults(tmp_path, concerns(*[{"text": f"Mrs Jones, letter {n}"} for n in range(30)]))
    assert len(told) == 21
    assert "30 rows" in told[-1].found


def test_people_keep_their_names_and_addresses(tmp_path: Path) -> None:
    text = (
        "person_id,name,role,practice_code,email,may_decide\nP1,Dr Ada Sample,GP,V90003,ada@example.org,no\n"
    )
    assert column(load(tmp_path, text), "name") == ["Dr Ada Sample"]


def test_the_tables_of_these_tests_are_right_as_they_stand(tmp_path: Path) -> None:
    for table in (feed_tables.referrals, feed_tables.advice, feed_tables.concerns):
        assert faults(tmp_path, table({}, {})) == []


@pytest.mark.parametrize(("row", "read"), [({"sub_theme": "late"}, ["late"]), ({}, [None])])
def test_a_register_of_concerns_may_lack_its_sub_theme(
    tmp_path: Path, row: dict[str, str], read: list[str | None]
) -> None:
    assert load(tmp_path, concerns(row)).table["sub_theme"].to_pylist() == read


def test_a_sub_theme_is_screened_like_all_words_that_people_write(tmp_path: Path) -> None:
    assert faults(tmp_path, concerns({"sub_theme": "Mrs Jones was told late"}))
