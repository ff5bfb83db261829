"""A health economy in a few small files: enough to load, put in context, and make packs of.

make_workspace(folder)            a workspace of two fictional hospitals, their board and a panel of one
ae_month(workspace, month)        the published A&E file of a month; with `revised`, its later publication
make_meeting(workspace, day)      a meeting with one of the hospitals
"""

import csv
import random
from datetime import date
from pathlib import Path

from briefing.shelf import folder as packs
from briefing.workspace import Workspace, init, open_workspace

HOSPITALS = {"RZ1": "FENMARSH HOSPITALS NHS TRUST", "RZ2": "COLDWATER BAY NHS FOUNDATION TRUST"}
BOARD = "QZZ"

_HEADINGS = [
    *("Period", "Org Code", "Parent Org", "Org name"),
    *("A&E attendances Type 1", "A&E attendances Type 2", "A&E attendances Other A&E Department"),
    *(f"A&E attendances Booked Appointments {kind}" for kind in ("Type 1", "Type 2", "Other Department")),
    *(f"Attendances over 4hrs {kind}" for kind in ("Type 1", "Type 2", "Other Department")),
    *(f"Attendances over 4hrs Booked Appointments {k}" for k in ("Type 1", "Type 2", "Other Department")),
    "Patients who have waited 4-12 hs from DTA to admission",
    "Patients who have waited 12+ hrs from DTA to admission",
    "Emergency admissions via A&E - Type 1",
    "Emergency admissions via A&E - Type 2",
    "Emergency admissions via A&E - Other A&E department",
    "Other emergency admissions",
]
_SETTINGS = f"""suppression = "under_5"

[commissioner]
name = "NHS Fenmarsh and Coldwater"
code = "{BOARD}"
"""
_PEOPLE = "person_id,name,role,may_decide\nP1,Dr One Sample,GP and chair,yes\n"
_ORGANISATIONS = f"code,name,type,parent_code\n{BOARD},NHS Fenmarsh and Coldwater,board,\n" + "".join(
    f"{code},{name.title()},provider,{BOARD}\n" for code, name in HOSPITALS.items()
)
_MEETING = """kind = "contract_review"
title = "Contract review"
date = {day}
place = "Board room"
commissioner = "{board}"
providers = ["{provider}"]
decision_wanted = "A dated plan for urgent care"
minutes = 60
chair = "P1"
panel = ["P1"]
"""


def make_workspace(folder: Path, *, months: int = 14, ending: date = date(2026, 4, 1)) -> Workspace:
    """A workspace with so many months in its inbox, the last one `ending`; nothing is loaded yet."""
    workspace = init(folder)
    (folder / "briefing.toml").write_text(_SETTINGS, encoding="utf-8")
    for name, text in (("people", _PEOPLE), ("organisations", _ORGANISATIONS)):
        (workspace.registers / f"{name}.xlsx").unlink()
        (workspace.registers / f"{name}.csv").write_text(text, encoding="utf-8")
    for back in range(months):
        ae_month(workspace, month_before(ending, back))
    return open_workspace(folder)


def month_before(month: date, months: int) -> date:
    index = month.year * 12 + month.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def ae_month(workspace: Workspace, month: date, *, revised: bool = False) -> Path:
    """The published file of a month. Its numbers are drawn from the month: the same ones every time."""
    drawn = random.Random(f"{month} {revised}")
    rows = [[drawn.randrange(*bounds) for bounds in _BOUNDS] for _ in HOSPITALS]
    words = [f"MSitAE-{month:%B-%Y}".upper(), "NHS ENGLAND MIDLANDS"]
    name = f"{'Revised-' if revised else ''}Monthly-AE-{month:%B-%Y}.csv"
    with (workspace.inbox / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_HEADINGS)
        for (code, title), counts in zip(HOSPITALS.items(), rows, strict=True):
            table.writerow([words[0], code, words[1], title, *counts])
        table.writerow(["TOTAL"] * 4 + [sum(column) for column in zip(*rows, strict=True)])
    return workspace.inbox / name


_BOUNDS = [
    *((9000, 9400), (200, 260), (3000, 3200), (500, 520), (10, 12), (40, 44)),
    *((3900, 4300), (8, 12), (80, 100), (60, 70), (1, 3), (2, 4)),
    *((700, 760), (300, 340), (2500, 2600), (1, 9), (9, 19), (800, 830)),
]


def make_meeting(workspace: Workspace, day: date, *, provider: str = "RZ1", more: str = "") -> str:
    """A meeting's file, and its name. `more` is TOML that follows."""
    name = f"{day}-{provider.lower()}"
    folder = workspace.meetings / name
    folder.mkdir()
    text = _MEETING.format(day=day, board=BOARD, provider=provider) + more
    (folder / "meeting.toml").write_text(text, encoding="utf-8")
    return name


def approved_version(home: Path) -> int | None:
    """The latest version in a meeting's folder that somebody has approved."""
    return max((n for n in packs.versions(home) if packs.is_approved(home, n)), default=None)
