"""What befalls a workspace between two commands, and a manager who does what the program says, word for word.

Each harm has the words by which it must be told; one that must mend itself has none. A backup is made every evening:
what is put back from it may be older than what was done since.
"""

import random
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import vast
from reckoning import ADVICE

from briefing import audit
from briefing.shelf import folder as packs
from briefing.workspace import Workspace

if TYPE_CHECKING:
    from living import Year

ODD = (
    *(
        "dictionary.zip",
        "zip64.zip",
        "overlapping-few.zip",
        "locked.zip",
        "many-columns.csv",
        "utf-32-be.csv",
    ),
    *("row-without-end.xlsx", "circle.xls", "deeper.parquet", "many-in-the-footer.parquet", "bomb.csv.gz"),
)
"""Small ones, each quickly refused."""
_ROUNDS = 12


@dataclass(frozen=True)
class Harm:
    """One thing that may happen, and what must be said of it."""

    kind: str
    files: str
    """Those of which one is harmed."""
    do: Callable[[Path, random.Random], None]
    told: str = ""
    """A pattern; nothing where it mends itself."""


def flip(path: Path, drawing: random.Random) -> None:
    content = bytearray(path.read_bytes())
    if content:
        content[drawing.randrange(len(content))] ^= 1 << drawing.randrange(8)
        path.write_bytes(content)


def empty(path: Path, drawing: random.Random) -> None:
    path.write_bytes(b"")


def lose(path: Path, drawing: random.Random) -> None:
    path.unlink()


def cut(path: Path, drawing: random.Random) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[: drawing.randrange(1, len(lines))] if len(lines) > 1 else []))


_LEDGER, _LOG = r"ledger\.jsonl.*Put back the warehouse folder", r"audit log|audit\.jsonl"
_SENT, _PACK = r"sent\.jsonl.*(gone or older|no record of a delivery)", r"wrong +packs: .*->|as a manifest"
HARMS = (
    Harm(
        "a bit of a table flipped",
        "warehouse/data/*/*/*.parquet",
        flip,
        r"table made of .* missing or damaged",
    ),
    Harm("a table lost", "warehouse/data/*/*/*.parquet", lose, r"table made of .* missing or damaged"),
    Harm("a bit of a derived table flipped", "warehouse/derived/*/*.parquet", flip),
    Harm("a bit of the ledger flipped", "warehouse/ledger.jsonl", flip, _LEDGER),
    Harm("the ledger emptied", "warehouse/ledger.jsonl", empty, _LEDGER),
    Harm("the ledger cut at a line's end", "warehouse/ledger.jsonl", cut, _LEDGER),
    Harm("the ledger lost", "warehouse/ledger.jsonl", lose, _LEDGER),
    Harm("a bit of a manifest flipped", "packs/*/v*/manifest.json", flip, _PACK),
    Harm("a bit of a pack flipped", "packs/*/v*/*.pdf", flip, _PACK),
    Harm("a bit of what a version remembers flipped", "packs/*/v*/said.json", flip, _PACK),
    Harm("a file of a pack lost", "packs/*/v*/*.pdf", lose, _PACK),
    Harm("a sent-ledger lost", "packs/*/sent.jsonl", lose, _SENT),
    Harm("a sent-ledger emptied", "packs/*/sent.jsonl", empty, _SENT),
    Harm("a sent-ledger cut at a line's end", "packs/*/sent.jsonl", cut, _SENT),
    Harm("a bit of the audit log flipped", "audit.jsonl", flip, _LOG),
    Harm("the audit log emptied", "audit.jsonl", empty, _LOG),
    Harm("the audit log cut at a line's end", "audit.jsonl", cut, _LOG),
    Harm("the audit log lost", "audit.jsonl", lose, _LOG),
)


def odd_files(workspace: Workspace, drawing: random.Random) -> int:
    """Put some into the inbox, as others do; they stay there."""
    chosen = drawing.sample(ODD, 2)
    for name in chosen:
        vast.DRAWN[name](workspace.inbox / name)
    return len(chosen)


def befall(year: "Year") -> Harm | None:
    """Do one of them to the last version or ledger that there is; None where there is nothing to harm yet."""
    harm = year.drawing.choice(HARMS)
    there = [path for path in sorted(year.workspace.folder.glob(harm.files)) if _counts(path)]
    if not there:
        return None
    path = year.drawing.choice(there[-3:])
    before = path.read_bytes()
    harm.do(path, year.drawing)
    if path.exists() and path.read_bytes() == before:
        return None
    year.harmed.append(f"{harm.kind}: {path.relative_to(year.workspace.folder)}")
    return harm


def _counts(path: Path) -> bool:
    """Say whether anything rests on it: a version before the last is history, a ledger of no letters is empty."""
    if path.parent.name.startswith("v"):
        return packs.versions(path.parent.parent)[-1:] == [int(path.parent.name[1:])]
    return path.stat().st_size > 0 and (path.name != "sent.jsonl" or b'"mail"' in path.read_bytes())


# The manager ------------------------------------------------------------------------------------------------


