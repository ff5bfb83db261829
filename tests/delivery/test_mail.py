"""Letters through a real mail server process on this computer, over TLS: who gets what, once, whatever breaks."""

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import errands
import pytest
from errands import PRACTICE, PROVIDER, email_of, mail_server, send, workspace
from mail_server import PASSWORD, USER

from briefing.audit import read as audit_log
from briefing.errors import DeliveryError
from briefing.post import ledger, sending
from briefing.post.addressing import recipients
from briefing.post.mail import PASSWORD as VARIABLE

EACH = {
    email_of("P1"): ["gp-pack-rza-dr-ada-sample.pdf", "meeting.ics"],
    email_of("P2"): ["gp-pack-rza-dr-ben-specimen.pdf", "meeting.ics"],
    email_of("P10"): ["chair-running-order.pdf", "slides-rza.pptx", "wall-picture-rza.pdf", "meeting.ics"],
    email_of("P11"): [
        "clerk-answer-sheet.pdf",
        "clerk-answer-sheet.xlsx",
        "slides-rza.pptx",
        "wall-picture-rza.pdf",
        "meeting.ics",
    ],
    PROVIDER: ["themes-notice-rza.pdf", "meeting.ics"],
}


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD.decode())


def told(outcomes: list[sending.Handover]) -> dict[str, int]:
    words = [outcome.what for outcome in outcomes]
    return {word: words.count(word) for word in words}


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_each_reader_gets_their_edition_alone_over_tls_once(tmp_path: Path, tls: str) -> None:
    with mail_server(tmp_path / "post", tls=tls) as post:
        at = workspace(tmp_path / "w", **post.settings_with(security=tls))
        assert told(send(at)) == {"sent": 5}
        assert told(send(at)) == {"has it": 5}
        assert post.delivered() == EACH
        assert {(one["tls"], one["user"]) for one in post.taken()} == {(True, True)}
        assert all(len(one["to"]) == 1 for one in post.taken())
    entries = [entry for entry in audit_log(at).entries if entry.action == "sent"]
    assert [entry.details["to"] for entry in entries] == ["P1", "P2", "P10", "P11", "RZA"]


def test_a_letter_says_what_is_in_it_and_holds_the_very_bytes(tmp_path: Path) -> None:
    with mail_server(tmp_path / "post") as post:
        at = workspace(tmp_path / "w", **post.settings)
        send(at)
        (_, letter), *_ = post.letters()
    assert letter["Subject"] == "Your briefing pack: Contract review, 3 December 2026"
    assert letter["From"] == "NHS Northmere and Vale <packs@board.example.org>"
    assert letter["To"] == "Dr Ada Sample <p1@board.example.org>"
    body = letter.get_body()
    assert body is not None
    assert "gp-pack-rza-dr-ada-sample.pdf (GP pack)" in body.get_content()
    enclosed = next(letter.iter_attachments())
    made = at.packs / errands.MEETING.id / "v1" / "gp-pack-rza-dr-ada-sample.pdf"
    assert enclosed.get_payload(decode=True) == made.read_bytes()


@pytest.mark.parametrize("title", [".", "..", ".Contract review", "A\n.\nB"])
def test_a_line_that_begins_with_a_dot_arrives_as_it_was(tmp_path: Path, title: str) -> None:
    meeting = replace(errands.MEETING, title=title)
    with mail_server(tmp_path / "post") as post:
        assert told(send(workspace(tmp_path / "w", **post.settings), meeting=meeting)) == {"sent": 5}
        (_, letter), *_ = post.letters()
    assert letter.get_body().get_content().splitlines()[2] == " ".join(title.split())  # type: ignore[union-attr]


def test_after_the_meeting_letters_minutes_and_bulletins_go_and_no_pack(tmp_path: Path) -> None:
    minutes = ["minutes.docx", "minutes.pdf"]
    with mail_server(tmp_path / "post") as post:
        at = workspace(tmp_path / "w", **post.settings)
        send(at, when="after")
        assert post.delivered() == {
            **{email_of(one): ["follow-up-letter-rza.pdf"] for one in ("P1", "P2")},
            email_of("P10"): ["follow-up-letter-rza.pdf", *minutes],
            email_of("P11"): minutes,
            PROVIDER: ["follow-up-letter-rza.pdf"],
            PRACTICE: ["practice-bulletin.pdf"],
        }


