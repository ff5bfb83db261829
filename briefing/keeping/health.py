"""A health check: of this computer first, then of the workspace; each finding says what to do."""

import importlib
import os
import platform
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Literal

from briefing import audit, formats, resources, standards
from briefing.build.inputs import registry_of
from briefing.challenge.patterns import load_patterns
from briefing.disk import is_locked
from briefing.errors import BriefingError
from briefing.loading import warehouse_of
from briefing.post.ledger import letters_in_doubt
from briefing.post.ledger import lost as lost_letters
from briefing.post.letter import LOCK
from briefing.post.mail import PASSWORD, trust
from briefing.render.look import look_of
from briefing.shelf import folder as packs
from briefing.shelf import manifest
from briefing.shelf.approval import faults_of
from briefing.warehouse.tables import is_whole
from briefing.workspace import Workspace

_ROOM, _LITTLE_ROOM = 2 * 2**30, 300 * 2**20
_PROGRAM = "meeting-briefing-packs"
_REQUIREMENT = re.compile(r"([A-Za-z0-9-]+)((?:,?(?:>=|<)[0-9.]+)+)")
"""A name and its bounds, such as weasyprint>=70,<71; extras, which only tests and benchmarks want, are not matched."""
_PANGO = {
    "Linux": "install libpango-1.0-0 and libpangoft2-1.0-0 (Debian, Ubuntu: sudo apt-get install ...)",
    "Darwin": "run: brew install pango",
    "Windows": "put Pango beside Python and name its folder, as this says: briefing docs install",
}


@dataclass(frozen=True)
class CheckResult:
    """What was looked at, what was found, and what to do about it."""

    about: str
    state: Literal["ok", "doubt", "wrong"]
    found: str
    remedy: str = ""

    def line(self) -> str:
        line = f"{self.state:<6} {self.about}: {self.found}"
        return f"{line}\n       -> {self.remedy}" if self.remedy else line


def examine(workspace: Workspace | None, *, mail: bool = True) -> Iterator[CheckResult]:
    """Make every check there is; without a workspace those of the computer alone. None of them raises."""
    checks = dict(_COMPUTER)
    if workspace is not None:
        checks |= {name: partial(check, workspace) for name, check in _WORKSPACE.items()}
        if not mail:
            del checks["mail"]
    for name, check in checks.items():
        try:
            yield from check()
        except BriefingError as error:
            yield CheckResult(name, "wrong", str(error))
        except Exception as error:
            found = f"could not be looked at ({type(error).__name__}: {error})"
            yield CheckResult(name, "wrong", found, "Run this again; if it stays, report this line.")


# The computer -----------------------------------------------------------------------------------------------


def _python() -> Iterator[CheckResult]:
    found = f"{platform.python_version()}, {platform.machine()}, {platform.system()}"
    if sys.version_info >= (3, 11) and sys.maxsize > 2**32:
        yield CheckResult("Python", "ok", found)
    else:
        yield CheckResult("Python", "wrong", found, "Use a 64-bit Python from 3.11 on.")


def _libraries() -> Iterator[CheckResult]:
    for name in ("duckdb", "pyarrow", "weasyprint"):
        try:
            version = getattr(importlib.import_module(name), "__version__", "there")
        except (ImportError, OSError) as error:
            pango = _PANGO.get(platform.system(), _PANGO["Linux"])
            remedy = pango if name == "weasyprint" else f"run: pip install {name}"
            yield CheckResult(name, "wrong", str(error).splitlines()[0], remedy)
        else:
            yield CheckResult(name, "ok", str(version))


def _versions() -> Iterator[CheckResult]:
    """Hold every library that the program names against the versions it was tried with."""
    try:
        requirements = metadata.requires(_PROGRAM) or []
    except metadata.PackageNotFoundError:  # run from its folder, not installed
        return
    for name, bounds in (match.groups() for text in requirements if (match := _REQUIREMENT.fullmatch(text))):
        try:
            there = metadata.version(name)
        except metadata.PackageNotFoundError:
            there = "nothing"
        if not all(_keeps(there, bound) for bound in bounds.split(",")):
            yield CheckResult(
                name, "wrong", f"{there}; wanted {bounds}", f'run: pip install "{name}{bounds}"'
            )


def _keeps(version: str, bound: str) -> bool:
    there, limit = ([int(n) for n in re.findall(r"\d+", text)[:3]] for text in (version, bound))
    return (there >= limit) is bound.startswith(">=")


def _fonts() -> Iterator[CheckResult]:
    shipped = sorted((resources.folder("templates") / "fonts").glob("*.woff2"))
    if shipped:
        yield CheckResult("fonts", "ok", f"{len(shipped)} shipped")
    else:
        yield CheckResult("fonts", "wrong", "0 shipped", "Install the program again.")


