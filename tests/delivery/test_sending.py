"""What is sent and what stays: drafts, altered files, locks, the folder, the ledger, the calendar."""

import io
import json
import re
from dataclasses import replace
from datetime import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import errands
import icalendar
import pytest
from errands import MEETING, page, send, workspace
from filelock import FileLock
from pypdf import PdfReader

from briefing import audit, pipeline
from briefing.errors import BriefingError, ConfigError, DeliveryError, DisclosureError, IntegrityError
from briefing.post import ledger, sending
from briefing.post.letter import CALENDAR, LOCK, invitation, lock

HOME = Path("packs") / MEETING.id


def drafts(at: Path) -> list[str]:
    return sorted(path.name for path in (at / HOME).glob("drafts-v*/*.eml"))


def draft_for(person_id: str, at: Path) -> EmailMessage:
    (path,) = (at / HOME).glob(f"*/{person_id} *.eml")
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def test_a_draft_is_not_sent(tmp_path: Path) -> None:
    with pytest.raises(BriefingError, match="found a draft; wanted an approved pack"):
        send(workspace(tmp_path, status="draft"), "eml")


def test_a_draft_asked_for_goes_to_our_own_people_and_says_what_it_is(tmp_path: Path) -> None:
    outcomes = send(workspace(tmp_path, status="draft"), "eml", draft=True)
    assert [(one.what, one.who) for one in outcomes if one.what != "drafted"] == [
        ("held back", "Contracts team")
    ]
    letter = draft_for("P1", tmp_path)
    assert letter["Subject"].startswith("DRAFT: ")
    assert letter["X-Unsent"] == "1"