@dataclass
class Manager:
    """Does what is said, one thing at a time, until nothing is said any more."""

    year: "Year"
    backup: Path | None
    tried: set[str]
    """What was put back already: the second time the other way out is taken."""

    def set_right(self) -> str:
        """Follow the advice; return all that was said."""
        told = ""
        for _ in range(_ROUNDS):
            said = self.look()
            told += said
            if not self.follow(said):
                return told
        self.year.problems.append(f"{ADVICE}: after {_ROUNDS} times still said: {said[-600:]!r}")
        return told

    def look(self) -> str:
        looks = (["doctor", "--no-mail"], ["audit", "--verify"])
        return "".join(self.year.said(words[0], *words) for words in looks)

    def follow(self, said: str) -> bool:
        """Do what is said first; False where there is nothing to do."""
        for pattern, step in self.steps():
            if (found := re.search(pattern, said)) is not None:
                step(found)
                return True
        return False

    def steps(self) -> Iterator[tuple[str, Callable[[re.Match[str]], None]]]:
        """The advice that there is, as it is worded, and what a manager does on it."""
        yield r"audit\.jsonl, .*[Pp]ut it back.*briefing audit --begin-again --by NAME --reason WHY", self.log
        yield (
            r"Put back the warehouse folder from a backup; or move it aside and run `briefing load`",
            self.warehouse,
        )
        yield r"Run: briefing load (\S+)\. Where that file is gone", self.table
        yield (
            r"packs/(\S+)/(v\d+)/.*\n? *(?:->)?.*(?:Put back a backup of it|Put the folder \S* ?back)",
            self.version,
        )
        yield r"packs/(\S+)/sent\.jsonl.*(?:gone or older|no record of a delivery)", self.letters

    def log(self, found: re.Match[str]) -> None:
        if self.put_back("audit.jsonl"):
            return
        words = ["audit", "--begin-again", "--by", "A manager, contracts", "--reason", "It was damaged."]
        self.year.said("begin again", *words)

    def warehouse(self, found: re.Match[str]) -> None:
        place = self.year.workspace.folder / "warehouse"
        aside = self.year.log.parent / f"aside-{len(self.year.harmed)}"
        shutil.rmtree(aside, ignore_errors=True)
        shutil.move(place, aside)
        place.mkdir()
        if not (self.year.drawing.random() < 0.5 and self.put_back("warehouse")):
            self.year.said("load", "load")

    def table(self, found: re.Match[str]) -> None:
        self.year.said("load", "load", found[1])

    def version(self, found: re.Match[str]) -> None:
        name = f"packs/{found[1]}/{found[2]}"
        place = self.year.workspace.folder / name
        aside = self.year.log.parent / f"aside-{found[1]}-{found[2]}"
        shutil.rmtree(aside, ignore_errors=True)
        shutil.move(place, aside)
        if not self.put_back(name):
            if (aside / "manifest.json").exists() and "as a manifest" not in found[0]:
                shutil.move(aside, place)
                self.year.replaced.add(name)
            self.year.said("build", "build", found[1], "--again")

    def letters(self, found: re.Match[str]) -> None:
        if not self.put_back(f"packs/{found[1]}/sent.jsonl"):
            if "no record" in found[0]:
                (self.year.workspace.folder / "packs" / found[1] / "sent.jsonl").unlink()
            self.ask(found[1])

    def ask(self, meeting: str) -> None:
        """Write down who has it; those in doubt are asked, who are the mailbox here."""
        log = audit.read(self.year.workspace).entries
        mine = [entry for entry in log if entry.about == meeting and entry.details.get("by") == "mail"]
        answered = {entry.details.get("letter") for entry in mine if entry.action != "offered"}
        waiting = {
            str(entry.details["letter"]): str(entry.details["to"])
            for entry in mine
            if entry.action == "offered" and entry.details["letter"] not in answered
        }
        box = "".join(file.read_text("utf-8") for file in self.year.box.glob("*.json"))
        lacking = {whom for letter, whom in waiting.items() if letter.strip("<>") not in box}
        for whom in sorted({str(entry.details["to"]) for entry in mine}):
            address = (
                f"{whom.lower()}@board.example.org"
                if whom == "P1"
                else f"contracts@{whom.lower()}.example.org"
            )
            words = ["--again", address, "--to", "mail"] if whom in lacking else ["--arrived", address]
            self.year.said("arrived", "send", meeting, *words)

    def put_back(self, name: str) -> bool:
        """Take a file or a folder from the evening's backup; False where it has none, or was no help before."""
        if self.backup is None or name in self.tried:
            return False
        self.tried.add(name)
        folder, found = self.year.workspace.folder, False
        with zipfile.ZipFile(self.backup) as archive:
            for member in archive.namelist():
                if member == name or member.startswith(f"{name}/"):
                    (folder / member).parent.mkdir(parents=True, exist_ok=True)
                    (folder / member).write_bytes(archive.read(member))
                    found = True
        return found


def in_the_morning(year: "Year") -> None:
    """Something befell it in the night; the manager finds out, and sets it right."""
    before = _logged(year.workspace)
    if (harm := befall(year)) is None:
        return
    year.counts[f"harm: {harm.kind}"] += 1
    told = Manager(year, year.backup, set()).set_right()
    if harm.told and not re.search(harm.told, told, re.DOTALL):
        year.problems.append(f"{ADVICE}: {year.harmed[-1]} was not told: {told[-900:]!r}")
    year.unlogged |= before - _logged(year.workspace)


def _logged(workspace: Workspace) -> set[tuple[str, object]]:
    """The versions that the log knows; what is lost with it and answered for is nobody's fault."""
    made = ("built", "approved")
    return {
        (entry.about, entry.details["version"])
        for entry in audit.read(workspace).entries
        if entry.action in made
    }
