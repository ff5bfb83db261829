"""Who may get what. Nothing goes to anybody of whom this table doesn't say so, whatever else went wrong.

    edition          to whom                      when
    GP pack          the panel member it is for   before
    running order    the chair                    before
    slides           the chair and the clerk      before
    wall picture     the chair and the clerk      before
    answer sheet     the clerk                    before
    themes notice    the provider it is about     before
    letter           the provider it is about     after, and every one to the panel and the chair
    minutes          the chair and the clerk      after
    note             who had papers of a meeting that is off, or has no part any more    before
    bulletin         practices, and our own list  after

A list for distribution is a contact of our board's, or of a network of practices. A file is chosen for a recipient by
its exact name, and held to the table once more at the door.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath

import pyarrow as pa

from briefing import formats
from briefing.errors import DisclosureError
from briefing.meeting.model import Meeting, Person
from briefing.meeting.registers import Row, rows_of
from briefing.pack.build import reader_stems
from briefing.pack.editions import EDITIONS, NOTES
from briefing.pack.editions.edition import Edition, Role, When
from briefing.pack.editions.farewell import part_stem
from briefing.sources.values import Unreadable, parse_practice

_NETWORK = re.compile(r"U\d{5}")
_PEER_REVIEW = "peer-review-"
_ANEW = "build it again and have it approved"
_CONTACT = "add one, and run: briefing load"
Files = tuple[str, ...]
"""Names of files of a pack."""
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
    rule = _edition_of(path.stem)
    return rule if rule is not None and path.suffix in rule.endings else None


def _edition_of(stem: str) -> Edition | None:
    begun = [one for one in (*EDITIONS, *NOTES) if f"{stem}-".startswith(f"{one.stem}-")]
    return max(begun, key=lambda one: len(one.stem), default=None)


def _file_of(stem: str) -> str:
    """Name the file by which a document is told of."""
    rule = _edition_of(stem)
    return f"{stem}{rule.ending if rule is not None else ''}"


def recipients(
    meeting: Meeting, *, people: pa.Table, contacts: pa.Table, gone: Iterable[Person] = ()
) -> tuple[Recipient, ...]:
    """Return everybody a pack of this meeting can go to: our own people first, then outsiders.

    `gone` had a part in a version before and have none now: a note of that is theirs.
    """
    emails = {row["person_id"]: row["email"] for row in rows_of(people)}
    outside = [row for row in rows_of(contacts) if row["organisation_code"] and row["email"]]
    former = (
        Recipient(
            one.person_id,
            one.name,
            emails.get(one.person_id) or "",
            frozenset({"former"}),
            frozenset({part_stem(one)}),
        )
        for one in gone
    )
    everybody = (*_ours(meeting, emails), *former, *_outside(meeting, outside))
    _refuse_both_sides(everybody)
    return everybody


def _ours(meeting: Meeting, emails: dict[str, str | None]) -> Iterator[Recipient]:
    """Yield each person once, with everything their parts in the meeting bring them."""
    parts: list[tuple[Person, Role]] = [
        *((person, "panel") for person in meeting.panel),
        (meeting.chair, "chair"),
    ]
    if meeting.clerk is not None:
        parts.append((meeting.clerk, "clerk"))
    for person_id, name in {person.person_id: person.name for person, _ in parts}.items():
        roles = frozenset({"ours", *(role for person, role in parts if person.person_id == person_id)})
        stems = frozenset(stem for role in roles for stem in _stems(role, meeting, person_id))
        yield Recipient(person_id, name, emails.get(person_id) or "", roles, stems)


def _stems(
    role: Role, meeting: Meeting, key: str, *, editions: Iterable[Edition] = (*EDITIONS, *NOTES)
) -> Iterator[str]:
    """Yield how the files of somebody in a role begin: `key` is a person's id or a provider's code."""
    for one in editions:
        if one.role == role == "panel":
            if meeting.provider_codes:
                yield reader_stems(one.stem, meeting)[key]
        elif role in {one.role, *one.copied_to}:
            codes = [key] if role == "provider" else meeting.provider_codes
            apart = one.by_provider or one.role == "provider"
            yield from (f"{one.stem}-{code.lower()}" for code in codes) if apart else (one.stem,)


def _outside(meeting: Meeting, contacts: Sequence[Row]) -> Iterator[Recipient]:
    """Yield contacts of this meeting's providers, of practices and lists. A provider that isn't asked gets nothing."""
    for row in contacts:
        code = str(row["organisation_code"])
        if code in meeting.provider_codes:
            role: Role = "provider"
        elif code == meeting.commissioner_code or _NETWORK.fullmatch(code) or _is_practice(code):
            role = "practice"
        else:
            continue
        key, stems = f"{code} {row['email']}", frozenset(_stems(role, meeting, code))
        yield Recipient(key, str(row["name"]), row["email"], frozenset({role}), stems)


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
    readers = {rule.role, *rule.copied_to} if rule is not None else set()
    return rule if readers & recipient.roles and PurePath(filename).stem in recipient.stems else None


@dataclass(frozen=True)
class Unserved:
    """Somebody whom files don't reach, and why."""

    who: str
    files: Files
    reason: str

    def __str__(self) -> str:
        return f"{self.who}: would not get {', '.join(self.files)}: {self.reason}"


