"""What must be true after a year of faults; each claim with the lines found against it."""

import email
import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import tiny

from briefing import audit, loading, memory
from briefing.build.version import make_version
from briefing.loading import warehouse_of
from briefing.pack.news import NEWS
from briefing.runs.outcome import ERROR_FILE
from briefing.shelf import folder as packs
from briefing.shelf import manifest
from briefing.shelf.approval import faults_of
from briefing.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from living import Year

THERE = "every due pack is there, its last version approved"
RIGHT = (
    "each last version is, byte for byte, what is made again of the same files, for every fifth meeting in a fresh "
    "workspace"
)
ONCE = "no version was made twice of the same things"
WHOLE = (
    "every version is whole, but for those that were harmed and made again: each file as its manifest says, none left "
    "over"
)
LOGGED = "the audit log is unbroken and names every version once, but for those lost with it and answered for"
LOST = "every published file is loaded, in its last publication"
LETTERS = "everybody has the last approved pack, and nobody was sent the same file twice, or another's"
TIDY = "nothing half-made and no error is left"
ADVICE = "every harm is told, and following what is said mends it"
CLAIMS = (THERE, RIGHT, ONCE, WHOLE, LOGGED, LOST, LETTERS, TIDY, ADVICE)


def of_meeting(workspace: Workspace, meeting: str, *, afresh: bool) -> Iterator[str]:
    """In the evening of its day, while what it was made from is still at hand."""
    home = workspace.packs / meeting
    there = packs.versions(home)
    if not there or not packs.is_approved(home, there[-1]):
        yield f"{THERE}: {meeting} has versions {there}, the last no approved one"
        return
    made = packs.manifest_of(home, there[-1])
    with tempfile.TemporaryDirectory() as place:
        fresh = _fresh(workspace, Path(place, "w")) if afresh else workspace
        if afresh:
            loading.load(fresh)
        again, _ = make_version(fresh, meeting, version=made.version, approval=made.approval)
    if differing := manifest.differences(made.editions, again.editions):
        why = manifest.differences(made.parts, again.parts)
        yield f"{RIGHT}: {meeting} version {made.version} differs in {differing}, made from other {why}"


def _fresh(workspace: Workspace, folder: Path) -> Workspace:
    """A copy of what people put there and of what was asked before; nothing that was computed."""
    shutil.copytree(
        workspace.folder,
        folder,
        ignore=shutil.ignore_patterns("warehouse", "*.lock", "audit.jsonl", "*.html"),
    )
    (folder / "warehouse").mkdir()
    return open_workspace(folder)


def of_year(year: "Year") -> None:
    """Counts what there is, and lists what should not be."""
    workspace = year.workspace
    told = workspace.folder / "problems.txt"
    year.problems += told.read_text("utf-8").splitlines() if told.exists() else []
    year.problems += [*_made(year), *_logged(year), *_loaded(workspace), *_letters(year), *_tidy(workspace)]


def _meetings(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in workspace.meetings.iterdir())


def _made(year: "Year") -> Iterator[str]:
    for meeting in _meetings(year.workspace):
        home = year.workspace.packs / meeting
        numbers, pruned = packs.versions(home), packs.pruned_versions(home)
        year.counts["meetings"] += 1
        year.counts["versions"] += len(numbers) + len(pruned)
        year.counts["pruned"] += len(pruned)
        made = [packs.manifest_of(home, number) for number in numbers]
        year.counts["approved"] += sum(one.approval is not None for one in made)
        named = Counter((one.fingerprint, one.status) for one in made)
        yield from (f"{ONCE}: {meeting} {what}" for what, count in named.items() if count > 1)
        for number in numbers:
            if f"packs/{meeting}/v{number}" not in year.replaced:
                yield from (f"{WHOLE}: {fault}" for fault in faults_of(home / f"v{number}"))


def _logged(year: "Year") -> Iterator[str]:
    log = audit.read(year.workspace)
    year.counts["audit"] = len(log.entries)
    yield from (f"{LOGGED}: {fault}" for fault in log.faults)
    made = ("built", "approved")
    noted = Counter((e.about, e.details["version"]) for e in log.entries if e.action in made)
    noted.subtract((e.about, e.details["version"]) for e in log.entries if e.action == "not made")
    there = {
        (meeting, number)
        for meeting in _meetings(year.workspace)
        for number in packs.versions(year.workspace.packs / meeting)
    }
    yield from (f"{LOGGED}: {what} is noted {count} times" for what, count in noted.items() if count != 1)
    yield from (f"{LOGGED}: {what} is not as it was made" for what in there - set(noted) - year.unlogged)


