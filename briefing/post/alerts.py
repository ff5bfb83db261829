"""Alerts on their way: a letter a person with what newly changed, as a draft or by mail, and nothing twice.

The ledger is `packs/alerts/sent.jsonl`, as a meeting's is: in place of files it names what was told, by series and
month. A letter of a person is numbered, so that one which a kill cut short is written again in its own place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from briefing import formats
from briefing.build.alerts import Due, Subscriber, Told, chosen, news_for, pages_of, subscribers
from briefing.build.registers import Edit, Outcome, opened, save
from briefing.errors import BriefingError, DeliveryError
from briefing.nearest import Named, hint_of
from briefing.pack.alerts import STOP, Alert, lines_of
from briefing.post import ledger
from briefing.post.copies import plain_name
from briefing.post.ledger import ALERTS, EVERYBODY, By, Event, History, Record
from briefing.post.letter import message_of
from briefing.post.sending import alone, hand_over, refuse_no_server, write_draft
from briefing.post.shipment import Handover, What
from briefing.workspace import Workspace


@dataclass
class _Post:
    """The ledger of alerts, open."""

    workspace: Workspace
    history: History = field(init=False)

    def __post_init__(self) -> None:
        self.history = ledger.read(self.book)

    @property
    def home(self) -> Path:
        return self.workspace.packs / ALERTS

    @property
    def book(self) -> Path:
        return self.home / ledger.NAME

    def standing(self, person_id: str) -> list[Record]:
        """Return what somebody was sent, may have, or has in a draft: each letter once, dated by its first record."""
        first: dict[int, Record] = {}
        last: dict[int, Record] = {}
        for one in (one for one in self.history.records if one.key == person_id):
            first.setdefault(one.version, one)
            last[one.version] = one
        return [replace(one, at=first[n].at) for n, one in last.items() if one.event != "taken back"]

    def told(self, person_id: str) -> list[Told]:
        names = [name for one in self.standing(person_id) for name in one.files]
        return [
            Told(matter, date.fromisoformat(f"{month}-01"))
            for matter, _, month in (name.rpartition("/") for name in names)
        ]

    def heard(self, person_id: str, month: date) -> int:
        """Count what somebody was told within a month."""
        return sum(len(one.files) for one in self.standing(person_id) if one.at.startswith(f"{month:%Y-%m}"))

    def write(self, record: Record) -> None:
        ledger.append(self.book, record)
        self.history = History((*self.history.records, record))
        ledger.note(self.workspace, ALERTS, record)


def due(workspace: Workspace, *, today: date) -> list[Due]:
    """Return what each subscriber would hear today; nobody whom nothing is due to."""
    found = subscribers(workspace, today=today)
    return [one for one in _due(_Post(workspace), found, today=today) if one.alerts]


def _due(post: _Post, found: Sequence[Subscriber], *, today: date) -> Iterator[Due]:
    news = news_for(post.workspace, found, today=today)
    most = post.workspace.settings.alerts.most
    for one, alerts in zip(found, news, strict=True):
        who = one.person.person_id
        yield Due(one, *chosen(alerts, post.told(who), most=most, heard=post.heard(who, today)))


def send(
    workspace: Workspace, *, today: date, by: By | None = None, dry_run: bool = False
) -> Iterator[Handover]:
    """Tell each subscriber what is due to them, as a draft or by mail, and report of each."""
    way: By = by or ("mail" if workspace.settings.mail.server else "eml")
    refuse_no_server(workspace, way)
    found = subscribers(workspace, today=today)
    if dry_run or not found:
        for one in _due(_Post(workspace), found, today=today):
            if one.alerts:
                yield _handover(way, one, "would go" if one.subscriber.email else "no address")
        return
    home = workspace.packs / ALERTS
    home.mkdir(parents=True, exist_ok=True)
    with alone(home):
        ledger.note_unlogged(workspace)
        if lost := ledger.lost(workspace, ALERTS):
            raise DeliveryError(lost)
        post = _Post(workspace)
        for one in _due(post, found, today=today):
            if not one.alerts:
                continue
            if not one.subscriber.email:
                yield _handover(way, one, "no address")
            else:
                yield _sent(post, one, by=way, today=today)


def _handover(by: By, due: Due, what: What, reason: str = "") -> Handover:
    names = tuple(alert.sentence.rstrip(".") for alert in due.alerts)
    if what == "no address":
        reason = "add it to registers/people"
    return Handover(by, due.subscriber.person.name, what, names, reason)


def _sent(post: _Post, due: Due, *, by: By, today: date) -> Handover:
    """Write the letter and hand it over; the ledger has it before anybody could have it twice."""
    who, workspace = due.subscriber, post.workspace
    key, ours = who.person.person_id, workspace.settings.commissioner.name
    number = max((one.version for one in post.history.records if one.key == key), default=0) + 1
    stem = plain_name(f"what-changed-{key}-{number}").lower()
    files = {f"{stem}.pdf": pages_of(workspace, due, stem=stem, number=number, today=today)}
    told = {_name(alert): sha256(alert.sentence.encode()).hexdigest() for alert in due.alerts}
    sender = workspace.settings.mail.sender
    digest = sha256("\n".join([key, str(number), *told]).encode()).hexdigest()[:32]
    message_id = f"<{digest}@{(sender or 'briefing@localhost').partition('@')[2]}>"
    count = formats.counted(len(due.alerts), "change")
    message = message_of(
        (who.person.name, who.email),
        (ours, sender),
        subject=f"{formats.capital(count)} in what you follow",
        body=_body(due, ours, stem),
        files=files,
        message_id=message_id,
    )

    def write(event: Event) -> None:
        named = message_id if by == "mail" else ""
        post.write(Record(_now(), by, event, key, who.email, number, told, named))

    if by == "mail":
        what, reason = hand_over(message, write, to=who.email, workspace=workspace)
        return _handover(by, due, what, reason)
    path = post.home / "drafts" / f"{plain_name(f'{key} {who.person.name} {number}')}.eml"
    write_draft(message, path)
    write("drafted")
    return _handover(by, due, "drafted", str(path))


def _name(alert: Alert) -> str:
    return f"{alert.matter}/{alert.period:%Y-%m}"


def _body(due: Due, ours: str, stem: str) -> str:
    lines = [f"To {formats.one_line(due.subscriber.person.name)}", ""]
    for line in lines_of(due.alerts, due.left):
        lines += [line, ""]
    lines += [f"The charts are in {stem}.pdf, with this message.", "", STOP, "", formats.one_line(ours), ""]
    return "\n".join(lines)


# What became of a letter, and how somebody stops ----------------------------------------------------------------


def settle(workspace: Workspace, who: str, *, arrived: bool, today: date) -> list[str]:
    """Write down that a letter in doubt or in a draft arrived, or did not: then what it told is due again.

    What the audit log alone knows of, because the ledger is gone, counts as told: all that is news now.
    """
    home = workspace.packs / ALERTS
    home.mkdir(parents=True, exist_ok=True)
    with alone(home):
        post = _Post(workspace)
        named = {one.person.person_id: one for one in subscribers(workspace, today=date.min)}
        chosen_ids = [*named] if who == EVERYBODY else [_person(named, who).person.person_id]
        done = [person for person in chosen_ids if _settled(post, person, named, arrived, today)]
    if not done:
        raise BriefingError(f"found nothing in doubt{' and no draft' if arrived else ''} for {who}.")
    return [named[one].person.name for one in done]


def _settled(post: _Post, person: str, named: dict[str, Subscriber], arrived: bool, today: date) -> bool:
    sent = {one.version for one in post.history.records if one.key == person and one.event == "sent"}
    waiting = [one for one in post.history.unanswered() if one.key == person]
    if not arrived:
        for one in waiting:
            post.write(replace(one, at=_now(), event="taken back"))
        return bool(waiting)
    drafts = [
        one
        for one in post.history.records
        if one.key == person and one.event == "drafted" and one.version not in sent
    ]
    for one in (*waiting, *drafts):
        post.write(replace(one, at=_now(), event="sent"))
    lost = [
        one
        for one in post.history.lacks(ledger.log_of(post.workspace, ALERTS))
        if one.details.get("to") == person
    ]
    if lost:
        (news,) = news_for(post.workspace, [named[person]], today=today)
        told = {_name(alert): sha256(alert.sentence.encode()).hexdigest() for alert in news}
        for entry in lost:
            by: By = "mail" if entry.details.get("by") == "mail" else "eml"
            event: Event = "drafted" if entry.action == "drafted" else "sent"
            version, letter = int(str(entry.details["version"])), str(entry.details.get("letter", ""))
            record = Record(entry.at, by, event, person, named[person].email, version, told, letter)
            ledger.append(post.book, record)
    return bool(waiting or drafts or lost)


def stop(workspace: Workspace, who: str, *, today: date) -> Outcome:
    """Fill in `until` on every line by which somebody hears: from now on nothing goes to them."""
    named = {one.person.person_id: one for one in subscribers(workspace, today=today)}
    person = _person(named, who).person.person_id
    register = opened(workspace, "alerts")
    edits = []
    for line, row in zip(register.lines, register.rows, strict=True):
        was = dict(register.ours(row))
        if was.get("person_id") == person and not was.get("until"):
            edits.append(Edit(line.number, was, {**was, "until": today.isoformat()}))
    return save(workspace, "alerts", edits, digest=register.sha256)


def _person(named: dict[str, Subscriber], who: str) -> Subscriber:
    """Find a subscriber by id, name or address; refuse anybody else, with the nearest."""
    for one in named.values():
        if who.casefold() in (
            one.person.person_id.casefold(),
            one.person.name.casefold(),
            one.email.casefold(),
        ):
            return one
    near = hint_of(who, [Named("person", key, one.person.name, (one.email,)) for key, one in named.items()])
    known = ", ".join(named) or "nobody yet"
    raise BriefingError(
        f"found nobody called {who!r} in registers/alerts; wanted one of: {known}. {near}".rstrip()
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