def _page() -> Iterator[CheckResult]:
    from briefing.render import pdf  # here: where its library is missing, the other checks still run

    page = (
        '<html lang="en-GB"><head><title>Test</title><link rel="stylesheet" href="css/tokens.css">'
        "<style>body { font-family: Inter }</style></head><body><h1>A page: 92%, £, é, ≥</h1></body></html>"
    )
    made = pdf.write(
        page, title="Test", lang="en-GB", folder=resources.folder("templates"), made_on=date(2026, 1, 1)
    )
    yield CheckResult("a page", "ok", f"laid out, {len(made):,} bytes")


# The workspace ----------------------------------------------------------------------------------------------


def _disk(workspace: Workspace) -> Iterator[CheckResult]:
    free = shutil.disk_usage(workspace.folder).free
    found = f"{free / 2**30:,.1f} GB free"
    if free >= _ROOM:
        yield CheckResult("disk", "ok", found)
    else:
        state: Literal["doubt", "wrong"] = "doubt" if free >= _LITTLE_ROOM else "wrong"
        yield CheckResult("disk", state, found, "Make room, or run: briefing prune")


def _rights(workspace: Workspace) -> Iterator[CheckResult]:
    for place in (workspace.folder, workspace.warehouse, workspace.packs, workspace.meetings):
        about = "the workspace" if place == workspace.folder else place.name
        yield _writable(about, place, missing="Make the folder, or put back a backup.")
    for place in (workspace.inbox, workspace.registers):  # they may be another's to fill
        missing = "Make the folder, or put back a backup."
        yield _writable(place.name, place, missing=missing, unwritable="doubt")


def _shared_folder(workspace: Workspace) -> Iterator[CheckResult]:
    """Look at the folder of [delivery]: there, and one that takes a file."""
    if (chosen := workspace.settings.delivery.folder) is not None:
        missing = "Make it, or wait until the drive is connected; `folder` under [delivery] names it."
        yield _writable("shared folder", workspace.folder / chosen, missing=missing)


def _writable(
    about: str, place: Path, *, missing: str, unwritable: Literal["doubt", "wrong"] = "wrong"
) -> CheckResult:
    if not place.is_dir():
        return CheckResult(about, "wrong", f"{place} is not there", missing)
    try:
        with tempfile.TemporaryFile(dir=place):
            return CheckResult(about, "ok", "can be written")
    except OSError as error:
        remedy = f"Ask for the right to write in {place}."
        return CheckResult(about, unwritable, f"can't be written: {error.strerror}", remedy)


def _clock(workspace: Workspace) -> Iterator[CheckResult]:
    """Find a clock behind what is written down already: it would put the log out of order, and runs too early."""
    now = datetime.now(UTC)
    latest = [entry.at for entry in audit.read(workspace).entries[-1:]]
    latest += [load.loaded_at for load in warehouse_of(workspace).loads()[-1:]]
    ahead = [at for at in latest if datetime.fromisoformat(at) > now + timedelta(minutes=5)]
    found = f"{now:%d %B %Y %H:%M} UTC"
    if ahead:
        yield CheckResult("clock", "wrong", f"{found}, but {ahead[0]} is written down", "Set the clock.")
    else:
        yield CheckResult("clock", "ok", found)


def _locks(workspace: Workspace) -> Iterator[CheckResult]:
    locks = {"a load": workspace.warehouse / "lock", "a run": workspace.folder / ".run.lock"}
    for about, lock in locks.items():
        if lock.exists() and is_locked(lock):
            remedy = "Nothing, unless it has been for hours: then see what it does."
            yield CheckResult(about, "doubt", "is at work now", remedy)
        elif lock.exists():
            yield CheckResult(about, "ok", "none is at work")
    if left := [*workspace.packs.glob("*/.making-*"), *workspace.packs.glob("*/.going-*")]:
        found = f"{formats.counted(len(left), 'folder')} of a build that was stopped halfway"
        yield CheckResult("packs", "doubt", found, "Nothing: the next build clears them.")


def _warehouse(workspace: Workspace) -> Iterator[CheckResult]:
    """Check that every table the ledger names is there and is what its name, a hash of its content, says."""
    loads = warehouse_of(workspace).loads()
    broken = [load for load in loads if not is_whole(workspace.warehouse / load.parquet)]
    for load in broken:
        named = f'"{load.path}"' if " " in load.path else load.path
        remedy = f"Run: briefing load {named}. Where that file is gone, put back a backup of warehouse/."
        yield CheckResult(
            "warehouse", "wrong", f"the table made of {load.path} is missing or damaged", remedy
        )
    if not broken:
        yield CheckResult("warehouse", "ok", f"{formats.counted(len(loads), 'table')}, each as it was loaded")


def _audit(workspace: Workspace) -> Iterator[CheckResult]:
    log = audit.read(workspace)
    for fault in log.faults:
        yield CheckResult("audit log", "wrong", fault, "Find out who changed it.")
    for remark in log.remarks:
        yield CheckResult("audit log", "doubt", remark, "Nothing: the entries around it are whole.")
    if not log.faults:
        yield CheckResult(
            "audit log",
            "ok",
            f"{formats.counted(len(log.entries), 'entry', 'entries')}, none changed or left out",
        )