def unserved(
    meeting: Meeting,
    everybody: Sequence[Recipient],
    filenames: Collection[str],
    *,
    when: When,
    practices: Collection[str] = (),
) -> Iterator[Unserved]:
    """Say which files of a version reach nobody at this time, and who gets less than their part in the meeting brings.

    `practices` are the codes of ours, who are served by a contact each or by a list of our board's.
    """
    due = {
        name: rule for name in sorted(filenames) if (rule := rule_of(name)) is not None and rule.when == when
    }
    made = {PurePath(name).stem for name in due}
    for one in everybody:
        wanted = map(_file_of, sorted(one.stems - made))
        if lacking := tuple(name for name in wanted if rule_of(name) in due.values()):
            yield Unserved(one.name, lacking, f"their name, id or part changed since it was made: {_ANEW}")
    for name, rule in due.items():
        absent = rule.role == "clerk" and meeting.clerk is None
        if not absent and not any(_rule_for(one, name) for one in everybody):
            yield Unserved(*_nobodys(name, rule, meeting))
    codes = {one.key.partition(" ")[0] for one in everybody if "practice" in one.roles}
    bulletins = tuple(name for name, rule in due.items() if rule.role == "practice")
    without = set(practices) - codes
    if bulletins and codes and without and meeting.commissioner_code not in codes:
        who = formats.counted(len(without), "practice of ours", "practices of ours")
        yield Unserved(who, bulletins, f"no contact of theirs, and no list of ours: {_list_wanted(meeting)}")
    if when == "before" and (reviews := tuple(sorted(n for n in filenames if n.startswith(_PEER_REVIEW)))):
        yield Unserved(
            "practices of a peer review", reviews, "theirs are handed out at the meeting, never sent"
        )


def _nobodys(name: str, rule: Edition, meeting: Meeting) -> tuple[str, Files, str]:
    """Return whose a file would be, and why it reaches nobody."""
    about = PurePath(name).stem.removeprefix(f"{rule.stem}-").upper()
    if rule.role == "provider":
        return about, (name,), f"no contact of theirs is in registers/contacts: {_CONTACT}"
    if rule.role == "practice":
        return "practices", (name,), f"none has a contact: {_list_wanted(meeting)}"
    who = "somebody who is not on the panel"
    return who, (name,), f"names, ids or the panel changed since it was made: {_ANEW}"


def shared_addresses(everybody: Iterable[Recipient]) -> Iterator[str]:
    """An address that was copied down a column brings somebody's own pack to somebody else."""
    ours: dict[str, list[str]] = {}
    for one in everybody:
        if one.address and not one.outside:
            ours.setdefault(one.address.casefold(), []).append(one.name)
    for address, names in ours.items():
        if len(names) > 1:
            who = formats.listed(names)
            yield f"{who} have one address, {address}: the papers of each would go there. Is it right?"


def _list_wanted(meeting: Meeting) -> str:
    code = meeting.commissioner_code
    return f"add a list for distribution to registers/contacts under {code}, and run: briefing load"


def expected_files(meeting: Meeting) -> tuple[str, ...]:
    """Return the files that a version of this meeting's pack will have for its readers."""
    if meeting.kind == "peer_review":
        return tuple(f"{_PEER_REVIEW}{code.lower()}.pdf" for code in meeting.practice_codes)
    ours = {one.person_id for one in meeting.panel}
    parts: list[tuple[Role, str]] = [("chair", ""), ("practice", ""), *(("panel", id) for id in sorted(ours))]
    parts += [("provider", code) for code in meeting.provider_codes] + (
        [("clerk", "")] if meeting.clerk else []
    )
    return tuple(
        sorted(
            {_file_of(stem) for role, key in parts for stem in _stems(role, meeting, key, editions=EDITIONS)}
        )
    )
