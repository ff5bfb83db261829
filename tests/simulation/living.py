"""A year of scheduled runs in which things go wrong, told at its end. `year.py` starts it.

Each run is the program itself in a process of its own on real files, with a mail server of its own, and is killed,
out of disk, without rights or without mail as the seed has it. Pages are written as HTML, not laid out. At the end
of each meeting's day a run goes unharmed, and everything is counted.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import faults
import harms
import reckoning
import tiny
from faults import Fault, in_a_process

from briefing.cli import main
from briefing.keeping import retention
from briefing.post import dispatch
from briefing.runs.due import Due, meetings
from briefing.shelf import folder as packs
from briefing.working_days import WorkingDays
from briefing.workspace import Workspace, open_workspace

_HARMED, _LITTERED = 0.6, 0.1
"""How likely that is in a night."""
DAYS_AHEAD = 2
"""How long before a meeting its manager approves the pack and sends it."""
MAIL_SERVER = Path(__file__).parent.parent / "delivery" / "mail_server.py"
PEOPLE = "person_id,name,role,email,may_decide\nP1,Dr One Sample,GP and chair,p1@board.example.org,yes\n"
SENDER = "packs@board.example.org"
CONTACTS = "organisation_code,name,role,email\n" + "".join(
    f"{code},Contracts team,,contracts@{code.lower()}.example.org\n" for code in tiny.HOSPITALS
)


@dataclass
class Year:
    """One simulation: where it happens, what is yet to come, and what has been counted."""

    workspace: Workspace
    drawing: random.Random
    box: Path
    log: Path
    port: int = 0
    server: subprocess.Popen[str] | None = None
    counts: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    backup: Path | None = None
    """Of the evening before."""
    harmed: list[str] = field(default_factory=list)
    replaced: set[str] = field(default_factory=set)
    """Versions that were harmed, and made again as another because no backup had them."""
    unlogged: set[tuple[str, object]] = field(default_factory=set)
    """Versions whose entries were lost with the audit log, for which somebody answered."""

    def process(self, name: str, work: Callable[[], int], *, fault: Fault) -> int | None:
        """Counts one process, what was done to it, and how it ended."""
        began = time.perf_counter()
        code = in_a_process(work, self.log, fault=fault, folder=self.workspace.folder)
        self.counts[name] += 1
        if fault.kind != "none":
            self.counts[f"fault: {fault.kind}"] += 1
        ending = "killed" if code is None else f"left with {code}"
        self.counts[f"{name}: {ending}"] += 1
        if name == "run" and code == 0:
            self.seconds.append(time.perf_counter() - began)
        return code

    def said(self, name: str, *line: str) -> str:
        """Run a command unharmed, and return all that it says."""
        before = self.log.stat().st_size
        self.process(name, words(*line, "-w", str(self.workspace.folder)), fault=Fault())
        with self.log.open("rb") as file:
            file.seek(before)
            return file.read().decode("utf-8", "replace")

    def start_mail(self) -> None:
        wish = json.dumps({"tls": "none", "port": self.port})
        command = [sys.executable, str(MAIL_SERVER), str(self.box), wish]
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.server.stdout is not None
        self.port = int(self.server.stdout.readline())

    def stop_mail(self) -> None:
        assert self.server is not None
        self.server.kill()
        self.server.wait()
        if self.server.stdout is not None:
            self.server.stdout.close()


def words(*said: str) -> Callable[[], int]:
    """The command line, in the process that calls it."""

    def call() -> int:
        main(list(said))
        return 0

    return call


def run(year: Year, today: date, *, fault: Fault) -> None:
    folder = str(year.workspace.folder)
    said = [
        "run",
        "--due",
        "-q",
        "--today",
        str(today),
        "--workers",
        year.drawing.choice("112"),
        "-w",
        folder,
    ]
    year.process("run", words(*said), fault=fault)


def approve_and_send(year: Year, due: Due, *, faulty: bool) -> None:
    """What a manager does: approves the last draft, sends it, and asks after what is in doubt."""
    home = year.workspace.packs / due.meeting
    there = packs.versions(home)
    folder = str(year.workspace.folder)
    if there and not packs.is_approved(home, there[-1]):
        said = ["approve", due.meeting, "--by", "A manager, contracts", "-w", folder]
        year.process("approve", words(*said), fault=_fault(year, 6) if faulty else Fault())
    if tiny.approved_version(home) is None:
        return
    lost = faulty and year.drawing.random() < 0.25
    if lost:
        year.stop_mail()
        year.counts["fault: mail server lost"] += 1
    elif faulty and year.drawing.random() < 0.2:
        year.stop_mail()
        _serve_badly(year, year.drawing.choice(_ANSWERS))
    year.process("send", lambda: send(year, due.meeting), fault=_fault(year, 3) if faulty else Fault())
    if faulty:  # a server that was to die may not have come to it: its fault is not for the evening
        year.stop_mail()
        year.start_mail()


_ANSWERS = ("dies", "no answer", "says 251 as you like", "says 299 anything", "says 202")


def _serve_badly(year: Year, fault: str) -> None:
    """A server that takes the next message, and dies, cuts the line, or says any 2xx."""
    told = "another 2xx" if fault.startswith("says") else "the line cut after the dot"
    year.counts[f"fault: mail server: {told}"] += 1
    wish = json.dumps({"tls": "none", "port": year.port, "faults": [fault]})
    command = [sys.executable, str(MAIL_SERVER), str(year.box), wish]
    year.server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert year.server.stdout is not None
    year.server.stdout.readline()


def send(year: Year, meeting: str) -> int:
    """Sends by mail; what is in doubt is settled by asking the recipient, who is the mailbox here."""
    workspace = open_workspace(year.workspace.folder)
    again: set[str] = set()
    for outcome in list(dispatch.send(workspace, meeting, by=["mail"], pauses=(0.05,))):
        print(outcome)
        if outcome.what == "in doubt":
            if reckoning.has_arrived(year.box, workspace.packs / meeting, outcome.who):
                dispatch.settle(workspace, meeting, outcome.who)
            else:
                again.add(outcome.who)
    if again:
        chosen = frozenset(again)
        for outcome in dispatch.send(workspace, meeting, by=["mail"], pauses=(0.05,), again=chosen):
            print(outcome)
    return 0


def _fault(year: Year, seconds: float) -> Fault:
    return faults.drawn(year.drawing, seconds=seconds)


def prune(year: Year, today: date) -> None:
    """What may go goes, on a disk that is as likely as not full."""
    full = Fault("full disk", 0.1) if year.drawing.random() < 0.5 else Fault()
    folder = year.workspace.folder
    year.process("prune", lambda: len(retention.prune(open_workspace(folder), today=today)) * 0, fault=full)


def back_up(year: Year, today: date) -> None:
    """The evening's backup, beside the workspace; the one before is not kept."""
    file = year.log.with_name(f"{today}.zip")
    if not year.said("backup", "backup", str(file)).startswith("briefing: "):
        if year.backup is not None:
            year.backup.unlink()
        year.backup = file