@pytest.mark.parametrize("fault", ["at once", "in data", "later", "not now"])
def test_a_line_that_breaks_before_the_last_byte_is_tried_again_and_delivered_once(
    tmp_path: Path, fault: str
) -> None:
    with mail_server(tmp_path / "post", faults=[fault, fault]) as post:
        at = workspace(tmp_path / "w", **post.settings)
        assert told(send(at)) == {"sent": 5}
        assert post.delivered() == EACH


def test_a_refused_recipient_is_told_and_the_others_get_theirs(tmp_path: Path) -> None:
    with mail_server(tmp_path / "post", refuse=[email_of("P1")]) as post:
        at = workspace(tmp_path / "w", **post.settings)
        first, *others = send(at)
        assert (first.what, first.who) == ("refused", "Dr Ada Sample")
        assert "550 no such mailbox" in first.reason
        assert {one.what for one in others} == {"sent"}
        mended = send(at, people=errands.people(P1="ada@board.example.org"))
        assert told(mended) == {"sent": 1, "has it": 4}
        assert post.delivered()["ada@board.example.org"] == EACH[email_of("P1")]


@pytest.mark.parametrize(
    "answer", ["200 fine", "202 taken", "251 forwarded", "252 perhaps", "250-one\r\n250 two", "299", "250"]
)
def test_any_yes_after_the_last_byte_is_sent(tmp_path: Path, answer: str) -> None:
    with mail_server(tmp_path / "post", faults=[f"says {answer}"]) as post:
        at = workspace(tmp_path / "w", **post.settings)
        assert told(send(at)) == {"sent": 5}
        assert told(send(at)) == {"has it": 5}
        assert post.delivered() == EACH


@pytest.mark.parametrize(
    "fault",
    [
        "no answer",
        *(
            f"says {words}"
            for words in ("what?", "354 go on", "100 wait", "-250 ok", "25", "999 x", "x" * 9000)
        ),
    ],
)
def test_what_was_taken_without_an_answer_is_in_doubt_and_not_sent_again_unasked(
    tmp_path: Path, fault: str
) -> None:
    with mail_server(tmp_path / "post", faults=[fault]) as post:
        at = workspace(tmp_path / "w", **post.settings)
        assert told(send(at)) == {"in doubt": 1, "sent": 4}
        again = send(at)
        assert told(again) == {"in doubt": 1, "has it": 4}
        assert "--again p1@board.example.org" in again[0].reason
        assert post.delivered() == EACH
        assert told(send(at, again=frozenset({"P1"}))) == {"sent": 1, "has it": 4}
        first, second = (letter for to, letter in post.letters() if to == email_of("P1"))
        assert first["Message-ID"] == second["Message-ID"]  # a mail system may know it for the same
        assert told(send(at)) == {"has it": 5}


def test_a_refused_letter_is_not_in_doubt(tmp_path: Path) -> None:
    with mail_server(tmp_path / "post", faults=["no"]) as post:
        at = workspace(tmp_path / "w", **post.settings)
        first, *others = send(at)
        assert (first.what, first.reason) == ("refused", "the server said 554 no")
        assert told(others) == {"sent": 4}
        assert told(send(at)) == {"sent": 1, "has it": 4}
        assert post.delivered() == EACH


def test_what_can_not_be_written_down_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ledger, "append_line", full)
    with mail_server(tmp_path / "post") as post:
        with pytest.raises(
            DeliveryError, match=r"sent\.jsonl: what is sent could not be written down \(No space"
        ):
            send(workspace(tmp_path / "w", **post.settings))
        assert post.taken() == []


def test_somebody_who_says_it_came_settles_the_doubt(tmp_path: Path) -> None:
    everybody = recipients(errands.MEETING, people=errands.people(), contacts=errands.contacts())
    with mail_server(tmp_path / "post", faults=["no answer"]) as post:
        at = workspace(tmp_path / "w", **post.settings)
        send(at)
        (settled,) = sending.settle(at, errands.MEETING, everybody, arrived="P1@board.example.org")
        assert settled.files == ("gp-pack-rza-dr-ada-sample.pdf",)
        assert told(send(at)) == {"has it": 5}
        assert post.delivered() == EACH