def test_drafts_carry_no_clock_and_are_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        audit, "_now", lambda: "2026-11-22T21:04:05Z"
    )  # a letter names the entry that approved it
    for name in ("one", "other"):
        send(workspace(tmp_path / name), "eml")
    one, other = (sorted((tmp_path / name / HOME).glob("drafts-v1/*.eml")) for name in ("one", "other"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
    one[0].unlink()
    send(errands.Workspace(tmp_path / "one", errands.Settings()), "eml")
    assert not one[0].exists(), "it was sent and deleted: not made again"


def test_a_new_version_goes_to_everybody_again(tmp_path: Path) -> None:
    assert {one.what for one in send(workspace(tmp_path), "eml")} == {"drafted"}
    assert {one.what for one in send(workspace(tmp_path, version=2), "eml")} == {"drafted"}
    assert len(drafts(tmp_path)) == 10


def test_a_dry_run_says_all_and_does_nothing(tmp_path: Path) -> None:
    at = workspace(tmp_path, delivery={"folder": "shared"})
    assert {one.what for one in send(at, "eml", "folder", dry_run=True)} == {"would go"}
    assert [path.name for path in (tmp_path / HOME).iterdir()] == ["v1"]
    assert not (tmp_path / "shared").exists()


def test_an_altered_file_is_not_sent(tmp_path: Path) -> None:
    at = workspace(tmp_path)
    (tmp_path / HOME / "v1" / "gp-pack-rza-dr-ada-sample.pdf").write_bytes(page("altered"))
    with pytest.raises(
        IntegrityError, match=r"gp-pack-rza-dr-ada-sample\.pdf: is not what the manifest says"
    ):
        send(at, "eml")
    assert drafts(tmp_path) == []


def test_somebody_without_an_address_is_told_and_the_others_go(tmp_path: Path) -> None:
    outcomes = send(workspace(tmp_path), "eml", people=errands.people(without=["P2"]))
    assert [(one.what, one.who) for one in outcomes if one.what != "drafted"] == [
        ("no address", "Dr Ben Specimen")
    ]


def test_a_file_chosen_by_mistake_is_stopped_at_the_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "files_for", lambda *_, **__: ("gp-pack-rza-dr-ben-specimen.pdf",))
    with pytest.raises(DisclosureError, match="may not go to Dr Ada Sample"):
        send(workspace(tmp_path), "eml")
    assert drafts(tmp_path) == []


def test_nobody_of_that_name_is_refused_before_anything_goes(tmp_path: Path) -> None:
    with pytest.raises(BriefingError, match="nobody called P99; wanted one of: P1, P2, P10, P11"):
        send(workspace(tmp_path), "eml", again=frozenset({"P99"}))
    assert drafts(tmp_path) == []


def test_two_at_once_are_not_let_in(tmp_path: Path) -> None:
    at = workspace(tmp_path)
    with FileLock(tmp_path / HOME / ".sending.lock"), pytest.raises(DeliveryError, match="another process"):
        send(at, "eml")


# Names and headers ------------------------------------------------------------------------------------------


def test_what_is_written_into_a_name_begins_no_header_and_no_entry(tmp_path: Path) -> None:
    nasty = "Review\r\nBcc: all@example.org\nBEGIN:VEVENT\r\nATTENDEE:mailto:x@example.org \u2028<script>"
    meeting = replace(MEETING, title=nasty, place=nasty)
    send(workspace(tmp_path), "eml", meeting=meeting)
    letter = draft_for("P1", tmp_path)
    assert letter["Bcc"] is None
    assert "Bcc: all@example.org BEGIN:VEVENT" in letter["Subject"]
    entry = next(part for part in letter.iter_attachments() if part.get_filename() == CALENDAR)
    (event,) = icalendar.Calendar.from_ical(entry.get_content()).walk("VEVENT")
    assert event.get("attendee") is None
    assert "ATTENDEE:mailto" in event["location"]


# What is known and what is not ------------------------------------------------------------------------------


def told(outcomes: list[sending.Handover]) -> dict[str, int]:
    words = [outcome.what for outcome in outcomes]
    return {word: words.count(word) for word in words}


def settle(at: errands.Workspace, who: str) -> list[sending.Handover]:
    everybody = errands.recipients(MEETING, people=errands.people(), contacts=errands.contacts())
    return sending.settle(at, MEETING, everybody, arrived=who)


def test_a_draft_is_drafted_until_somebody_says_that_it_was_sent(tmp_path: Path) -> None:
    at = workspace(tmp_path)
    assert told(send(at, "eml")) == {"drafted": 5}
    assert [entry.action for entry in audit.read(at).entries if entry.action != "approved"] == ["drafted"] * 5
    again = send(at, "eml")
    assert told(again) == {"drafted": 5}
    assert "once it is sent: --arrived p1@board.example.org" in again[0].reason
    assert [one.who for one in settle(at, "P1")] == ["Dr Ada Sample"]
    assert told(send(at, "eml")) == {"has it": 1, "drafted": 4}
    assert len(settle(at, "all")) == 4
    assert told(send(at, "eml")) == {"has it": 5}
    with pytest.raises(
        BriefingError, match="nothing in doubt and no draft for Dr Ada Sample; nothing was changed"
    ):
        settle(at, "P1")


def test_a_draft_asked_for_again_is_made_again(tmp_path: Path) -> None:
    at = workspace(tmp_path)
    send(at, "eml")
    for path in (tmp_path / HOME).glob("drafts-v1/*.eml"):
        path.unlink()
    assert told(send(at, "eml", again=frozenset({"all"}))) == {"drafted": 5}
    assert len(drafts(tmp_path)) == 5


@pytest.mark.parametrize("spoil", ["gone", "emptied", "older"])
def test_a_ledger_that_lacks_what_the_log_knows_stops_a_sending_and_says_what_is_known(
    tmp_path: Path, spoil: str
) -> None:
    at, book = workspace(tmp_path), tmp_path / HOME / ledger.NAME
    send(at, "eml")
    lines = book.read_bytes().splitlines(keepends=True)
    book.write_bytes(b"".join(lines[:3]) if spoil == "older" else b"")
    if spoil == "gone":
        book.unlink()
    with pytest.raises(
        DeliveryError, match=r"older than the audit log.*version 1 drafted to RZA by eml"
    ) as error:
        send(at, "eml")
    assert ("drafted to P1 " in str(error.value)) is (spoil != "older")
    settle(at, "all")
    assert told(send(at, "eml")).keys() <= {"drafted", "has it"}


def test_what_a_kill_kept_from_the_log_is_noted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = workspace(tmp_path)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "note", killed)
        with pytest.raises(KeyboardInterrupt):
            send(at, "eml")
    for _ in range(2):
        ledger.note_unlogged(at)
    assert [entry.details["to"] for entry in audit.read(at).entries if entry.action == "drafted"] == ["P1"]


@pytest.mark.parametrize("spoil", ["gone", "emptied", "cut"])
def test_nothing_is_sent_while_the_log_is_not_whole(tmp_path: Path, spoil: str) -> None:
    at = workspace(tmp_path)
    log, lines = tmp_path / audit.NAME, (tmp_path / audit.NAME).read_bytes().splitlines(keepends=True)
    send(at, "eml", people=errands.people(without=["P2", "P10", "P11"]))
    log.write_bytes(lines[0] if spoil == "cut" else b"")
    if spoil == "gone":
        log.unlink()
    with pytest.raises(IntegrityError, match=r"audit\.jsonl: it (is gone or empty|ends with an entry of)"):
        send(at, "eml")


