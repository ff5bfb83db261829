"""The registers a manager keeps in Excel: people, interests, promises, plans, organisations, notes."""

from datetime import date
from pathlib import Path

from briefing.sample_data.concerns import HEADER as CONCERNS
from briefing.sample_data.concerns import concerns
from briefing.sample_data.economy import (
    BOARD_MERGER,
    BOARDS,
    HOME_BOARD,
    LOCAL,
    PROVIDER_MERGER,
    REGIONS,
    SUB_BOARDS,
    later,
    months,
)
from briefing.sample_data.promises import COMMITMENTS
from briefing.sample_data.published import Rows, write_workbook

PEOPLE: Rows = [
    ("person_id", "name", "role", "practice_code", "email", "may_decide"),
    ("P01", "Dr Ada Sample", "GP", "V90003", "ada.sample@example.org", False),
    ("P02", "Dr Ben Specimen", "GP", "V90021", "ben.specimen@example.org", False),
    ("P03", "Dr Cara Example", "GP", "V90080", "cara.example@example.org", False),
    ("P04", "Dr Dev Placeholder", "GP", "V90047", "dev.placeholder@example.org", False),
    ("P05", "Dr Eve Template", "GP", "V90064", "eve.template@example.org", False),
    ("P06", "Dr Finn Pattern", "GP", "V90099", "finn.pattern@example.org", False),
    ("P07", "Gwen Exemplar", "lay member", "", "gwen.exemplar@example.org", False),
    (
        "P10",
        "Harriet Chair-Sample",
        "director of commissioning",
        "",
        "harriet.chair-sample@example.org",
        True,
    ),
    ("P11", "Ivan Clerk-Sample", "commissioning manager", "", "ivan.clerk-sample@example.org", False),
]
"""Sample people with sample names: the panel members, a chair and a clerk."""

CONTACTS: Rows = [
    ("organisation_code", "name", "role", "email"),
    ("RZA", "Contracts team", "contract management", "contracts.rza@example.org"),
    ("RZB", "Contracts team", "contract management", "contracts.rzb@example.org"),
    ("RZC", "Contracts team", "contract management", "contracts.rzc@example.org"),
    ("RZE", "Contracts team", "contract management", "contracts.rze@example.org"),
    ("V90003", "Practice manager", "", "manager.v90003@example.org"),
    ("V90021", "Practice manager", "", "manager.v90021@example.org"),
]
"""Shared mailboxes outside the panel: of the hospitals, and of two practices."""

INTERESTS: Rows = [
    ("person_id", "kind", "organisation_code", "topic", "from", "to"),
    ("P03", "non-financial professional", "", "cancer", date(2024, 9, 1), None),
    ("P04", "financial", "RZE", "", date(2025, 4, 1), None),
    ("P05", "indirect", "", "referral and advice", date(2025, 1, 1), None),
    ("P06", "financial", "NZZ01", "", date(2023, 4, 1), date(2025, 3, 31)),
]

ALERTS: Rows = [
    ("person_id", "organisation_code", "topic", "until"),
    ("P01", "", "", None),
    ("P03", "RZB", "", None),
    ("P04", "RZE", "", None),
    ("P07", "RZA", "referral and advice", None),
    ("P10", "RZC", "", date(2026, 6, 1)),
]
"""Who hears what newly changes. P03 has an interest in cancer, P04 one in RZE itself; P10 asked to stop."""


def engagement() -> Rows:
    """A survey that a dozen practices answered, two visits and a meeting of members: nobody of one network."""
    heard: list[tuple[str, date, str]] = []
    for number in (4, 11, 15, 27, 35, 44, 52, 58, 66, 73, 77, 80):
        heard.append((f"V90{number:03d}", date(2026, 6, 12), "survey"))
    heard += [("V90018", date(2026, 9, 8), "visit"), ("V90055", date(2026, 10, 6), "visit")]
    heard += [
        (f"V90{number:03d}", date(2026, 10, 22), "membership meeting") for number in (3, 21, 35, 64, 72)
    ]
    return [("practice_code", "heard_on", "how"), *sorted(heard)]


