"""A manager's year at the command line, with the mistakes that people make: the right papers reach the right people.

The day is what the test says it is; pages are plain. Each step is tried wrong first, and must say so in words.
"""

import shutil
from datetime import date

import plain
from manager import CONTACTS, INTERESTS, PEOPLE, Desk

MEETING, MOVED, NEXT = "2026-06-18-rz1", "2026-06-25-rz1", "2026-10-15-rz1"
NEW = (
    *(
        "meeting",
        "new",
        "--no-input",
        "--kind",
        "contract review",
        "--date",
        "18/06/2026",
        "--starts",
        "10am",
    ),
    *("--place", "Board room", "--decision", "A dated plan for urgent care", "--chair", "Dr One Sample"),
    *("--panel", "P1", "--panel", "dr two sample", "--panel", "P3"),
)


def test_a_year_with_its_mistakes_ends_with_the_right_papers(desk: Desk) -> None:
    desk.day_is(2026, 6, 1)
    registers_with_mistakes(desk)
    a_meeting_with_mistakes(desk)
    papers_with_mistakes(desk)
    a_move(desk)
    a_record_with_mistakes(desk)
    the_next_round(desk)


def registers_with_mistakes(desk: Desk) -> None:
    desk.register("people", PEOPLE.format(address=""))
    desk.register("contacts", CONTACTS)
    desk.register("interests", INTERESTS.format(person="P22"))
    registers = desk.workspace.registers
    for name in ("~$people.csv", "people-LAPTOP12.csv", "Thumbs.db"):
        (registers / name).write_bytes((registers / "people.csv").read_bytes())
    (registers / "How to fill it in.pdf").write_bytes(b"%PDF-1.7")
    told = desk.is_told("load", code=7)
    assert "not read: registers/How to fill it in.pdf: no table" in told
    assert "found the person 'P22', who is not in the register of people" in told
    assert "Did you mean 'P2'?" in told
    assert "people-LAPTOP12.csv: a copy of people.csv" in told
    desk.register("interests", INTERESTS.format(person="P2"))
    assert "1 loaded" in desk.is_told("load")


def a_meeting_with_mistakes(desk: Desk) -> None:
    assert "Did you mean RZ1" in desk.is_told(*NEW, "--provider", "Fenmash", code=2)
    saturday = ["20/06/2026" if word == "18/06/2026" else word for word in NEW]
    assert "is a Saturday" in desk.is_told(*saturday, "--provider", "Fenmarsh")
    shutil.rmtree(desk.workspace.meetings / "2026-06-20-rz1")
    assert "2026-06-18-rz1" in desk.is_told(*NEW, "--provider", "Fenmarsh")
    file = desk.workspace.meetings / MEETING / "meeting.toml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("date = 2026-06-18", "date = 18/06/2026"), encoding="utf-8")
    assert "date = 2026-06-18" in desk.is_told("check", MEETING, code=7)
    file.write_text(good.replace('chair = "P1"', 'chair = "Dr One Sample"'), encoding="utf-8")
    assert "Did you mean 'P1', Dr One Sample?" in desk.is_told("check", MEETING, code=7)
    file.rename(file.with_name("meeting.toml.txt"))
    assert "call its file meeting.toml" in desk.is_told("meetings")
    file.with_name("meeting.toml.txt").rename(file)
    file.write_text(good, encoding="utf-8")
    assert MEETING in desk.is_told("meetings", "--provider", "fenmarsh")
    told = desk.is_told("check", MEETING)
    assert "Dr Three Sample: would get nothing: no address" in told
    assert "Dr Two Sample has declared an interest in RZ1" in told


def papers_with_mistakes(desk: Desk) -> None:
    desk.day_is(2026, 6, 15)
    desk.is_told("build", MEETING)
    assert "wanted" in desk.is_told("approve", MEETING, "--by", " \u200b", code=1)
    desk.is_told("approve", MEETING, "--by", "A chair, GP")
    desk.register("people", PEOPLE.format(address="three@board.example.org"))
    assert "registers/people.csv: changed since" in desk.is_told("send", MEETING, "--to", "eml", code=1)
    assert "no address" not in desk.is_told("check", MEETING)
    file = desk.workspace.meetings / MEETING / "meeting.toml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace('chair = "P1"', 'chair = "P2"'), encoding="utf-8")
    assert "chair" in desk.is_told("send", MEETING, "--to", "eml", code=1)
    file.write_text(good, encoding="utf-8")
    broken = PEOPLE.format(address="three@board.example.org").replace("GP and chair", "GP, chair")
    desk.register("people", broken)
    assert "found 6 values" in desk.is_told("load", code=4)
    assert "registers/people.csv: was refused" in desk.is_told("send", MEETING, "--to", "eml", code=1)
    desk.register("people", PEOPLE.format(address="three@board.example.org"))
    desk.is_told("load")
    assert "Did you mean 'mail'?" in desk.is_told("send", MEETING, "--to", "email", code=2)
    desk.is_told("send", MEETING, "--to", "eml")
    assert desk.drafted(MEETING, 2) == {
        "Dr One Sample": {
            "gp-pack-rz1-dr-one-sample.pdf",
            "chair-running-order.pdf",
            "slides-rz1.pptx",
            "wall-picture-rz1.pdf",
        },
        "Dr Two Sample": {"gp-pack-rz1-dr-two-sample.pdf"},
        "Dr Three Sample": {"gp-pack-rz1-dr-three-sample.pdf"},
        "Contracts team": {"themes-notice-rz1.pdf"},
    }