def _loaded(workspace: Workspace) -> Iterator[str]:
    counting = {load.file: load for load in warehouse_of(workspace).loads() if load.source == "ae"}
    for path in sorted(workspace.inbox.glob("*Monthly-AE-*.csv")):
        load = counting.get(path.name)
        if load is None or load.sha256 != hashlib.sha256(path.read_bytes()).hexdigest():
            yield f"{LOST}: {path.name}"
        elif path.name.startswith("Revised-") and not load.counts:
            yield f"{LOST}: {path.name} is loaded and does not count"


def received(box: Path) -> Counter[tuple[str, str]]:
    """(address, hash of a file) -> how many times."""
    found: Counter[tuple[str, str]] = Counter()
    for file in box.glob("*.json"):
        taken = json.loads(file.read_text())
        for to in taken["to"]:
            found.update((to, digest) for digest in _digests(taken["text"]))
    return found


def _digests(text: str) -> Iterator[str]:
    message = email.message_from_string(text, policy=policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.iter_attachments():
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and part.get_content_type() != "text/calendar":
            yield hashlib.sha256(data).hexdigest()


def has_arrived(box: Path, home: Path, who: str) -> bool:
    """What the recipient says when asked whether the letter in doubt has come."""
    lines = [json.loads(line) for line in (home / "sent.jsonl").read_text("utf-8").splitlines() if line]
    doubted = [line for line in lines if (line["key"] == "P1") == (who == "Dr One Sample")]
    ends = {line["message"] for line in doubted if line["event"] != "offered"}
    texts = [json.loads(file.read_text())["text"] for file in box.glob("*.json")]
    wanted = [
        line["message"] for line in doubted if line["event"] == "offered" and line["message"] not in ends
    ]
    return any(message.strip("<>") in text for message in wanted for text in texts)


def _letters(year: "Year") -> Iterator[str]:
    got = received(year.box)
    year.counts["letters"] = len(list(year.box.glob("*.json")))
    yield from (f"{LETTERS}: {what} came {count} times" for what, count in got.items() if count > 1)
    for meeting in _meetings(year.workspace):
        home = year.workspace.packs / meeting
        yield from _strays(got, home)
        version = tiny.approved_version(home)
        if version is None:
            continue
        for name, digest in packs.manifest_of(home, version).editions.items():
            for to in _readers(name, meeting):
                if (to, digest) not in got and not _had_the_same(got, to, home, version, name):
                    yield f"{LETTERS}: {to} lacks {name} of {meeting}, version {version}"


def _strays(got: Counter[tuple[str, str]], home: Path) -> Iterator[str]:
    """Find files of a meeting that somebody has whose they are not."""
    for number in packs.versions(home):
        editions = packs.manifest_of(home, number).editions
        for name, digest in ((name, one) for name, one in editions.items() if name.endswith(".pdf")):
            others = {to for to, theirs in got if theirs == digest} - {*_readers(name, home.name)}
            yield from (f"{LETTERS}: {to} has {name} of {home.name}, version {number}" for to in others)


def _had_the_same(got: Counter[tuple[str, str]], to: str, home: Path, version: int, name: str) -> bool:
    """Say whether an address has an earlier version of a file, which says what this one says."""
    said = [memory.recall(home / f"v{n}", "news", NEWS) for n in packs.versions(home) if n <= version]
    contents = [one.contents.get(Path(name).stem) for one in said if one is not None]
    made = [packs.manifest_of(home, n).editions.get(name, "") for n in packs.versions(home) if n < version]
    return any(
        (to, digest) in got and content is not None and content == contents[-1]
        for digest, content in zip(made, contents, strict=False)
    )


def _readers(name: str, meeting: str) -> list[str]:
    """By the rules in briefing/post/addressing.py, written down again."""
    hospital = f"contracts@{meeting.rpartition('-')[2]}.example.org"
    if not name.endswith((".pdf", ".pptx")):
        return []
    if name.startswith(("gp-pack-", "chair-running-order", "slides-", "wall-picture-")):
        return ["p1@board.example.org"]
    return [hospital] if name.startswith("themes-notice-") else []


def _tidy(workspace: Workspace) -> Iterator[str]:
    for pattern in (f"packs/*/{ERROR_FILE}", "packs/*/.making-*", "**/.~*.tmp", "warehouse/incoming/*"):
        yield from (
            f"{TIDY}: {path.relative_to(workspace.folder)}" for path in workspace.folder.glob(pattern)
        )
