"""What is sent and what stays: drafts, altered files, locks, the folder, the ledger, the calendar."""

import io
import json
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


def test_drafts_carry_no_clock_and_are_written_once(tmp_path: Path) -> None:
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
        "2026-12-03 RZA letter v1.pdf",
        "2026-12-03 RZA practice bulletin v1.pdf",
        "2026-12-03 RZA themes notice v1.pdf",
    ]
    assert {one.what for one in send(at, "folder")} == {"has it"}


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "shared").write_text("a file where the folder should be")
    with pytest.raises(DeliveryError, match="could not be written"):
        send(workspace(tmp_path, delivery={"folder": "shared"}), "folder")


# Locks ------------------------------------------------------------------------------------------------------


def test_a_locked_pack_opens_with_the_password_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOCK, "copper lantern river nine")
    send(workspace(tmp_path, delivery={"lock_pdfs": True}), "eml")
    letter = draft_for("P11", tmp_path)
    pdf, entry = letter.iter_attachments()
    assert (pdf.get_filename(), entry.get_filename()) == ("clerk-answer-sheet.pdf", CALENDAR)
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


def line(event: ledger.Event = "sent", **changes: object) -> ledger.Record:
    plain = ledger.Record(
        "2026-11-26T07:00:00+00:00", "mail", event, "P1", "a@example.org", 1, {"a.pdf": "1f"}
    )
    return replace(plain, message="<m>", **changes)  # type: ignore[arg-type]


def test_a_line_that_a_kill_cut_short_is_passed_over_and_the_next_is_whole(tmp_path: Path) -> None:
    path = tmp_path / ledger.NAME
    ledger.append(path, line("offered"))
    whole = path.read_bytes()
    for length in range(8, len(whole) - 1):
        path.write_bytes(whole + whole[:length])
        ledger.append(path, line("sent"))
        assert ledger.read(path).records == (line("offered"), line("sent"))


def test_a_ledger_that_was_overwritten_stops_everything(tmp_path: Path) -> None:
    (tmp_path / ledger.NAME).write_text(json.dumps({"to": "somebody"}))
    with pytest.raises(DeliveryError, match="line 1: found no record of a delivery"):
        ledger.read(tmp_path / ledger.NAME)


def test_an_address_is_the_same_in_capitals() -> None:
    history = ledger.History((line(),))
    assert history.delivered("A@Example.org", by=["mail"]) == {"1f"}
    assert history.delivered("b@example.org", by=["mail"]) == set()