def test_a_version_that_no_entry_approved_is_not_sent(tmp_path: Path) -> None:
    at = workspace(tmp_path)
    made = errands.folder.last_manifest(tmp_path / HOME)
    assert made is not None
    errands.folder.publish(tmp_path / HOME, {}, replace(made, version=2, editions={}))
    with pytest.raises(
        IntegrityError, match="version 2: no entry of the audit log approves it, so it is not sent"
    ):
        send(at, "eml")


def test_an_approval_that_was_withdrawn_stops_a_sending_with_its_reason(tmp_path: Path) -> None:
    at = workspace(tmp_path)
    send(at, "eml")
    settle(at, "P1")
    withdrawn = pipeline.withdraw(at, MEETING.id, by="A chair", reason="Last month's figures")
    assert ledger.read(tmp_path / HOME / ledger.NAME).holders(withdrawn) == ["P1, p1@board.example.org"]
    with pytest.raises(
        BriefingError, match="version 1: its approval was withdrawn by A chair: Last month's figures"
    ):
        send(at, "eml")
    with pytest.raises(BriefingError, match="was withdrawn before"):
        pipeline.withdraw(at, MEETING.id, by="A chair", reason="Twice")


def test_a_letter_names_the_entry_of_the_log_that_approved_it(tmp_path: Path) -> None:
    send(workspace(tmp_path), "eml")
    body = draft_for("P1", tmp_path).get_body()
    assert body is not None
    (seal,) = re.findall(r"the audit log then stood at ([0-9a-f]{16})\.", body.get_content())
    log = audit.read(errands.Workspace(tmp_path, errands.Settings()))
    assert audit.holds(log, seal)
    assert audit.hashes_of(log)[0].startswith(seal)


# The folder -------------------------------------------------------------------------------------------------


def test_the_folder_holds_each_edition_under_its_dated_name_once(tmp_path: Path) -> None:
    at = workspace(tmp_path, delivery={"folder": "shared"})
    assert {one.what for one in send(at, "folder")} == {"copied"}
    assert sorted(path.name for path in (tmp_path / "shared").iterdir()) == [
        "2026-12-03 RZA GP pack Dr Ada Sample v1.pdf",
        "2026-12-03 RZA GP pack Dr Ben Specimen v1.pdf",
        "2026-12-03 RZA chair's running order v1.pdf",
        "2026-12-03 RZA clerk's answer sheet v1.pdf",
        "2026-12-03 RZA clerk's answer sheet v1.xlsx",
        "2026-12-03 RZA picture for the wall v1.pdf",
        "2026-12-03 RZA slides for the room v1.pptx",
        "2026-12-03 RZA themes notice v1.pdf",
    ]
    assert {one.what for one in send(at, "folder")} == {"has it"}
    assert {one.what for one in send(at, "folder", when="after")} == {"copied"}
    filled = {path.name.removeprefix("2026-12-03 RZA ") for path in (tmp_path / "shared").iterdir()}
    assert {"letter v1.pdf", "practice bulletin v1.pdf"} < filled, "once they hold what was answered"


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "shared").write_text("a file where the folder should be")
    with pytest.raises(DeliveryError, match="could not be written"):
        send(workspace(tmp_path, delivery={"folder": "shared"}), "folder")


# Locks ------------------------------------------------------------------------------------------------------


def test_a_locked_pack_opens_with_the_password_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOCK, "copper lantern river nine")
    send(workspace(tmp_path, delivery={"lock_pdfs": True}), "eml")
    letter = draft_for("P11", tmp_path)
    pdf, picture, entry = letter.iter_attachments()
    assert (pdf.get_filename(), entry.get_filename()) == ("clerk-answer-sheet.pdf", CALENDAR)
    assert picture.get_filename() == "wall-picture-rza.pdf", "what can be locked, and no slides"
    reader = PdfReader(io.BytesIO(pdf.get_payload(decode=True)))
    assert reader.is_encrypted
    assert not reader.decrypt("another")
    assert reader.decrypt("copper lantern river nine")
    assert reader.metadata is not None
    assert reader.metadata.title == "clerk-answer-sheet.pdf v1"


@pytest.mark.parametrize(("password", "said"), [(None, "found nothing"), ("short", "found 5 characters")])
def test_without_a_proper_password_nothing_that_should_be_locked_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str | None, said: str
) -> None:
    monkeypatch.delenv(LOCK, raising=False)
    if password is not None:
        monkeypatch.setenv(LOCK, password)
    with pytest.raises(ConfigError, match=said):
        send(workspace(tmp_path, delivery={"lock_pdfs": True}), "eml")
    assert drafts(tmp_path) == []