def _plans() -> Rows:
    """Lines towards March 2027: one that is kept to, one that isn't (RZC), one for a specialty."""
    year = months(date(2026, 4, 1), date(2027, 3, 1))
    lines = (
        ("rtt_within_18_weeks", "RZA", "ALL", 60.0, 63.0),
        ("rtt_within_18_weeks", "RZC", "ALL", 71.0, 80.0),
        ("rtt_within_18_weeks", "RZB", "ALL", 62.0, 64.0),
        ("cancer_62_day", "RZB", "ALL", 66.0, 75.0),
    )
    return [
        ("metric", "provider_code", "specialty_code", "period", "planned_value"),
        *(
            (metric, code, specialty, month, round(first + (last - first) * at / (len(year) - 1), 1))
            for metric, code, specialty, first, last in lines
            for at, month in enumerate(year)
        ),
    ]


NICKNAMES = {
    "RZA": "Northmere University",
    "RZB": "Harrowdale",
    "RZC": "Westholme Downs",
    "RZE": "Northmere Orthopaedic",
}
PLACES = {"9Z1": "Mere East", "9Z2": "Mere West", "9Z3": "The Vale", "9Z4": "Downs", "9Z5": "Bay"}


def _organisations() -> Rows:
    """Regions, boards (two of which merged), local sub-boards, local providers (one was taken over)."""
    head = ("code", "name", "nickname", "type", "parent_code", "valid_from", "valid_to", "successor_code")
    day_before = date.fromordinal(BOARD_MERGER.toordinal() - 1)
    merged = {"QZ1", "QZ2"}
    boards = [
        (each.code, each.name, each.place, "board", each.region.code)
        + (date(2022, 7, 1) if each is not HOME_BOARD else BOARD_MERGER,)
        + ((day_before, HOME_BOARD.code) if each.code in merged else (None, ""))
        for each in BOARDS
    ]
    places = [
        (
            each.code,
            each.name(later(BOARD_MERGER, 0)),
            PLACES[each.code],
            "sub_board",
            each.after.code,
            date(2022, 7, 1),
            None,
            "",
        )
        for each in SUB_BOARDS
        if each.code in PLACES
    ]
    ended = date.fromordinal(PROVIDER_MERGER.toordinal() - 1)
    providers = [
        (each.code, each.name, NICKNAMES.get(each.code, ""), "provider", each.home.after.code, None)
        + ((ended, each.successor) if each.successor else (None, ""))
        for each in LOCAL
    ]
    regions = [(each.code, each.name, "", "region", "", None, None, "") for each in REGIONS]
    return [head, *regions, *boards, *places, *providers]


REBASES: Rows = [
    ("metric", "provider_code", "specialty_code", "period", "reason", "author"),
    (
        "diagnostics_over_6_weeks",
        "RZD",
        "ALL",
        date(2025, 4, 1),
        "Diagnostic centre opened",
        "Ivan Clerk-Sample",
    ),
]
ANNOTATIONS: Rows = [
    ("metric", "provider_code", "specialty_code", "period", "reason", "author"),
    (
        "letters_within_7_days",
        "RZA",
        "ALL",
        date(2026, 2, 1),
        "New record system in outpatients",
        "Ivan Clerk-Sample",
    ),
    (
        "rtt_list_size",
        "RZB",
        "ALL",
        PROVIDER_MERGER,
        "Eastbrook District joined the trust",
        "Ivan Clerk-Sample",
    ),
    (
        "diagnostics_over_6_weeks",
        "RZA",
        "ALL",
        date(2025, 12, 1),
        "Second scanner in use",
        "Ivan Clerk-Sample",
    ),
    (
        "rtt_within_18_weeks",
        "RZ3",
        "120",
        date(2025, 10, 1),
        "Their board paper: audiologists see new patients first, and a Saturday list for children",
        "Ivan Clerk-Sample",
    ),
]


def write(folder: Path) -> None:
    registers: dict[str, Rows] = {
        "people": PEOPLE,
        "contacts": CONTACTS,
        "interests": INTERESTS,
        "alerts": ALERTS,
        "engagement": engagement(),
        "concerns": [tuple(CONCERNS), *concerns()],
        "commitments": COMMITMENTS,
        "plans": _plans(),
        "organisations": _organisations(),
        "rebases": REBASES,
        "annotations": ANNOTATIONS,
    }
    for name, rows in registers.items():
        write_workbook(folder / f"{name}.xlsx", {name: rows})