def a_day(year: Year, today: date, hours: int) -> None:
    """Runs at each hour, a manager at noon, and one unharmed run in the evening where a meeting was held.

    In the night before something befell the workspace, more often than not; and a backup is made at its end.
    """
    if year.drawing.random() < _HARMED:
        harms.in_the_morning(year)
    if year.drawing.random() < _LITTERED:
        year.counts["odd files in the inbox"] += harms.odd_files(year.workspace, year.drawing)
    due = [one for one in meetings(year.workspace) if one.on(today)]
    for hour in range(hours):
        run(year, today, fault=_fault(year, 8))
        if hour == hours // 2:
            for one in due:
                if (one.day - today).days <= DAYS_AHEAD:
                    approve_and_send(year, one, faulty=True)
    prune(year, today)
    held = [one for one in due if one.day == today]
    if held:
        run(year, today, fault=Fault())
    for one in held:
        approve_and_send(year, one, faulty=False)
        year.process("check", lambda one=one: check(year, one.meeting), fault=Fault())  # type: ignore[misc]
    back_up(year, today)


def check(year: Year, meeting: str) -> int:
    """In the evening: the last version is approved, and what is made again of the same files."""
    afresh = year.counts["check"] % 5 == 0
    found = reckoning.of_meeting(open_workspace(year.workspace.folder), meeting, afresh=afresh)
    with (year.workspace.folder / "problems.txt").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in found)
    return 0


