"""What of a meeting's pack is due to go out today, and by which ways."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

import pyarrow as pa
import pyarrow.parquet as pq

from briefing import audit, formats, memory
from briefing.build.inputs import meeting_of, practices_of, registers_of
from briefing.errors import BriefingError, MeetingError
from briefing.formats import typed
from briefing.loading import warehouse_of
from briefing.meeting.answers import is_recorded
from briefing.meeting.model import Meeting
from briefing.pack.editions.edition import When
from briefing.pack.sitting import SITTING
from briefing.post import mail, sending
from briefing.post.addressing import (
    Recipient,
    expected_files,
    recipients,
    shared_addresses,
    unserved,
)
from briefing.post.ledger import By, note_unlogged
from briefing.post.sending import Choice, Handover
from briefing.post.states import refuse_what_changed
from briefing.shelf import folder as packs
from briefing.shelf.parts import parts_of
from briefing.sources.schemas import SCHEMAS
from briefing.workspace import Workspace


def send(
    workspace: Workspace,
    meeting_id: str,
    *,
    by: Sequence[By] = (),
    today: date | None = None,
    draft: bool = False,
    dry_run: bool = False,
    again: frozenset[str] = frozenset(),
    pauses: tuple[float, ...] = mail.PAUSES,
) -> Iterator[Handover]:
    """Send each edition of the last version to its reader; see `Choice` for what may be asked."""
    if not dry_run:
        note_unlogged(workspace)
    meeting = meeting_of(workspace, meeting_id)
    refuse_what_changed(workspace, meeting.id)
    when = _stage(workspace, meeting, today=today or date.today())
    choice = Choice(tuple(by) or _ways(workspace), when, draft, dry_run, again, pauses)
    return sending.send(
        workspace,
        meeting,
        everybody(workspace, meeting),
        choice=choice,
        practices=practices_of(workspace) if when == "after" else (),
    )


def owed(workspace: Workspace, meeting_id: str, *, today: date) -> list[str]:
    """Name those who would get something if the last version were sent on that day; nothing is sent."""
    found = send(workspace, meeting_id, today=today, dry_run=True)
    return list(dict.fromkeys(one.who for one in found if one.what in ("would go", "no address")))


def who_gets_nothing(workspace: Workspace, meeting_id: str) -> list[str]:
    """Say whom the papers of a meeting would not reach if they were sent as the registers stand."""
    meeting = meeting_of(workspace, meeting_id)
    readers, files = everybody(workspace, meeting), expected_files(meeting)
    nowhere = [
        f"{one.name}: would get nothing: no address in registers/people."
        for one in readers
        if not one.address
    ]
    stages: tuple[When, ...] = ("before", "after")
    found = (
        unserved(meeting, readers, files, when=when, practices=practices_of(workspace)) for when in stages
    )
    return [*nowhere, *shared_addresses(readers), *map(str, chain(*found))]


def new_addresses(workspace: Workspace, meeting_id: str) -> list[str]:
    """Say who is written to at another address than the registers had when the last version was approved."""
    meeting = meeting_of(workspace, meeting_id)
    made = packs.last_manifest(workspace.packs / meeting.id)
    decided = audit.decisions(workspace, meeting.id).get(made.version) if made is not None else None
    if made is None or decided is None or decided.action != "approved":
        return []
    then = {name: _as_of(workspace, name, decided.at) for name in ("people", "contacts")}
    before = {one.key: one.address for one in recipients(meeting, **then)}
    gone = {one.key.partition(" ")[0]: one for one in recipients(meeting, **then) if one.outside}
    said = []
    for one in everybody(workspace, meeting):
        old, code = before.get(one.key, ""), one.key.partition(" ")[0]
        if one.outside and one.key not in before and code in gone:
            old = gone[code].address
        if one.address.casefold() != old.casefold():
            place = f"is {one.address} now" if one.address else "is gone from the register"
            said.append(
                f"{one.name}: the address {place}{f', and was {old}' if old else ''} when version {made.version} "
                "was approved."
            )
    return said


def _as_of(workspace: Workspace, register: str, moment: str) -> pa.Table:
    """Return a register as it was loaded at a moment."""
    warehouse = warehouse_of(workspace)
    loads = [one for one in warehouse.loads() if one.source == register and one.loaded_at <= moment]
    if not loads:
        return SCHEMAS[register].empty_table()
    return pq.read_table(workspace.warehouse / max(loads, key=lambda one: one.loaded_at).parquet)


def settle(workspace: Workspace, meeting_id: str, arrived: str) -> list[Handover]:
    """Write down that letters of which nobody knew have arrived."""
    meeting = meeting_of(workspace, meeting_id)
    return sending.settle(workspace, meeting, everybody(workspace, meeting), arrived=arrived)


def everybody(workspace: Workspace, meeting: Meeting) -> tuple[Recipient, ...]:
    """Return everybody a pack of this meeting can go to, as the registers stand."""
    home = workspace.packs / meeting.id
    version = max(packs.versions(home), default=0)
    sitting = memory.recall(home / f"v{version}", "sitting", SITTING)
    gone = sitting.gone if sitting is not None else ()
    return recipients(meeting, **registers_of(workspace, "people", "contacts"), gone=gone)


def _stage(workspace: Workspace, meeting: Meeting, *, today: date) -> When:
    """Say what is due: packs until the day has passed, then letters and bulletin, once they hold the answers."""
    if meeting.called_off:
        return "before"
    if is_recorded(workspace.meetings / meeting.id):
        last = packs.last_manifest(workspace.packs / meeting.id)
        if last is not None and last.parts.get("answers") != parts_of(workspace, meeting.id)["answers"]:
            raise BriefingError(
                f"{meeting.id}: found a pack made before its answers were recorded; wanted letters that say what "
                f"was promised. Build it again, have it approved, then send: briefing build {typed(meeting.id)}"
            )
        return "after"
    if meeting.date < today:
        raise MeetingError(
            f"{meeting.id}: was on {formats.day(meeting.date)}, and nothing is recorded of it; wanted the clerk's "
            f"sheet before letters go out: briefing record {typed(meeting.id)}"
        )
    return "before"


def _ways(workspace: Workspace) -> tuple[By, ...]:
    """Return the ways that briefing.toml sets up; drafts where it sets up none."""
    ways: list[By] = ["folder"] if workspace.settings.delivery.folder else []
    ways += ["mail"] if workspace.settings.mail.server else []
    return tuple(ways) or ("eml",)
