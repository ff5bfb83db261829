"""Who may get what. Nothing goes to anybody of whom this table doesn't say so, whatever else went wrong.

    edition          to whom                      when
    GP pack          the panel member it is for   before
    running order    the chair                    before
    answer sheet     the clerk                    before
    themes notice    the provider it is about     before
    letter           the provider it is about     after
    bulletin         practices                    after

A file is chosen for a recipient by its exact name, and held to the table once more at the door.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from briefing.errors import DisclosureError
from briefing.meeting.model import Meeting, Person
from briefing.meeting.registers import Row, rows_of
from briefing.pack.build import gp_pack_names
from briefing.sources.codes import parse_practice
from briefing.sources.values import Unreadable

Role = Literal["panel", "chair", "clerk", "provider", "practice"]
When = Literal["before", "after"]

OUTSIDERS: frozenset[Role] = frozenset({"provider", "practice"})
"""They never get a draft."""


@dataclass(frozen=True)
class Rule:
    """One edition: how its files are called, whose it is, when it goes, and in what form."""

    edition: str
    begins: str
    role: Role
    when: When
    endings: frozenset[str] = frozenset({".pdf"})


RULES = (
    Rule("GP pack", "gp-pack-", "panel", "before"),
    Rule("chair's running order", "chair-running-order", "chair", "before"),
    Rule("clerk's answer sheet", "clerk-answer-sheet", "clerk", "before", frozenset({".pdf", ".xlsx"})),
    Rule("themes notice", "themes-notice-", "provider", "before"),
    Rule("letter", "follow-up-letter-", "provider", "after"),
    Rule("practice bulletin", "practice-bulletin", "practice", "after"),
)


@dataclass(frozen=True)
class Recipient:
    """Somebody and the files that are theirs, by their names without ending."""

    key: str
    """A person's id, or an organisation's code and the address: what the ledger knows them by."""
    name: str
    email: str | None
    roles: frozenset[Role]
    stems: frozenset[str]


def rule_of(filename: str) -> Rule | None:
    """The edition a file is; None for what goes to nobody: manifests, evidence, whatever we don't know."""
    path = PurePath(filename)
    return next(
        (rule for rule in RULES if path.stem.startswith(rule.begins) and path.suffix in rule.endings), None
    )


def recipients(meeting: Meeting, *, people: Any, contacts: Any) -> tuple[Recipient, ...]:
    """Everybody a pack of this meeting can go to: our own people first, then outsiders."""
    emails = {row["person_id"]: row["email"] for row in rows_of(people)}
    outside = [row for row in rows_of(contacts) if row["organisation_code"] and row["email"]]
    found = (*_ours(meeting, emails), *_outside(meeting, outside))
    _refuse_both_sides(found)
    return found


def _ours(meeting: Meeting, emails: dict[str, str | None]) -> Iterator[Recipient]:
    """Each person once, with everything their parts in the meeting bring them."""
    clerk = [meeting.clerk] if meeting.clerk is not None else []
    everybody: dict[str, Person] = {p.person_id: p for p in (*meeting.panel, meeting.chair, *clerk)}
    packs = [gp_pack_names(meeting.panel, code) for code in meeting.provider_codes]
    for person_id, person in everybody.items():
        stems = {names[person_id] for names in packs if person_id in names}
        roles: set[Role] = {"panel"} if stems else set()
        if person_id == meeting.chair.person_id:
            roles.add("chair")
            stems.add("chair-running-order")
        if clerk and person_id == clerk[0].person_id:
            roles.add("clerk")
            stems.add("clerk-answer-sheet")
        yield Recipient(person_id, person.name, emails.get(person_id), frozenset(roles), frozenset(stems))


def _outside(meeting: Meeting, contacts: Sequence[Row]) -> Iterator[Recipient]:
    """Contacts of this meeting's providers, and of practices. A provider that isn't asked gets nothing."""
    for row in contacts:
        code = str(row["organisation_code"])
        if code in meeting.provider_codes:
            role: Role = "provider"
            stems = {f"themes-notice-{code.lower()}", f"follow-up-letter-{code.lower()}"}
        elif _is_practice(code):
            role, stems = "practice", {"practice-bulletin"}
        else:
            continue
        key = f"{code} {row['email']}"
        yield Recipient(key, str(row["name"]), row["email"], frozenset({role}), frozenset(stems))


def _is_practice(code: str) -> bool:
    with suppress(Unreadable):
        return bool(parse_practice(code))
    return False


def _refuse_both_sides(found: Sequence[Recipient]) -> None:
    """One address can't be ours and a provider's: a pack would go across the table."""
    theirs = {one.email.lower() for one in found if one.email and "provider" in one.roles}
    for one in found:
        if one.email and one.email.lower() in theirs and "provider" not in one.roles:
            raise DisclosureError(
                f"registers: found the address of {one.name} among the contacts of a provider too; wanted one "
                "side for each address. Mend registers/people or registers/contacts, and load again."
            )


def theirs(recipient: Recipient, filenames: Iterable[str], *, when: When) -> tuple[str, ...]:
    """The files of a pack that are this recipient's at this time."""
    return tuple(
        name
        for name in sorted(filenames)
        if (rule := rule_of(name)) is not None
        and rule.when == when
        and rule.role in recipient.roles
        and PurePath(name).stem in recipient.stems
    )


def hold_to_the_table(recipient: Recipient, filenames: Iterable[str]) -> None:
    """The last look before anything leaves: a file that isn't this recipient's stops it all."""
    for name in filenames:
        rule = rule_of(name)
        if rule is None or rule.role not in recipient.roles or PurePath(name).stem not in recipient.stems:
            raise DisclosureError(
                f"{name}: may not go to {recipient.name}. Nothing was sent; please tell the tool's makers."
            )