def a_move(desk: Desk) -> None:
    """The old papers are void the moment the day is another, and everybody is told."""
    desk.is_told("meeting", "move", MEETING, "--to", "25/06/2026", "--reason", "The room is taken")
    assert "The meeting is now on 25 June 2026" in desk.is_told("send", MEETING, "--to", "eml", code=1)
    desk.is_told("build", MOVED)
    desk.is_told("approve", MOVED, "--by", "A chair, GP")
    desk.is_told("send", MOVED, "--to", "eml")
    assert len(desk.drafted(MOVED, 4)) == 4
    page = plain.words(desk.workspace.packs / MOVED / "v4" / "gp-pack-rz1-dr-two-sample.pdf")
    assert "is now on 25 June 2026, not on 18 June 2026" in page
    a_folder_renamed_by_hand(desk)


def a_folder_renamed_by_hand(desk: Desk) -> None:
    """Nobody gets papers a second time: the meeting is told where its packs are."""
    meetings = desk.workspace.meetings
    (meetings / MOVED).rename(meetings / "Fenmarsh in June")
    assert "parted from its packs" in desk.is_told("meetings")
    mend = f'briefing meeting rename {MOVED} "Fenmarsh in June"'
    assert mend in desk.is_told("build", "Fenmarsh in June", code=7)
    desk.is_told("meeting", "rename", MOVED, "Fenmarsh in June")
    desk.is_told("meeting", "rename", "Fenmarsh in June", MOVED)


def a_record_with_mistakes(desk: Desk) -> None:
    """A sheet with a promise that has no day is refused whole; one that was recorded wrong is taken back."""
    desk.day_is(2026, 6, 26)
    assert "nothing is recorded of it" in desk.is_told("send", MOVED, "--to", "eml", code=7)
    assert "column 'Due': found nothing" in desk.is_told("record", MOVED, desk.filled(MOVED, due=""), code=4)
    assert "RZ1" not in desk.is_told("promises")
    assert "found nothing filled in" in desk.is_told("record", MOVED, desk.filled(MOVED), code=7)
    desk.is_told("record", MOVED, desk.filled(MOVED, due=date(2026, 12, 31)))
    desk.is_told("record", MOVED, "--take-back", "--by", "A manager", "--reason", "Another day was said")
    desk.is_told("record", MOVED, desk.filled(MOVED, due=date(2026, 9, 30)))
    promises = desk.is_told("promises")
    assert "2026-09-30" in promises
    assert "2026-12-31" not in promises
    desk.is_told("build", MOVED)
    desk.is_told("approve", MOVED, "--by", "A chair, GP")
    desk.is_told("send", MOVED, "--to", "eml")
    letter, bulletin = {"follow-up-letter-rz1.pdf"}, {"practice-bulletin.pdf"}
    assert desk.drafted(MOVED, 6) == {
        "Dr One Sample": {*letter, "minutes.pdf"},  # who chairs
        **dict.fromkeys(("Dr Two Sample", "Dr Three Sample", "Contracts team"), letter),
        "Practices of the board": bulletin,
    }
    assert "letters drafted in mail, not sent" in desk.is_told("meetings")
    desk.is_told("send", MOVED, "--arrived", "all")
    assert "closed" in desk.is_told("meetings")


def the_next_round(desk: Desk) -> None:
    """Copied, with the promise that fell due on its first pages; the year is kept, and can be put back."""
    desk.day_is(2026, 10, 1)
    desk.is_told("meeting", "copy", MOVED, "--date", "31/02/2027", code=2)
    desk.is_told("meeting", "copy", MOVED, "--date", "15/10/2026")
    desk.is_told("build", NEXT)
    page = plain.words(desk.workspace.packs / NEXT / "v1" / "gp-pack-rz1-dr-one-sample.pdf")
    assert "A dated plan" in page
    desk.is_told("audit")
    assert "lies in inbox/" in desk.is_told("backup", desk.workspace.inbox / "year.zip", code=1)
    kept = desk.workspace.folder / "year.zip"
    desk.is_told("backup", kept)
    again = desk.workspace.folder.parent / "again"
    assert desk.briefing("restore", kept, again).exit_code == 0
    assert (again / "packs" / MOVED / "v6" / "manifest.json").read_bytes() == (
        desk.workspace.packs / MOVED / "v6" / "manifest.json"
    ).read_bytes()
