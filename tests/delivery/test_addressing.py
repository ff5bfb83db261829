"""The table of who may get what: every edition for every role, and what nothing may ever cross."""

from collections.abc import Sequence
from dataclasses import replace

import builders
import errands
import pytest
from errands import FILES, MEETING, PROVIDER, email_of

from briefing.errors import DisclosureError
from briefing.pack.editions import CLERK, EDITIONS, NOTICE
from briefing.pack.editions.edition import When
from briefing.post import addressing
from briefing.post.addressing import (
    Recipient,
    Role,
    check_addressee,
    files_for,
    recipients,
    rule_of,
    shared_addresses,
)

OURS = [
    name
    for name in FILES
    if name.startswith(("gp-pack", "chair", "clerk", "evidence", "said", "slides", "wall"))
]


def everybody(**changes: object) -> dict[str, Recipient]:
    found = recipients(
        replace(MEETING, **changes),  # type: ignore[arg-type]
        people=errands.people(),
        contacts=errands.contacts(),
    )
    return {one.key.partition(" ")[0]: one for one in found}


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("P1", ["gp-pack-rza-dr-ada-sample.pdf"], ["follow-up-letter-rza.pdf"]),
        ("P2", ["gp-pack-rza-dr-ben-specimen.pdf"], ["follow-up-letter-rza.pdf"]),
        (
            "P10",
            ["chair-running-order.pdf", "slides-rza.pptx", "wall-picture-rza.pdf"],
            ["follow-up-letter-rza.pdf", "minutes.docx", "minutes.pdf"],
        ),
        (
            "P11",
            ["clerk-answer-sheet.pdf", "clerk-answer-sheet.xlsx", "slides-rza.pptx", "wall-picture-rza.pdf"],
            ["minutes.docx", "minutes.pdf"],
        ),
        ("RZA", ["themes-notice-rza.pdf"], ["follow-up-letter-rza.pdf"]),
        ("V90003", [], ["practice-bulletin.pdf"]),
    ],
)
def test_each_reader_and_files_for(key: str, before: list[str], after: list[str]) -> None:
    reader = everybody()[key]
    assert list(files_for(reader, FILES, when="before")) == before
    assert list(files_for(reader, FILES, when="after")) == after


def test_a_hospital_that_is_not_asked_is_nobody_here() -> None:
    assert "RZB" not in everybody()


def test_a_chair_who_asks_gets_both() -> None:
    chair = everybody(panel=(errands.ADA, errands.CHAIR))["P10"]
    files = [*FILES, "gp-pack-rza-harriet-chair-sample.pdf"]
    assert list(files_for(chair, files, when="before")) == [
        "chair-running-order.pdf",
        "gp-pack-rza-harriet-chair-sample.pdf",
        "slides-rza.pptx",
        "wall-picture-rza.pdf",
    ]


def test_two_of_one_name_each_get_their_own() -> None:
    twins = tuple(builders.person(person_id, name="Dr Ada Sample") for person_id in ("P1", "P2"))
    found = everybody(panel=twins)
    files = ["gp-pack-rza-dr-ada-sample-p1.pdf", "gp-pack-rza-dr-ada-sample-p2.pdf"]
    assert [files_for(found[key], files, when="before") for key in ("P1", "P2")] == [
        (files[0],),
        (files[1],),
    ]
    assert files_for(found["P1"], FILES, when="before") == (), "an old pack without an id is nobody's"


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("role", ["provider", "practice"])
def test_what_is_ours_is_stopped_at_the_door_even_if_it_was_chosen(name: str, role: Role) -> None:
    mistaken = Recipient(
        "RZA", "Contracts team", PROVIDER, frozenset({role}), frozenset({name.split(".")[0]})
    )
    with pytest.raises(DisclosureError, match="may not go to Contracts team"):
        check_addressee(mistaken, [name])


def test_nobody_gets_another_readers_pack() -> None:
    with pytest.raises(DisclosureError, match="may not go to Dr Ada Sample"):
        check_addressee(everybody()["P1"], ["gp-pack-rza-dr-ben-specimen.pdf"])


@pytest.mark.parametrize("name", ["evidence-rza.xlsx", "said.json", "manifest.json", "gp-pack-rza-x.docx"])
def test_what_the_table_does_not_know_is_nobodys(name: str) -> None:
    assert rule_of(name) is None


def test_an_edition_whose_name_begins_with_another_s_is_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """`clerk-answer-sheet-notes-rza.pdf` is a hospital's; by the shorter name it would be the clerk's."""
    notes = replace(NOTICE, stem="clerk-answer-sheet-notes")
    monkeypatch.setattr(addressing, "EDITIONS", (*EDITIONS, notes))
    assert rule_of("clerk-answer-sheet-notes-rza.pdf") is notes
    assert rule_of("clerk-answer-sheet-notes-rza.xlsx") is None
    assert rule_of("clerk-answer-sheet.xlsx") is CLERK


def test_an_address_on_both_sides_of_the_table_is_refused() -> None:
    with pytest.raises(DisclosureError, match="address of Dr Ada Sample among the contacts of a provider"):
        recipients(
            MEETING, people=errands.people(), contacts=errands.contacts(("RZA", email_of("P1").upper()))
        )


