"""Whatever a page can show is screened: every field that holds text is read, or named here with the reason why not.

A field that somebody adds is found by these tests, until it is screened or said to hold no words.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin

import builders
import pyarrow as pa
import pytest
from pydantic import BaseModel

from briefing import workspace
from briefing.challenge.inputs import WORDS_OF_ANSWERS, meeting_inputs, words_of_settings
from briefing.errors import DisclosureError
from briefing.loading import warehouse_of
from briefing.meeting.answers import Answer
from briefing.meeting.model import AgendaItem, Choice, Meeting, ProviderPerson
from briefing.meeting.screening import WRITTEN, screen
from briefing.sources import source_named
from briefing.sources.identifiers import fingerprint
from briefing.sources.schemas import SCHEMAS
from briefing.sources.source import Extract
from briefing.workspace import Settings, Workspace
from briefing.workspace.registers import REGISTERS
from briefing.workspace.settings import NamedPeers

NUMBER = "943 476 5919"
"""Nobody's name: it may stand nowhere, not even where a name belongs."""
CODES = {
    *("organisation_code", "practice_code", "provider_code", "specialty_code", "population_code"),
    *("code", "parent_code", "successor_code", "type", "metric", "meeting_id", "replaces"),
}
"""They are looked up: what is none of ours stops the load or the build."""
NOT_PRINTED = {"email"}
KEYS = {"person_id"}
"""Printed by no page; a row is named by it in a message, which looks first."""


def fields_of_registers() -> Iterator[tuple[str, str]]:
    for register in REGISTERS:
        for field in SCHEMAS[register]:
            if pa.types.is_string(field.type) and field.name not in CODES | NOT_PRINTED | KEYS:
                yield register, field.name


def held_back(meeting: Meeting, registers: Mapping[str, pa.Table], **how: Any) -> list[str]:
    try:
        screen(meeting, registers, **how)
    except DisclosureError as error:
        return str(error).splitlines()
    return []


def released(words: str) -> set[str]:
    return {fingerprint("NHS number", words)}


@pytest.mark.parametrize(("register", "column"), [*fields_of_registers()])
def test_every_text_of_every_register_is_screened_and_can_be_released(register: str, column: str) -> None:
    table = {register: pa.Table.from_pylist([{column: NUMBER}], schema=SCHEMAS[register])}
    (line,) = held_back(builders.meeting(), table)
    assert f"{register}, row" in line
    assert f"column {column!r}: found an NHS number" in line
    assert NUMBER not in line
    assert held_back(builders.meeting(), table, released=released(NUMBER)) == []


def test_no_register_is_left_out() -> None:
    assert {register for register, _ in fields_of_registers()} == WRITTEN.keys()


# The meeting's file -----------------------------------------------------------------------------------------

NO_WORDS = {
    "Meeting": {
        *("kind", "status", "commissioner_code", "provider_codes", "practice_codes", "pinned", "barred"),
        *("measures", "lags"),  # looked up
        *("chair", "panel", "clerk", "interests"),  # rows of the registers, screened there
        "about",  # words of the registry, of the specialties, or of a concern's theme
        "notice",  # days
    },
    "ProviderPerson": {"provider_code"},
    "AgendaItem": {"provider_code"},
    "Choice": {"question"},
    "NamedPeers": {"org_code", "peers"},
}


def holds_text(kind: object) -> bool:
    return kind is str or any(holds_text(part) for part in get_args(kind) if get_origin(kind) is not Mapping)


def drawn_meetings() -> Iterator[tuple[str, Meeting]]:
    """A meeting for each field, with the number in it and nowhere else."""
    for field in fields(Meeting):
        if field.name in NO_WORDS["Meeting"] or field.name in {
            "agenda",
            "provider_people",
            "peers",
            "choices",
        }:
            continue
        if holds_text(field.type):
            words = NUMBER if field.type is str else (NUMBER,)
            yield field.name, replace(builders.meeting(), **{field.name: words})  # type: ignore[arg-type]
    usual = {
        "agenda": builders.agenda_item(),
        "provider_people": builders.provider_person(),
        "peers": NamedPeers(org_code="RXA", peers=("RXB", "RXC", "RXD"), reason="Ours"),
        "choices": Choice("RTT-01", "Ours", "What will you do?"),
    }
    for place, item in usual.items():
        assert isinstance(item, AgendaItem | Choice | ProviderPerson | NamedPeers)
        names = [each.name for each in fields(item)] if is_dataclass(item) else list(NamedPeers.model_fields)
        for name in names:
            if name in NO_WORDS[type(item).__name__] or name == "minutes":
                continue
            words = (NUMBER,) if isinstance(getattr(item, name), tuple) else NUMBER
            changed = (
                item.model_copy(update={name: words})
                if isinstance(item, BaseModel)
                else replace(item, **{name: words})  # type: ignore[arg-type]
            )
            yield f"{place} {name}", replace(builders.meeting(), **{place: (changed,)})  # type: ignore[arg-type]


@pytest.mark.parametrize("drawn", [pytest.param(meeting, id=name) for name, meeting in drawn_meetings()])
def test_every_text_of_a_meetings_file_is_screened_and_can_be_released(drawn: Meeting) -> None:
    (line,) = held_back(drawn, {})
    assert "found an NHS number" in line
    assert NUMBER not in line
    assert held_back(drawn, {}, released=released(NUMBER)) == []