def _packs(workspace: Workspace) -> Iterator[CheckResult]:
    homes = [path for path in sorted(workspace.packs.glob("*")) if packs.versions(path)]
    faults = [fault for home in homes for fault in _faults_of_last(workspace, home)]
    for fault in faults:
        yield CheckResult("packs", "wrong", fault, "Put back a backup of it, or build it again with --again.")
    if not faults:
        yield CheckResult(
            "packs",
            "ok",
            f"the last version of {formats.counted(len(homes), 'meeting')}, each as it was made",
        )


def _faults_of_last(workspace: Workspace, home: Path) -> Iterator[str]:
    """Hold a meeting's last version against its manifest, and that against the audit log, where it knows of it."""
    version = packs.versions(home)[-1]
    folder = home / f"v{version}"
    yield from (faults := faults_of(folder))
    entry = audit.decisions(workspace, home.name).get(version)
    known = entry.details.get("manifest") if entry is not None else None
    if not faults and known is not None and known != manifest.sha256((folder / manifest.NAME).read_bytes()):
        yield f"{folder / manifest.NAME}: was changed after it was made"


def _letters(workspace: Workspace) -> Iterator[CheckResult]:
    """Hold what was sent of each meeting against the audit log, before somebody gets a letter twice."""
    homes = [path for path in sorted(workspace.packs.glob("*")) if packs.versions(path)]
    faults = []
    for home in homes:
        try:
            faults += [lost] if (lost := lost_letters(workspace, home.name)) else []
        except BriefingError as error:
            faults.append(str(error))
    yield from (CheckResult("letters", "wrong", fault) for fault in faults)
    if not faults:
        found = f"what was sent of {formats.counted(len(homes), 'meeting')}, as the audit log has it"
        yield CheckResult("letters", "ok", found)


def _own_files(workspace: Workspace) -> Iterator[CheckResult]:
    """Read metrics, question patterns, standards and look of one's own as a build reads them."""
    reads: dict[str, Callable[[], object]] = {
        "metrics": lambda: registry_of(workspace),
        "question patterns": lambda: load_patterns(workspace.questions),
        "standards": lambda: standards.load(workspace.standards, metrics=registry_of(workspace)),
        "look": lambda: look_of(workspace),
    }
    for about, read in reads.items():
        try:
            read()
        except BriefingError as error:
            remedy = "Mend the file it names, or take it out of its folder: then the usual one is used."
            yield CheckResult(about, "wrong", str(error), remedy)
        else:
            yield CheckResult(about, "ok", "none, or as they should be")


def _mail(workspace: Workspace) -> Iterator[CheckResult]:
    """Say whether a letter could be handed over, as far as can be seen without doing so; and what is in doubt."""
    for letter in letters_in_doubt(workspace.packs):
        yield CheckResult("mail", "doubt", letter)
    mail = workspace.settings.mail
    if mail.server is None:
        yield CheckResult("mail", "ok", "no server is set up; packs go as drafts or into a folder")
        return
    if mail.sender is None:
        yield CheckResult(
            "mail", "wrong", "no `sender` under [mail]", "Write the address that packs come from."
        )
    try:
        trust(mail, workspace.folder)
    except BriefingError as error:
        yield CheckResult("mail", "wrong", str(error), "Mend `certificates` under [mail], or leave it out.")
    passwords = {PASSWORD: mail.user is not None, LOCK: workspace.settings.delivery.lock_pdfs}
    if missing := [name for name, wanted in passwords.items() if wanted and not os.environ.get(name)]:
        # a doubt: they may be there for the account that sends and not for this one
        remedy = "Set them for the account that sends, in the scheduler's own settings."
        yield CheckResult("mail", "doubt", f"{formats.listed(missing)}: not set for this account", remedy)
    try:
        with socket.create_connection((mail.server, mail.port), timeout=5):
            yield CheckResult("mail", "ok", f"{mail.server}:{mail.port} answers")
    except OSError as error:
        remedy = "Check server and port under [mail] in briefing.toml, the network, and the firewall."
        yield CheckResult("mail", "wrong", f"{mail.server}:{mail.port} does not answer ({error})", remedy)


_COMPUTER: dict[str, Callable[[], Iterator[CheckResult]]] = {
    "Python": _python,
    "libraries": _libraries,
    "versions": _versions,
    "fonts": _fonts,
    "a page": _page,
}
_WORKSPACE: dict[str, Callable[[Workspace], Iterator[CheckResult]]] = {
    "disk": _disk,
    "rights": _rights,
    "clock": _clock,
    "locks": _locks,
    "warehouse": _warehouse,
    "audit log": _audit,
    "packs": _packs,
    "letters": _letters,
    "own files": _own_files,
    "shared folder": _shared_folder,
    "mail": _mail,
}