# Who gets nothing -------------------------------------------------------------------------------------------


def nothing(
    *codes: tuple[str, str], files: Sequence[str] = FILES, when: When = "before", **changes: object
) -> list[str]:
    """Say who gets nothing, with the first file of theirs and the reason's first words."""
    meeting = replace(MEETING, **changes)  # type: ignore[arg-type]
    contacts = errands.contacts(*codes) if codes else errands.contacts()
    found = recipients(meeting, people=errands.people(), contacts=contacts)
    told = addressing.unserved(meeting, found, files, when=when, practices=["V90003", "V90004"])
    return [f"{one.who}: {', '.join(one.files)}: {one.reason.split(':')[0]}" for one in told]


ADA_MARRIED = builders.person("P1", name="Dr Ada Example")
NOT_THEIRS = "their name, id or part changed since it was made"
NOBODYS = "names, ids or the panel changed since it was made"


@pytest.mark.parametrize(
    ("codes", "when", "changes", "told"),
    [
        ([("RZA", PROVIDER), ("V90003", "a@example.org")], "before", {}, []),
        (
            [("V90003", "a@example.org")],
            "before",
            {},
            ["RZA: themes-notice-rza.pdf: no contact of theirs is in registers/contacts"],
        ),
        (
            [("RZA", PROVIDER), ("V90003", "a@example.org")],
            "after",
            {},
            ["1 practice of ours: practice-bulletin.pdf: no contact of theirs, and no list of ours"],
        ),
        ([("RZA", PROVIDER)], "after", {}, ["practices: practice-bulletin.pdf: none has a contact"]),
        ([("RZA", PROVIDER), (MEETING.commissioner_code, "list@example.org")], "after", {}, []),
        (
            [("RZA", PROVIDER)],
            "before",
            {"panel": (ADA_MARRIED, errands.BEN)},
            [
                f"Dr Ada Example: gp-pack-rza-dr-ada-example.pdf: {NOT_THEIRS}",
                f"somebody who is not on the panel: gp-pack-rza-dr-ada-sample.pdf: {NOBODYS}",
            ],
        ),
        ([("RZA", PROVIDER)], "before", {"clerk": None}, []),
    ],
)  # fmt: skip
def test_who_gets_nothing_is_told_with_the_reason(
    codes: list[tuple[str, str]], when: When, changes: dict[str, object], told: list[str]
) -> None:
    assert nothing(*codes, when=when, **changes) == told


def test_the_papers_of_a_peer_review_are_told_as_handed_out() -> None:
    review = replace(MEETING, kind="peer_review", provider_codes=(), panel=(), practice_codes=("V90003",))
    assert addressing.expected_files(review) == ("peer-review-v90003.pdf",)
    (told,) = nothing(files=addressing.expected_files(review), provider_codes=(), panel=())
    assert told.startswith("practices of a peer review: peer-review-v90003.pdf: theirs are handed out")


def test_what_a_version_will_have_is_known_before_it_is_made() -> None:
    sent = {name for name in FILES if (rule := rule_of(name)) is not None and name.endswith(rule.ending)}
    assert set(addressing.expected_files(MEETING)) == sent


@pytest.mark.parametrize("code", [MEETING.commissioner_code, "U12345"])
def test_a_list_of_ours_or_of_a_network_gets_the_bulletin_and_nothing_else(code: str) -> None:
    *_, reader = recipients(
        MEETING, people=errands.people(), contacts=errands.contacts((code, "list@example.org"))
    )
    assert files_for(reader, FILES, when="after") == ("practice-bulletin.pdf",)
    assert files_for(reader, FILES, when="before") == ()
    assert reader.outside


def test_at_a_session_each_member_has_one_pack_of_all_providers_and_no_pack_of_one_alone_is_theirs() -> None:
    several = ("RZA", "RZB", "RZC")
    found = everybody(provider_codes=several)
    joint, alone = "gp-pack-session-dr-ada-sample.pdf", "gp-pack-rza-dr-ada-sample.pdf"
    annexes = ["annex-rza.pdf", "annex-rzb.pdf", "annex-session.pdf"]
    assert files_for(found["P1"], [joint, alone, *annexes], when="before") == (joint,)
    assert files_for(found["P2"], [joint, alone, *annexes], when="before") == ()
    packs = {
        name for name in addressing.expected_files(replace(MEETING, provider_codes=several)) if "gp" in name
    }
    assert packs == {joint, "gp-pack-session-dr-ben-specimen.pdf"}


def test_an_address_that_two_of_ours_share_is_told() -> None:
    """Copied down a column, it brings somebody's own pack to somebody else; a hospital may share a mailbox."""
    found = everybody()
    one, two = found["P1"], replace(found["P2"], address=found["P1"].address.upper())
    assert list(shared_addresses(found.values())) == []
    (told,) = shared_addresses([one, two, found["RZA"], replace(found["RZA"], name="Their office")])
    assert told.startswith(f"{one.name} and {two.name} have one address, {one.address}: the papers of each")
