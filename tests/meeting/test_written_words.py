"""What people wrote, and beside it what is found in it; identifiers here are made up and valid in form."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from builders import agenda_item, meeting, person, provider_person

from briefing.errors import DisclosureError
from briefing.meeting.screening import Cell, screen, spaced
from briefing.sources.identifiers import fingerprint
from briefing.sources.schemas import SCHEMAS

IDENTIFIERS = [
    ("943 476 5919", "an NHS number"),
    ("Mrs Jones rang", "a name"),
    ("She lives at ZE1 0AA", "a postcode"),
    ("born 3 May 1950", "a date of birth"),
    ("ring 01632 960123", "a phone number"),
    ("write to jo.jones@example.org", "an e-mail address"),
]
PANEL = (person("P1", name="Dr Ada Sample"), person("P2", name="Gwen Exemplar", clinical=False))
SITTING = {
    "panel": PANEL,
    "chair": person("P10", name="Harriet Chair-Sample", clinical=False),
    "clerk": person("P11", name="Ivan Clerk-Sample", clinical=False),
    "provider_people": (provider_person("Dr Pat Medical-Sample"), provider_person("Sam Director-Sample")),
}


def table(register: str, **cells: object) -> dict[str, pa.Table]:
    rows = [{"concern_id": "CON001"} if register == "concerns" else {}, cells]
    return {register: pa.Table.from_pylist(rows, schema=SCHEMAS[register])}


def told(registers: dict[str, Any] | None = None, **changes: Any) -> list[str]:
    try:
        screen(meeting(**SITTING | changes), registers or {})
    except DisclosureError as error:
        return str(error).splitlines()
    return []


@pytest.mark.parametrize(("text", "kind"), IDENTIFIERS)
def test_each_kind_is_found_and_never_repeated(text: str, kind: str) -> None:
    assert told(table("concerns", concern_id="CON002", text=f"It happened: {text}.")) == [
        f"concerns, row CON002, column 'text': found {kind}; wanted words that identify no patient. "
        "Rewrite the cell, and load the register again. If they are nobody's: briefing release --help."
    ]


@pytest.mark.parametrize(
    ("register", "row", "column"),
    [
        ("concerns", {"concern_id": "CON7"}, "theme"),
        ("concerns", {"concern_id": "CON7"}, "outcome"),
        ("commitments", {"commitment_id": "CON7"}, "what"),
        ("commitments", {"commitment_id": "CON7"}, "evidence"),
        ("commitments", {"commitment_id": "CON7"}, "measure"),
        ("people", {"person_id": "CON7"}, "role"),
        ("interests", {"person_id": "CON7"}, "topic"),
        ("rebases", {"metric": "CON7"}, "reason"),
    ],
)
def test_every_column_of_free_text_is_read(register: str, row: dict[str, str], column: str) -> None:
    (line,) = told(table(register, **row, **{column: "as Mrs Jones said"}))
    assert line.startswith(f"{register}, row CON7, column {column!r}: found a name;")


@pytest.mark.parametrize("register", ["rebases", "annotations"])
def test_a_reason_is_known_by_its_series(register: str) -> None:
    cells = {
        "metric": "ae_4_hours",
        "provider_code": "RXA",
        "period": date(2026, 4, 1),
        "reason": "Mrs Jones",
    }
    (line,) = told(table(register, **cells))
    assert line.startswith(f"{register}, row ae_4_hours RXA 2026-04-01, column 'reason': found a name;")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"notes": "Mrs Jones"}, "meeting.toml, column 'notes'"),
        ({"decision_wanted": "Mrs Jones"}, "meeting.toml, column 'decision_wanted'"),
        ({"title": "Mrs Jones"}, "meeting.toml, column 'title'"),
        ({"agenda": (agenda_item("Mrs Jones"),)}, "meeting.toml, agenda, row 1, column 'title'"),
        ({"agenda": (agenda_item(topic="Mrs Jones"),)}, "meeting.toml, agenda, row 1, column 'topic'"),
        ({"place": "At Mrs Jones's house"}, "meeting.toml, column 'place'"),
        ({"id": "2026-12-03-mrs-jones"}, "meetings, column 'folder'"),
        (
            {"provider_people": (provider_person(role="for Mrs Jones"),)},
            "meeting.toml, provider_people, row 1, column 'role'",
        ),
    ],
)
def test_the_meeting_file_is_read_too(changes: dict[str, Any], place: str) -> None:
    (line,) = told(**changes)
    assert line.startswith(f"{place}: found a name;")


@pytest.mark.parametrize(
    ("register", "row", "column"),
    [
        ("people", {"person_id": "CON7"}, "name"),
        ("organisations", {"code": "CON7"}, "name"),
        ("commitments", {"commitment_id": "CON7"}, "owner"),
        ("annotations", {"metric": "CON7"}, "author"),
    ],
)
def test_where_a_name_belongs_nothing_else_does(register: str, row: dict[str, str], column: str) -> None:
    assert told(table(register, **row, **{column: "Mrs Jones"})) == []
    (line,) = told(table(register, **row, **{column: "Mrs Jones 943 476 5919"}))
    assert line.startswith(f"{register}, row CON7, column {column!r}: found an NHS number;")


def test_a_providers_person_has_a_name_and_nothing_else() -> None:
    assert told(provider_people=(provider_person("Jane Jones"),)) == []
    (line,) = told(provider_people=(provider_person("Jane Jones 07700 900123"),))
    assert line.startswith("meeting.toml, provider_people, row 1, column 'name': found a phone number;")


def test_words_from_elsewhere_are_read_and_can_be_released() -> None:
    cell = Cell("briefing.toml", None, "marking", "For Jasmine Smith's ward")
    with pytest.raises(DisclosureError, match=r"^briefing\.toml, column 'marking': found a name;"):
        screen(meeting(**SITTING), {}, [cell])
    screen(meeting(**SITTING), {}, [cell], released={fingerprint("name", "jasmine  SMITH'S")})


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("Waits_of_John_Smith-2026-04.csv", "Waits of John Smith 2026-04.csv"),
        ("Monthly-AE-April-2026-revised.csv", "Monthly AE April 2026 revised.csv"),
    ],
)
def test_the_words_of_a_files_name_are_parted(file: str, words: str) -> None:
    assert spaced(file) == words


def test_it_leaves_with_the_code_for_what_would_identify_a_patient() -> None:
    with pytest.raises(DisclosureError) as caught:
        screen(meeting(notes="Mrs Jones"), {})
    assert caught.value.exit_code == 8


def test_an_id_that_is_an_identifier_is_not_repeated() -> None:
    (line,) = told(table("concerns", concern_id="943 476 5919"))
    assert line.startswith("concerns, row 2 as loaded, column 'concern_id': found an NHS number;")


def test_everything_is_told_at_once_each_kind_once() -> None:
    lines = told(
        table("concerns", concern_id="CON2", text="Mrs Jones, Mr Brown, 01632 960123", outcome="ZE1 0AA"),
        notes="Mrs Jones",
    )
    assert [line.split(";")[0] for line in lines] == [
        "meeting.toml, column 'notes': found a name",
        "concerns, row CON2, column 'text': found a name and a phone number",
        "concerns, row CON2, column 'outcome': found a postcode",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Dr Ada Sample will open and Dr Sample will close.",
        "Ask Dr. Pat Medical-Sample and Dr Medical-Sample, then dr ada sample.",
        "As told by Gwen Exemplar; Mrs Harriet Chair-Sample agreed with Mr Sam Director-Sample.",
        "The MR scan, 10 December 2026, ward B2, 52 weeks, room 960.",
    ],
)
def test_people_of_the_meeting_are_no_patients(text: str) -> None:
    assert told(table("concerns", concern_id="CON2", text=text), notes=text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mr Sample waited",  # the panel's is a doctor
        "Mrs Exemplar waited",  # her title is not known
        "Dr Sample-Jones waited",
        "Dr Sample Jones waited",
        "the patient Ada Sample-Jones",
        "Dr Ada Other waited",
    ],
)
def test_names_that_only_look_like_theirs_are_found(text: str) -> None:
    assert len(told(notes=text)) == 1


def test_everybody_in_the_register_of_people_is_known() -> None:
    people = table("people", person_id="P05", name="Dr Eve Template", role="GP")
    assert told(people, notes="Dr Eve Template sends apologies") == []
    assert len(told(notes="Dr Eve Template sends apologies")) == 1


@pytest.mark.parametrize(
    ("register", "column"), [("commitments", "owner"), ("rebases", "author"), ("annotations", "author")]
)
def test_a_colleagues_name_stands_where_names_belong(register: str, column: str) -> None:
    assert told(table(register, **{column: "Dr Una Unknown"})) == []
    assert len(told(table(register, **{column: "una@example.org"}))) == 1


def test_a_venue_has_a_postcode_and_a_telephone() -> None:
    assert told(place="Mere House, ZE1 0AA, 01632 960123") == []