@pytest.mark.parametrize("spoil", ["gone", "emptied", "cut"])
@pytest.mark.parametrize("came", [True, False])
def test_a_letter_in_doubt_is_known_though_the_ledger_is_lost_and_is_sent_twice_by_nobody(
    tmp_path: Path, spoil: str, came: bool
) -> None:
    """The line broke after the dot, and then the ledger went: the audit log knows of the doubt."""
    everybody = recipients(errands.MEETING, people=errands.people(), contacts=errands.contacts())
    with mail_server(tmp_path / "post", faults=["no answer"]) as post:
        at = workspace(tmp_path / "w", **post.settings)
        assert told(send(at)) == {"in doubt": 1, "sent": 4}
        book = at.packs / errands.MEETING.id / ledger.NAME
        book.write_bytes(b"".join(book.read_bytes().splitlines(keepends=True)[2:]) if spoil == "cut" else b"")
        if spoil == "gone":
            book.unlink()
        for _ in range(2):
            with pytest.raises(DeliveryError, match=r"version 1 in doubt, offered to P1 by mail") as error:
                send(at)
            assert ("sent to P2 by mail" in str(error.value)) is (spoil != "cut")
        assert post.delivered() == EACH
        for one in everybody if spoil != "cut" else ():
            if one.address in EACH.keys() - {email_of("P1")}:
                sending.settle(at, errands.MEETING, everybody, arrived=one.address)
        if came:
            sending.settle(at, errands.MEETING, everybody, arrived="P1")
        else:
            assert told(send(at, again=frozenset({"P1"}))) == {"sent": 1, "has it": 4}
        assert told(send(at)) == {"has it": 5}
        assert [to for to, _ in post.letters()].count(email_of("P1")) == (1 if came else 2)
        assert ledger.read(book).unanswered() == []
        assert ledger.lost(at, errands.MEETING.id) == ""
        written = len(audit_log(at).entries)
        ledger.note_unlogged(at)
        assert len(audit_log(at).entries) == written


def test_a_server_that_dies_halfway_leaves_the_rest_for_later_and_nobody_gets_two(tmp_path: Path) -> None:
    with mail_server(tmp_path / "post", faults=[None, None, "dies"]) as post:
        at = workspace(tmp_path / "w", **post.settings)
        assert told(send(at)) == {"sent": 2, "in doubt": 1, "away": 2}
    with mail_server(tmp_path / "post", port=post.port) as post:
        assert told(send(at)) == {"has it": 2, "in doubt": 1, "sent": 2}
        assert post.delivered() == EACH


SENDER = """
import sys; sys.path[:0] = {paths!r}
from pathlib import Path
import errands
from briefing.workspace import Workspace
from briefing.workspace.settings import Settings
errands.send(Workspace(Path({at!r}), Settings.model_validate({settings!r})))
"""


@pytest.mark.parametrize("lost", [False, True])
def test_a_sender_killed_while_it_waits_for_the_answer_sends_nothing_twice(
    tmp_path: Path, lost: bool
) -> None:
    with mail_server(tmp_path / "post", faults=[None, "hangs"]) as post:
        at = workspace(tmp_path / "w", **post.settings)
        paths = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
        program = SENDER.format(paths=paths, at=str(at.folder), settings=post.settings)
        sender = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL)
        while len(post.taken()) < 2 and sender.poll() is None:
            time.sleep(0.05)
        sender.send_signal(signal.SIGKILL)
        sender.wait()
        if lost:
            (at.packs / errands.MEETING.id / ledger.NAME).unlink()
            with pytest.raises(
                DeliveryError, match=r"sent to P1 by mail .*version 1 in doubt, offered to P2"
            ):
                send(at)
            assert len(post.taken()) == 2
            return
        assert told(send(at)) == {"has it": 1, "in doubt": 1, "sent": 3}
        assert post.delivered() == EACH


@pytest.mark.parametrize(
    ("tls", "changes", "password", "why"),
    [
        ("none", {}, PASSWORD.decode(), "offers no STARTTLS; nothing was sent"),
        ("starttls", {"certificates": None}, PASSWORD.decode(), "certificate can't be trusted"),
        ("starttls", {}, "not this one", f"did not let {USER.decode()} in"),
    ],
)
def test_a_server_that_is_not_ours_to_trust_gets_nothing_and_no_password_is_repeated(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tls: str,
    changes: dict[str, str],
    password: str,
    why: str,
) -> None:
    monkeypatch.setenv(VARIABLE, password)
    with mail_server(tmp_path / "post", tls=tls) as post:
        at = workspace(tmp_path / "w", **post.settings_with(**changes))
        with pytest.raises(DeliveryError, match=why) as error:
            send(at)
        assert post.taken() == []
    assert password not in str(error.value)


def test_a_server_that_is_not_there_is_told_and_everything_is_still_owed(tmp_path: Path) -> None:
    with mail_server(tmp_path / "post") as post:
        at = workspace(tmp_path / "w", **post.settings)
    outcomes = send(at)
    assert told(outcomes) == {"away": 5}
    assert "tried 3 times" in outcomes[0].reason
    assert "tried 1 time" in outcomes[1].reason
