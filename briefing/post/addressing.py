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

import pyarrow as pa

from briefing.errors import DisclosureError
from briefing.meeting.model import Meeting, Person
from briefing.meeting.registers import Row, rows_of
from briefing.pack.build import reader_stems
from briefing.pack.editions import EDITIONS
from briefing.pack.editions.edition import Edition, Role, When
from briefing.sources.values import Unreadable, parse_practice

OUTSIDERS: frozenset[Role] = frozenset({"provider", "practice"})
"""They never get a draft."""


@dataclass(frozen=True)
class Recipient:
    """Somebody and the files that are theirs, by their names without ending."""

    key: str
    """A person's id, or an organisation's code and the address: what the ledger knows them by."""
    name: str
    address: str
    """Of mail; empty where the register has none."""
    roles: frozenset[Role]
    stems: frozenset[str]

    @property
    def outside(self) -> bool:
        return bool(self.roles & OUTSIDERS)

    @property
    def names(self) -> set[str]:
        """What they may be called on the command line."""
        return {word.casefold() for word in (self.key, self.address, self.name) if word}


def rule_of(filename: str) -> Edition | None:
    """Return the edition a file is; None for what goes to nobody: manifests, evidence, whatever we don't know.

    Where the name of one edition begins with another's, the longer one counts.
    """
    path = PurePath(filename)
    begun = [one for one in EDITIONS if f"{path.stem}-".startswith(f"{one.stem}-")]
    rule = max(begun, key=lambda one: len(one.stem), default=None)
    return rule if rule is not None and path.suffix in rule.endings else None


def recipients(meeting: Meeting, *, people: pa.Table, contacts: pa.Table) -> tuple[Recipient, ...]:
    """Return everybody a pack of this meeting can go to: our own people first, then outsiders."""
    emails = {row["person_id"]: row["email"] for row in rows_of(people)}
    outside = [row for row in rows_of(contacts) if row["organisation_code"] and row["email"]]
    everybody = (*_ours(meeting, emails), *_outside(meeting, outside))
    _refuse_both_sides(everybody)
    return everybody


def _ours(meeting: Meeting, emails: dict[str, str | None]) -> Iterator[Recipient]:
    """Yield each person once, with everything their parts in the meeting bring them."""
    parts: list[tuple[Person, Role, str]] = [
        *(
            (person, "panel", reader_stems(one.stem, meeting.panel, code)[person.person_id])
            for one in _of("panel")
            for person in meeting.panel
            for code in meeting.provider_codes
        ),
        *((meeting.chair, one.role, one.stem) for one in _of("chair")),
    ]
    if meeting.clerk is not None:
        parts += [(meeting.clerk, one.role, one.stem) for one in _of("clerk")]
    for person_id, name in {person.person_id: person.name for person, _, _ in parts}.items():
        roles = frozenset(role for person, role, _ in parts if person.person_id == person_id)
        stems = frozenset(stem for person, _, stem in parts if person.person_id == person_id)
        yield Recipient(person_id, name, emails.get(person_id) or "", roles, stems)


def _of(role: Role) -> list[Edition]:
    return [one for one in EDITIONS if one.role == role]


def _outside(meeting: Meeting, contacts: Sequence[Row]) -> Iterator[Recipient]:
    """Yield contacts of this meeting's providers, and of practices. A provider that isn't asked gets nothing."""
    for row in contacts:
        code = str(row["organisation_code"])
        if code in meeting.provider_codes:
            role: Role = "provider"
            stems = {f"{one.stem}-{code.lower()}" for one in _of(role)}
        elif _is_practice(code):
            role, stems = "practice", {one.stem for one in _of("practice")}
        else:
            continue
        key = f"{code} {row['email']}"
        yield Recipient(key, str(row["name"]), row["email"], frozenset({role}), frozenset(stems))


def _is_practice(code: str) -> bool:
    with suppress(Unreadable):
        return bool(parse_practice(code))
    return False


def _refuse_both_sides(everybody: Sequence[Recipient]) -> None:
    """Refuse an address that is ours and a provider's: a pack would go across the table."""
    theirs = {one.address.lower() for one in everybody if "provider" in one.roles}
    for one in everybody:
        if one.address.lower() in theirs and "provider" not in one.roles:
            raise DisclosureError(
                f"registers: found the address of {one.name} among the contacts of a provider too; wanted one "
                "side for each address. Mend registers/people or registers/contacts, and load again."
            )


def files_for(recipient: Recipient, filenames: Iterable[str], *, when: When) -> tuple[str, ...]:
    """Return the files of a pack that are this recipient's at this time."""
    return tuple(
        name
        for name in sorted(filenames)
        if (rule := _rule_for(recipient, name)) is not None and rule.when == when
    )


def check_addressee(recipient: Recipient, filenames: Iterable[str]) -> None:
    """Take the last look before anything leaves: a file that isn't this recipient's stops it all."""
    for name in filenames:
        if _rule_for(recipient, name) is None:
            raise DisclosureError(
                f"{name}: may not go to {recipient.name}. Nothing was sent; please tell the tool's makers."
            )


def _rule_for(recipient: Recipient, filename: str) -> Edition | None:
    rule = rule_of(filename)
    mine = rule is not None and rule.role in recipient.roles and PurePath(filename).stem in recipient.stems
    return rule if mine else None