def calendar(count: int, months: int, drawing: random.Random) -> list[date]:
    """Days of meetings: the same number in one week of each month of 2027, of which there are `months`."""
    weeks = [date(2027, month, 8) + timedelta(days=7) for month in range(1, months + 1)]
    days = [week + timedelta(days=n) for week in weeks for n in range(7)]
    working = {
        week: [day for day in days if 0 <= (day - week).days < 7 and WorkingDays().not_worked(day) is None]
        for week in weeks
    }
    chosen = [weeks[number % len(weeks)] for number in range(count)]
    return sorted(drawing.choice(working[week][1:4]) for week in chosen)


def make_year(folder: Path, box: Path, log: Path, *, count: int, months: int, seed: int) -> Year:
    drawing = random.Random(seed)
    workspace = tiny.make_workspace(folder, months=12, ending=date(2026, 10, 1))
    (workspace.registers / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (workspace.registers / "contacts.xlsx").unlink(missing_ok=True)
    (workspace.registers / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    places: Counter[tuple[date, str]] = Counter()
    for day in calendar(count, months, drawing):
        provider = "RZ1" if not places[(day, "RZ1")] else "RZ2"
        if places[(day, provider)]:
            day, provider = next(
                (other, code)
                for other in (day + timedelta(days=n) for n in range(1, 20))
                for code in tiny.HOSPITALS
                if WorkingDays().not_worked(other) is None and not places[(other, code)]
            )
        places[(day, provider)] += 1
        tiny.make_meeting(workspace, day, provider=provider)
    year = Year(workspace, drawing, box, log)
    year.start_mail()
    settings = workspace.folder / "briefing.toml"
    mail = f'[mail]\nserver = "localhost"\nport = {year.port}\nsecurity = "none"\nsender = "{SENDER}"\n'
    text = f"{settings.read_text('utf-8')}\n{mail}\n[keep]\ndrafts = 1\n"
    settings.write_text(text, encoding="utf-8")
    year.workspace = open_workspace(folder)
    return year


def news(year: Year, today: date, published: set[tuple[date, bool]]) -> None:
    """What NHS England publishes on this day: a month's file on the 11th after next, its revision on the 20th."""
    for month, revised in (
        (tiny.month_before(today, 2), False) if today.day >= 11 else (None, False),
        (tiny.month_before(today, 3), True) if today.day >= 18 else (None, True),
    ):
        if month is not None and (month, revised) not in published and month > date(2026, 10, 1):
            published.add((month, revised))
            path = tiny.ae_month(year.workspace, month, revised=revised)
            os.utime(path)
            year.counts["files published"] += 1


def live(year: Year, *, months: int, hourly: int) -> None:
    """Every working day on which a meeting is within its notice; in the first `hourly` weeks, each hour of it."""
    all_due = meetings(year.workspace)
    published: set[tuple[date, bool]] = set()
    day, last, weeks = date(2027, 1, 4), max(due.day for due in all_due), set[tuple[int, int]]()
    while day <= last:
        news(year, day, published)
        if WorkingDays().not_worked(day) is None and any(due.on(day) for due in all_due):
            week = day.isocalendar()[:2]
            if len(weeks) < hourly:
                weeks.add(week)
            a_day(year, day, hours=12 if week in weeks else 1)
            year.counts["working days"] += 1
            print(day, dict(year.counts), file=sys.stderr, flush=True)
        day += timedelta(days=1)
    year.counts["months published"] = len({month for month, _ in published})
    year.counts["hours of selected weeks"] = 12


def tell(year: Year, *, disk: str, took: float, seed: int) -> str:
    """The page: what was done, what was done to it, and what was true at the end."""
    c = year.counts
    done = {name: count for name, count in sorted(c.items()) if name.startswith(("fault: ", "harm: "))}
    endings = {name: n for name, n in sorted(c.items()) if ": left with" in name or ": killed" in name}
    rows = [
        ("meetings", c["meetings"]),
        ("working days lived through", c["working days"]),
        ("data files published, first and revised", c["files published"]),
        ("scheduled runs", c["run"]),
        ("approvals tried", c["approve"]),
        ("sendings tried", c["send"]),
        ("versions made", c["versions"]),
        ("of them approved", c["approved"]),
        ("letters taken by the mail server", c["letters"]),
        ("entries of the audit log, every one vouched for", c["audit"]),
        ("odd files put into the inbox", c["odd files in the inbox"]),
        *((name.partition(": ")[2], count) for name, count in done.items()),
    ]
    seconds = sorted(year.seconds)
    middle = seconds[len(seconds) // 2] if seconds else 0.0
    lines = [
        "# Reliability: a year in which things go wrong",
        "",
        "Written by `python tests/simulation/year.py --write docs/reliability.md`, which ran what it tells of "
        f"(seed {seed}, {took / 60:.0f} minutes). The short form runs with the tests.",
        "",
        "Every scheduled run, approval and sending is the program in a process of its own, on real files and with a "
        "real mail server on this computer. While it works it is killed (`kill -9`, at a random moment), loses a "
        f"worker, meets {disk} or a folder that it may only read, or the mail server is gone, dies or cuts the line "
        "between taking a letter and saying so, or says another 2xx. In the night a bit flips, or a ledger or a file "
        "is cut, emptied or lost; in the morning a manager runs `briefing doctor` and does what it says, word for "
        "word, with the backup of the evening before or without. Files that mean harm lie in the inbox from then on. "
        "Pages are written as HTML and not laid out, for time; nothing else is left out. In the evening of each "
        "meeting's day one run, one approval and one sending go unharmed.",
        "",
        "| | |",
        "|---|--:|",
        *(f"| {name} | {count:,} |" for name, count in rows),
        "",
        "How the processes ended (exit codes as in `briefing --help`): "
        + "; ".join(f"{name} {count}" for name, count in endings.items())
        + ".",
        "",
        "What must hold, and what was found against it:",
        "",
        *(f"- {claim}: **{_verdict(year.problems, claim)}**" for claim in reckoning.CLAIMS),
        "",
        f"A run that came to its end took {middle:.1f} s in the middle of all of them, on a machine with other work.",
        "",
    ]
    return "\n".join(lines)


def _verdict(problems: list[str], claim: str) -> str:
    found = [line for line in problems if line.startswith(claim)]
    return "holds" if not found else f"{len(found)} against it: {found[0]}"


def simulate(*, count: int, months: int, hourly: int, seed: int) -> tuple[Year, str]:
    began = time.perf_counter()
    with faults.disk() as (folder, disk), tempfile.TemporaryDirectory() as beside:
        box, log = Path(beside, "box"), Path(beside, "log")
        box.mkdir()
        log.touch()
        year = make_year(folder, box, log, count=count, months=months, seed=seed)
        try:
            live(year, months=months, hourly=hourly)
            reckoning.of_year(year)
        finally:
            year.stop_mail()
            if year.problems or "--keep-log" in sys.argv:
                print(log.read_text("utf-8", errors="replace")[-8000:], file=sys.stderr)
    return year, tell(year, disk=disk, took=time.perf_counter() - began, seed=seed)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=60)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--hourly", type=int, default=2, help="weeks with a run each hour")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="the page to write")
    parser.add_argument("--keep-log", action="store_true")
    return parser.parse_args()


def main_of_the_year() -> int:
    """Lives, tells, and writes the page where nothing is against it."""
    said = parsed()
    lived, page = simulate(count=said.meetings, months=said.months, hourly=said.hourly, seed=said.seed)
    print(page)
    if said.write and not lived.problems:
        _, heading, kept = said.write.read_text("utf-8").partition("\n## ")  # measured otherwise
        said.write.write_text(page + heading + kept, encoding="utf-8")
    return 1 if lived.problems else 0
