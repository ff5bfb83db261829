"""A year of a select committee and of a peer review, with late changes: who has papers is what `send` itself lists."""

from datetime import date

import plain
import pytest
from manager import CONTACTS, INTERESTS, PEOPLE, Desk

COMMITTEE, LATER = "2026-06-18-rz1-rz2", "2026-06-25-rz1-rz2"
FOURTH = "P4,Dr Four Sample,GP,four@board.example.org,no\n"
PRACTICES = ("V90001", "V90002", "V90003", "V90004", "V90005")
REVIEW, REVIEW_LATER = "2026-06-18-peer-review", "2026-07-02-peer-review"
OURS = {"Dr One Sample", "Dr Two Sample", "Dr Four Sample"}


def registers(desk: Desk) -> None:
    desk.register("people", PEOPLE.format(address="three@board.example.org") + FOURTH)
    desk.register("contacts", CONTACTS)
    desk.register("interests", INTERESTS.format(person="P2").replace("RZ1", "RZ9"))
    assert "found the organisation 'RZ9'" in desk.is_told("load", code=7)
    desk.register("interests", INTERESTS.format(person="P2"))


def new(desk: Desk, *words: str) -> str:
    usual = ("--date", "18/06/2026", "--starts", "2pm", "--place", "Board room", "--chair", "Dr One Sample")
    wanted = ("--decision", "A dated plan for urgent care", "--panel", "P1", "--panel", "P2", "--panel", "P3")
    return desk.is_told("meeting", "new", "--no-input", *usual, *wanted, *words)


def approved(desk: Desk, meeting: str) -> None:
    desk.is_told("build", meeting)
    desk.is_told("approve", meeting, "--by", "A chair, GP")


def listed(desk: Desk, meeting: str, *, code: int = 0) -> set[str]:
    """Who would get something, as `send` itself says."""
    result = desk.briefing("send", meeting, "--to", "eml", "--dry-run", "-w", desk.workspace.folder)
    assert result.exit_code == code, result.output
    return {line.split(": ")[1] for line in result.stdout.splitlines() if line.startswith("would go: ")}


def replaced(desk: Desk, meeting: str, before: str, after: str) -> None:
    file = desk.workspace.meetings / meeting / "meeting.toml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.slow
def test_a_select_committee_s_year(desk: Desk) -> None:
    desk.day_is(2026, 6, 1)
    registers(desk)
    assert COMMITTEE in new(
        desk, "--kind", "committee", "--provider", "fenmarsh", "--provider", "Coldwater Bay"
    )
    assert "RZ2: would not get" in desk.is_told("check", COMMITTEE)
    desk.register("contacts", CONTACTS + "RZ2,Performance team,,performance@rz2.example.org\n")
    assert "would not get" not in desk.is_told("check", "18/06/2026")
    desk.day_is(2026, 6, 15)
    approved(desk, "coldwater")
    theirs = {"Contracts team", "Performance team"}
    assert listed(desk, COMMITTEE) == {"Dr One Sample", "Dr Two Sample", "Dr Three Sample"} | theirs
    desk.is_told("send", COMMITTEE, "--to", "eml")
    desk.is_told("send", COMMITTEE, "--arrived", "all")
    replaced(desk, COMMITTEE, '"P3"', '"P4"')
    assert "Dr Four Sample has joined the panel" in desk.is_told("send", COMMITTEE, "--to", "eml", code=1)
    approved(desk, COMMITTEE)
    assert listed(desk, COMMITTEE) == OURS | {"Dr Three Sample"}, "their notices say what they said"
    desk.is_told("send", COMMITTEE, "--to", "eml")
    assert {*desk.drafted(COMMITTEE, 4)} == OURS | {"Dr Three Sample"}
    desk.is_told("meeting", "postpone", COMMITTEE, "--reason", "Snow")
    assert "The meeting is postponed" in desk.is_told("send", COMMITTEE, "--to", "eml", code=1)
    desk.is_told("meeting", "move", COMMITTEE, "--to", "25/06/2026")
    approved(desk, LATER)
    assert listed(desk, LATER) >= OURS | theirs
    desk.is_told("send", LATER, "--to", "eml")
    desk.day_is(2026, 6, 26)
    assert "nothing is recorded of it" in desk.is_told("send", LATER, "--to", "eml", code=7)
    desk.is_told("record", LATER, desk.filled(LATER, due=date(2026, 9, 30)))
    approved(desk, LATER)
    assert listed(desk, LATER) == OURS | theirs | {"Practices of the board"}
    desk.is_told("send", LATER, "--to", "eml")
    desk.is_told("send", LATER, "--arrived", "all")
    assert "closed" in desk.is_told("meetings")
    desk.is_told("meeting", "copy", LATER, "--date", "15/10/2026")
    desk.day_is(2026, 10, 1)
    desk.is_told("build", "coldwater")
    assert "A dated plan" in said(desk, "2026-10-15-rz1-rz2", 1)


def said(desk: Desk, meeting: str, version: int) -> str:
    """All that the pages of a version say."""
    folder = desk.workspace.packs / meeting / f"v{version}"
    return " ".join(plain.words(file) for file in sorted(folder.glob("*.pdf")))


@pytest.mark.slow
def test_a_peer_review_s_year(desk: Desk) -> None:
    """Its papers are handed out: nobody is sent any, and `send` says whose they are."""
    desk.day_is(2026, 6, 1)
    register = desk.workspace.registers / "organisations.csv"
    rows = "".join(f"{code},Surgery {code[-1]},practice,QZZ\n" for code in PRACTICES)
    desk.register("organisations", register.read_text(encoding="utf-8") + rows)
    registers(desk)
    few = [word for code in PRACTICES[:3] for word in ("--practice", code)]
    desk.is_told("load")
    new(desk, "--kind", "peer review", *few)
    assert "found 3 in 'practices'; wanted at least 4" in desk.is_told("check", REVIEW, code=7)
    replaced(desk, REVIEW, '"V90003"', '"V90003", "V90004", "V90O05"')
    assert "Did you mean 'V90005'?" in desk.is_told("check", "peer review", code=7)
    replaced(desk, REVIEW, "V90O05", "V90005")
    assert "handed out at the meeting, never sent" in desk.is_told("check", REVIEW)
    desk.day_is(2026, 6, 15)
    approved(desk, REVIEW)
    assert listed(desk, REVIEW, code=13) == set()
    desk.is_told("meeting", "move", REVIEW, "--to", "02/07/2026")
    assert "The meeting is now on 2 July 2026" in desk.is_told("send", REVIEW, "--to", "eml", code=1)
    replaced(desk, REVIEW_LATER, '"V90004", ', "")
    approved(desk, "peer review")
    folder = desk.workspace.packs / REVIEW_LATER / "v4"
    page = plain.words(folder / "peer-review-v90001.pdf")
    assert "is now on 2 July 2026, not on 18 June 2026" in page
    assert "The group is now of 4 practices, not 5" in page
    assert not (folder / "peer-review-v90004.pdf").exists()
    desk.is_told("meeting", "cancel", REVIEW_LATER, "--reason", "Too few can come")
    assert "cancelled" in desk.is_told("meetings")
    desk.is_told("meeting", "copy", REVIEW_LATER, "--date", "15/10/2026", "--name", "2026-10-15-peer-review")
    desk.is_told("build", "15/10/2026")