# Settings and answers ---------------------------------------------------------------------------------------

SET_AND_NOT_PRINTED = {
    *("commissioner.code", "commissioner.home_boards", "suppression", "statistics.screen", "dates"),
    *("branding.logo", "branding.colour", "standards", "columns", "peers.weights", "lags"),
    *("mail.server", "mail.security", "mail.sender", "mail.user", "mail.certificates", "delivery.folder"),
    *("machine.memory", "keep", "engine.address", "engine.tables"),
    *("web.address", "web.hosts", "web.proxies", "web.issuer", "web.client", "web.secret"),
    *("web.person_claim", "web.role_claim", "web.roles"),
}
"""Codes, fixed words, files, where mail goes, and who may come to the desk. Of tables elsewhere, loads are screened."""


def texts_of(model: type[BaseModel], before: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        rows = [part for part in get_args(kind) if isinstance(part, type) and issubclass(part, BaseModel)]
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from texts_of(kind, f"{before}{name}.")
        elif rows or holds_text(kind) or get_origin(kind) is Mapping:
            yield f"{before}{name}"


def test_every_text_of_the_settings_is_screened(tmp_path: Path) -> None:
    ours = workspace.init(tmp_path / "ours")
    swap = """
        [[peers.swaps]]
        org_code = "RQZ"
        leave_out = "RXA"
        take_in = "RXB"
        reason = "ours"
        [[peers.sets]]
        org_code = "RQZ"
        peers = ["RXA", "RXB", "RXC"]
        reason = "ours"
    """
    (ours.folder / "briefing.toml").write_text(swap, "utf-8")
    cells = words_of_settings(workspace.open_workspace(ours.folder))
    read = {
        cell.column if cell.register == "briefing.toml" else cell.register.removeprefix("briefing.toml, ")
        for cell in cells
    }
    assert {text for text in texts_of(Settings) if text not in SET_AND_NOT_PRINTED} <= read


def test_every_text_of_an_answer_is_screened() -> None:
    written = {field.name for field in fields(Answer) if holds_text(field.type)}
    assert written - {"question_id", "provider_code", "state"} == {*WORDS_OF_ANSWERS}


# Files of others --------------------------------------------------------------------------------------------

CODED = {
    *("provider_parent_code", "commissioner_code", "commissioner_parent_code", "org_code", "board_code"),
    *("region_code", "sub_board_code", "network_code", "status", "setting", "sex", "age_group", "part"),
    *("basis", "standard", "route", "modality", "test_code", "org_type", "dimension", "category"),
    *(
        "referral_id",
        "request_id",
        "priority",
        "triage_outcome",
        "return_reason",
        "first_appointment_outcome",
    ),
    *("clock_stop_reason", "age_band", "ethnic_category", "outcome"),
    *("service", "heard_through", "point_of_delivery", "band"),
    *("indicator_id", "area_code", "area_type", "category_type", "time_period", "note", "age"),
    *("measure", "trust_type", "likely_score", "in_deficit", "likely_rank"),
    *("location_id", "domain", "rating", "published", "provider_id"),
}
"""One of a few words, a code that is looked up, or printed nowhere."""
OURS_ALONE = {("ods_practices", "name"), *((name, "practice_name") for name in SCHEMAS)}
"""Screened where the practice is ours: no other is printed."""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def names_in_files() -> list[tuple[str, str]]:
    return [
        (source, field.name)
        for source, schema in SCHEMAS.items()
        if source not in REGISTERS
        for field in schema
        if pa.types.is_string(field.type) or pa.types.is_dictionary(field.type)
        if field.name not in (CODES - {"specialty_code"}) | CODED
        if (source, field.name) not in OURS_ALONE
    ]


def test_every_name_in_a_file_of_others_is_screened_and_a_house_may_be_called_after_somebody(
    tmp_path: Path,
) -> None:
    columns = names_in_files()

    def load(words: str, folder: str) -> Workspace:
        ours = workspace.init(tmp_path / folder)
        for source in dict.fromkeys(source for source, _ in columns):
            row = {column: words for name, column in columns if name == source}
            days = {each.name: date(2026, 4, 1) for each in SCHEMAS[source] if pa.types.is_date(each.type)}
            period = days.get("period") if source_named(source).keeps == "period" else None
            table = pa.Table.from_pylist([row | days], schema=SCHEMAS[source])
            warehouse_of(ours).add(
                [Extract(source, period, table)], f"{source}.csv", sha256(f"{source}{words}")
            )
        return ours

    ours = load(NUMBER, "ours")
    with pytest.raises(DisclosureError) as caught:
        meeting_inputs(ours, builders.meeting())
    told = [line.partition(": found ") for line in str(caught.value).splitlines()]
    assert {place for place, _, _ in told} == {
        f"files of {source}, column {column!r}" for source, column in columns
    }
    assert {what.partition(";")[0] for _, _, what in told} == {"an NHS number"}
    theirs = load("THE JANE JONES HOSPITAL, 7 MILL LANE, LS1 4AP", "theirs")
    meeting_inputs(theirs, builders.meeting())