def test_what_is_attached_to_a_pdf_survives_the_lock() -> None:
    writer = errands.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("evidence.csv", b"month,value\n2026-09,61.2\n")
    out = io.BytesIO()
    writer.write(out)
    reader = PdfReader(io.BytesIO(lock("a.pdf", out.getvalue(), "copper lantern river nine")))
    reader.decrypt("copper lantern river nine")
    assert reader.attachments["evidence.csv"] == [b"month,value\n2026-09,61.2\n"]


# The calendar -----------------------------------------------------------------------------------------------


def entry_of(data: bytes) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(data.decode()).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


@pytest.mark.parametrize(
    ("starts", "first", "last"),
    [
        (None, "20261203", "20261204"),
        (time(14), "20261203T140000Z", "20261203T150000Z"),
    ],
)
def test_the_entry_of_a_meeting(starts: time | None, first: str, last: str) -> None:
    meeting = replace(MEETING, starts=starts)
    event = entry_of(invitation(meeting, version=3, inside=True))
    assert (event["dtstart"].to_ical().decode(), event["dtend"].to_ical().decode()) == (first, last)
    assert (event["sequence"], event["summary"], event["location"]) == (2, "Contract review", "Room 2")
    assert "A dated recovery plan" in event["description"]


@pytest.mark.parametrize(("key", "knows"), [("P1", True), ("RZA", False)])
def test_our_own_people_alone_read_what_we_want(tmp_path: Path, key: str, knows: bool) -> None:
    send(workspace(tmp_path), "eml")
    *_, entry = draft_for(key, tmp_path).iter_attachments()
    assert entry.get_filename() == CALENDAR
    assert ("Decision wanted" in entry.get_content()) is knows


def test_summer_time_is_reckoned_with() -> None:
    meeting = replace(MEETING, starts=time(14), date=MEETING.date.replace(month=7))
    event = entry_of(invitation(meeting, version=1, inside=True))
    assert event["dtstart"].to_ical() == b"20260703T130000Z"


def test_the_hospital_is_not_told_what_we_want_and_the_entry_is_the_same_each_time() -> None:
    outside = invitation(MEETING, version=1, inside=False)
    assert b"recovery plan" not in outside
    assert outside == invitation(MEETING, version=1, inside=False)
    later = entry_of(invitation(MEETING, version=2, inside=False))
    assert later["uid"] == entry_of(outside)["uid"]


# The ledger -------------------------------------------------------------------------------------------------


def line_of(event: ledger.Event = "sent", **changes: object) -> ledger.Record:
    plain = ledger.Record(
        "2026-11-26T07:00:00+00:00", "mail", event, "P1", "a@example.org", 1, {"a.pdf": "1f"}
    )
    return replace(plain, message="<m>", **changes)  # type: ignore[arg-type]


def test_a_line_that_a_kill_cut_short_is_passed_over_and_the_next_is_whole(tmp_path: Path) -> None:
    path = tmp_path / ledger.NAME
    ledger.append(path, line_of("offered"))
    whole = path.read_bytes()
    for length in range(1, len(whole) - 1):
        path.write_bytes(whole + whole[:length])
        ledger.append(path, line_of("sent"))
        assert ledger.read(path).records == (line_of("offered"), line_of("sent"))


def test_a_ledger_that_was_overwritten_stops_everything(tmp_path: Path) -> None:
    (tmp_path / ledger.NAME).write_text(json.dumps({"to": "somebody"}))
    with pytest.raises(DeliveryError, match="line 1: found no record of a delivery"):
        ledger.read(tmp_path / ledger.NAME)


@pytest.mark.parametrize("line", [b"\0" * 40, b"", b"  \r"])
def test_what_a_power_cut_leaves_of_a_line_is_passed_over(tmp_path: Path, line: bytes) -> None:
    (tmp_path / ledger.NAME).write_bytes(line)
    ledger.append(tmp_path / ledger.NAME, line_of("sent"))
    assert ledger.read(tmp_path / ledger.NAME).records == (line_of("sent"),)


def test_a_whole_line_that_was_damaged_is_not_taken_for_a_torn_one(tmp_path: Path) -> None:
    ledger.append(tmp_path / ledger.NAME, line_of("sent"))
    whole = (tmp_path / ledger.NAME).read_bytes()
    (tmp_path / ledger.NAME).write_bytes(whole.replace(b'"to": "', b'"tq": "'))
    with pytest.raises(DeliveryError, match="line 1: found no record of a delivery"):
        ledger.read(tmp_path / ledger.NAME)


def test_an_address_is_the_same_in_capitals() -> None:
    history = ledger.History((line_of(),))
    assert history.delivered("A@Example.org", by=["mail"]) == {"1f"}
    assert history.delivered("b@example.org", by=["mail"]) == set()
